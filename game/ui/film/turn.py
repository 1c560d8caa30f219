"""The film of the other side's turn, as a part of the battle."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pygame

from game.hexes import Hex
from game.model.forces import SIDES, Side, UnitId
from game.model.state import PlayerView
from game.ui.dialogs.eventcard import Pile
from game.ui.dialogs.report import ReportDialog
from game.ui.film.bar import HEIGHT, FilmBar
from game.ui.film.projector import Projector
from game.ui.film.reel import Reel, Viewer, told_of, view_of
from game.ui.session import PERSON

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

EYES: dict[str, Viewer] = {"Sees all": "all", "Soviet": "soviet", "Japanese": "japan"}
BACKLOG = 200
"""Shots that the computers may be ahead of the film where nobody else plays."""
KEPT = 400
"""Shots that can then be looked at again."""


class TurnFilm:
    """Shows what the viewer saw of the other side's phase, the evening and the morning; then the
    cards of what happened, and a report where the film was not watched."""

    def __init__(self, battle: Battle) -> None:
        self._battle = battle
        session = battle.session
        people = [s for s in SIDES if session.players[s] == PERSON]
        self.watching = not people
        """Whether nobody plays, and all eyes may be chosen."""
        eyes: tuple[Viewer, ...] = tuple(people) or ("all", "soviet", "japan")
        self._reels: dict[Viewer, Reel] = {eye: Reel(eye, session) for eye in eyes}
        self.viewer: Viewer = battle.viewer
        self.reel = self._reels[self.viewer]
        self.projector = Projector(self.reel, battle.app.settings.film_speed)
        self.projector.turn_to = self._turn_to
        self.pile = Pile(battle)
        self.bar: FilmBar | None = None
        self._film = 0
        self._reported = False
        self._told = 0
        """Shots whose cards lie on the pile."""
        self._skipped = False
        match = session.match
        if not session.log and match.state.turn <= 1:
            self.pile.add(told_of(match.state, self.viewer, match.opening), 1)

    # What it shows

    @property
    def running(self) -> bool:
        """Whether the map shows a moment that is past."""
        return not self.projector.finished

    @property
    def view(self) -> PlayerView | None:
        """What the map shows; None where it shows what is."""
        found = self.projector.view
        if found is None and self.watching and self.viewer != self._battle.viewer:
            return view_of(self._battle.session.match.state, self.viewer)
        return found

    @property
    def hidden(self) -> frozenset[UnitId]:
        """Units that the film draws itself."""
        return self.projector.hidden

    @property
    def behind(self) -> bool:
        """Whether the film is so far behind that the computers should wait."""
        return self.watching and len(self.reel) - self.projector.index > BACKLOG

    @property
    def _filmed(self) -> bool:
        settings = self._battle.app.settings
        return self.watching or (settings.motion and settings.film == "film")

    # What it is told

    def follow(self) -> None:
        """An order was played, or taken back."""
        for reel in self._reels.values():
            reel.follow()
        if self.reel.films != self._film:
            self._film = self.reel.films
            self._restart()
        if not self._filmed:
            self._skipped = self._skipped or self.running
            self.projector.skip()

    def _restart(self) -> None:
        self.projector.show(self.reel, 0)
        self.projector.playing = True
        self._told, self._skipped, self._reported = 0, False, False

    def look_as(self, side: Side) -> None:
        """Another person looks."""
        self._look(side)

    def _look(self, viewer: Viewer) -> None:
        if viewer == self.viewer or viewer not in self._reels:
            return
        place = len(self.reel) - self.projector.index
        self.viewer, self.reel = viewer, self._reels[viewer]
        self._film = self.reel.films
        if self.watching:
            self.projector.show(self.reel, max(0, len(self.reel) - place))
        else:
            self._restart()

    def again(self) -> None:
        """Show the last film once more."""
        if len(self.reel):
            self.projector.seek(0)
            self.projector.playing = True

    def _turn_to(self, h: Hex) -> None:
        """Bring a hex into the window, if it is not there and its counters could be seen."""
        camera = self._battle.camera
        x, y = camera.hex_screen(h)
        wide, tall = camera.size
        margin = min(wide, tall) // 8
        if not (margin < x < wide - margin and margin < y < tall - margin):
            camera.look_at(h)

    # Part of the battle

    def lay(self) -> None:
        """Make the elements for the present size of the window."""
        self.bar = None
        self._show_bar()
        self.pile.lay()

    def _show_bar(self) -> None:
        wanted = self.running or self.watching
        if wanted and self.bar is None:
            battle, area = self._battle, self._battle.area
            high = battle.app.px(HEIGHT)
            box = pygame.Rect(area.left, area.bottom - high, area.width, high)
            names = tuple(EYES) if self.watching else ()
            now = next(name for name, eye in EYES.items() if eye == self.viewer)
            self.bar = FilmBar(
                box, battle.app.manager, self.projector, battle.app.scale, names, now
            )
        elif not wanted and self.bar is not None:
            self.bar.kill()
            self.bar = None

    def handle(self, event: pygame.event.Event) -> bool:
        """Controls of the film, before the map has them."""
        if self.pile.handle(event):
            return True
        key = event.key if event.type == pygame.KEYDOWN else 0
        if self.bar is None:
            if key == pygame.K_BACKSPACE and not self._battle.tree.writing:
                self.again()
                return bool(len(self.reel))
            if key == pygame.K_F9:
                self.pile.ask_again()
                return True
            return False
        before = self.projector.index
        if key == pygame.K_ESCAPE and self.running:
            self.projector.skip()
        elif not self.bar.handle(event):
            return self.running and event.type == pygame.MOUSEBUTTONDOWN and (
                self.bar.box.collidepoint(event.pos)
            )
        if self.projector.finished and self.projector.index > before + 1:
            self._skipped = True
        return True

    def update(self, seconds: float) -> None:
        """Play on; hand out the cards of what has been shown."""
        projector, bar = self.projector, self.bar
        if self._battle.dialogs:
            # A card, or a dialog, has to be answered first.
            return
        if self.pile.cards:
            self.pile.update(seconds)
            return
        if self.running and self._battle.desk.in_command and self._battle.desk.selected:
            # Who takes up his troops has seen enough.
            projector.skip()
        projector.update(seconds)
        if bar is not None:
            if bar.goal is not None:
                projector.seek(round(bar.goal * len(self.reel)))
                bar.goal = None
            if bar.viewer and EYES[bar.viewer] != self.viewer:
                self._look(EYES[bar.viewer])
            bar.show(projector.index / max(1, len(self.reel)), projector.words)
        for i in range(self._told, min(projector.index, len(self.reel))):
            self.pile.add(self.reel.told(i), self.reel.when(i)[0])
        self._told = max(self._told, projector.index)
        if self.watching and projector.index > KEPT:
            self.reel.trim(KEPT // 2)
            projector.trimmed(KEPT // 2)
            self._told = max(0, self._told - KEPT // 2)
        if not self.running and self._battle.desk.in_command and not self._reported:
            self._reported = True
            self._ended()
        self._show_bar()

    def _ended(self) -> None:
        """Everything has been shown, or skipped."""
        if self._skipped and self._battle.app.settings.film != "off":
            self.report()

    def report(self) -> None:
        """Tell the other side's turn in words."""
        events = [(self.reel.when(i), self.reel.told(i)) for i in range(len(self.reel))]
        if events:
            eyes = cast("Side", self.viewer)
            self._battle.dialogs.append(ReportDialog(self._battle, events, eyes))

    def refresh(self) -> None:
        """Something has changed: a choice may have been opened or made."""
        if not self.running:
            self.pile.look_for_choices()

    def draw_above(self, target: pygame.Surface) -> None:
        """Marks on the track."""
        if self.bar is not None:
            self.bar.draw_above(target)
