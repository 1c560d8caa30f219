"""The player that knows nothing: a uniform choice among all legal orders."""

from __future__ import annotations

from game.dice import Dice
from game.model.forces import Side
from game.model.orders import EndPhase, Order
from game.model.state import PlayerView
from game.rules.legal import legal

END_PERCENT = 3
"""Chance to end the phase instead of giving one more order."""


class RandomPlayer:
    """Throws its own dice, never those of the match."""

    name = "random"

    def __init__(self, side: Side, seed: int) -> None:
        """A player for `side` with dice of its own."""
        self.side = side
        self._dice = Dice(seed)
        self._turn = 0
        self._given = 0

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """One legal order, each with the same chance; or the end of the phase."""
        if view.turn != self._turn:
            self._turn, self._given = view.turn, 0
        self._given += 1
        key = ("random player", self.side, view.turn, self._given)
        if self._dice.percent(*key, "end") < END_PERCENT:
            return (EndPhase(),)
        orders = legal(view)
        return (orders[self._dice.below(len(orders), *key, "order")],)
