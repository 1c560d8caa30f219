"""What of a tutorial's lesson is done, as far as the view tells.

A step is done as soon as its check holds; whoever shows the lessons remembers that, for a later
move may undo what was done (`attacked` asks about this phase alone).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from game.model.forces import Side, Unit
from game.model.lessons import Check, Lesson, LessonStep
from game.model.state import HOLDER_OF, PlayerView, State


def lesson_of(state: State) -> Lesson | None:
    """The lesson of the present turn, if there is one."""
    return next((x for x in state.scenario.lessons if x.turn == state.turn), None)


def steps_done(view: PlayerView, side: Side, lesson: Lesson) -> tuple[bool, ...]:
    """For each step of a lesson whether `side`, whose view it is, has done it."""
    return tuple(CHECKS[step.check](view, side, step) for step in lesson.steps)


def _asked(view: PlayerView, side: Side, step: LessonStep) -> tuple[Unit, ...]:
    """The units that a step asks about: those it names, or all of the side, if on the map."""
    return tuple(u for u in view.on_map(side) if not step.units or u.id in step.units)


def _enough(view: PlayerView, side: Side, step: LessonStep, holds: Callable[[Unit], bool]) -> bool:
    """Whether it holds for every unit named that is still there, and for one at least; or, where
    none is named, for any of the side."""
    asked = _asked(view, side, step)
    return bool(asked) and (all if step.units else any)(holds(u) for u in asked)


def _stands(view: PlayerView, side: Side, step: LessonStep) -> bool:
    """`number` of the units asked about stand in the hex."""
    return sum(u.hex == step.hex for u in _asked(view, side, step)) >= step.number


def _taken(view: PlayerView, side: Side, step: LessonStep) -> bool:
    """The side holds the hex."""
    return view.control[step.hex] == HOLDER_OF[side]


def _attacked(view: PlayerView, side: Side, step: LessonStep) -> bool:
    """The side has made `number` attacks in this phase of its own, the units named at least one
    each."""
    if view.phase != side or sum(view.assaults.values()) < step.number:
        return False
    return not step.units or all(u.fought > 0 for u in _asked(view, side, step))


def _supplied(view: PlayerView, side: Side, step: LessonStep) -> bool:
    """A source of supply reaches the units."""
    return _enough(view, side, step, lambda u: u.cut_off == 0)


def _fuelled(view: PlayerView, side: Side, step: LessonStep) -> bool:
    """The units have `number` points of fuel."""
    return _enough(view, side, step, lambda u: u.fuel >= step.number)


def _dug_in(view: PlayerView, side: Side, step: LessonStep) -> bool:
    """The units are entrenched to the level `number`."""
    return _enough(view, side, step, lambda u: u.entrenched >= step.number)


def _worn_down(view: PlayerView, side: Side, step: LessonStep) -> bool:
    """No more than `number` points of permanent works are left in the hex."""
    return view.works.get(step.hex, 0) <= step.number


CHECKS: Mapping[Check, Callable[[PlayerView, Side, LessonStep], bool]] = {
    "stands": _stands, "taken": _taken, "attacked": _attacked, "supplied": _supplied,
    "fuelled": _fuelled, "dug_in": _dug_in, "worn_down": _worn_down,
}  # fmt: skip
"""The vocabulary of steps."""
