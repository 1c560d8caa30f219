"""Tables of wear: breakdowns on the march, sickness (`scenarios/common/wear.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class WearTable:
    """What an army loses without an enemy."""

    march: int
    """Points of march in a day above which armour breaks down."""
    breakdown: int
    """Permille of a unit's armour that breaks down on such a day."""
    breakdown_forced: int
    """The same when the march was forced."""
    hard: int
    """Factor on both in mud, in mountains and dunes."""
    hard_ground: tuple[str, ...]
    """Terrains that count as hard."""
    repairable: int
    """Per cent of it that the workshops can mend; the rest is lost."""
    sick: int
    """Men of 100,000 that fall sick or have an accident each day and are lost to their unit."""
    sick_hard: int
    """The same on unhealthy ground."""
    unhealthy: tuple[str, ...]
    """Terrains where more fall sick: heat, thirst, midges and bad water."""
    sick_dead: int
    """Per cent of these who die."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
