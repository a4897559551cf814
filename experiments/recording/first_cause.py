"""Why does a resident's life part from that of her twin in the other world? A rule for each kind of first event."""

from typing import Any

import numpy as np

from experiments.outcomes.causes import CAUSES
from experiments.recording.lever_reach import LeverReach
from sim.city import City
from sim.tables import COMMUTER, ENROLLED, NO_SEAT

KINDS = tuple(CAUSES)
DIRECT, DISPLACED, FREED, DEMAND, HEARD, LUCK = range(len(KINDS))
LEARNING = ("served", "reach", "care_help", "access_help", "time_help", "priority", "coaching", "advised", "support", "recognition",
            "language_hours", "invited", "committed")  # fmt: skip
WORKING = ("served", "guidance", "broaden", "introduced", "travel_help", "public_job", "mentored", "wage_aid", "aid_months",
           "apprenticeship", "recognition")  # fmt: skip
SUPPLY = ("care_help", "activated")
IN_DISTRICTS = ("meeting", "mixing", "buzz", "satellite", "closed_rooms")
OF_OFFERS, OF_PROVIDERS = ("blended", "promoted"), ("alignment", "hastened", "backup", "funding")
OF_POSTS = (
    ("sector", ("demand", "layoffs", "kept_on", "short_time", "recall", "green_work", "stopped")),
    ("employer", ("orders", "cleaning", "damage", "fairness", "created", "takes_in")),
    ("city", ("spared", "closing")),
)
"""Conditions by which levers change what somebody learns, how she finds work, and which posts there are."""
Cause = tuple[int, int, int]
"""Kind, row of the resident behind it (-1 nobody), and number of the lever that did it (-1 none)."""


class FirstCause:
    """Two cities at the end of a month, baseline and plan, and what their levers did in it."""

    def __init__(self, base: City, plan: City, reach: tuple[LeverReach, LeverReach]) -> None:
        self.base, self.plan, self.reach = base, plan, reach

    def of(self, i: int, changed: np.ndarray) -> Cause:
        """What made resident ``i`` part this month; ``changed``: rows whose lives have parted, those of this month included."""
        a, b = self.base.residents, self.plan.residents
        if i >= min(len(a), len(b)) or a.id[i] != b.id[i] or a.present[i] != b.present[i]:
            return self._of_moving(i, changed)
        if a.offer[i] != b.offer[i]:
            return self._of_course(i, changed)
        if a.post[i] != b.post[i] or a.activity[i] != b.activity[i]:
            return self._of_work(i, changed)
        return self._of_knowledge(i, changed)

    def _of_course(self, i: int, changed: np.ndarray) -> Cause:
        """She learns in one world and not in the other: for want of a seat, because a lever met her, or because others learn."""
        a, b = self.base.residents, self.plan.residents
        without, with_plan = int(a.offer[i]), int(b.offer[i])
        if a.refusal[i] == NO_SEAT and b.refusal[i] == ENROLLED:
            payer = self._pays_for_seat(with_plan)
            return (DIRECT, -1, payer) if payer >= 0 else (FREED, self._who_left(a.offer, b.offer, with_plan, i, changed), -1)
        if b.refusal[i] == NO_SEAT and a.refusal[i] == ENROLLED:
            return DISPLACED, self._who_left(b.offer, a.offer, without, i, changed), -1
        offer = max(with_plan, without)
        lever = self._met(i, LEARNING)
        lever = lever if lever >= 0 else self._pays_voucher(i)
        lever = lever if lever >= 0 else self._in_district(i)
        lever = lever if lever >= 0 else self._by_course(offer)
        return (DIRECT, -1, lever) if lever >= 0 else self._by_others(i, changed)

    def _by_course(self, offer: int) -> int:
        """The lever that changes this course: how it is taught, what it teaches, how many seats it has."""
        if offer < 0:  # over by now: what was taught in it differed
            return self._met(0, OF_PROVIDERS)
        before, after = self.base.offers, self.plan.offers
        lever = self._met(offer, OF_OFFERS)
        if lever >= 0 or ((before.direction[offer] == after.direction[offer]).all() and before.places[offer] == after.places[offer]):
            return lever
        lever = self._met(0, OF_PROVIDERS)
        return lever if lever >= 0 else self._pays_for_seat(offer)

    def _of_work(self, i: int, changed: np.ndarray) -> Cause:
        a, b = self.base.residents, self.plan.residents
        without, with_plan = int(a.post[i]), int(b.post[i])
        met = self._met(i, WORKING)
        if with_plan >= 0:
            if met >= 0:
                return DIRECT, -1, met
            other = int(self.base.posts.holder[with_plan])
            if other >= 0 and other != i and changed[other]:
                return FREED, other, -1
            if other == COMMUTER or self._is_open(self.plan, with_plan) != self._is_open(self.base, with_plan):
                return DEMAND, -1, self._of_post(with_plan)
        if without >= 0:
            other = int(self.plan.posts.holder[without])
            if other >= 0 and other != i and changed[other]:
                return DISPLACED, other, -1
            if other == COMMUTER or not self._is_open(self.plan, without):
                return DEMAND, -1, self._of_post(without)
            if met >= 0:
                return DIRECT, -1, met
        met = self._met(i, SUPPLY)
        if met < 0 and a.language[i] != b.language[i]:  # learned before, and asked for now
            met = self._ever_met(i)
        return (DIRECT, -1, met) if met >= 0 else self._by_family(i, changed)

    def _ever_met(self, i: int) -> int:
        """A lever of the plan that has reached her in any month; -1 none."""
        ever = np.flatnonzero(self.reach[1].ever[:, i])
        return int(ever[0]) if len(ever) else -1

    def _of_knowledge(self, i: int, changed: np.ndarray) -> Cause:
        """What she knows or can do differs: her employer trained her, a short course is over, or her course teaches something else."""
        a, b = self.base.residents, self.plan.residents
        learned = (a.learned[i] == 0) != (b.learned[i] == 0)
        lever = self._met(i, (*LEARNING, *WORKING))
        if lever < 0 and learned and a.refusal[i] != b.refusal[i]:
            return self._of_course(i, changed)
        lever = lever if lever >= 0 or not learned else self._pays_for_training()
        lever = lever if lever >= 0 else self._by_course(int(b.offer[i]))
        lever = lever if lever >= 0 else self._in_district(i)
        if lever >= 0:
            return DIRECT, -1, lever
        taught = not learned and (b.offer[i] >= 0 or b.learned[i] == 0)
        return (DEMAND, -1, -1) if taught and self._teaches_else(int(b.offer[i])) else self._by_others(i, changed)

    def _teaches_else(self, offer: int) -> bool:
        """Whether a course teaches something else than in the other world, since it follows the posts that are vacant there."""
        which = slice(None) if offer < 0 else offer
        return bool((self.base.offers.direction[which] != self.plan.offers.direction[which]).any())

    def _of_moving(self, i: int, changed: np.ndarray) -> Cause:
        if i < min(len(self.base.residents), len(self.plan.residents)):
            return self._by_family(i, changed)
        return LUCK, -1, -1

    def _by_others(self, i: int, changed: np.ndarray) -> Cause:
        """A friend who learned, a wish that others or events have raised, or nobody we can name."""
        a, b = self.base.residents, self.plan.residents
        friends = [int(f) for f in {*a.friends[i], *b.friends[i]} if f >= 0]
        learned = [f for f in friends if changed[f] and (a.learned[f] < 12) != (b.learned[f] < 12)]
        if learned:
            return HEARD, learned[0], -1
        if a.aspiration[i] != b.aspiration[i] or a.trust[i] != b.trust[i]:
            lever = self._ever_met(i)
            if lever >= 0:
                return DIRECT, -1, lever
            changed_friends = [f for f in friends if changed[f]]
            return HEARD, changed_friends[0] if changed_friends else -1, -1
        return self._by_family(i, changed)

    def _by_family(self, i: int, changed: np.ndarray) -> Cause:
        for r in (self.plan.residents, self.base.residents):
            partner = int(r.partner[i])
            if partner >= 0 and changed[partner]:
                return HEARD, partner, -1
        return LUCK, -1, -1

    def _who_left(self, had: np.ndarray, has: np.ndarray, offer: int, i: int, changed: np.ndarray) -> int:
        """Somebody who has this seat in one world and not in the other, and whose life has parted; -1 nobody, or her course is over."""
        if offer < 0:
            return -1
        size = min(len(had), len(has))
        found = np.flatnonzero((had[:size] == offer) & (has[:size] != offer) & changed[:size])
        found = found[found != i]
        return int(found[0]) if len(found) else -1

    def _met(self, i: int, names: tuple[str, ...]) -> int:
        """The lever that changes one of these for her in the plan and not in the baseline, or the other way round; -1 none."""
        differ = 0
        for reach in self.reach:
            flags = reach.flags(names)
            differ ^= int(flags[i]) if i < len(flags) else 0
        return (differ & -differ).bit_length() - 1

    def _in_district(self, i: int) -> int:
        """A lever that meets people in her district, when what she knows, trusts or wishes differs by it."""
        return self._met(int(self.plan.residents.district[i]), IN_DISTRICTS)

    def _of_post(self, post: int) -> int:
        """The lever that changes what is wanted of this employer or sector."""
        employer = int(self.plan.posts.employer[post])
        rows = {"employer": employer, "sector": int(self.plan.employers.sector[employer]), "city": 0}
        return next((n for axis, names in OF_POSTS for n in [self._met(rows[axis], names)] if n >= 0), -1)

    def _pays_for_seat(self, offer: int) -> int:
        """The payer of most extra seats in an offer, or anywhere when it is not known in which; -1 none."""
        seats = self.plan.conditions.columns.extra_seats
        extra = seats[:, offer] if offer >= 0 else seats.sum(axis=1)
        return int(extra.argmax()) if len(extra) and extra.max() > 0 else -1

    def _pays_voucher(self, i: int) -> int:
        voucher = self.plan.conditions.columns.voucher[:, i]
        return int(voucher.argmax()) if len(voucher) and voucher.max() > 0 else -1

    def _pays_for_training(self) -> int:
        c = self.plan.conditions.columns
        share = c.training_subsidy + c.training_subsidy_low
        return int(share.argmax()) if len(share) and share.max() > 0 else -1

    @staticmethod
    def _is_open(city: Any, post: int) -> bool:
        """Whether this post is wanted in that city."""
        posts, employer = city.posts, int(city.posts.employer[post])
        return bool(posts.slot[post] < city.employers.target[employer] and posts.gone[post] == 0 and city.employers.closed[employer] == 0)
