"""Reinforcements arrive on their day, in their place or near it, or wait."""

from __future__ import annotations

from dataclasses import replace

from game.hexes import Hex
from game.model.events import Arrived
from game.model.forces import Counter, UnitId
from game.model.state import JAPAN, State, apply, control_of
from game.rules import reinforcements
from tests.toy import counter, toy_map, toy_scenario, toy_state

LATE = counter("late", 303, arrives=4)


def a_state(*others: Counter, turn: int = 3, board: str = ".....\n" * 5) -> State:
    """A field with a division that is to come on the fourth day."""
    return toy_state(toy_scenario(toy_map(board), [LATE, *others]), turn=turn)


def lost(state: State, *hexes: int) -> State:
    """The same when the Japanese hold these hexes."""
    held = {Hex(h): (JAPAN, 1) for h in hexes}
    return replace(state, held=held, control=control_of(state.scenario, held))


def places(state: State, turn: int) -> dict[str, int]:
    """Who arrives where."""
    return {event.units[0]: event.at for event in reinforcements.arrivals(state, turn)}


def test_nobody_comes_before_the_day() -> None:
    state = a_state()
    assert places(state, 3) == {}
    assert [u.id for u in reinforcements.waiting(state, "soviet")] == ["late"]
    assert reinforcements.waiting(state, "japan") == ()


def test_on_the_day_a_unit_stands_in_its_place() -> None:
    state = a_state()
    (event,) = reinforcements.arrivals(state, 4)
    assert event == Arrived(units=event.units, after=event.after, by="soviet", at=Hex(303))
    after = apply(state, event)
    unit = after.units[UnitId("late")]
    assert (unit.hex, unit.gone, unit.men) == (303, "", 9000)
    assert after.index[Hex(303)] == ("late",)
    assert reinforcements.waiting(after, "soviet") == ()
    assert places(after, 5) == {}


def test_a_place_that_is_lost_or_full_is_replaced_by_the_nearest_with_room() -> None:
    assert places(lost(a_state(), 303), 4) == {"late": 203}
    full = a_state(*(counter(f"d{i}", 303) for i in range(6)))
    assert places(full, 4) == {"late": 203}


def test_two_that_arrive_together_leave_room_for_each_other() -> None:
    crowd = [counter(f"late{i}", 303, arrives=4) for i in range(6)]
    state = a_state(*crowd)
    events = reinforcements.arrivals(state, 4)
    for event in events:
        state = apply(state, event)
    assert len(events) == 7
    assert len({event.at for event in events}) == 2
    for h, there in state.index.items():
        points = sum(state.scenario.counters[u].stack for u in there)
        assert points <= state.scenario.map.terrain_at(h).stack


def test_nobody_arrives_on_water_or_among_the_enemy() -> None:
    lake = a_state(board=".....\n.....\n..~..\n.....\n.....")
    assert places(lake, 4) == {"late": 203}
    enemy = a_state(counter("jd", 303, "infantry", nation="JPN"))
    assert places(enemy, 4) == {"late": 203}


def test_who_finds_no_place_within_three_hexes_waits_another_day() -> None:
    state = lost(a_state(), *(c * 100 + r for c in range(1, 6) for r in range(1, 6)))
    assert places(state, 4) == {}
    assert places(a_state(), 9) == {"late": 303}
