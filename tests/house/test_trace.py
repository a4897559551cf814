"""The TRACE document is what the code, its tables and the kept results say today."""

from experiments.evidence.trace import text


def test_the_trace_is_fresh():
    assert text.FILE.read_text(encoding="utf-8") == text.text(), "experiments/evidence/trace/TRACE.md is stale: run `learncity trace`"
