"""Journeys by train: who rides, and how far, because it saves days of marching.

A journey takes the whole day and binds the unit while it detrains and while the rest of its trains
come in. It is made when the march from its end, with those days, is still shorter by a day or
more than the march from here; and it ends where no enemy can be before the unit is ready again.
"""

from __future__ import annotations

from itertools import pairwise

from game.hexes import Hex
from game.model.forces import Unit, UnitId
from game.model.orders import RailMove, line_of
from game.model.state import PlayerView
from game.players.fields import FAR, Field, costs_of, spread
from game.players.staff.march import Room
from game.players.staff.memory import Memory
from game.players.staff.situation import Situation
from game.players.staff.why import Why, option
from game.rules import railway

SAVED = 60
"""Points of march that a journey must save."""
LEAST_WAY = 240
"""Points of march below which nobody asks for a train."""
LOOKED_AT = 4
"""Ends of a journey that are reckoned up."""
SAFE = 60
"""Points by which the enemy must be further off than the unit is bound."""


def journeys(
    view: PlayerView, now: Situation, ways: dict[UnitId, Field], memory: Memory, room: Room
) -> list[RailMove]:
    """Journeys worth making today, the longest ways first; each with its reason noted."""
    waiting = [
        (int(ways[u.id][u.hex]), u) for u in now.own
        if u.id in ways and u.hex not in now.near and _on_rails(view, u)
        and LEAST_WAY <= int(ways[u.id][u.hex]) < FAR
    ]  # fmt: skip
    if not waiting:
        return []
    danger = spread(costs_of(view, "mech"), dict.fromkeys(now.foes, 0))
    waiting.sort(key=lambda row: (-row[0], row[1].id))
    found: list[RailMove] = []
    taken: set[tuple[Hex, Hex]] = set()
    for here, u in waiting:
        memory.work.charge(5)
        order, saved = _best(view, u, ways[u.id], here, danger, room, taken)
        if order is None:
            continue
        found.append(order)
        taken |= {(min(a, b), max(a, b)) for a, b in pairwise(order.path)}
        room.go(u, order.path[-1])
        name = f"ride to {view.scenario.map.label(order.path[-1])}"
        reason = option(name, ("points of march saved", saved, 1, saved))
        memory.whys.append(Why("unit", view.turn, line_of(order), reason))
    return found


def _on_rails(view: PlayerView, u: Unit) -> bool:
    day = view.scenario.tables.movement.points
    rail = view.scenario.map.rail
    ready = u.points >= day and not u.railing and not u.spent and not u.fought
    return ready and any(rail[u.hex * 6 + d] for d in range(6))


def _best(
    view: PlayerView,
    u: Unit,
    way: Field,
    here: int,
    danger: Field,
    room: Room,
    taken: set[tuple[Hex, Hex]],
) -> tuple[RailMove | None, int]:
    """The journey that saves most, and how many points of march it saves."""
    day = view.scenario.tables.movement.points
    reached = railway.rail_reachable(view, u)
    # The nearest ends are looked at alone: how long trains take on the way is dear to find out.
    able = [
        (int(way[h]), h) for h in reached
        if here - int(way[h]) - 2 * day >= SAVED and int(danger[h]) >= 2 * day + SAFE
        and room.fits(u, h)
    ]  # fmt: skip
    best: tuple[int, RailMove] | None = None
    for left, h in sorted(able)[:LOOKED_AT]:
        path = reached[h]
        if any((min(a, b), max(a, b)) in taken for a, b in pairwise(path)):
            # The day's trains on this line are gone.
            continue
        bound = railway.days_bound(view, u, path)
        saved = here - left - day * (1 + bound)
        if saved < SAVED or int(danger[h]) < day * (1 + bound) + SAFE:
            continue
        order = RailMove(u.id, path)
        if (best is None or saved > best[0]) and railway.check_rail(view, order) is None:
            best = saved, order
    return (best[1], best[0]) if best is not None else (None, 0)
