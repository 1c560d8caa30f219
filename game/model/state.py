"""The truth at one moment, as a value; and the way from an event to the next one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NewType, TypeVar

import numpy as np

from game.hexes import Hex
from game.model.events import (
    AirTasked,
    AnyEvent,
    Captured,
    Chose,
    Deliberated,
    Ended,
    Escorted,
    Flew,
    Fought,
    Happened,
    HqMoved,
    Moved,
    PhaseBegan,
    Proclaimed,
    RailWork,
    Refugees,
    Sighted,
    Sighting,
    Supplied,
    Toll,
    TurnBegan,
    Worked,
)
from game.model.forces import SIDES, AssetId, FormationId, Nation, Ships, Side, Unit, UnitId, Wing
from game.model.hexmap import HexMap
from game.model.scenario import Options, Scenario
from game.model.terrain import Cut, Job

T = TypeVar("T")
Change = tuple[Unit, Unit]
"""A unit before and after an event."""

NEUTRAL, SOVIET, JAPAN = 0, 1, 2
HOLDER_OF: dict[str, int] = {"neutral": NEUTRAL, "soviet": SOVIET, "japan": JAPAN}


class Tally:
    """A consequence of one side's units, and of nothing else, that can follow a change of some of
    them, which is much cheaper than to build it anew. It never changes itself."""

    def follow(self, changes: Sequence[Change]) -> Tally | None:
        """The same after these changes; None when it has to be built anew."""
        return None


class Roll(Tally):
    """The units of a side, and those on the map, in the fixed order."""

    def __init__(
        self, units: dict[UnitId, Unit], here: tuple[Unit, ...], place: Mapping[UnitId, int]
    ) -> None:
        self.units, self.here, self.place = units, here, place

    @classmethod
    def of(cls, units: dict[UnitId, Unit]) -> Roll:
        """The roll of all these units."""
        here = tuple(u for u in units.values() if u.on_map)
        return cls(units, here, {u.id: i for i, u in enumerate(here)})

    def follow(self, changes: Sequence[Change]) -> Roll | None:
        """The same after these changes, unless somebody comes or goes."""
        units, here = dict(self.units), list(self.here)
        for old, new in changes:
            if old.on_map != new.on_map:
                return None
            units[new.id] = new
            if new.on_map:
                here[self.place[new.id]] = new
        return Roll(units, tuple(here), self.place)


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
    """Hexes that changed hands: holder (NEUTRAL, SOVIET, JAPAN) and since which turn; 0 before the
    first."""
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
    """Turn of the Emperor's broadcast; 0 before it. Where a game begins later, days before the
    first turn count back from -1, the eve."""
    ceasefire: int
    """Turn from which the order to cease fire travels; 0 before it."""
    sightings: dict[Side, dict[UnitId, Sighting]]
    """What each side has seen and sees no more. In a view troops that were not recognised go
    by the name of their hex."""
    over: tuple[str, str, int] | None = None
    """Reason, level, points, when the game has ended."""
    wings: dict[AssetId, Wing] = field(default_factory=dict)
    """Aircraft, by the asset they belong to."""
    ships: dict[AssetId, Ships] = field(default_factory=dict)
    """Fleets and flotillas that are no longer as they were at the start."""
    cuts: dict[int, Cut] = field(default_factory=dict)
    """Bridges and railways destroyed, by hexside from the lower hex."""
    pontoons: dict[int, int] = field(default_factory=dict)
    """Military bridges over rivers, by hexside from the lower hex: engineer-turns until they carry
    traffic, 0 for those that do."""
    tracks: dict[int, int] = field(default_factory=dict)
    """The same for tracks cut through virgin forest."""
    jobs: dict[str, Job] = field(default_factory=dict)
    """What engineer assets and units are at work on."""
    stores: dict[Hex, int] = field(default_factory=dict)
    """Tons in depots; they belong to whoever holds the hex."""
    hqs: dict[FormationId, Hex] = field(default_factory=dict)
    """Where headquarters are; NOWHERE for one that was overrun and is being made anew."""
    placed: dict[FormationId, int] = field(default_factory=dict)
    """Headquarters placed by order, with the turn of the last one: they do not move by
    themselves."""
    pressure: int = 0
    """Pressure on the Japanese council to end the war."""
    acts: dict[str, int] = field(default_factory=dict)
    """Declared events and political acts that have happened, with their turn."""
    choices: dict[str, str] = field(default_factory=dict)
    """What players chose where an event leaves a choice: option by event."""
    council: dict[str, int] = field(default_factory=dict)
    """The reasons for the pressure on the council, with their points so far."""
    prisoners: dict[Hex, int] = field(default_factory=dict)
    """Men taken prisoner, by the hex where they were taken."""
    guarded: dict[Hex, int] = field(default_factory=dict)
    """Those of them that have been led to the rear."""
    refugees: dict[Hex, int] = field(default_factory=dict)
    """Hexes whose roads are full of people in flight, with the last turn of that. Everybody knows
    of them."""
    relaid: dict[int, int] = field(default_factory=dict)
    """Gauge in mm that a railway was changed to, by hexside from the lower hex."""
    stations: dict[Side, tuple[Hex, ...]] = field(default_factory=dict)
    """Places that a side's trains reached this morning, in rising number."""
    airlift: dict[FormationId, tuple[UnitId, ...]] = field(default_factory=dict)
    """Units that the transport aircraft of a front fly to before all others."""
    scouted: dict[Side, tuple[Hex, ...]] = field(default_factory=dict)
    """Hexes that a side sees from the air in this phase, in rising number."""
    water: tuple[int, ...] = ()
    """Water in the rivers by sector: see `rules/weather.py`."""
    index: dict[Hex, tuple[UnitId, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Units by hex. Carried along by `apply`; a consequence of `units`."""
    control: bytes = field(default=b"", compare=False, repr=False)
    """Holder of each hex. Carried along by `apply`; a consequence of the map and `held`."""
    cache: dict[object, object] = field(default_factory=dict, compare=False, repr=False)
    """Other consequences, worked out when asked for. See `derived`."""

    def derived(self, key: object, build: Callable[[], T]) -> T:
        """A consequence of this state, built once. A key that starts with a Side, as in
        ``("soviet", "zoc")``, may depend on that side's units and its gains of ground, and on
        the turn and phase, and outlives changes of the other side's; a Tally follows changes of
        its own units too. A key that starts with "units" depends on all units, and no more; one
        that starts with "wings" on aircraft, and on what changes with the turn or phase. Any
        other key lives for this state alone."""
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

    def roll(self, side: Side) -> Roll:
        """The units of a side."""
        return self.derived((side, "roll"), lambda: self._roll(side))

    def _roll(self, side: Side) -> Roll:
        counters = self.scenario.counters
        return Roll.of({u.id: u for u in self.units.values() if counters[u.id].side == side})

    def on_map(self, side: Side) -> tuple[Unit, ...]:
        """The units of a side that stand on the map, in the fixed order."""
        return self.roll(side).here

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
    touched: dict[Side, list[Change]] = {}
    if event.after:
        units, index = dict(state.units), state.index
        copied = False
        for new in event.after:
            old = units[new.id]
            units[new.id] = new
            touched.setdefault(state.scenario.counters[new.id].side, []).append((old, new))
            was, now = old.on_map, new.on_map
            if was != now or (now and old.hex != new.hex):
                if not copied:
                    index, copied = dict(index), True
                _reindex(index, old if was else None, new if now else None)
        changes["units"], changes["index"] = units, index
    if event.held and event.by is not None:
        touched.setdefault(event.by, [])
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
        taken = sum(t.captured for t in event.toll)
        if taken:
            so_far = state.prisoners.get(event.at, 0)
            changes["prisoners"] = {**state.prisoners, event.at: so_far + taken}
    if event.wings:
        changes["wings"] = {**state.wings, **dict(event.wings)}
    if event.ships:
        changes["ships"] = {**state.ships, **dict(event.ships)}
    if event.cuts:
        cuts = {**state.cuts, **dict(event.cuts)}
        changes["cuts"] = {side: cut for side, cut in cuts.items() if cut is not None}
    rebuilt = bool(event.cuts)
    if event.stores:
        changes["stores"] = {**state.stores, **dict(event.stores)}
    if event.hqs:
        changes["hqs"] = {**state.hqs, **dict(event.hqs)}
    if event.pressure:
        changes["pressure"] = max(0, state.pressure + event.pressure)
    if event.acts:
        changes["acts"] = {**state.acts, **dict.fromkeys(event.acts, state.turn)}
    match event:
        case Supplied():
            changes["stations"] = {**state.stations, event.side: event.stations}
        case RailWork():
            changes["relaid"] = {**state.relaid, **dict(event.relaid)}
        case AirTasked():
            changes["airlift"] = {**state.airlift, event.front: event.units}
        case TurnBegan():
            changes.update(
                turn=event.turn, weather=event.weather, ground=event.ground,
                wet_days=event.wet_days, water=event.water,
            )  # fmt: skip
        case PhaseBegan():
            changes.update(
                turn=event.turn, phase=event.phase, traffic={}, assets_used=frozenset(),
                assaults={},
            )  # fmt: skip
            if event.phase in state.scouted:
                changes["scouted"] = {
                    s: hexes for s, hexes in state.scouted.items() if s != event.phase
                }
        case Moved():
            if event.traffic:
                changes["traffic"] = {**state.traffic, **dict(event.traffic)}
        case Fought():
            changes["assets_used"] = state.assets_used | frozenset(event.assets)
            changes["assaults"] = {
                **state.assaults, event.target: state.assaults.get(event.target, 0) + 1
            }  # fmt: skip
        case Flew():
            if event.scouted and event.by is not None:
                seen = {*state.scouted.get(event.by, ()), *event.scouted}
                changes["scouted"] = {**state.scouted, event.by: tuple(sorted(seen))}
        case Sighted():
            gone = (*event.found, *event.cleared)
            known = {k: v for k, v in state.sightings[event.side].items() if k not in gone}
            known.update(event.lost)
            changes["sightings"] = {**state.sightings, event.side: known}
        case Refugees():
            until = dict.fromkeys(event.hexes, state.turn + 1)
            last = {h: t for h, t in state.refugees.items() if t >= state.turn}
            changes["refugees"] = {**last, **until}
        case Escorted():
            guarded = dict(state.guarded)
            for h, men in event.taken:
                guarded[h] = guarded.get(h, 0) + men
            changes["guarded"] = guarded
        case HqMoved():
            kept = {f: t for f, t in state.placed.items() if f not in event.freed}
            changes["placed"] = {**kept, **dict.fromkeys(event.placed, state.turn)}
        case Captured():
            if event.place not in state.captures:
                changes["captures"] = {**state.captures, event.place: state.turn}
        case Worked():
            if event.pontoons:
                changes["pontoons"] = {**state.pontoons, **dict(event.pontoons)}
            if event.tracks:
                changes["tracks"] = {**state.tracks, **dict(event.tracks)}
            if event.jobs:
                jobs = {**state.jobs, **dict(event.jobs)}
                changes["jobs"] = {who: job for who, job in jobs.items() if job is not None}
            rebuilt = rebuilt or bool(event.pontoons or event.tracks)
        case Proclaimed():
            if event.what == "rescript":
                changes["rescript"] = state.turn
            elif event.what == "ceasefire":
                changes["ceasefire"] = state.turn
        case Happened() if event.pressure:
            changes["council"] = _added(state.council, ((event.title, event.pressure),))
        case Deliberated():
            changes["council"] = _added(state.council, event.terms)
        case Chose():
            changes["choices"] = {**state.choices, event.event: event.option}
            if event.pressure:
                changes["council"] = _added(state.council, ((event.text, event.pressure),))
        case Ended():
            changes["over"] = (event.reason, event.level, event.points)
        case _:
            pass
    # Bridges and tracks are part of the ground that everything else is reckoned on.
    fresh = rebuilt or isinstance(event, TurnBegan | PhaseBegan) or "scouted" in changes
    changes["cache"] = _kept(state.cache, touched, fresh, not event.wings)
    # What dataclasses.replace does, without asking each field: this is done after every event.
    after: State = object.__new__(State)
    vars(after).update(vars(state))
    vars(after).update(changes)
    return after


def _kept(
    cache: dict[object, object],
    touched: Mapping[Side, Sequence[Change]],
    fresh: bool,
    grounded: bool,
) -> dict[object, object]:
    """The consequences that outlive these changes, and tallies brought up to date; of a `fresh`
    turn or phase, tallies only. `grounded`: aircraft are as they were."""
    kept: dict[object, object] = {}
    for key, value in cache.items():
        if not isinstance(key, tuple):
            continue
        about = key[0]
        if about in SIDES:
            changes = touched.get(about)
            if isinstance(value, Tally):
                followed = value.follow(changes) if changes else value
                if followed is not None:
                    kept[key] = followed
            elif changes is None and not fresh:
                kept[key] = value
        elif not fresh and (
            grounded if about == "wings" else about == "units" and not any(touched.values())
        ):
            kept[key] = value
    return kept


def _reindex(index: dict[Hex, tuple[UnitId, ...]], old: Unit | None, new: Unit | None) -> None:
    if old is not None:
        rest = tuple(u for u in index[old.hex] if u != old.id)
        if rest:
            index[old.hex] = rest
        else:
            del index[old.hex]
    if new is not None:
        index[new.hex] = tuple(sorted((*index.get(new.hex, ()), new.id)))


def _added(so_far: dict[str, int], terms: Iterable[tuple[str, int]]) -> dict[str, int]:
    total = dict(so_far)
    for name, points in terms:
        total[name] = total.get(name, 0) + points
    return total


def _add_losses(losses: dict[Nation, Toll], toll: tuple[Toll, ...]) -> dict[Nation, Toll]:
    total = dict(losses)
    for t in toll:
        total[t.nation] = total.get(t.nation, Toll(t.nation)) + t
    return total
