"""Prisoners by place, their escort; troops that leave the map instead."""

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import Hex, hex_at, neighbour
from game.model.events import Evacuated, Refitted, Toll
from game.model.forces import FormationId, UnitId
from game.model.orders import Move, Withdraw
from game.model.scenario import Refuge
from game.model.state import PlayerView, State, apply
from game.rules import captivity, evacuation, movement
from game.rules.legal import orders_of
from tests.rules.test_morale import HERE, after, japanese, setting, with_unit
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

R = UnitId("r")


def taken(state: State, men: int, h: int = HERE) -> State:
    """The state after so many men were taken on a hex."""
    return apply(state, Refitted(what="disarmed", toll=(Toll("JPN", captured=men),), at=Hex(h)))


def test_6000_prisoners_tie_a_division_down_for_a_day() -> None:
    for men, tied in ((5999, False), (6000, True)):
        state = taken(setting(counter("r", neighbour(HERE, 0)), japanese(hex_at(1, 1))), men)
        state = after(state, captivity.escorts(state))
        for turn, bound in ((6, tied), (7, False)):
            day = replace(state, turn=turn, cache={})
            here = day.units[R].hex
            order = Move(R, (here, neighbour(here, 0)), forced=True)
            refusal = movement.check_move(PlayerView(day), order)
            assert (refusal is not None and refusal.code == "escort") is bound


def test_more_prisoners_tie_more_captors_and_each_is_led_away_once() -> None:
    units = (counter("r", HERE), counter("b", neighbour(HERE, 0), size="brigade"))
    state = taken(setting(*units), 9000)
    events = captivity.escorts(state)
    assert [u.id for u in events[0].after] == ["r", "b"]
    assert events[0].taken == ((HERE, 9000),)
    state = after(state, events)
    assert captivity.fresh(state) == {}
    assert captivity.escorts(state) == ()
    state = taken(state, 100)
    assert captivity.fresh(state) == {HERE: 100}
    assert captivity.escorts(state)[0].after == ()


def test_prisoners_are_told_of_by_the_nearest_place() -> None:
    hexmap = toy_map("\n".join(["." * 30] * 9), places=(place("kirin", hex_at(5, 5)),))
    state = toy_state(toy_scenario(hexmap, [counter("r", hex_at(9, 9))]))
    for h, men in ((hex_at(5, 5), 300), (hex_at(6, 5), 200), (hex_at(20, 5), 50)):
        state = taken(state, men, h)
    assert [(c.name, c.men) for c in captivity.by_place(state)] == [("Kirin", 500), ("02005", 50)]


# Evacuation.


def exposed(**changes: object) -> State:
    """A division of ja1 and one of another army on the way out of ja1."""
    other = japanese(id="k", formation="jf")
    state = setting(japanese(), other, counter("r", hex_at(1, 1)))
    ways = (Refuge(HERE, (FormationId("ja1"),), "to the south"),)
    scenario = replace(state.scenario, refuges=ways)
    return replace(
        with_unit(replace(state, scenario=scenario), "j", **changes), phase="japan", cache={}
    )


def test_troops_leave_the_map_by_the_way_out_of_their_army() -> None:
    state = exposed(stragglers=50)
    order = Withdraw(UnitId("j"))
    assert engine.check(PlayerView(state), order) is None
    assert order in orders_of(PlayerView(state), state.units[UnitId("j")])
    state, events = engine.play(state, order, Dice(1))
    assert isinstance(events[0], Evacuated)
    unit = state.units[UnitId("j")]
    assert (unit.gone, unit.men, unit.guns, unit.on_map) == ("withdrawn", 0, 0, False)
    loss = state.losses["JPN"]
    assert (loss.evacuated, loss.dispersed, loss.captured, loss.guns) == (10000, 50, 0, 0)


@pytest.mark.parametrize(("unit", "changes", "code"), [
    ("k", {}, "no_way_out"), ("j", {"hex": hex_at(5, 6)}, "not_there"), ("j", {"fought": 1},
    "not_free"), ("j", {"railing": 1}, "not_free"), ("r", {}, "not_yours"),
    ("x", {}, "no_such_unit"),
])  # fmt: skip
def test_a_unit_cannot_leave(unit: str, changes: dict[str, object], code: str) -> None:
    refusal = evacuation.check_withdraw(PlayerView(exposed(**changes)), Withdraw(UnitId(unit)))
    assert refusal is not None
    assert refusal.code == code
