"""Slurm: batch jobs bring Dask workers; the sweep runs on as many as there are at the moment."""

from collections.abc import Mapping
from typing import Any

from dask_jobqueue import SLURMCluster

from experiments.execution.engines.dask import TO_AND_FRO, Dask
from sim.city import check_whole


class Slurm(Dask):
    """A scheduler on this node, workers in batch jobs."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        for name, high in (("jobs", 10_000), ("cores", 1024)):
            check_whole(f"engine.{name}", settings[name], 1, high)
        if settings.get("least") is not None:
            check_whole("engine.least", settings["least"], 0, settings["jobs"])
        super().__init__(None, settings["jobs"] * settings["cores"], settings.get("least"))
        self.settings = settings

    def own_cluster(self) -> Any:
        """Jobs are submitted at once, or as there is work; Slurm starts them when there is room."""
        made, jobs = cluster(self.settings), self.settings["jobs"]
        if self.least is None:
            made.scale(jobs=jobs)
        else:
            made.adapt(minimum_jobs=self.least, maximum_jobs=jobs, **TO_AND_FRO)
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
