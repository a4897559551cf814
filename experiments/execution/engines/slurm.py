"""Slurm: batch jobs bring Dask workers; the sweep runs on as many as there are at the moment."""

from collections.abc import Mapping
from typing import Any

from dask_jobqueue import SLURMCluster

from experiments.execution.engines.dask import Dask
from sim.city import check_whole


class Slurm(Dask):
    """A scheduler on this node, workers in batch jobs."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        for name, high in (("jobs", 10_000), ("cores", 1024)):
            check_whole(f"engine.{name}", settings[name], 1, high)
        super().__init__(None, settings["jobs"] * settings["cores"])
        self.settings = settings

    def own_cluster(self) -> Any:
        """Jobs are submitted at once; Slurm starts them when there is room."""
        made = cluster(self.settings)
        made.scale(jobs=self.settings["jobs"])
        return made

    def script(self) -> str:
        """The batch job that would be submitted."""
        with cluster(self.settings) as made:
            return made.job_script()


def cluster(settings: Mapping[str, Any]) -> SLURMCluster:
    """A cluster without any job yet."""
    return SLURMCluster(
        cores=settings["cores"],
        processes=settings["cores"],
        memory=settings["memory"],
        walltime=settings["walltime"],
        queue=settings["queue"],
        account=settings["account"],
        interface=settings["interface"],
        job_script_prologue=list(settings["prologue"]),
        job_extra_directives=list(settings["directives"]),
        death_timeout=600,
        scheduler_options={"dashboard_address": None},
    )
