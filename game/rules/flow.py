"""Loads over the ways of supply: no line, transfer station, source, siding or depot gives more in a
day than it can.

Loads of four kinds are carried in this order: food; fuel and ammunition; other stores; and what
fills the depots of the stations. All figures are kilograms a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from game.hexes import Hex
from game.model.scenario import Scenario
from game.rules.depots import TON, unloads
from game.rules.rail_supply import ROOT, Net, station_key
from game.rules.ways import Ways

Load = list[int]
KINDS = 4
STOCK = 3
"""Place of what fills depots in a load."""


def capped(load: Load, most: int) -> Load:
    """As much of a load as goes into `most`, in the order of its kinds."""
    if sum(load) <= most:
        return list(load)
    got = []
    for kg in load:
        part = min(kg, most)
        got.append(part)
        most -= part
    return got


@dataclass(slots=True)
class Flow:
    """What one round of deliveries asks of the ways and what they carry."""

    ways: Ways
    wanted: dict[Hex, Load] = field(default_factory=dict)
    """Loads asked for at railheads and depots."""
    given: dict[Hex, Load] = field(default_factory=dict)
    """Loads handed out there."""
    drawn: dict[Hex, int] = field(default_factory=dict)
    """What of them came out of the depot of the place."""
    filled: dict[Hex, int] = field(default_factory=dict)
    """What went into the depot of the place."""
    asked: dict[int, Load] = field(default_factory=dict)
    """Loads asked of the way into each node of the trains."""
    passed: dict[int, Load] = field(default_factory=dict)
    """How much of them the way itself lets through."""
    carried: dict[int, Load] = field(default_factory=dict)
    """How much came."""


def distribute(
    scenario: Scenario,
    ways: Ways,
    wanted: dict[Hex, Load],
    left: dict[int, int],
    stock: dict[Hex, int],
) -> Flow:
    """Hand out the loads wanted at each place; `left` (capacities by key) and `stock` (depots by
    hex) go down by what is used. Where something does not suffice, all take the same cut."""
    flow = Flow(ways, {h: list(load) for h, load in wanted.items()})
    local = [h for h in wanted if ways.starts.get(h)]
    allowed = _sidings(scenario, flow, local, left)
    _collect(flow, ways.local, local, allowed, left)
    for entry, feeder in ways.feeders.items():
        if entry in flow.passed:
            load = flow.wanted.setdefault(feeder, [0] * KINDS)
            for i, kg in enumerate(flow.passed[entry]):
                load[i] += kg
    heads = [h for h in flow.wanted if not ways.starts.get(h)]
    allowed.update(_sidings(scenario, flow, heads, left))
    _collect(flow, ways.main, heads, allowed, left)
    _carry(flow, ways.main, left)
    _hand_out(scenario, flow, ways.main, heads, allowed, left, stock)
    for entry, feeder in ways.feeders.items():
        if entry in flow.passed:
            came, all_ = flow.given[feeder], flow.wanted[feeder]
            flow.passed[entry] = [
                kg * came[i] // all_[i] if kg else 0 for i, kg in enumerate(flow.passed[entry])
            ]
    _carry(flow, ways.local, left)
    _hand_out(scenario, flow, ways.local, local, allowed, left, stock)
    return flow


def _sidings(
    scenario: Scenario, flow: Flow, heads: list[Hex], left: Mapping[int, int]
) -> dict[Hex, Load]:
    """What each place can load at most of what is wanted; filling its depot is no loading."""
    found = {}
    for h in heads:
        load = flow.wanted[h]
        room = left.get(station_key(scenario.map, h), unloads(scenario, h) * TON)
        found[h] = [*capped(load[:STOCK], room), load[STOCK]]
    return found


def _collect(
    flow: Flow, net: Net, heads: list[Hex], allowed: Mapping[Hex, Load], left: Mapping[int, int]
) -> None:
    """Sum the loads up towards the roots, each cut to what the ways above it let through."""
    asked, passed = flow.asked, flow.passed
    for h in heads:
        node = net.first.get(h)
        if node is not None:
            asked[node] = list(allowed[h])
    for node in reversed(net.order):
        load = asked.get(node)
        if load is None:
            continue
        key = net.key[node]
        through = passed[node] = capped(load, left.get(key, net.capacity[key]))
        back = net.parent[node]
        if back != ROOT:
            above = asked.get(back)
            if above is None:
                asked[back] = list(through)
            else:
                for i in range(KINDS):
                    above[i] += through[i]


def _carry(flow: Flow, net: Net, left: dict[int, int]) -> None:
    """Share what each way brings among those beyond it, from the roots on."""
    asked, carried = flow.asked, flow.carried
    for node in net.order:
        through = flow.passed.get(node)
        if through is None:
            continue
        back = net.parent[node]
        if back == ROOT:
            load = list(through)
        else:
            came, all_ = carried[back], asked[back]
            load = [kg * came[i] // all_[i] if kg else 0 for i, kg in enumerate(through)]
        carried[node] = load
        key = net.key[node]
        left[key] = left.get(key, net.capacity[key]) - sum(load)


def _hand_out(
    scenario: Scenario,
    flow: Flow,
    net: Net,
    heads: list[Hex],
    allowed: Mapping[Hex, Load],
    left: dict[int, int],
    stock: dict[Hex, int],
) -> None:
    """Give out at each place what the trains brought, and the rest from its depot."""
    for h in heads:
        load, node = allowed[h], net.first.get(h)
        came = [0] * KINDS
        if node is not None:
            bring, all_ = flow.carried[node], flow.asked[node]
            came = [kg * bring[i] // all_[i] if kg else 0 for i, kg in enumerate(load)]
        short = [load[i] - came[i] for i in range(STOCK)]
        out = capped(short, stock.get(h, 0))
        if sum(out):
            flow.drawn[h] = sum(out)
            stock[h] -= flow.drawn[h]
        if came[STOCK]:
            flow.filled[h] = came[STOCK]
        given = flow.given[h] = [came[i] + out[i] for i in range(STOCK)] + [came[STOCK]]
        key = station_key(scenario.map, h)
        left[key] = left.get(key, unloads(scenario, h) * TON) - sum(given[:STOCK])
