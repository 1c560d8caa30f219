"""Where beaten troops go, and who follows them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from game.hexes import Hex, direction_between, distance
from game.model.forces import Side, Unit, enemy_of
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF, State
from game.model.terrain import IMPASSABLE
from game.rules.costs import UNABLE, ground_costs, steps_of
from game.rules.stacking import room
from game.rules.zoc import zoc


@functools.lru_cache(maxsize=8)
def _sources(scenario: Scenario, side: Side) -> tuple[Hex, ...]:
    return tuple(s.hex for s in scenario.sources if s.side == side)


def can_move_at_all(scenario: Scenario, unit: Unit) -> bool:
    """False for garrisons bound to their hex."""
    counter = scenario.counters[unit.id]
    return counter.mobility != "static" and not scenario.unit_types[counter.type].fixed


def _open_to(
    state: State, unit: Unit, side: Side, start: Hex, step: Hex, threat: bytes, taken: int
) -> bool:
    """Whether a unit can fall back over one hexside: no enemy, no unfriended enemy zone of
    control, ground it can cross, and room beside `taken` stack points that have just come."""
    there = state.side_at(step)
    if there is not None and there != side:
        return False
    if threat[step] and there is None:
        return False
    if not state.scenario.map.land[step]:
        # Only while the ships that landed it still lie off the coast.
        return bool(unit.aboard)
    if state.scenario.counters[unit.id].stack + taken > room(state, side, step):
        return False
    # Beaten troops do not wait for ferries or engineers.
    d = direction_between(start, step)
    return d is not None and steps_of(state, unit, UNABLE).costs[start * 6 + d] < IMPASSABLE


def can_retreat(state: State, units: Iterable[Unit]) -> bool:
    """Whether any of these units has a hex to fall back to."""
    scenario = state.scenario
    for u in units:
        if can_move_at_all(scenario, u):
            side = scenario.counters[u.id].side
            threat = zoc(state, enemy_of(side))
            for step in scenario.map.around[u.hex]:
                if _open_to(state, u, side, u.hex, step, threat, 0):
                    return True
    return False


def retreat_path(
    state: State, unit: Unit, hexes: int, foes: Sequence[Hex], taken: dict[Hex, int]
) -> tuple[Hex, ...]:
    """Hexes a beaten unit falls back through, at most `hexes`; empty when there is none.

    At each step it prefers ground of its own side, then to be further from the attackers in
    `foes`, then roads, then the nearest source of supply, then the lower number. `taken` counts
    stack points that fellow units have brought to a hex just now.
    """
    scenario = state.scenario
    side = scenario.counters[unit.id].side
    if not can_move_at_all(scenario, unit):
        return ()
    threat = zoc(state, enemy_of(side))
    sources = _sources(scenario, side)
    road = scenario.map.road
    own = HOLDER_OF[side]
    path: list[Hex] = []
    at = unit.hex
    for _ in range(hexes):
        near = min(distance(at, foe) for foe in foes)
        best: tuple[int, int, int, int, int] | None = None
        for step in scenario.map.around[at]:
            away = min(distance(step, foe) for foe in foes)
            if step == unit.hex or (path and away <= near):
                continue
            if not _open_to(state, unit, side, at, step, threat, taken.get(step, 0)):
                continue
            d = direction_between(at, step)
            home = min((distance(step, s) for s in sources), default=0)
            rank = (
                0 if state.control[step] == own else 1,
                -away,
                0 if d is not None and road[at * 6 + d] else 1,
                home,
                int(step),
            )
            if best is None or rank < best:
                best = rank
        if best is None:
            break
        at = Hex(best[-1])
        path.append(at)
        if not scenario.map.land[at]:
            break
    return tuple(path)


def followers(
    state: State, attackers: Sequence[Unit], target: Hex, strengths: Sequence[int]
) -> tuple[Unit, ...]:
    """The attackers that move into the hex they have won: the strongest first, within the stack
    limit, and only those that could march there."""
    scenario = state.scenario
    space = scenario.map.terrain_at(target).stack
    chosen = []
    ranked = sorted(zip(attackers, strengths, strict=True), key=lambda pair: -pair[1])
    for u, _ in ranked:
        stack = scenario.counters[u.id].stack
        if stack > space or not can_move_at_all(scenario, u):
            continue
        if scenario.map.land[u.hex] and ground_costs(state, u)(u.hex, target) >= IMPASSABLE:
            continue
        space -= stack
        chosen.append(u)
    return tuple(chosen)
