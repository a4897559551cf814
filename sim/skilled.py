"""How skilled somebody is: over all domains, or in what a job needs or a course teaches."""

from sim.kernels import inlined


@inlined
def mean_skill(skill, i):
    """Mean of the 8 skills of resident i, in SD."""
    total = 0.0
    for m in range(8):
        total += skill[i, m]
    return total / 8.0


@inlined
def weighted_skill(skill, weight, i, k):
    """Skill of resident i in what row k of ``weight`` is about (an occupation, an offer), in SD."""
    total = 0.0
    for m in range(8):
        total += weight[k, m] * skill[i, m]
    return total
