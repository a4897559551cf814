import pytest

from sim import LearningCity

solara = pytest.importorskip("solara")
pytest.importorskip("altair")
ipyvuetify = pytest.importorskip("ipyvuetify")
ipywidgets = pytest.importorskip("ipywidgets")
pytestmark = pytest.mark.filterwarnings("ignore:.*use_state. found despite early return")

MEASURES = ["unemployment", "participation"]


@pytest.fixture
def model():
    return solara.reactive(LearningCity(residents=200, seed=3))


@pytest.fixture
def controls(model):
    from mesa.visualization import make_plot_component
    from mesa.visualization.solara_viz import ComponentsView, ModelController

    settings = {"play_interval": 100, "render_interval": 1, "use_threads": False, "model_parameters": {"residents": 200, "seed": 3}}
    reactive = {name: solara.reactive(value) for name, value in settings.items()}

    @solara.component
    def page():
        with solara.Column():
            ModelController(model, **reactive)
            ComponentsView([make_plot_component(MEASURES)], model.value)

    _, rendered = solara.render(page(), handle_error=False)
    yield rendered
    rendered.close()


def press(rendered, label):
    rendered.find(ipyvuetify.Btn, children=[label]).widget.click()


def picture(rendered):
    return bytes(rendered.find(ipywidgets.Image).widget.value)


def test_solaraviz_shows_a_city_and_its_sliders(model):
    from mesa.visualization import SolaraViz, make_plot_component

    sliders = {"seed": {"type": "SliderInt", "label": "seed", "value": 3, "min": 1, "max": 9, "step": 1}, "residents": 200}
    app = SolaraViz(model, components=[make_plot_component(MEASURES)], model_params=sliders, name="A small city")
    _, rendered = solara.render(app, handle_error=False)
    assert picture(rendered).startswith(b"\x89PNG")
    rendered.close()


def test_step_lives_a_month_and_redraws(model, controls):
    before = picture(controls)
    press(controls, "Step")
    press(controls, "Step")
    assert model.value.month == model.value.steps == 2
    assert picture(controls) != before


def test_reset_starts_the_same_city_again(model, controls):
    first = model.value
    press(controls, "Step")
    press(controls, "Reset")
    assert model.value is not first
    assert (model.value.month, model.value.seed, len(model.value.residents)) == (0, 3, len(first.residents))
