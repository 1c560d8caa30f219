"""The battle: the map with everything around it, and a person's orders."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UILabel, UIPanel, UITextBox

from game.film.projection import Projection
from game.film.words import day, sentence
from game.hexes import NOWHERE, Hex
from game.model.forces import Side, Unit, UnitId
from game.model.orders import Attack, EndPhase, Move, Order, Refusal
from game.model.state import PlayerView
from game.rules import movement
from game.rules.support import available_assets
from game.ui.app import App
from game.ui.camera import Camera
from game.ui.mapview import MapView
from game.ui.namesheet import NameSheet
from game.ui.opponent import Opponent
from game.ui.overlays.reach import Reach
from game.ui.screen import Screen
from game.ui.session import Session
from game.ui.settings import cache_folder
from game.ui.tiles import Tiles

CAMPAIGN = "manchuria_1945"
PATIENCE = 0.008
"""Seconds of a picture's time in which orders of the computer are carried out."""
DRAG = 4
"""Pixels that the pointer must go before a click is a drag."""
BARS = {"top": 46, "left": 288, "right": 316, "bottom": 150}
"""Design pixels of the panels round the map."""


class Battle(Screen):
    """One game being played by persons, computers or both."""

    def __init__(self, app: App, session: Session, viewer: Side | None = None) -> None:
        super().__init__(app)
        self.session = session
        self.viewer: Side = viewer or self._first_person()
        """Whose eyes the window shows."""
        scenario = session.scenario
        projection = Projection.of(scenario.map.projection)
        tiles = Tiles(CAMPAIGN, scenario.map, projection, cache_folder() / "tiles", app.painters)
        low = (float(tiles.low[0]), float(tiles.low[1]))
        high = (float(tiles.high[0]), float(tiles.high[1]))
        camera = Camera(projection, app.size, low, high)
        names = NameSheet(CAMPAIGN, low, high, app.painters)
        self.map = MapView(camera, tiles, names)
        self.reach = Reach()
        self.map.washes.append(self.reach)
        self.opponent: Opponent | None = None
        computers = {s: n for s, n in session.players.items() if n != "person"}
        if computers:
            match = session.match
            self.opponent = Opponent(scenario.id, match.seed, match.options, computers)
        self._told = 0
        """Entries of the session's log that the opponent's process has been told."""
        self._queue: list[Order] = []
        self._drag: tuple[int, int] | None = None
        self._dragged = False
        self.message = ""

    def _first_person(self) -> Side:
        people: Iterator[Side] = (s for s, n in self.session.players.items() if n == "person")
        return next(people, "soviet")

    @property
    def view(self) -> PlayerView:
        """What the side that looks knows."""
        return self.session.view(self.viewer)

    @property
    def camera(self) -> Camera:
        """The camera of the map."""
        return self.map.camera

    # Layout

    def open(self) -> None:
        """Lay the panels round the map."""
        wide, tall = self.app.size
        px = self.app.px
        top, right, bottom = px(BARS["top"]), px(BARS["right"]), px(BARS["bottom"])
        ui = self.app.manager
        self.area = pygame.Rect(0, top, wide - right, tall - top - bottom)
        self.camera.resize(self.area.size)
        self._top = UIPanel(pygame.Rect(0, 0, wide, top), manager=ui)
        self._date = UILabel(
            pygame.Rect(px(12), 0, px(520), top - px(6)), "", ui, container=self._top
        )
        self._end = UIButton(
            pygame.Rect(wide - px(150), px(4), px(138), top - px(14)), "End phase", ui,
            container=self._top, object_id="#primary_button",
        )  # fmt: skip
        self._right = UITextBox(
            "", pygame.Rect(wide - right, top, right, tall - top - bottom), ui
        )
        self._log = UITextBox("", pygame.Rect(0, tall - bottom, wide, bottom), ui)
        self._refresh()

    def close(self) -> None:
        """The game is left; what was played is in the save."""
        if self.opponent is not None:
            self.opponent.close()
            self.opponent = None
        self.session.close()

    def _refresh(self) -> None:
        """Write the panels anew."""
        state = self.session.match.state
        scenario = self.session.scenario
        date = day(scenario.date_of(max(1, state.turn)))
        phase = "Soviet" if state.phase == "soviet" else "Japanese"
        self._date.set_text(f"{scenario.title}   {date} 1945   turn {state.turn}   {phase} phase")
        self._right.set_text(self._about())
        told = self.session.visible(self.viewer, max(0, len(self.session.log) - 40))
        lines = [sentence(e, scenario) for h in told for e in h.events if e.kind != "sighted"]
        self._log.set_text("<br>".join(([self.message] if self.message else []) + lines[::-1][:40]))

    def _about(self) -> str:
        """The selected units, or the hex under the pointer."""
        view = self.view
        parts = []
        for name in self.map.selected:
            unit = view.units.get(name)
            if unit is not None:
                parts.append(self._unit_text(unit))
        return "<br><br>".join(parts) or "Click a unit."

    def _unit_text(self, unit: Unit) -> str:
        counter = self.view.scenario.counters[unit.id]
        return (
            f"<b>{counter.name}</b><br>{unit.men:,} men, {unit.guns} guns, {unit.armour} armour"
            f"<br>points {unit.points}, fuel {unit.fuel}, ammunition {unit.ammo}"
            f"<br>fatigue {unit.fatigue}, disruption {unit.disruption}"
        )

    # Time

    def update(self, seconds: float) -> None:
        """Painters, generals."""
        self.map.update(seconds)
        if not self.session.match.over and not self.session.person_to_move:
            self._let_computer_play()

    def _let_computer_play(self) -> None:
        """Play what the general has answered, and ask again."""
        if self.opponent is None:
            return
        if not self._queue:
            self._tell()
            answer = self.opponent.ask()
            if answer is None:
                return
            self._queue = list(answer)
        side, until = self.session.side, time.perf_counter() + PATIENCE
        while self._queue:
            order = self._queue.pop(0)
            result = self.session.submit(order)
            if isinstance(result, Refusal) or self.session.side != side or self.session.surprised:
                # The general is asked again: it did not know what came of this.
                self._queue = []
                break
            if time.perf_counter() > until:
                return
        if self.session.side != side or self.session.match.over:
            self.map.names.clear()
            self._refresh()

    def _tell(self) -> None:
        """Bring the generals' process up to date with what stands."""
        assert self.opponent is not None
        for happened in self.session.standing(self._told):
            self.opponent.tell(happened.order)
            self._told += 1

    # Hands

    def handle(self, event: pygame.event.Event) -> None:
        """Mouse and keys on the map."""
        if event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element == self._end:
            self.end_phase()
        elif event.type == pygame.MOUSEWHEEL:
            at = pygame.mouse.get_pos()
            self.camera.zoom(1 if event.y > 0 else -1, self._on_map(at))
        elif event.type == pygame.MOUSEBUTTONDOWN and self.area.collidepoint(event.pos):
            if event.button in (1, 2):
                self._drag, self._dragged = event.pos, False
            elif event.button == 3:
                self.command(self.camera.hex_under(self._on_map(event.pos)))
        elif event.type == pygame.MOUSEMOTION:
            self._move(event)
        elif event.type == pygame.MOUSEBUTTONUP and event.button in (1, 2):
            if self._drag is not None and not self._dragged and event.button == 1:
                self.click(self.camera.hex_under(self._on_map(event.pos)))
            self._drag = None
        elif event.type == pygame.KEYDOWN:
            self._key(event)

    def _on_map(self, at: tuple[int, int]) -> tuple[float, float]:
        return at[0] - self.area.left, at[1] - self.area.top

    def _move(self, event: pygame.event.Event) -> None:
        if self._drag is not None:
            dx, dy = event.pos[0] - self._drag[0], event.pos[1] - self._drag[1]
            if self._dragged or abs(dx) + abs(dy) > DRAG:
                self._dragged = True
                self.camera.pan(dx, dy)
                self._drag = event.pos
        elif self.area.collidepoint(event.pos):
            self.map.hover = self.camera.hex_under(self._on_map(event.pos))
        else:
            self.map.hover = NOWHERE

    def _key(self, event: pygame.event.Event) -> None:
        step = max(40, self.area.width // 12)
        moves = {
            pygame.K_LEFT: (step, 0), pygame.K_RIGHT: (-step, 0),
            pygame.K_UP: (0, step), pygame.K_DOWN: (0, -step),
        }  # fmt: skip
        if event.key in moves:
            self.camera.pan(*moves[event.key])
        elif event.key in (pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS):
            self.camera.zoom(1)
        elif event.key in (pygame.K_MINUS, pygame.K_KP_MINUS):
            self.camera.zoom(-1)
        elif event.key == pygame.K_u or (event.key == pygame.K_z and event.mod & pygame.KMOD_CTRL):
            self.undo()
        elif event.key == pygame.K_RETURN and event.mod & pygame.KMOD_CTRL:
            self.end_phase()
        elif event.key == pygame.K_ESCAPE:
            self.select(())

    # Orders

    def click(self, h: Hex) -> None:
        """Select own units on a hex, one after the other."""
        view = self.view
        own = [u.id for u in view.units_at(h) if view.side_of(u.id) == self.viewer]
        if own and len(self.map.selected) == 1 and self.map.selected[0] in own:
            i = (own.index(self.map.selected[0]) + 1) % len(own)
            self.select((own[i],))
        else:
            self.select((own[0],) if own else ())

    def select(self, units: tuple[UnitId, ...]) -> None:
        """These units are to be looked at and ordered about."""
        self.map.selected = units
        self.reach.show(self.view, units[0] if len(units) == 1 else None)
        self._refresh()

    def command(self, h: Hex) -> None:
        """March there, or attack what stands there."""
        if not self.map.selected or not self.session.person_to_move:
            return
        view, units = self.view, self.map.selected
        there = view.side_at(h)
        if there is not None and there != self.viewer:
            assets = available_assets(view, units, h)[:3]
            self.give(Attack(units, h, assets))
            return
        for name in units:
            path = movement.path_to(view, view.units[name], h)
            if path is None:
                self.message = f"{view.scenario.counters[name].name} cannot get there today."
                self._refresh()
            else:
                self.give(Move(name, path))

    def give(self, order: Order) -> bool:
        """Give an order; False when it was refused, with the reason in the log."""
        result = self.session.submit(order)
        if isinstance(result, Refusal):
            self.message = result.sentence
            self._refresh()
            return False
        self.message = ""
        self.map.selected = tuple(u for u in self.map.selected if self.view.units[u].on_map)
        self.select(self.map.selected)
        return True

    def undo(self) -> None:
        """Take the last order back if nothing was learned by it."""
        if self.session.undo() is None:
            self.message = "There is nothing to take back: dice have been thrown, or news came."
        self.select(self.map.selected)

    def end_phase(self) -> None:
        """The person is done with this phase."""
        if self.session.person_to_move:
            self.give(EndPhase())
            self.select(())
            self.map.names.clear()

    # Picture

    def draw(self, target: pygame.Surface) -> None:
        """The map; panels are drawn by the interface."""
        self.map.draw(target.subsurface(self.area), self.view)
