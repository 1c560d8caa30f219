"""Tables of disruption, surrender and desertion (`scenarios/common/morale.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MoraleTable:
    """All checks are two dice against a number."""

    recovery_base: int
    """One disruption is recovered when 2d6 >= this - quality / `recovery_quality`."""
    recovery_quality: int
    recovery_short: int
    """Added to the number needed when ammunition is short."""
    recovery_hq: int
    """Taken off it when a headquarters over the unit is within reach."""
    repair: int
    """Per cent of the armour in the workshops that returns each day."""
    dig_turns: int
    """Quiet turns of work for one level of entrenchment."""
    dig_turns_engineers: int
    dig_most: int
    """Highest level that troops dig themselves."""
    surrender_after: int
    """Days cut off before a unit is tested."""
    surrender_days: int
    """Days cut off that add 1 to the throw."""
    surrender_weak: int
    """Japanese quality below which a unit counts as weak."""
    surrender_killed: int
    """Per cent of the men of a fighting unit killed or gone when it lays down its arms."""
    surrender_need: dict[str, int]
    """What 2d6 + days cut off / 3 + disruption must reach, by class of troops."""
    desertion_near: int
    """Hexes within which Soviet troops make puppet troops desert faster."""
    desertion_rate: int
    """Permille of men a day for each point of risk, with Soviets near or after the rescript."""
    desertion_rate_far: tuple[int, int]
    """The same otherwise, as a fraction."""
    mutiny_base: int
    """A unit near the enemy breaks up when 2d6 >= this - risk / `mutiny_risk`."""
    mutiny_risk: int

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
