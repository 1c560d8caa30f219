"""The result of a ladder in the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

PAIRS = 12
"""Pairs of a duel of which each is told; of more the sums alone."""


def print_ladder(result: dict[str, Any], console: Console | None = None) -> None:
    """Ratings, then each duel with its rate and margin; for two players every pair too."""
    console = console or Console(highlight=False)
    duels = result["duels"]
    if len(duels) == 1 and len(duels[0]["pairs"]) <= PAIRS:
        duel = duels[0]
        for pair in duel["pairs"]:
            given_up = sum(pair["forfeits"])
            console.print(
                f"seed {pair['seed']}: {duel['first']} as Soviet {pair['first_soviet']:+d}, "
                f"{duel['second']} as Soviet {pair['second_soviet']:+d}, score {pair['score']:+d}"
                + (f", {given_up} given up" if given_up else ""),
                markup=False,
            )
    if result["ratings"] is None:
        console.print("Ratings need the package openskill (extra `lab`).")
    else:
        table = Table("player", "rating", "95 % interval", box=None)
        for name, r in result["ratings"].items():
            low, high = r["mean"] - r["error"], r["mean"] + r["error"]
            table.add_row(name, f"{r['mean']:.1f}", f"{low:.1f} to {high:.1f}")
        console.print(table)
    table = Table("pairs", "won", "95 % interval", "margin", "95 % interval", box=None)
    for duel in duels:
        low, high = duel["interval"]
        margin, between = "-", "-"
        if duel["margin"] is not None:
            margin = f"{duel['margin']:+.1f}"
            between = "{:+.1f} to {:+.1f}".format(*duel["margin_interval"])
        table.add_row(
            f"{duel['first']} : {duel['second']}", f"{duel['won']:g} of {len(duel['pairs'])}",
            f"{low:.0%} to {high:.0%}", margin, between,
        )  # fmt: skip
    console.print(table)
    for duel in duels:
        for name, games in zip((duel["first"], duel["second"]), duel["forfeits"], strict=True):
            if games:
                console.print(f"{name} gave up {games} games; they count as lost.", markup=False)
