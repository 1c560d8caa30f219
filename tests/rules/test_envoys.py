"""Chapter 6: envoys by air to troops whom the order has not reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import NOWHERE, Hex
from game.model.forces import FormationId, UnitId
from game.model.orders import Parley
from game.model.state import PlayerView, State
from game.rules import ceasefire, fog
from tests.air import CITY, FAR, scene, squadron
from tests.toy import counter

LI2 = squadron("ta1", "soviet", "transport_air", 40, 801)
IL2 = squadron("aa1", "soviet", "ground_attack", 40, 801)
J1 = UnitId("j1")


def a_state(**changes: object) -> State:
    """A lost garrison in the city, with transports and ground-attack aircraft in reach."""
    town = counter("j1", CITY, "infantry", nation="JPN", quality=20, men=8000, guns=10)
    state = scene(LI2, IL2, counters=(town,))
    lost = replace(state.units[J1], cut_off=9)
    state = replace(
        state, units={**state.units, J1: lost}, turn=12, rescript=7, ceasefire=8, acts={},
        hqs={FormationId("ja1"): NOWHERE}, cache={},
    )  # fmt: skip
    return replace(state, **changes)  # type: ignore[arg-type]


def test_an_officer_is_flown_to_troops_out_of_contact_and_they_hear() -> None:
    state, order = a_state(), Parley(UnitId("ta1"), Hex(CITY))
    unit = state.units[J1]
    assert (ceasefire.hears(state, unit), ceasefire.obeys(state, unit)) == (5, 35)
    assert engine.check(PlayerView(state), order) is None
    after, _ = engine.play(state, order, Dice(1))
    assert (ceasefire.hears(after, unit), ceasefire.obeys(after, unit)) == (60, 35)
    assert after.wings[LI2.id].sorties == state.wings[LI2.id].sorties - 1
    assert ceasefire.hears(replace(after, turn=13, cache={}), unit) == 5


@pytest.mark.parametrize(
    ("changes", "order", "code"),
    [
        ({}, Parley(UnitId("aa1"), Hex(CITY)), "no_transport"),
        ({}, Parley(UnitId("ta1"), Hex(FAR)), "nobody_there"),
        ({}, Parley(UnitId("ta1"), Hex(99_999)), "no_flight"),
        ({"weather": ("St",)}, Parley(UnitId("ta1"), Hex(CITY)), "no_flight"),
        ({"ceasefire": 0}, Parley(UnitId("ta1"), Hex(CITY)), "no_parley"),
        ({"acts": {f"envoy {CITY:05d}": 12}}, Parley(UnitId("ta1"), Hex(CITY)), "enough"),
        ({"acts": {f"parley {CITY:05d}": 12}}, Parley(UnitId("ta1"), Hex(CITY)), None),
    ],
)
def test_a_flight_with_envoys_is_refused(
    changes: dict[str, object], order: Parley, code: str | None
) -> None:
    refusal = engine.check(PlayerView(a_state(**changes)), order)
    assert (refusal.code if refusal else None) == code


def test_a_flight_to_troops_out_of_sight_is_refused_as_one_to_nobody() -> None:
    state = a_state()
    view = fog.observe(state, "soviet")
    nobody = engine.check(view, Parley(UnitId("ta1"), Hex(FAR)))
    hidden = engine.check(view, Parley(UnitId("ta1"), Hex(CITY)))
    assert J1 not in view.units
    assert nobody is not None
    assert hidden is not None
    assert nobody.code == hidden.code == "nobody_there"
