"""What stands in a replay file: JSON lines, gzip-compressed, one line for each thing that happened.

    {"format":1,"game":"0.1.0","rules":1,"scenario":"manchuria_1945","digest":"9f..","seed":7,...}
    {"turn":1,"phase":"soviet","hash":"0c.."}         the state in which a phase begins
    {"state":{...}}                                   the same in full, once a turn
    {"n":1,"side":"soviet","order":"move rd144 12345-12346","events":"b1946ac92492d234"}
    {"end":"turns","level":"...","points":12,"hash":"51.."}

The orders alone determine the game; the rest proves it. A file without an end is a save.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from game.model.forces import Side
from game.model.orders import MalformedOrder, Order, parse_line
from game.model.scenario import Options

FORMAT = 1
"""Number of the format of the file. Changes when an older game could not read it."""

STATE = b'{"state":'
ORDER = b'{"n":'
"""How these lines begin."""

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Seal = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Name = Annotated[str, Field(max_length=200)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]
Number = Annotated[int, Field(strict=True, ge=0, le=10**9)]
Whole = Annotated[int, Field(strict=True, ge=-(2**63), lt=2**63)]
_STRICT: dict[str, str] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Header:
    """Which game was played: with the orders, all that is needed to play it again."""

    format: Number
    game: Name
    """Version of the program, for people."""
    rules: Number
    """Number of the rules: other rules make other games of the same orders."""
    scenario: Id
    digest: Name
    """Of the content of the scenario."""
    seed: Whole
    options: Options
    players: dict[Side, Name]

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT


@dataclass(frozen=True, slots=True)
class Given:
    """An order that was given and carried out."""

    n: Number
    """1 for the first order of the game."""
    side: Side
    order: Annotated[str, Field(max_length=20_000)]
    """In its one-line form."""
    events: Seal
    """Digest of its events."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    def parsed(self) -> Order:
        """The order itself. MalformedOrder cannot happen: the reader has tried it."""
        return parse_line(self.order)


@dataclass(frozen=True, slots=True)
class Began:
    """A phase began in a state with this digest."""

    turn: Number
    phase: Side
    hash: Hash

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state at the beginning of a turn in full."""

    text: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of a game that was played to its end."""

    end: Name
    level: Name
    points: Whole
    hash: Hash

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT


Entry = Given | Began | Snapshot | Finish

_KINDS: dict[str, type[Any]] = {"format": Header, "n": Given, "turn": Began, "end": Finish}


@cache
def _adapter(key: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[key])


class BadLine(ValueError):
    """A line that does not belong in a replay: says what was found and what is allowed."""

    def __init__(self, found: str, allowed: str) -> None:
        super().__init__(f"found {found}; allowed is {allowed}")
        self.found, self.allowed = found, allowed


def parse_header(line: bytes) -> Header:
    """The first line of a file. A newer format is refused before anything else is looked at."""
    raw = _object(line)
    number = raw.get("format")
    if "format" not in raw:
        raise BadLine(_brief(line), 'the header of a replay, which begins with {"format":')
    if isinstance(number, int) and number > FORMAT:
        raise BadLine(
            f"format {number}", f"a format up to {FORMAT}: a newer version of the game wrote this"
        )
    header: Header = _validated("format", raw, line)
    return header


def parse_entry(line: bytes) -> Entry:
    """Any further line."""
    if line.startswith(STATE):
        if not line.endswith(b"}}"):
            raise BadLine(_brief(line), "a state as one JSON object")
        return Snapshot(line[len(STATE) : -1].decode("utf-8", "replace"))
    raw = _object(line)
    key = next(iter(raw), "")
    if key not in _KINDS or key == "format":
        raise BadLine(_brief(line), 'a line that begins with "n", "turn", "state" or "end"')
    entry: Entry = _validated(key, raw, line)
    if isinstance(entry, Given):
        try:
            parse_line(entry.order)
        except MalformedOrder as error:
            raise BadLine(f"{entry.order!r:.100}", f"an order: {error}"[:300]) from error
    return entry


def _object(line: bytes) -> dict[str, Any]:
    try:
        raw = from_json(line)
    except ValueError as error:
        raise BadLine(_brief(line), "one JSON object in each line") from error
    if not isinstance(raw, dict):
        raise BadLine(_brief(line), "one JSON object in each line")
    return raw


def _validated(key: str, raw: dict[str, Any], line: bytes) -> Any:
    try:
        return _adapter(key).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadLine(f"{first['input']!r:.80} as {where}", first["msg"]) from error


def _brief(line: bytes) -> str:
    text = line[:60].decode("utf-8", "replace")
    return repr(text) + ("..." if len(line) > 60 else "")


