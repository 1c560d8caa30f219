"""Army orders through the window's real loop: formation, posture, goal, drafts, and their fate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from game.hexes import NOWHERE, Hex
from game.model.forces import FormationId, Side, UnitId
from game.model.orders import Move
from game.players.staff.draft import units_of
from game.players.staff.plan import WHOLE
from game.scenario.load import load
from game.ui.app import App
from game.ui.army.memo import place_of
from game.ui.army.words import order_words
from game.ui.modes.march import March
from game.ui.panels.army import ArmyOrders
from game.ui.screens.battle import Battle
from game.ui.session import Session
from game.ui.settings import Settings
from tests.ui.desktop import SIZE, battle, choose, click, press, until

A5 = FormationId("a5")
UNIT = UnitId("d144")
QUIET = Settings(ui_scale=100, edge_pan=False, film="off", event_cards=False)


@pytest.fixture
def window() -> Iterator[tuple[App, Battle]]:
    app, screen = battle("mutanchiang", "soviet", "staff")
    yield app, screen
    app.close()


def city(screen: Battle) -> Hex:
    return next(p.hex for p in screen.view.scenario.map.places if p.id == "mutanchiang")


def on_screen(screen: Battle, h: Hex) -> tuple[float, float]:
    x, y = screen.camera.hex_screen(h)
    return x + screen.area.left, y + screen.area.top


def open_for(app: App, screen: Battle, unit: UnitId) -> ArmyOrders:
    """Select a unit, look where it and its goal can both be seen beside the panel, press X."""
    screen.select((unit,))
    screen.camera.look_at(Hex(city(screen) + 400), 27)
    press(app, pygame.K_x)
    return screen.army


def settle(app: App, army: ArmyOrders) -> None:
    """Let the staff finish."""
    app.step(0.016)
    until(app, lambda: army.office.draft is not None and not army.office.thinking
          and not army.office.busy)  # fmt: skip
    app.step(0.016)


def order(app: App, screen: Battle) -> ArmyOrders:
    """Give the 5th Army its goal by a click on the map."""
    army = open_for(app, screen, UNIT)
    assert army.office.formation == A5
    click(app, on_screen(screen, city(screen)))
    settle(app, army)
    return army


def row(army: ArmyOrders, i: int) -> tuple[int, int]:
    assert army.sheet is not None
    at = army.sheet.place_of(("order", i))
    assert at is not None
    return at


def march_of(army: ArmyOrders) -> int:
    return next(i for i, o in enumerate(army.office.orders()) if isinstance(o, Move))


def test_a_click_on_the_map_gives_the_goal_and_the_staff_drafts(
    window: tuple[App, Battle],
) -> None:
    app, screen = window
    army = order(app, screen)
    assert army.office.given[A5].goal == city(screen)
    assert not army.aiming
    said = army.sheet.page.said if army.sheet and army.sheet.page else []
    assert order_words(screen.view, army.office.orders()[0]) in said
    assert any(line.startswith("Without orders") for line in said)
    assert not screen.session.log, "a draft is no order"


def test_an_arrow_drawn_from_the_troops_gives_the_goal(window: tuple[App, Battle]) -> None:
    app, screen = window
    army = open_for(app, screen, UNIT)
    start = on_screen(screen, screen.view.units[UNIT].hex)
    end = on_screen(screen, city(screen))
    centre = tuple(screen.camera.centre)
    for kind, at in (
        (pygame.MOUSEBUTTONDOWN, start), (pygame.MOUSEMOTION, end), (pygame.MOUSEBUTTONUP, end),
    ):  # fmt: skip
        place = (round(at[0]), round(at[1]))
        extra = {"rel": (0, 0), "buttons": (1, 0, 0)} if kind == pygame.MOUSEMOTION else {}
        button = {} if extra else {"button": 1}
        pygame.event.post(pygame.event.Event(kind, pos=place, **extra, **button))
        app.step(0.016)
        if kind == pygame.MOUSEMOTION:
            assert army.mark.drawing is not None
    assert army.office.given[A5].goal == city(screen)
    assert tuple(screen.camera.centre) == centre, "an arrow does not move the map"


def test_formations_get_wider_and_narrower_by_key_and_button(window: tuple[App, Battle]) -> None:
    app, screen = window
    army = open_for(app, screen, UNIT)
    press(app, pygame.K_PAGEDOWN)
    assert army.office.formation == screen.view.units[UNIT].formation or army.office.formation != A5
    press(app, pygame.K_PAGEUP)
    press(app, pygame.K_PAGEUP)
    assert army.office.formation in ("fef1", A5)
    click(app, army.named["All"].rect.center)
    assert army.office.formation == WHOLE
    press(app, pygame.K_ESCAPE)
    assert army.panel is None


def test_every_posture_and_risk_can_be_chosen_by_its_button(window: tuple[App, Battle]) -> None:
    app, screen = window
    army = order(app, screen)
    for posture in ("exploit", "mask", "hold", "delay", "withdraw", "race", "attack"):
        click(app, army.named[posture.capitalize()].rect.center)
        assert army.office.given[A5].posture == posture
    settle(app, army)
    for risk in ("careful", "bold", "normal"):
        click(app, army.named[risk.capitalize()].rect.center)
        assert army.office.given[A5].limits.risk == risk
    click(app, army.named["Reserve"].rect.center)
    assert army.office.given[A5].reserve
    settle(app, army)
    assert army.office.draft is not None
    assert "kept in reserve" in dict(army.office.draft.not_done).values()


def test_one_order_is_given_changed_or_refused_from_its_line(window: tuple[App, Battle]) -> None:
    app, screen = window
    army = order(app, screen)
    i = march_of(army)
    first = army.office.orders()[i]
    click(app, row(army, i))
    choose(app, screen, "Refuse")
    settle(app, army)
    assert set(units_of(first)) <= army.office.pinned
    assert not any(set(units_of(first)) & set(units_of(o)) for o in army.office.orders())

    i = march_of(army)
    second = army.office.orders()[i]
    assert isinstance(second, Move)
    click(app, row(army, i))
    choose(app, screen, "Another way")
    march = March((second.unit,))
    goal = next(
        h for h in march.goals(screen.view)
        if h != second.path[-1] and march.propose(screen.view, h).possible
    )  # fmt: skip
    screen.camera.look_at(goal, 54)
    app.step(0.016)
    click(app, on_screen(screen, goal))
    settle(app, army)
    assert not army.office.message, army.office.message
    assert army.redrawing is None
    mine = army.office.orders()[0]
    assert isinstance(mine, Move)
    assert (mine.unit, mine.path[-1]) == (second.unit, goal)

    click(app, row(army, 0))
    choose(app, screen, "Give this order")
    app.step(0.016)
    assert screen.view.units[second.unit].hex == goal
    assert [h.order for h in screen.session.log] == [mine]


def test_the_draft_is_given_up_to_the_first_surprise_and_drafted_anew(
    window: tuple[App, Battle],
) -> None:
    app, screen = window
    army = order(app, screen)
    click(app, army.named["Give these"].rect.center)
    settle(app, army)
    given = len(screen.session.log)
    assert given
    assert army.office.draft is not None
    assert army.office.orders(), "what is left is drafted from the new view"
    click(app, army.named["Play on"].rect.center)
    settle(app, army)
    assert len(screen.session.log) > given
    assert not army.office.orders()
    kinds = {h.order.kind for h in screen.session.log}
    assert {"attack", "move"} <= kinds


def test_what_is_taken_back_is_drafted_again(window: tuple[App, Battle]) -> None:
    app, screen = window
    army = order(app, screen)
    i = march_of(army)
    march = army.office.orders()[i]
    click(app, row(army, i))
    choose(app, screen, "Give this order")
    settle(app, army)
    assert march not in army.office.orders()
    assert screen.session.can_undo
    press(app, pygame.K_u)
    settle(app, army)
    assert march in army.office.orders()


def test_directives_stand_for_the_next_day_and_in_a_loaded_game(
    home: Path,
) -> None:
    scenario, players = load("mutanchiang"), {"soviet": "person", "japan": "greedy"}
    path = home / "saves" / "x.jsonl.gz"
    app = App(size=SIZE, settings=QUIET, painters=False)
    session = Session.new(scenario, 5, scenario.options, players, path)  # type: ignore[arg-type]
    screen = app.show(lambda a: Battle(a, session))
    assert isinstance(screen, Battle)
    app.step(0.016)
    army = order(app, screen)
    screen.end_now()
    until(app, lambda: screen.session.match.turn == 2 and screen.desk.in_command)
    settle(app, army)
    assert army.office.given[A5].goal == city(screen)
    assert army.office.orders()
    assert place_of(session).is_file()
    app.close()

    app = App(size=SIZE, settings=QUIET, painters=False)
    again = Session.load(path, scenario, players)  # type: ignore[arg-type]
    loaded = app.show(lambda a: Battle(a, again))
    assert isinstance(loaded, Battle)
    assert loaded.army.office.given[A5].goal == city(loaded)
    place_of(again).write_text("{broken", encoding="utf-8")
    app.close()


@pytest.mark.parametrize("broken", ["", "{", '{"format": 9}'])
def test_a_file_of_orders_that_cannot_be_used_is_left_aside(home: Path, broken: str) -> None:
    from game.ui.army.memo import recall

    scenario = load("tutorial")
    session = Session.new(
        scenario, 5, scenario.options, {"soviet": "person", "japan": "greedy"},
        home / "saves" / "y.jsonl.gz",
    )  # fmt: skip
    place_of(session).parent.mkdir(parents=True)
    place_of(session).write_text(broken, encoding="utf-8")
    assert recall(session) == {"soviet": {}, "japan": {}}
    session.close()


@pytest.mark.parametrize("side", ["soviet", "japan"])
def test_all_armies_can_be_left_to_the_staff_with_one_button(side: Side) -> None:
    app, screen = battle("mutanchiang", side, "greedy")
    until(app, lambda: screen.desk.in_command)
    army = screen.army
    press(app, pygame.K_x)
    assert army.office.formation == WHOLE
    click(app, army.named["Play on"].rect.center)
    settle(app, army)
    assert screen.session.log
    assert all(h.side != side or h.turn == 1 for h in screen.session.log)
    assert army.office.given[WHOLE].goal == NOWHERE
    app.close()
