"""How far to trust the page: what is assumed, how to repeat it, and how well the city fits its counts."""

from collections.abc import Mapping
from typing import Any

from experiments.outcomes import city_holds, how_sure
from experiments.outcomes.card_names import words_of
from experiments.outcomes.verdicts import RULES
from experiments.report import markup
from experiments.report.markup import cells, folded, paragraph, section, table

VERDICTS = (
    f"A verdict is given where at most {RULES.false:.1%} of those on what is asked together would be luck (Benjamini and "
    "Hochberg 1995): all groups, all districts, all outcomes of the city; the effect on unemployment is asked alone. So there may be no "
    "clear effect although the interval of one row leaves out zero. Below "
    f"{RULES.least_seeds:g} seeds, or {RULES.least_lived:,.0f} residents of the model in all of them, nothing is told."
)


def assumed(tables: Any, manifest: Mapping[str, Any], drawn: Any) -> str:
    """How sure the answer is, and the numbers that nobody has published."""
    numbers = manifest["assumed"]
    said = (
        f"{len(numbers)} numbers behind these results are assumed: nothing published stands behind their values. "
        "The others carry a source (learncity explain NAME). What the city's counts lack is listed with the city."
    )
    rows = [cells((f"{n['card']}.{n['name']}", f"{n['value']:,g} {n['unit']}", n["meaning"], n["source"])) for n in numbers]
    made = table("Assumed numbers in force", ("Number", "Value", "Meaning", "Why"), rows, "words")
    return sure(tables, manifest) + section("assumed", "What is assumed", paragraph(said) + folded("All of them", made) + own(manifest))


def own(manifest: Mapping[str, Any]) -> str:
    """What files of the user's own bring, and the month in which their behaviours act; nothing without such files."""
    brought = manifest.get("extensions") or {}
    if not brought:
        return own_tables(manifest)
    rows = [cells((file, f"{kind} {', '.join(named)}", said["sha256"][:12])) for file, said in brought.items()
            for kind, named in said.items() if kind != "sha256"]  # fmt: skip
    made = table("Cards that are not part of Learning City", ("File", "Brings", "Its bytes (SHA-256)"), rows, "words")
    acting = {name for said in brought.values() for name in said.get("behaviour", ())}
    order = manifest["month"] if isinstance(manifest.get("month"), list) else []
    steps = [cells((str(n), words_of(name), "of a file" if name in acting else "")) for n, name in enumerate(order, 1)]
    month = folded("The order of a month", table("The order of a month", ("", "Behaviour", ""), steps, "words"))
    return made + (month if acting & set(order) else "") + own_tables(manifest)


def own_tables(manifest: Mapping[str, Any]) -> str:
    """Files of people, courses, kinds of schools and occupations: what each row of them adds to the catalogue or changes in it."""
    rows = []
    for name, said in (manifest.get("tables") or {}).items():
        what = [f"{said['rows']:,} people"] if name == "people" else [row_words(row) for row in said["rows"]]
        rows += [cells((said["file"], words, said["sha256"][:12])) for words in what]
    return table("Tables that are not part of Learning City", ("File", "Says", "Its bytes (SHA-256)"), rows, "words") if rows else ""


def row_words(row: Mapping[str, Any]) -> str:
    """'new course evening_lab: provider college, hours 60'."""
    said = ", ".join(f"{name} {value}" for name, value in row.items() if name not in ("table", "code", "new"))
    thing = {"courses": "course", "providers": "kind of school", "occupations": "occupation"}[row["table"]]
    return f"{'new ' if row['new'] else ''}{thing} {row['code']}: {said}"


def sure(tables: Any, manifest: Mapping[str, Any]) -> str:
    """How narrow the main interval is, what a narrower one costs, what intervals leave out, and when a verdict is given."""
    asked, said = manifest.get("question"), []
    if asked and tables is not None:  # a sweep has many questions, a trial has no table of effects
        said = [
            how_sure.seeds_sentence(manifest, tables["effects"]),
            how_sure.parameters_sentence(asked),
            how_sure.asks_for_parameters(asked),
        ]
    return section("sure", "How sure", "".join(map(paragraph, said)) + paragraph(VERDICTS, "note"))


def repeat(tables: Any, manifest: Mapping[str, Any], drawn: Any) -> str:
    """The command that repeats the run, the question in full, and the versions."""
    said = "The manifest beside this page repeats the run bit by bit:"
    return markup.repeat(manifest, "learncity run --from manifest.json", manifest["question"], said)


def city(tables: Any, manifest: Mapping[str, Any], drawn: Any) -> str:
    """Where the city comes from and how well its people fit the counts."""
    known = manifest["city"]
    said = f"{known['title']}, counts of {known['year']}, {known['people']:,.0f} people."
    kept = holds(known) + fitted(known.get("fitted", {}))
    fit = [cells((g["table"], g["stage"], f"{g['error']:,.0f} of {g['people']:,.0f}", f"{g['worst']}: {gap(g)}")) for g in known["fit"]]
    heads = ("Table of counts", "Stage", "Total absolute error, people", "Worst cell")
    drawn_fit = table("How well the drawn people fit the published counts", heads, fit, "words")
    sources = [cells((name, entry["source"], entry["licence"])) for name, entry in known["tables"].items()]
    cited = table("Sources", ("Table", "Source", "Licence"), sources, "words")
    guesses = [cells((name, why)) for name, why in known["assumed"].items()]
    lacking = table("What the counts lack", ("Number", "Stands on"), guesses, "words") if guesses else ""
    return section("city", "The city and its sources", paragraph(said) + kept + drawn_fit + cited + lacking)


def holds(known: Mapping[str, Any]) -> str:
    """What the counts say, and where the calm city of this run lived, with a warning where the two part."""
    lines = known.get("holds", [])
    rows = [
        cells((one["what"], city_holds.amount(one["name"], one["counts"]), city_holds.amount(one["name"], one["lives_at"]),
               "they part" if one["parts"] else ""))
        for one in lines
    ]  # fmt: skip
    warned = "".join(paragraph(line, "worse") for line in city_holds.warnings(known))
    caption = "Calm years without levers, mean of all months of this run"
    return warned + (table(caption, ("", "Your counts say", "The model lives at", ""), rows, "words") if rows else "")


def fitted(found: Mapping[str, Any]) -> str:
    """The numbers with which the city keeps its counts, and what they did when they were tried."""
    if not found.get("told"):
        return paragraph("No numbers were fitted to this city: the model's own are in force (learncity fit-city).", "note")
    numbers = [cells((one["name"], f"{one['value']:g} {one['unit']}", one["meaning"], one["to"])) for one in found["numbers"]]
    made = table("Numbers of the city's own, fitted to its counts", ("Number", "Value", "Meaning", "Fitted to"), numbers, "words")
    tried = [cells(line) for line in city_holds.tried(found.get("holds") or {})]
    heads = ("", "Your counts say", "Without these numbers", "With them", "")
    said = f"Fitted {found.get('made_at', '')} with {found.get('residents', 0):,} residents of the model; tried on fresh luck:"
    return (made if numbers else "") + (paragraph(said, "note") + table("Twenty calm years", heads, tried, "words") if tried else "")


def gap(row: Mapping[str, Any]) -> str:
    """'1,204 drawn for 1,198 counted'."""
    return f"{row['got']:,.0f} drawn for {row['published']:,.0f} counted"
