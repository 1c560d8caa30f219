"""Every order that the rules allow can be given from the window, and what it proposes is legal."""

from __future__ import annotations

from functools import cache

import pytest

from game.engine import check
from game.match import Match, play_out
from game.model.forces import Side, UnitId
from game.model.orders import (
    Air,
    AirLand,
    Airlift,
    AttachUnit,
    Attack,
    Choose,
    EndPhase,
    GiveFuel,
    Merge,
    Move,
    Order,
    Parley,
    RailMove,
    Sail,
    SetStance,
    Withdraw,
    Work,
)
from game.model.state import PlayerView
from game.players import registry
from game.rules.legal import legal
from game.scenario.load import load
from game.ui.actions import ACTIONS
from game.ui.modes.contact import Assault, Envoys
from game.ui.modes.march import March
from game.ui.modes.mode import Mode
from game.ui.modes.rear import Engineers, Fuel, Post
from game.ui.modes.sky import Drop, Flight
from game.ui.modes.transport import Rail, Sea

MARCHES = 150
"""Marches and flights are many and alike: every so many of them is looked at."""


@cache
def view_of(scenario: str, side: Side, turns: int) -> PlayerView:
    """What a side knows after some turns, in its own phase."""
    match = Match(load(scenario), 5)
    players = {s: registry.make("greedy", s, 5) for s in ("soviet", "japan")}
    if turns:
        play_out(match, players, turns=turns)  # type: ignore[arg-type]
    if side == "japan":
        match.submit(EndPhase())
    return match.view(side)


def mode_for(order: Order) -> Mode | None:
    """The mode in which the window prepares an order; None for those given from a list."""
    match order:
        case Move():
            return March((order.unit,), order.forced)
        case RailMove():
            return Rail((order.unit,))
        case Sail():
            return Sea(order.units)
        case Attack():
            return Assault(order.units)
        case Parley():
            return Envoys((order.unit,))
        case Work():
            return Engineers((order.unit,), order.task)
        case GiveFuel():
            return Fuel((order.giver,))
        case Air() if order.mission not in ("hold", "free"):
            return Flight(order.wing, order.mission)
        case AirLand():
            return Drop((order.unit,))
    return None


def goal_of(order: Order, view: PlayerView) -> int:
    """The hex that is clicked for an order."""
    match order:
        case Move() | RailMove() | Sail():
            return order.path[-1]
        case GiveFuel():
            return view.units[order.taker].hex
        case Attack() | Parley() | Work() | Air() | AirLand():
            return order.target
    raise ValueError(order.kind)


FROM_LISTS = {
    SetStance: "stance", AttachUnit: "attach", Merge: "merge", Withdraw: "leave",
    Airlift: "airlift",
}  # fmt: skip


@pytest.mark.parametrize("side", ["soviet", "japan"])
@pytest.mark.parametrize("turns", [0, 2])
def test_every_legal_order_has_its_way(side: Side, turns: int) -> None:
    view = view_of("manchuria_1945", side, turns)
    tests = {a.id: a for a in ACTIONS}
    count: dict[str, int] = {}
    for order in legal(view):
        count[order.kind] = count.get(order.kind, 0) + 1
        if order.kind in ("move", "air", "sail") and count[order.kind] % MARCHES:
            continue
        mode = mode_for(order)
        if mode is not None:
            h = goal_of(order, view)
            found = mode.propose(view, h)  # type: ignore[arg-type]
            assert found.possible, (order, found.refused)
            assert found.attack == h or found.orders, order
            assert all(check(view, o) is None for o in found.orders), order
            assert h in mode.goals(view), order
        elif type(order) in FROM_LISTS:
            unit = getattr(order, "unit", None) or getattr(order, "giver", None)
            units = (unit,) if unit else getattr(order, "units", ())
            if units:
                why = tests[FROM_LISTS[type(order)]].why_not(view, units)
                assert not why, (order, why)
        else:
            assert isinstance(order, Choose | EndPhase | Air), order


@pytest.mark.parametrize("side", ["soviet", "japan"])
def test_trains_and_headquarters_go_where_their_modes_say(side: Side) -> None:
    view = view_of("manchuria_1945", side, 0)
    trains = 0
    for unit in view.on_map(side):
        mode = Rail((unit.id,))
        for h in list(mode.goals(view))[:2]:
            found = mode.propose(view, h)
            if found.possible:
                trains += 1
                assert check(view, found.orders[0]) is None
            else:
                assert found.refused
    assert trains
    for formation in list(view.hqs)[:12]:
        post = Post(formation)
        for h in list(post.goals(view))[:3]:
            found = post.propose(view, h)
            assert bool(found.refused) == (check(view, found.orders[0]) is not None)


@pytest.mark.parametrize("side", ["soviet", "japan"])
def test_what_cannot_be_done_says_why(side: Side) -> None:
    view = view_of("mutanchiang", side, 0)
    far = view.scenario.map.hexes[-1]
    units = view.on_map(side)
    for unit in units[:8]:
        one: tuple[UnitId, ...] = (unit.id,)
        for mode in (March(one), March(one, True), Rail(one), Sea(one), Assault(one), Envoys(one),
                     Engineers(one), Fuel(one)):  # fmt: skip
            found = mode.propose(view, far)
            assert not found.possible, (mode.name, unit.id)
            assert found.refused.endswith("."), (mode.name, found)
    for action in ACTIONS:
        for unit in units[:4]:
            why = action.why_not(view, (unit.id,))
            assert not why or why.endswith("."), (action.id, why)
