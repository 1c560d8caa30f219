"""Army orders: what the staff drafts under each posture, and how well drafted armies fight."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from game.engine import check, uncertain
from game.hexes import NOWHERE, Hex, distance
from game.match import Match, play_out
from game.model.forces import FormationId, Side, UnitId
from game.model.orders import Attack, EndPhase, Move, Order, Refusal
from game.model.scenario import Scenario
from game.model.state import State
from game.players.protocol import Player
from game.players.registry import make
from game.players.staff.book import BookPlayer, OrderBook
from game.players.staff.draft import draft, garrisons, units_of
from game.players.staff.memory import Memory
from game.players.staff.plan import POSTURES, RISKS, WHOLE, Directive, Limits, Posture, Risk
from game.players.staff.player import StaffPlayer
from game.rules.victory import standing
from game.scenario.load import load
from tests.players.boards import Passive, board, objective, play
from tests.toy import counter, place, toy_map

PLAIN = "\n".join("." * 16 for _ in range(7))
EAST = tuple(c * 100 + r for c in range(6, 17) for r in range(1, 8))
ARMY = FormationId("a1")
HOME = Hex(104)


def _scenario(*, near: bool = True) -> Scenario:
    """Three divisions and a tank brigade of an army; before them one weak division, or nobody."""
    hexmap = toy_map(PLAIN, japan=EAST, places=(place("p704", 704), place("p1504", 1504)))
    units = [
        counter("r1", 504), counter("r2", 505), counter("r3", 305),
        counter("t1", 304, "tank", size="brigade", mobility="tank", men=1400, tanks=65, guns=16,
                stack=1, vehicles=95),
        counter("j1", 604 if near else 1404, "infantry", nation="JPN", quality=20, men=5000,
                guns=10),
    ]  # fmt: skip
    goals = (objective(704, 5, 4), objective(1504, 9, 6))
    return board(hexmap, units, goals, sources={104: "soviet", 1604: "japan"})


def _day(
    scenario: Scenario, directive: Directive, turns: int = 1
) -> tuple[State, dict[UnitId, Hex], list[Order]]:
    """What a directive makes of some days: the state, where everybody stood, the orders given."""
    match, book = Match(scenario, 1), OrderBook({directive.formation: directive})
    player, given = BookPlayer(book), []
    before = {u.id: u.hex for u in match.state.units.values()}
    while not match.over and match.turn <= turns:
        if match.phase == "japan":
            match.submit(EndPhase())
            continue
        for order in player.choose(match.view("soviet")):
            result = match.submit(order)
            assert not isinstance(result, Refusal), result
            if not isinstance(order, EndPhase):
                given.append(order)
            if match.over or match.phase != "soviet" or uncertain(result, "soviet"):
                break
    return match.state, before, given


def test_attack_beats_what_stands_in_the_way_and_marches_on() -> None:
    state, _, given = _day(_scenario(), Directive(ARMY, "attack", Hex(704)), turns=3)
    assert any(isinstance(o, Attack) and o.target == 604 for o in given)
    assert "p704" in state.captures


def test_exploit_goes_round_what_is_not_in_the_way() -> None:
    hexmap = toy_map(PLAIN, japan=EAST, places=(place("p1504", 1504),))
    units = [
        counter("t1", 304, "tank", size="brigade", mobility="tank", men=1400, tanks=65, guns=16,
                stack=1, vehicles=95),
        counter("r1", 602),
        counter("j1", 601, "infantry", nation="JPN", quality=20, men=5000, guns=10),
    ]  # fmt: skip
    scenario = board(hexmap, units, (objective(1504, 9, 6),), sources={104: "soviet"})
    _, _, attacking = _day(scenario, Directive(ARMY, "attack", Hex(1504)))
    state, before, exploiting = _day(scenario, Directive(ARMY, "exploit", Hex(1504)))
    assert any(isinstance(o, Attack) for o in attacking)
    assert not any(isinstance(o, Attack) for o in exploiting)
    tank = state.units[UnitId("t1")]
    assert distance(tank.hex, Hex(1504)) < distance(before[tank.id], Hex(1504)) - 3


def test_mask_shuts_an_enemy_in_with_the_weakest_that_suffice_and_does_not_attack() -> None:
    state, _, given = _day(_scenario(), Directive(ARMY, "mask", Hex(604)), turns=3)
    assert not any(isinstance(o, Attack) for o in given)
    beside = {u.hex for u in state.on_map("soviet") if distance(u.hex, Hex(604)) == 1}
    assert len(beside) >= 3


def test_hold_keeps_its_ground_and_strikes_only_from_it() -> None:
    state, before, given = _day(_scenario(), Directive(ARMY, "hold"), turns=3)
    assert all(not o.advance for o in given if isinstance(o, Attack))
    assert all(state.units[u].hex == before[u] for u in map(UnitId, ("r1", "r2", "r3", "t1")))


def test_hold_with_a_goal_mans_it_and_the_ground_beside_it() -> None:
    state, _, _ = _day(_scenario(near=False), Directive(ARMY, "hold", Hex(404)), turns=2)
    where = [u.hex for u in state.on_map("soviet")]
    assert Hex(404) in where
    assert all(distance(h, Hex(404)) <= 1 for h in where)


def test_delay_stays_while_it_can_and_falls_back_towards_its_goal() -> None:
    weak = [
        counter("r1", 504, men=1500, guns=5), counter("r3", 305),
        counter("j1", 604, "infantry", nation="JPN", quality=72, guns=200, men=15000),
        counter("j2", 605, "infantry", nation="JPN", quality=72, guns=200, men=15000),
    ]  # fmt: skip
    hexmap = toy_map(PLAIN, japan=EAST, places=(place("p704", 704),))
    scenario = board(hexmap, weak, (objective(704, 5, 4),), sources={104: "soviet"})
    state, before, _ = _day(scenario, Directive(ARMY, "delay", HOME))
    beaten = state.units[UnitId("r1")]
    assert distance(beaten.hex, HOME) < distance(before[beaten.id], HOME)
    strong, stood, _ = _day(_scenario(), Directive(ARMY, "delay", HOME))
    assert strong.units[UnitId("r1")].hex == stood[UnitId("r1")]


@pytest.mark.parametrize("goal", [HOME, NOWHERE])
def test_withdraw_breaks_contact_and_goes_to_its_goal_or_to_its_supply(goal: Hex) -> None:
    state, before, given = _day(_scenario(), Directive(ARMY, "withdraw", goal))
    assert not any(isinstance(o, Attack) for o in given)
    for name in map(UnitId, ("r1", "r2")):
        assert distance(state.units[name].hex, HOME) < distance(before[name], HOME)
        assert distance(state.units[name].hex, Hex(604)) > 1


def test_race_drives_tired_troops_that_attack_would_spare() -> None:
    def ends(posture: Posture) -> int:
        scenario = _scenario(near=False)
        state, _, _ = _day(scenario, Directive(ARMY, posture, Hex(1504)), turns=4)
        return min(distance(u.hex, Hex(1504)) for u in state.on_map("soviet") if u.men > 5000)

    assert ends("race") <= ends("attack")


@pytest.mark.parametrize("posture", POSTURES)
@pytest.mark.parametrize("goal", [NOWHERE, Hex(704)])
def test_every_posture_drafts_legal_orders_and_accounts_for_every_unit(
    posture: Posture, goal: Hex
) -> None:
    view = Match(_scenario(), 1).view("soviet")
    made = draft(view, Directive(ARMY, posture, goal), Memory(), ahead=True)
    for order in made.orders[:1]:
        assert check(view, order) is None
    spoken_of = {u for o in (*made.orders, *made.later) for u in units_of(o)}
    spoken_of |= {u for u, _ in made.not_done}
    assert spoken_of == {"r1", "r2", "r3", "t1"}
    assert all(reason for _, reason in made.not_done)


def test_a_look_ahead_says_what_follows_the_first_attack() -> None:
    view = Match(_scenario(), 1).view("soviet")
    made = draft(view, Directive(ARMY, "attack", Hex(704)), Memory(), ahead=True)
    assert isinstance(made.orders[0], Attack)
    assert any(isinstance(o, Move) and o.unit == "t1" for o in made.later)
    busy = set(made.orders[0].units)
    assert not busy & {u for o in made.later for u in units_of(o)}


def test_careful_generals_ask_more_of_an_attack_than_bold_ones() -> None:
    def attacks(risk: Risk, men: int, guns: int) -> bool:
        units = [
            counter("r1", 504, men=men, guns=guns),
            counter("j1", 604, "infantry", nation="JPN", quality=72, men=10000, guns=40),
        ]  # fmt: skip
        hexmap = toy_map(PLAIN, japan=EAST, places=(place("p704", 704),))
        scenario = board(hexmap, units, (objective(704, 5, 4),), sources={104: "soviet"})
        directive = Directive(ARMY, "attack", Hex(704), Limits(risk=risk))
        return any(isinstance(o, Attack) for o in _day(scenario, directive)[2])

    assert [attacks(risk, 9000, 100) for risk in RISKS] == [False, True, True]
    assert [attacks(risk, 8000, 80) for risk in RISKS] == [False, False, True]


def test_pinned_units_reserves_and_garrisons_are_left_where_they_are() -> None:
    view = Match(_scenario(), 1).view("soviet")
    directive = Directive(
        ARMY, "attack", Hex(704), Limits(keep=frozenset({Hex(305)})),
        reserve=frozenset({UnitId("r2")}),
    )  # fmt: skip
    made = draft(view, directive, Memory(), frozenset({UnitId("r1")}), ahead=True)
    why = dict(made.not_done)
    assert why["r1"] == "left to you"
    assert why["r2"] == "kept in reserve"
    assert "garrison" in why["r3"]
    moving = {u for o in (*made.orders, *made.later) for u in units_of(o)}
    assert moving == {"t1"}


def test_garrisons_are_troops_on_what_counts_with_the_enemy_near() -> None:
    scenario = board(
        toy_map(PLAIN, japan=EAST, places=(place("p504", 504), place("p104", 104))),
        [counter("r1", 504), counter("r2", 505),
         counter("j1", 604, "infantry", nation="JPN", men=5000, guns=10)],
        (objective(504), objective(104)),
    )  # fmt: skip
    view = Match(scenario, 1).view("soviet")
    assert garrisons(view, Directive(ARMY, "attack", Hex(704))) == {Hex(504)}


def test_a_narrower_directive_goes_before_a_wider_one() -> None:
    view = Match(_scenario(), 1).view("soviet")
    book = OrderBook({
        WHOLE: Directive(WHOLE, "attack"), ARMY: Directive(ARMY, "hold"),
    })  # fmt: skip
    assert book.order(view) == (ARMY, WHOLE)
    assert book.elsewhere(view, WHOLE) == {"r1", "r2", "r3", "t1"}
    assert book.draft(view, WHOLE).orders == ()


def test_the_whole_side_without_a_goal_is_led_as_the_computer_leads_it() -> None:
    scenario = load("mutanchiang")
    played: list[list[str]] = []
    for player in (StaffPlayer("soviet"), _book("soviet", Directive(WHOLE, "attack"))):
        _, lines, _ = play(scenario, player, Passive(), turns=3)
        played.append(lines)
    assert played[0] == played[1]


# How well drafted armies fight.


def _book(side: Side, *directives: Directive) -> Player:
    return BookPlayer(OrderBook({d.formation: d for d in directives}))


@cache
def _result(soviet: str, japan: str) -> int:
    """Soviet points at Mutanchiang over three seeds."""
    scenario = load("mutanchiang")
    city = next(p.hex for p in scenario.map.places if p.id == "mutanchiang")
    makers: dict[str, Callable[[Side], Player]] = {
        "drafted": lambda side: _book("soviet", *(
            (Directive(FormationId("a5"), "attack", city),
             Directive(FormationId("a1rb"), "attack", city))
            if side == "soviet" else (Directive(FormationId("J_FA1"), "delay", city),)
        )),
        "hold": lambda side: _book(side, Directive(WHOLE, "hold")),
    }  # fmt: skip
    total = 0
    for seed in (1, 2, 3):
        match = Match(scenario, seed)
        sides: tuple[tuple[Side, str], ...] = (("soviet", soviet), ("japan", japan))
        players = {s: makers[n](s) if n in makers else make(n, s, seed) for s, n in sides}
        play_out(match, players)
        total += standing(match.state).if_ended.total
    return total


@pytest.mark.parametrize("other", ["hold", "greedy"])
def test_drafted_armies_beat_holding_and_the_greedy_player_at_mutanchiang(other: str) -> None:
    assert _result("drafted", "staff") > _result(other, "staff")
    assert _result("staff", "drafted") < _result("staff", other)
