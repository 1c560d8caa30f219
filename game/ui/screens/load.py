"""Saved games: what each is, and going on with one."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

from game.ui import saves
from game.ui.app import App
from game.ui.saves import Save
from game.ui.screens.page import Action
from game.ui.screens.reader import Entry, Reader
from game.ui.screens.wait import load_game
from game.ui.text import escaped, heading

WARN = "#f0c24a"


class Load(Reader):
    """The list of saved games. Files are read one in each picture, so that a long list opens at
    once."""

    title = "Load a game"
    empty = "There is no saved game yet. The game saves itself while you play."

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.unread: list[Path] = saves.files()
        self.saves: dict[str, Save] = {}

    def shown(self) -> list[Save]:
        """Those games that this page lists, the newest first."""
        return list(self.saves.values())

    def update(self, seconds: float) -> None:
        """Read one more file."""
        super().update(seconds)
        if self.unread:
            path = self.unread.pop(0)
            self.saves[str(path)] = saves.peek(path)
            if not self.unread or len(self.saves) % 8 == 1:
                self.renew()

    def entries(self) -> tuple[Entry, ...]:
        """Name, and where it stands; unusable ones say so."""
        return tuple(Entry(str(s.path), _line(s)) for s in self.shown())

    def told(self, key: str) -> str:
        """Everything about a saved game."""
        save = self.saves[key]
        stamp = time.strftime("%Y-%m-%d %H:%M", time.localtime(save.modified))
        kind = "Saved by the game itself" if save.auto else "Saved"
        said = [heading(save.name, self.app.px(22))]
        if save.title:
            said.append(f"<b>{escaped(save.title)}</b><br>{save.when}<br>{save.sides}")
            said.append(f"{save.orders:,} orders were given")
        said.append(f"{kind} on {stamp}")
        if save.finished:
            said.append(f"This game is over: {escaped(save.finished)}. Replays shows it.")
        said += [f"<font color='{WARN}'>{escaped(t)}</font>" for t in (save.fault, save.note) if t]
        return "<br><br>".join(said)

    def deeds(self, key: str) -> tuple[tuple[str, Action, bool, bool], ...]:
        """Go on, delete."""
        save = self.saves.get(key)
        return (
            ("Go on", partial(self.go_on, key), True, save is not None and save.usable),
            ("Delete …", partial(self.delete, key), False, save is not None),
        )

    def go_on(self, key: str) -> None:
        """With this game."""
        load_game(self.app, self.saves[key].path)

    def delete(self, key: str) -> None:
        """Ask, and remove the file."""
        save = self.saves[key]
        self.ask(
            "Delete a saved game", f"<b>{escaped(save.name)}</b><br><br>It cannot be had back.",
            "Delete", partial(self._delete, key),
        )  # fmt: skip

    def _delete(self, key: str) -> None:
        saves.remove(self.saves.pop(key).path)
        self.renew()


def _line(save: Save) -> str:
    """`The bridge at Mutanchiang – turn 4`."""
    if save.fault:
        return f"{save.name} – cannot be used"
    stage = "over" if save.finished else f"turn {save.turn}"
    return f"{save.name} – {stage}"
