"""Reinforcements: units come on to the map on their date, near where the record has them."""

from __future__ import annotations

from dataclasses import replace

from game.hexes import Hex
from game.model.events import Arrived
from game.model.forces import Counter, Side, Unit, enemy_of
from game.model.state import HOLDER_OF, State, apply
from game.rules.acts import arrival_place, arrival_turn
from game.rules.stacking import room

FARTHEST = 3
"""Hexes from its historic place within which a unit may arrive when that is lost or full."""


def arrivals(state: State, turn: int) -> tuple[Arrived, ...]:
    """Units due by `turn` that find room on the map; the others wait another day."""
    events: list[Arrived] = []
    for unit in state.units.values():
        counter = state.scenario.counters[unit.id]
        if unit.gone != "waiting" or arrival_turn(state, unit.id) > turn:
            continue
        at = arrival_hex(state, counter)
        if at is None:
            continue
        here = replace(unit, hex=at, gone="")
        event = Arrived(units=(unit.id,), after=(here,), by=counter.side, at=at)
        state = apply(state, event)
        events.append(event)
    return tuple(events)


def arrival_hex(state: State, counter: Counter) -> Hex | None:
    """The nearest hex to a counter's place that its side holds and that has room for it."""
    own, place = HOLDER_OF[counter.side], arrival_place(state, counter.id)
    reached, edge = {place}, [place]
    for _ in range(FARTHEST + 1):
        for h in edge:
            if state.control[h] == own and _free(state, counter, h):
                return h
        edge = sorted({n for h in edge for n in state.scenario.map.around[h]} - reached)
        reached.update(edge)
    return None


def _free(state: State, counter: Counter, h: Hex) -> bool:
    side: Side = counter.side
    return (
        state.scenario.map.land[h] == 1
        and state.side_at(h) != enemy_of(side)
        and room(state, side, h) >= counter.stack
    )


def waiting(state: State, side: Side) -> tuple[Unit, ...]:
    """Units of a side that are still to come."""
    counters = state.scenario.counters
    return tuple(
        u for u in state.units.values() if u.gone == "waiting" and counters[u.id].side == side
    )
