"""The generator is SplitMix64, and it is good enough: published outputs, uniform, independent, exact functions."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from sim import chance

PUBLISHED = (6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821)
"""First outputs of SplitMix64 seeded with 1234567 (Vigna's reference splitmix64.c)."""


def test_words_are_those_of_the_published_generator():
    assert [int(chance.word(np.uint64(1234567), n)) for n in range(5)] == list(PUBLISHED)


def sample(n=200_000, decision="hearing", month=3):
    return chance.draws(chance.luck(7, decision, month), np.arange(n))


def chi_square(values, cells):
    counts = np.bincount((values * cells).astype(int), minlength=cells)
    expected = len(values) / cells
    return float(((counts - expected) ** 2 / expected).sum())


def test_draws_are_uniform():
    got = chi_square(sample(), 1000)
    assert 999 - 5 * math.sqrt(2 * 999) < got < 999 + 5 * math.sqrt(2 * 999)


@pytest.mark.parametrize("other", [sample(month=4), sample(decision="lot"), np.roll(sample(), 1)])
def test_months_decisions_and_neighbours_are_independent(other):
    pairs = np.floor(sample() * 30) * 30 + np.floor(other * 30)
    got = chi_square((pairs + 0.5) / 900, 900)
    assert 899 - 5 * math.sqrt(2 * 899) < got < 899 + 5 * math.sqrt(2 * 899)


def test_two_numbers_of_one_word_are_independent():
    luck = chance.luck(1, "lot", 0)
    u, v = np.array([chance.draw2(luck, n) for n in range(20_000)]).T
    assert abs(np.corrcoef(u, v)[0, 1]) < 0.03
    assert abs(u.mean() - 0.5) < 0.01 and abs(v.mean() - 0.5) < 0.01


def test_one_bit_of_who_moves_half_the_bits_of_the_word():
    luck = chance.luck(1, "lot", 0)
    flips = [bin(int(chance.word(luck, n)) ^ int(chance.word(luck, n ^ (1 << b)))).count("1") for n in range(200) for b in range(40)]
    assert 31.5 < np.mean(flips) < 32.5 and min(flips) > 8


def test_every_bit_is_fair():
    luck = chance.luck(2, "traits", 5)
    words = np.array([int(chance.word(luck, n)) for n in range(20_000)], dtype=np.uint64)
    shares = [(words >> np.uint64(b) & np.uint64(1)).mean() for b in range(64)]
    assert max(abs(share - 0.5) for share in shares) < 0.018


def test_exact_functions_are_right():
    for x in (1e-12, 1e-3, 0.5, 1.0, 3.0, 1e9):
        assert math.isclose(chance.ln(x), math.log(x), rel_tol=1e-8, abs_tol=1e-9)
    for x in (-700.0, -30.0, -1.0, 0.0, 0.3, 5.0, 100.0):
        assert math.isclose(chance.exp(x), math.exp(x), rel_tol=1e-8)
    for u in (1e-9, 1e-3, 0.02, 0.3, 0.5, 0.9, 0.99999):
        assert math.isclose(chance.bell(u), NormalDist().inv_cdf(u), abs_tol=2e-8 * 10)


def test_children_have_names_of_their_own():
    names = {int(chance.child_id(parent, month)) for parent in range(2000) for month in range(20)}
    assert len(names) == 40_000


def test_luck_never_reaches_one_so_that_no_index_made_of_it_lies_beyond_its_array():
    most = np.uint64(2**64 - 1)
    assert chance.unit(np.uint64(0)) > 0 and chance.unit(most) < 1 and int(chance.unit(most) * 1024) == 1023
