"""`learncity trial` and `learncity frictions`: every word is checked, and a folder tells what was found."""

import json

import pandas as pd
import pytest

from experiments import cli
from experiments.evidence.frictions import job
from experiments.evidence.trials import inputs
from sim.declare import Mistake

TINY = ["residents=400", "seeds=2", "burn_in=3", "months=6", "workers=1"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "lever=... is missing"),
        (["lever"], "must be SETTING=VALUE"),
        (["lever=guidnce"], "did you mean 'guidance'"),
        (["lever=guidance", "shar=1"], "did you mean 'share'"),
        (["lever=guidance", "share=2"], "share must be a number in 0..1"),
        (["lever=guidance", "share=.2", "share=.3"], "there twice"),
        (["lever=guidance", "share=.2", "saturation=0,1"], "one of them"),
        (["lever=guidance", "saturation=0,x"], "share must be a number"),
        (["lever=guidance", "over=towns"], "unknown word 'towns'"),
        (["lever=guidance", "control=kept"], "did you mean 'kept_out'"),
        (["lever=guidance", "control=kept_out", "saturation=0,1", "over=cities"], "needs one share"),
        (["lever=guidance", "eligible=womn"], "did you mean 'women'"),
        (["lever=guidance", "months=0"], "months must be a whole number"),
        (["lever=guidance", "residents=many"], "residents must be a whole number"),
        (["lever=guidance", "seeds.more=1"], "nothing inside"),
        (["lever=guidance", "workers=0"], "workers must be a whole number"),
        (["lever=guidance", "city=atlantis"], "unknown city 'atlantis'"),
        (["lever=guidance", "levers.guidance.serch=2"], "did you mean 'search'"),
        (["lever=guidance", "levers.guidance.search=9"], "search = 9 is outside 1..2"),
        (["lever=guidance", "levers.skills_vouchers.share=1"], "the trial is of guidance"),
        (["lever=guidance", "levers.guidance=5"], "must be a mapping"),
        (["lever=guidance", "levers.guidance=5", "levers.guidance.search=2"], "already has a value"),
        (["lever=guidance", "shock.recesion.start=1"], "did you mean 'recession'"),
        (["lever=guidance", "parameters.job_search.distanc=1"], "did you mean 'distance'"),
        (["lever=aligned_courses", "share=0.5"], "cannot be kept from some people"),
        (["lever=learning_centres", "saturation=0,1"], "acts on whole districts"),
        (["study=V12"], "no lever chooses among them"),
        (["study=V99"], "unknown study"),
        (["study=V1", "months=3"], "unknown setting 'months'"),
        (["study=V1", "levers.guidance.search=2"], "designs of their own"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_word_is_named(capsys, tmp_path, words, told):
    output = tmp_path / "outputs"
    more = [f"output={output}"]
    assert cli.main(["trial", *words, *more]) == 2
    said = capsys.readouterr()
    assert told in said.err and "Traceback" not in said.err and not output.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [(["friction=lockin"], "did you mean 'lock-in'"), (["seed=1"], "did you mean 'seeds'"), (["residents=0"], "residents")],
)
def test_a_wrong_word_of_frictions_is_named(capsys, tmp_path, words, told):
    assert cli.main(["frictions", *words, f"output={tmp_path}"]) == 2
    assert told in capsys.readouterr().err


def test_what_is_not_said_has_its_usual_value():
    asked = inputs.asked(["lever=skills_vouchers"])
    assert asked.design.shares == (0.5,) and asked.design.eligible == "unemployed" and asked.unit == "person"
    assert asked.comparison.levers["skills_vouchers"]["budget"] == 1e9, "the offer is honoured unless a budget is set"
    assert inputs.asked(["lever=aligned_courses"]).design.shares == (1.0,)
    assert inputs.asked(["lever=second_chance"]).comparison.levers["second_chance"]["budget"] == 1e6, "seats cost what is set aside"


@pytest.mark.slow
def test_a_trial_of_the_command_line(capsys, tmp_path):
    words = ["lever=guidance", *TINY, "saturation=0,0.5,1", f"output={tmp_path}"]
    assert cli.main(["trial", *words]) == 0
    (folder,) = tmp_path.iterdir()
    effects = pd.read_parquet(folder / "effects.parquet")
    assert {"offered", "not_offered", "untouched", "take_up", "cost", "net"} <= set(effects.estimand)
    about = json.loads((folder / "manifest.json").read_text())
    page = (folder / "trial.html").read_text()
    assert about["trial"]["over"] == "districts" and "effects.parquet" in about["sha256"]
    assert "<svg" in page and "http://" not in page.replace("http://www.w3.org", "") and about["answer"][:40] in page.replace("\xa0", " ")
    assert {"employment.png", "take_up.svg", "saturation.png"} <= {file.name for file in (folder / "figures").iterdir()}
    capsys.readouterr()
    assert cli.main(["trial", *words]) == 0
    assert "stored results" in capsys.readouterr().err
    (folder / "trial.html").unlink()
    assert cli.main(["report", str(folder)]) == 0 and (folder / "trial.html").read_text() == page


def test_the_command_on_the_page_asks_the_same_trial(tmp_path):
    from experiments.evidence.trials import job, page

    words = ["lever=skills_vouchers", *TINY, "share=1", "control=kept_out", "levers.skills_vouchers.share=1"]
    words += ["shock.recession.start=2", "parameters.job_search.lock_in=0.9", "eligible=unemployed+low"]
    asked = inputs.asked(words)
    folder = job.Trial(inputs.asked([*words, f"output={tmp_path}"])).run()
    about = json.loads((folder / "manifest.json").read_text())
    again = inputs.asked(page.command(about).split()[2:])
    assert again.design == asked.design and again.comparison.settings_dict == asked.comparison.settings_dict


def test_a_study_of_the_command_line(capsys, tmp_path):
    assert cli.main(["trial", "study=V10", "residents=400", "seeds=2", "burn_in=3", "workers=1", f"output={tmp_path}"]) == 0
    (folder,) = tmp_path.iterdir()
    found = pd.read_parquet(folder / "findings.parquet")
    assert set(found.key) == {"V10", "V10 firms"} and (found.tier == "V").all()
    assert "V12" in capsys.readouterr().out and "no lever chooses among them" in (folder / "studies.html").read_text()


def test_frictions_of_the_command_line(capsys, tmp_path):
    words = ["friction=queue,take-up_gradient", "residents=600", "seeds=2", "burn_in=3", "workers=1", f"output={tmp_path}"]
    assert cli.main(["frictions", *words]) == 0
    (folder,) = tmp_path.iterdir()
    found = pd.read_parquet(folder / "frictions.parquet")
    assert set(found.friction) == {"queue", "take-up gradient"} and set(found.world) == {"as it is", "switched off"}
    turned_away = found[found.friction == "queue"].groupby("world").value.mean()
    assert turned_away["as it is"] > turned_away["switched off"]
    page = (folder / "frictions.html").read_text()
    assert "poaching" in page and "parameters.course_supply.starts=2" in page
    assert "not in the model" in capsys.readouterr().out


def test_a_friction_that_so_small_a_city_cannot_show_is_said(tmp_path):
    words = ["friction=lock-in", "residents=300", "seeds=1", "burn_in=2", "workers=1", f"output={tmp_path}"]
    assert cli.main(["frictions", *words]) == 0
    (folder,) = tmp_path.iterdir()
    assert "too few people" in (folder / "frictions.html").read_text()


def test_frictions_are_asked_by_name():
    chosen, setting, _ = job.asked(["friction=lag"])
    assert [one.name for one in chosen] == ["lag"] and len(setting.seeds) == 20
    with pytest.raises(Mistake, match="friction"):
        job.asked(["friction=sand"])
