"""Chapter 1 of the rulebook: costs, rivers, columns, forced march, orders to march."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.dice import Dice
from game.hexes import DIRECTIONS, Hex, direction_between, neighbour
from game.model.events import Captured, Moved
from game.model.forces import NATION_SIDE, Asset, AssetId, FormationId, UnitId
from game.model.hexmap import Zone
from game.model.orders import Move
from game.model.state import PlayerView, State, apply, index_of
from game.model.terrain import (
    DRY,
    GREAT_RIVER,
    IMPASSABLE,
    MAJOR_RIVER,
    MOBILITIES,
    MUD,
    ROAD,
    SMALL_RIVER,
    TRACK,
    WET,
)
from game.rules.costs import NO_STEP, step_table
from game.rules.movement import (
    allowance,
    check_move,
    fuel_cost,
    march_path,
    path_to,
    reachable,
    resolve_move,
    step_arrays,
    step_cost,
    take_hexes,
)
from game.rules.stacking import hexside, room
from tests.toy import TABLES, counter, place, toy_map, toy_scenario, toy_state

DICE = Dice(1)


def state_of(hexmap, *counters, assets: tuple[Asset, ...] = (), **options) -> State:
    scenario = replace(toy_scenario(hexmap, list(counters)), assets={a.id: a for a in assets})
    return toy_state(scenario, **options)


def asset(kind: str, formation: str = "a1", nation: str = "USSR", arrives: int = 1) -> Asset:
    return Asset(
        id=AssetId(f"{kind}-{formation}"), name=kind, nation=nation, side=NATION_SIDE[nation],
        kind=kind,
        formation=FormationId(formation), arrives=arrives, men=3000, tanks=0, spg=0, guns=0,
        rockets=0, aircraft=0, vehicles=200, quality=60, hex=Hex(101), box="", notes="",
        confidence="high", source="toy",
    )  # fmt: skip


def cost(hexmap, mobility: str, a: int, b: int, ground: int = DRY) -> int:
    d = direction_between(a, b)
    assert d is not None
    return step_table(hexmap, TABLES, mobility, ground)[a * 6 + d]


def changed(state: State, unit: str, **values) -> State:
    units = {**state.units, UnitId(unit): replace(state.units[UnitId(unit)], **values)}
    return replace(state, units=units, index=index_of(units), cache={})


def refusal(state: State, order: Move) -> str:
    found = check_move(PlayerView(state), order)
    return found.code if found else ""


# Costs.


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        (".", (36, 30, 11, 11, 10)), ("s", (36, 28, 11, 10, 10)), ("d", (40, 30, 15, 13, 12)),
        ("h", (50, 42, 32, 26, 24)), ("f", (48, 44, 40, 30, 26)), ("m", (66, 64, 54, 42, 36)),
        ("M", (96, 120, 255, 255, 255)), ("w", (72, 80, 120, 80, 60)),
        ("v", (100, 120, 120, 120, 100)),
    ],
)  # fmt: skip
def test_dry_costs_are_the_printed_ones_and_none_is_above_two_days(letter, expected) -> None:
    hexmap = toy_map("." + letter)
    assert tuple(cost(hexmap, m, 101, 201) for m in MOBILITIES[:5]) == expected
    assert cost(hexmap, "static", 101, 201) == IMPASSABLE


@pytest.mark.parametrize(
    ("letter", "ground", "foot", "motor", "tank"),
    [
        (".", WET, 45, 33, 15), (".", MUD, 63, 66, 25),
        ("h", WET, 50, 32, 24), ("h", MUD, 63, 96, 36),
        ("w", MUD, 90, 120, 90),
    ],
)  # fmt: skip
def test_ground_drained_is_one_better_and_marsh_never_mud(letter, ground, foot, motor, tank):
    hexmap = toy_map("." + letter)
    found = [cost(hexmap, m, 101, 201, ground) for m in ("foot", "motor", "tank")]
    assert found == [foot, motor, tank]


@pytest.mark.parametrize(
    ("letter", "kind", "ground", "mobility", "expected"),
    [
        (".", ROAD, DRY, "motor", 8), (".", ROAD, MUD, "motor", 16), (".", ROAD, DRY, "foot", 32),
        ("h", ROAD, DRY, "tank", 11), ("f", ROAD, DRY, "mech", 14),
        (".", TRACK, DRY, "tank", 10), ("h", TRACK, DRY, "tank", 18),
        ("m", TRACK, DRY, "foot", 50), ("h", TRACK, MUD, "tank", 23),
        ("M", TRACK, DRY, "tank", 36), ("M", TRACK, DRY, "motor", 54),
    ],
)  # fmt: skip
def test_roads_and_tracks(letter, kind, ground, mobility, expected) -> None:
    hexmap = toy_map("." + letter, roads={(101, "NE"): kind})
    assert cost(hexmap, mobility, 101, 201, ground) == expected


def test_an_embankment_carries_tanks_through_mud_and_never_costs_more_than_the_field() -> None:
    hexmap = toy_map("..\n..", rails={(101, "S"): 2})
    assert [cost(hexmap, "tank", 101, 102, g) for g in (DRY, WET, MUD)] == [10, 15, 20]
    assert [cost(hexmap, "motor", 101, 102, g) for g in (DRY, WET, MUD)] == [11, 33, 66]


@settings(max_examples=40)
@given(
    st.text("dhfmMwv.sc~", min_size=9, max_size=9),
    st.sampled_from(MOBILITIES), st.sampled_from((DRY, WET, MUD)),
    st.sampled_from((TRACK, ROAD)), st.booleans(),
)  # fmt: skip
def test_a_link_never_makes_a_step_dearer(letters, mobility, ground, road, rail) -> None:
    rows = "\n".join(letters[i : i + 3] for i in (0, 3, 6))
    sides = {(202, d): 1 for d in DIRECTIONS}
    bare = step_table(toy_map(rows), TABLES, mobility, ground)
    linked = toy_map(rows, roads=dict.fromkeys(sides, road), rails=sides if rail else None)
    assert all(a <= b for a, b in zip(step_table(linked, TABLES, mobility, ground), bare,
                                      strict=True))  # fmt: skip


def test_whole_map_arrays_agree_with_single_steps() -> None:
    hexmap = toy_map("..h\nf~m\n.w.", roads={(101, "SE"): ROAD}, rivers={(102, "S"): MAJOR_RIVER})
    state = replace(state_of(hexmap, counter("u", 101)), ground=(MUD,))
    arrays = step_arrays(state, "foot")
    assert arrays.dtype == np.uint16
    for a in hexmap.hexes:
        for d in range(6):
            single = step_cost(state, state.units[UnitId("u")], a, neighbour(a, d))
            assert arrays[a * 6 + d] == (NO_STEP if single == IMPASSABLE else single)


# Rivers.


@pytest.mark.parametrize(
    ("river", "ground", "foot", "tank"),
    [
        (SMALL_RIVER, DRY, 40, 14), (SMALL_RIVER, WET, 49, 19), (SMALL_RIVER, MUD, 93, IMPASSABLE),
        (MAJOR_RIVER, DRY, 66, IMPASSABLE), (GREAT_RIVER, DRY, IMPASSABLE, IMPASSABLE),
    ],
)  # fmt: skip
def test_rivers_without_means(river, ground, foot, tank) -> None:
    hexmap = toy_map("..\n..", rivers={(101, "S"): river})
    assert (cost(hexmap, "foot", 101, 102, ground), cost(hexmap, "tank", 101, 102, ground)) == (
        foot,
        tank,
    )


@pytest.mark.parametrize("river", [SMALL_RIVER, MAJOR_RIVER, GREAT_RIVER])
def test_a_road_or_railway_over_a_river_is_a_bridge(river) -> None:
    hexmap = toy_map(
        "..\n..\n..", rivers={(101, "S"): river, (202, "S"): river}, roads={(101, "S"): ROAD},
        rails={(202, "S"): 1},
    )  # fmt: skip
    assert cost(hexmap, "tank", 101, 102) == 9
    assert cost(hexmap, "motor", 202, 203) == 11


def crossing(river: int, mobility: str = "tank", assets: tuple[Asset, ...] = ()) -> State:
    """Units on the north bank at 0101, which is Soviet; the south bank is Japanese."""
    hexmap = toy_map("...\n...\n...", rivers={
        (101, "S"): river, (201, "S"): river, (201, "SW"): river, (201, "SE"): river,
        (301, "S"): river,
    }, japan=(102, 202, 302, 103, 203, 303))  # fmt: skip
    units = [counter("u", 101, mobility=mobility, men=9000, stack=3),
             counter("v", 101, mobility=mobility, men=9000, stack=3)]  # fmt: skip
    return state_of(hexmap, *units, assets=assets)


def test_vehicles_cross_a_major_river_on_the_first_day_where_engineers_prepared_it() -> None:
    over = Move(UnitId("u"), (Hex(101), Hex(102)))
    assert refusal(crossing(MAJOR_RIVER), over) == "no_path"
    assert refusal(crossing(MAJOR_RIVER, assets=(asset("engineer", "a2"),)), over) == "no_path"
    for of in ("a1", "tf"):
        state = crossing(MAJOR_RIVER, assets=(asset("engineer", of),))
        assert refusal(state, over) == ""
        assert step_cost(state, state.units[UnitId("u")], 101, 102) == 20


def test_no_crossing_is_prepared_from_a_bank_that_was_taken_today() -> None:
    state = crossing(MAJOR_RIVER, assets=(asset("pontoon"),))
    back = changed(replace(state, held={Hex(102): (1, 1)}, control=bytes(
        1 if h == 102 else c for h, c in enumerate(state.control))), "u", hex=Hex(102))  # fmt: skip
    assert refusal(back, Move(UnitId("u"), (Hex(102), Hex(101)))) == "no_path"
    later = replace(back, turn=2, cache={})
    assert refusal(later, Move(UnitId("u"), (Hex(102), Hex(101)))) == ""


def test_a_fresh_engineer_unit_prepares_a_crossing_and_one_that_marched_does_not() -> None:
    hexmap = toy_map("..\n..", rivers={(101, "S"): MAJOR_RIVER})
    state = state_of(
        hexmap, counter("u", 101, mobility="tank"), counter("e", 101, "engineer", stack=1)
    )
    over = Move(UnitId("u"), (Hex(101), Hex(102)))
    assert refusal(state, over) == ""
    assert 102 in reachable(PlayerView(state), state.units[UnitId("u")])
    tired = changed(state, "e", spent=36)
    assert refusal(tired, over) == "no_path"


def test_a_great_river_needs_ferries_and_the_points_of_two_days() -> None:
    over = Move(UnitId("u"), (Hex(101), Hex(102)))
    assert refusal(crossing(GREAT_RIVER, "foot", (asset("artillery"),)), over) == "no_path"
    state = crossing(GREAT_RIVER, "foot", (asset("flotilla", "a2"),))
    assert refusal(state, over) == "too_far"
    assert refusal(changed(state, "u", points=96), over) == ""


def test_engineers_and_ferries_serve_when_they_have_arrived() -> None:
    over = Move(UnitId("u"), (Hex(101), Hex(102)))
    late = crossing(MAJOR_RIVER, assets=(asset("engineer", arrives=2),))
    assert refusal(late, over) == "no_path"
    assert refusal(replace(late, turn=2), over) == ""


def test_the_gunboats_of_manchukuo_ferry_nobody() -> None:
    hexmap = toy_map("..", rivers={(101, "NE"): GREAT_RIVER})
    state = state_of(
        hexmap, counter("j", 101, "infantry", nation="JPN"),
        assets=(asset("flotilla", "ja1", "MCK"), asset("pontoon", "ja1", "JPN")), phase="japan",
    )  # fmt: skip
    order = Move(UnitId("j"), (Hex(101), Hex(201)))
    assert refusal(changed(state, "j", points=120), order) == "no_path"
    assert step_arrays(state, "foot")[101 * 6 + 1] == NO_STEP


def test_ferries_take_one_big_unit_a_turn_and_then_are_full() -> None:
    state = crossing(GREAT_RIVER, "foot", (asset("pontoon"),))
    state = changed(changed(state, "u", points=120), "v", points=120)
    events = resolve_move(state, Move(UnitId("u"), (Hex(101), Hex(102))), DICE)
    for event in events:
        state = apply(state, event)
    assert [used for key, used in state.traffic.items() if key < 0] == [4]
    found = check_move(PlayerView(state), Move(UnitId("v"), (Hex(101), Hex(102))))
    assert found is not None
    assert "ferries" in found.sentence


def test_reserves_of_ferries_serve_in_turn_army_first_then_front_then_flotilla() -> None:
    ferries = (asset("flotilla", "a2"), asset("engineer", "tf"), asset("pontoon"))
    state = crossing(GREAT_RIVER, "foot", ferries)
    order = list(state.scenario.formations)
    for unit in ("u", "v"):
        state = changed(state, unit, points=120)
        state = apply(state, resolve_move(state, Move(UnitId(unit), (Hex(101), Hex(102))), DICE)[0])
    pools = [key for key in state.traffic if key < 0]
    assert pools == [-1 - order.index(FormationId("a1")), -1 - order.index(FormationId("tf"))]


def test_a_small_ferry_takes_small_units_until_its_lift_is_used() -> None:
    state = crossing(GREAT_RIVER, "foot", (asset("pontoon"),))
    for unit in ("u", "v"):
        state = changed(state, unit, points=120, men=2500)
        order = Move(UnitId(unit), (Hex(101), Hex(102)))
        assert refusal(state, order) == ""
        state = apply(state, resolve_move(state, order, DICE)[0])
    assert [used for key, used in state.traffic.items() if key < 0] == [2]


# Zones of control.


def zone_state(mobility: str = "foot", points: int = 60) -> State:
    hexmap = toy_map("......\n......\n......")
    return changed(
        state_of(hexmap, counter("u", 102, mobility=mobility),
                 counter("e", 402, "infantry", nation="JPN", men=5000)), "u", points=points
    )  # fmt: skip


@pytest.mark.parametrize(("mobility", "plain", "extra"), [("foot", 36, 20), ("tank", 10, 10)])
def test_entering_a_zone_costs_more_and_from_zone_to_zone_twice_that(mobility, plain, extra):
    state = zone_state(mobility)
    unit = state.units[UnitId("u")]
    assert step_cost(state, unit, 102, 202) == plain
    assert step_cost(state, unit, 202, 302) == plain + extra
    assert step_cost(state, unit, 302, 301) == plain + 2 * extra
    assert step_cost(state, unit, 302, 202) == plain


def test_enemy_troops_that_are_seen_close_a_path() -> None:
    state = zone_state("tank", 120)
    assert refusal(state, Move(UnitId("u"), (Hex(102), Hex(202), Hex(302), Hex(402)))) == (
        "enemy_there"
    )


def hidden(state: State, unit: str = "e") -> PlayerView:
    """The view of a side that does not see one of the enemy's units."""
    units = {k: v for k, v in state.units.items() if k != unit}
    return PlayerView(replace(state, units=units, index=index_of(units), cache={}))


def test_a_march_into_unseen_troops_is_legal_and_stops_before_them() -> None:
    state = zone_state("tank", 120)
    order = Move(UnitId("u"), (Hex(102), Hex(202), Hex(302), Hex(402)))
    assert check_move(hidden(state), order) is None
    moved = resolve_move(state, order, DICE)[0]
    assert isinstance(moved, Moved)
    assert (moved.path, moved.stopped) == ((102, 202, 302), "enemy")
    # 10 and 20 for the way, 10 for the brush with the enemy.
    assert moved.after[0].points == 120 - 40


def test_an_unseen_zone_stops_a_unit_whose_points_do_not_suffice_for_the_day() -> None:
    state = zone_state("tank", 25)
    order = Move(UnitId("u"), (Hex(102), Hex(202), Hex(302)))
    assert check_move(hidden(state), order) is None
    moved = resolve_move(state, order, DICE)[0]
    assert isinstance(moved, Moved)
    assert (moved.path, moved.stopped, moved.after[0].points) == ((102, 202), "zoc", 0)


def test_a_march_that_is_stopped_in_a_full_hex_ends_in_the_last_hex_with_room() -> None:
    state = zone_state("tank", 120)
    crowd = [counter(f"c{i}", 302) for i in range(6)]
    state = state_of(state.scenario.map, *state.scenario.counters.values(), *crowd)
    state = changed(state, "u", points=120)
    order = Move(UnitId("u"), (Hex(102), Hex(202), Hex(302), Hex(402)))
    assert check_move(hidden(state), order) is None
    moved = resolve_move(state, order, DICE)[0]
    assert isinstance(moved, Moved)
    assert (moved.path, moved.at) == ((102, 202), 202)


# Points, forced marches, fatigue, fuel.


def test_march_credit_pays_for_steps_that_cost_more_than_a_day() -> None:
    state = state_of(toy_map("wvv"), counter("u", 101))
    order = Move(UnitId("u"), (Hex(101), Hex(201)))
    assert refusal(state, order) == "too_far"
    assert refusal(changed(state, "u", points=100), order) == ""


def test_a_unit_that_saved_all_its_points_can_always_make_one_possible_step() -> None:
    state = replace(state_of(toy_map("vv"), counter("u", 101, mobility="motor")), ground=(MUD,))
    state = changed(state, "u", points=120)
    assert refusal(state, Move(UnitId("u"), (Hex(101), Hex(201)))) == ""


def test_a_forced_march_gives_points_once_a_turn_and_costs_fatigue() -> None:
    state = state_of(toy_map("....."), counter("u", 101))
    order = Move(UnitId("u"), (Hex(101), Hex(201), Hex(301)), forced=True)
    assert refusal(state, replace(order, forced=False)) == "too_far"
    assert refusal(state, order) == ""
    state = apply(state, resolve_move(state, order, DICE)[0])
    unit = state.units[UnitId("u")]
    # 60 + 30 - 72; 10 for the forced march and 3 for more than 48 points.
    assert (unit.points, unit.spent, unit.fatigue, unit.forced) == (18, 72, 13, True)
    again = Move(UnitId("u"), (Hex(301), Hex(401)), forced=True)
    assert refusal(state, again) == "forced_twice"


def test_exhausted_units_make_no_forced_march() -> None:
    state = changed(state_of(toy_map(".."), counter("u", 101)), "u", fatigue=80)
    order = Move(UnitId("u"), (Hex(101), Hex(201)), forced=True)
    assert refusal(state, order) == "exhausted"
    assert allowance(state, state.units[UnitId("u")], True) == 0


def test_a_long_march_tires_once_however_many_orders_it_takes() -> None:
    state = state_of(toy_map("......."), counter("u", 101, mobility="tank"))
    at, seen = Hex(101), []
    for column in range(2, 7):
        to = Hex(column * 100 + 1)
        state = apply(state, resolve_move(state, Move(UnitId("u"), (at, to)), DICE)[0])
        at = to
        seen.append(state.units[UnitId("u")].fatigue)
    assert seen == [0, 0, 0, 0, 3]


@pytest.mark.parametrize(
    ("mobility", "road", "ground", "fuel"),
    [("tank", 0, DRY, 5), ("tank", ROAD, DRY, 3), ("tank", 0, MUD, 8), ("motor", 0, WET, 8),
     ("foot", 0, MUD, 0), ("horse", 0, DRY, 0)],
)  # fmt: skip
def test_fuel_a_hex(mobility, road, ground, fuel) -> None:
    hexmap = toy_map("..\n..", roads={(101, "S"): road})
    state = replace(state_of(hexmap, counter("u", 101, mobility=mobility)), ground=(ground,))
    assert fuel_cost(state, state.units[UnitId("u")], 101, 102) == fuel
    after = resolve_move(changed(state, "u", points=120), Move(UnitId("u"), (Hex(101), Hex(102))),
                         DICE)[0].after[0]  # fmt: skip
    assert after.fuel == 110 - fuel


def test_vehicles_without_fuel_stay() -> None:
    state = changed(state_of(toy_map("...."), counter("u", 101, mobility="tank")), "u", fuel=9)
    assert refusal(state, Move(UnitId("u"), (Hex(101), Hex(201)))) == ""
    assert refusal(state, Move(UnitId("u"), (Hex(101), Hex(201), Hex(301)))) == "no_fuel"
    assert sorted(reachable(PlayerView(state), state.units[UnitId("u")])) == [101, 201]


# Orders.


def test_refusals_name_what_is_wrong() -> None:
    hexmap = toy_map("...~\n....")
    state = state_of(
        hexmap, counter("u", 101), counter("w", 201, "fortress"), counter("l", 102, arrives=3),
        counter("s", 301, mobility="static"), counter("e", 402, "infantry", nation="JPN"),
    )  # fmt: skip

    def code(unit: str, *path: int) -> str:
        return refusal(state, Move(UnitId(unit), tuple(Hex(h) for h in path)))

    assert code("nobody", 101, 201) == "no_such_unit"
    assert code("l", 102, 202) == "no_such_unit"
    assert code("e", 402, 302) == "not_yours"
    assert code("u", 102, 202) == "not_there"
    assert code("u", 101) == "no_path"
    assert code("u", 101, 301) == "no_path"
    assert code("u", 101, 101) == "no_path"
    assert code("w", 201, 301) == "fixed"
    assert code("s", 301, 302) == "fixed"
    assert refusal(changed(state, "s", hex=Hex(301)), Move(UnitId("s"), (Hex(301), Hex(401)))) == (
        "fixed"
    )
    assert code("u", 101, 102, 202, 302) == "too_far"
    bound = changed(state, "u", railing=1)
    assert refusal(bound, Move(UnitId("u"), (Hex(101), Hex(102)))) == "railing"


def test_water_and_the_edge_of_the_map_are_no_way() -> None:
    state = state_of(toy_map(".~"), counter("u", 101))
    for goal in (201, 100, 102, 1):
        assert refusal(state, Move(UnitId("u"), (Hex(101), Hex(goal)))) == "no_path"


@pytest.mark.parametrize(("mobility", "code"), [("tank", ""), ("mech", ""), ("horse", ""),
                                                ("foot", "has_attacked"),
                                                ("motor", "has_attacked")])  # fmt: skip
def test_after_an_attack_only_mobile_troops_march_on(mobility, code) -> None:
    state = changed(state_of(toy_map(".."), counter("u", 101, mobility=mobility)), "u", fought=1)
    assert refusal(state, Move(UnitId("u"), (Hex(101), Hex(201)))) == code
    assert (len(reachable(PlayerView(state), state.units[UnitId("u")])) == 1) == bool(code)


def test_a_hex_takes_troops_to_its_limit_but_lets_others_through() -> None:
    crowd = [counter(f"c{i}", 201) for i in range(6)]
    state = state_of(toy_map("....", ), counter("u", 101, mobility="tank"), *crowd)  # fmt: skip
    assert room(state, "soviet", 201) == 0
    assert refusal(state, Move(UnitId("u"), (Hex(101), Hex(201)))) == "no_room"
    assert refusal(state, Move(UnitId("u"), (Hex(101), Hex(201), Hex(301)))) == ""
    assert path_to(PlayerView(state), state.units[UnitId("u")], Hex(201)) is None


def test_moving_leaves_entrenchments_behind() -> None:
    state = changed(state_of(toy_map(".."), counter("u", 101)), "u", entrenched=2, digging=1)
    after = resolve_move(state, Move(UnitId("u"), (Hex(101), Hex(201))), DICE)[0].after[0]
    assert (after.entrenched, after.digging) == (0, 0)


def test_a_march_takes_the_hexes_works_and_places_it_passes() -> None:
    zone = Zone("z", Hex(301), "Z", "japan", 3, "", "", "high", "toy")
    hexmap = toy_map(
        ".....", japan=(201, 301, 401), zones=(zone,),
        places=(place("town", 201), place("own", 101, country="RED")),
    )  # fmt: skip
    state = state_of(hexmap, counter("u", 101, mobility="tank"))
    events = resolve_move(state, Move(UnitId("u"), (Hex(101), Hex(201), Hex(301))), DICE)
    assert events[0].held == (201, 301)
    assert events[0].works == ((301, 0),)
    assert events[1:] == (Captured(place="town", name="Town", by="soviet", at=Hex(201)),)
    for event in events:
        state = apply(state, event)
    assert state.works[Hex(301)] == 0
    assert state.captures == {"town": 1}
    # To win back one's own town is no capture of an enemy place.
    assert take_hexes(state, "japan", (Hex(201),)).captured == ()
    assert take_hexes(state, "japan", (Hex(201),)).held == (201,)


# Columns.


def test_columns_fill_a_pass_and_a_big_unit_may_have_it_alone() -> None:
    hexmap = toy_map("m\nm\nm", roads={(101, "S"): TRACK, (102, "S"): TRACK})
    state = state_of(hexmap, *(counter(u, 101, men=16_000, stack=1) for u in "ab"),
                     counter("c", 101, men=26_000, stack=1))  # fmt: skip
    way = (Hex(101), Hex(102))
    assert refusal(state, Move(UnitId("c"), way)) == ""
    first = resolve_move(state, Move(UnitId("a"), way), DICE)[0]
    assert isinstance(first, Moved)
    assert first.traffic == ((hexside(101, 102), 7),)
    state = apply(state, first)
    assert refusal(state, Move(UnitId("b"), way)) == "road_full"
    assert 102 not in reachable(PlayerView(state), state.units[UnitId("b")])


# Searches.

LETTERS = ".shfmwv~ c"
maps = st.text(LETTERS, min_size=36, max_size=36).map(
    lambda t: "\n".join("." + t[i : i + 6] for i in range(0, 36, 6))
)
sides = st.dictionaries(
    st.tuples(st.sampled_from([c * 100 + r for c in range(1, 8) for r in range(1, 7)]),
              st.sampled_from(DIRECTIONS)), st.integers(1, 3), max_size=25,
)  # fmt: skip


@st.composite
def situations(draw) -> State:
    """A random map with a marching unit, some friends, and some of the enemy."""
    roads = {k: min(v, 2) for k, v in draw(sides).items()}
    hexmap = toy_map(
        draw(maps), rivers=draw(sides), roads=roads, rails=draw(sides),
        japan=tuple(h for h in range(400, 800)),
    )  # fmt: skip
    land = [h for h in hexmap.hexes if hexmap.land[h] and h != 103]
    mobility = draw(st.sampled_from(MOBILITIES[:5]))
    spots = draw(st.lists(st.sampled_from(land), unique=True, max_size=4))
    enemies = [
        counter(f"e{i}", h, "infantry", nation="JPN", men=draw(st.sampled_from((300, 5000))))
        for i, h in enumerate(spots)
    ]
    friends = [counter(f"f{i}", 103 if i else 102) for i in range(2)]
    assets = draw(st.sets(st.sampled_from(("engineer", "flotilla"))))
    state = state_of(
        hexmap, counter("u", 103, mobility=mobility), *friends,
        *[e for e in enemies if e.hex not in (102, 103)],
        assets=tuple(asset(k) for k in sorted(assets)),
    )  # fmt: skip
    state = replace(state, ground=(draw(st.sampled_from((DRY, WET, MUD))),))
    jam = {hexside(103, 104): draw(st.sampled_from((0, 59)))}
    state = replace(state, traffic={k: v for k, v in jam.items() if v})
    return changed(state, "u", points=draw(st.integers(0, 120)), fuel=draw(st.integers(0, 60)))


def plain_dijkstra(state: State, points: int) -> dict[int, int]:
    """The cheapest costs, worked out in the slowest and plainest way."""
    unit = state.units[UnitId("u")]
    cost = {unit.hex: 0}
    while True:
        better = {}
        for a, spent in cost.items():
            for b in state.scenario.map.around[a]:
                jammed = hexside(a, b) in state.traffic
                if state.side_at(b) == "japan" or jammed:
                    continue
                step = step_cost(state, unit, a, b)
                total = spent + step
                if step < IMPASSABLE and total <= points and total < cost.get(b, 999):
                    better[b] = min(total, better.get(b, 999))
        if not better:
            return cost
        cost.update(better)


@settings(max_examples=40)
@given(situations(), st.booleans())
def test_reach_agrees_with_a_plain_search(state: State, forced: bool) -> None:
    state = changed(state, "u", fuel=5000)
    unit = state.units[UnitId("u")]
    found = reachable(PlayerView(state), unit, forced)
    expected = plain_dijkstra(state, allowance(state, unit, forced))
    assert {h: c for h, (c, _) in found.items()} == expected


@settings(max_examples=40)
@given(situations(), st.booleans())
def test_every_path_found_is_legal_and_resolves_as_checked(state: State, forced: bool) -> None:
    view, unit = PlayerView(state), state.units[UnitId("u")]
    land = state.scenario.map.land
    for goal, (cost, _) in reachable(view, unit, forced).items():
        path = path_to(view, unit, goal, forced)
        if path is None:
            continue
        order = Move(unit.id, path, forced)
        assert all(land[h] and state.side_at(h) != "japan" for h in path)
        assert check_move(view, order) is None
        moved = resolve_move(state, order, DICE)[0]
        assert isinstance(moved, Moved)
        after = moved.after[0]
        assert (moved.path, moved.stopped, after.hex) == (path, "", goal)
        assert sum(step_cost(state, unit, a, b) for a, b in pairwise(path)) == (cost)
        assert after.spent == cost
        assert after.points == allowance(state, unit, forced) - cost
        assert after.points >= 0
        assert 0 <= after.fuel <= unit.fuel
        assert room(apply(state, moved), "soviet", goal) >= 0


@settings(max_examples=40)
@given(situations())
def test_a_march_on_partial_knowledge_is_resolved_without_fault(state: State) -> None:
    """The mover knows nothing of the enemy; it never passes him, and pays no more than it has."""
    units = {k: u for k, u in state.units.items() if not k.startswith("e")}
    view = PlayerView(replace(state, units=units, index=index_of(units), cache={}))
    unit = state.units[UnitId("u")]
    for goal in reachable(view, unit):
        path = path_to(view, unit, goal)
        if path is None:
            continue
        moved = resolve_move(state, Move(unit.id, path), DICE)[0]
        assert isinstance(moved, Moved)
        assert moved.path == path[: len(moved.path)]
        assert bool(moved.stopped) == (moved.path != path)
        assert 0 <= moved.after[0].points <= unit.points
        assert all(state.side_at(h) != "japan" for h in moved.path)
        after = apply(state, moved)
        assert moved.path[-1] == unit.hex or room(after, "soviet", moved.path[-1]) >= 0


@settings(max_examples=40)
@given(situations(), st.integers(0, 80))
def test_a_way_over_several_turns_is_the_cheapest(state: State, pick: int) -> None:
    state = replace(changed(state, "u", fuel=5000), traffic={})
    unit = state.units[UnitId("u")]
    # Banks count as held from the start, as they will be when the unit gets there.
    state = replace(state, control=bytes(len(state.control)).replace(b"\0", b"\1"), cache={})
    expected = plain_dijkstra(state, 900)
    goal = sorted(state.scenario.map.hexes)[pick % len(state.scenario.map.hexes)]
    path = march_path(PlayerView(state), unit, goal)
    if goal == unit.hex or goal not in expected:
        assert path is None
    else:
        assert path is not None
        assert (path[0], path[-1]) == (unit.hex, goal)
        assert sum(step_cost(state, unit, a, b) for a, b in pairwise(path)) <= (expected[goal])
