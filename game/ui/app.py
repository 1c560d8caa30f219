"""The window and its loop: one screen at a time, sixty pictures a second."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame
import pygame_gui

from game.ui.screen import Screen
from game.ui.settings import Settings, load_settings, save_settings, scale_for
from game.ui.shelf import Shelf
from game.ui.sound import Sounds
from game.ui.theme import manager_of, px
from game.ui.tiles import start_painters

FRAMES = 60
LEAST = (1024, 640)
TITLE = "August Storm"


class App:
    """The running program: window, settings, and the screen that is shown."""

    def __init__(
        self,
        size: tuple[int, int] | None = None,
        settings: Settings | None = None,
        painters: bool = True,
    ) -> None:
        """Open the window; `size` is that of the screen unless given."""
        pygame.display.init()
        pygame.font.init()
        self.settings = settings or load_settings()
        desktop = pygame.display.get_desktop_sizes()[0] if size is None else size
        flags = pygame.RESIZABLE
        if self.settings.fullscreen and size is None:
            flags |= pygame.FULLSCREEN
        wanted = size or (min(desktop[0], 1920), min(desktop[1] - 60, 1080))
        self.surface = pygame.display.set_mode(wanted, flags)
        pygame.display.set_caption(TITLE)
        pygame.key.set_repeat(300, 40)
        self.clock = pygame.time.Clock()
        self.running = True
        self._painters = start_painters() if painters else None
        self.screen: Screen = Screen(self)
        self._under: list[Screen] = []
        self.shelf = Shelf()
        self.sounds = Sounds(self.settings)
        self.scale = 100
        self.manager = self._manager()

    @property
    def size(self) -> tuple[int, int]:
        """Of the window in pixels."""
        return self.surface.get_size()

    @property
    def painters(self) -> ProcessPoolExecutor | None:
        """The process that paints tiles and names; None in tests that do without."""
        return self._painters

    def px(self, size: float) -> int:
        """Design pixels at the size of the interface."""
        return px(size, self.scale)

    def _manager(self) -> pygame_gui.UIManager:
        self.scale = scale_for(self.settings, self.size[1])
        return manager_of(self.size, self.scale)

    def show(self, make: Callable[[App], Screen]) -> Screen:
        """Leave the present screen, and all that wait under it, for another one."""
        self._leave()
        self.screen = make(self)
        self.screen.open()
        return self.screen

    def over(self, make: Callable[[App], Screen]) -> Screen:
        """Lay a screen over the present one, which waits as it is until `back`."""
        self.manager.clear_and_reset()
        self._under.append(self.screen)
        self.screen = make(self)
        self.screen.open()
        return self.screen

    def back(self) -> None:
        """From a screen that was laid over another one to that one; from the first, out."""
        if not self._under:
            self.running = False
            return
        self.screen.close()
        self.manager.clear_and_reset()
        self.screen = self._under.pop()
        self.screen.open()

    def _leave(self) -> None:
        self.screen.close()
        while self._under:
            self._under.pop().close()
        self.screen = Screen(self)
        self.manager.clear_and_reset()

    def change(self, settings: Settings) -> None:
        """Take over and keep other settings; the screen is laid out anew."""
        turned = settings.fullscreen != self.settings.fullscreen
        self.settings = settings
        self.sounds.settings = settings
        self.keep()
        if turned:
            self._turn(settings.fullscreen)
        self.relay()

    def keep(self) -> None:
        """Write the settings to their file."""
        save_settings(self.settings)

    def _turn(self, fullscreen: bool) -> None:
        """Fill the whole desktop, or be a window on it again."""
        desktop = pygame.display.get_desktop_sizes()[0]
        if fullscreen:
            self.surface = pygame.display.set_mode(desktop, pygame.FULLSCREEN)
        else:
            size = (min(desktop[0], 1920), min(desktop[1] - 60, 1080))
            self.surface = pygame.display.set_mode(size, pygame.RESIZABLE)

    def relay(self) -> None:
        """Make the interface anew, for another size of the window or of its letters."""
        self.manager = self._manager()
        self.screen.open()

    def step(self, seconds: float) -> None:
        """One round: events, time, picture."""
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                self.running = False
            elif event.type == pygame.VIDEORESIZE:
                size = (max(LEAST[0], event.w), max(LEAST[1], event.h))
                if size != self.size:
                    self.surface = pygame.display.set_mode(size, pygame.RESIZABLE)
                self.relay()
            elif not self.manager.process_events(event):
                self.screen.handle(event)
        self.manager.update(seconds)
        self.screen.update(seconds)
        self.screen.draw(self.surface)
        self.manager.draw_ui(self.surface)
        self.screen.draw_above(self.surface)
        pygame.display.flip()

    def run(self) -> None:
        """Until the window is closed."""
        try:
            while self.running:
                self.step(self.clock.tick(FRAMES) / 1000)
        finally:
            self.close()

    def close(self) -> None:
        """Let go of everything."""
        self._leave()
        self.shelf.close()
        self.sounds.close()
        if self._painters is not None:
            self._painters.shutdown(wait=False, cancel_futures=True)
            self._painters = None
        pygame.display.quit()
