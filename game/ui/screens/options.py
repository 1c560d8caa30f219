"""The options of a new game, each with what it means."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import Any

from game.scenario.options import OptionText, texts
from game.ui.app import App
from game.ui.screens.newgame import NewGame
from game.ui.screens.page import Action
from game.ui.screens.reader import Entry, Reader
from game.ui.text import escaped, heading


class OptionsPage(Reader):
    """Options on the left, their values on the right; what is pressed stands for the new game."""

    title = "Options"
    list_share = 0.42

    def __init__(self, app: App, game: NewGame) -> None:
        super().__init__(app)
        self.game = game
        self.scenario = app.shelf.get(game.setup.scenario)
        self.usual = asdict(self.scenario.options)
        self.texts: tuple[OptionText, ...] = texts()

    def value(self, name: str) -> str:
        """What an option is set to now."""
        return self.game.setup.options.get(name, self.usual[name])

    def entries(self) -> tuple[Entry, ...]:
        """Each option with its value."""
        return tuple(
            Entry(t.name, f"{t.name.replace('_', ' ')}: {self.value(t.name)}"
                  f"{' (changed)' if t.name in self.game.setup.options else ''}")
            for t in self.texts
        )  # fmt: skip

    def told(self, key: str) -> str:
        """What the option is, and what each of its values means."""
        text = next(t for t in self.texts if t.name == key)
        said = [heading(key.replace("_", " ").capitalize(), self.app.px(22)), escaped(text.about)]
        for value, meaning in text.values.items():
            mark = " – chosen" if value == self.value(key) else ""
            usual = ", as this scenario has it" if value == self.usual[key] else ""
            said.append(f"<b>{value}</b>{mark}{usual}<br>{escaped(meaning)}")
        refused = self._refused()
        if refused:
            said.append(f"<font color='#f0c24a'><b>Not playable so:</b> {escaped(refused)}.</font>")
        return "<br><br>".join(said)

    def _refused(self) -> str:
        """Why the scenario cannot be played with the options as they stand."""
        changed: dict[str, Any] = dict(self.game.setup.options)
        return self.scenario.refuses(replace(self.scenario.options, **changed))

    def deeds(self, key: str) -> tuple[tuple[str, Action, bool, bool], ...]:
        """A button for each value."""
        text = next((t for t in self.texts if t.name == key), self.texts[0])
        return tuple(
            (value, partial(self.take, text.name, value), value == self.value(text.name), True)
            for value in reversed(text.values)
        )

    def take(self, name: str, value: str) -> None:
        """Set an option."""
        options = {k: v for k, v in self.game.setup.options.items() if k != name}
        if value != self.usual[name]:
            options[name] = value
        self.game.setup = replace(self.game.setup, options=options)
        self.renew()
