"""Where a unit can go: what a step costs it, and the cheapest ways with its points."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

from game.hexes import NOWHERE, Hex
from game.model.forces import Unit, enemy_of
from game.model.state import PlayerView, State
from game.model.terrain import IMPASSABLE, MOBILITY_INDEX
from game.rules.command import in_command
from game.rules.costs import (
    FERRY,
    PREPARED,
    UNABLE,
    banks_today,
    crossing_of,
    ground_costs,
    means_at,
    means_of,
    steps_of,
    ways_out,
)
from game.rules.stacking import column_points, has_room, jammed
from game.rules.zoc import FORT, FREE, TROOPS, obstacles

DRY = 0xFFFF
"""More fuel than any unit has."""
GOES_ON = frozenset({"horse", "mech", "tank"})
"""Classes that may march on after an attack."""


def most(state: State) -> int:
    """Points of a rested unit that saved all its credit: no step costs more."""
    table = state.scenario.tables.movement
    return table.points + table.credit


def step_costs(state: State, unit: Unit) -> Callable[[Hex, Hex], int]:
    """What a step between neighbours costs a unit, for many steps: see `step_cost`."""
    s = state.scenario
    counter = s.counters[unit.id]
    zones = obstacles(state, enemy_of(counter.side))
    single = s.tables.movement.zoc[MOBILITY_INDEX[counter.mobility]]
    ceiling = most(state)
    ground = ground_costs(state, unit)
    fort = s.tables.engineering.pass_points

    def cost(a: Hex, b: Hex) -> int:
        points = ground(a, b)
        if points >= IMPASSABLE:
            return IMPASSABLE
        if zones[b] == FORT:
            return min(points + fort, ceiling)
        # Twice the extra points from zone to zone.
        extra = 0 if zones[b] == FREE else single if zones[a] == FREE else 2 * single
        return min(points + extra, ceiling)

    return cost


def step_cost(state: State, unit: Unit, a: Hex, b: Hex) -> int:
    """Points that a step from `a` to its neighbour `b` costs a unit; IMPASSABLE when there is no
    way. Extra points for entering an enemy zone of control are counted, enemy troops in `b` and
    columns on the way are not."""
    return step_costs(state, unit)(a, b)


def may_force(state: State, unit: Unit) -> bool:
    """Whether a unit may make a forced march now."""
    s = state.scenario
    mobility = MOBILITY_INDEX[s.counters[unit.id].mobility]
    table = s.tables.movement
    fit = table.forced[mobility] > 0 and not unit.forced and unit.fatigue < table.forced_limit
    return fit and not unit.frozen and unit.escort < state.turn and in_command(state, unit)


def allowance(state: State, unit: Unit, forced: bool = False) -> int:
    """Points that a unit can spend in one march: none when it may not march at all."""
    s = state.scenario
    counter = s.counters[unit.id]
    if unit.railing or s.unit_types[counter.type].fixed or counter.mobility == "static":
        return 0
    if unit.fought and counter.mobility not in GOES_ON:
        return 0
    if not forced:
        return unit.points
    if not may_force(state, unit):
        return 0
    return unit.points + s.tables.movement.forced[MOBILITY_INDEX[counter.mobility]]


def reachable(view: PlayerView, unit: Unit, forced: bool = False) -> dict[Hex, tuple[int, Hex]]:
    """Hexes that a unit can march to, or through, with its points: cost, and the hex before it.

    Its own hex is among them at no cost. Ways are the cheapest in points; of equal ones the one
    from the hex reached first, then of the lower number. A hex without room for the unit is
    listed too, as a place to pass. The answer is kept with the view: not to be changed.
    """
    if view.units.get(unit.id) is not unit:
        return _reach(view, unit, forced)
    return view.derived(("reach", unit.id, forced), lambda: _reach(view, unit, forced))


def _reach(view: PlayerView, unit: Unit, forced: bool) -> dict[Hex, tuple[int, Hex]]:
    """Dijkstra's search with one bucket for each number of points.

    A hex that the unit's fuel does not last to by the cheapest way is no part of the answer, nor is
    what lies behind it; the search ends where nothing can lie nearer than such hexes.
    """
    s = view.scenario
    counter = s.counters[unit.id]
    start = unit.hex
    points = allowance(view, unit, forced)
    found: dict[Hex, tuple[int, Hex]] = {start: (0, start)}
    if points <= 0:
        return found
    means = means_of(view, unit)
    ways, costs = ways_out(s.map), steps_of(view, unit, means).costs
    banks = banks_today(view)
    zones = obstacles(view, enemy_of(counter.side))
    single = s.tables.movement.zoc[MOBILITY_INDEX[counter.mobility]]
    ceiling = most(view)
    fort = s.tables.engineering.pass_points
    traffic, columns = view.traffic, column_points(view, unit)
    beyond = points + 1
    cost = bytearray((beyond,)) * s.map.size
    for u in view.on_map(enemy_of(counter.side)):
        if zones[u.hex] != FORT:
            cost[u.hex] = 0  # No way there is shorter, so nobody enters; nor the void.
    cost[NOWHERE] = cost[start] = 0
    taken: dict[Hex, int] = {}
    """The step by which each hex is entered."""
    plain = steps_of(view, unit, UNABLE)
    fuel, thirsty = plain.fuel, unit.fuel < plain.thirst * (points // plain.least)
    used = {start: 0}
    drunk, last = 0, 0
    buckets: list[list[Hex]] = [[] for _ in range(beyond)]
    buckets[0].append(start)
    for spent, bucket in enumerate(buckets):
        if spent > last:
            break
        bucket.sort()
        for h in bucket:
            if cost[h] != spent:
                continue
            if spent:
                by = taken[h]
                back = Hex(by // 6)
                if thirsty:
                    drunk = used.get(back, DRY) + fuel[by]
                if drunk <= unit.fuel:
                    found[h] = (spent, back)
                    used[h] = drunk
            out = costs[h * 6 : h * 6 + 6]
            if h in banks:
                here = means_at(view, unit, h, means)
                if here != means:
                    out = steps_of(view, unit, here).costs[h * 6 : h * 6 + 6]
            there, sides = ways[h]
            for n, step in zip(there, out, strict=True):
                total = spent + step
                if total >= cost[n]:
                    continue
                if zones[n]:
                    if zones[n] == FORT:
                        step += fort
                    else:
                        step += single if zones[h] == FREE else 2 * single
                    total = spent + min(step, ceiling)
                    if total >= cost[n]:
                        continue
                d = there.index(n)
                if sides[d] in traffic and jammed(view, sides[d], columns):
                    continue
                cost[n] = total
                taken[n] = h * 6 + d
                buckets[total].append(n)
                if total > last and (not thirsty or drunk + fuel[h * 6 + d] <= unit.fuel):
                    last = total
    return found


def path_to(
    view: PlayerView, unit: Unit, goal: Hex, forced: bool = False
) -> tuple[Hex, ...] | None:
    """The cheapest path that the unit can march now to end in `goal`, from its own hex on."""
    found = reachable(view, unit, forced)
    if goal == unit.hex or goal not in found or not has_room(view, unit, goal):
        return None
    path = [goal]
    while path[-1] != unit.hex:
        path.append(found[path[-1]][1])
    return tuple(reversed(path))


def march_path(view: PlayerView, unit: Unit, goal: Hex) -> tuple[Hex, ...] | None:
    """The cheapest path to `goal` over any number of turns, on today's ground; None if there is
    no way. Points, fuel, columns and room are left out; seen enemy troops close their hexes."""
    s = view.scenario
    counter = s.counters[unit.id]
    if goal == unit.hex or s.unit_types[counter.type].fixed:
        return None
    crossing = crossing_of(s, view.turn, unit.formation)
    means = (PREPARED if crossing.prepares else UNABLE) | (FERRY if crossing.pools else UNABLE)
    ways, costs = ways_out(s.map), steps_of(view, unit, means).costs
    zones = obstacles(view, enemy_of(counter.side))
    single = s.tables.movement.zoc[MOBILITY_INDEX[counter.mobility]]
    ceiling = most(view)
    before: dict[Hex, Hex] = {unit.hex: unit.hex}
    cost: dict[Hex, int] = {unit.hex: 0}
    heap: list[tuple[int, Hex]] = [(0, unit.hex)]
    while heap:
        spent, h = heappop(heap)
        if h == goal:
            path = [h]
            while path[-1] != unit.hex:
                path.append(before[path[-1]])
            return tuple(reversed(path))
        if spent != cost[h]:
            continue
        for n, step in zip(ways[h][0], costs[h * 6 : h * 6 + 6], strict=True):
            if zones[n] == TROOPS or step >= IMPASSABLE:
                continue
            if zones[n]:
                extra = single if zones[h] == FREE else 2 * single
                if zones[n] == FORT:
                    extra = s.tables.engineering.pass_points
                step = min(ceiling, step + extra)
            total = spent + step
            if n not in cost or total < cost[n]:
                cost[n] = total
                before[n] = h
                heappush(heap, (total, n))
    return None
