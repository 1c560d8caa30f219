"""Players by name."""

from __future__ import annotations

import pytest

from game.players.registry import NAMES, UnknownPlayer, make


@pytest.mark.parametrize("name", NAMES)
def test_a_player_is_made_by_its_name(name: str) -> None:
    assert make(name, "soviet", 1).name == name


def test_a_wrong_name_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(UnknownPlayer, match="did you mean 'greedy'"):
        make("gredy", "japan")


def test_a_name_like_no_other_is_answered_with_all_names() -> None:
    with pytest.raises(UnknownPlayer, match="staff, greedy, random"):
        make("xyz", "japan")
