"""How amounts are spread: a histogram whose bins are read off the bits of a number, and what it tells of inequality."""

import numpy as np

from sim.kernels import inlined, kernel, rule

BINS, FIRST_BIN = 2048, 131 << 7
"""A bin is 1/128 of an octave (0.5-0.8% wide), read off the bits of a float32; the first one starts at EUR 16 a month."""
LEAST = 0.01
"""Incomes below this share of the mean count as this share where a logarithm or a reciprocal is taken (as LIS does)."""
SPREAD = (
    "gini_income", "gini_wage", "p90_p10_wage", "median_wage", "median_income", "s80_s20", "palma", "theil_income", "theil_wage",
    "atkinson_half", "atkinson_one", "atkinson_two",
)  # fmt: skip


@rule
def bin_of(amount):
    """Bin of the histogram that holds an amount; bin 0 holds everything below EUR 16 a month."""
    return min(BINS - 1, max(0, (np.float32(amount).view(np.int32) >> 16) - FIRST_BIN))


@rule
def edge_of(b):
    """Lowest amount in a bin."""
    return np.float64(np.int32((b + FIRST_BIN) << 16).view(np.float32))


@inlined
def into(bins, amount):
    """Put an amount into the histogram of counts and sums."""
    b = bin_of(amount)
    bins[0, b] += 1
    bins[1, b] += amount


@kernel
def occupied(bins):
    """The same histogram without its empty bins: most are."""
    kept, n = np.empty(bins.shape), 0
    for b in range(bins.shape[1]):
        kept[0, n], kept[1, n] = bins[0, b], bins[1, b]
        n += bins[0, b] > 0
    return kept[:, :n].copy()


@kernel
def gini(bins):
    """Gini index from a histogram of counts and sums; the spread inside a bin is ignored."""
    n, total, below, area = 0.0, 0.0, 0.0, 0.0
    for b in range(bins.shape[1]):
        area += bins[0, b] * (below + bins[1, b] / 2)
        below += bins[1, b]
        n += bins[0, b]
        total += bins[1, b]
    return 1 - 2 * area / (n * total) if n > 0 and total > 0 else 0.0


@kernel
def quantile(bins, share):
    """Amount below which this share of people lies, interpolated in the bin."""
    n = bins[0].sum()
    wanted, seen = share * n, 0.0
    for b in range(bins.shape[1]):
        if bins[0, b] > 0 and seen + bins[0, b] >= wanted:
            inside = (wanted - seen) / bins[0, b]
            return edge_of(b) + inside * (edge_of(b + 1) - edge_of(b))
        seen += bins[0, b]
    return 0.0


@kernel
def income_share(bins, low, high):
    """Share of all income that goes to people between two population shares."""
    n, total, seen, got = bins[0].sum(), bins[1].sum(), 0.0, 0.0
    for b in range(bins.shape[1]):
        if bins[0, b] > 0:
            overlap = min(seen + bins[0, b], high * n) - max(seen, low * n)
            got += max(0.0, overlap) * bins[1, b] / bins[0, b]
            seen += bins[0, b]
    return got / total if total > 0 else 0.0


@kernel
def theil(bins):
    """Theil T from a histogram: 0 when all have the same; adds up exactly over groups."""
    n, total, out = bins[0].sum(), bins[1].sum(), 0.0
    if n == 0 or total <= 0:
        return 0.0
    for b in range(bins.shape[1]):
        if bins[1, b] > 0:
            relative = bins[1, b] / bins[0, b] / (total / n)
            out += bins[1, b] / total * np.log(relative)
    return out


@kernel
def atkinson(bins, out):
    """Atkinson indices for aversions 1/2, 1 and 2: the share of all income that equality would be worth giving up."""
    n, total = bins[0].sum(), bins[1].sum()
    out[:3] = 0.0
    if n == 0 or total <= 0:
        return
    roots, logs, parts = 0.0, 0.0, 0.0
    for b in range(bins.shape[1]):
        if bins[0, b] > 0:
            relative = max(LEAST, bins[1, b] / bins[0, b] / (total / n))
            roots += bins[0, b] * np.sqrt(relative)
            logs += bins[0, b] * np.log(relative)
            parts += bins[0, b] / relative
    out[0], out[1], out[2] = 1 - (roots / n) ** 2, 1 - np.exp(logs / n), 1 - n / parts


@kernel
def spread(wage_bins, income_bins, out):
    """Fill ``out`` with the numbers of SPREAD."""
    wages, incomes = occupied(wage_bins), occupied(income_bins)
    out[0], out[1] = gini(incomes), gini(wages)
    p10 = quantile(wage_bins, 0.1)
    out[2] = quantile(wage_bins, 0.9) / p10 if p10 > 0 else 0.0
    out[3], out[4] = quantile(wage_bins, 0.5), quantile(income_bins, 0.5)
    low, palma_low = income_share(incomes, 0.0, 0.2), income_share(incomes, 0.0, 0.4)
    out[5] = income_share(incomes, 0.8, 1.0) / low if low > 0 else 0.0
    out[6] = income_share(incomes, 0.9, 1.0) / palma_low if palma_low > 0 else 0.0
    out[7], out[8] = theil(incomes), theil(wages)
    atkinson(incomes, out[9:])


@kernel
def rank_of(bins, amounts):
    """Share of people who have less than each of these amounts, from 0 to 1; people of one bin share its middle."""
    below, seen, people = np.empty(bins.shape[1]), 0.0, max(1.0, bins[0].sum())
    for b in range(bins.shape[1]):
        seen += bins[0, b]
        below[b] = (seen - bins[0, b] / 2) / people
    ranks = np.empty(len(amounts))
    for n in range(len(amounts)):
        ranks[n] = below[bin_of(amounts[n])]
    return ranks
