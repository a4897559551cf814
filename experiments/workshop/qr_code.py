"""How does a phone read an address off the wall? As a QR code (ISO/IEC 18004): byte mode, correction level M, versions 1 to 6."""

from collections.abc import Iterator

import numpy as np

BLOCKS = {1: (1, 16, 10), 2: (1, 28, 16), 3: (1, 44, 26), 4: (2, 32, 18), 5: (2, 43, 24), 6: (4, 27, 16)}
"""By version: blocks, data words of each, and correction words of each (level M)."""
LONGEST = 106
"""Bytes that the largest of them holds: 108 data words, less mode and length."""
POLYNOMIAL, FORMAT, FORMAT_MASK, LEVEL_M = 0x11D, 0x537, 0x5412, 0b00
EXPONENTS = [1]
for _ in range(254):
    EXPONENTS.append(EXPONENTS[-1] << 1 ^ (POLYNOMIAL if EXPONENTS[-1] & 0x80 else 0))
LOGARITHMS = {value: power for power, value in enumerate(EXPONENTS)}
MASKS = (
    lambda y, x: (y + x) % 2 == 0, lambda y, x: y % 2 == 0, lambda y, x: x % 3 == 0, lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0, lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0, lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)  # fmt: skip


def qr_rows(text: str) -> list[str]:
    """The code of a text as rows of '0' and '1', dark ones 1, without the quiet zone; ValueError for more than 106 bytes."""
    data = text.encode()
    version = next((one for one, (blocks, words, _) in BLOCKS.items() if len(data) + 2 <= blocks * words), None)
    if version is None:
        raise ValueError(f"text: {len(data)} bytes are more than the {LONGEST} of a code")
    dark, fixed = frame(version)
    places = [(y, x) for y, x in path(len(dark)) if not fixed[y, x]]
    bits = "".join(f"{word:08b}" for word in words_of(data, version))
    for (y, x), bit in zip(places, bits, strict=False):  # up to seven places are left over
        dark[y, x] = bit == "1"
    tried = [masked(dark, places, number) for number in range(len(MASKS))]
    return ["".join("1" if one else "0" for one in row) for row in min(tried, key=penalty)]


def frame(version: int) -> tuple[np.ndarray, np.ndarray]:
    """What every code of a version holds (finders, timing, alignment), and which places are taken by it or by the format."""
    size = 17 + 4 * version
    dark, fixed = np.zeros((size, size), bool), np.zeros((size, size), bool)
    fixed[6, :] = fixed[:, 6] = True
    dark[6, ::2] = dark[::2, 6] = True
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        fixed[max(0, top - 1) : top + 8, max(0, left - 1) : left + 8] = True
        dark[max(0, top - 1) : top + 8, max(0, left - 1) : left + 8] = False
        dark[top : top + 7, left : left + 7] = ring(7)
    fixed[:9, :9] = fixed[:9, size - 8 :] = fixed[size - 8 :, :9] = True
    dark[size - 8, 8] = True
    if version > 1:
        at = size - 9
        fixed[at : at + 5, at : at + 5] = True
        dark[at : at + 5, at : at + 5] = ring(5)
    return dark, fixed


def ring(size: int) -> np.ndarray:
    """A dark square with a light ring one place inside its edge."""
    away = np.abs(np.arange(size) - size // 2)
    return np.maximum.outer(away, away) != size // 2 - 1


def path(size: int) -> Iterator[tuple[int, int]]:
    """Places in the order of the bits: two columns at a time from the right, up and down by turns; the column of timing is left out."""
    for number, right in enumerate([*range(size - 1, 6, -2), 5, 3, 1]):
        rows = range(size) if number % 2 else range(size - 1, -1, -1)
        for y in rows:
            yield y, right
            yield y, right - 1


def words_of(data: bytes, version: int) -> list[int]:
    """Data and correction words, blocks interleaved."""
    blocks, size, correction = BLOCKS[version]
    bits = f"0100{len(data):08b}{''.join(f'{byte:08b}' for byte in data)}0000"
    words = [int(bits[k : k + 8], 2) for k in range(0, len(bits), 8)]
    words = (words + [0xEC, 0x11] * (blocks * size))[: blocks * size]
    parts = [words[k * size : (k + 1) * size] for k in range(blocks)]
    checks = [remainder(part, correction) for part in parts]
    return [one[k] for many, most in ((parts, size), (checks, correction)) for k in range(most) for one in many]


def remainder(words: list[int], count: int) -> list[int]:
    """Reed-Solomon words over GF(256): the remainder of the data by the generator polynomial."""
    generator = [1]
    for power in range(count):
        shifted = [*generator, 0]
        for k, factor in enumerate(generator):
            shifted[k + 1] ^= times(factor, EXPONENTS[power])
        generator = shifted
    left = [*words, *[0] * count]
    for k in range(len(words)):
        for step, factor in enumerate(generator):
            left[k + step] ^= times(factor, left[k]) if step else 0
    return left[-count:]


def times(one: int, other: int) -> int:
    """A product in GF(256)."""
    return EXPONENTS[(LOGARITHMS[one] + LOGARITHMS[other]) % 255] if one and other else 0


def masked(dark: np.ndarray, places: list[tuple[int, int]], number: int) -> np.ndarray:
    """The code under one mask, with the format that tells it."""
    found, size = dark.copy(), len(dark)
    for y, x in places:
        found[y, x] ^= MASKS[number](y, x)
    told = LEVEL_M << 3 | number
    left = told << 10
    for shift in range(4, -1, -1):
        left ^= FORMAT << shift if left >> (shift + 10) & 1 else 0
    bits = [bool(((told << 10 | left) ^ FORMAT_MASK) >> k & 1) for k in range(15)]
    beside = [(k if k < 6 else k + 1, 8) for k in range(8)] + [(8, 14 - k + (1 if k == 8 else 0)) for k in range(8, 15)]
    across = [(8, size - 1 - k) for k in range(8)] + [(size - 15 + k, 8) for k in range(8, 15)]
    for both in (beside, across):
        for (y, x), bit in zip(both, bits, strict=True):
            found[y, x] = bit
    return found


def penalty(dark: np.ndarray) -> float:
    """How hard a code is to read: long runs, squares of one colour, patterns like a finder's, and too much of one colour."""
    finder, found = np.array([1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0], bool), 0.0
    for one in (dark, dark.T):
        for row in one:
            ends = np.flatnonzero(np.diff(np.concatenate([[-1], row.astype(int), [-1]])))
            runs = np.diff(ends)
            found += (runs[runs >= 5] - 2).sum()
            windows = np.lib.stride_tricks.sliding_window_view(row, len(finder))
            found += 40 * sum((windows == pattern).all(axis=1).sum() for pattern in (finder, finder[::-1]))
    same = (dark[1:, 1:] == dark[:-1, 1:]) & (dark[1:, 1:] == dark[1:, :-1]) & (dark[1:, 1:] == dark[:-1, :-1])
    return float(found + 3 * same.sum() + 10 * int(abs(100 * dark.mean() - 50) // 5))
