"""Drafts: the staff works out for a person what a formation does under a directive.

The orders come from the same functions as the computer's own turn (`stages`), day by day and
batch by batch; only who is ordered about, what for, and by which doctrine is the person's. A
directive without a goal leaves the choice of goals to the staff, as in the computer's own plan.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from game.hexes import NOWHERE, Hex, distance
from game.model.forces import FormationId, Side, Unit, UnitId
from game.model.orders import Attack, Move, Order, line_of
from game.model.state import HOLDER_OF, PlayerView
from game.players.fields import CLASS_OF
from game.players.staff.aims import aims, mask_posts, posts, way_back
from game.players.staff.attack import Stakes, assaults
from game.players.staff.delay import defence_plan, withdrawals
from game.players.staff.doctrine import Doctrine, doctrine_for
from game.players.staff.landing import afloat
from game.players.staff.march import Room, marches
from game.players.staff.memory import Memory
from game.players.staff.plan import DEFENDING, WHOLE, Directive, Draft, Posture
from game.players.staff.player import plan_theatre
from game.players.staff.situation import Situation, look
from game.players.staff.stages import new_day, next_orders, stakes_of
from game.players.staff.theatre import plan_for
from game.rules.evacuation import ways_out

_ATTACKING = (
    "scout", "command", "engineers", "fuel", "rail", "attack", "sail", "march", "attack",
    "exploit", "attack", "parley", "raid",
)  # fmt: skip
DAY: dict[Posture, tuple[str, ...]] = {
    "attack": _ATTACKING,
    "exploit": _ATTACKING,
    "race": _ATTACKING,
    "mask": ("scout", "command", "engineers", "fuel", "march", "parley", "raid"),
    "hold": ("scout", "command", "demolish", "rail", "attack", "march", "attack", "stance", "raid"),
    "delay": ("command", "demolish", "rail", "march", "attack", "stance", "raid"),
    "withdraw": ("command", "demolish", "fuel", "rail", "march", "stance"),
}
"""What is thought of, in which order, under each posture."""
FRONT = ("airlift",)
"""What only those think of who lead a front or a side."""
ALL = ("choose", "audit", "patrol")
"""What only the general of a whole side thinks of."""
GUARDED = 12
"""Hexes from the enemy within which a garrison is kept."""
AIR_REACH = 6
"""Hexes around a formation's troops and its goal in which its aircraft look for targets."""


def members(view: PlayerView, directive: Directive) -> tuple[Unit, ...]:
    """The units of the side to move that stand under a directive's formation, wherever they are."""
    return members_of(view, view.phase, directive.formation)


def members_of(view: PlayerView, side: Side, formation: FormationId) -> tuple[Unit, ...]:
    """The units of a side that stand under a formation, on the map or in a box off it."""
    under = view.scenario.under
    return tuple(
        u for u in view.roll(side).units.values()
        if u.hex != NOWHERE or u.gone == "box"
        if formation == WHOLE or under(u.formation, formation)
    )  # fmt: skip


def draft(
    view: PlayerView,
    directive: Directive,
    memory: Memory,
    pinned: frozenset[UnitId] = frozenset(),
    ahead: bool = False,
) -> Draft:
    """Orders for the units of a formation under a directive, up to the first uncertain event.

    When they have been given, the next call goes on from what came of them; a draft without orders
    says that the day is done. `pinned` units are left to whoever pinned them. `ahead` also asks for
    what would follow as far as can be seen now.
    """
    spare = pinned | directive.reserve
    keep = directive.limits.keep
    mine = [u for u in members(view, directive) if u.id not in spare and u.hex not in keep]
    here = tuple(u for u in mine if u.on_map)
    now = look(view)
    now = dataclasses.replace(now, own=here, ground=_ground(view, directive, here))
    doctrine = doctrine_for(directive.posture, directive.limits.risk)
    if memory.turn != view.turn:
        new_day(memory, view.turn)
        _plan(view, now, directive, doctrine, memory, mine)
    thought = len(memory.whys)
    orders = next_orders(view, now, doctrine, memory, _day(view, directive))
    stakes = stakes_of(view, now, memory)
    later = _later(view, now, stakes, doctrine, memory, orders) if ahead else ()
    said = {line_of(o) for o in (*orders, *later)}
    whys = {
        why.subject: why
        for i, why in enumerate(memory.whys) if i >= thought or why.subject in said
    }  # fmt: skip
    busy = {u for o in (*orders, *later) for u in units_of(o)}
    idle = tuple(
        (u.id, _why_idle(view, now, u, directive, memory, pinned))
        for u in members(view, directive) if u.id not in busy
    )  # fmt: skip
    return Draft(orders, tuple(whys.values()), idle, later)


def _day(view: PlayerView, directive: Directive) -> tuple[str, ...]:
    stages = DAY[directive.posture]
    level = view.scenario.formations.get(directive.formation)
    if directive.formation == WHOLE or (level is not None and level.level == "front"):
        stages = (*stages, *FRONT)
    if directive.formation == WHOLE:
        stages = (ALL[0], *stages, *ALL[1:])
    return stages


def _ground(view: PlayerView, directive: Directive, here: Iterable[Unit]) -> frozenset[Hex] | None:
    """Where the formation's aircraft look for targets: around its troops and its goal."""
    if directive.formation == WHOLE:
        return None
    around = view.scenario.map.around
    found = {u.hex for u in here} | ({directive.goal} if directive.goal else set())
    edge = set(found)
    for _ in range(AIR_REACH):
        edge = {n for h in edge for n in around[h]} - found
        found |= edge
    return frozenset(found)


def _plan(
    view: PlayerView,
    now: Situation,
    directive: Directive,
    doctrine: Doctrine,
    memory: Memory,
    mine: list[Unit],
) -> None:
    """What each unit is to do today."""
    goal, posture = directive.goal, directive.posture
    usual = "attack" if view.phase == "soviet" else "delay"
    if directive.formation == WHOLE and not goal and posture == usual:
        plan_theatre(view, now, doctrine, memory)
        own = {u.id for u in mine}
        memory.directives = {u: d for u, d in memory.directives.items() if u in own}
        return
    if posture == "mask":
        memory.directives = mask_posts(view, now, directive)
    elif posture == "delay" and not goal:
        memory.directives = defence_plan(view, now, doctrine, memory)
    elif posture == "hold" and goal:
        memory.directives = posts(view, now, directive, memory)
    elif posture in DEFENDING:
        back = goal or (way_back(view, now, memory) if posture == "withdraw" else NOWHERE)
        found = dataclasses.replace(directive, goal=back)
        memory.directives = {u.id: found for u in now.own if not _fixed(view, u)}
        memory.leaving = frozenset(
            u.id for u in now.own if posture == "withdraw" and back in ways_out(view, u)
        )
    else:
        own = {u.id for u in mine}
        ships = [u for u in afloat(view) if u.id in own]
        wanted = aims(view, now, directive, memory)
        made = plan_for(view, now, memory, wanted, ships, doctrine)
        memory.directives = {
            u: d if d.posture in ("mask", "race") else dataclasses.replace(d, posture=posture)
            for u, d in made.items()
        }


def _fixed(view: PlayerView, u: Unit) -> bool:
    counter = view.scenario.counters[u.id]
    return view.scenario.unit_types[counter.type].fixed or counter.mobility == "static"


def _later(
    view: PlayerView,
    now: Situation,
    stakes: Stakes,
    doctrine: Doctrine,
    memory: Memory,
    orders: tuple[Order, ...],
) -> tuple[Order, ...]:
    """Further attacks by others, and marches of whoever does not attack, as things stand."""
    found: list[Order] = []
    busy = {u for o in orders for u in units_of(o)}
    targets = {o.target for o in orders if isinstance(o, Attack)}
    if any(isinstance(o, Move) for o in orders):
        return ()
    if not doctrine.stays or any(d.posture == "hold" for d in memory.directives.values()):
        for other in assaults(view, now, stakes, doctrine, memory.work, now.own, memory.reckoned):
            if other.order.target in targets or busy & set(other.order.units):
                continue
            found.append(dataclasses.replace(other.order, advance=not doctrine.stays))
            busy |= set(other.order.units)
            targets.add(other.order.target)
    rest = [u for u in now.own if u.id not in busy]
    room = Room(view)
    going = marches(view, now, stakes, doctrine, memory.work, rest, room, memory.whys)
    moving = {m.unit for m in going}
    still = [u for u in rest if u.id not in moving and u.id not in stakes.ways]
    going += withdrawals(view, now, memory.directives, doctrine, memory, still, room)
    return (*found, *going)


def _why_idle(
    view: PlayerView,
    now: Situation,
    u: Unit,
    directive: Directive,
    memory: Memory,
    pinned: frozenset[UnitId],
) -> str:
    """Why a unit gets no order, in words."""
    d = memory.directives.get(u.id)
    if u.id in pinned:
        return "left to you"
    if u.id in directive.reserve:
        return "kept in reserve"
    if u.hex and u.hex in directive.limits.keep:
        return f"garrison of {view.scenario.map.label(u.hex)}"
    if not u.on_map:
        return "not on the map yet"
    if u.railing:
        return "in its trains"
    if u.fought or u.spent:
        return "has fought today"
    if _fixed(view, u):
        return "cannot march"
    if d is None or not d.goal:
        return "stays where it is" if directive.posture in DEFENDING else "no task for it today"
    if u.hex == d.goal:
        return "stands at its goal"
    if u.points <= 0:
        return "has no points of march left"
    if u.hex in now.near:
        return "holds against the enemy beside it"
    if u.fuel <= 0 and CLASS_OF[view.scenario.counters[u.id].mobility] == "mech":
        return "has no fuel"
    return "no room, or nothing to gain, ahead of it"


def units_of(order: Order) -> tuple[UnitId, ...]:
    """The units that an order binds."""
    units: tuple[UnitId, ...] | None = getattr(order, "units", None)
    if units is not None:
        return units if order.kind != "airlift" else ()
    unit: UnitId | None = getattr(order, "unit", None)
    if unit is None or order.kind == "work":
        return ()
    return (unit,)


def garrisons(view: PlayerView, directive: Directive) -> frozenset[Hex]:
    """Hexes with troops of the formation that should not stand empty: places that count, works,
    and sources of supply with the enemy near."""
    mine = HOLDER_OF[view.phase]
    posts_ = {o.hex for o in view.scenario.objectives} | set(view.works)
    posts_ |= {s.hex for s in view.scenario.sources if view.control[s.hex] == mine}
    foes = look(view).foes
    return frozenset(
        u.hex for u in members(view, directive)
        if u.on_map and u.hex in posts_ and any(distance(u.hex, f) <= GUARDED for f in foes)
    )  # fmt: skip
