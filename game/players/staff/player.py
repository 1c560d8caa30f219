"""The staff as a player: a plan for the day, then attacks and marches until nothing is left."""

from __future__ import annotations

from game.model.forces import Side
from game.model.orders import EndPhase, Order
from game.model.state import PlayerView
from game.players.staff.command import evacuations
from game.players.staff.delay import defence_plan
from game.players.staff.doctrine import Doctrine, doctrine_of
from game.players.staff.memory import Memory
from game.players.staff.situation import Situation, look
from game.players.staff.stages import STAGES, new_day, next_orders
from game.players.staff.theatre import attack_plan, open_objectives
from game.players.staff.why import Why
from game.rules.acts import arrival_turn

PLAN_EVERY = 2
"""Turns after which the theatre thinks again; sooner when an objective falls."""


class StaffPlayer:
    """A general with a staff. Thinks in stages; remembers its plan from call to call."""

    name = "staff"

    def __init__(self, side: Side, doctrine: Doctrine | None = None) -> None:
        """A general for `side`, with the doctrine of that side or another one."""
        self.side = side
        self.doctrine = doctrine or doctrine_of(side)
        self.memory = Memory()

    @property
    def whys(self) -> tuple[Why, ...]:
        """The reasons for this turn's decisions."""
        return tuple(self.memory.whys)

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """The next orders; EndPhase when all stages are done."""
        now = look(view)
        if self.memory.turn != view.turn:
            self._begin(view, now)
        found = next_orders(view, now, self.doctrine, self.memory, STAGES[self.side])
        return found or (EndPhase(),)

    def _begin(self, view: PlayerView, now: Situation) -> None:
        new_day(self.memory, view.turn)
        plan_theatre(view, now, self.doctrine, self.memory)


def plan_theatre(view: PlayerView, now: Situation, doctrine: Doctrine, memory: Memory) -> None:
    """The plan of a whole side, made anew every second day, or when an objective has fallen."""
    open_now = open_objectives(view)
    fallen = sum(1 for d in memory.directives.values() if d.weight and d.goal not in open_now)
    due = view.turn - memory.planned >= PLAN_EVERY or not memory.directives
    if fallen or due or _news_of_the_sea(view):
        make = attack_plan if view.phase == "soviet" else defence_plan
        memory.directives = make(view, now, doctrine, memory)
        memory.planned = view.turn
    leaving = evacuations(view, now, memory.leaving)
    memory.leaving = frozenset(leaving)
    memory.directives.update(leaving)


def _news_of_the_sea(view: PlayerView) -> bool:
    """Whether troops went ashore yesterday, or are ready today to go aboard."""
    return any(
        (u.landed and u.landed == view.turn - 1)
        or (u.gone == "box" and arrival_turn(view, u.id) == view.turn)
        for u in view.roll(view.phase).units.values()
    )
