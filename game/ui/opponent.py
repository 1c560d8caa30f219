"""The computer's generals in a process of their own, so that the window never waits for them.

The process plays the same match: it is told every order that stands, and answers with the orders
that its general means to give next. Players see views only, there as here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from multiprocessing import get_context
from multiprocessing.connection import Connection

from game.match import Match
from game.model.forces import Side
from game.model.orders import Order, Refusal, line_of, parse_line
from game.model.scenario import Options
from game.players import registry
from game.replay import restore
from game.scenario.load import load


class Opponent:
    """The generals that the computer leads in one game."""

    def __init__(
        self,
        scenario: str,
        seed: int,
        options: Options,
        players: Mapping[Side, str],
        state: str = "",
    ) -> None:
        """`players` names the general of each side that the computer leads; `state` is the
        snapshot of a game that goes on."""
        context = get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(
            target=_play,
            args=(there, scenario, seed, asdict(options), dict(players), state),
            daemon=True,
        )
        self._process.start()
        there.close()
        self._asked = False

    def tell(self, order: Order) -> None:
        """An order that stands was given."""
        self._pipe.send(line_of(order))

    def ask(self) -> tuple[Order, ...] | None:
        """The next orders of the side to move: None while it is still thinking. RuntimeError when
        the process has died; the message is its last word."""
        if not self._asked:
            self._pipe.send(None)
            self._asked = True
        if not self._pipe.poll():
            if not self._process.is_alive():
                raise RuntimeError("the computer's general has stopped working")
            return None
        self._asked = False
        answer = self._pipe.recv()
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return tuple(parse_line(line) for line in answer)

    def close(self) -> None:
        """The game is over or left."""
        self._pipe.close()
        self._process.terminate()


def _play(
    pipe: Connection,
    scenario: str,
    seed: int,
    options: dict[str, str],
    players: dict[Side, str],
    state: str,
) -> None:
    """The other process: follow the game, and think when asked."""
    match = Match(load(scenario), seed, Options(**options))  # type: ignore[arg-type]
    if state:
        match.state = restore(state, match.scenario)
    generals = {side: registry.make(name, side, seed) for side, name in players.items()}
    while True:
        try:
            line = pipe.recv()
        except EOFError:
            return
        if line is None:
            orders = generals[match.phase].choose(match.view(match.phase))
            pipe.send([line_of(order) for order in orders])
            continue
        result = match.submit(parse_line(line))
        if isinstance(result, Refusal):
            pipe.send(f"the computer's general lost its place: {result.sentence}")
            return
