"""The ledgers: victory points so far and to come, the pressure on the council, the epilogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.film.words import SIDE_NAMES, day
from game.model.forces import SIDES
from game.model.state import PlayerView
from game.rules import council
from game.rules.epilogue import epilogue
from game.rules.victory import level_for, standing
from game.ui.panels.page import Page, fitted, put
from game.ui.panels.sheet import Sheet
from game.ui.screens.table import Column, Row, Table
from game.ui.theme import BAD, BRASS, EDGE, GOOD, MUTED, TEXT, WARN

if TYPE_CHECKING:
    from game.ui.screens.papers import Papers

COLUMNS = (
    Column("Objective", 2.4), Column("Now", 0.8, True, "Points as they stand"),
    Column("Record", 1.4, tip="Day of the record, which scores nothing"),
    Column("Taken", 1.4), Column("Today", 0.8, True, "Points if it falls today"),
    Column("Tomorrow", 1.0, True, "Points if it falls tomorrow", optional=True),
    Column("Never", 0.8, True, "Points if it does not fall"),
)  # fmt: skip


class Points:
    """Points so far, what is open, and what the end would make of it."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers

    def lay(self, body: pygame.Rect) -> None:
        """Objectives on the left, the sum on the right."""
        papers, px = self._papers, self._papers.app.px
        right = min(px(380), body.width * 36 // 100)
        left = pygame.Rect(body.left, body.top, body.width - right - px(10), body.height)
        self.table = Table(papers.app, left, papers.panel, COLUMNS, self._clicked)
        self.sheet = Sheet(
            pygame.Rect(body.right - right, body.top, right, body.height), papers.app.manager,
            papers.panel, bar=px(10),
        )  # fmt: skip
        self.table.show(objective_rows(papers.view))
        page = Page(self.sheet.inner_width, px)
        write_standing(page, papers.view)
        self.sheet.show_page(page)

    def _clicked(self, key: str, double: bool) -> None:
        place = self._papers.view.scenario.map.places_by_id.get(key)
        self.table.choose(frozenset({key}))
        if double and place is not None:
            self._papers.show(place.hex)

    def handle(self, event: pygame.event.Event) -> bool:
        """Heads of the table."""
        return self.table.handle(event)

    def update(self, seconds: float) -> None:
        """Nothing moves."""


def objective_rows(view: PlayerView) -> list[Row]:
    """A row for each objective."""
    now, scenario = standing(view), view.scenario
    open_now = {p.objective.place: p for p in now.prospects}
    points = {line.what: line.points for line in now.counted.lines if line.kind == "objective"}
    rows = []
    for o in scenario.objectives:
        p = open_now.get(o.place)
        turn = view.captures.get(o.place, 0)
        par = p.par if p else o.par
        got = points.get(o.name, 0)
        ahead = tuple(f"{n:+d}" for n in (p.today, p.tomorrow, p.never)) if p else ("", "", "")
        shown = (
            f"{o.name}  ({o.weight})", f"{got:+d}" if got else "0", day(scenario.date_of(par)),
            day(scenario.date_of(turn)) if turn else "", *ahead,
        )  # fmt: skip
        values = (
            o.name, got, par, turn or 99, p.today if p else 0, p.tomorrow if p else 0,
            p.never if p else 0,
        )  # fmt: skip
        colour = MUTED if turn else TEXT
        tip = f"{o.name}: {o.army or 'nobody'} took it in 1945. {o.note}".strip()
        rows.append(Row(o.place, shown, values, None, colour, tip))
    return rows


def write_standing(page: Page, view: PlayerView) -> None:
    """The sum, and all that is no objective."""
    now, scenario = standing(view), view.scenario
    over = view.over is not None
    total = now.if_ended.total if over else now.counted.total
    page.heading("The end" if over else "As it stands", f"{total:+d} points")
    _scale(page, now.counted.total, now.if_ended.total, now.thresholds)
    for side in SIDES:
        page.text(
            f"{SIDE_NAMES[side]}: {level_for(scenario, now.counted.total, side)}; "
            f"if it ended now {level_for(scenario, now.if_ended.total, side)} "
            f"({now.if_ended.total:+d})"
        )
    page.text("Points above nought are Soviet.", size=13, colour=MUTED)
    page.space(8)
    page.heading("Counted", f"{now.counted.total:+d}")
    _amount(page, "objectives", now.counted.of_kind("objective"), "")
    for line in now.counted.lines:
        if line.kind != "objective" and line.points:
            _amount(page, line.what, line.points, line.why)
    page.space(8)
    page.heading("Counted at the end", f"{now.if_ended.total:+d}")
    _amount(page, "objectives, nothing more taken", now.if_ended.of_kind("objective"), "")
    for line in now.if_ended.lines:
        if line.kind != "objective":
            _amount(page, line.what, line.points, line.why)


def _amount(page: Page, what: str, points: int, why: str) -> None:
    px, high = page.px, page.px(20)
    page.said.append(f"{what} {points:+d}")

    def paint(target: pygame.Surface, y: int) -> None:
        middle = y + high // 2
        put(target, (page.margin, middle), what, "figures", px(14), TEXT, "midleft")
        right = (page.width - page.margin, middle)
        words = f"{points:+d}" if points else "0"
        colour = TEXT if points else MUTED
        put(target, right, words, "figures bold", px(14), colour, "midright")

    page.line(high, paint)
    if why:
        page.text(why, size=12, colour=MUTED, indent=page.px(10))


def _scale(page: Page, now: int, ended: int, thresholds: tuple[int, int, int]) -> None:
    """The levels as a scale from Japanese to Soviet, with where the game stands."""
    px, high = page.px, page.px(46)
    draw, marginal, great = thresholds
    most = max(great * 3 // 2, abs(now), abs(ended), 1)
    left, wide = page.margin, page.inner

    def x_of(points: int) -> int:
        return left + round((points + most) / (2 * most) * wide)

    def paint(target: pygame.Surface, y: int) -> None:
        middle = y + px(14)
        for level, colour in ((most, "#4a3f22"), (great, "#3b4349"), (marginal, "#343b40"),
                              (draw, "#545c62")):  # fmt: skip
            box = pygame.Rect(x_of(-level), middle - px(6), x_of(level) - x_of(-level), px(12))
            pygame.draw.rect(target, colour, box)
        pygame.draw.line(target, EDGE, (x_of(0), middle - px(9)), (x_of(0), middle + px(9)))
        for points, colour, name in ((ended, WARN, "if ended"), (now, BRASS, "now")):
            x = x_of(points)
            pygame.draw.polygon(
                target, colour,
                [(x, middle + px(4)), (x - px(5), middle + px(13)), (x + px(5), middle + px(13))],
            )
            anchor = "midtop" if left + px(40) < x < left + wide - px(40) else (
                "topleft" if x <= left + px(40) else "topright"
            )
            if name == "now" or abs(x_of(now) - x) > px(60):
                put(target, (x, middle + px(14)), name, "figures", px(12), colour, anchor)

    page.line(high, paint, tip=f"Draw to {draw} points either way, marginal to {marginal}, "
                               f"substantial to {great}, decisive beyond.")  # fmt: skip


class Council:
    """The pressure on the Japanese council, by its reasons."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers

    def lay(self, body: pygame.Rect) -> None:
        """One page."""
        papers = self._papers
        self.sheet = Sheet(body, papers.app.manager, papers.panel, bar=papers.app.px(10))
        page = Page(self.sheet.inner_width, papers.app.px, 16)
        write_council(page, papers.view)
        self.sheet.show_page(page)

    def handle(self, event: pygame.event.Event) -> bool:
        """Nothing can be pressed."""
        return False

    def update(self, seconds: float) -> None:
        """Nothing moves."""


def write_council(page: Page, view: PlayerView) -> None:
    """The track, both sides know it; and what the dice need this evening."""
    outlook = council.ledger(view)
    page.heading("Pressure on the council to end the war", f"{outlook.pressure}")
    most = max((abs(line.points) for line in outlook.lines), default=1) or 1
    for line in outlook.lines:
        _reason(page, line.what, line.points, most)
    if not outlook.lines:
        page.text("Nothing presses on it yet.", colour=MUTED)
    page.space(10)
    page.heading("The decision")
    if view.rescript:
        when = day(view.scenario.date_of(view.rescript + (view.rescript < 0)))
        page.text(f"The Emperor spoke on {when}. The council has decided.")
        if view.ceasefire:
            since = day(view.scenario.date_of(view.ceasefire + (view.ceasefire < 0)))
            page.text(f"The order to cease fire has been on its way since {since}.")
        else:
            page.text("No order to cease fire has been given to the troops yet.")
    elif view.options.rescript == "never":
        page.text("In this game the council does not decide: the option rescript=never.")
    elif view.options.rescript == "historical":
        page.text("In this game the broadcast comes on 15 August, whatever the pressure.")
    elif outlook.need:
        page.text(
            f"This evening two dice must reach {outlook.need}: {outlook.chance} of 36 cases, "
            f"{outlook.chance * 100 // 36} %."
        )
    else:
        page.text("The council does not sit this evening.")


def _reason(page: Page, what: str, points: int, most: int) -> None:
    """A reason for the pressure, with a bar of its points."""
    px, high = page.px, page.px(26)
    left, right = page.margin, page.width - page.margin
    start, end = left + page.inner // 2, right - px(52)
    page.said.append(f"{what} {points:+d}")
    words = fitted(what, "figures", px(15), start - left - px(10))

    def paint(target: pygame.Surface, y: int) -> None:
        middle = y + high // 2
        put(target, (left, middle), words, "figures", px(15), TEXT, "midleft")
        box = pygame.Rect(start, middle - px(4), round((end - start) * abs(points) / most), px(8))
        pygame.draw.rect(target, GOOD if points > 0 else BAD, box, border_radius=px(2))
        at = (right, middle)
        put(target, at, f"{points:+d}", "figures bold", px(15), TEXT, "midright")

    page.line(high, paint)


class Epilogue:
    """What became of people, places and plans. Only after the end, when nothing is hidden."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers

    def lay(self, body: pygame.Rect) -> None:
        """One page."""
        papers = self._papers
        self.sheet = Sheet(body, papers.app.manager, papers.panel, bar=papers.app.px(10))
        page = Page(self.sheet.inner_width, papers.app.px, 24)
        state = papers.battle.session.match.state
        if state.over is not None:
            reason, level, points = state.over
            page.text(level.capitalize(), "serif bold", 26, TEXT)
            page.text(f"{reason}; {points:+d} points.", "serif italic", 17, MUTED)
            page.rule()
            for note in epilogue(state):
                page.text(note.topic, "serif bold", 19, BRASS)
                page.text(note.text, size=15)
                if note.source:
                    page.text(f"In history: {note.source}", size=13, colour=MUTED)
                page.space(10)
        self.sheet.show_page(page)

    def handle(self, event: pygame.event.Event) -> bool:
        """Nothing can be pressed."""
        return False

    def update(self, seconds: float) -> None:
        """Nothing moves."""
