"""Own depots and railheads: what lies there, and what can be unloaded in a day."""

from __future__ import annotations

import pygame

from game.film.ink import Ink
from game.film.labels import font
from game.film.palette import rgb
from game.hexes import Hex
from game.rules.bottleneck import railheads
from game.rules.depots import depots
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Scene
from game.ui.sheet import Place, lay

STORE, HEAD = "#5a4a8a", "#1769aa"
FULL = 20_000
"""Tons of the greatest sign."""


class Depots(Overlay):
    """A square for each depot by its stock, a diamond where trains are unloaded."""

    key, name = "4", "Depots"
    meaning = "stocks in depots, and railheads with what they can unload"

    def over(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Signs of one tile."""
        stock = {h: t for h, t in depots(scene.view, scene.side).items() if t}
        heads = {r.hex: r for r in railheads(scene.view, scene.side) if r.trains}
        hexes, points = at.hexes(sorted({*stock, *heads}), 2)
        ink, texts = Ink(at.view.size), []
        grow = at.view.style((9, 0.7), (27, 1.0), (54, 1.4))
        for h, (x, y) in zip(hexes, points.tolist(), strict=True):
            tons = stock.get(Hex(h), 0)
            if h in heads:
                u = 6.5 * grow
                diamond = [(x, y - u), (x + u, y), (x, y + u), (x - u, y)]
                ink.polygon(diamond, rgb(HEAD), rgb("#fdfaf0"), 1.5)
            if tons:
                half = (4 + 9 * min(1.0, tons / FULL) ** 0.5) * grow
                ink.box((x - half - 1.2, y - half - 1.2, 2 * half + 2.4, 2 * half + 2.4),
                        rgb("#fdfaf0"), 1.5)  # fmt: skip
                ink.box((x - half, y - half, 2 * half, 2 * half), rgb(STORE), 1)
                texts.append((f"{tons:,} t", x, y + half))
            elif at.view.zoom > 40:
                texts.append((f"{heads[Hex(h)].unloads:,} t a day", x, y + 7 * grow))
        ink.onto(picture)
        if at.view.zoom < 16:
            return
        face = font("figures bold", 13)
        for words, x, y in texts:
            text = face.render(words, True, rgb("#2c2350"))
            box = text.get_rect(midtop=(round(x), round(y + 3)))
            back = pygame.Surface((box.width + 6, box.height), pygame.SRCALPHA)
            back.fill((253, 250, 240, 215))
            lay(picture, back, back.get_rect(center=box.center))
            lay(picture, text, box)

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Signs."""
        return (
            Entry("depot, by its stock", STORE),
            Entry("railhead: trains are unloaded here", HEAD, "disc"),
        )
