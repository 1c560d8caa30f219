"""What is wrong in a scenario's files: one `Problem` each, told all together.

A problem says where it is (file, row or key, field), what was found there and what is allowed, so
that an author can mend it without reading code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

LONGEST = 80
"""Characters of a wrong value that are shown."""
PER_FILE = 100
"""Problems told of one file; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one file."""

    file: str
    where: str
    """The row of a table or the key of a TOML file; empty for the whole file."""
    field: str
    found: str
    """What stands there, ready to be read (text in quotes)."""
    rule: str
    """What is allowed, in words; empty when `choices` say it."""
    choices: tuple[str, ...] = ()
    """The allowed names."""

    @property
    def allowed(self) -> str:
        """What is allowed."""
        return self.rule or listed(self.choices)

    @property
    def meant(self) -> str:
        """The allowed name that resembles what was found, or nothing. (Worked out only when asked
        for: a table may have thousands of faults, of which a hundred are told.)"""
        near = get_close_matches(self.found.strip('"'), [c for c in self.choices if c], n=1)
        return near[0] if near else ""

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.where, self.field) if part)
        meant = self.meant
        hint = f'; did you mean "{meant}"?' if meant else ""
        return f"{place}: found {self.found}; allowed: {self.allowed}{hint}"


class ScenarioFault(Exception):
    """A scenario cannot be played: everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


def quoted(value: object) -> str:
    """A value as shown in a problem: text in quotes, cut when very long, without control signs."""
    text = str(value)
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    text = "".join(c if c.isprintable() else "?" for c in text)
    return f'"{text}"' if isinstance(value, str) else text


def listed(values: Iterable[str], most: int = 30) -> str:
    """Allowed values in a row, cut after `most`."""
    every = list(values)
    more = f", … ({len(every)} in all)" if len(every) > most else ""
    return ", ".join(v or "(nothing)" for v in every[:most]) + more


def choice(file: str, where: str, field: str, found: str, names: Iterable[str]) -> Problem:
    """The problem of a name that is none of `names`."""
    return Problem(file, where, field, quoted(found), "", tuple(names))


def explain(error: ErrorDetails) -> tuple[str, str, tuple[str, ...]]:
    """One finding of pydantic as the last three fields of a Problem."""
    kind, found, limits = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "missing":
        return "nothing", "this key is needed", ()
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return "an unknown key", "only the keys of this file's description", ()
    if kind == "literal_error":
        values = [v.strip("'") for v in str(limits["expected"]).replace(" or ", ", ").split(", ")]
        return quoted(found), "", tuple(values)
    if kind.startswith("union_tag"):
        values = [v.strip("' ") for v in str(limits.get("expected_tags", "kind")).split(", ")]
        return quoted(limits["tag"]) if "tag" in limits else "no kind", "", tuple(values)
    if kind == "dataclass_type":
        return quoted(found), "a table with a kind", ()
    if kind == "too_short":
        return "an empty list", "at least one", ()
    if kind.startswith(("greater_than", "less_than")):
        words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
        key = next(k for k in words if k in limits)
        return quoted(found), f"a number of {words[key]} {limits[key]}", ()
    if kind.startswith("int_"):
        return quoted(found), "a whole number", ()
    if kind.startswith(("float_", "decimal_")) or kind == "finite_number":
        return quoted(found), "a number", ()
    if kind.startswith("date_"):
        return quoted(found), "a date as in 1945-08-09", ()
    if kind.startswith("bool_"):
        return quoted(found), "yes or no", ()
    if kind == "string_too_long":
        return quoted(found), f"at most {limits['max_length']} characters", ()
    if kind == "string_too_short":
        return quoted(found), "some text", ()
    if kind == "string_pattern_mismatch" and "\\x" in str(limits["pattern"]):
        return quoted(found), "text without control characters", ()
    if kind == "string_pattern_mismatch":
        return quoted(found), f"text of the form {limits['pattern']}", ()
    return quoted(found), error["msg"].lower(), ()


def of_toml(file: str, error: ValidationError) -> list[Problem]:
    """The problems of a TOML file."""
    found = []
    for each in error.errors(include_url=False):
        keys = ""
        for part in each["loc"][:-1]:
            keys += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if keys else part
        last = each["loc"][-1] if each["loc"] else ""
        if isinstance(last, int):
            keys, last = f"{keys}[{last + 1}]", ""
        found.append(Problem(file, keys, str(last), *explain(each)))
    return found


def limited(problems: list[Problem]) -> list[Problem]:
    """At most PER_FILE problems of each file, the rest summed up in one."""
    kept: list[Problem] = []
    count: dict[str, int] = {}
    for p in problems:
        count[p.file] = count.get(p.file, 0) + 1
        if count[p.file] <= PER_FILE:
            kept.append(p)
    for file, n in count.items():
        if n > PER_FILE:
            kept.append(Problem(file, "", "", f"{n - PER_FILE} problems more", "none"))
    return kept
