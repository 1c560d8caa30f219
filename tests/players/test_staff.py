"""The staff's layers: objectives, drafts for a person, fuel, reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.engine import check
from game.hexes import Hex
from game.match import Match
from game.model.forces import Counter, FormationId, UnitId
from game.model.orders import Attack, EndPhase, GiveFuel, Move, SetStance
from game.model.scenario import Scenario
from game.model.state import PlayerView, index_of
from game.players.registry import make
from game.players.staff.audit import audit
from game.players.staff.draft import draft
from game.players.staff.memory import Memory, Work
from game.players.staff.plan import Directive, Limits
from game.players.staff.player import StaffPlayer
from game.players.staff.situation import look
from game.players.staff.why import Option, Term, option
from game.rules import fog
from tests.players.boards import Passive, board, objective, play
from tests.toy import counter, place, toy_map, toy_state

PLAIN = "\n".join("." * 16 for _ in range(7))
EAST = tuple(c * 100 + r for c in range(6, 17) for r in range(1, 8))


def _scenario(*, par: int = 6) -> Scenario:
    hexmap = toy_map(PLAIN, japan=EAST, places=(place("p704", 704), place("p1504", 1504)))
    units = [
        counter("r1", 403), counter("r2", 404), counter("r3", 405),
        counter("b1", 404, formation="a2"),
        counter("t1", 304, "tank", size="brigade", mobility="tank", men=1400, tanks=65, guns=16,
                stack=1, vehicles=95, formation="a2"),
        counter("t2", 304, "tank", size="brigade", mobility="tank", men=1400, tanks=65, guns=16,
                stack=1, vehicles=95, formation="a2"),
        counter("j1", 704, "infantry", nation="JPN", quality=20, men=9000, guns=20),
    ]  # fmt: skip
    return board(
        hexmap, units, (objective(704, 5, 4), objective(1504, 9, par)),
        sources={104: "soviet", 1604: "japan"},
    )  # fmt: skip


def test_fast_troops_go_for_the_far_objective_and_the_mass_for_the_near_one() -> None:
    player = StaffPlayer("soviet")
    player.choose(Match(_scenario(), 1).view("soviet"))
    goals = {u: d.goal for u, d in player.memory.directives.items()}
    assert 1504 in (goals[UnitId("t1")], goals[UnitId("t2")])
    assert 704 in (goals[UnitId("r1")], goals[UnitId("r2")], goals[UnitId("r3")])


def test_after_the_rescript_the_attacker_races() -> None:
    state = replace(Match(_scenario(), 1).state, rescript=1, ceasefire=1, cache={})
    player = StaffPlayer("soviet")
    player.choose(fog.observe(state, "soviet"))
    assert {d.posture for d in player.memory.directives.values()} == {"race"}


def test_a_draft_moves_the_formation_it_is_for_and_no_pinned_unit() -> None:
    view = Match(_scenario(), 1).view("soviet")
    directive = Directive(
        FormationId("a1"), "attack", Hex(704), limits=Limits(keep=frozenset({Hex(405)})),
        reserve=frozenset({UnitId("r2")}),
    )  # fmt: skip
    made = draft(view, directive, Memory(), frozenset({UnitId("b1")}))
    moved = {o.unit for o in made.orders if isinstance(o, Move)}
    assert moved == {"r1"}
    assert check(view, made.orders[0]) is None


def test_a_draft_says_why_units_get_no_order() -> None:
    view = Match(_scenario(), 1).view("soviet")
    made = draft(view, Directive(FormationId("a1"), "attack", Hex(404)), Memory())
    assert (UnitId("r2"), "stands at its goal") in made.not_done


def test_drafts_day_after_day_take_the_objective() -> None:
    class Drafted:
        name = "drafted"

        def __init__(self) -> None:
            self.memory, self.turn, self.given = Memory(), 0, 0

        def choose(self, view):  # type: ignore[no-untyped-def]
            if view.turn != self.turn:
                self.turn, self.given = view.turn, 0
            self.given += 1
            directive = Directive(FormationId("a1"), "attack", Hex(704), weight=5)
            orders = draft(view, directive, self.memory).orders if self.given < 12 else ()
            return orders or (EndPhase(),)

    match, _, _ = play(_scenario(), Drafted(), Passive(), turns=9)
    assert "p704" in match.state.captures


def test_the_terms_of_a_reason_add_up_to_its_score() -> None:
    made = option("x", ("gain", 3, 10, 30), ("loss", 2, -4, -8))
    assert made.score == 22
    with pytest.raises(ValueError, match="do not add up"):
        Option("x", 5, (Term("gain", 1, 4, 4),))


@pytest.mark.parametrize("seed", [1, 2])
def test_every_decision_was_the_best_of_its_options(seed: int) -> None:
    scenario = _scenario()
    match = Match(scenario, seed)
    player = StaffPlayer("soviet")
    whys = []
    for _ in range(60):
        if match.phase != "soviet":
            break
        for order in player.choose(match.view("soviet")):
            match.submit(order)
        whys = list(player.whys)
    assert whys
    for why in whys:
        assert all(why.chosen.score >= other.score for other in why.others)
        assert why.chosen.name in why.sentence()


def test_a_dry_corps_pours_its_fuel_into_one_detachment() -> None:
    state = Match(_scenario(), 1).state
    units = dict(state.units)
    for name in ("t1", "t2"):
        units[UnitId(name)] = replace(units[UnitId(name)], fuel=40)
    state = replace(state, units=units, index=index_of(units), cache={})
    orders = StaffPlayer("soviet").choose(fog.observe(state, "soviet"))
    assert [type(o) for o in orders] == [GiveFuel]
    assert orders[0] == GiveFuel(UnitId("t2"), UnitId("t1"), orders[0].points)  # type: ignore[union-attr]


def test_the_garrison_of_a_touched_objective_is_told_to_stand() -> None:
    scenario = _scenario()
    state = Match(scenario, 1).state
    units = dict(state.units)
    units[UnitId("r1")] = replace(units[UnitId("r1")], hex=Hex(604))
    units[UnitId("r2")] = replace(units[UnitId("r2")], hex=Hex(604))
    state = replace(state, units=units, index=index_of(units), phase="japan", cache={})
    player = StaffPlayer("japan")
    given = []
    view = fog.observe(state, "japan")
    for _ in range(3):
        orders = player.choose(view)
        given += list(orders)
        if any(isinstance(o, SetStance) for o in orders):
            break
    assert SetStance(UnitId("j1"), "stand") in given


def test_japanese_troops_do_not_attack_after_the_order_to_cease_fire() -> None:
    state = Match(_scenario(), 1).state
    units = dict(state.units)
    units[UnitId("t1")] = replace(units[UnitId("t1")], hex=Hex(604), men=100, tanks=1)
    state = replace(
        state, units=units, index=index_of(units), phase="japan", turn=9, rescript=7, ceasefire=8,
        cache={},
    )  # fmt: skip
    orders = StaffPlayer("japan").choose(fog.observe(state, "japan"))
    assert not any(isinstance(o, Attack) for o in orders)


def test_thought_is_bounded_by_counting() -> None:
    work = Work(100)
    assert work.charge(60)
    assert not work.charge(60)
    assert work.spent == 120


def test_a_day_without_work_left_still_ends() -> None:
    player = make("staff", "soviet")
    assert isinstance(player, StaffPlayer)
    view = Match(_scenario(), 1).view("soviet")
    player.choose(view)
    player.memory.work = Work(0)
    player.memory.stage = 99
    assert player.choose(view) == (EndPhase(),)


def _threatened(*japanese: Counter) -> PlayerView:
    """A Japanese objective at 804 with tanks three hexes away, seen by an outpost."""
    hexmap = toy_map(
        "\n".join(["." * 12] * 7),
        japan=tuple(c * 100 + r for c in range(6, 13) for r in range(1, 8)),
        places=(place("p804", 804), place("p1004", 1004)),
    )  # fmt: skip
    tanks = counter("t", 504, "tank", mobility="tank", size="brigade", men=1400, tanks=65, guns=16)
    outpost = counter("post", 604, "border_guard", nation="JPN", mobility="static", men=400, guns=0)
    goals = (objective(804, 8, 6), objective(1004, 5, 9))
    scenario = board(
        hexmap, [tanks, outpost, *japanese], goals, sources={104: "soviet", 1204: "japan"}
    )
    return fog.observe(toy_state(scenario, phase="japan"), "japan")


def test_the_audit_sends_the_weakest_unit_to_an_objective_that_stands_empty_before_the_enemy():
    strong = counter("j1", 903, "infantry", nation="JPN", men=12000, guns=30)
    weak = counter("j2", 904, "infantry", nation="JPN", men=3000, guns=4, size="regiment", stack=1)
    view = _threatened(strong, weak)
    mended = audit(view, look(view))
    assert mended is not None
    order, why = mended
    assert (order.unit, order.path[-1]) == ("j2", 804)
    assert sum(t.points for t in why.chosen.terms) == why.chosen.score


def test_the_audit_leaves_guards_where_they_are_and_guarded_places_alone():
    elsewhere = _threatened(counter("j1", 1004, "infantry", nation="JPN"))
    assert audit(elsewhere, look(elsewhere)) is None
    there = counter("j2", 804, "infantry", nation="JPN")
    guarded = _threatened(there, counter("j3", 903, "infantry", nation="JPN"))
    assert audit(guarded, look(guarded)) is None
