"""Pages for reading: the scenarios, the manual, and the way to the lab."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from game.film.words import NATION_NAMES, SIDE_NAMES, day
from game.model.forces import SIDES
from game.model.scenario import Scenario
from game.scenario.heads import heads
from game.scenario.show import show
from game.ui.app import App
from game.ui.screens.page import Action
from game.ui.screens.reader import Entry, Reader
from game.ui.text import escaped, heading, markdown

RULES = Path(__file__).parents[3] / "docs" / "rules"
ARMS = (
    ("men", "men"), ("tanks", "tanks"), ("guns_mortars", "guns and mortars"),
    ("aircraft", "aircraft"),
)  # fmt: skip
CARRIED = 60
"""Lines of a list that a page shows."""


class Scenarios(Reader):
    """What each scenario is about, with its forces, places and dates."""

    title = "Scenarios"
    empty = "One moment: the scenario is being read."

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._read: set[str] = set()
        self._wait = ""

    def entries(self) -> tuple[Entry, ...]:
        """All of them."""
        return tuple(Entry(h.id, h.title) for h in heads())

    def told(self, key: str) -> str:
        """Briefing, forces, places that count."""
        head = next(h for h in heads() if h.id == key)
        scenario = self.app.shelf.ready(key)
        self._wait = "" if scenario is not None else key
        said = [heading(head.title, self.app.px(22)), escaped(head.briefing)]
        if scenario is not None:
            said += _facts(scenario, self.app.px(17))
        return "<br><br>".join(said)

    def deeds(self, key: str) -> tuple[tuple[str, Action, bool, bool], ...]:
        """Play it."""
        return (("Play this scenario", self.play, True, bool(key)),)

    def play(self) -> None:
        """To the choices before a game of it."""
        from game.ui.screens.newgame import NewGame

        chosen = self.chosen
        self.app.back()
        self.app.over(lambda app: NewGame(app, chosen))

    def update(self, seconds: float) -> None:
        """The scenario may have been read by now."""
        super().update(seconds)
        if self._wait and self.app.shelf.ready(self._wait) is not None:
            self.read()


def _facts(scenario: Scenario, size: int) -> list[str]:
    """Calendar, forces, places that count, as paragraphs."""
    numbers = show(scenario)
    last = scenario.date_of(scenario.turns)
    said = [
        f"{day(scenario.start)} to {day(last)} 1945, {scenario.turns} turns, "
        f"{numbers['units']} units on {len(scenario.map.hexes):,} hexes of "
        f"{float(scenario.map.projection[3]):g} km."
    ]
    lines = []
    for nation, sums in numbers["totals"].items():
        parts = [f"{sums[key]:,} {word}" for key, word in ARMS if sums[key]]
        if parts:
            lines.append(f"<b>{NATION_NAMES[nation]}</b>: {', '.join(parts)}")
    if lines:
        said.append(heading("Forces", size) + "<br>" + "<br>".join(lines))
    goals = [
        f"<b>{escaped(goal.name)}</b> ({goal.weight}): {day(scenario.date_of(goal.par))}"
        for goal in sorted(scenario.objectives, key=lambda o: (o.par, -o.weight))[:CARRIED]
    ]
    if goals:
        said.append(
            heading("Places that count, with their weight and the day of the record", size)
            + "<br>" + "<br>".join(goals)
        )  # fmt: skip
    said.append(
        heading("Sides", size) + "<br>" + "<br>".join(
            f"<b>{SIDE_NAMES[side]}</b>: "
            f"{numbers['units_by_side'].get(side, 0)} units" for side in SIDES
        )
    )  # fmt: skip
    return said


@cache
def sections() -> tuple[tuple[str, str, str], ...]:
    """The rules in pieces of a page each: key, title, text. The key is the file and the section."""
    found = []
    for path in sorted(RULES.glob("*.md")):
        for i, (title, text) in enumerate(_parts(path.read_text(encoding="utf-8"))):
            found.append((f"{path.name}#{i}", title, text))
    return tuple(found)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The chapter's head, then its sections."""
    for piece in re.split(r"^(?=##? )", text, flags=re.MULTILINE):
        first, _, rest = piece.strip().partition("\n")
        if first.startswith("#"):
            chapter = first.startswith("# ")
            yield f"{'' if chapter else '    '}{first.lstrip('# ')}", rest


class Manual(Reader):
    """The rules as they are written, chapter by chapter."""

    title = "Manual"
    list_share = 0.36

    def entries(self) -> tuple[Entry, ...]:
        """Chapters, and under them their sections."""
        seen: dict[str, int] = {}
        found = []
        for key, title, _ in sections():
            seen[title] = seen.get(title, 0) + 1
            # Two sections of the same title are told apart by a blank at the end.
            found.append(Entry(key, title + " " * (seen[title] - 1)))
        return tuple(found)

    def told(self, key: str) -> str:
        """A section, or a chapter's introduction."""
        _, title, text = next(row for row in sections() if row[0] == key)
        px = self.app.px
        return heading(title.strip(), px(22)) + "<br><br>" + markdown(text, px(17))

    def follow(self, goal: str) -> None:
        """To another chapter, if the link leads to one."""
        name = Path(goal.partition("#")[0]).name
        if (RULES / name).is_file():
            self.choose(f"{name}#0")


LAB = (
    ("Many games", """
The lab plays hundreds of games without a window and counts what came of them. It is a set of
commands for the terminal; start them in the folder of the game.

`python main.py batch --out out/games --games 100`

plays a hundred games between the computer's generals, one file each, and writes them as tables. It
goes on where it was interrupted.

`python main.py report out/games`

writes the report of such a batch as one page to look at.
"""),
    ("What if", """
`python main.py whatif --option rescript=never --games 100`

plays the same seeds with an option and without it, and tells what it changes and how sure that is.
Every option of a new game can be asked about: see `python main.py scenario show manchuria_1945`.
"""),
    ("Against the record", """
`python main.py calibrate --games 200`

holds a batch of games against the record of August 1945: when each place fell, what was lost, how
many were taken prisoner.
"""),
    ("Which general is better", """
`python main.py ladder staff greedy --pairs 20`

lets two of the computer's generals play each other, each leading either side in turn.
"""),
    ("One game as text", """
`python main.py simulate --seed 3 --report`

plays one game and tells it by date. With `--replay game.replay` it is recorded; `python main.py
replay show game.replay` tells it order by order, `replay verify` proves that it repeats exactly,
and Replays in this menu shows it.
"""),
)  # fmt: skip
"""What the lab can do, with the commands for it."""


class Lab(Reader):
    """Points to the commands."""

    title = "Lab"

    def entries(self) -> tuple[Entry, ...]:
        """Its rooms."""
        return tuple(Entry(title, title) for title, _ in LAB)

    def told(self, key: str) -> str:
        """What is done there."""
        px = self.app.px
        return heading(key, px(22)) + "<br><br>" + markdown(dict(LAB)[key], px(17))
