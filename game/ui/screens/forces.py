"""The order of battle as a table: own troops and those of the enemy that are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIDropDownMenu, UILabel, UITextEntryLine

from game.film.counters import card_of
from game.film.words import NATION_NAMES
from game.hexes import NOWHERE
from game.model.forces import Side, Unit, UnitId, enemy_of
from game.model.state import PlayerView
from game.rules.fog import CONTACT
from game.ui.attention import in_contact, is_idle, is_short, is_threatened
from game.ui.panels import words
from game.ui.screens.table import Column, Row, Table
from game.ui.theme import MUTED, TEXT, WARN

if TYPE_CHECKING:
    from game.ui.screens.papers import Papers

COLUMNS = (
    Column("Unit", 3.2), Column("Army", 2.2), Column("Kind", 1.5, optional=True),
    Column("Men", 1.0, True),
    Column("Armour", 0.9, True, "Tanks and self-propelled guns"),
    Column("Guns", 0.8, True, optional=True),
    Column("Morale", 0.9, True, "Quality, less weariness, disorder and hunger"),
    Column("Fuel", 0.8, True, "Hundredths of a refill", optional=True), Column("Place", 1.8),
    Column("State", 2.0, optional=True),
)  # fmt: skip
Test = Callable[[PlayerView, Unit], bool]
FILTERS: dict[str, Test | None] = {
    "All own units": None,
    "Without orders": lambda view, unit: unit.on_map and is_idle(view, unit),
    "Short of supply": lambda view, unit: unit.on_map and is_short(view, unit),
    "In contact": lambda view, unit: unit.on_map and in_contact(view, unit),
    "Threatened": lambda view, unit: unit.on_map and is_threatened(view, unit),
    "Off the map": lambda view, unit: not unit.on_map,
}  # fmt: skip
ENEMY = "Enemy, as known"


class Forces:
    """Filter, search, sort; a click selects on the map, a double click goes there."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers
        self._filter = next(iter(FILTERS))
        self._search = ""

    def lay(self, body: pygame.Rect) -> None:
        """Search and filter above, the table below."""
        papers, px = self._papers, self._papers.app.px
        ui, panel = papers.app.manager, papers.panel
        row = px(34)
        self._writing = UITextEntryLine(
            pygame.Rect(body.left, body.top, px(300), row), ui, panel,
            placeholder_text="Find unit, army, place ...",
        )  # fmt: skip
        self._menu = UIDropDownMenu(
            [*FILTERS, ENEMY], self._filter,
            pygame.Rect(body.left + px(312), body.top, px(190), row), ui, panel,
        )  # fmt: skip
        self._count = UILabel(
            pygame.Rect(body.left + px(514), body.top, body.width - px(514), row), "", ui, panel,
        )  # fmt: skip
        box = pygame.Rect(body.left, body.top + row + px(6), body.width, 0)
        box.height = body.height - row - px(6)
        self.table = Table(papers.app, box, panel, COLUMNS, self._clicked)
        self._write()
        self.table.choose(frozenset(map(str, papers.battle.desk.selected)))

    def _units(self) -> list[Unit]:
        view, side = self._papers.view, self._papers.battle.viewer
        if self._filter == ENEMY:
            return list(view.on_map(enemy_of(side)))
        test = FILTERS[self._filter]
        return [u for u in view.roll(side).units.values() if test is None or test(view, u)]

    def _write(self) -> None:
        view = self._papers.view
        wanted = self._search.casefold()
        rows = [row_of(view, unit, self._papers.battle.viewer) for unit in self._units()]
        found = [r for r in rows if wanted in " ".join(r.shown[:3] + r.shown[8:]).casefold()]
        self.table.show(found)
        men = sum(int(r.values[3]) for r in found)
        self._count.set_text(f"{len(found):,} units, {men:,} men")

    def _clicked(self, key: str, double: bool) -> None:
        view, battle = self._papers.view, self._papers.battle
        unit = view.units.get(UnitId(key))
        if unit is None:
            return
        self.table.choose(frozenset({key}))
        if view.side_of(unit.id) == battle.viewer:
            battle.desk.select((unit.id,))
        if double:
            self._papers.show(unit.hex if unit.on_map else NOWHERE, key)

    def handle(self, event: pygame.event.Event) -> bool:
        """Search, filter, heads."""
        if event.type == pygame_gui.UI_TEXT_ENTRY_CHANGED and event.ui_element == self._writing:
            self._search = event.text
            self._write()
            return True
        if event.type == pygame_gui.UI_DROP_DOWN_MENU_CHANGED and event.ui_element == self._menu:
            self._filter = event.text
            self._write()
            return True
        return self.table.handle(event)

    def update(self, seconds: float) -> None:
        """Nothing moves."""


def row_of(view: PlayerView, unit: Unit, viewer: Side) -> Row:
    """A unit as a row, as the viewer knows it: stocks and morale of his own troops only."""
    scenario = view.scenario
    counter = scenario.counters[unit.id]
    strange = unit.id.startswith(CONTACT)
    army = "" if strange else scenario.formations[scenario.army_of[unit.formation]].name
    own = view.side_of(unit.id) == viewer
    state = "" if strange else ", ".join(words.state_words(view, unit)[:2])
    morale = words.morale_word(view, unit) if own else (-1, "")
    place = scenario.map.label(unit.hex) if unit.on_map else unit.gone or "off the map"
    fuel = words.fuel_word(view, unit) if own else ""
    shown = (
        counter.name, army, counter.type.replace("_", " "), f"{unit.men:,}", f"{unit.armour}",
        f"{unit.guns + unit.rockets}", f"{morale[0]}" if morale[1] else "",
        f"{unit.fuel}" if fuel else "", place, state,
    )  # fmt: skip
    values = (
        counter.name, army, shown[2], unit.men, unit.armour, unit.guns + unit.rockets, morale[0],
        unit.fuel if fuel else -1, place, state,
    )  # fmt: skip
    face = card_of(scenario, unit) if unit.on_map else None
    colour = MUTED if not unit.on_map else WARN if unit.cut_off else TEXT
    tip = f"{NATION_NAMES[counter.nation]} {words.force_line(unit)}"
    return Row(str(unit.id), shown, values, face, colour, tip)
