"""The player that knows nothing: any unit, and any of its legal orders."""

from __future__ import annotations

from game.dice import Dice
from game.model.forces import Side
from game.model.orders import EndPhase, Order
from game.model.state import PlayerView
from game.rules.legal import orders_of

ORDERS_A_UNIT = 2
"""Orders it gives in a phase, for each of its units, before it ends the phase."""


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
        """One order: each unit has the same chance, and each of its legal orders."""
        if view.turn != self._turn:
            self._turn, self._given = view.turn, 0
        units = view.on_map(self.side)
        self._given += 1
        if self._given > ORDERS_A_UNIT * len(units):
            return (EndPhase(),)
        key = ("random player", self.side, view.turn, self._given)
        unit = units[self._dice.below(len(units), *key, "unit")]
        orders = orders_of(view, unit)
        return (orders[self._dice.below(len(orders), *key, "order")],)
