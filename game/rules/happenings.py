"""Declared events: when the conditions of the scenario's data are met, and what follows.

They are looked at in the order of the data, at dawn and at dusk, each in the state that those
before it have left. Where an event leaves a choice, its side answers by the order `choose`; after
the days it has for that the default is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from game.dice import Dice
from game.hexes import NOWHERE
from game.model.events import AnyEvent, Chose, Happened, HqMoved
from game.model.forces import SIDES, Side, Unit, UnitId, updated
from game.model.happening import (
    Dated,
    Effect,
    Happening,
    MoveHq,
    OptionIs,
    Press,
    Reattach,
    Release,
    Way,
    Withdraw,
)
from game.model.orders import Choose, Refusal
from game.model.scenario import Options, Scenario
from game.model.state import HOLDER_OF, PlayerView, State, apply
from game.rules import council
from game.rules.attachment import reattached
from game.rules.conditions import met


@dataclass(frozen=True, slots=True)
class Eve:
    """What has happened before a game that begins later than the war."""

    acts: dict[str, int]
    """Turns before the first are counted back from -1."""
    council: dict[str, int]
    """Reasons for the pressure on the council, with their points."""


def before_start(scenario: Scenario, options: Options) -> Eve:
    """Events with a date before the first turn and no condition but date and options."""
    acts: dict[str, int] = {}
    terms: dict[str, int] = {}
    for h in scenario.happenings:
        days = [c.since for c in h.when if isinstance(c, Dated) and c.since is not None]
        plain = all(isinstance(c, Dated | OptionIs) for c in h.when) and not h.choice
        wanted = all(
            getattr(options, c.option) in c.values for c in h.when if isinstance(c, OptionIs)
        )
        if plain and wanted and days and max(days) < scenario.start:
            acts[h.id] = (max(days) - scenario.start).days
            points = sum(e.points for e in h.then if isinstance(e, Press))
            if points:
                terms[h.title] = points
    first = min(acts.values(), default=0)
    if terms and first < -1:
        terms[council.DAILY] = scenario.tables.politics.council.daily * (-first - 1)
    return Eve(acts, terms)


def happen(state: State, hour: str, dice: Dice) -> tuple[AnyEvent, ...]:
    """Choices that nobody has made, and the declared events of this hour."""
    told: list[AnyEvent] = []
    if hour == "dawn":
        for happening, way in _unanswered(state):
            for event in _chosen(state, happening, way, unanswered=True):
                state = apply(state, event)
                told.append(event)
    for happening in state.scenario.happenings:
        if happening.hour == hour and _due(state, happening, dice):
            follows = consequences(state, happening.then)
            news = Happened(
                event=happening.id, title=happening.title, text=happening.text,
                told=happening.told, acts=(happening.id,), pressure=follows.pressure,
                after=follows.units,
            )  # fmt: skip
            so_far = len(told)
            told += (news, *follows.moves)
            for event in told[so_far:]:
                state = apply(state, event)
    return tuple(told)


def _due(state: State, happening: Happening, dice: Dice) -> bool:
    last = state.acts.get(happening.id, 0)
    if last and (not happening.repeat or last == state.turn):
        return False
    return all(met(state, c, dice, happening.id) for c in happening.when)


# What follows


@dataclass(frozen=True, slots=True)
class Consequences:
    """What some effects change at once."""

    units: tuple[Unit, ...]
    moves: tuple[HqMoved, ...]
    """Headquarters sent somewhere, where they stay as if placed there by order."""
    pressure: int


def consequences(state: State, effects: tuple[Effect, ...]) -> Consequences:
    """What these effects change at once. (The others stand in the data and are in force from now
    on: see `acts.in_force`.)"""
    units: dict[UnitId, Unit] = {}
    moves: list[HqMoved] = []
    pressure = 0
    for effect in effects:
        match effect:
            case Press():
                pressure += effect.points
            case Reattach():
                for u in state.units.values():
                    theirs = effect.formation and state.scenario.under(
                        u.formation, effect.formation
                    )
                    if theirs or u.id in effect.units:
                        units[u.id] = reattached(state, units.get(u.id, u), effect.to)
            case Withdraw():
                for name in effect.units:
                    u = units.get(name, state.units[name])
                    if u.on_map or u.gone in ("waiting", "box"):
                        units[name] = updated(u, hex=NOWHERE, gone="withdrawn")
            case Release():
                u = units.get(effect.unit, state.units[effect.unit])
                if u.gone in ("box", "withdrawn"):
                    units[u.id] = updated(u, gone="waiting")
            case MoveHq():
                at = state.scenario.map.places_by_id[effect.place].hex
                side = state.scenario.formations[effect.formation].side
                if state.control[at] == HOLDER_OF[side]:
                    placed = (effect.formation,)
                    moves.append(HqMoved(hqs=((effect.formation, at),), placed=placed, by=side))
            case _:
                pass
    return Consequences(tuple(units.values()), tuple(moves), pressure)


# Choices


def open_choices(view: State, side: Side) -> tuple[Happening, ...]:
    """Events that wait for an answer of this side."""
    return tuple(
        h for h in view.scenario.happenings
        if h.choice and h.told == side and h.id in view.acts and h.id not in view.choices
    )  # fmt: skip


def days_left(view: State, happening: Happening) -> int:
    """Days until a choice is made by itself; 1 is the last."""
    return view.acts[happening.id] + happening.answer - view.turn


def check_choose(view: PlayerView, order: Choose) -> Refusal | None:
    """Why a side may not answer so, or None when it may."""
    waiting = {h.id: h for h in open_choices(view, view.phase)}
    happening = waiting.get(order.event)
    if happening is None:
        known = ", ".join(waiting) or "none"
        return Refusal(
            "no_choice", f"No choice {order.event!r} is open; those that are: {known}."
        )
    if happening.way(order.option) is None:
        known = ", ".join(w.id for w in happening.choice)
        return Refusal(
            "no_option", f"{happening.title} leaves these ways: {known}; not {order.option!r}."
        )
    return None


def resolve_choose(state: State, order: Choose) -> tuple[AnyEvent, ...]:
    """What follows from an answer."""
    happening = next(h for h in state.scenario.happenings if h.id == order.event)
    way = happening.way(order.option)
    assert way is not None
    return _chosen(state, happening, way)


def _chosen(
    state: State, happening: Happening, way: Way, *, unanswered: bool = False
) -> tuple[AnyEvent, ...]:
    follows = consequences(state, way.then)
    chose = Chose(
        event=happening.id, option=way.id, text=f"{happening.title}: {way.title}",
        unanswered=unanswered, by="japan" if happening.told == "japan" else "soviet",
        pressure=follows.pressure, after=follows.units,
    )  # fmt: skip
    return (chose, *follows.moves)


def _unanswered(state: State) -> Iterator[tuple[Happening, Way]]:
    """Choices whose time is over, with the way that is taken."""
    for side in SIDES:
        for happening in open_choices(state, side):
            way = happening.way(happening.default)
            if way is not None and days_left(state, happening) <= 0:
                yield happening, way
