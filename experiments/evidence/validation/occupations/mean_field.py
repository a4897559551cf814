"""What do the equations of del Rio-Chanona et al. 2021 say about unemployment, vacancies and long spells without work?"""

from pathlib import Path

import numpy as np

from experiments.evidence.validation.occupations.network import Network

LEAVING, OPENING, ADJUSTING = 0.016, 0.012, 0.16
"""Per step: staff who leave, vacancies that open beside staff, and the share of a gap in demand that is closed."""
LONG = 4
"""Steps without work (27 weeks) from which unemployment is long."""
PATHS = ("unemployment", "vacancies", "long-term share")


def mean_field(net: Network, demand: np.ndarray) -> np.ndarray:
    """Expected paths, shape (steps, 3): shares of the labour force, of posts, and of the unemployed who are so for long.

    ``demand`` holds the posts wanted in each step, shape (steps, occupations).
    """
    staff = net.employment.copy()
    vacant, spells = OPENING * staff, np.zeros((LONG, len(staff)))
    spells[0] = LEAVING * staff
    found = []
    for wanted in demand:
        found.append(shares(staff, vacant, spells))
        surplus = staff + vacant - wanted
        leave = LEAVING * staff + (1 - LEAVING) * np.minimum(staff, ADJUSTING * np.maximum(0, surplus))
        opened = OPENING * staff + (1 - OPENING) * np.minimum(staff, ADJUSTING * np.maximum(0, -surplus))
        hired, success = matched(net.mobility, spells.sum(axis=0), vacant)
        spells *= 1 - success
        spells = np.stack([leave, *spells[:-2], spells[-2] + spells[-1]])
        staff, vacant = staff - leave + hired, vacant + opened - hired
    return np.array(found)


def matched(mobility: np.ndarray, seekers: np.ndarray, vacant: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hires by occupation, and the chance of a job by occupation of the seekers: one application each, one applicant drawn."""
    reach = mobility * vacant
    choice = reach / np.maximum(reach.sum(axis=1, keepdims=True), 1e-300)
    sent = seekers @ choice
    chance = urn_ball(vacant / np.maximum(sent, 1e-300))
    return sent * chance, choice @ chance


def urn_ball(tightness: np.ndarray) -> np.ndarray:
    """Chance that an application succeeds when each vacancy draws one of its applicants."""
    return tightness * (1 - np.exp(-1 / np.maximum(tightness, 1e-300)))


def shares(staff: np.ndarray, vacant: np.ndarray, spells: np.ndarray) -> tuple[float, float, float]:
    """The numbers of PATHS."""
    jobless = spells.sum()
    return jobless / (jobless + staff.sum()), vacant.sum() / (vacant.sum() + staff.sum()), spells[LONG - 1 :].sum() / jobless


def gap_to_reference(paths: np.ndarray, folder: str, name: str = "asec_r55") -> float:
    """Largest relative gap to paths of the published network written elsewhere; their first 40 steps leave out the first unemployed."""
    file = Path(folder) / f"reference_{name}.csv"
    _, unemployment, long, vacancies = np.loadtxt(file, delimiter=",", skiprows=1, max_rows=len(paths))[40:].T
    reference = np.stack([unemployment, vacancies, long / unemployment], axis=1)
    return float(np.abs(paths[40:] / reference - 1).max())
