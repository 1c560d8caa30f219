"""Windows without a screen; settings and pictures in a folder of the test."""

import os
from pathlib import Path

import pytest

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for settings and saves that goes with the test."""
    monkeypatch.setenv("AUGUST_STORM_HOME", str(tmp_path))
    return tmp_path
