"""Who wins how often: counts over many games of a toy scenario."""

from dataclasses import replace

import pytest

from game.cli import start
from game.lab import balance
from game.lab.balance import Balance, Outcome, measure, play_many, winner_of
from tests.lab.toys import SCENARIO


def test_a_game_is_won_by_points_unless_it_is_drawn() -> None:
    assert winner_of(5, "marginal Soviet victory") == "soviet"
    assert winner_of(-5, "marginal Japanese victory") == "japan"
    assert winner_of(-5, "draw") is None


def test_wins_are_counted_and_the_middle_game_is_the_lower_of_two() -> None:
    games = tuple(
        Outcome(points, winner, 0.1, {}, 10, 20)  # type: ignore[arg-type]
        for points, winner in ((9, "soviet"), (1, None), (-7, "japan"), (-9, "japan"))
    )
    row = Balance("staff", "staff", games)
    assert [row.won(side) for side in ("soviet", None, "japan")] == [1, 1, 2]  # type: ignore[arg-type]
    assert row.median == -7


def test_the_same_seeds_give_the_same_games() -> None:
    once, again = (play_many(SCENARIO, "greedy", "random", range(1, 4)) for _ in range(2))
    assert [o.points for o in once.outcomes] == [o.points for o in again.outcomes]


def test_a_row_adds_up_over_all_pairings() -> None:
    row = measure(SCENARIO, range(1, 3), best="greedy", weaker="random")
    assert row["soviet_won"] + row["drawn"] + row["japan_won"] == 2  # type: ignore[operator]
    assert row["lowest"] <= row["median"] <= row["highest"]  # type: ignore[operator]
    assert {"soviet_better_won", "japan_better_median"} <= set(row)
    assert "soviet_better_won" not in measure(SCENARIO, range(1, 2), best="greedy", weaker=None)


def test_details_name_the_days_on_which_objectives_fell() -> None:
    place = SCENARIO.objectives[0].place
    games = Balance(
        "a", "b",
        tuple(Outcome(0, None, 0.0, {place: t} if t else {}, t, 5 * t) for t in (1, 2, 0)),
    )  # fmt: skip
    found = balance.details(replace(SCENARIO, objectives=SCENARIO.objectives[:1]), games)
    days = found["captures"][place]  # type: ignore[index]
    assert (days["first"], days["median"], days["last"]) == ("1945-08-09", "1945-08-10", "never")
    assert (found["soviet_losses"], found["prisoners"]) == ([0, 1, 2], [0, 5, 10])


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["balance", "tutorial", "--seeds", "1", "--only-equal"]) == 0
    header, rule, row = capsys.readouterr().out.splitlines()
    assert header.startswith("| scenario | turns | units | cpu seconds | soviet won |")
    assert rule.count("---") == header.count(" | ") + 1
    assert row.startswith("| tutorial | 5 |")
