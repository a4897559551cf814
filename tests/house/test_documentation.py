"""Documentation is printed from what runs: its pages build without a warning and need no network, its notebooks run, its numbers hold."""

import json
import os
import re
import shutil
import subprocess
import sys
import types
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
import yaml

from experiments import cli
from experiments.cli import faces, gallery_page
from experiments.documentation import build, claims, faq, measured, reference
from experiments.examples import extensions
from sim import catalogue

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def test_what_the_faq_calls_a_mistake_is_one():
    told = faq.messages()
    assert told.keys() == faq.ASKED.keys() and all("\n" not in said for said in told.values())


def test_the_reference_names_every_card_and_column():
    text = {name: page() for name, page in reference.PAGES.items()}
    for kind in ("levers", "shocks", "behaviours"):
        for name, card in getattr(catalogue, kind)().items():
            assert f"## {name}\n" in text[kind]
            assert all(f"`{name}.{number}`" in text[kind] for number in card.declared)
    assert "| `wage` | f4 | EUR/month |" in text["columns"]
    assert all(f"## learncity {name}\n" in faces.of_commands(cli.COMMANDS) for name in cli.COMMANDS)
    assert "## experiments.panel\n" in faces.of_python()


def test_every_claim_is_told_where_it_says():
    for claim in claims.CLAIMS.values():
        sentence, numbers = claim.told()
        assert numbers and sentence
    assert claims.CLAIMS["verdicts"].holds(measured.least_for_a_verdict()) and not claims.CLAIMS["verdicts"].holds([7.0, 3000.0])


def test_reproducing_tells_what_holds(tmp_path, capsys):
    assert cli.main(["reproduce", "verdicts", "lines", "--output", str(tmp_path)]) == 0
    assert (tmp_path / "claims.csv").read_text().count("yes") == 2
    assert cli.main(["reproduce", "verdict"]) == 2


def test_every_number_of_the_prose_is_a_claim_or_named_as_none():
    assert claims.unclaimed() == []


def test_a_number_that_nobody_claims_is_found(monkeypatch):
    monkeypatch.delitem(claims.CLAIMS, "multipliers")
    assert len(claims.unclaimed()) == 2 and "a local multiplier of 1.0" in claims.unclaimed()[0]


@pytest.mark.parametrize("name", claims.CLAIMS)
def test_a_number_that_is_told_is_made_again(name):
    claim = claims.CLAIMS[name]
    again = claim.measure()
    assert claim.holds(again), f"told {claim.told()}, made {again}"


@pytest.mark.slow
def test_the_pages_build_without_a_warning_and_ask_no_network(tmp_path):
    pytest.importorskip("mkdocs")
    home = build.build(tmp_path / "site", {**faces.pages(cli.COMMANDS), **gallery_page.pages()}).parent
    gallery = (home / "gallery.html").read_text(encoding="utf-8")
    read = re.sub(r"<[^>]+>", "", gallery)  # code is coloured word by word
    assert gallery.count("<svg") + gallery.count(".svg") >= 30 and "districts.draw(tables, manifest)" in read
    pages = list(home.rglob("*.html"))
    assert len(pages) > 25
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"""<(?:script|img|link|iframe)[^>]*(?:src|href)=["']?https?:""", text), page
    assert "skills_vouchers" in (home / "reference" / "levers.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_runs_from_top_to_bottom(notebook, tmp_path):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "\n\n".join("".join(one["source"]) for one in cells if one["cell_type"] == "code")
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert run.returncode == 0, run.stderr[-3000:]


def test_there_are_six_notebooks():
    assert len(NOTEBOOKS) == 6
    for file in NOTEBOOKS:
        assert all(one["cell_type"] == "markdown" or one["outputs"] == [] for one in json.loads(file.read_text(encoding="utf-8"))["cells"])


TYPED = ("tutorials/researcher", "how_to/own_cards", "how_to/people", "how_to/microdata", "how_to/paper_figures")


@pytest.mark.slow
@pytest.mark.parametrize("page", TYPED)
def test_the_code_of_a_page_runs_as_it_is_typed(page, tmp_path, monkeypatch):
    text = (ROOT / "docs" / "pages" / f"{page}.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, scenario in re.findall(r"```yaml\n# (my\.yaml)\n(.*?)```", text, re.DOTALL):
        Path(name).write_text(scenario, encoding="utf-8")
        for card in yaml.safe_load(scenario)["extensions"]:
            shutil.copy(Path(extensions.__path__[0]) / card, tmp_path)
    typed = types.ModuleType("typed")
    monkeypatch.setitem(sys.modules, "typed", typed)
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(compile(code, f"{page}.md", "exec"), typed.__dict__)
    plt.close("all")
