"""What leaves the house: figures in every format with their numbers, and a workbook; whole, and the same bytes each time."""

import hashlib
import json
import re
import shutil
import struct

import openpyxl
import pandas as pd
import pytest

from experiments import cli
from experiments.figures import drawing, resilience
from experiments.report import workbook
from experiments.storage import formats
from sim.declare import Mistake
from tests.experiments.test_figures import ABOUT, a_picture, told


def test_every_figure_of_a_run_lies_there_as_text_picture_and_numbers(finished):
    drawn = {file.stem for file in (finished / "figures").glob("*.svg")}
    assert len(drawn) >= 15
    for name in drawn:
        assert "<text" in (finished / "figures" / f"{name}.svg").read_text(encoding="utf-8"), name
        assert (finished / "figures" / f"{name}.png").is_file()
        assert len(pd.read_csv(finished / "figures" / f"{name}.csv")) > 0, name
    assert not list((finished / "figures").glob("*.pdf")), "not among the usual ones"


def test_formats_for_print_come_when_they_are_asked_for_and_are_renewed_from_then_on(tmp_path):
    drawing.keep_each([("resilience", resilience.draw(told(), ABOUT))], tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {"resilience.svg", "resilience.png", "resilience.csv"}
    with formats.also(["png300", "pdf"]):
        drawing.keep_each([("resilience", resilience.draw(told(), ABOUT))], tmp_path)
    widths = [struct.unpack(">I", (tmp_path / f"resilience{end}.png").read_bytes()[16:20])[0] for end in ("", "-300dpi")]
    assert widths[1] == 2 * widths[0] == 3300
    pdf = (tmp_path / "resilience.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and b"CreationDate" not in pdf and b"/Type /Font" in pdf and b"Type3" not in pdf
    (tmp_path / "resilience.pdf").write_bytes(b"old")
    drawing.keep_each([("resilience", resilience.draw(told(), ABOUT))], tmp_path)
    assert (tmp_path / "resilience.pdf").read_bytes() == pdf, "the same bytes, without being asked for again"


@pytest.mark.parametrize("kind", ["svg", "png", "png300", "pdf"])
def test_a_rerun_writes_the_same_bytes(kind):
    one, other = (drawing.written(a_picture()[0], kind, "line", "A title") for _ in range(2))
    assert one == other


def test_words_for_formats_are_checked():
    assert formats.of_words(["formats=png300,pdf"]) == ("png300", "pdf") == formats.of_words(["formats=[png300, pdf]"])
    assert set(formats.of_words(["formats=all"])) == set(formats.ENDINGS)
    with pytest.raises(Mistake, match=r"unknown format 'pfd'.*pdf"):
        formats.of_words(["formats=pfd"])
    for word in ("format=pdf", "formats", "seeds=2"):
        with pytest.raises(Mistake, match="formats="):
            formats.of_words([word])


def test_a_report_takes_the_word_and_the_manifest_vouches_for_what_it_wrote(finished, tmp_path, monkeypatch):
    copy = tmp_path / "copy"
    shutil.copytree(finished, copy)
    monkeypatch.setattr(drawing, "FIGURES", {"unemployment": drawing.FIGURES["unemployment"]})
    assert cli.main(["report", str(copy), "formats=pdf"]) == 0
    sums = json.loads((copy / "manifest.json").read_text())["sha256"]
    for name in ("figures/unemployment.pdf", "figures/unemployment.csv", "results.xlsx"):
        assert sums[name] == hashlib.sha256((copy / name).read_bytes()).hexdigest(), name
    assert (copy / "results.xlsx").read_bytes() == (finished / "results.xlsx").read_bytes()
    assert cli.main(["report", str(copy), "formats=pfd"]) == 2


def test_the_workbook_holds_what_the_tables_hold(finished):
    book = openpyxl.load_workbook(finished / "results.xlsx")
    assert book.sheetnames == ["question", "effects", "groups", "months", "budgets", "money", "assumptions"]
    for sheet in book:
        heads = [cell.value for cell in sheet[1]]
        assert sheet.freeze_panes == "A2" and len(set(heads)) == len(heads) and None not in heads and sheet.max_row > 1, sheet.title
        spans = [(one.min, one.max, one.width) for one in sheet.column_dimensions.values()]
        widths = [next(width for first, last, width in spans if first <= cell.column <= last) for cell in sheet[1]]
        assert all(8 <= width <= 63 for width in widths), (sheet.title, widths)
        for head, width in zip(heads, widths, strict=True):
            assert width >= max(map(len, head.split())), f"{sheet.title}: {head} is cut"
    effects = pd.read_parquet(finished / "effects.parquet")
    read = pd.DataFrame(list(book["effects"].values)[1:], columns=[cell.value for cell in book["effects"][1]])
    row = read[(read.outcome == "unemployment") & (read.window == "last 5 years") & (read.world == "calm")].iloc[0]
    wanted = effects[(effects.outcome == "unemployment") & (effects.window == "last 5 years") & (effects.world == "calm")]
    assert row.effect == pytest.approx(wanted[wanted.dimension == "all"].effect.iloc[0])
    assert len(read) + book["groups"].max_row - 1 == len(effects)
    monthly = pd.read_parquet(finished / "monthly.parquet")
    assert book["months"].max_row - 1 == len(monthly.groupby(["world", "shock", "month"]))


def test_numbers_have_the_form_of_their_unit(finished):
    book = openpyxl.load_workbook(finished / "results.xlsx")
    sheet = book["effects"]
    at = {cell.value: cell.column for cell in sheet[1]}
    forms = {sheet.cell(row, at["unit"]).value: sheet.cell(row, at["policy"]).number_format for row in range(2, sheet.max_row + 1)}
    assert forms["share"] == "0.00%" and forms["EUR/month"] == "#,##0" and forms["index"] == "#,##0.0000"
    heads = {cell.value: cell.column for cell in book["months"][1]}
    assert "unemployment (share)" in heads and book["months"].cell(2, heads["unemployment (share)"]).number_format == "0.00%"
    assert {"asked (EUR a year)", "spent (EUR a year)"} <= {cell.value for cell in book["budgets"][1]}


def test_a_workbook_is_whole_or_not_there_and_a_word_is_no_formula(tmp_path, monkeypatch):
    rows = pd.DataFrame({"name": ["=1+1", "https://example.org", "12"], "value": [1.5, float("nan"), float("inf")]})
    made = pd.Timestamp("2026-01-02T03:04:05+00:00").to_pydatetime()
    file = tmp_path / "results.xlsx"
    workbook.write_book(file, [workbook.Sheet("one", rows)], "A title", made)
    sheet = openpyxl.load_workbook(file)["one"]
    assert [cell.value for cell in sheet["A"]] == ["name", "=1+1", "https://example.org", "12"]
    assert {cell.data_type for cell in sheet["A"]} == {"s"} and [cell.value for cell in sheet["B"]] == ["value", 1.5, None, None]
    before = file.read_bytes()
    monkeypatch.setattr(workbook, "fill", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workbook.write_book(file, [workbook.Sheet("one", rows)], "A title", made)
    assert file.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["results.xlsx"]


def test_every_monthly_measure_has_a_unit(finished):
    monthly = pd.read_parquet(finished / "monthly.parquet")
    units = workbook.months(monthly).units
    assert [name for name, unit in units.items() if unit == "number"] == []
    assert re.fullmatch(r"[a-z]+ \(.+\)", workbook.heading(workbook.months(monthly), "gini"))
