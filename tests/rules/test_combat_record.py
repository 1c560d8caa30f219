"""The fights of the record, reckoned up on toy maps: base row, losses and days held.

Strengths, ground and modifiers are those of the rulebook's chapter 2 (Fights of the record); the
expected losses and days are exact, over all throws of the dice.
"""

from dataclasses import replace
from typing import NamedTuple

import pytest

from game.dice import WAYS_2D6
from game.hexes import hex_at, neighbour
from game.model.forces import Asset, AssetId, FormationId, UnitId
from game.model.hexmap import Zone
from game.model.orders import Attack
from game.rules.odds import Odds, odds, result_of_row, row_of
from tests.toy import TABLES, counter, toy_map, toy_scenario, toy_state

TARGET = hex_at(3, 3)
SOUTH, NORTH = neighbour(TARGET, 3), neighbour(TARGET, 0)


class Prospect(NamedTuple):
    """Sums over the 36 throws: permille of men lost on either side, and throws that clear it."""

    attacker: int
    defender: int
    won: int


def prospect(base: int, works: int = 0, stand: bool = False, trapped: bool = False) -> Prospect:
    """What an attack with this base row promises, with the function that resolves it."""
    attacker = defender = won = 0
    for dice, ways in WAYS_2D6.items():
        row = row_of(TABLES.combat, base, dice)
        result = result_of_row(TABLES.combat, row, works, stand, trapped)
        attacker += ways * result.attacker
        defender += ways * (result.defender + result.prisoners)
        won += ways if result.hexes else 0
    return Prospect(attacker, defender, won)


class Troops(NamedTuple):
    """Men, guns, tanks, self-propelled guns and quality of one side."""

    men: int
    guns: int
    tanks: int
    spg: int
    quality: int


class Fight(NamedTuple):
    """One fight of the record and what the rules must give."""

    name: str
    attacker: Troops
    defender: Troops
    letter: str
    base: int
    attacker_permille: int
    defender_permille: int
    hold: float
    """Mean days until the position is given up, or the works are gone."""
    entrenched: int = 0
    works: int = 0
    river: int = 0
    two_sides: bool = False
    surprise: bool = False
    assets: tuple[str, ...] = ()
    railing: bool = False
    nation: str = "JPN"
    attacking: str = "USSR"


FIGHTS = [
    Fight("26 RC and 5 A on 126 and 135 Div, Mutanchiang",
          Troops(35000, 730, 130, 52, 73), Troops(30300, 130, 0, 0, 18), "c", 3, 13, 47, 2.6,
          entrenched=1, river=1, two_sides=True),
    Fight("5 A on the Suifenho works, surprise",
          Troops(17750, 620, 65, 26, 77), Troops(1600, 12, 0, 0, 35), "m", 9, 8, 51, 5.8,
          works=7, surprise=True, assets=("engineer",)),
    Fight("205 TB and 94 RD on Hailar, no siege guns",
          Troops(11400, 280, 60, 12, 62), Troops(5200, 30, 0, 0, 15), ".", 4, 12, 27, 11.4,
          works=8),
    Fight("94 and 293 RD, siege guns and engineers, on Hailar",
          Troops(20000, 514, 60, 24, 62), Troops(5200, 30, 0, 0, 15), ".", 8, 8, 46, 7.0,
          works=8, assets=("siege", "engineer")),
    Fight("35 A siege group on Hutou",
          Troops(8000, 236, 0, 0, 55), Troops(1400, 60, 0, 0, 55), "h", 2, 14, 20, 16.3,
          works=9, assets=("siege", "engineer")),
    Fight("5 GTC on 117 Div on its trains, plain",
          Troops(12000, 170, 200, 21, 86), Troops(13694, 30, 0, 0, 15), ".", 12, 6, 141, 1.0,
          railing=True),
    Fight("Two Mongolian cavalry divisions on a puppet brigade",
          Troops(5300, 48, 0, 0, 50), Troops(2000, 4, 0, 0, 15), ".", 10, 7, 116, 1.0,
          nation="MCK", attacking="MPR"),
    Fight("11 Tank Regiment's counter-attack on Shumshu",
          Troops(1800, 12, 64, 0, 60), Troops(4500, 60, 0, 0, 64), "h", -2, 24, 20, 15.0,
          entrenched=1, nation="USSR", attacking="JPN"),
]  # fmt: skip


def reckon(fight: Fight) -> Odds:
    """The odds of a fight, set up on a map of its ground."""
    zone = Zone("Z", TARGET, "Works", "japan", fight.works, "E", "", "high", "toy")
    hexmap = toy_map(
        "\n".join([fight.letter * 5] * 5), rivers={(TARGET, "S"): fight.river},
        zones=(zone,) if fight.works else (),
    )  # fmt: skip
    types = {"USSR": "rifle", "MPR": "mongol_cavalry", "JPN": "infantry", "MCK": "infantry"}
    # Where it came from two sides, a quarter of the strength came from the other.
    a, d = fight.attacker, fight.defender
    parts = ((SOUTH, 3), (NORTH, 1)) if fight.two_sides else ((SOUTH, 4),)
    units = [
        counter(
            f"a{i}", h, types[fight.attacking], nation=fight.attacking, quality=a.quality,
            men=a.men * n // 4, guns=a.guns * n // 4, tanks=a.tanks * n // 4, spg=a.spg * n // 4,
        )
        for i, (h, n) in enumerate(parts)
    ]  # fmt: skip
    names = tuple(UnitId(u.id) for u in units)
    units.append(
        counter(
            "d", TARGET, types[fight.nation], nation=fight.nation, quality=d.quality, men=d.men,
            guns=d.guns, tanks=d.tanks, spg=d.spg,
        )
    )  # fmt: skip
    if fight.two_sides:
        # The ring was not closed: a neighbour kept a way out open.
        units.append(counter("n", neighbour(TARGET, 1), types[fight.nation], nation=fight.nation))
    assets = {
        AssetId(kind): Asset(
            AssetId(kind), kind, "USSR", "soviet", kind, FormationId("a1"), 1, 0, 0, 0,
            40 if kind == "siege" else 0, 0, 0, 0, a.quality, SOUTH, "", "", "high", "toy",
        )
        for kind in fight.assets
    }  # fmt: skip
    scenario = replace(toy_scenario(hexmap, units), assets=assets)
    state = toy_state(scenario, turn=1 if fight.surprise else 5)
    dug = replace(
        state.units[UnitId("d")], entrenched=fight.entrenched, railing=1 if fight.railing else 0
    )
    state = replace(state, units={**state.units, dug.id: dug})
    return odds(state, Attack(names, TARGET, tuple(assets)))


def mean_days_held(base: int, most: int = 15) -> float:
    """Days until a field position is given up when disruption grows; `most` + 1 if never."""
    table = TABLES.combat
    state, mean = {0: 1.0}, 0.0
    for day in range(1, most + 1):
        after: dict[int, float] = {}
        for disruption, p in state.items():
            for dice, n in WAYS_2D6.items():
                result = result_of_row(table, row_of(table, base + disruption, dice))
                if result.hexes:
                    mean += day * p * n / 36
                else:
                    now = max(0, disruption - (1 if result.name == "repulsed" else 0))
                    now = min(4, now + result.defender_disruption)
                    after[now] = after.get(now, 0.0) + p * n / 36
        state = after
    return mean + sum(state.values()) * (most + 1)


def mean_days_of_works(base: int, level: int, most: int = 40) -> float:
    """Days until works are gone when the same attack is made each day."""
    table = TABLES.combat
    bare = base + (level + 1) // 2
    state, mean = {level * 10: 1.0}, 0.0
    for day in range(1, most + 1):
        after: dict[int, float] = {}
        for points, p in state.items():
            row = bare - (-(-points // 10) + 1) // 2
            for dice, n in WAYS_2D6.items():
                left = points - result_of_row(table, row_of(table, row, dice), points).works
                if left:
                    after[left] = after.get(left, 0.0) + p * n / 36
                else:
                    mean += day * p * n / 36
        state = after
    return mean + sum(state.values()) * (most + 1)


@pytest.mark.parametrize("fight", FIGHTS, ids=[f.name for f in FIGHTS])
def test_a_fight_of_the_record_has_its_row_losses_and_length(fight: Fight) -> None:
    found = reckon(fight)
    assert found.base == fight.base, found.modifiers
    hope = prospect(found.base, found.works, found.stand, found.trapped)
    assert hope.attacker / 36 == pytest.approx(fight.attacker_permille, abs=0.7)
    prisoners = sum(
        n * result_of_row(TABLES.combat, row_of(TABLES.combat, found.base, dice)).prisoners
        for dice, n in WAYS_2D6.items()
    ) if not found.works else 0  # fmt: skip
    assert (hope.defender - prisoners) / 36 == pytest.approx(fight.defender_permille, abs=0.7)
    if found.works:
        days = mean_days_of_works(found.base, fight.works)
    else:
        days = mean_days_held(found.base)
    assert days == pytest.approx(fight.hold, abs=0.1) or days > fight.hold >= 15


@pytest.mark.parametrize(("base", "attacker", "defender", "won"), [
    (-4, 29, 14, 0), (0, 19, 29, 3), (4, 12, 54, 42), (6, 10, 71, 72), (8, 8, 91, 92),
    (12, 6, 141, 100),
])  # fmt: skip
def test_expected_losses_and_chances_by_base_row(
    base: int, attacker: int, defender: int, won: int
) -> None:
    hope = prospect(base)
    prisoners = sum(
        n * result_of_row(TABLES.combat, row_of(TABLES.combat, base, dice)).prisoners
        for dice, n in WAYS_2D6.items()
    )
    assert hope.attacker / 36 == pytest.approx(attacker, abs=0.7)
    assert (hope.defender - prisoners) / 36 == pytest.approx(defender, abs=0.7)
    assert 100 * hope.won / 36 == pytest.approx(won, abs=0.7)


@pytest.mark.parametrize(("base", "days"), [(0, 9.5), (2, 3.7), (4, 2.0), (6, 1.3), (8, 1.1)])
def test_mean_days_a_field_position_is_held(base: int, days: float) -> None:
    assert mean_days_held(base) == pytest.approx(days, abs=0.06)
