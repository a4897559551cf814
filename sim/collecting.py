"""Mesa's DataCollector, filled by what the city counts anyway: every indicator of every month, at no cost in a step."""

from typing import Any

from mesa import DataCollector

from sim.catalogue import indicators


class Collector(DataCollector):
    """All indicators since month 0, ready for Mesa's plots, data frames and ``batch_run``."""

    def __init__(self, city: Any) -> None:
        self.city = city
        super().__init__(model_reporters={name: name for name in [*indicators(), *city.extra_indicators]})

    @property
    def model_vars(self) -> dict[str, list]:
        """Values of each indicator, from month 0 on."""
        return self.city.history.drop(columns="month").to_dict("list")

    @model_vars.setter
    def model_vars(self, nothing: dict) -> None:
        """Mesa's own constructor starts with an empty record; there is none to keep."""

    @property
    def _collection_steps(self) -> list[int]:
        return list(range(len(self.city.observations.months)))

    @_collection_steps.setter
    def _collection_steps(self, nothing: list) -> None:
        """As above."""

    def _new_model_reporter(self, name: str, reporter: Any) -> None:
        self.model_reporters[name] = reporter

    def collect(self, model: Any) -> None:
        """Nothing is left to do: the city counts itself every month."""
