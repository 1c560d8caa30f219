"""The tutorial as a person plays it: every lesson done by clicks, each step seen and marked."""

from __future__ import annotations

import pygame
import pytest

from game.hexes import NOWHERE, Hex
from game.model.forces import UnitId
from game.model.lessons import LessonStep
from game.model.orders import Move
from game.rules.reach import march_path, path_to, reachable
from game.scenario.load import load
from game.ui.app import App
from game.ui.panels.lesson import LessonPanel
from game.ui.screens.battle import Battle
from game.ui.teacher import HINTS, PATIENCE, Teacher
from tests.test_tutorial import FOLLOW
from tests.ui.desktop import battle, click_hex, end_phase, pick, press, settle, until
from tests.ui.pages import push


def lesson_of(screen: Battle) -> LessonPanel:
    """The panel of the lesson."""
    assert screen.lesson is not None
    return screen.lesson


def goal_today(screen: Battle, unit: UnitId, goal: Hex) -> tuple[Hex, bool]:
    """How far towards a hex a unit comes today, and whether by force."""
    view = screen.view
    here = view.units[unit]
    if here.hex == goal:
        return NOWHERE, False
    for forced in (False, True):
        if path_to(view, here, goal, forced) is not None:
            return goal, forced
    reach = reachable(view, here, forced=True)
    for stop in reversed((march_path(view, here, goal) or ())[1:]):
        if stop in reach and path_to(view, here, stop, forced=True) is not None:
            return stop, True
    return NOWHERE, False


def march(app: App, screen: Battle, unit: UnitId, goal: Hex) -> None:
    """Click the unit, right-click the hex, with Shift where it takes force."""
    stop, forced = goal_today(screen, unit, goal)
    if not stop:
        return
    pick(app, screen, unit)
    pygame.key.set_mods(pygame.KMOD_SHIFT if forced else pygame.KMOD_NONE)
    click_hex(app, screen, stop, button=3)
    pygame.key.set_mods(pygame.KMOD_NONE)
    last = screen.session.log[-1].order
    assert isinstance(last, Move), screen.desk.message
    assert last.unit == unit


def attack(app: App, screen: Battle, step: LessonStep) -> None:
    """Right-click an enemy beside a unit, and Enter."""
    view = screen.view
    for unit in step.units or [u.id for u in view.on_map("soviet")]:
        for target in view.scenario.map.around[view.units[unit].hex]:
            if view.side_at(target) != "japan":
                continue
            pick(app, screen, unit)
            before = sum(screen.view.assaults.values())
            click_hex(app, screen, target, button=3)
            press(app, pygame.K_RETURN)
            if sum(screen.view.assaults.values()) > before:
                return
            press(app, pygame.K_ESCAPE)
    raise AssertionError("nobody can attack")


def test_a_person_gets_through_the_tutorial() -> None:
    app, screen = battle("tutorial", other="staff", seed=1)
    scenario = screen.session.scenario
    panel = lesson_of(screen)
    for turn in range(1, scenario.turns + 1):
        until(app, lambda: screen.desk.in_command)
        settle(app)
        lesson = panel.teacher.lesson
        assert lesson is not None
        assert lesson.turn == turn
        assert lesson.title in panel._title.text
        for unit, goal in FOLLOW[turn]:
            march(app, screen, UnitId(unit), Hex(goal))
        for step in lesson.steps:
            if step.check == "attacked":
                attack(app, screen, step)
        settle(app)
        assert panel.teacher.step is None, (turn, panel.teacher.step)
        assert "This lesson is learned" in panel._shown
        end_phase(app, screen)
    until(app, lambda: screen.session.match.over)
    settle(app)
    assert "The lessons are over" in panel._title.text
    app.close()


def test_show_me_goes_to_the_unit_and_a_hint_comes_in_time() -> None:
    app, screen = battle("tutorial")
    panel = lesson_of(screen)
    push(app, "Show me")
    assert screen.desk.selected == (UnitId("tb125"),)
    assert "Hint" not in panel._shown
    push(app, "Hint")
    assert "125" in panel._shown.partition("Hint:")[2]
    panel.teacher.asked = False
    panel._write()
    assert "Hint:" not in panel._shown
    panel.update(PATIENCE + 1)
    assert "Hint:" in panel._shown
    app.close()


def test_the_panel_folds_and_keeps_its_place() -> None:
    app, screen = battle("tutorial", size=(1366, 768))
    panel = lesson_of(screen)
    assert panel._panel is not None
    assert screen.area.contains(panel._panel.rect)
    push(app, "Fold")
    assert panel._panel.rect.height < 60
    push(app, "Open")
    assert panel._text is not None
    app.close()


def test_what_was_done_once_stays_done() -> None:
    app, screen = battle("tutorial")
    march(app, screen, UnitId("tb125"), Hex(12248))
    march(app, screen, UnitId("tb209"), Hex(12248))
    panel = lesson_of(screen)
    assert panel.teacher.finished(0)
    press(app, pygame.K_u)
    settle(app)
    assert panel.teacher.finished(0)
    app.close()


def test_other_games_have_no_lesson() -> None:
    app, screen = battle("shumshu")
    assert screen.lesson is None
    app.close()
    app, screen = battle("tutorial", side="japan")
    assert screen.lesson is None, "the lessons are the Soviet side's"
    app.close()


@pytest.mark.parametrize("turn", range(1, 6))
def test_every_step_has_a_hint_that_names_whom_it_needs(turn: int) -> None:
    scenario = load("tutorial")
    from game.match import Match

    view = Match(scenario, 1).view("soviet")
    teacher = Teacher("soviet")
    teacher.lesson = next(x for x in scenario.lessons if x.turn == turn)
    for i, step in enumerate(teacher.lesson.steps):
        assert step.check in HINTS
        said = teacher.hint(view)
        assert "{" not in said
        for unit in step.units:
            assert scenario.counters[unit].name in said or step.check in ("taken", "worn_down")
        teacher.done.setdefault(turn, set()).add(i)
