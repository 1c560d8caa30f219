"""Parts of a map: which hexes they hold, and a map of which only they are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from game.hexes import OFFSETS, STRIDE, Hex
from game.model.hexmap import HexMap, Zone

Mask = npt.NDArray[np.bool_]
VOID = 0
NO_COUNTRY = 255


def box(hexmap: HexMap, columns: Sequence[int], rows: Sequence[int]) -> Mask:
    """The hexes of a box, its first and last column and row among them."""
    number = np.arange(hexmap.size)
    column, row = number // STRIDE, number % STRIDE
    inside = (column >= columns[0]) & (column <= columns[1]) & (row >= rows[0]) & (row <= rows[1])
    found: Mask = inside & (hexmap.terrain != VOID)
    return found


def polygon(hexmap: HexMap, corners: Sequence[int]) -> Mask:
    """The hexes whose middle lies inside a polygon or on its border.

    The middle of a hex has the column as x and twice the row, and one more in odd columns, as y.
    """
    number = np.arange(hexmap.size)
    x, y = number // STRIDE, 2 * (number % STRIDE) + (number // STRIDE & 1)
    inside = np.zeros(hexmap.size, dtype=bool)
    border = np.zeros(hexmap.size, dtype=bool)
    points = [(c // STRIDE, 2 * (c % STRIDE) + (c // STRIDE & 1)) for c in corners]
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        low_x, high_x, low_y, high_y = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        border |= (turn == 0) & (x >= low_x) & (x <= high_x) & (y >= low_y) & (y <= high_y)
        # A ray to the right crosses the edge if the edge passes the point's height to its right.
        crosses = ((y1 <= y) & (y < y2) & (turn > 0)) | ((y2 <= y) & (y < y1) & (turn < 0))
        inside ^= crosses
    found: Mask = (inside | border) & (hexmap.terrain != VOID)
    return found


def part_of(hexmap: HexMap, mask: Mask, levels: dict[Hex, int]) -> HexMap:
    """The map with nothing left outside `mask`, and with works of other levels in some hexes.

    Hex numbers stay what they are, so that everybody speaks of the same place.
    """
    number = np.arange(hexmap.size)
    kept = np.zeros((hexmap.size, 6), dtype=bool)
    for parity in (0, 1):
        mine = number[(number // STRIDE & 1) == parity]
        for d, offset in enumerate(OFFSETS[parity]):
            there = mine + offset
            on = (there >= 0) & (there < hexmap.size)
            kept[mine[on], d] = mask[mine[on]] & mask[there[on]]
    sides = kept.reshape(-1)
    changed: dict[str, Any] = {
        "terrain": np.where(mask, hexmap.terrain, VOID).astype(np.uint8),
        "country": np.where(mask, hexmap.country, NO_COUNTRY).astype(np.uint8),
    }
    for name in ("river", "barrier", "road", "rail", "gauge", "tracks"):
        array = getattr(hexmap, name)
        changed[name] = np.where(sides, array, 0).astype(array.dtype)
    for array in changed.values():
        array.flags.writeable = False
    return replace(
        hexmap,
        **changed,
        places=tuple(p for p in hexmap.places if mask[p.hex]),
        zones=tuple(_zones(hexmap.zones, mask, levels)),
        rail_lines={s: names for s, names in hexmap.rail_lines.items() if sides[s]},
        river_names={s: name for s, name in hexmap.river_names.items() if sides[s]},
        passes=tuple((name, h) for name, h in hexmap.passes if mask[h]),
    )


def _zones(zones: Iterable[Zone], mask: Mask, levels: dict[Hex, int]) -> Iterable[Zone]:
    """The zones inside, those of the hexes of `levels` at that level; level 0 leaves none."""
    for zone in zones:
        level = levels.get(zone.hex, zone.level)
        if mask[zone.hex] and level:
            yield zone if level == zone.level else replace(zone, level=level)
