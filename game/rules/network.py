"""The ways of supply: railways in working order, railheads, and the lorries' way from there.

Fields over the whole map are found by relaxation: a lorry's cost into each hex from each
neighbour, minimised until nothing changes. With hexes numbered ``column * 100 + row`` a neighbour
is at a constant offset, so each step works on whole arrays.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from game.hexes import OFFSETS, OPPOSITE, STRIDE, Hex, neighbour
from game.model.forces import Side, enemy_of
from game.model.hexmap import HexMap
from game.model.scenario import SupplySource
from game.model.state import HOLDER_OF, State
from game.model.tables import Tables
from game.model.terrain import IMPASSABLE, MAJOR_RIVER
from game.rules.costs import FERRY, PREPARED, steps_on
from game.rules.damage import AS_PRINTED, altered, beyond, from_beyond, links, severed
from game.rules.sea import captured_ports
from game.rules.siege import opened, raided
from game.rules.stacking import hexside
from game.rules.zoc import zoc

Field = npt.NDArray[np.uint16]

UNREACHED = 0x7FFF
"""Haul of a hex that no lorry reaches. Two of them still fit into 16 bits."""

_SHIFTS = tuple(sorted({o for row in OFFSETS for o in row}))


# -- where supply may pass ---------------------------------------------------------------------


def passable(state: State, side: Side) -> npt.NDArray[np.bool_]:
    """Hexes that supply of `side` may pass: own or neutral land, no enemy there, and no enemy zone
    of control unless a friend stands in it."""
    return state.derived(("passable", side), lambda: _passable(state, side))


def _passable(state: State, side: Side) -> npt.NDArray[np.bool_]:
    enemy = enemy_of(side)
    control = np.frombuffer(state.control, dtype=np.uint8)
    closed = np.frombuffer(zoc(state, enemy), dtype=np.uint8) != 0
    free: npt.NDArray[np.bool_] = (control != HOLDER_OF[enemy]) & ~closed
    free[list(raided(state, enemy))] = False
    counters = state.scenario.counters
    friends: list[int] = []
    enemies: list[int] = []
    for h, ids in state.index.items():
        for u in ids:
            (friends if counters[u].side == side else enemies).append(int(h))
    free[enemies] = False
    free[friends] = True
    free[list(opened(state, enemy))] = True
    free &= np.frombuffer(state.scenario.map.land, dtype=np.uint8) != 0
    free.flags.writeable = False
    return free


# -- railways ----------------------------------------------------------------------------------


@cache
def rail_links(hexmap: HexMap) -> dict[Hex, tuple[Hex, ...]]:
    """For each hex with a railway the hexes that it leads to."""
    links: dict[Hex, list[Hex]] = {}
    for side in np.flatnonzero(hexmap.rail):
        h = Hex(int(side) // 6)
        links.setdefault(h, []).append(neighbour(h, int(side) % 6))
    return {h: tuple(there) for h, there in links.items()}


def sources_of(state: State, side: Side) -> tuple[SupplySource, ...]:
    """The sources that work for `side` now: its own, in its hands and not overrun, and captured
    ports that its ships reach."""
    free, holder = passable(state, side), HOLDER_OF[side]
    own = [s for s in state.scenario.sources if s.side == side]
    known = {s.hex for s in own}
    own += [s for s in captured_ports(state, side) if s.hex not in known]
    return tuple(s for s in own if free[s.hex] and state.control[s.hex] == holder)


def rail_network(state: State, side: Side) -> bytes:
    """1 for each hex on a railway that runs without a break from a source of `side`.

    Trains pass hexes that supply may pass and that the side has held from the start, or for
    `captured_after` turns.
    """
    return _flood(state, side)[0]


def _flood(state: State, side: Side) -> tuple[bytes, tuple[Hex, ...]]:
    """The network, and the hexes where its lines end."""
    return state.derived(("rail", side), lambda: _rail_network(state, side))


def _working(state: State, side: Side) -> bytes:
    """1 for each hex where trains of `side` can run if there is a line: passable, in its hands
    from the start or for `captured_after` turns."""
    return state.derived(("working", side), lambda: _find_working(state, side))


def _find_working(state: State, side: Side) -> bytes:
    wait, holder = state.scenario.tables.movement.captured_after, HOLDER_OF[side]
    works = passable(state, side) & (np.frombuffer(state.control, dtype=np.uint8) == holder)
    open_ = bytearray(works.tobytes())
    for h, (_, since) in state.held.items():
        if state.turn - since < wait:
            open_[h] = 0
    return bytes(open_)


def _rail_network(state: State, side: Side) -> tuple[bytes, tuple[Hex, ...]]:
    hexmap, open_ = state.scenario.map, _working(state, side)
    links = rail_links(hexmap)
    reached = bytearray(hexmap.size)
    ahead = [s.hex for s in sources_of(state, side) if s.hex in links and open_[s.hex]]
    for h in ahead:
        reached[h] = 1
    ends = []
    while ahead:
        h = ahead.pop()
        joined = 0
        for there in links[h]:
            if open_[there] and not severed(state, hexside(h, there)):
                joined += 1
                if not reached[there]:
                    reached[there] = 1
                    ahead.append(there)
        if joined < 2:
            ends.append(h)
    return bytes(reached), tuple(ends)


def railheads(state: State, side: Side) -> tuple[Hex, ...]:
    """Where lorries load, in rising number: the sources themselves, and on the network every hex
    with a place and every hex where the working line ends."""
    return state.derived(("railheads", side), lambda: _railheads(state, side))


def _railheads(state: State, side: Side) -> tuple[Hex, ...]:
    network, ends = _flood(state, side)
    heads = {s.hex for s in sources_of(state, side)}
    heads.update(ends)
    heads.update(Hex(h) for h in state.scenario.map.places_at if network[h])
    return tuple(sorted(heads))


def source_of_railhead(state: State, side: Side, railhead: Hex) -> SupplySource | None:
    """The source whose trains have the shortest way to `railhead`; the first of equals."""
    sources = {s.hex: s for s in reversed(sources_of(state, side))}
    network, links = rail_network(state, side), rail_links(state.scenario.map)
    ahead, seen = [railhead], {railhead}
    for h in ahead:
        if h in sources:
            return sources[h]
        for there in links.get(h, ()) if network[h] else ():
            joined = network[there] and not severed(state, hexside(h, there))
            if joined and there not in seen:
                seen.add(there)
                ahead.append(there)
    return None


# -- lorries -----------------------------------------------------------------------------------


@cache
def _static(hexmap: HexMap) -> tuple[npt.NDArray[np.intp], ...]:
    """For each shift the hexside by which each hex is left that way; the last index for none."""
    tables = []
    none = hexmap.size * 6
    number = np.arange(hexmap.size)
    odd = (number // STRIDE & 1).astype(bool)
    for shift in _SHIFTS:
        by = np.full(hexmap.size, none, dtype=np.intp)
        for parity in (0, 1):
            if shift in OFFSETS[parity]:
                mine = odd == bool(parity)
                by[mine] = number[mine] * 6 + OFFSETS[parity].index(shift)
        to = number + shift
        by[(to < 0) | (to >= hexmap.size)] = none
        tables.append(by)
    return tuple(tables)


@cache
def _unbridged(hexmap: HexMap) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Hexsides along a major or great river without road or railway over it, from either bank,
    and the hex beyond each."""
    wet = (hexmap.river >= MAJOR_RIVER) & (hexmap.road == 0) & (hexmap.rail == 0)
    sides = np.flatnonzero(wet)
    near, way = np.divmod(sides, 6)
    return sides, np.clip(near + np.array(OFFSETS)[near // STRIDE & 1, way], 0, hexmap.size - 1)


@cache
def _railways(hexmap: HexMap) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Hexsides that a railway crosses, from either hex, and the hex beyond each."""
    sides = np.flatnonzero(hexmap.rail)
    near, way = np.divmod(sides, 6)
    return sides, near + np.array(OFFSETS)[near // STRIDE & 1, way]


@lru_cache(maxsize=4)
def load_steps(hexmap: HexMap, tables: Tables, ground: tuple[int, ...]) -> Field:
    """Steps of a load by lorry, or by cart where no lorry goes; pontoons and ferries everywhere."""
    means = PREPARED | FERRY
    steps = steps_on(hexmap, tables, "motor", ground, means).array.astype(np.uint16)
    carts = steps_on(hexmap, tables, "horse", ground, means).array.astype(np.uint16)
    carts = np.where(carts < IMPASSABLE, carts * tables.supply.wagon, UNREACHED).astype(np.uint16)
    return np.where(steps < IMPASSABLE, steps, carts)


def haul_steps(state: State, side: Side) -> Field:
    """What it costs a load to leave each hex by each hexside (`hex * 6 + direction`), wherever
    `side` can pass or not; UNREACHED where nothing goes.

    Lorries drive where they can, carts go where only horses can. Pontoons and ferries serve
    rivers without a bridge where the side holds both banks. Railways in working order that are
    not joined to a source carry what lorries bring to them, in the trains found there.
    """
    return state.derived(("haul steps", side), lambda: _haul_steps(state, side))


def _haul_steps(state: State, side: Side) -> Field:
    s = state.scenario
    steps = load_steps(s.map, s.tables, state.ground).copy()
    own = np.frombuffer(state.control, dtype=np.uint8) == HOLDER_OF[side]
    rivers, across = _unbridged(s.map)
    steps[rivers[~(own[rivers // 6] & own[across])]] = UNREACHED
    _change(state, side, steps)
    lines, ahead = _railways(s.map)
    works = np.frombuffer(_working(state, side), dtype=np.uint8) != 0
    lines = lines[works[lines // 6] & works[ahead]]
    if state.cuts:
        cut = [s for s in state.cuts if severed(state, s)]
        dead = [*cut, *(from_beyond(s) for s in cut)]
        lines = lines[~np.isin(lines, dead)]
    steps[lines] = np.minimum(steps[lines], s.tables.supply.captured_rail)
    steps.flags.writeable = False
    return steps


def _change(state: State, side: Side, steps: Field) -> None:
    """Bridges that are down, pontoons, and tracks cut by engineers."""
    changed = altered(state)
    if changed is AS_PRINTED:
        return
    s = state.scenario
    lorries, carts = (
        steps_on(s.map, s.tables, m, state.ground, PREPARED | FERRY, changed).costs
        for m in ("motor", "horse")
    )
    mine = HOLDER_OF[side]
    for step, link in links(s.map, changed).items():
        cost = lorries[step]
        if cost >= IMPASSABLE:
            cost = carts[step] * s.tables.supply.wagon if carts[step] < IMPASSABLE else UNREACHED
        banks = state.control[step // 6], state.control[beyond(step)]
        if link.river >= MAJOR_RIVER and banks != (mine, mine):
            cost = UNREACHED
        steps[step] = cost


def haul_field(state: State, side: Side) -> Field:
    """Motor points from the nearest railhead of `side` to each hex, UNREACHED where none leads."""
    return state.derived(("haul", side), lambda: _haul_field(state, side))


def _haul_field(state: State, side: Side) -> Field:
    free = passable(state, side)
    return relax(state.scenario.map, haul_steps(state, side), free, railheads(state, side))


def relax(
    hexmap: HexMap, steps: Field, free: npt.NDArray[np.bool_], starts: Iterable[int]
) -> Field:
    """Least cost from any of `starts` to every hex, through `free` hexes only."""
    size = hexmap.size
    field = np.full(size, UNREACHED, dtype=np.uint16)
    field[[h for h in starts if free[h]]] = 0
    padded = np.append(steps, np.uint16(UNREACHED))
    entry = np.where(free, np.uint16(0), np.uint16(UNREACHED))
    work = np.empty(size, dtype=np.uint16)
    moves = []
    for shift, by in zip(_SHIFTS, _static(hexmap), strict=True):
        cost = padded[by]
        # The cost of leaving a hex that way is UNREACHED, too, where the next one is closed.
        a, b = (slice(0, size - shift), slice(shift, size)) if shift > 0 else (
            slice(-shift, size), slice(0, size + shift))  # fmt: skip
        moves.append((np.maximum(cost[a], entry[b]), field[a], field[b], work[: size - abs(shift)]))
    before = field.copy()
    while True:
        for cost, near, far, out in moves:
            np.add(near, cost, out=out)
            np.minimum(far, out, out=far)
        if np.array_equal(field, before):
            break
        np.copyto(before, field)
    field.flags.writeable = False
    return field


def way_back(state: State, side: Side, h: Hex) -> tuple[Hex, ...]:
    """The hexes from the railhead of `side` nearest to `h` up to `h`; empty when there is none."""
    return walk_back(haul_field(state, side), haul_steps(state, side), h)


def walk_back(field: Field, steps: Field, h: Hex) -> tuple[Hex, ...]:
    """The cheapest way to `h` that a field records, from its start to `h`."""
    if field[h] >= UNREACHED:
        return ()
    way = [h]
    while field[h]:
        here = int(field[h])
        for d in range(6):
            there = neighbour(h, d)
            if not 0 <= there < len(field) or field[there] >= here:
                continue
            if int(field[there]) + int(steps[there * 6 + OPPOSITE[d]]) == here:
                h = there
                break
        else:
            raise ValueError(f"no way back from hex {h}: the field and the steps disagree")
        way.append(h)
    return tuple(reversed(way))
