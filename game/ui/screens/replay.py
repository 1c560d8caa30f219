"""The viewer of recorded games: a timeline to play and scrub, any pair of eyes, and the reasons."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIPanel, UIProgressBar

from game.film.words import SIDE_NAMES, day
from game.hexes import NOWHERE, Hex
from game.lab.reasons import Reasons, read_reasons, why_path
from game.model.events import Captured, Fought
from game.model.forces import FormationId, UnitId
from game.model.orders import line_of
from game.model.state import PlayerView
from game.players.staff.why import Why
from game.replay import ReplayFault
from game.rerun import Step
from game.ui.app import App
from game.ui.film.bar import HEIGHT, FilmBar, Mark
from game.ui.film.newspage import news_of, write_news
from game.ui.film.projector import Projector
from game.ui.film.reasonpage import write_reason
from game.ui.film.recording import Cut, Recording, cost_of, hexes_of
from game.ui.film.reel import Viewer
from game.ui.panels.page import Page, put
from game.ui.panels.sheet import Sheet
from game.ui.screen import Screen
from game.ui.stage import map_of
from game.ui.theme import BRASS, DARK, MUTED, TEXT

EYES: dict[str, Viewer] = {"Sees all": "all", "Soviet": "soviet", "Japanese": "japan"}
TOP, RIGHT = 46, 340
"""Design pixels of the bars round the map."""
SLICE = 0.014
"""Seconds of a picture's time in which the record is played again."""
LONGEST = 0.04
"""The same where pictures take long anyway."""
COSTLY = 1500
"""Men lost in a fight from which it is marked on the timeline."""
DRAG = 4
CLOSE, PLANS = 38, 2
"""Zoom at which a place is shown; plans that are told with a reason."""
_NONE = {"left": 0, "right": 0, "top": 0, "bottom": 0}
BACK = 400
"""Orders that are searched for the one that brought a unit where it stands."""


class ReplayViewer(Screen):
    """One recorded game."""

    def __init__(self, app: App, path: Path, viewer: Viewer = "all") -> None:
        """ReplayFault or ScenarioFault where the file is of no use."""
        super().__init__(app)
        self.recording = Recording(path)
        self.viewer: Viewer = viewer
        self.cut = Cut(self.recording, viewer)
        self.projector = Projector(self.cut, app.settings.film_speed)
        self.projector.playing = app.settings.motion
        self.reasons = Reasons()
        self.notice = ""
        try:
            if why_path(path).is_file():
                self.reasons = read_reasons(why_path(path))
        except ReplayFault as fault:
            self.notice = str(fault)
        self.map = map_of(app, self.recording.scenario)
        self.map.camera.fit()
        self.map.marks.append(self.projector)
        self.asked: int | None = None
        """Index of the order whose reason stands in the lower panel; -1 for a hex without one."""
        self._shown: tuple[object, ...] = ()
        self._drag: tuple[int, int] | None = None
        self._dragged = False
        self._ready = False

    # Layout

    def open(self) -> None:
        """Lay the panels round the map."""
        px, (wide, tall), ui = self.app.px, self.app.size, self.app.manager
        top, right = px(TOP), min(px(RIGHT), wide // 3)
        self.area = pygame.Rect(0, top, wide - right, tall - top)
        self.map.camera.resize(self.area.size)
        panel = UIPanel(pygame.Rect(0, 0, wide, top), manager=ui, margins=_NONE)
        room = wide - px(110)
        self._head = Sheet(pygame.Rect(0, 0, room, top), ui, panel, ground=DARK, bar=0)
        self.leave = UIButton(
            pygame.Rect(room, px(6), px(100), top - px(12)), "Close", ui, panel,
            tool_tip_text="Leave the replay (Esc)",
        )  # fmt: skip
        half = (tall - top) * 55 // 100
        left = wide - right
        upper = UIPanel(pygame.Rect(left, top, right, half), manager=ui, margins=_NONE)
        lower = UIPanel(
            pygame.Rect(left, top + half, right, tall - top - half), manager=ui, margins=_NONE
        )
        bar = px(10)
        inside = pygame.Rect(0, 0, right, half)
        self.news = Sheet(inside, ui, upper, self._clicked, bar=bar)
        inside = pygame.Rect(0, 0, right, tall - top - half)
        self.why = Sheet(inside, ui, lower, bar=bar)
        foot = px(HEIGHT)
        self.bar = FilmBar(
            pygame.Rect(0, tall - foot, left, foot), ui, self.projector, self.app.scale,
            tuple(EYES), next(name for name, v in EYES.items() if v == self.viewer),
        )  # fmt: skip
        self.map_rect = pygame.Rect(0, top, left, tall - top - foot)
        self._progress: UIProgressBar | None = None
        if not self.recording.whole:
            box = pygame.Rect(0, 0, px(360), px(26))
            box.midbottom = (self.map_rect.centerx, self.map_rect.bottom - px(10))
            self._progress = UIProgressBar(box, ui)
        self._shown = ()
        self.bar.marks = self._marks()

    # What is shown

    @property
    def moment(self) -> int:
        """Orders that have been played at the moment that is shown."""
        p = self.projector
        after = p.scene is not None and p.clock >= p.scene.turnover and p.scene.seconds > 0
        return self.cut.order(p.index) + (1 if after else 0)

    @property
    def view(self) -> PlayerView:
        """What the viewer knows at this moment."""
        found = self.projector.view
        return found if found is not None else self.cut.view(len(self.recording)).after

    def look_as(self, viewer: Viewer) -> None:
        """See the same moment through other eyes."""
        n = self.cut.order(self.projector.index)
        self.viewer = viewer
        self.map.viewer = "soviet" if viewer == "all" else viewer
        self.cut = Cut(self.recording, viewer)
        self.projector.show(self.cut, self.cut.shot_from(n))
        self.asked = None
        self._shown = ()
        self.bar.marks = self._marks()

    def seek(self, n: int) -> None:
        """Go to the moment after so many orders, or the next that can be seen."""
        self.projector.seek(self.cut.shot_from(n))

    def turn(self, by: int) -> None:
        """Go to the beginning of the turn, or of another one."""
        now = self._turn_now()
        firsts = sorted(self.recording.turns.items())
        if by < 0 and self.cut.order(self.projector.index) > self.recording.turns[now] + 1:
            by += 1
        goal = min(max(now + by, firsts[0][0]), firsts[-1][0])
        self.seek(self.recording.turns[goal])

    def _turn_now(self) -> int:
        if self.projector.finished:
            return self.recording.state(len(self.recording)).turn
        return self.cut.when(self.projector.index)[0]

    def _marks(self) -> list[Mark]:
        """Ticks for turns, marks for captures and for battles that cost much."""
        whole = max(1, self.recording.orders)
        found: list[Mark] = [(n / whole, "turn") for n in self.recording.turns.values()]
        for i in range(len(self.cut)):
            n = self.cut.order(i)
            for event in self.cut.told(i):
                if isinstance(event, Captured):
                    found.append((n / whole, "capture"))
                elif isinstance(event, Fought) and cost_of(event) >= COSTLY:
                    found.append((n / whole, "loss"))
        return found

    # Time

    def update(self, seconds: float) -> None:
        """Read on in the record, play on with the film."""
        self.map.update(seconds)
        if not self.recording.whole:
            self.recording.work(max(SLICE, min(LONGEST, seconds)))
            self.cut.grow()
            if self._progress is not None:
                self._progress.set_current_progress(100 * self.recording.share)
        elif not self._ready:
            self._ready = True
            self.cut.grow()
            if self._progress is not None:
                self._progress.kill()
                self._progress = None
            self.bar.marks = self._marks()
            self._shown = ()
        self.projector.update(seconds)
        if self.bar.goal is not None:
            goal, self.bar.goal = self.bar.goal, None
            self.seek(round(goal * self.recording.orders))
        if EYES[self.bar.viewer] != self.viewer:
            self.look_as(EYES[self.bar.viewer])
        self._refresh()

    def _refresh(self) -> None:
        index = self.projector.index
        share = self.cut.order(index) / max(1, self.recording.orders)
        self.bar.show(share, self.projector.words)
        told = (index, self.viewer, self._ready)
        if self._shown[:3] != told:
            self._write_head(index)
            self._write_news()
        key = (*told, self.asked)
        if self._shown[2:] != key[2:]:
            self._write_why()
        self._shown = key

    def _write_head(self, index: int) -> None:
        px, scenario, turn = self.app.px, self.recording.scenario, self._turn_now()
        side = self.recording.state(min(self.moment, len(self.recording))).phase
        page = Page(int(self._head.rect.width), px)
        middle = int(self._head.rect.height) // 2
        date = f"{day(scenario.date_of(max(1, turn)))} {scenario.start.year}"
        rest = (
            f"turn {turn} of {scenario.turns}   {SIDE_NAMES[side]} phase   "
            f"order {self.cut.order(index):,} of {self.recording.orders:,}"
        )
        page.said += [scenario.title, date, rest]

        def paint(target: pygame.Surface, y: int) -> None:
            x = px(12)
            for text, face, size, ink in (
                (scenario.title, "serif bold italic", 19, BRASS), (date, "serif bold", 19, TEXT),
                (rest, "figures", 15, MUTED),
            ):  # fmt: skip
                x = put(target, (x, middle), text, face, px(size), ink, "midleft").right + px(20)

        page.line(int(self._head.rect.height), paint)
        self._head.show_page(page, keep=False)

    def _write_news(self) -> None:
        """What the viewer has been told in this turn so far, the latest first."""
        turn, scenario = self._turn_now(), self.recording.scenario
        first = self.cut.shot_from(self.recording.turns.get(turn, 0))
        last = min(self.projector.index + 1, len(self.cut))
        events = chain.from_iterable(self.cut.told(i) for i in range(max(first, last - 60), last))
        page = Page(self.news.inner_width, self.app.px)
        page.heading(day(scenario.date_of(max(1, turn))), "latest first")
        news = news_of(list(events)[-160:], scenario, self.viewer, turn, "soviet")
        write_news(page, news[::-1][:40])
        self.news.show_page(page, keep=False)

    def _write_why(self) -> None:
        page = Page(self.why.inner_width, self.app.px)
        page.heading("Why")
        if self.asked is None:
            for text in self._hints():
                page.text(text, colour=MUTED)
                page.space(6)
        elif self.asked < 0:
            page.text("No order of this day has to do with this hex.", colour=MUTED)
        else:
            self._write_reason(page, self.asked)
        self.why.show_page(page, keep=False)

    def _hints(self) -> list[str]:
        said = [self.notice] if self.notice else []
        if self._ready and self.recording.fault:
            said.append(f"The record ends early: {self.recording.fault}")
        if self.reasons.orders:
            said.append("Click a unit or a battle to read why its general gave the order.")
        else:
            said.append(
                "No reasons were kept with this record. `simulate --replay NAME --why` keeps "
                "them beside it."
            )
        return said

    # Hands

    def handle(self, event: pygame.event.Event) -> None:
        """Controls, map, keys."""
        if self.bar.handle(event):
            return
        if event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element == self.leave:
            self.app.back()
        elif event.type == pygame.MOUSEWHEEL:
            self.map.camera.zoom(1 if event.y > 0 else -1, self._on_map(pygame.mouse.get_pos()))
        elif event.type == pygame.MOUSEBUTTONDOWN and self.map_rect.collidepoint(event.pos):
            if event.button in (1, 2):
                self._drag, self._dragged = event.pos, False
        elif event.type == pygame.MOUSEMOTION:
            self._move(event)
        elif event.type == pygame.MOUSEBUTTONUP and event.button in (1, 2):
            if self._drag is not None and not self._dragged and event.button == 1:
                self.ask(self.map.camera.hex_under(self._on_map(event.pos)))
            self._drag = None
        elif event.type == pygame.KEYDOWN:
            self._key(event)

    def _key(self, event: pygame.event.Event) -> None:
        match event.key:
            case pygame.K_ESCAPE:
                self.app.back()
            case pygame.K_LEFT:
                self.projector.step(-1)
            case pygame.K_RIGHT:
                self.projector.step(1)
            case pygame.K_PAGEUP:
                self.turn(-1)
            case pygame.K_PAGEDOWN:
                self.turn(1)
            case pygame.K_HOME:
                self.seek(0)
            case pygame.K_PLUS | pygame.K_EQUALS | pygame.K_KP_PLUS:
                self.map.camera.zoom(1)
            case pygame.K_MINUS | pygame.K_KP_MINUS:
                self.map.camera.zoom(-1)

    def _on_map(self, at: tuple[int, int]) -> tuple[float, float]:
        return at[0] - self.area.left, at[1] - self.area.top

    def _move(self, event: pygame.event.Event) -> None:
        if self._drag is not None:
            dx, dy = event.pos[0] - self._drag[0], event.pos[1] - self._drag[1]
            if self._dragged or abs(dx) + abs(dy) > DRAG:
                self._dragged = True
                self.map.camera.pan(dx, dy)
                self._drag = event.pos
        elif self.map_rect.collidepoint(event.pos):
            self.map.hover = self.map.camera.hex_under(self._on_map(event.pos))
        else:
            self.map.hover = NOWHERE

    # Reasons

    def ask(self, h: Hex) -> None:
        """Tell why what is seen on a hex was ordered."""
        found = self.order_at(h)
        self.asked = -1 if found is None else found

    def _clicked(self, key: object, double: bool) -> None:
        if isinstance(key, int):
            self.map.camera.look_at(key, max(CLOSE, self.map.camera.step))

    def order_at(self, h: Hex) -> int | None:
        """The index of the latest order of this day, up to this moment, that has to do with a hex
        and that the viewer may know of: one of his own side's, or any for who sees all."""
        last = min(self.moment, len(self.recording) - 1)
        turn = self.recording.steps[last].turn if last >= 0 else 0
        for n in range(last, max(-1, last - BACK), -1):
            step = self.recording.steps[n]
            if step.turn != turn:
                break
            if self.viewer not in ("all", step.side):
                continue
            if any(h in hexes_of(event) for event in self.recording.told(n, self.viewer)):
                return n
        return None

    def _write_reason(self, page: Page, n: int) -> None:
        step = self.recording.steps[n]
        page.text(line_of(step.order), "figures bold", 14)
        page.text(f"{SIDE_NAMES[step.side]}, order {step.n:,}, turn {step.turn}", colour=MUTED)
        page.space(6)
        why = self.reasons.orders.get(step.n)
        if why is None:
            page.text("No reason was kept for it.", colour=MUTED)
        else:
            write_reason(page, why)
        for plan in self.plans_behind(step):
            page.space(8)
            formation = self.recording.scenario.formations.get(FormationId(plan.subject))
            page.heading("The plan", formation.name if formation else plan.subject)
            write_reason(page, plan)

    def plans_behind(self, step: Step) -> list[Why]:
        """What was planned, up to that day, for the formations of the units that are ordered."""
        scenario = self.recording.scenario
        one: UnitId = getattr(step.order, "unit", UnitId(""))
        units: tuple[UnitId, ...] = getattr(step.order, "units", (one,))
        above: set[str] = set(units)
        for unit in units:
            counter = scenario.counters.get(unit)
            at = counter.formation if counter else None
            while at is not None:
                above.add(at)
                at = scenario.formations[at].parent if at in scenario.formations else None
        for turn in range(step.turn, 0, -1):
            plans = self.reasons.plans.get((turn, step.side), ())
            found = [plan for plan in plans if plan.subject in above]
            if found:
                return found[:PLANS]
        return []

    # Picture

    def draw(self, target: pygame.Surface) -> None:
        """The map; panels are drawn by the interface."""
        self.map.hidden = self.projector.hidden
        self.map.draw(target.subsurface(self.area), self.view)

    def draw_above(self, target: pygame.Surface) -> None:
        """Marks on the timeline."""
        self.bar.draw_above(target)
