"""The city in Mesa's own viewer, also without a network.

Run, with the extra viz: solara run --production experiments.examples.mesa_app (or a copy of this file)
"""

from typing import Any

import solara
from mesa.visualization import SolaraViz, make_plot_component

from sim import LearningCity
from sim.levers.guidance import Guidance

SLIDERS = {
    "residents": {"type": "SliderInt", "label": "residents", "value": 2_000, "min": 500, "max": 20_000, "step": 500},
    "seed": {"type": "SliderInt", "label": "seed", "value": 1, "min": 1, "max": 50, "step": 1},
    "guidance": {"type": "SliderInt", "label": "guidance, EUR million a year", "value": 0, "min": 0, "max": 40, "step": 5},
}
PLOTS = [
    make_plot_component(["unemployment", "long_term_share"]),
    make_plot_component(["participation", "awareness"]),
    make_plot_component("gini"),
]


class GuidedCity(LearningCity):
    """A city with one lever on a slider: Mesa's viewer hands what sliders say to the model."""

    def __init__(self, residents: int = 2_000, seed: int = 1, guidance: int = 0) -> None:
        levers = [Guidance(budget=1e6 * guidance)] if guidance else []
        super().__init__(residents=residents, seed=seed, levers=levers)


@solara.component
def OwnCity() -> Any:
    """A city for each visitor: one made at module level would be shared by all."""
    city = solara.use_memo(GuidedCity, [])
    return SolaraViz(city, components=PLOTS, model_params=SLIDERS, name="Learning City")


page = OwnCity()
