"""The communique of one side: what it learned, as it learned it, the most important first."""

from __future__ import annotations

from dataclasses import dataclass

from game.film.words import SIDE_NAMES, sentence
from game.hexes import NOWHERE, Hex
from game.model.events import AnyEvent, Fought, Sighted, Supplied, TurnBegan
from game.model.forces import Side
from game.model.orders import EndPhase
from game.model.scenario import Scenario
from game.ui.session import Happened, Session

GRAVE = frozenset({"captured", "surrendered", "hq_lost", "happened", "ended", "mutiny", "chose"})
GREAT = frozenset(
    {"fought", "airlanded", "deliberated", "proclaimed", "arrival", "flew", "worked", "depot",
     "turn", "evacuated", "fled", "sailed", "supply"}
)  # fmt: skip
QUIET = frozenset({"moved", "refitted", "hq", "phase", "railwork", "airtask", "based", "refugees"})
"""Not told in the log: they are seen on the map."""
LOST_GROUND = frozenset({"retreat", "rout", "shattered", "last_stand"})


@dataclass(frozen=True, slots=True)
class News:
    """One line of the communique."""

    turn: int
    hour: str
    """Soviet phase, Japanese phase, evening or morning."""
    rank: int
    """2 grave, 1 of note, 0 for the rest."""
    text: str
    at: Hex
    """NOWHERE for news of no place."""
    order: int
    """In which it came."""


def rank_of(event: AnyEvent, viewer: Side) -> int:
    """How important an event is to a side: 2 grave, 1 of note, 0 for the rest."""
    if isinstance(event, Fought):
        return 2 if event.by != viewer and event.result in LOST_GROUND else 1
    if isinstance(event, Supplied):
        return 1 if event.tight or event.lost else 0
    return 2 if event.kind in GRAVE else 1 if event.kind in GREAT else 0


def place_of(event: AnyEvent) -> Hex:
    """Where an event happened, as far as it says."""
    if event.at != NOWHERE:
        return event.at
    if isinstance(event, Fought):
        return event.target
    if isinstance(event, Sighted) and event.hexes:
        return event.hexes[0]
    return NOWHERE


class Chronicle:
    """What a side has been told since the window opened this game.

    `follow` has to be called after every order, while the state is still that of the telling:
    what a side could see then is not what it can see later.
    """

    def __init__(self, viewer: Side) -> None:
        self.viewer = viewer
        self._entries: list[tuple[Happened, tuple[AnyEvent, ...], tuple[News, ...]]] = []
        self._told = 0
        self._morning: tuple[News, ...] = ()
        """What was told before the first order of the game."""

    def follow(self, session: Session, scenario: Scenario) -> bool:
        """Take in what has been played, and forget what was taken back; `scenario` as the side
        knows it. Says whether anything has changed."""
        if not session.log and not session.match.orders and not self._morning:
            dawn = Happened(session.match.turn, session.side, EndPhase(), session.match.opening)
            events = session.match.visible(dawn.events, self.viewer)
            self._morning = tuple(self._news(dawn, events, scenario))
        log, kept = session.log, len(self._entries)
        while kept and (kept > len(log) or self._entries[kept - 1][0] is not log[kept - 1]):
            kept -= 1
        changed = kept != len(self._entries) or kept != len(log)
        del self._entries[kept:]
        for happened in log[kept:]:
            events = session.match.visible(happened.events, self.viewer)
            self._entries.append((happened, events, tuple(self._news(happened, events, scenario))))
        return changed

    def _news(
        self, happened: Happened, events: tuple[AnyEvent, ...], scenario: Scenario
    ) -> list[News]:
        found = []
        turn, hour = happened.turn, f"{SIDE_NAMES[happened.side]} phase"
        if isinstance(happened.order, EndPhase) and happened.side == "japan":
            hour = "evening"
        for event in events:
            if isinstance(event, TurnBegan):
                turn, hour = event.turn, "morning"
            if event.kind in QUIET:
                continue
            self._told += 1
            text, rank = sentence(event, scenario), rank_of(event, self.viewer)
            found.append(
                News(turn, hour, rank, text, place_of(event), self._told)
            )
        return found

    def events(self, since: int = 0) -> list[tuple[Happened, tuple[AnyEvent, ...]]]:
        """What the side was told of each order from the `since`-th on; with nothing where it was
        told nothing."""
        return [(happened, events) for happened, events, _ in self._entries[since:]]

    def news(self, most: int = 60) -> list[News]:
        """The latest news: the newest phase first; in each the gravest first."""
        found: list[News] = []
        for _, _, lines in reversed(self._entries):
            found += reversed(lines)
            if len(found) >= 4 * most:
                break
        else:
            found += reversed(self._morning)
        hours: dict[tuple[int, str], int] = {}
        for line in found:
            hours.setdefault((line.turn, line.hour), len(hours))
        found.sort(key=lambda n: (hours[n.turn, n.hour], -n.rank, -n.order))
        return found[:most]
