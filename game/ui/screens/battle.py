"""The battle: the map with everything around it. Here its parts are put together; what they do
stands in panels, dialogs, overlays, modes and the desk."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import pygame
import pygame_gui

from game.hexes import NOWHERE, Hex
from game.model.forces import SIDES, Side, UnitId
from game.model.orders import EndPhase, Order
from game.model.state import PlayerView
from game.ui.actions import ACTIONS, Action
from game.ui.app import App
from game.ui.attention import Need, undone
from game.ui.breaks import Breaks, forget, hide
from game.ui.camera import Camera
from game.ui.chronicle import Chronicle
from game.ui.computer import Computer
from game.ui.desk import Desk
from game.ui.dialogs.combat import CombatDialog
from game.ui.dialogs.undone import ask_to_end
from game.ui.film.turn import TurnFilm
from game.ui.framing import fit
from game.ui.keys import press
from game.ui.layout import Layout, layout
from game.ui.mapview import make_map
from game.ui.noise import Noise
from game.ui.orders import begin
from game.ui.overlays.proposal import ProposalMark
from game.ui.overlays.reach import Reach
from game.ui.panels.army import ArmyOrders
from game.ui.panels.foot import Foot
from game.ui.panels.lesson import LessonPanel
from game.ui.panels.mapaids import MapAids
from game.ui.panels.news import NewsPanel
from game.ui.panels.oob import OrderOfBattle
from game.ui.panels.popup import Entry, Popup
from game.ui.panels.side import SidePanel, reason
from game.ui.panels.topbar import TopBar
from game.ui.past import Past
from game.ui.pointer import Pointer
from game.ui.screen import Screen
from game.ui.screens.papers import PapersKeys
from game.ui.session import PERSON, Session

SLICE = 0.006
"""Seconds of a picture's time in which panels are written."""
CLOSE = 54
"""Step of the zoom at which a unit is shown that was asked for."""


class Part(Protocol):
    """Something that joins the battle: a panel, an overlay with keys, the film of a turn."""

    def lay(self) -> None:
        """Make the elements for the present size of the window."""

    def handle(self, event: pygame.event.Event) -> bool:
        """Take an event before the map does; False when it is none of its own."""

    def update(self, seconds: float) -> None:
        """Time has passed."""

    def refresh(self) -> None:
        """Something has changed: orders, selection, phase."""


class Battle(Screen):
    """One game being played by persons, computers or both."""

    def __init__(self, app: App, session: Session, viewer: Side | None = None) -> None:
        super().__init__(app)
        self.session = session
        people = [s for s in SIDES if session.players[s] == PERSON]
        first = session.side if session.side in people else (people or list(SIDES))[0]
        self.viewer: Side = viewer or first
        """Whose eyes the window shows."""
        scenario = session.scenario
        self.map = make_map(scenario, app.size, app.painters, app.settings, self.viewer)
        self.reach = Reach()
        self.mark = ProposalMark(app.px)
        self.map.washes.append(self.reach)
        self.map.marks.append(self.mark)
        self.chronicles = {s: Chronicle(s) for s in {*people, self.viewer}}
        """What each person was told, and the side that is looked at."""
        self.computer = Computer(session, self.played)
        self.desk = self._new_desk()
        self.popup: Popup | None = None
        self.dialogs: list[Part] = []
        """Windows that take events first; they remove themselves."""
        self.breaks = Breaks(self)
        self.parts: list[Part] = [self.breaks, Noise(self)]
        """What joins the battle besides: one line each here."""
        self.aids = MapAids(app, self.map, lambda: self.places, lambda: self.view)
        self.parts.append(self.aids)
        self.film = TurnFilm(self)
        self.parts.append(self.film)
        self.map.marks.insert(0, self.film.projector)
        self.lesson: LessonPanel | None = None
        if scenario.lessons and session.players["soviet"] == PERSON:
            self.lesson = LessonPanel(self)
            self.parts.append(self.lesson)
        self.army = ArmyOrders(self)
        self.parts.append(self.army)
        self.past = Past(session)
        self.papers = PapersKeys(self)
        self.parts.append(self.papers)
        self._warned: tuple[int, Side] | None = None
        self._asked: object = None
        """The dialog that asks whether the phase is to end."""
        self._shown: tuple[object, ...] = ()
        self._pending: list[Callable[[], None]] = []
        """Panels that are still to be written anew."""
        self._opened = False

    def _new_desk(self) -> Desk:
        desk = Desk(self.session, self.viewer)
        desk.ask_attack = self.ask_attack
        return desk

    @property
    def view(self) -> PlayerView:
        """What the side that looks knows."""
        return self.session.view(self.viewer)

    @property
    def camera(self) -> Camera:
        """The camera of the map."""
        return self.map.camera

    @property
    def chronicle(self) -> Chronicle:
        """What the side that looks was told."""
        return self.chronicles[self.viewer]

    # Layout

    def open(self) -> None:
        """Lay the panels round the map."""
        app = self.app
        self.places: Layout = layout(app.size, app.scale, app.px)
        self.area = self.places.area
        self.camera.resize(self.area.size)
        self.map.apply(app.settings, app.scale)
        if not self._opened:
            self._opened = True
            fit(self.camera, self.session.scenario.map)
        self.pointer = Pointer(self.camera, self.area, self)
        self.pointer.covered = self._covered
        if len(self.map.marks) > 1 and isinstance(self.map.marks[-1], Pointer):
            self.map.marks.pop()
        self.map.marks.append(self.pointer)
        self.popup, self.dialogs = None, []
        self._lay()

    def _lay(self) -> None:
        app, places = self.app, self.places
        self.top = TopBar(app, places)
        self.side = SidePanel(app, places, self.desk, self.begin, self.undo)
        self.news = NewsPanel(app, places, self.look)
        self.tree = OrderOfBattle(app, places, self.desk, self.look)
        self.foot = Foot(app, places, self.desk)
        for part in self.parts:
            part.lay()
        self._shown = ()
        self.refresh()

    def close(self) -> None:
        """The game is left; what was played is in the save."""
        self.computer.close()
        self.army.close()
        self.session.close()
        forget(self.app, self.session)

    # What changes

    def played(self) -> None:
        """An order was played: each side is told of it as things stand now."""
        self.film.follow()
        self.past.follow()
        for side, chronicle in self.chronicles.items():
            chronicle.follow(self.session, self.session.view(side).scenario)

    def refresh(self) -> None:
        """Write everything anew, at once."""
        self._begin_refresh()
        while self._pending:
            self._pending.pop(0)()

    @property
    def settled(self) -> bool:
        """Whether all panels show what is so."""
        return not self._pending and (self.computer.thinking or self._shown == self._state())

    def _begin_refresh(self) -> None:
        """Show on the map at once what has changed; panels follow picture by picture, so that none
        is late."""
        self.played()
        desk = self.desk
        self.map.selected = desk.selected
        self.reach.lay(desk.goals())
        self._hovered()
        self._shown = self._state()
        self._pending = [
            lambda: self.side.refresh(self.view, whole=False),
            lambda: self.news.refresh(self.view, self.chronicle, self.desk.message),
            lambda: self.foot.refresh(self.view),
            lambda: self.tree.refresh(self.view),
            lambda: self.top.refresh(self.view),
            lambda: self.side.refresh(self.view),
            *(part.refresh for part in self.parts),
        ]  # fmt: skip

    def _state(self) -> tuple[object, ...]:
        session = self.session
        return desk_state(self.desk), len(session.log), session.side, session.match.over

    def update(self, seconds: float) -> None:
        """Painters, generals, the edge of the window."""
        self.map.update(seconds)
        busy = self.popup is not None or bool(self.dialogs)
        self.pointer.update(seconds, self.app.settings.edge_pan and not busy)
        for part in (*self.dialogs, *self.parts):
            part.update(seconds)
        if self.computer.thinking and not self.film.behind:
            if self.computer.play():
                self.phase_over()
        elif self._shown != self._state() and not self.army.carrying:
            self._begin_refresh()
        until = time.perf_counter() + SLICE
        while self._pending:
            self._pending.pop(0)()
            if time.perf_counter() > until:
                break

    def phase_over(self) -> None:
        """The phase has passed to the other side."""
        self.map.names.clear()
        side = self.session.side
        if self.session.players[side] == PERSON and side != self.viewer:
            self.hand_over(side)
        else:
            self.refresh()

    def hand_over(self, side: Side) -> None:
        """Another person sits down before the window."""
        hide(self.app, side, lambda: self.look_as(side))

    def look_as(self, side: Side) -> None:
        """Show the game as another side knows it."""
        self.viewer = self.map.viewer = side
        self.chronicles.setdefault(side, Chronicle(side))
        self.desk = self._new_desk()
        self.film.look_as(side)
        self.app.manager.clear_and_reset()
        self._lay()

    # Hands

    def handle(self, event: pygame.event.Event) -> None:
        """Buttons, mouse and keys; the topmost that wants an event has it."""
        if self.breaks.called(event):
            return
        for part in (*reversed(self.dialogs), *self.parts):
            if part.handle(event):
                return
        if self.popup is not None and self._in_popup(event):
            return
        if event.type == pygame_gui.UI_CONFIRMATION_DIALOG_CONFIRMED:
            if event.ui_element is self._asked:
                self.end_now()
        elif event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element == self.foot.end:
            self.end_phase()
        elif event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element == self.foot.next:
            self.next_unit("idle")
        elif (
            not (self.side.handle(event) or self.tree.handle(event) or self.pointer.handle(event))
            and event.type == pygame.KEYDOWN
            and not self.tree.writing
        ):
            press(self, event)

    def _in_popup(self, event: pygame.event.Event) -> bool:
        assert self.popup is not None
        chosen = self.popup.handle(event)
        outside = event.type == pygame.MOUSEBUTTONDOWN
        escape = event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE
        if chosen is not None or outside or escape:
            self.popup.close()
            self.popup = None
            if chosen is not None:
                chosen.do()
            return True
        return event.type in (pygame.MOUSEMOTION, pygame.MOUSEWHEEL, pygame.KEYDOWN)

    def _covered(self, at: tuple[int, int]) -> bool:
        taught = self.lesson is not None and self.lesson.covers(at)
        covered = self.tree.covers(at) or self.army.covers(at)
        return covered or bool(self.dialogs) or taught

    # What the mouse does on the map

    def click(self, h: Hex) -> None:
        """A left click on the map."""
        if self.army.take(h):
            return
        self.desk.click(h, bool(pygame.key.get_mods() & pygame.KMOD_CTRL))

    def command(self, h: Hex) -> None:
        """A right click: the usual order; with Control, or where that is impossible, a list of all
        that can be done."""
        mods = pygame.key.get_mods()
        if self.desk.mode is not None:
            self.desk.act(h)
            return
        found = self.desk.propose(h)
        forced = bool(mods & pygame.KMOD_SHIFT)
        farther = forced and found is not None and found.attack == NOWHERE
        if found is not None and (found.possible or farther) and not mods & pygame.KMOD_CTRL:
            self.desk.act(h, forced=forced)
        elif self.desk.selected and self.desk.in_command:
            view = self.view
            self.open_popup([
                Entry(a.name, lambda a=a: self.begin(a), reason(self.desk, view, a), a.tip)  # type: ignore[misc]
                for a in ACTIONS
            ])  # fmt: skip
            if found is not None and found.refused:
                self.desk.say(found.refused)
        else:
            self.desk.click(h)

    def boxed(self, hexes: list[Hex]) -> None:
        """A box over several hexes: select all own units there."""
        self.desk.select(tuple(u for h in hexes for u in self.desk.own_at(h)))

    def hovered(self, h: Hex) -> None:
        """The pointer is over another hex."""
        self.map.hover = h
        self._hovered()

    def _hovered(self) -> None:
        self.mark.hex = self.map.hover
        busy = self.popup is not None or bool(self.dialogs)
        self.mark.proposal = None if busy else self.desk.propose(self.map.hover)

    # Orders

    def select(self, units: tuple[UnitId, ...]) -> None:
        """These units are to be looked at and ordered about."""
        self.desk.select(units)
        self.refresh()

    def look(self, h: Hex) -> None:
        """Centre the map on a hex, near enough to see units."""
        self.desk.place = h
        self.camera.look_at(h, None if self.camera.wanted >= 27 else CLOSE)
        self.desk.changed()

    def next_unit(self, need: Need) -> None:
        """Go to the next unit that has this need."""
        at = self.desk.next_unit(need)
        if at != NOWHERE:
            self.look(at)

    def begin(self, action: Action) -> None:
        """Begin to give an order: prepare it, list its ways, or say why not."""
        why = reason(self.desk, self.view, action)
        if why:
            self.desk.say(why)
            return
        begin(self, action.id)

    def open_popup(self, entries: list[Entry], at: tuple[int, int] | None = None) -> None:
        """A list of orders at the pointer."""
        if self.popup is not None:
            self.popup.close()
        self.popup = Popup(self.app, at or self._beside(), entries)
        self._hovered()

    def _beside(self) -> tuple[int, int]:
        """Where a list opens: at the pointer, or beside the selected hex if that is elsewhere."""
        x, y = self.camera.hex_screen(self.desk.place)
        beside = (round(x) + self.area.left + 30, round(y) + self.area.top + 30)
        here = (p for p in (pygame.mouse.get_pos(), beside) if self.area.collidepoint(p))
        return next(here, self.area.center)

    def ask_attack(self, units: tuple[UnitId, ...], target: Hex) -> None:
        """Reckon up an attack before it is given."""
        self.dialogs.append(CombatDialog(self, units, target))

    def give(self, order: Order) -> bool:
        """Give an order; False when it was refused, with the reason in the log."""
        done = self.desk.give(order)
        self.refresh()
        return done

    def undo(self) -> None:
        """Take the last order back if nothing was learned by it."""
        self.desk.undo()
        self.refresh()

    def end_phase(self) -> None:
        """The person is done with this phase; what was forgotten is said once."""
        if not self.desk.in_command:
            return
        forgotten = undone(self.view, self.viewer, len(self.desk.needing("idle")))
        now = (self.session.match.turn, self.viewer)
        if forgotten and self._warned != now:
            self._warned = now
            self._asked = ask_to_end(self.app, forgotten)
        else:
            self.end_now()

    def end_now(self) -> None:
        """End the phase without more questions."""
        if self.desk.in_command:
            self.desk.select(())
            self.desk.resting.clear()
            self.desk.give(EndPhase())
            self.phase_over()

    # Picture

    def draw(self, target: pygame.Surface) -> None:
        """The map, as it is or as the film has it; panels are drawn by the interface."""
        self.map.hidden = self.film.hidden
        self.map.draw(target.subsurface(self.area), self.film.view or self.view)

    def draw_above(self, target: pygame.Surface) -> None:
        """What lies over the panels."""
        self.film.draw_above(target)


def desk_state(desk: Desk) -> tuple[object, ...]:
    """What tells whether a desk has changed."""
    return id(desk), desk.version, desk.selected, id(desk.mode)
