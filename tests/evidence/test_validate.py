"""`learncity validate`: what it takes, what it writes, what it says."""

import json
import math
import re
from dataclasses import replace

import pandas as pd
import pytest

from experiments import cli
from experiments.evidence.targets.targets import Finding, over_seeds, table
from experiments.evidence.validation import job, scoring, virtual_experiments
from experiments.inputs import seeds
from sim.declare import Mistake

SMALL = ["residents=400", "seeds=2", "months=24", "burn_in=13", "workers=1"]
KEPT = ("E1 steady state", "E12 placebo")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A finished small validation with two of the experiments."""
    output, every = tmp_path_factory.mktemp("outputs"), virtual_experiments.found()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(virtual_experiments, "found", lambda: {name: every[name] for name in KEPT})
        assert cli.main(["validate", *SMALL, "--quick", "parameters.job_search.sent=3.4", f"output={output}"]) == 0
    (made,) = output.iterdir()
    return made


def test_it_writes_tables_figures_page_and_manifest(folder):
    found = pd.read_parquet(folder / "findings.parquet")
    assert set(found.tier) == {"A", "B", "I", "T"} and found.key.is_unique
    assert len(pd.read_csv(folder / "findings.csv")) == len(found)
    for name in ("tier_a", "tier_b", "verification", "shapes"):
        assert (folder / "figures" / f"{name}.png").stat().st_size > 10_000
    about = json.loads((folder / "manifest.json").read_text())
    assert about["setting"]["seeds"] == list(seeds.some("validation", 2)) and about["setting"]["parameters"] == {"job_search.sent": 3.4}
    assert about["wall_seconds"] > 0 and "numba" in about["versions"] and "validation.html" in about["sha256"]


def test_the_page_needs_nothing_else_and_has_every_row(folder):
    page = (folder / "validation.html").read_text()
    outside = [link for link in re.findall(r'(?:href|src)="([^"#]+)', page) if not link.startswith("data:")]
    assert outside == []
    for key in pd.read_parquet(folder / "findings.parquet").key:
        assert f"<td>{key}</td>" in page or f">{key}<" in page, key


def test_it_is_drawn_again_without_the_model(folder, monkeypatch, capsys):
    before = (folder / "validation.html").read_bytes()
    monkeypatch.setattr(job, "gather", lambda setting: pytest.fail("the model ran"))
    assert cli.main(["report", str(folder)]) == 0
    assert (folder / "validation.html").read_bytes() == before
    assert "in range" in capsys.readouterr().out


def test_results_do_not_depend_on_the_number_of_processes():
    setting, _ = job.setting_of(["residents=300", "seeds=2", "months=12", "burn_in=2"])
    alone, shared = (each_one(setting, workers) for workers in (1, 2))
    assert alone == shared


def each_one(setting, workers):
    """Unemployment by seed."""
    return replace(setting, workers=workers).over_seeds(unemployment)


def unemployment(piece):
    """Of one seed in the end."""
    setting, seed = piece
    return setting.burn_in_city(seed).indicator("unemployment")


def test_the_quick_form_is_smaller_and_words_come_after_it():
    usual, _ = job.setting_of([])
    quick, where = job.setting_of(["seeds=5", "output=there"], quick=True)
    assert (usual.residents, len(usual.seeds), usual.burn_in, usual.months) == (10_000, 20, 120, 120)
    assert quick.residents < usual.residents and quick.seeds == seeds.some("validation", 5) and where == "there"


@pytest.mark.parametrize(
    ("words", "told"),
    [(["scenario=skills_first"], "no scenario"), (["residents=0"], "residents"), (["parameters.job_search.sentt=3"], "did you mean 'sent'"),
     (["parameters.job_search.sent=99"], "outside"), (["city=helsinky"], "helsinki"), (["seeds=a"], "seeds"), (["workers=0"], "workers")],
)  # fmt: skip
def test_mistakes_are_named(words, told, capsys):
    assert cli.main(["validate", *words]) == 2
    assert told in capsys.readouterr().err


def test_an_unknown_profile_is_a_mistake():
    with pytest.raises(Mistake, match="profile"):
        job.setting_of([], profile="north")


def test_a_folder_without_results_is_a_mistake(tmp_path):
    assert cli.main(["report", str(tmp_path)]) == 2


def finding(key, tier, value, least, most):
    """A finding in short."""
    return Finding(key, tier, "what", "share", value, value, value, least, most, "", "source", "read", "so", 2)


def test_counts_leave_out_what_cannot_be_seen_but_not_what_is_missing():
    nothing = float("nan")
    rows = [finding("row 1", "A", 0.05, 0, 0.1), finding("row 5", "A", 0.5, 0, 0.1), finding("row 55 large", "A", nothing, 0, 1)]
    rows.append(finding("row 48 informal", "A", nothing, 0, 1))
    found = table(rows).assign(fitted="")
    assert scoring.count(found, "A") == (1, 2, 0, 1) and scoring.count(found, "A").counted == 3
    assert scoring.counts(found) == "Tier A: 1 of 3 in range (1 not measured)"
    assert list(scoring.missed(found).verdict) == ["above", "not measured", "not measured"]


def test_an_interval_needs_two_seeds():
    mean, low, high, seeds = over_seeds([1.0, 3.0, float("nan")])
    assert (mean, seeds) == (2, 2) and low < 2 < high
    assert over_seeds([1.0])[1:3] == (1, 1)


def test_the_score_tells_what_was_fitted_to_what_was_not_and_what_luck_decides_apart():
    rows = [finding("row 25", "B", 0.5, 0, 1), finding("row 27", "B", 0.5, 0, 1), finding("row 29", "B", 2, 0, 1)]
    rows += [replace(finding("row 15", "B", 0.5, 0.4, 0.6), low=0.1, high=0.9), finding("E12", "T", 0, 0, 0), finding("E8", "E", 9, 0, 1)]
    found = table(rows).assign(fitted=["job_search.employed", "", "", "", "", ""])
    assert scoring.counts(found) == (
        "Tier B: 2 of 4 in range, 1 not told; Tier B, never fitted to: 1 of 3 in range, 1 not told; Experiments: 0 of 1 in range; "
        "Verification: 1 of 1 in range"
    )
    assert list(scoring.missed(found).key) == ["row 29", "E8"] and list(scoring.not_told(found).key) == ["row 15"]


def test_nearness_counts_rows_by_their_distance_from_the_published_value():
    rows = [
        replace(finding(f"row {n}", "B", value, 0, 9), aim=aim) for n, (value, aim) in enumerate([(1.09, 1), (0.81, 1), (2, 1), (0, 0)])
    ]
    found = table([*rows, replace(finding("E12", "T", 0, 0, 0), aim=1.0), finding("row 9", "B", 1, 0, 2)]).assign(fitted="")
    assert scoring.near(found) == (1, 2, 3)
    assert scoring.nearness(found) == "Of 3 rows of the other tiers with a published value, 1 lie within 10% and 2 within 20% of it."


@pytest.mark.parametrize(
    ("value", "half", "least", "most", "aim", "said"),
    [
        (1.0, 0.4, 0.5, 1.5, math.nan, "in"), (1.6, 0.4, 0.5, 1.5, math.nan, "above"), (1.0, 0.6, 0.5, 1.5, math.nan, "not told"),
        (9.0, 3.0, 0.5, 1.5, math.nan, "above"), (1.2, 48, 0.01, math.inf, math.nan, "not told"),
        (1.2, 1.0, 0.01, math.inf, math.nan, "in"),
        (-0.3, 0.4, -math.inf, 0, -2, "in"), (0.3, 1.9, -math.inf, 0, -2, "above"), (0.3, 2.1, -math.inf, 0, -2, "not told"),
        (1.0, 0.5, 1, 1, 1, "in"), (0.9, 0.5, 1, 1, 1, "below"), (math.nan, math.nan, 0, 1, 1, "not measured"),
    ],
)  # fmt: skip
def test_a_row_that_could_not_have_been_wrong_is_not_told(value, half, least, most, aim, said):
    made = replace(finding("row 1", "B", value, least, most), low=value - half, high=value + half, aim=aim)
    assert made.verdict == said and made.inside == (said == "in")
    if said == "not told":
        assert made.side in ("in", "below", "above"), "the side is there for searches, which compare means"


def test_one_seed_tells_only_of_identities():
    alone = replace(finding("row 1", "B", 0.5, 0, 1), seeds=1)
    assert alone.verdict == "not told" and replace(alone, least=0.5, most=0.5).verdict == "in"
