"""The report of a game as text: objectives against the record, then day by day."""

from __future__ import annotations

from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from game.film.words import SIDE_NAMES, day
from game.lab.report import Report, lines

TITLES = {
    "captures": "Taken", "landings": "Landed", "air_landings": "Landed from the air",
    "mutinies": "Mutiny", "proclamations": "Politics", "surrenders": "Gone",
    "reattachments": "New superior", "events": "News", "word": "Cease-fire",
    "flights": "Flight", "hqs_lost": "Headquarters lost", "choices": "Decision",
    "depots": "Depot taken", "evacuations": "Evacuated", "council": "Council", "end": "The end",
}  # fmt: skip
MOST = 12
"""Lines of a kind that are told of a day; the rest are counted."""


def print_report(report: Report, console: Console | None = None) -> None:
    """The whole report."""
    console = console or Console(highlight=False)
    told: dict[str, Any] = report.as_json()
    console.rule("Objectives and the record")
    console.print(_objectives(told["objectives"]))
    for what, name in (("rescript", "Rescript"), ("ceasefire", "Order to cease fire")):
        said = day(date.fromisoformat(told[what])) if told[what] else "not in this game"
        console.print(f"{name}: {said}.")
    for each in told["days"]:
        _print_day(each, console)
    console.rule("Prisoners by place")
    for place, men in list(told["prisoners"]["by_place"].items())[:30]:
        console.print(f"{men:>9,}  {place}", markup=False)
    console.print(f"{told['prisoners']['total']:>9,}  in all")


def _objectives(rows: list[dict[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for title in ("place", "taken", "in the record", "days"):
        table.add_column(title, justify="right" if title == "days" else "left")
    for row in rows:
        taken = day(date.fromisoformat(row["taken"])) if row["taken"] else "never"
        days = f"{row['days']:+d}" if row["days"] is not None else ""
        table.add_row(
            row["name"], taken, day(date.fromisoformat(row["record"])),
            Text(days, style="green" if row["within"] else ""),
        )  # fmt: skip
    return table


def _print_day(told: dict[str, Any], console: Console) -> None:
    console.rule(f"{day(date.fromisoformat(told['date']))}, turn {told['turn']}")
    count: dict[str, int] = {}
    for kind, line in lines(told):
        count[kind] = count.get(kind, 0) + 1
        if count[kind] <= MOST:
            console.print(f"{TITLES.get(kind, kind)}: {line}", markup=False, soft_wrap=True)
    for kind, n in count.items():
        if n > MOST:
            console.print(f"{TITLES.get(kind, kind)}: {n - MOST} more")
    for what, name in (("sorties", "Sorties"), ("engineering", "Engineers")):
        if told[what]:
            parts = [f"{kind} {n}" for kind, n in told[what].items()]
            console.print(f"{name}: {', '.join(parts)}", style="dim", soft_wrap=True)
    for side, lost in told["losses"].items():
        parts = [f"{n:,} {what}" for what, n in lost.items() if n]
        if parts:
            console.print(f"{SIDE_NAMES[side]} losses: {', '.join(parts)}", style="dim")
    if told["prisoners"]["men"]:
        places = [f"{p} {n:,}" for p, n in list(told["prisoners"]["by_place"].items())[:6]]
        console.print(f"Prisoners: {told['prisoners']['men']:,} ({', '.join(places)})", style="dim")
    far = sorted(told["advance_km"].items(), key=lambda row: -row[1])[:6]
    if far:
        armies = ", ".join(f"{name} {km}" for name, km in far)
        console.print(f"Spearheads, km from their start: {armies}", style="dim", soft_wrap=True)
