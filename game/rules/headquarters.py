"""Where headquarters stand: they follow their troops, are sent somewhere, or are overrun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

from game.hexes import NOWHERE, STRIDE, Hex, distance, hex_at
from game.model.events import AnyEvent, HqLost, HqMoved
from game.model.forces import FormationId, Side, Unit, enemy_of
from game.model.orders import PlaceHq, Refusal
from game.model.state import HOLDER_OF, State
from game.model.terrain import IMPASSABLE, Mobility
from game.rules.command import superiors
from game.rules.costs import FERRY, PREPARED, steps_on, ways_out
from game.rules.zoc import FREE, obstacles

LOST = "overrun:"
"""What the act of losing a headquarters begins with (`State.acts`); its formation follows."""


def troops(state: State, side: Side) -> dict[FormationId, list[Unit]]:
    """The units on the map under each formation that can have a headquarters."""

    def build() -> dict[FormationId, list[Unit]]:
        found: dict[FormationId, list[Unit]] = {}
        for u in state.on_map(side):
            for f in superiors(state.scenario, u.formation):
                found.setdefault(f.id, []).append(u)
        return found

    return state.derived((side, "commanded"), build)


def middle(units: Sequence[Unit]) -> Hex:
    """The unit's hex that is nearest to the mean of all; the lowest of equals."""
    column = sum(u.hex // STRIDE for u in units) // len(units)
    row = sum(u.hex % STRIDE for u in units) // len(units)
    centre = hex_at(column, row)
    return min((u.hex for u in units), key=lambda h: (distance(h, centre), h))


def _open(state: State, side: Side, h: Hex, threat: bytes) -> bool:
    """Whether a headquarters may stand on a hex: own ground, no enemy zone unless a friend is
    there."""
    return (
        state.scenario.map.land[h] == 1
        and state.control[h] == HOLDER_OF[side]
        and (threat[h] == FREE or state.side_at(h) == side)
    )


def vehicle(state: State, units: Sequence[Unit]) -> Mobility:
    """How a headquarters travels: on tracks where most of its troops do, by lorry elsewhere."""
    counters = state.scenario.counters
    tracked = sum(counters[u.id].mobility in ("mech", "tank") for u in units)
    return "tank" if tracked * 2 > len(units) else "motor"


def drive(
    state: State, side: Side, start: Hex, kind: Mobility, goal: Hex = NOWHERE
) -> dict[Hex, int]:
    """Hexes that a headquarters can be in after a day's drive, with the points of the way; once
    the `goal` is among them, no more are looked for."""
    scenario = state.scenario
    most = scenario.tables.command.march
    # Staffs cross rivers by whatever their troops have there.
    costs = steps_on(scenario.map, scenario.tables, kind, state.ground, PREPARED | FERRY).costs
    threat, ways = obstacles(state, enemy_of(side)), ways_out(scenario.map)
    found, heap = {start: 0}, [(0, start)]
    while heap:
        spent, h = heappop(heap)
        if spent != found[h]:
            continue
        if h == goal:
            break
        for n, step in zip(ways[h][0], costs[h * 6 : h * 6 + 6], strict=True):
            total = spent + step
            if step >= IMPASSABLE or total > most or total >= found.get(n, most + 1):
                continue
            if _open(state, side, n, threat):
                found[n] = total
                heappush(heap, (total, n))
    return found


def morning(state: State, side: Side) -> tuple[HqMoved, ...]:
    """Headquarters of formations that have come on to the map are set up, those that were overrun
    are made anew in time, and the others follow their troops."""
    scenario, table = state.scenario, state.scenario.tables.command
    threat = obstacles(state, enemy_of(side))
    moved: list[tuple[FormationId, Hex]] = []
    freed: list[FormationId] = []
    for f, all_ in troops(state, side).items():
        units = [u for u in all_ if scenario.map.land[u.hex]]
        if not units:
            continue  # afloat, with its staff
        formation = scenario.formations[f]
        at = state.hqs.get(f)
        if at is None:
            printed = formation.hq_hex
            there = printed != NOWHERE and _open(state, side, printed, threat)
            moved.append((f, printed if there else middle(units)))
            continue
        if at == NOWHERE:
            if state.turn - state.acts.get(f"{LOST}{f}", 0) >= table.rebuild:
                moved.append((f, middle(units)))
            continue
        reach = table.reach[formation.level]
        goal = middle(_followed(state, units))
        far = distance(at, goal)
        if f in state.placed:
            if far <= reach:
                continue
            freed.append(f)
        elif far * 100 <= reach * table.leash and threat[at] == FREE:
            continue
        ways = drive(state, side, at, vehicle(state, units), goal)
        if threat[at] != FREE:
            # The enemy is at hand: the staff leaves, with its troops or before them.
            ways = {h: cost for h, cost in ways.items() if threat[h] == FREE} or ways
        new = _towards(ways, goal)
        if new != at:
            moved.append((f, new))
    if not moved and not freed:
        return ()
    return (HqMoved(hqs=tuple(moved), freed=tuple(freed), by=side),)


def _followed(state: State, units: Sequence[Unit]) -> Sequence[Unit]:
    """Those whom a headquarters follows: all who march; all when none does."""
    counters = state.scenario.counters
    return [u for u in units if counters[u.id].mobility != "static"] or units


def _towards(ways: dict[Hex, int], goal: Hex) -> Hex:
    """The hex of a day's drive that is nearest to the goal; where the way is barred it stays."""
    return min(ways, key=lambda h: (distance(h, goal), ways[h], h))


def overrun(state: State, events: Iterable[AnyEvent]) -> tuple[HqLost, ...]:
    """Headquarters in hexes that the other side has entered by these events."""
    entered = {h: event.by for event in events if event.held for h in event.held}
    if not entered:
        return ()
    return tuple(
        HqLost(
            formation=f, name=state.scenario.formations[f].name, hqs=((f, NOWHERE),), by=entered[h],
            acts=(f"{LOST}{f}",), at=h,
        )
        for f, h in state.hqs.items()
        if h in entered and state.scenario.formations[f].side != entered[h]
    )  # fmt: skip


# -- the order -------------------------------------------------------------------------------------


def day_drive(state: State, formation: FormationId) -> dict[Hex, int]:
    """Where a headquarters on the map could be sent today, with the points of the way."""
    side = state.scenario.formations[formation].side
    units = troops(state, side).get(formation, [])
    return drive(state, side, state.hqs[formation], vehicle(state, units))


def check_hq(view: State, order: PlaceHq) -> Refusal | None:
    """A headquarters can be sent once a day to a hex within a day's drive over own ground."""
    scenario = view.scenario
    there, label = scenario.formations.get(order.formation), scenario.map.label
    if there is None or there.side != view.phase or order.formation not in view.hqs:
        sentence = f"{order.formation} has no headquarters on the map that you command."
        return Refusal("no_such_hq", sentence)
    at = view.hqs[order.formation]
    if at == NOWHERE:
        sentence = f"{there.name} was overrun and is being made anew."
        return Refusal("overrun", sentence)
    if view.placed.get(order.formation) == view.turn:
        return Refusal("moved_already", f"{there.name} has moved today.", (at,))
    if order.hex == at:
        return Refusal("no_change", f"{there.name} is in {label(at)} already.", (at,))
    if order.hex not in day_drive(view, order.formation):
        sentence = (
            f"{there.name} cannot drive from {label(at)} to hex {order.hex:05d} today: it has "
            f"{scenario.tables.command.march} points, over own ground clear of the enemy."
        )
        return Refusal("too_far", sentence, (at,))
    return None


def resolve_hq(state: State, order: PlaceHq) -> tuple[HqMoved, ...]:
    """The headquarters drives there; where troops unseen bar the way it gets as far as it can."""
    f = order.formation
    new = _towards(day_drive(state, f), order.hex)
    return (HqMoved(hqs=((f, new),), placed=(f,), by=state.phase, at=new),)
