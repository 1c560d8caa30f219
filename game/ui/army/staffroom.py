"""A person's staff in a process of its own, so that drafting never holds up the window.

The process plays the same match. It is told every order, and every order that is taken back,
before it is asked for a draft; it drafts from the view of the side that asks, and from nothing
else.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Event, Thread

from game.match import Match
from game.model.forces import FormationId, Side, UnitId
from game.model.orders import EndPhase, Refusal, line_of, parse_line
from game.model.scenario import Options
from game.model.state import State
from game.players.staff.book import OrderBook
from game.players.staff.plan import Directive, Draft
from game.replay import restore, snapshot
from game.scenario.load import load
from game.ui.session import Happened, Session


@dataclass(frozen=True, slots=True)
class Question:
    """What the staff is asked."""

    number: int
    side: Side
    directives: tuple[Directive, ...]
    formation: FormationId
    pinned: frozenset[UnitId]
    ahead: bool
    """Also what would follow, for the map."""
    again: bool
    """Think the day through anew."""


class StaffRoom:
    """The staff of the persons who play one game."""

    def __init__(self, session: Session) -> None:
        match = session.match
        context = get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(
            target=_work,
            args=(
                there, session.scenario.id, match.seed, asdict(match.options),
                snapshot(match.state),
            ),
            daemon=True,
        )  # fmt: skip
        self._there = there
        self._letters: SimpleQueue[Question | str | None] = SimpleQueue()
        self._ready = Event()
        self._session = session
        self._told: list[Happened] = list(session.log)
        self._number = 0
        self.waiting: Question | None = None
        """The question that has not been answered yet."""
        # To start a process takes as long as it needs to read its first letter.
        self._post = Thread(target=self._deliver, name="staff", daemon=True)
        self._post.start()

    def _deliver(self) -> None:
        """Start the process, then bring it what it is told, so that the window never waits."""
        self._process.start()
        self._there.close()
        self._ready.set()
        while True:
            letter = self._letters.get()
            if letter == "":
                return
            try:
                self._pipe.send(letter)
            except OSError:
                # The process is gone; whoever waits for its answer is told.
                return

    def ask(
        self,
        side: Side,
        directives: tuple[Directive, ...],
        formation: FormationId,
        pinned: frozenset[UnitId],
        *,
        ahead: bool,
        again: bool,
    ) -> None:
        """Ask for a draft as things stand now. An older question's answer is thrown away."""
        self._follow()
        self._number += 1
        self.waiting = Question(
            self._number, side, directives, formation, pinned, ahead, again
        )  # fmt: skip
        self._letters.put(self.waiting)

    def answer(self) -> Draft | None:
        """The draft that was asked for last, once it is there. RuntimeError when the process has
        died; the message is its last word."""
        while self.waiting is not None and self._pipe.poll():
            number, found = self._pipe.recv()
            if isinstance(found, str):
                raise RuntimeError(found)
            if number == self.waiting.number:
                self.waiting = None
                assert isinstance(found, Draft)
                return found
        if self.waiting is not None and self._ready.is_set() and not self._process.is_alive():
            raise RuntimeError("the staff has stopped working")
        return None

    def _follow(self) -> None:
        """Tell the process what has been ordered, and taken back, since the last time."""
        log, kept = self._session.log, len(self._told)
        while kept and (kept > len(log) or self._told[kept - 1] is not log[kept - 1]):
            kept -= 1
        for _ in self._told[kept:]:
            self._letters.put(None)
        for happened in log[kept:]:
            self._letters.put(line_of(happened.order))
        self._told[kept:] = log[kept:]

    def close(self) -> None:
        """The game is left."""
        self._letters.put("")
        self._ready.wait()
        self._process.terminate()
        self._post.join()
        self._pipe.close()


def _work(pipe: Connection, scenario: str, seed: int, options: dict[str, str], state: str) -> None:
    """The other process: follow the game, and draft when asked."""
    match = Match(load(scenario), seed, Options(**options))  # type: ignore[arg-type]
    match.state = restore(state, match.scenario)
    before: list[State] = []
    books: dict[Side, OrderBook] = {}
    while True:
        try:
            said = pipe.recv()
        except EOFError:
            return
        if isinstance(said, Question):
            book = books.setdefault(said.side, OrderBook())
            book.directives = {d.formation: d for d in said.directives}
            made = book.draft(
                match.view(said.side), said.formation, said.pinned,
                ahead=said.ahead, again=said.again,
            )  # fmt: skip
            pipe.send((said.number, made))
        elif said is None:
            match.rewind(before.pop())
        else:
            order = parse_line(said)
            before = [] if isinstance(order, EndPhase) else [*before, match.state]
            result = match.submit(order)
            if isinstance(result, Refusal):
                pipe.send((0, f"the staff lost its place: {result.sentence}"))
                return
