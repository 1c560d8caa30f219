"""An attack under consideration, and the count of the work that considering takes."""

from __future__ import annotations

from dataclasses import dataclass

from game.model.orders import Attack
from game.players.staff.why import Option, option


@dataclass(frozen=True, slots=True)
class Assault:
    """An attack that could be made, and what it is worth."""

    order: Attack
    net: int
    base: int
    """The row before the dice."""
    name: str
    terms: tuple[tuple[str, int, int, int], ...]
    """Name, feature, weight and points of what the net worth is the sum of."""

    @property
    def option(self) -> Option:
        """The same as a reason that can be shown."""
        return option(self.name, *self.terms)


class Work:
    """Thought is bounded by counting, never by the clock."""

    def __init__(self, limit: int = 60_000) -> None:
        """`limit` for one phase: a field costs 1,000, an attack reckoned up 40, a range 5."""
        self.limit = limit
        self.spent = 0

    def charge(self, price: int) -> bool:
        """Take `price`; False when the work of this phase is used up."""
        self.spent += price
        return self.spent <= self.limit
