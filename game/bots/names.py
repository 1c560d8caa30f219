"""Players by name: the computer's own, programs (`cmd:`) and classes from Python files (`py:`)."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from game.bots.clock import Clock, clock_of
from game.bots.player import Bot
from game.match import Chooser, Forfeit
from game.model.forces import Side
from game.model.orders import Order
from game.model.state import PlayerView
from game.players import registry
from game.players.registry import UnknownPlayer

_COMMAND = re.compile(r"cmd(?:@([^:]*))?:(.*)", re.DOTALL)
_FILE = re.compile(r"py:(.+\.py):(\w+)")


def check_name(name: str) -> None:
    """UnknownPlayer, with the way out, when no player can be made by this name."""
    if _COMMAND.fullmatch(name):
        command_of(name)
    elif name.startswith("py:"):
        class_of(name)
    else:
        registry.make(name, "soviet")


def make(name: str, side: Side, seed: int = 0) -> Chooser:
    """A new player for a side: by the name of one of the computer's own, `cmd:` with a command, or
    `py:` with a file and a class. `close` it after the game if it has that."""
    if _COMMAND.fullmatch(name):
        clock, command = command_of(name)
        return Bot(name, command, side, clock)
    if name.startswith("py:"):
        return Guest(name, class_of(name), side)
    return registry.make(name, side, seed)


def command_of(name: str) -> tuple[Clock, list[str]]:
    """The clock and the words of the command in `cmd:./bot --fast` or `cmd@30+2:./bot`."""
    found = _COMMAND.fullmatch(name)
    assert found is not None
    try:
        clock = Clock() if found[1] is None else clock_of(found[1])
        words = shlex.split(found[2])
    except ValueError as error:
        raise UnknownPlayer(f"player {name!r}: {error}") from error
    if not words:
        raise UnknownPlayer(f"player {name!r} has no command; write cmd:./mybot")
    if shutil.which(words[0]) is None:
        raise UnknownPlayer(
            f"player {name!r}: {words[0]!r} is no program that can be run from here; give its path "
            "(cmd:./mybot), and see that it may be executed"
        )
    return clock, words


def class_of(name: str) -> Callable[[Side], Chooser]:
    """The class that `py:FILE.py:CLASS` names."""
    found = _FILE.fullmatch(name)
    if found is None:
        raise UnknownPlayer(f"player {name!r} is not of the form py:FILE.py:CLASS")
    path = Path(found[1]).resolve()
    if not path.is_file():
        raise UnknownPlayer(f"player {name!r}: there is no file {found[1]}")
    known = f"august_storm_guest_{abs(hash(str(path)))}"
    module = sys.modules.get(known)
    if module is None:
        spec = importlib.util.spec_from_file_location(known, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[known] = module
        try:
            spec.loader.exec_module(module)
        except Exception as error:  # whatever a stranger's file does, it is named with its fault
            del sys.modules[known]
            raise UnknownPlayer(f"player {name!r}: {_fault(error)}") from error
    made: Callable[[Side], Chooser] | None = getattr(module, found[2], None)
    if not callable(made):
        raise UnknownPlayer(f"player {name!r}: there is no class {found[2]} in {found[1]}")
    return made


class Guest:
    """A player of a stranger's class, in this process: what it raises is its defeat, no more."""

    def __init__(self, name: str, make: Callable[[Side], Chooser], side: Side) -> None:
        """The player that `make` makes for a side, under `name`."""
        self.name, self.side, self._make = name, side, make
        self._player: Chooser | None = None

    def choose(self, view: PlayerView) -> tuple[Order, ...]:
        """What the class answers. Forfeit when it raises."""
        try:
            if self._player is None:
                self._player = self._make(self.side)
            return tuple(self._player.choose(view))
        except Exception as error:
            raise Forfeit(self.side, f"{self.name}: {_fault(error)}") from error


def _fault(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
