"""Small cited tables: occupations, sectors, courses, and the counts of cities; one loader."""

from sim.facts.cities_of_counts import CityFacts, cities, city
from sim.facts.tables_of_work import (
    PRICED_AT,
    PROVIDER_TITLES,
    SOURCES,
    CourseFacts,
    OccupationFacts,
    SectorFacts,
    courses,
    evidence,
    evidence_in,
    occupations,
    sector_codes,
    sectors,
    titles,
)

__all__ = ["PRICED_AT", "PROVIDER_TITLES", "SOURCES", "CityFacts", "CourseFacts", "OccupationFacts", "SectorFacts", "cities", "city",
           "courses", "evidence", "evidence_in", "occupations", "sector_codes", "sectors", "titles"]  # fmt: skip
