"""All keys of the window, by what they belong to. A module that listens to a key says so here."""

from __future__ import annotations

from game.ui.keys import KEYS

Keys = tuple[tuple[str, str], ...]

BOOK: dict[str, Keys] = {
    "Everywhere": (
        ("?", "This sheet"),
        ("Tab, Shift + Tab", "The next or previous control, in menus"),
        ("Enter", "Press the control that has the brass ring"),
        ("Esc", "Back; in the battle let go of what is selected, then the menu"),
        ("Up, Down", "In lists: the next or previous line"),
    ),
    "The battle": KEYS,
}
"""Part of the window: keys, and what they do."""


def enter(part: str, *keys: tuple[str, str]) -> None:
    """Keys of a part, once for each part."""
    known = BOOK.get(part, ())
    BOOK[part] = known + tuple(key for key in keys if key not in known)
