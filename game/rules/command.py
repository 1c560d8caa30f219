"""Command: whose headquarters a unit is within reach of, and whom it stands under.

A headquarters is a place (`State.hqs`), not a counter; where it goes is in `headquarters`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from game.hexes import NOWHERE, Hex, distance, neighbour
from game.model.events import Refitted
from game.model.forces import Formation, FormationId, Side, Unit, UnitId, updated
from game.model.hexmap import HexMap
from game.model.scenario import Scenario
from game.model.state import PlayerView, State
from game.rules.landing import from_ships
from game.rules.network import passable


def superiors(scenario: Scenario, formation: FormationId) -> Iterator[Formation]:
    """The formations over a unit that can have a headquarters within reach, the nearest first."""
    reach = scenario.tables.command.reach
    at: FormationId | None = formation
    while at is not None and (there := scenario.formations.get(at)) is not None:
        if there.level in reach:
            yield there
        at = there.parent


def reach_of(scenario: Scenario, formation: FormationId) -> int:
    """Hexes within which the headquarters of a formation commands; 0 for none."""
    return scenario.tables.command.reach.get(scenario.formations[formation].level, 0)


def commander_of(state: State, unit: Unit) -> FormationId | None:
    """The lowest of a unit's superiors whose headquarters is within reach; None when there is
    none, or when the unit is still changing its superior."""
    if unit.transfer:
        return None
    scenario = state.scenario
    reach = scenario.tables.command.reach
    for f in superiors(scenario, unit.formation):
        at = state.hqs.get(f.id, NOWHERE)
        if at != NOWHERE and distance(at, unit.hex) <= reach[f.level]:
            return f.id
    return None


def in_command(state: State, unit: Unit) -> bool:
    """Whether orders for the day reached a unit at dawn, or a headquarters of its chain is within
    reach of it now. Troops whose superiors have no headquarters on the map, and never had, act on
    their own and are in command."""
    if unit.transfer:
        return False
    if unit.briefed or from_ships(state, unit):
        return True
    hqs, reach = state.hqs, state.scenario.tables.command.reach
    there = False
    for f in superiors(state.scenario, unit.formation):
        at = hqs.get(f.id)
        if at is not None:
            there = True
            if at != NOWHERE and distance(at, unit.hex) <= reach[f.level]:
                return True
    return not there


def briefing(state: State, side: Side) -> tuple[Refitted, ...]:
    """Dawn: which units of `side` the orders for the day reach."""
    after = []
    for u in state.on_map(side):
        reached = not u.transfer and in_contact(state, u)
        if reached != u.briefed:
            after.append(updated(u, briefed=reached))
    return (Refitted(what="orders", after=tuple(after), by=side),) if after else ()


# -- contact ---------------------------------------------------------------------------------------


@functools.cache
def _ways(hexmap: HexMap) -> dict[int, tuple[int, ...]]:
    """For each hex with a road or railway those that it leads to."""
    found: dict[int, list[int]] = {}
    for step in np.flatnonzero((hexmap.road > 0) | (hexmap.rail > 0)).tolist():
        found.setdefault(step // 6, []).append(neighbour(Hex(step // 6), step % 6))
    return {h: tuple(there) for h, there in found.items()}


def wires(state: State, side: Side) -> dict[int, int]:
    """A number for each hex with a way that supply may pass, equal for those that roads and
    railways free of the enemy join."""
    return state.derived(("wires", side), lambda: _wires(state, side))


def _wires(state: State, side: Side) -> dict[int, int]:
    free = passable(state, side).tobytes()
    ways = _ways(state.scenario.map)
    label: dict[int, int] = {}
    for start in ways:
        if start in label or not free[start]:
            continue
        label[start] = start
        ahead = [start]
        while ahead:
            for n in ways[ahead.pop()]:
                if free[n] and n not in label:
                    label[n] = start
                    ahead.append(n)
    return label


def in_contact(state: State, unit: Unit) -> bool:
    """Whether orders can reach a unit: a superior headquarters is within reach, or a road or
    railway free of enemy troops and zones of control leads to one from its hex or one beside it.
    Troops whose superiors never had a headquarters need none."""
    if from_ships(state, unit):
        return True  # Ships have wireless.
    hqs, reach = state.hqs, state.scenario.tables.command.reach
    posts: list[Hex] = []
    known = False
    for f in superiors(state.scenario, unit.formation):
        at = hqs.get(f.id)
        known = known or at is not None
        if at is not None and at != NOWHERE:
            if distance(at, unit.hex) <= reach[f.level]:
                return True
            posts.append(at)
    if not posts:
        return not known
    label = wires(state, state.side_of(unit.id))
    heard = {label[at] for at in posts if at in label}
    here = (unit.hex, *state.scenario.map.around[unit.hex])
    return any(label[h] in heard for h in here if h in label)


# -- for people ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CommandExplanation:
    """Who commands a unit, and what it suffers when nobody does."""

    unit: UnitId
    state: Literal["reach", "orders", "own", "lost"]
    """A headquarters is within reach; the orders of the morning still hold; no superior has a
    headquarters; out of command."""
    commander: FormationId | None
    """Whose headquarters commands it, or is the nearest of its superiors'."""
    hq: Hex
    """Where that is; NOWHERE if there is none."""
    distance: int
    """Hexes to it; 0 where there is none."""
    sentence: str


def explain(view: PlayerView, unit_id: UnitId) -> CommandExplanation:
    """The command of one of the viewer's own units on the map."""
    unit, scenario = view.units[unit_id], view.scenario
    name, label = scenario.counters[unit_id].name, scenario.map.label
    posts = [
        (distance(at, unit.hex), f.id) for f in superiors(scenario, unit.formation)
        if (at := view.hqs.get(f.id, NOWHERE)) != NOWHERE
    ]  # fmt: skip
    chief = commander_of(view, unit)
    if chief is None and posts:
        chief = min(posts)[1]
    at = view.hqs.get(chief, NOWHERE) if chief else NOWHERE
    far = distance(at, unit.hex) if at != NOWHERE else 0
    state: Literal["reach", "orders", "own", "lost"] = "lost"
    where = ""
    if chief is not None:
        boss = scenario.formations[chief].name
        where = f"{boss} in {label(at)}, {far} hexes away, commands {reach_of(scenario, chief)}"
    if commander_of(view, unit) is not None:
        state, said = "reach", f"is in command: {where}"
    elif not in_command(view, unit):
        why = where or "the headquarters over it have been overrun"
        if unit.transfer:
            why = f"it is changing over to {scenario.formations[unit.formation].name}"
        said = f"is out of command: {why}. It attacks a row worse and makes no forced march"
    elif unit.briefed and posts:
        state, said = "orders", f"has its orders for today, though {where}"
    else:
        state, said = "own", "acts on its own: no headquarters of its chain is on the map"
    return CommandExplanation(unit_id, state, chief, at, far, f"{name} {said}.")


@dataclass(frozen=True, slots=True)
class Post:
    """A headquarters and the troops under it, in the tree of command."""

    formation: FormationId
    depth: int
    """How many headquarters stand above it."""
    hex: Hex
    """NOWHERE while it is being made anew, or when it has none."""
    reach: int
    placed: bool
    """It stays where an order has put it."""
    units: tuple[UnitId, ...]
    """On the map and directly under it."""
    lost: tuple[UnitId, ...]
    """Those of them that are out of command."""
    men: int
    """On the map, of all who stand under it at any level; so the next."""
    armour: int


def tree(view: PlayerView) -> tuple[Post, ...]:
    """The tree of command of the side whose phase it is, superiors before those under them.
    Formations without troops on the map are left out."""
    scenario, side = view.scenario, view.phase
    direct: dict[FormationId, list[Unit]] = {}
    total: dict[FormationId, tuple[int, int]] = {}
    for u in view.on_map(side):
        direct.setdefault(u.formation, []).append(u)
        at: FormationId | None = u.formation
        while at is not None and at in scenario.formations:
            men, armour = total.get(at, (0, 0))
            total[at] = men + u.men, armour + u.armour
            at = scenario.formations[at].parent
    below: dict[FormationId | None, list[FormationId]] = {}
    for f in scenario.formations.values():
        if f.id in total:
            below.setdefault(f.parent, []).append(f.id)
    found: list[Post] = []

    def add(f: FormationId, depth: int) -> None:
        mine = direct.get(f, [])
        men, armour = total[f]
        found.append(
            Post(
                f, depth, view.hqs.get(f, NOWHERE), reach_of(scenario, f), f in view.placed,
                tuple(u.id for u in mine), tuple(u.id for u in mine if not in_command(view, u)),
                men, armour,
            )
        )  # fmt: skip
        for under in below.get(f, ()):
            add(under, depth + 1)

    for top in [f for f in total if scenario.formations[f].parent not in total]:
        add(top, 0)
    return tuple(found)
