"""Supply by example: railheads, lorries, stocks, isolation."""

from dataclasses import replace

import pytest

from game.hexes import NOWHERE, Hex, hex_at
from game.model.forces import Asset, AssetId, Counter, FormationId, Side, Unit, UnitId
from game.model.hexmap import HexMap, Zone
from game.model.scenario import SupplySource
from game.model.state import PlayerView, State, apply, control_of
from game.rules.delivery import delivery
from game.rules.network import UNREACHED
from game.rules.requests import ammo_state, fuel_state
from game.rules.supply import (
    SupplyExplanation,
    attrition,
    depot_haul,
    explain,
    initial_stocks,
    supply_phase,
    supply_word,
)
from game.rules.ways import ways
from tests.toy import TABLES, counter, place, toy_map, toy_scenario, toy_state

TABLE = TABLES.supply
WEST = SupplySource("west", Hex(101), "soviet", (), 6000, "")


def line(columns: int) -> HexMap:
    """Steppe one hex wide and two high, with a zigzag railway along its upper edge."""
    rails = {}
    for c in range(1, columns):
        # From an odd column the next one of the same row is NE, from an even one SE.
        rails[(hex_at(c, 1), "NE" if c % 2 else "SE")] = 2
    row = "s" * columns
    return toy_map(f"{row}\n{row}", rails=rails, places=(place("end", hex_at(columns, 1)),))


def steppe(columns: int, **sides: object) -> HexMap:
    """A strip of steppe two hexes high, without railway."""
    row = "s" * columns
    return toy_map(f"{row}\n{row}", **sides)  # type: ignore[arg-type]


def state_of(
    hexmap: HexMap, *counters: Counter, sources: tuple[SupplySource, ...] = (WEST,)
) -> State:
    return toy_state(toy_scenario(hexmap, list(counters), sources=sources))


def supplied(state: State, unit: str, side: Side = "soviet") -> Unit:
    """The unit after the supply phase of its side."""
    return apply(state, supply_phase(state, side)).units[UnitId(unit)]


def railheads(state: State, side: Side) -> tuple[Hex, ...]:
    """Where loads set out by road."""
    return tuple(sorted(ways(state, side).starts))


def trains(state: State, side: Side) -> list[Hex]:
    """Hexes that trains from a source reach."""
    return sorted(h for h, node in ways(state, side).main.first.items() if node != h)


def changed(state: State, unit: str, **fields: object) -> State:
    units = {**state.units, UnitId(unit): replace(state.units[UnitId(unit)], **fields)}  # type: ignore[arg-type]
    return replace(state, units=units, cache={})


# Railways.


def test_trains_run_to_the_end_of_the_line_and_lorries_load_at_places_and_ends():
    state = state_of(line(6), counter("r", hex_at(1, 2)))
    assert set(trains(state, "soviet")) | {101} == {hex_at(c, 1) for c in range(1, 7)}
    assert railheads(state, "soviet") == (hex_at(1, 1), hex_at(6, 1))
    assert trains(state, "japan") == []


def test_a_captured_railway_works_two_turns_after_its_capture():
    state = state_of(line(6), counter("r", hex_at(1, 2)))
    taken = {hex_at(c, 1): (1, 5) for c in (4, 5, 6)}
    for turn, end in ((5, 3), (6, 3), (7, 6)):
        now = replace(state, turn=turn, held=taken, cache={})
        assert railheads(now, "soviet") == (hex_at(1, 1), hex_at(end, 1)), turn


def test_an_enemy_zone_of_control_cuts_a_railway_unless_a_friend_stands_there():
    hexmap = line(8)
    enemy = counter("e", hex_at(5, 2), "infantry", nation="JPN")
    alone = state_of(hexmap, counter("r", hex_at(1, 2)), enemy)
    assert railheads(alone, "soviet")[-1] < hex_at(5, 1)
    guards = [counter(f"g{c}", hex_at(c, 1)) for c in (4, 5, 6)]
    guarded = state_of(hexmap, counter("r", hex_at(1, 2)), enemy, *guards)
    assert railheads(guarded, "soviet")[-1] == hex_at(8, 1)


def test_a_source_in_enemy_hands_feeds_nobody():
    state = state_of(line(6), counter("r", hex_at(6, 1)))
    lost = replace(state, control=bytes(2 if h == 101 else c for h, c in enumerate(state.control)))
    assert railheads(lost, "soviet") == ()
    assert supplied(lost, "r").cut_off == 1


# The way of the lorries.


def test_the_haul_is_the_cheapest_motor_way_from_a_railhead():
    state = state_of(steppe(8), counter("r", hex_at(6, 1)))
    assert depot_haul(state, "soviet")[hex_at(6, 1)] == 5 * 11
    assert depot_haul(state, "soviet")[hex_at(8, 1)] == 7 * 11
    assert ways(state, "soviet").road(hex_at(3, 1))[0] == 101
    assert supplied(state, "r").haul == 55


def test_rain_makes_the_way_longer():
    dry = state_of(steppe(8), counter("r", hex_at(6, 1)))
    mud = replace(dry, ground=(2,), cache={})
    assert depot_haul(mud, "soviet")[hex_at(6, 1)] == 5 * 33


def test_carts_go_where_no_lorry_goes_at_twice_the_cost_for_horses():
    hexmap = toy_map("sMs")
    state = state_of(hexmap, counter("r", hex_at(2, 1)))
    # High mountains cost horses 120; no step costs more than 120 points.
    assert depot_haul(state, "soviet")[hex_at(2, 1)] == 240


def test_supply_crosses_a_great_river_without_bridge_only_between_own_banks():
    river = {(hex_at(2, 1), "SE"): 3, (hex_at(2, 1), "NE"): 3}
    ours = state_of(toy_map("ssss", rivers=river), counter("r", hex_at(4, 1)))
    assert depot_haul(ours, "soviet")[hex_at(3, 1)] == 11 + 60 + 11
    theirs = toy_map("ssss", rivers=river, japan=(hex_at(3, 1), hex_at(4, 1)))
    beyond = state_of(theirs, counter("r", hex_at(4, 1)))
    assert depot_haul(beyond, "soviet")[hex_at(4, 1)] == UNREACHED


def test_supply_never_passes_enemy_land_enemy_troops_or_their_zone_of_control():
    land = toy_map("sssss", japan=(hex_at(3, 1),))
    assert supplied(state_of(land, counter("r", hex_at(5, 1))), "r").cut_off == 1
    troops = counter("e", hex_at(3, 2), "infantry", nation="JPN")
    zone = state_of(toy_map("sssss\nsssss"), counter("r", hex_at(5, 1)), troops)
    assert supplied(zone, "r").cut_off == 1
    friend = counter("f", hex_at(3, 1))
    west, east = counter("w", hex_at(2, 1)), counter("x", hex_at(4, 1))
    held = state_of(toy_map("sssss\nsssss"), counter("r", hex_at(5, 1)), troops, friend, west, east)
    assert supplied(held, "r").cut_off == 0


# Stocks.


def test_states_of_ammunition_and_fuel():
    unit = state_of(steppe(3), counter("r", hex_at(1, 1))).units[UnitId("r")]
    assert [ammo_state(replace(unit, ammo=a), TABLE) for a in (30, 10, 9, 0)] == [
        "full", "full", "low", "out"]  # fmt: skip
    assert [fuel_state(replace(unit, fuel=f), TABLE) for f in (110, 20, 19, 5, 4)] == [
        "full", "full", "low", "low", "out"]  # fmt: skip
    assert supply_word(unit, TABLE) == "supplied"
    assert supply_word(replace(unit, ammo=5, fuel=4), TABLE) == "out of fuel"
    assert supply_word(replace(unit, rations=0), TABLE) == "hungry"
    assert supply_word(replace(unit, cut_off=3, fuel=0), TABLE) == "cut off"


def test_stocks_at_the_start():
    soviet = counter("r", 101, mobility="tank")
    japan = counter("j", 102, "tank", nation="JPN", mobility="tank")
    assert initial_stocks(soviet, TABLE, {}) == (110, 30, 5)
    assert initial_stocks(japan, TABLE, {}) == (55, 20, 5)
    fort = counter("f", 103, "fortress", nation="JPN", mobility="static")
    assert initial_stocks(fort, TABLE, {Hex(103): 50}) == (110, 120, 30)
    assert initial_stocks(fort, TABLE, {Hex(103): 0}) == (110, 20, 5)


def test_a_unit_near_its_railhead_is_filled_at_most_a_refill_and_an_attack_day_a_day():
    tanks = counter("t", 201, "tank", mobility="tank", tanks=65, vehicles=95)
    state = changed(state_of(steppe(4), tanks), "t", fuel=20, ammo=5, rations=2)
    once = supplied(state, "t")
    assert (once.fuel, once.ammo, once.rations) == (20 - 1 + 40, 15, 3)
    for _ in range(4):
        state = apply(state, supply_phase(state, "soviet"))
    full = state.units[UnitId("t")]
    assert (full.fuel, full.ammo, full.rations) == (110, 30, 5)


def test_beyond_a_days_round_lorries_fill_a_unit_to_one_refill_only():
    tanks = counter("t", hex_at(8, 1), "tank", mobility="tank", size="brigade", tanks=65)
    state = state_of(steppe(9), tanks)
    assert supplied(changed(state, "t", fuel=35), "t").fuel == 50
    assert supplied(changed(state, "t", fuel=70), "t").fuel == 69


def test_without_a_way_stocks_shrink_and_days_are_counted():
    state = state_of(steppe(4), counter("t", 201, mobility="tank"), sources=())
    for day in range(1, 7):
        state = apply(state, supply_phase(state, "soviet"))
        unit = state.units[UnitId("t")]
        assert (unit.fuel, unit.ammo) == (110 - day, 30)
        assert (unit.rations, unit.cut_off, unit.haul) == (max(0, 5 - day), day, 0)


def test_beyond_the_longest_haul_nothing_comes_but_the_unit_is_not_cut_off():
    state = state_of(steppe(90), counter("r", hex_at(88, 1)))
    unit = supplied(state, "r")
    assert (unit.rations, unit.cut_off, unit.haul) == (4, 0, 87 * 11)


def test_a_fight_shows_in_tons_the_day_after():
    """A rifle division asks for 35 t at rest, 60 on the march, 190 with an attack-day to replace,
    and three fifths more for its army troops."""
    state = state_of(steppe(4), counter("r", 201))
    for fields, tons in (({}, 35), ({"spent": 30}, 60), ({"fought": 1, "ammo": 20}, 190)):
        now = changed(state, "r", **fields)
        assert delivery(now, "soviet").requests[UnitId("r")].asked == tons * 1600


def test_the_plain_gives_half_of_the_food_of_its_troops():
    """14 of the 56 t of a division with its army's troops are food; 7 come from the land."""
    for ground, kilos in (("s", 56000), (".", 49000)):
        state = state_of(toy_map(f"{ground}{ground}"), counter("r", 101))
        assert delivery(state, "soviet").requests[UnitId("r")].asked == kilos


def test_the_magazines_of_a_fortress_stay_in_it():
    zone = Zone("z", Hex(201), "Z", "japan", 5, "", "", "high", "toy")
    hexmap = toy_map("ssss", japan=(101, 201, 301, 401), zones=(zone,))
    garrison = counter("g", 201, nation="JPN")
    state = changed(state_of(hexmap, garrison, sources=()), "g", ammo=120, rations=30)
    inside = supplied(state, "g", "japan")
    assert (inside.ammo, inside.rations) == (120, 29)
    sortie = changed(state, "g", hex=Hex(301))
    outside = supplied(replace(sortie, index={Hex(301): (UnitId("g"),)}), "g", "japan")
    assert (outside.ammo, outside.rations) == (20, 4)


# Lorries.


def test_lorries_bring_lift_times_a_day_over_the_round():
    """Section of the rulebook: tons = lift x 60 / (2 x haul + 20). Here 300 t of lorries on a haul
    of 110 points bring 75 t."""
    divisions = [counter(f"r{i}", hex_at(11, 1)) for i in range(3)]
    state = state_of(steppe(12), *divisions)
    for d in divisions:
        state = changed(state, d.id, ammo=0)
    small = replace(state.scenario, lifts={state.scenario.formations[d.formation].parent: 300})
    event = supply_phase(replace(state, scenario=small, cache={}), "soviet")
    ((front, brought, asked),) = event.tons
    assert front == "tf"
    assert asked > 500
    assert brought in (74, 75)


def test_lorries_load_food_first_then_fuel_and_ammunition_then_other_stores():
    divisions = [counter(f"r{i}", hex_at(11, 1)) for i in range(3)]
    state = state_of(steppe(12), *divisions)
    for d in divisions:
        state = changed(state, d.id, ammo=0)
    parts = []
    for tons in (100, 300, 2900, 9000):
        lorries = replace(state.scenario, lifts={FormationId("tf"): tons})
        now = replace(state, scenario=lorries, cache={})
        parts.append(delivery(now, "soviet").shares[FormationId("tf")].parts)
    assert 0 < parts[0][0] < 1000
    assert parts[0][1:] == (0, 0)
    assert parts[1][0] == 1000
    assert 0 < parts[1][1] < 1000
    assert parts[1][2] == 0
    assert parts[2][:2] == (1000, 1000)
    assert 0 < parts[2][2] < 1000
    assert parts[3] == (1000, 1000, 1000)


def test_an_army_with_lorries_of_its_own_does_not_draw_on_those_of_its_front():
    far = [
        counter("r1", hex_at(11, 1), formation="a1"), counter("r2", hex_at(11, 1), formation="a2")
    ]  # fmt: skip
    state = state_of(steppe(12), *far)
    lifts = {FormationId("tf"): 1000, FormationId("a1"): 10}
    now = replace(state, scenario=replace(state.scenario, lifts=lifts), cache={})
    day = delivery(now, "soviet")
    assert {c: s.lift for c, s in day.shares.items()} == {"a1": 10, "tf": 1000}
    assert day.permille(UnitId("r1"))[0] < 1000
    assert day.permille(UnitId("r2")) == (1000, 1000, 1000)


def tank_army() -> State:
    """6th Guards Tank Army at Tamsag: 1,020 tanks and guns, 6,490 vehicles, 3,000 t of lorries."""
    west, hills, plain = "s" * 15, "h" * 7, "." * 8
    rows = "\n".join((west + hills + plain,) * 2)
    roads = {}
    for c in range(15, 22):
        roads[(hex_at(c, 1), "NE" if c % 2 else "SE")] = 1
    brigades = [
        counter(f"b{i}", hex_at(4, 1), "mechanized", size="brigade", mobility="mech",
                tanks=100, vehicles=650, men=3000)
        for i in range(9)
    ]  # fmt: skip
    divisions = [
        counter(f"d{i}", hex_at(4, 1), "motor_rifle", mobility="motor", tanks=60, vehicles=320)
        for i in range(2)
    ]
    return state_of(toy_map(rows, roads=roads), *brigades, *divisions)


def march(state: State, to: int, fuel: int) -> State:
    """The army marches to a column of the strip on so many points of fuel a unit."""
    h = hex_at(to, 1)
    units = {
        id: replace(u, hex=h, fuel=max(0, u.fuel - fuel), spent=50) for id, u in state.units.items()
    }
    return replace(state, units=units, index={h: tuple(units)}, cache={})


def test_the_tank_army_outruns_its_lorries_at_lupei_on_12_august():
    """15 hexes of steppe at 5 points and 7 of hills at 6 in four days leave a quarter to two thirds
    of a refill; the haul is 333 points less the start; then a hex a day, not five."""
    state = tank_army()
    for to, fuel in ((9, 25), (15, 30), (18, 18), (22, 24)):
        state = apply(state, supply_phase(state, "soviet"))
        state = march(state, to, fuel)
    at_lupei = state.units[UnitId("b0")].fuel
    assert 10 <= at_lupei <= 26
    gains = []
    for _ in range(2):
        before = state.units[UnitId("b0")].fuel
        state = apply(state, supply_phase(state, "soviet"))
        assert state.units[UnitId("b0")].haul == 14 * 11 + 7 * 24
        gains.append(state.units[UnitId("b0")].fuel - before)
    # A hex of mud costs 8: less than two hexes for a day's lorries.
    assert all(0 <= gain <= 14 for gain in gains)


# Attrition.


def test_isolation_costs_5_permille_a_day_and_10_from_the_seventh():
    state = state_of(steppe(4), counter("r", 201, men=9000), sources=())
    for days, lost in ((0, 0), (1, 45), (6, 45), (7, 90)):
        events = attrition(changed(state, "r", cut_off=days), "soviet")
        assert sum(t.dispersed for e in events for t in e.toll) == lost
        assert [u.men for e in events for u in e.after] == ([9000 - lost] if lost else [])


def test_hunger_costs_5_permille_but_the_plain_feeds_its_troops():
    hexmap = toy_map("s.")
    state = changed(state_of(hexmap, counter("r", 101, men=9000)), "r", rations=0)
    assert attrition(state, "soviet")[0].toll[0].dispersed == 45
    fed = changed(state_of(hexmap, counter("r", 201, men=9000)), "r", rations=0)
    assert attrition(fed, "soviet") == ()


def test_a_besieged_garrison_lives_on_its_magazines():
    zone = Zone("z", Hex(201), "Z", "japan", 5, "", "", "high", "toy")
    hexmap = toy_map("ssss", japan=(101, 201, 301, 401), zones=(zone,))
    state = state_of(hexmap, counter("g", 201, nation="JPN", men=5000), sources=())
    assert attrition(changed(state, "g", cut_off=20, rations=10), "japan") == ()
    starved = attrition(changed(state, "g", cut_off=30, rations=0), "japan")
    assert starved[0].toll[0].dispersed == 25


def test_marching_on_foot_through_desert_costs_men_twice_as_many_when_tired():
    state = state_of(toy_map("dd"), counter("r", 101, men=9000), counter("t", 101, mobility="tank"))
    for fields, lost in (({}, []), ({"spent": 40}, [9]), ({"spent": 40, "fatigue": 50}, [18])):
        events = attrition(changed(changed(state, "r", **fields), "t", spent=40), "soviet")
        assert [t.dispersed for e in events for t in e.toll] == lost


# Explanations.


def told(state: State, unit: str) -> SupplyExplanation:
    return explain(PlayerView(state), UnitId(unit))


def test_an_explanation_names_source_railhead_and_way():
    state = state_of(line(6), counter("r", hex_at(6, 2)))
    why = told(state, "r")
    assert (why.source, why.railhead) == (WEST, hex_at(6, 1))
    assert why.path == (hex_at(6, 1), hex_at(6, 2))
    assert why.haul == 11
    assert why.weakest == ""
    assert why.asked == why.delivered == 56
    assert why.sentence == (
        "From 00101 by rail to 00601 (End), 11 points of road; 56 of 56 tons arrive."
    )


def test_an_explanation_names_what_cuts_the_way():
    land = state_of(toy_map("sssss", japan=(hex_at(3, 1),)), counter("r", hex_at(5, 1)))
    why = told(land, "r")
    assert why.source is None
    assert why.railhead == NOWHERE
    assert why.weakest_hex == hex_at(3, 1)
    assert why.sentence == "Cut off: 00301 is in enemy hands."
    troops = state_of(
        toy_map("sssss"), counter("r", 501), counter("e", 301, "infantry", nation="JPN")
    )
    # The ring is named where it is nearest to the unit.
    assert told(troops, "r").weakest_hex == hex_at(4, 1)
    assert "zone of control" in told(troops, "r").sentence
    islands = state_of(toy_map("ss~ss"), counter("r", hex_at(5, 1)))
    assert "no way leads over land" in told(islands, "r").sentence
    nothing = state_of(toy_map("ss"), counter("r", 101), sources=())
    assert "no source of supply" in told(nothing, "r").sentence


def test_an_explanation_names_the_lorries_when_they_are_the_limit():
    state = tank_army()
    state = apply(state, supply_phase(state, "soviet"))
    state = march(state, 22, 100)
    why = told(state, "b0")
    assert "lorries of tf load 3000 t" in why.weakest
    assert why.weakest_hex == hex_at(16, 1)
    assert why.lacks == ("fuel",)
    assert 0 < why.delivered < why.asked


def test_an_explanation_says_when_the_way_is_too_long():
    state = state_of(steppe(90), counter("r", hex_at(88, 1)))
    assert "beyond the 900 that lorries go" in told(state, "r").weakest


def test_a_captured_line_without_a_source_carries_what_lorries_bring():
    """Twelve hexes of steppe; a line lies over the last eight of them."""
    rails = {(hex_at(c, 1), "SE" if c % 2 == 0 else "NE"): 2 for c in range(5, 12)}
    board = toy_map("." * 12, rails=rails, japan=tuple(hex_at(c, 1) for c in range(5, 13)))
    line = [hex_at(c, 1) for c in range(5, 13)]
    state = state_of(board, counter("r", line[-1]))
    held = dict.fromkeys(line, (1, 3))
    taken = replace(state, turn=3, held=held, control=control_of(state.scenario, held), cache={})
    later = replace(taken, turn=5, cache={})
    far = depot_haul(taken, "soviet")[line[-1]]
    near = depot_haul(later, "soviet")[line[-1]]
    steps = sum(1 for _ in rails)
    assert far - near == steps * (11 - state.scenario.tables.supply.captured_rail)


# By air.


def with_transports(state: State, aircraft: int, h: Hex) -> State:
    """The state with an air regiment of the Soviet front at `h`."""
    regiment = Asset(
        id=AssetId("ta"), name="Transports", nation="USSR", side="soviet", kind="air",
        formation=FormationId("tf"), arrives=1, men=0, tanks=0, spg=0, guns=0, rockets=0,
        aircraft=aircraft, vehicles=0, quality=80, hex=h, box="", notes="", confidence="high",
        source="toy", branch="transport_air",
    )  # fmt: skip
    scenario = replace(state.scenario, assets={regiment.id: regiment})
    return replace(state, scenario=scenario, cache={})


def dry_brigade(columns: int, **fields: object) -> State:
    """A tank brigade with empty tanks and 40 points' worth 29.25 t, far beyond the railhead."""
    brigade = counter(
        "t", hex_at(columns, 1), "tank", mobility="tank", size="brigade", men=1400, tanks=65,
        guns=16,
    )  # fmt: skip
    state = state_of(steppe(columns), brigade)
    lorries = replace(state.scenario, lifts={FormationId("tf"): 0})
    state = replace(state, scenario=lorries, weather=("Cl",), cache={})
    return changed(state, "t", fuel=1, **fields)


def test_transports_fly_fuel_to_motorised_units_far_from_the_railhead():
    """A refill of 65 tanks weighs 29.25 t; ten aircraft bring 9 t of it, twelve points."""
    state = dry_brigade(20)
    assert supplied(state, "t").fuel == 0
    flown = with_transports(state, 10, hex_at(1, 1))
    assert supplied(flown, "t").fuel == 40 * 9000 // 29250 == 12
    plenty = with_transports(state, 400, hex_at(1, 1))
    assert supplied(plenty, "t").fuel == 40


@pytest.mark.parametrize(
    ("code", "fuel"), [("Cl", 12), ("Pc", 12), ("Ra", 6), ("Hr", 0), ("Fg", 0), ("St", 0)]
)
def test_weather_grounds_the_transports(code: str, fuel: int):
    state = with_transports(dry_brigade(20), 10, hex_at(1, 1))
    assert supplied(replace(state, weather=(code,), cache={}), "t").fuel == fuel


def test_transports_do_not_fly_beyond_their_range_nor_to_units_near_the_railhead():
    assert supplied(with_transports(dry_brigade(28), 400, hex_at(1, 1)), "t").fuel == 0
    assert supplied(with_transports(dry_brigade(28), 400, hex_at(5, 1)), "t").fuel == 40
    near = with_transports(dry_brigade(4), 400, hex_at(1, 1))
    assert delivery(near, "soviet").flown == {}


def test_nothing_lands_in_the_hills():
    hills = toy_map("h" * 20 + "\n" + "h" * 20)
    state = dry_brigade(20)
    state = replace(state, scenario=replace(state.scenario, map=hills), cache={})
    assert delivery(with_transports(state, 400, hex_at(1, 1)), "soviet").flown == {}
