"""One game being played: the only door for the window, the computer's players, batch and replay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from typing import Protocol, runtime_checkable

from game import engine
from game.dice import Dice
from game.model.events import AnyEvent
from game.model.forces import Side
from game.model.orders import EndPhase, Order, Refusal
from game.model.scenario import Options, Scenario
from game.model.state import PlayerView, State
from game.replay import digest, snapshot
from game.rules import fog
from game.rules.legal import legal as legal_orders


class Chooser(Protocol):
    """Whoever answers a view with orders. See `players/protocol.py`."""

    @property
    def name(self) -> str:
        """The player's name in reports and replays."""

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """Orders to give one after the other until something unexpected happens."""


@runtime_checkable
class Listener(Protocol):
    """A player that is also told what became of orders."""

    def hear(self, order: Order | None, outcome: tuple[AnyEvent, ...] | Refusal) -> None:
        """An order led to these events, of which only those are there that the player's side learns
        of; or it was refused. None stands for an order of the other side."""


class Forfeit(Exception):
    """A player gives its game up: it does not answer in time, or not in a way that can be
    understood."""

    def __init__(self, side: Side, reason: str) -> None:
        """`side` has lost, for this reason."""
        super().__init__(f"{side} forfeits the game: {reason}")
        self.side, self.reason = side, reason


class Scribe(Protocol):
    """Whoever writes a match down. See `replay/record.py`."""

    def order(self, side: Side, order: Order, events: tuple[AnyEvent, ...], state: State) -> None:
        """An order was played; `state` is what came of it."""


class Match:
    """A game of a scenario, under a seed and options."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        options: Options | None = None,
        scribe: Scribe | None = None,
    ) -> None:
        self.seed = seed
        self.options = options or scenario.options
        self.scribe = scribe
        self.dice = Dice(seed)
        self.state, self.opening = engine.start(scenario, self.options, self.dice)
        self.scenario = self.state.scenario
        """As the options have it."""
        self.orders = 0
        self.refused = 0
        """Orders that were not allowed."""
        self._views: dict[Side, PlayerView] = {}

    @property
    def turn(self) -> int:
        """The day being played, 1 for the first."""
        return self.state.turn

    @property
    def phase(self) -> Side:
        """The side whose orders are awaited."""
        return self.state.phase

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.state.over is not None

    def view(self, side: Side) -> PlayerView:
        """What `side` knows now."""
        if side not in self._views:
            self._views[side] = fog.observe(self.state, side)
        return self._views[side]

    def legal(self, side: Side) -> tuple[Order, ...]:
        """Legal orders of `side`: none when it is not its phase."""
        return legal_orders(self.view(side)) if side == self.phase else ()

    def submit(self, order: Order) -> tuple[AnyEvent, ...] | Refusal:
        """Play an order of the side whose phase it is. A refusal changes nothing."""
        side = self.phase
        view = self.view(side)
        refusal = engine.check(view, order)
        if refusal is not None:
            self.refused += 1
            return refusal
        self.state, events = engine.play(self.state, order, self.dice)
        self.orders += 1
        if isinstance(order, EndPhase):
            self._views = {}
        else:
            self._views = {side: fog.carry(view, self.state, side, events)}
        if self.scribe is not None:
            self.scribe.order(side, order, events, self.state)
        return events

    def rewind(self, before: State) -> None:
        """Take back the last order, of which `before` is the state before it. The caller sees to it
        that nothing was learned since, and that it was not written down."""
        self.state = before
        self.orders -= 1
        self._views = {}

    def fork(self, seed: int | None = None) -> Match:
        """The same game from here on, apart from this one and written down nowhere. With a `seed`
        its dice fall in another way from now on. Costs next to nothing: states never change."""
        twin = copy(self)
        twin.scribe, twin._views = None, dict(self._views)
        if seed is not None:
            twin.seed, twin.dice = seed, Dice(seed)
        return twin

    def visible(self, events: tuple[AnyEvent, ...], side: Side) -> tuple[AnyEvent, ...]:
        """Those of `events` that `side` learns of, without what they say of hidden units."""
        told = (fog.told(self.state, side, event) for event in events)
        return tuple(event for event in told if event is not None)

    def state_hash(self) -> str:
        """The digest of everything that is true."""
        return digest(snapshot(self.state))


PATIENCE = 50
"""Refusals in a row after which a player's phase is ended for it."""
LONGEST_PHASE = 5000
"""Orders after which a phase is ended: no sensible player needs a tenth of them."""


def play_out(
    match: Match,
    players: Mapping[Side, Chooser],
    *,
    turns: int | None = None,
    watch: Callable[[Match, Order, tuple[AnyEvent, ...]], None] | None = None,
) -> int:
    """Let `players` play until the game is over or `turns` days are done. Returns the refusals.

    A player's batch is played until a refusal or something it could not foresee; then it is asked
    again with a new view. A player that is refused too often or finds no end is stopped for the
    day, so that no player can hold up a game. A Forfeit of a player is left to the caller.
    """
    refused, in_a_row, begun = 0, 0, match.orders
    listeners = {side: p for side, p in players.items() if isinstance(p, Listener)}
    while not match.over and (turns is None or match.turn <= turns):
        side = match.phase
        tired = in_a_row >= PATIENCE or match.orders - begun >= LONGEST_PHASE
        batch = () if tired else players[side].choose(match.view(side))
        for order in batch or (EndPhase(),):
            result = match.submit(order)
            if isinstance(result, Refusal):
                refused, in_a_row = refused + 1, in_a_row + 1
                if side in listeners:
                    listeners[side].hear(order, result)
                break
            in_a_row = 0
            for ear, listener in listeners.items():
                listener.hear(order if ear == side else None, match.visible(result, ear))
            if watch is not None:
                watch(match, order, result)
            if match.over or match.phase != side:
                begun = match.orders
                break
            if engine.uncertain(result, side):
                break
    return refused
