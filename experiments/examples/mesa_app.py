"""The city in Mesa's own viewer (needs solara). Run: solara run experiments/examples/mesa_app.py"""

import solara
from mesa.visualization import SolaraViz, make_plot_component

from sim import LearningCity

SLIDERS = {
    "residents": {"type": "SliderInt", "label": "residents", "value": 2_000, "min": 500, "max": 20_000, "step": 500},
    "seed": {"type": "SliderInt", "label": "seed", "value": 1, "min": 1, "max": 50, "step": 1},
}
PLOTS = [
    make_plot_component(["unemployment", "long_term_share"]),
    make_plot_component(["participation", "awareness"]),
    make_plot_component("gini"),
]


@solara.component
def OwnCity():
    """A city for each visitor: one made at module level would be shared by all."""
    city = solara.use_memo(lambda: LearningCity(residents=2_000), [])
    return SolaraViz(city, components=PLOTS, model_params=SLIDERS, name="Learning City")


page = OwnCity()
