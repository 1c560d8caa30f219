"""Names of corners and sides of the hexes, in whole numbers, and the projection as plain formulas.

Needs no package beyond the standard library, so that the finished map can be checked anywhere.

Kilometres on an equal-area cone, x to the east, y to the north. Flat-topped hexes, 20 km from
centre to centre; the centre of hex (column, row) is

    x = x0 + column * 20 * sqrt(3) / 2,    y = y0 - (row + 0.5 * (column odd)) * 20.

Corners are named by whole numbers (X, Y), so that the same corner has the same name in all three
hexes around it: X counts steps of 10 / sqrt(3) km east of x0, Y steps of 10 km south of y0.
"""

from __future__ import annotations

import math

from game.hexes import OPPOSITE, STRIDE, Hex, neighbour

Corner = tuple[int, int]
Side = tuple[Hex, int]
"""A hexside: the lower of its two hexes and the direction from it."""

PROJ = "+proj=aea +lat_1=40 +lat_2=51 +lat_0=45 +lon_0=125 +ellps=WGS84 +units=km"
HEX_KM = 20.0
COLUMN_KM = HEX_KM * math.sqrt(3) / 2
CORNER_KM = 10 / math.sqrt(3)
# The two corners of each side, from the hex centre at (3 * column, 2 * row + odd), per direction.
SIDE_CORNERS: tuple[tuple[Corner, Corner], ...] = (
    ((-1, -1), (1, -1)),
    ((1, -1), (2, 0)),
    ((2, 0), (1, 1)),
    ((1, 1), (-1, 1)),
    ((-1, 1), (-2, 0)),
    ((-2, 0), (-1, -1)),
)


def side_of(h: int, direction: int) -> Side:
    """The hexside of `h` in `direction`, named from its lower hex."""
    n = neighbour(h, direction)
    return (Hex(h), direction) if h < n else (n, OPPOSITE[direction])


def side_corners(side: Side) -> tuple[Corner, Corner]:
    """The two ends of a hexside."""
    column, row = divmod(side[0], STRIDE)
    x, y = 3 * column, 2 * row + (column & 1)
    (ax, ay), (bx, by) = SIDE_CORNERS[side[1]]
    return (x + ax, y + ay), (x + bx, y + by)


def albers(lon: float, lat: float) -> tuple[float, float]:
    """Degrees to km by the formulas of the conic (Snyder, Map Projections, 1987, chapter 14).

    Agrees with PROJ, which makes the map, to a metre; used where PROJ may be missing.
    """
    a, e2 = 6378.137, 0.0066943799901413165  # WGS84, km
    e = math.sqrt(e2)

    def area(phi: float) -> float:
        s = math.sin(phi)
        return (1 - e2) * (s / (1 - e2 * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    def width(phi: float) -> float:
        return math.cos(phi) / math.sqrt(1 - e2 * math.sin(phi) ** 2)

    first, second, origin = math.radians(40), math.radians(51), math.radians(45)
    n = (width(first) ** 2 - width(second) ** 2) / (area(second) - area(first))
    c = width(first) ** 2 + n * area(first)
    rho = a * math.sqrt(c - n * area(math.radians(lat))) / n
    rho0 = a * math.sqrt(c - n * area(origin)) / n
    theta = n * math.radians(lon - 125)
    return rho * math.sin(theta), rho0 - rho * math.cos(theta)


def centre(h: int, x0: float, y0: float) -> tuple[float, float]:
    """Centre of a hex in km."""
    column, row = divmod(h, STRIDE)
    return x0 + column * COLUMN_KM, y0 - (row + 0.5 * (column & 1)) * HEX_KM


def corner_point(corner: Corner, x0: float, y0: float) -> tuple[float, float]:
    """A corner in km."""
    return x0 + corner[0] * CORNER_KM, y0 - corner[1] * HEX_KM / 2


def hex_at_point(x: float, y: float, x0: float, y0: float) -> Hex:
    """The hex a point (km) lies in."""
    guess = round((x - x0) / COLUMN_KM)
    options = []
    for c in (guess - 1, guess, guess + 1):
        row = round((y0 - y) / HEX_KM - 0.5 * (c & 1))
        h = c * STRIDE + row
        options.append((math.dist(centre(h, x0, y0), (x, y)), h))
    return Hex(min(options)[1])
