"""How many troops fit into a hex, and how many can attack across one of its sides."""

from __future__ import annotations

from game.hexes import Hex
from game.model.forces import Side, Unit
from game.model.state import State


def stacked(state: State, side: Side, h: int) -> int:
    """Stack points of a side's units in a hex."""
    counters = state.scenario.counters
    return sum(counters[u].stack for u in state.index.get(Hex(h), ()) if counters[u].side == side)


def room(state: State, side: Side, h: int) -> int:
    """Stack points that still fit into a hex; negative where it is overfull."""
    return state.scenario.map.terrain_at(h).stack - stacked(state, side, h)


def has_room(state: State, unit: Unit, h: int) -> bool:
    """Whether a unit may end its move in a hex (it may always stay where it is)."""
    counter = state.scenario.counters[unit.id]
    return unit.hex == h or counter.stack <= room(state, counter.side, h)


def frontage(state: State, target: int) -> int:
    """Stack points that can attack into a hex across one hexside (11.5 km of front)."""
    return state.scenario.map.terrain_at(target).frontage
