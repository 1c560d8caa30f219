"""What comes to one side's units in a day: trains, depots and the lorries of their commands.

Loads set out from the railhead or depot with the least haul. What that place, or the ways to it,
cannot give is looked for once more where something is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from game.hexes import Hex
from game.model.forces import FormationId, Side, Unit, UnitId
from game.model.scenario import Scenario
from game.model.state import State
from game.model.tables.supply import SupplyTable
from game.rules.airlift import Flown, airlift
from game.rules.depots import TON, depots, most
from game.rules.flow import KINDS, STOCK, Flow, Load, distribute
from game.rules.landing import from_ships
from game.rules.requests import ALL, Parts, Request, request
from game.rules.ways import Ways, ways, ways_left


@dataclass(frozen=True, slots=True)
class Share:
    """What the lorries of one command can do for its units beyond their own carts' reach."""

    lift: int
    """Tons that the lorries can load in a day."""
    needed: int
    """Tons of lorries needed to bring everything asked for."""
    parts: Parts
    """Permille that they could bring of the food, of fuel and ammunition, and of everything else,
    if it lay at the nearest railheads and depots."""

    @property
    def enough(self) -> bool:
        """Whether they could bring all that the troops eat, burn and fire."""
        return self.parts[0] >= 1000 and self.parts[1] >= 1000


@dataclass(slots=True)
class Delivery:
    """One day's supply of one side."""

    requests: dict[UnitId, Request]
    commands: dict[UnitId, FormationId]
    """Whose lorries serve each unit."""
    shares: dict[FormationId, Share] = field(default_factory=dict)
    rounds: list[Flow] = field(default_factory=list)
    """Loads over the ways: of the nearest railheads and depots, then of those further off."""
    got: dict[UnitId, Parts] = field(default_factory=dict)
    """Kilograms of each part that reach a unit by road."""
    unmet: dict[UnitId, int] = field(default_factory=dict)
    """Kilograms of food, fuel and ammunition that lorries or carts came for in the first round and
    did not get, from a ton on."""
    work: dict[FormationId, int] = field(default_factory=dict)
    """Kilograms times points that the lorries of each command have driven."""
    flown: dict[UnitId, Flown] = field(default_factory=dict)
    """What comes by air, beyond what lorries bring."""
    stores: dict[Hex, int] = field(default_factory=dict)
    """Tons in the depots that this changes."""

    def permille(self, unit: UnitId) -> Parts:
        """The part of each load that reaches a unit by road."""
        food, other, rest = (
            got * 1000 // kg if kg else 1000 if sum(self.got[unit]) else 0
            for got, kg in zip(self.got[unit], self.requests[unit].kg, strict=True)
        )
        return food, other, rest

    def delivered(self, unit: UnitId) -> int:
        """Kilograms that reach a unit by road."""
        return sum(self.got[unit])


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
    table = scenario.tables.supply
    now = ways(state, side)
    lorries = lorries_of(scenario)
    units = state.on_map(side)
    # Troops at sea and on a beach have what their ships carry.
    aboard = {u.id for u in units if from_ships(state, u)}
    seeking = tuple(u for u in units if u.id not in aboard)
    day = Delivery(
        {u.id: request(state, u, 0 if u.id in aboard else int(now.field[u.hex])) for u in units},
        {u.id: lorries[u.formation] for u in units},
    )
    rest = {
        id: [0, 0, 0] if id in aboard else list(need.kg) for id, need in day.requests.items()
    }
    left: dict[int, int] = {}
    stock = {h: tons * TON for h, tons in depots(state, side).items()}
    for wave in range(table.rail.waves):
        if wave:
            now = ways_left(state, side, left, stock)
        loads = _loads(scenario, day, seeking, rest, now)
        wanted = _wanted(loads)
        if not wave:
            _fill_depots(scenario, side, now, wanted, stock)
        flow = distribute(scenario, now, wanted, left, stock)
        day.rounds.append(flow)
        missed = _bring(table, day, loads, flow, rest)
        if not wave:
            day.unmet = missed
        seeking = tuple(u for u in seeking if u.id in missed)
        if not seeking:
            break
    for command in day.commands.values():
        lift = scenario.lifts.get(command, table.lift_default)
        day.shares.setdefault(command, Share(lift, 0, ALL))
    for id, need in day.requests.items():
        food, other, more = (kg - lack for kg, lack in zip(need.kg, rest[id], strict=True))
        day.got[id] = food, other, more
    day.stores = _stores(state, day, stock)
    day.flown = airlift(state, side, day.requests, day.permille)
    return day


@dataclass(frozen=True, slots=True)
class _Load:
    """What lorries or carts come for on behalf of one unit."""

    unit: UnitId
    command: FormationId
    at: Hex
    haul: int
    kg: list[int]


def _loads(
    scenario: Scenario,
    day: Delivery,
    units: Iterable[Unit],
    rest: Mapping[UnitId, list[int]],
    now: Ways,
) -> list[_Load]:
    """What can be taken to units of what they still want. The lorries of a command load food
    first, then fuel and ammunition, then other stores, the same part for all of its units."""
    table, points = scenario.tables.supply, scenario.tables.movement.points
    loads: list[_Load] = []
    work: dict[FormationId, list[int]] = {}
    for u in units:
        haul, command = int(now.field[u.hex]), day.commands[u.id]
        total = work.setdefault(command, [0, 0, 0])
        if haul > table.haul_limit:
            continue
        loads.append(_Load(u.id, command, now.origin(u.hex), haul, list(rest[u.id])))
        if haul > table.haul_own:
            for i, kg in enumerate(rest[u.id]):
                total[i] += lorry_work(table, haul, kg)
    parts: dict[FormationId, list[int]] = {}
    for command, total in work.items():
        lift = scenario.lifts.get(command, table.lift_default)
        can, share = lift * TON * points - day.work.get(command, 0), []
        for work_asked in total:
            part = 1000 if work_asked <= can else can * 1000 // work_asked
            can = can - work_asked if part == 1000 else 0
            share.append(part)
        parts[command] = share
        if not day.rounds:
            needed = -(sum(total) // -(TON * points))
            day.shares[command] = Share(lift, needed, (share[0], share[1], share[2]))
    for load in loads:
        if load.haul > table.haul_own:
            for i, part in enumerate(parts[load.command]):
                load.kg[i] = load.kg[i] * part // 1000
    return loads


def _wanted(loads: Iterable[_Load]) -> dict[Hex, Load]:
    """The loads by the place where they set out."""
    found: dict[Hex, Load] = {}
    for load in loads:
        total = found.setdefault(load.at, [0] * KINDS)
        for i, kg in enumerate(load.kg):
            total[i] += kg
    return found


def _fill_depots(
    scenario: Scenario, side: Side, now: Ways, wanted: dict[Hex, Load], stock: Mapping[Hex, int]
) -> None:
    """Trains also fill the depots of the stations where loads set out, and old depots."""
    for h in [*wanted, *(h for h in stock if h not in wanted)]:
        if h in now.main.first and not now.starts.get(h):
            lack = most(scenario, side, h) * TON - stock.get(h, 0)
            if lack > 0:
                wanted.setdefault(h, [0] * KINDS)[STOCK] = lack


def _bring(
    table: SupplyTable,
    day: Delivery,
    loads: Iterable[_Load],
    flow: Flow,
    rest: Mapping[UnitId, list[int]],
) -> dict[UnitId, int]:
    """Take what the places hand out to the units; gives the kilograms by unit that they lacked."""
    part_of = {
        h: [given[i] * 1000 // kg if kg else 1000 for i, kg in enumerate(flow.wanted[h][:STOCK])]
        for h, given in flow.given.items()
    }
    missed: dict[UnitId, int] = {}
    for load in loads:
        lack = brought = 0
        own = rest[load.unit]
        for i, part in enumerate(part_of[load.at]):
            kg = load.kg[i] * part // 1000
            own[i] -= kg
            brought += kg
            lack += load.kg[i] - kg if i < 2 else 0
        if lack >= TON:
            missed[load.unit] = lack
        if load.haul > table.haul_own:
            day.work[load.command] = day.work.get(load.command, 0) + lorry_work(
                table, load.haul, brought
            )
    return missed


def _stores(state: State, day: Delivery, stock: dict[Hex, int]) -> dict[Hex, int]:
    """Whole tons in the depots that have gained or lost; a rest under a ton is lost."""
    for h, kg in day.rounds[0].filled.items():
        stock[h] = stock.get(h, 0) + kg
    tons = {h: kg // TON for h, kg in stock.items()}
    return {h: t for h, t in tons.items() if t != state.stores.get(h, 0)}
