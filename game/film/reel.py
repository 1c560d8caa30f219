"""A recorded game as a row of shots: after each order what happened and how things stand.

Everything that shows a game to others (pages, films, tables) is made of these, either of the whole
truth or of what one side could know: its view, and the events that it was told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from game.hexes import Hex
from game.match import Match
from game.model.events import (
    AirLanded,
    AnyEvent,
    Captured,
    Chose,
    Deliberated,
    DepotTaken,
    Ended,
    Evacuated,
    Fled,
    Flew,
    Fought,
    Happened,
    HqLost,
    Mutinied,
    Proclaimed,
    Refugees,
    Sailed,
    Surrendered,
    Worked,
)
from game.model.forces import Side
from game.model.orders import Order
from game.model.scenario import Scenario
from game.model.state import State
from game.replay import Replay, read
from game.rerun import Loader, begin, steps
from game.scenario.load import load as load_scenario

Seen = Literal["all", "soviet", "japan"]
"""Whose knowledge is shown."""
Told = Callable[[int], object]
"""Learns the number of the last order that has been taken in."""
Group = Literal["place", "battle", "end", "landing", "politics", "other"]
GROUPS: dict[Group, str] = {
    "place": "Places taken", "battle": "Battles", "end": "Surrenders and mutinies",
    "landing": "Landings", "politics": "Politics", "other": "Other news",
}  # fmt: skip
"""Kinds of news, as a viewer chooses among them."""
PUBLIC = frozenset({"coup", "rescript", "ceasefire"})
"""Proclamations to everybody."""
DEFIANT = frozenset({"refused", "stormed"})
"""What units do that will not hear of the cease-fire."""


@dataclass(frozen=True)
class Shot:
    """A game after an order, as somebody sees it. The first one is before all orders."""

    n: int
    """Number of the order; 0 for the first shot."""
    turn: int
    """The day on which the order was given, and whose phase it was."""
    side: Side
    order: Order | None
    """None for the first shot, and for orders of a side whose orders are not known."""
    events: tuple[AnyEvent, ...]
    """What is known of what happened."""
    state: State
    """What is known of how things stand."""
    last: bool
    """Whether the phase ends with it."""

    @property
    def scenario(self) -> Scenario:
        """As whoever looks knows it."""
        return self.state.scenario


class Reel:
    """A recorded game that can be looked at once, from its beginning to its end."""

    def __init__(self, path: Path, seen: Seen = "all", load: Loader = load_scenario) -> None:
        """ReplayFault where it is no record, or not one of a game of this version."""
        self.replay: Replay = read(path)
        self.seen: Seen = seen
        self.match: Match = begin(self.replay, load(self.replay.header.scenario))

    def __iter__(self) -> Iterator[Shot]:
        """All shots; the match is played while they are looked at."""
        match, seen = self.match, self.seen
        turn, side = match.turn, match.phase
        yield Shot(0, turn, side, None, self._told(match.opening), self._known(), False)
        for step in steps(match, iter(self.replay.entries), self.replay.path):
            told = self._told(step.events)
            own = seen in ("all", step.side)
            last = match.over or match.phase != step.side
            if own or told or last:
                order = step.order if own else None
                yield Shot(step.n, step.turn, step.side, order, told, self._known(), last)

    def _told(self, events: tuple[AnyEvent, ...]) -> tuple[AnyEvent, ...]:
        return events if self.seen == "all" else self.match.visible(events, self.seen)

    def _known(self) -> State:
        return self.match.state if self.seen == "all" else self.match.view(self.seen)


def group_of(event: AnyEvent) -> Group | None:
    """What kind of news an event is; None for one that is not told by itself."""
    match event:
        case Captured():
            return "place"
        case Fought():
            return "battle"
        case Surrendered() | Mutinied():
            return "end"
        case Sailed():
            return "landing" if event.landed else None
        case AirLanded():
            return "landing"
        case Proclaimed():
            if event.what in PUBLIC:
                return "politics"
            return "end" if event.what in DEFIANT else "other"
        case Happened() | Chose() | Ended():
            return "politics"
        case Deliberated():
            return "politics" if event.need or event.decided else None
        case HqLost() | DepotTaken() | Evacuated() | Fled() | Refugees():
            return "other"
        case Worked():
            return "other" if event.result == "done" and event.task in ("blow", "tear") else None
        case Flew():
            return "other" if event.mission in ("bridge", "kamikaze") and event.effect else None
        case _:
            return None


def place_of(event: AnyEvent, scenario: Scenario) -> Hex:
    """Where an event happened; NOWHERE for one without a place."""
    match event:
        case Fought():
            return event.target
        case Captured():
            place = scenario.map.places_by_id.get(event.place)
            return place.hex if place else event.at
        case _:
            return event.at
