"""The picture of the map: projection, relief, lines, names and a part of it drawn for real."""

from pathlib import Path

import numpy as np
import pygame
import pytest

from game.film import chips, counters, names, picture, ways
from game.film.ink import beside, calm, dashed, evenly, smooth
from game.film.labels import Hand, Placer, along, font, widened
from game.film.palette import ASSETS, COVER, FACES, NATIONS, PAPER, mix, rgb
from game.film.projection import Projection, View
from game.film.raster import blur, box_blur, hillshade, noise, resample
from game.film.relief import Plate, land_data, lines
from game.hexes import DIRECTIONS, Hex, hex_at, neighbour
from game.model.scenario import Scenario
from game.scenario.load import load
from game.scenario.plane import Plane

WORDS = (
    "+proj=aea +lat_1=40 +lat_2=51 +lat_0=45 +lon_0=125 +ellps=WGS84 +units=km",
    "-1440", "1102", "20",
)  # fmt: skip
PROJECTION = Projection.of(WORDS)


@pytest.fixture(scope="module")
def campaign() -> Scenario:
    return load("manchuria_1945")


def view(km: float = 2.0, size: tuple[int, int] = (200, 100), scale: float = 1.0) -> View:
    return View(PROJECTION, size, (0.0, 0.0), km, scale)


# Projection


@pytest.mark.parametrize(("lon", "lat"), [(125, 45), (107.6, 51.8), (131.9, 43.1), (156.1, 50.7)])
def test_whole_lines_are_projected_like_single_points(lon: float, lat: float) -> None:
    plane = Plane.of(WORDS, 211, 100)
    assert PROJECTION.plane([lon], [lat])[0] == pytest.approx(plane.point(lat, lon), abs=1e-6)


def test_the_corners_of_a_side_are_shared_by_its_two_hexes() -> None:
    for h in (hex_at(30, 40), hex_at(31, 40)):
        mine = PROJECTION.corners(h)
        for direction in range(len(DIRECTIONS)):
            other = PROJECTION.corners(neighbour(h, direction))
            ends = mine[[(direction + 4) % 6, (direction + 5) % 6]]
            for end in ends:
                assert np.hypot(*(other - end).T).min() < 1e-6


def test_pixels_and_km_agree() -> None:
    assert view().pixels([0.0, 0.0]).tolist() == [100, 50]
    assert view().pixels([20.0, 20.0]).tolist() == [110, 40]
    assert view().hex_pixels == 10
    assert view(scale=2).zoom == 5


def test_styles_grow_with_the_zoom_and_the_sheet() -> None:
    assert view().style((5, 1), (15, 3)) == pytest.approx(2)
    assert view(scale=2).style((5, 1), (15, 3)) == pytest.approx(2)


# Rasters


def test_sampling_at_the_cells_gives_the_cells_back() -> None:
    cells = np.arange(30, dtype=np.float32).reshape(5, 6) ** 2
    assert resample(cells, np.arange(5.0), np.arange(6.0)) == pytest.approx(cells)


def test_sampling_a_slope_between_cells_stays_on_the_slope() -> None:
    cells = np.add.outer(np.arange(6), 2 * np.arange(8)).astype(np.float32)
    got = resample(cells, np.array([1.5, 2.25]), np.array([3.0, 4.5]))
    assert got == pytest.approx(np.array([[7.5, 10.5], [8.25, 11.25]]))


@pytest.mark.parametrize("sigma", [0.8, 2.0, 6.0])
def test_blurring_keeps_the_mean_and_flat_ground(sigma: float) -> None:
    point = np.zeros((81, 81), np.float32)
    point[40, 40] = 1
    soft = blur(point, sigma)
    assert soft.sum() == pytest.approx(1, abs=1e-4)
    assert soft.argmax() == 40 * 81 + 40
    assert soft.max() < 0.5
    assert blur(np.full((9, 9), 7, np.float32), sigma) == pytest.approx(np.full((9, 9), 7))


def test_a_box_blur_is_the_mean_of_the_box() -> None:
    row = np.array([[0, 0, 9, 0, 0]], np.float32)
    assert box_blur(row, 1).tolist() == [[0, 3, 3, 3, 0]]


def test_noise_is_fixed_to_the_ground() -> None:
    x, y = np.arange(0, 100, 2.0), np.arange(50, 0, -2.0)
    whole = noise(x, y, 14, 3)
    part = noise(x[20:30], y[5:15], 14, 3)
    assert whole[5:15, 20:30] == pytest.approx(part, abs=1e-4)
    assert not np.allclose(whole, noise(x, y, 14, 4))
    assert 0.2 < whole.std() < 2


def test_slopes_towards_the_light_are_bright_and_flat_ground_is_neutral() -> None:
    flat = np.zeros((20, 20), np.float32)
    assert abs(hillshade(flat, 1000, 10)).max() < 1e-6
    ramp = np.add.outer(np.arange(20), np.arange(20)).astype(np.float32) * 30
    # Rising to the south-east means facing the north-west, where the light stands.
    assert hillshade(ramp, 1000, 10).min() > 0.1
    assert hillshade(-ramp, 1000, 10).max() < -0.1


# Lines


def test_smoothing_keeps_the_ends_and_cuts_the_corner() -> None:
    corner = np.array([[0.0, 0], [10, 0], [10, 10]])
    soft = smooth(corner, 3)
    assert soft[0].tolist() == [0, 0]
    assert soft[-1].tolist() == [10, 10]
    assert np.hypot(*(soft - (10, 0)).T).min() > 1


def test_dashes_cover_their_share_of_the_line() -> None:
    line = np.array([[0.0, 0], [30, 0], [30, 40]])
    pieces = dashed(line, (6, 4))
    length = sum(float(np.hypot(*np.diff(p, axis=0).T).sum()) for p in pieces)
    assert length == pytest.approx(42)
    assert len(pieces) == 7


def test_even_points_parallels_and_calm_lines() -> None:
    line = np.array([[0.0, 0], [50, 0]])
    even = evenly(line, 5)
    assert len(even) == 11
    assert beside(even, 3)[:, 1].tolist() == [3.0] * 11
    zigzag = np.stack([np.arange(60.0), np.arange(60) % 2], axis=1)
    assert np.ptp(calm(zigzag, 4)[12:-12, 1]) < 0.05


# Ways


def test_links_are_joined_to_lines_that_end_at_junctions_and_changes_of_kind() -> None:
    a, b, c, d, e = (Hex(hex_at(10 + i, 10 + i // 2)) for i in range(5))
    south = neighbour(c, 3)
    kinds = {frozenset(p): (3,) for p in ((a, b), (b, c), (c, d), (c, south))}
    kinds[frozenset((d, e))] = (2,)

    def kind_of(side: int) -> tuple[int, ...] | None:
        h, direction = divmod(side, 6)
        return kinds.get(frozenset((Hex(h), neighbour(h, direction)))) if h else None

    found = {(w.hexes, w.kind) for w in ways.chains(2000, kind_of)}
    assert found == {
        ((a, b, c), (3,)), ((c, d), (3,)), ((c, south), (3,)), ((d, e), (2,)),
    }  # fmt: skip


def test_every_link_of_the_campaign_is_drawn_once(campaign: Scenario) -> None:
    drawn = [
        frozenset(pair)
        for way in ways.railways(campaign.map)
        for pair in zip(way.hexes, way.hexes[1:], strict=False)
    ]
    assert len(drawn) == len(set(drawn)) == np.count_nonzero(campaign.map.rail) / 2


# Names


def test_names_never_touch_one_another() -> None:
    placer = Placer(pygame.Rect(0, 0, 400, 300), slack=0)
    boxes = [placer.beside((60, 14), (200, 150), (5, 30, 80)) for _ in range(20)]
    placed = [b for b in boxes if b is not None]
    assert 8 <= len(placed) < 20  # the rings are full
    assert all(not a.colliderect(b) for i, a in enumerate(placed) for b in placed[i + 1 :])
    assert all(placer.area.contains(b) for b in placed)


def test_a_name_along_a_line_gives_way_or_refuses() -> None:
    sheet = pygame.Surface((300, 100), pygame.SRCALPHA)
    hand = Hand("serif italic", 14, "#2c5d80", 1, 1.0)
    line = np.array([[10.0, 50], [290, 50]])
    placer = Placer(sheet.get_rect())
    assert along(sheet, "Sungari", line, hand, placer, (0.5,))
    assert sheet.get_bounding_rect().width > 30
    assert not along(sheet, "Sungari", line, hand, placer, (0.5,))
    assert along(sheet, "Sungari", line, hand, placer, (0.5, 0.05))
    assert not along(sheet, "Sungari" * 9, line, hand, placer)


def test_widening_a_mask_reaches_as_far_as_asked() -> None:
    mask = np.zeros((11, 11), np.float32)
    mask[5, 5] = 1
    wide = widened(mask, 2)
    assert wide[5, 7] == wide[3, 5] == 1
    assert wide[5, 8] == wide[3, 3] == 0


def test_every_name_has_its_letters_in_its_typeface(campaign: Scenario) -> None:
    sans = font("sans", 14)
    for place in campaign.map.places:
        assert None not in sans.metrics(place.name), place.name
    for name in names.area_names():
        face = names.AREA_STYLES[name["kind"]][0]
        assert None not in font(face, 14).metrics(name["text"]), name["text"]


def test_towns_are_drawn_in_their_own_hex(campaign: Scenario) -> None:
    for place in campaign.map.places:
        x, y = ways.drawn_at(PROJECTION, place)
        u, v = PROJECTION.centre(place.hex)
        assert np.hypot(x - u, y - v) < 10


# Forces


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("6th Guards Tank Army", "6 Gds T"),
        ("1st Red Banner Army", "1 RB"),
        ("39th Army", "39"),
        ("Soviet-Mongolian Cavalry-Mechanized Group", "Cav-Mech"),
        ("4th Army (Separate)", "4"),
        ("First Area Army", "1 Area"),
        ("88th Division (South Sakhalin)", "88 D"),
        ("Mongolia Garrison Army", "Mong"),
    ],
)
def test_armies_have_short_names(name: str, short: str) -> None:
    assert chips.short_army(name) == short


def test_chips_do_not_cover_one_another_nor_great_cities() -> None:
    army = chips.Army("5", "USSR", "rifle", "army", (0.0, 0.0), 1000)
    frame = pygame.Rect(0, 0, 400, 300)
    wide = view(1.0, (400, 300))
    placed = chips.place_chips(wide, [army] * 4, 1.0, frame, [(200.0, 150.0)])
    boxes = [chips.chip_box(a, at, 1.0) for a, at in placed]
    assert len(boxes) == 4
    assert all(not a.colliderect(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert not any(b.collidepoint(200, 150) for b in boxes)


def test_the_armies_of_the_campaign(campaign: Scenario) -> None:
    found = chips.armies(campaign, counters.units_at_start(campaign))
    labels = {a.label for a in found if a.nation == "USSR"}
    assert {"6 Gds T", "39", "36", "17", "1 RB", "5", "25", "35", "15", "2 RB", "16"} <= labels
    assert {a.nation for a in found} == set(NATIONS)
    tank_army = next(a for a in found if a.label == "6 Gds T")
    assert tank_army.kind == "tank"
    assert tank_army.size == "army"


def test_a_card_wears_its_nations_colour() -> None:
    for nation, colours in NATIONS.items():
        sign = counters.card(counters.Card("infantry", "division", nation, "12", "79", "2"), 48)
        pad = (sign.get_width() - 48) // 2
        assert sign.get_at((pad + 44, pad + 24))[:3] == rgb(colours["ground"])


# Assets and the whole


def test_every_typeface_and_its_licence_is_there() -> None:
    for file in FACES.values():
        assert (ASSETS / "fonts" / file).is_file()
    assert len(list((ASSETS / "fonts").glob("OFL-*.txt"))) == 4


def test_the_assets_stay_small() -> None:
    sizes = {f: f.stat().st_size for f in ASSETS.rglob("*") if f.is_file()}
    tiles = sum(n for f, n in sizes.items() if ASSETS / "tiles" in f.parents)
    assert sum(sizes.values()) - tiles < 6_500_000
    # The land at two zooms, so that the window opens with a map: about 230 tiles of 16 kB.
    assert tiles < 4_500_000


def test_the_rasters_know_the_plain_the_mountains_and_the_sea() -> None:
    land = land_data()

    def cell(lon: float, lat: float) -> tuple[int, int]:
        x, y = PROJECTION.plane(lon, lat)
        return int((land.top - y) / land.step), int((x - land.left) / land.step)

    assert 100 < land.height[cell(126.6, 45.75)] < 200  # Harbin
    assert land.height[cell(128.06, 42.0)] > 1500  # Paektu
    assert land.height[cell(135, 40.5)] < -1000  # Sea of Japan
    assert land.cover[cell(126.0, 46.0)] == 6
    assert land.rough[cell(136.5, 46.5)] > land.rough[cell(124.5, 46.0)] + 100
    assert set(np.unique(land.cover)) == set(COVER)


def test_lines_are_in_degrees() -> None:
    for name in ("coast", "lakes", "rivers", "frontiers"):
        for _, points in lines(name):
            assert (points > (95, 34)).all()
            assert (points < (165, 57)).all()


def test_a_wide_picture_is_made_from_folded_cells() -> None:
    fine, coarse = Plate(view(0.5, (80, 60))), Plate(view(8.0, (80, 60)))
    assert (fine.fold, coarse.fold) == (1, 4)
    for plate in (fine, coarse):
        height = plate.spread(plate.cut(land_data().height))
        assert height.shape == (60, 80)


def test_colours_mix() -> None:
    assert mix("#000000", "#ff8000", 0.5) == "#804000"


@pytest.mark.parametrize(("across", "width"), [(300.0, 320), (1800.0, 240)])
def test_a_part_of_the_map_is_drawn_without_a_window(
    campaign: Scenario, across: float, width: int
) -> None:
    drawn = picture.draw_part(campaign, width, "Mutanchiang", across)
    assert drawn.get_size() == (width, round(width * 2 / 3))
    pixels = pygame.surfarray.array3d(drawn).reshape(-1, 3)
    assert pixels.std(axis=0).min() > 10
    assert len(np.unique(pixels, axis=0)) > 2000


def test_the_command_writes_a_picture_of_the_width_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    picture.draw_map("manchuria_1945", out, width=300)
    drawn = pygame.image.load(out)
    assert drawn.get_width() == 300
    assert 140 < drawn.get_height() < 200
    # The sheet has a paper margin and the sea lies in the east.
    assert drawn.get_at((0, 80))[:3] == rgb("#ebe6d8")
    red, _, blue, _ = drawn.get_at((215, 105))
    assert blue > red + 15


def test_a_place_goes_by_any_of_its_names(campaign: Scenario) -> None:
    by_old = picture.find(campaign.map, PROJECTION, "mutanchiang")
    assert picture.find(campaign.map, PROJECTION, "Mudanjiang") == by_old
    with pytest.raises(LookupError, match="no place 'Atlantis'"):
        picture.find(campaign.map, PROJECTION, "Atlantis")


# Parts of a larger map


def test_around_a_part_of_a_map_the_country_is_pale_and_inside_as_ever() -> None:
    tutorial = load("tutorial")
    sheet = picture.theatre_view(tutorial.map, 400)
    plain, veiled = picture.draw_land(sheet, tutorial.map), picture.draw_ground(sheet, tutorial)
    x, y = (round(v) for v in sheet.hex(tutorial.map.hexes[len(tutorial.map.hexes) // 2]))
    assert veiled.get_at((x, y)) == plain.get_at((x, y))
    corner, before = veiled.get_at((3, 3)), plain.get_at((3, 3))
    paper = rgb(PAPER)
    assert all(abs(corner[i] - paper[i]) <= abs(before[i] - paper[i]) for i in range(3))
    assert corner != before


def test_the_legend_of_a_part_stands_in_its_emptiest_corner(campaign: Scenario) -> None:
    sheet = picture.theatre_view(campaign.map, 400)
    paper = pygame.Surface(sheet.size)
    assert picture.free_corner(sheet, paper, campaign, 0.2) == "bottomright"
    # Mutanchiang lacks its lower left: Tungchingcheng and the south are another army's.
    battle = load("mutanchiang")
    sheet = picture.theatre_view(battle.map, 400)
    assert picture.free_corner(sheet, pygame.Surface(sheet.size), battle, 0.2) == "bottomleft"
