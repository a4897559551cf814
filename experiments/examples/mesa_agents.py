"""Residents as Mesa agents: look at one, ask many, collect. Run: python -m experiments.examples.mesa_agents"""

import numpy as np
from mesa import DataCollector

from sim import Employer, LearningCity, Resident


def main(residents: int = 5_000, months: int = 12) -> DataCollector:
    """A year in a city, seen through Mesa's own tools."""
    city = LearningCity(residents=residents, seed=1)
    people = city.agents_by_type[Resident]

    jobless = people.select(lambda a: a.unemployed)
    print(f"{len(jobless)} of {len(people)} residents look for work, aged {jobless.agg('years', np.mean):.0f} on average")
    print("mean wage by education:", people.select(lambda a: a.employed).groupby("education").agg("wage", np.mean))

    largest = city.agents_by_type[Employer].sort("headcount")[0]
    print(largest, *largest.staff[:3], sep="\n   ")

    collector = DataCollector(
        model_reporters={"unemployment": "unemployment", "vacancies": lambda m: m.agents_by_type[Employer].agg("vacancies", sum)},
        agenttype_reporters={Employer: {"posts": "headcount"}},
    )
    for _ in range(months):
        city.step()
        collector.collect(city)
    print(collector.get_model_vars_dataframe().tail(3))
    return collector


if __name__ == "__main__":
    main()
