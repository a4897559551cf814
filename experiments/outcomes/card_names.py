"""What shocks and levers are called within a sentence: articles, plurals, and what English does not count."""

from collections.abc import Iterable

COUNTED = {"automation": "wave of automation", "austerity": "time of austerity", "newcomers": "arrival of newcomers"}
"""Names that take no article by themselves, and what does."""
HELD_VOWELS = ("uni", "use", "usu", "eu", "one")
"""Beginnings that are written with a vowel and spoken with a consonant."""
SILENT = ("hour", "honest", "honour", "heir")
"""Beginnings with an h that is not spoken."""
CALM = "none"
Names = str | Iterable[str]


def words_of(name: str) -> str:
    """'plant closure' of 'plant_closure', 'skills vouchers (mothers)' of 'skills_vouchers#mothers'."""
    card, hash_, given = name.replace("_", " ").partition("#")
    own, _, rest = given.partition(" ")
    return f"{card} ({own}) {rest}".strip() if hash_ else card


def all_of(names: Names) -> str:
    """'recession and plant closure' of the names of shocks that strike together; a label is taken as it is."""
    return words_of(names if isinstance(names, str) else " and ".join(names))


def article(noun: str) -> str:
    """'a' or 'an', as it is spoken."""
    first = noun.lower()
    vowel = first.startswith(tuple("aeiou")) and not first.startswith(HELD_VOWELS)
    return "an" if vowel or first.startswith(SILENT) else "a"


def plural(noun: str) -> bool:
    """Whether a noun with what follows it ('floods from month 24') is many already."""
    first = noun.partition(" from ")[0].partition(" of ")[0].partition(", ")[0]
    return first.endswith("s") and not first.endswith(("ss", "is", "us"))


def with_article(noun: str) -> str:
    """'a lever', 'an indicator', 'skills vouchers'."""
    return noun if plural(noun) else f"{article(noun)} {noun}"


def counted(part: str) -> str:
    """What takes an article: 'wave of automation from month 24' of 'automation from month 24'."""
    for name, said in COUNTED.items():
        if part == name or part.startswith((f"{name} ", f"{name},")):
            return said + part.removeprefix(name)
    return part


def a_shock(names: Names) -> str:
    """'a recession', 'an energy transition', 'a wave of automation', 'a recession and a pandemic'."""
    return " and ".join(with_article(counted(part)) for part in all_of(names).split(" and "))


def the_shock(names: Names) -> str:
    """'the recession from month 24', 'the arrival of newcomers', 'the recession and the pandemic'."""
    return " and ".join(f"the {counted(part)}" for part in all_of(names).split(" and "))


def world(names: Names) -> str:
    """A world of a table or a picture: 'calm years', or its shocks without an article."""
    return "calm years" if names == CALM else all_of(names)


def in_world(names: Names) -> str:
    """'in calm years', 'in the recession'."""
    return "in calm years" if names == CALM else f"in {the_shock(names)}"
