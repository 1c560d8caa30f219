"""What one side's units ask for in a day and what the lorries of their commands can bring.

Loads are reckoned in kilograms; a division's tons are in the unit types.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from game.hexes import Hex, distance
from game.model.forces import Counter, FormationId, Side, Unit, UnitId
from game.model.scenario import Scenario
from game.model.state import State
from game.model.tables.supply import SupplyTable
from game.rules.costs import MOTORISED
from game.rules.landing import from_ships
from game.rules.network import haul_field
from game.rules.siege import works_for

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


@dataclass(frozen=True, slots=True)
class Share:
    """What the lorries of one command can do for its units beyond their own carts' reach."""

    lift: int
    """Tons that the lorries can load in a day."""
    needed: int
    """Tons of lorries needed to bring everything asked for."""
    parts: Parts
    """Permille that comes of the food, of fuel and ammunition, and of everything else."""

    @property
    def enough(self) -> bool:
        """Whether the troops get all that they eat, burn and fire."""
        return self.parts[0] >= 1000 and self.parts[1] >= 1000


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
    brought = food_day
    if scenario.map.terrain_at(unit.hex).id in table.feeding_ground:
        brought = food_day * table.country // 100
    stores = kilograms(scenario, counter, unit, marching if unit.spent or unit.fought else standing)
    shells = kilograms(scenario, counter, unit, attacking - marching) * ammo // 10
    kg = brought * days, shells + refill_kg(table, unit, fuel), stores - food_day
    return Request(haul, (fuel_left, ammo_left, rations_left), fuel, ammo, days, kg)


# -- what the lorries bring ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Delivery:
    """One day's supply of one side."""

    requests: dict[UnitId, Request]
    shares: dict[FormationId, Share]
    commands: dict[UnitId, FormationId]
    """Whose lorries serve each unit."""
    flown: dict[UnitId, int]
    """Points of fuel that come by air, beyond what lorries bring."""

    def permille(self, unit: UnitId, table: SupplyTable) -> Parts:
        """The part of each load that reaches a unit."""
        haul = self.requests[unit].haul
        if haul <= table.haul_own:
            return ALL
        if haul > table.haul_limit:
            return NOTHING
        return self.shares[self.commands[unit]].parts

    def delivered(self, unit: UnitId, table: SupplyTable) -> int:
        """Kilograms that reach a unit."""
        parts = self.permille(unit, table)
        return sum(
            kg * part // 1000 for kg, part in zip(self.requests[unit].kg, parts, strict=True)
        )


def delivery(state: State, side: Side) -> Delivery:
    """What each unit of `side` would ask for and get if supply came now."""
    return state.derived(("delivery", side), lambda: _delivery(state, side))


def lorry_work(table: SupplyTable, haul: int, kg: int) -> int:
    """Kilograms times points of the round out and back, with loading and unloading."""
    return kg * (2 * haul + table.haul_load)


@cache
def lorries_of(scenario: Scenario) -> dict[FormationId, FormationId]:
    """For each formation the command whose lorries serve it: itself or the nearest superior with
    lorries of its own, or its front when none has any."""
    found = {}
    for f in scenario.formations:
        at: FormationId | None = f
        while at in scenario.formations and at not in scenario.lifts:
            at = scenario.formations[at].parent
        found[f] = at if at in scenario.lifts else scenario.front_of[f]
    return found


def _delivery(state: State, side: Side) -> Delivery:
    scenario = state.scenario
    table, day = scenario.tables.supply, scenario.tables.movement.points
    field = haul_field(state, side)
    requests: dict[UnitId, Request] = {}
    lorries = lorries_of(scenario)
    commands: dict[UnitId, FormationId] = {}
    work: dict[FormationId, list[int]] = {}
    for unit in state.on_map(side):
        haul = 0 if from_ships(state, unit) else int(field[unit.hex])
        need = requests[unit.id] = request(state, unit, haul)
        command = commands[unit.id] = lorries[unit.formation]
        loads = work.setdefault(command, [0, 0, 0])
        if table.haul_own < need.haul <= table.haul_limit:
            for i, kg in enumerate(need.kg):
                loads[i] += lorry_work(table, need.haul, kg)
    shares = {}
    for command, loads in work.items():
        lift = scenario.lifts.get(command, table.lift_default)
        parts, can = [], lift * TON * day
        for load in loads:
            part = 1000 if load <= can else can * 1000 // load
            can = can - load if part == 1000 else 0
            parts.append(part)
        needed = -(sum(loads) // -(TON * day))
        shares[command] = Share(lift, needed, (parts[0], parts[1], parts[2]))
    day_without_air = Delivery(requests, shares, commands, {})
    return replace(day_without_air, flown=_airlift(state, side, day_without_air))


# -- what transport aircraft bring -----------------------------------------------------------------


def _airlift(state: State, side: Side, day: Delivery) -> dict[UnitId, int]:
    """Fuel flown to motorised units beyond the lorries' day's round, by front.

    All units of a front within range, on ground where a transport can land, get the same part of
    what the lorries leave them short of; weather at the unit decides how much of the lift flies.
    """
    scenario = state.scenario
    table, hexmap = scenario.tables.supply, scenario.map
    flown: dict[UnitId, int] = {}
    for front, lift in _transports(scenario, side, state.turn).items():
        short: dict[UnitId, tuple[int, int]] = {}
        for id, need in day.requests.items():
            unit = state.units[id]
            if not need.fuel or need.haul <= table.haul_near:
                continue
            if scenario.front_of[unit.formation] != front:
                continue
            if hexmap.terrain_at(unit.hex).id not in table.landing_ground:
                continue
            sky = table.air_weather.get(state.weather[hexmap.sector_bytes[unit.hex]], 0)
            reach = sum(kg for base, kg in lift if distance(base, unit.hex) <= table.air_range)
            if sky and reach:
                lacking = need.fuel - need.fuel * day.permille(id, table)[1] // 1000
                short[id] = (lacking, refill_kg(table, unit, lacking) * 100 // sky)
        wanted, can = sum(kg for _, kg in short.values()), sum(kg for _, kg in lift)
        for id, (points, _) in short.items():
            flown[id] = points if wanted <= can else points * can // wanted
    return flown


def _transports(
    scenario: Scenario, side: Side, turn: int
) -> dict[FormationId, list[tuple[Hex, int]]]:
    """For each front its transport aircraft: their base and what they carry in a clear day, kg."""
    load = scenario.tables.supply.air_load
    found: dict[FormationId, list[tuple[Hex, int]]] = {}
    for a in scenario.assets.values():
        if a.side == side and a.branch == "transport_air" and a.arrives <= turn:
            found.setdefault(scenario.front_of[a.formation], []).append((a.hex, a.aircraft * load))
    return found
