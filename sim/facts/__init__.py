"""Small cited tables: occupations, sectors, courses, and the counts of cities; one loader."""

from sim.facts.cities_of_counts import CityFacts, cities, city, files_of, unread_in
from sim.facts.own_occupations import Work, work
from sim.facts.own_teaching import Teaching, teaching
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

__all__ = ["PRICED_AT", "PROVIDER_TITLES", "SOURCES", "CityFacts", "CourseFacts", "OccupationFacts", "SectorFacts", "Teaching", "Work",
           "cities", "city", "courses", "evidence", "evidence_in", "files_of", "occupations", "sector_codes", "sectors", "teaching",
           "titles", "unread_in", "work"]  # fmt: skip
