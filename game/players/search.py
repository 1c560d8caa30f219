"""The player that tries its plans out: the staff under several doctrines, played on in thought.

Every second morning it plays four days in a world imagined from its own view, once for each
doctrine and for each of a few dice of its own, the staff leading both sides there. The staff then
plays on under the doctrine that came out best, and under its usual one unless another is better by
more than chance explains. Thought is counted in orders played, never timed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from game import engine
from game.dice import Dice
from game.model.forces import Side
from game.model.orders import EndPhase, Order, Refusal
from game.model.state import PlayerView, State
from game.players.imagined import imagine
from game.players.staff.doctrine import Doctrine, doctrine_of
from game.players.staff.memory import Memory
from game.players.staff.player import PLAN_EVERY, StaffPlayer
from game.players.staff.situation import look
from game.players.staff.theatre import NEVER, outlook
from game.rules import fog, victory

DAYS = 4
"""Days that are played in thought."""
SAMPLES = 3
"""Dice for each doctrine; all doctrines have the same."""
WORK = 4000
"""Orders that may be played in thought in a turn; then the doctrines tried so far must do."""
ORDERS = 2000
"""Orders in a phase of thought after which it is ended."""
SURE = 2
"""Standard errors by which another doctrine must be better than the usual one."""


def doctrines(side: Side) -> tuple[tuple[str, Doctrine], ...]:
    """What is tried, the usual doctrine first."""
    usual = doctrine_of(side)
    bold = replace(usual, own_men=usual.own_men // 2, least=usual.least // 2)
    careful = replace(usual, own_men=usual.own_men * 3, least=usual.least * 3)
    if side == "soviet":
        return (
            ("usual", usual),
            ("bold", bold),
            ("careful", careful),
            ("massed", replace(usual, enough=250, unseen=200)),
            ("spread", replace(usual, enough=100, unseen=60)),
            ("straight", replace(usual, toll=0)),
            ("driven", replace(usual, forced_until=65, race_until=75)),
        )
    return (
        ("usual", usual),
        ("bold", bold),
        ("rigid", replace(usual, stand_row=16)),
        ("elastic", replace(usual, stand_row=4)),
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """What a doctrine came to, in hundredths of points for its side, by dice; fewer of them where
    it was given up."""

    name: str
    doctrine: Doctrine
    worth: tuple[int, ...]


class SearchPlayer:
    """A staff that chooses its doctrine for the day by playing it through."""

    name = "search"

    def __init__(self, side: Side, seed: int = 0) -> None:
        """A general for `side`; `seed` is that of the dice in its thoughts."""
        self.side = side
        self._dice = Dice(seed)
        self._staff = StaffPlayer(side)
        self._turn = 0
        self.trials: tuple[Trial, ...] = ()
        """What was tried this morning."""

    @property
    def memory(self) -> Memory:
        """The notebook of its staff."""
        return self._staff.memory

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """The staff's next orders, under the doctrine chosen for the day."""
        if not self.trials or view.turn - self._turn >= PLAN_EVERY:
            self._turn = view.turn
            self.trials = self._try(view)
            self._staff.doctrine = best_of(self.trials).doctrine
            self.memory.planned = view.turn - PLAN_EVERY
        return self._staff.choose(view)

    def _try(self, view: PlayerView) -> tuple[Trial, ...]:
        world = imagine(view, self.side)
        tried: list[Trial] = []
        work = 0
        for name, doctrine in doctrines(self.side):
            worth: list[int] = []
            for sample in range(SAMPLES):
                dice = Dice(self._dice.below(1 << 30, "search", self.side, view.turn, sample))
                end, played = play_on(world, self.side, doctrine, dice, self.memory)
                work += played
                worth.append(worth_of(end, self.side))
                # Who is no better with one of the dice cannot be so for sure with all of them.
                if tried and worth[-1] <= tried[0].worth[sample]:
                    break
            tried.append(Trial(name, doctrine, tuple(worth)))
            if work >= WORK:
                break
        return tuple(tried)


def best_of(trials: tuple[Trial, ...]) -> Trial:
    """The first, unless another one is better by more than chance explains; then the best."""
    usual = trials[0]
    best, most = usual, 0
    for trial in trials[1:]:
        if len(trial.worth) < len(usual.worth):
            continue
        gains = [b - a for a, b in zip(usual.worth, trial.worth, strict=True)]
        n, total = len(gains), sum(gains)
        # total / n > SURE * sqrt(variance / n), in whole numbers.
        spread = n * sum(g * g for g in gains) - total * total
        if total > most and total * total * (n - 1) > SURE * SURE * spread:
            best, most = trial, total
    return best


def play_on(
    world: State, side: Side, doctrine: Doctrine, dice: Dice, memory: Memory
) -> tuple[State, int]:
    """Some days of an imagined world, and how many orders were played in them. The staff of `side`
    begins with the plan in `memory`."""
    players: dict[Side, StaffPlayer] = {
        "soviet": StaffPlayer("soviet", doctrine if side == "soviet" else None),
        "japan": StaffPlayer("japan", doctrine if side == "japan" else None),
    }
    players[side].memory = Memory(directives=dict(memory.directives), posts=dict(memory.posts))
    state, played, last = world, 0, world.turn + DAYS
    in_phase = refused = 0
    while state.over is None and state.turn < last:
        phase = state.phase
        view = fog.observe(state, phase)
        tired = refused >= 20 or in_phase >= ORDERS
        for order in (EndPhase(),) if tired else players[phase].choose(view):
            refusal = engine.check(view, order)
            if isinstance(refusal, Refusal):
                refused += 1
                break
            refused = 0
            state, events = engine.play(state, order, dice)
            played, in_phase = played + 1, in_phase + 1
            if state.phase != phase or state.over is not None:
                in_phase = 0
                break
            if engine.uncertain(events, phase):
                break
            view = fog.carry(view, state, phase, events)
    return state, played


def worth_of(state: State, side: Side) -> int:
    """Hundredths of points that a side may expect: those of the ledger, and what the Soviet side
    can still take in its staff's reckoning, by its date."""
    found = 100 * victory.ledger(state, final=True).total
    if state.over is None:
        view = fog.observe(state, "soviet")
        for objective, days in outlook(view, look(view), Memory()):
            if days < NEVER:
                on = victory.points_on(state, objective, state.turn + days)
                found += 90 * (on - victory.points_never(state.scenario, objective))
    return found if side == "soviet" else -found
