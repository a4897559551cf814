"""One declaration (value, unit, meaning, source, range) feeds the kernel, the YAML check, the slider and the ODD."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from sim.showing import TEXT, Mistake, is_number, shown
from sim.written_numbers import number_of

SIGNS = "%€"
"""Signs that may stand beside a number: 60% is .6, EUR 500 is 500."""


@dataclass(frozen=True)
class Number:
    """A number that matters: ``low`` and ``high`` bound what a user may set."""

    default: float
    unit: str
    meaning: str
    source: str
    low: float
    high: float
    name: str = ""

    @property
    def assumed(self) -> bool:
        """True when nothing published stands behind the value."""
        return self.source.startswith("assumed")

    def check(self, value: Any, where: str) -> float:
        """The value as a float, also of a text such as '3,000,000' or '60%'; Mistake when it is no number in the range."""
        if isinstance(value, str):
            value = self.read(value, where)
        if not is_number(value):
            raise Mistake(f"{where}: {self.name} must be a number in {self.low:g}..{self.high:g} ({self.unit}), not {shown(value)}")
        if not self.low <= value <= self.high:
            hint = f"; write {value / 100:g} for {value:g}%" if self.high == 1 < value <= 100 else ""
            raise Mistake(f"{where}: {self.name} = {shown(value)} is outside {self.low:g}..{self.high:g} ({self.unit}){hint}")
        return float(value)

    def read(self, text: str, where: str) -> float:
        """The number that a text says; Mistake tells what to write."""
        try:
            return number_of(text, most=self.high, signs=SIGNS)
        except Mistake as mistake:
            told = f"must be a number in {self.low:g}..{self.high:g} ({self.unit})"
            raise Mistake(f"{where}: {self.name} {told}: {mistake}") from None


def param(default: float, unit: str, meaning: str, source: str, low: float, high: float) -> Any:
    """Declare a number in the body of a card; on an instance the name gives the value."""
    if not low <= default <= high:
        raise ValueError(f"default {default} is outside {low}..{high}: {meaning}")
    return Number(default, unit, meaning, source, low, high)


@dataclass(frozen=True)
class ByGroup:
    """A number that differs by group (``sim.by_group.param_by``): one for each class of a ``kind`` of group."""

    kind: str
    numbers: Mapping[str, Number]


NAMES, LONGEST = 40, 80
"""Names that a message lists, and characters of a name that are compared: a wrong word of a megabyte costs nothing."""


def nearest(name: Any, known: Iterable[str]) -> str:
    """' - did you mean X?' or the list of what there is."""
    known = sorted(map(str, known))
    close = difflib.get_close_matches(str(name)[:LONGEST], known[:2000], 1, 0.5) if isinstance(name, str) else []
    if close:
        return f" - did you mean {shown(close[0])}?"
    listed = ", ".join(word[:TEXT] for word in known[:NAMES]) or "nothing"
    return f"; there is: {listed}{f' and {len(known) - NAMES:,} more' if len(known) > NAMES else ''}"


def known_or_mistake(name: Any, known: Iterable[str], kind: str, where: str) -> None:
    """Raise Mistake with the nearest known name unless ``name`` is known."""
    known = list(known)
    if not isinstance(name, str) or name not in known:
        raise Mistake(f"{where}: unknown {kind} {shown(name)}{nearest(name, known)}")


@cache
def snake(name: str) -> str:
    """SkillsVouchers -> skills_vouchers."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Parameters:
    """Base of every card: collects the declared numbers, checks what a user sets, hands kernels a struct of them."""

    declared: ClassVar[dict[str, Number]] = {}
    families: ClassVar[dict[str, ByGroup]] = {}
    """Numbers that differ by group; those of each class are among the declared ones."""
    _made: ClassVar[Any] = None

    def __init_subclass__(cls, **kw: Any) -> None:
        super().__init_subclass__(**kw)
        own = cls._own_numbers()
        named = {k: Number(v.default, v.unit, v.meaning, v.source, v.low, v.high, k) for k, v in own.items()}
        cls.declared = {**cls.declared, **named}
        cls._made = None

    @classmethod
    def _own_numbers(cls) -> dict[str, Number]:
        """Numbers declared in this class itself, in their order, those by group class by class."""
        own: dict[str, Number] = {}
        for name, one in list(vars(cls).items()):
            if isinstance(one, ByGroup):
                from sim.by_group import numbers_of

                instead_of = numbers_of(name, cls.families[name]) if name in cls.families else {}
                cls.declared = {word: number for word, number in cls.declared.items() if word not in instead_of}
                for word, number in numbers_of(name, one).items():
                    if hasattr(cls, word) or word in (*own, *cls.declared):
                        raise Mistake(f"{cls.name()}: {word} is taken: {name} by {one.kind} needs it for a class")
                    own[word] = number
                cls.families = {**cls.families, name: one}
            elif isinstance(one, Number):
                own[name] = one
        return own

    def by_resident(self, name: str, city: Any) -> Any:
        """The value of each resident in a number by group, float64, shape (residents,); 0 in rows where nobody lives."""
        from sim.by_group import by_resident

        return by_resident(self, name, city)

    def __init__(self, **values: Any) -> None:
        for name in values:
            known_or_mistake(name, self.declared, "number", self.name())
        for name, number in self.declared.items():
            setattr(self, name, number.check(values.get(name, number.default), self.name()))

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        self.__dict__.pop("_numbers", None)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_numbers"}

    @classmethod
    def name(cls) -> str:
        """The name users write: the class name in snake case."""
        return snake(cls.__name__)

    @property
    def numbers(self) -> Any:
        """All declared numbers as a struct of floats that kernels take; made anew when one of them is set."""
        if "_numbers" not in self.__dict__:
            self.__dict__["_numbers"] = self._kind()(*(getattr(self, name) for name in self.declared))
        return self.__dict__["_numbers"]

    @classmethod
    def _kind(cls) -> Any:
        from sim.structs import SCALAR, struct

        if cls._made is None:
            cls._made = struct(f"{cls.__name__}Numbers", cls.__module__, dict.fromkeys(cls.declared, SCALAR))
        return cls._made

    def resolved(self) -> dict[str, float]:
        """Every number with the value in force."""
        return {name: getattr(self, name) for name in self.declared}
