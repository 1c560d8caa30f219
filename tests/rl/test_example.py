"""The example that trains a policy, made small."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pettingzoo")
ROOT = Path(__file__).parents[2]


def run(*words: str) -> str:
    """What the example prints."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "train_policy.py"), *words],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_policy_is_trained_kept_and_evaluated(tmp_path: Path) -> None:
    out = tmp_path / "policy.json"
    told = run("--generations", "1", "--population", "2", "--games", "1", "--out", str(out))
    assert "generation 1" in told
    assert "this policy" in told
    assert len(json.loads(out.read_text())["weights"][0]) == 9
    again = run("--games", "1", "--evaluate", str(out))
    assert again.splitlines()[-1] == told.splitlines()[-1]
