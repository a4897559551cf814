"""Long results that are kept with the code: put there from a finished folder, read by TRACE and by a full validation."""

from dataclasses import replace

import pytest

from experiments.evidence.targets import fitted
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding, table
from experiments.evidence.trace import results
from experiments.evidence.validation import job, stored_results
from experiments.inputs import seeds
from experiments.inputs.fingerprint import model_source
from experiments.storage import results_folder
from sim.declare import Mistake
from sim.plain_json import read_json

SETTING = Setting(residents=300, seeds=seeds.some("studies", 2))
ROW = Finding("V1 gap", "V", "Gap", "points", 9.0, 8.0, 10.0, 0.6, 4.4, "2.5", "a study", "read", "so", 2, "much too large")


def judged(*rows):
    """A table of findings that say by what they were fitted."""
    return fitted.with_column(table(list(rows)))


@pytest.fixture
def finished(tmp_path, monkeypatch):
    """A folder as `learncity trial study=V1` leaves it, and an empty place for what is kept."""
    monkeypatch.setattr(stored_results, "FOLDER", tmp_path / "kept")
    folder = tmp_path / "studies"
    results_folder.write_table(folder / "findings.parquet", judged(ROW, replace(ROW, key="V1 net", value=1.0, low=0.9, high=1.1)))
    about = {"made_by": "learncity trial", "studies": ["V1"], "made_at": "2026-01-02T03:04:05+00:00", "git_commit": "0123456789+",
             "model": model_source(), "setting": SETTING.settings_dict}  # fmt: skip
    results_folder.write_manifest(folder, about)
    return folder


def test_kept_studies_join_a_validation_of_the_same_numbers_and_say_whence(finished):
    assert stored_results.studies_for(SETTING) is None and results.corroboration()[-2] == results.MISSING
    assert stored_results.keep(finished) == "studies"
    found = job.with_studies(judged(replace(ROW, key="row 1", tier="A")), SETTING, "kept")
    assert list(found.key) == ["row 1", "V1 gap", "V1 net"] and list(found.verdict) == ["above", "above", "in"]
    assert found.note[1] == "much too large; kept: 300 residents, 2 seeds, commit 01234567 and changes of 2026-01-02"
    assert any("| V1 gap | Gap | 9.00 | 8.00 to 10.0 | 0.60 to 4.40 | much too large |" in line for line in results.corroboration())


def test_they_do_not_join_a_city_with_other_numbers(finished):
    stored_results.keep(finished)
    other = replace(SETTING, parameters={"job_search.sent": 3.0})
    assert stored_results.studies_for(other) is None and "other numbers" in stored_results.why_not(other)
    larger = replace(SETTING, residents=400)
    assert stored_results.studies_for(larger) is None and "smaller city" in stored_results.why_not(larger)
    mine = judged(replace(ROW, key="row 1", tier="A"))
    assert job.with_studies(mine, other, "kept").equals(mine) and job.with_studies(mine, SETTING, "none").equals(mine)


def test_a_validation_is_kept_without_the_studies_that_joined_it(finished, tmp_path):
    stored_results.keep(finished)
    joined = job.with_studies(judged(replace(ROW, key="row 1", tier="A")), SETTING, "kept")
    folder = tmp_path / "validation"
    results_folder.write_table(folder / "findings.parquet", joined.astype({"target": str}))
    about = {name: value for name, value in read_json(finished / results_folder.MANIFEST).items() if name != "sha256"}
    own = {**about["setting"], "seeds": list(seeds.some("validation", 2))}
    results_folder.write_manifest(folder, {**about, "made_by": "learncity validate", "setting": own})
    assert stored_results.keep(folder) == "validation"
    assert list(stored_results.table("validation", "findings").key) == ["row 1"]


def of_an_earlier_model(folder):
    """The same result, as another model would have left it."""
    about = {name: value for name, value in read_json(folder / results_folder.MANIFEST).items() if name != "sha256"}
    results_folder.write_manifest(folder, {**about, "model": "0123456789abcdef"})


def test_results_of_an_earlier_model_are_not_shown_beside_this_one(finished):
    of_an_earlier_model(finished)
    stored_results.keep(finished)
    assert stored_results.withheld("studies") == f"of an earlier model (01234567; this one is {model_source()[:8]})"
    mine = judged(replace(ROW, key="row 1", tier="A"))
    assert job.with_studies(mine, SETTING, "kept").equals(mine) and "of an earlier model" in stored_results.why_not(SETTING)
    said = "\n".join(results.corroboration())
    assert "of an earlier model (01234567" in said and "withheld" in said and "V1 gap" not in said


@pytest.mark.parametrize("other", ["scenarios", "calibration"])
def test_results_with_the_luck_of_another_purpose_are_not_kept(finished, other):
    about = {name: value for name, value in read_json(finished / results_folder.MANIFEST).items() if name != "sha256"}
    results_folder.write_manifest(finished, {**about, "setting": {**about["setting"], "seeds": list(seeds.some(other, 2))}})
    with pytest.raises(Mistake, match=f"are of {other}; what is kept of studies"):
        stored_results.keep(finished)


def test_only_finished_results_are_kept(tmp_path):
    with pytest.raises(Mistake, match="holds no finished"):
        stored_results.keep(tmp_path)


def test_what_is_kept_with_the_code_can_be_read():
    for kind, names in stored_results.TABLES.items():
        if stored_results.about(kind):
            assert all(len(stored_results.table(kind, name)) for name in names)
            assert "kept: " in stored_results.whence(kind)
