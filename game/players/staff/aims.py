"""What a formation under a person's directive goes for, unit by unit: goals on its axis, posts to
hold, the ring around what is masked, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from game.hexes import NOWHERE, Hex, distance
from game.model.forces import Unit, UnitId
from game.model.state import HOLDER_OF, PlayerView
from game.players.fields import CLASS_OF, FAR
from game.players.staff.memory import Memory
from game.players.staff.plan import Directive
from game.players.staff.situation import Situation, power_of
from game.players.staff.theatre import open_objectives

WEIGHT = 6
"""Weight of a goal that counts for nothing in the rules, because somebody wants it."""
CHOSEN = 2
"""By how much a goal counts more than it would if the staff had chosen it."""
ASIDE = 130
"""Per cent of the way to the goal up to which a detour over an objective lies on the axis."""
FOES = 12
"""Enemy troops that are gone for when nothing else is left to be taken."""
SURE = 150
"""Per cent of the power of a garrison that shuts it in for certain."""
POST_STACK = 3
"""Stack points of a post's garrison: the next go beside it."""


def aims(view: PlayerView, now: Situation, directive: Directive, memory: Memory) -> dict[Hex, int]:
    """Goals of a formation that goes for ground, with their weights.

    With a goal: that one, and for formations of several armies the objectives on the way to it.
    Without one: everything that counts and is still the enemy's.
    """
    open_ = _worth_taking(view, now)
    goal = directive.goal
    if not goal:
        return open_
    wanted = {goal: CHOSEN * max(directive.weight, open_.get(goal, 0), WEIGHT)}
    if len({view.scenario.army_of.get(u.formation) for u in now.own}) > 1:
        wanted.update(
            (h, weight) for h, weight in open_.items()
            if h != goal and _on_axis(view, now, memory, h, goal)
        )  # fmt: skip
    return wanted


def _worth_taking(view: PlayerView, now: Situation) -> dict[Hex, int]:
    """What the enemy holds: objectives, or his troops where there are none."""
    if now.side == "soviet":
        found = open_objectives(view)
    else:
        theirs = HOLDER_OF[now.enemy]
        found = {o.hex: o.weight for o in view.scenario.objectives if view.control[o.hex] == theirs}
    if not found:
        strong = sorted(now.foes, key=lambda h: (-now.foes[h], h))[:FOES]
        found = {h: 1 + now.foes[h] // 100 for h in strong}
    return found


def _on_axis(view: PlayerView, now: Situation, memory: Memory, h: Hex, goal: Hex) -> bool:
    """Whether the way of the formation's nearest unit to the goal leads about over a hex."""
    there, on = memory.eta(view, h, "foot"), memory.eta(view, goal, "foot")
    nearest = min(now.own, key=lambda u: (int(there[u.hex]), u.id), default=None)
    if nearest is None or int(there[nearest.hex]) >= FAR or int(on[h]) >= FAR:
        return False
    whole = int(on[nearest.hex])
    return (int(there[nearest.hex]) + int(on[h])) * 100 <= whole * ASIDE


def posts(
    view: PlayerView, now: Situation, directive: Directive, memory: Memory
) -> dict[UnitId, Directive]:
    """Posts at and around a place that is to be held: the place first, then the best ground
    beside it on the enemy's side; whoever stands in contact already keeps his position."""
    goal, hexmap = directive.goal, view.scenario.map
    mine = HOLDER_OF[now.side]
    foe = min(now.foes, key=lambda h: (distance(h, goal), h), default=goal)
    around = sorted(
        (h for h in hexmap.around[goal] if hexmap.land[h] and view.control[h] == mine),
        key=lambda h: (-hexmap.terrain_at(h).defence + 2 * distance(h, foe), h),
    )
    free = {h: min(POST_STACK, hexmap.terrain_at(h).stack) for h in (goal, *around)}
    found: dict[UnitId, Directive] = {}
    far: list[tuple[int, Unit]] = []
    for u in now.own:
        if u.hex in now.near:
            found[u.id] = replace(directive, goal=NOWHERE)
            free[u.hex] = free.get(u.hex, 0) - view.scenario.counters[u.id].stack
            continue
        kind = CLASS_OF[view.scenario.counters[u.id].mobility]
        far.append((int(memory.eta(view, goal, kind)[u.hex]), u))
    for way, u in sorted(far, key=lambda row: (row[0], row[1].id)):
        size = view.scenario.counters[u.id].stack
        post = next((h for h in free if free[h] >= min(size, POST_STACK) and free[h] > 0), None)
        if way >= FAR or post is None:
            found[u.id] = replace(directive, goal=NOWHERE)
            continue
        free[post] -= size
        found[u.id] = replace(directive, goal=post)
    return found


def mask_posts(view: PlayerView, now: Situation, directive: Directive) -> dict[UnitId, Directive]:
    """Posts around an enemy position for the weakest troops that shut it in: one on each hex
    beside it as far as they go, and as much power as makes a sortie hopeless."""
    goal = directive.goal or _nearest(now)
    if not goal:
        return {}
    hexmap, counters = view.scenario.map, view.scenario.counters
    ring = [h for h in hexmap.around[goal] if hexmap.land[h] and view.side_at(h) != now.enemy]
    need = max(1, now.need(view, goal, radius=0)) * SURE // 100
    able = [
        u for u in now.own
        if counters[u.id].mobility != "static"
        and view.scenario.unit_types[counters[u.id].type].combat
    ]  # fmt: skip
    near = min((distance(u.hex, goal) for u in able), default=0)
    # The weak ones, of those who are not much further off than the nearest.
    able.sort(key=lambda u: (distance(u.hex, goal) > near + POST_STACK, power_of(view, u), u.id))
    found: dict[UnitId, Directive] = {}
    open_ = list(ring)
    for u in able:
        if need <= 0 and not open_:
            break
        at = min(open_ or ring, key=lambda h: (distance(h, u.hex), h), default=None)
        if at is None:
            break
        if at in open_:
            open_.remove(at)
        need -= power_of(view, u)
        found[u.id] = replace(directive, goal=at)
    return found


def _nearest(now: Situation) -> Hex:
    """The enemy nearest to the troops."""
    return min(
        now.foes, default=NOWHERE,
        key=lambda h: (min((distance(h, u.hex) for u in now.own), default=0), h),
    )  # fmt: skip


def way_back(view: PlayerView, now: Situation, memory: Memory) -> Hex:
    """Where troops fall back to who were given no place: the source of supply that most of them
    can reach soonest, and that the enemy does not stand near."""
    if not now.own:
        return NOWHERE
    mine = HOLDER_OF[now.side]
    ways: Mapping[Hex, int] = {
        s.hex: sum(min(FAR, int(memory.eta(view, s.hex, "foot")[u.hex])) for u in now.own)
        for s in view.scenario.sources
        if view.control[s.hex] == mine and s.hex not in now.near and view.scenario.map.land[s.hex]
    }
    return min(ways, key=lambda h: (ways[h], h), default=NOWHERE)
