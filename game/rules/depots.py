"""Stores on the ground: what a place can load and unload, what lies there, and who gets it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from game.dice import Dice
from game.hexes import Hex
from game.model.events import DepotTaken
from game.model.forces import SIDES, Side, enemy_of
from game.model.hexmap import HexMap
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF, State, control_of
from game.model.tables import Tables

TON = 1000


@lru_cache(maxsize=4)
def _sidings(hexmap: HexMap, tables: Tables) -> dict[Hex, int]:
    """Tons a day of each hex with a place."""
    rail, base = tables.supply.rail, tables.supply.depots.base
    found: dict[Hex, int] = {}
    for p in hexmap.places:
        tons = max(rail.unload.get(p.kind, rail.halt), rail.unload_port[p.port])
        found[p.hex] = max(found.get(p.hex, 0), tons, base if p.supply else 0)
    return found


@lru_cache(maxsize=8)
def _loading(scenario: Scenario) -> dict[Hex, int]:
    """The same with the sources of a scenario, which load what they give."""
    found = dict(_sidings(scenario.map, scenario.tables))
    halt = scenario.tables.supply.rail.halt
    for s in scenario.sources:
        found[s.hex] = max(found.get(s.hex, halt), s.tons)
    return found


def unloads(scenario: Scenario, h: Hex) -> int:
    """Tons a day that can be loaded and unloaded in a hex, from trains, ships or the depot."""
    return _loading(scenario).get(h, scenario.tables.supply.rail.halt)


def stores_at_start(scenario: Scenario, held: dict[Hex, tuple[int, int]]) -> dict[Hex, int]:
    """Tons by hex: so many days of what each base of supply unloads or produces."""
    days = scenario.tables.supply.depots.start
    control = control_of(scenario, held)
    found: dict[Hex, int] = {}
    for s in scenario.sources:
        if control[s.hex] == HOLDER_OF[s.side]:
            found[s.hex] = s.tons * days[s.side]
    for p in scenario.map.places:
        if p.supply in SIDES and control[p.hex] == HOLDER_OF[p.supply]:
            found[p.hex] = max(found.get(p.hex, 0), unloads(scenario, p.hex) * days[p.supply])
    return dict(sorted((h, tons) for h, tons in found.items() if tons))


def most(scenario: Scenario, side: Side, h: Hex) -> int:
    """Tons up to which trains fill the depot that a side has in a hex."""
    return unloads(scenario, h) * scenario.tables.supply.depots.fill[side]


def depots(state: State, side: Side) -> dict[Hex, int]:
    """Tons in each depot of a side."""
    holder, control = HOLDER_OF[side], state.control
    return {h: tons for h, tons in state.stores.items() if tons and control[h] == holder}


def booty(scenario: Scenario, h: Hex) -> int:
    """Most tons of a depot that are of use to a captor."""
    table = scenario.tables.supply.depots
    return unloads(scenario, h) * table.captured_percent * table.captured_days // 100


def fallen(state: State, dice: Dice) -> Iterator[DepotTaken]:
    """Depots that changed hands yesterday: burnt by those who left, or of some use to the captor.

    Nobody burns anything once the order to cease fire is on its way: depots are handed over.
    """
    table = state.scenario.tables.supply.depots
    for h, tons in state.stores.items():
        holder, since = state.held.get(h, (0, 0))
        # What a scenario gives to a side at the start has fallen long ago.
        if not tons or since < 1 or since != state.turn - 1:
            continue
        captor: Side = "soviet" if holder == HOLDER_OF["soviet"] else "japan"
        burnt = (
            not state.ceasefire
            and dice.two_d6("depot", state.turn, h) >= table.burnt[enemy_of(captor)]
        )
        left = 0 if burnt else min(tons, booty(state.scenario, h))
        yield DepotTaken(place=h, burnt=burnt, tons=left, by=captor, stores=((h, left),), at=h)
