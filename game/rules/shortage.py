"""Why a unit is short: its way of supply from the source, and the weakest link of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from game.hexes import NOWHERE, Hex
from game.model.forces import Side, Unit, UnitId, enemy_of
from game.model.scenario import SupplySource
from game.model.state import HOLDER_OF, PlayerView, State
from game.model.tables.supply import SupplyTable
from game.rules.airlift import Flown
from game.rules.bottleneck import Limit, limit_of, tons, train_way
from game.rules.delivery import Delivery, Share, delivery
from game.rules.landing import from_ships
from game.rules.network import UNREACHED, lanes_of, load_steps, passable, relax, walk_back
from game.rules.rail_supply import hex_of
from game.rules.requests import ammo_state, fuel_state
from game.rules.ways import ways


@dataclass(frozen=True, slots=True)
class SupplyExplanation:
    """Where a unit's supply comes from, and what is wrong with it, as its own side knows it."""

    unit: UnitId
    source: SupplySource | None
    """None for a unit that is cut off, though it may live on a depot."""
    railhead: Hex
    """Where its loads set out by road, railhead or depot; NOWHERE when nothing comes."""
    rail: tuple[Hex, ...]
    """The way of the trains, from the source to the railhead; empty where none come."""
    gauge_breaks: tuple[Hex, ...]
    """Where loads change trains on that way."""
    path: tuple[Hex, ...]
    """From the railhead to the unit; when cut off, the way that is blocked."""
    haul: int
    """Motor points of that way, and of what lorries drove to a stranded line; UNREACHED when
    there is none."""
    stock: int
    """Tons in the depot of the railhead."""
    lorries: Share | None
    """The lorries of its command; None for a unit that fetches everything itself."""
    limit: Limit | None
    """What keeps its railhead from giving all that is wanted there."""
    flown: Flown | None
    """What comes by air."""
    weakest: str
    """What is worst, in words; empty when everything comes that is asked for."""
    weakest_hex: Hex
    """Where it is, NOWHERE when it is nowhere in particular."""
    lacks: tuple[str, ...]
    asked: int
    """Tons that it asks for if supply came now, and what would arrive by road."""
    delivered: int
    sentence: str


def explain(view: PlayerView, unit_id: UnitId) -> SupplyExplanation:
    """The way of supply of one of the viewer's own units on the map."""
    unit, side = view.units[unit_id], view.side_of(unit_id)
    if from_ships(view, unit):
        return _from_ships(view, unit)
    table = view.scenario.tables.supply
    day, now = delivery(view, side), ways(view, side)
    need = day.requests[unit_id]
    first = day.rounds[0]
    head = now.origin(unit.hex)
    path = now.road(unit.hex)
    trains = train_way(first, head) if path else ()
    rail = tuple(dict.fromkeys(hex_of(n) for _, n in trains))
    nodes = [n for net, n in trains if net is now.main]
    breaks = tuple(hex_of(b) for a, b in pairwise(nodes[1:]) if hex_of(a) == hex_of(b))
    joined = now.joined(unit.hex)
    source = _source(view, side, day, unit.hex) if joined else None
    wanted = path and head in first.wanted
    limit = limit_of(view, first, head) if wanted else None
    share = day.shares[day.commands[unit_id]] if need.haul > table.haul_own else None
    if joined:
        weakest, where = _bottleneck(view, day, unit_id, path, limit)
    else:
        blocked, weakest, where = _break(view, side, unit.hex)
        path = path or blocked
    asked, delivered = tons(need.asked), tons(day.delivered(unit_id))
    lacks = _lacks(unit, table)
    found = SupplyExplanation(
        unit_id, source, head if head else NOWHERE, rail, breaks, path, need.haul,
        view.stores.get(head, 0), share, limit, day.flown.get(unit_id), weakest, where, lacks,
        asked, delivered, "",
    )  # fmt: skip
    return _with_sentence(view, unit, found)


def _from_ships(view: PlayerView, unit: Unit) -> SupplyExplanation:
    """Troops at sea, or just landed."""
    day, lacks = delivery(view, view.side_of(unit.id)), _lacks(unit, view.scenario.tables.supply)
    asked = tons(day.requests[unit.id].asked)
    sentence = f"From the ships that carry it; {asked} of {asked} tons arrive."
    return SupplyExplanation(
        unit.id, None, unit.hex, (), (), (unit.hex,), 0, 0, None, None, None, "", NOWHERE, lacks,
        asked, asked, sentence,
    )  # fmt: skip


def _source(view: State, side: Side, day: Delivery, h: Hex) -> SupplySource | None:
    """The source at the root of a unit's way; of a depot that no trains reach, the nearest one by
    road."""
    now = ways(view, side)
    way = train_way(day.rounds[0], now.origin(h))
    root = hex_of(way[0][1]) if way and way[0][0] is now.main else NOWHERE
    for s in view.scenario.sources:
        if s.side == side and s.hex == root:
            return s
    heads = {head: 0 for head in now.starts if head in now.main.first}
    hexmap = view.scenario.map
    nothing = np.full(hexmap.size, UNREACHED, dtype=np.uint16)
    by_road = relax(lanes_of(hexmap, now.steps, now.free), heads, nothing)
    start = walk_back(by_road, now.steps, h, heads)
    root = hex_of(now.main.way(now.main.first[start[0]])[0]) if start else NOWHERE
    return next((s for s in view.scenario.sources if s.side == side and s.hex == root), None)


def _with_sentence(view: State, unit: Unit, found: SupplyExplanation) -> SupplyExplanation:
    """The explanation with all of it said in words."""
    label = view.scenario.map.label
    comes = f"{found.delivered} of {found.asked} tons arrive"
    depot = f"the depot of {label(found.railhead)} with {found.stock} t"
    if found.source is None:
        came = f"Cut off from supply for {unit.cut_off} days" if unit.cut_off else "Cut off"
        said = f"{came}: {found.weakest}."
        if found.railhead:
            said += f" It lives on {depot}; {comes}."
    else:
        way = f", {found.haul} points of road" if found.haul else ""
        if not found.rail:
            start = f"From {depot}"
        else:
            start = f"From {label(found.source.hex)}"
            if found.railhead != found.source.hex:
                start += f" by rail to {label(found.railhead)}"
            if found.gauge_breaks:
                start += f", changing trains at {' and '.join(map(label, found.gauge_breaks))}"
        said = f"{start}{way}; {comes}."
        if found.weakest:
            said += f" {found.weakest[0].upper()}{found.weakest[1:]}."
    if found.flown:
        said += f" Aircraft bring {tons(found.flown.kg)} t."
    if found.lacks:
        said += f" Short of {' and '.join(found.lacks)}."
    return replace(found, sentence=said)


def _lacks(unit: Unit, table: SupplyTable) -> tuple[str, ...]:
    short = (
        ("fuel", fuel_state(unit, table) != "full"),
        ("ammunition", ammo_state(unit, table) != "full"),
        ("food", unit.rations <= 1),
    )
    return tuple(what for what, is_short in short if is_short)


def _bottleneck(
    view: State, day: Delivery, unit_id: UnitId, path: tuple[Hex, ...], limit: Limit | None
) -> tuple[str, Hex]:
    """What keeps supply on an open way from being full, and where."""
    table, label = view.scenario.tables.supply, view.scenario.map.label
    need = day.requests[unit_id]
    if need.haul > table.haul_limit:
        too_far = f"the way of {need.haul} points is beyond the {table.haul_limit} that lorries go"
        worst, slowest = _slowest(view, unit_id, path)
        return f"{too_far}; {worst}", slowest
    lack = need.asked - day.delivered(unit_id)
    share = day.shares[day.commands[unit_id]]
    scarce = day.unmet.get(unit_id, 0)
    if limit is not None and lack and (share.enough or scarce * 2 > lack):
        return limit_words(label, limit), limit.at
    if need.haul <= table.haul_own or share.enough:
        return "", NOWHERE
    name = view.scenario.formations[day.commands[unit_id]].name
    worst, slowest = _slowest(view, unit_id, path)
    lorries = f"the lorries of {name} load {share.lift} t where {share.needed} t are needed"
    return f"{lorries}; {worst}", slowest


def _slowest(view: State, unit_id: UnitId, path: tuple[Hex, ...]) -> tuple[str, Hex]:
    """The slowest hex of a way by road."""
    field = ways(view, view.side_of(unit_id)).field
    steps = [int(field[b]) - int(field[a]) for a, b in pairwise(path)]
    if not steps:
        return "trains of a stranded line bring it", path[0]
    slowest = path[1 + steps.index(max(steps))]
    return (
        f"the slowest hex is {view.scenario.map.label(slowest)} with {max(steps)} points", slowest
    )  # fmt: skip


def limit_words(label: Callable[[int], str], limit: Limit) -> str:
    """A limit as people say it; `label` names a hex."""
    at, beyond = label(limit.at), label(limit.beyond)
    what = {
        "line": f"the line from {at} to {beyond} carries",
        "gauge": f"where the gauge changes, at {at}, wagons are unloaded for",
        "source": f"the source at {at} gives",
        "station": f"the station of {at} can unload",
        "stock": f"the depot of {at} holds",
    }[limit.what]
    return f"{what} {limit.capacity} t where {limit.load} t are wanted"


def _break(view: State, side: Side, h: Hex) -> tuple[tuple[Hex, ...], str, Hex]:
    """The way that supply would take if nobody were in the way, and what blocks it nearest to
    the unit."""
    now = ways(view, side)
    heads = {head: 0 for head in now.starts if head in now.main.first}
    if not heads:
        return (), "no source of supply is in our hands", NOWHERE
    hexmap, free = view.scenario.map, passable(view, side)
    steps = load_steps(hexmap, view.scenario.tables, view.ground)
    nothing = np.full(hexmap.size, UNREACHED, dtype=np.uint16)
    path = walk_back(relax(lanes_of(hexmap, steps, free | True), heads, nothing), steps, h, heads)
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
