"""Who gains at every crossing of traits: cells add up, one number wherever it is told, and a search among many groups is paid for."""

import numpy as np
import pandas as pd
import pytest

from experiments import cli, who
from experiments.outcomes import crossings, groups_crossed, paired_effects, who_in_words
from experiments.outcomes.crossings import COLUMNS, LEAST, MOST_HELPED, TOLD, WORST, said
from experiments.outcomes.definitions import ALWAYS, LATE, THRESHOLDS
from experiments.outcomes.intervals import t_quantile
from experiments.storage.results_folder import open_results
from sim.declare import Mistake
from sim.groups import GROUPS, NAMED, parts_of
from tests.experiments import by_hand


@pytest.fixture(scope="module")
def tables(finished):
    return open_results(finished)[0]


def published(tables, name, dimension):
    """Means over all months of a column of the yearly tables, by world, shock, seed and group, of groups that had people all the time."""
    rows = tables["groups"][tables["groups"].dimension == dimension]
    whole = rows.groupby(["shock", "seed", "world", "group"]).months.transform("sum") == 6
    rows = rows[whole].assign(sum=lambda t: t[name] * t.months)
    return rows.groupby(["shock", "seed", "world", "group"])["sum"].sum() / 6


@pytest.mark.parametrize("window", [LATE, ALWAYS])
@pytest.mark.parametrize("trait", list(NAMED))
def test_the_cells_of_a_group_add_up_to_its_published_people_and_jobs(tables, trait, window):
    cells = tables["cells"][tables["cells"].window == window]
    for field, name in (("people", "population"), ("employed", "jobs")):
        each = [cells[cells[trait].isin(parts_of(trait, name))].assign(**{trait: name}) for name in NAMED[trait]]
        summed = pd.concat(each).groupby(["shock", "seed", "world", trait])[field].sum()
        known = published(tables, name, trait)
        assert len(known) >= 8 and summed[known.index].to_numpy() == pytest.approx(known.to_numpy(), rel=1e-6)


def test_the_groups_of_a_crossing_add_up_to_the_group_that_is_crossed(tables):
    def counted(groups):
        return crossings.counts_of(tables["cells"], groups)[1]

    low = counted([(("education", "low"),)])[:, 0]
    by_sex = counted([(("education", "low"), ("sex", sex)) for sex in GROUPS["sex"]])
    by_two = [(("education", "low"), ("origin", o), ("parents", p)) for o in GROUPS["origin"] for p in GROUPS["parents"]]
    assert low[:, crossings.ASKED.index("people")].min() > 0
    assert by_sex.sum(axis=1) == pytest.approx(low, rel=1e-9) and counted(by_two).sum(axis=1) == pytest.approx(low, rel=1e-9)


@pytest.mark.parametrize("trait", list(GROUPS))
def test_a_district_adds_up_to_its_published_numbers_over_any_trait(tables, trait):
    """Counted here by the recording, published by the model's own count."""
    rows = tables["district_cells"][tables["district_cells"].dimension == trait]
    rows = rows[rows.group.isin(GROUPS[trait])]
    summed = rows.groupby(["shock", "seed", "world", "district"])[["people", "employed", "incomes", "poor", "wages"]].sum()
    for field, name in (("people", "population"), ("employed", "jobs")):
        known = published(tables, name, "district")
        assert len(known) > 100 and summed[field][known.index].to_numpy() == pytest.approx(known.to_numpy(), rel=1e-5), field
    city = summed.groupby(["shock", "seed", "world"]).sum()
    cells = tables["cells"][tables["cells"].window == LATE].groupby(["shock", "seed", "world"])[list(city)].sum()
    assert city.to_numpy() == pytest.approx(cells.loc[city.index].to_numpy(), rel=1e-5)


def test_a_group_of_one_trait_has_the_numbers_of_the_table_of_effects(tables):
    effects = tables["effects"].set_index(paired_effects.KEYS)
    rows = who(tables, education="low")
    assert set(rows.window) == {LATE, ALWAYS, "5 years after the shock"} and set(rows.world) == {"calm", "shock"}
    for row in rows[rows.window != "5 years after the shock"].itertuples():
        known = effects.loc[(row.outcome, "education", "low", row.world, row.window)]
        assert [row.baseline, row.effect, row.low] == pytest.approx([known.baseline, known.effect, known.low], rel=1e-5)


def test_everybody_is_nobody_in_particular(tables):
    rows = who(tables)
    known = paired_effects.one(tables["effects"], "unemployment", window=LATE)
    row = rows[(rows.outcome == "unemployment") & (rows.world == "calm") & (rows.window == LATE)].iloc[0]
    assert len(rows) == 36 and row.effect == pytest.approx(known.effect, rel=1e-5)


def test_a_rate_of_several_traits_is_that_of_its_person_months():
    cells = by_hand.cells(by_hand.JOBLESS)
    row = of(crossings.of_people(cells), education="low", sex="women")
    assert row.baseline == pytest.approx(12 / 50) and row.effect == pytest.approx(-6 / 50) and row.counted == row.residents == 50
    men = of(crossings.of_people(cells), sex="men", origin="native")
    assert men.baseline == pytest.approx((10 + 2) / 100) and men.policy == pytest.approx((5 + 1) / 100)


def of(found, outcome="unemployment", world="calm", window=LATE, **traits):
    chosen = np.logical_and.reduce([found[trait] == traits.get(trait, "") for trait in COLUMNS])
    return found[chosen & (found.outcome == outcome) & (found.world == world) & (found.window == window)].iloc[0]


def test_every_crossing_of_up_to_three_traits_is_there_once():
    groups = crossings.crossings()
    assert len(groups) == len(set(groups)) == 1 + 25 + 255 + 1391 and max(map(len, groups)) == 3
    assert (("education", "low"), ("sex", "women"), ("origin", "foreign-born")) in groups
    assert not any("other" in dict(group).values() for group in groups)


def test_groups_are_said_as_people_say_them():
    assert said(()) == "everybody"
    assert said((("education", "low"), ("sex", "women"), ("origin", "foreign-born"))) == "low-educated foreign-born women"
    assert said((("sex", "women"), ("origin", "Middle East and Africa"))) == "women born in the Middle East or Africa"
    assert said((("age", "15-24"), ("limitation", "none"), ("parents", "low schooling"))) == (
        "people aged 15-24 without a limitation whose parents had low schooling"
    )
    assert said((("sex", "men"), ("district", "7")), {"7": "Kallio"}) == "men in Kallio"


def test_too_few_are_told_to_be_too_few_and_have_no_numbers(tables):
    rows = who(tables, education="low", limitation="severe", origin="foreign-born")
    assert (rows.verdict == paired_effects.FEW).all() and rows[groups_crossed.NUMBERS].isna().all(axis=None)
    assert (rows.residents < THRESHOLDS.least_told).all() and len(rows) == 36
    crossed = tables["groups_crossed"]
    several = crossed[(crossed[COLUMNS] != "").sum(axis=1) > 1]
    told = several[several.verdict != paired_effects.FEW]
    assert len(told) > 100 and told.counted.min() >= THRESHOLDS.least_told
    assert (told.counted * told.seeds).min() >= TOLD.least_crossed - 0.2  # counted is rounded


def extremes(cells):
    rows = crossings.extremes(crossings.of_people(cells))
    return rows[(rows.outcome == "unemployment") & (rows.world == "calm") & (rows.window == LATE)].set_index("dimension")


def test_who_is_worst_off_helped_most_and_helped_least_is_named():
    rows = extremes(by_hand.cells(by_hand.JOBLESS))
    assert rows.loc[WORST].group == "low-educated women" and rows.loc[WORST].baseline == pytest.approx(12 / 50)
    assert rows.loc[MOST_HELPED].group == "low-educated women" and rows.loc[MOST_HELPED].effect == pytest.approx(-6 / 50)
    assert rows.loc[LEAST].group == "high-educated women" and rows.loc[LEAST].effect == pytest.approx(0)


def test_a_group_of_fewer_than_thirty_people_is_not_named():
    cells = by_hand.cells(by_hand.JOBLESS, seeds=(1, 2, 3, 4, 5, 6))
    small = (cells.education == "low") & (cells.sex == "women")
    cells.loc[small, ["people", "adults", "employed", "unemployed"]] = [20.0, 20.0, 0.0, 20.0]
    assert of(crossings.of_people(cells), education="low", sex="women").baseline == 1
    assert not extremes(cells).group.str.contains("low-educated women").any()


def test_the_intervals_of_those_who_are_named_allow_for_having_looked_at_all():
    cells = by_hand.cells(by_hand.JOBLESS, seeds=(1, 2, 3))
    noisy = (cells.world == "policy") & (cells.sex == "women") & (cells.education == "high")
    cells.loc[noisy, "unemployed"] += cells.seed[noisy]
    cells.loc[noisy, "employed"] -= cells.seed[noisy]
    row = extremes(cells).loc[LEAST]
    error = np.std([1 / 50, 2 / 50, 3 / 50], ddof=1) / np.sqrt(3)
    looked_at = of(crossings.of_people(cells), education="high", sex="women").looked_at
    assert row.group == "high-educated women" and looked_at > 20
    assert row.high - row.effect == pytest.approx(t_quantile(3, 1 - 0.1 / looked_at) * error)


def imagined(effect):
    """A table of groups from effects of shape (seeds, groups)."""
    seeds, many = effect.shape
    half = t_quantile(seeds) * effect.std(axis=0, ddof=1) / np.sqrt(seeds)
    rows = pd.DataFrame({"effect": effect.mean(axis=0), "low": effect.mean(axis=0) - half, "high": effect.mean(axis=0) + half})
    named = dict.fromkeys(COLUMNS, "") | {"sex": [str(k) for k in range(many)]}
    return rows.assign(**named, outcome="unemployment", world="calm", window=LATE, seeds=seeds, counted=100.0)


def test_where_nothing_happens_a_search_among_all_finds_something_in_one_of_ten_cities_at_most():
    chance, searched, alone = np.random.default_rng(1), 0, 0
    for _ in range(300):
        shared = chance.normal(size=(8, 10)) @ chance.normal(size=(10, 100)) / 3  # groups overlap, so their luck has much in common
        found = crossings.of_all(imagined(shared + chance.normal(size=(8, 100))))
        assert (found.looked_at == 100).all()
        searched += (found.low_of_all * found.high_of_all > 0).any()
        alone += (found.low * found.high > 0).any()
    assert searched <= 0.1 * 300 and alone > 0.9 * 300


def test_effects_that_differ_by_luck_alone_are_drawn_together_and_others_are_left():
    chance, told = np.random.default_rng(2), np.ones(200, bool)
    luck = chance.normal(size=(8, 200)) + chance.normal(size=(8, 1))
    drawn = crossings.shrunk(luck, told)
    assert np.std(drawn) < 0.3 * np.std(luck.mean(axis=0)) and drawn.mean() == pytest.approx(luck.mean())
    apart = luck + 10 * chance.normal(size=200)
    assert crossings.shrunk(apart, told) == pytest.approx(apart.mean(axis=0), abs=0.5)
    few = crossings.shrunk(luck, np.arange(200) < 2)
    assert np.isfinite(few[:2]).all() and np.isnan(few[2:]).all() and np.isnan(crossings.shrunk(luck[:1], told)).all()


def test_one_seed_has_levels_and_no_interval():
    found = crossings.of_people(by_hand.cells(by_hand.JOBLESS, seeds=(1,)))
    row = of(found, education="low", sex="women")
    assert row.baseline == pytest.approx(12 / 50) and np.isnan(row.low) and np.isnan(row.high_of_all)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"orign": "native"}, "did you mean 'origin'"), ({"origin": "foreign"}, "did you mean 'foreign-born'"),
        ({"district": "Kalio"}, "did you mean 'Kallio'"), ({"district": "punavuori"}, "may be any of"),
        ({"sex": "women", "age": "15-24", "origin": "native", "education": "low"}, "up to 3 traits"),
        ({"district": "Kallio", "sex": "women", "age": "15-24"}, "a district is crossed with one other trait"),
        ({"age": "other"}, "unknown age"),
    ],
)  # fmt: skip
def test_who_cannot_be_asked_for_is_told_with_what_is_near(tables, words, told):
    with pytest.raises(Mistake, match=told):
        who(tables, **words)


def test_a_district_is_found_by_name_code_and_number(tables):
    place = tables["districts"].iloc[3]
    asked = [groups_crossed.asked({"district": word}, tables["districts"]) for word in (place["name"].upper(), place.code, place.group)]
    assert asked == [{"district": "3"}] * 3


def test_the_command_tells_a_crossing_and_without_traits_which_there_are(finished, capsys):
    assert cli.main(["who", str(finished), "sex=Women", "origin=native"]) == 0
    said = capsys.readouterr().out
    assert "Native women: about" in said and "under the shock" in said and "At risk of poverty" in said
    assert cli.main(["who", str(finished)]) == 0
    assert "foreign-born" in capsys.readouterr().out
    assert cli.main(["who", str(finished), "sex=women", "sex=men"]) == 2 and "given twice" in capsys.readouterr().err
    assert cli.main(["who", str(finished), "women"]) == 2 and "no TRAIT=GROUP" in capsys.readouterr().err


def test_the_csv_beside_the_results_has_every_row(finished, tables):
    written = pd.read_csv(finished / "groups_crossed.csv", dtype={"district": str}, keep_default_na=False)
    assert len(written) == len(tables["groups_crossed"]) and list(written) == groups_crossed.ORDER


def test_the_sentence_says_luck_where_it_may_be_luck():
    cells = by_hand.cells(by_hand.JOBLESS, seeds=(1, 2, 3))
    found = crossings.extremes(crossings.of_people(cells))
    effects = paired_effects.judged(found, np.inf)
    sure = who_in_words.extremes(effects, crossings.of_people(cells))
    assert "low-educated women are worst off without the policy (unemployment 24.0%)" in sure
    assert "low-educated women are helped most (-12.00 pts" in sure and "high-educated women seem to be helped least" in sure
    assert "who is helped least may be luck" in sure and f"Of {found_many(cells)} groups" in sure


def found_many(cells):
    return of(crossings.of_people(cells)).looked_at
