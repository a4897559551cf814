"""The benchmark measures the same model: objects and NumPy give what the kernels give. No test looks at a time."""

import json

import numpy as np
import pytest

from experiments.bench import PARTS, main, noise_part, numpy_part, peer_part
from experiments.bench.object_counts import fate_of, fate_of_objects
from experiments.bench.objects import ObjectCity
from experiments.bench.rows import Row
from sim.city import City
from sim.declare import Mistake

SHARP = {"hiring.floor": 0.6, "hiring.in_slumps": 10, "hiring.credential": 5, "hiring.interview": 0.2, "separation.hours": 1,
         "separation.cut_low": 1, "separation.cut_high": 1, "separation.senior": 1, "job_search.answers": 1, "wages.scarce": 0.5,
         "wages.cyclical": 1, "vacancies.drawn": 5, "vacancies.reopens": 1, "vacancies.patient": 1, "demand.rent": 0.02,
         "demand.entry": 0.1, "demand.firms": 0.2, "demand.reallocation": 0.4}  # fmt: skip
"""Numbers with which rules decide that rarely do in a small city."""


@pytest.fixture(scope="module", params=[{}, SHARP], ids=["usual", "sharp"])
def both(request):
    city = City("helsinki", 800, 3, parameters=request.param)
    peer = ObjectCity(city).run(24)
    return city.run(24), peer


def test_objects_live_the_same_lives(both):
    city, peer = both
    assert fate_of_objects(peer) == fate_of(city), "a rule or the order of a month changed: let experiments/bench/object_*.py follow"


@pytest.mark.parametrize("table, rows", [("memory", lambda peer: [peer.memory]), ("trades", lambda peer: peer.trades),
                                         ("branches", lambda peer: peer.branches)])  # fmt: skip
def test_objects_remember_the_same(both, table, rows):
    city, peer = both
    for name in getattr(city, table):
        theirs = [getattr(row, name) for row in rows(peer)]
        np.testing.assert_allclose(theirs, getattr(getattr(city, table), name), rtol=1e-5, atol=1e-6, err_msg=f"{table}.{name}")


def test_objects_count_the_same_months(both):
    city, peer = both
    assert [post.idle for post in peer.posts] == city.posts.idle.tolist()
    practised = {int(city.residents.id[i]): city.residents.practice[i] for i in np.flatnonzero(city.residents.present)}
    assert {person.name: person.practice for person in peer.people} == practised


@pytest.mark.parametrize("name", peer_part.INDICATORS)
def test_objects_show_the_same_indicators(both, name):
    city, peer = both
    mine, theirs = city.history[name], peer.record.history()[name]
    assert theirs.iloc[-1] == pytest.approx(mine.iloc[-1], rel=1e-3)


def test_objects_start_where_the_city_starts():
    city = City("medellin", 300, 2)
    assert fate_of(city) == fate_of_objects(ObjectCity(city))


def test_numpy_gives_what_the_kernels_give():
    city = City("helsinki", 800, 5, parameters=SHARP).run(12)
    numbers = {behaviour.name(): behaviour.numbers for behaviour in city.behaviours}
    for _, kernel, columns in numpy_part.pairs(numbers):
        far = numpy_part.difference(numpy_part.after(city, kernel), numpy_part.after(city, columns))
        assert far < numpy_part.ROUNDING


def test_every_part_can_be_asked_and_is_written(tmp_path, capsys):
    output = tmp_path / "new" / "bench.json"
    words = ["--part", "numpy", "--residents", "300", "--months", "2", "--quick", "--output", str(output)]
    assert main(words) == 0
    found = json.loads(output.read_text(encoding="utf-8"))
    assert found["parts"]["numpy"] and set(found["asked"]) >= {"residents", "months", "quick"}
    assert "NumPy takes so much longer" in capsys.readouterr().out


def test_help_has_an_example_and_names_every_part(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert "learncity bench --quick" in said
    assert all(part in said for part in PARTS)


def test_sizes_out_of_range_are_a_mistake():
    with pytest.raises(Mistake, match="--residents"):
        main(["--residents", "3"])


@pytest.mark.parametrize("value, least, met", [(0.2, False, True), (0.3, False, False), (0.3, True, True), (0.2, True, False)])
def test_a_bar_is_met_or_missed(value, least, met):
    assert Row("x", value, "s", 0.25, least).met is met


def test_without_a_bar_nothing_is_met_or_missed():
    assert Row("x", 1.0, "s").met is None


def test_noise_is_told_as_seeds_and_parted_between_people_and_luck():
    assert noise_part.seeds_for((0.001 / noise_part.Z) ** 2) == pytest.approx(1.0)
    luck = np.random.default_rng(1).normal(size=(200, 4))
    assert noise_part.between(luck) < 0.1
    assert noise_part.between(luck + 10 * np.arange(200)[:, None]) > 0.9


def test_a_city_of_the_same_people_lives_on_with_another_luck():
    one, other = (noise_part.other_luck(2, luck, 300) for luck in range(2))
    assert one.history.unemployment.iloc[0] == other.history.unemployment.iloc[0]
    assert one.history.unemployment.tolist() != other.history.unemployment.tolist()
