"""Where configs, scenarios and results are: in a checkout, or inside the installed package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def shipped(name: str) -> Path:
    """A shipped folder, ``configs`` or ``scenarios``."""
    checkout = PACKAGE.parent / name
    return checkout if checkout.is_dir() and (PACKAGE.parent / "pyproject.toml").is_file() else PACKAGE / name


def scenario_names() -> list[str]:
    """Names of the shipped scenarios."""
    return sorted(file.stem for file in shipped("scenarios").glob("*.yaml"))
