"""What units carry and what they ask for in a day.

Loads are reckoned in kilograms; a division's tons are in the unit types.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from game.model.forces import Counter, Unit
from game.model.scenario import Scenario
from game.model.state import State
from game.model.tables.supply import SupplyTable
from game.rules.costs import MOTORISED
from game.rules.siege import works_for

Stock = Literal["full", "low", "out"]
Parts = tuple[int, int, int]
"""Food; fuel and ammunition; other stores: in this order they are loaded."""

TON = 1000
ALL: Parts = (1000, 1000, 1000)
NOTHING: Parts = (0, 0, 0)
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
    return works_for(state, state.side_of(unit.id), unit.hex) > 0


def ammo_state(unit: Unit, table: SupplyTable) -> Stock:
    """Ammunition: low under one attack-day, out at nothing."""
    if unit.ammo >= table.ammo_low:
        return "full"
    return "low" if unit.ammo > 0 else "out"


def fuel_state(unit: Unit, table: SupplyTable) -> Stock:
    """Fuel: low under half a refill, out under an eighth. Troops on foot are always full."""
    if unit.fuel >= table.fuel_low:
        return "full"
    return "low" if unit.fuel >= table.fuel_out else "out"


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
    kg: Parts
    """Weight of the food, of fuel and ammunition, and of everything else."""

    @property
    def asked(self) -> int:
        """Kilograms in all."""
        return sum(self.kg)


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


def shells_kg(state: State, unit: Unit, tenths: int) -> int:
    """Weight of so many tenths of an attack-day of ammunition for a unit."""
    scenario = state.scenario
    counter = scenario.counters[unit.id]
    _, marching, attacking = scenario.unit_types[counter.type].demand
    return kilograms(scenario, counter, unit, attacking - marching) * tenths // 10


def request(state: State, unit: Unit, haul: int) -> Request:
    """What a unit asks for; `haul` is the way of the lorries to it."""
    scenario = state.scenario
    table, counter = scenario.tables.supply, scenario.counters[unit.id]
    standing, marching, _ = scenario.unit_types[counter.type].demand
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
    brought = food_day
    if scenario.map.terrain_at(unit.hex).id in table.feeding_ground:
        brought = food_day * table.country // 100
    stores = kilograms(scenario, counter, unit, marching if unit.spent or unit.fought else standing)
    shells = shells_kg(state, unit, ammo)
    kg = brought * days, shells + refill_kg(table, unit, fuel), stores - food_day
    return Request(haul, (fuel_left, ammo_left, rations_left), fuel, ammo, days, kg)
