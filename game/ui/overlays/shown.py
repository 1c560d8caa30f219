"""The overlays that are on: switching them, laying them over the map, their legends."""

from __future__ import annotations

import pygame

from game.film.labels import font
from game.film.palette import rgb
from game.ui.camera import Camera
from game.ui.overlays.overlay import Entry, Over, Overlay, Under
from game.ui.overlays.registry import make_overlays
from game.ui.scene import Scene
from game.ui.sheet import Budget, Ground, Sheet
from game.ui.theme import BRASS, DARK, EDGE, TEXT

DIMMED = (235, 230, 216, 70)
"""Laid over the map under an overlay that wants it paler."""


class Shown:
    """All overlays of one map, and which of them are on."""

    def __init__(self, ground: Ground) -> None:
        self.all: tuple[Overlay, ...] = make_overlays()
        self.on: list[Overlay] = []
        self.scale = 100
        """Size of the interface in per cent, for the legend."""
        self._sheets = {o: (Sheet(ground, Under(o)), Sheet(ground, Over(o))) for o in self.all}
        self._legend: tuple[object, pygame.Surface | None] = (None, None)
        self._veil: pygame.Surface | None = None

    def named(self, key: str) -> Overlay:
        """The overlay of a letter or name; KeyError when there is none."""
        for overlay in self.all:
            if key in (overlay.key, overlay.name):
                return overlay
        raise KeyError(key)

    def toggle(self, key: str) -> bool:
        """Turn an overlay on or off by its letter or name; whether it is on now."""
        overlay = self.named(key)
        if overlay in self.on:
            self.on.remove(overlay)
            for sheet in self._sheets[overlay]:
                sheet.clear()
            return False
        self.on.append(overlay)
        return True

    def is_on(self, key: str) -> bool:
        """Whether the overlay of a letter or name is on."""
        return self.named(key) in self.on

    def under(
        self, target: pygame.Surface, camera: Camera, scene: Scene, budget: Budget
    ) -> None:
        """What lies under names and counters."""
        if any(o.dims for o in self.on):
            if self._veil is None or self._veil.get_size() != target.get_size():
                self._veil = pygame.Surface(target.get_size())
                self._veil.fill(DIMMED[:3])
                self._veil.set_alpha(DIMMED[3])
            target.blit(self._veil, (0, 0))
        for overlay in self.on:
            self._sheets[overlay][0].draw(target, camera, scene, budget)

    def over(self, target: pygame.Surface, camera: Camera, scene: Scene, budget: Budget) -> None:
        """What lies over the counters."""
        for overlay in self.on:
            self._sheets[overlay][1].draw(target, camera, scene, budget)

    def live(self, target: pygame.Surface, camera: Camera, scene: Scene) -> None:
        """What changes with every picture, and the legend."""
        for overlay in self.on:
            overlay.live(target, camera, scene)
        legend = self.legend(scene)
        if legend is not None:
            pad = round(10 * self.scale / 100)
            target.blit(legend, (pad, pad))

    # Legend

    def legend(self, scene: Scene) -> pygame.Surface | None:
        """The legends of all overlays that are on, one under the other."""
        texts = tuple((o.name, o.key, o.legend(scene)) for o in self.on)
        if self._legend[0] != (texts, self.scale):
            self._legend = ((texts, self.scale), _legend(texts, self.scale) if texts else None)
        return self._legend[1]


def _legend(
    texts: tuple[tuple[str, str, tuple[Entry, ...]], ...], scale: int
) -> pygame.Surface:
    grow = scale / 100
    head, face = font("serif bold", 16 * grow), font("figures", 14 * grow)
    line, title, pad = round(20 * grow), round(26 * grow), round(10 * grow)
    swatch = round(34 * grow)
    widths = [head.size(f"{name}  {key}")[0] + 2 * pad for name, key, _ in texts]
    widths += [
        face.size(e.words)[0] + swatch + 3 * pad for _, _, entries in texts for e in entries
    ]
    tall = sum(title + line * len(entries) + pad // 2 for _, _, entries in texts) + pad
    sheet = pygame.Surface((max(widths), tall), pygame.SRCALPHA)
    pygame.draw.rect(sheet, (*rgb(DARK), 238), sheet.get_rect(), border_radius=4)
    pygame.draw.rect(sheet, rgb(EDGE), sheet.get_rect(), 1, border_radius=4)
    y = pad // 2
    for name, key, entries in texts:
        sheet.blit(head.render(name, True, rgb(BRASS)), (pad, y))
        letter = face.render(key, True, rgb(TEXT))
        sheet.blit(letter, letter.get_rect(topright=(sheet.get_width() - pad, y + 2)))
        y += title
        for entry in entries:
            box = pygame.Rect(pad, y + round(3 * grow), swatch, line - round(6 * grow))
            _draw_swatch(sheet, box, entry, grow)
            text = face.render(entry.words, True, rgb(TEXT))
            sheet.blit(text, text.get_rect(midleft=(box.right + pad, box.centery)))
            y += line
        y += pad // 2
    return sheet


def _draw_swatch(sheet: pygame.Surface, box: pygame.Rect, entry: Entry, grow: float) -> None:
    colour = rgb(entry.colour)
    if entry.swatch in ("fill", "text"):
        pygame.draw.rect(sheet, colour, box, border_radius=2)
    elif entry.swatch == "line":
        pygame.draw.line(sheet, rgb("#fdfaf0"), box.midleft, box.midright, round(7 * grow))
        pygame.draw.line(sheet, colour, box.midleft, box.midright, round(4 * grow))
    elif entry.swatch == "disc":
        pygame.draw.circle(sheet, rgb("#fdfaf0"), box.center, box.height / 2 + 1)
        pygame.draw.circle(sheet, colour, box.center, box.height / 2 - 1)
    elif entry.swatch == "hatch":
        pygame.draw.rect(sheet, rgb("#e7e5c6"), box, border_radius=2)
        lean = 0 if entry.sign == "dots" else box.height
        for x in range(box.left, box.right, max(4, round(6 * grow))):
            a, b = (x, box.bottom - 1), (min(x + lean, box.right), box.top)
            if entry.sign == "falling":
                a, b = (x, box.top), (min(x + lean, box.right), box.bottom - 1)
            if entry.sign == "dots":
                pygame.draw.circle(sheet, colour, (x + 3, box.centery), 2)
            else:
                pygame.draw.line(sheet, colour, a, b, 2)
    if entry.sign and entry.swatch in ("fill", "text", "disc"):
        ink = font("figures bold", 12 * grow)
        light = sum(colour) < 380
        text = ink.render(entry.sign, True, rgb("#fff6df" if light else "#26211c"))
        sheet.blit(text, text.get_rect(center=box.center))
