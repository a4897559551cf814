"""E2: without skills, pay and providers, is our labour market that of del Rio-Chanona et al. 2021?"""

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.occupations.limit_model import Market
from experiments.evidence.validation.occupations.mean_field import PATHS, gap_to_reference, mean_field
from experiments.evidence.validation.occupations.network import BEFORE, PUBLISHED, automated, cycle, network
from experiments.execution.pool import each

WORKERS, MOST, SEEDS = 25, 1_000_000, 2
"""Workers for each resident and seed that is asked for, workers at most, and seeds at most: single people must not matter even in
small occupations. The gap falls with their number: on the published network 2.2% with 450,000 workers, 1.0% with a million."""
YEAR = 8
"""Steps that are averaged: 54 weeks."""
DEMAND = {"E2 cycle": (cycle, 208), "E2 automation": (automated, 352)}


def workers(how: Setting) -> int:
    """People in the market."""
    return min(MOST, WORKERS * how.residents * len(how.seeds))


def simulate_pair(piece: tuple[int, int, str]) -> dict[str, np.ndarray]:
    """Paths of so many people and one seed through a business cycle and automation; both begin with the steady state."""
    people, seed, mobility = piece
    net = network(mobility)
    found = {key: Market(net, wanted(net, steps), people, seed).live() for key, (wanted, steps) in DEMAND.items()}
    return {"E2 steady": found["E2 cycle"][:BEFORE], **found}


def expect(mobility: str) -> dict[str, np.ndarray]:
    """The same paths from the equations."""
    net = network(mobility)
    paths = {key: mean_field(net, wanted(net, steps)) for key, (wanted, steps) in DEMAND.items()}
    return {"E2 steady": paths["E2 cycle"][:BEFORE], **paths}


def yearly(paths: np.ndarray) -> np.ndarray:
    """Means of whole years, shape (..., years, 3)."""
    years = paths.shape[-2] // YEAR
    return paths[..., : years * YEAR, :].reshape(*paths.shape[:-2], years, YEAR, paths.shape[-1]).mean(axis=-2)


def gaps(found: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Relative gaps to what is expected, shape (seeds, years, 3)."""
    return yearly(found) / yearly(expected) - 1


def worst(gap: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The gap of every seed where that of their mean is largest, counted positive there; and the largest of each path."""
    mean = gap.mean(axis=0)
    year, path = np.unravel_index(np.argmax(np.abs(mean)), mean.shape)
    return gap[:, year, path] * np.sign(mean[year, path]), np.abs(mean).max(axis=0)


def occupational_limit(setting: Setting) -> list[Finding]:
    """Largest gaps in the steady state, over the business cycle and through automation."""
    known, expected = targets.load(setting.profile), expect(setting.mobility)
    found = each(
        simulate_pair, [(workers(setting), seed, setting.mobility) for seed in setting.seeds[:SEEDS]], setting.workers, setting.on_progress
    )
    findings = []
    for key in ("E2 steady", *DEMAND):
        values, largest = worst(gaps(np.array([one[key] for one in found]), expected[key]))
        said = ", ".join(f"{name} {100 * gap:.2f}%" for name, gap in zip(PATHS, largest, strict=True))
        findings.append(known[key].finding(values, f"{said}; {about(setting, expected)}"))
    return findings


def about(setting: Setting, expected: dict[str, np.ndarray]) -> str:
    """The network, the number of workers, and how far the equations are from paths written elsewhere."""
    net = network(setting.mobility)
    said = f"{len(net.employment)} occupations ({net.name}), {workers(setting):,} workers"
    if net.name != PUBLISHED:
        return said
    return f"{said}; equations and reference paths {100 * gap_to_reference(expected['E2 automation'], setting.mobility):.3f}% apart"


EXPERIMENTS = {"E2 occupational limit": occupational_limit}
