"""Who of the players is stronger: pairs of games in which they change sides, and what they say.

The two games of a pair have the same dice, and the points of one are set against the points of
the other, so neither the scenario's balance nor luck decides. Each finished game of a ladder that
is kept is a file of its own, so an interrupted ladder goes on where it stopped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from game.bots.names import check_name
from game.engine import RULES_VERSION
from game.lab.batch import BadBatch, write_whole
from game.lab.ratings import Rating, bootstrap, interval, ratings
from game.lab.simulate import play, standing
from game.model.forces import Side
from game.model.scenario import Scenario
from game.players.registry import DEFAULT, NAMES, UnknownPlayer
from game.scenario.load import load

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Game:
    """How one game of a pair ended."""

    points: int
    """Positive ones are Soviet."""
    forfeit: Side | None = None
    """The side that gave it up."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two games with the same seed."""

    seed: int
    first_soviet: int
    """Soviet points with the first player leading the Soviet side; so the next."""
    second_soviet: int
    forfeits: tuple[int, int] = (0, 0)
    """Games that the first and the second player gave up."""

    @property
    def score(self) -> int:
        """By how many points the first player did better."""
        return self.first_soviet - self.second_soviet

    @property
    def played(self) -> bool:
        """Whether both games went to their end, so that the score says something."""
        return self.forfeits == (0, 0)

    @property
    def won(self) -> int:
        """Half points of the first player: 2 for a pair won, 1 for an equal one. Who gave up more
        games has lost it."""
        better = self.score if self.played else self.forfeits[1] - self.forfeits[0]
        return 1 + (better > 0) - (better < 0)


def pair_of(seed: int, as_soviet: Game, as_japan: Game) -> Pair:
    """The pair of the games that the first player led as Soviet and as Japanese."""
    first = (as_soviet.forfeit == "soviet") + (as_japan.forfeit == "japan")
    second = (as_soviet.forfeit == "japan") + (as_japan.forfeit == "soviet")
    return Pair(seed, as_soviet.points, as_japan.points, (first, second))


def play_game(
    scenario: Scenario, seed: int, soviet: str, japan: str, turns: int | None = None
) -> Game:
    """One game of a pair."""
    game = play(scenario, seed, {"soviet": soviet, "japan": japan}, turns=turns)
    return Game(standing(game.match)[0], game.forfeit.side if game.forfeit else None)


def play_pair(
    scenario: Scenario, seed: int, first: str, second: str, turns: int | None = None
) -> Pair:
    """Both games of a pair."""
    return pair_of(
        seed, play_game(scenario, seed, first, second, turns),
        play_game(scenario, seed, second, first, turns),
    )  # fmt: skip


@dataclass(frozen=True)
class Ladder:
    """What is played: everything that decides about the games."""

    scenario: str
    digest: str
    rules: int
    players: tuple[str, ...]
    pairs: int
    """Of each two players."""
    first_seed: int = 1
    turns: int | None = None
    format: int = FORMAT

    @property
    def seeds(self) -> range:
        """The seeds of the pairs."""
        return range(self.first_seed, self.first_seed + self.pairs)

    @property
    def games(self) -> list[Key]:
        """All its games, the pairs of one seed after those of the one before."""
        return [
            (seed, *sides)
            for seed in self.seeds
            for a, b in combinations(range(len(self.players)), 2)
            for sides in ((a, b), (b, a))
        ]


Key = tuple[int, int, int]
"""A game: its seed, and the numbers of the players who lead the Soviet and the Japanese side."""
Tell = Callable[[Key, Game], None]


def ladder_of(
    scenario: str, players: Sequence[str], pairs: int, first_seed: int = 1,
    turns: int | None = None,
) -> Ladder:  # fmt: skip
    """A ladder of these players; of all of the computer's when none is named, against the best when
    only one is. UnknownPlayer, ScenarioFault when there is no such thing."""
    chosen = tuple(players) or NAMES[::-1]
    if len(chosen) == 1:
        chosen = (*chosen, DEFAULT)
    for name in chosen:
        check_name(name)
    if len(set(chosen)) < len(chosen):
        raise UnknownPlayer(f"a ladder needs different players, not {', '.join(chosen)}")
    loaded = load(scenario)
    return Ladder(scenario, loaded.digest, RULES_VERSION, chosen, pairs, first_seed, turns)


def run(
    ladder: Ladder, jobs: int = 1, folder: Path | None = None, tell: Tell = lambda key, game: None
) -> dict[Key, Game]:
    """Play what is missing of a ladder, by processes of this machine. `tell` hears of each game.

    With a `folder` it can be interrupted and goes on when it is called again. BadBatch when the
    folder holds something else.
    """
    found = begin(folder, ladder) if folder else {}
    wanted = ladder.games
    for key, game in _played(ladder, [k for k in wanted if k not in found], jobs):
        if folder is not None:
            write_whole(folder / "games" / _file(key), json.dumps(asdict(game)))
        found[key] = game
        tell(key, game)
    return {key: found[key] for key in wanted}


def _played(ladder: Ladder, keys: list[Key], jobs: int) -> Iterator[tuple[Key, Game]]:
    if jobs == 1:
        yield from ((key, play_key(ladder, key)) for key in keys)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(play_key, ladder, key): key for key in keys}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def play_key(ladder: Ladder, key: Key) -> Game:
    """One game of a ladder. Runs in any process."""
    seed, soviet, japan = key
    names = ladder.players
    return play_game(_scenario(ladder.scenario), seed, names[soviet], names[japan], ladder.turns)


@lru_cache(maxsize=2)
def _scenario(name: str) -> Scenario:
    return load(name)


# The folder of a ladder.


def _file(key: Key) -> str:
    return "{}_{}_{}.json".format(*key)


def begin(folder: Path, ladder: Ladder) -> dict[Key, Game]:
    """Make the folder, or go on in it: the games that are there. More pairs, and more players at
    the end, may be asked for; everything else must be the same, or it is BadBatch."""
    head = folder / "ladder.json"
    wanted = json.loads(json.dumps(asdict(ladder)))
    if head.is_file():
        try:
            there = json.loads(head.read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadBatch(f"{head}: no JSON; allowed is the head of a ladder") from error
        for name, value in wanted.items():
            found = there.get(name)
            if name == "players" and isinstance(found, list):
                fits = all(a == b for a, b in zip(value, found, strict=False))
            else:
                fits = name == "pairs" or found == value
            if not fits:
                raise BadBatch(
                    f"{head}: {name} is {found!r}, not {value!r}: another ladder; give it a "
                    "folder of its own"
                )
        if len(there["players"]) > len(wanted["players"]):
            wanted["players"] = there["players"]
    elif folder.is_dir() and any(folder.iterdir()):
        raise BadBatch(f"{folder}: the folder is not empty and holds no ladder")
    (folder / "games").mkdir(parents=True, exist_ok=True)
    write_whole(head, json.dumps(wanted, indent=1))
    games = {}
    for key in ladder.games:
        path = folder / "games" / _file(key)
        if path.is_file():
            try:
                games[key] = Game(**json.loads(path.read_text(encoding="utf-8")))
            except (ValueError, TypeError) as error:
                raise BadBatch(f"{path}: no game; delete it and play the ladder on") from error
    return games


# What comes of it.


@dataclass(frozen=True)
class Duel:
    """All pairs of two players."""

    first: str
    second: str
    pairs: tuple[Pair, ...]

    @property
    def won(self) -> int:
        """Half points of the first one."""
        return sum(pair.won for pair in self.pairs)

    @property
    def scores(self) -> list[int]:
        """The scores of the pairs whose games all went to their end."""
        return [pair.score for pair in self.pairs if pair.played]

    def as_json(self) -> dict[str, Any]:
        """The rate of pairs won with Wilson's interval, and the mean margin with a bootstrap's."""
        low, high = interval(self.won, len(self.pairs))
        scores = self.scores
        return {
            "first": self.first,
            "second": self.second,
            "pairs": [
                {"seed": p.seed, "first_soviet": p.first_soviet, "second_soviet": p.second_soviet,
                 "score": p.score, "forfeits": list(p.forfeits)}
                for p in self.pairs
            ],
            "won": self.won / 2,
            "rate": round(self.won / (2 * len(self.pairs)), 3),
            "interval": [round(low, 3), round(high, 3)],
            "margin": round(sum(scores) / len(scores), 2) if scores else None,
            "margin_interval": [round(x, 2) for x in bootstrap(scores)] if scores else None,
            "forfeits": [sum(p.forfeits[i] for p in self.pairs) for i in (0, 1)],
        }  # fmt: skip


def duels(ladder: Ladder, games: dict[Key, Game]) -> list[Duel]:
    """The games of a ladder by pairs of players."""
    return [
        Duel(
            ladder.players[a], ladder.players[b],
            tuple(pair_of(s, games[s, a, b], games[s, b, a]) for s in ladder.seeds),
        )
        for a, b in combinations(range(len(ladder.players)), 2)
    ]  # fmt: skip


def result(ladder: Ladder, games: dict[Key, Game]) -> dict[str, Any]:
    """Ratings and duels of a ladder. Ratings are None without the package openskill."""
    found = duels(ladder, games)
    numbers = {name: i for i, name in enumerate(ladder.players)}
    outcomes = [
        (numbers[duel.first], numbers[duel.second], duel.pairs[i].won)
        for i in range(ladder.pairs) for duel in found
    ]  # fmt: skip
    rated = ratings(ladder.players, outcomes)
    return {
        "scenario": ladder.scenario,
        "players": list(ladder.players),
        "ratings": rated and {
            name: asdict(rated[name])
            for name in sorted(rated, key=lambda n: (-rated[n].mean, n))
        },
        "duels": [duel.as_json() for duel in found],
    }  # fmt: skip


__all__ = [
    "Duel", "Game", "Ladder", "Pair", "Rating", "begin", "duels", "interval", "ladder_of",
    "pair_of", "play_game", "play_key", "play_pair", "result", "run",
]  # fmt: skip
