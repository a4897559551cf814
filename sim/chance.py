"""Luck: one number per (seed, decision, month, who[, which candidate]).

SplitMix64 (Steele, Lea and Flood: Fast splittable pseudorandom number generators, OOPSLA 2014), used as
a counter-based generator: a *luck* is the starting state that belongs to one decision of one month in
one seed, and person ``who`` reads element ``who`` of that stream. SplitMix64 passes BigCrush; chosen over
Philox4x32-10 because it costs 2 ns instead of 20 on machines without wide vectors. Nothing is ever
advanced: the same question has the same answer in any world, thread, process or order of rows.
"""

import numpy as np

from sim.kernels import kernel, rule

GAMMA = np.uint64(0x9E3779B97F4A7C15)
MIX1, MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
S11, S27, S30, S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
S32, ONE, LOW31 = np.uint64(32), np.uint64(1), np.uint64(0x7FFFFFFF)
UNDER_ONE = 1.0 - 2.0**-53
"""The largest number below 1: 53 set bits and a half would round to 1, and an index made of that lies beyond its array."""

DECISIONS = (
    "sampling", "traits", "skills", "founding", "friends", "dying", "giving_birth", "leaving_home",
    "moving_away", "arriving", "pairing", "schooling", "entering", "closing", "separating", "quitting",
    "staffing", "commuting", "training", "considering", "choosing_course", "lot", "dropping_out",
    "searching", "browsing", "ranking", "matching", "raising", "hearing", "engaging", "shock", "lever",
    "extension", "aiding", "greening", "settling", "surveying", "screening", "coming", "limiting", "caring", "hours",
)  # fmt: skip
NUMBER = {name: number for number, name in enumerate(DECISIONS)}


@rule
def mix(z):
    """SplitMix64's output function: a bijection of 64 bits in which every input bit moves every output bit."""
    z = (z ^ (z >> S30)) * MIX1
    z = (z ^ (z >> S27)) * MIX2
    return z ^ (z >> S31)


@rule
def luck_of(seed, decision, month):
    """The luck of one decision in one month: hand it to :func:`draw` with who decides."""
    state = mix(np.uint64(seed) * GAMMA + GAMMA)
    state = mix(state + (np.uint64(decision) + ONE) * GAMMA)
    return mix(state + (np.uint64(month) + ONE) * GAMMA)


def luck(seed: int, decision: str, month: int) -> np.uint64:
    """The luck of a decision by its name, ready to be handed to a kernel."""
    return np.uint64(luck_of(np.uint64(seed), NUMBER[decision], month))


@kernel
def lucks_of(seed, month, decisions):
    """The luck of every decision in one month, uint64 of shape (decisions,)."""
    lucks = np.empty(decisions, np.uint64)
    for decision in range(decisions):
        lucks[decision] = luck_of(seed, decision, month)
    return lucks


@rule
def word(luck, who):
    """64 random bits for this person."""
    return mix(luck + (np.uint64(who) + ONE) * GAMMA)


@rule
def unit(bits):
    """The upper 53 bits as a number strictly inside (0, 1)."""
    return min((np.float64(np.int64(bits >> S11)) + 0.5) * 2.0**-53, UNDER_ONE)


@rule
def draw(luck, who):
    """One number in (0, 1) for this person."""
    return unit(word(luck, who))


@rule
def draw_about(luck, who, which):
    """One number in (0, 1) for this person about this candidate (a vacancy, a course, a friend)."""
    return unit(word(word(luck, who), which))


@rule
def draw2(luck, who):
    """Two independent numbers in (0, 1), of 32 and 31 bits, for the price of one."""
    bits = word(luck, who)
    return (np.float64(np.int64(bits >> S32)) + 0.5) * 2.0**-32, (np.float64(np.int64(bits & LOW31)) + 0.5) * 2.0**-31


@rule
def child_id(parent, month):
    """A name for somebody new that depends only on who brought them and when, never on a list."""
    return np.int64(word(luck_of(0x5EED, 255, month), parent) >> ONE)


TAIL = 0.02425


@rule
def bell(u):
    """A standard normal number from a uniform one (Acklam's inverse, error below 1e-8)."""
    if u < TAIL:
        return _tail(u)
    if u > 1.0 - TAIL:
        return -_tail(1.0 - u)
    return _middle(u)


@rule
def _middle(u):
    q = u - 0.5
    r = q * q
    top = ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.3577518672690) * r
           - 30.66479806614716) * r + 2.506628277459239  # fmt: skip
    low = ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r
           - 13.28068155288572) * r + 1.0  # fmt: skip
    return q * top / low


@rule
def _tail(u):
    q = np.sqrt(-2.0 * ln(u))
    top = ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q
            - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783  # fmt: skip
    low = (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q
           + 3.754408661907416) * q + 1.0  # fmt: skip
    return top / low


@rule
def ln(x):
    """Natural logarithm from exact arithmetic only, so that every platform gives the same bits (1e-9)."""
    bits = np.float64(x).view(np.int64)
    exponent = ((bits >> 52) & 0x7FF) - 1023
    m = np.int64((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000).view(np.float64)
    if m > 1.4142135623730951:
        m *= 0.5
        exponent += 1
    t = (m - 1.0) / (m + 1.0)
    s = t * t
    series = 1.0 + s * (1 / 3 + s * (1 / 5 + s * (1 / 7 + s * (1 / 9 + s * (1 / 11)))))
    return exponent * 0.6931471805599453 + 2.0 * t * series


@rule
def exp(x):
    """Exponential from exact arithmetic only (relative error below 1e-9; 0 below -700, capped at 700)."""
    if x < -700.0:
        return 0.0
    x = min(x, 700.0)
    n = np.floor(x * 1.4426950408889634 + 0.5)
    r = x - n * 0.693145751953125 - n * 1.4286068203094172e-06
    p = 1.0 + r * (1.0 + r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040)))))))
    return p * np.int64((np.int64(n) + 1023) << 52).view(np.float64)


@rule
def logistic(x):
    """The probability whose log-odds are x."""
    return 1.0 / (1.0 + exp(-x))


@kernel
def draws(luck, who):
    """Column of uniforms, shape (len(who),): one for each stable id."""
    out = np.empty(len(who))
    for i in range(len(who)):
        out[i] = draw(luck, who[i])
    return out


@kernel
def bells(luck, who):
    """Column of standard normals, shape (len(who),): one for each stable id."""
    out = np.empty(len(who))
    for i in range(len(who)):
        out[i] = bell(draw(luck, who[i]))
    return out


@kernel
def bells_of(u):
    """Standard normals from uniform numbers, shape (len(u),): as ``bell`` gives them, several at a time outside the tails."""
    out = np.empty(len(u))
    for n in range(len(u)):
        out[n] = _middle(u[n])
    for n in range(len(u)):
        if u[n] < TAIL or u[n] > 1.0 - TAIL:
            out[n] = bell(u[n])
    return out


@kernel
def logs(x):
    """Natural logarithms of a column, the same bits on every platform."""
    out = np.empty(len(x))
    for i in range(len(x)):
        out[i] = ln(x[i])
    return out


@kernel
def exps(x):
    """Exponentials of a column, the same bits on every platform."""
    out = np.empty(len(x))
    for i in range(len(x)):
        out[i] = exp(x[i])
    return out
