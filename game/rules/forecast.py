"""What an attack is likely to cost, from the same rates that resolve it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.model.orders import Attack
from game.model.state import State
from game.rules.combat import attacker_rates, defender_rates
from game.rules.odds import Odds, outcomes

WAYS = 36
"""Throws of two dice."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Men lost: the median, and what nine and one of ten attacks do not fall short of."""

    low: int
    median: int
    high: int


def men_lost(view: State, order: Attack, reckoning: Odds) -> tuple[Spread, Spread]:
    """Losses in men of attacker and defender over all throws, prisoners of the day included, as far
    as the side knows the enemy's numbers. Who lays down his arms, and who should retreat and finds
    no way behind others, is not foreseen."""
    attackers = [view.units[u] for u in order.units]
    side = view.side_of(order.units[0])
    defenders = [u for u in view.units_at(order.target) if view.side_of(u.id) != side]
    own: list[tuple[int, int]] = []
    other: list[tuple[int, int]] = []
    for outcome in outcomes(reckoning):
        result = outcome.result
        rates = attacker_rates(view, attackers, order.target, result)
        lost = sum(u.men * r for u, r in zip(attackers, rates, strict=True)) // 1000
        own.append((lost, outcome.ways))
        hit = defender_rates(view, defenders, reckoning, result, [False] * len(defenders))
        killed = sum(u.men * (r + result.prisoners) for u, r in zip(defenders, hit, strict=True))
        other.append((min(sum(u.men for u in defenders), killed // 1000), outcome.ways))
    return spread(own), spread(other)


def spread(cases: Sequence[tuple[int, int]]) -> Spread:
    """The tenth, fiftieth and ninetieth per cent of values with their number of throws."""
    rows = sorted(cases)

    def at(percent: int) -> int:
        seen = 0
        for value, ways in rows:
            seen += ways
            if seen * 100 >= percent * WAYS:
                return value
        return rows[-1][0]

    return Spread(at(10), at(50), at(90))
