"""A recorded game as one HTML page that needs no network: map, counters, time, graphs, news.

The page holds the game as a start and the changes of each shot; its script (assets/film) puts them
together again. What belongs to a side's knowledge alone never reaches the page of the other one.
"""

from __future__ import annotations

import base64
import html
import io
import json
import os
import re
from pathlib import Path

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import numpy as np
import pygame

from game.film import counters, names, picture, sheet
from game.film.counters import Card
from game.film.palette import ASSETS, PAPER
from game.film.projection import Projection, View
from game.film.reel import Reel, Seen, Told
from game.film.strip import Json, Strip
from game.film.ways import drawn_at
from game.model.scenario import Scenario
from game.rerun import Loader
from game.scenario.load import load as load_scenario

FILES = ASSETS / "film"
SCRIPTS = ("game", "land", "map", "graphs", "hand", "player")
CARD = 60
"""Side of a counter on the sheet of counters, in pixels."""
STEP = 54
"""World pixels of the page from hex to hex: those of the finer tiles."""
WIDEST = 2200
"""Pixels of the picture of a map that has no tiles."""


def write_page(
    path: Path,
    out: Path,
    seen: Seen = "all",
    load: Loader = load_scenario,
    tell: Told = lambda n: None,
) -> None:
    """Write a recorded game as a page; `tell` learns the number of the last order taken in.
    ReplayFault where the record cannot be played."""
    out.write_text(page(Reel(path, seen, load), tell), encoding="utf-8", newline="\n")


def page(reel: Reel, tell: Told = lambda n: None) -> str:
    """The page as text."""
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    strip = Strip(reel)
    for shot in reel:
        strip.add(shot)
        tell(shot.n)
    scenario = strip.scenario
    title = html.escape(f"{scenario.title}: a recorded game")
    text = (FILES / "page.html").read_text(encoding="utf-8")
    scripts = "\n".join((FILES / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    parts = {
        "title": title,
        "style": (FILES / "style.css").read_text(encoding="utf-8"),
        "film": _embedded({**strip.as_json(), **_map_of(scenario), "cards": cards(strip.faces)}),
        "land": _embedded(land_of(scenario)),
        "script": scripts,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda mark: parts[mark.group(1)], text)


def _embedded(content: object) -> str:
    """JSON that may stand in a script element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _world(scenario: Scenario) -> View:
    """The plane of the page: pixels from the upper left corner of the sheet of tiles."""
    projection = Projection.of(scenario.map.projection)
    low, high = sheet.corners(scenario.map, projection)
    km = projection.size / STEP
    wide, high_ = (round(float(v) / km) for v in high - low)
    centre = (float(low[0]) + wide * km / 2, float(high[1]) - high_ * km / 2)
    return View(projection, (wide, high_), centre, km)


def _map_of(scenario: Scenario) -> Json:
    """What the page draws of the map besides its land."""
    x, y = _world(scenario).hex(0)
    return {
        "step": STEP, "origin": [round(x, 2), round(y, 2)],
        "places": places_of(scenario), "areas": areas_of(scenario),
    }  # fmt: skip


def places_of(scenario: Scenario) -> list[list[object]]:
    """Towns: name, tier, x and y in pixels of the page."""
    view = _world(scenario)
    found: list[list[object]] = []
    for place in sorted(scenario.map.places, key=lambda p: (names.tier(p), -p.value, p.id)):
        if place.kind not in names.UNNAMED:
            x, y = view.pixels(drawn_at(view.projection, place) if view.projection.text
                               else view.projection.centre(place.hex))  # fmt: skip
            found.append([place.name.split(" (")[0], names.tier(place), round(x), round(y)])
    return found


def areas_of(scenario: Scenario) -> list[list[object]]:
    """Names of countries and seas: text, kind, x and y of their middle, and the pixels a hex
    between which they are written."""
    view = _world(scenario)
    if not sheet.is_shipped(scenario):
        return []
    found: list[list[object]] = []
    for name in names.area_names():
        if name["kind"] in ("country", "water"):
            x, y = view.degrees(np.array(name["line"], float)).mean(axis=0)
            zooms = [name.get("from", 0), name.get("to", 1000)]
            found.append([name["text"], name["kind"], round(float(x)), round(float(y)), *zooms])
    return found


# Pictures


def cards(faces: list[Card]) -> Json:
    """The sheet of counters without figures: PNG, size of a cell, cells in a row."""
    pictures = [counters.card(face, CARD) for face in faces]
    wide = max((p.get_width() for p in pictures), default=CARD)
    across = 10
    size = (wide * across, wide * max(1, -(-len(pictures) // across)))
    whole = pygame.Surface(size, pygame.SRCALPHA)
    for i, one in enumerate(pictures):
        whole.blit(one, (i % across * wide, i // across * wide))
    png = io.BytesIO()
    pygame.image.save(whole, png, "cards.png")
    data = base64.b64encode(png.getvalue()).decode()
    return {"png": data, "side": CARD, "cell": wide, "across": across}


def land_of(scenario: Scenario) -> Json:
    """The land: tiles by step as `column_row`, or one picture of the whole."""
    view = _world(scenario)
    told: Json = {"wide": view.size[0], "high": view.size[1], "tile": sheet.TILE, "paper": PAPER}
    if sheet.is_shipped(scenario):
        told["veil"] = bool(scenario.base)
        told["steps"] = {
            str(step): {
                f"{t.column}_{t.row}": base64.b64encode(t.path.read_bytes()).decode()
                for t in sheet.shipped(scenario, step, whole=step == min(sheet.SHIPPED))
            }
            for step in sheet.SHIPPED
        }
    elif view.projection.text:
        width = min(WIDEST, view.size[0])
        small = View(
            view.projection, (width, round(view.size[1] * width / view.size[0])), view.centre,
            view.km_per_pixel * view.size[0] / width,
        )  # fmt: skip
        jpg = io.BytesIO()
        pygame.image.save(picture.draw_land(small, scenario.map), jpg, "land.jpg")
        told["picture"] = base64.b64encode(jpg.getvalue()).decode()
    return told
