"""The battle screen through its real loop: a person selects, marches, fights and ends the turn."""

from __future__ import annotations

import pygame
import pytest

from game.model.events import Flew, Fought
from game.model.forces import Side, UnitId
from game.model.orders import Air, AirMission, Attack, EndPhase, Move, SetStance
from game.rules.air import branch_of, wings_of
from game.rules.legal import legal
from game.ui.actions import ACTIONS
from game.ui.app import App
from game.ui.modes.march import March
from game.ui.modes.sky import MISSIONS, Flight
from game.ui.screens.battle import Battle
from tests.ui.desktop import (
    battle,
    choose,
    click,
    click_hex,
    end_phase,
    pick,
    point,
    press,
    settle,
    until,
)


def marcher(screen: Battle) -> UnitId:
    """A unit that can march somewhere."""
    view = screen.view
    return next(
        u.id for u in view.on_map(screen.viewer)
        if any(screen_goal(screen, u.id)) and view.scenario.counters[u.id].mobility != "static"
    )  # fmt: skip


def screen_goal(screen: Battle, unit: UnitId) -> list[int]:
    """Hexes to which a unit can march today and stay."""
    mode = March((unit,))
    return [h for h in mode.goals(screen.view) if mode.propose(screen.view, h).possible]


def ended(screen: Battle) -> bool:
    """Whether the person's phase has been ended; the computer may have answered already."""
    side = screen.viewer
    return any(isinstance(h.order, EndPhase) and h.side == side for h in screen.session.log)


def march_and_undo(app: App, screen: Battle) -> None:
    """March by a right click, take it back by key, march again."""
    unit = marcher(screen)
    pick(app, screen, unit)
    start, goal = screen.view.units[unit].hex, screen_goal(screen, unit)[0]
    click_hex(app, screen, goal, button=3)
    assert isinstance(screen.session.log[-1].order, Move)
    assert screen.view.units[unit].hex == goal
    press(app, pygame.K_u)
    assert screen.view.units[unit].hex == start
    assert screen.desk.message == "Taken back."
    click_hex(app, screen, goal, button=3)
    assert screen.view.units[unit].hex == goal


def stand(app: App, screen: Battle) -> None:
    """Change a stance by key and popup."""
    unit = screen.view.on_map(screen.viewer)[-1].id
    pick(app, screen, unit)
    press(app, pygame.K_h)
    choose(app, screen, "Stands fast")
    assert isinstance(screen.session.log[-1].order, SetStance)
    assert screen.view.units[unit].stance == "stand"


def fly(app: App, screen: Battle) -> None:
    """Send a wing on a mission: B, the wing, the mission, the target on the map."""
    view = screen.view
    wing, mission, target = next(
        (name, m, min(goals))
        for name, wing in wings_of(view, screen.viewer) if wing.sorties
        for m in ("recon", "rail", "column", "bridge")
        if m in branch_of(view, name).missions and (goals := Flight(name, m).goals(view))  # type: ignore[arg-type]
    )  # fmt: skip
    press(app, pygame.K_b)
    choose(app, screen, view.scenario.squadrons[wing].name)
    named: AirMission = mission  # type: ignore[assignment]
    choose(app, screen, MISSIONS[named])
    click_hex(app, screen, target)
    assert screen.session.log[-1].order == Air(wing, named, target)
    assert any(isinstance(e, Flew) for e in screen.session.log[-1].events)


def fight(app: App, screen: Battle) -> None:
    """Attack by a right click and Enter."""
    found = [o for o in legal(screen.view) if isinstance(o, Attack)]
    order = max(found, key=lambda o: len(o.units))
    pick(app, screen, order.units[0])
    click_hex(app, screen, order.target, button=3)
    press(app, pygame.K_RETURN)
    assert any(isinstance(e, Fought) for e in screen.session.log[-1].events)
    assert screen.desk.message


@pytest.mark.parametrize(
    ("scenario", "side"), [("mutanchiang", "soviet"), ("manchuria_1945", "japan")]
)
def test_a_whole_turn(scenario: str, side: Side) -> None:
    app, screen = battle(scenario, side=side)
    until(app, lambda: screen.desk.in_command)
    turn = screen.session.match.turn
    march_and_undo(app, screen)
    stand(app, screen)
    fly(app, screen)
    fight(app, screen)
    end_phase(app, screen)
    assert ended(screen)
    until(app, lambda: screen.desk.in_command or screen.session.match.over)
    assert screen.session.match.turn == turn + 1
    assert screen.chronicle.news(), "nothing was told of a whole turn"
    app.close()


def test_what_is_forgotten_is_said_once() -> None:
    app, screen = battle("tutorial")
    click(app, screen.foot.end.rect.center)
    assert screen.desk.in_command
    stack = app.manager.get_window_stack().get_full_stack()
    assert len(stack) == 1
    click(app, stack[0].cancel_button.rect.center)
    assert screen.desk.in_command
    click(app, screen.foot.end.rect.center)
    assert ended(screen), "it asked a second time"
    app.close()


def test_a_box_selects_several_units_and_the_tree_follows() -> None:
    app, screen = battle("sunwu")
    units = screen.view.on_map("soviet")
    screen.camera.look_at(units[0].hex, 27)
    app.step(0.016)
    area = screen.area
    pygame.key.set_mods(pygame.KMOD_SHIFT)
    a, b = area.inflate(-20, -20).topleft, area.inflate(-20, -20).bottomright
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=a, button=1))
    app.step(0.016)
    point(app, b)
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=b, button=1))
    app.step(0.016)
    pygame.key.set_mods(pygame.KMOD_NONE)
    assert len(screen.desk.selected) > 1
    assert all(screen.view.side_of(u) == "soviet" for u in screen.desk.selected)
    settle(app)
    assert screen.tree.sheet is not None
    key = ("unit", screen.desk.selected[0])
    assert any(s.key == key for s in screen.tree.sheet.page.spots), "the tree does not show it"
    app.close()


def test_the_tree_selects_and_a_double_click_centres() -> None:
    app, screen = battle("tutorial")
    press(app, pygame.K_n)
    first = screen.desk.selected
    assert first
    press(app, pygame.K_n)
    second = screen.desk.selected
    assert second != first
    sheet = screen.tree.sheet
    assert sheet is not None
    at = sheet.place_of(("unit", first[0]))
    assert at is not None
    click(app, at)
    assert screen.desk.selected == first
    screen.camera.look_at(screen.session.scenario.map.hexes[0])
    click(app, sheet.place_of(("unit", first[0])) or at)
    here = screen.camera.projection.centre(screen.view.units[first[0]].hex)
    assert abs(screen.camera.centre[0] - here[0]) < 60
    app.close()


def test_search_and_filters_narrow_the_tree() -> None:
    app, screen = battle("tutorial")
    tree = screen.tree
    whole = len(tree.sheet.page.said)
    idle = next(b for b, need in tree.buttons.items() if need == "idle")
    click(app, idle.rect.center)
    settle(app)
    shown = tree.sheet.page.said
    assert len(shown) > whole, "a filter opens the tree"
    click(app, tree._search.rect.center)
    for letter in "tank":
        for kind in (pygame.KEYDOWN, pygame.TEXTINPUT):
            event = (
                pygame.event.Event(kind, key=ord(letter), mod=0, unicode=letter, scancode=0)
                if kind == pygame.KEYDOWN else pygame.event.Event(kind, text=letter)
            )  # fmt: skip
            pygame.event.post(event)
        app.step(0.016)
    settle(app)
    assert 0 < len(tree.sheet.page.said) < len(shown)
    assert any("Tank" in name for name in tree.sheet.page.said)
    selected = screen.desk.selected
    press(app, pygame.K_n)
    assert screen.desk.selected == selected, "a key that is written gave an order"
    press(app, pygame.K_ESCAPE)
    assert not tree.writing
    assert len(tree.sheet.page.said) == len(shown)
    press(app, pygame.K_n)
    assert screen.desk.selected != selected
    app.close()


def test_every_order_has_a_button_that_says_why_it_cannot_be_given() -> None:
    app, screen = battle("mutanchiang")
    press(app, pygame.K_n)
    for action in ACTIONS:
        button = screen.side.buttons[action.id]
        assert button.tool_tip_text, action.id
        why = action.why_not(screen.view, screen.desk.selected)
        assert bool(button.is_enabled) == (not why), action.id
        assert not why or button.tool_tip_text == why
    app.close()


def test_a_unit_that_is_to_stay_is_no_longer_idle() -> None:
    app, screen = battle("tutorial")
    press(app, pygame.K_n)
    first, idle = screen.desk.selected, len(screen.desk.needing("idle"))
    press(app, pygame.K_SPACE)
    assert len(screen.desk.needing("idle")) == idle - 1
    assert screen.desk.selected != first
    for _ in range(idle):
        press(app, pygame.K_SPACE)
    assert not screen.desk.needing("idle")
    assert "idle" not in screen.foot.end.text
    click(app, screen.foot.end.rect.center)
    assert ended(screen), "nothing was forgotten, yet it asked"
    app.close()
