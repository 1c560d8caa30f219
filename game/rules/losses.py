"""Casualties: sharing them among units, and keeping the count by nation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from game.dice import Dice
from game.hexes import NOWHERE
from game.model.events import Toll
from game.model.forces import Nation, Unit
from game.model.scenario import Scenario


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """`total` split in proportion to the weights; what is left over goes to the largest
    remainders, the earlier first."""
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    parts = [total * w // whole for w in weights]
    left = total - sum(parts)
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[:left]:
        parts[i] += 1
    return parts


def fraction(dice: Dice, amount: int, of: int, *key: str | int) -> int:
    """`amount` / `of` as a whole number: the dice decide about the rest, fairly."""
    whole, rest = divmod(amount, of)
    return whole + (1 if rest and dice.below(of, *key) < rest else 0)


@dataclass(slots=True)
class Tally:
    """Casualties of one event, by nation, while they are being added up."""

    counts: dict[Nation, Toll] = field(default_factory=dict)

    def add(
        self,
        nation: Nation,
        *,
        killed: int = 0,
        wounded: int = 0,
        captured: int = 0,
        dispersed: int = 0,
        tanks: int = 0,
        guns: int = 0,
        aircraft: int = 0,
        evacuated: int = 0,
        joined: int = 0,
    ) -> None:
        """Add casualties of a nation."""
        more = Toll(
            nation, killed, wounded, captured, dispersed, tanks, guns, aircraft, evacuated, joined
        )
        if more != Toll(nation):
            was = self.counts.get(nation)
            self.counts[nation] = more if was is None else was + more

    def total(self) -> tuple[Toll, ...]:
        """The casualties so far."""
        return tuple(self.counts.values())


def remove(
    scenario: Scenario,
    unit: Unit,
    how: str,
    tally: Tally,
    *,
    killed: int = 0,
    captured: int = 0,
    dispersed: int = 0,
) -> Unit:
    """A unit that ceases to exist; its men are counted as given, its arms are lost, and those who
    were scattered before will not come back."""
    assert killed + captured + dispersed == unit.men
    tally.add(
        scenario.counters[unit.id].nation,
        killed=killed, captured=captured, dispersed=dispersed + unit.stragglers,
        tanks=unit.armour + unit.workshop, guns=unit.guns + unit.rockets,
    )  # fmt: skip
    return replace(
        unit,
        hex=NOWHERE, men=0, tanks=0, spg=0, guns=0, rockets=0, vehicles=0, points=0, workshop=0,
        stragglers=0, gone=how,  # type: ignore[arg-type]
    )  # fmt: skip


def is_remnant(scenario: Scenario, unit: Unit) -> bool:
    """Whether so little is left of a unit that it ceases to exist."""
    table = scenario.tables.combat
    printed = scenario.counters[unit.id].men
    return unit.men < table.remnant_men and unit.men * 100 < printed * table.remnant_percent
