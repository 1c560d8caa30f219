"""What one side's units ask for in a day and what the lorries of their fronts can bring.

Loads are reckoned in kilograms; a division's tons are in the unit types.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.model.forces import Counter, FormationId, Side, Unit, UnitId
from game.model.scenario import Scenario
from game.model.state import State
from game.model.tables.supply import SupplyTable
from game.rules.costs import MOTORISED
from game.rules.network import haul_field

TON = 1000
ON_FOOT = frozenset({"foot", "horse"})


def limits(counter: Counter, table: SupplyTable, in_works: bool) -> tuple[int, int, int]:
    """The most fuel, ammunition and rations that a unit carries, and has at the start."""
    japan = counter.side == "japan"
    fuel = table.fuel_start_japan if japan else table.fuel_start
    ammo = table.ammo_start_japan if japan else table.ammo_start
    if counter.mobility not in MOTORISED:
        fuel = table.fuel_start
    if in_works:
        return fuel, table.fortress_ammo, table.fortress_rations
    return fuel, ammo, table.rations_start


def in_own_works(state: State, unit: Unit) -> bool:
    """Whether a unit stands in permanent works that were built by its own side."""
    if state.works.get(unit.hex, 0) <= 0:
        return False
    hexmap, side = state.scenario.map, state.side_of(unit.id)
    country = int(hexmap.country[unit.hex])
    return country < len(hexmap.country_sides) and hexmap.country_sides[country] == side


# -- what units ask for ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """What a unit asks for today, after it has eaten and burnt its daily share."""

    haul: int
    """Motor points from the railhead; UNREACHED without a way."""
    left: tuple[int, int, int]
    """Fuel, ammunition and rations that it has if nothing comes."""
    fuel: int
    """Points of fuel asked for."""
    ammo: int
    """Tenths of an attack-day asked for."""
    days: int
    """Days of food asked for."""
    food_kg: int
    other_kg: int
    """Ammunition, fuel and other stores."""

    @property
    def asked(self) -> int:
        """Kilograms in all."""
        return self.food_kg + self.other_kg


@dataclass(frozen=True, slots=True)
class Share:
    """What the lorries of one front can do for its units beyond their own carts' reach."""

    lift: int
    """Tons that the lorries can load in a day."""
    needed: int
    """Tons of lorries needed to bring everything asked for."""
    food: int
    """Permille of the food that comes."""
    other: int
    """Permille of everything else that comes."""


def kilograms(scenario: Scenario, counter: Counter, unit: Unit, tons: int) -> int:
    """A division's `tons` scaled to the unit's size, with its part of the army troops' needs."""
    table = scenario.tables.supply
    shares = table.share if counter.mobility in ON_FOOT else table.share_vehicles
    share = shares.get(counter.size)
    if share is None:
        share = unit.men * 1000 // table.share_men
    percent = table.army_troops if counter.side == "soviet" else table.army_troops_japan
    return tons * share * percent // 100


def refill_kg(table: SupplyTable, unit: Unit, points: int) -> int:
    """Weight of so many points of fuel for a unit."""
    hundred = table.refill_armour * unit.armour + table.refill_vehicles * unit.vehicles
    return hundred * TON * points // (100 * table.refill)


def request(state: State, unit: Unit, haul: int) -> Request:
    """What a unit asks for; `haul` is the way of the lorries to it."""
    scenario = state.scenario
    table, counter = scenario.tables.supply, scenario.counters[unit.id]
    standing, marching, attacking = scenario.unit_types[counter.type].demand
    full_fuel, full_ammo, full_rations = limits(counter, table, in_own_works(state, unit))
    burns = counter.mobility in MOTORISED

    if burns and haul > table.haul_near:
        full_fuel = min(full_fuel, table.fuel_far)
    fuel_left = max(0, unit.fuel - table.fuel_idle) if burns else unit.fuel
    fuel = min(table.refill, max(0, full_fuel - fuel_left)) if burns else 0
    # The magazines of a fortress stay behind when its garrison leaves.
    ammo_left = min(unit.ammo, full_ammo)
    ammo = min(table.ammo_day, full_ammo - ammo_left)
    rations_left = max(0, min(unit.rations, full_rations) - 1)
    days = min(2, full_rations - rations_left)

    food_day = kilograms(scenario, counter, unit, standing) * table.food // 100
    stores = kilograms(scenario, counter, unit, marching if unit.spent or unit.fought else standing)
    shells = kilograms(scenario, counter, unit, attacking - marching) * ammo // 10
    other = stores - food_day + shells + refill_kg(table, unit, fuel)
    left = fuel_left, ammo_left, rations_left
    return Request(haul, left, fuel, ammo, days, food_day * days, other)


# -- what the lorries bring ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Delivery:
    """One day's supply of one side."""

    requests: dict[UnitId, Request]
    shares: dict[FormationId, Share]
    fronts: dict[UnitId, FormationId]

    def permille(self, unit: UnitId, table: SupplyTable) -> tuple[int, int]:
        """The part of its food and of everything else that reaches a unit."""
        haul = self.requests[unit].haul
        if haul <= table.haul_own:
            return 1000, 1000
        if haul > table.haul_limit:
            return 0, 0
        share = self.shares[self.fronts[unit]]
        return share.food, share.other

    def delivered(self, unit: UnitId, table: SupplyTable) -> int:
        """Kilograms that reach a unit."""
        need, (food, other) = self.requests[unit], self.permille(unit, table)
        return need.food_kg * food // 1000 + need.other_kg * other // 1000


def delivery(state: State, side: Side) -> Delivery:
    """What each unit of `side` would ask for and get if supply came now."""
    return state.derived(("delivery", side), lambda: _delivery(state, side))


def lorry_work(table: SupplyTable, haul: int, kg: int) -> int:
    """Kilograms times points of the round out and back, with loading and unloading."""
    return kg * (2 * haul + table.haul_load)


def _delivery(state: State, side: Side) -> Delivery:
    scenario = state.scenario
    table, day = scenario.tables.supply, scenario.tables.movement.points
    field = haul_field(state, side)
    requests: dict[UnitId, Request] = {}
    fronts: dict[UnitId, FormationId] = {}
    work: dict[FormationId, list[int]] = {}
    for unit in state.on_map(side):
        need = requests[unit.id] = request(state, unit, int(field[unit.hex]))
        front = fronts[unit.id] = scenario.front_of[unit.formation]
        loads = work.setdefault(front, [0, 0])
        if table.haul_own < need.haul <= table.haul_limit:
            loads[0] += lorry_work(table, need.haul, need.food_kg)
            loads[1] += lorry_work(table, need.haul, need.other_kg)
    shares = {}
    for front, (food, other) in work.items():
        lift = scenario.lifts.get(front, table.lift_default)
        can = lift * TON * day
        food_part = _part(can, food)
        # Food first; the lorries that are left share out everything else.
        other_part = _part(can - food * food_part // 1000, other)
        shares[front] = Share(lift, -((food + other) // -(TON * day)), food_part, other_part)
    return Delivery(requests, shares, fronts)


def _part(can: int, wanted: int) -> int:
    """Permille of the work wanted that can be done."""
    return 1000 if wanted <= can else max(0, can) * 1000 // wanted
