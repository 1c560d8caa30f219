"""The staff's quartermaster: whom the transports fly to, and which depots need a guard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from game.engine import check
from game.hexes import Hex, hex_at
from game.model.forces import FormationId, UnitId
from game.model.orders import Airlift
from game.model.state import PlayerView, State
from game.players.staff.attack import Stakes
from game.players.staff.audit import audit
from game.players.staff.situation import look
from game.players.staff.supply import spearheads
from tests.rules.test_airlift import BRIGADES, brigades
from tests.toy import counter, toy_map, toy_scenario, toy_state

TF = FormationId("tf")


def dry(state: State, ways: dict[str, int], **fields: object) -> tuple[PlayerView, Stakes]:
    """The brigades far from their railhead, each with so long a way to its goal."""
    units = {
        i: replace(u, haul=200, **fields) if i in BRIGADES else u  # type: ignore[arg-type]
        for i, u in state.units.items()
    }
    size = state.scenario.map.size
    fields_ = {UnitId(i): np.full(size, way, dtype=np.uint16) for i, way in ways.items()}
    view = PlayerView(replace(state, units=units, cache={}))
    return view, Stakes({}, fields_, {}, {})


def test_transports_fly_to_the_foremost_of_the_dry_as_many_as_they_can_fill() -> None:
    """Forty aircraft lift 36 t a day; a refill of a brigade weighs 29."""
    view, stakes = dry(brigades(40), {"t0": 900, "t1": 300, "t2": 600})
    ((order, why),) = spearheads(view, look(view), stakes)
    assert order == Airlift(TF, (UnitId("t1"),))
    assert check(view, order) is None
    assert why.chosen.score == sum(t.points for t in why.chosen.terms)
    view, stakes = dry(brigades(70), {"t0": 900, "t1": 300, "t2": 600})
    ((order, _),) = spearheads(view, look(view), stakes)
    assert order.units == ("t1", "t2")


def test_units_that_have_fuel_or_stand_at_their_railhead_are_left_out() -> None:
    ways = {"t0": 900, "t1": 300, "t2": 600}
    view, stakes = dry(brigades(400), ways, fuel=80)
    assert spearheads(view, look(view), stakes) == []
    view, stakes = dry(brigades(400), ways)
    near = {i: replace(u, haul=10) for i, u in view.units.items()}
    view = PlayerView(replace(view, units=near, cache={}))
    assert spearheads(view, look(view), stakes) == []


def test_the_audit_guards_a_large_depot_that_stands_empty_before_the_enemy() -> None:
    depot = hex_at(4, 1)
    hexmap = toy_map("........\n........", japan=tuple(hex_at(c, r) for c in range(3, 9) for r in (1, 2)))  # noqa: E501
    troops = [counter("r", hex_at(2, 1)), counter("j", hex_at(5, 1), "infantry", nation="JPN")]
    state = toy_state(toy_scenario(hexmap, troops), phase="japan")
    small = PlayerView(replace(state, stores={Hex(depot): 1000}, cache={}))
    assert audit(small, look(small)) is None
    large = PlayerView(replace(state, stores={Hex(depot): 5000}, cache={}))
    mended = audit(large, look(large))
    assert mended is not None
    assert mended[0].path[-1] == depot
