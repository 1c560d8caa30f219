"""Prisoners: where they were taken, and the troops who lead them to the rear."""

from __future__ import annotations

from dataclasses import dataclass

from game.hexes import Hex, distance
from game.model.events import Escorted
from game.model.forces import Unit, updated
from game.model.hexmap import HexMap
from game.model.state import State

NEAR = 4
"""Hexes within which prisoners are told of by the name of a place."""


@dataclass(frozen=True, slots=True)
class Camp:
    """Prisoners by the place that their capture is told by."""

    hex: Hex
    """Where most of them were taken."""
    name: str
    men: int


def by_place(state: State) -> tuple[Camp, ...]:
    """All prisoners so far by the nearest place, the most first."""
    hexmap = state.scenario.map
    groups: dict[str, list[tuple[int, Hex]]] = {}
    for h, men in sorted(state.prisoners.items()):
        groups.setdefault(_place(hexmap, h), []).append((men, h))
    camps = [
        Camp(max(rows, key=lambda row: row[0])[1], name, sum(men for men, _ in rows))
        for name, rows in groups.items()
    ]
    return tuple(sorted(camps, key=lambda c: (-c.men, c.hex)))


def _place(hexmap: HexMap, h: Hex) -> str:
    """The place nearest to a hex; its number where there is none near."""
    near = [(distance(h, at), at) for at in hexmap.places_at if distance(h, at) <= NEAR]
    return hexmap.places_at[min(near)[1]][0].name if near else hexmap.label(h)


def fresh(state: State) -> dict[Hex, int]:
    """Prisoners of today by hex: not led away yet."""
    return {
        h: men - led for h, men in sorted(state.prisoners.items())
        if (led := state.guarded.get(h, 0)) < men
    }  # fmt: skip


def escorts(state: State) -> tuple[Escorted, ...]:
    """Dusk: the prisoners of the day are led to the rear. Captors who have as many as they can
    take make no forced march tomorrow, the nearest to the place first."""
    taken = fresh(state)
    if not taken:
        return ()
    tables = state.scenario.tables
    tied: dict[str, Unit] = {}
    for h, men in taken.items():
        left = men
        for u in _captors(state, h):
            full = tables.politics.captors[state.scenario.counters[u.id].size]
            if left * 100 < full * tables.morale.escort:
                break
            if u.id not in tied:
                left -= full
                tied[u.id] = updated(u, escort=state.turn + 1)
    return (
        Escorted(taken=tuple(taken.items()), after=tuple(tied.values()), by="soviet"),
    )


def _captors(state: State, h: Hex) -> list[Unit]:
    """Soviet troops in a hex, then those beside it."""
    return [
        u for at in (h, *state.scenario.map.around[h]) for u in state.units_at(at)
        if state.side_of(u.id) == "soviet"
    ]  # fmt: skip
