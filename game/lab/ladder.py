"""Who of the computer's generals is stronger: pairs of games in which they change sides.

The two games of a pair have the same dice, and the points of one are set against the points of
the other, so neither the scenario's balance nor luck decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from game.lab.simulate import play, standing
from game.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Pair:
    """Two games with the same seed."""

    seed: int
    first_soviet: int
    """Soviet points with the first player leading the Soviet side; so the next."""
    second_soviet: int

    @property
    def score(self) -> int:
        """By how many points the first player did better."""
        return self.first_soviet - self.second_soviet

    @property
    def won(self) -> int:
        """Half points of the first player: 2 for a pair won, 1 for an equal one."""
        return 1 + (self.score > 0) - (self.score < 0)


def play_pair(
    scenario: Scenario, seed: int, first: str, second: str, turns: int | None = None
) -> Pair:
    """Both games of a pair."""
    points = []
    for soviet, japan in ((first, second), (second, first)):
        game = play(scenario, seed, {"soviet": soviet, "japan": japan}, turns=turns)
        points.append(standing(game.match)[0])
    return Pair(seed, *points)


def interval(won: int, games: int) -> tuple[float, float]:
    """Wilson's interval for a rate of `won` half points in `games`, at 95 per cent."""
    z = 1.96
    rate = won / (2 * games)
    middle = (rate + z * z / (2 * games)) / (1 + z * z / games)
    spread = z / (1 + z * z / games) * sqrt(rate * (1 - rate) / games + z * z / (4 * games**2))
    return max(0.0, middle - spread), min(1.0, middle + spread)


def run_ladder(
    *,
    scenario: str,
    first: str,
    second: str,
    pairs: int,
    seed: int = 1,
    turns: int | None = None,
    tell: Callable[[Pair], None] | None = None,
) -> dict[str, object]:
    """Pairs over rising seeds: each one's score, and the rate of pairs that the first one won."""
    from game.scenario.load import load

    loaded = load(scenario)
    played = []
    for number in range(seed, seed + pairs):
        played.append(play_pair(loaded, number, first, second, turns))
        if tell is not None:
            tell(played[-1])
    won = sum(pair.won for pair in played)
    low, high = interval(won, pairs)
    return {
        "scenario": loaded.id,
        "first": first,
        "second": second,
        "pairs": [
            {"seed": p.seed, "first_soviet": p.first_soviet, "second_soviet": p.second_soviet,
             "score": p.score}
            for p in played
        ],
        "won": won / 2,
        "rate": round(won / (2 * pairs), 3),
        "interval": [round(low, 3), round(high, 3)],
        "margin": sum(p.score for p in played) / pairs,
    }  # fmt: skip
