"""E8: when the largest employers close, how many other jobs go, and for how long?"""

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.measures.regress import smooth
from experiments.evidence.validation.recorder import share
from sim.catalogue import make
from sim.city import City

MONTHS = 84
FOURTH_YEAR = slice(36, 48)
SHARE = 0.03


def staff(city: City, months: int) -> np.ndarray:
    """Filled posts of every employer, month by month, shape (months, employers)."""
    found = []
    for _ in range(months):
        posts = city.run(1).posts
        found.append(np.bincount(posts.employer[posts.holder != -1], minlength=len(city.employers)))
    return np.array(found)


def close_plants(piece: tuple[Setting, int]) -> dict[str, float]:
    """The city with and without the closure, one seed."""
    how, seed = piece
    young = how.burn_in_city(seed)
    shaken = young.branch((), [make("shock", "plant_closure", {"share": SHARE}, "E8")])
    calm, less = staff(young.branch(), MONTHS), staff(shaken, MONTHS)
    closed = (less[0] == 0) & (calm[0] > 0) & (shaken.employers.closed > 600)
    direct, others = calm[:, closed].sum(axis=1), less[:, ~closed].sum(axis=1) - calm[:, ~closed].sum(axis=1)
    gap = smooth((calm.sum(axis=1) - less.sum(axis=1)) / direct)
    return {
        "E8": -share(others[FOURTH_YEAR].sum(), direct[FOURTH_YEAR].sum()), "E8 lasting": lasting(gap), "back": comes_back(gap),
        "share": share(direct[0], calm[0].sum()), **{f"year {k + 1}": gap[12 * k] for k in range(MONTHS // 12)},
    }  # fmt: skip


def lasting(gap: np.ndarray) -> float:
    """Months after the worst until 95% of it is made up; as long as was watched when it never is."""
    worst = int(np.argmax(gap))
    back = np.flatnonzero(gap[worst:] <= 0.05 * gap[worst])
    return float(worst + back[0] + 6) if len(back) else float(len(gap) + 11)


def comes_back(gap: np.ndarray) -> bool:
    """Whether 95% of the worst gap is made up within the months watched."""
    return bool((gap[int(np.argmax(gap)) :] <= 0.05 * gap.max()).any())


def closure(setting: Setting) -> list[Finding]:
    """Further jobs lost for each direct one, and how long the gap lasts."""
    known, found = targets.load(setting.profile), setting.over_seeds(close_plants)
    gone = 100 * np.mean([one["share"] for one in found])
    rest = ", ".join(f"{np.mean([one[f'year {k}'] for one in found]):.2f}" for k in range(1, MONTHS // 12 + 1))
    note = f"{gone:.1f}% of filled posts close; jobs missing for each, by year: {rest}"
    never = sum(not one["back"] for one in found)
    least = f"at least: in {never} of {len(found)} cities it is not back within the months watched" if never else ""
    return [known[key].finding([one[key] for one in found], said) for key, said in (("E8", note), ("E8 lasting", least))]


EXPERIMENTS = {"E8 plant closure": closure}
