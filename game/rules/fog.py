"""Fog of war: what one side sees, and the view that is made of it.

A unit sees the hexes around it, and where its type looks further also open ground two hexes away.
Enemy troops next to an own unit are recognised; others are only a number of men in a hex. Word of
lost ground arrives the next day. Permanent works and the enemy's tree of command are known.
"""

from __future__ import annotations

import functools
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import cast

from game.hexes import NOWHERE, Hex, disc
from game.model.events import (
    AnyEvent,
    Arrived,
    Captured,
    Ended,
    Fought,
    Moved,
    PhaseBegan,
    Proclaimed,
    Refitted,
    Sighted,
    Sighting,
    Supplied,
    Surrendered,
    Toll,
    TurnBegan,
)
from game.model.forces import (
    NATION_SIDE,
    SIDES,
    Counter,
    FormationId,
    Side,
    Unit,
    UnitId,
    enemy_of,
)
from game.model.hexmap import HexMap
from game.model.scenario import Scenario
from game.model.state import (
    HOLDER_OF,
    Change,
    PlayerView,
    Roll,
    State,
    Tally,
    apply,
    control_of,
    index_of,
)

CONTACT = "?"
"""First letter of the name of troops that are seen but not recognised: ``?12345``."""


@functools.cache
def _within(hexmap: HexMap, h: Hex, radius: int) -> tuple[Hex, ...]:
    inside = hexmap.terrain_bytes
    return tuple(n for n in disc(h, radius, hexmap.columns, hexmap.rows) if inside[n])


@functools.cache
def _sight(hexmap: HexMap, h: Hex, far: int) -> tuple[Hex, ...]:
    """Hexes seen from `h` by a unit that sees `far` hexes over open ground."""
    near = _within(hexmap, h, 1)
    if far < 2:
        return near
    open_ground = (n for n in _within(hexmap, h, far) if hexmap.terrain_at(n).sight)
    return tuple(dict.fromkeys((*near, *open_ground)))


def _seen_from(scenario: Scenario, unit: UnitId, h: Hex) -> tuple[Hex, ...]:
    """Hexes that a unit sees from a hex."""
    return _sight(scenario.map, h, scenario.unit_types[scenario.counters[unit].type].sees)


def _seen_by(scenario: Scenario, unit: Unit) -> tuple[Hex, ...]:
    return _seen_from(scenario, unit.id, unit.hex)


def _around(radius: int, scenario: Scenario, unit: Unit) -> tuple[Hex, ...]:
    return _within(scenario.map, unit.hex, radius)


class Cover(Tally):
    """Which hexes the units of a side cover, each in its own way: as a mask, and how often."""

    def __init__(
        self,
        covers: Callable[[Unit], tuple[Hex, ...]],
        often: array[int],
        mask: bytes,
        ahead: tuple[Change, ...] = (),
    ) -> None:
        self._covers, self._often, self._mask, self._ahead = covers, often, mask, ahead

    @classmethod
    def of(
        cls, size: int, units: Iterable[Unit], covers: Callable[[Unit], tuple[Hex, ...]]
    ) -> Cover:
        """What these units cover on a map of that size."""
        often, mask = array("H", bytes(2 * size)), bytearray(size)
        for u in units:
            for h in covers(u):
                often[h] += 1
                mask[h] = 1
        return cls(covers, often, bytes(mask))

    def follow(self, changes: Sequence[Change]) -> Cover:
        """The same after these changes, which are only noted until somebody asks for the mask."""
        moved = [
            (old, new) for old, new in changes if old.hex != new.hex or old.gone != new.gone
        ]
        if not moved:
            return self
        return Cover(self._covers, self._often, self._mask, (*self._ahead, *moved))

    @property
    def mask(self) -> bytes:
        """1 for each hex that is covered."""
        if self._ahead:
            covers, often, mask = self._covers, self._often[:], bytearray(self._mask)
            for old, new in self._ahead:
                for h in covers(old) if old.on_map else ():
                    often[h] -= 1
                    mask[h] = often[h] > 0
                for h in covers(new) if new.on_map else ():
                    often[h] += 1
                    mask[h] = 1
            self._often, self._mask, self._ahead = often, bytes(mask), ()
        return self._mask


def _cover(
    state: State, side: Side, name: str, covers: Callable[[Scenario, Unit], tuple[Hex, ...]]
) -> bytes:
    def build() -> Cover:
        s = state.scenario
        return Cover.of(s.map.size, state.on_map(side), partial(covers, s))

    return state.derived((side, name), build).mask


def seen(state: State, side: Side) -> bytes:
    """1 for each hex that `side` sees, by hex."""
    return _cover(state, side, "seen", _seen_by)


def near(state: State, side: Side) -> bytes:
    """1 for each hex near enough to a unit of `side` for its occupants to be recognised."""
    radius = state.scenario.tables.sight.identify
    return _cover(state, side, "near", partial(_around, radius))


def _shadow(state: State, side: Side) -> bytes:
    """1 wherever a unit could see, or be seen by, a unit of `side` (within two hexes)."""
    return _cover(state, side, "shadow", partial(_around, 2))


def visible(state: State, side: Side) -> dict[UnitId, bool]:
    """Enemy units that `side` sees, each with whether it is recognised, in the fixed order."""

    def build() -> dict[UnitId, bool]:
        mask, close = seen(state, side), near(state, side)
        return {
            u.id: bool(close[u.hex]) for u in state.on_map(enemy_of(side)) if mask[u.hex]
        }

    return state.derived(("units", "visible", side), build)


def _round(value: int, step: int) -> int:
    """To the nearest step, but never to nothing: a force that is there is seen to be there."""
    return max(step, (value + step // 2) // step * step) if value > 0 else 0


def _estimate(state: State, unit: Unit) -> Unit:
    """An enemy unit as it is reckoned from outside: strengths rounded, its stocks unknown."""
    t = state.scenario.tables.sight
    stock = state.scenario.tables.supply
    return Unit(
        id=unit.id, hex=unit.hex, formation=unit.formation, men=_round(unit.men, t.men_step),
        tanks=_round(unit.tanks, t.armour_step), spg=_round(unit.spg, t.armour_step),
        guns=_round(unit.guns, t.gun_step), rockets=_round(unit.rockets, t.gun_step),
        vehicles=_round(unit.vehicles, 100), disruption=unit.disruption,
        entrenched=unit.entrenched, fuel=stock.fuel_start, ammo=stock.ammo_start,
        rations=stock.rations_start,
    )  # fmt: skip


def sighting_of(state: State, unit: Unit, known: bool) -> Sighting:
    """What is remembered of a unit when it goes out of sight."""
    t = state.scenario.tables.sight
    return Sighting(
        hex=unit.hex, turn=state.turn, men=_round(unit.men, t.men_step),
        armour=_round(unit.armour, t.armour_step) if known else 0,
        guns=_round(unit.guns, t.gun_step) if known else 0, known=known,
    )  # fmt: skip


class _Counters(dict[UnitId, Counter]):
    """The counters a side knows; unrecognised troops get a blank one when they are asked for."""

    def __init__(self, known: dict[UnitId, Counter], enemy: Side) -> None:
        super().__init__(known)
        self._enemy = enemy

    def __missing__(self, unit: UnitId) -> Counter:
        if not unit.startswith(CONTACT):
            raise KeyError(unit)
        nation = "USSR" if self._enemy == "soviet" else "JPN"
        blank = Counter(
            id=unit, name="unidentified troops", nation=nation, side=self._enemy, type="unknown",  # type: ignore[arg-type]
            size="division", formation=FormationId(""), mobility="foot", quality=60, men=0,
            tanks=0, spg=0, guns=0, rockets=0, vehicles=0, hex=NOWHERE, box="", arrives=1, stack=3,
            desertion=0, aggregate=False, notes="", confidence="low", source="",
        )  # fmt: skip
        self[unit] = blank
        return blank


@functools.cache
def _outside(scenario: Scenario, side: Side) -> Scenario:
    """The scenario as `side` would know it had it recognised every enemy unit."""
    return replace(
        scenario,
        counters={
            c.id: c if c.side == side else replace(c, hex=NOWHERE, arrives=1, notes="", vehicles=0)
            for c in scenario.counters.values()
        },
        assets={a.id: a for a in scenario.assets.values() if a.side == side},
        formations={
            f.id: f if f.side == side else replace(f, hq_hex=NOWHERE)
            for f in scenario.formations.values()
        },
        sources=tuple(s for s in scenario.sources if s.side == side),
        lifts={f: t for f, t in scenario.lifts.items() if scenario.formations[f].side == side},
    )


@functools.lru_cache(maxsize=4)
def _redacted(scenario: Scenario, side: Side, known: frozenset[UnitId]) -> Scenario:
    """The scenario as `side` knows it: its own forces, and the enemy units it has recognised."""
    outside = _outside(scenario, side)
    counters = {i: c for i, c in outside.counters.items() if c.side == side or i in known}
    return replace(outside, counters=_Counters(counters, enemy_of(side)))


def observe(state: State, side: Side) -> PlayerView:
    """What `side` knows of `state`, from scratch."""
    if state.options.fog == "off":
        return PlayerView(replace(state, cache=dict(state.cache)))
    scenario = state.scenario
    enemy = enemy_of(side)
    sightings = state.sightings[side]
    found = visible(state, side)
    known = frozenset(
        [*(u for u, s in sightings.items() if s.known), *(u for u, k in found.items() if k)]
    )
    roll = state.roll(side)
    theirs: dict[UnitId, Unit] = {}
    estimates: dict[UnitId, Unit] = state.derived((enemy, "estimates"), dict)
    crowds: dict[Hex, list[Unit]] = {}
    for unit_id, recognised in found.items():
        unit = state.units[unit_id]
        if recognised:
            if unit_id not in estimates:
                estimates[unit_id] = _estimate(state, unit)
            theirs[unit_id] = estimates[unit_id]
        else:
            crowds.setdefault(unit.hex, []).append(unit)
    for h, crowd in crowds.items():
        name = UnitId(f"{CONTACT}{h:05d}")
        men = _round(sum(u.men for u in crowd), 5 * scenario.tables.sight.men_step)
        theirs[name] = Unit(
            id=name, hex=h, formation=FormationId(""), men=men, tanks=0, spg=0, guns=men // 100,
            rockets=0, vehicles=0, ammo=scenario.tables.supply.ammo_start,
            rations=scenario.tables.supply.rations_start,
        )  # fmt: skip
    held, control = _known_ground(state, side)
    mine = state.phase == side
    return PlayerView(
        replace(
            state,
            scenario=_redacted(scenario, side, known),
            units={**roll.units, **theirs},
            held=held,
            control=control,
            traffic=state.traffic if mine else {},
            assets_used=state.assets_used if mine else frozenset(),
            assaults=state.assaults if mine else {},
            losses={
                n: t if NATION_SIDE[n] == side else Toll(n, captured=t.captured)
                for n, t in state.losses.items()
            },
            sightings=cast(
                "dict[Side, dict[UnitId, Sighting]]",
                {side: _memories(sightings, state.turn, scenario.tables.sight.forget), enemy: {}},
            ),
            # Both sides never stand on one hex.
            index={**{u.hex: state.index[u.hex] for u in roll.here}, **index_of(theirs)},
            cache={
                **{k: v for k, v in state.cache.items() if _own(k, side)},
                (enemy, "roll"): Roll.of(theirs),
            },
        )
    )


def _own(key: object, side: Side) -> bool:
    return isinstance(key, tuple) and key[0] == side


def _memories(
    sightings: dict[UnitId, Sighting], turn: int, forget: int
) -> dict[UnitId, Sighting]:
    """Sightings still worth showing; unrecognised ones under the name of their hex."""
    shown: dict[UnitId, Sighting] = {}
    for unit, s in sightings.items():
        if turn - s.turn > forget:
            continue
        name = unit if s.known else UnitId(f"{CONTACT}{s.hex:05d}")
        if not s.known and name in shown:
            s = replace(s, men=s.men + shown[name].men, turn=max(s.turn, shown[name].turn))
        shown[name] = s
    return shown


def _known_ground(state: State, side: Side) -> tuple[dict[Hex, tuple[int, int]], bytes]:
    """Ground that changed hands, as `side` knows it: the enemy's gains of today only where they
    are seen or a place was lost (telegraph and railway tell at once); older ones are known."""
    enemy = enemy_of(side)
    today: list[Hex] = state.derived((enemy, "gains"), lambda: _gains(state, enemy))
    if not today:
        return state.held, state.control
    mask, places, gain = seen(state, side), state.scenario.map.places_at, _gain(state, enemy)
    hidden = [h for h in today if state.held[h] == gain and not mask[h] and h not in places]
    if not hidden:
        return state.held, state.control
    held = dict(state.held)
    for h in hidden:
        del held[h]
    return held, control_of(state.scenario, held)


def _gain(state: State, side: Side) -> tuple[int, int]:
    return HOLDER_OF[side], state.turn


def _gains(state: State, side: Side) -> list[Hex]:
    """Hexes that `side` took today; some may have been taken back."""
    gain = _gain(state, side)
    return [h for h, change in state.held.items() if change == gain]


def carry(view: PlayerView, state: State, side: Side, events: Iterable[AnyEvent]) -> PlayerView:
    """The view after `events` of `side`'s own orders: cheap where nothing of the enemy is near.

    Equal to ``observe(state, side)``, which it falls back to whenever it could differ.
    """
    shadow = _shadow(state, enemy_of(side))
    carried: State = view
    for event in events:
        quiet = event.by == side and (
            isinstance(event, Refitted)
            or (isinstance(event, Moved) and not any(shadow[h] for h in event.path))
        )
        if not quiet:
            return observe(state, side)
        carried = apply(carried, event)
    if len(carried.held) != len(state.held):
        # Ground was lost out of sight today; the march may have come to see it.
        return observe(state, side)
    return PlayerView(carried)


def notice(before: State, after: State, events: Iterable[AnyEvent]) -> tuple[Sighted, ...]:
    """What each side comes to see, and loses from sight, by `events` between two states."""
    events = tuple(events)
    if after.options.fog == "off" or not _may_change(before, events):
        return ()
    changes = []
    for side in SIDES:
        was, now = visible(before, side), visible(after, side)
        glimpsed = _glimpsed(after, side, events)
        found = tuple(u for u in now if u not in was)
        gone = [u for u in was if u not in now and after.units[u].on_map]
        passed = [u for u in glimpsed if u not in now and u not in gone]
        lost = (
            *((u, sighting_of(before, before.units[u], was[u])) for u in gone),
            *((u, sighting_of(after, after.units[u], glimpsed[u])) for u in passed),
        )
        mask = seen(after, side)
        cleared = tuple(
            u for u, s in after.sightings[side].items() if u not in now and mask[s.hex]
        )
        if found or lost or cleared:
            hexes = tuple(sorted({after.units[u].hex for u in found}))
            changes.append(
                Sighted(side=side, found=found, lost=lost, cleared=cleared, hexes=hexes)
            )
    return tuple(changes)


def _may_change(before: State, events: tuple[AnyEvent, ...]) -> bool:
    """False only when no unit came or went within sight of an enemy, or of a remembered one."""
    for event in events:
        if isinstance(event, Refitted):
            continue
        if not isinstance(event, Moved) or event.by is None:
            return True
        shadow = _shadow(before, enemy_of(event.by))
        if any(shadow[h] for h in event.path):
            return True
        remembered = {s.hex for s in before.sightings[event.by].values()}
        hexmap = before.scenario.map
        if remembered and any(n in remembered for h in event.path for n in _within(hexmap, h, 2)):
            return True
    return False


def _glimpsed(state: State, side: Side, events: tuple[AnyEvent, ...]) -> dict[UnitId, bool]:
    """Enemy units seen by `side` from the road in the course of its own moves."""
    found: dict[UnitId, bool] = {}
    for event in events:
        if isinstance(event, Moved) and event.by == side:
            for at in event.path[1:-1]:
                close = _within(state.scenario.map, at, state.scenario.tables.sight.identify)
                for h in _seen_from(state.scenario, event.unit, at):
                    for other in state.index.get(h, ()):
                        if state.scenario.counters[other].side != side:
                            found[other] = found.get(other, False) or h in close
    return found


def told(state: State, side: Side, event: AnyEvent) -> AnyEvent | None:
    """An event as `side` learns of it, or None: its own doings, public acts, what it sees happen.

    What it says of the other side's units beyond what is seen from outside is left out.
    """
    if state.options.fog == "off":
        return event
    if not _learns(state, side, event):
        return None
    mine = tuple(u for u in event.after if state.side_of(u.id) == side)
    if len(mine) != len(event.after):
        event = replace(event, after=mine)
    return event if event.by == side else _from_outside(state, side, event)


def _learns(state: State, side: Side, event: AnyEvent) -> bool:
    if event.by == side or any(state.side_of(u.id) == side for u in event.after):
        return True
    match event:
        case TurnBegan() | PhaseBegan() | Captured() | Ended() | Fought():
            return True
        case Proclaimed():
            return event.what != "heard"
        case Supplied() | Sighted():
            return event.side == side
        case Refitted():
            return False
        case _:
            return event.at != NOWHERE and seen(state, side)[event.at] == 1


def _from_outside(state: State, side: Side, event: AnyEvent) -> AnyEvent:
    """What the other side did, without the names of troops that are not recognised, the way they
    came out of sight, and the ground they took there."""
    mask, places = seen(state, side), state.scenario.map.places_at
    recognised = event.at != NOWHERE and near(state, side)[event.at] == 1

    def name(unit: UnitId) -> UnitId:
        return unit if recognised else UnitId(f"{CONTACT}{event.at:05d}")

    held = tuple(h for h in event.held if mask[h] or h in places)
    match event:
        case Moved():
            way = tuple(takewhile(lambda h: mask[h], reversed(event.path)))[::-1]
            return replace(event, unit=name(event.unit), path=way, traffic=(), held=held)
        case Arrived() | Surrendered():
            return replace(event, units=tuple(map(name, event.units)), held=held)
        case Fought():
            return replace(event, assets=(), held=held)
        case _:
            return replace(event, held=held) if held != event.held else event
