"""Hex arithmetic: numbers, neighbours, distances, rings. Knows nothing of war.

A hex is called by its number, ``column * 100 + row``, everywhere: printed on the map, in files and
JSON, and as the index into every array of the map. Hexes are flat-topped; odd columns stand half a
hex lower than even ones. A map has at most 100 rows. Hex 0 (column 0, row 0) is never part of a
map: it is the "nowhere" of units that are not on it, so a map starts at column 1.
"""

from __future__ import annotations

from typing import NewType

Hex = NewType("Hex", int)

STRIDE = 100
NOWHERE = Hex(0)
DIRECTIONS = ("N", "NE", "SE", "S", "SW", "NW")
OPPOSITE = (3, 4, 5, 0, 1, 2)
# Offsets of the six neighbours, in the order of DIRECTIONS, for even and for odd columns.
OFFSETS = (
    (-1, STRIDE - 1, STRIDE, 1, -STRIDE, -STRIDE - 1),
    (-1, STRIDE, STRIDE + 1, 1, -STRIDE + 1, -STRIDE),
)


def hex_at(column: int, row: int) -> Hex:
    """The hex in this column and row."""
    return Hex(column * STRIDE + row)


def column(h: int) -> int:
    """The column of hex `h`."""
    return h // STRIDE


def row(h: int) -> int:
    """The row of hex `h`."""
    return h % STRIDE


def name(h: int) -> str:
    """The number as printed: five digits, column before row."""
    return f"{h:05d}"


def neighbour(h: int, direction: int) -> Hex:
    """The hex next to `h` in `direction` (index into DIRECTIONS). May lie off the map."""
    return Hex(h + OFFSETS[(h // STRIDE) & 1][direction])


def neighbours(h: int) -> tuple[Hex, ...]:
    """The six hexes around `h`, in the order of DIRECTIONS. Some may lie off the map."""
    return tuple(Hex(h + o) for o in OFFSETS[(h // STRIDE) & 1])


def direction_between(a: int, b: int) -> int | None:
    """The direction from `a` to its neighbour `b`, or None when they do not touch."""
    offsets = OFFSETS[(a // STRIDE) & 1]
    difference = b - a
    return offsets.index(difference) if difference in offsets else None


def distance(a: int, b: int) -> int:
    """Steps from `a` to `b` over open ground."""
    # Axial coordinates, by hand: this is asked a hundred thousand times a game.
    qa, qb = a // STRIDE, b // STRIDE
    dq = qa - qb
    dr = a % STRIDE - (qa >> 1) - b % STRIDE + (qb >> 1)
    if (dq < 0) == (dr < 0):
        return abs(dq + dr)
    dq, dr = abs(dq), abs(dr)
    return dq if dq > dr else dr


def disc(h: int, radius: int, columns: int, rows: int) -> tuple[Hex, ...]:
    """All hexes within `radius` of `h` on a grid of `columns` x `rows`, in rising number."""
    c0, found = h // STRIDE, []
    for c in range(max(0, c0 - radius), min(columns, c0 + radius + 1)):
        # In axial terms the disc's part of column c starts at -radius or at -radius - (c - c0).
        spread = 2 * radius - abs(c - c0)
        middle = h % STRIDE - (c0 - (c0 & 1)) // 2 + (c - (c & 1)) // 2
        low = middle - (spread + c - c0) // 2
        for r in range(max(0, low), min(rows, low + spread + 1)):
            found.append(Hex(c * STRIDE + r))
    return tuple(found)
