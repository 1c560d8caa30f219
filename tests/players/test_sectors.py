"""The theatre in the large: sectors, gates, and the ways between them."""

import numpy as np

from game.hexes import hex_at
from game.model.scenario import Scenario
from game.players.staff.sectors import NO_WAY, sectors_of, shortest
from tests.toy import place, toy_map, toy_scenario

ROWS = 7


def _country(text: str, *towns: int) -> Scenario:
    places = tuple(place(f"p{h}", h, value=9 - i) for i, h in enumerate(towns))
    return toy_scenario(toy_map(text, places=places), [])


def test_every_hex_that_can_be_reached_lies_in_the_sector_of_the_nearest_town() -> None:
    scenario = _country("\n".join("." * 20 for _ in range(ROWS)), hex_at(4, 4), hex_at(16, 4))
    country = sectors_of(scenario)
    assert country.middles == (0, 404, 1604)
    assert {int(country.of[h]) for h in scenario.map.hexes} == {1, 2}
    assert int(country.of[hex_at(6, 4)]) == 1
    assert int(country.of[hex_at(14, 4)]) == 2


def test_a_gate_is_as_wide_as_the_ground_between_the_seas() -> None:
    strip = "\n".join(
        "..........~........." if r in (0, 1, 5, 6) else "." * 20 for r in range(ROWS)
    )
    open_ = sectors_of(_country("\n".join("." * 20 for _ in range(ROWS)), 404, 1604))
    narrow = sectors_of(_country(strip, 404, 1604))
    assert narrow.width[(1, 2)] < open_.width[(1, 2)]


def test_land_beyond_the_sea_has_no_way() -> None:
    country = sectors_of(_country("\n".join("......~~~......" for _ in range(ROWS)), 304, 1204))
    ways = country.ways["foot"]
    assert int(ways[1, 2]) == NO_WAY
    assert int(ways[1, 1]) == 0


def test_ways_keep_the_triangle_and_troops_on_the_way_are_gone_round_or_paid_for() -> None:
    text = "\n".join("." * 40 for _ in range(15))
    country = sectors_of(_country(text, 408, 1208, 2008, 2808, 3608))
    ways = country.ways["foot"]
    n = len(ways)
    assert n > 4
    through = ways[:, :, None] + ways[None, :, :]
    assert np.all(ways <= through.min(axis=1))
    with_enemy = shortest(country.near["foot"], {3: 500})
    more = with_enemy - ways
    assert more.min() >= 0
    assert 0 < int(more[1, 3]) <= 500
    assert int(more[3, 1]) <= int(more[1, 3])
