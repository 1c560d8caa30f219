"""The ladder: all against all with sides changed, kept game by game, rated with errors."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from game.cli import start
from game.lab.batch import BadBatch
from game.lab.ladder import Game, Pair, begin, duels, ladder_of, pair_of, result, run
from game.lab.ratings import bootstrap, ratings
from game.players.registry import UnknownPlayer

SMALL = "tutorial"


def test_every_player_meets_every_other_on_both_sides() -> None:
    ladder = ladder_of(SMALL, ["random", "greedy", "staff"], 2)
    assert len(ladder.games) == 2 * 3 * 2
    assert {(a, b) for _, a, b in ladder.games} == {
        (0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1),
    }  # fmt: skip


def test_all_of_the_computers_players_when_none_is_named() -> None:
    assert ladder_of(SMALL, [], 1).players[:3] == ("random", "greedy", "staff")
    assert ladder_of(SMALL, ["greedy"], 1).players == ("greedy", "staff")
    with pytest.raises(UnknownPlayer, match="different players"):
        ladder_of(SMALL, ["staff", "staff"], 1)


def test_a_resumed_ladder_is_the_same_as_an_uninterrupted_one(tmp_path: Path) -> None:
    ladder = ladder_of(SMALL, ["random", "greedy"], 2, turns=1)
    whole = run(ladder)

    class Enough(Exception):
        pass

    played = []

    def stop(key: tuple[int, int, int], game: Game) -> None:
        played.append(key)
        if len(played) == 3:
            raise Enough

    with pytest.raises(Enough):
        run(ladder, folder=tmp_path / "l", tell=stop)
    assert len(begin(tmp_path / "l", ladder)) == 3
    again: list[tuple[int, int, int]] = []
    assert run(ladder, 2, tmp_path / "l", tell=lambda key, game: again.append(key)) == whole
    assert len(again) == 1
    longer = ladder_of(SMALL, ["random", "greedy", "staff"], 3, turns=1)
    assert len(begin(tmp_path / "l", longer)) == 4
    with pytest.raises(BadBatch, match="turns is 1, not 2"):
        begin(tmp_path / "l", ladder_of(SMALL, ["random", "greedy"], 2, turns=2))
    with pytest.raises(BadBatch, match="players is"):
        begin(tmp_path / "l", ladder_of(SMALL, ["greedy", "random"], 2, turns=1))


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(BadBatch, match="holds no ladder"):
        begin(tmp_path, ladder_of(SMALL, ["greedy"], 1))


def test_who_gives_up_a_game_has_lost_the_pair_and_its_points_do_not_count() -> None:
    pair = pair_of(1, Game(90, "soviet"), Game(-90))
    assert (pair.forfeits, pair.won, pair.played) == ((1, 0), 0, False)
    assert pair_of(1, Game(0, "japan"), Game(0)).won == 2
    assert pair_of(1, Game(5, "soviet"), Game(0, "soviet")).won == 1
    ladder = ladder_of(SMALL, ["random", "greedy"], 2)
    found = result(ladder, {
        (1, 0, 1): Game(90, "soviet"), (1, 1, 0): Game(-90), (2, 0, 1): Game(3), (2, 1, 0): Game(1),
    })["duels"][0]  # fmt: skip
    assert (found["won"], found["margin"], found["forfeits"]) == (1, 2, [1, 0])


def test_a_program_that_fails_loses_its_pairs_in_the_ladder(tmp_path: Path) -> None:
    path = tmp_path / "bot.py"
    path.write_text("raise SystemExit(1)")
    ladder = ladder_of(SMALL, [f"cmd:{sys.executable} {path}", "greedy"], 1, turns=1)
    duel = duels(ladder, run(ladder))[0]
    assert duel.pairs[0].forfeits == (2, 0)
    assert duel.won == 0


def test_ratings_put_the_better_above_and_grow_surer() -> None:
    pytest.importorskip("openskill")
    few = ratings(["a", "b"], [(0, 1, 2)] * 3)
    many = ratings(["a", "b"], [(0, 1, 2)] * 30)
    assert few is not None
    assert many is not None
    assert few["a"].mean > 25 > few["b"].mean
    assert many["a"].error < few["a"].error
    equal = ratings(["a", "b"], [(0, 1, 1)] * 4)
    assert equal is not None
    assert equal["a"].mean == equal["b"].mean == 25


def test_the_bootstrap_holds_the_mean_and_repeats() -> None:
    low, high = bootstrap([1, 5, 9, 3])
    assert low < 4.5 < high
    assert bootstrap([1, 5, 9, 3]) == (low, high)
    assert bootstrap([7, 7]) == (7, 7)
    assert Pair(1, 3, 3).won == 1


def test_the_command_prints_ratings_and_margins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["ladder", "greedy", "random", "--scenario", SMALL, "--pairs", "1", "--turns", "1"]
    assert start([*words, "--out", str(tmp_path / "l")]) == 0
    told = capsys.readouterr().out
    assert "seed 1: greedy as Soviet" in told
    assert "greedy : random" in told
    assert start([*words, "--out", str(tmp_path / "l"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["players"] == ["greedy", "random"]
    assert len(found["duels"]) == 1
    assert (tmp_path / "l" / "games" / "1_0_1.json").is_file()
