"""Tables of movement, zones of control, stacking and columns (`scenarios/common/movement.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MovementTable:
    """Points are tens of minutes of marching; lists by mobility are in the order of MOBILITIES."""

    points: int
    """Points of every unit a turn."""
    credit: int
    """Most unspent points that carry over."""
    forced: tuple[int, ...]
    """Extra points of a forced march, by mobility."""
    forced_fatigue: int
    forced_limit: int
    """At this fatigue no forced march."""
    road_open: tuple[int, ...]
    """Points for one hex along a class 2 road, by mobility; open ground."""
    road_hills: tuple[int, ...]
    road_close: tuple[int, ...]
    track_quarters: int
    """A track costs this many quarters of the terrain, never less than `track_floor`."""
    track_floor: tuple[int, ...]
    track_only: tuple[int, ...]
    """Points for a track through terrain that the class cannot cross without one."""
    embankment: tuple[int, ...]
    """Points for one hex along a railway embankment; IMPASSABLE where the class cannot."""
    terrain_wet: tuple[int, ...]
    """Multiplier in quarters, by mobility; so the next five."""
    terrain_mud: tuple[int, ...]
    track_wet: tuple[int, ...]
    track_mud: tuple[int, ...]
    road_wet: tuple[int, ...]
    road_mud: tuple[int, ...]
    river: tuple[int, ...]
    """Points to cross without bridge, by river size (none, small, major, great)."""
    prepared_crossing: int
    """Points to cross a major river where the army's engineers have held the bank overnight."""
    swollen_crossing: int
    """The same, and the only way over, where the rivers are in flood."""
    ferried: int
    """Points to cross a great river by ferry."""
    crossing_assets: tuple[str, ...]
    """Kinds of army assets that prepare crossings of major rivers."""
    ferry_points: dict[str, int]
    """Column points a turn that an asset of this kind ferries over a great river."""
    ferry_nations: tuple[str, ...]
    """Nations whose assets ferry."""
    fuel_road: int
    """Fuel points for one hex along a class 2 road; so the next two."""
    fuel_wet: int
    """Least fuel off roads on wet or muddy ground."""
    fuel_embankment: int
    zoc: tuple[int, ...]
    """Extra points to enter a hex in an enemy zone of control, by mobility."""
    zoc_strength: int
    """Raw strength a unit needs to exert a zone of control."""
    zoc_disruption: int
    """At this disruption a unit exerts none."""
    attack: int
    """Points an attack costs."""
    columns_road: int
    """Column points per hexside and turn on a class 2 road; so the next three."""
    columns_track: int
    columns_pass: int
    columns_rail: int
    columns_crossing: int
    """Column points over an unbridged major river: one pontoon bridge or ford."""
    column_men: int
    """Men in one column point."""
    column_vehicles: int
    """Vehicles in one column point."""
    march_fatigue_from: int
    """Points of march in a turn above which fatigue grows by `march_fatigue`."""
    march_fatigue: int
    rest: int
    rest_supplied: int
    rail_hexes: int
    """Hexes a turn by train."""
    rail_entrain: int
    """Turns bound by entraining, and by detraining."""
    trains: tuple[int, int, int, int]
    """Trains a day on a line of class 0, 1, 2, 3 (single track); double track twice that."""
    trains_division: int
    trains_brigade: int
    trains_regiment: int
    captured_after: int
    """Turns after its capture that a line can be used."""
    captured_share: int
    """A captured line carries its trains divided by this."""
    rain: tuple[str, ...]
    """Codes of weather that wet the ground."""
    heavy_rain: tuple[str, ...]
    """Codes of weather that make mud in one day."""
    mud_days: int
    """Days of rain in a row that make mud."""
    dry_days: int
    """Dry days in a row that make the ground one state better."""
    dry_days_slow: int
    """The same in the sectors that dry slowly."""
    slow_sectors: tuple[str, ...]
    ground_start: dict[str, int]
    """Ground of the first turn by sector, where it is not dry."""
    water_rise: int
    """How much a day of heavy rain adds to the water in the rivers of a sector."""
    water_most: int
    """The water never stands higher; each day without rain takes 1 off."""
    water_flood: int
    """From this on rivers are in flood."""
    heat_sectors: tuple[str, ...]
    """Sectors where days of `heat_weather` are hot."""
    heat_weather: tuple[str, ...]

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
