"""What everybody faces this month: reset to the baseline, changed by levers and shocks, read by behaviours.

Only multiply or add. A lever that stops acting simply stops changing a condition: nothing is saved or
restored, and the order of levers does not matter.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from sim.structs import Field, struct

AXES = ("city", "sector", "occupation", "district", "employer", "offer", "resident", "payer", "payer x offer", "payer x resident")


@dataclass(frozen=True)
class Condition:
    """One condition: an array over ``axis`` whose every element starts the month at ``baseline``."""

    axis: str
    baseline: float
    unit: str
    meaning: str


class Conditions:
    """The conditions of this month; ``conditions.columns`` is the struct that kernels read."""

    demand = Condition("sector", 1.0, "factor", "demand for what the sector makes: scales wanted posts")
    layoffs = Condition("sector", 1.0, "factor", "risk of losing a job, all else equal")
    stopped = Condition("sector", 0.0, "share", "of work that cannot go on this month (contact ban, damage)")
    at_home = Condition("occupation", 0.0, "share", "of such work in the occupation that goes on at home")
    recall = Condition("sector", 0.0, "share", "of stopped workers who are laid off with a promise of recall")
    short_time = Condition("sector", 0.0, "share", "of stopped workers kept on at reduced hours, paid by the state")
    task = Condition("occupation", 1.0, "share", "of the occupation's posts whose tasks still need a person")
    spared = Condition("city", 0.0, "share", "of the tasks taken away that somebody with years of experience keeps while in the post")
    closing = Condition("city", 0.0, "share", "of tradable posts in employers that close this month, largest first")
    kept_on = Condition("sector", 0.0, "share", "of holders of posts not wanted whom short-time work keeps on")
    green_work = Condition("sector", 0.0, "share", "of each employer's posts whose work is green from the next time they fall vacant")
    orders = Condition("employer", 1.0, "factor", "demand for this employer's own work: scales its wanted posts")
    damage = Condition("employer", 0.0, "share", "of the employer's work that cannot go on: premises or plant destroyed")
    fairness = Condition("employer", 0.0, "share", "of the employer's prejudice that is put aside in hiring")
    created = Condition("employer", 0.0, "posts", "on top of those it wants, which city hall creates for a time (model posts)")
    takes_in = Condition("employer", 0.0, "flag", "has agreed to meet whom a coach or a trainer introduces")
    cleaning = Condition("employer", 0.0, "share/month", "of the way to low-carbon practice that can be gone")
    pulse = Condition("city", 0.0, "share", "of residents: newcomers from abroad who arrive this month on top of others")
    pulse_gap = Condition("city", 0.0, "SD", "by which their language and basic skills lie below those of residents")
    pulse_barred = Condition("city", 0.0, "months", "until they may work")
    pulse_later = Condition("city", 0.0, "months", "longer until women among them look for work")
    flight = Condition("district", 0.0, "share/year", "households that leave the city because they have to")
    homes = Condition("district", 1.0, "share", "of homes that can be lived in")
    budgets = Condition("city", 1.0, "factor", "money that levers get of what was planned for them")
    funding = Condition("city", 1.0, "factor", "providers' own money for seats")
    watch = Condition("city", 0.0, "planners", "who follow the labour market's statistics this month")
    monitoring = Condition("city", 0.0, "share", "of the lag and the noise of statistics that monitoring saves")
    alignment = Condition("city", 0.0, "share", "added to how far course contents follow posted demand")
    hastened = Condition("city", 0.0, "share", "of the lag with which seats follow applications that is saved")
    closed_rooms = Condition("district", 0.0, "share", "of seats in rooms that cannot be used")
    backup = Condition("city", 0.0, "share", "of seats in closed rooms that go on at a distance")
    training_subsidy = Condition("payer", 0.0, "share", "of an employer's cost of training that a payer takes over")
    training_subsidy_low = Condition("payer", 0.0, "share", "the same, added for staff of low education")
    meeting = Condition("district", 0.0, "share/month", "people drawn into neighbourhood learning and events")
    mixing = Condition("district", 0.0, "share", "of those drawn into events who get to know somebody there")
    buzz = Condition("district", 0.0, "log-odds", "added to the wish to learn: what a festival leaves behind")
    satellite = Condition("district", 0.0, "share", "of the way to a community learning centre saved by a room nearby")
    extra_seats = Condition("payer x offer", 0.0, "people", "seats a payer wants on top of the provider's own (model people)")
    blended = Condition("offer", 0.0, "share", "of the losses of learning online (liking, gain, drop-out) that coaches make up for")
    promoted = Condition("offer", 0.0, "weight", "of the offer among those that advisers point to")
    support = Condition("resident", 0.0, "SD/year", "extra learning of a child or pupil from early education or support at school")
    guidance = Condition("resident", 1.0, "factor", "applications sent, against searching alone")
    broaden = Condition("resident", 0.0, "share", "of search spread over similar occupations on advice")
    introduced = Condition("resident", 0.0, "share", "of employers that have agreed to it to whom somebody introduces her in person")
    travel_help = Condition("resident", 0.0, "share", "of the loss of liking a job far away that is lifted")
    activated = Condition("resident", 0.0, "share/month", "chance on top of starting to look for work, outside the labour force")
    public_job = Condition("resident", 0.0, "months", "of a temporary post that city hall offers her from now on")
    mentored = Condition("resident", 0.0, "share/month", "chance of getting to know a working native as her mentor")
    language_hours = Condition("resident", 0.0, "hours/month", "of the city's language taught to her beside courses of the catalogue")
    invited = Condition("resident", 0.0, "share/month", "chance on top of considering a course: somebody sits down with her and asks")
    committed = Condition("resident", 0.0, "flag", "a course begun now ends in an introduction to employers who keep vacancies for it")
    reach = Condition("resident", 0.0, "share/month", "chance of being told personally what is on offer")
    care_help = Condition("resident", 0.0, "share", "of the caring barrier that is lifted")
    access_help = Condition("resident", 0.0, "share", "of the barrier of a severe limitation that is lifted")
    time_help = Condition("resident", 0.0, "share", "of the schedule barrier that is lifted")
    priority = Condition("resident", 0.0, "points", "ahead of the lot when seats are short")
    coaching = Condition("resident", 0.0, "share", "of the risk of dropping out that somebody's help takes away")
    recognition = Condition("resident", 0.0, "SD", "of skill already there that a certificate shows from now on")
    drill = Condition("resident", 0.0, "share", "of what is missing in household preparedness that a visit makes up")
    advised = Condition("resident", 0.0, "share", "of a resident's looks at courses that go where advisers, or a room nearby, point")
    wage_aid = Condition("resident", 0.0, "years of pay", "that an employer saves by hiring this unemployed resident")
    aid_months = Condition("resident", 0.0, "months", "for which city hall pays part of her wage when she is hired")
    apprenticeship = Condition("resident", 0.0, "months", "of the training contract that employers may offer her")
    voucher = Condition("payer x resident", 0.0, "share", "of the price of a course that a payer takes over")
    voucher_most = Condition("payer", 1e9, "EUR", "most that a payer gives towards one course")

    declared: ClassVar[dict[str, Condition]] = {}
    Columns: ClassVar[Any] = None

    def __init__(self, lengths: dict[str, int]) -> None:
        self.resize(lengths)

    def resize(self, lengths: dict[str, int]) -> None:
        """Arrays for this many sectors, residents, ... ; every value at its baseline."""
        payers = lengths["payer"]
        axes = {**lengths, "city": 1, "payer x offer": (payers, lengths["offer"]), "payer x resident": (payers, lengths["resident"])}
        self._lay_out({name: axes[spec.axis] for name, spec in self.declared.items()})

    def _lay_out(self, shapes: dict[str, int | tuple[int, ...]]) -> None:
        """One block of memory for all conditions of the same baseline, so that a reset is a few long fills."""
        self._blocks = []
        for baseline in sorted({spec.baseline for spec in self.declared.values()}):
            names = [name for name, spec in self.declared.items() if spec.baseline == baseline]
            ends = np.cumsum([np.prod(shapes[name], dtype=int) for name in names])
            block = np.full(ends[-1], baseline, np.float32)
            for name, part in zip(names, np.split(block, ends[:-1]), strict=True):
                setattr(self, name, part.reshape(shapes[name]))
            self._blocks.append((baseline, block))
        self.show()

    def show(self) -> None:
        """Make ``columns`` from the arrays as they are now."""
        self.columns = self.Columns(*(getattr(self, name) for name in self.declared))

    def __getstate__(self) -> dict[str, np.ndarray]:
        return {name: getattr(self, name) for name in self.declared}

    def __setstate__(self, arrays: dict[str, np.ndarray]) -> None:
        self._lay_out({name: array.shape for name, array in arrays.items()})
        for name, array in arrays.items():
            getattr(self, name)[:] = array

    def reset(self) -> None:
        """Back to the baseline."""
        for baseline, block in self._blocks:
            block.fill(baseline)

    def add_residents(self, rows: int) -> None:
        """So many more residents, who face the usual; everybody else faces what she did."""
        old = self.__getstate__()
        self._lay_out({name: (*a.shape[:-1], a.shape[-1] + rows * (name in _OF_RESIDENTS)) for name, a in old.items()})
        for name, array in old.items():
            getattr(self, name)[..., : array.shape[-1]] = array

    def spare(self, rows: np.ndarray) -> None:
        """These residents face the usual: what no lever or shock has changed."""
        for name, baseline in _OF_RESIDENTS.items():
            getattr(self, name)[..., rows] = baseline


Conditions.declared = {k: v for k, v in vars(Conditions).items() if isinstance(v, Condition)}
_OF_RESIDENTS = {name: spec.baseline for name, spec in Conditions.declared.items() if spec.axis.endswith("resident")}
_KINDS = {name: Field("f4", 2 if " x " in spec.axis else 1) for name, spec in Conditions.declared.items()}
Conditions.Columns = struct("ConditionsColumns", __name__, _KINDS)
