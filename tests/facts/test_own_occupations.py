"""Occupations of one's own: rows beside the scenario change the catalogue's or are split from them, checked, and are told."""

import json

import numpy as np
import pytest

from experiments.inputs.comparison import from_record, resolve
from experiments.inputs.scenario import load
from experiments.recording.run_tables import work_of
from experiments.report import trust
from experiments.storage.manifest import of_question
from experiments.workshop.resident_history import portrait
from sim import City, LearningCity, Mistake, facts
from sim.facts import work

PACKAGED = work()
HEALTH = PACKAGED.codes.index("29-0000")
NURSES = "code,title,split_from,share\nnurse,Nurses,29-0000,0.4\n"
HOW = {"residents": 200, "burn_in": 2, "seeds": 1, "first_seed": 1}


def file(folder, text=NURSES):
    (folder / "occupations.csv").write_text(text, encoding="utf-8")
    return folder / "occupations.csv"


@pytest.fixture(scope="module")
def split(tmp_path_factory):
    """A city and the same one where a part of an occupation has a name of its own and nothing else changes."""
    own = file(tmp_path_factory.mktemp("split"))
    return City(residents=3000, seed=3), City(residents=3000, seed=3, occupations=own)


def united(occupation):
    """Rows of occupations as they are without the split: the child stands right after its parent."""
    return np.where(occupation > HEALTH, occupation - 1, occupation)


def test_without_a_file_it_is_the_catalogue():
    assert PACKAGED.occupations is facts.occupations() and PACKAGED.sectors is facts.sectors()
    assert PACKAGED.titles == facts.titles("occupations") and PACKAGED.changes == ()


def test_a_row_changes_what_it_says_and_leaves_the_rest(tmp_path):
    own = work(file(tmp_path, "code,women,premium\n29-0000,0.5,\n37-0000,,0.05\n"))
    assert own.codes == PACKAGED.codes and own.occupations.women[HEALTH] == 0.5
    assert own.occupations.premium[PACKAGED.codes.index("37-0000")] == pytest.approx(0.05)
    for name in PACKAGED.occupations._fields:
        changed = np.flatnonzero((getattr(own.occupations, name) != getattr(PACKAGED.occupations, name)).reshape(22, -1).any(axis=1))
        assert changed.tolist() == {"women": [HEALTH], "premium": [13]}.get(name, []), name
    assert np.array_equal(own.sectors.staffing, PACKAGED.sectors.staffing)


def test_a_new_one_takes_posts_and_numbers_from_the_one_that_it_is_split_from(tmp_path):
    text = "code,title,split_from,share,women\nnurse,Nurses,29-0000,0.4,0.9\ndoctor,Doctors,29-0000,0.1,\n29-0000,,,,0.7\n"
    own = work(file(tmp_path, text))
    assert own.titles[HEALTH : HEALTH + 4] == ("Health practitioners", "Nurses", "Doctors", "Health support") and len(own.codes) == 24
    assert own.occupations.women[HEALTH : HEALTH + 3].tolist() == pytest.approx([0.7, 0.9, 0.7]), (
        "what is left open is the parent's, as changed"
    )
    assert (own.occupations.need[HEALTH + 1] == PACKAGED.occupations.need[HEALTH]).all()
    before, after = PACKAGED.sectors.staffing[:, HEALTH], own.sectors.staffing[:, HEALTH : HEALTH + 3]
    assert np.allclose(after, before[:, None] * [0.5, 0.4, 0.1]) and np.allclose(own.sectors.staffing.sum(axis=1), 1)
    near, rows = own.occupations.mobility, np.delete(np.arange(24), [HEALTH + 1, HEALTH + 2])
    assert near.shape == (24, 24) and np.array_equal(near[np.ix_(rows, rows)], PACKAGED.occupations.mobility)
    assert np.array_equal(near[HEALTH + 1], near[HEALTH]) and np.array_equal(near[:, HEALTH + 2], near[:, HEALTH])
    assert [row["code"] for row in own.changes] == ["nurse", "doctor", "29-0000"] and [row["new"] for row in own.changes] == [
        True,
        True,
        False,
    ]


def test_a_split_alone_leaves_every_other_post_and_person_as_they_were(split):
    one, other = split
    assert np.array_equal(united(other.posts.occupation), one.posts.occupation)
    assert (united(other.residents.occupation) == one.residents.occupation).mean() > 0.98, "who takes which post of the two is luck"
    posts = np.bincount(other.posts.occupation)[HEALTH : HEALTH + 2]
    assert posts[1] / posts.sum() == pytest.approx(0.4, abs=0.1)


def test_a_split_alone_moves_no_total_beyond_luck(split):
    one, other = (city.branch().run(24) for city in split)
    assert other.indicator("employment") == pytest.approx(one.indicator("employment"), abs=0.02)
    filled = [np.bincount(city.posts.occupation[city.posts.holder >= 0], minlength=22) for city in (one, other)]
    assert filled[1][HEALTH : HEALTH + 2].min() > 0
    assert filled[1][HEALTH : HEALTH + 2].sum() == pytest.approx(filled[0][HEALTH], rel=0.15)


def test_everything_that_names_an_occupation_knows_it(split, tmp_path):
    city = split[1].branch().run(12)
    frame = city.to_frame()
    assert {"Nurses", "Health practitioners"} <= set(frame.occupation.dropna())
    assert (frame.occupation == "Nurses").sum() == ((city.residents.occupation == HEALTH + 1) & (city.residents.present == 1)).sum()
    told = work_of(city)
    nurses = told[(told.group == "Nurses") & (told.month == 12)]
    by_occupation, by_sector = (told.posts[(told.month == 12) & (told.dimension == name)].sum() for name in ("occupation", "sector"))
    assert nurses.posts.sum() > 0 and by_occupation == pytest.approx(by_sector)
    row = int(np.flatnonzero((city.residents.occupation == HEALTH + 1) & (city.residents.present == 1))[0])
    assert portrait(city, row)["occupation"] == "Nurses"
    mesa = LearningCity(residents=300, seed=3, occupations=file(tmp_path))
    assert len(mesa.occupations.schooling) == 23 and all(one.occupation_title for one in list(mesa.agents)[:20])


def test_people_of_a_file_may_have_it(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("age,activity,occupation\n" + "40,employed,Nurses\n45,unemployed,nurse\n50,employed,37-0000\n" * 40, encoding="utf-8")
    city = City(residents=120, seed=1, people=people, occupations=file(tmp_path))
    looking = city.residents.activity == 4
    assert (city.residents.occupation[looking] == HEALTH + 1).any()
    with pytest.raises(Mistake, match="row 2: occupation: unknown word 'Nurses'"):
        City(residents=120, seed=1, people=people)


def test_pay_and_courses_of_ones_own_meet_the_new_occupation(tmp_path):
    """Who learns what it asks for fits it better: a course that teaches that, cheap and large, has its seats taken."""
    eight = "need_basic,need_digital,need_green,need_care,need_technical,need_business,need_creative,need_health"
    rows = f"code,title,split_from,share,premium,{eight}\nnurse,Nurses,29-0000,0.5,0.4,0,0,0,1.5,0,0,0,1.5\n"
    courses = tmp_path / "courses.csv"
    head = "code,title,provider,care,health,level,hours,months,load,price,cost,work,share"
    courses.write_text(f"{head}\nnursing,Nursing,college,0.5,0.5,2,300,3,0.5,0,3000,1,0.3\n", encoding="utf-8")
    usual = City(residents=3000, seed=3, occupations=file(tmp_path))
    dear = City(residents=3000, seed=3, occupations=file(tmp_path, rows), courses=courses)
    gap = [np.log(wage_of(city, HEALTH + 1) / wage_of(city, HEALTH)) for city in (usual, dear)]
    assert gap[1] - gap[0] > 0.2, "it pays what its row says"
    dear.run(10)
    offers = dear.to_frame("offers")
    assert offers.enrolled[offers.course == "Nursing"].sum() > 0
    assert ((dear.posts.occupation == HEALTH + 1) & (dear.posts.holder >= 0)).any()


def wage_of(city, occupation):
    """Mean pay in an occupation."""
    r = city.residents
    return r.wage[(r.present == 1) & (r.post >= 0) & (r.occupation == occupation)].mean()


def test_who_changes_no_number_changes_nothing(tmp_path):
    own = file(tmp_path, "code,women\n29-0000,0.75\n".replace("0.75", f"{PACKAGED.occupations.women[HEALTH]:.2f}"))
    one, other = City(residents=600, seed=2).run(3), City(residents=600, seed=2, occupations=own).run(3)
    for name in ("activity", "wage", "occupation", "skill"):
        assert np.array_equal(getattr(one.residents, name), getattr(other.residents, name)), name


def test_a_scenario_names_it_the_manifest_tells_it_and_asks_the_same_again(tmp_path):
    own = file(tmp_path)
    (tmp_path / "mine.yaml").write_text("levers: {guidance: {for: {sex: women}}}\noccupations: occupations.csv\n", encoding="utf-8")
    asked = resolve(load(tmp_path / "mine.yaml"), HOW)
    assert asked.tables == {"occupations": str(own)} and len(asked.world(True, False).draw_city(1).occupations.schooling) == 23
    about = json.loads(json.dumps(of_question(asked)))
    assert about["tables"]["occupations"]["rows"] == [
        {"table": "occupations", "code": "nurse", "new": True, "title": "Nurses", "split_from": "29-0000", "share": "0.4"}
    ]
    assert from_record(about["question"], "manifest").fingerprint.whole == asked.fingerprint.whole
    assert "new occupation nurse: title Nurses, split_from 29-0000, share 0.4" in trust.own(about)
    file(tmp_path, NURSES.replace("0.4", "0.5"))
    assert resolve(load(tmp_path / "mine.yaml"), HOW).fingerprint.whole != asked.fingerprint.whole


REFUSED = {
    "a column misspelt": ("code,premum\n29-0000,0.1\n", "unknown column 'premum' - did you mean 'premium'"),
    "a code misspelt": ("code,premium\n29-000,0.1\n", r"'29-000' is new and needs title, split_from, share - did you mean '29-0000'"),
    "a parent that is not there": (NURSES.replace("29-0000", "29-00"), r"split_from: unknown occupation of the catalogue '29-00' - did"),
    "split from a new one": (NURSES + "aide,Aides,nurse,0.2\n", r"row 3: split_from: unknown occupation of the catalogue 'nurse'"),
    "all of it": (NURSES.replace("0.4", "1"), r"occupations.csv: row 2: share = 1 is outside 0\.001\.\.0\.99 \(share of its posts\)"),
    "more than all of it": (NURSES + "aide,Aides,29-0000,0.7\n", r"row 3: share: 1\.1 of '29-0000' is split off in all; at most 0\.99"),
    "an old one split": ("code,split_from\n29-0000,31-0000\n", r"row 2: split_from: '29-0000' is an occupation of the catalogue"),
    "out of range": ("code,schooling\n29-0000,40\n", r"row 2: schooling = 40 is outside 5\.\.22 \(years\)"),
    "no whole level": ("code,level\n29-0000,2.5\n", r"row 2: level must be a number in 1\.\.7"),
    "shares that do not add up": ("code,isced_0_2\n29-0000,0.9\n", r"row 2: attainment \(isced_0_2 to isced_7_8\) add up to"),
    "weights that do not": ("code,title,split_from,share,weight_care\nn,Nurses,29-0000,0.4,0.9\n", r"row 2: weights \(.*\) add up to"),
    "a title twice": (NURSES.replace("Nurses", "Sales"), r"two occupations are called 'Sales'"),
    "a code twice": (NURSES + "nurse,Others,29-0000,0.1\n", "'nurse' already stands in row 2"),
    "too many": ("code,title,split_from,share\n" + "".join(f"n{k},N{k},29-0000,0.01\n" for k in range(43)), "65 occupations in all"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_meant_is_named_with_file_row_and_range(what, tmp_path):
    text, told = REFUSED[what]
    with pytest.raises(Mistake, match=told):
        work(file(tmp_path, text))
