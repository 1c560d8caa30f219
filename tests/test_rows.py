"""Every system and fact that the campaign must show has a test that shows it working, and a chapter
of the rulebook or of the data that tells of it: the table is `tests/rows.toml`."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS: dict[str, dict[str, object]] = tomllib.loads(
    (ROOT / "tests" / "rows.toml").read_text(encoding="utf-8")
)


@cache
def named_in(file: str) -> frozenset[str]:
    """The names of the tests in a file, those of classes as `Class::test`."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found.add(node.name)
    return frozenset(found)


@pytest.mark.parametrize("row", ROWS)
def test_each_row_is_shown_by_tests_and_told_in_a_chapter(row: str) -> None:
    fact = ROWS[row]
    assert set(fact) <= {"fact", "shows", "rules", "tests"}
    shown, told = fact["tests"], fact["rules"]
    assert isinstance(shown, list)
    assert isinstance(told, list)
    assert shown, f"no test shows {fact['fact']}"
    assert told, f"no chapter tells of {fact['fact']}"
    for name in shown:
        file, _, test = name.partition("::")
        assert test in named_in(file), name
    for chapter in told:
        assert (ROOT / chapter).is_file(), chapter


def test_the_table_is_whole() -> None:
    count = {"S": 28, "N": 8, "C": 9, "R": 16}
    ids = [f"{letter}{n}" for letter, most in count.items() for n in range(1, most + 1)]
    assert list(ROWS) == ids
