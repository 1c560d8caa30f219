"""A small war with everything a recorded game needs: two lines, towns, supply, three days."""

from game.hexes import Hex, hex_at
from game.model.scenario import Objective, Options, Scenario, SupplySource
from tests.toy import counter, place, toy_map, toy_scenario

_MAP = "..hh..f..c..\n" * 6


def small_war(turns: int = 3) -> Scenario:
    """Six divisions a side, three hexes apart."""
    japan = tuple(hex_at(c, r) for c in range(7, 13) for r in range(1, 7))
    town = hex_at(8, 3)
    hexmap = toy_map(_MAP, japan=japan, places=(place("harbin", town),))
    reds = [counter(f"r{i}", hex_at(5, 1 + i), "rifle", quality=75, stack=2) for i in range(6)]
    yellows = [
        counter(f"j{i}", hex_at(8, 1 + i), "rifle", nation="JPN", quality=30, men=3000, guns=12)
        for i in range(6)
    ]
    return toy_scenario(
        hexmap,
        reds + yellows,
        turns=turns,
        options=Options(forewarned="on"),
        objectives=(Objective("harbin", town, "Harbin", 5, 2, 1, 3),),
        sources=(
            SupplySource("west", Hex(hex_at(1, 3)), "soviet", (), 9000, ""),
            SupplySource("east", Hex(hex_at(12, 3)), "japan", (), 9000, ""),
        ),
    )


SCENARIO = small_war()
