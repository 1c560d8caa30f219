"""Bridges, small forts and suicide attacks as the staff plays them, on tiny maps."""

from __future__ import annotations

from dataclasses import replace

from game.hexes import DIRECTIONS, Hex, direction_between
from game.model.events import Worked
from game.model.forces import UnitId
from game.model.hexmap import HexMap, Zone
from game.model.orders import Work
from game.model.state import PlayerView, State, apply
from game.model.terrain import Cut
from game.players.fields import spread
from game.players.staff.engineers import (
    demolitions,
    important,
    masks,
    stance_of,
    threatened,
    works,
)
from game.players.staff.plan import Directive
from game.players.staff.player import StaffPlayer
from game.players.staff.situation import look, tolled
from game.players.staff.stages import stakes_of
from game.rules import fog
from game.rules.stacking import hexside
from tests.players.boards import board, objective
from tests.rules.test_engineering import asset
from tests.toy import counter, place, toy_map, toy_state

WEST, EAST = Hex(402), Hex(502)
OVER = hexside(WEST, EAST)


def river(*, rail: bool = True, places: tuple[int, ...] = (1002,)) -> HexMap:
    """Ten columns of plain, a major river between the fourth and fifth with one bridge."""
    links = {(h, _to(h, h + 100)): 2 for h in range(102, 1002, 100)}
    return toy_map(
        "\n".join(["." * 10] * 3),
        rivers={(h, d): 2 for h in (401, 402, 403) for d in ("NE", "SE")},
        roads=links, rails=links if rail else {},
        japan=tuple(c * 100 + r for c in range(3, 11) for r in (1, 2, 3)),
        places=tuple(place(f"p{h}", h) for h in places),
    )  # fmt: skip


def _to(a: int, b: int) -> str:
    d = direction_between(a, b)
    assert d is not None
    return DIRECTIONS[d]


def bridge_guard(soviet_at: int, *, beyond: int = 0, rail: bool = True) -> PlayerView:
    """What the Japanese see: a regiment at the bridge, tanks on the other side."""
    units = [
        counter("tb", soviet_at, "tank", mobility="tank", tanks=60, stack=1),
        counter("jr", EAST, "infantry", nation="JPN", size="regiment", men=3000, stack=1),
    ]  # fmt: skip
    if beyond:
        units.append(counter("jx", beyond, "infantry", nation="JPN", men=3000, stack=1))
    scenario = board(river(rail=rail), units, [objective(1002)])
    return fog.observe(
        replace(toy_state(scenario, phase="japan", turn=3), options=scenario.options), "japan"
    )


def test_a_bridge_is_blown_when_the_enemy_can_be_over_it_in_a_day() -> None:
    view = bridge_guard(402)
    found = demolitions(view, look(view))
    assert [order for order, _ in found] == [Work(UnitId("jr"), "blow", WEST)]
    assert found[0][1].sentence().startswith("work jr blow 00402: blow the bridge to 00402")


def test_a_bridge_stands_while_own_troops_have_to_come_back_over_it() -> None:
    view = bridge_guard(302, beyond=401)
    assert demolitions(view, look(view)) == []


def test_a_bridge_that_carries_little_is_left_alone() -> None:
    view = bridge_guard(402)
    assert important(view, OVER) == 40
    assert important(bridge_guard(402, rail=False), OVER) == 20
    assert important(view, hexside(Hex(401), Hex(501))) == 0


def test_the_guard_of_a_threatened_bridge_is_told_to_blow_it_behind_him() -> None:
    view = bridge_guard(402)
    now = look(view)
    guards = set(threatened(view, now))
    assert guards == {UnitId("jr")}
    unit = view.units[UnitId("jr")]
    assert stance_of(view, now, unit, {}, guards) == "demolish"
    assert stance_of(view, now, unit, {EAST: 5}, guards) == "stand"


def test_a_garrison_in_works_sells_itself_dearly_against_tanks() -> None:
    zone = Zone("Z", EAST, "Works", "japan", 5, "E", "", "high", "toy")
    hexmap = replace(river(), zones=(zone,))
    units = [
        counter("tb", WEST, "tank", mobility="tank", tanks=60, stack=1),
        counter("jg", EAST, "border_guard", nation="JPN", size="regiment", mobility="static",
                men=2000, stack=1),
    ]  # fmt: skip
    state = toy_state(board(hexmap, units, [objective(1002)]), phase="japan", turn=3)
    view = fog.observe(state, "japan")
    unit = view.units[UnitId("jg")]
    assert stance_of(view, look(view), unit, {}, set()) == "sacrifice"
    off = replace(view, options=replace(view.options, suicide="off"), cache={})
    assert stance_of(off, look(off), unit, {}, set()) == "normal"  # type: ignore[arg-type]


def test_the_staff_blows_the_bridge_in_play() -> None:
    player = StaffPlayer("japan")
    orders = player.choose(bridge_guard(402))
    assert Work(UnitId("jr"), "blow", WEST) in orders


def broken_bridge() -> State:
    """A Soviet division before a bridge that is down, its goal beyond."""
    units = [counter("rd", WEST), counter("jr", 1002, "infantry", nation="JPN", men=900, stack=1)]
    scenario = board(river(), units, [objective(1002)])
    scenario = replace(scenario, assets={a.id: a for a in (asset("engineer"),)})
    state = toy_state(scenario, turn=3)
    return apply(state, Worked(unit="", task="blow", side=OVER, result="done",
                               cuts=((OVER, Cut("bridge", 2)),)))  # fmt: skip


def test_engineers_mend_the_bridge_that_the_army_wants_to_pass() -> None:
    view = fog.observe(broken_bridge(), "soviet")
    player = StaffPlayer("soviet")
    player.choose(view)
    now = look(view)
    found = works(view, now, stakes_of(view, now, player.memory))
    assert [order for order, _ in found] == [Work(UnitId("rd"), "repair", EAST)]


def fort_on_the_road() -> PlayerView:
    """A small garrison in works on the only road, the goal far behind it."""
    zone = Zone("Z", Hex(602), "Works", "japan", 6, "E", "", "high", "toy")
    hexmap = replace(river(), zones=(zone,))
    units = [
        counter("tb", 502, "tank", mobility="tank", tanks=60, stack=1),
        counter("rd", 502), counter("rg", 503, men=2500, guns=20, size="regiment", stack=1),
        counter("jg", 602, "border_guard", nation="JPN", size="regiment", mobility="static",
                men=1000, guns=4, stack=1),
    ]  # fmt: skip
    scenario = board(hexmap, units, [objective(1002)])
    return fog.observe(toy_state(scenario, turn=3), "soviet")


def test_a_small_fort_is_shut_in_by_the_weakest_troops_that_suffice() -> None:
    view = fort_on_the_road()
    goal = Directive(view.units[UnitId("rd")].formation, "attack", Hex(1002))
    told = masks(view, look(view), dict.fromkeys((UnitId("rd"), UnitId("rg")), goal), {})
    assert list(told) == ["rg"]
    assert told[UnitId("rg")].posture == "mask"
    assert masks(view, look(view), {UnitId("rg"): goal}, {Hex(602): 5}) == {}


def test_fields_lead_past_a_small_fort() -> None:
    view = fort_on_the_road()
    way = spread(tolled(view, look(view), "mech"), (Hex(1002),))
    assert way[502] < way[402]
    assert int(way[502]) - int(way[702]) < 90
