"""What the scenarios of the game say of themselves, without the rest of them being read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from game.scenario.load import SCENARIOS, names
from game.scenario.reading import Reader


@dataclass(frozen=True, slots=True)
class Head:
    """The first lines of a scenario's file."""

    id: str
    title: str
    start: date
    """The first day."""
    turns: int
    briefing: str
    base: str
    """The scenario that it is cut from; "" for a whole one."""
    lessons: int
    """How many lessons it has; 0 for all but the tutorial."""


def heads() -> tuple[Head, ...]:
    """All scenarios that come with the game: whole ones first, then cuts, by their titles."""
    found = []
    for name in names():
        said = Reader(SCENARIOS / name, name).plain_toml("scenario.toml") or {}
        found.append(
            Head(
                name, str(said["title"]), said["start"], int(said["turns"]),
                str(said.get("briefing", "")).strip(), str(said.get("base", "")),
                len(said.get("lesson", ())),
            )
        )  # fmt: skip
    return tuple(found)
