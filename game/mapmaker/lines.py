"""Railways and roads as links between neighbouring hexes.

A line runs from the hex of each station to the hex of the next, over the hexes nearest to its
drawn course. It keeps to its own country, crosses a river only where its course does, shares the
hexes of a line of the same gauge it meets, and never crosses open water. A link over a river is a
bridge: roads are cut at wide rivers where no railway crosses, for there were ferries.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from game.hexes import Hex, neighbour
from game.mapmaker import facts
from game.mapmaker.grid import Floats, plane_point
from game.mapmaker.land import LAND, Land
from game.mapmaker.lattice import Side, side_of
from game.mapmaker.places import SIDES, Stop, seat
from game.mapmaker.river_facts import FRONTIER_RIVERS
from game.mapmaker.rivers import River
from game.mapmaker.sources import Feature, Sources

Words = npt.NDArray[np.object_]
SCALE_KM = 9.0
REACH_KM = 50.0
AT_PLACE_KM = 9.0
"""A bend of a road this near to a place is at the place."""


@dataclass
class Link:
    """What runs between two neighbouring hexes."""

    road: int = 0
    rail: int = 0
    gauge: int = 0
    tracks: int = 0
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One railway or road."""

    id: str
    name: str
    kind: str
    confidence: str
    stops: tuple[Stop, ...]
    """Stations or way points on the map."""


@dataclass(frozen=True)
class Network:
    """All lines, and the links they make."""

    lines: tuple[Line, ...]
    links: dict[Side, Link]

    @property
    def hexes(self) -> set[int]:
        """Hexes that some line touches."""
        return {int(h) for s in self.links for h in (s[0], neighbour(*s))}


@dataclass(frozen=True)
class _Water:
    """Rivers as the lines see them."""

    size: dict[Side, str]
    name: dict[Side, str]
    courses: dict[str, BaseGeometry]
    """The true course of each river, to see whether a leg crosses it."""


def all_stops(land: Land, sources: Sources, spot: dict[str, Hex]) -> dict[str, list[Stop]]:
    """The stops of every railway and road on the map, by line id."""
    found = {}
    for f in sources.railways:
        p = f.properties
        found[p["id"]] = _stops(land, f, sources.territories, p["stations"], p["place_ids"], spot)
    for f in sources.roads:
        names, ids = _road_points(f, sources)
        found[f.properties["id"]] = _stops(land, f, sources.territories, names, ids, spot)
    return found


def build_lines(
    land: Land, sources: Sources, stops_of: dict[str, list[Stop]], rivers: tuple[River, ...]
) -> Network:
    """Railways first, then roads, which like to run beside them."""
    water = _Water(
        size={s: z for r in rivers for s, z in zip(r.sides, r.sizes, strict=True)},
        name={s: r.name for r in rivers for s in r.sides},
        courses=_courses(sources),
    )
    links: dict[Side, Link] = {}
    lines: list[Line] = []
    by_rank = sorted(
        sources.railways, key=lambda f: (-f.properties["capacity_class"], f.properties["id"])
    )
    for f in by_rank:
        p = f.properties
        stops = stops_of[p["id"]]
        line = Line(p["id"], p["name"], "rail", p["confidence"], tuple(stops))
        lines.append(line)
        for side in _run(land, water, links, f, stops, gauge=p["gauge"]):
            link = links.setdefault(side, Link())
            if link.rail == 0 or (link.rail, link.gauge) < (p["capacity_class"], p["gauge"]):
                link.gauge = p["gauge"]
            link.rail = max(link.rail, p["capacity_class"])
            link.tracks = max(link.tracks, 2 if p["double_track"] else 1)
            link.lines.append(line.id)
    for f in sorted(sources.roads, key=lambda f: (-f.properties["road_class"], f.properties["id"])):
        p = f.properties
        stops = stops_of[p["id"]]
        lines.append(Line(p["id"], p["name"], "road", p["confidence"], tuple(stops)))
        for side in _run(land, water, links, f, stops, gauge=0):
            if not _road_may_cross(water, links, side):
                continue
            link = links.setdefault(side, Link())
            link.road = max(link.road, p["road_class"])
            link.lines.append(p["id"])
    return Network(tuple(sorted(lines, key=lambda x: x.id)), links)


def _courses(sources: Sources) -> dict[str, BaseGeometry]:
    parts: dict[str, list[BaseGeometry]] = {}
    for f in sources.rivers:
        parts.setdefault(f.properties["name"], []).append(f.plane)
    courses = {name: shapely.union_all(p) for name, p in parts.items()}
    for course in courses.values():
        shapely.prepare(course)
    return courses


def _road_points(f: Feature, sources: Sources) -> tuple[list[str], list[str | None]]:
    """Name and place id of each bend of a road that is at a place."""
    names: list[str] = []
    ids: list[str | None] = []
    for x, y in f.plane.coords:
        best = min(
            (
                math.dist((x, y), plane_point(float(p["lon"]), float(p["lat"]))),
                p["id"],
                p["name_1945"],
            )
            for p in sources.places
        )
        at = best[0] <= AT_PLACE_KM
        names.append(best[2] if at else "")
        ids.append(best[1] if at else None)
    return names, ids


def _country_of(territories: tuple[Feature, ...], lon: float, lat: float) -> list[str]:
    """The country of 1945 a point lay in, as a list of one, or of none at sea."""
    point = Point(lon, lat)
    return [f.properties["id"] for f in territories if f.degrees.covers(point)][:1]


def _stops(
    land: Land,
    f: Feature,
    territories: tuple[Feature, ...],
    names: list[str],
    ids: list[str | None],
    spot: dict[str, Hex],
) -> list[Stop]:
    """Stations on the map with their hexes: of the place, or nearest land of their country."""
    found: list[Stop] = []
    for name, place, (lon, lat) in zip(names, ids, f.degrees.coords, strict=True):
        h: Hex | None
        if place is not None and place in spot:
            h = spot[place]
        else:
            h = seat(land, lon, lat, _country_of(territories, lon, lat)) or seat(
                land, lon, lat, SIDES
            )
        if h is not None:
            found.append(Stop(name, h, *plane_point(lon, lat)))
        elif found:
            found.append(_at_the_edge(land, found[-1], plane_point(lon, lat)))
            break
    return found


def _at_the_edge(land: Land, last: Stop, beyond: tuple[float, float]) -> Stop:
    """Where a line leaves the map on its way to a stop beyond it."""
    best = last
    course = LineString([(last.x, last.y), beyond])
    for s in np.arange(0.0, course.length, 2.0).tolist():
        p = course.interpolate(s)
        h = land.grid.hex_of(p.x, p.y)
        if h < 0 or not land.is_land(h):
            break
        best = Stop("(edge of the map)", h, p.x, p.y)
    return best


def _run(
    land: Land,
    water: _Water,
    links: dict[Side, Link],
    f: Feature,
    stops: list[Stop],
    gauge: int,
) -> list[Side]:
    """The hexsides a line crosses, leg by leg."""
    sides: list[Side] = []
    away = np.asarray(shapely.distance(f.plane, shapely.points(land.grid.centres)))
    for a, b in pairwise(stops):
        for side in _leg(land, water, links, away, a, b, gauge, frozenset(sides)):
            if side not in sides:
                sides.append(side)
    return sides


def _leg(
    land: Land,
    water: _Water,
    links: dict[Side, Link],
    away: Floats,
    start: Stop,
    goal: Stop,
    gauge: int,
    behind: frozenset[Side],
) -> list[Side]:
    """Cheapest way from one stop to the next; a line does not go back on itself (`behind`)."""
    grid, a, b = land.grid, start.hex, goal.hex
    if a == b:
        return []
    crossed = _crossed(water, start, goal)
    reach = shapely.buffer(LineString([grid.centres[a], grid.centres[b]]), REACH_KM)
    shapely.prepare(reach)
    countries = {land.country(a), land.country(b)}
    best: dict[Hex, float] = {a: 0.0}
    back: dict[Hex, Side] = {}
    came: dict[Hex, Hex] = {}
    queue: list[tuple[float, Hex]] = [(0.0, a)]
    while queue:
        d, h = heapq.heappop(queue)
        if h == b:
            break
        if d > best[h]:
            continue
        for direction, n in grid.around(h):
            if not (land.inside[n] and land.kind[n] == LAND):
                continue
            side = side_of(h, direction)
            if side in land.barriers or not shapely.contains_xy(reach, *grid.centres[n]):
                continue
            step = 1.0 + (float(away[n]) / SCALE_KM) ** 2 * 0.5
            link = links.get(side)
            if link is not None:
                if gauge == 0 or link.gauge == gauge:
                    step *= 0.65
                elif link.gauge:
                    step += 6.0  # two gauges on one bank only where there is no other way
            if land.country(n) not in countries:
                step += 8.0
            if side in behind:
                step += 3.0
            if side in water.size:
                bridged = link is not None and link.rail > 0
                wide = water.size[side] != "small"
                if wide and gauge == 0:
                    step += 0.0 if bridged else 25.0
                elif water.name[side] not in crossed:
                    step += 7.0 if wide else 2.0
                elif not bridged:
                    step += 4.0 if wide else 1.0
            if d + step < best.get(n, math.inf):
                best[n], back[n], came[n] = d + step, side, h
                heapq.heappush(queue, (d + step, n))
    if b not in came:
        raise ValueError(f"no way by land from {a:05d} to {b:05d}")
    sides: list[Side] = []
    here = b
    while here != a:
        sides.append(back[here])
        here = came[here]
    return sides[::-1]


def _crossed(water: _Water, start: Stop, goal: Stop) -> set[str]:
    """Rivers that the straight way between two stops crosses an odd number of times."""
    leg = LineString([(start.x, start.y), (goal.x, goal.y)])
    return {
        name
        for name, course in water.courses.items()
        if shapely.intersects(course, leg)
        and len(shapely.get_parts(shapely.intersection(course, leg))) % 2
    }


def _road_may_cross(water: _Water, links: dict[Side, Link], side: Side) -> bool:
    """Roads cross small rivers freely, wide ones only by a railway's bridge: elsewhere by boat."""
    if side in links and links[side].rail:
        return True
    return water.size.get(side, "small") == "small" and water.name.get(side) not in FRONTIER_RIVERS


def drop_tracks_to_be_cut(terrain: Words, network: Network) -> Network:
    """Ways that Soviet sappers cut during the operation are not there when it begins."""
    links: dict[Side, Link] = {}
    for side, link in network.links.items():
        wild = {str(terrain[side[0]]), str(terrain[neighbour(*side)])}
        cut = [x for x in link.lines if x in facts.CUT_IN_AUGUST and facts.CUT_IN_AUGUST[x] in wild]
        left = [x for x in link.lines if x not in cut]
        if cut and not left:
            continue
        if cut and not any(x.startswith("M") for x in left):
            link.road = 0
        link.lines = left
        links[side] = link
    return Network(network.lines, links)
