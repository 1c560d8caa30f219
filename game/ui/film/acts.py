"""How a shot is played: counters that walk, fights that flash, marks that fade, words below.

Everything here is reckoned from a Shot, that is from what its viewer was told and can see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from game.film.counters import Card, card_of
from game.film.words import sentence
from game.hexes import NOWHERE, Hex
from game.model.events import (
    AirLanded,
    AnyEvent,
    Arrived,
    Captured,
    Fled,
    Flew,
    Fought,
    Moved,
    Sailed,
    Sighted,
    Worked,
)
from game.model.forces import UnitId
from game.model.state import PlayerView
from game.rules.fog import CONTACT
from game.ui.film.reel import SILENT, Shot

STEP, LONGEST = 0.08, 0.6
"""Seconds for a hex, and at most for a whole march."""
FLASH, MARK, WORDS = 0.7, 0.55, 0.35
"""Seconds of a fight, of a mark on the map, of news that have no place."""
BREATH = 0.06
"""Seconds between two things."""
SIGNS = {
    "captured": "flag", "airlanded": "chute", "flew": "bomb", "surrendered": "white",
    "mutiny": "white", "hq_lost": "cross", "depot": "box", "worked": "bridge", "sighted": "eye",
    "arrival": "ring", "evacuated": "ring", "proclaimed": "news", "happened": "news",
    "deliberated": "news", "turn": "news", "ended": "news", "chose": "news",
}  # fmt: skip
"""The sign on the map for each kind of event; `news` has none."""
WEIGHTY = frozenset({"fought", "captured", "airlanded", "hq_lost", "sailed"})
"""Kinds of events that the map may turn to."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is seen to happen. Times are seconds from the start of the shot."""

    kind: str
    """walk, fight, or one of SIGNS."""
    start: float
    end: float
    at: Hex
    text: str = ""
    unit: UnitId | None = None
    face: Card | None = None
    path: tuple[Hex, ...] = ()
    """Of a walk; of a fight the hexes from which the attack comes."""
    soviet: bool = True
    """Whose doing it is."""
    result: str = ""
    weighty: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A shot, or some that are shown at once, ready to be played."""

    acts: tuple[Act, ...]
    before: PlayerView
    after: PlayerView
    turnover: float
    """When the map changes from the one to the other."""
    seconds: float
    shots: int = 1

    @property
    def walkers(self) -> frozenset[UnitId]:
        """Units that the film draws itself once the map has changed."""
        return frozenset(a.unit for a in self.acts if a.kind == "walk" and a.unit is not None)


def scene_of(shot: Shot) -> Scene:
    """How one shot is played."""
    acts: list[Act] = []
    clock = turnover = 0.0
    for event in shot.events:
        if event.kind in SILENT:
            continue
        for act in _acts(event, shot):
            shifted = replace(act, start=act.start + clock, end=act.end + clock)
            acts.append(shifted)
        if acts:
            clock = max(a.end for a in acts) + BREATH
        if isinstance(event, Fought) and not turnover:
            turnover = clock - BREATH
    return Scene(tuple(_after_turnover(acts, turnover)), shot.before, shot.after, turnover, clock)


def together(shots: list[Shot]) -> Scene:
    """Shots of marches, all at once."""
    scenes = [scene_of(shot) for shot in shots]
    ends: dict[UnitId, float] = {}
    acts = []
    for act in chain.from_iterable(s.acts for s in scenes):
        start = ends.get(act.unit, 0.0) if act.unit is not None else 0.0
        end = start + act.end - act.start
        if act.unit is not None:
            ends[act.unit] = end
        acts.append(replace(act, start=start, end=end))
    last = max((a.end for a in acts), default=0.0)
    return Scene(tuple(acts), shots[0].before, shots[-1].after, 0.0, last + BREATH, len(shots))


def marches_only(events: tuple[AnyEvent, ...]) -> bool:
    """Whether nothing but marches is told, which may be shown together with others."""
    return all(e.kind in SILENT or e.kind in ("moved", "sighted") for e in events)


def _after_turnover(acts: list[Act], turnover: float) -> Iterator[Act]:
    """Walks are drawn over the later map: none may begin before it is shown."""
    for act in acts:
        if act.kind == "walk" and act.start < turnover:
            act = replace(act, start=turnover, end=turnover + act.end - act.start)
        yield act


def _acts(event: AnyEvent, shot: Shot) -> Iterator[Act]:
    """What is seen of one event, from second 0."""
    soviet = (event.by or shot.side) == "soviet"
    scenario = shot.scenario
    match event:
        case Moved():
            yield from _walk(event.unit, event.path, shot, soviet, sentence(event, scenario))
        case Sailed():
            said = sentence(event, scenario)
            for unit in event.units[:1]:
                yield from _walk(unit, event.path, shot, soviet, said, weighty=event.landed)
        case Fled():
            yield from _walk(event.unit, event.path, shot, soviet, sentence(event, scenario))
        case Fought():
            yield from _fight(event, shot, soviet)
        case Sighted():
            for h in event.hexes[:6]:
                yield Act("eye", 0.0, MARK * 0.6, h, soviet=soviet)
        case Arrived():
            said = sentence(event, scenario)
            places = {u.hex for u in event.after if u.on_map}
            for h in sorted(places) or [event.at]:
                yield Act("ring", 0.0, MARK, h, said, soviet=soviet)
        case Worked() if event.result in ("set", "dropped", "part"):
            return
        case Flew():
            said = sentence(event, scenario)
            yield Act("bomb", 0.0, MARK, event.at, said, soviet=soviet)
        case _:
            sign = SIGNS.get(event.kind, "news")
            at = _place(event)
            seconds = WORDS if at == NOWHERE else MARK
            yield Act(
                sign, 0.0, seconds, at, sentence(event, scenario), soviet=soviet,
                weighty=isinstance(event, Captured | AirLanded) or event.kind in WEIGHTY,
            )  # fmt: skip


def _place(event: AnyEvent) -> Hex:
    if event.at != NOWHERE:
        return event.at
    return event.held[0] if isinstance(event, Captured) and event.held else NOWHERE


def _walk(
    unit: UnitId,
    path: tuple[Hex, ...],
    shot: Shot,
    soviet: bool,
    text: str = "",
    weighty: bool = False,
) -> Iterator[Act]:
    """A counter on its way, as far as it is seen; nothing when it is not seen to arrive."""
    if not path:
        return
    shown = _on_map(unit, path[-1], shot)
    if shown is None:
        return
    name, face = shown
    steps = len(path) - 1
    seconds = min(LONGEST, STEP * steps) if steps else 0.0
    if seconds:
        yield Act(
            "walk", 0.0, seconds, path[-1], text, name, face, path, soviet, weighty=weighty
        )
    else:
        yield Act("ring", 0.0, MARK * 0.5, path[-1], text, soviet=soviet)


def _on_map(unit: UnitId, at: Hex, shot: Shot) -> tuple[UnitId, Card] | None:
    """A unit where it has come to, as the viewer sees it there: under its own name, or as
    unidentified troops."""
    for name in (unit, UnitId(f"{CONTACT}{at:05d}")):
        found = shot.after.units.get(name)
        if found is not None and found.hex == at:
            return name, card_of(shot.after.scenario, found)
    return None


def _fight(event: Fought, shot: Shot, soviet: bool) -> Iterator[Act]:
    """The flash with its result, then who falls back and who follows."""
    before, after = shot.before.units, shot.after.units
    origins = dict.fromkeys(
        before[u].hex for u in event.attackers if u in before and before[u].on_map
    )
    text = sentence(event, shot.scenario)
    yield Act(
        "fight", 0.0, FLASH, event.target, text, path=tuple(origins), soviet=soviet,
        result=event.result, weighty=True,
    )  # fmt: skip
    for unit, h in event.retreats:
        if unit in before and unit in after and after[unit].hex == h and before[unit].on_map:
            for act in _walk(unit, (before[unit].hex, h), shot, not soviet):
                yield _later(act)
    for unit in event.advanced:
        if unit in before and unit in after and after[unit].on_map:
            for act in _walk(unit, (before[unit].hex, after[unit].hex), shot, soviet):
                yield _later(act)


def _later(act: Act) -> Act:
    # Twice as slow as a march: it is one hex, and the eye must follow.
    return replace(act, start=FLASH, end=FLASH + 2 * (act.end - act.start))
