"""What has happened and is still in force: effects of declared events that later rules ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from game.hexes import Hex
from game.model.forces import FormationId, Side, Unit, UnitId
from game.model.happening import Delay, Effect, Release, Stop
from game.model.state import State

E = TypeVar("E", bound=Effect)
HEARD = "word reached "
"""Key in State.acts of the order's coming to a headquarters: this and its id."""


def in_force(state: State, kind: type[E]) -> tuple[tuple[str, E], ...]:
    """Effects of one kind of all that has happened and was chosen, with the titles of their
    events."""
    return state.derived(("effects", kind), lambda: tuple(_in_force(state, kind)))


def _in_force(state: State, kind: type[E]) -> Iterator[tuple[str, E]]:
    for happening in state.scenario.happenings:
        if happening.id not in state.acts:
            continue
        way = happening.way(state.choices.get(happening.id, ""))
        for effect in (*happening.then, *(way.then if way else ())):
            if isinstance(effect, kind):
                yield happening.title, effect


def closed(state: State, side: Side) -> frozenset[Hex]:
    """Ground beyond the lines that a side should not cross."""

    def build() -> frozenset[Hex]:
        areas = [e.area for _, e in in_force(state, Stop) if e.side == side]
        return frozenset[Hex]().union(*(state.scenario.areas[a].hexes for a in areas))

    return state.derived(("closed", side), build)


def arrival_turn(state: State, unit: UnitId) -> int:
    """The turn in which a reinforcement is due, with what events have changed about it."""
    due = state.scenario.counters[unit].arrives
    return due + sum(e.days for _, e in in_force(state, Delay) if unit in e.units)


def arrival_place(state: State, unit: UnitId) -> Hex:
    """Where a reinforcement comes: where an event sends it, else its place in the order of
    battle."""
    sent = [e.place for _, e in in_force(state, Release) if e.unit == unit]
    if sent:
        return state.scenario.map.places_by_id[sent[-1]].hex
    return state.scenario.counters[unit].hex


def hq_hex(state: State, formation: FormationId) -> Hex:
    """Where a headquarters is now; NOWHERE when it has been overrun or was never on the map."""
    if formation in state.hqs:
        return state.hqs[formation]
    return state.scenario.formations[formation].hq_hex


def units_inside(state: State, area: str, side: Side) -> tuple[Unit, ...]:
    """The units of a side that stand in an area."""
    inside = state.scenario.areas[area].hexes
    return tuple(u for u in state.on_map(side) if u.hex in inside)
