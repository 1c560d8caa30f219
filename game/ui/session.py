"""The game behind the window: who plays which side, orders with undo, and what has happened.

The match is the only truth. Orders of a person are written to the save when they can no longer
be taken back: after a throw of dice, a discovery, or the end of the phase.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from game import engine
from game.hexes import Hex
from game.match import Match
from game.model.events import AnyEvent
from game.model.forces import Side
from game.model.orders import EndPhase, Order, Refusal
from game.model.scenario import Options, Scenario
from game.model.state import PlayerView, State
from game.replay import Header, Recorder
from game.rerun import header_of, resume

PERSON = "person"
"""The name of a human player in replays."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An order with what came of it, as it was played."""

    turn: int
    side: Side
    order: Order
    events: tuple[AnyEvent, ...]


@dataclass
class _Taken:
    """An order that can still be taken back."""

    before: State
    happened: Happened


@dataclass
class Session:
    """One game in the window."""

    match: Match
    players: Mapping[Side, str]
    recorder: Recorder | None = None
    path: Path | None = None
    name: str = ""
    """Under which the player saved it last."""
    log: list[Happened] = field(default_factory=list)
    """All that was played since the window opened this game."""
    _open: list[_Taken] = field(default_factory=list)

    @classmethod
    def new(
        cls,
        scenario: Scenario,
        seed: int,
        options: Options,
        players: Mapping[Side, str],
        path: Path | None,
    ) -> Session:
        """A new game; with a path it is saved there from the first order on."""
        match = Match(scenario, seed, options)
        recorder = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            header: Header = header_of(scenario, seed, options, players)
            recorder = Recorder(path, header)
            recorder.phase(match.state)
        return cls(match, dict(players), recorder, path)

    @classmethod
    def load(cls, path: Path, scenario: Scenario, players: Mapping[Side, str]) -> Session:
        """Go on with a saved game after its last order; ReplayFault says why it cannot."""
        match = resume(path, scenario)
        recorder = match.scribe
        assert isinstance(recorder, Recorder)
        match.scribe = None
        return cls(match, dict(players), recorder, path)

    @property
    def scenario(self) -> Scenario:
        """The scenario that is played."""
        return self.match.scenario

    @property
    def side(self) -> Side:
        """The side whose orders are awaited."""
        return self.match.phase

    @property
    def person_to_move(self) -> bool:
        """Whether a person gives the next order."""
        return not self.match.over and self.players[self.match.phase] == PERSON

    def view(self, side: Side) -> PlayerView:
        """What a side knows now."""
        return self.match.view(side)

    def check(self, order: Order) -> Refusal | None:
        """Why an order of the side to move is not allowed."""
        return engine.check(self.match.view(self.side), order)

    def submit(self, order: Order) -> tuple[AnyEvent, ...] | Refusal:
        """Give an order of the side to move. A refusal changes nothing."""
        before, turn, side = self.match.state, self.match.turn, self.match.phase
        result = self.match.submit(order)
        if isinstance(result, Refusal):
            return result
        happened = Happened(turn, side, order, result)
        self.log.append(happened)
        self._open.append(_Taken(before, happened))
        computer = self.players[side] != PERSON
        if computer or isinstance(order, EndPhase) or engine.uncertain(result, side):
            self._commit()
        return result

    @property
    def surprised(self) -> bool:
        """Whether the last order told its side something that it could not foresee."""
        last = self.log[-1]
        return engine.uncertain(last.events, last.side)

    def standing(self, since: int) -> list[Happened]:
        """Orders that stand, from the `since`-th on: those that cannot be taken back any more."""
        return self.log[since : len(self.log) - len(self._open)]

    @property
    def can_undo(self) -> bool:
        """Whether the last order can be taken back: nothing was thrown or learned since."""
        return bool(self._open)

    def undo(self) -> Happened | None:
        """Take the last order back, if that is still possible."""
        if not self._open:
            return None
        taken = self._open.pop()
        self.match.rewind(taken.before)
        self.log.pop()
        return taken.happened

    def _commit(self) -> None:
        """What was done stands: write it down."""
        if self.recorder is not None:
            for happened, later in self._pending():
                self.recorder.order(happened.side, happened.order, happened.events, later)
        self._open = []

    def _pending(self) -> Iterator[tuple[Happened, State]]:
        """Orders that can still be taken back, each with the state that came of it."""
        for i, taken in enumerate(self._open):
            last = i + 1 == len(self._open)
            yield taken.happened, self.match.state if last else self._open[i + 1].before

    def visible(self, side: Side, since: int = 0) -> list[Happened]:
        """What `side` is told of everything played from entry `since` of the log on."""
        found = []
        for happened in self.log[since:]:
            events = self.match.visible(happened.events, side)
            if events:
                found.append(Happened(happened.turn, happened.side, happened.order, events))
        return found

    def keep(self, path: Path) -> None:
        """Write a copy of the save, with what can still be taken back, whole or not at all. What
        was there under this name is replaced."""
        assert self.path is not None
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        with Recorder.copy(self.path, part) as copy:
            for happened, later in self._pending():
                copy.order(happened.side, happened.order, happened.events, later)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, path)

    def close(self) -> None:
        """Let go of the save; what could still be taken back is kept as it is."""
        self._commit()
        if self.recorder is not None:
            self.recorder.close()
            self.recorder = None


def places_of(events: tuple[AnyEvent, ...]) -> tuple[Hex, ...]:
    """Hexes that events speak of, for marks on the map."""
    return tuple(dict.fromkeys(e.at for e in events if e.at))
