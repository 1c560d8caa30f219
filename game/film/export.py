"""A recorded game for others: pages, films and tables, checked before anything is begun."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from game.film.reel import Reel, Seen
from game.replay import read
from game.rerun import Loader
from game.scenario.load import load as load_scenario

MP4_WIDTH, GIF_WIDTH = 1280, 640
FPS = 10
FRAMES = 4
"""Pictures a second, and of each phase, where nothing else is wanted: a campaign takes 25 s."""


class BadWish(ValueError):
    """What is wanted does not go together, or something for it is missing."""


@dataclass(frozen=True)
class Wishes:
    """What is to be made of a recorded game; None for what is not wanted."""

    html: Path | None = None
    geojson: Path | None = None
    csv: Path | None = None
    mp4: Path | None = None
    gif: Path | None = None
    seen: Seen = "all"
    width: int | None = None
    """Of the pictures of films, in pixels."""
    fps: int | None = None
    frames: int | None = None
    """Pictures of each phase."""


def check(source: Path, wishes: Wishes) -> None:
    """BadWish where something cannot be made."""
    files = (
        (wishes.html, "--html", ".html"), (wishes.mp4, "--mp4", ".mp4"),
        (wishes.gif, "--gif", ".gif"),
    )  # fmt: skip
    folders = ((wishes.geojson, "--geojson"), (wishes.csv, "--csv"))
    if not any(path is not None for path, *_ in (*files, *folders)):
        raise BadWish("nothing is wanted: give --html, --mp4, --gif, --geojson or --csv.")
    for path, option, suffix in files:
        if path is None:
            continue
        if path.suffix.lower() != suffix:
            raise BadWish(f"{option}: {str(path)!r} does not end in {suffix}.")
        if not path.absolute().parent.is_dir():
            raise BadWish(f"{option}: there is no folder {str(path.parent)!r}.")
        if path.resolve() == source.resolve():
            raise BadWish(f"{option}: {str(path)!r} is the recorded game itself.")
    if wishes.mp4 is None and wishes.gif is None:
        for value, option in (
            (wishes.width, "--width"), (wishes.fps, "--fps"), (wishes.frames, "--frames"),
        ):  # fmt: skip
            if value is not None:
                raise BadWish(f"{option} is for films: it goes with --mp4 or --gif.")
    if wishes.mp4 is not None:
        need("--mp4", "imageio_ffmpeg")
    if wishes.gif is not None:
        need("--gif", "PIL")
    for folder, option in folders:
        if folder is not None and not folder.absolute().parent.is_dir():
            raise BadWish(f"{option}: there is no folder {str(folder.parent)!r}.")


def export(source: Path, wishes: Wishes, load: Loader = load_scenario) -> list[Path]:
    """Make all that is wanted; the files. BadWish before anything is written, ReplayFault where
    the record cannot be played."""
    check(source, wishes)
    made: list[Path] = []
    orders = read(source).orders
    if wishes.html is not None:
        from game.film.webpage import write_page

        with progress(wishes.html.name, orders) as tell:
            write_page(source, wishes.html, wishes.seen, load, tell)
        made.append(wishes.html)
    for path, usual in ((wishes.mp4, MP4_WIDTH), (wishes.gif, GIF_WIDTH)):
        if path is not None:
            from game.film.movie import write_gif, write_mp4

            write = write_mp4 if path is wishes.mp4 else write_gif
            part = path.with_name(f".part-{path.name}")
            try:
                with progress(path.name, orders) as tell:
                    write(
                        Reel(source, wishes.seen, load), part, wishes.width or usual,
                        wishes.fps or FPS, wishes.frames or FRAMES, tell,
                    )  # fmt: skip
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
            made.append(path)
    if wishes.geojson is not None or wishes.csv is not None:
        from game.film.geojson import write_geojson
        from game.film.tables import Tables, write_csv

        reel = Reel(source, wishes.seen, load)
        if not reel.match.scenario.map.projection[0]:
            raise BadWish("the map of this scenario has no projection: no degrees can be told.")
        with progress("tables", orders) as tell:
            tables = Tables(reel, tell)
        if wishes.geojson is not None:
            made += write_geojson(tables, wishes.geojson)
        if wishes.csv is not None:
            made += write_csv(tables, wishes.csv)
    return made


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], object]]:
    """A bar on the error output, told how far the work has come; none where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda n: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("left"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda n: bar.update(task, completed=n)


def need(option: str, module: str) -> None:
    """BadWish where a package of the extra `video` is not installed."""
    if importlib.util.find_spec(module) is None:
        raise BadWish(f"{option} needs the extra video: python -m pip install '.[video]'.")
