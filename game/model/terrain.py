"""What is in a hex and between two hexes, as the rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Mobility = Literal["foot", "horse", "motor", "mech", "tank", "static"]
MOBILITIES: tuple[Mobility, ...] = ("foot", "horse", "motor", "mech", "tank", "static")
MOBILITY_INDEX: dict[str, int] = {m: i for i, m in enumerate(MOBILITIES)}

# State of the ground, in rising order of misery.
DRY, WET, MUD, FLOOD = 0, 1, 2, 3
"""FLOOD is mud with the rivers out of their beds."""
GROUND_NAMES = ("dry", "wet", "mud", "mud and floods")

# Rivers on hexsides, in rising order of width.
NO_RIVER, SMALL_RIVER, MAJOR_RIVER, GREAT_RIVER = 0, 1, 2, 3
RIVER_NAMES = ("", "small", "major", "great")

# Roads on hexsides.
NO_ROAD, TRACK, ROAD = 0, 1, 2

# Unreachable: as a cost of one step, on bytes.
IMPASSABLE = 255


@dataclass(frozen=True, slots=True)
class Cut:
    """Damage to the way over a hexside: what no longer bridges it or runs along it."""

    what: Literal["bridge", "rail", "bombed"]
    """bridge: road and railway bridge down, to be crossed as the river it is; rail: track torn up,
    no trains; bombed: fewer trains until the next morning."""
    work: int
    """Engineer-turns until it is mended; of a bombed line the quarters of its trains that it
    loses."""


@dataclass(frozen=True, slots=True)
class Job:
    """What engineers are at work on, from day to day until it is done."""

    task: Literal["repair", "bridge", "track", "fort"]
    """Mend a bridge or railway, lay a pontoon bridge, cut a track through virgin forest; dig the
    troops of a hex in."""
    side: int
    """The hexside, from the lower hex; of `fort` the first side of its hex."""


@dataclass(frozen=True, slots=True)
class Terrain:
    """One class of terrain with its printed values (file `scenarios/common/terrain.toml`)."""

    id: str
    name: str
    land: bool
    cost: tuple[int, ...]
    """Points to enter when dry, in the order of MOBILITIES; IMPASSABLE where it cannot."""
    road_group: Literal["open", "hills", "close"]
    """Which row of the road table serves roads through this terrain."""
    drained: bool
    """Drained ground is one state better than its sector's."""
    worst_ground: int
    """The ground here never gets worse than this (marsh is never worse than wet)."""
    defence: int
    """Rows added to an attack on this hex (negative helps the defender)."""
    stack: int
    """Stack points that one side can have in the hex."""
    frontage: int
    """Stack points that can attack out of one neighbouring hex into this one."""
    armour: int
    """Per cent of armour's strength that counts in a fight here."""
    close: bool
    """Close country: zones of control and columns keep to roads and tracks."""
    open_column: int
    """Column points that may cross one hexside here off roads in a turn."""
    fuel: int
    """Fuel points used to enter off roads when dry (40 is one refill)."""
    sight: bool
    """True where a moving observer sees into the hex from two hexes away."""
    source: str = ""
    mountain: bool = False
    """Roads and tracks here are passes: one narrow column."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
