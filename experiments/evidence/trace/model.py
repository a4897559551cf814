"""What the code says of itself: its parts, how well its numbers are known, disagreements, frictions, laws and limits."""

import ast
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from experiments.evidence.frictions.frictions import ABSENT, FRICTIONS
from experiments.evidence.sensitivity.parameters import tags_of
from experiments.evidence.targets import targets
from experiments.evidence.trials import studies
from experiments.evidence.validation import measures
from experiments.inputs import regimes
from experiments.inputs.paths import PACKAGE
from sim import catalogue, facts
from sim.declare import Parameters

CHOSEN = "chosen by the user"
TAGS = ("published", "calibrated", "assumed")
CANNOT = (
    "what people value, their culture, and democracy: learning may be good for what is not counted here",
    "prices of goods and homes, the national economy and its answer to the city: demand comes from outside",
    "other cities as labour markets: people commute and move, but nobody is followed beyond the border",
    "what is taught and how well, beyond hours, level, domain and one number for quality",
    "health, crime and family life as effects of learning",
    "wages that bargain collectively beyond a wage curve, and laws that change within a run",
    "learning that nobody organises: it has no place in the participation that is counted",
    "anticipation: nobody expects a policy or a shock before it comes",
)


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """A Markdown table."""
    heads = list(heads)
    body = [" | ".join(str(cell).replace("|", "/") for cell in row) for row in rows]
    return ["", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *(f"| {row} |" for row in body), ""]


def kinds() -> dict[str, dict[str, type]]:
    """Cards by kind."""
    return {"behaviours": catalogue.behaviours(), "levers": catalogue.levers(), "shocks": catalogue.shocks()}


def tags(cards: Mapping[str, type[Parameters]]) -> Counter:
    """How many numbers of these cards are published, calibrated, assumed, or the user's to choose."""
    found: Counter = Counter()
    for card in cards.values():
        known = tags_of(card)
        found.update(CHOSEN if CHOSEN in number.source else known[name] for name, number in card.declared.items())
    return found


def description() -> list[str]:
    """Element 2."""
    counts = ", ".join(f"{len(cards)} {kind}" for kind, cards in kinds().items())
    counts = f"{counts}, {len(catalogue.indicators())} indicators"
    said = f"`sim/ODD.md` is the whole model in ODD order (Grimm et al. 2020), printed from the code: {counts}, every rule, number, range"
    return ["## 2 Model description", "", f"{said} and source. `learncity explain NAME` prints a part.", ""]


def data() -> list[str]:
    """Element 3."""
    heads = ("numbers of", *TAGS, CHOSEN, "all")
    rows = [(kind, *(tags(cards)[tag] for tag in heads[1:-1]), sum(tags(cards).values())) for kind, cards in kinds().items()]
    assumed = Counter({name: tags({name: card})["assumed"] for name, card in catalogue.behaviours().items()})
    most = ", ".join(f"{name} ({count})" for name, count in sorted(assumed.items(), key=lambda item: (-item[1], item[0]))[:6])
    standing = Counter(line.standing for line in targets.everything())
    known = facts.city("helsinki")
    sources = {f"{entry['source']} ({entry['licence']})" for entry in known.tables.values()}
    lacking = "; ".join(f"{name.replace('_', ' ')}: {why}" for name, why in known.assumed.items())
    return [
        "## 3 Data evaluation", "", "Every number has a unit, a meaning, a range and a source or the word *assumed*:",
        *table(heads, rows),
        f"Most assumed numbers are in {most}. Element 7 says which of them matter.", "",
        "The published numbers that the city is held against were: "
        + ", ".join(f"{word} in {standing[word]} lines" for word in targets.STANDINGS) + "; remembered ones await their source.", "",
        f"The reference city is {known.title}, {known.year}: {'; '.join(sorted(sources))}. What the counts lack: {lacking}.", "",
    ]  # fmt: skip


def disagreements() -> list[str]:
    """Element 4: regimes."""
    found = sorted((regimes.load(name) for name in regimes.names()), key=lambda one: (one.question, one.name))
    rows = [(one.question, f"`{one.name}`: {one.title}", one.source) for one in found]
    how = "`learncity run regime=NAME` takes a side of any question; `learncity sweep sweep=regimes` asks whether an order holds."
    return [*table(("question", "regime", "source"), rows), how, ""]


def frictions() -> list[str]:
    """Element 4: what stands between an investment and its effect."""
    rows = [(one.name, one.other, one.switched) for one in FRICTIONS]
    rows += [(name, "not in the model", why) for name, why in ABSENT.items()]
    said = "Frictions are shown with and without by `learncity frictions`:"
    return [said, *table(("friction", "the other world", "what differs there"), rows)]


def laws() -> list[str]:
    """Element 5: what the tests of laws are called."""
    file = PACKAGE.parent / "tests" / "laws" / "test_laws.py"
    found = [node.name for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]
    return [f"- {name.removeprefix('test_').replace('_', ' ')}" for name in found if name.startswith("test_")]


def limits() -> list[str]:
    """The domain of applicability, and what the model cannot represent."""
    rows = [f"- {words}" for words in CANNOT]
    lines = targets.load()
    rows += [f"- {lines[key].what} ({key}): it has no word for it" for key in measures.NOT_IN_THE_MODEL]
    untried = studies.missing()
    rows += [f"- {row.study}: {row.what}: {row.why}" for row in untried.itertuples()]
    profiles = ", ".join(targets.profiles())
    domain = (
        "European cities of some ten thousand to some million people with counts like those in `sim/facts/cities`, whose labour market "
        f"turns over as `learncity validate` measures (profiles: {profiles}); horizons up to about 20 years; budgets within what a city "
        "spends on learning. Other cities need their own counts and a validation of their own."
    )
    return ["## Domain of applicability", "", domain, "", "### What the model cannot represent", "", *rows, ""]


def checkout() -> Path | None:
    """The checkout whose tests are read; None in an installed package."""
    return PACKAGE.parent if (PACKAGE.parent / "tests" / "laws").is_dir() else None
