"""Permanent works and their garrisons: who shelters in them, who passes by, who sallies out.

A fortress of 1945 was a few kilometres of concrete in a hex of twenty: a small garrison without
field troops could not stop an army from marching past. It stopped trains and lorries, though, and
raided them unless somebody stayed to shut it in.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from game.dice import Dice
from game.hexes import Hex
from game.model.events import AnyEvent, Refitted, Toll
from game.model.forces import SIDES, Nation, Side, Unit
from game.model.hexmap import HexMap
from game.model.state import State


@functools.cache
def works_side(hexmap: HexMap) -> dict[Hex, Side]:
    """Who built the permanent works of a hex: only they can use them."""
    return {z.hex: side for z in hexmap.zones for side in SIDES if side == z.side}


@functools.cache
def built_levels(hexmap: HexMap) -> dict[Hex, int]:
    """Levels of permanent works as they were built, by hex."""
    return {z.hex: z.level for z in hexmap.zones}


def works_for(state: State, side: Side, h: Hex) -> int:
    """Points of works on a hex that shelter troops of `side`."""
    points = state.works.get(h, 0)
    return points if points and works_side(state.scenario.map).get(h) == side else 0


def bound(state: State, unit: Unit) -> bool:
    """Whether a unit can never leave its hex."""
    counter = state.scenario.counters[unit.id]
    return counter.mobility == "static" or state.scenario.unit_types[counter.type].fixed


def forts(state: State, side: Side) -> frozenset[Hex]:
    """Hexes whose garrisons of `side` are too small to close them: in works, without field troops,
    fewer than `small_men`."""
    return state.derived((side, "forts"), lambda: _forts(state, side))


def _forts(state: State, side: Side) -> frozenset[Hex]:
    small = state.scenario.tables.engineering.small_men
    found = []
    for h, owner in works_side(state.scenario.map).items():
        if owner == side and state.works.get(h, 0) and state.side_at(h) == side:
            there = state.units_at(h)
            if all(bound(state, u) for u in there) and sum(u.men for u in there) < small:
                found.append(h)
    return frozenset(found)


def watch(state: State, side: Side, h: Hex) -> int:
    """Stack points of fighting troops of the enemy of `side` beside a hex."""
    counters, types = state.scenario.counters, state.scenario.unit_types
    return sum(
        counters[u].stack
        for n in state.scenario.map.around[h]
        for u in state.index.get(n, ())
        if counters[u].side != side and types[counters[u].type].combat
    )


def wanted(state: State, h: Hex) -> int:
    """Stack points that it takes beside a hex to keep its garrison in."""
    men = sum(u.men for u in state.units_at(h))
    return -(-men // state.scenario.tables.engineering.mask_men)


def masked(state: State, side: Side, h: Hex) -> bool:
    """Whether the enemy has troops enough beside a small garrison to keep it in."""
    return watch(state, side, h) >= wanted(state, h)


def raided(state: State, side: Side) -> frozenset[Hex]:
    """Hexes where small garrisons of `side` that are not masked lie in wait for lorries and
    trains: those around them."""
    around = state.scenario.map.around
    return frozenset(
        n for h in forts(state, side) if not masked(state, side, h) for n in around[h]
    )


def opened(state: State, side: Side) -> frozenset[Hex]:
    """Small garrisons of `side` whose works are so far gone that lorries drive past them."""
    left = state.scenario.tables.engineering.open_works
    return frozenset(h for h in forts(state, side) if state.works[h] <= left)


def sorties(state: State, side: Side, dice: Dice) -> Iterable[AnyEvent]:
    """Dusk: small garrisons of `side` that nobody keeps in raid the enemy around them."""
    rate = state.scenario.tables.engineering.raid
    counters = state.scenario.counters
    for h in sorted(forts(state, side)):
        if masked(state, side, h):
            continue
        after: list[Unit] = []
        toll: dict[Nation, Toll] = {}
        for n in state.scenario.map.around[h]:
            for u in state.units_at(n):
                nation = counters[u.id].nation
                whole, rest = divmod(u.men * rate, 1000)
                lost = whole + (dice.below(1000, "raid", state.turn, h, u.id) < rest)
                if counters[u.id].side == side or not lost or lost >= u.men:
                    continue
                after.append(replace(u, men=u.men - lost))
                was = toll.get(nation, Toll(nation))
                killed = lost * state.scenario.tables.combat.killed[nation] // 100
                toll[nation] = replace(
                    was, killed=was.killed + killed, wounded=was.wounded + lost - killed
                )
        if after:
            yield Refitted(
                what="raids", after=tuple(after), toll=tuple(toll.values()), at=h, by=side
            )


@dataclass(frozen=True, slots=True)
class Fort:
    """Works as they stand, for the map and for plans."""

    hex: Hex
    side: Side
    points: int
    """Of works left, 10 a level."""
    men: int
    """Of the garrison, as far as it is seen."""
    bearing: Literal["empty", "closed", "masked", "raiding"]
    """No garrison; one that closes the hex; one that can be marched past, shut in or not."""
    watch: int
    """Stack points of troops around it, of those `wanted` to keep it in."""
    wanted: int


def fort_at(state: State, h: Hex) -> Fort | None:
    """The works of a hex and the class of their garrison; None where there are none left."""
    owner = works_side(state.scenario.map).get(h)
    if owner is None or not state.works.get(h, 0):
        return None
    men = sum(u.men for u in state.units_at(h)) if state.side_at(h) == owner else 0
    if state.side_at(h) != owner:
        bearing: Literal["empty", "closed", "masked", "raiding"] = "empty"
    elif h not in forts(state, owner):
        bearing = "closed"
    else:
        bearing = "masked" if masked(state, owner, h) else "raiding"
    return Fort(h, owner, state.works[h], men, bearing, watch(state, owner, h), wanted(state, h))


# Suicide attacks on tanks.


def sacrifices(
    state: State, units: Iterable[Unit], close: bool, armour: int
) -> tuple[Unit, ...]:
    """Defenders that send men with explosives against this much armour: in close country or works
    only, and each unit once in some turns."""
    table = state.scenario.tables.engineering
    if state.options.suicide == "off" or not close or not armour:
        return ()
    rest = table.sacrifice_rest
    return tuple(u for u in units if u.stance == "sacrifice" and rested(state, u, rest))


def rested(state: State, unit: Unit, turns: int) -> bool:
    """Whether a unit's last suicide attacks are long enough ago."""
    return not unit.sacrificed or state.turn - unit.sacrificed >= turns


def may_sacrifice(state: State, unit: Unit) -> bool:
    """Whether a unit can be told to sell itself dearly: Japanese troops, if the option allows."""
    counter = state.scenario.counters[unit.id]
    table = state.scenario.tables.engineering
    fights = state.scenario.unit_types[counter.type].combat
    return state.options.suicide == "on" and fights and counter.nation in table.sacrifice_nations


