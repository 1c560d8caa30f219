"""The staff as a player: a plan for the day, then attacks and marches until nothing is left."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from game.hexes import Hex, distance
from game.model.forces import Side, Unit, UnitId
from game.model.orders import Attack, EndPhase, Move, Order, line_of
from game.model.state import PlayerView
from game.model.terrain import Mobility
from game.players.fields import CLASS_OF, Field
from game.players.staff.air import missions
from game.players.staff.assault import Assault, Work
from game.players.staff.attack import Stakes, assaults
from game.players.staff.audit import audit
from game.players.staff.choices import answers, envoys
from game.players.staff.command import command_orders, crossings, evacuations
from game.players.staff.delay import defence_plan, stances, withdrawals
from game.players.staff.doctrine import Doctrine, doctrine_of
from game.players.staff.engineers import demolitions, works
from game.players.staff.landing import sailings
from game.players.staff.march import Room, marches
from game.players.staff.memory import Memory
from game.players.staff.plan import Directive, Draft
from game.players.staff.rail import journeys
from game.players.staff.situation import Situation, look
from game.players.staff.supply import pool, spearheads
from game.players.staff.theatre import attack_plan, open_objectives
from game.players.staff.why import Why
from game.rules import movement
from game.rules.acts import arrival_turn
from game.rules.landing import at_sea

PLAN_EVERY = 2
"""Turns after which the theatre thinks again; sooner when an objective falls."""
STAGES = (
    "choose", "scout", "command", "engineers", "fuel", "rail", "attack", "sail", "march", "attack",
    "exploit", "attack", "parley", "raid", "audit", "airlift", "stance", "patrol",
)  # fmt: skip
FAST = frozenset({"motor", "mech", "tank", "horse"})
NEWS = 4
"""Hexes within which a change of the enemy makes a fast unit look for a new way."""
DEFENDING = frozenset({"delay", "hold", "withdraw"})


class StaffPlayer:
    """A general with a staff. Thinks in stages; remembers its plan from call to call."""

    name = "staff"

    def __init__(self, side: Side, doctrine: Doctrine | None = None) -> None:
        """A general for `side`, with the doctrine of that side or another one."""
        self.side = side
        self.doctrine = doctrine or doctrine_of(side)
        self.memory = Memory()

    @property
    def whys(self) -> tuple[Why, ...]:
        """The reasons for this turn's decisions."""
        return tuple(self.memory.whys)

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """The next orders; EndPhase when all stages are done."""
        memory = self.memory
        now = look(view)
        if memory.turn != view.turn:
            self._begin(view, now)
        stakes = stakes_of(view, now, memory)
        while memory.stage < len(STAGES):
            orders = self._stage(STAGES[memory.stage], view, now, stakes)
            if orders:
                return orders
            memory.stage += 1
            memory.queue = []
            memory.contacts = frozenset()
        return (EndPhase(),)

    def _begin(self, view: PlayerView, now: Situation) -> None:
        memory = self.memory
        open_now = open_objectives(view)
        fallen = sum(1 for d in memory.directives.values() if d.weight and d.goal not in open_now)
        memory.turn, memory.stage, memory.work = view.turn, 0, Work()
        memory.queue, memory.refused, memory.whys, memory.reckoned = [], {}, [], {}
        memory.stakes, memory.met = None, frozenset()
        memory.first, memory.poured, memory.ridden, memory.sailed = None, False, False, set()
        memory.engineered = False
        memory.flown, memory.raided = {}, set()
        memory.commanded = set()
        due = view.turn - memory.planned >= PLAN_EVERY or not memory.directives
        if fallen or due or _news_of_the_sea(view):
            make = attack_plan if self.side == "soviet" else defence_plan
            memory.directives = make(view, now, self.doctrine, memory)
            memory.planned = view.turn
        leaving = evacuations(view, now, memory.leaving)
        memory.leaving = frozenset(leaving)
        memory.directives.update(leaving)

    def _pour(self, view: PlayerView, now: Situation, stakes: Stakes) -> tuple[Order, ...]:
        self.memory.poured = True
        return tuple(pool(view, now, stakes))

    def _engineers(self, view: PlayerView, now: Situation, stakes: Stakes) -> tuple[Order, ...]:
        """Bridges to blow, or works to order, thought of once a day."""
        memory = self.memory
        if memory.engineered:
            return ()
        memory.engineered = True
        if self.side == "japan":
            found = demolitions(view, now)
        else:
            found = works(view, now, stakes)
        memory.whys += [why for _, why in found]
        return tuple(order for order, _ in found)

    def _sail(self, view: PlayerView, now: Situation) -> tuple[Order, ...]:
        """Passages by sea; those that led nowhere are not tried again today."""
        memory = self.memory
        found = [
            o for o in sailings(view, now, memory.directives, memory)
            if o.units[0] not in memory.sailed
        ]  # fmt: skip
        memory.sailed.update(o.units[0] for o in found[:1])
        return tuple(found[:1])

    def _ride(self, view: PlayerView, now: Situation, stakes: Stakes) -> tuple[Order, ...]:
        """Journeys by train, thought of once a day."""
        if self.memory.ridden:
            return ()
        self.memory.ridden = True
        ways = dict(stakes.ways)
        for u in now.own:
            directive = self.memory.directives.get(u.id)
            if at_sea(view, u) or directive is None or directive.port:
                continue
            if u.id not in ways and directive.goal:
                kind = CLASS_OF[view.scenario.counters[u.id].mobility]
                ways[u.id] = self.memory.eta(view, directive.goal, kind)
        return tuple(journeys(view, now, ways, self.memory, Room(view)))

    def _command(self, view: PlayerView, now: Situation) -> tuple[Order, ...]:
        """Orders of command; a unit or headquarters is thought of once a day."""
        memory = self.memory
        found = [
            (order, why) for order, why in command_orders(view, now, memory.crossed, memory.leaving)
            if why.subject not in memory.commanded
        ]  # fmt: skip
        memory.commanded.update(why.subject for _, why in found)
        memory.whys += [why for _, why in found]
        return tuple(order for order, _ in found)

    def _stage(
        self, stage: str, view: PlayerView, now: Situation, stakes: Stakes
    ) -> tuple[Order, ...]:
        memory = self.memory
        if stage == "attack":
            best = attacks_now(view, now, stakes, self.doctrine, memory, now.own)
            if best:
                memory.crossed.update(crossings(view, best[0].order))
            return (best[0].order,) if best else ()
        if stage == "command":
            return self._command(view, now)
        if stage == "choose":
            found = answers(view, now)
            memory.whys += [why for _, why in found]
            return tuple(order for order, _ in found[:1])
        if stage == "parley":
            return tuple(envoys(view, now)[:1])
        if stage == "fuel":
            return () if memory.poured else self._pour(view, now, stakes)
        if stage == "rail":
            return self._ride(view, now, stakes)
        if stage == "engineers":
            return self._engineers(view, now, stakes)
        if stage == "sail":
            return self._sail(view, now)
        if stage in ("scout", "raid", "patrol"):
            return missions(stage, view, now, self.doctrine, memory)
        if stage == "audit":
            mended = audit(view, now)
            if mended is None:
                return ()
            memory.whys.append(mended[1])
            return (mended[0],)
        if stage == "airlift":
            tasks = spearheads(view, now, stakes)
            memory.whys += [why for _, why in tasks]
            return tuple(order for order, _ in tasks)
        if stage == "stance":
            if self.side == "soviet":
                return ()
            return tuple(stances(view, now, open_objectives(view)))
        units: Iterable[Unit] = now.own
        if stage == "exploit":
            units = _who_can_exploit(view, now, memory)
        return march_queue(view, now, stakes, self.doctrine, memory, tuple(units))


def _news_of_the_sea(view: PlayerView) -> bool:
    """Whether troops went ashore yesterday, or are ready today to go aboard."""
    return any(
        (u.landed and u.landed == view.turn - 1)
        or (u.gone == "box" and arrival_turn(view, u.id) == view.turn)
        for u in view.roll(view.phase).units.values()
    )


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
    if found and view.phase == "japan":
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
    found = marches(
        view, now, stakes, doctrine, memory.work, units, room, memory.whys
    )
    going = {m.unit for m in found}
    rest = [u for u in units if u.id not in going and u.id not in stakes.ways]
    found += withdrawals(view, now, memory.directives, doctrine, memory, rest, room)
    return found


def draft(
    view: PlayerView, directive: Directive, memory: Memory, pinned: frozenset[UnitId] = frozenset()
) -> Draft:
    """Orders for the units of a formation under a directive, up to the first uncertain event.

    The same functions serve the staff's own plans. `pinned` units are left to whoever pinned them.
    """
    scenario = view.scenario
    now = look(view)
    mine = tuple(
        u for u in now.own
        if scenario.under(u.formation, directive.formation)
        and u.id not in pinned and u.id not in directive.reserve
        and u.hex not in directive.limits.keep
    )  # fmt: skip
    memory.work, memory.whys, memory.queue, memory.contacts = Work(), [], [], frozenset()
    memory.directives = {u.id: directive for u in mine}
    memory.stakes, memory.first = None, None
    doctrine = doctrine_of(view.phase)
    stakes = stakes_of(view, now, memory)
    orders: tuple[Order, ...] = ()
    if directive.posture not in ("hold", "withdraw", "mask"):
        best = attacks_now(view, now, stakes, doctrine, memory, mine)
        orders = (best[0].order,) if best else ()
    if not orders:
        orders = march_queue(view, now, stakes, doctrine, memory, mine)
    busy = {u for o in orders for u in _units_of(o)}
    idle = tuple(
        (u.id, "stands at its goal" if u.hex == directive.goal else "nothing to gain this turn")
        for u in mine
        if u.id not in busy
    )
    return Draft(orders, tuple(memory.whys), idle)


def _units_of(order: Order) -> tuple[UnitId, ...]:
    if isinstance(order, EndPhase):
        return ()
    units = getattr(order, "units", None)
    return units if units is not None else (order.unit,) if isinstance(order, Move) else ()
