"""Sight: what a side sees, and how that changes.

A unit sees the hexes around it, and where its type looks further also open ground two hexes away.
Enemy troops next to an own unit are recognised; others are only a number of men in a hex.
"""

from __future__ import annotations

import functools
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from game.hexes import Hex, disc
from game.model.events import AnyEvent, Moved, Refitted, Sighted, Sighting
from game.model.forces import SIDES, Side, Unit, UnitId, enemy_of
from game.model.hexmap import HexMap
from game.model.scenario import Scenario
from game.model.state import Change, State, Tally

CROWD_STEPS = 5
"""Troops that are not recognised are counted in steps this many times as coarse."""


@functools.cache
def within(hexmap: HexMap, h: Hex, radius: int) -> tuple[Hex, ...]:
    """Hexes of the theatre within `radius` of `h`, in rising number."""
    inside = hexmap.terrain_bytes
    return tuple(n for n in disc(h, radius, hexmap.columns, hexmap.rows) if inside[n])


@functools.cache
def _sight(hexmap: HexMap, h: Hex, far: int) -> tuple[Hex, ...]:
    """Hexes seen from `h` by a unit that sees `far` hexes over open ground."""
    near = within(hexmap, h, 1)
    if far < 2:
        return near
    open_ground = (n for n in within(hexmap, h, far) if hexmap.terrain_at(n).sight)
    return tuple(dict.fromkeys((*near, *open_ground)))


def seen_from(scenario: Scenario, unit: UnitId, h: Hex) -> tuple[Hex, ...]:
    """Hexes that a unit sees from a hex."""
    return _sight(scenario.map, h, scenario.unit_types[scenario.counters[unit].type].sees)


def _seen_by(scenario: Scenario, unit: Unit) -> tuple[Hex, ...]:
    return seen_from(scenario, unit.id, unit.hex)


def _around(radius: int, scenario: Scenario, unit: Unit) -> tuple[Hex, ...]:
    return within(scenario.map, unit.hex, radius)


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
    return _from_above(state, side, "seen", _cover(state, side, "seen", _seen_by))


def near(state: State, side: Side) -> bytes:
    """1 for each hex near enough to a unit of `side`, or reconnoitred from the air, to recognise
    who stands there."""
    radius = state.scenario.tables.sight.identify
    return _from_above(state, side, "near", _cover(state, side, "near", partial(_around, radius)))


def _from_above(state: State, side: Side, name: str, mask: bytes) -> bytes:
    """The same with the hexes that the side's aircraft have reconnoitred."""
    scouted = state.scouted.get(side)
    if not scouted:
        return mask

    def build() -> bytes:
        more = bytearray(mask)
        for h in scouted:
            more[h] = 1
        return bytes(more)

    return state.derived((side, "from above", name), build)


def shadow(state: State, side: Side) -> bytes:
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


def rounded(value: int, step: int) -> int:
    """To the nearest step, but never to nothing: a force that is there is seen to be there."""
    return max(step, (value + step // 2) // step * step) if value > 0 else 0


def estimate(state: State, unit: Unit) -> Unit:
    """An enemy unit as it is reckoned from outside: strengths rounded, its stocks unknown."""
    t = state.scenario.tables.sight
    stock = state.scenario.tables.supply
    return Unit(
        id=unit.id, hex=unit.hex, formation=unit.formation, men=rounded(unit.men, t.men_step),
        tanks=rounded(unit.tanks, t.armour_step), spg=rounded(unit.spg, t.armour_step),
        guns=rounded(unit.guns, t.gun_step), rockets=rounded(unit.rockets, t.gun_step),
        vehicles=rounded(unit.vehicles, 100), disruption=unit.disruption,
        entrenched=unit.entrenched, frozen=unit.frozen, fuel=stock.fuel_start,
        ammo=stock.ammo_start, rations=stock.rations_start,
    )  # fmt: skip


def sighting_of(state: State, unit: Unit, known: bool) -> Sighting:
    """What is remembered of a unit when it goes out of sight: no more than was seen of it."""
    t = state.scenario.tables.sight
    step = t.men_step if known else CROWD_STEPS * t.men_step
    return Sighting(
        hex=unit.hex, turn=state.turn, men=rounded(unit.men, step),
        armour=rounded(unit.armour, t.armour_step) if known else 0,
        guns=rounded(unit.guns, t.gun_step) if known else 0, known=known,
    )  # fmt: skip


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
        mask = shadow(before, enemy_of(event.by))
        if any(mask[h] for h in event.path):
            return True
        scouted = before.scouted.get(enemy_of(event.by))
        if scouted and any(h in scouted for h in event.path):
            return True
        remembered = {s.hex for s in before.sightings[event.by].values()}
        hexmap = before.scenario.map
        if remembered and any(n in remembered for h in event.path for n in within(hexmap, h, 2)):
            return True
    return False


def _glimpsed(state: State, side: Side, events: tuple[AnyEvent, ...]) -> dict[UnitId, bool]:
    """Enemy units seen by `side` from the road in the course of its own moves."""
    found: dict[UnitId, bool] = {}
    for event in events:
        if isinstance(event, Moved) and event.by == side:
            for at in event.path[1:-1]:
                close = within(state.scenario.map, at, state.scenario.tables.sight.identify)
                for h in seen_from(state.scenario, event.unit, at):
                    for other in state.index.get(h, ()):
                        if state.scenario.counters[other].side != side:
                            found[other] = found.get(other, False) or h in close
    return found
