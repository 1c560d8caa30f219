"""Supply by air: whom the transports fly to, and with what."""

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import NOWHERE, Hex, hex_at
from game.model.forces import Asset, AssetId, FormationId, Unit, UnitId, Wing
from game.model.orders import Airlift
from game.model.scenario import SupplySource
from game.model.state import PlayerView, State, apply
from game.rules.airlift import check_airlift, transports
from game.rules.delivery import delivery
from game.rules.legal import legal
from game.rules.requests import refill_kg, shells_kg
from game.rules.supply import supply_phase
from tests.toy import counter, toy_map, toy_scenario, toy_state

WEST = SupplySource("west", Hex(101), "soviet", (), 6000, "")
TF = FormationId("tf")
BRIGADES = tuple(UnitId(i) for i in ("t0", "t1", "t2"))


def brigades(aircraft: int = 20, **fields: object) -> State:
    """Three dry tank brigades of 29.25 t a refill, far from the railhead, without lorries, and
    transports at the source."""
    regiment = Asset(
        id=AssetId("ta"), name="Transports", nation="USSR", side="soviet", kind="air",
        formation=TF, arrives=1, men=0, tanks=0, spg=0, guns=0, rockets=0, aircraft=aircraft,
        vehicles=0, quality=80, hex=hex_at(1, 1), box="", notes="", confidence="high",
        source="toy", branch="transport_air",
    )  # fmt: skip
    tanks = [
        counter(i, hex_at(20, 1), "tank", mobility="tank", size="brigade", men=1400, tanks=65,
                guns=16)
        for i in BRIGADES
    ]  # fmt: skip
    foot = counter("f", hex_at(20, 2))
    other = counter("j", hex_at(22, 2), nation="JPN")
    hexmap = toy_map("\n".join(("s" * 24,) * 2))
    scenario = toy_scenario(hexmap, [*tanks, foot, other], sources=(WEST,))
    scenario = replace(scenario, lifts={TF: 0}, assets={regiment.id: regiment})
    state = toy_state(scenario)
    units = {
        i: replace(u, fuel=1, **fields) if i in BRIGADES else u  # type: ignore[arg-type]
        for i, u in state.units.items()
    }
    return replace(state, units=units, cache={})


def fuel(state: State) -> list[int]:
    after = apply(state, supply_phase(state, "soviet"))
    return [after.units[i].fuel for i in BRIGADES]


def test_without_orders_all_get_the_same_part():
    assert fuel(brigades()) == [8, 8, 8]  # 18 t of 87.75 t


def test_those_with_priority_get_all_they_lack_in_their_order():
    state = replace(brigades(40), airlift={TF: (UnitId("t2"),)}, cache={})
    assert fuel(state) == [4, 4, 40]
    two = replace(state, airlift={TF: (UnitId("t1"), UnitId("t2"))}, cache={})
    assert fuel(two) == [0, 40, 9]


def test_ammunition_is_the_second_load():
    """An attack-day of the brigade weighs 18.6 t; fuel for all takes 88 t."""
    state = brigades(120, ammo=20)
    unit: Unit = state.units[BRIGADES[0]]
    table = state.scenario.tables.supply
    assert refill_kg(table, unit, 40) == 29250
    day = delivery(state, "soviet").flown
    assert {f.fuel for f in day.values()} == {40}
    left = 120 * 900 - 3 * 29250
    assert {f.ammo for f in day.values()} == {10 * left // (3 * shells_kg(state, unit, 10))}
    dry = delivery(brigades(90, ammo=20), "soviet").flown
    assert all(not f.ammo for f in dry.values())
    full = delivery(brigades(400, ammo=20), "soviet").flown
    assert {(f.fuel, f.ammo) for f in full.values()} == {(40, 10)}


def test_the_wing_of_an_asset_says_where_it_flies_from_and_with_how_many():
    state = brigades()
    wing = Wing(base=hex_at(2, 1), aircraft=5)
    flies = replace(state, wings={AssetId("ta"): wing}, cache={})
    assert transports(flies, "soviet") == {TF: [(hex_at(2, 1), 4500)]}
    for grounded in (replace(wing, idle=1), replace(wing, held=True), replace(wing, aircraft=0),
                     replace(wing, base=NOWHERE)):  # fmt: skip
        assert transports(replace(state, wings={AssetId("ta"): grounded}), "soviet") == {}


def test_the_order_holds_until_it_is_changed():
    state = brigades()
    order = Airlift(TF, (UnitId("t1"),))
    assert engine.check(PlayerView(state), order) is None
    after, (event,) = engine.play(state, order, Dice(1))
    assert after.airlift == {TF: (UnitId("t1"),)}
    assert event.kind == "airtask"
    assert not engine.uncertain((event,), "soviet")
    assert Airlift(TF, ()) in legal(PlayerView(after))
    back, _ = engine.play(after, Airlift(TF, ()), Dice(1))
    assert fuel(back) == fuel(state)


@pytest.mark.parametrize(
    ("front", "units", "code"),
    [
        ("moon", (), "no_such_front"),
        ("jf", (), "no_such_front"),
        ("a1", (), "no_transports"),
        ("tf", ("t0", "t0"), "twice"),
        ("tf", ("j",), "no_such_unit"),
        ("tf", ("x",), "no_such_unit"),
        ("tf", (), "no_change"),
    ],
)
def test_refusals(front: str, units: tuple[str, ...], code: str):
    order = Airlift(FormationId(front), tuple(UnitId(u) for u in units))
    refusal = check_airlift(PlayerView(brigades()), order)
    assert refusal is not None
    assert refusal.code == code
    assert refusal.sentence.endswith(".")


def test_a_unit_of_another_front_is_refused():
    state = brigades()
    units = {**state.units, UnitId("t0"): replace(state.units[UnitId("t0")], formation="jf")}  # type: ignore[arg-type]
    refusal = check_airlift(PlayerView(replace(state, units=units)), Airlift(TF, (UnitId("t0"),)))
    assert refusal is not None
    assert refusal.code == "other_front"
