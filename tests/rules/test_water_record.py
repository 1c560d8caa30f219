"""The sea and the rivers of the campaign, held against the record of August 1945."""

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import Hex
from game.model.forces import AssetId, UnitId
from game.model.orders import Attack, Sail
from game.model.scenario import Scenario
from game.model.state import State
from game.rules import fog, naval, river
from game.rules.odds import odds
from game.rules.sea import coasts, ports, sea_distance, serves
from game.scenario.load import load

LANDINGS = ["unggi", "rashin", "seishin", "songjin", "wonsan", "toro", "maoka", "otomari",
            "shumshu", "iturup", "kunashir"]  # fmt: skip


@pytest.fixture(scope="module")
def campaign() -> Scenario:
    """The campaign itself."""
    return load("manchuria_1945")


@pytest.fixture(scope="module")
def morning(campaign: Scenario) -> State:
    """Its first morning."""
    return engine.start(campaign, campaign.options, Dice(1))[0]


def on_turn(state: State, turn: int) -> State:
    """The same position some days later, under a clear sky."""
    sky = ("Cl",) * len(state.weather)
    return replace(state, turn=turn, weather=sky, cache={})


@pytest.mark.parametrize("place", LANDINGS)
def test_every_landing_of_the_record_has_its_port_on_a_coast_that_ships_reach(
    campaign: Scenario, place: str
) -> None:
    h = campaign.map.places_by_id[place].hex
    assert coasts(campaign.map)[h]
    assert h in ports(campaign.map)
    bases = [campaign.exits[b].hex for b in ("vladivostok", "sovgavan", "petropavlovsk")]
    assert min(min(sea_distance(campaign.map, b)[n] for n in campaign.map.around[h])
               for b in bases) < 80  # fmt: skip


def test_objectives_beyond_the_sea_can_be_reached(morning: State) -> None:
    """Shumshu from Kamchatka, the southern Kurils from Sovetskaya Gavan, and from Vladivostok once
    Otomari is taken."""
    at = {o.place: o.hex for o in morning.scenario.objectives}
    fleets = list(morning.scenario.fleets)
    ships = [f for f in fleets if morning.scenario.assets[f].kind == "fleet"]
    otomari = morning.scenario.map.places_by_id["otomari"].hex
    assert any(serves(morning, f, at["shumshu"]) for f in ships)
    south = [at["iturup"], at["kunashir"]]
    assert all(serves(morning, AssetId("stofs"), h) for h in south)
    main = AssetId("tofmain")
    assert not any(serves(morning, main, h) for h in south)
    held = {otomari: (1, 5)}
    later = replace(
        morning, held=held, control=engine.control_of(morning.scenario, held), cache={}
    )
    assert all(serves(later, main, h) for h in south)
    assert not any(serves(later, AssetId("pvmbs"), h) for h in south)


def arrives(state: State, unit: str, place: str) -> int:
    """The turn on which a unit from a box could be ashore at a place that nobody defends."""
    goal = state.scenario.map.places_by_id[place].hex
    empty = {
        u.id: replace(u, gone="destroyed", hex=Hex(0))
        for u in state.on_map("japan")
    }  # fmt: skip
    units = {**state.units, **empty}
    turn = state.scenario.counters[UnitId(unit)].arrives
    state = replace(state, units=units, index=engine.index_of(units), cache={})
    for day in range(turn, 26):
        state = on_turn(state, day)
        view = fog.observe(state, "soviet")
        path = naval.course(view, view.units[UnitId(unit)], goal)
        assert path is not None
        order = Sail((UnitId(unit),), path)
        assert engine.check(view, order) is None
        state, _ = engine.play(state, order, Dice(1))
        if state.units[UnitId(unit)].hex == goal:
            return day
        moved = state.units[UnitId(unit)]
        fresh = replace(moved, points=60, railing=max(0, moved.railing - 1))
        state = replace(state, units={**state.units, moved.id: fresh}, cache={})
    return 99


@pytest.mark.parametrize(
    ("unit", "place", "turn"),
    [
        ("nrd140", "unggi", 3),  # 11 August
        ("nb354", "rashin", 4),  # 12 August
        ("nb355", "seishin", 6),  # 14 August
        ("nib13", "seishin", 7),  # 15 August
        ("nb365", "toro", 7),  # ready on the 15th, ashore on the 16th in the record
        ("nbcomp", "maoka", 12),  # 20 August
        ("d101", "shumshu", 10),  # 18 August
    ],
)
def test_ships_take_the_days_of_the_record(
    morning: State, unit: str, place: str, turn: int
) -> None:
    assert abs(arrives(morning, unit, place) - turn) <= 1


def test_the_first_day_on_shumshu_is_worse_than_even_and_bloody(morning: State) -> None:
    """Ratio 1.2 and row -4 in the reckoning of the rules' numbers; 1,000 of 8,800 men lost."""
    shumshu = morning.scenario.map.places_by_id["shumshu"].hex
    unit = replace(
        morning.units[UnitId("d101")], hex=Hex(20900), gone="", points=60, men=8800,
        aboard=next(f for f in morning.scenario.fleets if f == "pvmbs"),
    )  # fmt: skip
    units = {**morning.units, unit.id: unit}
    state = on_turn(replace(morning, units=units, index=engine.index_of(units)), 10)
    reckoning = odds(state, Attack((unit.id,), shumshu, ("pvmbs",)))  # type: ignore[arg-type]
    names = {m.name: m.rows for m in reckoning.modifiers}
    assert names["beach"] == -3
    assert names["works"] == -3
    assert reckoning.base <= -4
    table = reckoning.table
    rate = table.attacker_loss[max(0, reckoning.base - table.first_row)]
    lost = 8800 * rate * state.scenario.tables.water.beach_loss // 1000
    assert 800 <= lost <= 1300


def test_fifteenth_army_can_come_to_kiamusze_by_water(morning: State) -> None:
    """Forward troops were there on 16 and 17 August, the eighth and ninth day."""
    s = morning.scenario
    port, city = (s.map.places_by_id[p].hex for p in ("leninskoye", "kiamusze"))
    view = replace(morning, units={
        u.id: u for u in morning.units.values() if morning.side_of(u.id) == "soviet"
    }, cache={})  # fmt: skip
    days = river.days_by_river(replace(view, index=engine.index_of(view.units)), port, city)
    assert days is not None
    assert days <= 4
    third = on_turn(morning, 3)
    boats = river.boats_at(third, "soviet", port, city)
    assert "rsb2" in boats.ids
    assert boats.lift >= 800
    for place in ("harbin", "sansing", "jaoho", "blagoveshchensk", "khabarovsk"):
        assert s.map.places_by_id[place].hex in river.banks(s)


def test_the_prizes_of_1905_weigh_in_the_victory_table(campaign: Scenario) -> None:
    """Port Arthur, Dairen and South Sakhalin, lost in 1905, count like great cities."""
    weight = {o.place: o.weight for o in campaign.objectives}
    for place in ("portarthur", "dairen", "toyohara"):
        assert weight[place] >= 5
    assert weight["portarthur"] > sorted(weight.values())[len(weight) // 2]
