"""Trains of supply: what lines carry, and the tree of ways by which loads come from the sources.

Trains keep to one gauge, so a station where gauges meet is one node for each of them, and what
passes from one to the other is handed over there. A node is ``gauge * GAUGE + hex``; the root of a
tree, a source or the first station of a line that lorries feed, is the bare hex.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from game.hexes import NOWHERE, Hex, neighbour
from game.model.forces import Side
from game.model.hexmap import HexMap
from game.model.state import State
from game.model.tables import Tables
from game.rules.network import sources_of, working

TON = 1000
GAUGE = 100_000
"""Nodes of one gauge begin at this multiple of it; no hex has a number so high."""
ROOT = -1
UNLIMITED = 10**15

Edge = tuple[int, int, int]
"""A node to be reached, the one before it, and the key of the way between."""
Link = tuple[Hex, int, int, int]
"""Where it leads, its key (hexside from the lower hex), its gauge, kilograms a day."""


@lru_cache(maxsize=4)
def rail_graph(hexmap: HexMap, tables: Tables) -> dict[Hex, tuple[Link, ...]]:
    """The railways as built, by hex."""
    graph: dict[Hex, list[Link]] = {}
    for step in hexmap.rail.nonzero()[0].tolist():
        h = Hex(step // 6)
        there = neighbour(h, step % 6)
        key = step if h < there else there * 6 + (step % 6 + 3) % 6
        gauge = int(hexmap.gauge[step])
        tons = line_tons(tables, int(hexmap.rail[step]), gauge, int(hexmap.tracks[step]))
        graph.setdefault(h, []).append((there, key, gauge, tons * TON))
    return {h: tuple(links) for h, links in graph.items()}


def line_tons(tables: Tables, rail_class: int, gauge: int, tracks: int) -> int:
    """Tons a day that a line carries in peace."""
    rail = tables.supply.rail
    if gauge < rail.narrow_below:
        return rail.narrow
    if gauge < rail.cape_below:
        return rail.cape
    return rail.tons[rail_class] * (2 if tracks > 1 else 1)


def link_gauge(state: State, link: Link) -> int:
    """The gauge of a line today."""
    return state.relaid.get(link[1], link[2])


def link_kg(state: State, side: Side, here: Hex, link: Link) -> int:
    """Kilograms that a line carries today for a side that holds both its ends: nothing where it is
    torn up, part of it where it was bombed or runs with captured stock."""
    there, key, _, kg = link
    if here in state.held or there in state.held:
        home = state.scenario.tables.supply.rail.home_gauge[side]
        if link_gauge(state, link) != home:
            kg //= state.scenario.tables.movement.captured_share
    cut = state.cuts.get(key)
    if cut is None:
        return kg
    return kg * max(0, 4 - cut.work) // 4 if cut.what == "bombed" else 0


# -- trees of ways ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Net:
    """A forest of ways for trains."""

    order: list[int] = field(default_factory=list)
    """Nodes, each after the one it is reached from."""
    parent: dict[int, int] = field(default_factory=dict)
    """ROOT for a root."""
    key: dict[int, int] = field(default_factory=dict)
    """What limits the way into a node: a hexside, or one of the numbers made below; the negative
    of the node where nothing does."""
    capacity: dict[int, int] = field(default_factory=dict)
    """Kilograms a day by key."""
    first: dict[Hex, int] = field(default_factory=dict)
    """By hex the node where trains arrive first."""
    ends: set[Hex] = field(default_factory=set)
    """Where less than two lines of the gauge on which trains arrive first go on."""
    hexes_from: dict[int, int] = field(default_factory=dict)
    """Length of the way in hexes, with what a change of gauge weighs."""

    def way(self, node: int) -> list[int]:
        """Nodes from a root to `node`."""
        found = [node]
        while self.parent[found[-1]] != ROOT:
            found.append(self.parent[found[-1]])
        return found[::-1]


def source_key(hexmap: HexMap, h: Hex) -> int:
    """The key of what a source gives in a day."""
    return hexmap.size * 6 + h


def station_key(hexmap: HexMap, h: Hex) -> int:
    """The key of what can be unloaded in a hex in a day."""
    return hexmap.size * 7 + h


def transfer_key(hexmap: HexMap, node: int) -> int:
    """The key of what can be handed over to the trains of a node in a day."""
    return hexmap.size * 8 + node


def grow(
    state: State,
    side: Side,
    roots: Iterable[tuple[Hex, int, int]],
    left: Mapping[int, int],
    taken: Mapping[Hex, int] | None = None,
) -> Net:
    """The shortest ways for trains from the roots (hex, key, kilograms a day) over lines that still
    can carry something. `left` holds what is left of capacities already used; hexes in `taken`
    belong to another tree."""
    scenario = state.scenario
    hexmap, rail = scenario.map, scenario.tables.supply.rail
    graph, open_ = rail_graph(hexmap, scenario.tables), working(state, side)
    net = Net()
    edge: list[Edge] = []
    h: int
    for h, key, kg in roots:
        if left.get(key, kg) > 0 and h not in net.key:
            net.capacity[key] = left.get(key, kg)
            net.key[h], net.parent[h], net.hexes_from[h] = key, ROOT, 0
            net.order.append(h)
            net.first[h] = h
            if not open_[h]:
                continue
            for link in graph.get(h, ()):
                node = link_gauge(state, link) * GAUGE + h
                net.capacity[-node] = UNLIMITED
                edge.append((node, h, -node))
    relaid, held, cuts = state.relaid, state.held, state.cuts
    parent, keys, capacity, transfer = net.parent, net.key, net.capacity, rail.transfer * TON
    # The edge of what is reached, by hexes of way; the first of equals is the lowest node.
    edges: dict[int, list[Edge]] = {0: edge}
    far = 0
    while edges:
        edge = edges.pop(far, [])
        edge.sort()
        further = edges.setdefault(far + 1, [])
        for node, back, key in edge:
            if node in parent:
                continue
            parent[node], keys[node], net.hexes_from[node] = back, key, far
            net.order.append(node)
            gauge, h = divmod(node, GAUGE)
            lines = 0
            mine = h in held
            for link in graph[Hex(h)]:
                there, key, built, kg = link
                now = relaid.get(key, built)
                if now == gauge:
                    if not open_[there] or (taken is not None and there in taken):
                        continue
                    if mine or there in held or key in cuts:
                        kg = link_kg(state, side, Hex(h), link)
                        if not kg and key in cuts:
                            continue
                    lines += 1
                    to = gauge * GAUGE + there
                    if to in parent:
                        continue
                    kg = left.get(key, kg)
                    if kg > 0:
                        capacity[key] = kg
                        further.append((to, node, key))
                elif now * GAUGE + h not in parent:
                    to = now * GAUGE + h
                    change = transfer_key(hexmap, to)
                    kg = left.get(change, transfer)
                    if kg > 0:
                        capacity[change] = kg
                        edges.setdefault(far + rail.transfer_hexes, []).append((to, node, change))
            if net.first.setdefault(Hex(h), node) == node and lines < 2:
                net.ends.add(Hex(h))
        if not further:
            del edges[far + 1]
        far += 1
    return net


def main_net(state: State, side: Side) -> Net:
    """The ways of trains from all sources of a side, all capacities unused."""
    return state.derived(("main net", side), lambda: from_sources(state, side, {}))


def from_sources(state: State, side: Side, left: Mapping[int, int]) -> Net:
    """The same with what is left of capacities."""
    hexmap = state.scenario.map
    roots = [(s.hex, source_key(hexmap, s.hex), s.tons * TON) for s in sources_of(state, side)]
    return grow(state, side, roots, left)


def stations(state: State, net: Net) -> list[Hex]:
    """Where trains of a net are unloaded: its roots, every hex with a place and every hex where
    the working line ends."""
    places, ends = state.scenario.map.places_at, net.ends
    return [h for h, node in net.first.items() if node == h or h in places or h in ends]


def stranded(state: State, side: Side, net: Net) -> list[list[Hex]]:
    """Stretches of line that work but are not joined to any source, each in rising number."""
    open_ = working(state, side)
    graph = rail_graph(state.scenario.map, state.scenario.tables)
    seen = set(net.first)
    found = []
    for start in graph:
        if start in seen or not open_[start]:
            continue
        seen.add(start)
        stretch = [start]
        for h in stretch:
            for link in graph[h]:
                there = link[0]
                if there not in seen and open_[there] and link_kg(state, side, h, link):
                    seen.add(there)
                    stretch.append(there)
        if len(stretch) > 1:
            found.append(sorted(stretch))
    return found


def hex_of(node: int) -> Hex:
    """The hex of a node."""
    return Hex(node % GAUGE) if node >= 0 else NOWHERE
