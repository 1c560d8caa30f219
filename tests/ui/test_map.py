"""The map in the window: counters, chips, overlays, names, the small map, colours."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pygame
import pytest

from game.film.counters import card
from game.film.marks import BAD, GOOD, WARN, chosen
from game.film.palette import FRONTIER, NATIONS, WATER
from game.hexes import NOWHERE, Hex
from game.model.forces import NATION_SIDE, Side, UnitId
from game.scenario.load import load
from game.ui.app import App
from game.ui.camera import STEPS
from game.ui.faces import remembered
from game.ui.front import chains_of, sides_of
from game.ui.mapview import MapView, make_map
from game.ui.overlays.registry import keys
from game.ui.overlays.supply import ENOUGH, SHORT, network
from game.ui.screens.battle import Battle
from game.ui.settings import Settings
from game.ui.stacks import FAN_SECONDS
from tests.ui.desktop import battle, click, point, press

Window = tuple[App, Battle]
OPEN: dict[str, Window] = {}


def window(scenario: str) -> Window:
    """A window that the tests of this module share, as it was when it was opened."""
    if scenario not in OPEN:
        OPEN.clear()
        OPEN[scenario] = battle(scenario, other="person")
    app, screen = OPEN[scenario]
    for overlay in tuple(screen.map.overlays.on):
        screen.map.overlays.toggle(overlay.key)
    screen.map.pictures, screen.map.hover = False, NOWHERE
    screen.map.apply(app.settings, app.scale)
    screen.desk.select(())
    screen.camera.fit()
    return app, screen


def settled(screen: Battle) -> pygame.Surface:
    """The map as it is once all its tiles are painted."""
    screen.map.pictures = True
    picture = pygame.Surface(screen.camera.size)
    screen.map.draw(picture, screen.view)
    return picture


def differs(a: pygame.Surface, b: pygame.Surface) -> int:
    """Pixels in which two pictures differ."""
    x, y = (pygame.surfarray.array3d(s).astype(int) for s in (a, b))
    return int((abs(x - y).sum(axis=2) > 12).sum())


def test_each_overlay_has_a_key_of_its_own_and_a_meaning() -> None:
    found = keys()
    letters = [k for k, _, _ in found]
    assert len(set(letters)) == len(letters) == 12
    assert all(name and meaning for _, name, meaning in found)


@pytest.mark.parametrize("key", [k for k, _, _ in keys()])
def test_an_overlay_is_drawn_with_its_legend_and_gone_when_turned_off(key: str) -> None:
    app, screen = window("mutanchiang")
    screen.camera.look_at(next(iter(screen.map.stacks(screen.view))), 38)
    before = settled(screen)
    press(app, pygame.key.key_code(key.lower()))
    assert screen.map.overlays.is_on(key)
    legend = screen.map.overlays.legend(screen.map.scene(screen.view))
    assert legend is not None
    assert differs(before, settled(screen)) > 500
    press(app, pygame.key.key_code(key.lower()))
    assert differs(before, settled(screen)) == 0


def test_several_overlays_at_once_and_the_map_as_a_picture(tmp_path: object) -> None:
    app, screen = window("mutanchiang")
    for key in (pygame.K_s, pygame.K_c, pygame.K_v):
        press(app, key)
    assert [o.key for o in screen.map.overlays.on] == ["S", "C", "V"]
    press(app, pygame.K_F12)
    aids = screen.aids
    saved = pygame.image.load(aids.saved)
    assert saved.get_size() == screen.camera.size


def test_the_front_is_closed_or_ends_at_the_edge() -> None:
    _, screen = window("manchuria_1945")
    view, projection = screen.view, screen.camera.projection
    sides = sides_of(view)
    chains = chains_of(view, projection)
    assert sum(len(c) - 1 for c in chains) == len(sides) > 100
    for chain in chains:
        steps = np.hypot(*np.diff(chain, axis=0).T)
        assert steps.max() < projection.size * 0.7  # one side of a hex after the other


def test_a_pile_fans_out_when_the_pointer_rests_and_a_card_can_be_clicked() -> None:
    app, screen = window("manchuria_1945")
    stacks = screen.map.stacks(screen.view)
    h = next(
        h for h, pile in stacks.items()
        if len(pile) > 2 and screen.view.side_of(pile[0][0].id) == "soviet"
    )
    screen.camera.look_at(h, 54)
    x, y = screen.camera.hex_screen(h)
    point(app, (x + screen.area.left, y + screen.area.top))
    assert screen.map.stacks_layer.fanned == NOWHERE
    app.step(FAN_SECONDS + 0.1)
    app.step(0.016)
    assert screen.map.stacks_layer.fanned == h
    faces = [u.id for u, _ in stacks[h]]
    boxes = dict(screen.map.stacks_layer._fan)
    assert set(boxes) == set(faces)
    assert not any(a.colliderect(b) for a, b in itertools.combinations(boxes.values(), 2))
    wanted = faces[-1]
    assert screen.map.unit_under(boxes[wanted].center) == wanted


def test_tab_turns_the_pile_under_the_pointer() -> None:
    _, screen = window("manchuria_1945")
    stacks = screen.map.stacks(screen.view)
    h, pile = next((h, p) for h, p in stacks.items() if len(p) > 2)
    screen.map.hover = h
    top = screen.map.stacks_layer.order(pile, h, ())[0][0].id
    event = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0)
    assert screen.map.take_key(event)
    assert screen.map.stacks_layer.order(pile, h, ())[-1][0].id == top


def test_what_is_selected_lies_on_top() -> None:
    _, screen = window("manchuria_1945")
    h, pile = next((h, p) for h, p in screen.map.stacks(screen.view).items() if len(p) > 2)
    last = pile[-1][0].id
    assert screen.map.stacks_layer.order(pile, h, (last,))[0][0].id == last


def test_counters_tell_the_state_of_own_units_and_of_the_enemy_only_what_is_seen() -> None:
    _, screen = window("manchuria_1945")
    view = screen.view
    faces = screen.map.stacks_layer.faces
    mine = next(u for u in view.on_map("soviet") if view.scenario.counters[u.id].mobility == "tank")
    worn = replace(mine, fuel=0, ammo=0, disruption=3, entrenched=2, cut_off=2)
    face = faces.face(view, "soviet", worn)
    assert {"fuel", "out", "routed"} <= set(face.signs)
    assert face.isolated
    assert face.earth == 2
    foe = view.on_map("japan")[0]
    seen = faces.face(view, "soviet", replace(foe, fuel=0, ammo=0, rations=0, cut_off=5))
    assert not seen.isolated
    assert not {"fuel", "out", "low", "command"} & set(seen.signs)


def test_at_most_three_signs_the_gravest_first() -> None:
    assert chosen(("command", "low", "fuel", "out", "asleep")) == ("out", "fuel", "low")


def test_the_card_of_a_state_differs_from_the_plain_one() -> None:
    _, screen = window("mutanchiang")
    plain = next(iter(screen.map.stacks(screen.view).values()))[0][1]
    states = [
        {"signs": (s,)}
        for s in ("out", "routed", "fuel", "low", "disrupted", "command", "asleep")
    ] + [
        {"steps": 2}, {"earth": 2}, {"isolated": True}, {"veil": "moved"}, {"veil": "fought"},
        {"veil": "seen"}, {"tag": "9 Aug"}, {"at_sea": True}, {"figures": True},
    ]  # fmt: skip
    looks = [pygame.image.tobytes(card(replace(plain, **s), 54), "RGBA") for s in states]  # type: ignore[arg-type]
    base = pygame.image.tobytes(card(replace(plain, steps=6), 54), "RGBA")
    assert len({base, *looks}) == len(looks) + 1


def test_every_type_of_the_order_of_battle_has_a_sign_and_a_silhouette() -> None:
    scenario = load("manchuria_1945")
    from game.film.silhouettes import FIGURES
    from game.film.symbols import BRANCHES

    types = {c.type for c in scenario.counters.values()}
    assert types <= set(BRANCHES)
    assert types <= set(FIGURES)


def test_troops_out_of_sight_are_shown_by_name_only_where_they_were_recognised() -> None:
    _, screen = window("manchuria_1945")
    view = screen.view
    from game.model.events import Sighting

    known = next(c.id for c in screen.session.scenario.counters.values() if c.side == "japan")
    counters = screen.session.scenario.counters
    memory = {
        known: Sighting(Hex(9050), 1, 8000, 0, 20, True),
        UnitId("?09151"): Sighting(Hex(9151), 1, 3000, 0, 0, False),
    }
    later = replace(
        view, turn=3, sightings={"soviet": memory, "japan": {}},
        scenario=replace(view.scenario, counters={
            **view.scenario.counters, known: counters[known],
            UnitId("?09151"): view.scenario.counters[UnitId("?09151")],
        }),
    )  # fmt: skip
    ghosts = remembered(later, "soviet")  # type: ignore[arg-type]
    assert ghosts[Hex(9050)][0][1].kind == counters[known].type
    assert ghosts[Hex(9151)][0][1].kind == "unknown"
    assert ghosts[Hex(9050)][0][1].tag == "9 Aug"
    assert ghosts[Hex(9050)][0][1].veil == "seen"


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_the_zoom_shows_its_level_of_detail(step: int) -> None:
    _, screen = window("manchuria_1945")
    screen.camera.look_at(screen.session.scenario.map.places_by_id["mutanchiang"].hex, step)
    scene = screen.map.scene(screen.view)
    chips = screen.map.armies.boxes(scene, step)
    counters = screen.map.stacks_layer.boxes(scene, step)
    assert bool(chips) == (step < 22)
    assert bool(counters) == (step >= 22)
    settled(screen)


def test_a_small_scenario_keeps_the_camera_on_its_area_and_pales_the_rest() -> None:
    _, screen = window("mutanchiang")
    camera = screen.camera
    for dx, dy in ((9000, 0), (-9000, 0), (0, 9000), (0, -9000)):
        camera.pan(dx, dy)
    assert all(
        low <= at <= high
        for low, at, high in zip(camera.low, camera.centre, camera.high, strict=True)
    )
    campaign = load("manchuria_1945")
    assert camera.high[0] - camera.low[0] < (
        make_map(campaign, (800, 600), None, Settings(), "soviet").camera.high[0]
        - make_map(campaign, (800, 600), None, Settings(), "soviet").camera.low[0]
    )


def test_names_in_their_modern_form() -> None:
    from game.film.names import name_of

    places = load("manchuria_1945").map.places_by_id
    assert name_of(places["mutanchiang"], "modern") != name_of(places["mutanchiang"])
    app, screen = window("mutanchiang")
    screen.map.apply(replace(app.settings, names="modern"), 100)
    assert screen.map.names.form == "modern"


def test_the_small_map_moves_the_camera_by_click_and_drag() -> None:
    app, screen = window("manchuria_1945")
    screen.camera.look_at(screen.session.scenario.map.places_by_id["mutanchiang"].hex, 54)
    before = tuple(screen.camera.centre)
    box = screen.places.minimap
    click(app, (box.left + box.width * 0.3, box.top + box.height * 0.4))
    middle = tuple(screen.camera.centre)
    assert middle != before
    for kind, x in ((pygame.MOUSEBUTTONDOWN, 0.3), (pygame.MOUSEMOTION, 0.6)):
        at = (round(box.left + box.width * x), round(box.top + box.height * 0.4))
        buttons = {"buttons": (1, 0, 0), "rel": (1, 0)} if kind == pygame.MOUSEMOTION else {
            "button": 1}  # fmt: skip
        pygame.event.post(pygame.event.Event(kind, pos=at, **buttons))
        app.step(0.016)
    assert screen.camera.centre[0] > middle[0] + 50


def test_the_weakest_link_of_supply_is_one_of_the_viewers_own() -> None:
    _, screen = window("manchuria_1945")
    net = network(screen.view, "soviet")
    assert net.trains
    assert all(load >= 0 for load, _ in net.trains.values())
    held = screen.view.control
    assert all(held[a] and held[b] for a, b in net.trains)


# -- fog -------------------------------------------------------------------------------------------


def test_what_the_viewer_cannot_see_changes_nothing_in_the_picture() -> None:
    """Every overlay on: two games that differ only in hidden enemy units look the same."""
    looks = []
    for moved in (False, True):
        _, screen = window("mutanchiang")
        state = screen.session.match.state
        seen = {u.id for u in screen.view.units.values()}
        hidden = next(
            u for u in state.on_map("japan") if u.id not in seen and f"?{u.hex:05d}" not in seen
        )
        if moved:
            units = {**state.units, hidden.id: replace(hidden, men=hidden.men // 2, disruption=3,
                                                       fuel=0, ammo=0)}  # fmt: skip
            from game.rules import fog

            other = replace(state, units=units, cache={})
            view = fog.observe(other, "soviet")
        else:
            view = screen.view
        screen.map.pictures = True
        for overlay in screen.map.overlays.all:
            screen.map.overlays.toggle(overlay.key)
        picture = pygame.Surface(screen.camera.size)
        screen.camera.look_at(hidden.hex, 38)
        screen.map.draw(picture, view)
        looks.append(picture.copy())
    assert differs(*looks) == 0


# -- colours ---------------------------------------------------------------------------------------

MACHADO = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
"""Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB."""
Vector = npt.NDArray[np.float64]


def seen_as(code: str, sight: str) -> Vector:
    """A colour as somebody sees it, in CIE L*a*b*."""
    value = np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(MACHADO[sight]) @ linear, 0, 1)
    to_xyz = np.array(
        [(0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750),
         (0.0193339, 0.1191920, 0.9503041)]
    )  # fmt: skip
    xyz = to_xyz @ linear / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, two: str, sight: str) -> float:
    """CIEDE2000 between two colours for a kind of sight."""
    (l1, a1, b1), (l2, a2, b2) = seen_as(one, sight), seen_as(two, sight)
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    dl, dc = l2 - l1, c2 - c1
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = (h1 + turn / 2) % 360
    t = (
        1 - 0.17 * math.cos(math.radians(hm - 30)) + 0.24 * math.cos(math.radians(2 * hm))
        + 0.32 * math.cos(math.radians(3 * hm + 6)) - 0.20 * math.cos(math.radians(4 * hm - 63))
    )  # fmt: skip
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    spread = 30 * math.exp(-(((hm - 275) / 25) ** 2))
    rt = -2 * math.sqrt(cm**7 / (cm**7 + 25**7)) * math.sin(math.radians(2 * spread))
    return math.sqrt(
        (dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh
    )


@pytest.mark.parametrize("sight", list(MACHADO))
def test_the_sides_can_be_told_apart_by_everybody(sight: str) -> None:
    sides: dict[Side, list[str]] = {"soviet": [], "japan": []}
    for nation, colours in NATIONS.items():
        sides[NATION_SIDE[nation]].append(colours["ground"])
    for a in sides["soviet"]:
        for b in sides["japan"]:
            assert distance(a, b, sight) > 20, (a, b)


@pytest.mark.parametrize("sight", list(MACHADO))
def test_states_can_be_told_apart_by_everybody(sight: str) -> None:
    groups = [(GOOD, WARN, BAD), (ENOUGH, SHORT, "#161616"), (FRONTIER, WATER)]
    for group in groups:
        for a, b in itertools.combinations(group, 2):
            assert distance(a, b, sight) > 15, (a, b)


def test_the_sides_differ_in_polarity() -> None:
    for nation, colours in NATIONS.items():
        sign, ground = (seen_as(colours[k], "normal")[0] for k in ("symbol", "ground"))
        assert (sign > ground) == (NATION_SIDE[nation] == "soviet")


def test_high_contrast_makes_the_ground_paler_and_leaves_lines() -> None:
    app, screen = window("mutanchiang")
    plain = settled(screen)
    screen.map.apply(replace(app.settings, palette="high_contrast"), 100)
    pale = settled(screen)
    a, b = (pygame.surfarray.array3d(s).astype(int).sum(axis=2) for s in (plain, pale))
    assert b.mean() > a.mean() + 8
    assert abs(np.percentile(a, 0.2) - np.percentile(b, 0.2)) < 60


def test_the_map_says_when_its_picture_is_not_yet_whole() -> None:
    app, screen = window("manchuria_1945")
    view: MapView = screen.map
    press(app, pygame.K_t)
    for _ in range(200):
        app.step(0.016)
        if not view.busy:
            break
    assert not view.busy
