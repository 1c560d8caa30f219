"""Shots of a film: what one pair of eyes saw of each order, with what it knew before and after.

Nothing but views and told events gets into a shot, so that a film cannot show what its viewer does
not know. They are made in the moment of the order: what a side could see then is not what it can
see later.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from game.model.events import AnyEvent
from game.model.forces import Side
from game.model.orders import EndPhase
from game.model.scenario import Scenario
from game.model.state import PlayerView, State
from game.rules import fog
from game.ui.session import Session

Viewer = Literal["soviet", "japan", "all"]
"""Whose eyes: a side's, or those of somebody who sees everything."""
SILENT = frozenset(
    {"phase", "refitted", "hq", "supply", "airtask", "prisoners", "based", "railwork", "refugees"}
)
"""Kinds of events that a film does not show: they stand in the report."""
KEPT = 64
"""Views in memory: those of the shots around the one that is shown."""


def view_of(state: State, viewer: Viewer) -> PlayerView:
    """What a viewer knows of a state."""
    return PlayerView(state) if viewer == "all" else fog.observe(state, viewer)


def told_of(state: State, viewer: Viewer, events: Iterable[AnyEvent]) -> tuple[AnyEvent, ...]:
    """What a viewer is told of events; `state` is that after them."""
    if viewer == "all":
        return tuple(events)
    told = (fog.told(state, viewer, event) for event in events)
    return tuple(event for event in told if event is not None)


def shown(events: tuple[AnyEvent, ...]) -> bool:
    """Whether a film has anything to show of these events."""
    return any(event.kind not in SILENT for event in events)


@dataclass(frozen=True, slots=True)
class Shot:
    """What was seen of one order."""

    turn: int
    side: Side
    events: tuple[AnyEvent, ...]
    before: PlayerView
    after: PlayerView
    scenario: Scenario
    """For the names of what is told."""


class Source(Protocol):
    """Shots, one after the other; more may come while they are shown."""

    def __len__(self) -> int:
        """How many there are so far."""

    def told(self, i: int) -> tuple[AnyEvent, ...]:
        """What a shot tells; cheap."""

    def when(self, i: int) -> tuple[int, Side]:
        """Turn and phase of a shot; cheap."""

    def shot(self, i: int) -> Shot:
        """A shot with its views."""


class Views:
    """Views of states, the latest ones kept."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self._kept: OrderedDict[int, tuple[State, PlayerView]] = OrderedDict()

    def of(self, state: State) -> PlayerView:
        """What the viewer knows of a state."""
        found = self._kept.get(id(state))
        if found is None or found[0] is not state:
            found = (state, view_of(state, self.viewer))
            self._kept[id(state)] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found[1]


@dataclass(frozen=True, slots=True)
class _Take:
    n: int
    """Place in the session's log."""
    turn: int
    side: Side
    events: tuple[AnyEvent, ...]
    before: State
    after: State


class Reel:
    """The film of a game that is being played, for one viewer: what the other side does, and what
    the morning and the evening bring. A viewer's own orders are not in it, unless a computer
    gives them. Each time that he ends his phase a new film begins."""

    def __init__(self, viewer: Viewer, session: Session) -> None:
        self.viewer, self._session = viewer, session
        self._views = Views(viewer)
        self._takes: list[_Take] = []
        self._before = session.match.state
        self._seen = len(session.log)
        self.films = 0
        """How many films have begun."""

    @property
    def mine(self) -> bool:
        """Whether the viewer is a person that plays."""
        return self.viewer != "all" and self._session.players[self.viewer] == "person"

    def follow(self) -> bool:
        """Take in the order that was just played, or forget one that was taken back. It has to be
        called after each order. Says whether a shot has come of it."""
        log, match = self._session.log, self._session.match
        before, self._before = self._before, match.state
        seen, self._seen = self._seen, len(log)
        if len(log) <= seen:
            while self._takes and self._takes[-1].n >= len(log):
                self._takes.pop()
            return False
        done = log[-1]
        if done.side == self.viewer and self.mine:
            if not isinstance(done.order, EndPhase):
                return False
            self._takes = []
            self.films += 1
        events = told_of(match.state, self.viewer, done.events)
        if not shown(events):
            return False
        take = _Take(len(log) - 1, done.turn, done.side, events, before, match.state)
        self._takes.append(take)
        return True

    def trim(self, shots: int) -> None:
        """Forget the first so many shots."""
        del self._takes[:shots]

    def __len__(self) -> int:
        return len(self._takes)

    def told(self, i: int) -> tuple[AnyEvent, ...]:
        """What a shot tells."""
        return self._takes[i].events

    def when(self, i: int) -> tuple[int, Side]:
        """Turn and phase of a shot."""
        return self._takes[i].turn, self._takes[i].side

    def shot(self, i: int) -> Shot:
        """A shot with its views."""
        take = self._takes[i]
        before, after = self._views.of(take.before), self._views.of(take.after)
        return Shot(take.turn, take.side, take.events, before, after, self._session.scenario)
