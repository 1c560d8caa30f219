"""Airfields: the morning's count of aircraft ready, moves to new bases, and bases overrun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from game.hexes import NOWHERE, Hex, distance
from game.model.events import AnyEvent, Based, Refitted
from game.model.forces import AssetId, FormationId, Side, Wing
from game.model.state import HOLDER_OF, State
from game.rules.air import branch_of, holds_base, ready, wings_of
from game.rules.losses import Tally
from game.rules.support import army_centre


def is_airfield(state: State, side: Side, h: Hex) -> bool:
    """Whether wings of a side can be based on a hex: a place with an airfield, in its hands since
    yesterday at least, that is, for a whole turn or from the start."""
    places = state.scenario.map.places_at.get(h, ())
    if not any(p.airfield for p in places) or state.control[h] != HOLDER_OF[side]:
        return False
    change = state.held.get(h)
    return change is None or change[1] < state.turn


def airfields(state: State, side: Side) -> tuple[Hex, ...]:
    """All airfield towns on which wings of a side can be based."""

    def build() -> tuple[Hex, ...]:
        places = state.scenario.map.places
        there = dict.fromkeys(p.hex for p in places if p.airfield)
        return tuple(h for h in there if is_airfield(state, side, h))

    return state.derived(("airfields", side), build)


def morning(state: State, side: Side) -> tuple[AnyEvent, ...]:
    """Aircraft made ready for the day; wings that were left behind follow their army; what stood
    on an airfield that the enemy holds now is lost."""
    after: dict[AssetId, Wing] = {}
    moved: list[tuple[AssetId, Hex, Hex]] = []
    lost: list[tuple[AssetId, int]] = []
    tally = Tally()
    for name, wing in wings_of(state, side):
        fresh = replace(wing, sorties=0)
        if wing.base != NOWHERE and not holds_base(state, name, wing):
            if wing.aircraft:
                lost.append((name, wing.aircraft))
                tally.add(state.scenario.squadrons[name].nation, aircraft=wing.aircraft)
            fresh = replace(fresh, base=NOWHERE, aircraft=0)
        elif wing.idle:
            fresh = replace(fresh, idle=wing.idle - 1)
        elif (base := _nearer_base(state, name, wing)) != NOWHERE:
            moved.append((name, wing.base, base))
            fresh = replace(fresh, base=base, away=0)
        else:
            fresh = replace(fresh, sorties=ready(state, name, fresh))
        if fresh != wing:
            after[name] = fresh
    gone = {name for name, _ in lost} | {name for name, _, _ in moved}
    quiet = tuple((n, w) for n, w in after.items() if n not in gone)
    events: list[AnyEvent] = []
    if quiet:
        events.append(Refitted(what="aircraft ready", by=side, wings=quiet))
    if moved:
        settled = tuple((n, after[n]) for n, _, _ in moved)
        events.append(Based(moved=tuple(moved), by=side, wings=settled))
    for name, aircraft in lost:
        base = state.wings[name].base
        events.append(
            Based(lost=((name, aircraft),), by=side, at=base, wings=((name, after[name]),))
        )
    if lost:
        first = events[-len(lost)]
        events[-len(lost)] = replace(first, toll=tally.total())
    return tuple(events)


def lines_mended(state: State) -> tuple[AnyEvent, ...]:
    """Bombed railways run in full again, after they have brought the day's supply short."""
    bombed = tuple((s, None) for s, cut in state.cuts.items() if cut.what == "bombed")
    return (Refitted(what="bombed lines mended", cuts=bombed),) if bombed else ()


def _nearer_base(state: State, name: AssetId, wing: Wing) -> Hex:
    """The airfield to which a wing left behind by its armies goes; NOWHERE to stay."""
    table = state.scenario.tables.air.bases
    middle = _army_ahead(state, name, wing)
    if middle == NOWHERE:
        return NOWHERE
    now = distance(wing.base, middle) + wing.away
    if now * 100 <= branch_of(state, name).reach * table.behind:
        return NOWHERE
    side = state.scenario.squadrons[name].side
    near = min(
        (h for h in airfields(state, side) if distance(h, wing.base) <= table.ferry),
        key=lambda h: (distance(h, middle), h), default=NOWHERE,
    )  # fmt: skip
    return near if near and distance(near, middle) + table.gain <= now else NOWHERE


def _army_ahead(state: State, name: AssetId, wing: Wing) -> Hex:
    """The middle of the nearest army of a wing's front; NOWHERE without one."""
    scenario = state.scenario
    front = scenario.front_of.get(scenario.squadrons[name].formation)
    middles = (army_centre(state, a) for a in _armies(state, front))
    return min(
        (h for h in middles if h != NOWHERE), key=lambda h: (distance(wing.base, h), h),
        default=NOWHERE,
    )  # fmt: skip


def _armies(state: State, front: FormationId | None) -> Iterable[FormationId]:
    """Armies of ground troops under a front."""
    scenario = state.scenario
    return (
        f.id for f in scenario.formations.values()
        if f.level in ("army", "group") and scenario.front_of[f.id] == front
    )  # fmt: skip




def back_from_patrol(state: State, side: Side) -> tuple[tuple[AssetId, Wing], ...]:
    """The side's fighters that have been on patrol since its last phase, ready at their bases."""
    return tuple(
        (name, replace(wing, patrol=NOWHERE))
        for name, wing in wings_of(state, side)
        if wing.patrol != NOWHERE
    )
