"""The chapter of supply: the morning's delivery, states of stock, what isolation costs, and why a
unit is short.

Ways and railheads are in `network`, requests and lorries in `delivery`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from game.hexes import NOWHERE, Hex
from game.model.events import Refitted, Supplied, Toll
from game.model.forces import Counter, Nation, Side, Unit, UnitId, enemy_of, updated
from game.model.scenario import SupplySource
from game.model.state import HOLDER_OF, PlayerView, State
from game.model.tables.supply import SupplyTable
from game.rules.delivery import (
    ON_FOOT,
    TON,
    Delivery,
    Parts,
    Request,
    delivery,
    in_own_works,
    limits,
    refill_kg,
)
from game.rules.landing import from_ships
from game.rules.network import (
    UNREACHED,
    Field,
    haul_field,
    load_steps,
    passable,
    railheads,
    relax,
    source_of_railhead,
    walk_back,
    way_back,
)
from game.rules.weather import hot

Stock = Literal["full", "low", "out"]


# -- stocks --------------------------------------------------------------------------------------


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
    table = state.scenario.tables.supply
    day = delivery(state, side)
    after: list[Unit] = []
    asked = dict.fromkeys(day.shares, 0)
    brought = dict.fromkeys(day.shares, 0)
    for id, need in day.requests.items():
        command = day.commands[id]
        asked[command] += need.asked
        old, flown = state.units[id], day.flown.get(id, 0)
        brought[command] += day.delivered(id, table) + refill_kg(table, old, flown)
        new = _supplied(old, need, day.permille(id, table), flown)
        if new is not old:
            after.append(new)
    tons = tuple((c, _tons(brought[c]), _tons(asked[c])) for c in day.shares)
    return Supplied(side=side, by=side, after=tuple(after), tons=tons)


def _supplied(unit: Unit, need: Request, parts: Parts, flown: int) -> Unit:
    """The unit after it has got these permille of what it asked for, and points of fuel by air."""
    (fuel, ammo, rations), (food, other, _) = need.left, parts
    cut = need.haul >= UNREACHED
    fuel += need.fuel * other // 1000 + flown
    ammo += need.ammo * other // 1000
    # Food is issued by the day: half a day's ration is stretched to a whole one.
    rations += (need.days * food + 500) // 1000
    haul, cut_off = (0, unit.cut_off + 1) if cut else (need.haul, 0)
    now = (fuel, ammo, rations, haul, cut_off)
    if now == (unit.fuel, unit.ammo, unit.rations, unit.haul, unit.cut_off):
        return unit
    return updated(unit, fuel=fuel, ammo=ammo, rations=rations, haul=haul, cut_off=cut_off)


def _tons(kg: int) -> int:
    """Whole tons, rounded to the nearest."""
    return (kg + TON // 2) // TON


def depot_haul(view: State, side: Side) -> Field:
    """Motor points from the nearest railhead of `side` to each hex, by hex; UNREACHED for none."""
    return haul_field(view, side)


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
    if unit.spent and counter.mobility in ON_FOOT and ground in table.hard_ground:
        permille += table.parched_tired if unit.fatigue >= table.tired else table.parched
        permille += table.heat if hot(state, unit.hex) else 0
    return permille


# -- why a unit is short ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SupplyExplanation:
    """Where a unit's supply comes from, and what is wrong with it, as its own side knows it."""

    unit: UnitId
    source: SupplySource | None
    railhead: Hex
    """Where its lorries load; NOWHERE when cut off."""
    path: tuple[Hex, ...]
    """From the railhead to the unit; when cut off, the way that is blocked."""
    haul: int
    """Motor points of that way; UNREACHED when there is none."""
    weakest: str
    """What limits the supply most; empty when nothing does."""
    weakest_hex: Hex
    """Where that is; NOWHERE when it is nowhere in particular."""
    lacks: tuple[str, ...]
    asked: int
    """Tons that it asks for if supply came now, and what would arrive."""
    delivered: int
    sentence: str


def explain(view: PlayerView, unit_id: UnitId) -> SupplyExplanation:
    """The way of supply of one of the viewer's own units on the map."""
    unit, side = view.units[unit_id], view.side_of(unit_id)
    if from_ships(view, unit):
        return _from_ships(view, unit)
    table = view.scenario.tables.supply
    day = delivery(view, side)
    need = day.requests[unit_id]
    path = way_back(view, side, unit.hex)
    source = source_of_railhead(view, side, path[0]) if path else None
    if path:
        weakest, where = _bottleneck(view, side, day, unit_id, path)
    else:
        path, weakest, where = _break(view, side, unit.hex)
    railhead = path[0] if source else NOWHERE
    asked, delivered = _tons(need.asked), _tons(day.delivered(unit_id, table))
    lacks = _lacks(unit, table)
    label = view.scenario.map.label
    if source is None:
        came = f"Cut off from supply for {unit.cut_off} days: " if unit.cut_off else "Cut off: "
        sentence = f"{came}{weakest}."
    else:
        rail = "" if railhead == source.hex else f" by rail to {label(railhead)}"
        way = f", {need.haul} points of road" if need.haul else ""
        sentence = f"From {label(source.hex)}{rail}{way}; {delivered} of {asked} tons arrive."
        if weakest:
            sentence += f" {weakest[0].upper()}{weakest[1:]}."
    if lacks:
        sentence += f" Short of {' and '.join(lacks)}."
    return SupplyExplanation(
        unit_id, source, railhead, path, need.haul, weakest, where, lacks, asked, delivered,
        sentence,
    )  # fmt: skip


def _from_ships(view: PlayerView, unit: Unit) -> SupplyExplanation:
    """Troops at sea, or just landed."""
    day, lacks = delivery(view, view.side_of(unit.id)), _lacks(unit, view.scenario.tables.supply)
    need = day.requests[unit.id]
    asked = _tons(need.asked)
    delivered = _tons(day.delivered(unit.id, view.scenario.tables.supply))
    sentence = f"From the ships that carry it; {delivered} of {asked} tons arrive."
    return SupplyExplanation(
        unit.id, None, unit.hex, (unit.hex,), 0, "", NOWHERE, lacks, asked, delivered, sentence
    )


def _lacks(unit: Unit, table: SupplyTable) -> tuple[str, ...]:
    short = (
        ("fuel", fuel_state(unit, table) != "full"),
        ("ammunition", ammo_state(unit, table) != "full"),
        ("food", unit.rations <= 1),
    )
    return tuple(what for what, is_short in short if is_short)


def _bottleneck(
    view: State, side: Side, day: Delivery, unit_id: UnitId, path: tuple[Hex, ...]
) -> tuple[str, Hex]:
    """What keeps supply on an open way from being full, and the slowest hex of the way."""
    table, label = view.scenario.tables.supply, view.scenario.map.label
    haul = day.requests[unit_id].haul
    if haul <= table.haul_own:
        return "", NOWHERE
    field = haul_field(view, side)
    steps = [int(field[b]) - int(field[a]) for a, b in pairwise(path)]
    slowest = path[1 + steps.index(max(steps))]
    worst = f"the slowest hex is {label(slowest)} with {max(steps)} points"
    if haul > table.haul_limit:
        too_far = f"the way of {haul} points is beyond the {table.haul_limit} that lorries go"
        return f"{too_far}; {worst}", slowest
    command = day.commands[unit_id]
    share = day.shares[command]
    if share.enough:
        return "", NOWHERE
    name = view.scenario.formations[command].name
    lorries = f"the lorries of {name} load {share.lift} t where {share.needed} t are needed"
    return f"{lorries}; {worst}", slowest


def _break(view: State, side: Side, h: Hex) -> tuple[tuple[Hex, ...], str, Hex]:
    """The way that supply would take if nobody were in the way, and what blocks it nearest to
    the unit."""
    heads = railheads(view, side)
    if not heads:
        return (), "no source of supply is in our hands", NOWHERE
    hexmap, free = view.scenario.map, passable(view, side)
    steps = load_steps(hexmap, view.scenario.tables, view.ground)
    path = walk_back(relax(hexmap, steps, free | True, heads), steps, h)
    closed = [at for at in path if not free[at]]
    if not closed:
        return (), "no way leads over land to any source", NOWHERE
    at = closed[-1]
    if view.side_at(at) == enemy_of(side):
        why = f"the enemy stands in {hexmap.label(at)}"
    elif view.control[at] == HOLDER_OF[enemy_of(side)]:
        why = f"{hexmap.label(at)} is in enemy hands"
    else:
        why = f"{hexmap.label(at)} is in an enemy zone of control"
    return path, why, at
