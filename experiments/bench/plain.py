"""The very rules of the model as plain Python functions, for a model written without compiled loops."""

import sys
from functools import cache
from types import FunctionType, ModuleType, SimpleNamespace


@cache
def plain(module: ModuleType) -> SimpleNamespace:
    """What a module of the model knows, its own rules as plain Python.

    Luck, ``exp`` and ``ln`` stay compiled: one call of them from Python is faster than the same steps in Python.
    A rule that takes a card's numbers is faster as plain Python, because a named tuple is unpacked at each call.
    """
    known = dict(vars(module))
    for name, found in vars(module).items():
        rule = getattr(found, "py_func", None)
        if rule is not None and rule.__module__ == module.__name__:
            known[name] = FunctionType(rule.__code__, known, name, rule.__defaults__)
        elif rule is not None and rule.__module__ != "sim.chance":
            known[name] = getattr(plain(sys.modules[rule.__module__]), name)
    return SimpleNamespace(**known)


def signed(number: int) -> int:
    """A whole number of any size as the 64-bit number that compiled code would hold."""
    return (number + 2**63) % 2**64 - 2**63
