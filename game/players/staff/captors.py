"""Who leads prisoners away: troops that no objective needs go where men wait to be disarmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from game.hexes import Hex, distance
from game.model.forces import Unit
from game.model.state import PlayerView

A_DAY = 4
"""Hexes that troops without an objective are thought to march in a day."""
SOON = 2
"""A crowd is to be led away in this part of the days that are left: half of them."""


def crowds(view: PlayerView) -> dict[Hex, int]:
    """Men who have laid down their arms and wait, by hex, most men first."""
    found: dict[Hex, int] = {}
    for u in view.units.values():
        if u.gone == "disarming" and view.side_of(u.id) != view.phase:
            found[u.hex] = found.get(u.hex, 0) + u.men
    return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))


def escorts(view: PlayerView, idle: Mapping[int, Iterable[Unit]]) -> dict[int, Hex]:
    """Where each of the idle groups, by number, is to lead prisoners away: the nearest go, until
    their capacity is enough for the days that are left."""
    table, counters = view.scenario.tables.politics.captors, view.scenario.counters
    days = view.scenario.turns - view.turn
    free = {i: list(units) for i, units in idle.items()}
    sent: dict[int, Hex] = {}
    for h, men in crowds(view).items():
        wanted = men * SOON // max(1, days)
        near = sorted((min(distance(u.hex, h) for u in units), i) for i, units in free.items())
        for far, i in near:
            if wanted <= 0 or far > days * A_DAY:
                break
            sent[i] = h
            wanted -= sum(table[counters[u.id].size] for u in free.pop(i))
    return sent
