"""Saved games: a save is the record of a game so far, with nothing in it that can run.

A game writes itself down as it is played (`session.py`), so that after a crash it goes on where it
was; these files are the autosaves. A named save is a copy. Opening one never changes it: the game
goes on in a new autosave.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from game.engine import RULES_VERSION
from game.film.words import SIDE_NAMES, day
from game.model.forces import SIDES, Side
from game.model.scenario import Scenario
from game.replay import Began, Finish, Recorder, ReplayFault
from game.replay.lines import ORDER, STATE, BadLine, Header, parse_entry, parse_header
from game.replay.reading import read_lines
from game.scenario.heads import Head, heads
from game.ui.session import PERSON, Session
from game.ui.settings import saves_folder

SUFFIX = ".replay"
AUTO = "auto"
"""The folder of autosaves within that of saves."""
LONGEST = 60
"""Letters of a save's name."""
FIRST_DAY = date(1945, 8, 9)
"""The day that the option `start` counts from."""
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
"""What cannot stand in the name of a file on every system."""


@dataclass(frozen=True, slots=True)
class Save:
    """A saved game as the list shows it."""

    path: Path
    auto: bool
    """Written by the game itself."""
    modified: float
    """Seconds of the clock."""
    scenario: str = ""
    title: str = ""
    turn: int = 0
    day: date | None = None
    phase: Side = "soviet"
    players: tuple[tuple[Side, str], ...] = ()
    orders: int = 0
    finished: str = ""
    """The level of a game that is over."""
    fault: str = ""
    """Why it cannot be gone on with, as a sentence."""
    note: str = ""
    """What is lost of it, as a sentence; it can be gone on with all the same."""

    @property
    def name(self) -> str:
        """Its name, as the player gave it."""
        return self.path.name.removesuffix(SUFFIX)

    @property
    def usable(self) -> bool:
        """Whether the game can be gone on with."""
        return not self.fault and not self.finished

    @property
    def sides(self) -> str:
        """Who plays: `you lead the Soviet side against staff`."""
        people = [side for side, who in self.players if who == PERSON]
        generals = [who for _, who in self.players if who != PERSON]
        if len(people) == 2:
            return "two players at one computer"
        if not people:
            return f"{' against '.join(generals)}, watched"
        return f"you lead the {SIDE_NAMES[people[0]]} side against {generals[0]}"

    @property
    def when(self) -> str:
        """Where the game stands: `turn 4, 12 August, Soviet phase`."""
        if self.day is None:
            return ""
        stage = "over" if self.finished else f"{SIDE_NAMES[self.phase]} phase"
        return f"turn {self.turn}, {day(self.day)}, {stage}"


def auto_folder() -> Path:
    """Where the game saves by itself."""
    return saves_folder() / AUTO


def auto_path(scenario: str) -> Path:
    """A name for a new autosave: the scenario and the minute, numbered if there is one already."""
    stem = f"{scenario} {time.strftime('%Y-%m-%d %H.%M')}"
    path, n = auto_folder() / f"{stem}{SUFFIX}", 1
    while path.exists():
        n += 1
        path = auto_folder() / f"{stem} ({n}){SUFFIX}"
    return path


def named_path(name: str) -> Path:
    """The file of a save of this name. ValueError, a sentence, when it can be none."""
    fit = _UNFIT.sub(" ", name).strip(" .")
    if not fit:
        raise ValueError("A saved game needs a name of letters or figures.")
    if len(fit) > LONGEST:
        raise ValueError(f"A name has at most {LONGEST} letters; this one has {len(fit)}.")
    return saves_folder() / f"{fit}{SUFFIX}"


def files() -> list[Path]:
    """All saved games, the newest first."""
    found = [(p.stat().st_mtime, p) for p in _all() if p.is_file()]
    return [path for _, path in sorted(found, key=lambda row: (-row[0], row[1].name))]


def _all() -> Iterator[Path]:
    for folder in (saves_folder(), auto_folder()):
        if folder.is_dir():
            yield from folder.glob(f"*{SUFFIX}")


def peek(path: Path) -> Save:
    """What a saved game is, from its first and last lines: about 10 ms. A file that cannot be
    used is told of in `fault`."""
    save = Save(path, path.parent.name == AUTO, path.stat().st_mtime)
    try:
        found = read_lines(path)
        if not found.lines:
            raise ReplayFault(path, 1, "an empty file", "a saved game")
        header = parse_header(found.lines[0])
    except (ReplayFault, BadLine) as fault:
        return replace(save, fault=f"This is no game that can be read: found {fault.found}; "
                       f"allowed is {fault.allowed}. The file is left as it is.")  # fmt: skip
    except OSError as error:
        return replace(save, fault=f"This file cannot be read: {error.strerror}.")
    head = next((h for h in heads() if h.id == header.scenario), None)
    save = replace(
        save, scenario=header.scenario, title=head.title if head else header.scenario,
        players=tuple((side, header.players.get(side, "")) for side in SIDES),
        orders=sum(line.startswith(ORDER) for line in found.lines), fault=_unfit(header, head),
    )  # fmt: skip
    if found.damage:
        save = replace(save, note=(
            f"The end of this file is damaged ({found.damage}); the first {save.orders:,} orders "
            "are whole. The game goes on after them in a new file, and this one is left as it is."
        ))  # fmt: skip
    elif found.rest:
        save = replace(save, note=(
            f"This file is cut off in the middle of a line; the first {save.orders:,} orders are "
            "whole, and the game goes on after them."
        ))  # fmt: skip
    return _placed(save, found.lines, header, head)


def _unfit(header: Header, head: Head | None) -> str:
    """Why this version cannot go on with a game."""
    if head is None:
        return f"This version has no scenario {header.scenario!r}. The file is left as it is."
    if header.rules != RULES_VERSION:
        age = "an older" if header.rules < RULES_VERSION else "a newer"
        return (
            f"This game was begun with {age} version of the game ({header.game}, rules "
            f"{header.rules}; these are rules {RULES_VERSION}), and would go another way with "
            "this one. The file is left as it is: that version can go on with it."
        )
    return ""


def _placed(save: Save, lines: list[bytes], header: Header, head: Head | None) -> Save:
    """With the turn and side of the last phase that began."""
    for line in reversed(lines[1:]):
        if line.startswith((ORDER, STATE)):
            continue
        try:
            entry = parse_entry(line)
        except BadLine as bad:
            return replace(save, fault=f"A line of this file is no line of a saved game: found "
                           f"{bad.found}. The file is left as it is.")  # fmt: skip
        if isinstance(entry, Finish):
            save = replace(save, finished=entry.level)
        elif isinstance(entry, Began):
            start = head.start if head else FIRST_DAY
            later = int(header.options.start) - FIRST_DAY.day + max(1, entry.turn) - 1
            today = start + timedelta(days=later)
            return replace(save, turn=max(1, entry.turn), phase=entry.phase, day=today)
    return save


def latest() -> Save | None:
    """The game to continue: the one played last that can be gone on with."""
    return next((save for save in map(peek, files()) if save.usable), None)


def header_of(path: Path) -> Header:
    """Which game was saved. ReplayFault when it is none."""
    lines = read_lines(path).lines
    try:
        return parse_header(lines[0] if lines else b"")
    except BadLine as bad:
        raise ReplayFault(path, 1, bad.found, bad.allowed) from bad


def reopen(path: Path, scenario: Scenario) -> Session:
    """Go on with a saved game. An autosave that is whole goes on being written; of any other file
    a copy does. ReplayFault, a sentence, says why it cannot be gone on with."""
    players = dict(header_of(path).players)
    if path.parent == auto_folder() and not read_lines(path).damage:
        return Session.load(path, scenario, players)
    copy = auto_path(scenario.id)
    copy.parent.mkdir(parents=True, exist_ok=True)
    part = copy.with_name(f"{copy.name}.{os.getpid()}.part")
    Recorder.copy(path, part).close()
    os.replace(part, copy)
    try:
        return Session.load(copy, scenario, players)
    except ReplayFault:
        copy.unlink()
        raise


def remove(path: Path) -> None:
    """Delete a saved game for good."""
    path.unlink(missing_ok=True)
