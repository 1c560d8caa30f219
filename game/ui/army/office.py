"""What a person and the staff have agreed on: directives, drafts, what was refused or changed, and
the carrying out of it all. Nothing here draws; `version` rises with every change."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from game.hexes import NOWHERE, Hex, distance
from game.model.forces import FormationId, Side, Unit, UnitId
from game.model.orders import Move, Order, Refusal
from game.model.state import PlayerView
from game.players.staff.book import OrderBook, called
from game.players.staff.draft import garrisons, members_of, units_of
from game.players.staff.plan import WHOLE, Directive, Draft, Limits, Posture, Risk
from game.players.staff.situation import power_of
from game.rules import movement
from game.ui.army.memo import recall, remember
from game.ui.army.staffroom import StaffRoom
from game.ui.army.words import spot
from game.ui.session import Session

PATIENCE = 0.008
"""Seconds of a picture's time in which drafted orders are carried out."""
MOST_ASKED = 400
"""Drafts of one formation in a phase after which it is enough."""
RESERVE = 4
"""One in so many units is kept in reserve, when there is to be one."""
SPREAD = frozenset({"stavka", "theatre"})
"""Levels above those that can be given a directive of their own."""


class Office:
    """Army orders of the side that looks."""

    def __init__(self, session: Session, viewer: Side, played: Callable[[], None]) -> None:
        self.session, self.viewer, self._played = session, viewer, played
        self._given = recall(session)
        self._pinned: dict[Side, set[UnitId]] = {"soviet": set(), "japan": set()}
        self.formation: FormationId | None = None
        """Whose orders lie on the desk."""
        self.draft: Draft | None = None
        """What the staff proposes for it."""
        self.edited: dict[UnitId, Move] = {}
        """Marches that the person has drawn instead of the staff's."""
        self.chosen = -1
        """Number of the order of the list that is looked at."""
        self.message = ""
        self.version = 0
        self._room: StaffRoom | None = None
        self._asked: object = None
        self._queue: list[Order] = []
        self._running: list[FormationId] = []
        self._once = False
        self._count = 0

    # What stands

    @property
    def view(self) -> PlayerView:
        """What the side knows."""
        return self.session.view(self.viewer)

    @property
    def given(self) -> dict[FormationId, Directive]:
        """Directives that stand, by formation."""
        return self._given[self.viewer]

    @property
    def pinned(self) -> frozenset[UnitId]:
        """Units that the person leads."""
        return frozenset(self._pinned[self.viewer])

    @property
    def in_command(self) -> bool:
        """Whether orders can be given now."""
        return self.session.person_to_move and self.session.side == self.viewer

    @property
    def busy(self) -> bool:
        """Whether orders are being carried out."""
        return bool(self._running or self._queue)

    @property
    def thinking(self) -> bool:
        """Whether the staff has not answered yet."""
        return self._room is not None and self._room.waiting is not None

    def directive(self) -> Directive | None:
        """The directive of the formation on the desk, given or usual."""
        if self.formation is None:
            return None
        usual: Posture = "attack" if self.viewer == "soviet" else "delay"
        return self.given.get(self.formation, Directive(self.formation, usual))

    def troops(self, formation: FormationId) -> tuple[Unit, ...]:
        """Units of a formation that are on the map or may still come."""
        view = self.view
        key = ("troops", self.viewer, formation)
        return view.derived(key, lambda: members_of(view, self.viewer, formation))

    def orders(self) -> list[Order]:
        """What lies on the desk: the person's own marches first, then the staff's, then what would
        follow."""
        made = self.draft
        drafted = [*made.orders, *made.later] if made is not None else []
        return [*self.edited.values(), *drafted]

    def changed(self) -> None:
        """Something is to be shown anew."""
        self.version += 1

    # Which formation

    def line(self, formation: FormationId) -> list[FormationId]:
        """A formation and those above it that can be given orders, up to all armies."""
        known = self.view.scenario.formations
        found: list[FormationId] = []
        at: FormationId | None = formation
        while at is not None and at in known:
            if known[at].level not in SPREAD:
                found.append(at)
            at = known[at].parent
        return [*found, WHOLE]

    def formation_of(self, units: tuple[UnitId, ...]) -> FormationId:
        """The army of one unit, or the smallest formation that all of several belong to."""
        scenario, view = self.view.scenario, self.view
        if not units:
            return WHOLE
        first = view.units[units[0]].formation
        if len(units) == 1:
            return scenario.army_of.get(first, first)
        for formation in self.line(first):
            if formation == WHOLE or all(
                scenario.under(view.units[u].formation, formation) for u in units
            ):
                return formation
        return WHOLE

    def open(self, formation: FormationId) -> None:
        """Put the orders of a formation on the desk."""
        if formation != self.formation:
            self.formation, self.draft, self.chosen = formation, None, -1
            self.edited, self.message = {}, ""
            self._asked = None
            if self._room is None and self.in_command:
                # The process needs a moment to read the scenario.
                self._room = StaffRoom(self.session)
            self.changed()

    def widen(self, step: int) -> None:
        """The formation above, or, down again, the next one below that holds the first unit."""
        if self.formation is None:
            return
        if step > 0:
            line = self.line(self.formation) if self.formation != WHOLE else [WHOLE]
            self.open(line[min(1, len(line) - 1)])
            return
        inside = [u for u in self.troops(self.formation) if u.on_map]
        if inside:
            line = self.line(inside[0].formation)
            place = line.index(self.formation) if self.formation in line else 0
            self.open(line[max(0, place - 1)])

    def close(self) -> None:
        """Clear the desk; what was given stands."""
        self.stop()
        self.formation, self.draft, self.edited, self.chosen = None, None, {}, -1
        self.changed()

    # Directives

    def order(
        self,
        posture: Posture | None = None,
        goal: Hex | None = None,
        risk: Risk | None = None,
        keep: bool | None = None,
        reserve: bool | None = None,
    ) -> None:
        """Give the formation on the desk its directive, or change it."""
        now = self.directive()
        if now is None or self.busy:
            return
        limits = now.limits
        if risk is not None:
            limits = Limits(limits.keep, risk)
        if keep is not None and not self.in_command:
            self.message = "Garrisons are told off in your own phase."
        elif keep is not None:
            limits = Limits(garrisons(self.view, now) if keep else frozenset(), limits.risk)
        made = replace(
            now, limits=limits,
            posture=now.posture if posture is None else posture,
            goal=now.goal if goal is None else goal,
        )  # fmt: skip
        if reserve is not None:
            made = replace(made, reserve=self._hindmost(made) if reserve else frozenset())
        self.given[made.formation] = made
        self._settled()

    def _hindmost(self, directive: Directive) -> frozenset[UnitId]:
        """A quarter of the fighting units, those furthest behind."""
        view, enemy = self.view, "japan" if self.viewer == "soviet" else "soviet"
        foes = [u.hex for u in view.on_map(enemy)] or [directive.goal]  # type: ignore[arg-type]
        units = [
            u for u in self.troops(directive.formation) if u.on_map and power_of(view, u)
        ]  # fmt: skip

        def back(u: Unit) -> tuple[int, str]:
            return -min(distance(u.hex, h) for h in foes), u.id

        return frozenset(u.id for u in sorted(units, key=back)[: len(units) // RESERVE])

    def lift(self) -> None:
        """Take the directive of the formation on the desk back."""
        if self.formation in self.given and not self.busy:
            del self.given[self.formation]
            self.draft = None
            self._settled()

    def _settled(self) -> None:
        remember(self.session, self._given)
        self._asked, self.edited, self.message, self.chosen = None, {}, "", -1
        self.changed()

    # Single orders

    def pin(self, units: tuple[UnitId, ...], pinned: bool = True) -> None:
        """Leave units to the person, or give them back to the staff."""
        held = self._pinned[self.viewer]
        for u in units:
            (held.add if pinned else held.discard)(u)
            if not pinned:
                self.edited.pop(u, None)
        self._asked, self.chosen = None, -1
        self.changed()

    def refuse(self, order: Order) -> None:
        """Not this order: its units are left to the person."""
        self.pin(units_of(order))

    def redraw(self, unit: UnitId, goal: Hex) -> bool:
        """Send a unit to another hex than the staff would; False when it cannot get there."""
        view = self.view
        path = movement.path_to(view, view.units[unit], goal)
        if path is None:
            name = view.scenario.counters[unit].name
            self.message = f"{name} cannot get there today."
            self.changed()
            return False
        self.pin((unit,))
        self.edited[unit] = Move(unit, path)
        return True

    def accept(self, order: Order) -> None:
        """Give one order."""
        if not self.in_command or self.busy:
            return
        result = self.session.submit(order)
        if isinstance(result, Refusal):
            self.message = result.sentence
        else:
            self._played()
            self.message = ""
            if isinstance(order, Move):
                self.edited.pop(order.unit, None)
        self._asked, self.chosen = None, -1
        self.changed()

    # Carrying out

    def give_shown(self) -> None:
        """Give all orders on the desk, up to the first uncertain event."""
        if self.in_command and not self.busy and self.orders():
            self._queue, self._once = self.orders(), True
            self.changed()

    def play_on(self, everybody: bool = False) -> None:
        """Carry the day of the formation, or of all that have directives, through to its end."""
        if not self.in_command or self.busy:
            return
        if everybody:
            order = OrderBook(dict(self.given)).order(self.view)
            self._running = list(order)
        elif self.formation is not None:
            now = self.directive()
            assert now is not None
            self.given[self.formation] = now
            remember(self.session, self._given)
            self._running = [self.formation]
        self._queue = list(self.edited.values())
        self._once, self._asked, self._count = False, None, 0
        self.changed()

    def stop(self) -> None:
        """Stop carrying out."""
        self._queue, self._running, self._once = [], [], False
        self._asked = None
        self.changed()

    def update(self) -> None:
        """Go on with what is under way, for a slice of a picture's time."""
        if self.busy and not self.in_command:
            self.stop()
        if self._room is not None and self._room.waiting is not None:
            found = self._room.answer()
            if found is None:
                return
            self._take(found)
        if self._queue:
            self._carry_out()
        elif self._running:
            self._ask(self._running[0], ahead=False, again=self._count == 0)
        elif self.formation is not None and self.in_command:
            self._show()

    def _take(self, found: Draft) -> None:
        if not self._running:
            self.draft = found
            self.changed()
            return
        self._count += 1
        self._queue = list(found.orders)
        if not found.orders or self._count > MOST_ASKED:
            self._running.pop(0)
            self._count, self._queue = 0, []
            if not self._running:
                self.message = "The day's orders have been carried out."
                self._asked, self.edited = None, {}
            self.changed()

    def _carry_out(self) -> None:
        until = time.perf_counter() + PATIENCE
        refused = 0
        while self._queue and time.perf_counter() < until:
            order = self._queue.pop(0)
            result = self.session.submit(order)
            if isinstance(result, Refusal):
                refused += 1
                if not self._once:
                    # The staff is asked again: it did not know what stood in the way.
                    self._queue = []
                continue
            self._played()
            if isinstance(order, Move):
                self.edited.pop(order.unit, None)
            if self.session.surprised:
                self._queue = []
        if not self._queue and self._once:
            self._once, self._asked = False, None
            self.message = (
                "Something unexpected happened: here is a new draft."
                if self.session.surprised else "The orders have been given."
            )  # fmt: skip
        self.changed()

    def _show(self) -> None:
        """Ask for a draft of what lies on the desk, when anything has changed since the last."""
        now, log = self.directive(), self.session.log
        assert now is not None
        key = (now, tuple(self.given.values()), self.pinned, len(log), id(log[-1]) if log else 0)
        if self.formation in self.given and key != self._asked:
            self._asked = key
            self._ask(now.formation, ahead=True, again=True)
            self.changed()

    def _ask(self, formation: FormationId, *, ahead: bool, again: bool) -> None:
        if self._room is None:
            self._room = StaffRoom(self.session)
        directives = tuple(self.given.values())
        self._room.ask(self.viewer, directives, formation, self.pinned, ahead=ahead, again=again)

    def leave(self) -> None:
        """The game is left."""
        if self._room is not None:
            self._room.close()
            self._room = None

    # Words

    def name(self) -> str:
        """Of the formation on the desk."""
        return called(self.view, self.formation) if self.formation is not None else ""

    def goal_words(self) -> str:
        """The goal in words."""
        now = self.directive()
        if now is None or now.goal == NOWHERE:
            return "as the staff sees fit"
        return spot(self.view, now.goal)
