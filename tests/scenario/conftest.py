"""A small scenario in a folder of its own, to break."""

import shutil
from pathlib import Path

import pytest

TINY = Path(__file__).parent / "tiny"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny scenario."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))
