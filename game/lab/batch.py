"""Many games of one kind: played by several processes, kept one by one, told as two tables.

Each finished game is a file of its own in the folder of the batch, written whole or not at all. So
a batch can be interrupted at any time and goes on where it stopped: no game is lost, none is played
twice, and the tables are the same as if it had never been interrupted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from game.lab.simulate import options_of, play
from game.match import Match
from game.model.events import AnyEvent, Fought
from game.model.forces import NATION_SIDE, SIDES, Side
from game.model.orders import Order
from game.model.scenario import Scenario
from game.rules import victory
from game.scenario.load import load

FORMAT = 2
LISTED = (
    "captures", "landings", "air_landings", "mutinies", "proclamations", "surrenders", "events",
    "choices", "hqs_lost",
)  # fmt: skip
"""Lists of a game's report that become rows of the table of events."""


class BadBatch(ValueError):
    """A folder that cannot hold this batch; the message says what is there and the way out."""


@dataclass(frozen=True)
class Batch:
    """What is played: everything that decides about the games."""

    scenario: str
    digest: str
    """Content of the scenario, so that a changed one is not mixed in."""
    rules: int
    players: dict[Side, str]
    options: dict[str, str]
    first_seed: int
    games: int
    turns: int | None = None
    format: int = field(default=FORMAT)

    @property
    def seeds(self) -> range:
        """The seeds of its games."""
        return range(self.first_seed, self.first_seed + self.games)


def batch_of(
    scenario: str,
    games: int,
    first_seed: int = 1,
    players: Mapping[Side, str] | None = None,
    options: Mapping[str, str] | None = None,
    turns: int | None = None,
) -> Batch:
    """A batch of games; BadOption, ScenarioFault when there is no such thing."""
    from game.engine import RULES_VERSION

    loaded = load(scenario)
    options_of(loaded, options or {})
    led: dict[Side, str] = {"soviet": "staff", "japan": "staff", **(players or {})}
    chosen = dict(sorted((options or {}).items()))
    return Batch(scenario, loaded.digest, RULES_VERSION, led, chosen, first_seed, games, turns)


def play_one(batch: Batch, seed: int) -> dict[str, Any]:
    """One game of a batch as a row and its dated events. Runs in any process."""
    scenario = _scenario(batch.scenario)
    thrown: dict[Side, list[int]] = {side: [] for side in SIDES}

    def note(match: Match, order: Order, events: tuple[AnyEvent, ...]) -> None:
        for event in events:
            if isinstance(event, Fought) and event.by is not None:
                thrown[event.by].append(event.dice)

    game = play(
        scenario, seed, batch.players, turns=batch.turns,
        options=options_of(scenario, batch.options), watch=note,
    )  # fmt: skip
    state = game.match.state
    ledger = victory.ledger(state, final=True)
    points, level = (state.over[2], state.over[1]) if state.over else (ledger.total, ledger.level)
    if game.forfeit is not None:
        level = "forfeit"
    report = game.report.as_json()
    row: dict[str, Any] = {
        "seed": seed, "turns": game.turns, "points": points, "level": level,
        "end": game.end, "rescript": state.rescript, "ceasefire": state.ceasefire,
        "orders": game.match.orders, "refused": game.refused,
        "state_hash": game.match.state_hash(),
        "soviet_casualties": victory.casualties(state, "soviet"),
        "japan_killed": _sum(state.losses, "japan", "killed"),
        "soviet_killed": _sum(state.losses, "soviet", "killed"),
        "japan_dispersed": _sum(state.losses, "japan", "dispersed"),
        "prisoners": victory.prisoners(state),
        **{f"attacks_{side}": len(dice) for side, dice in thrown.items()},
        **{f"luck_{side}": sum(dice) - 7 * len(dice) for side, dice in thrown.items()},
        **{f"taken_{o.place}": state.captures.get(o.place) for o in scenario.objectives},
        **{f"points_{n:02d}": line.points for n, line in enumerate(ledger.lines)},
    }  # fmt: skip
    # What a game cost differs from run to run, so it stands beside the row.
    cost = round(game.cpu_seconds, 3)
    return {"row": row, "events": list(_events(seed, report)), "cpu_seconds": cost}


@lru_cache(maxsize=2)
def _scenario(name: str) -> Scenario:
    """A scenario, read once in each process."""
    return load(name)


def _sum(losses: Mapping[Any, Any], side: Side, what: str) -> int:
    return sum(getattr(t, what) for n, t in losses.items() if NATION_SIDE[n] == side)


def _events(seed: int, report: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for day in report["days"]:
        for kind in LISTED:
            for fact in day.get(kind, ()):
                yield {
                    "seed": seed, "turn": day["turn"], "date": day["date"], "kind": kind,
                    "where": str(fact.get("where", "")), "by": str(fact.get("by", "")),
                    "what": str(fact.get("place") or fact.get("what") or fact.get("cause") or ""),
                    "name": str(fact.get("name") or fact.get("title") or fact.get("text") or ""),
                    "men": int(fact.get("men", 0)),
                }  # fmt: skip


# The folder of a batch.


def begin(folder: Path, batch: Batch) -> list[int]:
    """Make the folder, or go on in it; the seeds that are still to be played. BadBatch when the
    folder holds another batch or something else."""
    head = folder / "batch.json"
    if head.is_file():
        try:
            found = json.loads(head.read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadBatch(f"{head}: no JSON; allowed is the head of a batch") from error
        wanted = asdict(batch)
        for key in wanted:
            if key != "games" and found.get(key) != wanted[key]:
                raise BadBatch(
                    f"{head}: {key} is {found.get(key)!r}, not {wanted[key]!r}: another batch; "
                    "give it a folder of its own"
                )
    elif folder.is_dir() and any(folder.iterdir()):
        raise BadBatch(f"{folder}: the folder is not empty and holds no batch")
    (folder / "games").mkdir(parents=True, exist_ok=True)
    write_whole(head, json.dumps(asdict(batch), indent=1))
    done = set(finished(folder))
    return [seed for seed in batch.seeds if seed not in done]


def finished(folder: Path) -> list[int]:
    """The seeds whose games are there, in rising order."""
    return sorted(int(p.stem) for p in (folder / "games").glob("*.json"))


def keep(folder: Path, seed: int, game: Mapping[str, Any]) -> None:
    """Write down one finished game."""
    write_whole(folder / "games" / f"{seed}.json", json.dumps(game, ensure_ascii=False))


def write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def head_of(folder: Path) -> Batch:
    """What a folder's batch is. BadBatch when it holds none."""
    head = folder / "batch.json"
    try:
        found = json.loads(head.read_text(encoding="utf-8"))
        return Batch(**found)
    except FileNotFoundError as error:
        raise BadBatch(f"{folder}: no batch there (no file batch.json)") from error
    except (ValueError, TypeError) as error:
        raise BadBatch(f"{head}: not the head of a batch") from error


def games_of(folder: Path) -> Iterator[dict[str, Any]]:
    """The finished games of a folder by seed, rows with their events."""
    for seed in finished(folder):
        path = folder / "games" / f"{seed}.json"
        try:
            game: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadBatch(f"{path}: no JSON; delete it and resume the batch") from error
        yield game


def tables(folder: Path) -> tuple[Path, Path]:
    """Write the two tables of a batch, games.parquet and events.parquet, from its games."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for game in games_of(folder):
        rows.append(game["row"])
        events += game["events"]
    paths = folder / "games.parquet", folder / "events.parquet"
    for path, found in zip(paths, (rows, events), strict=True):
        part = path.with_suffix(".part")
        pq.write_table(pa.Table.from_pylist(found), part)
        part.replace(path)
    return paths


# Playing.

Tell = Callable[[int], None]


def run(
    batch: Batch, folder: Path, jobs: int, dask: str = "", tell: Tell = lambda seed: None
) -> tuple[Path, Path]:
    """Play what is missing of a batch and write its tables. `tell` hears of each finished seed.

    Interrupted, it leaves the finished games; called again it goes on.
    """
    missing = begin(folder, batch)
    played = _by_dask(batch, missing, dask) if dask else _by_pool(batch, missing, jobs)
    for seed, game in played:
        keep(folder, seed, game)
        tell(seed)
    return tables(folder)


def _by_pool(
    batch: Batch, seeds: Iterable[int], jobs: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Games as they are finished by processes of this machine."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures: dict[Future[dict[str, Any]], int] = {
            pool.submit(play_one, batch, seed): seed for seed in seeds
        }
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _by_dask(
    batch: Batch, seeds: Iterable[int], address: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Games as they are finished by the workers of a cluster; a game whose worker dies is played by
    another one."""
    from distributed import Client
    from distributed import as_completed as completed

    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise BadBatch(f"--dask {address}: no cluster answers there ({error})") from error
    with client:
        futures = {
            client.submit(play_one, batch, seed, key=f"game-{seed}", retries=3, pure=False): seed
            for seed in seeds
        }
        for future in completed(list(futures)):
            yield futures[future], future.result()

