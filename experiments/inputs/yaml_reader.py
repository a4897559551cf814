"""Planners' YAML and JSON as experiments read them: the readers themselves are in sim, which reads a city's by the same rules."""

from sim.plain_json import parse_json, read_json
from sim.plain_yaml import kind_of, parse_mapping, parse_value, read_mapping
from sim.text_files import path_of, text_of

__all__ = ["kind_of", "parse_json", "parse_mapping", "parse_value", "path_of", "read_json", "read_mapping", "text_of"]
