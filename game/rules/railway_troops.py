"""Railway brigades: every morning they mend torn-up track and blown railway bridges and relay
captured lines to the gauge of their own trains, where the greatest load waits.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import replace

from game.hexes import Hex, neighbour
from game.model.events import RailWork
from game.model.forces import FormationId, Side
from game.model.state import State
from game.model.terrain import Cut
from game.rules.delivery import delivery
from game.rules.flow import STOCK, Flow
from game.rules.network import working
from game.rules.rail_supply import (
    GAUGE,
    ROOT,
    hex_of,
    link_gauge,
    rail_graph,
)

Task = tuple[int, int, int]
"""Kilograms that wait (negative, so that the greatest comes first), hexside, and the node of the
trains at the far end of a link to be relaid, or at the near end of one to be mended."""


def rail_work(state: State, side: Side) -> Iterator[RailWork]:
    """A day's work of all railway brigades of a side, of use from the next morning on."""
    troops = [
        (f, n) for f, n in state.scenario.railway_troops.items()
        if state.scenario.formations[f].side == side
    ]  # fmt: skip
    cuts: dict[int, Cut | None] = {}
    relaid: dict[int, int] = {}
    for command, brigades in troops:
        links = brigades * state.scenario.tables.supply.rail.brigade_links
        _work(state, side, command, links, cuts, relaid)
    if cuts or relaid:
        yield RailWork(
            side=side, by=side, cuts=tuple((key, cuts[key]) for key in sorted(cuts)),
            relaid=tuple(sorted(relaid.items())),
        )  # fmt: skip


def _work(
    state: State,
    side: Side,
    command: FormationId,
    links: int,
    cuts: dict[int, Cut | None],
    relaid: dict[int, int],
) -> None:
    """The work of one command's brigades, on so many links of the lines that feed it."""
    flow = delivery(state, side).rounds[0]
    roots = {
        s.hex for s in state.scenario.sources
        if s.side == side and (not s.commands or command in s.commands)
    }  # fmt: skip
    tasks = [t for t in (*_torn(state, side, flow), *_foreign(state, side, flow))
             if hex_of(flow.ways.main.way(t[2])[0]) in roots]  # fmt: skip
    heapq.heapify(tasks)
    while tasks and links:
        _, key, node = heapq.heappop(tasks)
        if key in cuts or key in relaid:
            continue
        links -= 1
        cut = state.cuts.get(key)
        if cut is not None:
            cuts[key] = replace(cut, work=cut.work - 1) if cut.work > 1 else None
            continue
        relaid[key] = state.scenario.tables.supply.rail.home_gauge[side]
        for task in _beyond(state, flow, node):
            heapq.heappush(tasks, task)


def _load(flow: Flow, node: int) -> int:
    """Kilograms that wait to go into a node by train."""
    return sum(flow.asked.get(node, ())[:STOCK])


def _torn(state: State, side: Side, flow: Flow) -> Iterator[Task]:
    """Destroyed track and bridges at the end of a line that works: what is wanted at the railhead
    before them counts."""
    hexmap, net, open_ = state.scenario.map, flow.ways.main, working(state, side)
    taken = {job.side for job in state.jobs.values()}
    for key, cut in sorted(state.cuts.items(), key=lambda damaged: damaged[0]):
        if cut.what == "bombed" or key in taken or not hexmap.rail[key]:
            continue
        ends = Hex(key // 6), neighbour(key // 6, key % 6)
        if not all(open_[h] for h in ends):
            continue
        for h in ends:
            node = net.first.get(h)
            if node is not None:
                yield -_load(flow, node), key, node


def _foreign(state: State, side: Side, flow: Flow) -> Iterator[Task]:
    """The first captured links beyond lines of the side's own gauge."""
    net, home = flow.ways.main, state.scenario.tables.supply.rail.home_gauge[side]
    for node in net.order:
        back = net.parent[node]
        if back == ROOT or node // GAUGE == home or hex_of(back) != hex_of(node):
            continue
        if back // GAUGE in (home, 0):
            yield from _beyond(state, flow, node)


def _beyond(state: State, flow: Flow, node: int) -> Iterator[Task]:
    """The captured links by which trains go on from a node, with a load that waits."""
    net, gauge, h = flow.ways.main, node // GAUGE, hex_of(node)
    for link in rail_graph(state.scenario.map, state.scenario.tables)[h]:
        there, key, _, _ = link
        to = gauge * GAUGE + there
        if link_gauge(state, link) != gauge or net.parent.get(to) != node:
            continue
        load = _load(flow, to)
        if load and (h in state.held or there in state.held):
            yield -load, key, to
