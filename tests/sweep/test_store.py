"""The store: open files, whole or not at all, each run once, whatever happens to the files."""

import json
import os

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from experiments.execution.engines.local import ThisProcess
from experiments.storage import parts, run_index
from experiments.storage.tidying import Tidying
from experiments.sweep import scheduler
from experiments.sweep.results import open_store
from experiments.sweep.task import CannotStore
from sim.declare import Mistake
from tests.sweep.sums import digest

BUDGET = "levers.guidance.budget=1e6,5e6"


@pytest.fixture
def home(tmp_path):
    run_index.begin(tmp_path)
    return tmp_path


def some(*runs):
    """A part's tables for runs of these names."""
    about = pa.table({"run": list(runs), "seed": list(range(len(runs)))})
    outcomes = pa.table({"run": [run for run in runs for _ in range(2)], "unemployment": np.arange(2.0 * len(runs))})
    return about, {"outcomes": outcomes}


def there(home):
    return (
        run_index.read_runs(run_index.Index(home).refresh(), "outcomes").to_pandas().sort_values(["run", "unemployment"], ignore_index=True)
    )


def test_a_sweep_leaves_tables_that_pandas_reads(swept, tmp_path):
    done = swept(BUDGET)
    store = open_store(tmp_path / "store")
    monthly = store.table("monthly", done.folder.name)
    assert len(monthly) == len(done.plan.cells) * 7
    assert {"portfolio", "case", "shock", "seed", "levers.guidance.budget", "unemployment"} <= set(monthly)
    assert len(store.runs) == done.plan.cells.run.nunique()
    manifest = store.manifest(done.folder.name[:12])
    assert manifest["finished"] and manifest["fingerprint"] == done.plan.fingerprint.whole
    assert manifest["configuration"]["residents"] == 300 and manifest["versions"]["numpy"] == np.__version__
    assert set(manifest["portfolios"]) == set(done.plan.cells.portfolio)


def test_every_run_has_a_manifest_that_repeats_it(swept, tmp_path):
    from experiments.inputs import run_spec

    swept()
    for row in open_store(tmp_path / "store").runs.itertuples():
        life = json.loads(row.configuration)
        assert run_spec.run_name(run_spec.RunSpec(**{**life, "extensions": tuple(life["extensions"])}).digest, row.seed) == row.run
        assert row.host and row.process and row.seconds > 0 and json.loads(row.versions)["numba"]


def test_duckdb_reads_the_files_and_the_store_asks_for_it(swept, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    done = swept(BUDGET)
    files = tmp_path / "store" / "parts" / "*" / "monthly.parquet"
    assert len(duckdb.sql(f"select * from read_parquet('{files}')").df()) == len(done.plan.cells) * 7
    query = "select portfolio, avg(unemployment) as u from cells join monthly using (run) group by portfolio order by portfolio"
    found = open_store(tmp_path / "store").sql(query)
    assert found.portfolio.tolist() == sorted(done.plan.cells.portfolio.unique()) and found.u.between(0, 1).all()


def test_duckdb_reads_a_run_once_that_two_commands_have_stored(home):
    pytest.importorskip("duckdb")
    parts.publish(home, *some("a", "b"))
    parts.publish(home, *some("b", "c"))
    parts.publish(home, *some("a"))
    store = open_store(home)
    assert store.sql("select run from runs order by run").run.tolist() == ["a", "b", "c"]
    assert store.sql("select run from outcomes order by run").run.tolist() == ["a", "a", "b", "b", "c", "c"]


def test_nothing_is_computed_twice_also_across_sweeps(swept):
    assert swept(BUDGET).outcome.computed == 12
    assert swept(BUDGET).outcome.computed == 0
    assert swept("levers.guidance.budget=5e6,9e6").outcome.computed == 4
    assert swept(BUDGET, "seeds=3").outcome.computed == 6


def test_a_table_that_was_left_out_is_made_when_it_is_asked_for(swept, tmp_path):
    found = set(swept("keep=[monthly]").effects.outcome)
    assert "mvpf" in found and "mvpf_with_transfers" not in found, "who got the money is in the ledger"
    assert "groups" not in parts.about(tmp_path / "store", parts.names(tmp_path / "store")[0])["kept"]
    assert swept().outcome.computed == 8
    store = open_store(tmp_path / "store")
    assert len(store.runs) == 8 and len(store.table("groups")) > 0


def test_a_draft_does_not_count_and_an_old_one_is_removed(home):
    for age in (0, 2 * parts.STALE):
        draft = home / "drafts" / f"{age}"
        draft.mkdir()
        (draft / "runs.parquet").write_bytes(b"half")
        os.utime(draft, (parts.time.time() - age,) * 2)
    assert run_index.begin(home).having(()) == set()
    assert [draft.name for draft in (home / "drafts").iterdir()] == ["0"]


def test_a_part_that_cannot_be_written_leaves_nothing(home, monkeypatch):
    monkeypatch.setattr(parts.os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        parts.publish(home, *some("a"))
    assert not list((home / "parts").iterdir()) and not list((home / "drafts").iterdir())


def test_what_is_pushed_to_the_disk_later_is_there_at_once(home):
    name = parts.publish(home, *some("a"), at_once=False)
    assert there(home).run.tolist() == ["a", "a"] and parts.sound(home, name)
    parts.settle(home, name)
    run_index.tidy(run_index.Index(home).refresh())
    parts.remove(home, name)
    parts.settle(home, name)  # put together with others meanwhile


def test_a_disk_that_fails_later_is_told_too(swept, monkeypatch):
    def fails(home, name):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts, "settle", fails)
    with pytest.raises(CannotStore, match="No space left"):
        swept()


def test_two_writers_of_the_same_run_make_one_run(home):
    parts.publish(home, *some("a", "b"))
    parts.publish(home, *some("b", "c"))
    assert there(home).run.tolist() == ["a", "a", "b", "b", "c", "c"]


def test_tidying_changes_no_number(home):
    for name in "abcdef":
        parts.publish(home, *some(name, "shared"))
    before = there(home)
    run_index.tidy(run_index.Index(home).refresh())
    assert len(parts.names(home)) == 1
    pd.testing.assert_frame_equal(there(home), before)


def test_a_kill_between_tidying_and_removing_doubles_nothing(home, monkeypatch):
    for name in "abc":
        parts.publish(home, *some(name))
    before = there(home)
    with monkeypatch.context() as cut:
        cut.setattr(parts, "remove", lambda *words: None)
        run_index.tidy(run_index.Index(home).refresh())
    assert len(parts.names(home)) == 4
    pd.testing.assert_frame_equal(there(home), before)
    run_index.tidy(run_index.Index(home).refresh())
    assert len(parts.names(home)) == 1
    pd.testing.assert_frame_equal(there(home), before)


def test_a_long_sweep_is_tidied_while_it_runs(home, monkeypatch):
    monkeypatch.setattr(scheduler, "MANY", 10)
    engine = ThisProcess()
    tidier = scheduler.Tidier(home, engine)
    for number in range(60):
        tidier.take([parts.publish(home, *some(f"run {number}"))])
        for _, made in engine.reports():
            tidier.take([name for name, small in made.items() if small])
    assert len(parts.names(home)) < 20
    assert len(there(home)) == 120


def test_what_is_to_be_put_together_and_is_gone_costs_nothing(home):
    names = [parts.publish(home, *some(name)) for name in "abc"]
    run_index.tidy(run_index.Index(home))
    before = there(home)
    assert Tidying(str(home), tuple(names)).work() == {}
    pd.testing.assert_frame_equal(there(home), before)
    assert not (home / parts.BROKEN).exists() or not list((home / parts.BROKEN).iterdir())


def test_two_who_tidy_at_once_lose_nothing(home, monkeypatch):
    for name in "abc":
        parts.publish(home, *some(name))
    before, real = there(home), parts.publish

    def another_is_faster(*words):
        monkeypatch.setattr(parts, "publish", real)
        run_index.tidy(run_index.Index(home).refresh())
        return real(*words)

    monkeypatch.setattr(parts, "publish", another_is_faster)
    run_index.tidy(run_index.Index(home).refresh())
    pd.testing.assert_frame_equal(there(home), before)


def test_a_reader_begins_again_when_parts_are_put_together_meanwhile(swept, tmp_path, monkeypatch):
    swept(BUDGET)
    swept("levers.guidance.budget=9e6")
    store, real = open_store(tmp_path / "store"), parts.read
    before = store.table("outcomes").sort_values(["run", "window", "dimension", "group"], ignore_index=True)
    parts.publish(store.home, *some("x"))
    parts.publish(store.home, *some("y"))

    def tidied_meanwhile(home, name, table, columns=None):
        if table == "outcomes" and parts.read is not real:
            monkeypatch.setattr(parts, "read", real)
            run_index.tidy(run_index.Index(home).refresh())
        return real(home, name, table, columns)

    monkeypatch.setattr(parts, "read", tidied_meanwhile)
    found = store.table("outcomes")
    found = found[~found.run.isin(["x", "y"])][before.columns]
    pd.testing.assert_frame_equal(found.sort_values(["run", "window", "dimension", "group"], ignore_index=True), before)


def test_what_one_lists_and_another_puts_together_is_read_all_the_same(home):
    for name in "abc":
        parts.publish(home, *some(name))
    before, mine = there(home), run_index.Index(home).refresh()
    run_index.tidy(run_index.Index(home))
    found = run_index.read_runs(mine, "outcomes").to_pandas().sort_values(["run", "unemployment"], ignore_index=True)
    pd.testing.assert_frame_equal(found, before)


@pytest.mark.parametrize("look", ["refresh", "check"])
def test_parts_that_go_while_they_are_looked_at_are_not_taken_for_damaged(home, monkeypatch, look):
    for name in "abc":
        parts.publish(home, *some(name))
    mine = run_index.Index(home).refresh() if look == "check" else run_index.Index(home)
    slow = {"refresh": "about", "check": "sound"}[look]
    real = getattr(parts, slow)

    def tidied_meanwhile(*words):
        monkeypatch.setattr(parts, slow, real)
        run_index.tidy(run_index.Index(home))
        return real(*words)

    monkeypatch.setattr(parts, slow, tidied_meanwhile)
    mine.refresh() if look == "refresh" else mine.check({"a", "b", "c"})
    assert mine.having(()) == {"a", "b", "c"} and not mine.broken


@pytest.mark.parametrize(
    ("table", "damage"), [("monthly", "flipped"), ("outcomes", "cut"), ("groups", "gone"), ("runs", "emptied"), ("runs", "flipped")]
)
def test_a_damaged_file_costs_its_part_and_nothing_else(swept, tmp_path, capsys, table, damage):
    home = tmp_path / "store"
    swept("seeds=1")
    before = digest(home)
    (name,) = parts.names(home)
    file = home / "parts" / name / f"{table}.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 255
    {"cut": lambda: file.write_bytes(content[:99]), "flipped": lambda: file.write_bytes(content), "gone": file.unlink,
     "emptied": lambda: file.write_bytes(b"")}[damage]()  # fmt: skip
    assert swept("seeds=1").outcome.computed == 4
    assert "set aside" in capsys.readouterr().err and (home / "broken" / name).is_dir()
    assert digest(home) == before


def test_a_damaged_list_of_a_parts_files_costs_its_part(swept, tmp_path):
    swept("seeds=1")
    (name,) = parts.names(tmp_path / "store")
    (tmp_path / "store" / "parts" / name / "part.json").write_text("{")
    assert swept("seeds=1").outcome.computed == 4


def test_a_store_is_looked_for_where_it_is(tmp_path):
    with pytest.raises(Mistake, match="not a store"):
        open_store(tmp_path)


def test_wrong_names_are_told(swept, tmp_path):
    swept("seeds=1")
    store = open_store(tmp_path / "store")
    with pytest.raises(Mistake, match="did you mean 'monthly'"):
        store.table("montly")
    with pytest.raises(Mistake, match="unknown sweep"):
        store.effects("another")


def test_effects_of_what_never_finished_are_an_empty_table(planned, tmp_path):
    from experiments.sweep import effects

    plan = planned()
    assert len(effects.effects(plan.cells, run_index.begin(tmp_path / "store"))) == 0
