"""Recorded games as tables and GeoJSON, read back and held against the game."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyproj import Transformer
from shapely.geometry import shape
from shapely.ops import unary_union

from game.cli import start
from game.film import outline
from game.film.geojson import SUBJECTS
from game.film.projection import Projection
from game.film.reel import Reel
from game.film.tables import COLUMNS
from game.hexes import hex_at, neighbour, neighbours
from game.model.state import JAPAN, SOVIET, State
from game.rules import fog, victory
from game.scenario.load import load
from tests.lab.test_rerun import game
from tests.lab.test_rerun import load as load_toy

Table = list[dict[str, str]]
CAMPAIGN = "manchuria_1945"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of the tutorial."""
    path = tmp_path_factory.mktemp("tables") / "game.replay"
    quick = ["--scenario", "tutorial", "--soviet", "staff", "--japan", "greedy", "--turns", "2"]
    assert start(["simulate", *quick, "--replay", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def tables(recorded: Path) -> dict[str, Table]:
    """Its tables as they are read back."""
    folder = recorded.parent / "csv"
    assert start(["replay", "export", str(recorded), "--csv", str(folder)]) == 0
    return read_csv(folder)


@pytest.fixture(scope="module")
def layers(recorded: Path) -> dict[str, list[Any]]:
    """The features of its GeoJSON files."""
    folder = recorded.parent / "geo"
    assert start(["replay", "export", str(recorded), "--geojson", str(folder)]) == 0
    found = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in folder.iterdir()}
    assert set(found) == set(SUBJECTS)
    assert all(layer["type"] == "FeatureCollection" for layer in found.values())
    return {name: layer["features"] for name, layer in found.items()}


@pytest.fixture(scope="module")
def mornings(recorded: Path) -> list[State]:
    """The states that are written down."""
    shots = list(Reel(recorded))
    found = [shots[0].state]
    for shot in shots:
        if shot.state.turn != found[-1].turn:
            found.append(shot.state)
    return [*found, shots[-1].state]


def read_csv(folder: Path) -> dict[str, Table]:
    """Tables by name; the header of each is the one that is documented."""
    found = {}
    for path in folder.iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            assert tuple(reader.fieldnames or ()) == COLUMNS[path.stem]
            found[path.stem] = list(reader)
    assert set(found) == set(COLUMNS)
    return found


def at(rows: Table, turn: int, moment: str) -> Table:
    """The rows of a moment."""
    return [r for r in rows if r["turn"] == str(turn) and r["moment"] == moment]


def test_degrees_of_the_plane_agree_with_proj() -> None:
    hexmap = load(CAMPAIGN).map
    projection = Projection.of(hexmap.projection)
    points = projection.centres(hexmap.hexes)
    found = projection.lonlat(points)
    proj = Transformer.from_crs(projection.text, "EPSG:4326", always_xy=True)
    lon, lat = proj.transform(points[:, 0], points[:, 1])
    assert np.abs(found - np.stack([lon, lat], axis=-1)).max() < 1e-8
    assert np.abs(projection.plane(found[:, 0], found[:, 1]) - points).max() < 1e-6


def test_units_are_those_of_each_morning(tables: dict[str, Table], mornings: list[State]) -> None:
    moments = [(s.turn, "morning") for s in mornings[:-1]] + [(mornings[-1].turn, "last")]
    assert {(int(r["turn"]), r["moment"]) for r in tables["units"]} == set(moments)
    for state, (turn, moment) in zip(mornings, moments, strict=True):
        rows = {r["id"]: r for r in at(tables["units"], turn, moment)}
        here = {u.id: u for u in state.units.values() if u.on_map}
        assert set(rows) == set(here)
        for name, row in rows.items():
            unit = here[name]  # type: ignore[index]
            assert int(row["hex"]) == unit.hex
            assert int(row["men"]) == unit.men
            assert int(row["tanks"]) == unit.tanks
            assert row["side"] == state.side_of(unit.id)
            assert row["date"] == state.scenario.date_of(turn).isoformat()


def test_a_place_of_a_unit_in_degrees_is_in_its_hex(tables: dict[str, Table]) -> None:
    scenario = load("tutorial")
    projection = Projection.of(scenario.map.projection)
    for row in tables["units"]:
        x, y = projection.plane(float(row["longitude"]), float(row["latitude"]))
        mx, my = projection.centre(int(row["hex"]))
        assert abs(x - mx) < 0.01
        assert abs(y - my) < 0.01


def test_the_front_lies_between_the_sides(tables: dict[str, Table], mornings: list[State]) -> None:
    rows = tables["front"]
    assert rows
    for state in mornings[:-1]:
        for row in at(rows, state.turn, "morning"):
            soviet, japan = int(row["soviet_hex"]), int(row["japan_hex"])
            assert state.control[soviet] == SOVIET
            assert state.control[japan] == JAPAN
            assert japan in neighbours(soviet)
    pairs = {
        (h, n)
        for h in mornings[0].scenario.map.hexes if mornings[0].control[h] == SOVIET
        for n in neighbours(h)
        if n in mornings[0].scenario.map.hexes and mornings[0].control[n] == JAPAN
        and mornings[0].scenario.map.land[h] and mornings[0].scenario.map.land[n]
    }  # fmt: skip
    told = at(rows, 1, "morning")
    assert {(int(r["soviet_hex"]), int(r["japan_hex"])) for r in told} == pairs


def test_control_adds_up_to_the_ground_of_the_last_moment(
    tables: dict[str, Table], mornings: list[State]
) -> None:
    holders = {}
    for row in tables["control"]:
        holders[int(row["hex"])] = row["holder"]
    names = ("neutral", "soviet", "japan")
    last, hexmap = mornings[-1], mornings[-1].scenario.map
    assert holders == {int(h): names[last.control[h]] for h in range(hexmap.size) if hexmap.land[h]}
    changed = [r for r in tables["control"] if r["turn"] != "1"]
    assert changed
    assert len(changed) < len(holders) / 2


def test_captures_and_figures_are_those_of_the_game(
    tables: dict[str, Table], mornings: list[State]
) -> None:
    last = mornings[-1]
    first: dict[str, int] = {}
    for row in tables["captures"]:
        first.setdefault(row["place"], int(row["turn"]))
    assert first
    assert first.items() >= last.captures.items()
    figures = tables["figures"][-1]
    assert int(figures["points"]) == victory.ledger(last).total
    assert int(figures["japan_fallen"]) > 0
    ground = [int(r["ground"]) for r in tables["figures"]]
    assert ground[0] == 0
    assert ground[-1] > 0


def test_areas_of_geojson_are_valid_and_cover_what_is_held(
    layers: dict[str, list[Any]], mornings: list[State]
) -> None:
    projection = Projection.of(mornings[0].scenario.map.projection)
    moments = {(f["properties"]["turn"], f["properties"]["moment"]) for f in layers["control"]}
    assert len(moments) == len(mornings)
    for feature in layers["control"][:2]:
        area = shape(feature["geometry"])
        assert area.is_valid
        for polygon in area.geoms:
            assert polygon.exterior.is_ccw
        holder = SOVIET if feature["properties"]["holder"] == "soviet" else JAPAN
        state = mornings[0]
        for h in state.scenario.map.hexes:
            inside = area.contains(shape(point(projection, h)))
            held = state.control[h] == holder and bool(state.scenario.map.land[h])
            assert inside == held, h


def point(projection: Projection, h: int) -> dict[str, object]:
    """The middle of a hex."""
    return {"type": "Point", "coordinates": projection.lonlat(projection.centre(h)).tolist()}


def test_the_front_of_geojson_is_the_common_border_of_the_areas(
    layers: dict[str, list[Any]],
) -> None:
    front = shape(layers["front"][0]["geometry"])
    soviet, japan = (shape(f["geometry"]) for f in layers["control"][:2])
    assert front.length > 0
    assert soviet.boundary.buffer(1e-4).contains(front)
    assert japan.boundary.buffer(1e-4).contains(front)
    common = soviet.boundary.intersection(japan.boundary).length
    assert abs(common - front.length) < 1e-3 * front.length


def test_points_of_geojson_are_the_rows_of_the_tables(
    layers: dict[str, list[Any]], tables: dict[str, Table]
) -> None:
    for name in ("units", "captures"):
        assert len(layers[name]) == len(tables[name])
        for feature, row in zip(layers[name], tables[name], strict=True):
            lon, lat = feature["geometry"]["coordinates"]
            assert (str(lon), str(lat)) == (row["longitude"], row["latitude"])
            told = feature["properties"]
            assert {k: "" if v is None else str(v) for k, v in told.items()} == {
                k: v for k, v in row.items() if k in told
            }


def test_a_ring_around_a_hole_and_parts_that_touch_nowhere() -> None:
    middle = hex_at(10, 10)
    ring = set(neighbours(middle))
    far = hex_at(20, 10)
    parts = outline.areas({*ring, far})
    assert [len(rings) for rings in parts] == [2, 1]
    outer, hole = parts[0]
    assert (len(outer), len(hole)) == (19, 7)
    assert (outer[0], hole[0]) == (outer[-1], hole[-1])
    assert set(hole) == {c for d in range(6) for c in outline.side_of(middle, d)}
    assert outline.areas(()) == []


def test_sides_of_hexes_are_shared_by_neighbours_the_other_way_round() -> None:
    for h in (hex_at(10, 10), hex_at(11, 10)):
        for d in range(6):
            other = outline.side_of(neighbour(h, d), (d + 3) % 6)
            assert outline.side_of(h, d) == other[::-1]


def test_a_map_of_whole_hexes_is_one_area_with_the_area_of_its_hexes() -> None:
    hexmap = load("tutorial").map
    projection = Projection.of(hexmap.projection)
    parts = outline.areas(hexmap.hexes)
    total = 0.0
    for part in parts:
        geometry = {"type": "Polygon", "coordinates": part}
        total += shape(geometry).area
    # In whole numbers a hex has an area of 6 half boxes of 2 by 1.
    assert total == 6 * len(hexmap.hexes)
    assert unary_union([shape({"type": "Polygon", "coordinates": p}) for p in parts]).is_valid
    assert outline.degrees(projection, [(0, 0)]).shape == (1, 2)


def test_a_side_is_told_in_tables_what_it_knew(recorded: Path, tmp_path: Path) -> None:
    folder = tmp_path / "japan"
    assert start(["replay", "export", str(recorded), "--csv", str(folder), "--as", "japan"]) == 0
    found = read_csv(folder)
    reel = Reel(recorded, "japan")
    first = next(iter(reel))
    known = fog.observe(reel.match.state, "japan")
    rows = at(found["units"], 1, "morning")
    theirs = {r["id"] for r in rows if r["side"] == "soviet" and not r["last_seen"]}
    assert theirs == {u.id for u in known.on_map("soviet")}
    assert len(theirs) < len(reel.match.state.on_map("soviet"))
    assert first.state.units == known.units
    assert all(r["fatigue"] == "" for r in rows if r["side"] == "soviet")
    assert all(r["soviet_fallen"] == "" for r in found["figures"])


def test_a_map_without_degrees_is_refused_in_one_sentence(tmp_path: Path) -> None:
    from game.film.export import BadWish, Wishes, export

    game(tmp_path / "toy.replay")
    with pytest.raises(BadWish, match="no projection"):
        export(tmp_path / "toy.replay", Wishes(csv=tmp_path / "csv"), load_toy)
    assert not (tmp_path / "csv").exists()


def test_a_folder_in_no_folder_is_refused(
    recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deep = str(tmp_path / "no" / "such")
    for option in ("--csv", "--geojson"):
        assert start(["replay", "export", str(recorded), option, deep]) == 2
        assert f"{option}: there is no folder" in capsys.readouterr().err
