"""The order book of a side led by a person: directives by formation, and a staff for each.

A narrower directive goes before a wider one: a corps with orders of its own is left out of what
its army is told. What a staff remembers can be lost without harm; it then plans afresh.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from game.model.forces import FormationId, UnitId
from game.model.orders import EndPhase, Order
from game.model.state import PlayerView
from game.players.staff.draft import draft, members
from game.players.staff.memory import Memory
from game.players.staff.plan import WHOLE, Directive, Draft


@dataclass
class OrderBook:
    """Directives that stand until they are changed or lifted."""

    directives: dict[FormationId, Directive] = field(default_factory=dict)
    _memories: dict[FormationId, tuple[Directive, Memory]] = field(default_factory=dict)

    def draft(
        self,
        view: PlayerView,
        formation: FormationId,
        pinned: frozenset[UnitId] = frozenset(),
        *,
        ahead: bool = False,
        again: bool = False,
    ) -> Draft:
        """The next orders of a formation under its directive. `again` thinks the day through
        anew, as after something was taken back or refused."""
        directive = self.directives[formation]
        known, memory = self._memories.get(formation, (directive, Memory()))
        if again or known != directive:
            # Fields and posts are still right; what has been thought of today is not.
            memory.turn, memory.planned = 0, -99
        self._memories[formation] = (directive, memory)
        # Marching times on the open map are the same for all.
        memory.etas = next(iter(self._memories.values()))[1].etas
        return draft(view, directive, memory, pinned | self.elsewhere(view, formation), ahead)

    def elsewhere(self, view: PlayerView, formation: FormationId) -> frozenset[UnitId]:
        """Units of a formation that stand under a narrower directive."""
        found: set[UnitId] = set()
        for narrow in self.directives:
            if narrow != formation and within(view, narrow, formation):
                found.update(u.id for u in members(view, self.directives[narrow]))
        return frozenset(found)

    def order(self, view: PlayerView) -> tuple[FormationId, ...]:
        """Formations with directives in the order in which they act: as they stand in the order
        of battle, the whole side last."""
        place = {f: i for i, f in enumerate(view.scenario.formations)}
        return tuple(sorted(self.directives, key=lambda f: (f == WHOLE, place.get(f, 0), f)))

    def led(self, view: PlayerView) -> frozenset[UnitId]:
        """Units that any directive speaks of."""
        return frozenset(u.id for d in self.directives.values() for u in members(view, d))


def within(view: PlayerView, narrow: FormationId, wide: FormationId) -> bool:
    """Whether a formation is part of another one."""
    return wide == WHOLE or view.scenario.under(narrow, wide)


def called(view: PlayerView, formation: FormationId) -> str:
    """A formation by name."""
    if formation == WHOLE:
        return "All armies"
    return view.scenario.formations[formation].name


class BookPlayer:
    """A player that plays its order book to the end of each day: what a person does who accepts
    every draft."""

    name = "book"

    def __init__(self, book: OrderBook) -> None:
        self.book = book
        self._turn = 0
        self._done: set[FormationId] = set()

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """The next draft of the first formation that still has one."""
        if view.turn != self._turn:
            self._turn, self._done = view.turn, set()
        for formation in self.book.order(view):
            if formation in self._done:
                continue
            made = self.book.draft(view, formation)
            if made.orders:
                return made.orders
            self._done.add(formation)
        return (EndPhase(),)

