"""Files of people, courses and schools beside a scenario: asked by every command, part of what a result is, told on its page."""

import json

import pandas as pd
import pytest

from experiments import cli, simulate
from experiments.inputs.comparison import from_record, from_settings, resolve
from experiments.inputs.scenario import load
from experiments.inputs.settings import compose
from experiments.report import trust
from experiments.storage.manifest import of_question
from sim import Mistake

HOW = {"residents": 200, "burn_in": 2, "seeds": 1, "first_seed": 1}
SMALL = {"residents": 200, "months": 3, "seeds": 1, "burn_in": 2}


@pytest.fixture
def home(tmp_path):
    """A scenario with a file of each beside it."""
    frame = pd.DataFrame({"age": [25, 33, 47, 60] * 60, "sex": ["woman", "man"] * 120, "activity": "employed", "attainment": "high"})
    frame.to_csv(tmp_path / "people.csv", index=False)
    (tmp_path / "courses.csv").write_text("code,price\nwelding,20\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text("levers: {guidance: {}}\npeople: people.csv\ncourses: courses.csv\n", encoding="utf-8")
    return tmp_path


def test_a_scenario_names_them_from_where_it_lies(home):
    asked = resolve(load(home / "mine.yaml"), HOW)
    assert asked.tables == {"people": str(home / "people.csv"), "courses": str(home / "courses.csv")}
    city = asked.world(True, False).draw_city(1)
    assert (city.residents.present == 1).sum() == 200 and city.courses.price[9] == 20
    assert set((city.residents.age[city.residents.present == 1] // 12).tolist()) == {25, 33, 47, 60}


def test_words_of_the_command_line_do_too(home):
    words = ["scenario=baseline", f"people={home / 'people.csv'}", "residents=200"]
    assert from_settings(compose("config", words)).tables == {"people": str(home / "people.csv")}
    with pytest.raises(Mistake, match=r"settings: people: there is no file nobody\.csv"):
        from_settings(compose("config", ["scenario=baseline", "people=nobody.csv"]))


def test_another_file_is_another_question_and_the_same_file_elsewhere_is_not(home, tmp_path):
    first = resolve(load(home / "mine.yaml"), HOW)
    moved = tmp_path / "moved"
    moved.mkdir()
    for file in home.glob("*.*"):
        (moved / file.name).write_bytes(file.read_bytes())
    same = resolve(load(moved / "mine.yaml"), HOW)
    assert same.fingerprint.whole == first.fingerprint.whole and first.fingerprint.data["people"] != first.fingerprint.data["courses"]
    (moved / "people.yaml").write_text("words: {sex: {woman: man, man: woman}}\n", encoding="utf-8")
    other = resolve(load(moved / "mine.yaml"), HOW)
    assert other.fingerprint.whole != first.fingerprint.whole, "a map of columns changes what a file says"
    assert other.world(True, False).digest != first.world(True, False).digest or not other.digest


def test_the_manifest_tells_them_and_asks_the_same_again(home):
    asked = resolve(load(home / "mine.yaml"), HOW)
    about = json.loads(json.dumps(of_question(asked)))
    assert about["tables"]["people"]["rows"] == 240 and about["tables"]["courses"]["rows"][0]["code"] == "welding"
    assert from_record(about["question"], "manifest").fingerprint.whole == asked.fingerprint.whole
    page = trust.own(about)
    assert "240 people" in page and "course welding: price 20" in page
    assert any("people of people.csv" in line for line in about["city"]["fit_lines"])


def test_simulate_takes_them(home):
    monthly = simulate("baseline", people=home / "people.csv", **SMALL)
    assert len(monthly) == 4 and monthly.employment.min() > 0.8
    with pytest.raises(Mistake, match="row 2: sex: unknown word"):
        (home / "people.csv").write_text("age,sex\n30,womn\n", encoding="utf-8")
        simulate("baseline", people=home / "people.csv", **SMALL)


def test_both_worlds_of_a_comparison_are_one_city(home):
    (home / "other.yaml").write_text("levers: {guidance: {}}\nbaseline: mine.yaml\n", encoding="utf-8")
    import os

    here = os.getcwd()
    os.chdir(home)
    try:
        with pytest.raises(Mistake, match="both worlds of a comparison are one city"):
            resolve(load("other.yaml"), HOW)
    finally:
        os.chdir(here)


@pytest.mark.slow
def test_run_lives_with_them_from_a_manifest(home, capsys):
    words = [f"scenario={home / 'mine.yaml'}", "residents=200", "months=12", "burn_in=1", "seeds=2", "workers=1", f"output={home / 'out'}"]
    assert cli.main(["run", *words]) == 0
    manifest = next((home / "out").rglob("manifest.json"))
    assert cli.main(["run", "--from", str(manifest), "workers=1"]) == 0
    (home / "courses.csv").write_text("code,price\nwelding,30\n", encoding="utf-8")
    assert cli.main(["run", "--from", str(manifest), "workers=1"]) == 2
    assert "courses" in capsys.readouterr().err


@pytest.mark.slow
def test_own_occupations_live_through_run_rerun_and_sweep(home, capsys):
    (home / "occupations.csv").write_text("code,title,split_from,share\nnurse,Nurses,29-0000,0.4\n", encoding="utf-8")
    (home / "work.yaml").write_text("levers: {guidance: {}}\noccupations: occupations.csv\n", encoding="utf-8")
    words = [f"scenario={home / 'work.yaml'}", "residents=200", "months=12", "burn_in=1", "seeds=1", "workers=1"]
    assert cli.main(["run", *words, f"output={home / 'out'}"]) == 0
    manifest = next((home / "out").rglob("manifest.json"))
    posts = pd.read_parquet(manifest.parent / "work.parquet")
    assert "Nurses" in set(posts.group) and "new occupation nurse" in (manifest.parent / "report.html").read_text(encoding="utf-8")
    assert cli.main(["run", "--from", str(manifest), "workers=1", f"output={home / 'again'}"]) == 0
    assert pd.read_parquet(next((home / "again").rglob("work.parquet"))).equals(posts)
    assert cli.main(["sweep", *words, "levers.guidance.budget=1e6,4e6", "shocks=[none]", f"store={home / 'store'}"]) == 0
    told = json.loads(next((home / "store").rglob("sweep.json")).read_text(encoding="utf-8"))
    assert told["tables"]["occupations"]["rows"][0]["code"] == "nurse"


def test_a_page_can_name_no_file(home):
    from experiments.workshop.plan import PlanInputs, question_of

    with pytest.raises(Mistake, match="plan: people: no file is taken from a page"):
        question_of({"people": str(home / "people.csv")}, PlanInputs())
