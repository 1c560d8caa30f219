"""The lessons of a tutorial, as a cut's file lists them."""

from __future__ import annotations

from game.model.forces import Counter, UnitId
from game.model.lessons import Lesson, LessonStep
from game.scenario.cutfiles import StepFile
from game.scenario.knife import Knife
from game.scenario.problems import listed, quoted

PLACED_CHECKS = frozenset({"stands", "taken", "worn_down"})
"""Checks of a lesson that ask for a place."""


def lessons(knife: Knife, counters: dict[UnitId, Counter]) -> tuple[Lesson, ...]:
    """The lessons by turn, one for each turn that has any."""
    found: list[Lesson] = []
    for i, row in enumerate(knife.head.lesson, start=1):
        where = f"lesson[{i}]"
        if row.turn > knife.head.turns:
            knife.fault(where, "turn", str(row.turn), f"a turn from 1 to {knife.head.turns}")
        if row.turn in {lesson.turn for lesson in found}:
            knife.fault(where, "turn", str(row.turn), "each turn once")
        steps = tuple(
            _step(knife, f"{where}.steps[{n}]", step, counters)
            for n, step in enumerate(row.steps, start=1)
        )
        found.append(Lesson(row.turn, row.title, row.text.strip(), steps))
    return tuple(sorted(found, key=lambda lesson: lesson.turn))


def _step(knife: Knife, where: str, row: StepFile, counters: dict[UnitId, Counter]) -> LessonStep:
    needed = row.check in PLACED_CHECKS
    h = knife.spot(where, row.place, row.hex, needed=needed)
    if not needed and (row.place or row.hex):
        allowed = f"no place, unless the check is one of {listed(sorted(PLACED_CHECKS))}"
        knife.fault(where, "place", quoted(row.place or f"{row.hex:05d}"), allowed)
    for name in row.units:
        if name not in counters:
            knife.unknown(where, "units", name, counters)
    return LessonStep(
        row.text, row.check, h, row.place, tuple(UnitId(u) for u in row.units), row.number
    )
