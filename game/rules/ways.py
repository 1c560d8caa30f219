"""From where loads set out and what the way to each hex costs: railheads, depots, stranded lines.

A stretch of railway that works but is joined to no source is fed by lorries at its hex nearest
to a railhead or depot, and carries on from there in the trains found on it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from game.hexes import OPPOSITE, Hex, neighbour
from game.model.forces import Side
from game.model.state import State
from game.rules.depots import TON, depots, unloads
from game.rules.network import (
    UNREACHED,
    Field,
    Lanes,
    haul_steps,
    lanes_of,
    passable,
    relax,
    step_back,
    walk_back,
)
from game.rules.rail_supply import (
    Net,
    from_sources,
    grow,
    main_net,
    station_key,
    stations,
    stranded,
    transfer_key,
)

NOBODY = Hex(0)


@dataclass(slots=True)
class Ways:
    """All ways of supply of one side at one moment."""

    main: Net
    """Trains from the sources."""
    local: Net
    """Trains on stranded lines."""
    feeders: dict[Hex, Hex]
    """For each first station of a stranded line the railhead or depot that feeds it."""
    starts: dict[Hex, int]
    """Where loads set out by road, and the motor points that lie behind them there."""
    steps: Field
    field: Field
    """Haul of each hex, UNREACHED for none."""
    free: npt.NDArray[np.bool_]
    """Hexes that supply may pass."""
    origins: dict[Hex, Hex] = dataclasses.field(default_factory=dict)
    linked: dict[Hex, bool] = dataclasses.field(default_factory=dict)
    """Depots looked at, and whether a way leads to them from a railhead."""

    def origin(self, h: Hex) -> Hex:
        """Where the load for a hex sets out by road; NOBODY when none comes."""
        if self.field[h] >= UNREACHED:
            return NOBODY
        way, known, starts = [], self.origins, self.starts
        while h not in known:
            if starts.get(h) == self.field[h]:
                known[h] = h
                break
            way.append(h)
            h = step_back(self.field, self.steps, h)
        found = known[h]
        for at in way:
            known[at] = found
        return found

    def joined(self, h: Hex) -> bool:
        """Whether any way leads to a hex from a source: what is not joined is cut off, though it
        may live on a depot."""
        start = self.origin(h)
        if start in self.local.first:
            start = self.feeders.get(Hex(self.local.way(self.local.first[start])[0]), start)
        if not start or start in self.main.first:
            return start != NOBODY
        if start not in self.linked:
            self.linked[start] = self._railhead_behind(start)
        return self.linked[start]

    def _railhead_behind(self, depot: Hex) -> bool:
        """Whether loads could come to a depot from any railhead: a search backwards."""
        seen, ahead = {depot}, [depot]
        for h in ahead:
            for d in range(6):
                there = neighbour(h, d)
                if there in seen or not 0 <= there < len(self.free) or not self.free[there]:
                    continue
                if self.steps[there * 6 + OPPOSITE[d]] < UNREACHED:
                    if there in self.starts and there in self.main.first:
                        return True
                    seen.add(there)
                    ahead.append(there)
        return False

    def road(self, h: Hex) -> tuple[Hex, ...]:
        """The way by road to a hex, from where the load sets out; empty for none."""
        return walk_back(self.field, self.steps, h, self.starts)


def ways(state: State, side: Side) -> Ways:
    """The ways of a side with all capacities unused."""
    return state.derived(("ways", side), lambda: _ways(state, side))


def _ways(state: State, side: Side) -> Ways:
    free, steps = passable(state, side), haul_steps(state, side)
    hexmap, scenario = state.scenario.map, state.scenario
    lanes = _lanes(state, side)
    main = main_net(state, side)
    starts = dict.fromkeys(stations(state, main), 0)
    nothing = np.full(hexmap.size, UNREACHED, dtype=np.uint16)
    for h in depots(state, side):
        if free[h]:
            starts[h] = 0
    by_road = relax(lanes, starts, nothing)
    found = Ways(main, Net(), {}, starts, steps, by_road, free)
    roots = []
    for stretch in stranded(state, side, main):
        entry = min(stretch, key=lambda h: (int(by_road[h]), h))
        if by_road[entry] < UNREACHED:
            found.feeders[entry] = found.origin(entry)
            roots.append((entry, transfer_key(hexmap, entry), unloads(scenario, entry) * TON))
    if not roots:
        return found
    found.local = grow(state, side, roots, {}, main.first)
    more: dict[Hex, int] = {}
    for h in stations(state, found.local):
        node = found.local.first[h]
        entry = Hex(found.local.way(node)[0])
        along = scenario.tables.supply.captured_rail * found.local.hexes_from[node]
        haul = int(by_road[entry]) + along
        if h not in starts and haul < by_road[h]:
            more[h] = haul
    if more:
        found.origins = {}
        found.starts = {**starts, **more}
        found.field = relax(lanes, more, by_road)
    return found


def _lanes(state: State, side: Side) -> Lanes:
    return state.derived(
        ("lanes", side),
        lambda: lanes_of(state.scenario.map, haul_steps(state, side), passable(state, side)),
    )


def ways_left(
    state: State, side: Side, left: Mapping[int, int], stock: Mapping[Hex, int]
) -> Ways:
    """The ways on which something can still come when these capacities and stores are left.

    Stranded lines, which depend on lorries as it is, are not asked twice.
    """
    free, steps = passable(state, side), haul_steps(state, side)
    scenario, hexmap = state.scenario, state.scenario.map
    main = from_sources(state, side, left)
    heads = [*stations(state, main), *(h for h, kg in stock.items() if kg and free[h])]
    starts = {
        h: 0 for h in heads
        if left.get(station_key(hexmap, h), unloads(scenario, h) * TON) > 0
    }  # fmt: skip
    nothing = np.full(hexmap.size, UNREACHED, dtype=np.uint16)
    reached = relax(_lanes(state, side), starts, nothing)
    return Ways(main, Net(), {}, starts, steps, reached, free)
