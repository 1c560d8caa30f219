"""The tutorial, played by its book: every step of every lesson can be done when it is asked."""

import pytest

from game.hexes import Hex
from game.match import Match
from game.model.forces import UnitId
from game.model.lessons import LessonStep
from game.model.orders import Attack, EndPhase, Move, Refusal
from game.players.registry import make
from game.rules import lessons
from game.rules.reach import march_path, path_to, reachable
from game.scenario.load import load

FOLLOW: dict[int, tuple[tuple[str, int], ...]] = {
    1: (("tb125", 12248), ("tb209", 12248), ("d66", 12051)),
    2: (("d264", 12148), ("tb125", 12148), ("tb209", 12148)),
    3: (("tb125", 11949), ("tb209", 11949)),
    4: (("tb125", 11949), ("tb209", 11949)),
    5: (),
}
"""Where a player who reads the lessons sends his troops, by turn."""


def march(match: Match, unit: str, goal: int) -> None:
    """As far towards a hex as the unit comes today, by force if it must be."""
    for forced in (False, True):
        view = match.view("soviet")
        here = view.units[UnitId(unit)]
        if here.hex == goal:
            return
        way = path_to(view, here, Hex(goal), forced)
        if way is not None:
            assert not isinstance(match.submit(Move(here.id, way, forced=forced)), Refusal)
            return
    far = march_path(view, here, Hex(goal)) or ()
    reach = reachable(view, here, forced=True)
    for stop in reversed(far[1:]):
        way = path_to(view, here, stop, forced=True) if stop in reach else None
        if way is not None:
            assert not isinstance(match.submit(Move(here.id, way, forced=True)), Refusal)
            return


def attack(match: Match, step: LessonStep) -> None:
    """Attack the fortress with the units named, or whoever stands beside an enemy."""
    view = match.view("soviet")
    units = [view.units[u] for u in step.units] or list(view.on_map("soviet"))
    for unit in units:
        for target in view.scenario.map.around[unit.hex]:
            if view.side_at(target) == "japan" and not isinstance(
                match.submit(Attack((unit.id,), target)), Refusal
            ):
                return


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_lesson_can_be_done_on_its_day(seed: int) -> None:
    scenario = load("tutorial")
    match = Match(scenario, seed)
    japan = make("staff", "japan", seed)
    assert [lesson.turn for lesson in scenario.lessons] == list(range(1, scenario.turns + 1))
    for turn in range(1, scenario.turns + 1):
        lesson = lessons.lesson_of(match.view("soviet"))
        assert lesson is not None
        assert lesson.turn == turn
        for unit, goal in FOLLOW[turn]:
            march(match, unit, goal)
        for step in lesson.steps:
            if step.check == "attacked":
                attack(match, step)
        done = lessons.steps_done(match.view("soviet"), "soviet", lesson)
        assert done == (True,) * len(lesson.steps), (turn, lesson.title, done)
        match.submit(EndPhase())
        while match.phase == "japan" and not match.over:
            for order in japan.choose(match.view("japan")):
                if isinstance(match.submit(order), Refusal):
                    break
    assert match.over
