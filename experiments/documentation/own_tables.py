"""A reference page of the files that a user may bring: people, courses, kinds of schools, occupations, printed from what reads them."""

from experiments.documentation.reference import table
from sim import facts
from sim.facts import own_occupations
from sim.facts.columns_of_people import columns_of_people
from sim.facts.own_teaching import MAY_LACK, NUMBERS, SITES

USED = "How they are used: [people](../how_to/people.md), [courses](../how_to/courses.md), [occupations](../how_to/occupations.md).\n"
HEADS = ("column", "unit", "may hold", "meaning", "where it is not told")


def page() -> str:
    """Every column of the four files."""
    people = [
        (f"`{one.name}`", one.unit, one.allowed, one.meaning, one.missing)
        for one in columns_of_people(facts.city("helsinki").districts).values()
    ]
    courses = [
        ("`code`", "", "any", "its name in files; one of the catalogue's changes that course", "every row needs it"),
        ("`title`", "", "any", "what people read", "a new course needs it"),
        ("`provider`", "", "a kind of school", "who teaches it", "a new course needs it"),
        *((f"`{name}`", unit, f"{low:g} to {high:,g}", meaning, "0" if name in MAY_LACK else "a new course needs it")
          for name, (low, high, unit, meaning) in NUMBERS.items()),
    ]  # fmt: skip
    kinds = [
        ("`code`", "", "any", "its name in files", "every row needs it"),
        ("`title`", "", "any", "what people read", "a new kind needs it"),
        ("`people_per_site`", "people", "1,000 to 100,000,000", "residents of the city for one school", "one for the whole city"),
        ("`sites`", "", ", ".join(SITES), "what schools are spread over", "homes"),
    ]
    low, high = own_occupations.SHARE
    occupations = [
        ("`code`", "", "any", "its name in files; one of the catalogue's changes that occupation", "every row needs it"),
        ("`title`", "", "any", "what people read", "a new occupation needs it"),
        ("`split_from`", "", "a code of the catalogue", "whose posts become its", "a new occupation needs it"),
        ("`share`", "share", f"{low:g} to {high:g}", "of the posts of that one, in every sector", "a new occupation needs it"),
        *((f"`{name}`", unit, f"{least:g} to {most:,g}", meaning, "as before, or as the one split from")
          for name, (least, most, unit, meaning) in own_occupations.NUMBERS.items()),
    ]  # fmt: skip
    head = f"# Columns of your own files\n\n{USED}"
    files = (("people", people), ("courses", courses), ("providers", kinds), ("occupations", occupations))
    parts = [f"## {name}\n\n{table(HEADS, rows)}" for name, rows in files]
    return "\n".join([head, *parts])
