"""How many seeds make an interval so narrow, and what spread between seeds is behind one."""

import math

from experiments.outcomes.intervals import t_quantile


def seeds_for(asked: float, spread: float, least: int = 2) -> int:
    """Pairs whose interval reaches ``asked`` to either side when effects of single pairs have this ``spread`` (standard deviation)."""
    wide, narrow = least, max(least, math.ceil((t_quantile(math.inf) * spread / asked) ** 2) + 4)
    while wide < narrow:
        middle = (wide + narrow) // 2
        if t_quantile(middle) * spread / math.sqrt(middle) <= asked:
            narrow = middle
        else:
            wide = middle + 1
    return wide


def spread_of(half_width: float, pairs: int) -> float:
    """The standard deviation of the effects of single pairs behind an interval that reaches so far to either side."""
    return half_width * math.sqrt(pairs) / t_quantile(pairs)
