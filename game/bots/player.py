"""A program as a player: asks it for orders, tells it what became of them, and when to stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NoReturn

from game.bots import wire
from game.bots.clock import Clock
from game.bots.process import Program, Silent
from game.engine import check
from game.match import PATIENCE, Forfeit
from game.model.events import AnyEvent
from game.model.forces import Side, UnitId
from game.model.orders import Attack, EndPhase, MalformedOrder, Order, Refusal, line_of, parse_line
from game.model.state import PlayerView
from game.rules.legal import legal, orders_of
from game.rules.odds import odds, outcomes

QUESTIONS = 5000
"""Questions that a program may ask before it gives an order."""
NEWS = 2000
"""Events since its last turn that a program is told at most, the latest of them."""
LOG = 200
"""Lines of the log that are kept."""


class Bot:
    """A player that is a program of its own. Made for one game; `close` ends the program."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        side: Side,
        clock: Clock,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """A player for `side` called `name`; the program is started when it is first asked."""
        self.name = name
        self.side = side
        self.clock = clock
        self.title = ""
        """What the program calls itself."""
        self.log: list[str] = []
        """Orders that were refused, and how it ended."""
        self.malformed = 0
        """Lines that were no orders at all; the match never sees them."""
        self._command = tuple(command)
        self._now = now
        self._program: Program | None = None
        self._turn = 0
        self._in_a_row = 0
        self._since: list[wire.Json] = []
        self._refusals: list[wire.Json] = []

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """The orders of its answer up to the first that is none. Forfeit when it does not answer in
        time, has crashed, or talks nonsense."""
        try:
            if self._program is None:
                self._begin(view)
            if view.turn != self._turn:
                self._turn, self._in_a_row = view.turn, 0
                self.clock.phase()
            while self._in_a_row < PATIENCE:
                orders = self._orders(view)
                if orders:
                    return orders
            return (EndPhase(),)
        except (Silent, wire.Nonsense) as fault:
            self._stop(str(fault))

    def hear(self, order: Order | None, outcome: tuple[AnyEvent, ...] | Refusal) -> None:
        """What an order led to, as far as its side is told; None is one of the other side."""
        if isinstance(outcome, Refusal):
            if order is not None:
                self._refuse(wire.refusal_of(order, outcome))
            return
        if order is not None:
            self._in_a_row = 0
        self._since += map(wire.event_of, outcome)
        del self._since[:-NEWS]

    def over(self, view: PlayerView, end: str) -> None:
        """Tell the program that the game has ended, and end it."""
        if self._program is not None:
            farewell = {"type": "over", "end": end, "view": wire.view_of(view, self.side)}
            self._program.send(wire.line(farewell))
        self.close()

    def close(self) -> None:
        """End the program, whatever it is doing. May be called again."""
        if self._program is not None:
            self._program.close()

    def _begin(self, view: PlayerView) -> None:
        try:
            self._program = Program(self._command)
        except OSError as error:
            self._stop(f"it cannot be started ({error.strerror})")
        greeting = wire.hello(view, self.side, self.clock)
        self.title = wire.agreed(self._ask(greeting))

    def _orders(self, view: PlayerView) -> tuple[Order, ...]:
        """Its next orders, its questions being answered first; none when it has to be asked
        again because the first one is no order."""
        told, self._since = self._since, []
        refusals, self._refusals = self._refusals, []
        answer = self._ask({
            "type": "orders", "turn": view.turn, "left": round(self.clock.left, 3),
            "refused": refusals, "since": told, "view": wire.view_of(view, self.side),
        })  # fmt: skip
        for _ in range(QUESTIONS):
            if "ask" not in answer:
                break
            answer = self._ask(_reply(view, answer))
        else:
            raise wire.Nonsense(f"more than {QUESTIONS:,} questions and no order")
        found: list[Order] = []
        for text in wire.orders_of(answer):
            try:
                found.append(parse_line(text))
            except MalformedOrder as error:
                self.malformed += 1
                self._refuse(wire.refusal_of(text[:200], Refusal("malformed", str(error))))
                return tuple(found)
        return tuple(found) or (EndPhase(),)

    def _ask(self, message: wire.Json) -> wire.Json:
        """Send a line and read one; the time in between is the program's."""
        assert self._program is not None
        text = wire.line(message)
        began = self._now()
        try:
            self._program.send(text)
            heard = self._program.hear(self.clock.left)
        finally:
            self.clock.spend(self._now() - began)
        return wire.answer_of(heard)

    def _refuse(self, refusal: wire.Json) -> None:
        self._in_a_row += 1
        self._refusals.append(refusal)
        self._note(f"refused {refusal['order']!r}: {refusal['sentence']}")

    def _note(self, text: str) -> None:
        self.log.append(f"turn {self._turn}: {text}" if self._turn else text)
        del self.log[:-LOG]

    def _stop(self, reason: str) -> NoReturn:
        self.close()
        words = self._program.last_words if self._program is not None else ""
        reason = f"{self.name}: {reason}" + (f"; its last words: {words}" if words else "")
        self._note(reason)
        raise Forfeit(self.side, reason)


def _reply(view: PlayerView, question: wire.Json) -> wire.Json:
    """The answer to what a program may ask: legal orders, whether an order is allowed, its odds."""
    wanted = question["ask"]
    if wanted == "legal":
        unit = question.get("unit")
        if unit is None:
            return {"type": "legal", "orders": _lines(legal(view))}
        found = view.roll(view.phase).units.get(UnitId(unit)) if isinstance(unit, str) else None
        orders = orders_of(view, found) if found is not None and found.on_map else ()
        return {"type": "legal", "unit": unit, "orders": _lines(orders)}
    if wanted not in ("check", "odds"):
        raise wire.Nonsense(f"nothing can be asked about {wanted!r:.60}; "
                            "there are legal, check, odds")  # fmt: skip
    text = question.get("order")
    if not isinstance(text, str):
        raise wire.Nonsense(f"'order' is no text in a question about {wanted}")
    try:
        order = parse_line(text)
    except MalformedOrder as error:
        refusal: Refusal | None = Refusal("malformed", str(error))
    else:
        refusal = check(view, order)
    if refusal is not None:
        return {"type": wanted, **wire.refusal_of(text[:200], refusal)}
    if wanted == "check" or not isinstance(order, Attack):
        return {"type": wanted, "order": text}
    reckoned = odds(view, order)
    return {
        "type": "odds", "order": text, "row": reckoned.base,
        "attack": reckoned.attack, "defence": reckoned.defence,
        "outcomes": [
            {"ways": o.ways, "result": o.result.name, "attacker": o.result.attacker,
             "defender": o.result.defender}
            for o in outcomes(reckoned)
        ],
    }  # fmt: skip


def _lines(orders: Sequence[Order]) -> list[str]:
    return [line_of(order) for order in orders]
