"""A Mesa user's own agents in the city: mentors who meet residents. Run: python -m experiments.examples.mesa_mentors"""

import mesa
import numpy as np

from sim import LearningCity, Resident


class Mentor(mesa.Agent):
    """Looks after one jobless resident at a time, until she has found work or moved away."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.protege, self.farewells = None, 0

    def meet(self) -> None:
        """A conversation: the resident gets to know what is on offer, and trusts a little more."""
        if self.protege is not None and (not self.protege.here or self.protege.employed):
            self.protege, self.farewells = None, self.farewells + 1
        if self.protege is None and self.model.jobless:
            self.protege = self.random.choice(self.model.jobless)
        if self.protege is not None:
            self.protege.aware = 1
            self.protege.trust = min(1.0, self.protege.trust + 0.05)


class MentoredCity(LearningCity):
    """The city with so many mentors, who meet their people at the end of every month."""

    def __init__(self, residents: int = 5_000, seed: int = 1, mentors: int = 40, rng: int | None = None) -> None:
        super().__init__(residents=residents, seed=seed, rng=rng)
        Mentor.create_agents(self, mentors)

    def step(self) -> None:
        """One month of the city, then the mentors' round."""
        super().step()
        self.jobless = self.agents_by_type[Resident].select(lambda a: a.unemployed)
        self.agents_by_type[Mentor].shuffle_do("meet")


def main(residents: int = 5_000, months: int = 24) -> MentoredCity:
    """Two years with mentors."""
    city = MentoredCity(residents).run(months)
    mentors = city.agents_by_type[Mentor]
    print(f"{len(mentors)} mentors said farewell to {mentors.agg('farewells', sum)} residents")
    print("one of them now looks after", mentors[0].protege)
    print(f"trust of the jobless {city.jobless.agg('trust', np.mean):.3f}, of all {city.agents.agg('trust', np.mean):.3f}")
    return city


if __name__ == "__main__":
    main()
