"""Railways and depots: tables `[rail]` and `[depots]` of `scenarios/common/supply.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class RailTable:
    """What lines, stations and railway troops do in a day. Tons a day unless said otherwise."""

    tons: tuple[int, ...]
    """A single track by its class, 0 to 3; two tracks carry twice as much."""
    narrow_below: int
    """Lines of a lesser gauge, in mm, carry `narrow` whatever their class."""
    narrow: int
    cape_below: int
    """The same for lines between the two, as the 1,067 mm of Sakhalin."""
    cape: int
    transfer: int
    """What passes from one gauge to another at one station."""
    transfer_hexes: int
    """How many hexes of way a change of gauge weighs as, when the way of the trains is chosen."""
    unload: dict[str, int]
    """What can be unloaded by kind of place; the best place of a hex counts."""
    unload_port: tuple[int, ...]
    """The least of a port, by its class 0 to 3."""
    halt: int
    """What can be unloaded anywhere else."""
    home_gauge: dict[str, int]
    """Gauge of each side's own trains, mm: what its railway troops relay lines to."""
    brigade_links: int
    """Hexes that a railway brigade relays in a day."""
    waves: int
    """How often what did not come is looked for elsewhere in a day."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class DepotTable:
    """Stores on the ground, in days of what a place unloads unless said otherwise."""

    base: int
    """Tons a day that any base of supply can load, whatever the place."""
    start: dict[str, int]
    """Days that the bases of each side hold at the start."""
    fill: dict[str, int]
    """Days up to which trains fill a depot of each side with what nobody asks for."""
    captured_percent: int
    """Per cent of a day's tons that a captor can use, for each of `captured_days`."""
    captured_days: int
    burnt: dict[str, int]
    """Two dice at which a side has destroyed its depot before the enemy came; 13 for never."""
    guarded: int
    """Tons from which a depot is worth a guard."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
