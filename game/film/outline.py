"""Outlines of ground on the lattice of hexes: areas with their holes, and the front line.

Corners of hexes are whole numbers here, so that lines of different hexes join exactly: x in
twelfths of the width of two hexes' stride (size / (2 * sqrt 3)), y downwards in half hexes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from game.film.projection import Floats, Projection
from game.hexes import OFFSETS, STRIDE
from game.model.state import JAPAN, SOVIET, State

Corner = tuple[int, int]
Line = list[Corner]
CORNERS: tuple[Corner, ...] = ((2, 0), (1, 1), (-1, 1), (-2, 0), (-1, -1), (1, -1))
"""Corners of a hex from its middle, from the east corner clockwise, as `Projection.corners`."""
Side = tuple[int, int, Corner, Corner]
"""A hexside of the front: the hex on the Soviet side, that on the Japanese, and both ends."""


def side_of(h: int, direction: int) -> tuple[Corner, Corner]:
    """The ends of a hexside; going from one to the other the hex lies on the right."""
    column, row = divmod(h, STRIDE)
    x, y = 3 * column, 2 * row + column % 2
    (ax, ay), (bx, by) = CORNERS[(direction + 4) % 6], CORNERS[(direction + 5) % 6]
    return (x + ax, y + ay), (x + bx, y + by)


def plane(projection: Projection, corners: Iterable[Corner]) -> Floats:
    """Corners in km."""
    points = np.array(list(corners), float).reshape(-1, 2)
    x = projection.x0 + points[:, 0] * projection.size / (2 * math.sqrt(3))
    y = projection.y0 - points[:, 1] * projection.size / 2
    return np.stack([x, y], axis=-1)


def degrees(projection: Projection, corners: Iterable[Corner]) -> Floats:
    """Corners as longitude and latitude."""
    return projection.lonlat(plane(projection, corners))


def front(state: State) -> list[Side]:
    """The hexsides on land between ground of the two sides."""
    land, control = state.scenario.map.land, state.control
    found: list[Side] = []
    for h in np.flatnonzero(np.frombuffer(control, np.uint8) == SOVIET).tolist():
        if not land[h]:
            continue
        for d, offset in enumerate(OFFSETS[(h // STRIDE) & 1]):
            n = h + offset
            if 0 <= n < len(control) and control[n] == JAPAN and land[n]:
                found.append((h, n, *side_of(h, d)))
    return found


def chained(sides: Iterable[tuple[Corner, Corner]]) -> list[Line]:
    """Directed pieces joined to lines, each as long as can be; a ring ends where it begins."""
    onward = dict(sides)
    ends = set(onward.values())
    lines: list[Line] = []
    # Lines with a beginning first; what is left are rings.
    for start in [a for a in onward if a not in ends] + list(onward):
        line = [start]
        while (after := onward.pop(line[-1], None)) is not None:
            line.append(after)
        if len(line) > 1:
            lines.append(line)
    return lines


def areas(hexes: Iterable[int]) -> list[list[Line]]:
    """The connected parts of some hexes: of each the ring around it, and those around its holes.

    Rings are closed; the outer one runs against the clock and holes with it, as in GeoJSON.
    """
    left = set(hexes)
    parts: list[list[Line]] = []
    for first in sorted(left):
        if first not in left:
            continue
        left.discard(first)
        part, todo = {first}, [first]
        while todo:
            h = todo.pop()
            for offset in OFFSETS[(h // STRIDE) & 1]:
                n = h + offset
                if n in left:
                    left.discard(n)
                    part.add(n)
                    todo.append(n)
        sides = (
            side_of(h, d)
            for h in sorted(part)
            for d, offset in enumerate(OFFSETS[(h // STRIDE) & 1])
            if h + offset not in part
        )
        rings = [ring[::-1] for ring in chained(sides)]
        parts.append(sorted(rings, key=_area))
    return parts


def _area(ring: Line) -> int:
    """Twice the area; below 0 for a ring against the clock (y is downwards)."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring))
