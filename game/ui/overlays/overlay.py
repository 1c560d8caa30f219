"""What an overlay is: a key, a name, a meaning, pictures under and over the counters, a legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import pygame

from game.ui.camera import Camera
from game.ui.scene import Same, Scene
from game.ui.sheet import Place

Swatch = Literal["fill", "line", "disc", "hatch", "text"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a legend."""

    words: str
    colour: str
    swatch: Swatch = "fill"
    sign: str = ""
    """A letter or figure in the swatch, or the name of its hatching."""


class Overlay:
    """Something that can be laid over the map with one key."""

    key: ClassVar[str] = ""
    """The letter or figure on the keyboard that turns it on and off."""
    name: ClassVar[str] = ""
    meaning: ClassVar[str] = ""
    """What it shows, in one line for the sheet of keys."""
    dims: ClassVar[bool] = False
    """Whether the rest of the map is shown paler under it."""

    def stamp(self, scene: Scene) -> object:
        """All that its pictures depend on; the view as a whole unless it says otherwise."""
        return Same(scene.view)

    def under(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Paint what lies under names and counters of one tile, premultiplied."""

    def over(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Paint what lies over the counters of one tile, premultiplied."""

    def live(self, target: pygame.Surface, camera: Camera, scene: Scene) -> None:
        """Draw what changes with the pointer or the selection, in every picture."""

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Its legend."""
        return ()


class Under:
    """The lower pictures of an overlay, for a Sheet."""

    def __init__(self, overlay: Overlay) -> None:
        self.overlay = overlay

    def stamp(self, scene: Scene) -> object:
        """As the overlay says."""
        return self.overlay.stamp(scene)

    def paint(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """One tile."""
        self.overlay.under(picture, at, scene)


class Over(Under):
    """The upper pictures of an overlay, for a Sheet."""

    def paint(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """One tile."""
        self.overlay.over(picture, at, scene)
