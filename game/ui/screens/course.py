"""The course of the campaign in graphs: losses, prisoners, places and ground, against history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.film.palette import NATIONS
from game.lab.calibration import RECORD
from game.model.forces import NATION_SIDE, Side
from game.model.scenario import Scenario
from game.model.state import HOLDER_OF, PlayerView
from game.rules.victory import par_of
from game.ui.panels.page import Page
from game.ui.panels.sheet import Sheet
from game.ui.screens.chart import Chart, Curve, write_chart
from game.ui.theme import GOOD, MUTED, TEXT

if TYPE_CHECKING:
    from game.ui.screens.papers import Papers

SOVIET, JAPAN = "#d8573f", NATIONS["JPN"]["ground"]
HISTORY = "#b9b1a8"
SLICE = 0.008
TWO, HIGH = 1100, 300
"""Design pixels of width from which graphs stand side by side; their height."""


def losses(views: dict[int, PlayerView], side: Side) -> dict[int, int]:
    """Killed and wounded of a side by turn, as far as is known."""
    return {
        turn: sum(
            t.killed + t.wounded for n, t in view.losses.items() if NATION_SIDE[n] == side
        )
        for turn, view in views.items()
    }


def prisoners(views: dict[int, PlayerView]) -> dict[int, int]:
    """Soldiers of the Japanese side in Soviet hands."""
    return {
        turn: sum(t.captured for n, t in view.losses.items() if NATION_SIDE[n] == "japan")
        for turn, view in views.items()
    }


def taken(view: PlayerView) -> dict[int, int]:
    """Weight of the objectives that have fallen, by turn."""
    return _sums(
        {o.place: view.captures.get(o.place, 0) for o in view.scenario.objectives},
        {o.place: o.weight for o in view.scenario.objectives}, view.turn,
    )  # fmt: skip


def record(view: PlayerView) -> dict[int, int]:
    """The same by the dates of the record, as the options move them."""
    return _sums(
        {o.place: par_of(view, o) for o in view.scenario.objectives},
        {o.place: o.weight for o in view.scenario.objectives}, view.scenario.turns,
    )  # fmt: skip


def _sums(dates: dict[str, int], weights: dict[str, int], until: int) -> dict[int, int]:
    return {
        turn: sum(w for p, w in weights.items() if 0 < dates[p] <= turn)
        for turn in range(1, until + 1)
    }


def ground(view: PlayerView) -> dict[int, int]:
    """Hexes that the Soviet side has taken and holds, by the turn since when."""
    soviet = HOLDER_OF["soviet"]
    since = [turn for holder, turn in view.held.values() if holder == soviet]
    return {t: sum(s <= t for s in since) for t in range(1, view.turn + 1)}


def charts(views: dict[int, PlayerView], viewer: Side) -> tuple[Chart, ...]:
    """All graphs for one side: its own losses, and of the enemy what it knows."""
    now = views[max(views)]
    scenario = now.scenario
    campaign = scenario.scored_losses
    curves = [Curve("Soviet", SOVIET, losses(views, "soviet"))]
    if viewer == "japan" and now.options.fog == "on":
        curves = [Curve("Japanese", JAPAN, losses(views, "japan"))]
    elif now.options.fog == "off":
        curves.append(Curve("Japanese", JAPAN, losses(views, "japan")))
    note = "The enemy's dead and wounded are not known." if now.options.fog == "on" else ""
    if campaign and viewer == "soviet":
        curves.append(_history(scenario, "Record", RECORD["soviet_casualties"][0]))
    held = [Curve("Prisoners", GOOD, prisoners(views))]
    if campaign:
        held.append(_history(scenario, "Record", RECORD["prisoners"][0]))
    fallen = (
        Curve("This game", TEXT, taken(now)), Curve("Record", HISTORY, record(now), dashed=True),
    )  # fmt: skip
    return (
        Chart(
            "Places taken", "weight of objectives, all together", fallen,
            "The record is the date on which each place fell in August 1945.",
        ),
        Chart("Killed and wounded", "men, since the first day", tuple(curves), note),
        Chart("Prisoners in Soviet hands", "men of the Japanese side", tuple(held)),
        Chart(
            "Ground taken", "hexes that the Soviet side has taken and holds",
            (Curve("Soviet", SOVIET, ground(now)),),
        ),
    )  # fmt: skip


def _history(scenario: Scenario, name: str, total: int) -> Curve:
    """A figure of the record as a line to its last day: its way there is not known day by day."""
    return Curve(name, HISTORY, {1: 0, scenario.turns: total}, dashed=True)


class Course:
    """The graphs, two beside each other where there is room."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers
        self._written = False

    def lay(self, body: pygame.Rect) -> None:
        """A page, or two side by side."""
        papers = self._papers
        columns = 2 if body.width > papers.app.px(TWO) else 1
        wide = body.width // columns
        self.sheets = [
            Sheet(
                pygame.Rect(body.left + i * wide, body.top, wide, body.height),
                papers.app.manager, papers.panel, bar=papers.app.px(10),
            )
            for i in range(columns)
        ]  # fmt: skip
        self._written = False
        self.update(0.0)

    def _write(self) -> None:
        papers = self._papers
        views = papers.battle.past.views(papers.battle.viewer)
        found = charts(views, papers.battle.viewer)
        for i, sheet in enumerate(self.sheets):
            page = Page(sheet.inner_width, papers.app.px, 16)
            if not papers.battle.past.whole:
                page.text("The first days are being read from the save ...", colour=MUTED)
            for chart in found[i :: len(self.sheets)]:
                write_chart(page, chart, papers.view.scenario, HIGH)
            sheet.show_page(page)

    def handle(self, event: pygame.event.Event) -> bool:
        """Nothing but the wheel, which the sheet takes."""
        return False

    def update(self, seconds: float) -> None:
        """Read the days before this window was opened, in slices."""
        past = self._papers.battle.past
        if not self._written or not past.whole:
            before = past.whole
            done = past.work(SLICE)
            if not self._written or (done and not before):
                self._written = True
                self._write()
