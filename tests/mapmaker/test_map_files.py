"""The committed map keeps its promises, and the check that says so can tell a broken one."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from game.hexes import Hex, neighbour
from game.mapmaker import check as questions
from game.mapmaker import facts
from game.mapmaker.lattice import albers, centre, hex_at_point, side_corners
from game.mapmaker.reading import MapFiles, read_map

FOLDER = Path(__file__).parents[2] / "scenarios/manchuria_1945/map"


@pytest.fixture(scope="module")
def the_map() -> MapFiles:
    return read_map(FOLDER)


def test_the_committed_map_has_no_findings():
    assert questions.check(FOLDER) == []


def test_the_theatre_has_the_size_that_was_asked_for(the_map: MapFiles):
    land = [h for h in the_map.hexes if the_map.is_land(h)]
    assert 9_500 <= len(land) <= 11_500
    assert the_map.header["rows"] < 100
    assert min(the_map.hexes) >= 100, "hex 0 and its column are nowhere"


@pytest.mark.parametrize(
    ("place", "terrains"),
    [
        ("harbin", {"city"}),
        ("tamsag", {"steppe"}),
        ("tungliao", {"plain"}),
        ("zamynude", {"desert"}),
        ("solun", {"hills", "mountains"}),
        ("pokotu", {"mountains"}),
        ("shumshu", {"hills"}),
        ("aihun", {"forest", "plain", "hills", "mountains"}),
    ],
)
def test_terrain_at_known_places(the_map: MapFiles, place: str, terrains: set[str]):
    assert the_map.hexes[the_map.place_hex(place)]["terrain"] in terrains


@pytest.mark.parametrize(
    ("lon", "lat", "terrain"),
    [
        (132.9, 47.5, "marsh"),  # Sanjiang
        (133.0, 45.35, "marsh"),  # Sungacha
        (132.4, 44.9, "lake"),  # Khanka
        (117.5, 49.0, "lake"),  # Hulun
        (123.5, 52.0, "virgin_forest"),  # upper Amur taiga
        (114.5, 47.0, "steppe"),  # Dornod
        (124.5, 46.0, "plain"),  # Sungari-Nonni plain
        (119.9, 45.6, "hills"),  # Khingan crest of the tank army
        (136.0, 41.0, None),  # deep Sea of Japan
        (138.5, 36.0, None),  # Honshu
    ],
)
def test_terrain_at_known_points(the_map: MapFiles, lon: float, lat: float, terrain: str | None):
    row = the_map.hexes.get(the_map.hex_of(lon, lat))
    assert (row["terrain"] if row else None) == terrain


def test_the_border_taiga_stands_between_turi_rog_and_pamientung(the_map: MapFiles):
    wild = {h for h, r in the_map.hexes.items() if r["terrain"] == "virgin_forest"}
    x, y = the_map.xy(the_map.place_hex("turirog"))
    near = [h for h in wild if abs(the_map.xy(h)[0] - x) < 100 and abs(the_map.xy(h)[1] - y) < 80]
    assert len(near) >= 3
    roads = [s for h in near for _, s in the_map.around(h) if s in the_map.links]
    assert not any("M34" in the_map.links[s]["lines"] for s in roads), "cut only in August"


def test_the_main_crossings_exist(the_map: MapFiles):
    """Railway bridges: Khabarovsk, Harbin, Antung, Fularki; none at Blagoveshchensk."""
    crossed = {}
    for side, row in the_map.links.items():
        river = the_map.hexsides.get(side)
        if river is not None and river["river"] in ("major", "great") and row["rail"] != "0":
            for line in row["lines"].split(";"):
                crossed.setdefault(line, set()).add(river["river_name"])
    assert "Amur" in crossed["R65"]
    assert "Sungari" in crossed["R01"] | crossed.get("R04", set()) | crossed.get("R36", set())
    assert "Nonni" in crossed["R01"]
    assert "Yalu" in crossed["R09"] | crossed.get("R10", set())
    assert "Mutan" in crossed["R02"]
    assert "R68" not in crossed


def test_frontier_hexes_are_parted_by_the_amur(the_map: MapFiles):
    """From Aihun to Leninskoye no Soviet and Manchurian hex touch without the river between."""
    dry = []
    for h, row in the_map.hexes.items():
        if row["country"] != "USSR":
            continue
        for n, side in the_map.around(h):
            y = the_map.xy(h)[1]
            x = the_map.xy(h)[0]
            if the_map.hexes[n]["country"] == "MCK" and x > 0 and y > 320:
                river = the_map.hexsides.get(side)
                if river is None or river["river"] not in ("great", "major"):
                    dry.append(side)
    assert dry == []


def test_plain_formulas_and_corners_agree():
    x0, y0 = facts.X0, facts.Y0
    assert albers(125, 45) == pytest.approx((0, 0), abs=1e-9)
    for h in (101, 4711, 10450, 20998):
        assert hex_at_point(*centre(h, x0, y0), x0, y0) == h
        for d in range(6):
            mine = set(side_corners((Hex(h), d)))
            theirs = set(side_corners((neighbour(h, d), (d + 3) % 6)))
            assert mine == theirs


# ------------------------------------------------------------------ the check can say no


def test_a_gap_in_a_river_is_found(the_map: MapFiles):
    amur = [s for s, r in the_map.hexsides.items() if r["river_name"] == "Amur"]
    sides = {s: r for s, r in the_map.hexsides.items() if s != amur[len(amur) // 2]}
    assert questions.rivers_hold_together(replace(the_map, hexsides=sides))


def test_a_gap_in_a_railway_is_found(the_map: MapFiles):
    side = next(s for s, r in the_map.links.items() if r["lines"] == "R80")
    links = {s: r for s, r in the_map.links.items() if s != side}
    found = questions.railways_hold_together(replace(the_map, links=links))
    assert any(f.startswith("R80") for f in found)


def test_a_bridged_strait_is_found(the_map: MapFiles):
    open_sides = {s: {**r, "barrier": ""} for s, r in the_map.hexsides.items()}
    assert questions.straits_are_not_bridged(replace(the_map, hexsides=open_sides))


def test_a_town_on_the_wrong_bank_is_found(the_map: MapFiles):
    fularki, tsitsihar = the_map.places["fularki"], the_map.places["tsitsihar"]
    places = {**the_map.places, "fularki": {**fularki, "hex": tsitsihar["hex"]}}
    found = questions.towns_are_on_their_bank(replace(the_map, places=places))
    assert found == ["fularki is on the wrong bank of the Nonni"]


def test_a_place_at_sea_a_zone_abroad_and_a_blocked_pass_are_found(the_map: MapFiles):
    sea = next(h for h, r in the_map.hexes.items() if r["terrain"] == "sea")
    harbin = {**the_map.places["harbin"], "hex": f"{sea:05d}"}
    found = questions.places_are_in_order(
        replace(the_map, places={**the_map.places, "harbin": harbin})
    )
    assert found == ["harbin is not on land"]
    zone = {**the_map.zones[0], "hex": the_map.places["vladivostok"]["hex"]}
    assert questions.zones_are_on_own_land(replace(the_map, zones=(zone,)))
    hexes = {h: {**r, "terrain": "high_mountains"} for h, r in the_map.hexes.items()}
    assert questions.passes_lead_through(replace(the_map, hexes=hexes, links={}))


def test_a_cut_axis_is_found(the_map: MapFiles):
    hexes = {
        h: {**r, "terrain": "sea"} if abs(the_map.xy(h)[0] + 400) < 20 else r
        for h, r in the_map.hexes.items()
    }
    assert any("no way" in f for f in questions.axes_are_open(replace(the_map, hexes=hexes)))


# ------------------------------------------------------------------ making it again


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes(tmp_path: Path):
    """AUGUST_STORM_GEO names the folder of the geographic data; `history` stands beside it."""
    pytest.importorskip("pyproj")
    pytest.importorskip("shapely")
    geo = Path(os.environ.get("AUGUST_STORM_GEO", "no such folder"))
    if not geo.is_dir():
        pytest.skip("set AUGUST_STORM_GEO to the folder of the geographic data")
    from game.mapmaker import build

    build(geo, geo.parent / "history", tmp_path)
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name
