"""The teacher of a tutorial: which lesson is on, which of its steps are done, and a hint in time.

It looks at the pupil's view alone. What was done once stays done, though a later march may undo it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from game.hexes import NOWHERE, Hex
from game.model.forces import Side
from game.model.lessons import Lesson, LessonStep
from game.model.state import PlayerView
from game.rules import lessons

PATIENCE = 40.0
"""Seconds without progress after which a hint is given."""

HINTS = {
    "stands": "Select {units}: click the counter, or press Show me. Then right-click {place}. The "
    "path says how far one day reaches; Shift + right click marches by force. If it is too far for "
    "today, march as far along the way as the points go.",
    "taken": "March into {place} with a right click. If an enemy stands there, the same click "
    "attacks him. A place is yours as soon as your troops have entered it.",
    "attacked": "Select {units}, standing next to an enemy, and right-click him. The window that "
    "opens names what counts for and against it; Enter attacks, Esc lets it be.",
    "supplied": "Select {units} and read the line on supply at the right: source, way, and the "
    "weakest link. Troops that stay near road or railway in your hands are supplied.",
    "fuelled": "Select {units} and look at the fuel at the right. Swamp and forest burn most; "
    "roads and plains least. Let a brigade halt where the fuel would run out.",
    "dug_in": "Select {units} and let them stand: troops that do not march dig in over night.",
    "worn_down": "Attack {place} with guns and engineers: each attack that goes well takes points "
    "off the works.",
}
"""What helps with each kind of step."""


@dataclass
class Teacher:
    """Follows one pupil through the lessons of a scenario."""

    side: Side
    done: dict[int, set[int]] = field(default_factory=dict)
    """By turn, the steps that are done."""
    lesson: Lesson | None = None
    """The lesson of the present turn."""
    waited: float = 0.0
    """Seconds since the last progress."""
    asked: bool = False
    """The pupil wants a hint."""

    def look(self, view: PlayerView) -> bool:
        """See what has been done; whether there is anything new."""
        lesson = lessons.lesson_of(view)
        new = lesson is not self.lesson
        if new:
            self.lesson, self.waited, self.asked = lesson, 0.0, False
        if lesson is None or view.phase != self.side:
            return new
        done = self.done.setdefault(lesson.turn, set())
        for i, holds in enumerate(lessons.steps_done(view, self.side, lesson)):
            if holds and i not in done:
                done.add(i)
                self.waited, self.asked, new = 0.0, False, True
        return new

    def finished(self, i: int) -> bool:
        """Whether a step of the present lesson is done."""
        return self.lesson is not None and i in self.done.get(self.lesson.turn, ())

    @property
    def step(self) -> LessonStep | None:
        """The first step that is not done."""
        if self.lesson is None:
            return None
        left = (s for i, s in enumerate(self.lesson.steps) if not self.finished(i))
        return next(left, None)

    def wait(self, seconds: float) -> bool:
        """Time passes in the pupil's phase; whether a hint is due from now on."""
        before = self.hinting
        if self.step is not None:
            self.waited += seconds
        return self.hinting and not before

    @property
    def hinting(self) -> bool:
        """Whether the hint of the present step is shown."""
        return self.step is not None and (self.asked or self.waited >= PATIENCE)

    def hint(self, view: PlayerView) -> str:
        """What helps with the present step."""
        step = self.step
        if step is None:
            return ""
        names = [view.scenario.counters[u].name for u in step.units]
        units = " and ".join(names) or "one of your units"
        return HINTS[step.check].format(units=units, place=_place(view, step))

    def where(self, view: PlayerView) -> Hex:
        """Where the present step begins: its unit that is not at its goal yet, or its place."""
        step = self.step
        if step is None:
            return NOWHERE
        here = [view.units[u].hex for u in step.units if u in view.units and view.units[u].on_map]
        away = [h for h in here if h != step.hex]
        return away[0] if away else step.hex if step.hex else here[0] if here else NOWHERE


def _place(view: PlayerView, step: LessonStep) -> str:
    """The name and number of the place of a step."""
    places = view.scenario.map.places_by_id
    if step.place in places:
        return f"{places[step.place].name} (hex {step.hex})"
    return f"hex {step.hex}" if step.hex else "the enemy"
