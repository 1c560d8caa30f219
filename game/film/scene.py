"""Single pictures of a film: the theatre with ground taken, front, troops, and a line of words."""

from __future__ import annotations

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import numpy as np
import pygame

from game.film import chips, counters, layers, outline, picture, sheet
from game.film.counters import CARDS_FROM
from game.film.ink import Ink
from game.film.labels import Placer, font, write
from game.film.palette import CARTOUCHE, FRAME, INK, NATIONS, PAPER, rgb, rgba
from game.film.projection import Projection, View
from game.film.reel import Reel, Seen, Shot
from game.film.strip import figures, in_sight, theirs_of
from game.film.words import SIDE_NAMES, day
from game.hexes import Hex
from game.model.forces import SIDES, Unit
from game.model.scenario import Scenario
from game.model.state import JAPAN, SOVIET, State

MARGIN_KM = 30
BAR = 0.072
"""Height of the line of words as a share of the picture's."""
TAKEN = {SOVIET: "#b3261e", JAPAN: "#d8a620"}
VEIL = 52
"""Opacity of ground taken, to 255."""
FRONT, CASING = "#7d1410", "#f6f0df"
SIDE_COLOURS = {"soviet": "#a3281f", "japan": "#7c5c00"}


class Scene:
    """The theatre of a game, painted once; its shots, one after the other in their order."""

    def __init__(self, reel: Reel, width: int) -> None:
        """Pictures are `width` pixels wide, and 16 to 9; both sides are even, as films want it."""
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        self.reel = reel
        self.scenario: Scenario = reel.match.scenario
        self.seen: Seen = reel.seen
        self.size = (width // 2 * 2, width * 9 // 32 * 2)
        self.bar = round(self.size[1] * BAR)
        self.scale = width / 1280
        self.view = view_of(self.scenario, (self.size[0], self.size[1] - self.bar))
        self._ground = ground(self.view, self.scenario)
        self._wash = pygame.Surface(self.view.size, pygame.SRCALPHA)
        self._first: bytes = b""
        self._control: bytes = b""
        self._chips: dict[tuple[object, ...], pygame.Surface] = {}
        self._theirs = theirs_of(self.scenario)

    def title(self) -> pygame.Surface:
        """The card at the beginning: what is shown, who leads, under which dice."""
        header, scenario = self.reel.replay.header, self.scenario
        card = pygame.transform.smoothscale(self._ground, self.size)
        veil = pygame.Surface(self.size, pygame.SRCALPHA)
        veil.fill(rgba(PAPER, 205))
        card.blit(veil, (0, 0))
        x, y, s = self.size[0] / 2, self.size[1] * 0.4, self.scale
        days = f"{day(scenario.date_of(1))} to {day(scenario.date_of(scenario.turns))}"
        who = " against ".join(header.players.get(side, "?") for side in SIDES)
        seen = "" if self.seen == "all" else f", as the {SIDE_NAMES[self.seen]} side knew it"
        large = 54 * s
        while large > 12 and font("serif bold", large).size(scenario.title)[0] > self.size[0] * 0.9:
            large *= 0.9
        write(card, (x, y), scenario.title, "serif bold", large, INK, "center")
        pygame.draw.line(
            card, rgb(FRAME), (x - 150 * s, y + 44 * s), (x + 150 * s, y + 44 * s), max(1, round(s))
        )
        when = f"{days} {scenario.start.year}"
        write(card, (x, y + 74 * s), when, "serif", 27 * s, INK, "center")
        told = f"{who}, seed {header.seed}{seen}"
        write(card, (x, y + 112 * s), told, "sans", 20 * s, INK, "center")
        return card

    def draw(self, shot: Shot) -> pygame.Surface:
        """How things stand after a shot."""
        found = pygame.Surface(self.size)
        land = found.subsurface((0, 0, *self.view.size))
        land.blit(self._ground, (0, 0))
        self._washes(shot.state)
        land.blit(self._wash, (0, 0))
        self._front(land, shot.state)
        self._troops(land, shot.state)
        self._words(found, shot)
        return found

    def _washes(self, state: State) -> None:
        """Tint what has changed hands since the last picture."""
        if not self._first:
            self._first = self._control = state.control
        if state.control == self._control:
            return
        old, new = (np.frombuffer(c, np.uint8) for c in (self._control, state.control))
        for h in np.flatnonzero(old != new).tolist():
            ring = self.view.pixels(self.view.projection.corners(Hex(h), 1.02)).tolist()
            holder = state.control[h]
            known = holder in TAKEN and holder != self._first[h] and self.scenario.map.land[h]
            colour = rgba(TAKEN[holder], VEIL) if known else (0, 0, 0, 0)
            pygame.draw.polygon(self._wash, colour, ring)
        self._control = state.control

    def _front(self, land: pygame.Surface, state: State) -> None:
        ink, projection = Ink(self.view.size), self.view.projection
        lines = outline.chained((a, b) for _, _, a, b in outline.front(state))
        pixels = [self.view.pixels(outline.plane(projection, line)) for line in lines]
        width = self.view.style((6, 1.5), (20, 2.4), (46, 4))
        for colour, wide in ((CASING, width + 2 * self.scale), (FRONT, width)):
            for line in pixels:
                ink.line(line, colour, wide)
        ink.onto(land)

    def _troops(self, land: pygame.Surface, state: State) -> None:
        seen = [unit for unit, last in in_sight(state, self.seen) if not last]
        if self.view.zoom >= CARDS_FROM:
            counters.draw_stacks(self.view, land, state.scenario, seen)
            return
        self._blocks(land, state, seen)
        scale = self.view.type_scale * 0.82
        bodies = chips.armies(state.scenario, [u for u in seen if u.formation])
        frame = land.get_rect().inflate(-8, -8)
        placed = chips.place_chips(self.view, bodies, scale, frame)
        threads = Ink(self.view.size)
        for army, spot in placed:
            chips.leader(threads, self.view, army, spot, scale)
        threads.onto(land)
        for army, spot in sorted(placed, key=lambda row: row[1][1]):
            sign = self._chip(army, scale)
            land.blit(sign, sign.get_rect(center=(round(spot[0]), round(spot[1]))))

    def _chip(self, army: chips.Army, scale: float) -> pygame.Surface:
        """An army's chip by itself; the same ones are drawn in every picture."""
        key = (army.label, army.nation, army.kind, army.size)
        if key not in self._chips:
            wide, high = chips.chip_size(army.label, scale)
            size = (round(wide + 16 * scale), round(high + 44 * scale))
            sign = pygame.Surface(size, pygame.SRCALPHA)
            chips.draw_chip(sign, army, (size[0] / 2, size[1] / 2), scale)
            self._chips[key] = sign
        return self._chips[key]

    def _blocks(self, land: pygame.Surface, state: State, seen: list[Unit]) -> None:
        """A block for each hex with troops."""
        wide = max(3.0, self.view.hex_pixels * 0.6)
        for h in dict.fromkeys(unit.hex for unit in seen):
            top = max((u for u in seen if u.hex == h), key=lambda u: (u.men, u.id))
            nation = NATIONS[state.scenario.counters[top.id].nation]
            x, y = self.view.hex(h)
            box = pygame.Rect(0, 0, round(wide), max(2, round(wide * 0.75)))
            box.center = (round(x), round(y))
            pygame.draw.rect(land, rgb(nation["edge"]), box.inflate(2, 2))
            pygame.draw.rect(land, rgb(nation["ground"]), box)

    def _words(self, found: pygame.Surface, shot: Shot) -> None:
        """Date and phase, losses and points, and how far the game has come."""
        wide, high, s = *self.size, self.scale
        box = pygame.Rect(0, high - self.bar, wide, self.bar)
        pygame.draw.rect(found, rgb(CARTOUCHE), box)
        scenario, state = self.scenario, shot.state
        share = (shot.turn - (0.5 if shot.side == SIDES[0] else 0)) / max(1, scenario.turns)
        pygame.draw.rect(found, rgb(FRAME), (0, box.top, wide, max(1, round(s))))
        done = (0, box.top - round(s), round(wide * min(1, share)), max(2, round(3 * s)))
        pygame.draw.rect(found, rgb(FRONT), done)
        x, y = 18 * s, box.centery + s
        date = f"{day(scenario.date_of(shot.turn))} {scenario.start.year}"
        end = write(found, (x, y), date, "sans bold", 25 * s, INK, "midleft").right
        side = "the end" if state.over else f"{SIDE_NAMES[shot.side]} phase"
        colour = INK if state.over else SIDE_COLOURS[shot.side]
        write(found, (end + 12 * s, y), side, "sans", 20 * s, colour, "midleft")
        now = figures(state, self._theirs)
        told = [f"points {now['points']:+d}" if now["points"] else "points 0"]
        for name in SIDES:
            if self.seen in ("all", name):
                told.append(f"{SIDE_NAMES[name]} fallen {now[f'{name}_fallen']:,}")
        told.append(f"prisoners {now['japan_captured']:,}")
        words = "    ".join(told)
        write(found, (wide - 18 * s, y), words, "sans", 19 * s, INK, "midright")


def view_of(scenario: Scenario, size: tuple[int, int]) -> View:
    """A view of all hexes of a scenario in a picture of any shape."""
    projection = Projection.of(scenario.map.projection)
    low, high = picture.bounds(scenario.map, projection)
    wide, tall = (float(v) + 2 * MARGIN_KM for v in high - low)
    x, y = (float(v) for v in (low + high) / 2)
    scale = max(wide / size[0], tall / size[1])
    return View(projection, size, (x, y), scale, max(0.55, (size[0] / 1920) ** 0.7))


def ground(view: View, scenario: Scenario) -> pygame.Surface:
    """Land with its names: laid of tiles where they come with the game, else painted."""
    if not view.projection.text:
        found = pygame.Surface(view.size)
        found.fill(rgb(PAPER))
        return found
    if sheet.is_shipped(scenario):
        found = sheet.lay(view, scenario)
        if scenario.base:
            layers.draw_veil(view, found, scenario.map)
    else:
        found = picture.draw_ground(view, scenario)
    placer = Placer(found.get_rect().inflate(-8, -8), slack=round(3 * view.type_scale))
    for sign, box in picture.draw_names(view, found, scenario.map, placer):
        found.blit(sign, box)
    return found
