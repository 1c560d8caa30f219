"""The papers of the staff: table, graphs, ledgers, encyclopaedia, communiqué, epilogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pygame
import pygame_gui
import pytest

from game.film.words import day
from game.model.forces import Side
from game.model.orders import EndPhase
from game.model.reference import of
from game.model.scenario import Scenario
from game.model.state import State, index_of
from game.players import registry
from game.rules import council, fog, victory
from game.rules.fog import observe
from game.scenario.load import load
from game.ui.app import App
from game.ui.panels.page import Page
from game.ui.past import Past
from game.ui.screens.battle import Battle
from game.ui.screens.book import KINDS, Book, items, write_entry
from game.ui.screens.chart import round_up, write_chart
from game.ui.screens.course import charts, record, taken
from game.ui.screens.forces import ENEMY, FILTERS, Forces, row_of
from game.ui.screens.papers import TABS, Papers
from game.ui.screens.points import objective_rows, write_council, write_standing
from game.ui.session import Session
from game.ui.settings import Settings
from game.ui.shots import shoot
from tests.ui.desktop import battle, press

CAMPAIGN = "manchuria_1945"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The campaign."""
    return load(CAMPAIGN)


@pytest.fixture(scope="module")
def played(scenario: Scenario) -> Session:
    """Two days of the campaign."""
    players: dict[Side, str] = {"soviet": "person", "japan": "person"}
    session = Session.new(scenario, 7, scenario.options, players, None)
    generals = {side: registry.make("staff", side, 7) for side in ("soviet", "japan")}
    while session.match.turn < 3:
        side = session.side
        for order in generals[side].choose(session.view(side)):
            refused = not isinstance(session.submit(order), tuple)
            if refused or session.side != side or session.surprised:
                break
    return session


def pages() -> Page:
    """An empty page."""
    pygame.display.init()
    return Page(700, round)


def opened(tab: str) -> tuple[App, Battle, Papers]:
    """The papers over a battle."""
    app, screen = battle("mutanchiang")
    key = next(key for name, _, key in TABS if name == tab)
    press(app, key)
    assert isinstance(app.screen, Papers)
    return app, screen, app.screen


def send(app: App, kind: int, **facts: object) -> None:
    """An event of the interface."""
    pygame.event.post(pygame.event.Event(kind, **facts))
    app.step(0.016)


# Order of battle


def test_the_table_sorts_searches_filters_and_leads_to_the_map() -> None:
    app, screen, papers = opened("forces")
    leaf = papers.leaf
    assert isinstance(leaf, Forces)
    table = leaf.table
    assert len(table.rows) == len(screen.view.roll("soviet").units)
    send(app, pygame_gui.UI_BUTTON_PRESSED, ui_element=table.heads[3])
    men = [row.values[3] for row in table.rows]
    assert men == sorted(men, reverse=True)
    send(app, pygame_gui.UI_BUTTON_PRESSED, ui_element=table.heads[3])
    assert [row.values[3] for row in table.rows] == sorted(men)
    word = table.rows[5].shown[0][:6]
    send(app, pygame_gui.UI_TEXT_ENTRY_CHANGED, ui_element=leaf._writing, text=word)
    assert table.rows
    assert all(word.casefold() in " ".join(row.shown).casefold() for row in table.rows)
    send(app, pygame_gui.UI_TEXT_ENTRY_CHANGED, ui_element=leaf._writing, text="")
    for name in [*FILTERS, ENEMY]:
        send(app, pygame_gui.UI_DROP_DOWN_MENU_CHANGED, ui_element=leaf._menu, text=name)
        assert leaf._filter == name
    sides = {screen.view.side_of(r.key) for r in table.rows}  # type: ignore[arg-type]
    assert sides <= {"japan"}
    send(app, pygame_gui.UI_DROP_DOWN_MENU_CHANGED, ui_element=leaf._menu, text="All own units")
    unit = next(u for u in screen.view.on_map("soviet"))
    leaf._clicked(unit.id, True)
    app.step(0.016)
    assert app.screen is screen
    assert screen.desk.selected == (unit.id,)
    x, y = screen.camera.hex_screen(unit.hex)
    assert 0 < x < screen.camera.size[0]
    assert 0 < y < screen.camera.size[1]
    press(app, pygame.K_F2)
    again = app.screen
    assert isinstance(again, Papers)
    assert isinstance(again.leaf, Forces)
    assert again.leaf.table.chosen == {unit.id}
    app.close()


def test_every_tab_opens_by_its_key_and_closes_by_it() -> None:
    app, screen = battle("mutanchiang")
    for name, _, key in TABS:
        if not key:
            continue
        press(app, key)
        assert isinstance(app.screen, Papers)
        assert app.screen.tab == name
        press(app, key)
        assert app.screen is screen
    press(app, pygame.K_F2)
    press(app, pygame.K_F4)
    assert isinstance(app.screen, Papers)
    assert app.screen.tab == "points"
    press(app, pygame.K_ESCAPE)
    assert app.screen is screen
    app.close()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("scale", [80, 200])
def test_papers_fit_windows_and_letters_of_all_sizes(size: tuple[int, int], scale: int) -> None:
    app = App(size=size, settings=Settings(ui_scale=scale, film="off", event_cards=False),
              painters=False)  # fmt: skip
    loaded = load("mutanchiang")
    session = Session.new(loaded, 3, loaded.options, {"soviet": "person", "japan": "person"}, None)
    screen = app.show(lambda a: Battle(a, session))
    assert isinstance(screen, Battle)
    for name, _, _ in TABS[:-1]:
        app.over(lambda a, name=name: Papers(a, screen, name))  # type: ignore[misc]
        app.step(0.016)
        whole = pygame.Rect((0, 0), size)
        assert isinstance(app.screen, Papers)
        assert whole.contains(app.screen.panel.rect)
        app.back()
    app.close()


# Graphs


def test_graphs_hold_the_losses_of_each_morning(played: Session) -> None:
    past = Past(played)
    views = past.views("soviet")
    found = charts(views, "soviet")
    now = views[max(views)]
    places = found[0].curves[0].values
    weights = {o.place: o.weight for o in now.scenario.objectives}
    assert places[now.turn] == sum(w for p, w in weights.items() if p in now.captures)
    total = sum(t.killed + t.wounded for n, t in now.losses.items() if n in ("USSR", "MPR"))
    assert found[1].curves[0].values[now.turn] == total > 0
    whole = record(now)
    assert whole[now.scenario.turns] == sum(weights.values())
    page = pages()
    for chart in found:
        write_chart(page, chart, now.scenario)
        assert chart.title in page.said


def test_days_before_the_window_was_opened_are_read_from_the_save(
    scenario: Scenario, tmp_path: Path
) -> None:
    players: dict[Side, str] = {"soviet": "person", "japan": "person"}
    path = tmp_path / "game.replay"
    first = Session.new(scenario, 7, scenario.options, players, path)
    past = Past(first)
    for _ in range(4):
        first.submit(EndPhase())
        past.follow()
    first.close()
    later = Session.load(path, scenario, players)
    read = Past(later)
    while not read.work(1.0):
        pass
    assert sorted(read.days) == sorted(past.days) == [1, 2, 3]
    assert read.days[2] == past.days[2]
    later.close()


@pytest.mark.parametrize(("value", "top"), [(0, 1), (7, 8), (36456, 40000), (601, 800)])
def test_axes_end_at_round_numbers(value: int, top: int) -> None:
    assert round_up(value) == top


def test_a_picture_of_the_graphs_can_be_made(tmp_path: Path) -> None:
    out = tmp_path / "course.png"
    shoot("course", out, "tutorial", turn=2, size=(1024, 640))
    picture = pygame.image.load(out)
    assert picture.get_size() == (1024, 640)
    assert len({tuple(picture.get_at((x, 300))) for x in range(0, 1024, 3)}) > 4


# Ledgers


def test_the_ledger_of_points_adds_up(played: Session) -> None:
    view = played.view("soviet")
    rows = objective_rows(view)
    now = victory.standing(view)
    assert sum(int(row.values[1]) for row in rows) == now.counted.of_kind("objective")
    page = pages()
    write_standing(page, view)
    assert any(f"{now.counted.total:+d}" in words for words in page.said)


def test_the_councils_ledger_names_every_reason(played: Session) -> None:
    view = played.view("japan")
    page = pages()
    write_council(page, view)
    for line in council.ledger(view).lines:
        assert f"{line.what} {line.points:+d}" in page.said


def test_the_end_opens_the_epilogue() -> None:
    app, screen = battle("shumshu", other="person")
    for _ in range(60):
        if screen.session.match.over:
            break
        screen.session.submit(EndPhase())
    assert screen.session.match.over
    screen.film.projector.skip()
    for _ in range(4):
        app.step(0.016)
    assert isinstance(app.screen, Papers)
    assert app.screen.tab == "epilogue"
    app.close()


# Encyclopaedia


@pytest.mark.parametrize("kind", KINDS)
def test_every_subject_of_the_encyclopaedia_has_an_entry(scenario: Scenario, kind: str) -> None:
    found = list(items(scenario, kind))
    assert found
    for item in found[:: max(1, len(found) // 60)]:
        page = pages()
        entry = of(scenario, item.kind, item.id)
        write_entry(page, entry, scenario)
        assert entry.name in page.said
        for rival in entry.rivals:
            assert any(rival.rival in words for words in page.said)


def test_the_book_leads_to_the_map() -> None:
    app, screen, papers = opened("book")
    leaf = papers.leaf
    assert isinstance(leaf, Book)
    send(app, pygame_gui.UI_DROP_DOWN_MENU_CHANGED, ui_element=leaf._menu, text="Places")
    send(app, pygame_gui.UI_TEXT_ENTRY_CHANGED, ui_element=leaf._writing, text="mutan")
    item = leaf.found()[0]
    leaf._clicked(item, False)
    assert leaf.place() == screen.view.scenario.map.places_by_id[item.id].hex
    send(app, pygame_gui.UI_BUTTON_PRESSED, ui_element=leaf._go)
    assert app.screen is screen
    app.close()


# Fog


def hidden_change(state: State, viewer: Side) -> State:
    """The same state with troops that the viewer does not see otherwise."""
    enemy: Side = "japan" if viewer == "soviet" else "soviet"
    seen = set(observe(state, viewer).units)
    hidden = [u for u in state.on_map(enemy) if u.id not in seen][:6]
    assert hidden
    news = {u.id: replace(u, men=u.men // 2 + 1, fatigue=60, fuel=0) for u in hidden}
    units = {**state.units, **news}
    return replace(state, units=units, index=index_of(units), cache={})


Writer = Callable[[Session, Side], list[str]]


def _forces(session: Session, side: Side) -> list[str]:
    view = session.view(side)
    return ["|".join(row_of(view, u, side).shown) for u in view.units.values()]


def _standing(session: Session, side: Side) -> list[str]:
    page = pages()
    write_standing(page, session.view(side))
    write_council(page, session.view(side))
    return page.said + [str(row.shown) for row in objective_rows(session.view(side))]


def _course(session: Session, side: Side) -> list[str]:
    found = charts(Past(session).views(side), side)
    return [str(chart) for chart in found]


def _book(session: Session, side: Side) -> list[str]:
    scenario = session.view(side).scenario
    said = []
    for kind in KINDS:
        found = list(items(scenario, kind))
        said += [f"{item.id} {item.name} {item.below}" for item in found]
        for item in found[::5]:
            page = pages()
            write_entry(page, of(scenario, item.kind, item.id), scenario)
            said += page.said
    return said


@pytest.mark.parametrize("side", ["soviet", "japan"])
@pytest.mark.parametrize("write", [_forces, _standing, _course, _book])
def test_what_cannot_be_seen_changes_no_screen(
    played: Session, scenario: Scenario, side: Side, write: Writer
) -> None:
    state = played.match.state
    other = hidden_change(state, side)
    assert other != state
    said = []
    for each in (state, other):
        players: dict[Side, str] = {"soviet": "person", "japan": "person"}
        session = Session.new(scenario, 7, scenario.options, players, None)
        session.match.rewind(each)
        said.append(write(session, side))
    assert said[0] == said[1]


def test_the_encyclopaedia_keeps_the_enemy_that_is_not_known(played: Session) -> None:
    view = played.view("japan")
    known = {item.id for item in items(view.scenario, "Units")}
    state = played.match.state
    unknown = [
        u for u in state.on_map("soviet")
        if u.id not in fog.visible(state, "japan") and u.id not in state.sightings["japan"]
    ]  # fmt: skip
    assert unknown
    assert not known & {u.id for u in unknown}


def test_dates_of_places_follow_the_captures(played: Session) -> None:
    view = played.view("soviet")
    rows = {row.key: row for row in objective_rows(view)}
    for place, turn in view.captures.items():
        if place in rows:
            assert rows[place].shown[3] == day(view.scenario.date_of(turn))
    assert max(taken(view).values()) >= 0
