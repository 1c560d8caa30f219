"""A recorded game shown again: its orders come from the file in place of a general's."""

from __future__ import annotations

from pathlib import Path

from game.model.forces import SIDES, Side
from game.model.orders import Order
from game.replay import Given, Replay, read
from game.rerun import begin
from game.ui import saves
from game.ui.app import App
from game.ui.screen import Screen
from game.ui.session import Session

RECORD = "record"
"""The name of a player whose orders stand in a file."""


class Playback:
    """Answers like a general (`opponent.py`), with what was ordered then."""

    def __init__(self, replay: Replay) -> None:
        self._orders = [e for e in replay.entries if isinstance(e, Given)]
        self._at = 0

    def tell(self, order: Order) -> None:
        """One more of the recorded orders was played."""
        self._at += 1

    def ask(self) -> tuple[Order, ...] | None:
        """The orders up to the end of the phase; None when the record ends here."""
        found: list[Order] = []
        for entry in self._orders[self._at :]:
            if found and entry.side != self._orders[self._at].side:
                break
            found.append(entry.parsed())
        return tuple(found) or None

    def close(self) -> None:
        """Nothing more is wanted."""


def session_of(path: Path, app: App) -> tuple[Session, Replay]:
    """The game of a file before its first order. ReplayFault when it cannot be played here."""
    replay = read(path)
    scenario = app.shelf.get(replay.header.scenario)
    match = begin(replay, scenario)
    return Session(match, dict.fromkeys(SIDES, RECORD)), replay


def watch(app: App, path: Path, viewer: Side | None = None) -> None:
    """Show a recorded game from its first day."""
    from game.ui.screens.battle import Battle
    from game.ui.screens.wait import Wait

    found: list[Replay] = []

    def job() -> Session:
        session, replay = session_of(path, app)
        found.append(replay)
        return session

    def then(app: App, session: Session) -> Screen:
        return Battle(app, session, viewer, Playback(found[0]))

    header = saves.header_of(path)
    app.show(lambda a: Wait(a, f"{header.scenario} is being set up …", job, then))
