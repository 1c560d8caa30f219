"""The stages of a day: what is thought of after what, for a whole side or for one formation.

The computer's general and the drafts for a person go through the same functions; they differ in
whom they order about (`Situation.own`), in the directives, and in the stages that are theirs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from game.hexes import Hex, distance
from game.model.forces import Side, Unit, UnitId
from game.model.orders import Attack, Move, Order, line_of
from game.model.state import PlayerView
from game.model.terrain import Mobility
from game.players.fields import CLASS_OF, Field
from game.players.staff.air import missions
from game.players.staff.assault import Assault, Work
from game.players.staff.attack import Stakes, assaults
from game.players.staff.audit import audit
from game.players.staff.choices import answers, envoys
from game.players.staff.command import command_orders, crossings
from game.players.staff.delay import stances, withdrawals
from game.players.staff.doctrine import Doctrine
from game.players.staff.engineers import demolitions, works
from game.players.staff.landing import sailings
from game.players.staff.march import Room, marches
from game.players.staff.memory import Memory
from game.players.staff.plan import DEFENDING, Directive
from game.players.staff.rail import journeys
from game.players.staff.situation import Situation
from game.players.staff.supply import pool, spearheads
from game.players.staff.theatre import open_objectives
from game.players.staff.why import Why
from game.rules import movement
from game.rules.landing import at_sea

STAGES: dict[Side, tuple[str, ...]] = {
    "soviet": (
        "choose", "scout", "command", "engineers", "fuel", "rail", "attack", "sail", "march",
        "attack", "exploit", "attack", "parley", "raid", "audit", "airlift", "patrol",
    ),
    "japan": (
        "choose", "scout", "command", "demolish", "fuel", "rail", "attack", "sail", "march",
        "attack", "exploit", "attack", "parley", "raid", "audit", "airlift", "stance", "patrol",
    ),
}  # fmt: skip
"""The day of the side that attacks, and of the one that defends."""
FAST = frozenset({"motor", "mech", "tank", "horse"})
NEWS = 4
"""Hexes within which a change of the enemy makes a fast unit look for a new way."""


def new_day(memory: Memory, turn: int) -> None:
    """Forget what belonged to another day, or to a day that is thought through anew."""
    memory.turn, memory.stage, memory.work = turn, 0, Work()
    memory.queue, memory.refused, memory.whys, memory.reckoned = [], {}, [], {}
    memory.stakes, memory.met, memory.contacts = None, frozenset(), frozenset()
    memory.first, memory.poured, memory.ridden, memory.sailed = None, False, False, set()
    memory.engineered, memory.demolished = False, False
    memory.flown, memory.raided = {}, set()
    memory.commanded = set()


def next_orders(
    view: PlayerView,
    now: Situation,
    doctrine: Doctrine,
    memory: Memory,
    stages: tuple[str, ...],
) -> tuple[Order, ...]:
    """The orders of the next stage that has any; none when the day is done."""
    stakes = stakes_of(view, now, memory)
    while memory.stage < len(stages):
        orders = _stage(stages[memory.stage], view, now, stakes, doctrine, memory)
        if orders:
            return orders
        memory.stage += 1
        memory.queue = []
        memory.contacts = frozenset()
    return ()


def _stage(
    stage: str,
    view: PlayerView,
    now: Situation,
    stakes: Stakes,
    doctrine: Doctrine,
    memory: Memory,
) -> tuple[Order, ...]:
    if stage == "attack":
        best = attacks_now(view, now, stakes, doctrine, memory, now.own)
        if best:
            memory.crossed.update(crossings(view, best[0].order))
        return (best[0].order,) if best else ()
    if stage in ("march", "exploit"):
        units: Iterable[Unit] = now.own
        if stage == "exploit":
            units = _who_can_exploit(view, now, memory)
        return march_queue(view, now, stakes, doctrine, memory, tuple(units))
    if stage == "command":
        return _command(view, now, memory)
    if stage == "parley":
        return tuple(envoys(view, now)[:1])
    if stage == "fuel":
        if memory.poured:
            return ()
        memory.poured = True
        return tuple(pool(view, now, stakes))
    if stage == "rail":
        return _ride(view, now, stakes, memory)
    if stage == "sail":
        return _sail(view, now, memory)
    if stage in ("scout", "raid", "patrol"):
        return missions(stage, view, now, doctrine, memory)
    if stage == "stance":
        return tuple(stances(view, now, {**open_objectives(view), **_held(memory)}))
    found: list[tuple[Order, Why]] = []
    if stage == "choose":
        found += answers(view, now)[:1]
    elif stage == "engineers" and not memory.engineered:
        memory.engineered = True
        found += works(view, now, stakes)
    elif stage == "demolish" and not memory.demolished:
        memory.demolished = True
        found += demolitions(view, now)
    elif stage == "audit":
        mended = audit(view, now)
        found += [mended] if mended else []
    elif stage == "airlift":
        found += spearheads(view, now, stakes)
    memory.whys += [why for _, why in found]
    return tuple(order for order, _ in found)


def _held(memory: Memory) -> dict[Hex, int]:
    """Hexes that units have been told to hold."""
    return {d.goal: 1 for d in memory.directives.values() if d.posture == "hold" and d.goal}


def _sail(view: PlayerView, now: Situation, memory: Memory) -> tuple[Order, ...]:
    """Passages by sea; those that led nowhere are not tried again today."""
    found = [
        o for o in sailings(view, now, memory.directives, memory)
        if o.units[0] not in memory.sailed
    ]  # fmt: skip
    memory.sailed.update(o.units[0] for o in found[:1])
    return tuple(found[:1])


def _ride(view: PlayerView, now: Situation, stakes: Stakes, memory: Memory) -> tuple[Order, ...]:
    """Journeys by train, thought of once a day."""
    if memory.ridden:
        return ()
    memory.ridden = True
    ways = dict(stakes.ways)
    for u in now.own:
        directive = memory.directives.get(u.id)
        if at_sea(view, u) or directive is None or directive.port:
            continue
        if u.id not in ways and directive.goal:
            kind = CLASS_OF[view.scenario.counters[u.id].mobility]
            ways[u.id] = memory.eta(view, directive.goal, kind)
    return tuple(journeys(view, now, ways, memory, Room(view)))


def _command(view: PlayerView, now: Situation, memory: Memory) -> tuple[Order, ...]:
    """Orders of command; a unit or headquarters is thought of once a day."""
    found = [
        (order, why) for order, why in command_orders(view, now, memory.crossed, memory.leaving)
        if why.subject not in memory.commanded
    ]  # fmt: skip
    memory.commanded.update(why.subject for _, why in found)
    memory.whys += [why for _, why in found]
    return tuple(order for order, _ in found)


def _who_can_exploit(view: PlayerView, now: Situation, memory: Memory) -> list[Unit]:
    """Fast troops that have fought, or near whom the enemy was found or beaten since the march."""
    counters = view.scenario.counters
    changed = memory.met ^ frozenset(now.foes)
    return [
        u for u in now.own
        if u.points >= 8 and counters[u.id].mobility in FAST
        and (u.fought or any(distance(u.hex, h) <= NEWS for h in changed))
    ]  # fmt: skip


def attacks_now(
    view: PlayerView,
    now: Situation,
    stakes: Stakes,
    doctrine: Doctrine,
    memory: Memory,
    units: Iterable[Unit],
) -> list[Assault]:
    """Attacks worth making, with a note of the reason for the best."""
    if view.phase == "japan" and view.ceasefire > 0:
        return []
    found = assaults(view, now, stakes, doctrine, memory.work, units, memory.reckoned)
    if found and doctrine.stays:
        # The defence strikes and stays: its positions are worth more than the ground won.
        found = [dataclasses.replace(a, order=_staying(a.order)) for a in found]
    if found:
        others = tuple(a.option for a in found[1:4])
        memory.whys.append(Why("unit", view.turn, line_of(found[0].order), found[0].option, others))
    return found


def _staying(order: Attack) -> Attack:
    return dataclasses.replace(order, advance=False)


def stakes_of(view: PlayerView, now: Situation, memory: Memory) -> Stakes:
    """The field each unit goes down, and what is still to be taken; once a day."""
    weights = open_objectives(view) if view.phase == "soviet" else {}
    if memory.stakes is None:
        memory.stakes = _stakes(view, now, memory)
    return dataclasses.replace(memory.stakes, weights=weights)


def _marches_to(directive: Directive) -> Hex:
    """Where a unit marches: to the port first when it is to go by sea."""
    return directive.port or directive.goal


def _stakes(view: PlayerView, now: Situation, memory: Memory) -> Stakes:
    directives = memory.directives
    ways: dict[UnitId, Field] = {}
    wanted: dict[Hex, list[Hex]] = {}
    """Where the units of each goal stand."""
    for u in now.own:
        d = directives.get(u.id)
        if d is not None and d.goal and d.posture not in DEFENDING and not at_sea(view, u):
            wanted.setdefault(_marches_to(d), []).append(u.hex)
    counters = view.scenario.counters
    fields: dict[tuple[Hex, Mobility], Field] = {}
    opens: dict[UnitId, Field] = {}
    for u in now.own:
        d = directives.get(u.id)
        if d is None or _marches_to(d) not in wanted or at_sea(view, u):
            continue
        key = (_marches_to(d), CLASS_OF[counters[u.id].mobility])
        if key not in fields:
            fields[key] = memory.way(view, now, *key, wanted[key[0]])
        ways[u.id] = fields[key]
        opens[u.id] = memory.eta(view, *key)
    return Stakes(directives, ways, opens, {})


def march_queue(
    view: PlayerView,
    now: Situation,
    stakes: Stakes,
    doctrine: Doctrine,
    memory: Memory,
    units: tuple[Unit, ...],
) -> tuple[Order, ...]:
    """The marches of a stage: those still to be made, and new ones where something has changed."""
    known = frozenset(now.foes)
    started = bool(memory.contacts) or bool(memory.queue)
    kept: list[Move] = []
    again: list[Unit] = []
    if not started:
        again = list(units)
    else:
        fresh = {n for h in known - memory.contacts for n in view.scenario.map.around[h]}
        for order in memory.queue:
            u = view.units[order.unit]
            if not u.on_map or u.hex != order.path[0]:
                continue
            if fresh and any(h in fresh for h in order.path):
                again.append(u)
            else:
                kept.append(order)
    room = Room(view)
    for order in kept:
        room.go(view.units[order.unit], order.path[-1])
    if not memory.met:
        memory.met = known
    queue = _plan(view, now, stakes, doctrine, memory, again, room) + kept
    # The first march of a batch is checked against this very view; if it still led nowhere, into
    # the zone of troops unseen, the unit looks for another way once.
    while queue and (queue[0] == memory.first or movement.check_move(view, queue[0]) is not None):
        refused = queue.pop(0)
        memory.refused[refused.unit] = memory.refused.get(refused.unit, 0) + 1
        if memory.refused[refused.unit] < 2:
            room.back(view.units[refused.unit], refused.path[-1])
            unit = [view.units[refused.unit]]
            queue = _plan(view, now, stakes, doctrine, memory, unit, room) + queue
    memory.queue, memory.contacts = queue, known
    memory.first = queue[0] if queue else None
    return tuple(queue)


def _plan(
    view: PlayerView,
    now: Situation,
    stakes: Stakes,
    doctrine: Doctrine,
    memory: Memory,
    units: list[Unit],
    room: Room,
) -> list[Move]:
    found = marches(view, now, stakes, doctrine, memory.work, units, room, memory.whys)
    going = {m.unit for m in found}
    rest = [u for u in units if u.id not in going and u.id not in stakes.ways]
    found += withdrawals(view, now, memory.directives, doctrine, memory, rest, room)
    return found
