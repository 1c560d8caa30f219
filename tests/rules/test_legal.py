"""The list of legal orders: complete where it says so, and always agreed with by `check`."""

from __future__ import annotations

from dataclasses import replace

from game import engine
from game.hexes import Hex
from game.model.forces import UnitId
from game.model.orders import Attack, EndPhase, GiveFuel, Move, SetStance
from game.rules import fog
from game.rules.legal import legal
from tests.toy import counter, toy_map, toy_scenario, toy_state

BOARD = toy_map("....\n....\n....")
STATE = toy_state(
    toy_scenario(
        BOARD,
        [
            counter("a", 102), counter("b", 202),
            counter("tb", 102, "tank", mobility="tank", tanks=60, stack=1),
            counter("mb", 203, "motor_rifle", mobility="motor", vehicles=90, stack=1),
            counter("jd", 302, "infantry", nation="JPN"),
        ],
    )
)  # fmt: skip


def test_each_hex_in_reach_is_listed_once_for_each_unit_and_pace() -> None:
    view = fog.observe(STATE, "soviet")
    marches = [order for order in legal(view) if isinstance(order, Move)]
    keys = [(order.unit, order.path[-1], order.forced) for order in marches]
    assert len(set(keys)) == len(keys)
    assert all(order.path[0] == STATE.units[order.unit].hex for order in marches)
    assert (UnitId("a"), Hex(101), False) in keys
    assert not any(order.path[-1] == Hex(302) for order in marches)


def test_attacks_are_listed_alone_and_together() -> None:
    view = fog.observe(STATE, "soviet")
    attacks = [set(order.units) for order in legal(view) if isinstance(order, Attack)]
    assert {"b"} in attacks
    assert {"b", "mb"} in attacks
    assert all(not {"a", "tb"} & units for units in attacks)


def test_fuel_is_listed_for_takers_with_room() -> None:
    dry = replace(STATE.units[UnitId("mb")], fuel=0)
    state = replace(STATE, units={**STATE.units, dry.id: dry}, cache={})
    poured = [o for o in legal(fog.observe(state, "soviet")) if isinstance(o, GiveFuel)]
    assert poured == [GiveFuel(UnitId("tb"), UnitId("mb"), 40)]


def test_everything_listed_is_allowed_and_the_end_comes_last() -> None:
    for side in ("soviet", "japan"):
        view = fog.observe(replace(STATE, phase=side, cache={}), side)  # type: ignore[arg-type]
        orders = legal(view)
        assert [engine.check(view, order) for order in orders] == [None] * len(orders)
        assert orders[-1] == EndPhase()
        stances = [order.unit for order in orders if isinstance(order, SetStance)]
        assert list(dict.fromkeys(stances)) == [u.id for u in view.on_map(side)]  # type: ignore[arg-type]
        assert len(stances) == (2 if side == "soviet" else 3) * len(view.on_map(side))  # type: ignore[arg-type]


def test_nothing_is_legal_after_the_end() -> None:
    view = fog.observe(replace(STATE, over=("done", "draw", 0), cache={}), "soviet")
    assert legal(view) == ()
