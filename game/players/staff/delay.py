"""The defence: who holds where, who falls back, and when.

A post is an objective, worth its weight for every day that it is still held. Units that can march
are given posts by worth against the days of march, as far as they get there before the enemy;
posts that have their garrison attract less. On the way a unit stays in good ground as long as the
enemy's expected row there is bearable: ground is given line by line, and forts not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from game.hexes import Hex
from game.model.forces import Unit, UnitId
from game.model.happening import Redoubt
from game.model.orders import Move, SetStance, line_of
from game.model.state import HOLDER_OF, PlayerView
from game.players.fields import CLASS_OF, FAR, costs_of, spread
from game.players.staff.doctrine import Doctrine
from game.players.staff.engineers import stance_of, threatened
from game.players.staff.march import Room, walk
from game.players.staff.memory import Memory
from game.players.staff.plan import Directive
from game.players.staff.situation import Situation, power_of
from game.players.staff.theatre import open_objectives
from game.players.staff.why import Why, option
from game.rules import movement
from game.rules.acts import in_force
from game.rules.morale import PUPPETS
from game.rules.odds import column_of
from game.rules.siege import works_for

GARRISON = 120
"""Power that an objective wants for each point of its weight."""
TOO_LATE = 60
"""Points by which a unit must be at its post before the enemy."""


def enemy_eta(view: PlayerView, now: Situation, goals: Sequence[Hex]) -> list[int]:
    """Points that the nearest known enemy needs to each of the goals, with fast troops."""
    field = spread(costs_of(view, "mech"), dict.fromkeys(now.foes, 0), wanted=goals)
    return [int(field[h]) for h in goals]


def defence_plan(
    view: PlayerView, now: Situation, doctrine: Doctrine, memory: Memory
) -> dict[UnitId, Directive]:
    """A directive for every unit that can march, on the defending side."""
    scenario = view.scenario
    goals = open_objectives(view)
    hexes = list(goals)
    if not hexes:
        return {}
    danger = enemy_eta(view, now, hexes)
    free: list[Unit] = []
    guard: dict[Hex, int] = dict.fromkeys(goals, 0)
    mine = {u.id for u in now.own}
    for u in view.on_map(now.side):
        counter = scenario.counters[u.id]
        kind = scenario.unit_types[counter.type]
        bound = kind.fixed or counter.mobility == "static" or not kind.combat or kind.rear
        if bound or u.id not in mine or works_for(view, now.side, u.hex):
            if u.hex in guard:
                guard[u.hex] += power_of(view, u)
        else:
            free.append(u)
    plan: dict[UnitId, Directive] = {}
    scores = np.zeros((len(free), len(hexes)), np.int64)
    for i, u in enumerate(free):
        kind_ = CLASS_OF[scenario.counters[u.id].mobility]
        for j, h in enumerate(hexes):
            way = int(memory.eta(view, h, kind_)[u.hex])
            late = way + TOO_LATE > danger[j] and way > 0
            if way >= FAR or late:
                continue
            score = 1000 * goals[h] // (way // 60 + 2)
            if memory.posts.get(u.id) == h:
                score = score * doctrine.keep // 100
            scores[i, j] = score
    share = np.array([_share(guard[h], goals[h]) for h in hexes], np.int64)
    current = scores * share
    while current.size and current.max() > 0:
        i, j = divmod(int(current.argmax()), len(hexes))
        u, h = free[i], hexes[j]
        plan[u.id] = Directive(u.formation, "delay", h, weight=goals[h])
        memory.posts[u.id] = h
        guard[h] += power_of(view, u)
        share[j] = _share(guard[h], goals[h])
        current[:, j] = scores[:, j] * share[j]
        scores[i, :] = 0
        current[i, :] = 0
    refuge = redoubt(view)
    for u in free:
        if u.id not in plan and refuge and _comes_through(view, memory, u, refuge):
            plan[u.id] = Directive(u.formation, "delay", refuge)
        elif u.id not in plan:
            plan[u.id] = Directive(u.formation, "hold")
    return plan


def redoubt(view: PlayerView) -> Hex | None:
    """Where field units count at the end: the source of supply inside the redoubt."""
    mine = HOLDER_OF[view.phase]
    for _, effect in in_force(view, Redoubt):
        inside = view.scenario.areas[effect.area].hexes
        for source in view.scenario.sources:
            if effect.side == view.phase and source.hex in inside:
                return source.hex if view.control[source.hex] == mine else None
    return None


def _comes_through(view: PlayerView, memory: Memory, u: Unit, refuge: Hex) -> bool:
    """Whether a unit that no post needs counts there and can be there by the end."""
    counter = view.scenario.counters[u.id]
    way = int(memory.eta(view, refuge, CLASS_OF[counter.mobility])[u.hex])
    days = view.scenario.turns - view.turn
    return counter.nation not in PUPPETS and way <= days * view.scenario.tables.movement.points


def _share(there: int, weight: int) -> int:
    """Per cent of its worth that a post still has with this garrison."""
    want = GARRISON * weight
    return max(1, 100 * want // (want + there * 2))


def row_at(view: PlayerView, now: Situation, u: Unit, h: Hex) -> int:
    """The row that an attack on a unit at `h` would start from, as far as the enemy is known."""
    against = now.near.get(h, 0)
    if not against:
        return -99
    own = sum(power_of(view, other) for other in view.units_at(h))
    if h != u.hex:
        own += power_of(view, u)
    table = view.scenario.tables.combat
    terrain = view.scenario.map.terrain_at(h)
    dug = u.entrenched if h == u.hex else 0
    works = works_for(view, now.side, h)
    shelter = -(-works // 20) if works else dug
    return column_of(table, against, own) + terrain.defence - shelter + u.disruption


def withdrawals(
    view: PlayerView,
    now: Situation,
    plan: dict[UnitId, Directive],
    doctrine: Doctrine,
    memory: Memory,
    units: Iterable[Unit],
    room: Room,
) -> list[Move]:
    """Marches of the defence: to posts, and back from where it can no longer hold."""
    rows = []
    for u in units:
        directive = plan.get(u.id)
        if directive is None or not directive.goal or u.hex == directive.goal or u.points <= 0:
            continue
        kind = CLASS_OF[view.scenario.counters[u.id].mobility]
        way = memory.eta(view, directive.goal, kind)
        rows.append((int(way[u.hex]), u, way))
    rows.sort(key=lambda row: (row[0], row[1].id))
    found = []
    for here, u, way in rows:
        if u.hex in now.near and row_at(view, now, u, u.hex) < doctrine.stand_row:
            # The enemy is here and this ground can be held for now.
            continue
        memory.work.charge(5)
        reached = movement.reachable(view, u, forced=u.fatigue < doctrine.forced_until)
        best = None
        for h in reached:
            value = int(way[h])
            if h == u.hex or value >= here or not room.fits(u, h):
                continue
            near = now.near.get(h, 0)
            if near and row_at(view, now, u, h) >= doctrine.stand_row - 2:
                continue
            key = (value, h)
            if best is None or key < best:
                best = key
        if best is not None:
            goal = best[1]
            forced = reached[goal][0] > movement.allowance(view, u)
            move = Move(u.id, walk(reached, u.hex, goal), forced)
            found.append(move)
            memory.whys.append(_reason(view, move, plan[u.id], here, best[0]))
            room.go(u, goal)
    return found


def _reason(view: PlayerView, move: Move, directive: Directive, here: int, there: int) -> Why:
    """Why a unit of the defence marches: the way to its post that this saves."""
    label = view.scenario.map.label
    chosen = option(
        f"march to {label(move.path[-1])} on the way to {label(directive.goal)} "
        f"({directive.posture})",
        ("way left from here", here, 1, here), ("way left from there", there, -1, -there),
    )  # fmt: skip
    return Why("unit", view.turn, line_of(move), chosen)


def stances(view: PlayerView, now: Situation, weights: dict[Hex, int]) -> list[SetStance]:
    """Who stands to the last, sells himself dearly, or is to blow the bridges behind him."""
    found = []
    guards = set(threatened(view, now))
    for u in now.own:
        wanted = stance_of(view, now, u, weights, guards)
        if u.stance != wanted:
            found.append(SetStance(u.id, wanted))
    return found
