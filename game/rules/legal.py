"""All legal orders of a side, from its view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from game.hexes import Hex
from game.model.forces import Unit, UnitId, enemy_of
from game.model.orders import (
    STANCES,
    Air,
    AirLand,
    Airlift,
    AirMission,
    AttachUnit,
    Attack,
    Choose,
    EndPhase,
    GiveFuel,
    Move,
    Order,
    Parley,
    Sail,
    SetStance,
    Withdraw,
)
from game.model.state import HOLDER_OF, PlayerView
from game.rules import (
    air_missions,
    airborne,
    airlift,
    attachment,
    combat,
    engineering,
    envoys,
    evacuation,
    happenings,
    movement,
    naval,
    quartermaster,
    remnants,
)
from game.rules.air import branch_of, wings_of


def legal(view: PlayerView) -> tuple[Order, ...]:
    """Legal orders of the side whose phase it is, in a fixed sequence.

    Marches are listed once for each hex a unit can reach, by the cheapest path; attacks once for
    each unit alone and once for all neighbours together; fuel by whole refills of the giver;
    attachment to the nearest headquarters only; passages by sea for each unit alone, by the
    shortest way; flights against what is known; transport aircraft told to fly to one unit first.
    Headquarters follow their troops by themselves and are not listed. The engine allows more of
    each kind (detours, other groups, assets, patrols, new bases): `check` is the judge.
    """
    return tuple(_orders(view))


def _orders(view: PlayerView) -> Iterator[Order]:
    if view.over is not None:
        return
    own = view.on_map(view.phase)
    for happening in happenings.open_choices(view, view.phase):
        yield from (Choose(happening.id, way.id) for way in happening.choice)
    for unit in own:
        yield from _marches(view, unit)
    yield from _attacks(view, own)
    for unit in own:
        yield from _quiet_orders(view, unit)
    for unit in view.roll(view.phase).units.values():
        if unit.on_map or unit.gone == "box":
            yield from _passages(view, unit)
    yield from _flights(view)
    yield from _airlifts(view, own)
    yield EndPhase()


def _flights(view: PlayerView) -> Iterator[Order]:
    """Missions against enemy troops that are seen and against the enemy's towns, by wings that
    have sorties left; landings of air parties."""
    side = view.phase
    seen = sorted({u.hex for u in view.on_map(enemy_of(side))})
    towns = sorted(h for h in view.scenario.map.places_at if view.control[h] != HOLDER_OF[side])
    for name, wing in wings_of(view, side):
        yield Air(name, "free" if wing.held else "hold")
        missions = branch_of(view, name).missions if wing.sorties else ()
        for mission in missions:
            if mission in ("support", "patrol"):
                continue
            for h in seen if mission in ("column", "kamikaze") else towns:
                order = Air(name, cast("AirMission", mission), Hex(h))
                if air_missions.check_air(view, order) is None:
                    yield order
    goals = airborne.goals(view, side)
    for party in airborne.parties(view, side):
        for goal in goals:
            landing = AirLand(party.id, goal)
            if airborne.check_airland(view, landing) is None:
                yield landing


def orders_of(view: PlayerView, unit: Unit) -> tuple[Order, ...]:
    """Those of the legal orders that one unit of the side takes part in, attacks alone only."""
    return (
        *_marches(view, unit), *_attacks(view, (unit,)), *_quiet_orders(view, unit),
        *_passages(view, unit),
    )  # fmt: skip


def _quiet_orders(view: PlayerView, unit: Unit) -> Iterator[Order]:
    for stance in STANCES:
        set_stance = SetStance(unit.id, stance)
        if quartermaster.check_stance(view, set_stance) is None:
            yield set_stance
    yield from engineering.works_open(view, unit)
    yield from _pourings(view, unit)
    for formation in attachment.candidates(view, unit)[:1]:
        yield AttachUnit(unit.id, formation)
    yield from _parleys(view, unit)
    yield from remnants.merges(view, unit)
    leave = Withdraw(unit.id)
    if evacuation.check_withdraw(view, leave) is None:
        yield leave


def _passages(view: PlayerView, unit: Unit) -> Iterator[Order]:
    for _, path in sorted(naval.sail_reachable(view, (unit.id,)).items()):
        order = Sail((unit.id,), path)
        if naval.check_sail(view, order) is None:
            yield order


def _marches(view: PlayerView, unit: Unit) -> Iterator[Order]:
    for forced in (False, True):
        reached = movement.reachable(view, unit, forced=forced)
        for goal in sorted(reached):
            if goal == unit.hex:
                continue
            order = Move(unit.id, _walk(reached, unit.hex, goal), forced)
            if movement.check_move(view, order) is None:
                yield order


def _walk(reached: dict[Hex, tuple[int, Hex]], start: Hex, goal: Hex) -> tuple[Hex, ...]:
    path = [goal]
    while path[-1] != start:
        path.append(reached[path[-1]][1])
    return tuple(reversed(path))


def _attacks(view: PlayerView, own: tuple[Unit, ...]) -> Iterator[Order]:
    enemy = enemy_of(view.phase)
    beside: dict[Hex, list[UnitId]] = {}
    for unit in own:
        for h in view.scenario.map.around[unit.hex]:
            if view.side_at(h) == enemy:
                beside.setdefault(h, []).append(unit.id)
    for target in sorted(beside):
        able = []
        for unit_id in beside[target]:
            order = Attack((unit_id,), target)
            if combat.check_attack(view, order) is None:
                able.append(unit_id)
                yield order
        together = Attack(tuple(able), target)
        if len(able) > 1 and combat.check_attack(view, together) is None:
            yield together


def _parleys(view: PlayerView, unit: Unit) -> Iterator[Order]:
    if not view.ceasefire or view.phase != "soviet":
        return
    for h in view.scenario.map.around[unit.hex]:
        order = Parley(unit.id, h)
        if view.side_at(h) == enemy_of(view.phase) and envoys.check_parley(view, order) is None:
            yield order


def _airlifts(view: PlayerView, own: tuple[Unit, ...]) -> Iterator[Order]:
    """For each front with transport aircraft: to all alike, or to one of its motorised units."""
    scenario = view.scenario
    for front in airlift.transports(view, view.phase):
        units = [
            (u.id,) for u in own
            if scenario.front_of[u.formation] == front
            and scenario.counters[u.id].mobility in quartermaster.MOTORISED
        ]  # fmt: skip
        for named in ((), *units):
            order = Airlift(front, named)
            if airlift.check_airlift(view, order) is None:
                yield order


def _pourings(view: PlayerView, giver: Unit) -> Iterator[Order]:
    counters = view.scenario.counters
    if counters[giver.id].mobility not in quartermaster.MOTORISED or giver.fuel < 1:
        return
    for h in (giver.hex, *view.scenario.map.around[giver.hex]):
        for taker in view.units_at(h):
            if taker.id != giver.id and view.side_of(taker.id) == view.phase:
                points = min(giver.fuel, view.scenario.tables.supply.refill)
                order = GiveFuel(giver.id, taker.id, points)
                if quartermaster.check_fuel(view, order) is None:
                    yield order
