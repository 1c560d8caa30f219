"""The encyclopaedia: units, places, commanders and events, with sources and where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIDropDownMenu, UITextEntryLine

from game.film.words import NATION_NAMES, SIDE_NAMES, day
from game.hexes import NOWHERE, Hex
from game.model.forces import FormationId, UnitId
from game.model.reference import Entry, Subject, differing, of
from game.model.scenario import Scenario
from game.rules.fog import CONTACT
from game.ui.panels.page import Page, fitted, put
from game.ui.panels.sheet import Sheet
from game.ui.theme import BRASS, MUTED, TEXT, WARN

if TYPE_CHECKING:
    from game.ui.screens.papers import Papers

KINDS = (
    "Units", "Places", "Commanders", "Events of 1945", "Before the war", "Where sources differ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list."""

    kind: Subject
    id: str
    name: str
    below: str


def items(scenario: Scenario, kind: str) -> Iterator[Item]:
    """All subjects of a kind that the side knows; `scenario` is that of its view."""
    match kind:
        case "Units":
            for counter in scenario.counters.values():
                if not counter.id.startswith(CONTACT):
                    below = f"{NATION_NAMES[counter.nation]}, {counter.men:,} men"
                    yield Item("unit", counter.id, counter.name, below)
        case "Places":
            for place in scenario.map.places:
                yield Item("place", place.id, place.name, ", ".join(place.names_alt[:2]))
        case "Commanders":
            for formation in scenario.formations.values():
                if formation.commander:
                    yield Item("formation", formation.id, formation.commander, formation.name)
        case "Events of 1945":
            for event in scenario.chronicle:
                if event.day >= scenario.start:
                    yield Item("event", event.id, f"{day(event.day)}  {event.place}", event.text)
        case "Before the war":
            for event in scenario.chronicle:
                if event.day < scenario.start:
                    date = f"{day(event.day)} {event.day.year}"
                    yield Item("event", event.id, f"{date}  {event.place}", event.text)
        case _:
            for rival, name in differing(scenario):
                yield Item(rival.kind, rival.subject, rival.what, name or scenario.title)


class Book:
    """Choose on the left, read on the right."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers
        self._kind = KINDS[0]
        self._search = ""
        self.chosen: Item | None = None

    def lay(self, body: pygame.Rect) -> None:
        """Search, kind, list; the entry beside them."""
        papers, px = self._papers, self._papers.app.px
        ui, panel = papers.app.manager, papers.panel
        left, row = min(px(380), body.width * 38 // 100), px(34)
        self._writing = UITextEntryLine(
            pygame.Rect(body.left, body.top, left - px(176), row), ui, panel,
            placeholder_text="Find ...",
        )  # fmt: skip
        box = pygame.Rect(body.left + left - px(170), body.top, px(170), row)
        self._menu = UIDropDownMenu(list(KINDS), self._kind, box, ui, panel)
        top = body.top + row + px(6)
        self.list = Sheet(
            pygame.Rect(body.left, top, left, body.bottom - top), ui, panel, self._clicked,
            bar=px(10),
        )  # fmt: skip
        right = body.left + left + px(12)
        foot = px(44)
        self.sheet = Sheet(
            pygame.Rect(right, body.top, body.right - right, body.height - foot), ui, panel,
            bar=px(10),
        )  # fmt: skip
        self._go = UIButton(
            pygame.Rect(body.right - px(150), body.bottom - px(36), px(150), px(36)),
            "Show on the map", ui, panel,
        )  # fmt: skip
        self._write_list()
        self._write()

    def found(self) -> list[Item]:
        """The lines that fit the search."""
        wanted = self._search.casefold()
        return [
            i for i in items(self._papers.view.scenario, self._kind)
            if wanted in f"{i.name} {i.below}".casefold()
        ]  # fmt: skip

    def _write_list(self, keep: bool = False) -> None:
        px = self._papers.app.px
        page = Page(self.list.inner_width, px, 8)
        high = px(40)
        for item in self.found():
            chosen = item == self.chosen
            name = fitted(item.name, "figures medium", px(14), page.inner)
            below = fitted(item.below, "figures", px(13), page.inner)
            page.said.append(item.name)

            def paint(
                target: pygame.Surface, y: int, name: str = name, below: str = below,
                chosen: bool = chosen,
            ) -> None:  # fmt: skip
                if chosen:
                    pygame.draw.rect(target, "#4a3f22", (0, y, page.width, high))
                at = (page.margin, y + px(2))
                put(target, at, name, "figures medium", px(14), TEXT)
                put(target, (page.margin, y + px(20)), below, "figures", px(13), MUTED)

            page.line(high, paint, item)
        if not page.said:
            page.text("Nothing of that name is known.", colour=MUTED)
        self.list.show_page(page, keep)

    def _clicked(self, key: object, double: bool) -> None:
        if isinstance(key, Item):
            self.chosen = key
            self._write_list(keep=True)
            self._write()
            if double and self.place() != NOWHERE:
                self._papers.show(self.place(), key.id)

    def place(self) -> Hex:
        """Where the chosen subject is now, as far as the side knows; NOWHERE if it does not."""
        view, item = self._papers.view, self.chosen
        if item is None:
            return NOWHERE
        if item.kind == "unit":
            unit = view.units.get(UnitId(item.id))
            return unit.hex if unit is not None and unit.on_map else NOWHERE
        if item.kind == "place":
            return view.scenario.map.places_by_id[item.id].hex
        if item.kind == "formation":
            return view.hqs.get(FormationId(item.id), NOWHERE)
        event = next((c for c in view.scenario.chronicle if c.id == item.id), None)
        place = view.scenario.map.places_by_id.get(event.place_id) if event else None
        return place.hex if place else NOWHERE

    def _write(self) -> None:
        page = Page(self.sheet.inner_width, self._papers.app.px, 16)
        scenario = self._papers.view.scenario
        if self.chosen is None:
            page.text("Choose a subject on the left.", colour=MUTED)
        else:
            write_entry(page, of(scenario, self.chosen.kind, self.chosen.id), scenario)
        self.sheet.show_page(page, keep=False)
        if self.place() != NOWHERE:
            self._go.show()
        else:
            self._go.hide()

    def handle(self, event: pygame.event.Event) -> bool:
        """Search, kind, the way to the map."""
        if event.type == pygame_gui.UI_TEXT_ENTRY_CHANGED and event.ui_element == self._writing:
            self._search = event.text
            self._write_list()
            return True
        if event.type == pygame_gui.UI_DROP_DOWN_MENU_CHANGED and event.ui_element == self._menu:
            self._kind, self.chosen = event.text, None
            self._write_list()
            self._write()
            return True
        if event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element == self._go:
            if self.chosen is not None:
                self._papers.show(self.place(), self.chosen.id)
            return True
        return False

    def update(self, seconds: float) -> None:
        """Nothing moves."""


def write_entry(page: Page, entry: Entry, scenario: Scenario) -> None:
    """A subject with its facts, its sources, where they differ, and what happened there."""
    page.text(entry.name, "serif bold", 24, BRASS)
    for fact in facts(entry, scenario):
        page.text(fact, size=15)
    if entry.notes:
        page.space(6)
        page.text(entry.notes, size=15)
    if entry.source:
        page.space(6)
        sure = f" (confidence: {entry.confidence})" if entry.confidence else ""
        page.text(f"Source: {entry.source}{sure}", size=13, colour=MUTED)
    if entry.rivals:
        page.space(8)
        page.heading("Where sources differ")
    for rival in entry.rivals:
        page.text(rival.what, "figures bold", 15)
        page.text(f"Here: {rival.used}. ({rival.source})", indent=page.px(10))
        page.text(f"Also: {rival.rival}. ({rival.rival_source})", colour=WARN, indent=page.px(10))
        if rival.note:
            page.text(rival.note, size=13, colour=MUTED, indent=page.px(10))
        if rival.switch:
            page.text(f"Option {rival.switch} plays it.", size=13, colour=MUTED,
                      indent=page.px(10))  # fmt: skip
        page.space(4)
    if entry.kind == "place" and entry.chronicle:
        page.space(8)
        page.heading("What happened here")
        for event in entry.chronicle:
            page.text(f"{day(event.day)}: {event.text}. ({event.source})")


def facts(entry: Entry, scenario: Scenario) -> Iterator[str]:
    """The figures of a subject, as the scenario has them."""
    match entry.kind:
        case "unit":
            counter = scenario.counters.get(UnitId(entry.id))
            if counter is None:
                return
            army = scenario.formations[scenario.army_of[counter.formation]]
            yield f"{NATION_NAMES[counter.nation]} {counter.size}, {army.name}"
            yield (
                f"{counter.men:,} men, {counter.guns} guns, {counter.tanks} tanks, "
                f"{counter.spg} self-propelled guns; quality {counter.quality}"
            )
        case "formation":
            formation = scenario.formations[FormationId(entry.id)]
            yield f"{SIDE_NAMES[formation.side]}, {formation.level.replace('_', ' ')}"
            if formation.commander:
                yield f"Commander: {formation.commander}"
        case "place":
            place = scenario.map.places_by_id[entry.id]
            if place.names_alt:
                yield f"Also called {', '.join(place.names_alt)}"
            if place.population:
                yield f"{place.population:,} inhabitants"
            weight = [o for o in scenario.objectives if o.place == place.id]
            for o in weight:
                yield f"Objective of weight {o.weight}; fell on {day(scenario.date_of(o.par))}"
        case "event":
            event = next(c for c in scenario.chronicle if c.id == entry.id)
            when = f"{day(event.day)} {event.day.year}" + (f", {event.time}" if event.time else "")
            yield f"{when}; {event.kind}" + (f", {event.side}" if event.side else "")
