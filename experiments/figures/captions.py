"""What stands under a picture of the evidence: city, seeds, months."""

from collections.abc import Mapping
from typing import Any


def footnote(about: Mapping[str, Any]) -> str:
    """Where the numbers come from."""
    asked, city = about["setting"], about["city"]
    ran = f"{city['title']} ({city['year']} counts), {asked['residents']:,} model residents, {len(asked['seeds'])} seeds"
    months = f"{asked['burn_in']} months of burn-in, {asked['months']} measured"
    open_ = "Hollow: a band with one end or without width, not to scale. Arrow: further out than drawn."
    return f"{open_} Source: Learning City, {ran}, {months}; bands and their sources: table of the report."
