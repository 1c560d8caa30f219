"""A small front with aircraft, for tests only."""

from dataclasses import replace
from typing import Any

from game.hexes import NOWHERE, Hex
from game.model.forces import AssetId, FormationId, Side, Squadron, UnitId, Wing, updated
from game.model.hexmap import HexMap, Place
from game.model.scenario import Scenario
from game.model.state import State
from game.rules import air
from tests.toy import counter, place, toy_map, toy_scenario, toy_state

GROUND = """
....................
....................
.....~..............
"""
HOME, FRONT, CITY, FAR = 201, 901, 1201, 1802


def airfield(id: str, h: int, country: str = "YEL") -> Place:
    """A town with an airfield."""
    return replace(place(id, h, country=country), airfield=1)


def squadron(id: str, side: str, branch: str, aircraft: int, h: int) -> Squadron:
    """A wing on the map."""
    nation = "USSR" if side == "soviet" else "JPN"
    formation = "tf" if side == "soviet" else "jf"
    return Squadron(
        AssetId(id), id.title(), nation, side, branch, FormationId(formation), aircraft,  # type: ignore[arg-type]
        Hex(h), "", 1,
    )  # fmt: skip


def ground(**given: Any) -> HexMap:
    """Twenty hexes of plain, the eastern half Japanese, with three airfields."""
    japan = tuple(c * 100 + r for c in range(10, 21) for r in (1, 2, 3))
    places = (
        airfield("home", HOME, "RED"), airfield("near", 801, "RED"), airfield("city", CITY),
        airfield("far", FAR),
    )  # fmt: skip
    return toy_map(GROUND, japan=japan, places=places, **given)


def scene(*wings: Squadron, weather: str = "Cl", **given: Any) -> State:
    """A rifle division before a Japanese one, in the Soviet phase, with these wings."""
    counters = [
        counter("r0", FRONT), counter("j0", 1001, "infantry", nation="JPN", quality=60, guns=40),
        *given.pop("counters", ()),
    ]  # fmt: skip
    phase: Side = given.pop("phase", "soviet")
    scenario: Scenario = toy_scenario(ground(**given), counters, weather=weather)
    scenario = replace(scenario, squadrons={w.id: w for w in wings})
    state = replace(
        toy_state(scenario, phase=phase), weather=(weather,), wings=air.at_start(scenario)
    )
    ready = {
        name: replace(wing, sorties=air.ready(state, name, wing))
        for name, wing in state.wings.items()
    }
    return replace(state, wings=ready, cache={})


def wing(state: State, id: str) -> Wing:
    """A wing as it is."""
    return state.wings[AssetId(id)]


def party(state: State, id: str = "al", men: int = 200) -> State:
    """The same with an air-landing party that waits beside its aircraft."""
    printed = replace(
        counter(id, NOWHERE, "airborne", size="detachment", men=men, guns=0, stack=0),
        box="airlift", hex=NOWHERE,
    )  # fmt: skip
    counters = {**state.scenario.counters, printed.id: printed}
    boxes = {"airlift": "Transport aircraft"}
    scenario = replace(state.scenario, counters=counters, boxes=boxes)
    unit = updated(next(iter(state.units.values())), id=UnitId(id), hex=NOWHERE, men=men, guns=0,
                   gone="box", points=0)  # fmt: skip
    units = {**state.units, UnitId(id): unit}
    return replace(state, scenario=scenario, units={n: units[n] for n in scenario.counters},
                   turn=3, cache={})  # fmt: skip
