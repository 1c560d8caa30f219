"""Bridges and railways destroyed and mended, military bridges, tracks, field works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import DIRECTIONS, Hex, direction_between
from game.model.events import AnyEvent, Moved, Worked
from game.model.forces import Asset, AssetId, FormationId, UnitId
from game.model.orders import Attack, Move, RailMove, SetStance, Task, Work
from game.model.state import State, apply, control_of
from game.model.terrain import IMPASSABLE, Cut, Job
from game.rules import fog
from game.rules.building import night
from game.rules.costs import PREPARED, UNABLE, needs_ferry, step_arrays, steps_of
from game.rules.demolition import blow_chance, bridged, left_behind
from game.rules.engineering import can_blow, works_open
from game.rules.morale import recover
from game.rules.movement import reachable, resolve_move
from game.rules.network import haul_steps
from game.rules.railway import trains_a_day
from game.rules.stacking import columns_on, hexside, step_number
from tests.toy import TABLES, counter, toy_map, toy_scenario, toy_state

WEST, MIDDLE, EAST, FAR = Hex(102), Hex(202), Hex(302), Hex(402)
OVER = hexside(MIDDLE, EAST)
"""The bridge: between the second and the third of four hexes in a row."""


def asset(kind: str, men: int = 3600, army: str = "a1") -> Asset:
    """Army troops without a counter."""
    return Asset(
        AssetId(kind), kind, "USSR", "soviet", kind, FormationId(army), 1, men, 0, 0, 0, 0, 0, 0,
        70, WEST, "", "", "high", "toy",
    )  # fmt: skip


def board(
    river: int = 2,
    *,
    rail: bool = False,
    road: bool = True,
    letters: str = "....",
    assets: Iterable[Asset] = (),
    phase: str = "soviet",
    turn: int = 5,
) -> State:
    """A Soviet division and tanks in the west, a Japanese regiment in the east, a bridge."""
    joined = {(WEST, MIDDLE), (MIDDLE, EAST), (EAST, FAR)}
    links = {(a, _way(a, b)): 2 for a, b in joined}
    hexmap = toy_map(
        "\n".join([letters] * 3),
        rivers={(h, d): river for h in (201, 202, 203) for d in ("NE", "SE")},
        roads=links if road else {}, rails=links if rail else {},
        japan=tuple(c * 100 + r for c in range(3, len(letters) + 1) for r in (1, 2, 3)),
    )  # fmt: skip
    scenario = toy_scenario(
        hexmap,
        [
            counter("rd", WEST), counter("tb", WEST, "tank", mobility="tank", tanks=60, stack=1),
            counter("jr", EAST, "infantry", nation="JPN", size="regiment", men=3000, guns=12,
                    stack=1),
        ],
    )  # fmt: skip
    scenario = replace(scenario, assets={a.id: a for a in assets})
    return toy_state(scenario, phase=phase, turn=turn)


def _way(a: int, b: int) -> str:
    d = direction_between(a, b)
    assert d is not None
    return DIRECTIONS[d]


def broken(state: State, what: str = "bridge", work: int = 1) -> State:
    """The same with the bridge down."""
    return apply(state, Worked(unit="", task="blow", side=OVER, result="done",
                               cuts=((OVER, Cut(what, work)),)))  # type: ignore[arg-type]  # fmt: skip


def throwing(need: int, task: str, state: State, unit: str, side: int = OVER) -> Dice:
    """Dice that throw at least `need` (below it when negative) for this demolition."""
    for seed in range(500):
        dice = Dice(seed)
        throw = dice.two_d6(task, state.turn, side, unit)
        if (need > 0 and throw >= need) or (need < 0 and throw < -need):
            return dice
    raise AssertionError("no such dice")


def step(state: State, unit: str, a: int, b: int, means: int = UNABLE) -> int:
    """Points of a step without the enemy."""
    return steps_of(state, state.units[UnitId(unit)], means).costs[step_number(a, b)]


# -- a bridge that is down ---------------------------------------------------------------------


def test_over_a_blown_bridge_a_step_costs_what_the_river_does() -> None:
    whole = board()
    down = broken(whole)
    t = TABLES.movement
    assert step(whole, "rd", MIDDLE, EAST) == t.road_open[0]
    assert step(down, "rd", MIDDLE, EAST) == t.road_open[0] + t.river[2]
    assert step(down, "rd", EAST, MIDDLE) == t.road_open[0] + t.river[2]
    assert step(down, "tb", MIDDLE, EAST) == IMPASSABLE
    assert step(down, "tb", MIDDLE, EAST, PREPARED) == t.road_open[4] + t.prepared_crossing
    assert step(down, "rd", WEST, MIDDLE) == step(whole, "rd", WEST, MIDDLE)


def test_over_a_great_river_without_its_bridge_one_needs_ferries() -> None:
    assert not needs_ferry(board(3), MIDDLE, EAST)
    assert needs_ferry(broken(board(3)), MIDDLE, EAST)
    assert step(broken(board(3)), "rd", MIDDLE, EAST) == IMPASSABLE


def test_ways_are_sought_without_the_bridge() -> None:
    state = at_the_bridge(board())
    view = fog.observe(state, "soviet")
    assert EAST in reachable(view, view.units[UnitId("tb")])
    state = broken(state)
    view = fog.observe(state, "soviet")
    assert EAST not in reachable(view, view.units[UnitId("tb")])
    array = step_arrays(state, "tank")
    assert array[step_number(MIDDLE, EAST)] == 0xFFFF


def test_a_column_over_a_blown_bridge_is_no_wider_than_a_ford() -> None:
    assert columns_on(board(), OVER) == 60
    assert columns_on(broken(board()), OVER) == TABLES.movement.columns_crossing


def test_trains_and_lorries_do_not_pass_where_the_line_is_broken() -> None:
    state = board(rail=True)
    ours = replace(state, held={EAST: (1, 1), FAR: (1, 1)}, cache={})
    ours = replace(ours, control=control_of(ours.scenario, ours.held))
    assert trains_a_day(ours, "soviet", MIDDLE, EAST) > 0
    for what in ("bridge", "rail"):
        assert trains_a_day(broken(ours, what), "soviet", MIDDLE, EAST) == 0
    assert trains_a_day(broken(ours, "bombed"), "soviet", MIDDLE, EAST) > 0
    n = step_number(MIDDLE, EAST)
    assert haul_steps(broken(ours), "soviet")[n] > haul_steps(ours, "soviet")[n]


def test_a_train_is_refused_over_a_line_known_to_be_cut() -> None:
    view = fog.observe(broken(board(rail=True)), "soviet")
    refusal = engine.check(view, RailMove(UnitId("rd"), (WEST, MIDDLE, EAST)))
    assert refusal is not None
    assert refusal.code in ("line_cut", "enemy_there", "enemy_near")


def test_the_truth_stops_a_march_over_a_bridge_whose_fall_was_not_known() -> None:
    state = board(turn=6)
    gone = replace(state.units[UnitId("jr")], hex=Hex(0), gone="dispersed", men=0)
    state = apply(state, Moved(unit=gone.id, path=(EAST,), after=(gone,)))
    state = broken(state)
    dark = fog.observe(state, "soviet")
    assert OVER in dark.cuts  # it is seen from the bank
    blind = replace(dark, cuts={}, cache={})
    order = Move(UnitId("tb"), (WEST, MIDDLE, EAST))
    assert engine.check(blind, order) is None  # type: ignore[arg-type]
    moved = resolve_move(state, order, Dice(1))[0]
    assert isinstance(moved, Moved)
    assert moved.path == (WEST, MIDDLE)
    assert moved.stopped == "river"


def test_damage_out_of_sight_is_not_known_and_leaves_the_view_as_it_is_carried() -> None:
    state = board(letters="........")
    far = hexside(Hex(702), Hex(802))
    hurt = apply(state, Worked(unit="jr", task="blow", side=far, result="done", by="japan",
                               cuts=((far, Cut("bridge", 1)),), at=Hex(702)))  # fmt: skip
    assert far in hurt.cuts
    assert far not in fog.observe(hurt, "soviet").cuts
    view = fog.observe(hurt, "soviet")
    after, events = engine.play(hurt, Move(UnitId("rd"), (WEST, Hex(101))), Dice(1))
    assert fog.carry(view, after, "soviet", events) == fog.observe(after, "soviet")


# -- demolition --------------------------------------------------------------------------------


@pytest.mark.parametrize(("turn", "forewarned", "ways"), [
    (1, "off", 10), (1, "on", 26), (2, "off", 26),
])  # fmt: skip
def test_a_bridge_falls_at_six_and_on_the_day_of_surprise_at_nine(
    turn: int, forewarned: str, ways: int
) -> None:
    state = board(phase="japan", turn=turn)
    state = replace(state, options=replace(state.options, forewarned=forewarned))  # type: ignore[arg-type]
    assert blow_chance(state, "japan") == ways
    assert blow_chance(state, "soviet") == 26


@pytest.mark.parametrize(("rail", "river", "work"), [
    (False, 1, 1), (False, 2, 1), (False, 3, 3), (True, 2, 2), (True, 3, 4),
])  # fmt: skip
def test_a_bridge_blown_takes_work_by_its_river_and_whether_it_carried_trains(
    rail: bool, river: int, work: int
) -> None:
    state = board(river, rail=rail, phase="japan")
    order = Work(UnitId("jr"), "blow", MIDDLE)
    assert engine.check(fog.observe(state, "japan"), order) is None
    after, events = engine.play(state, order, throwing(6, "demolition", state, "jr"))
    assert after.cuts == {OVER: Cut("bridge", work)}
    assert not bridged(after, OVER)
    unit = after.units[UnitId("jr")]
    assert (unit.points, unit.worked) == (60 - TABLES.engineering.blow_points, 5)
    assert engine.uncertain(events, "japan")


def test_a_charge_that_fails_leaves_the_bridge_and_is_tried_again_tomorrow() -> None:
    state = board(phase="japan")
    order = Work(UnitId("jr"), "blow", MIDDLE)
    after, events = engine.play(state, order, throwing(-6, "demolition", state, "jr"))
    assert after.cuts == {}
    assert isinstance(events[0], Worked)
    assert events[0].result == "failed"
    refusal = engine.check(fog.observe(after, "japan"), order)
    assert refusal is not None
    assert refusal.code == "worked"


def test_a_railway_is_torn_up_without_dice() -> None:
    state = board(0, rail=True, phase="japan")
    after, events = engine.play(state, Work(UnitId("jr"), "tear", FAR), Dice(1))
    side = hexside(EAST, FAR)
    assert after.cuts == {side: Cut("rail", TABLES.engineering.tear_work)}
    assert after.units[UnitId("jr")].points == 60 - TABLES.engineering.tear_points
    assert step(after, "rd", EAST, FAR) == step(state, "rd", EAST, FAR)
    assert not engine.uncertain(events, "japan")


def test_a_rear_guard_with_that_stance_blows_the_bridge_it_has_crossed() -> None:
    state = board(phase="japan")
    unit = replace(state.units[UnitId("jr")], stance="demolish", hex=MIDDLE)
    path = (MIDDLE, EAST)
    dice = throwing(6, "demolition", state, "jr")
    assert [w.result for w in left_behind(state, unit, path, dice)] == ["done"]
    assert left_behind(state, replace(unit, stance="normal"), path, dice) == ()
    back = replace(state.units[UnitId("rd")], hex=MIDDLE)
    with_friends = apply(state, Moved(unit=back.id, path=(WEST, MIDDLE), after=(back,)))
    soviet = replace(with_friends.units[UnitId("tb")], hex=MIDDLE, stance="demolish")
    assert left_behind(with_friends, soviet, path, throwing(6, "demolition", state, "tb")) == ()


def test_a_garrison_pushed_off_blows_the_bridges_towards_the_enemy() -> None:
    state = board(phase="soviet")
    near = replace(state.units[UnitId("rd")], hex=MIDDLE)
    weak = replace(state.units[UnitId("jr")], stance="demolish", men=900, guns=0)
    state = apply(state, Moved(unit=near.id, path=(WEST, MIDDLE), after=(near, weak)))
    for seed in range(60):
        after, events = engine.play(state, Attack((UnitId("rd"),), EAST), Dice(seed))
        blown = [e for e in events if isinstance(e, Worked)]
        if after.units[UnitId("jr")].hex == EAST:
            assert blown == []
        elif after.units[UnitId("jr")].on_map and blown and blown[0].result == "done":
            assert OVER in after.cuts
            assert blown[0].by == "japan"
            return
    raise AssertionError("no garrison was pushed off")


def refusal_of(state: State, unit: str, task: Task, target: Hex) -> str:
    """The code of the refusal, "" for none."""
    found = engine.check(fog.observe(state, state.phase), Work(UnitId(unit), task, target))
    return found.code if found else ""


def test_works_are_refused_with_a_reason() -> None:
    japan = board(phase="japan")
    assert refusal_of(japan, "nobody", "blow", MIDDLE) == "no_such_unit"
    assert refusal_of(japan, "rd", "blow", MIDDLE) in ("not_yours", "no_such_unit")
    assert refusal_of(japan, "jr", "blow", WEST) == "not_adjacent"
    assert refusal_of(japan, "jr", "blow", FAR) == "no_bridge"
    assert refusal_of(broken(japan), "jr", "blow", MIDDLE) == "no_bridge"
    assert refusal_of(japan, "jr", "tear", MIDDLE) == "no_rail"
    assert refusal_of(replace(japan, ceasefire=3), "jr", "blow", MIDDLE) == "ceasefire"
    tired = replace(japan.units[UnitId("jr")], points=10)
    worn = apply(japan, Moved(unit=tired.id, path=(EAST,), after=(tired,)))
    assert refusal_of(worn, "jr", "blow", MIDDLE) == "no_points"
    soviet = board()
    assert refusal_of(soviet, "rd", "repair", MIDDLE) == "no_change"
    assert refusal_of(soviet, "rd", "bridge", MIDDLE) == "no_river"
    assert refusal_of(soviet, "rd", "track", MIDDLE) == "no_forest"
    assert refusal_of(soviet, "rd", "fort", MIDDLE) == "not_there"
    assert refusal_of(soviet, "rd", "fort", WEST) == "no_engineers"


def test_the_works_that_are_open_to_a_unit_are_listed() -> None:
    view = fog.observe(board(rail=True, phase="japan"), "japan")
    unit = view.units[UnitId("jr")]
    assert can_blow(view, unit) == (MIDDLE,)
    tasks = {(order.task, order.target) for order in works_open(view, unit)}
    assert tasks == {("blow", MIDDLE), ("tear", MIDDLE), ("tear", FAR)}


# -- what engineers build ----------------------------------------------------------------------


def worked(state: State) -> tuple[State, tuple[AnyEvent, ...]]:
    """A day's work of the engineers of the side whose phase it is."""
    events = tuple(night(state, state.phase))
    for event in events:
        state = apply(state, event)
    return state, events


def at_the_bridge(state: State) -> State:
    """The division on the near bank, the enemy gone from the far one."""
    near = replace(state.units[UnitId("rd")], hex=MIDDLE)
    gone = replace(state.units[UnitId("jr")], hex=FAR)
    return apply(state, Moved(unit=near.id, path=(WEST, MIDDLE), after=(near, gone)))


def test_the_armys_engineers_mend_a_bridge_in_as_many_days_as_it_has_work() -> None:
    state = at_the_bridge(broken(board(rail=True, assets=[asset("engineer")]), work=2))
    state, _ = engine.play(state, Work(UnitId("rd"), "repair", EAST), Dice(1))
    assert state.jobs == {"engineer": Job("repair", OVER)}
    assert OVER in state.cuts
    state, _ = worked(state)
    assert state.cuts[OVER].work == 1
    state, _ = worked(state)
    assert state.cuts == {}
    assert state.jobs == {}


def test_a_larger_body_of_engineers_does_more_in_a_day_up_to_a_limit() -> None:
    for men, left in ((1000, 3), (6500, 2), (40000, 1)):
        state = at_the_bridge(broken(board(3, rail=True, assets=[asset("engineer", men)]), work=4))
        state, _ = engine.play(state, Work(UnitId("rd"), "repair", EAST), Dice(1))
        assert worked(state)[0].cuts[OVER].work == left


def test_engineers_without_orders_mend_ground_taken_from_the_enemy() -> None:
    state = at_the_bridge(broken(board(assets=[asset("engineer")])))
    assert worked(state)[0].cuts  # the enemy is near, and nothing was taken
    held = {EAST: (1, 4)}
    taken = replace(state, held=held, control=control_of(state.scenario, held), cache={})
    assert worked(taken)[0].cuts == {}


def test_engineers_who_support_an_attack_build_nothing_that_day() -> None:
    state = at_the_bridge(broken(board(assets=[asset("engineer")])))
    busy = replace(state, assets_used=frozenset({AssetId("engineer")}))
    assert refusal_of(busy, "rd", "repair", EAST) == "no_engineers"
    state, _ = engine.play(state, Work(UnitId("rd"), "repair", EAST), Dice(1))
    busy = replace(state, assets_used=frozenset({AssetId("engineer")}))
    assert OVER in worked(busy)[0].cuts


def test_nobody_works_under_the_eyes_of_the_enemy() -> None:
    state = broken(board(assets=[asset("engineer")]))
    near = replace(state.units[UnitId("rd")], hex=MIDDLE)
    state = apply(state, Moved(unit=near.id, path=(WEST, MIDDLE), after=(near,)))
    assert refusal_of(state, "rd", "repair", EAST) == "enemy_there"


def test_a_pontoon_bridge_lasts_and_costs_little_to_cross() -> None:
    state = at_the_bridge(board(road=False, assets=[asset("pontoon")]))
    assert step(state, "tb", MIDDLE, EAST) == IMPASSABLE
    state, _ = engine.play(state, Work(UnitId("rd"), "bridge", EAST), Dice(1))
    state, _ = worked(state)
    assert state.pontoons == {OVER: 0}
    assert step(state, "tb", MIDDLE, EAST) == 10 + TABLES.engineering.pontoon_cost
    assert columns_on(state, OVER) == TABLES.movement.columns_crossing
    blown, _ = engine.play(state, Work(UnitId("rd"), "blow", EAST),
                           throwing(6, "demolition", state, "rd"))  # fmt: skip
    assert step(blown, "tb", MIDDLE, EAST) == IMPASSABLE


def test_a_great_river_takes_two_days_of_a_pontoon_brigade() -> None:
    state = at_the_bridge(board(3, road=False, assets=[asset("pontoon")]))
    state, _ = engine.play(state, Work(UnitId("rd"), "bridge", EAST), Dice(1))
    state, _ = worked(state)
    assert state.pontoons == {OVER: 1}
    assert needs_ferry(state, MIDDLE, EAST)
    state, _ = worked(state)
    assert not needs_ferry(state, MIDDLE, EAST)


def test_engineers_other_than_pontoon_troops_lay_no_bridge() -> None:
    state = at_the_bridge(board(road=False, assets=[asset("engineer")]))
    assert refusal_of(state, "rd", "bridge", EAST) == "no_engineers"


def test_two_days_of_engineers_leave_a_track_through_virgin_forest() -> None:
    state = at_the_bridge(board(0, road=False, letters="vvvv", assets=[asset("engineer")]))
    wild = step(state, "rd", MIDDLE, EAST)
    state, _ = engine.play(state, Work(UnitId("rd"), "track", EAST), Dice(1))
    state, _ = worked(state)
    assert step(state, "rd", MIDDLE, EAST) == wild
    state, _ = worked(state)
    assert state.tracks == {OVER: 0}
    assert step(state, "rd", MIDDLE, EAST) == wild * 3 // 4
    assert columns_on(state, OVER) == TABLES.movement.columns_track


def test_engineers_without_orders_cut_tracks_where_columns_have_passed() -> None:
    state = at_the_bridge(board(0, road=False, letters="vvvv", assets=[asset("engineer")]))
    state = replace(state, traffic={OVER: 4})
    assert worked(state)[0].tracks == {OVER: 1}


def test_engineers_help_the_troops_to_dig_twice_as_fast() -> None:
    state = board(assets=[asset("engineer")])
    alone = recover(state, "soviet", Dice(1))[0].after
    assert {u.id: u.entrenched for u in alone} == {"rd": 0, "tb": 0}
    state, _ = engine.play(state, Work(UnitId("rd"), "fort", WEST), Dice(1))
    helped = recover(state, "soviet", Dice(1))[0].after
    assert {u.id: u.entrenched for u in helped} == {"rd": 1, "tb": 1}


def test_orders_to_engineers_are_known_to_their_own_side_only() -> None:
    state = at_the_bridge(broken(board(assets=[asset("engineer")])))
    state, events = engine.play(state, Work(UnitId("rd"), "repair", EAST), Dice(1))
    assert fog.observe(state, "soviet").jobs == state.jobs
    assert fog.observe(state, "japan").jobs == {}
    assert fog.told(state, "japan", events[0]) is None
    assert fog.told(state, "soviet", events[0]) == events[0]


def test_a_stance_orders_demolition_from_now_on() -> None:
    state = board(phase="japan")
    after, _ = engine.play(state, SetStance(UnitId("jr"), "demolish"), Dice(1))
    assert after.units[UnitId("jr")].stance == "demolish"
