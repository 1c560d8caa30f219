"""A reason of the computer's general on a page: its terms with bars, and what else there was."""

from __future__ import annotations

import pygame

from game.players.staff.why import Why
from game.ui.panels.page import Page
from game.ui.theme import BAD, GOOD, MUTED, TEXT


def write_reason(page: Page, why: Why) -> None:
    """A reason: what was chosen, the terms that add up to its score, and what else there was."""
    page.text(f"{why.chosen.name}: {why.chosen.score:+d}", "figures medium", 15)
    most = max((abs(t.points) for t in why.chosen.terms), default=0) or 1
    for term in sorted(why.chosen.terms, key=lambda t: -abs(t.points)):
        if term.points:
            colour = GOOD if term.points > 0 else BAD
            page.text(f"{term.points:+d}  {term.name}", colour=TEXT, indent=page.px(8))
            _bar(page, abs(term.points) / most, colour)
    silent = [t.name for t in why.chosen.terms if not t.points]
    if silent:
        page.text(f"Of no weight: {', '.join(silent)}.", size=13, colour=MUTED)
    for other in why.others:
        page.space(2)
        page.text(f"Instead of {other.name}: {other.score:+d}", size=14, colour=MUTED)


def _bar(page: Page, share: float, colour: str) -> None:
    left, high = page.margin + page.px(8), page.px(4)
    wide = round((page.inner - page.px(16)) * share)

    def paint(target: pygame.Surface, y: int) -> None:
        pygame.draw.rect(target, colour, (left, y, max(2, wide), high), border_radius=high // 2)

    page.line(page.px(8), paint)
