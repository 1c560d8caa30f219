"""Water in the desert: who is tired by a march without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import Hex
from game.model.forces import UnitId
from game.model.orders import Move
from game.model.state import State
from game.rules.desert import has_water, thirst
from game.rules.supply import attrition
from tests.rules.test_engineering import asset
from tests.toy import TABLES, counter, place, toy_map, toy_scenario, toy_state

HERE, THERE = Hex(202), Hex(302)


def gobi(*, weather: str = "Cl", well: str = "", engineers: bool = False) -> State:
    """A division and lorries in the desert; `well`: "track", "river" or "place" in the next hex."""
    hexmap = toy_map(
        "ddddd\nddddd\nddddd",
        roads={(THERE, "N"): 1} if well == "track" else {},
        rivers={(THERE, "N"): 1} if well == "river" else {},
        places=(place("well", THERE),) if well == "place" else (),
    )
    units = [
        counter("rd", HERE), counter("cd", HERE, "cavalry", mobility="horse", men=5000),
        counter("tb", HERE, "tank", mobility="tank", tanks=60, stack=1),
    ]  # fmt: skip
    scenario = toy_scenario(hexmap, units, weather=weather)
    if engineers:
        scenario = replace(scenario, assets={a.id: a for a in (asset("engineer"),)})
    return replace(toy_state(scenario, turn=5), weather=(weather,))


def tired_by(state: State, unit: str) -> int:
    """Fatigue of a march into the next hex."""
    after, _ = engine.play(state, Move(UnitId(unit), (HERE, THERE)), Dice(1))
    return after.units[UnitId(unit)].fatigue


def test_a_march_that_ends_without_water_tires_men_and_horses_and_not_engines() -> None:
    assert TABLES.engineering.thirst["Cl"] == 6
    assert [tired_by(gobi(), u) for u in ("rd", "cd", "tb")] == [6, 6, 0]


@pytest.mark.parametrize("well", ["track", "river", "place"])
def test_tracks_rivers_and_places_have_water(well: str) -> None:
    assert has_water(gobi(well=well), THERE)
    assert not has_water(gobi(), THERE)
    assert tired_by(gobi(well=well), "rd") == 0


@pytest.mark.parametrize(("weather", "want"), [("Cl", 6), ("Pc", 6), ("Fg", 3), ("Ra", 0)])
def test_thirst_goes_by_the_weather(weather: str, want: int) -> None:
    state = gobi(weather=weather)
    assert thirst(state, state.units[UnitId("rd")], THERE) == want


def test_the_engineers_of_its_own_army_dig_wells_for_a_unit() -> None:
    state = gobi(engineers=True)
    assert thirst(state, state.units[UnitId("rd")], THERE) == 0
    other = replace(state.units[UnitId("rd")], formation="a2")  # type: ignore[arg-type]
    assert thirst(state, other, THERE) == 6


def test_nobody_is_lost_to_thirst_where_there_is_water() -> None:
    losses = {}
    for well in ("", "track"):
        state, _ = engine.play(gobi(well=well), Move(UnitId("rd"), (HERE, THERE)), Dice(1))
        events = tuple(attrition(state, "soviet"))
        lost = sum(9000 - u.men for e in events for u in e.after if u.id == "rd")
        losses[well] = lost
    assert losses[""] > losses["track"]
