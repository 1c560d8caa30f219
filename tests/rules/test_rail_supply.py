"""Supply by rail and from depots: nothing gives more in a day than it can."""

from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import DIRECTIONS, OPPOSITE, Hex, direction_between, hex_at
from game.model.events import AnyEvent, DepotTaken, RailWork, Supplied
from game.model.forces import FormationId, UnitId
from game.model.hexmap import HexMap, Zone
from game.model.scenario import SupplySource
from game.model.state import PlayerView, State, apply, control_of
from game.model.terrain import Cut
from game.rules import fog
from game.rules.bottleneck import Limit, rail_load, railheads
from game.rules.delivery import delivery
from game.rules.depots import booty, fallen, stores_at_start, unloads
from game.rules.network import haul_steps
from game.rules.rail_supply import line_tons
from game.rules.railway_troops import rail_work
from game.rules.stacking import hexside
from game.rules.supply import explain, supply_phase
from game.rules.ways import ways
from tests.toy import TABLES, counter, place, toy_map, toy_scenario, toy_state

WEST = SupplySource("west", Hex(101), "soviet", (), 6000, "")


def row(columns: int) -> list[Hex]:
    """The hexes of the upper row."""
    return [hex_at(c, 1) for c in range(1, columns + 1)]


def line(
    columns: int, *, rail: int = 2, broad: int = 0, places: tuple[int, ...] = (), rows: int = 2,
    japan: tuple[int, ...] = (),
) -> HexMap:
    """Steppe with a railway along its upper edge; the first `broad` links have 1,524 mm, the others
    1,435. Towns stand in the columns of `places`."""
    rails = {(h, "NE" if i % 2 == 0 else "SE"): rail for i, h in enumerate(row(columns)[:-1])}
    hexmap = toy_map(
        "\n".join(("s" * columns,) * rows), rails=rails, japan=japan,
        places=tuple(place(f"p{c}", hex_at(c, 1)) for c in places),
    )  # fmt: skip
    gauge = hexmap.gauge.copy()
    for h, where in list(rails)[:broad]:
        d = DIRECTIONS.index(where)
        there = row(columns)[row(columns).index(h) + 1]
        gauge[h * 6 + d] = gauge[there * 6 + OPPOSITE[d]] = 1524
    return replace(hexmap, gauge=gauge)


def link(a: int, b: int) -> int:
    """The hexside between two hexes, from the lower one."""
    assert direction_between(a, b) is not None
    return hexside(a, b)


def board(
    hexmap: HexMap, at: int, divisions: int = 3, tons: int = 6000, brigades: int = 0
) -> State:
    """Rifle divisions without ammunition on one hex: each asks for 50 t of food and stores and for
    208 t of ammunition."""
    counters = [counter(f"r{i}", at) for i in range(divisions)]
    source = replace(WEST, tons=tons)
    scenario = toy_scenario(hexmap, counters, sources=(source,))
    scenario = replace(
        scenario, lifts={FormationId("tf"): 30000},
        railway_troops={FormationId("tf"): brigades} if brigades else {},
    )
    state = toy_state(scenario, turn=5)
    units = {i: replace(u, ammo=0) for i, u in state.units.items()}
    return replace(state, units=units, cache={})


def with_rail(state: State, **fields: object) -> State:
    """The state under other numbers for railways."""
    supply = replace(TABLES.supply, rail=replace(TABLES.supply.rail, **fields))  # type: ignore[arg-type]
    scenario = replace(state.scenario, tables=replace(TABLES, supply=supply))
    return replace(state, scenario=scenario, cache={})


def brought(state: State) -> int:
    """Tons that come in all."""
    day = delivery(state, "soviet")
    return sum(day.delivered(u) for u in day.requests) // 1000


def captured(state: State, hexes: list[Hex], since: int = 1) -> State:
    """The state after these hexes were taken."""
    held = dict.fromkeys(hexes, (1, since))
    return replace(state, held=held, control=control_of(state.scenario, held), cache={})


# What lines carry.


@pytest.mark.parametrize(
    ("rail_class", "gauge", "tracks", "tons"),
    [(3, 1435, 2, 13500), (3, 1524, 1, 6750), (2, 1435, 1, 4000), (1, 1435, 1, 1500),
     (1, 750, 1, 640), (1, 762, 1, 640), (2, 1067, 1, 1600)],
)  # fmt: skip
def test_a_line_carries_by_class_tracks_and_gauge(
    rail_class: int, gauge: int, tracks: int, tons: int
):
    assert line_tons(TABLES, rail_class, gauge, tracks) == tons


def test_a_weak_line_is_shared_food_before_ammunition_before_the_rest():
    """Three divisions ask for 84 t of food, 624 t of ammunition and 126 t of stores."""
    state = board(line(8, places=(8,)), hex_at(8, 2))
    full = with_rail(state, tons=(0, 0, 4000, 0))
    asked = sum(need.asked for need in delivery(full, "soviet").requests.values()) // 1000
    assert brought(full) == asked
    for carries in (30, 200, 700):
        tight = with_rail(state, tons=(0, 0, carries, 0), halt=9999)
        day = delivery(tight, "soviet")
        first = day.rounds[0]
        got = [sum(load[i] for load in first.given.values()) for i in range(3)]
        assert carries * 1000 - 10 < sum(got) <= carries * 1000
        wanted = [sum(load[i] for load in first.wanted.values()) for i in range(3)]
        for i in (1, 2):
            assert not got[i] or got[i - 1] == wanted[i - 1]


def test_a_source_gives_its_tons_and_a_station_unloads_no_more_than_it_can():
    end = hex_at(30, 1)
    assert brought(board(line(30), hex_at(30, 2), tons=150)) in (149, 150)
    halt = with_rail(board(line(30), hex_at(30, 2)), halt=100, waves=1)
    assert unloads(halt.scenario, end) == 100
    assert brought(halt) in (99, 100)
    why = explain(PlayerView(halt), UnitId("r0"))
    assert why.limit is not None
    assert (why.limit.what, why.limit.at, why.limit.capacity) == ("station", end, 100)
    assert "The station of 03001 can unload 100 t" in why.sentence


def test_a_depot_that_has_anything_left_leaves_the_siding_to_blame():
    state = with_rail(board(line(30), hex_at(30, 2)), halt=100, tons=(0, 0, 10, 0), waves=1)
    bare = explain(PlayerView(state), UnitId("r0")).limit
    assert bare is not None
    assert (bare.what, bare.capacity) == ("line", 10)
    stocked = replace(state, stores={hex_at(30, 1): 500}, cache={})
    limit = explain(PlayerView(stocked), UnitId("r0")).limit
    assert limit is not None
    assert (limit.what, limit.capacity) == ("station", 100)


def test_where_the_gauge_changes_loads_change_trains():
    state = with_rail(board(line(30, broad=14), hex_at(30, 2)), transfer=60, waves=1)
    assert brought(state) in (59, 60)
    why = explain(PlayerView(state), UnitId("r0"))
    assert why.gauge_breaks == (hex_at(15, 1),)
    assert why.limit is not None
    assert why.limit == Limit("gauge", hex_at(15, 1), hex_at(15, 1), 60, why.limit.load)
    assert why.rail == tuple(row(30))
    assert "changing trains at 01501" in why.sentence


def test_a_captured_line_carries_a_quarter_until_it_is_relaid():
    state = captured(board(line(30, rail=1), hex_at(30, 2), 6), row(30)[14:])
    view = PlayerView(state)
    by_link = {(x.a, x.b): x.capacity for x in rail_load(view, "soviet")}
    assert by_link[hex_at(5, 1), hex_at(6, 1)] == 1500
    assert by_link[hex_at(20, 1), hex_at(21, 1)] == 1500 // 4
    key = link(hex_at(20, 1), hex_at(21, 1))
    relaid = PlayerView(replace(state, relaid={key: 1524}, cache={}))
    by_link = {(x.a, x.b): x.capacity for x in rail_load(relaid, "soviet")}
    assert by_link[hex_at(20, 1), hex_at(21, 1)] == 1500


@pytest.mark.parametrize(
    ("what", "work", "tons"),
    [("rail", 1, 0), ("bridge", 2, 0), ("bombed", 1, 3000), ("bombed", 4, 0)],
)
def test_cuts_stop_trains_and_bombs_take_quarters(what: str, work: int, tons: int):
    key = link(hex_at(3, 1), hex_at(4, 1))
    state = board(line(8, places=(8,)), hex_at(8, 2))
    state = replace(state, cuts={key: Cut(what, work)}, cache={})  # type: ignore[arg-type]
    by_link = {(x.a, x.b): x.capacity for x in rail_load(PlayerView(state), "soviet")}
    assert by_link[hex_at(3, 1), hex_at(4, 1)] == tons
    head = ways(state, "soviet").origin(hex_at(8, 2))
    near = ways(state, "soviet").starts[head] == 0 and head == hex_at(8, 1)
    assert near == bool(tons)


def test_what_one_railhead_cannot_give_is_fetched_from_the_next_one():
    state = board(line(8, places=(4, 8)), hex_at(8, 2))
    one = with_rail(state, unload={"town": 100}, halt=100, waves=1)
    two = with_rail(state, unload={"town": 100}, halt=100)
    assert brought(one) in (99, 100)
    assert brought(two) >= 190
    assert delivery(two, "soviet").work[FormationId("tf")] > 0


def test_a_stranded_line_carries_a_quarter_of_what_lorries_bring_to_its_first_station():
    """The line from column 12 on was captured and is not joined to the source's."""
    hexmap = line(40, rail=1, japan=tuple(row(40)[11:]))
    state = board(hexmap, hex_at(40, 2), 6)
    cut = {link(hex_at(11, 1), hex_at(12, 1)): Cut("bridge", 9)}
    state = replace(captured(state, row(40)[11:]), cuts=cut, cache={})  # type: ignore[arg-type]
    now = ways(state, "soviet")
    assert list(now.feeders.values()) == [hex_at(11, 1)]
    head = now.origin(hex_at(40, 2))
    assert head == hex_at(40, 1)
    assert now.starts[head] == 11 + 4 * 28
    assert sum(delivery(state, "soviet").rounds[0].given[head][:3]) <= 375_000


def test_loads_go_slower_next_to_works_that_the_enemy_holds():
    zone = Zone("z", hex_at(5, 2), "Z", "japan", 5, "", "", "high", "toy")
    hexmap = toy_map("sssssssss\nsssssssss\nsssssssss", zones=(zone,), japan=(hex_at(5, 2),))
    state = toy_state(toy_scenario(hexmap, [counter("r", 101)], sources=(WEST,)))
    held = haul_steps(state, "soviet")
    gone = haul_steps(replace(state, works={}, cache={}), "soviet")
    near, far = hex_at(4, 2) * 6, hex_at(2, 2) * 6
    assert held[near] == 2 * gone[near] == 22
    assert held[far] == gone[far] == 11


# Railway troops.


def work_of(state: State) -> tuple[RailWork, ...]:
    return tuple(rail_work(state, "soviet"))


def test_railway_troops_relay_a_hex_a_day_each_from_the_change_of_gauge_on():
    state = captured(board(line(30, broad=14),
                           hex_at(30, 2), brigades=1), row(30)[14:])  # fmt: skip
    (event,) = work_of(state)
    first, second = link(hex_at(15, 1), hex_at(16, 1)), link(hex_at(16, 1), hex_at(17, 1))
    assert event.relaid == ((first, 1524),)
    state = replace(apply(state, event), cache={})
    assert ways(state, "soviet").main.first[hex_at(16, 1)] // 100_000 == 1524
    (again,) = work_of(state)
    assert again.relaid == ((second, 1524),)
    troops = {FormationId("tf"): 2}
    two = replace(state, scenario=replace(state.scenario, railway_troops=troops), cache={})
    assert len(work_of(two)[0].relaid) == 2


def test_railway_troops_do_nothing_where_no_load_waits_or_the_line_is_not_captured():
    assert work_of(board(line(30, broad=14), hex_at(30, 2), brigades=1)) == ()
    idle = captured(board(line(30, broad=14), hex_at(1, 2), brigades=1), row(30)[14:])
    assert work_of(idle) == ()


def test_railway_troops_mend_the_break_where_the_greatest_load_waits():
    key = link(hex_at(3, 1), hex_at(4, 1))
    state = board(line(30), hex_at(30, 2), brigades=1)
    state = replace(state, cuts={key: Cut("rail", 2)}, cache={})
    (event,) = work_of(state)
    assert event.cuts == ((key, Cut("rail", 1)),)
    (done,) = work_of(replace(apply(state, event), cache={}))
    assert done.cuts == ((key, None),)


def test_the_event_says_how_far_trains_run_and_what_is_tight():
    state = board(line(30, places=(10, 20)), hex_at(30, 2))
    event = supply_phase(state, "soviet")
    assert (event.stations, event.opened) == ((hex_at(10, 1), hex_at(20, 1)), ())
    state = apply(state, event)
    cut = {link(hex_at(14, 1), hex_at(15, 1)): Cut("rail", 1)}
    broken = replace(state, cuts=cut, cache={})  # type: ignore[arg-type]
    lost = supply_phase(broken, "soviet")
    assert lost.lost == (hex_at(20, 1),)
    mended = supply_phase(replace(apply(broken, lost), cuts={}, cache={}), "soviet")
    assert mended.opened == (hex_at(20, 1),)
    empty = replace(state, stores={}, cache={})
    tight = with_rail(empty, tons=(0, 0, 200, 0), waves=1)
    told = supply_phase(tight, "soviet")
    assert told.tight == (("tf", "line", hex_at(29, 1)),)
    assert told.tons[0][1] < told.tons[0][2]


# Depots.


def test_bases_and_sources_have_stores_at_the_start():
    base = replace(place("b", hex_at(3, 1)), supply="soviet", kind="oasis")
    city = replace(place("c", hex_at(5, 1)), supply="japan", kind="city")
    hexmap = toy_map("ssssss", places=(base, city), japan=(hex_at(5, 1), hex_at(6, 1)))
    sources = (replace(WEST, tons=300),)
    scenario = toy_scenario(hexmap, [counter("r", 101)], sources=sources)
    assert stores_at_start(scenario, {}) == {
        hex_at(1, 1): 300 * 4, hex_at(3, 1): 2000 * 4, hex_at(5, 1): 6000 * 2
    }  # fmt: skip


def test_trains_fill_the_depots_of_railheads_with_what_nobody_asks_for():
    state = board(line(8, places=(8,)), hex_at(8, 2), 1)
    for _ in range(3):
        state = apply(state, supply_phase(state, "soviet"))
    assert state.stores[hex_at(8, 1)] == 2 * 2000


def test_japanese_depots_only_count_down():
    hexmap = line(8, places=(8,), japan=tuple(row(8)) + tuple(hex_at(c, 2) for c in range(1, 9)))
    source = replace(WEST, side="japan", tons=20)
    state = toy_state(
        toy_scenario(hexmap, [counter("j", hex_at(8, 2), nation="JPN")], sources=(source,))
    )
    units = {i: replace(u, ammo=0) for i, u in state.units.items()}
    state = replace(state, units=units, stores={hex_at(8, 1): 100}, cache={})
    left = [100]
    for _ in range(4):
        state = apply(state, supply_phase(state, "japan"))
        left.append(state.stores[hex_at(8, 1)])
    assert left == sorted(left, reverse=True)
    assert left[-1] < 100


def test_a_depot_serves_when_the_railway_fails_and_is_used_up():
    state = board(line(8, places=(8,)), hex_at(8, 2))
    state = replace(
        state, cuts={link(hex_at(1, 1), hex_at(2, 1)): Cut("rail", 1)},
        stores={hex_at(8, 1): 120}, cache={},
    )  # fmt: skip
    now = ways(state, "soviet")
    assert now.origin(hex_at(8, 2)) == hex_at(8, 1)
    event = supply_phase(with_rail(state, waves=1), "soviet")
    assert dict(event.stores)[hex_at(8, 1)] == 0
    assert event.tons[0][1] in (119, 120)


def test_troops_who_are_cut_off_live_on_a_depot_but_their_days_are_counted():
    hexmap = toy_map("ssssss", japan=(hex_at(3, 1),))
    state = toy_state(toy_scenario(hexmap, [counter("r", 501)], sources=(WEST,)))
    state = replace(state, stores={hex_at(6, 1): 30}, cache={})
    units = {i: replace(u, rations=1) for i, u in state.units.items()}
    state = replace(state, units=units, cache={})
    fed = apply(state, supply_phase(state, "soviet")).units[UnitId("r")]
    assert fed.cut_off == 1
    assert fed.haul == 11
    assert fed.rations == 2
    assert "It lives on the depot of 00601" in explain(PlayerView(state), UnitId("r")).sentence
    bare = replace(state, stores={}, cache={})
    assert apply(bare, supply_phase(bare, "soviet")).units[UnitId("r")].rations == 0


def taken(state: State, seed: int) -> DepotTaken:
    (event,) = fallen(state, Dice(seed))
    return event


def test_a_captured_depot_is_burnt_or_half_a_days_tons_are_of_use():
    city = replace(place("c", hex_at(2, 1)), kind="city")
    hexmap = toy_map("sss", places=(city,), japan=(hex_at(2, 1), hex_at(3, 1)))
    state = toy_state(toy_scenario(hexmap, [counter("r", 201)], sources=(WEST,)), turn=6)
    state = captured(replace(state, stores={hex_at(2, 1): 12000}), [hex_at(2, 1)], since=5)
    assert booty(state.scenario, hex_at(2, 1)) == 6000 * 10 * 5 // 100
    found = [taken(state, seed) for seed in range(200)]
    assert {e.tons for e in found} == {0, 3000}
    burnt = sum(e.burnt for e in found)
    assert 95 <= burnt <= 137  # 7 and more on two dice: 58 %
    after = replace(apply(state, found[0]), cache={})
    assert after.stores[hex_at(2, 1)] == found[0].tons
    handed_over = replace(state, ceasefire=4, cache={})
    assert not any(taken(handed_over, seed).burnt for seed in range(20))
    assert list(fallen(replace(state, turn=7, cache={}), Dice(1))) == []
    first = replace(state, turn=1, held={}, cache={})
    assert list(fallen(first, Dice(1))) == []


def test_a_view_knows_its_own_depots_and_railways_only():
    hexmap = toy_map("ssssss\nssssss", japan=tuple(hex_at(c, r) for c in (4, 5, 6) for r in (1, 2)))
    troops = [counter("r", 101), counter("j", 601, nation="JPN")]
    state = toy_state(toy_scenario(hexmap, troops, sources=(WEST,)))
    state = replace(
        state, stores={hex_at(2, 1): 10, hex_at(6, 1): 20},
        stations={"soviet": (hex_at(2, 1),), "japan": (hex_at(6, 1),)},
        airlift={FormationId("tf"): (UnitId("r"),), FormationId("jf"): (UnitId("j"),)}, cache={},
    )  # fmt: skip
    view = fog.observe(state, "soviet")
    assert view.stores == {hex_at(2, 1): 10}
    assert view.stations == {"soviet": (hex_at(2, 1),)}
    assert view.airlift == {"tf": ("r",)}
    event: AnyEvent = supply_phase(state, "japan")
    assert isinstance(event, Supplied)
    assert fog.told(state, "soviet", event) is None
    assert fog.told(state, "soviet", RailWork(side="japan", by="japan")) is None


# For the map.


def test_every_railhead_tells_what_it_unloads_gives_and_has():
    state = board(line(30, places=(10, 20)), hex_at(30, 2))
    found = {head.hex: head for head in railheads(PlayerView(state), "soviet")}
    assert set(found) == {hex_at(c, 1) for c in (1, 10, 20, 30)}
    assert found[hex_at(10, 1)].unloads == 2000
    end = found[hex_at(30, 1)]
    assert (end.unloads, end.trains, end.stock) == (500, True, 0)
    assert end.asked > end.given == 500
    loads = rail_load(PlayerView(state), "soviet")
    assert len(loads) == 29
    assert all(load.carried <= load.capacity for load in loads)
    assert loads[-1].carried > 500  # a depot is filled as well


def test_the_railway_of_the_first_morning_is_ready(campaign_state: State):
    assert campaign_state.stations["soviet"]
    assert sum(campaign_state.stores.values()) > 300_000


@pytest.fixture(scope="module")
def campaign_state() -> State:
    """The campaign on its first morning."""
    from game.scenario.load import load

    scenario = load("manchuria_1945")
    return engine.start(scenario, scenario.options, Dice(1))[0]
