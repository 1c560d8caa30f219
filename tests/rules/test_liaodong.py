"""Port Arthur and Dairen: objectives of the last days, by air or by tanks along the railway."""

import itertools
from dataclasses import replace

import pytest

from game import engine
from game.dice import Dice
from game.hexes import Hex, distance
from game.model.forces import UnitId
from game.model.orders import Move
from game.model.state import HOLDER_OF, State, control_of, index_of
from game.rules import airborne
from game.rules.costs import steps_on
from game.rules.stacking import step_number
from game.scenario.load import load


@pytest.fixture(scope="module")
def morning() -> State:
    """The first morning of the campaign."""
    campaign = load("manchuria_1945")
    return engine.start(campaign, campaign.options, Dice(1))[0]


def test_the_peninsula_counts_late_and_for_much(morning: State) -> None:
    objectives = {o.place: o for o in morning.scenario.objectives}
    for place in ("portarthur", "dairen"):
        assert objectives[place].par >= 14
        assert objectives[place].weight >= 6


@pytest.mark.parametrize("place", ["portarthur", "dairen"])
def test_parties_land_there_once_an_airfield_within_reach_is_taken(
    morning: State, place: str
) -> None:
    """From the frontier it is too far; from Mukden it is not."""
    towns = morning.scenario.map.places_by_id
    goal, mukden = towns[place].hex, towns["mukden"].hex
    assert airborne.is_goal(morning, "soviet", goal)
    bases = [w.base for a, w in morning.wings.items()
             if morning.scenario.squadrons[a].branch == "transport_air"]  # fmt: skip
    reach = morning.scenario.tables.air.branch["transport_air"].reach
    assert bases
    assert min(distance(b, goal) for b in bases) > reach
    assert distance(mukden, goal) <= reach


def railed(state: State, h: Hex) -> list[Hex]:
    """Neighbours that a railway leads to."""
    hexmap = state.scenario.map
    return [n for n in hexmap.around[h] if hexmap.rail[step_number(h, n)]]


def test_tanks_can_go_along_the_railway_from_mukden_without_a_break(morning: State) -> None:
    hexmap, tables = morning.scenario.map, morning.scenario.tables
    start, goal = (hexmap.places_by_id[p].hex for p in ("mukden", "portarthur"))
    ahead, came = [start], {start: start}
    for h in ahead:
        for n in railed(morning, h):
            if n not in came:
                came[n] = h
                ahead.append(n)
    path = [goal]
    while path[-1] != start:
        path.append(came[path[-1]])
    mud = steps_on(hexmap, tables, "tank", (2,) * len(hexmap.sectors), 0).costs
    costs = [mud[step_number(b, a)] for a, b in itertools.pairwise(path)]
    # Never more than the embankment's price, however deep the mud beside it.
    assert max(costs) <= tables.movement.embankment[4]
    days = -(-sum(costs) // tables.movement.points)
    assert 2 <= days <= 8


def test_tanks_that_come_take_dairen_by_marching_in(morning: State) -> None:
    """A tank brigade beside an empty Dairen takes it with a march."""
    hexmap = morning.scenario.map
    dairen = hexmap.places_by_id["dairen"].hex
    near = railed(morning, dairen)[0]
    tank = UnitId("gtb20")
    units = {
        u.id: replace(u, hex=near, points=60) if u.id == tank
        else replace(u, hex=morning.scenario.sources[0].hex) if u.hex in (dairen, near) else u
        for u in morning.units.values()
    }  # fmt: skip
    held = {near: (HOLDER_OF["soviet"], 1)}
    state = replace(
        morning, units=units, index=index_of(units), held=held, cache={},
        control=control_of(morning.scenario, held),
    )  # fmt: skip
    _, events = engine.play(state, Move(tank, (near, dairen)), Dice(1))
    assert "dairen" in [e.place for e in events if e.kind == "captured"]
