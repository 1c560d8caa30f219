"""Travel by train."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.dice import Dice
from game.hexes import Hex
from game.model.events import Moved
from game.model.forces import UnitId
from game.model.orders import RailMove
from game.model.state import PlayerView, State, apply, index_of
from game.rules.railway import (
    check_rail,
    rail_key,
    rail_path,
    rail_reachable,
    resolve_rail,
    trains_a_day,
    trains_needed,
)
from tests.toy import counter, toy_map, toy_scenario, toy_state

DICE = Dice(1)
LENGTH = 26


def line(*counters, cls: int = 3, tracks: int = 1, gauges: dict[int, int] | None = None) -> State:
    """A railway down column 1 from 0101 to 0126, with open country east of it."""
    hexmap = toy_map(
        "\n".join(["..."] * LENGTH), rails={(100 + r, "S"): cls for r in range(1, LENGTH)}
    )
    hexmap = replace(hexmap, tracks=(hexmap.rail > 0).astype("uint8") * tracks)
    for step, gauge in (gauges or {}).items():
        hexmap.gauge[step] = gauge
    return toy_state(toy_scenario(hexmap, list(counters)))


def way(first: int, last: int) -> tuple[Hex, ...]:
    return tuple(Hex(100 + r) for r in range(first, last + 1))


def refusal(state: State, unit: str, path: tuple[Hex, ...]) -> str:
    found = check_rail(PlayerView(state), RailMove(UnitId(unit), path))
    return found.code if found else ""


def ride(state: State, unit: str, path: tuple[Hex, ...]) -> Moved:
    moved = resolve_rail(state, RailMove(UnitId(unit), path), DICE)[0]
    assert isinstance(moved, Moved)
    return moved


def changed(state: State, unit: str, **values) -> State:
    units = {**state.units, UnitId(unit): replace(state.units[UnitId(unit)], **values)}
    return replace(state, units=units, index=index_of(units), cache={})


def test_a_train_runs_twenty_hexes_and_takes_the_whole_day() -> None:
    state = line(counter("u", 101, size="brigade"))
    assert refusal(state, "u", way(1, 22)) == "too_far"
    assert refusal(state, "u", way(1, 21)) == ""
    moved = ride(state, "u", way(1, 21))
    unit = moved.after[0]
    assert (moved.by_rail, moved.stopped, moved.at) == (True, "", 121)
    assert (unit.hex, unit.points, unit.railing, unit.spent) == (121, 0, 1, 0)
    assert moved.held == ()


@pytest.mark.parametrize(
    "values", [{"points": 59}, {"spent": 10}, {"fought": 1}], ids=lambda v: next(iter(v))
)
def test_entraining_takes_a_rested_unit(values) -> None:
    state = changed(line(counter("u", 101)), "u", **values)
    assert refusal(state, "u", way(1, 3)) == "not_rested"
    assert rail_reachable(PlayerView(state), state.units[UnitId("u")]) == {}


def test_a_unit_that_is_detraining_and_a_fixed_one_do_not_travel() -> None:
    state = changed(line(counter("u", 101), counter("w", 102, "fortress")), "u", railing=1)
    assert refusal(state, "u", way(1, 3)) == "railing"
    assert refusal(state, "w", way(2, 3)) == "fixed"


def test_trains_need_a_railway_and_a_way_without_circles() -> None:
    state = line(counter("u", 101), counter("v", 201))
    assert refusal(state, "u", (Hex(101), Hex(201))) == "no_path"
    assert refusal(state, "v", (Hex(201), Hex(202))) == "no_path"
    assert refusal(state, "u", (Hex(101), Hex(102), Hex(101))) == "no_path"


@pytest.mark.parametrize(
    ("size", "trains"),
    [("division", 25), ("army", 25), ("brigade", 10), ("regiment", 4), ("detachment", 4)],
)
def test_trains_by_size(size, trains) -> None:
    state = line(counter("u", 101, size=size))
    assert trains_needed(state, state.units[UnitId("u")]) == trains


@pytest.mark.parametrize(
    ("cls", "tracks", "trains"), [(3, 2, 30), (3, 1, 15), (2, 1, 10), (1, 1, 5)]
)
def test_trains_a_day_by_class_and_tracks(cls, tracks, trains) -> None:
    assert trains_a_day(line(cls=cls, tracks=tracks), "soviet", 101, 102) == trains


def test_a_line_is_full_when_its_trains_have_run() -> None:
    state = line(*(counter(u, 101, size="brigade", stack=1) for u in "ab"), cls=3)
    moved = ride(state, "a", way(1, 5))
    assert moved.traffic[0] == (rail_key(state, 101, 102), 10)
    state = apply(state, moved)
    assert refusal(state, "b", way(1, 5)) == "line_full"
    assert 102 not in rail_reachable(PlayerView(state), state.units[UnitId("b")])
    double = apply(line(*(counter(u, 101, size="brigade", stack=1) for u in "ab"), tracks=2), moved)
    assert refusal(double, "b", way(1, 5)) == ""


@pytest.mark.parametrize(("cls", "tracks", "bound"), [(3, 2, 1), (3, 1, 2), (2, 1, 3), (1, 1, 5)])
def test_a_division_waits_for_the_last_of_its_25_trains(cls, tracks, bound) -> None:
    state = line(counter("u", 101), cls=cls, tracks=tracks)
    assert ride(state, "u", way(1, 5)).after[0].railing == bound


def test_a_captured_line_stands_still_and_then_carries_a_quarter() -> None:
    state = line(counter("u", 101, size="regiment"))
    state = replace(state, held={Hex(103): (1, 5)})
    for turn, trains in ((5, 0), (6, 0), (7, 3)):
        now = replace(state, turn=turn)
        assert trains_a_day(now, "soviet", 102, 103) == trains
        assert trains_a_day(now, "soviet", 101, 102) == 15
        assert refusal(now, "u", way(1, 5)) == ("" if trains else "no_trains")
    assert ride(replace(state, turn=7), "u", way(1, 5)).after[0].railing == 2


def test_no_trains_on_the_enemy_s_ground() -> None:
    state = line(counter("u", 101, size="regiment"))
    control = bytearray(state.control)
    control[104] = 2
    state = replace(state, control=bytes(control), cache={})
    assert refusal(state, "u", way(1, 3)) == ""
    assert refusal(state, "u", way(1, 4)) == "no_trains"


def test_trains_stop_at_a_break_of_gauge() -> None:
    state = line(counter("u", 101), gauges={103 * 6 + 3: 1524, 104 * 6 + 0: 1524})
    assert refusal(state, "u", way(1, 3)) == ""
    assert refusal(state, "u", way(1, 4)) == "gauge_break"
    assert max(rail_reachable(PlayerView(state), state.units[UnitId("u")])) == 103


def test_at_a_junction_of_gauges_each_line_is_followed_for_itself() -> None:
    # A ring 0101-0102-0202-0201: the west and south links are broad, the others standard.
    hexmap = toy_map(
        "..\n..\n..", rails={(101, "S"): 3, (102, "NE"): 3, (101, "NE"): 3, (201, "S"): 3}
    )
    state = toy_state(toy_scenario(hexmap, [counter("u", 101)]))
    for step in (101 * 6 + 3, 102 * 6 + 0, 102 * 6 + 1, 202 * 6 + 4):
        hexmap.gauge[step] = 1524
    found = rail_reachable(PlayerView(state), state.units[UnitId("u")])
    assert sorted(found) == [102, 201, 202]
    for path in found.values():
        assert refusal(state, "u", path) == ""


def test_no_train_enters_an_enemy_zone() -> None:
    state = line(counter("u", 101), counter("e", 206, "infantry", nation="JPN"))
    assert refusal(state, "u", way(1, 4)) == ""
    assert refusal(state, "u", way(1, 5)) == "enemy_near"
    here = line(counter("u", 101), counter("e", 106, "infantry", nation="JPN"))
    assert refusal(here, "u", way(1, 5)) == "enemy_near"
    weak = line(counter("u", 101), counter("e", 106, "garrison", nation="JPN"))
    assert refusal(weak, "u", way(1, 6)) == "enemy_there"


@pytest.mark.parametrize(
    ("type", "end", "why"), [("infantry", 104, "zoc"), ("garrison", 105, "enemy")]
)
def test_a_train_stops_before_an_enemy_that_was_not_seen(type, end, why) -> None:
    h = 206 if type == "infantry" else 106
    state = line(counter("u", 101), counter("e", h, type, nation="JPN"))
    units = {k: u for k, u in state.units.items() if k != "e"}
    blind = PlayerView(replace(state, units=units, index=index_of(units), cache={}))
    assert check_rail(blind, RailMove(UnitId("u"), way(1, 10))) is None
    moved = ride(state, "u", way(1, 10))
    assert (moved.path[-1], moved.stopped, moved.after[0].points) == (end, why, 0)


def test_no_one_detrains_into_a_full_hex() -> None:
    crowd = [counter(f"c{i}", 105) for i in range(6)]
    state = line(counter("u", 101), *crowd)
    assert refusal(state, "u", way(1, 5)) == "no_room"
    assert rail_path(PlayerView(state), state.units[UnitId("u")], Hex(105)) is None
    assert refusal(state, "u", way(1, 6)) == ""


@settings(max_examples=40)
@given(
    st.lists(st.integers(1, LENGTH), max_size=4), st.integers(1, LENGTH),
    st.dictionaries(st.integers(1, LENGTH), st.integers(1, 4), max_size=5), st.integers(0, 20),
)  # fmt: skip
def test_every_ride_found_is_legal_and_arrives(enemies, start, held, used) -> None:
    foes = [
        counter(f"e{i}", 200 + r, "infantry", nation="JPN", men=(500, 5000)[i % 2])
        for i, r in enumerate(enemies)
    ]
    state = line(counter("u", 100 + start, size="brigade"), *foes)
    state = replace(
        state, turn=5, held={Hex(100 + r): (1, since) for r, since in held.items()},
        traffic={rail_key(state, 110, 111): used} if used else {},
    )  # fmt: skip
    view, unit = PlayerView(state), state.units[UnitId("u")]
    for goal, way_there in rail_reachable(view, unit).items():
        path = rail_path(view, unit, goal)
        assert path in (way_there, None)
        if path is not None:
            assert check_rail(view, RailMove(unit.id, path)) is None
            moved = ride(state, "u", path)
            assert (moved.path, moved.stopped, moved.after[0].hex) == (path, "", goal)
