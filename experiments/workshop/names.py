"""What is somebody called? Invented first names, common for her age, sex and origin; the city has no list of its real residents."""

from typing import Any

BORN = (1950, 1970, 1990)
"""Years of birth from which on the next list of names is the common one; those born before the first have its names too."""
NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "helsinki": {
        "women": (
            "Marja Ritva Leena Pirjo Tuula Raija Eila Anneli",
            "Minna Tiina Sari Päivi Anne Katja Heidi Nina",
            "Laura Jenna Sanna Emma Noora Emilia Aino Sofia",
        ),
        "men": (
            "Timo Kari Pekka Juhani Heikki Matti Seppo Jorma",
            "Mika Marko Jari Petri Sami Jukka Tommi Janne",
            "Ville Joonas Antti Niko Eetu Leo Onni Elias",
        ),
        "women from abroad": (
            "Irina Tatjana Anne Svetlana Lea Olga",
            "Olga Natalia Kristiina Thuy Hodan Svetlana",
            "Maryam Fatima Anastasia Amina Linh Sara",
        ),
        "men from abroad": (
            "Viktor Sergei Ants Vladimir Ali Nikolai",
            "Andrei Sergei Toomas Ahmed Mehmet Hassan",
            "Mohamed Ali Artem Abdi Hussein Daniel",
        ),
    },
    "medellin": {
        "women": (
            "María Luz Gloria Marta Blanca Rosa",
            "Sandra Claudia Paola Diana Adriana Liliana",
            "Valentina Daniela Sofía Mariana Camila Sara",
        ),
        "men": (
            "Jorge Luis José Carlos Gustavo Hernán",
            "Juan Andrés Diego Mauricio Wilson Jhon",
            "Santiago Sebastián Camilo Samuel Mateo Alejandro",
        ),
        "women from abroad": (
            "Carmen Yolanda Zulay Nancy Milagros Elena",
            "Yuleidy Mariela Yajaira Karina Maribel Andreína",
            "Génesis Andrea Oriana Daniela Mariángel Gabriela",
        ),
        "men from abroad": (
            "Rafael Ramón Pedro Jesús Freddy Simón",
            "José Gregorio Javier Richard Eduardo Franklin",
            "Jesús Luis Ángel Kevin Moisés Gabriel",
        ),
    },
}
"""First names by age for each embedded city (chosen by us as ordinary ones; no statistics are claimed for them)."""


def name_of(person: dict[str, Any], city: str, year: int = 2025) -> str:
    """A first name for the portrait of a resident, always the same for the same row; '' for a city without a list."""
    lists = NAMES.get(city)
    if not lists:
        return ""
    group = ("women" if person["woman"] else "men") + (" from abroad" if person["foreign"] else "")
    born = year - person["years"]
    names = lists[group][sum(born >= first for first in BORN[1:])].split()
    return names[(person["row"] * 2_654_435_761 >> 7) % len(names)]
