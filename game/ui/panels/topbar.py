"""The bar above the map: title, date, turn, weather, phases, victory and the council's resolve."""

from __future__ import annotations

import pygame
from pygame_gui.elements import UIButton, UIPanel

from game.film.palette import NATIONS, rgb
from game.film.words import SIDE_NAMES, WEATHER_NAMES, day
from game.model.state import PlayerView
from game.model.terrain import GROUND_NAMES
from game.rules import council, victory
from game.ui.app import App
from game.ui.layout import Layout
from game.ui.panels.page import Page, Spot, put, type_of
from game.ui.panels.sheet import Sheet
from game.ui.panels.sky import draw_sky
from game.ui.theme import BRASS, DARK, EDGE, MUTED, TEXT, WARN

PHASES = ("Weather", "Arrivals", "Supply", "Soviet", "Japanese", "Recovery", "Surrender")
HOURS = {
    "Weather": "Dawn: the weather of the day, events.",
    "Arrivals": "Dawn: reinforcements, headquarters and aircraft come up.",
    "Supply": "Dawn: supply is brought; units are given their orders.",
    "Soviet": "The Soviet side marches and fights.",
    "Japanese": "The Japanese side marches and fights.",
    "Recovery": "Dusk: troops recover, stragglers return, engineers work.",
    "Surrender": "Dusk: who is cut off may lay down his arms; envoys bring answers.",
}  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_SECTORS = 5


def sector_name(sector: str) -> str:
    """A sector of the weather as people say it."""
    return sector.replace("_", " ").title()


class TopBar:
    """The bar, with the button of the menu."""

    def __init__(self, app: App, places: Layout) -> None:
        self._app, self._narrow = app, places.narrow
        box, px = places.top, app.px
        self._panel = UIPanel(box, manager=app.manager, margins=_NONE)
        wide = px(78)
        self._sheet = Sheet(
            pygame.Rect(0, 0, box.width - wide, box.height), app.manager, self._panel, ground=DARK,
            bar=0,
        )  # fmt: skip
        self.menu = UIButton(
            pygame.Rect(box.width - wide, px(5), wide - px(8), box.height - px(10)), "Menu",
            app.manager, container=self._panel, tool_tip_text="Save, load, settings, quit (F10)",
        )  # fmt: skip
        self.page: Page | None = None

    def refresh(self, view: PlayerView) -> None:
        """Write the bar anew."""
        px = self._app.px
        wide, tall = self._sheet.rect.size
        page = Page(int(wide), px)
        foot = pygame.Rect(0, 0, int(wide), int(tall))
        writer = _Writer(page, px, foot)
        scenario, turn = view.scenario, max(1, view.turn)
        date = scenario.date_of(turn)
        if not self._narrow:
            writer.word(scenario.title, "serif bold italic", 19, BRASS, scenario.title)
            writer.gap(18)
        week = f"{WEEKDAYS[date.weekday()]} " if not self._narrow else ""
        writer.word(f"{week}{day(date)} {date.year}", "serif bold", 19, TEXT)
        writer.gap(10)
        writer.word(f"turn {turn} of {scenario.turns}", "figures", 14, MUTED)
        writer.gap(20)
        self._weather(writer, view)
        writer.left_end()
        self._score(writer, view)
        self._phases(writer, view)
        self.page = page
        page.height = int(tall)
        self._sheet.show_page(page)

    def _weather(self, writer: _Writer, view: PlayerView) -> None:
        hexmap = view.scenario.map
        used = sorted({hexmap.sector_bytes[h] for h in hexmap.hexes if hexmap.land[h]})
        if len(used) > MOST_SECTORS:
            used = [s for s in used if hexmap.sectors[s] not in _SMALL][:MOST_SECTORS]
        for s in used:
            code, ground = view.weather[s], GROUND_NAMES[view.ground[s]]
            name = sector_name(hexmap.sectors[s])
            tip = f"{name}: {WEATHER_NAMES[code]}, ground {ground}."
            writer.sky(code, tip, "" if self._narrow else name)
            writer.gap(4 if self._narrow else 14)

    def _score(self, writer: _Writer, view: PlayerView) -> None:
        outlook = council.ledger(view)
        rows = [f"{line.what}: {line.points:+d}" for line in outlook.lines]
        if outlook.need:
            rows.append(f"This evening the council gives in with {outlook.need} of two dice: "
                        f"{outlook.chance * 100 // 36} %.")  # fmt: skip
        elif view.rescript:
            rows.append("The Emperor has spoken.")
        tip = "Pressure on the Japanese council: " + "; ".join(rows or ["none yet"]) + "."
        writer.word_right(f"Pressure {outlook.pressure}", "figures bold", 15, WARN, tip)
        writer.gap_right(18)
        found = victory.standing(view)
        total, level = found.if_ended.total, found.if_ended.level
        draw, marginal, great = found.thresholds
        tip = (
            f"If the game ended now: {level}, {total:+d} points (Soviet above nought). Objectives "
            f"{found.if_ended.of_kind('objective'):+d}, events {found.if_ended.of_kind('event'):+d}"
            f", losses {found.if_ended.of_kind('losses'):+d}. Draw to {draw}, marginal to "
            f"{marginal}, substantial to {great}."
        )
        said = f"Victory {found.counted.total:+d}"
        if not self._narrow:
            said += f"  {found.counted.level}"
        writer.word_right(said, "figures bold", 15, TEXT, tip)
        writer.gap_right(24)

    def _phases(self, writer: _Writer, view: PlayerView) -> None:
        now = SIDE_NAMES[view.phase]
        px = self._app.px
        needed = sum(type_of("figures", px(14)).size(n)[0] + px(13) for n in PHASES) + px(60)
        dots = self._narrow or writer.room < needed
        colour = NATIONS["USSR" if view.phase == "soviet" else "JPN"]
        for name in reversed(PHASES):
            mine = name == now
            if dots and not mine:
                writer.dot_right(HOURS[name])
            elif mine:
                writer.pill_right(name, colour["ground"], colour["symbol"], HOURS[name])
            else:
                writer.word_right(name, "figures", 14, MUTED, HOURS[name])
            writer.gap_right(6 if dots else 13)


_SMALL = {"sakhalin", "kurils", "barga", "lower_amur"}
_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}


class _Writer:
    """Sets words on one line from the left and from the right, with hints."""

    def __init__(self, page: Page, px, box: pygame.Rect) -> None:  # type: ignore[no-untyped-def]
        self._page, self._px, self._box = page, px, box
        self._x, self._right = px(12), box.width - px(10)
        high = box.height

        def ground(target: pygame.Surface, y: int) -> None:
            pygame.draw.line(target, EDGE, (0, high - 1), (box.width, high - 1))

        page.line(high, ground)

    @property
    def room(self) -> int:
        """Pixels left between what is set from the left and from the right."""
        return int(self._right - self._x)

    def left_end(self) -> None:
        """Nothing more is set from the left."""
        self._x += self._px(10)

    def gap(self, size: float) -> None:
        """Room on the left."""
        self._x += self._px(size)

    def gap_right(self, size: float) -> None:
        """Room on the right."""
        self._right -= self._px(size)

    def _add(self, left: int, width: int, paint, tip: str, said: str) -> None:  # type: ignore[no-untyped-def]
        page, box = self._page, self._box
        page.height = 0
        page.line(box.height, paint)
        page.said.append(said or tip)
        if tip:
            page.spots.append(Spot(pygame.Rect(left, 0, width, box.height), None, tip))

    def word(self, text: str, face: str, size: float, colour: str, tip: str = "") -> None:
        """A word on the left."""
        wide, left = type_of(face, self._px(size)).size(text)[0], self._x
        middle, tall = self._box.height // 2, self._px(size)

        def paint(target: pygame.Surface, y: int) -> None:
            put(target, (left, y + middle), text, face, tall, colour, "midleft")

        self._add(left, wide, paint, tip, text)
        self._x += wide

    def word_right(self, text: str, face: str, size: float, colour: str, tip: str = "") -> None:
        """A word on the right, left of what stands there."""
        wide, tall = type_of(face, self._px(size)).size(text)[0], self._px(size)
        if wide > self.room:
            return
        self._right -= wide
        left, middle = self._right, self._box.height // 2

        def paint(target: pygame.Surface, y: int) -> None:
            put(target, (left, y + middle), text, face, tall, colour, "midleft")

        self._add(left, wide, paint, tip, text)

    def pill_right(self, text: str, ground: str, ink: str, tip: str) -> None:
        """A word on a coloured ground."""
        tall = self._px(15)
        wide = type_of("figures bold", tall).size(text)[0] + self._px(18)
        self._right -= wide
        left, middle = self._right, self._box.height // 2
        high = self._px(24)

        def paint(target: pygame.Surface, y: int) -> None:
            box = pygame.Rect(left, y + middle - high // 2, wide, high)
            pygame.draw.rect(target, rgb(ground), box, border_radius=high // 2)
            put(target, box.center, text, "figures bold", tall, ink, "center")

        self._add(left, wide, paint, tip, f"phase: {text}")

    def dot_right(self, tip: str) -> None:
        """A dot for a phase that there is no room to name."""
        size = self._px(8)
        self._right -= size
        at = (self._right + size // 2, self._box.height // 2)

        def paint(target: pygame.Surface, y: int) -> None:
            pygame.draw.circle(target, MUTED, (at[0], y + at[1]), size // 2 - 1)

        self._add(self._right, size, paint, tip, "")

    def sky(self, code: str, tip: str, name: str) -> None:
        """The weather of a sector, with its name where there is room."""
        size, left, middle = self._px(24), self._x, self._box.height // 2

        def paint(target: pygame.Surface, y: int) -> None:
            draw_sky(target, (left + size // 2, y + middle), size, code)

        self._add(left, size, paint, tip, "")
        self._x += size + self._px(3)
        if name:
            self.word(name, "figures", 14, TEXT, tip)
