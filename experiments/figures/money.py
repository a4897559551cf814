"""Where the money goes: by lever and by recipient."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import INK, POLICY, framed, source, telling
from experiments.outcomes import reach, wording
from experiments.outcomes.card_names import words_of

SHAPE = {"left": 0.24, "right": 0.94, "wspace": 0.75}


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Two bar charts in EUR a year; nothing when nothing is spent."""
    record, ledger = manifest["question"], tables["ledger"]
    spent = ledger[(ledger.world == "policy") & (ledger.shock == "none")]
    if len(spent) == 0:
        return None
    share = 12 / record["months"] / len(record["seeds"])
    by_lever = (spent.groupby("lever").euros.sum() * share).sort_values()
    by_recipient = (spent.groupby("recipient").euros.sum() * share).sort_values()
    note = "Calm world, mean over all years and seeds; 'overhead' is administration."
    title = title_of(by_lever, by_recipient)
    rows = max(len(by_lever), len(by_recipient))
    fig, (left, right) = framed(title, "EUR a year, as people of the real city", source(manifest, note), 3.6 + 0.5 * rows, 2, SHAPE)
    bars(left, by_lever.rename(index=lambda lever: reach.called(lever, manifest.get("for", []))), "by lever", rows)
    bars(right, by_recipient, "by recipient", rows)
    shown = (spent.groupby(["lever", "recipient"]).euros.sum() * share).rename("euros_a_year").reset_index()
    return telling(fig, shown), title, f"Bar charts of yearly spending by lever and by recipient. {title}."


def bars(ax: Axes, euros: pd.Series, name: str, rows: int) -> None:
    """Bars with their amounts written at the end."""
    names = [words_of(label) for label in euros.index]
    ax.barh(names, euros / 1e6, color=POLICY, height=0.62)
    for y, value in enumerate(euros):
        ax.annotate(short(value), (value / 1e6, y), (5, 0), textcoords="offset points", va="center", color=INK)
    ax.set_title(name)
    ax.set_ylim(len(euros) - rows - 0.5, len(euros) - 0.5)
    ax.set_xlim(0, euros.max() / 1e6 * 1.3)
    ax.set_xlabel("EUR million a year")
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0, colors=INK)


def short(euros: float) -> str:
    """3.2 m or 450 k."""
    return f"{euros / 1e6:.1f} m" if euros >= 999_500 else f"{euros / 1e3:.0f} k"


def title_of(by_lever: pd.Series, by_recipient: pd.Series) -> str:
    """How much, and who gets most of it."""
    most = by_recipient.index[-1]
    share = by_recipient.iloc[-1] / by_recipient.sum()
    return f"{wording.money(by_lever.sum())} a year; the largest part, {share:.0%}, goes to {who(most)}"


def who(recipient: str) -> str:
    """A recipient in words."""
    return {"overhead": "administration"}.get(recipient, f"the {recipient}" if "educated" in recipient else recipient)
