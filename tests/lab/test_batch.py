"""Batches: none lost, none doubled; tables; calibration; what another option changes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from game.lab import whatif
from game.lab.batch import (
    BadBatch,
    batch_of,
    begin,
    finished,
    games_of,
    head_of,
    keep,
    play_one,
    run,
)
from game.lab.calibration import calibration_of, markdown, quantile
from game.lab.page import page

pq = pytest.importorskip("pyarrow.parquet")

SMALL = "hailar"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch of three short games."""
    path = tmp_path_factory.mktemp("batch") / "b"
    run(batch_of(SMALL, 3, turns=2), path, 2)
    return path


def test_a_resumed_batch_is_the_same_as_an_uninterrupted_one(folder: Path, tmp_path: Path) -> None:
    half = tmp_path / "half"
    batch = batch_of(SMALL, 3, turns=2)
    assert begin(half, batch) == [1, 2, 3]
    keep(half, 2, play_one(batch, 2))
    told: list[int] = []
    run(batch, half, 1, tell=told.append)
    assert sorted(told) == [1, 3]
    for name in ("games.parquet", "events.parquet"):
        assert pq.read_table(half / name).equals(pq.read_table(folder / name))


def test_a_batch_can_be_made_longer_but_nothing_else(folder: Path) -> None:
    assert begin(folder, batch_of(SMALL, 4, turns=2)) == [4]
    begin(folder, batch_of(SMALL, 3, turns=2))
    with pytest.raises(BadBatch, match="options is"):
        begin(folder, batch_of(SMALL, 3, turns=2, options={"fog": "off"}))


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(BadBatch, match="holds no batch"):
        begin(tmp_path, batch_of(SMALL, 1))
    with pytest.raises(BadBatch, match="no batch there"):
        head_of(tmp_path)


def test_half_a_file_is_no_game(folder: Path, tmp_path: Path) -> None:
    batch = batch_of(SMALL, 1, turns=1)
    begin(tmp_path / "b", batch)
    (tmp_path / "b" / "games" / "1.99.part").write_text('{"row"')
    assert finished(tmp_path / "b") == []


def test_the_same_game_has_the_same_row_in_every_process(folder: Path) -> None:
    again = play_one(batch_of(SMALL, 3, turns=2), 3)
    there = next(g for g in games_of(folder) if g["row"]["seed"] == 3)
    assert json.loads(json.dumps(again["row"])) == there["row"]


def test_quantiles_are_values_that_occurred() -> None:
    assert [quantile([4, 1, 3, 2], q) for q in (5, 50, 95)] == [1, 2, 4]


def test_calibration_and_page_tell_what_was_measured(folder: Path) -> None:
    found = calibration_of(folder)
    assert len(found.rows) == 3
    text = markdown(found)
    for objective in found.scenario.objectives:
        assert objective.name in text
    html = page(found)
    assert html == page(found)
    assert not re.search(r"""(src|href)=["']http""", html)
    assert html.count("<svg") >= 4


def test_luck_is_what_the_dice_added_and_comes_to_nothing_in_many_games(folder: Path) -> None:
    rows = [game["row"] for game in games_of(folder)]
    for row in rows:
        assert row["attacks_soviet"] > 0
        assert abs(row["luck_soviet"]) <= 5 * row["attacks_soviet"]
    assert any(row["luck_soviet"] for row in rows)
    text = page(calibration_of(folder))
    assert "<h2>Luck</h2>" in text
    assert f"(seed {min(rows, key=lambda row: row['luck_soviet'])['seed']})" in text


def test_no_change_changes_nothing(folder: Path, tmp_path: Path) -> None:
    same = tmp_path / "same"
    run(batch_of(SMALL, 3, turns=2, options={}), same, 1)
    assert all(e.mean == e.low == e.high == 0 for e in whatif.effects(folder, same))


def test_an_effect_is_the_mean_of_pairs_with_its_interval() -> None:
    found = whatif.effect("x", [1, 2, 3, 4], [2, 3, 4, 5])
    assert (found.mean, found.low, found.high, found.sure) == (1.0, 1.0, 1.0, True)
    wide = whatif.effect("x", [0, 0], [-10, 10])
    assert wide.low < 0 < wide.high
    assert not wide.sure


def test_a_batch_of_other_rules_is_another_batch(folder: Path) -> None:
    other = replace(batch_of(SMALL, 3, turns=2), rules=-1)
    with pytest.raises(BadBatch, match="rules"):
        begin(folder, other)
