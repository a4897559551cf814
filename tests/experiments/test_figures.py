"""A figure keeps its look when it becomes a file, and every rerun writes the same bytes."""

import struct
import subprocess
import sys
import time
from pathlib import Path

import matplotlib as mpl
import pytest

from experiments.figures import drawing, resilience
from experiments.figures.drawing import kept
from experiments.figures.style import INK, LOOK, WIDTH, framed, looking, written
from experiments.outcomes.paired_effects import effects
from tests.experiments import by_hand

ABOUT = {
    "question": {**by_hand.RECORD, "scenario": "by_hand", "residents": 1000, "seeds": [1, 2]},
    "city": {"title": "Helsinki", "year": 2024},
}


@looking
def a_picture():
    fig, ax = framed("A title of its own", "what is shown", "where it comes from")
    ax.plot([0, 1], [0, 1], label="a line")
    ax.legend()
    return fig, "A title of its own", "A line."


def told():
    tables = by_hand.tables()
    return {**tables, "effects": effects(tables, by_hand.RECORD)}


def test_words_stay_words_and_a_picture_is_as_fine_as_the_look_says(tmp_path):
    picture = kept("line", a_picture(), tmp_path)
    svg = (tmp_path / "line.svg").read_text(encoding="utf-8")
    assert "<text" in svg and "A title of its own" in svg and "<text" in picture.svg
    width, _ = struct.unpack(">II", (tmp_path / "line.png").read_bytes()[16:24])
    assert width == round(WIDTH * LOOK["savefig.dpi"])


def test_ticks_made_only_while_writing_have_the_look():
    assert mpl.rcParams["text.color"] != INK, "outside of drawing and writing the style is Matplotlib's own"
    tables = told()
    svg = written(resilience.draw(tables, ABOUT)[0], "svg", "resilience").decode()
    assert "DejaVu Sans" in svg and "<text" in svg


def test_a_rerun_writes_the_same_bytes_also_later_and_under_a_name_of_its_own(tmp_path):
    tables = told()
    for home in ("one", "other"):
        drawing.keep_each([("resilience", resilience.draw(tables, ABOUT))], tmp_path / home)
        time.sleep(1.1)
    for kind in ("png", "svg"):
        one, other = ((tmp_path / home / f"resilience.{kind}").read_bytes() for home in ("one", "other"))
        assert one == other, kind
        assert b"2026-" not in one and b"<dc:date>" not in one
    figure = a_picture()[0]
    assert written(figure, "svg", "one") != written(figure, "svg", "other"), "two figures of a page share no marks"


@pytest.mark.parametrize("luck", ["0", "12345"])
def test_another_process_writes_the_same_bytes(tmp_path, luck):
    code = (
        "import sys; from pathlib import Path; from tests.experiments.test_figures import a_picture, written; "
        "f = a_picture()[0]; [Path(sys.argv[1], f'p.{k}').write_bytes(written(f, k, 'p')) for k in ('png', 'svg')]"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=Path(__file__).parents[2], env={"PYTHONHASHSEED": luck})
    figure = a_picture()[0]
    for kind in ("png", "svg"):
        assert (tmp_path / f"p.{kind}").read_bytes() == written(figure, kind, "p"), kind


def test_only_one_place_saves_figures():
    home = Path(drawing.__file__).parents[1]
    words = ("savefig(", "print_png", "print_svg", "print_figure")
    found = [file.name for file in home.rglob("*.py") if any(word in file.read_text(encoding="utf-8") for word in words)]
    assert found == ["style.py"]
