"""Seats of command: where a court or a high headquarters of a side sits."""

from __future__ import annotations

from game.hexes import Hex
from game.model.forces import Side
from game.model.state import State

HIGH = frozenset({"general_army", "area_army", "front", "army"})
"""Headquarters whose staff can order a whole garrison to lay down its arms."""


def seat_of(state: State, side: Side, h: Hex) -> str:
    """The court or the highest headquarters of a side in a hex, as far as `state` knows; "" where
    there is none."""
    places = state.scenario.map.places_at.get(h, ())
    if any(p.kind == "capital" for p in places):
        return f"the government at {places[0].name}"
    for f in state.scenario.formations.values():
        if f.side == side and f.level in HIGH and state.hqs.get(f.id, f.hq_hex) == h:
            return f.name
    return ""
