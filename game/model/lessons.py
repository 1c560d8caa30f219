"""What a tutorial asks of the player: a lesson for each turn, made of steps that can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from game.hexes import NOWHERE, Hex
from game.model.forces import UnitId

Check = Literal["stands", "taken", "attacked", "supplied", "fuelled", "dug_in", "worn_down"]
"""What can be asked: see `rules/lessons.py`."""


@dataclass(frozen=True, slots=True)
class LessonStep:
    """One thing to do in a lesson."""

    text: str
    """What to do, said to the player."""
    check: Check
    hex: Hex = NOWHERE
    """Where, for checks that ask for a place."""
    place: str = ""
    """Id of the place there, when it was named by one."""
    units: tuple[UnitId, ...] = ()
    """Who; empty where anybody will do."""
    number: int = 1
    """How many, or how much."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one turn of a tutorial teaches."""

    turn: int
    title: str
    text: str
    steps: tuple[LessonStep, ...]
