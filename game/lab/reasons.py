"""Why the computer's generals gave their orders: a side file of a replay, `NAME.why`.

It is optional. Verification does not read it, and a replay is whole without it. It is gzipped text:
a line of JSON for the head, then one for each reason with the number of its order (0 for decisions
that are no order: goals of the theatre and of armies).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from game.match import Chooser, Match
from game.model.forces import SIDES, Side
from game.model.orders import Order, line_of
from game.players.staff.why import Option, Term, Why
from game.replay import ReplayFault

FORMAT = 1
LONGEST = 1_000_000
"""Characters of a line, at most."""
MOST = 64 * 1024 * 1024
"""Bytes of text in all, at most."""


def why_path(replay: Path) -> Path:
    """The side file of a replay: its name with `.why` after it."""
    return replay.with_name(replay.name + ".why")


class ReasonsFile:
    """Writes the reasons of both generals while a match is played: use it as its watcher."""

    def __init__(self, path: Path, players: Mapping[Side, Chooser], seed: int) -> None:
        self._file = gzip.open(path, "wt", encoding="utf-8")  # noqa: SIM115
        self._players = players
        self._day: tuple[int, Side] = (0, "soviet")
        self._keep: dict[int, Why] = {}
        """Decisions of the day that have been written, by identity."""
        self._line({"format": FORMAT, "seed": seed})

    def _line(self, entry: dict[str, object]) -> None:
        self._file.write(json.dumps(entry, separators=(",", ":"), ensure_ascii=False) + "\n")

    def see(self, match: Match, order: Order, side: Side, turn: int) -> None:
        """An order was played; its number is that of the match."""
        whys: tuple[Why, ...] = getattr(self._players[side], "whys", ())
        if self._day != (turn, side):
            self._day, self._keep = (turn, side), {}
        line = line_of(order)
        for why in whys:
            if why.layer == "theatre" and id(why) not in self._keep:
                self._keep[id(why)] = why
                self._line({"n": 0, "side": side, **as_json(why)})
        found = next((w for w in reversed(whys) if w.subject == line), None)
        if found is not None:
            self._line({"n": match.orders, "side": side, **as_json(found)})

    def close(self) -> None:
        """The game is over."""
        self._file.close()

    def __enter__(self) -> ReasonsFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(frozen=True)
class Reasons:
    """The reasons of a recorded game."""

    orders: dict[int, Why] = field(default_factory=dict)
    """By the number of the order, 1 for the first."""
    plans: dict[tuple[int, Side], tuple[Why, ...]] = field(default_factory=dict)
    """Decisions that are no order, by turn and side."""


def read_reasons(path: Path) -> Reasons:
    """The reasons of a side file. ReplayFault names the line that cannot be read."""
    orders: dict[int, Why] = {}
    plans: dict[tuple[int, Side], list[Why]] = {}
    total = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                total += len(line)
                if len(line) > LONGEST or total > MOST:
                    raise ReplayFault(path, number, "too much text", "a file of reasons")
                entry = _entry(path, number, line)
                if number == 1:
                    if entry.get("format") != FORMAT:
                        raise ReplayFault(path, 1, f"format {entry.get('format')}", f"{FORMAT}")
                    continue
                n, side, why = _reason(path, number, entry)
                if n:
                    orders[n] = why
                else:
                    plans.setdefault((why.turn, side), []).append(why)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ReplayFault(path, 0, str(error), "a gzipped file of reasons") from error
    return Reasons(orders, {key: tuple(found) for key, found in plans.items()})


def _entry(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReplayFault(path, number, line[:40].strip(), "a line of JSON") from error
    if not isinstance(found, dict):
        raise ReplayFault(path, number, line[:40].strip(), "a table")
    return found


def _reason(path: Path, number: int, entry: Mapping[str, object]) -> tuple[int, Side, Why]:
    try:
        n, side = entry["n"], entry["side"]
        if not isinstance(n, int) or side not in SIDES:
            raise TypeError("n or side")
        return n, side, of_json(entry)
    except (KeyError, TypeError, ValueError) as error:
        raise ReplayFault(path, number, f"no reason ({error})", "n, side and a reason") from error


def as_json(why: Why) -> dict[str, object]:
    """A reason for programs."""
    return {
        "layer": why.layer, "turn": why.turn, "subject": why.subject,
        "chosen": _option(why.chosen), "others": [_option(o) for o in why.others],
    }  # fmt: skip


def _option(option: Option) -> list[object]:
    terms = [[t.name, t.feature, t.weight, t.points] for t in option.terms]
    return [option.name, option.score, terms]


def of_json(entry: Mapping[str, object]) -> Why:
    """A reason as `as_json` wrote it. KeyError, TypeError or ValueError where it is none."""
    others = entry["others"]
    if not isinstance(others, list):
        raise TypeError("others")
    return Why(
        str(entry["layer"]), int(entry["turn"]), str(entry["subject"]),  # type: ignore[call-overload]
        _of_option(entry["chosen"]), tuple(_of_option(o) for o in others),
    )  # fmt: skip


def _of_option(found: object) -> Option:
    if not isinstance(found, list) or len(found) != 3:
        raise TypeError("an option")
    name, score, terms = found
    made = tuple(Term(str(t[0]), int(t[1]), int(t[2]), int(t[3])) for t in terms)
    return Option(str(name), int(score), made)
