"""Degrees to hexes: the map's equal-area cone (Albers on the ellipsoid) in plain arithmetic.

For making and describing scenarios only; the rules never calculate with degrees.
Formulas: J. P. Snyder, Map Projections - A Working Manual (USGS 1987), pages 98 to 102.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from game.hexes import STRIDE, Hex, hex_at

SEMI_MAJOR_KM = 6378.137
FLATTENING = 1 / 298.257223563
E2 = FLATTENING * (2 - FLATTENING)
E = math.sqrt(E2)


def _q(phi: float) -> float:
    s = math.sin(phi)
    return (1 - E2) * (s / (1 - E2 * s * s) - math.log((1 - E * s) / (1 + E * s)) / (2 * E))


def _m(phi: float) -> float:
    return math.cos(phi) / math.sqrt(1 - E2 * math.sin(phi) ** 2)


@dataclass(frozen=True)
class Plane:
    """The map plane and its grid of hexes; kilometres, x to the east, y to the north."""

    n: float
    c: float
    rho0: float
    lon0: float
    x0: float
    y0: float
    size: float
    columns: int
    rows: int

    @staticmethod
    def of(projection: tuple[str, str, str, str], columns: int, rows: int) -> Plane:
        """From the projection of a HexMap, which must be `+proj=aea` with WGS84 and km."""
        text, x0, y0, size = projection
        words = dict(w.lstrip("+").partition("=")[::2] for w in text.split())
        if words.get("proj") != "aea" or words.get("units") != "km":
            raise ValueError(f"only +proj=aea with +units=km is known, not {text!r}")
        lat1, lat2, lat0, lon0 = (
            math.radians(float(words[k])) for k in ("lat_1", "lat_2", "lat_0", "lon_0")
        )
        m1, m2, q0, q1, q2 = _m(lat1), _m(lat2), _q(lat0), _q(lat1), _q(lat2)
        n = (m1 * m1 - m2 * m2) / (q2 - q1)
        c = m1 * m1 + n * q1
        rho0 = SEMI_MAJOR_KM * math.sqrt(c - n * q0) / n
        return Plane(n, c, rho0, lon0, float(x0), float(y0), float(size), columns, rows)

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """A point in degrees on the plane."""
        rho = SEMI_MAJOR_KM * math.sqrt(self.c - self.n * _q(math.radians(lat))) / self.n
        theta = self.n * (math.radians(lon) - self.lon0)
        return rho * math.sin(theta), self.rho0 - rho * math.cos(theta)

    def centre(self, h: int) -> tuple[float, float]:
        """The centre of a hex on the plane."""
        column, row = divmod(h, STRIDE)
        x = self.x0 + column * self.size * math.sqrt(3) / 2
        return x, self.y0 - (row + 0.5 * (column % 2)) * self.size

    def latitude(self, point: tuple[float, float]) -> float:
        """The latitude of a point of the plane, degrees."""
        rho = math.hypot(point[0], self.rho0 - point[1])
        q = (self.c - (rho * self.n / SEMI_MAJOR_KM) ** 2) / self.n
        phi = math.asin(q / 2)
        for _ in range(5):
            s = math.sin(phi)
            e2s2 = 1 - E2 * s * s
            phi += (
                e2s2 * e2s2 / (2 * math.cos(phi))
                * (q / (1 - E2) - s / e2s2 + math.log((1 - E * s) / (1 + E * s)) / (2 * E))
            )  # fmt: skip
        return math.degrees(phi)

    def km(self, point: tuple[float, float], h: int) -> float:
        """How far a point of the plane is from the centre of a hex."""
        x, y = self.centre(h)
        return math.hypot(point[0] - x, point[1] - y)

    def hex_of(self, point: tuple[float, float]) -> Hex | None:
        """The hex of the frame in which a point of the plane lies."""
        guess = round((point[0] - self.x0) / (self.size * math.sqrt(3) / 2))
        best: tuple[float, Hex] | None = None
        for column in (guess - 1, guess, guess + 1):
            row = round((self.y0 - point[1]) / self.size - 0.5 * (column % 2))
            if 1 <= column < self.columns and 0 <= row < self.rows:
                h = hex_at(column, row)
                if best is None or self.km(point, h) < best[0]:
                    best = self.km(point, h), h
        return best[1] if best and best[0] <= self.size * 0.58 else None
