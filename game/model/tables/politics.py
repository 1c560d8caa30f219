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
class CouncilTable:
    """What presses on the council, in points of pressure, and when it decides."""

    daily: int
    """A day of blockade and bombing, from the second day on."""
    per_weight: int
    """An objective presses with its weight divided by this on the day of its fall."""
    most_places: int
    """The most that places count for in a day."""
    success: int
    """What a hex taken by a Japanese counter-attack, or a landing beaten off, takes off."""
    most_successes: int
    """So many of them count in a day."""
    first_turn: int
    """The first evening on which the council can decide."""
    need: int
    """Two dice must reach this, less the pressure divided by `per_need`."""
    per_need: int
    coup: int
    """Two dice of this and more on the day of the broadcast put it off for a day."""

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
    """By class of troops: staff, rear, field, korea, sakhalin, kurils, lost, works."""
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
    parley: int
    """What envoys from a neighbouring hex add to the chance to obey, per cent."""
    envoy_hears: int
    """Chance to hear on a day on which envoys come, per cent, where it is lower without them."""
    headquarters: int
    """Chance a day that the order reaches a headquarters, per cent."""
    council: CouncilTable

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
