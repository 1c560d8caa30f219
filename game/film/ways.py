"""Railways and roads: the links between hexes joined to long lines that run through the towns."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from game.film.projection import Floats, Point, Projection
from game.hexes import Hex, neighbour
from game.model.hexmap import HexMap, Place


@dataclass(frozen=True, slots=True)
class Way:
    """A line of one kind from junction to junction, as a chain of hexes."""

    hexes: tuple[Hex, ...]
    kind: tuple[int, ...]
    """Of a railway: class, gauge, tracks; of a road: class."""


def chains(size: int, kind_of: Callable[[int], tuple[int, ...] | None]) -> tuple[Way, ...]:
    """Join hexsides of the same kind to lines.

    `kind_of(hex * 6 + direction)` is what crosses that hexside. Lines end where their kind
    changes, at junctions and at dead ends; a ring starts anywhere.
    """
    links: dict[Hex, dict[Hex, tuple[int, ...]]] = {}
    for side in range(size * 6):
        kind = kind_of(side)
        if kind is not None:
            h, direction = Hex(side // 6), side % 6
            n = neighbour(h, direction)
            links.setdefault(h, {})[n] = kind
            links.setdefault(n, {})[h] = kind
    done: set[tuple[Hex, Hex]] = set()
    found = []

    def follow(start: Hex, first: Hex) -> Way:
        kind = links[start][first]
        line = [start, first]
        done.update(((start, first), (first, start)))
        while len(links[line[-1]]) == 2:
            after = next(n for n in links[line[-1]] if n != line[-2])
            if links[line[-1]][after] != kind or (line[-1], after) in done:
                break
            done.update(((line[-1], after), (after, line[-1])))
            line.append(after)
        return Way(tuple(line), kind)

    def ends(h: Hex) -> bool:
        return len(links[h]) != 2 or len(set(links[h].values())) == 2

    for only_ends in (True, False):
        for h in sorted(links):
            for n in sorted(links[h]):
                if (h, n) not in done and (ends(h) or not only_ends):
                    found.append(follow(h, n))
    return tuple(found)


@functools.cache
def railways(hexmap: HexMap) -> tuple[Way, ...]:
    """The railways of a map; kind is (class, gauge, tracks)."""
    rail, gauge, tracks = (a.tolist() for a in (hexmap.rail, hexmap.gauge, hexmap.tracks))

    def kind(side: int) -> tuple[int, ...] | None:
        return (rail[side], gauge[side], tracks[side]) if rail[side] else None

    return chains(hexmap.size, kind)


@functools.cache
def roads(hexmap: HexMap) -> tuple[Way, ...]:
    """Roads and tracks of a map; kind is (class,)."""
    road = hexmap.road.tolist()
    return chains(hexmap.size, lambda side: (road[side],) if road[side] else None)


@functools.cache
def stops(hexmap: HexMap, projection: Projection) -> dict[int, Point]:
    """Where lines pass through a hex that has a town: at the town itself, in km.

    Towns stand where they stood, at most half a hex from the middle.
    """
    return {h: drawn_at(projection, places[0]) for h, places in hexmap.places_at.items()}


def drawn_at(projection: Projection, place: Place) -> Point:
    """Where a place is drawn, in km: where it stands, but always inside its hex.

    The map's makers moved some towns to the next hex, to keep two apart or in their own country.
    """
    x, y = projection.centre(place.hex)
    at = projection.plane(float(place.lon), float(place.lat))
    dx, dy = float(at[0]) - x, float(at[1]) - y
    share = min(1.0, projection.size * 0.48 / max(math.hypot(dx, dy), 1e-6))
    return x + dx * share, y + dy * share


def course(way: Way, hexmap: HexMap, projection: Projection, loose: bool = True) -> Floats:
    """The drawn line of a way in km: through its towns, elsewhere eased from the hex centres."""
    towns = stops(hexmap, projection)
    points = projection.centres(way.hexes)
    fixed = np.zeros(len(points), bool)
    fixed[[0, -1]] = True
    for i, h in enumerate(way.hexes):
        if h in towns:
            points[i], fixed[i] = towns[h], True
    if loose and len(points) > 2:
        for _ in range(4):
            eased = points.copy()
            eased[1:-1] = (points[:-2] + 2 * points[1:-1] + points[2:]) / 4
            points = np.where(fixed[:, None], points, eased)
    return points
