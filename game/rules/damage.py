"""What is broken and what is built on hexsides, and what a step over them costs then.

A bridge that is down leaves its river to be crossed as if there had never been one; a pontoon
bridge and a track through the forest are as good as if the map had them. The tables of steps are
made for the map as it is printed, so only the few hexsides that have changed are reckoned anew.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from game.hexes import OFFSETS, OPPOSITE, STRIDE, Hex
from game.model.hexmap import HexMap
from game.model.state import State
from game.model.terrain import NO_RIVER, TRACK


@dataclass(frozen=True, slots=True)
class Altered:
    """Hexsides, from the lower hex, that are not as the map has them; each in rising number."""

    broken: tuple[int, ...] = ()
    """Bridges down."""
    pontoons: tuple[int, ...] = ()
    tracks: tuple[int, ...] = ()


AS_PRINTED = Altered()


@dataclass(frozen=True, slots=True)
class Link:
    """How two neighbours are joined now."""

    road: int
    rail: int
    river: int
    """The river to be crossed; 0 where something bridges it."""
    pontoon: bool


def altered(state: State) -> Altered:
    """What is not as the map has it, as far as `state` (or a view) knows."""
    if not (state.cuts or state.pontoons or state.tracks):
        return AS_PRINTED
    return state.derived("altered", lambda: _altered(state))


def _altered(state: State) -> Altered:
    return Altered(
        tuple(sorted(s for s, cut in state.cuts.items() if cut.what == "bridge")),
        tuple(sorted(s for s, left in state.pontoons.items() if not left)),
        tuple(sorted(s for s, left in state.tracks.items() if not left)),
    )


def beyond(side: int) -> Hex:
    """The other hex of a hexside that is named from one of its hexes."""
    h, d = divmod(side, 6)
    return Hex(h + OFFSETS[(h // STRIDE) & 1][d])


def from_beyond(side: int) -> int:
    """The same hexside, named from its other hex."""
    return beyond(side) * 6 + OPPOSITE[side % 6]


def severed(state: State, side: int) -> bool:
    """Whether no train passes a hexside, named from its lower hex: its bridge is down or its track
    torn up."""
    cut = state.cuts.get(side)
    return cut is not None and cut.what != "bombed"


def is_bridge(hexmap: HexMap, side: int) -> bool:
    """Whether a road or railway crosses a river on a hexside, as the map is printed."""
    return bool(hexmap.river[side] and (hexmap.road[side] or hexmap.rail[side]))


@functools.lru_cache(maxsize=64)
def links(hexmap: HexMap, changed: Altered) -> dict[int, Link]:
    """How the changed hexsides are joined now, each from both of its hexes."""
    broken, pontoons, tracks = map(set, (changed.broken, changed.pontoons, changed.tracks))
    found: dict[int, Link] = {}
    for side in sorted(broken | pontoons | tracks):
        road, rail, river = (int(a[side]) for a in (hexmap.road, hexmap.rail, hexmap.river))
        bridged = (road or rail) and side not in broken
        pontoon = side in pontoons and not bridged
        link = Link(
            max(road, TRACK) if side in tracks else road, rail,
            NO_RIVER if bridged or pontoon else river, pontoon,
        )  # fmt: skip
        found[side] = found[from_beyond(side)] = link
    return found


@functools.lru_cache(maxsize=64)
def open_rivers(hexmap: HexMap, changed: Altered, least: int) -> frozenset[int]:
    """Hexes at a bridge that is down over a river of at least this size."""
    return frozenset(s // 6 for s, link in links(hexmap, changed).items() if link.river >= least)
