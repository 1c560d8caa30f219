"""What limits supply: the weakest link of each way, and the load of every line and railhead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from game.hexes import NOWHERE, Hex
from game.model.forces import FormationId, Side
from game.model.state import PlayerView, State
from game.rules.delivery import Delivery, delivery
from game.rules.depots import TON, unloads
from game.rules.flow import STOCK, Flow
from game.rules.network import working
from game.rules.rail_supply import ROOT, Net, hex_of, link_kg, rail_graph


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a way of supply is narrowest."""

    what: Literal["line", "gauge", "source", "station", "stock"]
    """gauge: the station where loads change trains; station: what can be unloaded there; stock: a
    depot that is not on a line."""
    at: Hex
    beyond: Hex
    """The other end of a line; for the others the hex itself."""
    capacity: int
    """Tons a day."""
    load: int
    """Tons asked of it."""


def tons(kg: int) -> int:
    """Whole tons, rounded to the nearest."""
    return (kg + TON // 2) // TON


def train_way(flow: Flow, h: Hex) -> tuple[tuple[Net, int], ...]:
    """The nodes by which trains come to a place where loads set out, each with its net: over the
    sources' lines and then, if it lies on a stranded line, along that one."""
    found: list[tuple[Net, int]] = []
    if flow.ways.starts.get(h) and h in flow.ways.local.first:
        local = flow.ways.local
        found = [(local, n) for n in local.way(local.first[h])]
        h = flow.ways.feeders[hex_of(found[0][1])]
    main = flow.ways.main
    node = main.first.get(h)
    return (*((main, n) for n in (main.way(node) if node is not None else ())), *found)


def limit_of(state: State, flow: Flow, h: Hex) -> Limit | None:
    """What keeps a railhead or depot from giving all that is wanted there; None when nothing
    does."""
    wanted, given = flow.wanted[h][:STOCK], flow.given[h][:STOCK]
    if sum(given) >= sum(wanted):
        return None
    scenario = state.scenario
    room, load = unloads(scenario, h) * TON, sum(wanted)
    worst, found = 1000, None
    if load > room:
        worst = room * 1000 // load
        found = Limit("station", h, h, tons(room), tons(load))
    way = train_way(flow, h)
    # While a depot has anything left, the trains are not what is missing.
    full = state.stores.get(h, 0) * TON > flow.drawn.get(h, 0)
    for net, node in way if not full else ():
        asked, passed = sum(flow.asked[node][:STOCK]), sum(flow.passed[node][:STOCK])
        if asked and passed * 1000 // asked < worst:
            worst = passed * 1000 // asked
            found = _limit(net, flow, node, asked)
    if found is None or not way:
        return Limit("stock", h, h, state.stores.get(h, 0), tons(load))
    return found


def _limit(net: Net, flow: Flow, node: int, asked: int) -> Limit:
    h, capacity, back = hex_of(node), tons(net.capacity[net.key[node]]), net.parent[node]
    if back == ROOT:
        what: Literal["source", "station"] = "source" if net is flow.ways.main else "station"
        return Limit(what, h, h, capacity, tons(asked))
    if hex_of(back) == h:
        return Limit("gauge", h, h, capacity, tons(asked))
    return Limit("line", hex_of(back), h, capacity, tons(asked))


def tightest(state: State, day: Delivery) -> tuple[tuple[str, str, Hex], ...]:
    """For each command that is short, what keeps most from it, and where (NOWHERE for lorries)."""
    table = state.scenario.tables.supply
    limits: dict[Hex, tuple[str, Hex]] = {}
    lost: dict[FormationId, dict[tuple[str, Hex], int]] = {}
    first = day.rounds[0]
    for id, need in day.requests.items():
        lack = need.asked - day.delivered(id)
        if lack < TON:
            continue
        reason = ("lorries", NOWHERE)
        if need.haul > table.haul_limit:
            reason = ("way", state.units[id].hex)
        elif day.unmet.get(id, 0) * 2 > lack:
            h = first.ways.origin(state.units[id].hex)
            if h not in limits:
                limit = limit_of(state, first, h)
                limits[h] = (limit.what, limit.at) if limit else reason
            reason = limits[h]
        reasons = lost.setdefault(day.commands[id], {})
        reasons[reason] = reasons.get(reason, 0) + lack
    return tuple((c, *max(reasons, key=lambda r: reasons[r])) for c, reasons in lost.items())


# -- for the map -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RailLoad:
    """A railway that works today, between two hexes. Tons a day."""

    a: Hex
    b: Hex
    capacity: int
    carried: int
    asked: int
    """More than `capacity` where the line is too weak."""


@dataclass(frozen=True, slots=True)
class Railhead:
    """A place where loads set out by road. Tons a day."""

    hex: Hex
    unloads: int
    given: int
    asked: int
    stock: int
    """Tons in its depot."""
    trains: bool
    """Whether trains from a source come here; otherwise it lives on its depot, or on lorries that
    feed its line."""


def rail_load(view: PlayerView, side: Side) -> tuple[RailLoad, ...]:
    """Every railway that works for the viewer's side, with its load if supply came now, in the
    order of hexes."""
    state: State = view
    carried: dict[int, int] = {}
    asked: dict[int, int] = {}
    for flow in delivery(state, side).rounds:
        for net in (flow.ways.main, flow.ways.local):
            for node in net.order:
                key = net.key[node]
                if node in flow.carried:
                    carried[key] = carried.get(key, 0) + sum(flow.carried[node])
                    asked[key] = max(asked.get(key, 0), sum(flow.asked[node][:STOCK]))
    open_ = working(state, side)
    found = []
    for h, links in sorted(rail_graph(state.scenario.map, state.scenario.tables).items()):
        for link in links:
            there, key, _, _ = link
            if h < there and open_[h] and open_[there]:
                capacity = tons(link_kg(state, side, h, link))
                load = carried.get(key, 0)
                found.append(
                    RailLoad(h, there, capacity, tons(load), tons(max(load, asked.get(key, 0))))
                )
    return tuple(found)


def railheads(view: PlayerView, side: Side) -> tuple[Railhead, ...]:
    """Every railhead and depot of the viewer's side, with what is asked of it and given if supply
    came now, in the order of hexes."""
    state: State = view
    rounds = delivery(state, side).rounds
    ways = rounds[0].ways

    def total(loads: Sequence[dict[Hex, list[int]]], h: Hex) -> int:
        return tons(sum(sum(load[h][:STOCK]) for load in loads if h in load))

    return tuple(
        Railhead(
            h, unloads(state.scenario, h), total([f.given for f in rounds], h),
            total([rounds[0].wanted], h), state.stores.get(h, 0), h in ways.main.first,
        )
        for h in sorted(ways.starts)
    )  # fmt: skip
