"""The chapter of supply: the morning's delivery, states of stock, what isolation costs.

Ways are in `network`, `rail_supply` and `ways`, requests, loads and lorries in `requests`, `flow`
and `delivery`; why a unit is short says `shortage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from game.hexes import Hex
from game.model.events import Refitted, Supplied, Toll
from game.model.forces import Counter, Nation, Side, Unit, updated
from game.model.state import State
from game.model.tables.supply import SupplyTable
from game.rules.airlift import Flown
from game.rules.bottleneck import tightest, tons
from game.rules.delivery import delivery
from game.rules.desert import has_water
from game.rules.landing import from_ships
from game.rules.network import UNREACHED, Field
from game.rules.requests import (
    ON_FOOT,
    Parts,
    Request,
    ammo_state,
    fuel_state,
    in_own_works,
    limits,
)
from game.rules.shortage import SupplyExplanation, explain
from game.rules.ways import ways
from game.rules.weather import hot

__all__ = (
    "SupplyExplanation", "attrition", "attrition_permille", "depot_haul", "explain",
    "initial_stocks", "supply_phase", "supply_word", "train_stations",
)  # fmt: skip

# -- stocks --------------------------------------------------------------------------------------


def supply_word(unit: Unit, table: SupplyTable) -> str:
    """The worst about a unit's supply in a few words, for lists and tooltips."""
    fuel, ammo = fuel_state(unit, table), ammo_state(unit, table)
    for wrong, words in (
        (unit.cut_off > 0, "cut off"),
        (fuel == "out", "out of fuel"),
        (ammo == "out", "out of ammunition"),
        (unit.rations <= 0, "hungry"),
        (fuel == "low", "low on fuel"),
        (ammo == "low", "low on ammunition"),
    ):
        if wrong:
            return words
    return "supplied"


def initial_stocks(
    counter: Counter, table: SupplyTable, works: Mapping[Hex, int]
) -> tuple[int, int, int]:
    """Fuel, ammunition and rations of a unit at the start or when it arrives.

    `works` holds the points of works by hex (`State.works`): troops that begin in works have the
    magazines of a fortress.
    """
    return limits(counter, table, works.get(counter.hex, 0) > 0)


def supply_phase(state: State, side: Side) -> Supplied:
    """The morning's supply of all units of `side` on the map."""
    day = delivery(state, side)
    now = ways(state, side)
    after: list[Unit] = []
    asked = dict.fromkeys(day.shares, 0)
    brought = dict.fromkeys(day.shares, 0)
    for id, need in day.requests.items():
        command, old, flown = day.commands[id], state.units[id], day.flown.get(id)
        asked[command] += need.asked
        brought[command] += day.delivered(id) + (flown.kg if flown else 0)
        cut = not from_ships(state, old) and not now.joined(old.hex)
        new = _supplied(old, need, day.permille(id), flown, cut)
        if new is not old:
            after.append(new)
    reached = train_stations(state, side)
    before = state.stations.get(side)
    return Supplied(
        side=side, by=side, after=tuple(after),
        tons=tuple((c, tons(brought[c]), tons(asked[c])) for c in day.shares),
        tight=tightest(state, day), stores=tuple(sorted(day.stores.items())),
        stations=reached,
        opened=tuple(h for h in reached if before is not None and h not in before),
        lost=tuple(h for h in before or () if h not in reached),
    )  # fmt: skip


def _supplied(unit: Unit, need: Request, parts: Parts, flown: Flown | None, cut: bool) -> Unit:
    """The unit after it has got these permille of what it asked for, and what came by air."""
    (fuel, ammo, rations), (food, other, _) = need.left, parts
    fuel += need.fuel * other // 1000 + (flown.fuel if flown else 0)
    ammo += need.ammo * other // 1000 + (flown.ammo if flown else 0)
    # Food is issued by the day: half a day's ration is stretched to a whole one.
    rations += (need.days * food + 500) // 1000
    haul = need.haul if need.haul < UNREACHED else 0
    now = (fuel, ammo, rations, haul, unit.cut_off + 1 if cut else 0)
    if now == (unit.fuel, unit.ammo, unit.rations, unit.haul, unit.cut_off):
        return unit
    return updated(unit, fuel=fuel, ammo=ammo, rations=rations, haul=haul, cut_off=now[4])


def train_stations(state: State, side: Side) -> tuple[Hex, ...]:
    """Places that trains from a source of `side` reach, in rising number."""
    places = state.scenario.map.places_at
    net = ways(state, side).main
    return tuple(sorted(h for h, node in net.first.items() if node != h and h in places))


def depot_haul(view: State, side: Side) -> Field:
    """Motor points from the nearest railhead or depot of `side` to each hex, by hex; UNREACHED for
    none."""
    return ways(view, side).field


# -- attrition -------------------------------------------------------------------------------------


def attrition(state: State, side: Side) -> tuple[Refitted, ...]:
    """The evening's losses of `side` without fighting: isolation, hunger, thirst."""
    after: list[Unit] = []
    lost: dict[Nation, int] = {}
    for unit in state.on_map(side):
        men = unit.men * attrition_permille(state, unit) // 1000
        if men:
            after.append(replace(unit, men=unit.men - men))
            nation = state.scenario.counters[unit.id].nation
            lost[nation] = lost.get(nation, 0) + men
    if not after:
        return ()
    toll = tuple(Toll(nation, dispersed=men) for nation, men in lost.items())
    return (Refitted(what="attrition", by=side, after=tuple(after), toll=toll),)


def attrition_permille(state: State, unit: Unit) -> int:
    """Permille of its men that a unit loses this evening."""
    scenario = state.scenario
    table, counter = scenario.tables.supply, scenario.counters[unit.id]
    ground = scenario.map.terrain_at(unit.hex).id
    besieged = in_own_works(state, unit)
    permille = 0
    if unit.cut_off and not besieged:
        permille = table.isolated_late if unit.cut_off >= table.isolated_from else table.isolated
    elif unit.rations <= 0 and (besieged or ground not in table.feeding_ground):
        permille = table.hungry
    dry = ground in table.hard_ground and not (
        ground in state.scenario.tables.engineering.dry_ground and has_water(state, unit.hex)
    )
    if unit.spent and counter.mobility in ON_FOOT and dry:
        permille += table.parched_tired if unit.fatigue >= table.tired else table.parched
        permille += table.heat if hot(state, unit.hex) else 0
    return permille
