"""Tables of the rescript and the cease-fire (`scenarios/common/politics.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a class of troops learns of the order to cease fire and whether it obeys."""

    hears: int
    """Chance a day that the order reaches it, per cent."""
    obeys: int
    """Chance a day that it lays down arms once Soviet troops stand next to it, per cent."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class PoliticsTable:
    """Chances are per cent a day."""

    rescript_day: date
    """Day of the broadcast under historical options, whenever the game begins."""
    order_after: int
    """Days from the broadcast to the order to stop attacking."""
    travel_after: int
    """Days from the broadcast to the first day on which units can hear the order."""
    bearing: dict[str, Bearing]
    """By class of troops: rear, field, korea, sakhalin, kurils, lost, works."""
    stubborn_quality: int
    """Units of this quality and more obey less readily, by `stubborn`."""
    stubborn: int
    wireless_works: int
    """Garrisons of works of this level and more have no wire and do not hear."""
    lost_days: int
    """A unit cut off for this many days counts as lost."""
    captors: dict[str, int]
    """Prisoners a unit can disarm in a day, by its size."""
    melt_away: int
    """Per cent of rear troops who go home instead of into captivity."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
