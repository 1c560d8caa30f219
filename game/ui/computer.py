"""The computer's turn in the window: its orders are fetched and played in slices."""

from __future__ import annotations

import time
from collections.abc import Callable

from game.model.orders import Order, Refusal
from game.replay import snapshot
from game.ui.opponent import Opponent
from game.ui.session import PERSON, Session

PATIENCE = 0.008
"""Seconds of a picture's time in which orders of the computer are carried out."""


class Computer:
    """Plays the sides that the computer leads. `played` is called after every order."""

    def __init__(self, session: Session, played: Callable[[], None]) -> None:
        self._session, self._played = session, played
        self._told = 0
        """Entries of the session's log that the opponent's process has been told."""
        self._queue: list[Order] = []
        self._opponent: Opponent | None = None
        computers = {s: n for s, n in session.players.items() if n != PERSON}
        if computers:
            match = session.match
            state = snapshot(match.state) if match.orders else ""
            self._opponent = Opponent(
                session.scenario.id, match.seed, match.options, computers, state
            )

    @property
    def thinking(self) -> bool:
        """Whether the computer is to move."""
        return not self._session.match.over and not self._session.person_to_move

    def play(self) -> bool:
        """Play some of what the general has answered, or ask him again. True when the phase or the
        game is over by that."""
        if self._opponent is None or not self.thinking:
            return False
        if not self._queue:
            self._tell()
            answer = self._opponent.ask()
            if answer is None:
                return False
            self._queue = list(answer)
        session, side = self._session, self._session.side
        until = time.perf_counter() + PATIENCE
        while self._queue:
            result = session.submit(self._queue.pop(0))
            if not isinstance(result, Refusal):
                self._played()
            if isinstance(result, Refusal) or session.side != side or session.surprised:
                # The general is asked again: it did not know what came of this.
                self._queue = []
                break
            if time.perf_counter() > until:
                return False
        return session.side != side or session.match.over

    def _tell(self) -> None:
        """Bring the generals' process up to date with what stands."""
        assert self._opponent is not None
        for happened in self._session.standing(self._told):
            self._opponent.tell(happened.order)
            self._told += 1

    def close(self) -> None:
        """The game is left."""
        if self._opponent is not None:
            self._opponent.close()
            self._opponent = None
