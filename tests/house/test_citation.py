"""What is cited is what is installed: one version everywhere, files that are there, and no licence that nobody chose."""

import json
import tomllib
from importlib.metadata import version
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
CITED = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
META = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_one_version_everywhere():
    assert {CITED["version"], META["version"], PROJECT["version"]} == {version("learncity")}


def test_what_a_citation_needs_is_there():
    assert {"cff-version", "message", "title", "authors", "version", "abstract"} <= CITED.keys()
    assert {"@context", "@type", "name", "description", "author", "version"} <= META.keys()
    assert META["keywords"] == CITED["keywords"]


def test_documents_of_the_metadata_are_there_and_their_needs_are_the_projects():
    assert all((ROOT / part["url"]).is_file() for part in META["hasPart"])
    needs = {need.partition(">")[0] for need in PROJECT["dependencies"]}
    assert set(META["softwareRequirements"]) <= needs


def test_no_licence_is_named_that_nobody_chose():
    chosen = "license" in PROJECT
    assert ("license" in CITED) == ("license" in META) == chosen
