"""Supply by air: what the transport aircraft of a front fly to troops far from their railheads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from game.hexes import NOWHERE, Hex, distance
from game.model.events import AirTasked
from game.model.forces import FormationId, Side, Unit, UnitId
from game.model.orders import Airlift, Refusal
from game.model.state import State
from game.rules.costs import MOTORISED
from game.rules.requests import Parts, Request, refill_kg, shells_kg

TRANSPORT = "transport_air"
"""Branch of the assets that fly supply."""


@dataclass(frozen=True, slots=True)
class Flown:
    """What comes to a unit by air in a day."""

    fuel: int
    """Points of fuel."""
    ammo: int
    """Tenths of an attack-day."""
    kg: int


@dataclass(frozen=True, slots=True)
class _Need:
    """What a unit within reach of transports lacks."""

    unit: Unit
    fuel: int
    ammo: int
    sky: int
    """Per cent of the lift that flies in its weather."""


def transports(state: State, side: Side) -> dict[FormationId, list[tuple[Hex, int]]]:
    """For each front its transport aircraft that fly to the usual plan: base, and the kilograms
    that they carry in a clear day."""
    scenario = state.scenario
    load = scenario.tables.supply.air_load
    found: dict[FormationId, list[tuple[Hex, int]]] = {}
    for a in scenario.assets.values():
        if a.side != side or a.branch != TRANSPORT or a.arrives > state.turn:
            continue
        base, aircraft = a.hex, a.aircraft
        wing = state.wings.get(a.id)
        if wing is not None:
            base, aircraft = wing.base, 0 if wing.idle or wing.held else wing.aircraft
        if base != NOWHERE and aircraft:
            front = scenario.front_of[a.formation]
            found.setdefault(front, []).append((base, aircraft * load))
    return found


def airlift(
    state: State,
    side: Side,
    requests: Mapping[UnitId, Request],
    permille: Callable[[UnitId], Parts],
) -> dict[UnitId, Flown]:
    """What transports bring to motorised units beyond the lorries' day's round, by front.

    Those with priority get all they lack, in their order, as far as the lift goes. The rest goes
    to all others alike: fuel first, then ammunition.
    """
    flown: dict[UnitId, Flown] = {}
    for front, lift in transports(state, side).items():
        needs = _needs(state, front, lift, requests, permille)
        can = sum(kg for _, kg in lift)
        for id in state.airlift.get(front, ()):
            need = needs.pop(id, None)
            if need is not None:
                can = _share(state, [need], can, flown)
        _share(state, list(needs.values()), can, flown)
    return flown


def _needs(
    state: State,
    front: FormationId,
    lift: list[tuple[Hex, int]],
    requests: Mapping[UnitId, Request],
    permille: Callable[[UnitId], Parts],
) -> dict[UnitId, _Need]:
    """What the units of a front lack on which transports can land."""
    scenario = state.scenario
    table, hexmap = scenario.tables.supply, scenario.map
    found: dict[UnitId, _Need] = {}
    for id, request in requests.items():
        unit = state.units[id]
        if not (request.fuel or request.ammo) or request.haul <= table.haul_near:
            continue
        if scenario.counters[id].mobility not in MOTORISED:
            continue
        if scenario.front_of[unit.formation] != front:
            continue
        if hexmap.terrain_at(unit.hex).id not in table.landing_ground:
            continue
        sky = table.air_weather.get(state.weather[hexmap.sector_bytes[unit.hex]], 0)
        if not sky or all(distance(base, unit.hex) > table.air_range for base, _ in lift):
            continue
        by_road = permille(id)[1]
        fuel, ammo = (n - n * by_road // 1000 for n in (request.fuel, request.ammo))
        found[id] = _Need(unit, fuel, ammo, sky)
    return found


def _share(state: State, needs: list[_Need], can: int, flown: dict[UnitId, Flown]) -> int:
    """Share a lift of so many kilograms among units; gives what is left of it."""
    table = state.scenario.tables.supply

    def part(kilos: list[int]) -> tuple[int, int]:
        wanted = sum(kg * 100 // n.sky for kg, n in zip(kilos, needs, strict=True))
        return (1, 1) if wanted <= can else (can, wanted)

    fuel_kg = [refill_kg(table, n.unit, n.fuel) for n in needs]
    up, down = part(fuel_kg)
    fuel = [n.fuel * up // down for n in needs]
    can -= sum(
        refill_kg(table, n.unit, points) * 100 // n.sky
        for n, points in zip(needs, fuel, strict=True)
    )
    up, down = part([shells_kg(state, n.unit, n.ammo) for n in needs])
    ammo = [n.ammo * up // down for n in needs]
    for n, points, tenths in zip(needs, fuel, ammo, strict=True):
        shells = shells_kg(state, n.unit, tenths)
        can -= shells * 100 // n.sky
        if points or tenths:
            flown[n.unit.id] = Flown(points, tenths, refill_kg(table, n.unit, points) + shells)
    return max(0, can)


# -- the order -------------------------------------------------------------------------------------


def check_airlift(view: State, order: Airlift) -> Refusal | None:
    """A front with transport aircraft may name motorised units of its own to be flown to first."""
    scenario = view.scenario
    formation = scenario.formations.get(order.front)
    if formation is None or formation.side != view.phase:
        return Refusal("no_such_front", f"You have no front {order.front}.")
    if order.front not in transports(view, view.phase):
        return Refusal("no_transports", f"{formation.name} has no transport aircraft that fly.")
    if len(set(order.units)) < len(order.units):
        return Refusal("twice", "Each unit can be named once.", (), order.units)
    for id in order.units:
        unit = view.units.get(id)
        if unit is None or not unit.on_map or view.side_of(id) != view.phase:
            return Refusal("no_such_unit", f"You have no unit {id} on the map.", (), (id,))
        name = scenario.counters[id].name
        if scenario.front_of[unit.formation] != order.front:
            return Refusal(
                "other_front", f"{name} does not belong to {formation.name}.", (unit.hex,), (id,)
            )
    if view.airlift.get(order.front, ()) == order.units:
        return Refusal("no_change", f"The transports of {formation.name} already fly so.")
    return None


def resolve_airlift(state: State, order: Airlift) -> tuple[AirTasked, ...]:
    """The transports have their list for the mornings to come."""
    return (AirTasked(front=order.front, units=order.units, by=state.phase),)
