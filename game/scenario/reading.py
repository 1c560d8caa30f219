"""Reading a scenario's files safely: whole, bounded, inside their folder, without running anything.

Tables are CSV files with a header. They are checked column by column, which is fast enough for the
30,000 rows of a map, and told row by row.
"""

from __future__ import annotations

import csv
import io
import os
import stat
import tomllib
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from game.scenario.problems import Problem, choice, explain, of_toml, quoted

R = TypeVar("R", bound=BaseModel)
M = TypeVar("M", bound=BaseModel)

MOST_BYTES = 4_000_000
"""The largest file that is read."""
MOST_ROWS = 40_000
"""The most rows of a table. (How long a cell may be stands with each column in `files.py`.)"""


@dataclass
class Table(Generic[R]):
    """A table that has been read: its good cells by column, and its rows."""

    file: str
    kind: type[R]
    columns: dict[str, list[Any]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    """The number of each row in the file, the header being 1."""
    bad: set[int] = field(default_factory=set)
    """Positions of rows with a faulty cell."""
    whole: bool = False
    """The header was good: all columns are there."""
    _rows: list[tuple[int, R]] | None = None

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def clean(self) -> bool:
        """Nothing was wrong."""
        return self.whole and not self.bad

    def where(self, position: int) -> str:
        """The row as said in a problem: its number and, if it has one, its id."""
        name = str(self.columns["id"][position]) if "id" in self.columns else ""
        return f"row {self.numbers[position]}" + (f" ({quoted(name)[1:-1]})" if name else "")

    def rows(self) -> list[tuple[int, R]]:
        """The good rows with their positions."""
        if self.whole and self._rows is None:
            names = list(self.columns)
            self._rows = [
                (i, self.kind.model_construct(**dict(zip(names, cells, strict=True))))
                for i, cells in enumerate(zip(*self.columns.values(), strict=True))
                if i not in self.bad
            ]
        return self._rows or []

    def names(self, column: str = "id") -> set[str]:
        """All values of a column, of faulty rows too, so that one fault does not make others."""
        return {str(v) for v in self.columns.get(column, ())}


_COLUMNS: dict[str, TypeAdapter[list[Any]]] = {}
"""Readers of columns: many columns have the same bounds."""


def _column(info: FieldInfo) -> TypeAdapter[list[Any]]:
    bounds = repr((info.annotation, info.metadata))
    if bounds not in _COLUMNS:
        cell: Any = info.annotation
        if info.metadata:
            cell = Annotated[(cell, *info.metadata)]
        _COLUMNS[bounds] = TypeAdapter(list[cell])
    return _COLUMNS[bounds]


@cache
def _adapters(kind: type[BaseModel]) -> dict[str, tuple[TypeAdapter[list[Any]], str | None]]:
    """For each column how to read it, and what an empty cell stands for (None: nothing else)."""
    found: dict[str, tuple[TypeAdapter[list[Any]], str | None]] = {}
    for name, info in kind.model_fields.items():
        blank = None if info.is_required() or info.default == "" else str(info.default)
        found[name] = _column(info), blank
    return found


class Reader:
    """Reads the files of one folder, gathers what is wrong and digests what it has read."""

    def __init__(self, root: Path, shown: str, digest: Any = None) -> None:
        self.root = root
        self.shown = shown
        self.problems: list[Problem] = []
        self.digest = digest if digest is not None else blake2b(digest_size=16)

    def fault(self, name: str, found: str, allowed: str) -> None:
        """Note a problem of a whole file."""
        self.problems.append(Problem(f"{self.shown}/{name}", "", "", found, allowed))

    def has(self, name: str) -> bool:
        """Whether there is such a file: for those that a scenario may leave out."""
        return os.path.lexists(self.root / name)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, or None with a problem noted."""
        at = self.root
        try:
            for part in name.split("/"):
                at = at / part
                mode = os.lstat(at).st_mode
                if stat.S_ISLNK(mode):
                    self.fault(name, "a link", "a file of the scenario's own folder")
                    return None
            if not stat.S_ISREG(mode):
                self.fault(name, "something that is no file", "a file")
                return None
            with at.open("rb") as f:
                data = f.read(MOST_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            self.fault(name, "no such file", "every scenario has this file")
            return None
        except OSError as error:
            self.fault(name, f"a file that cannot be read ({error.strerror})", "a readable file")
            return None
        if len(data) > MOST_BYTES:
            self.fault(name, f"more than {MOST_BYTES} bytes", f"at most {MOST_BYTES} bytes")
            return None
        self.digest.update(f"{name} {len(data)}\n".encode())
        self.digest.update(data)
        return data

    def text(self, name: str) -> str | None:
        """The text of a file, or None with a problem noted."""
        data = self.read(name)
        if data is None:
            return None
        if b"\0" in data:
            line = data[: data.index(b"\0")].count(b"\n") + 1
            self.fault(name, f"a NUL byte in line {line}", "text")
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.fault(name, f"bytes that are not UTF-8 in line {line}", "text in UTF-8")
            return None

    def toml(self, name: str, kind: type[M]) -> M | None:
        """A TOML file as `kind`, or None with its problems noted."""
        data = self.plain_toml(name)
        if data is None:
            return None
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            self.problems += of_toml(f"{self.shown}/{name}", error)
            return None

    def plain_toml(self, name: str) -> dict[str, Any] | None:
        """A TOML file as it stands, or None with a problem noted."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.fault(name, f"broken TOML: {error}", "TOML")
        except (ValueError, RecursionError):
            self.fault(name, "a number too long or brackets too deep", "TOML")
        return None

    def table(self, name: str, kind: type[R]) -> Table[R]:
        """A CSV file as rows of `kind`; what is wrong is noted."""
        table: Table[R] = Table(f"{self.shown}/{name}", kind)
        needed = [c for c, info in kind.model_fields.items() if info.is_required()]
        cells = self.cells(name, list(kind.model_fields), needed)
        if cells is None:
            return table
        header, lines, table.numbers = cells
        columns = list(zip(*lines, strict=True)) if lines else [()] * len(header)
        raw = dict(zip(header, columns, strict=True))
        for column, (adapter, blank) in _adapters(kind).items():
            given: list[Any] = list(raw.get(column, ()))
            if column not in raw:
                given = [kind.model_fields[column].default] * len(lines)
            elif blank is not None and "" in given:
                given = [v or blank for v in given]
            try:
                table.columns[column] = adapter.validate_python(given)
            except ValidationError as error:
                self._bad_cells(table, column, error)
                # The other rows keep their good values.
                wrong = {each["loc"][0] for each in error.errors(include_url=False)}
                good = [v for i, v in enumerate(given) if i not in wrong]
                rest = iter(adapter.validate_python(good))
                table.columns[column] = [
                    v if i in wrong else next(rest) for i, v in enumerate(given)
                ]
        table.whole = True
        return table

    def _bad_cells(self, table: Table[R], column: str, error: ValidationError) -> None:
        for each in error.errors(include_url=False):
            position = each["loc"][0]
            assert isinstance(position, int)
            table.bad.add(position)
            self.problems.append(Problem(table.file, table.where(position), column, *explain(each)))

    def cells(
        self, name: str, known: list[str], needed: list[str]
    ) -> tuple[list[str], list[list[str]], list[int]] | None:
        """Header, rows and their numbers of a CSV file with these columns and no others."""
        text = self.text(name)
        if text is None:
            return None
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        lines: list[list[str]] = []
        numbers: list[int] = []
        try:
            header = next(reader, [])
            width, whole = len(header), True
            for number, line in enumerate(reader, start=2):
                if len(line) == width:
                    lines.append(line)
                    numbers.append(number)
                elif line:
                    whole = False
                    found, allowed = f"{len(line)} cells", f"{width} cells, one for each column"
                    where = f"row {number}"
                    self.problems.append(Problem(f"{self.shown}/{name}", where, "", found, allowed))
                if number > MOST_ROWS:
                    self.fault(name, f"more than {MOST_ROWS} rows", f"at most {MOST_ROWS} rows")
                    return None
        except csv.Error as error:
            self.fault(name, f"broken CSV in line {reader.line_num}: {error}", "CSV")
            return None
        good = self._header(name, known, needed, header)
        return (header, lines, numbers) if whole and good else None

    def _header(self, name: str, known: list[str], needed: list[str], header: list[str]) -> bool:
        """Whether all needed columns are there and no unknown ones."""
        before = len(self.problems)
        file = f"{self.shown}/{name}"
        for column in dict.fromkeys(header):
            if column not in known:
                free = [c for c in known if c not in header]
                self.problems.append(choice(file, "header", "", column, free or known))
            elif header.count(column) > 1:
                self.problems.append(
                    Problem(file, "header", column, "the column twice", "each column once")
                )
        for column in needed:
            if column not in header:
                self.problems.append(
                    Problem(file, "header", column, "no such column", "this column is needed")
                )
        return len(self.problems) == before
