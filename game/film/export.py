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


class BadWish(ValueError):
    """What is wanted does not go together, or something for it is missing."""


@dataclass(frozen=True)
class Wishes:
    """What is to be made of a recorded game; None for what is not wanted."""

    html: Path | None = None
    geojson: Path | None = None
    csv: Path | None = None
    seen: Seen = "all"


def check(source: Path, wishes: Wishes) -> None:
    """BadWish where something cannot be made."""
    files = ((wishes.html, "--html", ".html"),)
    folders = ((wishes.geojson, "--geojson"), (wishes.csv, "--csv"))
    if not any(path is not None for path, *_ in (*files, *folders)):
        raise BadWish("nothing is wanted: give --html, --geojson or --csv.")
    for path, option, suffix in files:
        if path is None:
            continue
        if path.suffix.lower() != suffix:
            raise BadWish(f"{option}: {str(path)!r} does not end in {suffix}.")
        if not path.absolute().parent.is_dir():
            raise BadWish(f"{option}: there is no folder {str(path.parent)!r}.")
        if path.resolve() == source.resolve():
            raise BadWish(f"{option}: {str(path)!r} is the recorded game itself.")
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


def need(option: str, module: str, extra: str) -> None:
    """BadWish where a package of an extra is not installed."""
    if importlib.util.find_spec(module) is None:
        raise BadWish(f"{option} needs the extra {extra}: pip install -e '.[{extra}]'.")
