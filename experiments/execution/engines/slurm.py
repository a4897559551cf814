"""Slurm: batch jobs bring Dask workers; the sweep runs on as many as there are at the moment."""

from collections.abc import Mapping
from typing import Any

from dask_jobqueue import SLURMCluster

from experiments.execution.engines.dask import Dask
from sim.city import check_whole


class Slurm(Dask):
    """A scheduler on this node, workers in batch jobs."""

    def __init__(self, how: Mapping[str, Any]) -> None:
        for name, high in (("jobs", 10_000), ("cores", 1024)):
            check_whole(f"engine.{name}", how[name], 1, high)
        super().__init__(None, how["jobs"] * how["cores"])
        self.how = how

    def own_cluster(self) -> Any:
        """Jobs are submitted at once; Slurm starts them when there is room."""
        made = cluster(self.how)
        made.scale(jobs=self.how["jobs"])
        return made

    def script(self) -> str:
        """The batch job that would be submitted."""
        with cluster(self.how) as made:
            return made.job_script()


def cluster(how: Mapping[str, Any]) -> SLURMCluster:
    """A cluster without any job yet."""
    return SLURMCluster(
        cores=how["cores"],
        processes=how["cores"],
        memory=how["memory"],
        walltime=how["walltime"],
        queue=how["queue"],
        account=how["account"],
        interface=how["interface"],
        job_script_prologue=list(how["prologue"]),
        job_extra_directives=list(how["directives"]),
        death_timeout=600,
        scheduler_options={"dashboard_address": None},
    )
