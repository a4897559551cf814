"""The page is light, whole, and asks nobody but its own server."""

import gzip
import re
from graphlib import TopologicalSorter

from starlette.responses import JSONResponse

from experiments.workshop.catalogue import for_page
from experiments.workshop.first_screen import MIX, SHOCKS
from experiments.workshop.server import PAGE, lean
from tests.workshop.conftest import SMALL

FILES = sorted(PAGE.iterdir())
LANGUAGES = [PAGE / "english.js", PAGE / "spanish.js"]
"""A page fetches the words of the language it speaks."""


def test_the_page_is_in_each_language_under_150_kilobytes_with_its_catalogue_as_it_travels():
    for unused in LANGUAGES:
        texts = [*(lean(file) for file in FILES if file != unused), JSONResponse(for_page(SMALL)).body]
        assert sum(len(gzip.compress(text)) for text in texts) < 150_000


def test_no_file_of_the_page_names_another_server():
    for file in FILES:
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//[a-z0-9-]+\.[a-z]", text), file.name


def test_every_module_and_style_that_is_asked_for_is_there():
    names = {file.name for file in FILES}
    for file in FILES:
        asked = re.findall(r'(?:from|import)\(?\s*"\./([\w.]+)"|(?:src|href)="([\w.]+)"', file.read_text(encoding="utf-8"))
        assert {name for pair in asked for name in pair if name} <= names, file.name


def test_no_script_of_the_page_imports_itself_over_others():
    imports = {
        file.name: set(re.findall(r'from "\./([\w.]+)"', file.read_text(encoding="utf-8"))) for file in FILES if file.suffix == ".js"
    }
    assert list(TopologicalSorter(imports).static_order())  # a circle is an error that names its files


def test_the_page_has_no_list_of_levers_or_shocks_of_its_own():
    told = for_page(SMALL)
    for file in FILES:
        if file.suffix == ".js" and file not in LANGUAGES:
            text = file.read_text(encoding="utf-8")
            assert not [card["name"] for card in told["levers"] + told["shocks"] if card["name"] in text], file.name


def test_a_card_from_a_theme_unknown_to_the_page_has_all_a_slider_needs():
    told = for_page(SMALL)
    for card in told["levers"]:
        assert card["theme"] and card["title"] and card["help"]
        for number in (told["numbers"][place] for place in card["numbers"]):
            assert number["low"] <= number["value"] <= number["high"] and number["unit"] and number["meaning"] and number["source"]


def test_every_theme_has_a_mix_of_its_own_levers_that_is_the_whole_of_its_budget():
    told = for_page(SMALL)
    themes = {card["name"]: card["theme"] for card in told["levers"]}
    assert set(told["themes"]) == set(themes.values())
    for theme, mix in told["themes"].items():
        assert abs(sum(mix.values()) - 1) < 1e-9 and min(mix.values()) > 0
        assert {themes[name] for name in mix} == {theme}
    assert set(MIX) <= set(told["themes"]) and all(set(mix) <= set(themes) for mix in MIX.values())
    assert len(told["in_sight"]) == 5 and set(SHOCKS) <= {card["name"] for card in told["shocks"]}
