"""Each example runs as it stands, from any folder, and says what the manual says it does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
MANUALS = "".join(
    (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("python.md", "bots.md", "rl.md")
)


def run(name: str, folder: Path) -> str:
    """What an example prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name)],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_play_a_turn(tmp_path: Path) -> None:
    told = run("play_a_turn.py", tmp_path)
    assert "refused (" in told
    assert re.search(r"morning of turn 2: \d+ orders, state [0-9a-f]{12}\n$", told)


def test_legal_orders(tmp_path: Path) -> None:
    told = run("legal_orders.py", tmp_path)
    assert re.match(r"\d+ legal orders: ", told)
    ways = [int(n) for n in re.findall(r"^ +(\d+) of 36", told, re.MULTILINE)]
    assert sum(ways) == 36


def test_fork(tmp_path: Path) -> None:
    told = run("fork.py", tmp_path).splitlines()
    assert "the same dice" in told[1]
    # The game that was forked stands as before.
    assert told[0].rpartition(": ")[2] == told[-1].rpartition(", ")[2]


def test_rollouts(tmp_path: Path) -> None:
    told = run("rollouts.py", tmp_path)
    assert len(re.findall(r"against", told)) == 3


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda p: p.name)
def test_every_example_is_explained(path: Path) -> None:
    if path.suffix in (".py", ".js"):
        assert f"examples/{path.name}" in MANUALS


def test_the_code_of_the_manual_runs() -> None:
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE)
    code = [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in blocks]
    assert len(code) == 4
    names: dict[str, object] = {}
    for block in code:
        exec(block, names)
    assert names["twin"].state is names["match"].state  # type: ignore[attr-defined]
    assert names["match"].turn == 6  # type: ignore[attr-defined]
