"""How rows of the historical tables become counters, assets and troops off the map."""

import csv
import shutil
from pathlib import Path

import pytest

from game.model.forces import UnitId
from game.scenario.load import load
from game.scenario.oob import build
from game.scenario.plane import Plane
from game.scenario.sorting import Row, sort_row

PROJ = "+proj=aea +lat_1=40 +lat_2=51 +lat_0=45 +lon_0=125 +ellps=WGS84 +units=km"
FORMATION = "id,name,level,parent_id,commander,hq_lat,hq_lon,role,confidence,source"


def soviet(**given: object) -> Row:
    row: dict[str, object] = {
        "id": "rd1", "name": "1st Rifle Division", "nation": "USSR", "type": "rifle",
        "size": "division", "parent_id": "army", "men": 9000, "tanks": 0, "spg": 0,
        "guns_mortars": 165, "aircraft": 0, "vehicles": 200, "lat": 44.9, "lon": 125.3,
        "available": "1945-08-09T00:00", "quality": 72, "mobility": "foot",
        "entry_notes": "class=map; first echelon", "confidence": "high", "source": "toy",
    }  # fmt: skip
    return {k: str(v) for k, v in (row | given).items()}


def japan(**given: object) -> Row:
    row: dict[str, object] = {
        "id": "jd1", "name": "1st Division", "nation": "JPN", "type": "infantry",
        "size": "division", "parent_id": "garrison", "men": 12000, "tanks": 0,
        "guns_mortars": 50, "aircraft": 0, "lat": 44.7, "lon": 126.3,
        "available": "1945-08-09T00:00", "quality": 35, "mobility": "foot", "desertion_risk": 3,
        "entry_notes": "In reserve.", "confidence": "medium", "source": "toy",
    }  # fmt: skip
    return {k: str(v) for k, v in (row | given).items()}


@pytest.mark.parametrize(
    ("row", "place", "kind"),
    [
        (soviet(), "unit", "unit"),
        (soviet(entry_notes="class=rear", type="engineer"), "asset", "rear"),
        (soviet(entry_notes="class=air", type="bomber", mobility="air"), "asset", "air"),
        (soviet(entry_notes="class=asset", type="artillery"), "asset", "artillery"),
        (soviet(entry_notes="class=asset", type="breakthrough_artillery"), "asset", "siege"),
        (
            soviet(entry_notes="class=asset", type="artillery", name="2nd Gun Artillery Brigade"),
            "asset",
            "siege",
        ),
        (soviet(entry_notes="class=asset", type="engineer"), "asset", "engineer"),
        (
            soviet(entry_notes="class=asset", type="engineer", name="1st Pontoon-Bridge Brigade"),
            "asset",
            "pontoon",
        ),
        (soviet(entry_notes="class=asset", type="anti_aircraft"), "asset", "anti_air"),
        (soviet(entry_notes="class=naval", type="flotilla", parent_id="amur"), "asset", "flotilla"),
        (soviet(entry_notes="class=naval", type="fleet", parent_id="tof"), "offmap", "fleet"),
        (soviet(type="naval_infantry", parent_id="tofland"), "offmap", "unit"),
        (soviet(parent_id="kor"), "offmap", "unit"),
        (soviet(entry_notes="class=event; x", type="airborne"), "offmap", "unit"),
        (japan(), "unit", "unit"),
        (japan(id="JD042"), "offmap", "unit"),
        (japan(type="flotilla", mobility="water"), "asset", "flotilla"),
        (japan(type="artillery"), "asset", "artillery"),
        (japan(type="artillery", id="JART2"), "asset", "siege"),
        (japan(type="railway_guard", mobility="rail"), "unit", "unit"),
        (japan(type="kamikaze_air", mobility="air"), "unit", "unit"),
    ],
)
def test_each_row_has_its_place(row: Row, place: str, kind: str) -> None:
    found = sort_row(row)
    assert (found.place, found.kind) == (place, kind)
    assert bool(found.box) == bool(found.reason) == (place == "offmap")


def test_an_unknown_class_is_no_guess() -> None:
    with pytest.raises(ValueError, match="class 'mapp' is none of"):
        sort_row(soviet(entry_notes="class=mapp; x"))


@pytest.mark.parametrize(
    ("row", "stack"),
    [
        (soviet(), 3),
        (soviet(type="fortified_region", size="brigade", men=3600), 1),
        (soviet(type="tank", size="brigade", men=1400), 1),
        (soviet(type="mechanized", size="brigade", men=3350), 1),
        (soviet(size="brigade", men=4400), 2),
        (soviet(size="regiment", men=2400), 1),
        (soviet(size="detachment", men=180), 0),
        (soviet(type="mongol_cavalry", men=2650), 1),
        (japan(type="mixed_brigade", size="brigade", men=5500), 2),
        (japan(type="garrison", size="detachment", men=58_000, entry_notes="AGGREGATE x"), 1),
        (japan(type="fighter", size="brigade", men=3500), 1),
    ],
)
def test_stack_points_by_size(row: Row, stack: int) -> None:
    assert sort_row(row).stack == stack


def test_rocket_launchers_are_read_out_of_the_notes() -> None:
    found = sort_row(
        soviet(entry_notes="class=asset; rocket_launchers=48; from memory", type="rocket")
    )
    assert (found.rockets, found.notes) == (48, "from memory")


def test_troops_of_trains_ships_and_airfields_march_on_foot() -> None:
    for mobility in ("rail", "water", "air"):
        assert sort_row(japan(mobility=mobility)).mobility == "foot"
    assert sort_row(japan(mobility="static")).mobility == "static"


def test_men_of_an_air_unit_are_the_garrison_of_its_field() -> None:
    assert sort_row(japan(type="fighter", mobility="air")).type == "airfield_fighter"


def test_a_pool_of_rear_troops_is_marked() -> None:
    assert sort_row(japan(entry_notes="AGGREGATE balancing row.")).aggregate
    assert not sort_row(japan(entry_notes="Aggregate of depot units.")).aggregate


@pytest.mark.parametrize(
    ("lat", "lon", "x", "y"),
    # As PROJ 9 gives them.
    [(45, 125, 0, 0), (49.21, 119.74, -381.966, 482.404), (50.8, 156.4, 2157.449, 1072.2)],
)
def test_the_plane_is_that_of_proj(lat: float, lon: float, x: float, y: float) -> None:
    plane = Plane.of((PROJ, "0", "0", "20"), 10, 10)
    assert plane.point(lat, lon) == pytest.approx((x, y), abs=0.001)


def test_a_point_lies_in_the_hex_with_the_nearest_centre() -> None:
    plane = Plane.of((PROJ, "-100", "100", "20"), 12, 12)
    for h in (101, 305, 506, 910):
        x, y = plane.centre(h)
        assert plane.hex_of((x + 6, y - 7)) == h
    assert plane.hex_of((5000, 0)) is None


def test_another_projection_is_refused() -> None:
    with pytest.raises(ValueError, match="only"):
        Plane.of(("+proj=merc", "0", "0", "20"), 10, 10)


def write(folder: Path, soviet_rows: list[Row], japan_rows: list[Row]) -> Path:
    """A folder of historical tables."""
    folder.mkdir()
    formations = {
        "soviet": [("front", "front", ""), ("army", "army", "front")],
        "japan": [("garrison", "area_army", "")],
    }
    for side, rows in (("soviet", soviet_rows), ("japan", japan_rows)):
        with (folder / f"{side}_units.csv").open("w", newline="") as f:
            units = csv.DictWriter(f, list(rows[0]))
            units.writeheader()
            units.writerows(rows)
        with (folder / f"{side}_formations.csv").open("w", newline="") as f:
            lines = csv.writer(f)
            lines.writerow(FORMATION.split(","))
            for id, level, parent in formations[side]:
                lat, lon = (44.9, 125.3) if side == "soviet" else (44.7, 126.3)
                lines.writerow([id, id, level, parent, "", lat, lon, "", "high", "toy"])
    return folder


def read(path: Path) -> dict[str, dict[str, str]]:
    with path.open(newline="") as f:
        return {row["id"]: row for row in csv.DictReader(f)}


def test_a_built_order_of_battle_loads(tiny: Path) -> None:
    history = write(
        tiny.parent / "history",
        [soviet(), soviet(id="ga1", entry_notes="class=asset", type="artillery")],
        [japan(), japan(id="jd3", lat=44.72)],
    )
    shutil.rmtree(tiny / "forces")
    counts = build(history, tiny / "map", tiny / "forces")
    assert counts["units.csv"] == 3
    assert counts["assets.csv"] == 1
    # This order of battle has no ships.
    head = (tiny / "scenario.toml").read_text(encoding="utf-8")
    (tiny / "scenario.toml").write_text(head.partition("[[fleets]]")[0], encoding="utf-8")
    scenario = load(tiny)
    assert list(scenario.counters) == ["rd1", "jd1", "jd3"]
    assert scenario.counters[UnitId("rd1")].hex == 100


def test_a_full_hex_sends_units_next_door_and_says_so(tiny: Path) -> None:
    history = write(
        tiny.parent / "history", [soviet(id=f"rd{n}") for n in range(1, 9)], [japan(id="jd3")]
    )
    build(history, tiny / "map", tiny / "forces")
    units = read(tiny / "forces/units.csv")
    hexes = [units[f"rd{n}"]["hex"] for n in range(1, 9)]
    # A plain holds 18 points: six divisions; the last two stand beside them.
    assert len(set(hexes[:6])) == 1
    assert hexes[6] == hexes[7] != hexes[0]
    moved = read(tiny / "forces/displacements.csv")
    assert [moved[i]["reason"] for i in ("rd7", "rd8")] == ["no room", "no room"]


def test_a_unit_on_enemy_ground_goes_to_the_nearest_own_hex(tiny: Path) -> None:
    history = write(tiny.parent / "history", [soviet(lon=125.95)], [japan(id="jd3", lon=126.5)])
    build(history, tiny / "map", tiny / "forces")
    assert int(read(tiny / "forces/units.csv")["rd1"]["hex"]) // 100 == 3


def test_a_unit_far_from_own_land_is_an_error(tiny: Path) -> None:
    history = write(tiny.parent / "history", [soviet(lon=126.5)], [japan(id="jd3")])
    with pytest.raises(ValueError, match=r"unit rd1: no land of soviet near 44\.9 N 126\.5 E"):
        build(history, tiny / "map", tiny / "forces")


def test_a_garrison_near_its_works_stands_in_them(tiny: Path) -> None:
    history = write(tiny.parent / "history", [soviet()], [japan(id="jd3", lat=44.7, lon=126.2)])
    build(history, tiny / "map", tiny / "forces")
    assert read(tiny / "forces/units.csv")["jd3"]["hex"] == "00602"


def test_building_twice_gives_the_same_bytes(tiny: Path) -> None:
    history = write(tiny.parent / "history", [soviet()], [japan(id="jd3")])
    build(history, tiny / "map", tiny / "forces")
    first = {p.name: p.read_bytes() for p in (tiny / "forces").iterdir()}
    build(history, tiny / "map", tiny / "forces")
    assert {p.name: p.read_bytes() for p in (tiny / "forces").iterdir()} == first
