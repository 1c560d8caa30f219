"""Supply on random maps: against a plain search, and what must hold everywhere."""

import heapq
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from game.hexes import DIRECTIONS, Hex, hex_at, neighbour
from game.model.events import Supplied
from game.model.forces import SIDES, Side, enemy_of
from game.model.scenario import SupplySource
from game.model.state import HOLDER_OF, State, apply
from game.rules.delivery import delivery, lorry_work
from game.rules.depots import TON, unloads
from game.rules.flow import STOCK
from game.rules.landing import from_ships
from game.rules.network import UNREACHED, haul_steps
from game.rules.rail_supply import station_key
from game.rules.supply import attrition, explain, supply_phase
from game.rules.ways import ways
from game.rules.zoc import zoc
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

COLUMNS, ROWS = 8, 6
HEXES = [hex_at(c, r) for c in range(1, COLUMNS + 1) for r in range(1, ROWS + 1)]


def random_state(seed: int) -> State:
    """Two sides with sources, railways, rivers and troops mixed up on 48 hexes."""
    random = Random(seed)
    rows = ["".join(random.choices("..sdhfmMwv~", k=COLUMNS)) for _ in range(ROWS)]

    def hexsides(values: tuple[int, ...], count: int) -> dict[tuple[int, str], int]:
        found = {}
        for _ in range(count):
            h, d = random.choice(HEXES), random.randrange(6)
            if neighbour(h, d) in HEXES:
                found[(h, DIRECTIONS[d])] = random.choice(values)
        return found

    border = random.randint(1, COLUMNS)
    hexmap = toy_map(
        "\n".join(rows), rails=hexsides((1, 2, 3), random.choice((0, 30, 120))),
        roads=hexsides((1, 2), 20), rivers=hexsides((1, 2, 3), 20),
        japan=tuple(h for h in HEXES if h // 100 > border),
        places=tuple(place(f"p{h}", h) for h in random.sample(HEXES, 4)),
    )  # fmt: skip
    land = [h for h in HEXES if hexmap.land[h]]
    counters = [
        counter(f"u{i}", h, random.choice(("rifle", "tank", "infantry")),
                nation="USSR" if (h // 100 <= border) != (random.random() < 0.2) else "JPN",
                men=random.choice((500, 9000)), guns=random.choice((0, 165)),
                size=random.choice(("division", "brigade", "detachment")),
                mobility=random.choice(("foot", "horse", "motor", "tank")),
                tanks=random.choice((0, 200)), vehicles=random.randint(0, 2000))
        for i, h in enumerate(random.sample(land, random.randint(0, 8)))
    ]  # fmt: skip
    sources = tuple(
        SupplySource(f"s{h}", h, "soviet" if h // 100 <= border else "japan", (), 1000, "")
        for h in random.sample(land, random.randint(0, 3))
    )
    scenario = toy_scenario(hexmap, counters, sources=sources)
    scenario = replace(scenario, lifts={f: random.randint(0, 200) for f in scenario.lifts})
    state = toy_state(scenario, turn=3)
    units = {
        id: replace(u, fuel=random.randint(0, 110), ammo=random.randint(0, 30),
                    rations=random.randint(0, 5), spent=random.choice((0, 30)))
        for id, u in state.units.items()
    }  # fmt: skip
    held = {
        h: (random.choice((0, 1, 2)), random.randint(1, 3))
        for h in random.sample(HEXES, 6)
        if h not in state.index
    }
    control = bytearray(state.control)
    for h, (holder, _) in held.items():
        control[h] = holder
    stores = {h: random.randint(1, 500) for h in random.sample(land, min(3, len(land)))}
    return replace(
        state, scenario=scenario, units=units, held=held, control=bytes(control),
        ground=(random.randrange(3),), stores=stores, cache={},
    )  # fmt: skip


states = st.integers(0, 2**32).map(random_state)
some = settings(max_examples=40)


def may_pass(state: State, side: Side, h: int) -> bool:
    """The rulebook's sentence about hexes that supply passes, for one hex."""
    if not state.scenario.map.land[h]:
        return False
    there = state.side_at(h)
    if there is not None:
        return there == side
    enemy = enemy_of(side)
    return state.control[h] != HOLDER_OF[enemy] and not zoc(state, enemy)[h]


def plain_network(state: State, side: Side) -> set[int]:
    """Railways by a plain flood."""

    def works(h: int) -> bool:
        old = h not in state.held or state.turn - state.held[Hex(h)][1] >= 2
        return may_pass(state, side, h) and state.control[h] == HOLDER_OF[side] and old

    rail = state.scenario.map.rail
    ahead = [s.hex for s in state.scenario.sources if s.side == side and works(s.hex)]
    ahead = [h for h in ahead if rail[h * 6 : h * 6 + 6].any()]
    found: set[int] = set(ahead)
    while ahead:
        h = ahead.pop()
        for d in range(6):
            to = neighbour(h, d)
            if rail[h * 6 + d] and to not in found and works(to):
                found.add(to)
                ahead.append(to)
    return found


def plain_haul(state: State, side: Side) -> dict[int, int]:
    """Hauls by Dijkstra's search."""
    steps = haul_steps(state, side)
    best: dict[int, int] = {}
    ahead = sorted((haul, int(h)) for h, haul in ways(state, side).starts.items())
    while ahead:
        cost, h = heapq.heappop(ahead)
        if h in best:
            continue
        best[h] = cost
        for d in range(6):
            to, step = neighbour(h, d), int(steps[h * 6 + d])
            if step < UNREACHED and may_pass(state, side, to):
                heapq.heappush(ahead, (cost + step, to))
    return best


@some
@given(states)
def test_the_network_is_what_a_plain_flood_finds(state: State) -> None:
    for side in SIDES:
        net = ways(state, side).main
        reached = {int(h) for h, node in net.first.items() if node != h}
        rail = state.scenario.map.rail
        roots = {int(h) for h, node in net.first.items() if node == h}
        on_rails = {h for h in roots if rail[h * 6 : h * 6 + 6].any()}
        assert reached | on_rails == plain_network(state, side)


@some
@given(states)
def test_hauls_are_what_a_plain_search_finds(state: State) -> None:
    for side in SIDES:
        now = ways(state, side)
        field, plain = now.field, plain_haul(state, side)
        assert {h: int(field[h]) for h in HEXES if field[h] < UNREACHED} == plain
        for h in plain:
            way = now.road(Hex(h))
            assert way[0] == now.origin(Hex(h))
            assert now.starts[way[0]] == field[way[0]]
            assert way[-1] == h


@some
@given(states, st.sampled_from(HEXES), st.sampled_from(SIDES))
def test_another_source_never_makes_a_unit_worse_off(state: State, h: Hex, side: Side) -> None:
    scenario = state.scenario
    more = replace(
        scenario, sources=(*scenario.sources, SupplySource("more", h, side, (), 1000, ""))
    )
    few = {u.id: u for u in after_supply(state, side).on_map(side)}
    many = after_supply(replace(state, scenario=more, cache={}), side)
    for u in many.on_map(side):
        assert u.cut_off <= few[u.id].cut_off
        assert few[u.id].cut_off or u.haul <= few[u.id].haul


def after_supply(state: State, side: Side) -> State:
    return apply(state, supply_phase(state, side))


@some
@given(states)
def test_lorries_never_do_more_than_their_lift(state: State) -> None:
    table = state.scenario.tables.supply
    for side in SIDES:
        day = delivery(state, side)
        work = dict.fromkeys(day.shares, 0)
        for id, need in day.requests.items():
            if table.haul_own < need.haul <= table.haul_limit:
                # What is fetched from further off takes them at least as long.
                work[day.commands[id]] += lorry_work(table, need.haul, day.delivered(id))
        for front, share in day.shares.items():
            assert work[front] <= day.work.get(front, 0) <= share.lift * 1000 * 60
        event = supply_phase(state, side)
        assert all(0 <= brought <= asked for _, brought, asked in event.tons)


@some
@given(states)
def test_supply_delivered_is_never_above_any_capacity(state: State) -> None:
    for side in SIDES:
        within_capacity(state, side)


def within_capacity(state: State, side: Side) -> None:
    """Every line, transfer station, source, siding and depot gives no more than it can, and units
    get no more than is handed out."""
    scenario, day = state.scenario, delivery(state, side)
    carried: dict[int, int] = {}
    capacity: dict[int, int] = {}
    given: dict[Hex, int] = {}
    drawn: dict[Hex, int] = {}
    for i, flow in enumerate(day.rounds):
        for net in (flow.ways.main, flow.ways.local):
            for key, most in net.capacity.items():
                capacity[key] = most if not i else capacity.get(key, most)
            for node, load in flow.carried.items():
                if node in net.key:
                    assert min(load) >= 0
                    carried[net.key[node]] = carried.get(net.key[node], 0) + sum(load)
        for h, load in flow.given.items():
            given[h] = given.get(h, 0) + sum(load[:STOCK])
            drawn[h] = drawn.get(h, 0) + flow.drawn.get(h, 0)
            assert all(0 <= g <= w for g, w in zip(load, flow.wanted[h], strict=True))
    assert all(kg <= capacity[key] for key, kg in carried.items())
    for h, kg in given.items():
        assert kg <= unloads(scenario, h) * TON, (h, station_key(scenario.map, h))
        assert drawn[h] <= state.stores.get(h, 0) * TON
    by_road = [id for id in day.requests if not from_ships(state, state.units[id])]
    assert sum(day.delivered(id) for id in by_road) <= sum(given.values())
    for h, tons in day.stores.items():
        assert tons >= 0, h


@some
@given(states)
def test_stocks_stay_within_what_a_unit_carries_and_the_event_is_complete(state: State) -> None:
    for side in SIDES:
        event = supply_phase(state, side)
        assert isinstance(event, Supplied)
        assert all(state.side_of(u.id) == side for u in event.after)
        assert event == supply_phase(replace(state, cache={}), side)
        for u in apply(state, event).on_map(side):
            old = state.units[u.id]
            assert 0 <= u.fuel <= max(110, old.fuel)
            assert 0 <= u.ammo <= 30
            assert 0 <= u.rations <= 5
            assert u.haul == 0 or u.cut_off == 0 or state.stores


@some
@given(states)
def test_every_unit_can_be_explained_and_what_is_lost_is_counted(state: State) -> None:
    for side in SIDES:
        state = after_supply(state, side)
        for u in state.on_map(side):
            why = explain(state, u.id)  # type: ignore[arg-type]
            assert (why.source is None) == (u.cut_off > 0)
            assert why.sentence
        for event in attrition(state, side):
            lost = sum(state.units[u.id].men - u.men for u in event.after)
            assert lost == sum(t.dispersed for t in event.toll)
