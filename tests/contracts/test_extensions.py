"""A file beside the scenario is as good as a file of the package: what it brings acts, is asked, is named, or is refused by name."""

from pathlib import Path

import numpy as np
import pytest

from experiments import cli, simulate
from experiments.inputs.comparison import resolve
from experiments.inputs.scenario import load
from sim import City, Mistake, catalogue
from sim.city import MONTH, month_of
from sim.own_indicators import asked_of_city

EXAMPLES = Path(__file__).resolve().parents[2] / "experiments" / "examples" / "extensions"
KINDS = str(EXAMPLES / "all_kinds.yaml")
SMALL = {"residents": 300, "months": 6, "seeds": 1, "burn_in": 6}
HOW = {"residents": 300, "burn_in": 6, "seeds": 1, "first_seed": 1}
LEVER = "from sim.catalogue import Lever\nclass Bus(Lever):\n    def apply(self, city): pass\n"
RULE = "from sim.catalogue import Behaviour\nclass Save(Behaviour):\n    def act(self, city): pass\n"


@pytest.fixture(scope="module")
def own():
    return catalogue.extension_cards(sorted(EXAMPLES.glob("[!_]*.py")))


@pytest.fixture(scope="module")
def city(own):
    month = {"saving": "after incomes", "blind_hiring": "instead of hiring", "open_days": "before enrolment"}
    return City(residents=300, seed=1, extra_indicators=own["indicator"], behaviours=own["behaviour"], month=month).run(14)


def test_the_examples_show_every_kind(own):
    assert all(own.values()) and {asked_of_city(ask) for ask in own["indicator"].values()} == {True, False}


def test_behaviours_act_where_the_month_says(own):
    order = month_of(own["behaviour"], {"saving": "before incomes", "blind_hiring": "instead of hiring", "open_days": "after observing"})
    assert order.index("saving") + 1 == order.index("incomes") and order.index("blind_hiring") == MONTH.index("hiring")
    assert len(order) == len(MONTH) + 2 and "hiring" not in order


def test_several_after_one_another_keep_their_order(own):
    saving = own["behaviour"]["saving"]
    cards = {name: type(name, (saving,), {}) for name in ("a", "b", "c")}
    order = month_of(cards, {"a": "after incomes", "b": "after incomes", "c": "after b"})
    assert order[order.index("incomes") :][:4] == ("incomes", "a", "b", "c")


def test_its_own_column_follows_the_residents(city):
    saved, r = city.own_columns.savings, city.residents
    assert len(saved) == len(r) and (saved > 0).any() and (saved[r.present == 0] == 0).all()
    frame = city.to_frame(columns=["id", "savings", "activity"])
    assert frame.attrs["units"]["savings"] == "EUR" and len(frame) == (r.present == 1).sum()
    assert set(frame.activity[frame.savings > 0]) <= {"employed", "unemployed", "inactive", "retired", "student", "pupil"}


def test_a_branch_keeps_its_own_columns_and_the_same_luck(city):
    one, other = city.branch(), city.branch()
    before = city.own_columns.savings.copy()
    assert np.array_equal(one.run(3).own_columns.savings, other.run(3).own_columns.savings)
    assert np.array_equal(city.own_columns.savings, before)


def test_own_indicators_are_asked_of_months_and_groups(city):
    history, groups = city.history, city.observations.by_group("sex")
    assert history[["idle", "wage_of_workers", "mean_savings"]].notna().all().all() and "mean_savings" not in groups
    assert city.indicator("idle") == history.idle.iloc[-1] and city.indicator("mean_savings") == history.mean_savings.iloc[-1]
    assert groups.wage_of_workers.between(500, 20_000).all()
    counted = city.observations.counts()
    assert np.allclose(history.idle, (counted.inactive + counted.unemployed) / counted.people)


def test_a_replaced_behaviour_takes_the_numbers_of_the_packaged_one():
    found = resolve(load({"extensions": [str(EXAMPLES / "blind_hiring.py")], "month": {"blind_hiring": "instead of hiring"},
                          "parameters": {"hiring.floor": 0.1}}), HOW)  # fmt: skip
    assert found.draw_city(1).behaviour("hiring").floor == 0.1


def test_through_simulate_every_kind_is_there():
    found = simulate(KINDS, **SMALL)
    assert found.idle.between(0, 1).all() and found.mean_savings.iloc[-1] > 0
    eager = simulate(KINDS, parameters={"saving": {"enough": 1, "decides": 1, "wish": 2}}, **SMALL)
    assert not np.allclose(found.participation, eager.participation)


def test_the_bytes_of_a_file_are_part_of_what_identifies_a_result(tmp_path):
    (tmp_path / "card.py").write_text(LEVER)
    (tmp_path / "mine.yaml").write_text("levers: {bus: {}}\nextensions: [card.py]\n")
    one = resolve(load(tmp_path / "mine.yaml"), HOW).fingerprint
    (tmp_path / "card.py").write_text(LEVER + "\n")
    other = resolve(load(tmp_path / "mine.yaml"), HOW).fingerprint
    assert one.data["extension 1"] != other.data["extension 1"] and one.whole != other.whole


def test_an_edited_file_is_read_again_and_an_unchanged_one_is_not(tmp_path):
    card = tmp_path / "card.py"
    card.write_text(LEVER)
    assert catalogue.load_extension(card) is catalogue.load_extension(card)
    card.write_text(LEVER.replace("Bus", "Tram"))
    assert list(catalogue.extension_cards([card])["lever"]) == ["tram"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("class Thing: pass\n", "class Thing is no Lever, Shock or Behaviour"),
        ("from sim.catalogue import Lever\nclass Bus(Lever): pass\n", "class Bus has no apply"),
        ("from sim.catalogue import Behaviour\nclass Save(Behaviour): pass\n", "class Save has no act"),
        ("import numpy as np\n", "brings no lever, shock, behaviour or indicator"),
        (LEVER.replace("Bus", "Guidance"), "there is lever guidance already"),
        ("from sim.catalogue import indicator\n@indicator('share')\ndef gini(o): return o\n", "there is indicator gini already"),
    ],
)  # fmt: skip
def test_what_is_no_card_is_named(tmp_path, text, told):
    (tmp_path / "card.py").write_text(text)
    with pytest.raises(Mistake, match=f"extensions: card.py.*{told}"):
        catalogue.extension_cards([tmp_path / "card.py"])


@pytest.mark.parametrize(
    ("month", "told"),
    [
        ({}, "nothing says where the behaviour save acts"),
        ({"save": "after income"}, "there is no behaviour 'income' - did you mean 'incomes'"),
        ({"save": "incomes"}, "write where it acts, such as 'after incomes'"),
        ({"sav": "after incomes", "save": "after incomes"}, "unknown behaviour of an extension 'sav'"),
        ({"save": "after incomes", "hiring": "after wages"}, "hiring has its place"),
        ({"save": "instead of hiring"}, r"write it as class Save\(Hiring\)"),
        ({"save": "after save"}, "they wait for each other"),
        ("save after incomes", "must be a mapping of your behaviours"),
    ],
)
def test_a_month_that_cannot_be_meant_is_refused(tmp_path, month, told):
    (tmp_path / "card.py").write_text(RULE)
    with pytest.raises(Mistake, match=told):
        resolve(load({"extensions": [str(tmp_path / "card.py")], "month": month}), HOW)


def test_own_cards_are_listed_and_explained(capsys):
    assert cli.main(["list", "behaviours", "--scenario", KINDS]) == 0
    assert "blind_hiring" in (said := capsys.readouterr().out) and said.index("incomes") < said.index("saving")
    assert cli.main(["explain", "saving.wish", "--scenario", KINDS]) == 0
    assert "log-odds" in capsys.readouterr().out
    assert cli.main(["explain", "saving"]) == 2


@pytest.mark.slow
def test_through_run_and_sweep_and_trial(tmp_path, capsys):
    import json

    import pandas as pd

    words = [f"scenario={KINDS}", "residents=300", "months=8", "seeds=1", "burn_in=4", "workers=1"]
    assert cli.main(["run", *words, f"output={tmp_path / 'run'}"]) == 0
    (folder,) = (tmp_path / "run").iterdir()
    about = json.loads((folder / "manifest.json").read_text())
    assert about["month"].index("saving") == about["month"].index("incomes") + 1
    assert about["extensions"]["saving.py"]["behaviour"] == ["saving"] and len(about["extensions"]["saving.py"]["sha256"]) == 64
    effects = pd.read_parquet(folder / "effects.parquet")
    rows = effects[effects.outcome == "wage_of_workers"]
    assert {"all", "sex", "education"} <= set(rows.dimension) and set(rows.unit) == {"EUR/month"}
    assert "Cards that are not part of Learning City" in (folder / "report.html").read_text()
    assert cli.main(["sweep", *words, "levers.free_evenings.budget=1e6,4e6", "shocks=[none]", f"store={tmp_path / 'store'}"]) == 0
    assert cli.main(["trial", *words[:1], "lever=free_evenings", "months=4", *words[1:2], *words[3:], f"output={tmp_path / 'trial'}"]) == 0


def test_a_room_takes_its_cards_from_the_file_it_was_started_with_only():
    from experiments.workshop import launch
    from experiments.workshop.catalogue import for_page
    from experiments.workshop.plan import PlanInputs, from_yaml, question_of, to_yaml

    setting = PlanInputs(300, 2, 1, "helsinki", ("helsinki",), None, *launch.own_files(KINDS))
    told = for_page(setting)
    assert "free_evenings" in [card["name"] for card in told["levers"]] and "idle" in [one["name"] for one in told["indicators"]]
    plan = {"levers": {"free_evenings": {"budget": 2e6}}, "months": 24}
    assert question_of(plan, setting).own_behaviours.keys() == {"saving", "blind_hiring"}
    assert from_yaml(to_yaml(plan, setting), "plan.yaml", setting)["levers"] == {"free_evenings": {"budget": 2_000_000}}
    with pytest.raises(Mistake, match="unknown lever 'free_evenings'"):
        question_of(plan, PlanInputs(300, 2, 1))
    with pytest.raises(Mistake, match="cannot be set on a page"):
        question_of({**plan, "month": {"saving": "after wages"}}, setting)
