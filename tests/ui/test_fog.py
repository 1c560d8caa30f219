"""The window leaks nothing: two truths that a side cannot tell apart look and read the same."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from game.hexes import Hex
from game.model.forces import Side, Unit, UnitId, enemy_of, updated
from game.model.orders import Attack
from game.model.state import State, index_of
from game.rules.legal import legal
from game.rules.sight import seen
from game.ui.actions import ACTIONS
from game.ui.app import App
from game.ui.panels.page import Page
from game.ui.panels.side import reason
from game.ui.screens.battle import Battle
from tests.ui.desktop import battle, click_hex, point, press, settle


def hidden(screen: Battle) -> list[Unit]:
    """Enemy units on the map that the side at the window knows nothing of."""
    state, side = screen.session.match.state, screen.viewer
    known = {u.hex for u in screen.view.on_map(enemy_of(side))}
    mask = seen(state, side)
    return [
        u for u in state.on_map(enemy_of(side))
        if not mask[u.hex] and u.hex not in known and u.id not in screen.view.sightings[side]
    ]  # fmt: skip


def altered(state: State, units: list[Unit], side: Side) -> State:
    """The truth with these hidden units weaker, wearier, hungry, and some of them elsewhere, still
    out of sight."""
    mask, other = seen(state, side), dict(state.units)
    for i, unit in enumerate(units):
        changes: dict[str, object] = {
            "men": unit.men // 3 + 1, "fatigue": 70, "ammo": 0, "fuel": 0, "cut_off": 3,
            "entrenched": 3, "stance": "stand",
        }  # fmt: skip
        free = [
            h for h in state.scenario.map.around[unit.hex]
            if not mask[h] and not state.index.get(h) and state.scenario.map.land[h]
            and state.control[h] == state.control[unit.hex]
            and h not in state.scenario.map.places_at
        ]  # fmt: skip
        if i % 2 and free:
            changes["hex"] = free[0]
        other[unit.id] = updated(unit, **changes)
    return replace(state, units=other, index=index_of(other), cache={})


def words(page: Page | None) -> list[str]:
    """All that a page says, with its hints."""
    assert page is not None
    return [*page.said, *(spot.tip for spot in page.spots)]


def everything(app: App, screen: Battle) -> tuple[bytes, list[str]]:
    """The picture in the window, and every word of the panels, hints and proposals."""
    app.step(0.016)
    settle(app)
    said = [*words(screen.top.page), *words(screen.side.sheet.page)]
    assert screen.tree.sheet is not None
    said += [*words(screen.tree.sheet.page), *words(screen.news.sheet.page)]
    said += [str(b.tool_tip_text) for b in screen.side.buttons.values()]
    said += [str(screen.foot.end.text), str(screen.foot.end.tool_tip_text)]
    said += [str(screen.mark.proposal), screen.desk.message]
    if screen.popup is not None:
        said += [f"{e.text} {e.why_not} {e.tip}" for e in screen.popup.entries.values()]
    for dialog in screen.dialogs:
        said += [w for s in vars(dialog).values() if hasattr(s, "page") for w in words(s.page)]
    return pygame.image.tobytes(app.surface, "RGB"), said


def tour(app: App, screen: Battle, places: list[Hex], side: Side) -> list[tuple[bytes, list[str]]]:
    """Look at everything that could give something away."""
    shown = [everything(app, screen)]
    own = screen.view.on_map(side)
    near = min(own, key=lambda u: min(abs(u.hex - p) for p in places))
    for unit in (near.id, own[0].id):
        screen.select((unit,))
        for place in places[:4]:
            for step in (54, 19):
                screen.camera.look_at(place, step)
                x, y = screen.camera.hex_screen(place)
                point(app, (x + screen.area.left, y + screen.area.top))
                shown.append(everything(app, screen))
            shown.append((b"", [str(screen.desk.propose(place))]))
    screen.select(())
    click_hex(app, screen, places[0])
    shown.append(everything(app, screen))
    press(app, pygame.K_b)
    shown.append(everything(app, screen))
    press(app, pygame.K_ESCAPE)
    attacks = [o for o in legal(screen.view) if isinstance(o, Attack)]
    for order in attacks[:2]:
        screen.ask_attack(order.units, order.target)
        shown.append(everything(app, screen))
        press(app, pygame.K_ESCAPE)
    for action in ACTIONS:
        shown.append((b"", [reason(screen.desk, screen.view, action)]))
    return shown


@pytest.mark.parametrize("side", ["soviet", "japan"])
def test_two_truths_that_a_side_cannot_tell_apart_look_the_same(side: Side) -> None:
    seen_by: list[list[tuple[bytes, list[str]]]] = []
    places: list[Hex] = []
    names: list[UnitId] = []
    for change in (False, True):
        app, screen = battle("mutanchiang", side=side, other="person", size=(1600, 900))
        if side == "japan":
            screen.end_now()
            screen.look_as("japan")
        secret = hidden(screen)
        assert len(secret) > 3, "nothing is hidden here"
        if not places:
            places = [u.hex for u in secret[:8]]
            names = [u.id for u in secret]
        match = screen.session.match
        if change:
            match.state = altered(match.state, [match.state.units[n] for n in names], side)
            match._views.clear()
            assert any(match.state.units[n].hex not in places for n in names[:8])
        screen.refresh()
        seen_by.append(tour(app, screen, places, side))
        app.close()
    first, second = seen_by
    assert len(first) == len(second)
    for i, (a, b) in enumerate(zip(first, second, strict=True)):
        assert a[1] == b[1], f"words of station {i} differ"
        assert a[0] == b[0], f"the picture of station {i} differs"
