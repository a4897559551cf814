"""The eight elements of TRACE and the domain of applicability, in order, as Markdown."""

from collections.abc import Iterable
from pathlib import Path

from experiments.evidence.trace import model, results
from experiments.evidence.validation import stored_results

FILE = Path(__file__).with_name("TRACE.md")
HEAD = """# Why this model may be trusted, and how far: the TRACE document

Printed by `learncity trace` from the code, its tables and kept results; do not edit. The eight elements are those of Grimm et al. 2014
(Ecological Modelling 280) and Schmolke et al. 2010. Results are read from `experiments/evidence/validation/kept/`, each with its commit;
`learncity trace --keep RESULTS` replaces them with those of a finished `learncity validate`, `learncity trial study=all` or
`learncity sensitivity`.
"""
PROBLEM = """## 1 Problem formulation

**Decision.** A planner chooses how to spread a yearly budget over inclusive education, skills for the local economy and lifelong
learning, knowing that shocks will come. **Clients**: planners of a city, researchers of adult learning and labour markets, facilitators
of a room. **Questions**: which portfolio lowers unemployment and inequality, keeps the city standing in the next recession, for whom,
and at what cost. **Outputs**: paired differences between the city with and without a policy, calm and under a shock, with 90% intervals
over luck, by group; costs per additional job-year; a profile of resilience. **Fit for purpose** means: published stocks and flows of a
European city at the same time, and policy studies lived again in it, within their bands (elements 6 and 8 say what was fitted to what).

**What may be asked.** Differences between portfolios of one city over 1 to 20 years, their order, and who gains. **What may not**: a
forecast of a level in a year, the fate of a person, cities whose counts are unlike those it was fitted in, or effects outside published
ranges, which the pages mark as such.
"""
CONCEPT = """## 4 Conceptual model evaluation

One idea carries the model: levers and shocks set conditions, residents, employers and providers respond, indicators look. No lever adds
to an outcome; lock-in, deadweight, displacement, queues, lags and fade-out follow from rules and have to be paid for. Rules were chosen
from published mechanisms (the ODD names the source beside each number); where studies disagree the disagreement is kept:
"""
VERIFICATION = """## 5 Implementation verification

Every change runs the tests. These laws hold in any city, with any levers and shocks:
"""
VERIFIED = """
Besides: every card is held to one contract (`tests/contracts`), rules are tested in words on a few residents (`tests/behaviours`),
directions in stories (`tests/stories`), the generator of luck against its published stream (`tests/luck`). A digest of a run
(`tests/luck/digest.txt`) is the same on every Python, platform, number of threads and order of hashes, and changes only with the model.
`learncity bench` lives the same rules written a second time, one object per resident, and compares indicators. With skills, pay,
distance and providers off, the labour market follows an independent writing of the equations of del Rio-Chanona et al. 2021 (rows E2
below), which in turn follow paths computed elsewhere within 0.01%.
"""


def text() -> str:
    """The whole document."""
    parts: list[Iterable[str]] = [
        [HEAD], [PROBLEM], model.description(), model.data(), [CONCEPT], model.disagreements(), model.frictions(),
        [VERIFICATION], model.laws(), [VERIFIED], results.output(), results.analysis(), results.corroboration(), model.limits(),
    ]  # fmt: skip
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def write(keep: Iterable[str] = ()) -> Path:
    """Keep the named results, then print the document into its file."""
    for folder in keep:
        stored_results.keep(Path(folder).expanduser())
    FILE.write_text(text(), encoding="utf-8")
    return FILE
