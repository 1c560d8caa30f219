"""Making the rasters behind the map: pictures written, cells sampled, water filled."""

from pathlib import Path

import numpy as np
import pygame
import pytest

pytest.importorskip("pyproj")
pytest.importorskip("shapely")

from game.mapmaker import relief


def test_a_picture_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (7, 11, 3), dtype=np.uint8)
    relief.write_png(tmp_path / "a.png", pixels)
    relief.write_png(tmp_path / "b.png", pixels)
    read = pygame.surfarray.array3d(pygame.image.load(tmp_path / "a.png")).swapaxes(0, 1)
    assert (read == pixels).all()
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_splines_pass_through_the_cells_and_follow_slopes() -> None:
    cells = np.add.outer(3.0 * np.arange(8), np.arange(9.0))
    row, column = np.array([2.0, 3.5]), np.array([4.0, 2.25])
    assert relief.cubic(cells, row, column) == pytest.approx([10, 12.75])
    assert relief.linear(cells, row, column) == pytest.approx([10, 12.75])
    assert sum(relief.catmull_rom(np.array([0.3]))) == pytest.approx(1)


def test_water_takes_the_cover_of_its_shore_and_open_sea_is_neutral() -> None:
    cover = np.zeros((1, 40), np.uint8)
    cover[0, 0] = 6
    cover[0, 3] = relief.LAKE
    filled = relief.without_water(cover)
    assert filled[0, :6].tolist() == [6] * 6
    assert filled[0, -1] == relief.STEPPE


def test_a_blur_keeps_flat_ground() -> None:
    assert relief.blurred(np.full((4, 5), 9.0)) == pytest.approx(np.full((4, 5), 9.0))
