"""What helps to read the map: the small map, and a row of buttons for the overlays."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIImage

from game.model.state import PlayerView
from game.ui.app import App
from game.ui.layout import Layout
from game.ui.mapview import MapView
from game.ui.minimap import A_PICTURE, Minimap
from game.ui.settings import data_folder

BLINK = 0.5
"""Seconds for which an alert is shown, and not."""
SHORT = {
    "Zones of control": "Zones", "Last seen": "Seen", "Stop lines": "Lines",
}  # fmt: skip


class _Small(UIImage):
    """The small map in the window: a click or a drag centres the map there."""

    def __init__(self, box: pygame.Rect, app: App, minimap: Minimap) -> None:
        super().__init__(
            box, pygame.Surface(box.size), app.manager, starting_height=3, object_id="#minimap"
        )
        self._minimap, self._drag = minimap, False

    def process_event(self, event: pygame.event.Event) -> bool:
        """Take clicks on the picture, and drags that began there."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._drag = bool(self.rect.collidepoint(event.pos))
        elif event.type == pygame.MOUSEBUTTONUP and self._drag:
            self._drag = False
            return True
        elif event.type != pygame.MOUSEMOTION:
            return False
        if self._drag:
            self._minimap.look((event.pos[0] - self.rect.left, event.pos[1] - self.rect.top))
        return self._drag


class MapAids:
    """A part of the battle."""

    def __init__(
        self, app: App, view: MapView, places: Callable[[], Layout], know: Callable[[], PlayerView]
    ) -> None:
        self.app, self.map, self._places, self._know = app, view, places, know
        self.minimap = Minimap(view.tiles, view.camera)
        self._image: _Small | None = None
        self._buttons: dict[str, UIButton] = {}
        self._clock = 0.0
        self._shown: tuple[object, ...] = ()
        self.saved = ""
        """The last picture of the map that was written."""

    def lay(self) -> None:
        """Make the elements for the present size of the window."""
        app, px, places = self.app, self.app.px, self._places()
        box = places.minimap
        self.minimap.resize(box.size)
        self._image = _Small(box, app, self.minimap)
        self._shown = ()
        self._buttons = {}
        area = places.area
        x = area.left + px(8)
        if places.narrow:
            x = box.right + px(8)
        y, gap = area.bottom - px(34), px(4)
        left = x
        for overlay in self.map.overlays.all:
            words = f"{SHORT.get(overlay.name, overlay.name)} {overlay.key}"
            wide = px(16 + 7.4 * len(words))
            if x + wide > area.right - px(8):
                x, y = left, y - px(30)
            self._buttons[overlay.key] = UIButton(
                pygame.Rect(x, y, wide, px(26)), words, app.manager, starting_height=2,
                tool_tip_text=f"{overlay.key}: {overlay.meaning}", object_id="#overlay_button",
            )  # fmt: skip
            x += wide + gap
        self._mark()

    def _mark(self) -> None:
        for key, button in self._buttons.items():
            if self.map.overlays.is_on(key) != button.is_selected:
                if button.is_selected:
                    button.unselect()
                else:
                    button.select()

    def handle(self, event: pygame.event.Event) -> bool:
        """Buttons and keys of the map."""
        if event.type == pygame_gui.UI_BUTTON_PRESSED:
            for key, button in self._buttons.items():
                if event.ui_element == button:
                    self.map.overlays.toggle(key)
                    self._mark()
                    return True
            return False
        if event.type in (pygame.KEYDOWN, pygame.KEYUP):
            writing = self.app.manager.get_focus_set()
            if writing and any(hasattr(e, "get_text") for e in writing):
                return False
            if event.type == pygame.KEYDOWN and event.key == pygame.K_F12:
                self.export()
                return True
            taken = self.map.take_key(event)
            if taken:
                self._mark()
            return taken
        return False

    def export(self) -> str:
        """Write the map as it is shown, with its overlays, as a PNG; its path."""
        folder = data_folder() / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.glob("map_*.png"))) + 1
        path = folder / f"map_{number:03d}.png"
        picture = pygame.Surface(self.map.camera.size)
        kept, self.map.pictures = self.map.pictures, True
        self.map.draw(picture, self._know())
        self.map.pictures = kept
        pygame.image.save(picture, path)
        self.saved = str(path)
        return self.saved

    def update(self, seconds: float) -> None:
        """The small map follows the camera; alerts blink."""
        self._clock += seconds
        # Without painters nothing may come later.
        self.minimap.update(A_PICTURE if self.app.painters is not None else 10_000)
        if self._image is None:
            return
        view, camera = self._know(), self.map.camera
        blink = int(self._clock / BLINK) % 2 == 0
        now = (
            view.units, view.control, tuple(camera.centre), camera.hex_pixels, camera.size,
            blink and bool(self.minimap.alerts), self.minimap.busy and self._clock,
        )  # fmt: skip
        if len(now) != len(self._shown) or any(
            a is not b if i < 2 else a != b
            for i, (a, b) in enumerate(zip(now, self._shown, strict=True))
        ):
            self._shown = now
            self._image.set_image(self.minimap.picture(self.map.scene(view), blink))

    def refresh(self) -> None:
        """Something has changed: orders, selection, phase."""
        self._mark()
