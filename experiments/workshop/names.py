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
        "women, EU and west": (
            "Anne Lea Kersti Christine Ülle Helga",
            "Kristiina Piret Anna Katrin Julia Maria",
            "Liis Triin Anna Laura Kadri Emma",
        ),
        "men, EU and west": (
            "Ants Peter Toomas Jaan Michael Hans",
            "Toomas Andres Thomas Marek Rain Peter",
            "Martin Karl Siim Daniel Rasmus Markus",
        ),
        "women, Russia and other Europe": (
            "Irina Tatjana Svetlana Galina Valentina Olga",
            "Olga Natalia Jelena Svetlana Oksana Irina",
            "Anastasia Jekaterina Daria Alina Anna Viktoria",
        ),
        "men, Russia and other Europe": (
            "Viktor Sergei Vladimir Nikolai Juri Aleksandr",
            "Andrei Sergei Igor Dmitri Oleg Aleksei",
            "Artem Maksim Ivan Dmytro Kirill Nikita",
        ),
        "women, Asia and Latin America": (
            "Thuy Lan Mei Elena Hoa Kim",
            "Linh Rosa Priya Mai Carla Wei",
            "Linh Maria Anjali Trang Camila Yan",
        ),
        "men, Asia and Latin America": ("Minh Hung Carlos Wei Raj José", "Tuan Luis Rahul Li Nam Diego", "Duc Arjun Chen Mateo Bao Samuel"),
        "women, Middle East and Africa": (
            "Amina Khadija Zahra Halima Fatima Maryam",
            "Hodan Fatima Leila Sahra Zeinab Nadia",
            "Maryam Amina Hodan Sara Zahra Hibo",
        ),
        "men, Middle East and Africa": (
            "Ali Hassan Ibrahim Yusuf Mohamed Omar",
            "Ahmed Abdi Hassan Mehmet Ali Karim",
            "Mohamed Abdi Hussein Ali Mustafa Yusuf",
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
        "women, foreign-born": (
            "Carmen Yolanda Zulay Nancy Milagros Elena",
            "Yuleidy Mariela Yajaira Karina Maribel Andreína",
            "Génesis Andrea Oriana Daniela Mariángel Gabriela",
        ),
        "men, foreign-born": (
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
    own = "women" if person["woman"] else "men"
    group = next((one for one in (f"{own}, {person['origin']}", f"{own}, foreign-born") if one in lists), own)
    if person["origin"] in ("native", "second generation"):
        group = own
    born = year - person["years"]
    names = lists[group][sum(born >= first for first in BORN[1:])].split()
    return names[(person["row"] * 2_654_435_761 >> 7) % len(names)]
