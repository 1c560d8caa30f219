"""Games without a window: their result in numbers, the ladder, the bench."""

from dataclasses import replace
from pathlib import Path

import pytest

from game.lab import bench
from game.lab.ladder import Pair, interval, play_pair
from game.lab.simulate import BadOption, options_of, play
from tests.lab.toys import SCENARIO

BOTH = {"soviet": "greedy", "japan": "greedy"}


def test_the_result_has_exactly_its_keys() -> None:
    result = play(SCENARIO, 1, BOTH).as_json()
    assert list(result) == [
        "scenario", "seed", "options", "turns", "end", "state_hash", "orders", "units", "hexes",
        "cpu_seconds", "wall_seconds", "captures", "losses", "victory", "forfeit", "bots",
        "rescript", "ceasefire", "decision", "acts", "headquarters", "air_landings", "choices",
        "council", "prisoners", "epilogue", "report",
    ]  # fmt: skip
    assert (result["scenario"], result["turns"], result["end"]) == (
        "toy", 3, "the last day is over",
    )  # fmt: skip
    assert (result["units"], result["hexes"]) == (12, 72)


def test_the_result_tells_captures_by_their_day_and_losses_by_nation() -> None:
    game = play(SCENARIO, 1, BOTH)
    result, state = game.as_json(), game.match.state
    assert result["captures"] == {
        place: f"1945-08-{8 + turn:02d}" for place, turn in state.captures.items()
    }
    losses = result["losses"]
    assert isinstance(losses, dict)
    assert list(losses) == ["USSR", "JPN"]
    assert losses["JPN"]["killed"] == state.losses["JPN"].killed > 0
    assert state.over is not None
    points = state.over[2]
    assert result["victory"] == {
        "points": {"soviet": max(points, 0), "japan": max(-points, 0)}, "level": state.over[1],
    }  # fmt: skip


def test_a_game_stops_after_the_turns_asked_for() -> None:
    result = play(SCENARIO, 1, BOTH, turns=1).as_json()
    assert (result["turns"], result["end"]) == (1, "stopped after turn 1")


def test_options_are_checked() -> None:
    assert options_of(SCENARIO, {"fog": "off"}) == replace(SCENARIO.options, fog="off")
    with pytest.raises(BadOption, match="option fog=thick"):
        options_of(SCENARIO, {"fog": "thick"})
    with pytest.raises(BadOption, match=r"no option 'fig'; did you mean 'fog'\? There are:"):
        options_of(SCENARIO, {"fig": "off"})


def test_a_pair_of_equal_players_is_even() -> None:
    pair = play_pair(SCENARIO, 1, "greedy", "greedy")
    assert (pair.score, pair.won) == (0, 1)


def test_a_pair_is_won_by_the_better_points_on_the_same_side() -> None:
    assert Pair(1, first_soviet=-5, second_soviet=-9).won == 2
    assert Pair(1, first_soviet=4, second_soviet=9).won == 0


def test_the_interval_holds_the_rate_and_narrows() -> None:
    low, high = interval(14, 10)
    assert 0 < low < 0.7 < high < 1
    wide = high - low
    low, high = interval(140, 100)
    assert high - low < wide
    assert interval(20, 10)[1] == pytest.approx(1.0)


def test_every_module_of_the_rules_belongs_to_a_part() -> None:
    root = Path(bench.__file__).parents[1]
    for name in bench.PARTS:
        path = root.parent / name.replace(".", "/")
        assert path.is_dir() or path.with_suffix(".py").is_file(), name
    assert bench.part_of("game.rules.supply") == "supply"
    assert bench.part_of("game.players.staff.plan") == "AI"
    assert bench.part_of("json") == ""


def test_the_bench_measures_a_game_and_its_parts() -> None:
    found = bench.measure(SCENARIO, 1, "greedy")
    assert found["orders"] == found["moves"] + found["attacks"]  # type: ignore[operator]
    assert found["orders"]
    parts = found["milliseconds"]
    assert isinstance(parts, dict)
    assert set(parts) <= {*bench.PARTS.values(), "rest"}


def test_the_cost_of_a_game_is_told_by_the_size_of_its_scenario(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("game.scenario.load.names", lambda: ["hailar", "shumshu"])
    rows = bench.sweep("greedy")
    assert [row["scenario"] for row in rows] == ["shumshu", "hailar"]
    assert all(row["units"] > 0 and row["games_per_core_minute"] > 0 for row in rows)
