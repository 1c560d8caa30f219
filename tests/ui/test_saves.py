"""Saves: written while the game goes on, copied under names, gone on with after a crash, and told
in a sentence when they cannot be used."""

from __future__ import annotations

import gzip
from pathlib import Path

import pygame
import pytest

from game.engine import RULES_VERSION
from game.model.orders import EndPhase, Move
from game.replay import ReplayFault
from game.rerun import verify
from game.rules.movement import path_to, reachable
from game.scenario.load import load
from game.ui import saves
from game.ui.screens.battle import Battle
from game.ui.screens.load import Load
from game.ui.screens.savegame import keep
from game.ui.session import PERSON, Session
from game.ui.setup import Setup, begin
from tests.ui.desktop import press, until
from tests.ui.pages import buttons, menu, push, screen_is


def game(seats: str = "soviet") -> Session:
    """A new game of the tutorial that saves itself."""
    setup = Setup("tutorial", seats, "greedy", 5)  # type: ignore[arg-type]
    return begin(setup, load("tutorial"))


def march(session: Session) -> None:
    """Move a unit to where nothing new is learned, so that it can be taken back."""
    for _ in range(2):
        view = session.view(session.side)
        for unit in view.on_map(session.side):
            for goal in reachable(view, unit):
                way = path_to(view, unit, goal) if goal != unit.hex else None
                if way is None or session.check(Move(unit.id, way)) is not None:
                    continue
                session.submit(Move(unit.id, way))
                if session.can_undo:
                    return
                break
    raise AssertionError("every march reveals something")


def test_a_game_goes_on_where_the_program_died() -> None:
    session = game("both")
    march(session)
    session.submit(EndPhase())
    truth = session.match.state_hash()
    # The program dies here: the file stays as it is now, without its proper end.
    assert session.path is not None
    cut_off = session.path.read_bytes()
    session.close()
    session.path.write_bytes(cut_off)
    found = saves.latest()
    assert found is not None
    assert found.auto
    assert (found.turn, found.phase, found.title) == (1, "japan", "Tutorial: over the Ussuri")
    again = saves.reopen(found.path, load("tutorial"))
    assert again.match.state_hash() == truth
    assert again.players == {"soviet": PERSON, "japan": PERSON}
    again.submit(EndPhase())
    again.close()
    assert verify(found.path, load).ok


def test_a_named_save_is_a_copy_that_keeps_what_can_be_taken_back() -> None:
    session = game()
    before = session.match.state_hash()
    march(session)
    truth = session.match.state_hash()
    assert keep(session, "By the Ussuri") == "Saved as “By the Ussuri”."
    assert session.can_undo, "saving takes nothing away"
    session.undo()
    assert session.match.state_hash() == before
    path = saves.named_path("By the Ussuri")
    stands = path.read_bytes()
    assert verify(path, load).ok
    again = saves.reopen(path, load("tutorial"))
    assert again.match.state_hash() == truth
    again.submit(EndPhase())
    again.close()
    assert path.read_bytes() == stands, "going on with a save never changes it"
    session.close()


def test_a_save_at_the_very_start_can_be_gone_on_with() -> None:
    session = game()
    keep(session, "first")
    again = saves.reopen(saves.named_path("first"), load("tutorial"))
    assert again.match.state_hash() == session.match.state_hash()
    again.close()
    session.close()


def test_saves_that_cannot_be_used_are_told_and_left_alone(home: Path) -> None:
    session = game()
    session.submit(EndPhase())
    session.close()
    assert session.path is not None
    text = gzip.decompress(session.path.read_bytes())
    folder = saves.saves_folder()
    rules = b'"rules":%d'
    broken = {
        "other rules": (rules % RULES_VERSION, rules % (RULES_VERSION - 1), "an older version"),
        "newer rules": (rules % RULES_VERSION, rules % (RULES_VERSION + 1), "a newer version"),
        "newer format": (b'"format":1', b'"format":9', "a newer version"),
        "no game": (b'{"format"', b"hello", "no game that can be read"),
        "no scenario": (b'"scenario":"tutorial"', b'"scenario":"narnia"', "narnia"),
    }
    for name, (old, new, said) in broken.items():
        content = text.replace(old, new, 1)
        assert content != text
        path = folder / f"{name}.replay"
        path.write_bytes(gzip.compress(content))
        save = saves.peek(path)
        assert said in save.fault, (name, save.fault)
        assert not save.usable
        assert gzip.decompress(path.read_bytes()) == content
    nothing = folder / "nothing.replay"
    nothing.write_bytes(b"")
    assert "empty" in saves.peek(nothing).fault
    noise = folder / "noise.replay"
    noise.write_bytes(b"not even gzip")
    assert saves.peek(noise).fault
    latest = saves.latest()
    assert latest is not None
    assert latest.path == session.path


def test_a_damaged_save_goes_on_after_its_last_whole_order_in_a_new_file() -> None:
    session = game("both")
    march(session)
    session.submit(EndPhase())
    session.submit(EndPhase())
    session.close()
    assert session.path is not None
    whole = session.path.read_bytes()
    spoilt = whole + b"and more"
    session.path.write_bytes(spoilt)
    save = saves.peek(session.path)
    assert save.usable
    assert "bytes follow the end" in save.note
    again = saves.reopen(session.path, load("tutorial"))
    assert again.path != session.path
    assert again.match.orders >= 1
    assert session.path.read_bytes() == spoilt
    again.close()


def test_a_save_cut_off_in_its_last_line_says_so_and_goes_on() -> None:
    session = game("both")
    march(session)
    session.submit(EndPhase())
    session.close()
    assert session.path is not None
    session.path.write_bytes(session.path.read_bytes()[:-40])
    save = saves.peek(session.path)
    assert save.usable
    assert "cut off" in save.note
    again = saves.reopen(session.path, load("tutorial"))
    assert again.match.orders == save.orders
    again.close()
    assert verify(session.path, load).ok


def test_another_scenario_content_is_refused_with_the_file_left_alone() -> None:
    session = game()
    session.close()
    assert session.path is not None
    digest = session.scenario.digest.encode()
    text = gzip.decompress(session.path.read_bytes()).replace(digest, b"0" * len(digest), 1)
    path = saves.named_path("changed")
    path.write_bytes(gzip.compress(text))
    with pytest.raises(ReplayFault, match="content of the scenario"):
        saves.reopen(path, load("tutorial"))
    assert gzip.decompress(path.read_bytes()) == text
    assert len(saves.files()) == 2, "no half copy is left behind"


@pytest.mark.parametrize("name", ["", "   ", "...", "/", "x" * 61])
def test_names_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"name|letters"):
        saves.named_path(name)


def test_names_never_leave_the_folder() -> None:
    assert saves.named_path("../../etc/passwd").parent == saves.saves_folder()
    assert saves.named_path("Tag 4: Hutou?").name == "Tag 4  Hutou.replay"


def test_save_load_continue_and_delete_in_the_window() -> None:
    app = menu()
    push(app, "Tutorial")
    until(app, lambda: screen_is(app, "Battle"))
    battle = app.screen
    assert isinstance(battle, Battle)
    march(battle.session)
    press(app, pygame.K_F10)
    assert screen_is(app, "GameMenu")
    push(app, "Save")
    app.screen._entry.set_text("My war")  # type: ignore[attr-defined]
    push(app, "Save")
    press(app, pygame.K_ESCAPE)
    push(app, "Go on")
    truth = battle.session.match.state_hash()
    press(app, pygame.K_F10)
    push(app, "To the start menu")
    push(app, "Load game")
    page = app.screen
    assert isinstance(page, Load)
    until(app, lambda: not page.unread)
    assert {s.name == "My war" for s in page.saves.values()} == {True, False}
    page.choose(str(saves.named_path("My war")))
    push(app, "Go on")
    until(app, lambda: screen_is(app, "Battle"))
    assert app.screen.session.match.state_hash() == truth  # type: ignore[attr-defined]
    press(app, pygame.K_F10)
    push(app, "To the start menu")
    push(app, "Continue")
    until(app, lambda: screen_is(app, "Battle"))
    assert app.screen.session.match.state_hash() == truth  # type: ignore[attr-defined]
    press(app, pygame.K_F10)
    push(app, "To the start menu")
    push(app, "Load game")
    page = app.screen
    assert isinstance(page, Load)
    until(app, lambda: not page.unread)
    page.choose(str(saves.named_path("My war")))
    push(app, "Delete …")
    push(app, "Delete")
    assert not saves.named_path("My war").exists()
    app.close()


def test_a_loaded_game_goes_on_against_its_general() -> None:
    session = game()
    session.submit(EndPhase())
    session.close()
    app = menu()
    push(app, "Continue")
    until(app, lambda: screen_is(app, "Battle"))
    battle = app.screen
    assert isinstance(battle, Battle)
    assert battle.session.side == "japan"
    until(app, lambda: battle.session.person_to_move)
    assert battle.session.match.turn == 2
    app.close()


def test_without_saving_by_itself_nothing_is_left() -> None:
    app = menu()
    push(app, "Settings")
    push(app, "Off")
    app.settings = type(app.settings)(ui_scale=100, autosave=False)
    press(app, pygame.K_ESCAPE)
    push(app, "Tutorial")
    until(app, lambda: screen_is(app, "Battle"))
    press(app, pygame.K_F10)
    push(app, "To the start menu")
    assert screen_is(app, "GameMenu"), "it asks first"
    push(app, "Leave")
    assert screen_is(app, "Menu")
    assert saves.files() == []
    assert "Continue" not in buttons(app)
    app.close()


def test_two_players_never_see_each_others_map() -> None:
    app = menu()
    app.show(lambda a: Battle(a, game("both")))
    battle = app.screen
    assert isinstance(battle, Battle)
    app.step(0.016)
    battle.end_now()
    app.step(0.016)
    assert screen_is(app, "HandOver")
    paper = [app.surface.get_at((x, 300))[:3] for x in range(100, 1200, 50)]
    push(app, "I lead the Japanese side")
    assert app.screen is battle
    assert battle.viewer == "japan"
    assert len(set(paper)) == 1
    battle.end_now()
    app.step(0.016)
    press(app, pygame.K_RETURN)
    assert battle.viewer == "soviet"
    app.close()
