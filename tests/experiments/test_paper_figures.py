"""Figures for papers: axes with their numbers, in the reader's own style, and the same file again."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from experiments import figures
from sim.declare import Mistake


@pytest.fixture
def months():
    rows = [(seed, month, 0.08 + 0.01 * seed - 0.0002 * month) for seed in (1, 2, 3) for month in range(25)]
    return pd.DataFrame(rows, columns=["seed", "month", "unemployment"])


def test_a_course_takes_axes_and_keeps_its_numbers(months):
    ax = figures.axes(figures.TWO_COLUMNS, columns=2)
    drawn = figures.course(months, ax=ax[1])
    assert drawn is ax[1] and drawn.figure.get_size_inches()[0] == figures.TWO_COLUMNS
    rows = figures.rows_of(drawn)
    assert rows["mean"].iloc[0] == pytest.approx(0.1) and (rows.low < rows["mean"]).all() and (rows.seeds == 3).all()
    assert np.allclose(drawn.lines[0].get_ydata(), rows["mean"]) and "90% interval" in figures.caption_of(drawn)


def test_each_scenario_has_a_curve_of_its_own(months):
    both = pd.concat([months.assign(scenario="a_b"), months.assign(scenario="c")])
    ax = figures.course(both)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a b", "c"]


def test_differences_are_paired_by_seed(months):
    other = months.assign(unemployment=months.unemployment - 0.01)
    rows = figures.rows_of(figures.difference(other, months))
    assert np.allclose(rows[["difference", "low", "high"]], -0.01)
    with pytest.raises(Mistake, match="the same seeds and months"):
        figures.difference(other[other.seed > 1], months)


def test_the_readers_style_is_in_force(months):
    with mpl.rc_context({"lines.linewidth": 7.5, "font.size": 6}):
        ax = figures.course(months)
    assert ax.lines[0].get_linewidth() == 7.5 and ax.xaxis.label.get_size() == 6


@pytest.mark.parametrize("kind", ["pdf", "svg", "png"])
def test_the_same_figure_is_the_same_file(months, tmp_path, kind):
    one, other = (figures.save(figures.course(months), tmp_path / where / f"course.{kind}") for where in ("a", "b"))
    assert one.read_bytes() == other.read_bytes()
    assert list(pd.read_csv(tmp_path / "a" / "course.csv").columns) == ["month", "mean", "low", "high", "seeds"]


def test_effects_by_group(months):
    row = {"outcome": "unemployment", "world": "calm", "window": "last 5 years", "low": -0.02, "high": 0.0, "effect": -0.01, "seeds": 8}
    table = pd.DataFrame([{**row, "dimension": d, "group": g} for d, g in (("education", "low"), ("education", "high"), ("all", "all"))])
    ax = figures.effects(table)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["everybody", "low", "high"]
    with pytest.raises(Mistake, match="unknown dimension 'educaton' - did you mean 'education'"):
        figures.effects(table, dimension="educaton")


def test_what_is_no_table_is_named(months):
    with pytest.raises(Mistake, match="wants a table of simulate or compare"):
        figures.course("skills_first")
    with pytest.raises(Mistake, match="unknown column 'unemploymnt' - did you mean"):
        figures.course(months, "unemploymnt")
    with pytest.raises(Mistake, match="unknown kind of file 'docx'"):
        figures.save(figures.course(months), "course.docx")
