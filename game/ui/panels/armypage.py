"""What the panel of army orders says: the draft order by order with its reasons, and who gets no
orders."""

from __future__ import annotations

import pygame

from game.model.forces import UnitId
from game.model.orders import Attack, Order, line_of
from game.model.state import PlayerView
from game.players.staff.why import Why
from game.ui.army.office import Office
from game.ui.army.words import order_words
from game.ui.panels.page import Page, fitted, put
from game.ui.theme import BRASS, MUTED, TEXT, WARN

MOST_IDLE = 60
"""Units without orders that are listed."""


def write_head(page: Page, office: Office) -> None:
    """The formation, and what it goes for."""
    assert office.formation is not None
    on_map = sum(1 for u in office.troops(office.formation) if u.on_map)
    page.heading(office.name(), f"{on_map} units")
    goal = fitted(f"Goal: {office.goal_words()}", "figures", page.px(14), page.inner)
    page.text(goal, colour=TEXT)


def write_draft(page: Page, office: Office, hint: str) -> None:
    """All there is to say; `hint` is what a click on the map would do."""
    view = office.view
    page.space(4)
    for text, colour in _remarks(office, hint):
        page.text(text, colour=colour)
        page.space(3)
    made = office.draft
    orders = office.orders()
    why = {w.subject: w for w in made.why} if made is not None else {}
    certain = len(office.edited) + (len(made.orders) if made is not None else 0)
    for i, order in enumerate(orders):
        if i == 0 and office.edited:
            page.text("Yours", "figures bold", 14, BRASS)
        elif i == len(office.edited):
            page.text("The staff proposes", "figures bold", 14, BRASS)
        if i == certain and i > len(office.edited):
            page.space(4)
            page.text("Then, if nothing unexpected happens", "figures bold", 14, BRASS)
        _line(page, office, i, order, view, why.get(line_of(order)))
    if made is not None and made.not_done:
        page.space(6)
        page.text(f"Without orders: {len(made.not_done)}", "figures bold", 14, BRASS)
        for unit, reason in made.not_done[:MOST_IDLE]:
            _idle(page, unit, reason, view)


def _remarks(office: Office, hint: str) -> list[tuple[str, str]]:
    found = [(office.message, WARN)] if office.message else []
    if hint:
        found.append((hint, TEXT))
    if not office.in_command:
        found.append(("It is not your phase: directives can be given, orders later.", MUTED))
    elif office.busy:
        found.append(("Carrying out ... Escape stops.", TEXT))
    elif office.thinking:
        found.append(("The staff is at work ...", MUTED))
    elif office.formation not in office.given:
        found.append(("No directive yet: choose a posture or a goal.", MUTED))
    elif office.draft is not None and not office.orders():
        found.append(("Nothing is left to order today.", TEXT))
    return found


def _line(
    page: Page, office: Office, i: int, order: Order, view: PlayerView, why: Why | None
) -> None:
    """One order; the one that was clicked with its reason."""
    px = page.px
    chosen = i == office.chosen
    words = order_words(view, order)
    high, left = px(21), page.margin
    ink = WARN if isinstance(order, Attack) else MUTED
    page.said.append(words)
    shown = fitted(words, "figures", px(14), page.inner - px(12))

    def paint(target: pygame.Surface, y: int) -> None:
        middle = y + high // 2
        if chosen:
            target.fill("#4a3f22", pygame.Rect(0, y, page.width, high))
            target.fill(BRASS, pygame.Rect(0, y, px(3), high))
        mark = pygame.Rect(0, 0, px(6), px(6))
        mark.center = (left + px(3), middle)
        pygame.draw.rect(target, ink, mark, border_radius=px(3))
        put(target, (left + px(12), middle), shown, "figures", px(14), TEXT, "midleft")

    tip = why.sentence() if why is not None else words
    page.line(high, paint, ("order", i), tip)
    if chosen and why is not None:
        page.text(reason_words(why), colour=MUTED, size=13, indent=px(12))


def _idle(page: Page, unit: UnitId, reason: str, view: PlayerView) -> None:
    px = page.px
    high, left = px(20), page.margin
    words = f"{view.scenario.counters[unit].name}: {reason}"
    page.said.append(words)
    shown = fitted(words, "figures", px(13), page.inner)

    def paint(target: pygame.Surface, y: int) -> None:
        put(target, (left, y + high // 2), shown, "figures", px(13), MUTED, "midleft")

    page.line(high, paint, ("unit", unit), words)


def reason_words(why: Why) -> str:
    """A reason without the line of the order it is for."""
    return why.sentence().removeprefix(f"{why.subject}: ")
