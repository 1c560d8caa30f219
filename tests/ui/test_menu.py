"""The start menu and its pages, worked by mouse and keys through the window's real loop."""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest

from game.cli import start
from game.model.events import Fought, Moved
from game.model.forces import UnitId
from game.model.orders import Move
from game.players import registry
from game.rules.movement import path_to, reachable
from game.ui.actions import ACTIONS
from game.ui.app import App
from game.ui.noise import sound_of
from game.ui.overlays.registry import make_overlays
from game.ui.screens.library import sections
from game.ui.screens.newgame import NewGame
from game.ui.screens.reader import Reader
from game.ui.session import PERSON
from game.ui.settings import Settings, load_settings
from game.ui.setup import GENERALS, SEATS, Setup
from game.ui.text import markdown
from tests.ui.desktop import battle, press, until
from tests.ui.pages import buttons, menu, push, screen_is

PAGES = {
    "New game": "NewGame", "Load game": "Load", "Scenarios": "Scenarios", "Replays": "Replays",
    "Lab": "Lab", "Settings": "Preferences", "Manual": "Manual",
}  # fmt: skip


def test_every_line_of_the_menu_leads_somewhere_and_back() -> None:
    app = menu()
    for line, page in PAGES.items():
        push(app, line)
        assert screen_is(app, page)
        for _ in range(5):
            app.step(0.016)
        push(app, "Back (Esc)")
        assert screen_is(app, "Menu")
    assert "Continue" not in buttons(app), "there is no game to go on with yet"
    push(app, "Quit")
    assert not app.running
    app.close()


def test_the_menu_can_be_worked_by_keys_alone() -> None:
    app = menu()
    for _ in range(2):
        press(app, pygame.K_DOWN)
    press(app, pygame.K_RETURN)
    assert screen_is(app, "Load")
    press(app, pygame.K_ESCAPE)
    assert screen_is(app, "Menu")
    press(app, pygame.K_ESCAPE)
    assert app.running, "Escape does not quit"
    app.close()


@pytest.mark.parametrize(
    ("size", "scale"),
    [((1024, 640), 100), ((1366, 768), 200), ((1920, 1080), 80),
     ((3840, 2160), 175)],
)  # fmt: skip
def test_pages_stay_within_the_window(size: tuple[int, int], scale: int) -> None:
    app = menu(size, scale)
    window = pygame.Rect(0, 0, *size)
    for button in buttons(app).values():
        assert window.contains(button.rect), f"{button.text} is cut off"
    for line in PAGES:
        push(app, line)
        assert window.contains(app.screen.panel.rect)  # type: ignore[attr-defined]
        press(app, pygame.K_ESCAPE)
    app.close()


def test_a_new_game_is_what_was_chosen() -> None:
    app = menu()
    push(app, "New game")
    page = app.screen
    assert isinstance(page, NewGame)
    page.choose("tutorial")
    push(app, SEATS["japan"])
    push(app, GENERALS["greedy"][0])
    page._seed.set_text("77")
    push(app, "Options: as in August 1945")
    options = app.screen
    assert isinstance(options, Reader)
    options.choose("fog")
    push(app, "off")
    press(app, pygame.K_ESCAPE)
    assert "Options: 1 changed" in buttons(app)
    assert page.setup == Setup("tutorial", "japan", "greedy", 77, {"fog": "off"})
    push(app, "Start the game")
    until(app, lambda: screen_is(app, "Battle"))
    session = app.screen.session  # type: ignore[attr-defined]
    assert session.players == {"soviet": "greedy", "japan": PERSON}
    assert (session.match.seed, session.match.options.fog) == (77, "off")
    assert session.scenario.id == "tutorial"
    app.close()


def test_cards_get_their_pictures() -> None:
    app = menu()
    push(app, "New game")
    page = app.screen
    assert isinstance(page, NewGame)
    until(app, lambda: not page._bare)
    assert page._pictured == "manchuria_1945"
    app.close()


def test_settings_hold_at_once_and_are_kept() -> None:
    app = menu()
    push(app, "Settings")
    push(app, "130 %")
    assert app.scale == 130
    push(app, "High contrast")
    push(app, "Silhouettes")
    app.close()
    kept = load_settings()
    assert (kept.ui_scale, kept.palette, kept.counters) == (130, "high_contrast", "silhouette")


def test_the_manual_holds_every_chapter_and_reads_every_section() -> None:
    app = menu()
    push(app, "Manual")
    page = app.screen
    assert isinstance(page, Reader)
    keys = [key for key, _, _ in sections()]
    chapters = {path.name for path in Path("docs/rules").glob("*.md")}
    assert {key.partition("#")[0] for key in keys} == chapters
    for key in keys[::9]:
        page.choose(key)
    page.follow("02-combat.md")
    assert page.chosen == "02-combat.md#0"
    app.close()


def test_the_sheet_of_keys_names_every_order_overlay_and_paper() -> None:
    app, _ = battle("tutorial")
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_QUESTION, mod=0, unicode="?"))
    app.step(0.016)
    assert screen_is(app, "Keys")
    told = app.screen.told("")  # type: ignore[attr-defined]
    for overlay in make_overlays():
        assert f"<b>{overlay.key}</b>" in told
    for action in ACTIONS:
        assert action.name in told
    for key in ("F2", "F5", "F10", "Space"):
        assert f"<b>{key}</b>" in told
    app.close()


def test_markdown_becomes_text_for_the_window() -> None:
    text = "A *b* **c** `d` [e](f.md).\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n- one\n- two\n"
    said = markdown(text, 17)
    assert "<i>b</i>" in said
    assert "<b>c</b>" in said
    assert "<a href='f.md'>e</a>" in said
    assert "<b>1</b>: <font color='#a59f90'>y</font> 2" in said
    assert "– one <br>– two" in said
    assert "|" not in said


def test_every_general_is_explained() -> None:
    assert set(GENERALS) == set(registry.NAMES)


def test_sounds_are_made_and_never_wait() -> None:
    app = App(size=(1024, 640), settings=Settings(sound=True), painters=False)
    app.sounds.play("click")
    until(app, lambda: app.sounds.usable is not None)
    for name in ("click", "march", "guns", "capture", "communique"):
        app.sounds.play(name)
    app.change(Settings(sound=False))
    before = dict(app.sounds._made)
    app.sounds.play("guns")
    assert app.sounds._made == before
    app.close()


def test_a_march_is_heard_once_and_an_order_taken_back_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, screen = battle("tutorial")
    heard: list[str] = []
    monkeypatch.setattr(app.sounds, "play", heard.append)
    unit = UnitId("tb125")
    view = screen.view
    goal = next(h for h in reachable(view, view.units[unit]) if h != view.units[unit].hex)
    way = path_to(view, view.units[unit], goal)
    assert way is not None
    assert screen.give(Move(unit, way))
    app.step(0.016)
    assert heard == ["march"]
    press(app, pygame.K_u)
    assert heard == ["march"]
    app.close()


def test_the_gravest_event_is_heard() -> None:
    moved, fought = Moved.__new__(Moved), Fought.__new__(Fought)
    assert sound_of([moved, fought]) == "guns"
    assert sound_of([]) is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("play --scenario nowhere", "manchuria_1945"),
        ("play --side both --option fog=maybe", "fog"),
        ("play --opponent napoleon", "napoleon"),
        ("play --side neither", "neither"),
        ("play --load nothing.replay", "nothing.replay"),
        ("play --option fog", "name=value"),
    ],
)
def test_a_bad_command_is_one_sentence(
    arguments: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(arguments.split()) == 2
    told = capsys.readouterr().err.strip()
    assert said in told
    assert len(told.splitlines()) == 1


def test_without_a_display_the_terminal_tells_the_war(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    watched = []
    monkeypatch.setattr("game.film.terminal.watch", lambda *a, **k: watched.append(a))
    assert start([]) == 0
    assert watched
    assert "No window can be opened" in capsys.readouterr().out
    assert start(["play"]) == 2
