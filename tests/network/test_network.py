"""A network of learning cities: a few tiny ones, lived, stopped, taken up again, and compared with the same cities alone."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest

from experiments import cli
from experiments.execution import pool
from experiments.execution.engines import local
from experiments.execution.jobs import Death
from experiments.inputs.run_spec import RunSpec
from experiments.network import city_year, inputs, job, page, simulation
from experiments.network.simulation import ALONE, Network
from sim.catalogue import make
from sim.model import LearningCity

TINY = ["cities=4", "residents=200", "years=3", "burn_in=3", "regions=2", "degree=2", "alone_in=1", "kinds=[random]", "rules.lag_least=0",
        "rules.lag_most=0", "rules.patience=1", "rules.tries=0.5", "context.purse=200"]  # fmt: skip


def lived(folder, *words, workers=1):
    comparison = inputs.compose([*TINY, *words])
    net = Network(comparison, folder)
    with pool.here(workers) as engine:
        return net, simulation.live(net, engine, lambda gone: None)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("network")
    return folder, *lived(folder)


def test_a_city_put_into_a_file_every_year_lives_as_if_nothing_had_happened(tmp_path):
    spec = RunSpec(city="helsinki", residents=300, months=36, burn_in=3)
    levers = {"help": {"guidance": {"budget": 3e7}}}
    doing = (("help", 5, 40),)
    years_ = [city_year.Errand(spec, 7, year, f"{year - 1}", f"{year}", doing) for year in range(3)]
    task = city_year.CityYears(str(tmp_path), levers, {}, (city_year.Errand(spec, 7, 0, None, "-1", ()), *years_))
    rows = task.work().rows
    whole = LearningCity("helsinki", 300, 7).run(3)
    whole.plan([make("lever", "guidance", {"budget": 3e7, "start": 5, "months": 35}, "test")])
    whole.run(36)
    last = whole.history.iloc[-12:]
    for name in ("unemployment", "participation", "spending", "trust", "population"):
        assert rows["2"][name] == pytest.approx(last[name].mean(), rel=1e-12), name
    assert rows["2"]["spent guidance"] > 0


def test_members_who_exchange_nothing_differ_by_the_cost_of_their_staff_alone(tmp_path):
    _, told = lived(tmp_path, "exchange=false")
    rows = told["years"].set_index(["city", "year"]).sort_index()
    alone, members = (rows[rows.world == world].drop(columns="world") for world in (ALONE, "random"))
    money = ["spending", "fiscal_balance", "spent network_membership"]
    pd.testing.assert_frame_equal(alone.drop(columns=money), members.drop(columns=money))
    assert (members.spending > alone.spending).all() and (alone["spent network_membership"] == 0).all()
    assert told["practices"].taken_up.any(), "cities that do nothing show nothing"


def test_what_is_finished_is_not_lived_again_and_the_end_is_the_same(tiny, tmp_path):
    _, first, whole = tiny
    gone = []

    def stop(some):
        gone.append(some)
        if sum(gone) > first.lived // 2:
            raise KeyboardInterrupt

    cut = Network(first.inputs, tmp_path)
    with pytest.raises(KeyboardInterrupt), pool.here(1) as engine:
        simulation.live(cut, engine, stop)
    again, told = lived(tmp_path)
    assert 0 < again.lived < first.lived and again.lived + cut.lived <= first.lived + 1
    for name, table in whole.items():
        pd.testing.assert_frame_equal(told[name], table)


@pytest.mark.slow
def test_kept_cities_that_were_damaged_are_lived_again_and_that_is_said(tiny, tmp_path, capsys):
    _, first, whole = tiny
    gone = []

    def stop(some):
        gone.append(some)
        if sum(gone) > first.lived // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), pool.here(1) as engine:
        simulation.live(Network(first.inputs, tmp_path), engine, stop)
    for file in (tmp_path / "cities").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-10] + b"0123456789")
    (tmp_path / "years" / "000.parquet").write_bytes(b"PAR1")
    told = job.NetworkStudy(replace(first.inputs, settings={**first.inputs.settings, "workers": 1}), []).compute(tmp_path)
    assert "damaged" in capsys.readouterr().err
    for name, table in whole.items():
        pd.testing.assert_frame_equal(told[name], table)


class Dying(local.ThisProcess):
    """The worker dies so many times over its first tasks."""

    def __init__(self, deaths):
        super().__init__()
        self.deaths = deaths

    def reports(self):
        for task, report in super().reports():
            self.deaths -= 1
            yield task, Death("was killed") if self.deaths >= 0 else report


@pytest.mark.slow
def test_a_dead_worker_costs_another_try(tiny, tmp_path):
    _, first, whole = tiny
    with Dying(1) as engine:
        told = simulation.live(Network(first.inputs, tmp_path), engine, lambda gone: None)
    pd.testing.assert_frame_equal(told["years"], whole["years"])
    with pytest.raises(RuntimeError, match="died 2 times"), Dying(99) as engine:
        simulation.live(Network(first.inputs, tmp_path / "again"), engine, lambda gone: None)


@pytest.mark.slow
def test_results_do_not_depend_on_the_number_of_processes(tiny, tmp_path):
    _, _, alone = tiny
    _, shared = lived(tmp_path, workers=2)
    for name, table in alone.items():
        pd.testing.assert_frame_equal(shared[name], table)


def test_cities_that_did_the_same_so_far_are_lived_once(tiny):
    _, net, told = tiny
    assert net.lived < len(told["years"]) + len(net.files)
    first = told["years"][told["years"].year == 0].set_index("city")
    untouched, alone = (first[first.world == world].drop(columns="world").sort_index() for world in ("untouched", ALONE))
    pd.testing.assert_frame_equal(untouched, alone)


def test_practices_run_after_their_lag_and_are_paid(tiny):
    _, _, told = tiny
    rows = told["practices"].merge(told["years"][["world", "city", "year", "spent guidance"]], on=["world", "city", "year"])
    rows = rows[rows.practice == "guidance"]
    used = rows.sort_values("year").groupby(["world", "city"]).in_use.shift().fillna(False).astype(bool)
    assert used.any()
    assert (rows["spent guidance"][used & rows.in_use] > 0).all() and (rows["spent guidance"][~used & ~rows.in_use] == 0).all()


def test_no_city_spends_more_than_its_purse(tiny):
    _, net, told = tiny
    cost = {practice.name: practice.cost for practice in net.inputs.practices}
    rows = told["practices"][told["practices"].in_use]
    spent = rows.practice.map(cost).groupby([rows.world, rows.city, rows.year]).sum()
    assert (spent <= net.cities.purse[spent.index.get_level_values("city")] + 1e-9).all()


@pytest.mark.slow
def test_the_command_writes_tables_figures_a_page_and_a_manifest(tmp_path, capsys):
    words = ["network", *TINY, "workers=1", f"output={tmp_path}"]
    assert cli.main(words) == 0
    (folder,) = tmp_path.iterdir()
    for name in ("years", "practices", "adoption", "spread", "worth", "truth", "fashion", "cities", "links"):
        assert len(pd.read_parquet(folder / f"{name}.parquet").columns) > 2, name
    for name in ("diffusion", "worth", "unlike", "who_meets"):
        assert (folder / "figures" / f"{name}.png").stat().st_size > 10_000
    page = (folder / "network.html").read_text()
    assert not [link for link in re.findall(r'(?:href|src)="([^"#]+)', page) if not link.startswith("data:")]
    about = json.loads((folder / "manifest.json").read_text())
    assert about["question"]["rules"]["evidence"] == 0.1 and "network.html" in about["sha256"] and not (folder / "cities").exists()
    before, _ = (folder / "network.html").read_bytes(), capsys.readouterr()
    assert cli.main(["report", str(folder)]) == 0
    assert (folder / "network.html").read_bytes() == before and "left alone" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["citis=4"], "did you mean"), (["cities=1"], "2..5000"), (["kinds=[regionl]"], "did you mean 'regional'"),
        (["network=big"], "network"), (["rules.evidnce=1"], "did you mean 'evidence'"), (["rules.evidence=2"], "outside"),
        (["rules.lag_most=3"], "lag_least"), (["signal=none"], "before_after"), (["exchange=7"], "true or false"),
        (["context.size=9"], "outside"),
        (["practices.guidance.levers.guidance.buget=1"], "did you mean 'budget'"),
        (["practices.centres.levers.guidance.budget=1"], "one budget"),
        (["practices.seat.levers.network_membership.budget=1"], "not a practice"),
        (["engine=cloud"], "engine"), (["city=atlantis"], "atlantis"),
        (["shock.recesion.start=1"], "recession"), (["residents=[1,2]"], "whole number"), (["workers=0"], "workers"),
    ],
)  # fmt: skip
def test_mistakes_are_named(words, told, capsys):
    assert cli.main(["network", *words]) == 2
    assert told in capsys.readouterr().err


def test_a_folder_without_results_is_a_mistake(tmp_path):
    assert cli.main(["report", str(tmp_path)]) == 2


def test_what_decides_the_result_decides_the_folder():
    plain = inputs.compose([])
    assert plain.fingerprint == inputs.compose(["workers=1", "output=there"]).fingerprint
    assert plain.fingerprint != inputs.compose(["rules.hearsay=2"]).fingerprint
    assert plain.settings["cities"] == 356 and len(plain.practices) == 6 and plain.practices[-1].appeal == 3
    assert replace(plain, settings={**plain.settings, "seed": 2}).fingerprint != plain.fingerprint


def test_networks_that_are_worth_nothing_are_told_in_one_breath():
    none, some = (
        pd.DataFrame({"outcome": ["gain in poverty"], "effect": [0.1], "low": [low], "high": [0.3], "cities": [40], "verdict": [said]})
        for low, said in ((-0.1, "no clear effect"), (0.05, "better"))
    )
    said = page.what_networks_are_worth({"regional": none, "hub": some, "random": none})
    assert len(said) == 2 and said[0].startswith("In the hub network cities differ clearly in poverty +0.10 points")
    assert said[1] == "In 2 networks (regional, random) no goal differs clearly from that of the same cities left alone."
    assert page.what_networks_are_worth({"hub": none}) == [
        "In the hub network no goal differs clearly from that of the same cities left alone."
    ]
