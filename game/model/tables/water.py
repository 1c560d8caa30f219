"""Tables of sea and rivers (`scenarios/common/water.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class WaterTable:
    """Passage, loading, landing, and what ships and coasts do to each other."""

    fast_sizes: tuple[str, ...]
    """Sizes of units that cross in fast craft; bigger ones take transports."""
    fast_points: int
    """Points for each sea hex in fast craft, of the points of a turn."""
    slow_points: int
    """The same in transports."""
    load_turns: int
    """Turns to load a unit that goes in fast craft at a port."""
    load_turns_slow: int
    """The same for one that takes transports."""
    landing_points: int
    """Points that going ashore needs; it takes all that are left."""
    men_ashore: tuple[int, ...]
    """Per cent of the men ashore on the first turn, the next, and so on."""
    guns_ashore: tuple[int, ...]
    """The same for guns, rocket launchers and armour."""
    beach_loss: int
    """Factor on the attacker's loss on the first day on a defended beach."""
    fog: tuple[str, ...]
    """Codes of weather in which a landing may not find its beach in time."""
    fog_need: int
    """Two dice must reach this to be ashore in time."""
    storm: tuple[str, ...]
    """Codes of weather in which nobody lands on an open beach."""
    storm_need: int
    """Two dice must reach this to get into a harbour in such weather."""
    battery_types: tuple[str, ...]
    """Types of units that man coast batteries wherever they stand on a coast."""
    battery_need: int
    """Two dice must reach this for a coast battery, or its mines, to sink ships."""
    battery_sinks: int
    """Per cent of the ships of a landing that are sunk then."""
    drowned: int
    """Per cent of the men in sunk ships who are lost; the others are picked up."""
    beach_days: int
    """Days for which troops that came ashore live from what their ships land."""
    port_tons: tuple[int, int, int, int]
    """Tons a day through a captured port by its class, 0 to 3."""
    port_after: int
    """Turns after its capture that a port can be used for supply."""
    river_up: int
    """Points for each hex of a river upstream."""
    river_down: int
    """The same downstream."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
