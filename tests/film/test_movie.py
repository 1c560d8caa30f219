"""Recorded games as films, read back: size, length, what is in the pictures."""

import importlib.util
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pygame
import pytest
from PIL import Image

from game.cli import start
from game.film.export import BadWish, Wishes, check, export
from game.film.movie import END_SECONDS, TITLE_SECONDS, chosen, palette_of, pictures
from game.film.palette import NATIONS, rgb
from game.film.reel import Reel
from game.film.scene import Scene
from game.replay import Given, read
from tests.lab.test_rerun import game, load

PHASES = 4


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of the tutorial."""
    path = tmp_path_factory.mktemp("movie") / "game.replay"
    quick = ["--scenario", "tutorial", "--soviet", "staff", "--japan", "greedy", "--turns", "2"]
    assert start(["simulate", *quick, "--replay", str(path)]) == 0
    return path


def pixels(picture: pygame.Surface) -> np.ndarray:
    """Colours by column and row."""
    return pygame.surfarray.array3d(picture)


def test_a_film_can_be_played_and_lasts_as_long_as_its_pictures(
    recorded: Path, tmp_path: Path
) -> None:
    out = tmp_path / "film.mp4"
    options = ["--width", "320", "--fps", "5", "--frames", "3"]
    assert start(["replay", "export", str(recorded), "--mp4", str(out), *options]) == 0
    count, seconds = imageio_ffmpeg.count_frames_and_secs(str(out))
    card, end = round(TITLE_SECONDS * 5), round(END_SECONDS * 5)
    assert count == card + 1 + 3 * PHASES + end
    assert abs(seconds - count / 5) < 0.3
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-i", str(out)]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    read_back = subprocess.run([*ffmpeg, *raw], capture_output=True, check=True)
    assert b"h264" in read_back.stderr
    assert b"320x180" in read_back.stderr
    frames = np.frombuffer(read_back.stdout, np.uint8).reshape(count, 180, 320, 3).astype(int)
    assert np.abs(frames[0] - frames[card + 1]).mean() > 5, "the card and the map look alike"
    first, last = frames[card + 1], frames[-1]
    assert (np.abs(first - last).max(axis=2) > 40).sum() > 50, "nothing has moved"


def test_a_gif_can_be_read_and_plays_for_ever(recorded: Path, tmp_path: Path) -> None:
    out = tmp_path / "film.gif"
    options = ["--width", "320", "--fps", "5", "--frames", "2", "--as", "japan"]
    assert start(["replay", "export", str(recorded), "--gif", str(out), *options]) == 0
    with Image.open(out) as film:
        assert film.size == (320, 180)
        assert film.info["loop"] == 0
        times = []
        for n in range(film.n_frames):  # type: ignore[attr-defined]
            film.seek(n)
            times.append(film.info["duration"])
    # Pictures that are the same as the one before are joined to it.
    assert sum(times) == (TITLE_SECONDS + END_SECONDS) * 1000 + 2 * PHASES * 200
    assert times[0] == TITLE_SECONDS * 1000


def test_a_gif_keeps_the_colours_of_all_nations() -> None:
    grey = Image.effect_noise((64, 64), 60).convert("RGB")
    palette = palette_of(grey)
    for nation in NATIONS.values():
        one = Image.new("RGB", (4, 4), nation["ground"])
        shown = one.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
        assert shown.getpixel((1, 1)) == rgb(nation["ground"])


def test_each_phase_has_as_many_pictures_and_ends_with_its_last_order(recorded: Path) -> None:
    orders = [e for e in read(recorded).entries if isinstance(e, Given)]
    ends = [o.n for o in orders if o.order == "end"]
    assert len(ends) == PHASES
    for frames in (1, 5):
        shots = list(chosen(Reel(recorded), frames))
        assert len(shots) == 1 + frames * PHASES
        assert [s.n for s in shots[frames::frames]] == ends
        assert [s.n for s in shots] == sorted(s.n for s in shots)


def test_pictures_show_what_has_changed(recorded: Path) -> None:
    reel = Reel(recorded)
    scene = Scene(reel, 640)
    shots = list(chosen(reel, 1))
    first, last = (pixels(scene.draw(shot)) for shot in (shots[0], shots[-1]))
    assert first.shape == (640, 360, 3)
    changed = np.abs(first.astype(int) - last.astype(int)).max(axis=2) > 30
    land = changed[:, : scene.view.size[1]]
    assert 0.001 < land.mean() < 0.5
    taken = [h for h, (a, b) in enumerate(
        zip(shots[0].state.control, shots[-1].state.control, strict=True)
    ) if a != b and scene.scenario.map.land[h]]  # fmt: skip
    assert taken
    reddened = 0
    for h in taken:
        x, y = (round(v) for v in scene.view.hex(h))
        if 0 <= x < 640 and 0 <= y < scene.view.size[1]:
            reddened += bool(changed[max(0, x - 3) : x + 3, max(0, y - 3) : y + 3].any())
    assert reddened > len(taken) / 2


def test_a_film_of_one_side_shows_less_than_all(recorded: Path) -> None:
    def first(seen: str) -> np.ndarray:
        reel = Reel(recorded, seen)  # type: ignore[arg-type]
        scene = Scene(reel, 640)
        return pixels(scene.draw(next(iter(reel))))[:, : scene.view.size[1]].astype(int)

    everything = first("all")
    for side in ("soviet", "japan"):
        assert (np.abs(everything - first(side)).max(axis=2) > 30).sum() > 20, side


def test_a_game_without_tiles_and_degrees_is_filmed_too(tmp_path: Path) -> None:
    game(tmp_path / "toy.replay")
    reel = Reel(tmp_path / "toy.replay", load=load)
    film = list(pictures(reel, 320, 1, 1))
    assert len({p.get_size() for p in film}) == 1
    assert len({pygame.image.tobytes(p, "RGB") for p in film}) > 3


def test_a_film_that_fails_leaves_nothing_behind(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(scene: Scene, shot: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Scene, "draw", fail)
    for name in ("mp4", "gif"):
        with pytest.raises(KeyboardInterrupt):
            export(recorded, Wishes(**{name: tmp_path / f"film.{name}"}, width=320))
    assert not list(tmp_path.iterdir())


def test_options_of_films_without_a_film_are_refused(
    recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = str(tmp_path / "film.html")
    for option in ("--width", "--fps", "--frames"):
        assert start(["replay", "export", str(recorded), "--html", page, option, "400"]) == 2
        said = capsys.readouterr().err
        assert option in said
        assert said.count("\n") == 1
    for name, option in (("film.avi", "--mp4"), ("film.mp4", "--gif")):
        assert start(["replay", "export", str(recorded), option, str(tmp_path / name)]) == 2
        assert "does not end in" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("option", "module"), [("mp4", "imageio_ffmpeg"), ("gif", "PIL")])
def test_a_missing_extra_is_named(
    recorded: Path, tmp_path: Path, option: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == module else real(name)
    )
    wishes = Wishes(**{option: tmp_path / f"film.{option}"})
    with pytest.raises(BadWish, match=rf"--{option} needs the extra video"):
        check(recorded, wishes)
