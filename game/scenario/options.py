"""What the options of a game mean, in words: `scenarios/common/options.toml`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

from game.model.scenario import Options
from game.scenario.problems import ScenarioFault, choice
from game.scenario.reading import Reader

COMMON = Path(__file__).parents[2] / "scenarios" / "common"


@dataclass(frozen=True, slots=True)
class OptionText:
    """An option as it is explained to players."""

    name: str
    about: str
    values: dict[str, str]
    """Each value and what it means, the usual one first."""


@cache
def values_of() -> dict[str, tuple[str, ...]]:
    """Every option with its values, the usual one first."""
    usual = asdict(Options())
    kinds = get_type_hints(Options)
    return {
        name: (first, *(v for v in get_args(kinds[name]) if v != first))
        for name, first in usual.items()
    }


def texts() -> tuple[OptionText, ...]:
    """All options, in the order of Options, from `scenarios/common`."""
    return read_texts(Reader(COMMON, "scenarios/common"))


def read_texts(reader: Reader) -> tuple[OptionText, ...]:
    """All options in the order of Options. ScenarioFault when the file says nothing of one of
    them, or something of what does not exist."""
    data = reader.plain_toml("options.toml") or {}
    file, known = f"{reader.shown}/options.toml", values_of()
    found: list[OptionText] = []
    reader.problems += [choice(file, "", "", name, known) for name in data if name not in known]
    for name, values in known.items():
        said = data.get(name, {})
        keys = ("about", *values)
        for key in dict.fromkeys((*said, *keys)):
            if key not in keys or not isinstance(said.get(key), str):
                reader.problems.append(choice(file, name, "", key, keys))
        if not reader.problems:
            found.append(OptionText(name, said["about"], {v: said[v] for v in values}))
    if reader.problems:
        raise ScenarioFault(reader.problems)
    return tuple(found)


def manual() -> list[str]:
    """The table of all options as lines of Markdown, for docs/rules/13-options.md."""
    lines = ["| option | value | meaning |", "|---|---|---|"]
    for text in texts():
        lines.append(f"| `{text.name}` | | {text.about} |")
        for n, (value, meaning) in enumerate(text.values.items()):
            lines.append(f"| | `{value}`{' (usual)' if n == 0 else ''} | {meaning} |")
    return lines
