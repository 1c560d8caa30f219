"""The flow of supply: trains and lorries along their real ways, and where it is narrowest."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np
import pygame

from game.film.ink import Ink, evenly, smooth
from game.film.labels import font
from game.film.palette import rgb, rgba
from game.film.projection import Floats, Point, View
from game.film.ways import Way, course
from game.hexes import Hex
from game.model.forces import Side
from game.model.state import PlayerView
from game.rules.bottleneck import Limit, Railhead, limit_of, railheads, tons
from game.rules.delivery import delivery
from game.rules.rail_supply import ROOT, hex_of, link_kg, rail_graph
from game.rules.shortage import limit_words
from game.rules.ways import ways
from game.ui.camera import Camera
from game.ui.overlays.overlay import Entry, Overlay
from game.ui.scene import Scene
from game.ui.sheet import Place, lay

ENOUGH, SHORT, ROAD = "#1769aa", "#e6a81e", "#7a4a1c"
CASING, CARD = "#fdfaf0", "#fff6df"
GREAT = 4000
"""Tons a day of the broadest line."""
PULSE = 1.2
"""Seconds for which units that nothing reaches pulse when the overlay is turned on."""


@dataclass
class Network:
    """What the overlay shows of one view."""

    trains: dict[tuple[Hex, Hex], tuple[int, bool]] = field(default_factory=dict)
    """Tons over a side in the direction they go, and whether more was asked of it."""
    lorries: dict[tuple[Hex, Hex], int] = field(default_factory=dict)
    heads: tuple[Railhead, ...] = ()
    weakest: Limit | None = None
    why: str = ""
    cut_off: tuple[Hex, ...] = ()


def network(view: PlayerView, side: Side) -> Network:
    """The flow if supply came now."""
    found = Network()
    day = delivery(view, side)
    graph = rail_graph(view.scenario.map, view.scenario.tables)
    for flow in day.rounds:
        for net in (flow.ways.main, flow.ways.local):
            for node in net.order:
                back = net.parent[node]
                if back == ROOT or node not in flow.carried or hex_of(back) == hex_of(node):
                    continue
                step = hex_of(back), hex_of(node)
                load, _ = found.trains.get(step, (0, False))
                found.trains[step] = load + tons(sum(flow.carried[node])), False
    asked: dict[tuple[Hex, Hex], int] = {}
    first = day.rounds[0]
    for net in (first.ways.main, first.ways.local):
        for node in net.order:
            back = net.parent[node]
            if back != ROOT and node in first.asked:
                asked[hex_of(back), hex_of(node)] = tons(sum(first.asked[node][:2]))
    for (a, b), (load, _) in found.trains.items():
        kg = next((link_kg(view, side, a, k) for k in graph.get(a, ()) if k[0] == b), 0)
        found.trains[a, b] = load, asked.get((a, b), 0) > tons(kg) or load * 100 > tons(kg) * 98
    now = ways(view, side)
    for unit in view.on_map(side):
        load = tons(day.delivered(unit.id)) if unit.id in day.got else 0
        if load:
            road = now.road(unit.hex)
            for a, b in itertools.pairwise(road):
                found.lorries[a, b] = found.lorries.get((a, b), 0) + load
    found.heads = railheads(view, side)
    worst = max(found.heads, key=lambda r: r.asked - r.given, default=None)
    if worst is not None and worst.asked > worst.given and worst.hex in first.wanted:
        found.weakest = limit_of(view, first, worst.hex)
        if found.weakest is not None:
            found.why = limit_words(view.scenario.map.label, found.weakest)
    found.cut_off = tuple(
        dict.fromkeys(u.hex for u in view.on_map(side) if u.cut_off or u.rations <= 0)
    )
    return found


class Supply(Overlay):
    """Lines by tonnage with chevrons, railheads, hauls of lorries, and the weakest link."""

    key, name = "S", "Supply"
    meaning = "how much supply flows where, and its weakest link"
    dims = True

    def __init__(self) -> None:
        self._network: tuple[object, Network] = (None, Network())
        self._since = 0

    def network(self, scene: Scene) -> Network:
        """What is shown."""
        if self._network[0] is not scene.view:
            self._network = (scene.view, network(scene.view, scene.side))
            self._since = pygame.time.get_ticks()
        return self._network[1]

    def over(self, picture: pygame.Surface, at: Place, scene: Scene) -> None:
        """Flows and railheads of one tile."""
        net, view = self.network(scene), at.view
        ink = Ink(view.size)
        near = set(at.hexes(list({h for step in net.lorries for h in step}), 2)[0])
        road = max(1.4, view.hex_pixels * 0.04)
        for (a, b), _ in net.lorries.items():
            if a in near or b in near:
                ink.line(view.pixels(view.projection.centres((a, b))), rgb(CASING), road + 1.6)
        for (a, b), _ in net.lorries.items():
            if a in near or b in near:
                ink.line(view.pixels(view.projection.centres((a, b))), rgb(ROAD), road)
        drawn = [
            (points, self._width(view, load), ENOUGH if enough else SHORT)
            for points, load, enough in self._lines(net, at)
        ]
        for points, width, _ in drawn:
            ink.line(points, rgb(CASING), width + 3)
        for points, width, colour in drawn:
            ink.line(points, rgb(colour), width)
        for points, width, _ in drawn:
            _chevrons(ink, points, width)
        hexes, spots = at.hexes([h.hex for h in net.heads], 1)
        heads = {h.hex: h for h in net.heads}
        for h, spot in zip(hexes, spots.tolist(), strict=True):
            head = heads[Hex(h)]
            radius = max(3.0, min(7.5, view.hex_pixels * 0.14))
            colour = SHORT if head.given < head.asked else ENOUGH
            x, y = spot
            ink.circle((x, y), radius + 1.6, rgb(CASING))
            ink.circle((x, y), radius, rgb(colour if head.trains else ROAD))
            ink.circle((x, y), radius * 0.45, rgb(CASING))
        ink.onto(picture)
        if view.zoom >= 34:
            for h, (x, y) in zip(hexes, spots.tolist(), strict=True):
                head = heads[Hex(h)]
                if head.asked:
                    _plate(picture, (x, y + 15), f"{head.given} / {head.asked} t")

    def live(self, target: pygame.Surface, camera: Camera, scene: Scene) -> None:
        """The card of the weakest link, and units that nothing reaches."""
        net = self.network(scene)
        age = (pygame.time.get_ticks() - self._since) / 1000
        if age < PULSE:
            grow = 1 + 0.5 * abs((age / PULSE * 2) % 1 - 0.5)
            for h in net.cut_off:
                radius = max(6.0, camera.hex_pixels * 0.5) * grow
                pygame.draw.circle(target, "#161616", camera.hex_screen(h), radius + 2, 3)
                pygame.draw.circle(target, "#ffffff", camera.hex_screen(h), radius, 2)
        if net.weakest is not None:
            title = f"Weakest link: {net.weakest.capacity:,} of {net.weakest.load:,} t a day"
            draw_card(target, camera.hex_screen(net.weakest.at), title, net.why, camera.size)

    def legend(self, scene: Scene) -> tuple[Entry, ...]:
        """Colours of the lines."""
        return (
            Entry("trains: carries all that is asked", ENOUGH, "line"),
            Entry("trains: short of what is asked", SHORT, "line"),
            Entry("lorries and carts", ROAD, "line"),
            Entry("railhead or depot: given / asked", ENOUGH, "disc"),
        )

    @staticmethod
    def _width(view: View, load: int) -> float:
        share = float(min(1.0, load / GREAT) ** 0.5)
        return view.style((9, 1.6), (27, 2.2)) + share * view.style((9, 4.0), (54, 6.8))

    @staticmethod
    def _lines(net: Network, at: Place) -> list[tuple[Floats, int, bool]]:
        """Chains of sides with like loads, as they are drawn."""
        if not net.trains:
            return []
        after: dict[Hex, list[Hex]] = {}
        into: dict[Hex, int] = {}
        for a, b in net.trains:
            after.setdefault(a, []).append(b)
            into[b] = into.get(b, 0) + 1
        view, hexmap = at.view, at.ground.hexmap
        found = []
        for (a, b), (load, short) in sorted(net.trains.items(), key=lambda row: row[1][0]):
            starts = into.get(a, 0) != 1 or len(after.get(a, ())) != 1
            if not starts and net.trains.get(_before(net, a, b), (-1, False)) == (load, short):
                continue
            chain = [a, b]
            while len(after.get(chain[-1], ())) == 1 and into.get(chain[-1]) == 1:
                ahead = (chain[-1], after[chain[-1]][0])
                if net.trains[ahead] != (load, short) or ahead[1] in chain:
                    break
                chain.append(ahead[1])
            points = view.pixels(course(Way(tuple(chain), ()), hexmap, view.projection))
            if view.shows(points, 20) and load:
                found.append((smooth(points, 2), load, not short))
        return found


def _before(net: Network, a: Hex, b: Hex) -> tuple[Hex, Hex]:
    return next(((x, y) for x, y in net.trains if y == a and x != b), (a, a))


def _chevrons(ink: Ink, points: Floats, width: float) -> None:
    """Marks along a line that point the way it flows."""
    spots = evenly(points, 34)
    if len(spots) < 3 or width < 3:
        return
    half = width * 0.42
    for before, spot in itertools.pairwise(spots):
        along = spot - before
        length = float(np.hypot(*along))
        if length < 10:
            continue
        along = along / length
        across = np.array([-along[1], along[0]])
        tip = (before + spot) / 2 + along * half
        ink.line(
            [tip - along * half * 1.6 + across * half, tip,
             tip - along * half * 1.6 - across * half],
            rgba(CASING, 240), max(1.2, width * 0.2),
        )  # fmt: skip


def _plate(picture: pygame.Surface, at: Point, words: str) -> None:
    text = font("figures bold", 13).render(words, True, rgb("#26211c"))
    box = text.get_rect(center=(round(at[0]), round(at[1])))
    back = pygame.Surface((box.width + 6, box.height), pygame.SRCALPHA)
    back.fill((253, 250, 240, 220))
    lay(picture, back, back.get_rect(center=box.center))
    lay(picture, text, box)


def draw_card(
    target: pygame.Surface, at: Point, title: str, words: str, size: tuple[int, int]
) -> None:
    """A cream card with a triangle beside a spot, and a thread to it."""
    if not (0 <= at[0] <= size[0] and 0 <= at[1] <= size[1]):
        return
    head = font("figures bold", 16).render(title, True, rgb("#3a2a06"))
    text = font("figures", 14).render(words, True, rgb("#3a2a06"))
    box = pygame.Rect(0, 0, max(head.get_width() + 24, text.get_width()) + 22, 48)
    box.midbottom = (round(at[0] + 60), round(at[1] - 44))
    box.clamp_ip(pygame.Rect((0, 0), size).inflate(-16, -16))
    foot = (box.centerx, box.bottom if box.centery < at[1] else box.top)
    pygame.draw.line(target, CARD, foot, at, 5)
    pygame.draw.line(target, "#8a5a10", foot, at, 2)
    pygame.draw.rect(target, CARD, box, border_radius=4)
    pygame.draw.rect(target, "#8a5a10", box, 2, border_radius=4)
    x, y = box.left + 10, box.top + 6
    pygame.draw.polygon(target, "#d08a12", [(x, y + 15), (x + 16, y + 15), (x + 8, y + 1)])
    target.blit(head, (x + 22, y - 1))
    target.blit(text, (x, y + 19))
