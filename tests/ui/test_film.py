"""The enemy's turn as a film, with cards and a report: only what the viewer could see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pygame
import pytest

from game.film.projection import Projection
from game.hexes import Hex
from game.model.events import Fought, Moved, Sailed
from game.model.forces import Side, Unit
from game.model.orders import Choose, EndPhase, Order
from game.model.state import State, index_of
from game.players import registry
from game.rules import fog
from game.rules.happenings import open_choices
from game.scenario.load import load
from game.ui.app import App
from game.ui.camera import Camera
from game.ui.dialogs.eventcard import card_page, choice_card
from game.ui.dialogs.report import ReportDialog
from game.ui.film.acts import FLASH, LONGEST, STEP, scene_of, together
from game.ui.film.projector import Projector
from game.ui.film.reel import Reel, told_of
from game.ui.screens.battle import Battle
from game.ui.session import Session
from game.ui.settings import Settings
from tests.ui.desktop import press, until

SCENARIO = "mutanchiang"


def session_of(viewer: Side = "japan", state: State | None = None) -> Session:
    """A game of a person against a staff."""
    scenario = load(SCENARIO)
    players: dict[Side, str] = {"soviet": "staff", "japan": "staff", viewer: "person"}
    session = Session.new(scenario, 4, scenario.options, players, None)
    if state is not None:
        session.match.rewind(state)
        session.match.orders = 0
    return session


def play_phase(session: Session, reel: Reel, orders: Iterable[Order] | None = None) -> list[Order]:
    """Let the side to move play its phase, or these orders; what was played."""
    side, given = session.side, []
    if orders is not None:
        for order in orders:
            assert isinstance(session.submit(order), tuple)
            reel.follow()
        return list(orders)
    general = registry.make("staff", side, 4)
    while session.side == side:
        for order in general.choose(session.view(side)):
            if not isinstance(session.submit(order), tuple):
                break
            given.append(order)
            reel.follow()
            if session.side != side or session.surprised:
                break
    return given


@pytest.fixture(scope="module")
def filmed() -> tuple[Session, Reel, list[Order]]:
    """The Soviet phase of the first day, as a Japanese player saw it."""
    session = session_of()
    reel = Reel("japan", session)
    orders = play_phase(session, reel)
    return session, reel, orders


def camera_on(h: int) -> Camera:
    """A camera that looks at a hex."""
    scenario = load(SCENARIO)
    projection = Projection.of(scenario.map.projection)
    centre = projection.centre(h)
    low = (centre[0] - 4000, centre[1] - 4000)
    high = (centre[0] + 4000, centre[1] + 4000)
    camera = Camera(projection, (640, 400), low, high)
    camera.look_at(h, 38)
    return camera


def test_only_what_was_seen_gets_into_the_film(filmed: tuple[Session, Reel, list[Order]]) -> None:
    _, reel, orders = filmed
    assert 0 < len(reel) < len(orders)
    for i in range(len(reel)):
        shot = reel.shot(i)
        for act in scene_of(shot).acts:
            if act.kind == "walk":
                assert act.unit in shot.after.units
                assert shot.after.units[act.unit].hex == act.path[-1]
        for event in shot.events:
            if isinstance(event, Moved | Sailed):
                assert event.path


def test_a_march_takes_80_ms_a_hex_and_600_at_most(
    filmed: tuple[Session, Reel, list[Order]],
) -> None:
    _, reel, _ = filmed
    walks = [
        act for i in range(len(reel)) for act in scene_of(reel.shot(i)).acts
        if act.kind == "walk" and isinstance(reel.told(i)[0], Moved)
    ]  # fmt: skip
    assert walks
    for act in walks:
        assert act.end - act.start == pytest.approx(min(LONGEST, STEP * (len(act.path) - 1)))


def test_a_fight_is_shown_before_its_result(filmed: tuple[Session, Reel, list[Order]]) -> None:
    _, reel, _ = filmed
    i = next(i for i in range(len(reel)) if any(isinstance(e, Fought) for e in reel.told(i)))
    projector = Projector(reel)
    projector.seek(i)
    scene = projector.scene
    assert scene is not None
    assert scene.turnover >= FLASH
    assert projector.view is scene.before
    projector.clock = scene.turnover + 0.01
    assert projector.view is scene.after


def test_marches_can_be_shown_all_at_once(filmed: tuple[Session, Reel, list[Order]]) -> None:
    _, reel, _ = filmed
    shots = [reel.shot(i) for i in range(len(reel))]
    moves = [s for s in shots if all(e.kind in ("moved", "sighted") for e in s.events)]
    scene = together(moves)
    assert scene.shots == len(moves)
    assert scene.seconds < sum(scene_of(s).seconds for s in moves)


def changed(state: State, unit: Unit, **news: object) -> State:
    """The same with one unit otherwise."""
    units = {**state.units, unit.id: replace(unit, **news)}  # type: ignore[arg-type]
    return replace(state, units=units, index=index_of(units), cache={})


def test_what_cannot_be_seen_changes_nothing_in_the_film(
    filmed: tuple[Session, Reel, list[Order]],
) -> None:
    _, reel, orders = filmed
    first = session_of().match.state
    moved = {u for o in orders for u in (getattr(o, "units", ()) or (getattr(o, "unit", ""),))}
    seen = {u.id for u in fog.observe(first, "japan").units.values()}
    hidden = [u for u in first.on_map("soviet") if u.id not in seen and u.id not in moved]
    assert hidden
    other = changed(first, hidden[0], men=hidden[0].men + 700, guns=hidden[0].guns + 9)
    assert other != first
    session = session_of(state=other)
    again = Reel("japan", session)
    play_phase(session, again, orders)
    assert len(again) == len(reel)
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    for i in range(len(reel)):
        one, two = reel.shot(i), again.shot(i)
        assert one.events == two.events
        assert one.before == two.before
        assert one.after == two.after
        assert scene_of(one).acts == scene_of(two).acts
    for i in range(0, len(reel), 7):
        pictures = []
        for film in (reel, again):
            projector = Projector(film)
            projector.seek(i)
            scene = projector.scene
            assert scene is not None
            projector.clock = scene.seconds * 0.4
            target = pygame.Surface((640, 400))
            at = next((a.at for a in scene.acts if a.at), Hex(0))
            view = projector.view
            assert view is not None
            projector.draw(target, camera_on(at or next(iter(view.units.values())).hex), view)
            pictures.append(pygame.image.tobytes(target, "RGB") + projector.words.encode())
        assert pictures[0] == pictures[1]


def test_an_order_that_is_taken_back_leaves_the_film() -> None:
    scenario = load(SCENARIO)
    players: dict[Side, str] = {"soviet": "person", "japan": "person"}
    session = Session.new(scenario, 4, scenario.options, players, None)
    reel = Reel("japan", session)
    general = registry.make("staff", "soviet", 4)
    for _ in range(200):
        order = general.choose(session.view("soviet"))[0]
        if isinstance(session.submit(order), tuple):
            shot = reel.follow()
            if shot and session.can_undo:
                break
    else:
        pytest.skip("every order of this phase that is seen stands")
    before = len(reel)
    session.undo()
    reel.follow()
    assert len(reel) == before - 1


def window(**settings: object) -> tuple[App, Battle]:
    """A battle against a simple opponent, with the film on."""
    chosen = Settings(ui_scale=100, edge_pan=False, event_cards=False)
    app = App(size=(1366, 768), settings=replace(chosen, **settings), painters=False)  # type: ignore[arg-type]
    scenario = load(SCENARIO)
    players: dict[Side, str] = {"soviet": "greedy", "japan": "person"}
    session = Session.new(scenario, 4, scenario.options, players, None)
    screen = app.show(lambda a: Battle(a, session))
    assert isinstance(screen, Battle)
    return app, screen


def test_the_film_plays_pauses_steps_and_is_skipped() -> None:
    app, screen = window()
    film = screen.film
    until(app, lambda: film.running)
    until(app, lambda: screen.session.person_to_move)
    assert film.bar is not None
    film.projector.seek(0)
    film.projector.playing = True
    press(app, pygame.K_SPACE)
    assert not film.projector.playing
    press(app, pygame.K_PERIOD)
    assert film.projector.index == 1
    press(app, pygame.K_COMMA)
    assert film.projector.index == 0
    assert film.view is not None
    assert film.view.scenario is not screen.session.match.scenario
    press(app, pygame.K_END)
    assert not film.running
    assert film.view is None
    app.step(0.016)
    report = screen.dialogs[-1]
    assert isinstance(report, ReportDialog)
    press(app, pygame.K_RETURN)
    assert not screen.dialogs
    press(app, pygame.K_BACKSPACE)
    assert film.running
    app.close()


def test_who_watches_two_computers_sees_with_any_eyes() -> None:
    chosen = Settings(ui_scale=100, edge_pan=False, event_cards=False, film_speed=16.0)
    app = App(size=(1366, 768), settings=chosen, painters=False)
    scenario = load(SCENARIO)
    players: dict[Side, str] = {"soviet": "greedy", "japan": "greedy"}
    session = Session.new(scenario, 4, scenario.options, players, None)
    screen = app.show(lambda a: Battle(a, session))
    assert isinstance(screen, Battle)
    film = screen.film
    assert film.watching
    until(app, lambda: film.projector.index > 3)
    film.projector.playing = False
    assert film.bar is not None
    counts = {}
    for name in ("Japanese", "Sees all", "Soviet"):
        film.bar.viewer = name
        app.step(0.016)
        view = film.view or screen.view
        counts[name] = sum(1 for u in view.units.values() if u.on_map)
        assert film.reel.viewer == film.viewer
    assert counts["Sees all"] > counts["Japanese"]
    assert counts["Sees all"] > counts["Soviet"]
    app.close()


def test_the_computers_wait_for_a_film_that_is_far_behind() -> None:
    session = session_of()
    reel = Reel("all", session)
    play_phase(session, reel)
    whole = len(reel)
    assert not reel.mine
    first = reel.told(5)
    projector = Projector(reel)
    projector.seek(8)
    reel.trim(5)
    projector.trimmed(5)
    assert len(reel) == whole - 5
    assert projector.index == 3
    assert reel.told(0) == first


def test_without_motion_there_is_a_report_and_no_film() -> None:
    app, screen = window(motion=False)
    until(app, lambda: bool(screen.dialogs))
    assert not screen.film.running
    report = screen.dialogs[-1]
    assert isinstance(report, ReportDialog)
    assert report.sheet.page is not None
    assert report.sheet.page.said
    app.close()


def test_cards_and_choices_of_the_campaign_say_what_follows() -> None:
    scenario = load("manchuria_1945")
    pygame.display.init()
    for happening in scenario.happenings:
        card = choice_card(happening, scenario, 1, 1)
        page = card_page(card, 560, round)
        assert happening.title in page.said
        assert len(card.choices) == len(happening.choice)
        for (_, _, order), way in zip(card.choices, happening.choice, strict=True):
            assert order == Choose(happening.id, way.id)


def test_a_choice_on_a_card_gives_the_order() -> None:
    scenario = load("manchuria_1945")
    app = App(size=(1366, 768), settings=Settings(ui_scale=100, film="off"), painters=False)
    players: dict[Side, str] = {"soviet": "person", "japan": "person"}
    session = Session.new(scenario, 4, scenario.options, players, None)
    screen = app.show(lambda a: Battle(a, session, "japan"))
    assert isinstance(screen, Battle)
    for _ in range(12):
        if open_choices(session.view(session.side), session.side):
            break
        session.submit(EndPhase())
    side = session.side
    waiting = open_choices(session.view(side), side)
    assert waiting
    screen.viewer = side if side == screen.viewer else screen.viewer
    if side != screen.viewer:
        screen.look_as(side)
    screen.film.pile.cards.clear()
    screen.film.pile.ask_again()
    screen.film.projector.skip()
    until(app, lambda: bool(screen.film.pile.buttons))
    button, order = next(iter(screen.film.pile.buttons.items()))
    assert isinstance(order, Choose)
    pygame.event.post(
        pygame.event.Event(pygame_gui_pressed(), ui_element=button, ui_object_id="")
    )
    app.step(0.016)
    assert session.match.state.choices[order.event] == order.option
    app.close()


def pygame_gui_pressed() -> int:
    """The event of a pressed button."""
    import pygame_gui

    return int(pygame_gui.UI_BUTTON_PRESSED)


def test_a_viewer_is_told_as_fog_has_it(filmed: tuple[Session, Reel, list[Order]]) -> None:
    session, _, _ = filmed
    last = session.log[-1]
    state = session.match.state
    told = tuple(
        e for e in (fog.told(state, "japan", event) for event in last.events) if e is not None
    )
    assert told_of(state, "japan", last.events) == told
    assert told_of(state, "all", last.events) == last.events
