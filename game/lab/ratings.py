"""How sure a comparison of players is: rates and margins with intervals, ratings with errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

Z = 1.96
"""Standard errors of an interval of 95 per cent."""
DRAWS = 2000
"""Samples of a bootstrap."""


def interval(won: int, games: int) -> tuple[float, float]:
    """Wilson's interval for a rate of `won` half points in `games`, at 95 per cent."""
    rate = won / (2 * games)
    middle = (rate + Z * Z / (2 * games)) / (1 + Z * Z / games)
    spread = Z / (1 + Z * Z / games) * sqrt(rate * (1 - rate) / games + Z * Z / (4 * games**2))
    return max(0.0, middle - spread), min(1.0, middle + spread)


def bootstrap(values: Sequence[int]) -> tuple[float, float]:
    """The interval of the mean of `values` at 95 per cent, by drawing them again and again. The
    same values give the same interval."""
    found = np.asarray(values, dtype=np.float64)
    chance = np.random.default_rng(1945)
    means = found[chance.integers(0, len(found), (DRAWS, len(found)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Rating:
    """The strength of a player. All begin at 25; ten more are a clear superiority."""

    mean: float
    error: float
    """Half the width of its interval at 95 per cent."""


def ratings(
    players: Sequence[str], results: Iterable[tuple[int, int, int]]
) -> dict[str, Rating] | None:
    """Ratings after `results` in their order: numbers of two players, and the half points of the
    first one (2 for a pair won, 1 for an equal one). None without the package openskill."""
    try:
        from openskill.models import PlackettLuce
    except ImportError:
        return None
    model = PlackettLuce()
    now = [model.rating() for _ in players]
    for first, second, won in results:
        (a,), (b,) = model.rate([[now[first]], [now[second]]], ranks=[2 - won, won])
        now[first], now[second] = a, b
    return {
        name: Rating(round(r.mu, 2), round(Z * r.sigma, 2))
        for name, r in zip(players, now, strict=True)
    }
