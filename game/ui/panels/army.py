"""The panel of army orders: formation, posture, goal and limits; what the staff proposes, order by
order with its reason; what it leaves undone, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIPanel

from game.hexes import NOWHERE, Hex
from game.model.forces import UnitId
from game.model.orders import Order
from game.players.staff.draft import units_of
from game.players.staff.plan import WHOLE
from game.ui.army.office import Office
from game.ui.overlays.axis import AxisMark, middle
from game.ui.panels.armybuttons import choices, lay, lower, upper
from game.ui.panels.armypage import write_draft, write_head
from game.ui.panels.page import Page
from game.ui.panels.popup import Entry
from game.ui.panels.sheet import Sheet
from game.ui.theme import PANEL

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

WIDTH, FOOT, UNDER, TIGHT = 344, 78, 46, 560
"""Design pixels; below the panel the switches of the overlays stay free, where there is room."""
SLOW = 0.3
"""Seconds after which the panel is written anew while orders are carried out."""
_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}


class ArmyOrders:
    """Joins the battle: X opens it, an arrow or a click on the map gives the goal."""

    def __init__(self, battle: Battle) -> None:
        self._battle = battle
        self._office: dict[str, Office] = {}
        self.mark = AxisMark(self.office)
        battle.map.marks.insert(0, self.mark)
        self.panel: UIPanel | None = None
        self.buttons: dict[UIButton, Callable[[], object]] = {}
        self.named: dict[str, UIButton] = {}
        """Buttons by what is written on them."""
        self.sheet: Sheet | None = None
        self.aiming = False
        """Whether the next click or arrow on the map is the goal."""
        self.redrawing: UnitId | None = None
        """The unit whose way is drawn anew by the next click."""
        self._from: tuple[int, int] | None = None
        self._shown: object = None
        self._since = 0.0
        self._box = pygame.Rect(0, 0, 0, 0)

    @property
    def office(self) -> Office:
        """The office of the side that looks."""
        side = self._battle.viewer
        if side not in self._office:
            self._office[side] = Office(self._battle.session, side, self._battle.played)
        return self._office[side]

    def close(self) -> None:
        """The game is left."""
        for office in self._office.values():
            office.leave()

    # Opening

    def toggle(self) -> None:
        """Open the panel for what is selected, or close it."""
        selected = self._battle.desk.selected
        if self.panel is not None and self.office.formation is not None:
            wanted = self.office.formation_of(selected) if selected else self.office.formation
            if wanted == self.office.formation:
                self.shut()
                return
        self.show(selected)

    def show(self, selected: tuple[UnitId, ...]) -> None:
        """Open the panel for the formation of some units; for all armies without any."""
        self.office.open(self.office.formation_of(selected))
        self._arm()
        if self.panel is None:
            self._lay()
        self._shown = None
        self.refresh()

    def shut(self) -> None:
        """Close the panel; directives stand."""
        self.office.close()
        self._disarm()
        self.mark.shown = False
        if self.panel is not None:
            self.panel.kill()
            self.panel, self.sheet = None, None
            self.buttons, self.named = {}, {}
        self._battle.desk.changed()

    def covers(self, at: tuple[int, int]) -> bool:
        """Whether the panel lies over the map there."""
        return self.panel is not None and self._box.collidepoint(at)

    def _arm(self) -> None:
        """The next click on the map is a goal, while there is none."""
        now = self.office.directive()
        self.aiming = now is not None and now.goal == NOWHERE and now.formation != WHOLE

    def _disarm(self) -> None:
        self.aiming, self.redrawing, self._from, self.mark.drawing = False, None, None, None

    # Layout

    def lay(self) -> None:
        """Make the elements for the present size of the window, and the side that looks."""
        self.mark.office = self.office
        if self.mark not in self._battle.map.marks:
            self._battle.map.marks.insert(0, self.mark)
        self.panel, self.sheet = None, None
        self._shown = None
        if self.office.formation is not None:
            self._lay()

    def _lay(self) -> None:
        battle, px = self._battle, self._battle.app.px
        area = battle.area
        wide = min(px(WIDTH), area.width * 3 // 5)
        under = px(UNDER) if area.height > px(TIGHT) else px(6)
        high = area.height - px(6) - under
        self._box = pygame.Rect(area.right - wide - px(6), area.top + px(6), wide, high)
        ui = battle.app.manager
        self.panel = UIPanel(self._box, manager=ui, margins=_NONE, starting_height=5)
        gap, tall = px(8), px(26)
        self._title = Sheet(pygame.Rect(0, 0, wide, px(54)), ui, self.panel, ground=PANEL, bar=0)
        first = upper(self)
        row = pygame.Rect(gap, px(56), wide - 2 * gap, tall)
        made = lay(first, ui, self.panel, row, tall)
        top, foot = row.top + len(first) * (tall + 3) + px(4), px(FOOT)
        self.sheet = Sheet(
            pygame.Rect(0, top, wide, max(px(60), high - top - foot)), ui, self.panel,
            self._clicked,
        )  # fmt: skip
        row.top = high - foot + px(6)
        made.update(lay(lower(self), ui, self.panel, row, px(32)))
        self.buttons = {button: key.do for button, key in made.items()}
        self.named = {key.text: button for button, key in made.items()}

    # What buttons do

    def widen(self, step: int) -> None:
        """The formation above (1) or below (-1)."""
        self.office.widen(step)
        self._arm()

    def open_all(self) -> None:
        """All armies of the side."""
        self.office.open(WHOLE)
        self._arm()

    def keep(self) -> None:
        """Keep garrisons, or let them go."""
        now = self.office.directive()
        self.office.order(keep=now is not None and not now.limits.keep)

    def reserve(self) -> None:
        """Keep a reserve, or none."""
        now = self.office.directive()
        self.office.order(reserve=now is not None and not now.reserve)

    def pin(self) -> None:
        """Leave the selected units to the person, or give them back."""
        selected = self._battle.desk.selected
        if not selected:
            self.office.message = "Select the units on the map first."
            self.office.changed()
            return
        self.office.pin(selected, not set(selected) <= self.office.pinned)

    def aim(self) -> None:
        """The next click or arrow on the map is the goal."""
        self._disarm()
        self.aiming = True
        self.office.changed()

    def lift(self) -> None:
        """Take the directive back."""
        self.office.lift()
        self._arm()

    def give_shown(self) -> None:
        """Give the draft."""
        self.office.give_shown()

    def look(self, h: Hex) -> None:
        """Show a hex."""
        self._battle.look(h)

    def play_on(self) -> None:
        """Carry the formation's day through, or stop."""
        if self.office.busy:
            self.office.stop()
        else:
            self._disarm()
            self.office.play_on()

    def play_all(self) -> None:
        """Carry all directives out, or stop."""
        if self.office.busy:
            self.office.stop()
        else:
            self._disarm()
            self.office.play_on(everybody=True)

    # Events

    def handle(self, event: pygame.event.Event) -> bool:
        """The panel's buttons and keys; arrows on the map."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_x and not self._writing():
            self.toggle()
            return True
        if self.panel is None:
            return False
        if event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element in self.buttons:
            self.buttons[event.ui_element]()
            return True
        if event.type == pygame.KEYDOWN and not self._writing():
            return self._key(event)
        if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION, pygame.MOUSEBUTTONUP):
            return self._mouse(event)
        return False

    def _writing(self) -> bool:
        return bool(self._battle.tree.writing)

    def _key(self, event: pygame.event.Event) -> bool:
        if event.key == pygame.K_ESCAPE:
            if self.office.busy:
                self.office.stop()
            elif self.redrawing is not None or (self.aiming and self.office.draft is not None):
                self._disarm()
                self.office.changed()
            else:
                self.shut()
            return True
        if event.key == pygame.K_PAGEUP:
            self.widen(1)
        elif event.key == pygame.K_PAGEDOWN:
            self.widen(-1)
        elif event.key == pygame.K_RETURN and not event.mod & pygame.KMOD_CTRL:
            if event.mod & pygame.KMOD_SHIFT:
                self.play_on()
            else:
                self.office.give_shown()
        elif event.key == pygame.K_RETURN and event.mod & pygame.KMOD_SHIFT:
            self.play_all()
        else:
            return False
        return True

    def _mouse(self, event: pygame.event.Event) -> bool:
        """An arrow drawn from the formation's troops; clicks come by `take`."""
        pointer, battle = self._battle.pointer, self._battle
        if event.type == pygame.MOUSEMOTION:
            if self._from is None:
                return False
            self.mark.drawing = (self._start(), pointer.hex_at(event.pos))
            return True
        if event.button != 1 or not self.aiming:
            return False
        at = pointer.hex_at(event.pos)
        inside = battle.area.collidepoint(event.pos) and not self.covers(event.pos)
        if event.type == pygame.MOUSEBUTTONDOWN:
            if not inside or at not in self._places():
                return False
            self._from = event.pos
            return True
        if self._from is None:
            return False
        self._from, self.mark.drawing = None, None
        if inside:
            self.take(at)
        return True

    def take(self, h: Hex) -> bool:
        """A click on the map: the goal, or where a unit is to go instead; False for neither."""
        if self.panel is None:
            return False
        if self.redrawing is not None:
            if self.office.redraw(self.redrawing, h):
                self.redrawing = None
            return True
        if not self.aiming or not self._battle.view.scenario.map.terrain_bytes[h]:
            return False
        self.aiming = False
        self.office.order(goal=h)
        return True

    def _places(self) -> set[Hex]:
        formation = self.office.formation
        return {u.hex for u in self.office.troops(formation) if u.on_map} if formation else set()

    def _start(self) -> Hex:
        formation = self.office.formation
        assert formation is not None
        return middle(u for u in self.office.troops(formation) if u.on_map) or NOWHERE

    def update(self, seconds: float) -> None:
        """The staff goes on with its work."""
        self.office.update()
        self._since += seconds
        if self._shown != self._state() and (not self.carrying or self._since > SLOW):
            self.refresh()

    @property
    def carrying(self) -> bool:
        """Whether orders are being carried out: panels wait until that is done."""
        return self.office.busy

    def refresh(self) -> None:
        """Write the panel anew."""
        office, self._since = self.office, 0.0
        self.mark.office = office
        self.mark.shown = self.panel is not None
        self._shown = self._state()
        if self.panel is None or self.sheet is None or office.formation is None:
            return
        now = office.directive()
        assert now is not None
        given = office.formation in office.given
        pressed = {now.posture.capitalize(), now.limits.risk.capitalize()} if given else set()
        pressed |= {"Garrisons"} if now.limits.keep else set()
        pressed |= {"Reserve"} if now.reserve else set()
        pressed |= {"Aim"} if self.aiming else set()
        for text, button in self.named.items():
            if text in pressed and not button.is_selected:
                button.select()
            elif text not in pressed and button.is_selected:
                button.unselect()
        able = office.in_command
        for text in ("Give these", "Play on", "Play all armies"):
            button = self.named[text]
            label = "Stop" if office.busy and text != "Give these" else text
            if button.text != label:
                button.set_text(label)
            wanted = able and (text != "Give these" or (bool(office.orders()) and not office.busy))
            if text == "Play all armies":
                wanted = able and bool(office.given)
            if wanted and not button.is_enabled:
                button.enable()
            elif not wanted and button.is_enabled:
                button.disable()
        head = Page(int(self._title.rect.width), self._battle.app.px)
        write_head(head, office)
        self._title.show_page(head)
        page = Page(self.sheet.inner_width, self._battle.app.px)
        write_draft(page, office, self._hint())
        self.sheet.show_page(page)

    def _hint(self) -> str:
        """What a click on the map would do."""
        if self.redrawing is not None:
            name = self._battle.view.scenario.counters[self.redrawing].name
            return f"Click where {name} is to go. Escape: leave it."
        if self.aiming:
            return (
                "Draw an arrow from the troops to their goal, or click the goal. A posture without "
                "a goal leaves the goals to the staff."
            )
        return ""

    def _state(self) -> object:
        office = self.office
        return (
            id(office), office.version, self.aiming, self.redrawing, office.busy, office.thinking,
            office.in_command, self.panel is not None, len(self._battle.session.log),
        )  # fmt: skip

    # The list

    def _clicked(self, key: object, double: bool) -> None:
        """An order: look at it, and what can be done with it; a unit: select it."""
        battle, office = self._battle, self.office
        kind, value = key if isinstance(key, tuple) else ("", None)
        if kind == "unit":
            unit = UnitId(str(value))
            battle.desk.select((unit,))
            if battle.view.units[unit].on_map:
                battle.look(battle.view.units[unit].hex)
            if unit in office.pinned:
                battle.open_popup([
                    Entry("Give it back to the staff", lambda: office.pin((unit,), False)),
                ])  # fmt: skip
        elif kind == "order" and isinstance(value, int) and value < len(office.orders()):
            office.chosen = value
            office.changed()
            order = office.orders()[value]
            at = self._stands(order)
            if double and at != NOWHERE:
                battle.look(at)
            battle.open_popup(choices(self, order, at))

    def _stands(self, order: Order) -> Hex:
        """Where the first unit of an order is."""
        units = units_of(order)
        return self._battle.view.units[units[0]].hex if units else NOWHERE

    def redraw(self, unit: UnitId) -> None:
        """The next click on the map is where a unit is to go."""
        self._disarm()
        self.redrawing = unit
        self.office.changed()

