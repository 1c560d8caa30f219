"""The viewer of recorded games: any moment at once, any eyes, and the reasons beside the record."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pygame
import pytest

from game.lab.reasons import read_reasons, why_path
from game.lab.simulate import play
from game.match import Match
from game.model.events import Fought, Moved
from game.model.orders import line_of
from game.replay import ReplayFault
from game.rules import fog
from game.scenario.load import load
from game.ui.app import App
from game.ui.film.recording import EVERY, Cut, Recording
from game.ui.screens.replay import ReplayViewer
from game.ui.settings import Settings
from tests.ui.desktop import press, until

SCENARIO = "mutanchiang"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short game between two staffs, with their reasons."""
    path = tmp_path_factory.mktemp("replay") / "game.replay"
    play(load(SCENARIO), 5, {"soviet": "staff", "japan": "staff"}, turns=3, replay=path, why=True)
    return path


def viewer(path: Path) -> tuple[App, ReplayViewer]:
    """The window on a record."""
    app = App(size=(1366, 768), settings=Settings(ui_scale=100), painters=False)
    screen = app.show(lambda a: ReplayViewer(a, path))
    assert isinstance(screen, ReplayViewer)
    screen.projector.playing = False
    until(app, lambda: screen.recording.whole)
    app.step(0.016)
    return app, screen


def test_every_state_of_a_recording_is_that_of_the_game(record: Path) -> None:
    recording = Recording(record)
    assert recording.work()
    assert not recording.fault
    scenario = load(SCENARIO)
    match = Match(scenario, recording.replay.header.seed, recording.replay.header.options)
    states = [match.state]
    for step in recording.steps:
        match.submit(step.order)
        states.append(match.state)
    assert len(recording) == recording.orders > EVERY
    for n in [*range(len(states)), *range(len(states) - 1, -1, -7)]:
        assert recording.state(n) == states[n]


def test_a_cut_shows_only_what_its_side_was_told(record: Path) -> None:
    recording = Recording(record)
    recording.work()
    everything = Cut(recording, "all")
    for side in ("soviet", "japan"):
        cut = Cut(recording, side)  # type: ignore[arg-type]
        assert 0 < len(cut) < len(everything)
        for i in range(len(cut)):
            n = cut.order(i)
            told = (fog.told(recording.state(n + 1), side, e) for e in recording.steps[n].events)  # type: ignore[arg-type]
            assert cut.told(i) == tuple(e for e in told if e is not None)
            shot = cut.shot(i)
            assert shot.after == fog.observe(recording.state(n + 1), side)  # type: ignore[arg-type]


def test_a_seek_takes_less_than_a_third_of_a_second(record: Path) -> None:
    recording = Recording(record)
    recording.work()
    cut = Cut(recording, "soviet")
    took = []
    for i in range(len(cut) - 1, 0, -max(1, len(cut) // 20)):
        recording._lately.clear()
        start = time.perf_counter()
        cut.shot(i)
        took.append(time.perf_counter() - start)
    assert sorted(took)[len(took) // 2] < 0.3


def test_reasons_of_all_marches_and_attacks_add_up(record: Path) -> None:
    reasons = read_reasons(why_path(record))
    recording = Recording(record)
    recording.work()
    for step in recording.steps:
        if step.order.kind in ("move", "attack"):
            why = reasons.orders[step.n]
            assert why.subject == line_of(step.order)
            assert why.chosen.score == sum(t.points for t in why.chosen.terms)
            assert all(other.score <= why.chosen.score for other in why.others) or (
                step.order.kind == "attack"
            )


def test_reasons_leave_the_record_as_it_is(record: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.replay"
    play(load(SCENARIO), 5, {"soviet": "staff", "japan": "staff"}, turns=3, replay=plain)
    assert not why_path(plain).exists()
    assert gzip.decompress(plain.read_bytes()) == gzip.decompress(record.read_bytes())


@pytest.mark.parametrize("text", ["", "no json\n", '{"format": 9}\n', '{"format":1}\n{"n":1}\n'])
def test_a_damaged_file_of_reasons_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.replay.why"
    path.write_bytes(gzip.compress(text.encode()) if text else b"not gzip")
    with pytest.raises(ReplayFault, match=r"bad\.replay\.why"):
        read_reasons(path)


def test_play_step_and_scrub_both_ways(record: Path) -> None:
    app, screen = viewer(record)
    p = screen.projector
    screen.seek(0)
    app.step(0.016)
    press(app, pygame.K_RIGHT)
    assert p.index == 1
    press(app, pygame.K_LEFT)
    assert p.index == 0
    press(app, pygame.K_PAGEDOWN)
    assert screen._turn_now() == 2
    press(app, pygame.K_PAGEUP)
    assert screen._turn_now() == 1
    screen.bar.goal = 0.5
    app.step(0.016)
    half = screen.cut.order(p.index)
    assert abs(half - screen.recording.orders / 2) <= 20
    press(app, pygame.K_SPACE)
    assert p.playing
    p.speed = 16.0
    before = p.index
    for _ in range(30):
        app.step(0.1)
    assert p.index > before
    press(app, pygame.K_END)
    assert p.finished
    assert screen.view.turn == screen.recording.state(len(screen.recording)).turn
    app.close()


def test_a_click_on_a_march_tells_why(record: Path) -> None:
    app, screen = viewer(record)
    n = next(n for n, s in enumerate(screen.recording.steps) if isinstance(s.events[0], Moved))
    screen.seek(n)
    screen.projector.clock = 99.0
    event = screen.recording.steps[n].events[0]
    assert isinstance(event, Moved)
    screen.ask(event.path[-1])
    app.step(0.016)
    assert screen.asked == n
    said = screen.why.page.said if screen.why.page else []
    why = screen.reasons.orders[screen.recording.steps[n].n]
    assert any(why.chosen.name in words for words in said)
    app.close()


def test_the_enemys_reasons_are_not_told_to_a_side(record: Path) -> None:
    app, screen = viewer(record)
    screen.look_as("japan")
    fights = [
        n for n, s in enumerate(screen.recording.steps)
        if s.side == "soviet" and any(isinstance(e, Fought) for e in s.events)
    ]  # fmt: skip
    assert fights
    for n in fights[:3]:
        screen.seek(n)
        screen.projector.clock = 99.0
        target = next(
            e.target for e in screen.recording.steps[n].events if isinstance(e, Fought)
        )
        found = screen.order_at(target)
        assert found is None or screen.recording.steps[found].side == "japan"
    app.close()
