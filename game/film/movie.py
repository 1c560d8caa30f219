"""A recorded game as a film: MP4 by the ffmpeg that imageio-ffmpeg brings, GIF by Pillow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.film.palette import INK, NATIONS, rgb
from game.film.reel import Reel, Shot, Told
from game.film.scene import CASING, FRONT, Scene

if TYPE_CHECKING:
    from PIL.Image import Image

TITLE_SECONDS = 2.5
END_SECONDS = 3.0
"""How long the card and the last picture stand."""
QUALITY = 21
"""Constant rate factor of H.264: lower is better and larger."""


def pictures(
    reel: Reel, width: int, fps: int, frames: int, tell: Told = lambda n: None
) -> Iterator[pygame.Surface]:
    """All pictures of a film: the card, `frames` for each phase, the end."""
    scene = Scene(reel, width)
    card = scene.title()
    for _ in range(round(TITLE_SECONDS * fps)):
        yield card
    last: pygame.Surface | None = None
    for shot in chosen(reel, frames):
        tell(shot.n)
        last = scene.draw(shot)
        yield last
    if last is not None:
        for _ in range(round(END_SECONDS * fps)):
            yield last


def chosen(reel: Reel, frames: int) -> Iterator[Shot]:
    """The first shot, and of each phase `frames` shots at equal distances, the last one always.
    A phase of fewer orders has as many, so that all days take the same time."""
    phase: list[Shot] = []
    for shot in reel:
        if shot.n == 0:
            yield shot
            continue
        phase.append(shot)
        if shot.last:
            yield from _spread(phase, frames)
            phase = []
    if phase:
        yield from _spread(phase, frames)


def _spread(phase: list[Shot], frames: int) -> Iterator[Shot]:
    for k in range(1, frames + 1):
        yield phase[-(-k * len(phase) // frames) - 1]


def write_mp4(
    reel: Reel, out: Path, width: int, fps: int, frames: int, tell: Told = lambda n: None
) -> None:
    """Write a film in H.264 that any browser plays."""
    from imageio_ffmpeg import write_frames

    film = pictures(reel, width, fps, frames, tell)
    first = next(film)
    options = ["-crf", str(QUALITY), "-preset", "medium", "-movflags", "+faststart"]
    writer = write_frames(
        str(out), first.get_size(), fps=fps, codec="libx264", quality=None, macro_block_size=2,
        output_params=options,
    )  # fmt: skip
    writer.send(None)
    try:
        writer.send(pygame.image.tobytes(first, "RGB"))
        for picture in film:
            writer.send(pygame.image.tobytes(picture, "RGB"))
    finally:
        writer.close()


def palette_of(picture: Image) -> Image:
    """The colours of a picture, and those of all counters and fronts, be they in it or not."""
    from PIL import Image

    kept = [c[part] for c in NATIONS.values() for part in ("ground", "edge", "symbol")]
    sure = [value for code in dict.fromkeys((*kept, FRONT, CASING, INK)) for value in rgb(code)]
    most = 255 - len(sure) // 3
    found = picture.quantize(most, method=Image.Quantize.MEDIANCUT).getpalette() or []
    whole = Image.new("P", (1, 1))
    whole.putpalette([*found[: most * 3], *sure])
    return whole


def write_gif(
    reel: Reel, out: Path, width: int, fps: int, frames: int, tell: Told = lambda n: None
) -> None:
    """Write an endless GIF; all its pictures share the colours of the first one of the map."""
    from PIL import Image

    colours: list[Image.Image] = []

    def indexed(picture: pygame.Surface) -> Image.Image:
        size = picture.get_size()
        whole = Image.frombytes("RGB", size, pygame.image.tobytes(picture, "RGB"))
        if not colours:
            colours.append(palette_of(whole))
        return whole.quantize(palette=colours[0], dither=Image.Dither.NONE)

    film = pictures(reel, width, fps, frames, tell)
    card = before = next(film)
    rest: list[Image.Image] = []
    for picture in film:
        if picture is not before and picture is not card:
            rest.append(indexed(picture))  # the first of these, of the map, gives the colours
        before = picture
    pace = max(20, round(100 / fps) * 10)
    card_time, end_time = (round(1000 * s) for s in (TITLE_SECONDS, END_SECONDS))
    indexed(card).save(
        out, save_all=True, append_images=rest, loop=0, optimize=False,
        duration=[card_time, *[pace] * (len(rest) - 1), end_time][: len(rest) + 1],
    )  # fmt: skip
