"""A recorded game played again: to prove it, to go on with it, to look at it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from game import __version__
from game.engine import RULES_VERSION
from game.match import Match
from game.model.events import AnyEvent
from game.model.forces import Side
from game.model.orders import Order, Refusal, line_of
from game.model.scenario import Options, Scenario
from game.replay import (
    FORMAT,
    Began,
    Entry,
    Finish,
    Given,
    Header,
    Recorder,
    Replay,
    ReplayFault,
    Snapshot,
    SnapshotFault,
    differences,
    digest,
    event_digest,
    read,
    restore,
    snapshot,
)
from game.scenario.problems import ScenarioFault

Loader = Callable[[str], Scenario]
SHOWN = 5
"""How many fields of a state a verdict names."""


def record(
    path: Path, scenario: Scenario, seed: int, options: Options, players: Mapping[Side, str]
) -> Match:
    """A new match that writes itself down. Close its scribe, a Recorder, at the end."""
    match = Match(scenario, seed, options)
    recorder = Recorder(path, header_of(scenario, seed, options, players))
    recorder.phase(match.state)
    match.scribe = recorder
    return match


def header_of(
    scenario: Scenario, seed: int, options: Options, players: Mapping[Side, str]
) -> Header:
    """What stands at the head of a record of this game."""
    return Header(
        FORMAT, __version__, RULES_VERSION, scenario.id, scenario.digest, seed, options,
        dict(players),
    )  # fmt: skip


def begin(replay: Replay, scenario: Scenario) -> Match:
    """The match of a replay before its first order. ReplayFault when it cannot be the same game."""
    header = replay.header
    for found, here, what in (
        (header.rules, RULES_VERSION, "rules"),
        (header.scenario, scenario.id, "the scenario"),
        (header.digest, scenario.digest, f"content of the scenario {scenario.id}"),
    ):
        if found != here:
            raise ReplayFault(
                replay.path, 1, f"{what} {found}", f"{here}: this game would go another way"
            )
    refusal = scenario.refuses(header.options)
    if refusal:
        raise ReplayFault(replay.path, 1, "options that cannot be played", refusal)
    return Match(scenario, header.seed, header.options)


def resume(path: Path, scenario: Scenario) -> Match:
    """Go on with an unfinished game after its last order; the match goes on writing the file.

    It starts from the last state in full and plays the orders after it. ReplayFault when the game
    is over, is another game, or the file contradicts itself.
    """
    replay = read(path)
    if replay.finished:
        raise ReplayFault(path, 0, "a game that is over", "an unfinished one")
    match = begin(replay, scenario)
    at = 0
    for i, entry in enumerate(replay.entries):
        if isinstance(entry, Snapshot):
            at = i
    if at:
        _place(match, replay, at)
    for line, entry in enumerate(replay.entries[at:], start=at + 2):
        if isinstance(entry, Given):
            found = _differs(match, entry)
            if found:
                raise ReplayFault(path, line, f"{entry.order!r} with events {entry.events}", found)
    recorder = Recorder.again(path, match.orders)
    given = [entry.order for entry in replay.entries if isinstance(entry, Given)]
    if not given or given[-1] == "end":
        recorder.phase(match.state)
    match.scribe = recorder
    return match


def _place(match: Match, replay: Replay, at: int) -> None:
    """Put a match where the full state of entry `at` stands."""
    entry, began = replay.entries[at], replay.entries[at - 1]
    assert isinstance(entry, Snapshot)
    assert isinstance(began, Began)
    if digest(entry.text) != began.hash:
        raise ReplayFault(replay.path, at + 2, "a state", f"the one with the digest {began.hash}")
    try:
        match.state = restore(entry.text, match.scenario)
    except SnapshotFault as fault:
        raise ReplayFault(replay.path, at + 2, "another state", str(fault)) from fault
    match.orders = sum(isinstance(e, Given) for e in replay.entries[:at])


def _differs(match: Match, entry: Given) -> str:
    """What comes of an order when it is not what the record says; "" when it is."""
    if entry.side != match.phase:
        return f"the phase of {match.phase}"
    result = match.submit(entry.parsed())
    if isinstance(result, Refusal):
        return f"no such order: {result.sentence}"
    seal = event_digest(result)
    return "" if seal == entry.events else seal


@dataclass(frozen=True, slots=True)
class Step:
    """An order of a recorded game with all that it caused."""

    n: int
    turn: int
    side: Side
    order: Order
    events: tuple[AnyEvent, ...]


def steps(match: Match, entries: Iterator[Entry], path: Path) -> Iterator[Step]:
    """Play recorded entries in `match`, order by order. ReplayFault where it goes another way."""
    for entry in entries:
        if isinstance(entry, Given):
            turn, side, order = match.turn, match.phase, entry.parsed()
            result = match.submit(order)
            if isinstance(result, Refusal) or event_digest(result) != entry.events:
                raise ReplayFault(
                    path, 0, f"order {entry.n}, {entry.order!r}, with other events than here",
                    "a game of this version: `replay verify` tells the difference",
                )  # fmt: skip
            yield Step(entry.n, turn, side, order, result)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a recorded game repeats exactly, and where it first does not."""

    ok: bool
    message: str
    turn: int = 0
    phase: str = ""
    order: int = 0
    """Number of the order; 0 when no order had been given."""
    line: str = ""
    """That order."""
    field: str = ""
    """What differs: side, order, events, state, end, or a field of the state such as
    `units.rd144.men`."""
    expected: str = ""
    """What the file says."""
    found: str = ""
    """What came of playing it again."""
    state: tuple[tuple[str, str, str], ...] = ()
    """The first fields that differ in the next full state of the file: field, file, here."""

    def as_json(self) -> dict[str, object]:
        """For programs: `ok` and the message, and where it differs if it does."""
        return {"ok": True, "message": self.message} if self.ok else asdict(self)


def verify(path: Path, load: Loader) -> Verdict:
    """Play a recorded game again and compare every event and every state with the record."""
    try:
        replay = read(path)
        match = begin(replay, load(replay.header.scenario))
    except ScenarioFault as unknown:
        return Verdict(False, f"{path}: its scenario cannot be loaded: {unknown}", field="scenario")
    except ReplayFault as fault:
        return Verdict(False, str(fault), field="file", expected=fault.allowed, found=fault.found)
    verdict = _compare(match, replay)
    if verdict is not None:
        return verdict
    if replay.damaged:
        return Verdict(False, f"{path}: {replay.lost}", match.turn, match.phase, match.orders)
    until = "to its end" if replay.finished else f"as far as it goes, turn {match.turn}"
    message = f"{replay.orders:,} orders repeat exactly, {until}."
    return Verdict(True, message + (f" Note: {replay.lost}." if replay.lost else ""))


def _compare(match: Match, replay: Replay) -> Verdict | None:
    """The first difference between a record and the game played again."""
    given: Given | None = None
    for i, entry in enumerate(replay.entries):
        turn, phase = match.turn, match.phase
        wrong: tuple[str, str, str] | None = None
        match entry:
            case Given():
                given = entry
                wrong = _compare_order(match, entry)
            case Began():
                wrong = _compare_phase(match, entry, replay.entries[i + 1 : i + 2])
            case Snapshot():
                wrong = _compare_state(match, entry)
            case Finish():
                reason, level, points = match.state.over or ("the game goes on", "", 0)
                wrong = _first(
                    ("end", entry.end, reason), ("level", entry.level, level),
                    ("points", entry.points, points), ("state", entry.hash, match.state_hash()),
                )  # fmt: skip
        if wrong is not None:
            field, expected, found = wrong
            n, line = (given.n, given.order) if given else (0, "")
            where = f"order {n}, {line!r}" if given else "before the first order"
            fields = _later(match, replay.entries[i:])
            return Verdict(
                False,
                f"{replay.path}: turn {turn}, {phase}, {where}: {field} differs, "
                f"the file says {expected}, playing it gives {found}.",
                turn, phase, n, line, field, expected, found, fields,
            )  # fmt: skip
    return None


def _first(*rows: tuple[str, object, object]) -> tuple[str, str, str] | None:
    """The first row whose two values differ."""
    for field, expected, found in rows:
        if expected != found:
            return field, str(expected), str(found)
    return None


def _compare_order(match: Match, entry: Given) -> tuple[str, str, str] | None:
    if match.over:
        return "order", line_of(entry.parsed()), "the game is over"
    if entry.side != match.phase:
        return "side", entry.side, match.phase
    result = match.submit(entry.parsed())
    if isinstance(result, Refusal):
        return "order", entry.order, f"refused: {result.sentence}"
    return _first(("events", entry.events, event_digest(result)))


def _compare_phase(
    match: Match, entry: Began, following: tuple[Entry, ...]
) -> tuple[str, str, str] | None:
    wrong = _first(("turn", entry.turn, match.turn), ("phase", entry.phase, match.phase))
    if wrong is None and entry.hash != match.state_hash():
        for state in following:
            if isinstance(state, Snapshot):
                wrong = _compare_state(match, state)
    return wrong or _first(("state", entry.hash, match.state_hash()))


def _compare_state(match: Match, entry: Snapshot) -> tuple[str, str, str] | None:
    here = snapshot(match.state)
    if here == entry.text:
        return None
    return next(_fields(entry.text, here), ("state", entry.text[:80], here[:80]))


def _fields(recorded: str, here: str) -> Iterator[tuple[str, str, str]]:
    try:
        there = json.loads(recorded)
    except (ValueError, RecursionError):
        return
    yield from differences(there, json.loads(here))


def _later(match: Match, entries: tuple[Entry, ...]) -> tuple[tuple[str, str, str], ...]:
    """Go on as well as it goes to the next full state, and say which of its fields differ.
    The first entry is the one that differs; it has been played."""
    for i, entry in enumerate(entries):
        if isinstance(entry, Snapshot):
            return tuple(islice(_fields(entry.text, snapshot(match.state)), SHOWN))
        if isinstance(entry, Given) and i and not match.over:
            match.submit(entry.parsed())
    return ()
