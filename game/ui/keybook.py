"""All keys of the window, by what they belong to. A module that listens to a key says so here."""

from __future__ import annotations

from game.ui.keys import KEYS
from game.ui.overlays.registry import make_overlays

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
    "Overlays": (
        *((o.key, f"{o.name}: {o.meaning}") for o in make_overlays()),
        ("F12", "Keep the map as a picture"),
        ("Rest on a pile", "Its counters in a row; Tab turns the pile"),
        ("Tab", "With nothing selected: turn the pile under the pointer"),
        ("Alt, held", "Every name, over the counters"),
        ("Small map", "Click or drag: look there"),
    ),
    "The enemy's turn and replays": (
        ("Space", "Play, or stand still"),
        ("Comma, full stop", "One shot back, or on"),
        ("[, ]", "Slower, faster"),
        (";", "Many shots at once, or one after the other"),
        ("End, Esc", "To the end of the film"),
        ("Backspace", "Show the last film again"),
    ),
}
"""Part of the window: keys, and what they do."""


def enter(part: str, *keys: tuple[str, str]) -> None:
    """Keys of a part, once for each part."""
    known = BOOK.get(part, ())
    BOOK[part] = known + tuple(key for key in keys if key not in known)
