"""Fog of war: the view that is made of what a side sees, and what it is told of events.

Word of lost ground arrives the next day. Permanent works and the enemy's tree of command are known.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from typing import cast

from game.hexes import NOWHERE, Hex, neighbour
from game.model.events import (
    AirLanded,
    AirTasked,
    AnyEvent,
    Arrived,
    Based,
    Captured,
    Chose,
    Deliberated,
    Ended,
    Evacuated,
    Fled,
    Flew,
    Fought,
    Happened,
    HqLost,
    HqMoved,
    Moved,
    Mutinied,
    PhaseBegan,
    Proclaimed,
    RailWork,
    Refitted,
    Refugees,
    Sailed,
    Sighted,
    Sighting,
    Supplied,
    Surrendered,
    Toll,
    TurnBegan,
    Worked,
)
from game.model.forces import (
    NATION_SIDE,
    AssetId,
    Counter,
    FormationId,
    Side,
    Unit,
    UnitId,
    Wing,
    enemy_of,
)
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF, PlayerView, Roll, State, apply, control_of, index_of
from game.rules.acts import HEARD
from game.rules.air import known_fighters, wings_of
from game.rules.council import COUPS, DECISION
from game.rules.sight import CROWD_STEPS, estimate, near, rounded, seen, shadow, visible, within

CONTACT = "?"
"""First letter of the name of troops that are seen but not recognised: ``?12345``."""


QUIET = frozenset({"heard", "headquarters", "parley", "refused"})
"""Acts of the cease-fire that are not public."""
SECRET = frozenset({DECISION, COUPS})
"""Acts of the council that are known when the rescript is broadcast."""


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
            c.id: c if c.side == side else _as_known(c) for c in scenario.counters.values()
        },
        assets={a.id: a for a in scenario.assets.values() if a.side == side},
        squadrons={q.id: q for q in scenario.squadrons.values() if q.side == side},
        formations={
            f.id: f if f.side == side else replace(f, hq_hex=NOWHERE)
            for f in scenario.formations.values()
        },
        sources=tuple(s for s in scenario.sources if s.side == side),
        variations=(),  # where the enemy would stand, had another option been chosen
        weather=(),  # nobody knows tomorrow's; today's stands in the state
        fleets={
            a: f for a, f in scenario.fleets.items()
            if a in scenario.assets and scenario.assets[a].side == side
        },
        happenings=tuple(h for h in scenario.happenings if h.told in ("both", side)),
        lifts={f: t for f, t in scenario.lifts.items() if scenario.formations[f].side == side},
        railway_troops={
            f: n for f, n in scenario.railway_troops.items()
            if scenario.formations[f].side == side
        },
    )


def _as_known(counter: Counter) -> Counter:
    """What the enemy's order of battle says of a unit that was recognised."""
    return replace(
        counter, hex=NOWHERE, arrives=1, notes="", vehicles=0, fatigue=0, fuel=100, entrenched=0
    )


@functools.lru_cache(maxsize=4)
def _without_calendar(scenario: Scenario) -> Scenario:
    """The scenario without what nobody knows beforehand: the weather to come."""
    return replace(scenario, weather=())


@functools.lru_cache(maxsize=4)
def _redacted(scenario: Scenario, side: Side, known: frozenset[UnitId]) -> Scenario:
    """The scenario as `side` knows it: its own forces, and the enemy units it has recognised."""
    outside = _outside(scenario, side)
    counters = {i: c for i, c in outside.counters.items() if c.side == side or i in known}
    return replace(outside, counters=_Counters(counters, enemy_of(side)))


def observe(state: State, side: Side) -> PlayerView:
    """What `side` knows of `state`, from scratch."""
    if state.options.fog == "off":
        blind = _without_calendar(state.scenario)
        return PlayerView(replace(state, scenario=blind, cache=dict(state.cache)))
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
                estimates[unit_id] = estimate(state, unit)
            theirs[unit_id] = estimates[unit_id]
        else:
            crowds.setdefault(unit.hex, []).append(unit)
    for h, crowd in crowds.items():
        name = UnitId(f"{CONTACT}{h:05d}")
        men = rounded(sum(u.men for u in crowd), CROWD_STEPS * scenario.tables.sight.men_step)
        theirs[name] = Unit(
            id=name, hex=h, formation=FormationId(""), men=men, tanks=0, spg=0, guns=men // 100,
            rockets=0, vehicles=0, ammo=scenario.tables.supply.ammo_start,
            rations=scenario.tables.supply.rations_start,
        )  # fmt: skip
    if state.ceasefire:
        # Who has laid down his arms is told to those who are to lead him away.
        given_up = {u.id: u for u in state.units.values() if u.gone == "disarming"}
        given_up = {i: u for i, u in given_up.items() if state.side_of(i) == enemy}
        theirs |= given_up
        known = known.union(given_up)
    held, control = _known_ground(state, side)
    mine = state.phase == side
    own_assets = _outside(scenario, side).assets
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
            acts=_known_acts(state, side),
            choices={k: o for k, o in state.choices.items() if _told(scenario, side).get(k, True)},
            wings=_known_wings(state, side),
            ships={a: ships for a, ships in state.ships.items() if a in own_assets},
            cuts={s: cut for s, cut in state.cuts.items() if _known_cut(state, side, s)},
            pontoons={s: left for s, left in state.pontoons.items() if _known_cut(state, side, s)},
            tracks={s: left for s, left in state.tracks.items() if _known_cut(state, side, s)},
            jobs={
                who: job
                for who, job in state.jobs.items()
                if who in own_assets or who in roll.units
            },
            stores={h: t for h, t in state.stores.items() if control[h] == HOLDER_OF[side]},
            hqs={f: h for f, h in state.hqs.items() if scenario.formations[f].side == side},
            placed={f: t for f, t in state.placed.items() if scenario.formations[f].side == side},
            relaid={s: mm for s, mm in state.relaid.items() if _known_cut(state, side, s)},
            stations={side: state.stations.get(side, ())},
            airlift={
                f: u for f, u in state.airlift.items() if scenario.formations[f].side == side
            },
            scouted={side: state.scouted.get(side, ())},
            # Both sides never stand on one hex.
            index={**{u.hex: state.index[u.hex] for u in roll.here}, **index_of(theirs)},
            cache={
                **{k: v for k, v in state.cache.items() if _own(k, side)},
                (enemy, "roll"): Roll.of(theirs),
                # What follows from the aircraft it knows of holds until they change.
                ("wings", "fighters"): state.derived(("wings", side, "fighters"), dict),
                ("wings", "support"): state.derived(("wings", side, "support"), dict),
            },
        )
    )


@functools.cache
def _told(scenario: Scenario, side: Side) -> dict[str, bool]:
    """Whether a side learns of each declared event."""
    return {h.id: h.told in ("both", side) for h in scenario.happenings}


def _known_acts(state: State, side: Side) -> dict[str, int]:
    """What has happened as far as a side knows: not the events told to the other alone, nor what
    passes between the Japanese council, its headquarters and its troops."""
    told = _told(state.scenario, side)
    inside = side == "japan" or state.options.rescript == "never"
    return {
        act: turn for act, turn in state.acts.items()
        if told.get(act, True)
        and (inside or not (act.startswith(HEARD) or (act in SECRET and not state.rescript)))
    }  # fmt: skip
def _known_wings(state: State, side: Side) -> dict[AssetId, Wing]:
    """A side's own wings, and what it reckons the other side's fighters to be."""

    def build() -> dict[AssetId, Wing]:
        return {**dict(wings_of(state, side)), **known_fighters(state, side)}

    return state.derived(("wings", "view", side), build)


def _known_cut(state: State, side: Side, hexside: int) -> bool:
    """Whether a side knows of damage to a hexside: it holds a hex there, or sees one."""
    ends = (hexside // 6, neighbour(hexside // 6, hexside % 6))
    mask, mine = seen(state, side), HOLDER_OF[side]
    return any(state.control[h] == mine or mask[h] for h in ends)


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
    mask, lost = shadow(state, enemy_of(side)), _near_gains(state, enemy_of(side))
    carried: State = view
    for event in events:
        quiet = event.by == side and (
            isinstance(event, Refitted | HqMoved | AirTasked)
            or (isinstance(event, Moved) and not any(mask[h] or lost[h] for h in event.path))
        )
        if not quiet:
            return observe(state, side)
        carried = apply(carried, event)
    return PlayerView(_with_damage(carried, state, side))


def _with_damage(carried: State, state: State, side: Side) -> State:
    """The view with the damage and the engineers' works that the side has just come upon."""
    if not (state.cuts or state.pontoons or state.tracks):
        return carried
    news: dict[str, object] = {}
    for name in ("cuts", "pontoons", "tracks"):
        there: dict[int, object] = getattr(state, name)
        if len(there) != len(getattr(carried, name)):
            known = {s: what for s, what in there.items() if _known_cut(state, side, s)}
            if known != getattr(carried, name):
                news[name] = known
    return replace(carried, **news, cache={}) if news else carried  # type: ignore[arg-type]


def _near_gains(state: State, side: Side) -> bytes:
    """1 for each hex from which ground that `side` took today could be seen."""

    def build() -> bytes:
        near_ = bytearray(state.scenario.map.size)
        for gain in state.derived((side, "gains"), lambda: _gains(state, side)):
            for h in within(state.scenario.map, gain, 2):
                near_[h] = 1
        return bytes(near_)

    return state.derived((side, "near gains"), build)


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
        case TurnBegan() | PhaseBegan() | Captured() | Ended() | Fought() | HqLost() | Refugees():
            return True
        case Flew():
            raid = event.mission not in ("recon", "kamikaze") and event.at != NOWHERE
            return raid and state.control[event.at] == HOLDER_OF[side]
        case Based():
            return any(n for _, n in event.lost)
        case Proclaimed():
            at_hand = event.at != NOWHERE and seen(state, side)[event.at] == 1
            return event.what not in QUIET or at_hand
        case Happened():
            return event.told in ("both", side)
        case Deliberated():
            return bool(event.terms)
        case Chose():
            return False
        case Supplied() | Sighted() | RailWork():
            return event.side == side
        case Refitted() | HqMoved() | AirTasked():
            return False
        case Worked() if event.result in ("set", "dropped"):
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
    if event.wings or event.ships or event.stores or event.hqs or event.cuts:
        cuts = tuple(cut for cut in event.cuts if _known_cut(state, side, cut[0]))
        event = replace(event, wings=(), ships=(), stores=(), hqs=(), cuts=cuts)
    match event:
        case Moved():
            way = tuple(takewhile(lambda h: mask[h], reversed(event.path)))[::-1]
            return replace(event, unit=name(event.unit), path=way, traffic=(), held=held)
        case Sailed():
            way = tuple(takewhile(lambda h: mask[h], reversed(event.path)))[::-1]
            names = tuple(map(name, event.units))
            return replace(event, units=names, path=way, held=held)
        case Fled():
            return replace(event, unit=name(event.unit), path=event.path[:1], held=held)
        case Evacuated():
            return replace(event, unit=name(event.unit), held=held)
        case Arrived() | Surrendered() | Mutinied():
            return replace(event, units=tuple(map(name, event.units)), held=held)
        case Flew():
            return replace(event, wing=AssetId(""))
        case Fought():
            return replace(event, assets=(), flown=(), held=held)
        case Worked():
            unit = event.unit if UnitId(event.unit) in state.units else ""
            return replace(
                event, unit=name(UnitId(unit)) if unit else "", jobs=(), left=0,
                pontoons=tuple(p for p in event.pontoons if _known_cut(state, side, p[0])),
                tracks=tuple(t for t in event.tracks if _known_cut(state, side, t[0])),
            )  # fmt: skip
        case Proclaimed():
            return replace(event, units=tuple(map(name, event.units)), held=held)
        case AirLanded():
            return replace(
                event, unit=name(event.unit), dice=0, total=0, modifiers=(), held=held
            )
        case Based():
            return replace(event, moved=())
        case _:
            return replace(event, held=held) if held != event.held else event
