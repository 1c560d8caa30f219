"""Where units stand at the start: their historical place, on land of their side, with room."""

from __future__ import annotations

from dataclasses import dataclass

from game.hexes import NOWHERE, Hex, disc
from game.model.hexmap import HexMap
from game.model.terrain import IMPASSABLE, MOBILITY_INDEX
from game.scenario.plane import Plane

GARRISON_KM = 25.0
"""A unit this near to a fortified zone that lists it stands in the zone's hex."""
REACH = 2
"""A unit is never moved further than this many hexes for want of room."""
KIN = 0.3
"""Weight of the way to the other units of the corps against the way from the own place."""


@dataclass(frozen=True)
class Seat:
    """Where a unit was put, how far from its place in the source, and why not there."""

    hex: Hex
    km: float
    reason: str


class Seats:
    """Hands out hexes, keeping to the stacking limits."""

    def __init__(self, hexmap: HexMap, plane: Plane, zone_of: dict[str, list[Hex]]) -> None:
        """`zone_of` holds the hexes of the fortified zones that list a unit as garrison."""
        self.map = hexmap
        self.plane = plane
        self.used: dict[tuple[str, Hex], int] = {}
        self.zone_of = zone_of

    def home(self, side: str, lat: float, lon: float) -> Hex:
        """The land hex of the side nearest to a point: its own hex or a neighbour, or NOWHERE."""
        point = self.plane.point(lat, lon)
        here = self.plane.hex_of(point)
        if here is None:
            return NOWHERE
        own = [h for h in self._disc(here, 1) if self._own(side, h)]
        return min(own, key=lambda h: (self.plane.km(point, h), h), default=NOWHERE)

    def seat(
        self,
        unit: str,
        side: str,
        mobility: str,
        stack: int,
        lat: float,
        lon: float,
        kin: tuple[float, float],
    ) -> Seat:
        """Take a hex for a unit. `kin` is the middle of its corps on the plane."""
        point = self.plane.point(lat, lon)
        here, target, reason = self.plane.hex_of(point), self.home(side, lat, lon), ""
        zones = [z for z in self.zone_of.get(unit, ()) if self._own(side, z)]
        zone = min(zones, key=lambda h: self.plane.km(point, h), default=NOWHERE)
        if zone != NOWHERE and self.plane.km(point, zone) <= GARRISON_KM:
            target, reason = zone, "garrison of a fortified zone"
        if target == NOWHERE:
            raise ValueError(f"unit {unit}: no land of {side} near {lat} N {lon} E")
        if target != here:
            reason = reason or "its own hex is water or the enemy's"
        free = [
            h
            for h in self._disc(target, REACH)
            if self._own(side, h)
            and self._can_stand(h, mobility)
            and self.used.get((side, h), 0) + stack <= self.map.terrain_at(h).stack
        ]
        if not free:
            raise ValueError(f"unit {unit}: no room within {REACH} hexes of {target:05d}")
        if target in free:
            chosen = target
        else:
            reason = "no room" if self._can_stand(target, mobility) else "ground it cannot enter"
            chosen = min(
                free,
                key=lambda h: (self.plane.km(point, h) + KIN * self.plane.km(kin, h), h),
            )
        self.used[side, chosen] = self.used.get((side, chosen), 0) + stack
        return Seat(chosen, self.plane.km(point, chosen), "" if chosen == here else reason)

    def _disc(self, h: int, radius: int) -> list[Hex]:
        terrain = self.map.terrain_bytes
        return [n for n in disc(h, radius, self.map.columns, self.map.rows) if terrain[n]]

    def _own(self, side: str, h: int) -> bool:
        country = int(self.map.country[h])
        return (
            bool(self.map.land[h])
            and country < len(self.map.country_sides)
            and self.map.country_sides[country] == side
        )

    def _can_stand(self, h: int, mobility: str) -> bool:
        """Whether such troops could have come here: over the terrain or by a road or railway."""
        if mobility == "static":
            return True
        cost = self.map.terrain_at(h).cost[MOBILITY_INDEX[mobility]]
        links = range(h * 6, h * 6 + 6)
        return cost < IMPASSABLE or any(self.map.road[i] or self.map.rail[i] for i in links)
