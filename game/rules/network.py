"""Where supply may pass, and what the way costs its lorries.

Fields over the whole map are found by relaxation: a lorry's cost into each hex from each
neighbour, minimised until nothing changes. With hexes numbered ``column * 100 + row`` a neighbour
is at a constant offset, so each step works on whole arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from game.rules.damage import AS_PRINTED, altered, beyond, links
from game.rules.sea import captured_ports
from game.rules.siege import opened, raided
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


def sources_of(state: State, side: Side) -> tuple[SupplySource, ...]:
    """The sources that work for `side` now: its own, in its hands and not overrun, and captured
    ports that its ships reach."""
    free, holder = passable(state, side), HOLDER_OF[side]
    own = [s for s in state.scenario.sources if s.side == side]
    known = {s.hex for s in own}
    own += [s for s in captured_ports(state, side) if s.hex not in known]
    return tuple(s for s in own if free[s.hex] and state.control[s.hex] == holder)


def working(state: State, side: Side) -> bytes:
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
    rivers without a bridge where the side holds both banks. Next to enemy works loads go slower.
    """
    return state.derived(("haul steps", side), lambda: _haul_steps(state, side))


def _haul_steps(state: State, side: Side) -> Field:
    s = state.scenario
    steps = load_steps(s.map, s.tables, state.ground).copy()
    own = np.frombuffer(state.control, dtype=np.uint8) == HOLDER_OF[side]
    rivers, across = _unbridged(s.map)
    steps[rivers[~(own[rivers // 6] & own[across])]] = UNREACHED
    _change(state, side, steps)
    for h in _under_guns(state, side):
        near = steps[h * 6 : h * 6 + 6]
        np.minimum(near * np.uint16(s.tables.supply.siege), UNREACHED, out=near)
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


def _under_guns(state: State, side: Side) -> list[Hex]:
    """Hexes next to works that the enemy of `side` still holds, unless they are so far gone that
    lorries drive past them."""
    enemy, around = HOLDER_OF[enemy_of(side)], state.scenario.map.around
    least = state.scenario.tables.engineering.open_works
    forts = [h for h, points in state.works.items() if points > least and state.control[h] == enemy]
    return sorted({n for h in forts for n in around[h]})


Lanes = list[tuple[Field, slice, slice]]
"""For each difference of hex numbers the cost of a step, and the hexes it leads from and to."""


def lanes_of(hexmap: HexMap, steps: Field, free: npt.NDArray[np.bool_]) -> Lanes:
    """The steps of a load through `free` hexes, laid out for `relax`."""
    size = hexmap.size
    padded = np.append(steps, np.uint16(UNREACHED))
    entry = np.where(free, np.uint16(0), np.uint16(UNREACHED))
    lanes = []
    for shift, by in zip(_SHIFTS, _static(hexmap), strict=True):
        cost = padded[by]
        # The cost of leaving a hex that way is UNREACHED, too, where the next one is closed.
        a, b = (slice(0, size - shift), slice(shift, size)) if shift > 0 else (
            slice(-shift, size), slice(0, size + shift))  # fmt: skip
        lanes.append((np.maximum(cost[a], entry[b]), a, b))
    return lanes


def relax(lanes: Lanes, starts: Mapping[Hex, int], field: Field) -> Field:
    """A field after loads may start from more hexes, each with what lies behind it there."""
    field = field.copy()
    for h, haul in starts.items():
        field[h] = min(haul, int(field[h]))
    work = np.empty(len(field), dtype=np.uint16)
    moves = [(cost, field[a], field[b], work[: len(cost)]) for cost, a, b in lanes]
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


def step_back(field: Field, steps: Field, h: Hex) -> Hex:
    """The hex from which the cheapest way that a field records enters `h`."""
    here = int(field[h])
    for d in range(6):
        there = neighbour(h, d)
        if not 0 <= there < len(field) or field[there] >= here:
            continue
        if int(field[there]) + int(steps[there * 6 + OPPOSITE[d]]) == here:
            return there
    raise ValueError(f"no way back from hex {h}: the field and the steps disagree")


def walk_back(field: Field, steps: Field, h: Hex, starts: Mapping[Hex, int]) -> tuple[Hex, ...]:
    """The cheapest way to `h` that a field records, from its start to `h`; empty for none."""
    if field[h] >= UNREACHED:
        return ()
    way = [h]
    while starts.get(way[-1]) != field[way[-1]]:
        way.append(step_back(field, steps, way[-1]))
    return tuple(reversed(way))
