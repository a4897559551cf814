import importlib
import pathlib
import runpy

import pytest

EXAMPLES = pathlib.Path(importlib.import_module("experiments").__file__).parent / "examples"


@pytest.mark.parametrize("name", ["mesa_agents", "mesa_mentors"])
def test_the_example_runs_and_tells_something(name, capsys):
    assert importlib.import_module(f"experiments.examples.{name}").main(residents=600, months=3) is not None
    assert len(capsys.readouterr().out.splitlines()) >= 3


@pytest.mark.filterwarnings("ignore:.*use_state. found despite early return")
def test_the_app_is_a_page_of_mesa_s_viewer():
    solara = pytest.importorskip("solara")
    pytest.importorskip("altair")
    page = runpy.run_path(str(EXAMPLES / "mesa_app.py"))["page"]
    _, rendered = solara.render(page, handle_error=False)
    assert len(rendered.find(importlib.import_module("ipywidgets").Image).widgets) == 3
    rendered.close()


def test_the_app_s_slider_is_a_lever():
    pytest.importorskip("solara")
    pytest.importorskip("altair")
    city = runpy.run_path(str(EXAMPLES / "mesa_app.py"))["GuidedCity"]
    assert [lever.budget for lever in city(residents=300, guidance=20).levers] == [20e6]
    assert city(residents=300).levers == []
