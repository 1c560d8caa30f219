"""Rivers laid along hexsides: each a continuous chain of sides from its source to its mouth.

The line of a river becomes the cheapest way over the hex corners, where a side is the dearer the
further it lies from the line. Three things bend it: a town that must lie on a given bank keeps the
chain off its wrong side; along a frontier the chain follows the limit of the two countries' hexes;
and two rivers share no side.
"""

from __future__ import annotations

import heapq
import itertools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point

from game.hexes import Hex, neighbour
from game.mapmaker import facts
from game.mapmaker.grid import Floats, Grid, degrees, plane_point
from game.mapmaker.land import SEA, Land
from game.mapmaker.lattice import HEX_KM, Corner, Side, side_corners, side_of
from game.mapmaker.places import Stop
from game.mapmaker.river_facts import FRONTIER_RIVERS, LEFT_OUT, NAMES_1945, SIZES, SMALL
from game.mapmaker.sources import Feature, Sources

REACH_KM = 45.0
"""A chain never leaves its line by more."""
SCALE_KM = 6.0
"""A side this far from the line costs twice a side on it."""
STOP_KM = 24.0
STOP_COST = 25.0
"""How far out, and how dear, the wrong side of any other town or station is."""
BANK_KM = 45.0
"""How far out the wrong side of a town is closed to a river."""
CHANNEL = "Kazakevich channel"
JOIN_KM = 25.0
"""Gaps up to this between the pieces of one river's line are closed."""


@dataclass(frozen=True)
class River:
    """One river on the map."""

    name: str
    """Name in the source."""
    name_1945: str
    corners: tuple[Corner, ...]
    """From the source to the mouth."""
    sides: tuple[Side, ...]
    sizes: tuple[str, ...]
    """small, major or great, per side."""


@dataclass(frozen=True)
class _Graph:
    """The corners and the sides a river may run on."""

    grid: Grid
    sides: tuple[Side, ...]
    middles: Floats
    links: dict[Corner, list[tuple[Corner, int]]]
    """For each corner the corners next to it and the number of the side between."""
    segments: npt.NDArray[np.object_]
    """The sides as lines, km."""
    water_end: frozenset[Corner]
    """Corners on a sea or lake hex: rivers may end there."""


def build_rivers(
    land: Land, sources: Sources, spot: dict[str, Hex], stops: list[Stop]
) -> tuple[River, ...]:
    """All rivers, the great ones first.

    `spot` is the hex of each place; `stops` are the towns and stations that the rivers should
    pass on the side where they really were, if that costs no great bend.
    """
    graph = _graph(land)
    used: dict[int, str] = {}
    taken: dict[Corner, str] = {}
    rivers: list[River] = []
    for name, pieces in _by_importance(sources.rivers):
        line = _joined(name, [f.plane for f in pieces])
        line = _within(land, line)
        if line is None or line.length < HEX_KM:
            continue
        river = _lay(graph, land, name, pieces[0], line, spot, stops, used, taken)
        if river is None:
            continue
        rivers.append(river)
        index = {s: k for k, s in enumerate(graph.sides)}
        for side in river.sides:
            used[index[side]] = name
        for corner in river.corners:
            taken.setdefault(corner, name)
    return tuple(rivers) + _channels(graph, land, used, taken)


def _channels(
    graph: _Graph, land: Land, used: dict[int, str], taken: dict[Corner, str]
) -> tuple[River, ...]:
    """Frontier sides that the chains left dry between two rivers (the arm by Khabarovsk)."""
    wanted = FRONTIER_RIVERS["Amur"]
    found = []
    for k, side in enumerate(graph.sides):
        h, d = side
        if k in used or {land.country(h), land.country(neighbour(h, d))} not in wanted:
            continue
        a, b = side_corners(side)
        if a in taken and b in taken and taken[a] != taken[b]:
            found.append(River(CHANNEL, CHANNEL, (a, b), (side,), ("major",)))
    return tuple(found)


def _by_importance(features: tuple[Feature, ...]) -> list[tuple[str, list[Feature]]]:
    """Rivers by name; frontier rivers and those that others flow into come first."""
    named: dict[str, list[Feature]] = {}
    for f in features:
        if f.properties["name"] not in LEFT_OUT:
            named.setdefault(f.properties["name"], []).append(f)
    order = list(SIZES)
    return sorted(named.items(), key=lambda kv: order.index(kv[0]) if kv[0] in SIZES else 999)


def _joined(name: str, parts: list[shapely.Geometry]) -> LineString:
    """One line out of the pieces, running towards the mouth; stray arms are dropped."""
    merged = shapely.line_merge(shapely.union_all(parts))
    left = sorted(shapely.get_parts(merged).tolist(), key=lambda g: -g.length)
    points = list(left.pop(0).coords)
    while left:
        best = None
        for k, piece in enumerate(left):
            ends = piece.coords[0], piece.coords[-1]
            for mine, at_end in ((points[-1], True), (points[0], False)):
                for theirs, flipped in ((ends[0], not at_end), (ends[1], at_end)):
                    d = math.dist(mine, theirs)
                    if d < JOIN_KM and (best is None or d < best[0]):
                        best = d, k, at_end, flipped
        if best is None:
            break
        _, k, at_end, flipped = best
        piece_points = list(left.pop(k).coords)
        if flipped:
            piece_points.reverse()
        points = points + piece_points if at_end else piece_points + points
    mouth = facts.MOUTHS.get(name)
    if mouth is not None:
        m = plane_point(*mouth)
        if math.dist(points[0], m) < math.dist(points[-1], m):
            points.reverse()
    return LineString(points)


def _within(land: Land, line: LineString) -> LineString | None:
    """The longest part of the line on the map, sea hexes left out."""
    steps = np.arange(0, line.length + 2, 2.0)
    points = [line.interpolate(min(s, line.length)) for s in steps]
    hexes = land.grid.hexes_of(np.array([p.x for p in points]), np.array([p.y for p in points]))
    best: list[Point] = []
    run: list[Point] = []
    for p, h in zip(points, hexes.tolist(), strict=True):
        if h >= 0 and land.inside[h] and land.kind[h] != SEA:
            run.append(p)
            if len(run) > len(best):
                best = list(run)
        else:
            run = []
    return LineString(best) if len(best) > 1 else None


def _graph(land: Land) -> _Graph:
    """Sides between two hexes of the map of which one at least is land."""
    grid = land.grid
    sides: list[Side] = []
    links: dict[Corner, list[tuple[Corner, int]]] = {}
    wet: set[Corner] = set()
    for h in np.flatnonzero(land.inside).tolist():
        for d, n in grid.around(h):
            if n < h or not land.inside[n]:
                continue
            side = side_of(Hex(h), d)
            a, b = side_corners(side)
            if not (land.is_land(h) and land.is_land(n)):
                wet.update((a, b))
                continue  # no river between land and water: that side is the shore
            links.setdefault(a, []).append((b, len(sides)))
            links.setdefault(b, []).append((a, len(sides)))
            sides.append(side)
    middles = np.array(
        [np.mean([grid.corner_xy(c) for c in side_corners(s)], axis=0) for s in sides]
    )
    ends = np.array([[grid.corner_xy(c) for c in side_corners(s)] for s in sides])
    segments = shapely.linestrings(ends)
    return _Graph(grid, tuple(sides), middles, links, segments, frozenset(wet))


def _lay(
    graph: _Graph,
    land: Land,
    name: str,
    feature: Feature,
    line: LineString,
    spot: dict[str, Hex],
    stops: list[Stop],
    used: dict[int, str],
    taken: dict[Corner, str],
) -> River | None:
    """The chain of one river, or None where it is too short to show."""
    away = np.asarray(shapely.distance(line, shapely.points(graph.middles)))
    cost = 1.0 + (away / SCALE_KM) ** 2
    cost[away > REACH_KM] = np.inf
    for k in used:
        cost[k] = np.inf
    _follow_frontier(graph, land, name, line, away, cost)
    _mind_stops(graph, land, line, stops, cost)
    _keep_banks(graph, name, line, spot, cost)
    corners = list(graph.links)
    xy = np.array([graph.grid.corner_xy(c) for c in corners])
    near = np.flatnonzero(shapely.dwithin(line, shapely.points(xy), REACH_KM))
    start_p, end_p = line.coords[0], line.coords[-1]

    def price(p: tuple[float, ...], want: set[Corner] | None) -> dict[Corner, float]:
        """Cost of starting or ending at a corner: by its distance from the line's end."""
        found = {}
        for k in near.tolist():
            d = math.hypot(xy[k][0] - p[0], xy[k][1] - p[1])
            if d < 30 and (want is None or corners[k] in want):
                found[corners[k]] = (d / SCALE_KM) ** 2
        return found

    # A river ends in another river, a lake or the sea where its line comes near one.
    ends = price(end_p, set(taken) | set(graph.water_end)) or price(end_p, None)
    starts = price(start_p, None)
    joins = {c: v / 4 for c, v in price(start_p, set(taken)).items() if v < 4}
    path = _cheapest(graph, cost, starts | joins, ends, set(taken))
    if path is None or len(path) < 3:
        return None
    sides = [_side_between(graph, a, b) for a, b in itertools.pairwise(path)]
    middles = [graph.middles[k] for k in sides]
    sizes = tuple(_size(name, line, x, y) for x, y in middles)
    return River(
        name,
        NAMES_1945.get(name, feature.properties["name_1945"] or name),
        tuple(path),
        tuple(graph.sides[k] for k in sides),
        sizes,
    )


def _side_between(graph: _Graph, a: Corner, b: Corner) -> int:
    return next(k for c, k in graph.links[a] if c == b)


def _cheapest(
    graph: _Graph,
    cost: Floats,
    starts: dict[Corner, float],
    ends: dict[Corner, float],
    taken: set[Corner],
) -> list[Corner] | None:
    """Dijkstra from any start to any end; a corner of another river is only an end."""
    best = dict(starts)
    back: dict[Corner, Corner] = {}
    queue = sorted((d, c) for c, d in starts.items())
    heapq.heapify(queue)
    final: tuple[float, Corner] | None = None
    done: set[Corner] = set()
    while queue:
        d, here = heapq.heappop(queue)
        if here in done:
            continue
        done.add(here)
        if final is not None and d >= final[0]:
            break
        if here in ends and here in back and (final is None or d + ends[here] < final[0]):
            final = d + ends[here], here
        if here in back and here in taken:
            continue
        for there, k in graph.links[here]:
            step = d + float(cost[k])
            if step < best.get(there, math.inf):
                best[there], back[there] = step, here
                heapq.heappush(queue, (step, there))
    if final is None:
        return None
    path = [final[1]]
    while path[-1] in back:
        path.append(back[path[-1]])
    return path[::-1]


def _follow_frontier(
    graph: _Graph, land: Land, name: str, line: LineString, away: Floats, cost: Floats
) -> None:
    """Along its frontier reach the river is the limit between the two countries' hexes."""
    if name not in FRONTIER_RIVERS:
        return
    wanted = FRONTIER_RIVERS[name]
    limit = [
        k
        for k, (h, d) in enumerate(graph.sides)
        if {land.country(h), land.country(neighbour(h, d))} in wanted and away[k] < REACH_KM
    ]
    if not limit:
        return
    middles = shapely.multipoints(graph.middles[limit])
    beside = np.asarray(shapely.distance(middles, shapely.points(graph.middles)))
    # Off the limit but near it a side would put land of one country beyond its river.
    cost[(beside > 0.1) & (beside < HEX_KM)] *= 6.0
    cost[limit] = 0.3


def _mind_stops(
    graph: _Graph, land: Land, line: LineString, stops: list[Stop], cost: Floats
) -> None:
    """Make the sides dear that would lead the river past a town or station on the wrong side."""
    points = shapely.points([(s.x, s.y) for s in stops])
    for k in np.flatnonzero(shapely.dwithin(line, points, 30.0)).tolist():
        stop = stops[k]
        s, d = line.project(points[k]), line.distance(points[k])
        if d < 0.5 or not 1.0 < s < line.length - 1.0:
            continue
        nearest = line.interpolate(s)
        x, y = land.grid.centres[stop.hex]
        dx, dy = (stop.x - nearest.x) / d, (stop.y - nearest.y) / d
        wall = LineString([(x, y), (x + dx * STOP_KM, y + dy * STOP_KM)])
        shapely.prepare(wall)
        cost[np.asarray(shapely.intersects(wall, graph.segments))] += STOP_COST


def _keep_banks(
    graph: _Graph, name: str, line: LineString, spot: dict[str, Hex], cost: Floats
) -> None:
    """Close the sides that would lead the river past a town on the wrong side."""
    for place, river, bank in facts.BANKS:
        if river != name or place not in spot:
            continue
        x, y = graph.grid.centres[spot[place]]
        s = line.project(Point(x, y))
        a, b = line.interpolate(max(0.0, s - 15)), line.interpolate(min(line.length, s + 15))
        length = math.hypot(b.x - a.x, b.y - a.y)
        left = -(b.y - a.y) / length, (b.x - a.x) / length
        turn = 1.0 if bank == "L" else -1.0
        wall = LineString([(x, y), (x + turn * left[0] * BANK_KM, y + turn * left[1] * BANK_KM)])
        shapely.prepare(wall)
        cost[np.asarray(shapely.intersects(wall, graph.segments))] = np.inf


def _size(name: str, line: LineString, x: float, y: float) -> str:
    """Size of the reach a point lies on: the table gives (from this point on, size)."""
    reaches = SIZES.get(name, SMALL)
    s, size = line.project(Point(x, y)), "small"
    for start, value in reaches:
        if start is None or line.project(Point(plane_point(*start))) <= s:
            size = value
    return size


def river_lonlat(river: River, grid: Grid) -> list[tuple[float, float]]:
    """The chain in degrees, for a GIS."""
    return [degrees(*grid.corner_xy(c)) for c in river.corners]
