"""What the match asks of whoever plays a side: a view in, orders out."""

from __future__ import annotations

from typing import Protocol

from game.model.orders import Order
from game.model.state import PlayerView


class Player(Protocol):
    """One side of a match.

    `choose` is called again and again during the player's phase. It answers with a batch of orders
    that the match gives one by one until one is refused or something uncertain happens (dice, an
    enemy seen); then it is asked again with a fresh view. EndPhase ends the phase. A player may
    remember what it likes between calls but must be able to start from a view alone, and its
    answers depend on nothing but what it was shown.
    """

    name: str

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """The orders it means to give next, in their sequence; never empty."""
        ...
