"""The dialog before an attack: it shows what the rules reckon, and Enter gives the order."""

from __future__ import annotations

import pygame
import pytest

from game.model.events import Fought
from game.model.orders import Attack
from game.rules.legal import legal
from game.rules.odds import odds
from game.ui.app import App
from game.ui.dialogs.combat import CombatDialog
from game.ui.screens.battle import Battle
from tests.ui.desktop import battle, click, click_hex, pick, point, press, until


def assault(screen: Battle) -> Attack:
    """An attack that the person could give, of as many units as may be."""
    found = [o for o in legal(screen.view) if isinstance(o, Attack)]
    return max(found, key=lambda o: len(o.units))


def opened() -> tuple[App, Battle, CombatDialog]:
    """A battle in which the dialog was opened by a right click on the enemy."""
    app, screen = battle("mutanchiang")
    order = assault(screen)
    pick(app, screen, order.units[0])
    click_hex(app, screen, order.target, button=3)
    (dialog,) = screen.dialogs
    assert isinstance(dialog, CombatDialog)
    return app, screen, dialog


def test_it_shows_every_modifier_and_all_chances() -> None:
    app, _, dialog = opened()
    found = dialog.reckoning
    reckoned = odds(found.view, found.order)
    said = dialog._sum.page.said
    for modifier in reckoned.modifiers:
        assert any(line.endswith(f"{modifier.rows:+d}") for line in said), modifier
    assert f"Sum {reckoned.base:+d}" in said
    assert sum(b.ways for b in found.bands()) == 36
    app.close()


def test_a_click_takes_units_and_assets_in_and_out() -> None:
    app, _, dialog = opened()
    found = dialog.reckoning
    other = next(u for u in found.able if u not in found.units)
    before = odds(found.view, found.order).attack
    at = dialog._ours.place_of(other)
    assert at is not None
    click(app, at)
    assert other in found.units
    assert odds(found.view, found.order).attack > before
    until(app, lambda: True)
    for _ in range(30):
        app.step(0.05)
    click(app, at)
    assert other not in found.units
    app.close()


@pytest.mark.parametrize("key", [pygame.K_RETURN, pygame.K_ESCAPE])
def test_enter_attacks_and_escape_leaves(key: int) -> None:
    app, screen, dialog = opened()
    before = len(screen.session.log)
    order = dialog.reckoning.order
    press(app, key)
    assert not screen.dialogs
    if key == pygame.K_ESCAPE:
        assert len(screen.session.log) == before
    else:
        happened = screen.session.log[-1]
        assert happened.order == order
        assert any(isinstance(e, Fought) for e in happened.events)
        assert not screen.session.can_undo
        assert "fought" in screen.desk.why_no_undo()
    app.close()


def test_a_modifier_under_the_pointer_lights_those_from_whom_it_comes() -> None:
    app, _, dialog = opened()
    before = pygame.image.tobytes(dialog._ours._paper, "RGB")
    grounds = pygame.image.tobytes(dialog._theirs._paper, "RGB")
    for name, changed in (("terrain", "theirs"), ("combined_arms", "ours")):
        dialog._light(name)
        assert (pygame.image.tobytes(dialog._ours._paper, "RGB") != before) == (changed == "ours")
        assert (pygame.image.tobytes(dialog._theirs._paper, "RGB") != grounds) == (
            changed == "theirs"
        )
    lines = [s for s in dialog._sum.page.spots if s.key]
    assert {s.key for s in lines} == {
        m.name for m in odds(dialog.reckoning.view, dialog.reckoning.order).modifiers
    }
    at = dialog._sum.place_of(lines[0].key)
    assert at is not None
    point(app, at)
    for _ in range(3):
        app.step(0.016)
    assert dialog._lit
    app.close()
