"""Three turns of the campaign as each side, by army orders alone and with few clicks."""

from __future__ import annotations

import pygame
import pytest
from pygame_gui.windows import UIConfirmationDialog

from game.hexes import Hex
from game.model.forces import Side, UnitId
from game.players.staff.plan import Posture
from game.ui.app import App
from game.ui.screens.battle import Battle
from tests.ui import desktop
from tests.ui.desktop import battle, press, until

MOST = 40
"""Clicks and keys that a turn may take."""
PLANS: dict[Side, tuple[tuple[str, Posture, str], ...]] = {
    "soviet": (
        ("gta6", "exploit", "hsinking"),
        ("a39", "attack", "wangyemiao"),
        ("a36", "attack", "hailar"),
        ("a5", "attack", "mutanchiang"),
        ("a25", "attack", "wangching"),
        ("a15", "attack", "kiamusze"),
    ),
    "japan": (
        ("J_A05", "delay", "mutanchiang"),
        ("J_A03", "delay", "yenki"),
        ("J_A44", "withdraw", "mukden"),
    ),
}
"""Armies with goals of their own; all others are left to the staff."""


class Hand:
    """Works the window and counts clicks and keys."""

    def __init__(self, app: App, screen: Battle) -> None:
        self.app, self.screen, self.count = app, screen, 0

    def click(self, at: tuple[float, float]) -> None:
        self.count += 1
        desktop.click(self.app, at)

    def key(self, key: int, mod: int = 0) -> None:
        self.count += 1
        press(self.app, key, mod)

    def button(self, name: str) -> None:
        self.click(self.screen.army.named[name].rect.center)

    def hex(self, h: Hex) -> None:
        """Click a hex of the map, which is brought to its middle first as the minimap does."""
        self.screen.camera.look_at(h, 27)
        self.app.step(0.016)
        x, y = self.screen.camera.hex_screen(h)
        self.click((x + self.screen.area.left, y + self.screen.area.top))

    def end(self) -> None:
        """End the phase by its button, and confirm."""
        self.click(self.screen.foot.end.rect.center)
        for _ in range(5):
            self.app.step(0.016)
        asked = [
            w for w in self.app.manager.get_window_stack().get_full_stack()
            if isinstance(w, UIConfirmationDialog)
        ]  # fmt: skip
        if asked:
            self.click(asked[0].confirm_button.rect.center)


def direct(hand: Hand, formation: str, posture: Posture, place: str) -> None:
    """Give an army its directive: a unit of it in the list, X, the goal on the map, its posture."""
    screen = hand.screen
    view = screen.view
    unit = next(
        u for u in view.on_map(screen.viewer)
        if view.scenario.army_of[u.formation] == formation
        and not view.scenario.unit_types[view.scenario.counters[u.id].type].fixed
    )  # fmt: skip
    hand.hex(unit.hex)
    for _ in range(8):
        chosen = screen.desk.selected
        if chosen and view.scenario.army_of[view.units[UnitId(chosen[0])].formation] == formation:
            break
        hand.hex(unit.hex)
    hand.key(pygame.K_x)
    assert screen.army.office.formation == formation
    screen.army.office.message = ""
    goal = next(p.hex for p in view.scenario.map.places if p.id == place)
    hand.hex(goal)
    if posture not in ("attack", "delay"):
        hand.button(posture.capitalize())
    assert screen.army.office.given[screen.army.office.formation].goal == goal
    hand.key(pygame.K_x)


@pytest.mark.parametrize("side", ["soviet", "japan"])
def test_three_turns_of_the_campaign_take_at_most_forty_clicks_each(
    side: Side, capsys: pytest.CaptureFixture[str]
) -> None:
    app, screen = battle("manchuria_1945", side, "staff")
    counts = []
    for turn in (1, 2, 3):
        until(app, lambda: screen.desk.in_command, 240)
        assert screen.session.match.turn == turn
        for _ in range(60):
            app.step(0.016)
            if screen.settled:
                break
        hand = Hand(app, screen)
        if turn == 1:
            for formation, posture, place in PLANS[side]:
                direct(hand, formation, posture, place)
        screen.desk.select(())
        hand.key(pygame.K_x)
        if turn == 1:
            hand.button("All")
            hand.button("Attack" if side == "soviet" else "Delay")
        hand.button("Play all armies")
        until(app, lambda: not screen.army.office.busy, 240)
        given = [h for h in screen.session.log if h.side == side and h.turn == turn]
        assert len(given) > (20 if side == "soviet" else 3)
        press(app, pygame.K_x)
        hand.count += 1
        hand.end()
        until(app, lambda t=turn: screen.session.side != side  # type: ignore[misc]
              or screen.session.match.turn > t, 60)  # fmt: skip
        counts.append(hand.count)
    with capsys.disabled():
        print(f"\n{side}: {', '.join(map(str, counts))} clicks and keys in the first three turns")
    assert max(counts) <= MOST
    assert len(screen.army.office.given) == len(PLANS[side]) + 1
    app.close()
