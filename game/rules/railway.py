"""Travel by train: one turn to entrain and ride, then bound while the rest of the trains come in.

Trains count against the capacity of each link. Their key in `State.traffic` is the hexside's
number plus six for every hex of the map, so that trains and march columns stay apart.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from game.dice import Dice
from game.hexes import Hex
from game.model.events import AnyEvent, Moved
from game.model.forces import Side, Unit, enemy_of
from game.model.hexmap import HexMap
from game.model.orders import RailMove, Refusal
from game.model.state import HOLDER_OF, PlayerView, State
from game.rules.damage import severed
from game.rules.movement import check_unit
from game.rules.stacking import has_room, hexside, room, step_number
from game.rules.zoc import FORT, FREE, TROOPS, obstacles

LARGE, MIDDLE = ("division", "corps", "army"), ("brigade",)


def trains_needed(state: State, unit: Unit) -> int:
    """Trains that a unit fills, by its size."""
    table = state.scenario.tables.movement
    size = state.scenario.counters[unit.id].size
    if size in LARGE:
        return table.trains_division
    return table.trains_brigade if size in MIDDLE else table.trains_regiment


@functools.cache
def _links(hexmap: HexMap, h: Hex) -> tuple[Hex, ...]:
    """Neighbours of a hex that a railway leads to."""
    return tuple(n for n in hexmap.around[h] if hexmap.rail[step_number(h, n)])


def rail_key(state: State, a: int, b: int) -> int:
    """The key of a railway link in `State.traffic`."""
    return state.scenario.map.size * 6 + hexside(a, b)


def trains_a_day(state: State, side: Side, a: int, b: int) -> int:
    """Trains that `side` can run over a link today; 0 where it has none.

    Both hexes must be its own, and nothing broken between them. Where one was captured the line
    stands still for some turns and then carries a share: captured stock.
    Bombs take quarters of the trains.
    """
    s = state.scenario
    table = s.tables.movement
    step = step_number(a, b)
    trains = table.trains[int(s.map.rail[step])] * (2 if s.map.tracks[step] > 1 else 1)
    key = hexside(a, b)
    if severed(state, key):
        return 0
    bombed = state.cuts.get(key)
    if bombed is not None:
        trains = trains * max(0, 4 - bombed.work) // 4
    captured = False
    for h in (a, b):
        if state.control[h] != HOLDER_OF[side]:
            return 0
        change = state.held.get(Hex(h))
        if change is not None:
            if state.turn - change[1] < table.captured_after:
                return 0
            captured = True
    foreign = _gauge(state, a, b) != s.tables.supply.rail.home_gauge[side]
    return trains // table.captured_share if captured and foreign else trains


def _free_trains(state: State, unit: Unit, a: int, b: int) -> int:
    """Capacity of a link if the unit can still have it today, else 0. A unit that needs more than
    a day's trains may have a line that nobody else has used."""
    trains = trains_a_day(state, state.scenario.counters[unit.id].side, a, b)
    used = state.traffic.get(rail_key(state, a, b), 0)
    return trains if not used or used + trains_needed(state, unit) <= trains else 0


def _gauge(state: State, a: int, b: int) -> int:
    built = int(state.scenario.map.gauge[step_number(a, b)])
    return state.relaid.get(hexside(a, b), built)


def rail_reachable(view: PlayerView, unit: Unit) -> dict[Hex, tuple[Hex, ...]]:
    """Hexes that a unit can ride to in one turn, or through: the shortest way to each, from its
    own hex on. Empty when it cannot entrain now."""
    if _not_ready(view, unit) is not None:
        return {}
    # Units of one size in one hex have the same trains.
    key = ("rides", unit.hex, trains_needed(view, unit))
    return view.derived(key, lambda: _rides(view, unit))


def _rides(view: PlayerView, unit: Unit) -> dict[Hex, tuple[Hex, ...]]:
    s = view.scenario
    zones = obstacles(view, enemy_of(s.counters[unit.id].side))
    found: dict[Hex, tuple[Hex, ...]] = {}
    # A train keeps to one gauge, so each gauge of the station is searched by itself.
    for gauge in sorted({_gauge(view, unit.hex, n) for n in _links(s.map, unit.hex)}):
        ways: dict[Hex, tuple[Hex, ...]] = {unit.hex: (unit.hex,)}
        edge = [unit.hex]
        for _ in range(s.tables.movement.rail_hexes):
            coming: list[Hex] = []
            for h in edge:
                for n in _links(s.map, h):
                    free = n not in ways and zones[n] == FREE and _gauge(view, h, n) == gauge
                    if free and _free_trains(view, unit, h, n):
                        ways[n] = (*ways[h], n)
                        coming.append(n)
            edge = sorted(coming)
        found = {**ways, **found}
    found.pop(unit.hex, None)
    return found


def days_bound(state: State, unit: Unit, path: Sequence[Hex]) -> int:
    """Turns that a unit is bound after the day of the journey: detraining, and the days that the
    rest of its trains need on the weakest link."""
    table = state.scenario.tables.movement
    side = state.scenario.counters[unit.id].side
    fewest = min(
        (trains_a_day(state, side, a, b) for a, b in pairwise(path)), default=max(table.trains)
    )
    return table.rail_entrain + -(-trains_needed(state, unit) // fewest) - 1


def rail_path(view: PlayerView, unit: Unit, goal: Hex) -> tuple[Hex, ...] | None:
    """The shortest way by train to end in `goal` this turn, or None."""
    return rail_reachable(view, unit).get(goal) if has_room(view, unit, goal) else None


def _not_ready(view: PlayerView, unit: Unit) -> Refusal | None:
    """Why a unit cannot entrain today."""
    s = view.scenario
    counter = s.counters[unit.id]
    where = (unit.hex,)
    if s.unit_types[counter.type].fixed or counter.mobility == "static":
        return Refusal("fixed", f"{counter.name} is bound to its hex.", where, (unit.id,))
    if unit.frozen:
        sentence = f"{counter.name} waits for orders and may not leave by rail today."
        return Refusal("frozen", sentence, where, (unit.id,))
    if unit.railing or unit.spent or unit.fought or unit.points < s.tables.movement.points:
        return Refusal(
            "not_rested",
            f"{counter.name} needs the whole day to entrain: {s.tables.movement.points} points, "
            "no march and no attack before.",
            where,
            (unit.id,),
        )
    return None


def check_rail(view: PlayerView, order: RailMove) -> Refusal | None:
    """Why a journey by train is not allowed, as far as the moving side can know."""
    unit = check_unit(view, order.unit, order.path)
    if isinstance(unit, Refusal):
        return unit
    refusal = _not_ready(view, unit)
    if refusal is not None:
        return refusal
    s = view.scenario
    counter, label, path = s.counters[unit.id], s.map.label, order.path
    most = s.tables.movement.rail_hexes
    if len(path) - 1 > most:
        return Refusal(
            "too_far", f"Trains run {most} hexes a day; this way has {len(path) - 1}.", path,
            (unit.id,),
        )  # fmt: skip
    if len(set(path)) < len(path):
        return Refusal("no_path", "A train does not run in a circle.", path, (unit.id,))
    for a, b in pairwise(path):
        why = _link_fault(view, unit, path, a, b)
        if why is not None:
            return Refusal(why[0], why[1], (a, b), (unit.id,))
    if not has_room(view, unit, path[-1]):
        return Refusal(
            "no_room",
            f"{label(path[-1])} has no room for {counter.name}: it takes {counter.stack} stack "
            f"points, {max(0, room(view, counter.side, path[-1]))} are left.",
            (path[-1],),
            (unit.id,),
        )
    return None


def _link_fault(
    view: State, unit: Unit, path: Sequence[Hex], a: Hex, b: Hex
) -> tuple[str, str] | None:
    """Code and reason why a unit's train cannot run from `a` to `b`."""
    s = view.scenario
    side, label = s.counters[unit.id].side, s.map.label
    if b not in s.map.around[a] or b not in _links(s.map, a):
        return "no_path", f"No railway leads from {label(a)} to {label(b)}."
    if _gauge(view, a, b) != _gauge(view, path[0], path[1]):
        return "gauge_break", f"The gauge changes at {label(a)}; trains end there."
    zones = obstacles(view, enemy_of(side))
    if zones[b] in (TROOPS, FORT):
        return "enemy_there", f"Enemy troops stand on {label(b)}."
    if zones[b] != FREE:
        return "enemy_near", f"No train enters {label(b)}: it is in an enemy zone of control."
    if severed(view, hexside(a, b)):
        return "line_cut", (
            f"No trains run from {label(a)} to {label(b)}: the bridge is down or the track torn up."
        )
    if not trains_a_day(view, side, a, b):
        return "no_trains", (
            f"No trains run from {label(a)} to {label(b)}: the line is destroyed, not yours, or "
            f"was captured less than {s.tables.movement.captured_after} turns ago."
        )
    if not _free_trains(view, unit, a, b):
        return "line_full", (
            f"The line from {label(a)} to {label(b)} carries {trains_a_day(view, side, a, b)} "
            f"trains a day, {view.traffic.get(rail_key(view, a, b), 0)} have run; "
            f"{s.counters[unit.id].name} needs {trains_needed(view, unit)}."
        )
    return None


_STOPS = {"enemy_there": "enemy", "enemy_near": "zoc"}


def resolve_rail(state: State, order: RailMove, dice: Dice) -> tuple[AnyEvent, ...]:
    """Ride on the truth: the first train that meets the enemy's troops or zone stops the rest."""
    unit = state.units[order.unit]
    side = state.scenario.counters[unit.id].side
    path, stopped = order.path, ""
    for i, (a, b) in enumerate(pairwise(order.path)):
        fault = _link_fault(state, unit, order.path, a, b)
        if fault is not None:
            path, stopped = order.path[: i + 1], _STOPS.get(fault[0], "line")
            break
    while len(path) > 1 and not has_room(state, unit, path[-1]):
        path = path[:-1]
    trains = trains_needed(state, unit)
    railing = days_bound(state, unit, path)
    moved = len(path) > 1
    after = replace(
        unit, hex=path[-1], points=0, railing=railing,
        entrenched=0 if moved else unit.entrenched, digging=0 if moved else unit.digging,
    )  # fmt: skip
    keys = [rail_key(state, a, b) for a, b in pairwise(path)]
    traffic = tuple((k, state.traffic.get(k, 0) + trains) for k in keys)
    return (
        Moved(
            unit=unit.id, path=path, by_rail=True, stopped=stopped, by=side, at=path[-1],
            after=(after,), traffic=traffic,
        ),
    )  # fmt: skip
