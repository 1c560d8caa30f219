"""The order of battle: search, filters and tree; a rail of icons where it is folded."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIPanel, UITextEntryLine

from game.film.counters import card, card_of
from game.hexes import NOWHERE, Hex
from game.model.forces import UnitId
from game.model.state import PlayerView
from game.ui.app import App
from game.ui.attention import Need, counted
from game.ui.desk import Desk
from game.ui.layout import Layout
from game.ui.panels.icons import icon
from game.ui.panels.page import Page, fitted, health, put
from game.ui.panels.sheet import Sheet
from game.ui.panels.tree import Node, narrowed, shown, tree_of, way_to, whereabouts
from game.ui.theme import BRASS, MUTED, PANEL, TEXT

FILTERS: tuple[tuple[Need, str], ...] = (
    ("all", "All"), ("idle", "Idle"), ("short", "Short"), ("contact", "Met"),
)  # fmt: skip
_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}


class OrderOfBattle:
    """The tree of the side that looks. Selection goes both ways."""

    def __init__(self, app: App, places: Layout, desk: Desk, look: Callable[[Hex], None]) -> None:
        self._app, self._places, self._desk, self._look = app, places, desk, look
        self.open: set[str] = set()
        """Formations whose troops are listed."""
        self.need: Need = "all"
        self._text = ""
        self._selected: tuple[UnitId, ...] = ()
        self._nodes: list[Node] = []
        self._built: object = None
        self.folded = places.narrow
        self._rail: UIPanel | None = None
        self._panel: UIPanel | None = None
        self.buttons: dict[UIButton, Need] = {}
        self._icons: Sheet | None = None
        self._search: UITextEntryLine | None = None
        self.sheet: Sheet | None = None
        if places.narrow:
            self._lay_rail()
        if not self.folded:
            self._lay()

    def _lay_rail(self) -> None:
        app, px, box = self._app, self._app.px, self._places.left
        self._rail = UIPanel(box, manager=app.manager, margins=_NONE)
        self._icons = Sheet(
            pygame.Rect(0, 0, box.width, min(box.height, px(60) * len(FILTERS) + px(8))),
            app.manager, self._rail, self._icon_clicked, bar=0,
        )  # fmt: skip

    def _icon_clicked(self, key: object, double: bool) -> None:
        need = next(n for n, _ in FILTERS if n == key)
        if self.folded or self.need == need:
            self.fold()
        self._choose(need)

    def _write_rail(self, view: PlayerView) -> None:
        """The filters as icons with their numbers."""
        assert self._icons is not None
        px = self._app.px
        page = Page(self._icons.inner_width, px)
        page.space(4)
        for need, name in FILTERS:
            count = len(self._desk.needing(need))
            chosen = need == self.need and not self.folded
            tip = f"Order of battle, {name.lower()}: {counted(count, 'unit')} (O)"
            page.said.append(tip)
            page.line(px(60), icon(need, count, page.width, px, chosen), need, tip)
        self._icons.show_page(page)

    def _lay(self) -> None:
        app, px, box = self._app, self._app.px, self._places.tree
        ui = app.manager
        self._panel = UIPanel(box, manager=ui, margins=_NONE, starting_height=4)
        head = px(32)
        self._title = Sheet(
            pygame.Rect(0, 0, box.width, head), ui, self._panel, ground=PANEL, bar=0
        )
        page = Page(box.width, px)
        page.heading("Order of battle")
        self._title.show_page(page)
        margin = px(8)
        self._search = UITextEntryLine(
            pygame.Rect(margin, head + px(4), box.width - 2 * margin, px(30)), ui,
            container=self._panel, placeholder_text="Find unit, army, commander ...",
        )  # fmt: skip
        if self._text:
            self._search.set_text(self._text)
        top, wide = head + px(38), (box.width - 2 * margin) // len(FILTERS)
        self.buttons = {}
        for i, (need, name) in enumerate(FILTERS):
            button = UIButton(
                pygame.Rect(margin + i * wide, top, wide - px(3), px(26)), name, ui,
                container=self._panel, object_id="#small_button",
            )  # fmt: skip
            self.buttons[button] = need
        top += px(32)
        self.sheet = Sheet(
            pygame.Rect(0, top, box.width, box.height - top - px(4)), ui, self._panel,
            self._clicked,
        )  # fmt: skip

    def fold(self) -> None:
        """Fold the tree to the rail, or open it, where the window is narrow."""
        if not self._places.narrow:
            return
        self.folded = not self.folded
        if self.folded and self._panel is not None:
            self._panel.kill()
            self._panel, self.sheet, self._search = None, None, None
        else:
            self._lay()
        self._built = None
        self._desk.changed()

    def covers(self, at: tuple[int, int]) -> bool:
        """Whether the tree lies over the map there."""
        return not self.folded and self._places.tree.collidepoint(at)

    def handle(self, event: pygame.event.Event) -> bool:
        """Filters and search; Escape leaves the search and drops it."""
        if self.writing and event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            assert self._search is not None
            self._search.set_text("")
            self._app.manager.set_focus_set(None)
            self._text, self._built = "", None
            self._desk.changed()
            return True
        if event.type == pygame_gui.UI_BUTTON_PRESSED:
            if event.ui_element in self.buttons:
                self._choose(self.buttons[event.ui_element])
                return True
        elif event.type == pygame_gui.UI_TEXT_ENTRY_CHANGED and event.ui_element == self._search:
            self._text = event.text
            self._built = None
            self._desk.changed()
            return True
        return False

    @property
    def writing(self) -> bool:
        """Whether keys go into the field of the search."""
        return self._search is not None and bool(self._search.is_focused)

    def _choose(self, need: Need) -> None:
        self.need, self._built = need, None
        self._desk.changed()

    def _clicked(self, key: object, double: bool) -> None:
        """Open or close a formation, or select units; twice also shows them on the map."""
        kind, name = key if isinstance(key, tuple) else ("", "")
        node = _find(self._nodes, name)
        if node is None:
            return
        if kind == "fold":
            self.open ^= {node.key}
            self._desk.changed()
            return
        units = [u for u in node.units() if self._desk.unit(u).on_map or len(node.units()) == 1]
        self._selected = tuple(units)
        self._desk.select(tuple(units))
        if double and units:
            at = self._desk.unit(units[0]).hex
            if at != NOWHERE:
                self._look(at)

    def refresh(self, view: PlayerView) -> None:
        """Write the tree anew."""
        if self._icons is not None:
            self._write_rail(view)
        if self.sheet is None:
            return
        side = self._desk.viewer
        key = (view.units, self.need, self._text, view.phase, len(self._desk.resting))
        if self._built is None or any(a is not b for a, b in zip(key, self._built, strict=True)):  # type: ignore[call-overload]
            self._built = key
            whole = tree_of(view, side)
            wanted = None if self.need == "all" else set(self._desk.needing(self.need))
            self._nodes = narrowed(whole, wanted, self._text)
            for button, need in self.buttons.items():
                name = dict(FILTERS)[need]
                text = name if need == "all" else f"{name} {len(self._desk.needing(need))}"
                if button.text != text:
                    button.set_text(text)
                if need == self.need and not button.is_selected:
                    button.select()
                elif need != self.need and button.is_selected:
                    button.unselect()
        if self._desk.selected != self._selected:
            self._selected = self._desk.selected
            if self._selected:
                self.open |= set(way_to(self._nodes, self._selected[0]))
        searching = bool(self._text.strip()) or self.need != "all"
        lines = shown(self._nodes, _all_keys(self._nodes) if searching else self.open)
        page = Page(self.sheet.inner_width, self._app.px)
        chosen = set(self._selected)
        for node in lines:
            self._line(page, node, view, chosen, searching)
        if not lines:
            page.text("Nothing found.", colour=MUTED)
        self.sheet.show_page(page)
        if self._selected:
            self.sheet.reveal(("unit", self._selected[0]))

    def _line(
        self, page: Page, node: Node, view: PlayerView, chosen: set[UnitId], searching: bool
    ) -> None:
        px = self._app.px
        high = px(22)
        left = px(8) + node.depth * px(14)
        bar = pygame.Rect(page.width - px(38), 0, px(32), px(5))
        unit = node.unit
        picked = unit is not None and unit.id in chosen
        away = whereabouts(unit, view) if unit is not None else ""
        opened = searching or node.key in self.open
        text_left = left + (px(26) if unit is not None else px(16))
        if unit is None and node.stripe and node.depth:
            text_left += px(7)
        note = node.commander or away
        note_wide = min(px(86), len(note) * px(7)) if note else 0
        room = bar.left - px(6) - text_left - note_wide
        face = "figures" if unit is not None else "figures bold"
        name = fitted(node.name, face, px(14), room)
        remark = fitted(note, "figures", px(13), note_wide)
        page.said.append(node.name)
        ink = MUTED if away else TEXT

        def paint(target: pygame.Surface, y: int) -> None:
            middle = y + high // 2
            if picked:
                target.fill("#4a3f22", pygame.Rect(0, y, page.width, high))
                target.fill(BRASS, pygame.Rect(0, y, px(3), high))
            x = left
            if unit is not None:
                sign = card(card_of(view.scenario, unit), px(18))
                target.blit(sign, sign.get_rect(center=(x + px(10), middle)))
            else:
                sign_ = "−" if opened else "+"
                put(target, (x + px(5), middle), sign_, "figures bold", px(15), BRASS, "center")
                if node.stripe and node.depth:
                    target.fill(
                        node.stripe, pygame.Rect(x + px(14), y + px(4), px(4), high - px(8))
                    )
            put(target, (text_left, middle), name, face, px(14), ink, "midleft")
            if remark:
                at = (bar.left - px(6), middle)
                put(target, at, remark, "figures", px(13), MUTED, "midright")
            trough = bar.move(0, middle - bar.height // 2)
            pygame.draw.rect(target, "#30363b", trough, border_radius=2)
            trough.width = round(trough.width * min(1.0, node.health))
            pygame.draw.rect(target, health(node.health), trough, border_radius=2)

        tip = ""
        if unit is None:
            tip = f"{node.name}: {len(node.units())} units, {node.men:,} of {node.first:,} men."
        key = ("unit" if unit is not None else "all", node.key)
        page.line(high, paint, key, tip)
        if unit is None:
            spot = page.spots[-1]
            page.spots.append(
                type(spot)(pygame.Rect(0, spot.box.top, text_left, high), ("fold", node.key), tip)
            )


def _find(nodes: list[Node], key: str) -> Node | None:
    for node in nodes:
        if node.key == key:
            return node
        found = _find(node.below, key)
        if found is not None:
            return found
    return None


def _all_keys(nodes: list[Node]) -> set[str]:
    return {k for n in nodes if n.unit is None for k in (n.key, *_all_keys(n.below))}
