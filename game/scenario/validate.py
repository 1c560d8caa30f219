"""Everything that is wrong in a scenario's folder."""

from __future__ import annotations

from pathlib import Path

from game.scenario.load import find, read
from game.scenario.problems import Problem, ScenarioFault


def validate(folder: str | Path) -> list[Problem]:
    """The problems of a scenario, given as a folder or by name; none when it can be played."""
    try:
        return read(find(folder))[1]
    except ScenarioFault as fault:
        return list(fault.problems)
