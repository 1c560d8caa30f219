"""A program at the other end of two pipes, that is heard only as long as its time lasts."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import IO

LONGEST = 1_000_000
"""Bytes in a line of the program; orders of a whole front are a hundredth of it."""
WAITING = 16
"""Lines of the program that are kept unread; then its pipe fills and it has to wait."""
TAIL = 2000
"""Bytes of its error output that are kept for the message."""
GRACE = 1.0
"""Seconds that it has to end by itself once its input is closed."""


class Silent(Exception):
    """No line came: the time is over, the program has ended, or it says too much at once."""


class Program:
    """A running program. Use it as a context, or call `close`: then it is gone in any case."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it. OSError when that is impossible."""
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=os.name != "nt",
        )  # fmt: skip
        self._said: queue.Queue[bytes | None] = queue.Queue(WAITING)
        self._outbox: queue.Queue[bytes | None] = queue.Queue()
        self._errors = b""
        self._closed = False
        stdin, stdout, stderr = self._process.stdin, self._process.stdout, self._process.stderr
        assert stdin is not None
        assert stdout is not None
        assert stderr is not None
        self._pipes: tuple[IO[bytes], ...] = (stdin, stdout, stderr)
        # Each pipe has a thread of its own: a program that does not read, or never stops to write,
        # holds up nobody but itself.
        self._threads = [
            threading.Thread(target=work, args=(pipe,), daemon=True)
            for work, pipe in ((self._write, stdin), (self._read, stdout), (self._note, stderr))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """Its number in the operating system."""
        return self._process.pid

    @property
    def last_words(self) -> str:
        """The last line of its error output."""
        lines = self._errors.decode("utf-8", "replace").strip().splitlines()
        return lines[-1].strip() if lines else ""

    def send(self, line: bytes) -> None:
        """Give it a line to read, without waiting until it does."""
        self._outbox.put(line + b"\n")

    def hear(self, seconds: float) -> bytes:
        """Its next line, at most after so long. Silent when there is none."""
        try:
            line = self._said.get(timeout=max(0.0, seconds))
        except queue.Empty:
            raise Silent("out of time") from None
        if line is None:
            self._said.put(None)
            code = self._end(GRACE)
            raise Silent("it has ended" + (f" (exit code {code})" if code else ""))
        if len(line) > LONGEST:
            raise Silent(f"a line of more than {LONGEST:,} bytes")
        return line

    def close(self) -> None:
        """End it: politely by the end of its input, then by force with all it has started."""
        if self._closed:
            return
        self._closed = True
        self._outbox.put(None)
        self._end(GRACE)
        self._kill()
        self._process.wait()
        # A reader that waits for room is let go.
        with contextlib.suppress(queue.Empty):
            while True:
                self._said.get_nowait()
        for thread in self._threads:
            thread.join(GRACE)
        for pipe in self._pipes:
            with contextlib.suppress(OSError):
                pipe.close()

    def __enter__(self) -> Program:
        """The program itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """It is ended."""
        self.close()

    def _end(self, seconds: float) -> int | None:
        """Its exit code, if it ends within that time."""
        until = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        return self._process.poll()

    def _kill(self) -> None:
        if os.name == "nt":
            self._process.kill()
            return
        # The group lives as long as one of its processes does, so this reaches children too.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _write(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):  # it reads no more; its silence will tell
            while (line := self._outbox.get()) is not None:
                pipe.write(line)
                pipe.flush()
        with contextlib.suppress(OSError, ValueError):
            pipe.close()

    def _read(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):
            while not self._closed and (line := pipe.readline(LONGEST + 1)):
                self._said.put(line)
        with contextlib.suppress(queue.Full):
            self._said.put(None, timeout=GRACE if self._closed else None)

    def _note(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):
            while part := pipe.readline(TAIL):
                self._errors = (self._errors + part)[-TAIL:]
