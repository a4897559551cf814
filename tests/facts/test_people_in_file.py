"""A table of one row per person, a user's own or another synthesiser's, becomes the people of month 0: as told, checked like counts."""

import time

import numpy as np
import pandas as pd
import pytest

from sim import City, Mistake, facts, population
from sim.facts.people_in_file import read_people
from sim.tables import EMPLOYED, PUPIL, UNEMPLOYED

HELSINKI = facts.city("helsinki")
AXES = ["district", "sex", "attainment", "activity", "origin", "limitation"]
PEOPLE = "age,sex,district,activity,schooling\n34,woman,00100,employed,17\n51,man,Kallio,unemployed,9\n8,woman,00100,pupil,1\n"


@pytest.fixture(scope="module")
def young():
    return City(residents=1500, seed=3)


@pytest.fixture(scope="module")
def told(young, tmp_path_factory):
    """The same people by way of a file."""
    file = tmp_path_factory.mktemp("people") / "people.csv"
    young.to_frame().to_csv(file)
    return City(residents=1500, seed=3, people=file)


def drawn(people, residents=None, seed=1, city="helsinki"):
    known = facts.city(city, people)
    return population.draw(known, residents or len(known.people_file), seed)


def written(folder, text, name="people.csv", about=None):
    (folder / name).write_text(text, encoding="utf-8")
    if about:
        (folder / name).with_suffix(".yaml").write_text(about, encoding="utf-8")
    return folder / name


def test_a_city_written_to_a_file_and_read_again_is_the_same_people(young, told):
    one, drawn_again = young.to_frame(words=False), population.draw(told.facts, 1500, 3).columns
    for name in [*AXES, "age", "foreign", "arrived", "reason", "household", "partner", "parents_schooling", "experience", "ability"]:
        assert np.array_equal(one[name], drawn_again[name].astype(one[name].dtype)), name
    one, other = young.to_frame(), told.to_frame()
    both = [frame.groupby(AXES, observed=True).size() for frame in (one, other)]
    assert (both[0] - both[1]).abs().sum() <= 0.01 * len(one), "who finds no post of month 0 is out of work, as ever"
    works = (one.activity == "employed") & (other.activity == "employed")
    assert np.allclose(one.wage[works], other.wage[works]) and (one.occupation[works] == other.occupation[works]).mean() > 0.9


def test_a_frame_and_a_parquet_say_the_same_as_a_csv(young, tmp_path):
    frame = young.to_frame()
    frame.to_parquet(tmp_path / "people.parquet")
    frame.to_csv(tmp_path / "people.csv")
    read = [read_people(source, HELSINKI.districts) for source in (frame, tmp_path / "people.parquet", tmp_path / "people.csv")]
    for name, values in read[0].columns.items():
        assert all(np.allclose(values, other.columns[name], equal_nan=True, rtol=1e-5) for other in read[1:]), name


def test_what_is_told_stands_and_the_rest_is_drawn(tmp_path):
    people = drawn(written(tmp_path, PEOPLE))
    c = people.columns
    assert (c["age"] // 12).tolist() == [34, 51, 8] and c["sex"].tolist() == [1, 0, 1]
    assert c["activity"].tolist() == [EMPLOYED, UNEMPLOYED, PUPIL] and c["schooling"].tolist() == [17, 9, 1]
    assert [HELSINKI.districts.codes[d] for d in c["district"]][::2] == ["00100", "00100"]
    assert c["attainment"][0] >= 7 and c["attainment"][1] <= 2 and (c["occupation"][:2] >= 0).all() and c["occupation"][2] == -1
    told = people.report.notes
    assert any("3 drawn from 3 of 3 rows" in line for line in told)
    assert any("origin" in line and "drawn as without the file" in line for line in told)


def test_what_a_row_leaves_open_is_drawn_given_what_it_tells():
    rows = 4000
    frame = pd.DataFrame({"age": [40] * rows, "district": ["00100"] * (rows // 2) + [""] * (rows // 2), "attainment": ["high"] * rows})
    c = drawn(frame).columns
    assert set(c["attainment"].tolist()) <= {5, 6, 7, 8} and len(set(c["attainment"].tolist())) == 4
    assert (c["district"][: rows // 2] == 0).all() and len(set(c["district"].tolist())) > 70
    employed = (c["activity"] == EMPLOYED).mean()
    assert 0.75 < employed < 0.95 and 0.4 < c["sex"].mean() < 0.6, "people of 40 with a degree work; which sex, the counts say"


def test_origins_are_as_told_also_of_minors():
    frame = pd.DataFrame({"age": [40, 12, 33, 50], "origin": ["asia", "africa", "", "native"], "foreign": ["yes", "no", "yes", ""],
                          "years_here": [3, "", 10, ""], "language": [0.3, "", "", ""]})  # fmt: skip
    c = drawn(frame).columns
    assert c["origin"].tolist()[:2] == [3, 4] and c["origin"][2] > 0 and c["origin"][3] == 0
    assert c["foreign"].tolist() == [1, 0, 1, 0] and c["language"][0] == np.float32(0.3)
    assert 36 <= -c["arrived"][0] < 48 and 120 <= -c["arrived"][2] < 132 and c["arrived"][1] == c["arrived"][3] == -32000


def test_households_and_partners_are_those_of_the_file():
    frame = pd.DataFrame({
        "id": ["a", "b", "c", "d", "e"], "age": [41, 44, 10, 71, 30], "sex": ["f", "m", "f", "m", "f"], "schooling": [16, 12, 3, 9, 12],
        "household": [7, 7, 7, "x", "x"], "district": ["00100"] * 5,
    })  # fmt: skip
    c = drawn(frame).columns
    assert c["household"].tolist() in ([0, 0, 0, 1, 1], [1, 1, 1, 0, 0]) and c["partner"].tolist() == [1, 0, -1, -1, -1], (
        "71 and 30 are no couple"
    )
    assert c["parents_schooling"][2] == 14
    paired = drawn(frame.assign(partner=["", "", "", "e", "d"])).columns
    assert paired["partner"].tolist() == [-1, -1, -1, 4, 3]


def test_rows_stand_for_as_many_as_their_weights_say():
    frame = pd.DataFrame({"age": [30] * 50 + [60] * 50, "sex": ["man"] * 50 + ["woman"] * 50, "weight": [3.0] * 50 + [1.0] * 50})
    people = drawn(frame, 1000)
    assert people.columns["sex"].sum() == 250 and people.weight == HELSINKI.people / 1000
    assert drawn(frame, 40).columns["sex"].sum() == 10


def test_households_are_drawn_whole():
    rng = np.random.default_rng(1)
    sizes = rng.integers(1, 6, 700)
    home = np.repeat(np.arange(700), sizes)
    frame = pd.DataFrame({"age": rng.integers(0, 90, len(home)), "household": home, "district": "00100"})
    for residents in (300, len(home) - 1, 5000):
        c = drawn(frame, residents).columns
        ages = [tuple(sorted(one)) for _, one in pd.Series(c["age"] // 12).groupby(c["household"])]
        known = {tuple(sorted(one)) for _, one in frame.age.groupby(home)}
        assert len(c["age"]) == residents and sum(one not in known for one in ages) <= 1
        assert abs(np.bincount(c["household"]).mean() - sizes.mean()) < 0.35
        assert np.array_equal(c["age"], drawn(frame, residents).columns["age"]), "the same people for the same seed"


def test_columns_and_words_of_another_synthesiser_are_mapped_by_a_file_beside(tmp_path):
    words = "words: {sex: {1: man, 2: woman}, activity: {1: employed, 3: unemployed, 6: inactive}, attainment: {16: low, 21: high}}\n"
    about = "columns: {age: AGEP, sex: SEX, activity: ESR, attainment: SCHL, weight: PWGTP}\n" + words
    file = written(tmp_path, "AGEP;SEX;ESR;SCHL;PWGTP;PUMA\n40;2;1;21;1;9\n30;1;3;16;1;9\n33;2;6;16;1;9\n", "synth.csv", about)
    c = drawn(file).columns
    assert c["sex"].tolist() == [1, 0, 1] and c["activity"].tolist() == [3, 4, 5] and c["attainment"][0] >= 5
    assert any("columns passed over: PUMA" in line for line in drawn(file).report.notes)


def test_a_table_of_people_beside_the_counts_is_the_citys_own(tmp_path):
    import shutil

    folder = shutil.copytree(facts.cities_of_counts.HOME / "helsinki", tmp_path / "mine")
    counts = facts.city(folder).counts_word
    written(folder, PEOPLE)
    with pytest.raises(Mistake, match="tables: people needs a source and a licence"):
        facts.city(folder)
    about = (folder / "city.yaml").read_text()
    (folder / "city.yaml").write_text(about.replace("  jobs: *paavo", "  jobs: *paavo\n  people: {source: a register, licence: none}"))
    known = facts.city(folder)
    assert len(known.people_file) == 3 and known.counts_word != counts and folder / "people.csv" in facts.files_of(folder)
    assert facts.unread_in(folder) == []


REFUSED = {
    "another word": (PEOPLE.replace("unemployed", "unemplyed"), "row 3: activity: unknown word 'unemplyed' - did you mean 'unemployed'"),
    "a district that is not there": (PEOPLE.replace("Kallio", "Kalio"), r"row 3: district: unknown word 'Kalio' - did you mean 'kallio"),
    "a code without its zeros": (PEOPLE.replace("00100,pupil", "100,pupil"), "row 4: district: unknown word '100'.*takes zeros away"),
    "an age out of range": (PEOPLE.replace("34", "134"), r"row 2: age = 134 is outside 0\.\.109"),
    "a number that is none": (PEOPLE.replace(",17", ",much"), r"row 2: schooling must be 0 to 25 \(years\); 'much' is not a number"),
    "years that nobody learns": (PEOPLE.replace(",17", ",170"), r"row 2: schooling = 170 is outside 0\.\.25 \(years\)"),
    "a column nearly known": (PEOPLE.replace("activity", "activty"), "row 1: unknown column 'activty' - did you mean 'activity'"),
    "no age": (PEOPLE.replace("age", "agg"), "row 1: unknown column 'agg' - did you mean 'age'|column 'age' is missing"),
    "a column twice": (PEOPLE.replace("sex", "age"), "row 1: column 'age' is there twice"),
    "nobody": ("age,sex\n", "has 0 rows of people"),
    "nothing": ("", "needs a row of column names"),
    "a row of nothing": (PEOPLE.replace("51,man,Kallio,unemployed,9", ",,,,"), "row 3: tells nothing of anybody"),
    "too many cells": (PEOPLE.replace("51,man", "5,1,man"), "not rows of a CSV file"),
    "a household in two places": ("age,household,district\n30,1,00100\n31,1,00120\n", "row 3: lives in another district than row 2"),
    "a partner who is nobody": ("id,age,household,partner\n1,30,1,9\n2,31,1,1\n", "row 2: partner is nobody's id"),
    "a partner not hers in turn": ("id,age,household,partner\n1,30,1,2\n2,31,1,\n", "row 2: partner is not hers in turn"),
    "an id twice": ("id,age,household,partner\n1,30,1,\n1,31,1,\n", "row 3: its id already stands in row 2"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_meant_is_named_with_file_row_and_range(what, tmp_path):
    text, told = REFUSED[what]
    with pytest.raises(Mistake, match=told) as caught:
        drawn(written(tmp_path, text))
    assert "people.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ("column: {age: age}", "people.yaml: unknown key 'column' - did you mean 'columns'"),
        ("columns: {ages: age}", "people.yaml: columns: unknown column 'ages' - did you mean 'age'"),
        ("columns: {age: AGE}", "people.yaml: columns: age: unknown column of people.csv 'AGE'"),
        ("words: {sex: {1: femal}}", "people.yaml: words: sex: 1: unknown word of sex 'femal' - did you mean 'female'"),
        ("words: {age: {1: 3}}", "people.yaml: words: unknown column of words 'age'"),
        ("ignore: age", "ignore must be a list"),
    ],
)
def test_a_map_that_cannot_be_meant_is_refused(about, told, tmp_path):
    with pytest.raises(Mistake, match=told):
        drawn(written(tmp_path, PEOPLE, about=about))


def test_a_hundred_thousand_people_are_read_in_seconds(tmp_path):
    rng, rows = np.random.default_rng(1), 100_000
    ages = rng.integers(0, 95, rows)
    frame = pd.DataFrame({
        "age": ages, "sex": rng.choice(["man", "woman"], rows), "district": rng.choice(list(HELSINKI.districts.codes), rows),
        "attainment": np.where(ages > 25, rng.integers(2, 8, rows), 1), "wage": rng.normal(4000, 500, rows).round(2),
        "income_x": rng.random(rows),
    })  # fmt: skip
    frame.to_csv(tmp_path / "many.csv", index=False)
    began = time.process_time()
    people = drawn(tmp_path / "many.csv")
    assert len(people.columns["id"]) == rows and time.process_time() - began < 20
