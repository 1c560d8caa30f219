"""Writing a replay while the game goes on: after each order the file is complete up to it."""

from __future__ import annotations

import os
import zlib
from io import FileIO
from pathlib import Path
from types import TracebackType

from pydantic import TypeAdapter
from pydantic_core import to_json

from game.model.events import AnyEvent
from game.model.forces import SIDES, Side
from game.model.orders import EndPhase, Order, line_of
from game.model.state import State
from game.replay.lines import ORDER, STATE, Header
from game.replay.reading import ReplayFault, read_lines
from game.replay.snapshot import digest, event_digest, snapshot

# gzip: the fastest level, for its files are within a tenth of the smallest ones.
_LEVEL, _GZIP = 1, 31


class Recorder:
    """Writes one file. Each call ends with the line in the hands of the operating system, so a
    killed program loses at most the order that it was working on."""

    def __init__(self, path: Path, header: Header) -> None:
        """Begin a new file; ReplayFault when there is one of that name already."""
        try:
            self._open(path, "x")
        except FileExistsError as error:
            raise ReplayFault(
                path, 0, "a file of this name", "a new name: a replay never overwrites a file"
            ) from error
        self._write(TypeAdapter(Header).dump_json(header))

    @classmethod
    def again(cls, path: Path, orders: int) -> Recorder:
        """Go on with an unfinished file after so many orders; what follows them is dropped.

        The lines are written anew beside the file and then take its place, so whatever happens
        there is a complete file at every moment.
        """
        beside = path.with_name(f"{path.name}.{os.getpid()}.part")
        lines = read_lines(path).lines
        last = [i for i, line in enumerate(lines) if line.startswith(ORDER)][:orders]
        recorder = cls.__new__(cls)
        recorder._open(beside, "w")
        recorder._write(*lines[: last[-1] + 1 if last else 1])
        # An open file cannot be renamed on every system; the compressor goes on where it was.
        recorder._file.close()
        os.replace(beside, path)
        recorder._file = FileIO(path, "a")
        recorder.path, recorder.orders = path, orders
        return recorder

    @classmethod
    def copy(cls, source: Path, path: Path) -> Recorder:
        """A copy of all whole lines of a file, which may still be written, to go on with; a file of
        that name is replaced. The source is left as it is."""
        lines = read_lines(source).lines
        recorder = cls.__new__(cls)
        recorder._open(path, "w")
        recorder._write(*lines)
        recorder.orders = sum(line.startswith(ORDER) for line in lines)
        return recorder

    def _open(self, path: Path, mode: str) -> None:
        self.path, self.orders = path, 0
        self._file = FileIO(path, mode)
        self._squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)

    def _write(self, *lines: bytes) -> None:
        squeeze = self._squeeze
        packed = b"".join([squeeze.compress(b"%s\n" % line) for line in lines])
        self._put(packed + squeeze.flush(zlib.Z_SYNC_FLUSH))

    def _put(self, data: bytes) -> None:
        while data:
            data = data[self._file.write(data) :]

    def phase(self, state: State) -> None:
        """A phase begins, or the game ends, in this state. For the first phase of a game only:
        `order` sees to all others."""
        self._write(*_stand(state))

    def order(self, side: Side, order: Order, events: tuple[AnyEvent, ...], state: State) -> None:
        """An order was carried out; `state` is what came of it."""
        self.orders += 1
        line = b'{"n":%d,"side":"%s","order":%s,"events":"%s"}' % (
            self.orders, side.encode(), to_json(line_of(order)), event_digest(events).encode(),
        )  # fmt: skip
        self._write(line, *(_stand(state) if isinstance(order, EndPhase) else ()))

    def close(self) -> None:
        """Nothing more will follow for now."""
        if not self._file.closed:
            self._put(self._squeeze.flush(zlib.Z_FINISH))
            self._file.close()

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()


def _stand(state: State) -> list[bytes]:
    """How things stand between two phases: the digest, and once a turn the state in full."""
    text = snapshot(state)
    seal = digest(text)
    if state.over is not None:
        reason, level, points = state.over
        return [to_json({"end": reason, "level": level, "points": points, "hash": seal})]
    lines = [to_json({"turn": state.turn, "phase": state.phase, "hash": seal})]
    if state.phase == SIDES[0]:
        lines.append(STATE + text.encode() + b"}")
    return lines
