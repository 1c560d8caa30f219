"""The truth at one moment, as a value; and the way from an event to the next one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NewType, TypeVar

import numpy as np

from game.hexes import Hex
from game.model.events import (
    AnyEvent,
    Captured,
    Ended,
    Fought,
    Moved,
    PhaseBegan,
    Proclaimed,
    Sighted,
    Sighting,
    Toll,
    TurnBegan,
)
from game.model.forces import NATION_SIDE, AssetId, Nation, Side, Unit, UnitId
from game.model.hexmap import HexMap
from game.model.scenario import Options, Scenario

T = TypeVar("T")

NEUTRAL, SOVIET, JAPAN = 0, 1, 2
HOLDER_OF: dict[str, int] = {"neutral": NEUTRAL, "soviet": SOVIET, "japan": JAPAN}


@dataclass(frozen=True)
class State:
    """Everything that is true in a game, except the seed."""

    scenario: Scenario = field(compare=False, repr=False)
    options: Options
    turn: int
    phase: Side
    units: dict[UnitId, Unit]
    """All units ever, in the order of the scenario's counters."""
    held: dict[Hex, tuple[int, int]]
    """Hexes that changed hands: holder (NEUTRAL, SOVIET, JAPAN) and since which turn."""
    works: dict[Hex, int]
    """Points of permanent works left, 10 a level."""
    weather: tuple[str, ...]
    ground: tuple[int, ...]
    wet_days: tuple[int, ...]
    traffic: dict[int, int]
    """Column points used in this phase, by hexside (`hex * 6 + direction`, from the lower hex)."""
    assets_used: frozenset[AssetId]
    """Assets that have supported an attack in this phase."""
    assaults: dict[Hex, int]
    """Attacks made on a hex in this phase: the ordinal keeps their dice apart."""
    captures: dict[str, int]
    """First capture of a place by the side that did not hold it at the start: its turn."""
    losses: dict[Nation, Toll]
    rescript: int
    """Turn of the Emperor's broadcast; 0 before it."""
    ceasefire: int
    """Turn from which the order to cease fire travels; 0 before it."""
    sightings: dict[Side, dict[UnitId, Sighting]]
    """What each side has seen and sees no more. In a view troops that were not recognised go
    by the name of their hex."""
    over: tuple[str, str, int] | None = None
    """Reason, level, points, when the game has ended."""
    index: dict[Hex, tuple[UnitId, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Units by hex. Carried along by `apply`; a consequence of `units`."""
    control: bytes = field(default=b"", compare=False, repr=False)
    """Holder of each hex. Carried along by `apply`; a consequence of the map and `held`."""
    cache: dict[object, object] = field(default_factory=dict, compare=False, repr=False)
    """Other consequences, worked out when asked for. See `derived`."""

    def derived(self, key: object, build: Callable[[], T]) -> T:
        """A consequence of this state, built once. A key that starts with a Side, as in
        ``("soviet", "zoc")``, may depend on that side's units only and outlives changes of the
        other side's units; any other key lives for this state alone."""
        found = self.cache.get(key)
        if found is None:
            found = self.cache[key] = build()
        return found  # type: ignore[return-value]

    def side_of(self, unit: UnitId) -> Side:
        """The side that a unit fights for."""
        return self.scenario.counters[unit].side

    def units_at(self, h: int) -> tuple[Unit, ...]:
        """Units on a hex."""
        return tuple(self.units[u] for u in self.index.get(Hex(h), ()))

    def on_map(self, side: Side) -> tuple[Unit, ...]:
        """The units of a side that stand on the map, in the fixed order."""
        return self.derived((side, "on_map"), lambda: self._on_map(side))

    def _on_map(self, side: Side) -> tuple[Unit, ...]:
        counters = self.scenario.counters
        return tuple(
            u for u in self.units.values() if u.on_map and counters[u.id].side == side
        )

    def side_at(self, h: int) -> Side | None:
        """Whose troops stand on a hex."""
        there = self.index.get(Hex(h))
        return self.scenario.counters[there[0]].side if there else None


PlayerView = NewType("PlayerView", State)
"""What one side knows: a State from which the rest is removed. See `rules/fog.py`."""


def index_of(units: dict[UnitId, Unit]) -> dict[Hex, tuple[UnitId, ...]]:
    """Units by hex, from scratch; those of one hex in the order of their ids."""
    found: dict[Hex, list[UnitId]] = {}
    for u in units.values():
        if u.on_map:
            found.setdefault(u.hex, []).append(u.id)
    return {h: tuple(sorted(ids)) for h, ids in found.items()}


@functools.cache
def _at_first(hexmap: HexMap) -> bytes:
    sides = np.array([HOLDER_OF[s] for s in hexmap.country_sides] + [NEUTRAL], dtype=np.uint8)
    return bytes(sides[np.minimum(hexmap.country, len(sides) - 1)].tobytes())


def control_of(scenario: Scenario, held: dict[Hex, tuple[int, int]]) -> bytes:
    """The holder of each hex, from scratch."""
    control = bytearray(_at_first(scenario.map))
    for h, (holder, _) in held.items():
        control[h] = holder
    return bytes(control)


def apply(state: State, event: AnyEvent) -> State:
    """The state after an event."""
    changes: dict[str, object] = {}
    touched: list[Side] = []
    if event.after:
        units, index = dict(state.units), state.index
        copied = False
        for new in event.after:
            old = units[new.id]
            units[new.id] = new
            side = state.scenario.counters[new.id].side
            if side not in touched:
                touched.append(side)
            was, now = old.on_map, new.on_map
            if was != now or (now and old.hex != new.hex):
                if not copied:
                    index, copied = dict(index), True
                _reindex(index, old if was else None, new if now else None)
        changes["units"], changes["index"] = units, index
    if event.held and event.by is not None:
        holder = HOLDER_OF[event.by]
        held, control = dict(state.held), bytearray(state.control)
        for h in event.held:
            held[h] = (holder, state.turn)
            control[h] = holder
        changes["held"], changes["control"] = held, bytes(control)
    if event.works:
        changes["works"] = {**state.works, **dict(event.works)}
    if event.toll:
        changes["losses"] = _add_losses(state.losses, event.toll)
    match event:
        case TurnBegan():
            changes.update(
                turn=event.turn, weather=event.weather, ground=event.ground,
                wet_days=event.wet_days,
            )  # fmt: skip
        case PhaseBegan():
            changes.update(
                turn=event.turn, phase=event.phase, traffic={}, assets_used=frozenset(),
                assaults={},
            )  # fmt: skip
        case Moved():
            if event.traffic:
                changes["traffic"] = {**state.traffic, **dict(event.traffic)}
        case Fought():
            changes["assets_used"] = state.assets_used | frozenset(event.assets)
            changes["assaults"] = {
                **state.assaults, event.target: state.assaults.get(event.target, 0) + 1
            }  # fmt: skip
        case Sighted():
            gone = (*event.found, *event.cleared)
            known = {k: v for k, v in state.sightings[event.side].items() if k not in gone}
            known.update(event.lost)
            changes["sightings"] = {**state.sightings, event.side: known}
        case Captured():
            if event.place not in state.captures:
                changes["captures"] = {**state.captures, event.place: state.turn}
        case Proclaimed():
            if event.what == "rescript":
                changes["rescript"] = state.turn
            elif event.what == "ceasefire":
                changes["ceasefire"] = state.turn
        case Ended():
            changes["over"] = (event.reason, event.level, event.points)
        case _:
            pass
    if not isinstance(event, TurnBegan | PhaseBegan):
        changes["cache"] = {
            key: value
            for key, value in state.cache.items()
            if isinstance(key, tuple) and key[0] in NATION_SIDE.values() and key[0] not in touched
        }
    else:
        changes["cache"] = {}
    return replace(state, **changes)  # type: ignore[arg-type]


def _reindex(index: dict[Hex, tuple[UnitId, ...]], old: Unit | None, new: Unit | None) -> None:
    if old is not None:
        rest = tuple(u for u in index[old.hex] if u != old.id)
        if rest:
            index[old.hex] = rest
        else:
            del index[old.hex]
    if new is not None:
        index[new.hex] = tuple(sorted((*index.get(new.hex, ()), new.id)))


def _add_losses(losses: dict[Nation, Toll], toll: tuple[Toll, ...]) -> dict[Nation, Toll]:
    total = dict(losses)
    for t in toll:
        was = total.get(t.nation, Toll(t.nation))
        total[t.nation] = Toll(
            t.nation,
            was.killed + t.killed,
            was.wounded + t.wounded,
            was.captured + t.captured,
            was.dispersed + t.dispersed,
            was.tanks + t.tanks,
            was.guns + t.guns,
        )
    return total
