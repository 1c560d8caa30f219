"""The audit: a last look at the position before the phase ends, and what can still be mended.

An objective that counts, a source of supply or a large depot, that stands empty with the enemy at
hand gets the weakest unit that can still reach it, unless that unit guards something itself.
"""

from __future__ import annotations

from game.hexes import Hex, distance
from game.model.forces import Unit
from game.model.orders import Move, line_of
from game.model.state import HOLDER_OF, PlayerView
from game.players.staff.situation import Situation, power_of
from game.players.staff.theatre import open_objectives
from game.players.staff.why import Why, option
from game.rules import movement

NEAR = 3
"""Hexes: an enemy this near can be in a place before it is looked at again."""
FAR = 8
"""Hexes from which a guard may come in what is left of a day."""
SOURCE_WORTH = 4
"""Worth of a source of supply, on the scale of the objectives' weights."""
DEPOT_WORTH = 2
"""The same of a large depot."""


def audit(view: PlayerView, now: Situation) -> tuple[Move, Why] | None:
    """The most urgent march that mends the position, with its reason; None when all is well."""
    posts = _posts(view, now)
    for h in sorted(posts, key=lambda h: (-posts[h], h)):
        if view.side_at(h) is not None or not _in_danger(now, h):
            continue
        for unit in _guards(view, now, posts, h):
            path = movement.path_to(view, unit, h)
            if path is None:
                continue
            order = Move(unit.id, path)
            if movement.check_move(view, order) is None:
                name = f"guard {view.scenario.map.label(h)}"
                reason = option(name, ("stands empty before the enemy", 1, posts[h], posts[h]))
                return order, Why("unit", view.turn, line_of(order), reason)
    return None


def _posts(view: PlayerView, now: Situation) -> dict[Hex, int]:
    """What must not stand empty, with its worth. A place that has fallen counts once only, so the
    Soviet side has nothing to guard but its supply."""
    mine = HOLDER_OF[now.side]
    posts = {s.hex: SOURCE_WORTH for s in view.scenario.sources if view.control[s.hex] == mine}
    least = view.scenario.tables.supply.depots.guarded
    posts.update((h, DEPOT_WORTH) for h, tons in view.stores.items()
                 if tons >= least and h not in posts and view.control[h] == mine)  # fmt: skip
    if now.side == "japan":
        posts.update(open_objectives(view))
    return posts


def _in_danger(now: Situation, h: Hex) -> bool:
    return any(distance(foe, h) <= NEAR for foe in now.foes)


def _guards(view: PlayerView, now: Situation, posts: dict[Hex, int], h: Hex) -> list[Unit]:
    """Units that may be able to come, the weakest first."""
    able = [
        u for u in now.own
        if u.points and u.hex not in posts and distance(u.hex, h) <= FAR
    ]  # fmt: skip
    return sorted(able, key=lambda u: (power_of(view, u), u.id))
