"""The staff answers choices by its plan, sends envoys, and does not cross a line that was drawn."""

from __future__ import annotations

from dataclasses import replace

from game.hexes import Hex
from game.model.forces import FormationId, Side, UnitId
from game.model.happening import (
    Area,
    Effect,
    Happening,
    MoveHq,
    Press,
    Reattach,
    Redoubt,
    Release,
    Score,
    Stop,
    Way,
    Withdraw,
)
from game.model.orders import Attack, Choose, Move, Parley
from game.model.scenario import Options, SupplySource
from game.model.state import State, index_of
from game.players.staff.captors import crowds, escorts
from game.players.staff.choices import answers, envoys
from game.players.staff.delay import defence_plan, redoubt
from game.players.staff.doctrine import doctrine_of
from game.players.staff.memory import Memory
from game.players.staff.player import StaffPlayer
from game.players.staff.situation import look
from game.rules import fog
from tests.players.boards import objective
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

A1, A2 = FormationId("a1"), FormationId("a2")
BACK = Happening("line", "Line", "", "both", "dawn", (), (Stop("stop", "east", "soviet", 5),))


def a_state(side: Side, *ways: tuple[Effect, ...], **changes: object) -> State:
    """A row: Soviet r and r2 in the west, Japanese j and far in the east; a choice of `side`."""
    scenario = toy_scenario(
        toy_map("............", japan=tuple(range(601, 1301, 100))),
        [
            counter("r", 201), counter("r2", 501), counter("mate", 401, formation="a2"),
            counter("j", 601, "infantry", nation="JPN", men=3000, guns=20),
            counter("far", 1101, "infantry", nation="JPN"),
        ],
        turns=20, objectives=(objective(601, 9), objective(1101, 3)),
    )  # fmt: skip
    places = (place("p601", 601), place("p1101", 1101), place("deep", 1201))
    options = tuple(
        Way(f"w{i}", f"way {i}", "", effects, i == 0) for i, effects in enumerate(ways)
    )
    asked = Happening("asked", "Asked", "", side, "dawn", (), (), choice=options, default="w0")
    scenario = replace(
        scenario, map=replace(scenario.map, places=places), happenings=(BACK, asked),
        areas={"east": Area("east", "the east", frozenset(map(Hex, range(601, 1301, 100))))},
    )  # fmt: skip
    state = replace(toy_state(scenario, phase=side), acts={"asked": 1}, hqs={A1: Hex(201)})
    return replace(state, **changes, cache={})  # type: ignore[arg-type]


def answer(state: State) -> str:
    view = fog.observe(state, state.phase)
    ((order, why),) = answers(view, look(view))
    assert order.event == "asked"
    assert sum(t.points for t in why.chosen.terms) == why.chosen.score
    return order.option


def test_points_of_victory_count_for_the_side_that_gets_them() -> None:
    ways = ((), (Score("points", 5),))
    assert answer(a_state("soviet", *ways)) == "w1"
    assert answer(a_state("japan", *ways)) == "w0"


def test_pressure_counts_while_the_council_has_not_decided() -> None:
    ways = ((), (Press("pressure", 3),))
    track = Options(rescript="track")
    assert answer(a_state("soviet", *ways, options=track)) == "w1"
    assert answer(a_state("japan", *ways, options=track)) == "w0"
    assert answer(a_state("soviet", *ways)) == "w0"


def test_troops_go_to_the_command_with_objectives_before_it() -> None:
    ways = ((), (Reattach("reattach", A1, units=(UnitId("mate"),)),))
    near, away = {A1: Hex(501), A2: Hex(101)}, {A1: Hex(101), A2: Hex(501)}
    assert answer(a_state("soviet", *ways, hqs=near)) == "w1"
    assert answer(a_state("soviet", *ways, hqs=away)) == "w0"


def test_troops_arrive_where_objectives_are_near() -> None:
    deep, front = (Release("release", UnitId("far"), p) for p in ("deep", "p601"))
    assert answer(a_state("japan", (deep,), (front,))) == "w1"


def test_troops_are_not_given_away_for_nothing() -> None:
    assert answer(a_state("soviet", (Withdraw("withdraw", (UnitId("r"),)),), ())) == "w1"


def test_a_headquarters_goes_over_its_troops_and_not_before_the_enemy() -> None:
    front, rear = (MoveHq("move_hq", FormationId("ja1"), p) for p in ("p601", "p1101"))
    assert answer(a_state("japan", (front,), (rear,))) == "w1"


def test_the_way_of_history_wins_a_tie() -> None:
    assert answer(a_state("soviet", (), ())) == "w0"


def test_the_staff_answers_in_its_phase() -> None:
    state = a_state("soviet", (), (Score("points", 5),))
    orders = StaffPlayer("soviet").choose(fog.observe(state, "soviet"))
    assert orders == (Choose("asked", "w1"),)


def test_envoys_go_to_each_enemy_beside_an_idle_unit_once() -> None:
    state = a_state("soviet", (), (), turn=9, rescript=7, ceasefire=8)
    view = fog.observe(state, "soviet")
    assert envoys(view, look(view)) == [Parley(UnitId("r2"), Hex(601))]
    sent = replace(state, acts={**state.acts, "parley 00601": 9}, cache={})
    view = fog.observe(sent, "soviet")
    assert envoys(view, look(view)) == []
    early = fog.observe(replace(state, ceasefire=0, cache={}), "soviet")
    assert envoys(early, look(early)) == []


def crossings(state: State) -> set[Hex]:
    """Hexes beyond the line that the staff marches into or attacks in its phase."""
    player, beyond = StaffPlayer("soviet"), state.scenario.areas["east"].hexes
    found: set[Hex] = set()
    view = fog.observe(state, "soviet")
    for _ in range(20):
        orders = player.choose(view)
        for order in orders:
            if isinstance(order, Move):
                found |= {order.path[-1]} & beyond
            elif isinstance(order, Attack):
                found |= {order.target} & beyond
        if orders and orders[-1].kind == "end":
            return found
        player.memory.stage += 1
    return found


def test_the_staff_does_not_cross_a_line_that_was_drawn() -> None:
    state = a_state("soviet", (), ())
    units = {**state.units, UnitId("j"): replace(state.units[UnitId("j")], hex=Hex(901))}
    state = replace(
        state, units=units, index=index_of(units), choices={"asked": "w0"}, cache={}
    )
    assert crossings(state)
    assert not crossings(replace(state, acts={**state.acts, "line": 1}, cache={}))


def test_japanese_units_that_no_post_needs_go_to_the_redoubt() -> None:
    east = Redoubt("redoubt", "east", "japan", 3)
    drawn = Happening("plan", "Plan", "", "japan", "dawn", (), (east,))
    state = a_state("japan", (), (), choices={"asked": "w0"}, captures={"p1101": 1})
    stores = SupplySource("stores", Hex(1201), "japan", (), 100, "")
    scenario = replace(state.scenario, happenings=(drawn,), sources=(stores,))
    chosen = replace(state, scenario=scenario, acts={"plan": 1}, cache={})
    for wanted, acts in ((None, {}), (Hex(1201), {"plan": 1})):
        view = fog.observe(replace(chosen, acts=acts, cache={}), "japan")
        assert redoubt(view) == wanted
        plan = defence_plan(view, look(view), doctrine_of("japan"), Memory())
        assert (plan[UnitId("far")].goal == 1201) == (wanted is not None)


def test_idle_troops_go_where_men_wait_to_be_led_away() -> None:
    state = a_state("soviet", (), (), turn=12, rescript=7, ceasefire=8, choices={"asked": "w0"})
    waiting = replace(state.units[UnitId("far")], gone="disarming", men=20000)
    units = {**state.units, waiting.id: waiting}
    state = replace(state, units=units, index=index_of(units), cache={})
    view = fog.observe(state, "soviet")
    assert crowds(view) == {Hex(1101): 20000}
    own = {u.id: u for u in view.on_map("soviet")}
    far, near = own[UnitId("r")], own[UnitId("r2")]
    # 20,000 men in four of the eight days that are left: one division can do it.
    assert escorts(view, {0: [far], 1: [near]}) == {1: Hex(1101)}
    crowd = replace(waiting, men=60000)
    state = replace(state, units={**units, crowd.id: crowd}, cache={})
    view = fog.observe(state, "soviet")
    assert escorts(view, {0: [far], 1: [near]}) == {0: Hex(1101), 1: Hex(1101)}
    assert escorts(view, {}) == {}
