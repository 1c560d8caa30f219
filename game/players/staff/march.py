"""How units march: down the field of their task, the foremost first, as far as there is room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from game.hexes import Hex
from game.model.forces import Unit
from game.model.orders import Move, line_of
from game.model.state import PlayerView
from game.players.fields import Field
from game.players.staff.assault import Work
from game.players.staff.attack import Stakes
from game.players.staff.doctrine import Doctrine
from game.players.staff.situation import Situation, power_of
from game.players.staff.why import Option, Why, option
from game.rules import movement
from game.rules.acts import closed
from game.rules.reach import may_force
from game.rules.stacking import stacked

WEAK = 50
"""Per cent of the enemy's power beside a hex that a unit needs to stop there by itself."""
SHY = 45
"""Points of march that stopping next to a stronger enemy is worth avoiding."""
OTHERS = 2
"""Other ends of a march that its reason tells."""


@dataclass
class Room:
    """Stack points free in each hex, with the marches planned so far."""

    view: PlayerView
    coming: dict[Hex, int] = field(default_factory=dict)
    claimed: set[Hex] = field(default_factory=set)
    """Objectives that a march already takes."""
    closed: frozenset[Hex] = field(init=False)
    """Ground beyond a line that the side should not cross."""

    def __post_init__(self) -> None:
        self.closed = closed(self.view, self.view.phase)

    def fits(self, unit: Unit, h: Hex) -> bool:
        """Whether the unit finds room, and may stand, at the end of its march."""
        if h in self.closed and h != unit.hex:
            return False
        size = self.view.scenario.counters[unit.id].stack
        if h != unit.hex and self.view.side_at(h) not in (None, self.view.phase):
            return False
        there = stacked(self.view, self.view.phase, h) + self.coming.get(h, 0)
        return h == unit.hex or there + size <= self.view.scenario.map.terrain_at(h).stack

    def go(self, unit: Unit, h: Hex) -> None:
        """Note a march."""
        size = self.view.scenario.counters[unit.id].stack
        self.coming[h] = self.coming.get(h, 0) + size
        self.coming[unit.hex] = self.coming.get(unit.hex, 0) - size
        self.claimed.add(h)

    def back(self, unit: Unit, h: Hex) -> None:
        """A march that is not made after all."""
        size = self.view.scenario.counters[unit.id].stack
        self.coming[h] = self.coming.get(h, 0) - size
        self.coming[unit.hex] = self.coming.get(unit.hex, 0) + size
        self.claimed.discard(h)


def walk(reached: dict[Hex, tuple[int, Hex]], start: Hex, goal: Hex) -> tuple[Hex, ...]:
    """The path to a hex out of a range."""
    path = [goal]
    while path[-1] != start:
        path.append(reached[path[-1]][1])
    return tuple(reversed(path))


def marches(
    view: PlayerView,
    now: Situation,
    stakes: Stakes,
    doctrine: Doctrine,
    work: Work,
    units: Iterable[Unit],
    room: Room,
    whys: list[Why],
) -> list[Move]:
    """Marches of these units towards what their directives want, foremost first; their reasons
    are added to `whys`."""
    order = []
    for u in units:
        way = stakes.ways.get(u.id)
        if way is not None and u.points > 0:
            order.append((int(way[u.hex]), u))
    order.sort(key=lambda row: (row[0], row[1].id))
    found = []
    for _, u in order:
        move = _march(view, now, stakes, doctrine, work, u, room, whys)
        if move is not None:
            found.append(move)
            room.go(u, move.path[-1])
    return found


def _march(
    view: PlayerView,
    now: Situation,
    stakes: Stakes,
    doctrine: Doctrine,
    work: Work,
    u: Unit,
    room: Room,
    whys: list[Why],
) -> Move | None:
    way = stakes.ways[u.id]
    here = int(way[u.hex])
    if here == 0:
        return None
    racing = stakes.directives[u.id].posture == "race"
    limit = doctrine.race_until if racing else doctrine.forced_until
    forced = u.fatigue <= limit and u.hex not in now.near and may_force(view, u)
    work.charge(5)
    reached = movement.reachable(view, u, forced=forced)
    ends = _best_ends(view, now, stakes, u, way, reached, room)
    if not ends:
        return None
    goal = ends[0]
    if forced and reached[goal][0] <= movement.allowance(view, u):
        forced = False
    move = Move(u.id, walk(reached, u.hex, goal), forced)
    options = [_option(view, now, stakes, u, way, h, h in room.claimed) for h in ends]
    others = tuple(o for o in options[1:] if o.score <= options[0].score)
    whys.append(Why("unit", view.turn, line_of(move), options[0], others))
    return move


def _best_ends(
    view: PlayerView,
    now: Situation,
    stakes: Stakes,
    u: Unit,
    way: Field,
    reached: dict[Hex, tuple[int, Hex]],
    room: Room,
) -> list[Hex]:
    """The hex to stop in: an objective in reach, else the lowest of the field, shy of the enemy.
    After it the next best ones, whether there is room or not."""
    own = power_of(view, u)
    near, weights, claimed = now.near, stakes.weights, room.claimed
    here = int(way[u.hex])
    scored = []
    # Read in one go: single elements of an array are dear.
    for (h, (cost, _)), value in zip(reached.items(), way[list(reached)].tolist(), strict=True):
        weight = weights.get(h, 0)
        if h == u.hex:
            continue
        if weight and h not in claimed:
            # Reached without a fight: take it and go on from there.
            value = -weight
        elif value >= here:
            continue
        elif h in near and own * 100 < near[h] * WEAK:
            value += SHY
            if value >= here:
                continue
        scored.append((value, cost, h))
    scored.sort()
    for i, (_, _, h) in enumerate(scored):
        if room.fits(u, h):
            return [h, *(row[2] for row in scored[i + 1 : i + 1 + OTHERS])]
    return []


def _option(
    view: PlayerView, now: Situation, stakes: Stakes, u: Unit, way: Field, h: Hex, claimed: bool
) -> Option:
    """The reckoning of an end of a march: the same terms that `_best_ends` sorts by."""
    here, there = int(way[u.hex]), int(way[h])
    where = view.scenario.map.label(h)
    directive = stakes.directives[u.id]
    goal = f" on the way to {view.scenario.map.label(directive.goal)}" if directive.goal else ""
    weight = stakes.weights.get(h, 0)
    if weight and not claimed:
        shortcut = ("objective in reach", weight, 1, weight)
        return option(f"march to {where}: take it", ("way left", here, 1, here), shortcut)
    terms = [("way left from here", here, 1, here), ("way left from there", there, -1, -there)]
    near = now.near.get(h, 0)
    if near and power_of(view, u) * 100 < near * WEAK:
        terms.append(("next to a stronger enemy", 1, -SHY, -SHY))
    return option(f"march to {where}{goal} ({directive.posture})", *terms)
