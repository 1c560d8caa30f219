"""Reading a replay: bounded, and forgiving of a tail that was cut off, but of nothing else."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from pathlib import Path

from game.model.forces import SIDES
from game.replay.lines import (
    BadLine,
    Began,
    Entry,
    Finish,
    Given,
    Header,
    Snapshot,
    parse_entry,
    parse_header,
)

# A whole campaign is about 4 MB of text in 3,600 lines of at most 200 KB: these are far away.
MAX_TEXT = 128 * 1024 * 1024
MAX_LINE = 8 * 1024 * 1024
MAX_LINES = 500_000
_PIECE = 64 * 1024


class ReplayFault(Exception):
    """A file that cannot be used as a replay, in one sentence."""

    def __init__(self, file: Path, line: int, found: str, allowed: str) -> None:
        where = f"{file}, line {line}" if line else f"{file}"
        super().__init__(f"{where}: found {found}; allowed is {allowed}")
        self.file, self.line, self.found, self.allowed = file, line, found, allowed


@dataclass(slots=True)
class Unpacker:
    """Lines out of compressed bytes, as many as have come in so far."""

    path: Path
    count: int = 0
    """Complete lines so far."""
    damage: str = ""
    """What is wrong with the bytes, when something is; nothing after it can be read."""
    rest: bytes = b""
    """The beginning of a line that is not complete."""
    total: int = 0
    _inflate: zlib._Decompress = field(default_factory=lambda: zlib.decompressobj(31))

    @property
    def complete(self) -> bool:
        """Whether the file was closed properly."""
        return self._inflate.eof and not self.damage

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that these bytes complete. ReplayFault when a bound is passed."""
        lines: list[bytes] = []
        while not self.damage:
            if self._inflate.eof:
                if data:
                    self.damage = "bytes follow the end of the replay"
                break
            before = self._inflate.copy()
            try:
                text = self._inflate.decompress(data, _PIECE)
            except zlib.error:
                self._inflate = before
                self._salvage(data, lines)
                break
            if not text and not self._inflate.unconsumed_tail and not self._inflate.eof:
                break
            data = self._inflate.unconsumed_tail or self._inflate.unused_data
            self._take(text, lines)
        return lines

    def _salvage(self, data: bytes, lines: list[bytes]) -> None:
        """Bytes before the spoilt one still count: zlib tells them only when asked one by one."""
        try:
            for i in range(len(data)):
                self._take(self._inflate.decompress(data[i : i + 1]), lines)
        except zlib.error as error:
            self.damage = "the compressed data is damaged"
            if not self.total:
                raise ReplayFault(
                    self.path, 0, "no gzip data", "a replay, which is compressed"
                ) from error

    def _take(self, text: bytes, lines: list[bytes]) -> None:
        self.total += len(text)
        *whole, self.rest = (self.rest + text).split(b"\n")
        lines += whole
        self.count += len(whole)
        longest = max(map(len, (*whole, self.rest)))
        for what, size, bound in (
            ("bytes of text", self.total, MAX_TEXT),
            ("bytes in a line", longest, MAX_LINE),
            ("lines", self.count, MAX_LINES),
        ):
            if size > bound:
                raise ReplayFault(self.path, self.count, f"{size:,} {what}", f"{bound:,} at most")


@dataclass(frozen=True, slots=True)
class Lines:
    """All complete lines of a file, and what is wrong with its tail."""

    lines: list[bytes]
    complete: bool
    damage: str
    rest: bytes


def read_lines(path: Path) -> Lines:
    """All complete lines of a file."""
    unpacker = Unpacker(path)
    lines: list[bytes] = []
    with path.open("rb") as file:
        while data := file.read(_PIECE):
            lines += unpacker.feed(data)
    if unpacker.complete and unpacker.rest:
        unpacker.damage = "the last line has no end"
    return Lines(lines, unpacker.complete, unpacker.damage, unpacker.rest)


@dataclass(frozen=True, slots=True)
class Replay:
    """A file that was read."""

    path: Path
    header: Header
    entries: tuple[Entry, ...]
    """Entry i stands in line i + 2."""
    lost: str
    """What was lost at the end of the file, as a sentence; "" when it was closed properly."""
    damaged: bool
    """The tail is not cut off but spoilt: its lines were written once and cannot be read now."""

    @property
    def finished(self) -> bool:
        """Whether the game was played to its end."""
        return bool(self.entries) and isinstance(self.entries[-1], Finish)

    @property
    def orders(self) -> int:
        """How many orders were given."""
        return sum(isinstance(entry, Given) for entry in self.entries)


@dataclass(slots=True)
class Sequence:
    """Turns lines into entries and sees that they follow each other."""

    path: Path
    header: Header | None = None
    line: int = 0
    orders: int = 0
    last: Entry | None = None

    def next(self, line: bytes) -> Entry | None:
        """The entry of a line, or None for the header. ReplayFault says what is wrong with it."""
        self.line += 1
        try:
            if self.header is None:
                self.header = parse_header(line)
                return None
            entry = parse_entry(line)
            self._follows(entry)
        except BadLine as bad:
            raise ReplayFault(self.path, self.line, bad.found, bad.allowed) from bad
        self.last = entry
        return entry

    def _follows(self, entry: Entry) -> None:
        last = self.last
        if isinstance(last, Finish):
            raise BadLine("a line", "nothing after the end of the game")
        if isinstance(last, Began) and last.phase == SIDES[0]:
            wanted, what = isinstance(entry, Snapshot), "the state at the beginning of a turn"
        elif last is None or (isinstance(last, Given) and last.order == "end"):
            wanted, what = isinstance(entry, Began | Finish), "the beginning of a phase or the end"
        else:
            wanted, what = isinstance(entry, Given), f"order {self.orders + 1}"
        if isinstance(entry, Given):
            if entry.n != self.orders + 1:
                raise BadLine(f"order {entry.n}", f"order {self.orders + 1} here")
            self.orders = entry.n
        if not wanted:
            raise BadLine(_WHAT[type(entry)], f"{what} here")


_WHAT: dict[type, str] = {
    Given: "an order", Began: "the beginning of a phase", Snapshot: "a state",
    Finish: "the end of the game",
}  # fmt: skip


def read(path: Path) -> Replay:
    """A replay from its file, or ReplayFault. A tail that was cut off is told in `lost`."""
    found = read_lines(path)
    if not found.lines:
        what = "an empty file" if not found.rest else "the beginning of one line"
        raise ReplayFault(path, 1, what, "a replay, which has at least its header")
    sequence = Sequence(path)
    entries = tuple(e for line in found.lines if (e := sequence.next(line)) is not None)
    assert sequence.header is not None
    lost = ""
    if not found.complete:
        why = found.damage or "the file was not closed"
        part = f", {len(found.rest)} bytes of another line are lost" if found.rest else ""
        lost = f"{why} after line {len(found.lines)} (order {sequence.orders}){part}"
    return Replay(path, sequence.header, entries, lost, bool(found.damage))
