"""Signatures of the structure (tier G): never fitted to, each answered, and the instruments see what they should."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from experiments import cli
from experiments.evidence.calibration import inputs
from experiments.evidence.targets import fitted, targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.validation import job, measures, twins, virtual_experiments
from experiments.evidence.validation.virtual_experiments import (
    applicants,
    more_graduates,
    same_luck,
    scarce_courses,
    search_for_ever,
    shock_sizes,
    whole_city,
)
from sim import catalogue
from sim.behaviours.studying import Studying
from sim.city import City
from sim.declare import Mistake
from sim.tables import COMMUTER, EMPLOYED, NOBODY, UNEMPLOYED

TINY = Setting(residents=300, seeds=(1, 2), months=12, burn_in=14, workers=1)
LINES = {key: line for key, line in targets.load().items() if line.tier == "G"}
LONG = "G9 shock sizes"
OURS = [name for name in virtual_experiments.found() if name.startswith("G")]


@pytest.fixture(scope="module")
def town():
    return City("helsinki", 1_500, 4).run(24)


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name == LONG)) for name in OURS])
def test_an_experiment_answers_the_lines_of_its_row(name):
    found = virtual_experiments.found()[name](TINY)
    assert [finding.key for finding in found] == [key for key, line in LINES.items() if line.row == name.split()[0]]
    assert all(finding.tier == "G" and finding.seeds <= 2 for finding in found)


def test_every_signature_has_an_experiment():
    assert {line.row for line in LINES.values()} == {name.split()[0] for name in OURS}


def test_every_experiment_is_lived_when_all_rows_are_asked_for():
    rows = {line.row for line in job.lines_of("typical") if line.tier not in "ABI"}
    assert {name.split()[0] for name in virtual_experiments.found()} == rows


SEEN = {"G1", "G6"}
"""Signatures that a number was chosen with in view; they count as fitted wherever they are told."""


def test_no_signature_can_be_fitted_to_but_those_that_a_number_says_it_has_seen():
    for key in LINES:
        with pytest.raises(Mistake, match="row of tier A"):
            inputs.rows_of(targets.TYPICAL, key)
    sources = [number.source for card in catalogue.behaviours().values() for number in card.declared.values()]
    words = {word.strip(",.;:()") for source in sources for word in source.split()}
    assert words & {line.row for line in LINES.values()} == SEEN
    assert all(fitted.by_row()[key] for key in ("G1 loss", "G6 low-skill"))


def test_the_worst_year_is_that_of_the_mean_over_seeds_with_its_interval():
    luck = np.array([-0.1, 0.0, 0.1])
    courses = np.stack([luck, luck - 1, 20 * luck - 0.5], axis=1)
    value, low, high, seeds = twins.lowest_year(courses)
    assert value == pytest.approx(-1) and -1.3 < low < -1 < high < -0.7 and seeds == 3
    assert twins.highest_year(-courses)[0] == pytest.approx(1)
    assert twins.told_by_year(courses[:, :2]).startswith("+0.00 -1.00 (+-0.17)")


def test_other_numbers_are_those_of_the_twin_alone(town):
    twin = twins.with_numbers(town.branch(), {"demand.entry": 0.0})
    assert twins.behaviour(twin, "demand").entry == 0 < twins.behaviour(town, "demand").entry
    with pytest.raises(Mistake, match="did you mean 'entry'"):
        twins.with_numbers(twin, {"demand.entri": 0.0})
    with pytest.raises(Mistake, match="outside"):
        twins.with_numbers(twin, {"demand.entry": 7.0})


def test_without_entry_posts_answer_neither_to_filling_nor_to_what_residents_spend(town):
    fixed, free = twins.with_numbers(town.branch(), twins.FIXED_POSTS).run(12), town.branch().run(12)
    assert (fixed.branches.scale == town.branches.scale).all() and (free.branches.scale != town.branches.scale).any()
    assert abs(fixed.memory.local[0] - 1) < 0.5 * abs(town.memory.local[0] - 1), "back to the demand of month 0"


def test_occupations_with_most_openings_a_seeker_are_scarce(town):
    tight = twins.Tightness(town)
    tight.posts[:] = 0
    tight.posts[:5], tight.vacancies[:5], tight.seekers[:5] = 100, [1, 2, 3, 4, 50], 10
    tight.vacancies[5] = 100
    assert np.flatnonzero(tight.scarcest(0.2)).tolist() == [4]
    assert np.isnan(tight.per_seeker()[5])


def test_half_of_the_residents_search_harder_always_the_same_ones(town):
    helped = [search_for_ever.drawn(city, 0.5) for city in (town, town.branch().run(3))]
    same = town.residents.id == helped_city_ids(town, 3)
    assert 0.4 < helped[0].mean() < 0.6 and (helped[0] == helped[1])[same].all()
    city = town.branch((), [search_for_ever.HarderSearch()])
    before = city.residents.id.copy()
    city.step()
    mine, guided = search_for_ever.drawn(city, 0.5)[: len(before)], city.conditions.guidance[: len(before)]
    there = city.residents.id[: len(before)] == before
    assert (guided[mine & there] == 2).all() and (guided[~mine & there] == 1).all()


def helped_city_ids(town, months):
    """Who lives in each row some months later."""
    return town.branch().run(months).residents.id[: len(town.residents)]


def test_what_others_lose_is_taken_off_what_a_trial_sees():
    usual, people, market = np.full((2, 5), 100.0), np.array([[500.0, 250.0]] * 2), np.array([[40.0, 10.0, 20.0]] * 2)
    found = search_for_ever.gains(usual, usual + np.array([10, -1, -2, -2, -3]), people, market)
    assert found["net"] == pytest.approx(2) and found["naive"] == pytest.approx(10 + 5 * 2)
    assert (found["seekers"], found["vacancies"], found["open"], found["people"]) == (40, 10, 20, 750)


def test_with_fixed_posts_a_further_job_is_a_vacancy_less():
    assert search_for_ever.arithmetic(0.63, 970, 205) == pytest.approx(0.25, abs=0.005)
    assert search_for_ever.arithmetic(0.63, 0, 205) == 1
    worlds = np.array([[1.0, 4.0, 0.5, 60, 10], [3.0, 4.0, 0.5, 60, 10]])
    assert search_for_ever.beyond_arithmetic(worlds) == pytest.approx(0.5 - 0.25)


def month(posts, sent):
    """A city of five posts as the counter of applicants sees it: its posts, and who (row) applied for which post."""
    vacant, holder, listed = posts
    return SimpleNamespace(
        posts=SimpleNamespace(vacant=np.array(vacant), holder=np.array(holder), occupation=np.arange(5)),
        vacant=SimpleNamespace(post=np.array(listed)),
        applications=SimpleNamespace(
            person=np.array([who for who, _ in sent], int), vacancy=np.array([listed.index(post) for _, post in sent], int)
        ),
        residents=SimpleNamespace(id=np.arange(100) * 7),
    )


def test_applicants_are_counted_over_the_life_of_a_vacancy():
    nobody = [NOBODY] * 5
    counted = applicants.Vacancies(month(([5, 0, 0, 0, 0], nobody, [0]), []))
    counted.look(month(([6, 1, 1, 0, 1], [*nobody[:3], 9, NOBODY], [0, 1, 2, 3, 4]), [(1, 0), (1, 1), (2, 1), (9, 3), (3, 4)]))
    assert counted.filled == [(3, 1)], "a vacancy may be filled in its first month"
    counted.look(month(([0, 2, 0, 0, 2], [8, NOBODY, COMMUTER, 9, NOBODY], [0, 1, 4]), [(8, 0), (1, 1), (5, 1), (3, 4)]))
    assert counted.filled[1:] == [(2, 0)], "one older than the count is left out; a commuter was alone"
    counted.look(month(([0, 0, 0, 0, 0], [8, 5, COMMUTER, 9, NOBODY], [1]), [(6, 1)]))
    assert counted.filled[2:] == [(1, 4)], "who applies twice counts once, and what is taken back does not count"


def test_the_same_city_has_the_same_fates_and_a_post_taken_has_others(town):
    usual = same_luck.Fates(town.branch())
    assert not any(moved.any() for moved in same_luck.Fates(town.branch()).differ(usual))
    fewer = town.branch()
    for post in np.flatnonzero(fewer.posts.vacant > 0):
        fewer.posts.holder[post], fewer.posts.vacant[post] = COMMUTER, 0
    activity, either = same_luck.Fates(fewer).differ(usual)
    assert 0 < activity.sum() <= either.sum()


def test_quiet_changes_are_of_people_who_take_no_post(town):
    r = town.residents
    chosen = same_luck.quiet_changes(town)
    assert len({row for row, _ in chosen}) == len(chosen) == 2 * same_luck.TIMES
    assert all((r.activity[row] == EMPLOYED) == pay and r.activity[row] != UNEMPLOYED for row, pay in chosen)


def test_graduates_are_drawn_and_know_what_students_learn(town):
    more = town.branch()
    rows = more_graduates.graduates(more)
    r, grown = town.residents, (town.residents.present == 1) & (town.residents.age >= 300) & (town.residents.age < 780)
    assert len(rows) == round(0.1 * grown.sum()) and (r.attainment[rows] < 5).all() and grown[rows].all()
    more_graduates.educate(more, rows)
    years = more.residents.schooling[rows] - r.schooling[rows]
    assert (more.residents.attainment[rows] == 6).all() and years.min() >= 0 and years.mean() > 2
    taught = twins.behaviour(town, "schooling").taught
    np.testing.assert_allclose(more.residents.skill[rows] - r.skill[rows], np.outer(taught * years, np.ones(8)), atol=1e-5)
    others = np.setdiff1d(np.arange(len(r)), rows)
    for name in ("skill", "schooling", "attainment", "occupation"):
        np.testing.assert_array_equal(getattr(more.residents, name)[others], getattr(r, name)[others])


def test_courses_give_skill_and_certificate_for_one_of_the_occupations(town):
    more, rows, taught = town.branch(), twins.adults(town.residents)[:50], np.array([12, 13])
    scarce_courses.train(more, rows, taught)
    r = more.residents
    assert set(r.occupation[rows]) == set(taught)
    gain = (r.skill[rows] - town.residents.skill[rows]).sum(axis=1)
    np.testing.assert_allclose(gain, Studying().gain * 600, rtol=0.01)
    assert (r.credential[rows] > town.residents.credential[rows]).all()


def test_everybody_of_the_city_has_one_part_in_the_whole(town):
    rows = np.flatnonzero((town.residents.activity == UNEMPLOYED) & (town.residents.present == 1))[::2]
    classes = whole_city.classes_of(town, rows, rows[:3])
    assert (classes[rows[:3]] == whole_city.OFFERED).all() and (classes[rows[3:]] == whole_city.ELIGIBLE).all()
    working = (town.residents.activity == EMPLOYED) & (town.residents.present == 1)
    assert ((classes == whole_city.AT_WORK) == working).all() and (classes == whole_city.OUT).any()


def test_a_shock_is_made_smaller_in_the_numbers_that_say_how_big_it_is():
    recession = catalogue.shocks()["recession"]
    assert shock_sizes.sized(recession, 0.25) == {"depth": pytest.approx(0.25 * recession.declared["depth"].default)}
    assert shock_sizes.clear(np.array([1.0, 1.1, 0.9])) and not shock_sizes.clear(np.array([1.0, -1.1, 0.9]))
    assert not shock_sizes.clear(np.array([1.0]))


def test_some_rows_are_lived_without_the_others(monkeypatch):
    setting, _ = job.setting_of(["residents=300", "seeds=1", "months=24", "burn_in=14", "workers=1"], rows="G4,1,E4 naive")
    lived = []
    monkeypatch.setattr(measures, "measure", lambda *how, said=measures.measure: lived.append(how[-1]) or said(*how))
    found, _ = job.gather(setting)
    assert set(found.key) == {"row 1", "E4 naive", "G4"} and len(found) == 3 and lived == [("row 1",)]


def test_rows_are_known_by_tier_row_and_line():
    def asked(rows):
        setting, _ = job.setting_of([], rows=rows)
        return [line.key for line in job.lines_of(setting.profile) if job.asked_for(line, setting.rows)]

    assert set(asked("G")) == set(LINES) and asked("G6,row 26") == asked("26,G6")
    assert asked("2 low") == ["row 2 low"] and {"E4 naive", "E7 slump", "E9"} <= set(asked("E"))
    assert {*asked("A,B"), *asked("G")} == set(asked("A,B,G")) < set(asked(""))
    with pytest.raises(Mistake, match="did you mean 'G1'"):
        job.setting_of([], rows="G1x")


def test_a_validation_of_some_rows_says_so_and_is_not_kept(tmp_path, capsys):
    small = ["residents=300", "seeds=2", "months=24", "burn_in=14", "workers=1"]
    assert cli.main(["validate", "--rows", "G4", *small, f"output={tmp_path}"]) == 0
    (folder,) = tmp_path.iterdir()
    page = (folder / "validation.html").read_text()
    assert "--rows" in page and 'id="G"' in page and 'id="A"' not in page
    assert (folder / "figures" / "structure.png").stat().st_size > 10_000
    assert cli.main(["report", str(folder)]) == 0 and "G4" in capsys.readouterr().out
    assert cli.main(["trace", "--keep", str(folder)]) == 2
    assert "some rows only" in capsys.readouterr().err


def test_settings_without_rows_are_what_they_were():
    assert "rows" not in TINY.settings_dict and replace(TINY, rows=("G",)).settings_dict["rows"] == ["G"]
