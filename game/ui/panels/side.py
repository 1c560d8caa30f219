"""The panel at the right: the hex, the unit with its condition and supply, the rest of the stack,
and the buttons of all orders."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIPanel

from game.film.counters import card, card_of
from game.hexes import NOWHERE, Hex
from game.model.forces import Unit, UnitId
from game.model.state import PlayerView
from game.rules import command, supply
from game.ui.actions import ACTIONS, Action
from game.ui.app import App
from game.ui.desk import Desk
from game.ui.layout import Layout
from game.ui.panels import words
from game.ui.panels.page import Page, fitted, health, put, type_of
from game.ui.panels.sheet import Sheet
from game.ui.panels.tree import whereabouts
from game.ui.theme import BAD, BRASS, GOOD, MUTED, TEXT, WARN

COLUMNS = 4
MOVEMENT = "#5b8fd0"
_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}


class OrderButton(UIButton):
    """A button whose hint also shows while it is disabled: there it says why."""

    def can_hover(self) -> bool:
        """Also where it is disabled."""
        return not self.held

    def on_hovered(self) -> None:
        """A disabled button keeps its face."""
        if self.is_enabled:
            UIButton.on_hovered(self)
        else:
            self.hover_time = 0.0


class SidePanel:
    """Hex, unit, stack and orders."""

    def __init__(
        self, app: App, places: Layout, desk: Desk, press: Callable[[Action], None],
        undo: Callable[[], object],
    ) -> None:  # fmt: skip
        self._app, self._desk, self._press, self._undo = app, desk, press, undo
        px, ui, box = app.px, app.manager, places.right
        self._panel = UIPanel(box, manager=ui, margins=_NONE)
        rows = -(-(len(ACTIONS) + 1) // COLUMNS)
        high, gap = px(30), px(4)
        buttons = rows * (high + gap) + gap
        self.sheet = Sheet(
            pygame.Rect(0, 0, box.width, box.height - buttons), ui, self._panel, self._clicked
        )
        wide = (box.width - gap) // COLUMNS
        top = box.height - buttons + gap
        self.buttons: dict[str, OrderButton] = {}
        self._by_element: dict[OrderButton, Action | None] = {}
        for i, action in enumerate((*ACTIONS, None)):
            at = pygame.Rect(gap + i % COLUMNS * wide, top + i // COLUMNS * (high + gap),
                             wide - gap, high)  # fmt: skip
            text = f"{action.name} {action.key}" if action else "Undo U"
            button = OrderButton(at, text, ui, container=self._panel, object_id="#order_button")
            button.tool_tip_delay = 0.35
            self.buttons[action.id if action else "undo"] = button
            self._by_element[button] = action

    def handle(self, event: pygame.event.Event) -> bool:
        """The buttons of orders."""
        if event.type != pygame_gui.UI_BUTTON_PRESSED:
            return False
        if event.ui_element not in self._by_element:
            return False
        action = self._by_element[event.ui_element]
        if action is None:
            self._undo()
        else:
            self._press(action)
        return True

    def _clicked(self, key: object, double: bool) -> None:
        if isinstance(key, str):
            mods = pygame.key.get_mods()
            if mods & (pygame.KMOD_CTRL | pygame.KMOD_SHIFT):
                self._desk.add(UnitId(key))
            else:
                self._desk.select((UnitId(key),))

    def refresh(self, view: PlayerView, whole: bool = True) -> None:
        """Write the panel anew; `whole` also what takes long to find out: command, supply, and
        which orders can be given."""
        page = Page(self.sheet.inner_width, self._app.px)
        desk = self._desk
        units = [view.units[u] for u in desk.selected]
        at = desk.place
        if len(units) == 1 and not units[0].on_map:
            at = NOWHERE
        if at != NOWHERE:
            self._hex(page, view, at)
        if units:
            self._unit(page, view, units[0], whole)
            if len(units) > 1:
                self._rows(page, view, units[1:], f"Also selected ({len(units) - 1})")
        if at != NOWHERE:
            rest = [u for u in view.units_at(at) if u.id not in desk.selected]
            mine = [u for u in rest if view.side_of(u.id) == desk.viewer]
            foes = [u for u in rest if view.side_of(u.id) != desk.viewer]
            if mine:
                self._rows(page, view, mine, f"Also in this hex ({len(mine)})")
            if foes:
                self._rows(page, view, foes, f"The enemy here, as known ({len(foes)})")
        elif not units:
            page.heading("Nothing selected")
            page.text("Click a unit or a hex; drag with Shift for several units.", colour=MUTED)
            page.text("N: next unit without orders", colour=MUTED)
        self.sheet.show_page(page)
        if whole:
            self._enable(view)

    def _enable(self, view: PlayerView) -> None:
        desk = self._desk
        for action in ACTIONS:
            why = reason(desk, view, action)
            _set(self.buttons[action.id], not why, why or f"{action.tip} ({action.key})")
        why = desk.why_no_undo()
        _set(self.buttons["undo"], not why, why or "Take the last order back (U or Ctrl+Z)")

    def _hex(self, page: Page, view: PlayerView, h: Hex) -> None:
        page.heading(words.hex_title(view, h))
        for line in words.hex_lines(view, h):
            page.text(line, size=13, colour=MUTED)
        page.space(6)

    def _unit(self, page: Page, view: PlayerView, unit: Unit, whole: bool) -> None:
        counter, scenario = view.scenario.counters[unit.id], view.scenario
        self._face(page, view, unit)
        page.space(4)
        share = unit.men / max(1, counter.men)
        steps = -(-6 * unit.men // max(1, counter.men))
        page.bar("Strength", share, f"{steps} of 6 steps", health(share),
                 f"{unit.men:,} of {counter.men:,} men")  # fmt: skip
        most = scenario.tables.movement.points
        page.bar("Movement", unit.points / max(1, most), f"{unit.points} of {most}", MOVEMENT,
                 "Points left in this phase; unspent ones carry over as march credit.")  # fmt: skip
        ammo = words.ammo_word(view, unit)
        page.bar("Ammunition", unit.ammo / 40, ammo, _state_colour(ammo),
                 "Days of attack that it carries ammunition for.")  # fmt: skip
        fuel = words.fuel_word(view, unit)
        if fuel:
            refill = max(1, scenario.tables.supply.refill)
            page.bar("Fuel", unit.fuel / (2 * refill), fuel, _state_colour(fuel))
        page.bar("Food", unit.rations / 6, f"{unit.rations} days",
                 BAD if unit.rations <= 0 else WARN if unit.rations == 1 else GOOD)  # fmt: skip
        page.bar("Fatigue", unit.fatigue / 100, words.fatigue_word(unit),
                 WARN if unit.fatigue >= 50 else GOOD, f"{unit.fatigue} of 100")  # fmt: skip
        page.bar("Disruption", unit.disruption / 4, words.disruption_word(unit),
                 BAD if unit.disruption > 2 else WARN if unit.disruption else GOOD)  # fmt: skip
        worth, word = words.morale_word(view, unit)
        page.bar("Morale", worth / 100, word, health(worth / 100),
                 "Quality, less what fatigue, disruption and isolation take from it.")  # fmt: skip
        states = words.state_words(view, unit)
        if states:
            page.space(3)
            page.text(", ".join(states), size=13, colour=WARN)
        if whole and unit.on_map and view.side_of(unit.id) == self._desk.viewer:
            page.rule()
            page.text("Command", "serif bold", 15, BRASS)
            page.text(command.explain(view, unit.id).sentence, size=13)
            page.space(3)
            page.text("Supply", "serif bold", 15, BRASS)
            page.text(supply.explain(view, unit.id).sentence, size=13)
            page.space(6)

    def _face(self, page: Page, view: PlayerView, unit: Unit) -> None:
        """The counter, large, with name, superiors and numbers."""
        px, scenario = self._app.px, view.scenario
        counter = scenario.counters[unit.id]
        side, left = px(60), page.margin
        start = left + side + px(12)
        room = page.width - start - left // 2
        long = type_of("serif bold", px(18)).size(counter.name)[0] > room
        size = px(15) if long else px(18)
        name = fitted(counter.name, "serif bold", size, room)
        chain: list[str] = []
        at = unit.formation
        while at in scenario.formations and len(chain) < 2:
            chain.append(scenario.formations[at].name)
            at = scenario.formations[at].parent or ""  # type: ignore[assignment]
        away = whereabouts(unit, view)
        last = f"quality {counter.quality} · {words.MOBILITIES[counter.mobility]}"
        rows = (
            (fitted(" · ".join(chain), "figures", px(13), room), "figures", MUTED),
            (fitted(words.force_line(unit), "figures bold", px(13), room), "figures bold", TEXT),
            (fitted(away or last, "figures", px(13), room), "figures", MUTED),
        )
        page.said += [counter.name, *(row[0] for row in rows)]
        face = card_of(scenario, unit)

        def paint(target: pygame.Surface, y: int) -> None:
            sign = card(face, side)
            target.blit(sign, sign.get_rect(midleft=(left - side // 6, y + px(38))))
            put(target, (start, y + px(2)), name, "serif bold", size, TEXT)
            for i, (text, type_, ink) in enumerate(rows):
                put(target, (start, y + px(25) + i * px(17)), text, type_, px(13), ink)

        page.line(px(80), paint, None, counter.name if name != counter.name else "")

    def _rows(self, page: Page, view: PlayerView, units: list[Unit], title: str) -> None:
        page.space(4)
        page.text(title, "serif bold", 15, BRASS)
        page.space(2)
        for unit in units:
            counter = view.scenario.counters[unit.id]
            share = unit.men / max(1, counter.men)
            page.row(
                card_of(view.scenario, unit), counter.name, words.force_line(unit), "",
                share, unit.id if view.side_of(unit.id) == self._desk.viewer else None,
                colour=health(share),
            )  # fmt: skip


def reason(desk: Desk, view: PlayerView, action: Action) -> str:
    """Why an order cannot be given now; "" when it can."""
    if not desk.in_command:
        return "It is not your turn."
    if action.id == "air" and not desk.selected:
        return action.why_not(view, ())
    if not desk.selected:
        return "Select a unit first."
    return action.why_not(view, desk.selected)


def _set(button: OrderButton, enabled: bool, tip: str) -> None:
    if enabled and not button.is_enabled:
        UIButton.enable(button)
    elif not enabled and button.is_enabled:
        UIButton.disable(button)
    button.tool_tip_text = tip


def _state_colour(word: str) -> str:
    return BAD if word.startswith("out") else WARN if word.startswith("low") else GOOD
