"""The program itself on a real X server, worked by real keys and a real mouse."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game.ui import saves
from game.ui.app import App
from game.ui.screens.gamemenu import GameMenu
from tests.ui.desktop import battle
from tests.ui.pages import buttons, menu

ROOT = Path(__file__).parents[2]
SCREEN = (1366, 768)
SECONDS = 150.0
"""Of patience: other tests run beside this one."""

pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="needs Xvfb and xdotool (Debian, Ubuntu: apt install xvfb xdotool)",
)


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of the test's own."""
    read, write = os.pipe()
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()


class Hands:
    """xdotool on the window of the game."""

    def __init__(self, display: str) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self.window = ""

    def do(self, *arguments: str) -> str:
        """Run xdotool; what it says."""
        done = subprocess.run(
            ["xdotool", *arguments], env=self._environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        return done.stdout.strip()

    def found(self) -> bool:
        """Whether the window is there."""
        self.window = self.do("search", "--class", "main.py").partition("\n")[0]
        return bool(self.window)

    def size(self) -> tuple[int, int]:
        """Of the window."""
        told = self.do("getwindowgeometry", "--shell", self.window)
        rows = dict(line.split("=") for line in told.splitlines() if "=" in line)
        return int(rows["WIDTH"]), int(rows["HEIGHT"])

    def click(self, at: tuple[int, int]) -> None:
        """Go there as a hand does, and click."""
        self.do("mousemove", "--window", self.window, str(at[0] - 3), str(at[1] - 3))
        time.sleep(0.15)
        self.do("mousemove", "--window", self.window, str(at[0]), str(at[1]))
        time.sleep(0.15)
        self.do("mousedown", "1")
        time.sleep(0.1)
        self.do("mouseup", "1")
        time.sleep(0.3)

    def key(self, name: str) -> None:
        """Press a key."""
        self.do("key", name)
        time.sleep(0.3)


def wait(done: Callable[[], bool], what: str) -> None:
    """Until something is so."""
    end = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.2)


def phase() -> tuple[int, str]:
    """Turn and phase that the autosave has come to."""
    found = saves.files()
    save = saves.peek(found[0]) if found else None
    return (save.turn, save.phase) if save is not None else (0, "")


def second_day(hands: Hands) -> bool:
    """Close what asks, and end the phase by key, until the next day has come."""
    if phase() == (1, "soviet"):
        hands.key("Escape")
        hands.key("ctrl+Return")
    return phase() == (2, "soviet")


def middle(app: App, text: str) -> tuple[int, int]:
    """Where a button with this text stands in a window of the same size."""
    centre = buttons(app)[text].rect.center
    return round(centre[0]), round(centre[1])


def test_a_turn_of_the_tutorial_by_real_mouse_and_keys(home: Path, display: str) -> None:
    settings = {
        "ui_scale": 100, "edge_pan": False, "event_cards": False, "film": "off", "motion": False,
        "sound": False,
    }  # fmt: skip
    (home / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SDL_")}
    environment |= {"DISPLAY": display, "SDL_AUDIODRIVER": "dummy", "SDL_VIDEODRIVER": "x11"}
    with subprocess.Popen(
        [sys.executable, "main.py"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as game:
        try:
            hands = Hands(display)
            wait(hands.found, "the window")
            size = hands.size()
            app = menu(size)
            tutorial = middle(app, "Tutorial")
            app.close()
            app, screen = battle("tutorial", size=size)
            end = screen.foot.end.rect.center
            screen.session.path = home / "somewhere"  # a game that can be saved has a line more
            app.over(lambda a: GameMenu(a, screen))
            app.step(0.016)
            leave = middle(app, "Quit")
            app.close()
            time.sleep(1)
            hands.click(tutorial)
            wait(lambda: phase() == (1, "soviet"), "the game to begin")
            time.sleep(2)
            hands.click((round(end[0]), round(end[1])))  # it names what was forgotten
            wait(lambda: second_day(hands), "the second day")
            hands.key("F10")
            time.sleep(1)
            hands.click(leave)
            assert game.wait(SECONDS) == 0
        finally:
            game.kill()
        assert game.stderr is not None
        assert "Traceback" not in game.stderr.read()
    assert saves.latest() is not None
