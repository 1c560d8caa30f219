"""The mornings of a game, for graphs: kept as it is played, or read from its save."""

from __future__ import annotations

import time
from collections.abc import Iterator

from game.model.state import PlayerView, State
from game.replay import Began, ReplayFault, Snapshot, SnapshotFault, read, restore
from game.ui.film.reel import Viewer, view_of
from game.ui.session import Session


class Past:
    """The state of each morning, by turn. `follow` has to be called after every order; what was
    played before the window opened the game is read from the save by `work`, in slices."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._first = session.match.turn
        self.days: dict[int, State] = {self._first: session.match.state}
        self._more: Iterator[None] | None = self._read() if self._first > 1 else None

    def follow(self) -> None:
        """An order was played."""
        state = self._session.match.state
        if state.turn not in self.days:
            self.days[state.turn] = state

    @property
    def whole(self) -> bool:
        """Whether nothing is left to be read."""
        return self._more is None

    def work(self, seconds: float) -> bool:
        """Read for so long; whether all has been read."""
        until = time.perf_counter() + seconds
        while self._more is not None and time.perf_counter() < until:
            if next(self._more, 0) == 0:
                self._more = None
        return self.whole

    def _read(self) -> Iterator[None]:
        """The mornings that stand in the save."""
        path = self._session.path
        if path is None:
            return
        try:
            entries = read(path).entries
        except ReplayFault:
            # The game itself has been opened from it: only the graphs lack their first days.
            return
        yield
        turn = 0
        for entry in entries:
            if isinstance(entry, Began):
                turn = entry.turn
            elif isinstance(entry, Snapshot) and turn < self._first and turn not in self.days:
                try:
                    self.days[turn] = restore(entry.text, self._session.match.scenario)
                except SnapshotFault:
                    return
                yield

    def views(self, viewer: Viewer) -> dict[int, PlayerView]:
        """What a viewer knew on each morning, by turn, and what he knows now."""
        found = {turn: view_of(state, viewer) for turn, state in sorted(self.days.items())}
        now = self._session.match.state
        return {**found, now.turn: view_of(now, viewer)}
