"""Tables of command: headquarters, attachment, and the paralysis of the first days
(`scenarios/common/command.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Activation:
    """Days on which troops taken by surprise must throw to be active."""

    first: date
    last: date
    need: int
    """What two dice must reach."""
    commands: tuple[str, ...] = ()
    """Armies it is for, with all under them; empty: everybody else."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, eq=False)
class CommandTable:
    """Ranges in hexes, ways in motor points of the movement chapter."""

    reach: dict[str, int]
    """Hexes within which a headquarters commands, by level; levels not named have none."""
    march: int
    """Motor points that a headquarters drives in a day."""
    leash: int
    """Per cent of its reach that it may be from the middle of its troops before it follows."""
    rebuild: int
    """Turns until a headquarters that was overrun is made anew."""
    attach_levels: tuple[str, ...]
    """Levels of formations that units can be attached to."""
    transfer: int
    """Turns out of command after the one in which a unit changes its superior."""
    attack_day: date
    """The day that the Japanese were taken unawares, whenever a game begins."""
    activation: tuple[Activation, ...]
    """The first that fits a unit and a day counts."""
    contact_need: int
    """What a unit without a way to its headquarters must throw on the later days of paralysis."""
    frozen_points: int
    """Points of a unit that is not active."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
