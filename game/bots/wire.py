"""What goes over the wire: views, events and answers as lines of JSON. `docs/bots.md` explains it.

Whatever is zero, empty or as usual is left out, so that lines stay short.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

import numpy as np
from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from game import __version__
from game.bots.clock import Clock
from game.engine import RULES_VERSION
from game.hexes import NOWHERE
from game.model.events import AnyEvent, Event
from game.model.forces import NATION_SIDE, Counter, Side, Unit, enemy_of
from game.model.hexmap import HexMap
from game.model.orders import Order, Refusal, line_of
from game.model.state import JAPAN, SOVIET, PlayerView
from game.rules import victory
from game.rules.happenings import open_choices

PROTOCOL = 1
"""Raised whenever a program that understood the lines before could misunderstand them now. New
fields may come at any time; a program ignores those that it does not know."""

Json = dict[str, Any]


class Nonsense(ValueError):
    """A line that is no answer; the message says what is wrong with it."""


def line(message: Json) -> bytes:
    """A message as one line, without the end of the line."""
    return to_json(message)


# From the game to the program.


def hello(view: PlayerView, side: Side, clock: Clock) -> Json:
    """The first line: what does not change during the game."""
    scenario = view.scenario
    return {
        "type": "hello",
        "protocol": PROTOCOL,
        "game": __version__,
        "rules": RULES_VERSION,
        "side": side,
        "clock": {"start": clock.start, "each": clock.each},
        "scenario": {
            "id": scenario.id, "title": scenario.title, "start": scenario.start.isoformat(),
            "turns": scenario.turns, "digest": scenario.digest,
        },
        "map": map_of(scenario.map),
        "objectives": [
            {"place": o.place, "name": o.name, "hex": o.hex, "weight": o.weight,
             "par": victory.par_of(view, o)}
            for o in scenario.objectives
        ],
        "sources": [{"hex": s.hex, "tons": s.tons} for s in scenario.sources],
        "formations": [
            {"id": f.id, "name": f.name, "level": f.level, "parent": f.parent}
            for f in scenario.formations.values() if f.side == side
        ],
        "counters": [counter_of(c) for c in scenario.counters.values() if c.side == side],
    }  # fmt: skip


@cache
def map_of(hexmap: HexMap) -> Json:
    """Ground and lines. Hexsides with something on them are listed from the lower hex."""
    sides = np.flatnonzero(
        (hexmap.river | hexmap.barrier | hexmap.road | hexmap.rail).astype(bool)
    )
    listed = []
    for number in map(int, sides):
        h, direction = divmod(number, 6)
        if direction in (1, 2, 3):  # the other three are these, seen from their other hex
            listed.append(
                [h, direction, *(int(a[number]) for a in
                 (hexmap.river, hexmap.barrier, hexmap.road, hexmap.rail))]
            )  # fmt: skip
    return {
        "columns": hexmap.columns,
        "terrains": [t.id for t in hexmap.terrains],
        "hexes": [[h, int(hexmap.terrain[h]), int(hexmap.sector[h])] for h in hexmap.hexes],
        "sides": listed,
        "countries": {
            country: {"side": side, "hexes": _of_country(hexmap, i)}
            for i, (country, side) in enumerate(
                zip(hexmap.countries, hexmap.country_sides, strict=True)
            )
        },
        "places": [
            {"id": p.id, "name": p.name, "hex": p.hex, "kind": p.kind} for p in hexmap.places
        ],
        "works": [[z.hex, z.level] for z in hexmap.zones],
    }


def _of_country(hexmap: HexMap, country: int) -> list[int]:
    return [h for h in hexmap.hexes if hexmap.country[h] == country]


def counter_of(counter: Counter) -> Json:
    """What is printed on a counter."""
    return {
        "id": counter.id, "name": counter.name, "type": counter.type, "size": counter.size,
        "mobility": counter.mobility, "quality": counter.quality, "stack": counter.stack,
        "formation": counter.formation, "arrives": counter.arrives,
    }  # fmt: skip


_USUAL = {f.name: f.default for f in fields(Unit)}


def unit_of(unit: Unit) -> Json:
    """A unit as it is now, without what is zero or as usual."""
    found = {"id": unit.id}
    for name, usual in _USUAL.items():
        value = getattr(unit, name)
        if name != "id" and value != usual and value != 0:
            found[name] = value
    return found


def view_of(view: PlayerView, side: Side) -> Json:
    """What a side knows now."""
    scenario, counters = view.scenario, view.scenario.counters
    enemy = []
    for unit in view.on_map(enemy_of(side)):
        known = not unit.id.startswith("?")
        enemy.append(
            unit_of(unit)
            | ({"name": counters[unit.id].name, "type": counters[unit.id].type} if known else {})
        )
    return {
        "turn": view.turn,
        "date": scenario.date_of(view.turn).isoformat(),
        "points": victory.ledger(view).total,
        "weather": list(view.weather),
        "ground": list(view.ground),
        "rescript": view.rescript,
        "ceasefire": view.ceasefire,
        "units": [unit_of(u) for u in view.roll(side).units.values() if u.on_map],
        "off_map": [unit_of(u) for u in view.roll(side).units.values() if u.gone == "box"],
        "enemy": enemy,
        "remembered": [
            {"id": u, "hex": s.hex, "turn": s.turn, "men": s.men}
            for u, s in view.sightings[side].items()
        ],
        "held": {
            name: [h for h, (holder, _) in view.held.items() if holder == number]
            for name, number in (("soviet", SOVIET), ("japan", JAPAN))
        },
        "captures": view.captures,
        "works": [[h, points] for h, points in view.works.items()],
        "cuts": [[hexside // 6, hexside % 6] for hexside in view.cuts],
        "hqs": {f: h for f, h in view.hqs.items() if h != NOWHERE},
        "stores": [[h, tons] for h, tons in view.stores.items() if tons],
        "wings": {
            a: {"base": w.base, "aircraft": w.aircraft, "sorties": w.sorties}
            for a, w in view.wings.items() if a in scenario.assets and w.aircraft
        },
        "losses": {
            n: {"killed": t.killed, "captured": t.captured}
            for n, t in view.losses.items() if NATION_SIDE[n] == side or t.captured
        },
        "choices": [
            {"event": h.id, "options": [way.id for way in h.choice]}
            for h in open_choices(view, side)
        ],
    }  # fmt: skip


# What events say about the state stands in the next view.
_FACTS = {f.name for f in fields(Event)} - {"by", "at", "toll", "kind"}
_FACTS |= {"traffic", "weather", "ground", "wet_days", "water"}


_WRITERS: dict[type[AnyEvent], TypeAdapter[Any]] = {}
"""Made when first needed."""


def event_of(event: AnyEvent) -> Json:
    """An event as a side was told it, without the facts that stand in the next view."""
    kind = type(event)
    if kind not in _WRITERS:
        _WRITERS[kind] = TypeAdapter(kind)
    found: Json = _WRITERS[kind].dump_python(
        event, mode="json", exclude=_FACTS & {f.name for f in fields(kind)}, exclude_defaults=True
    )
    return {"kind": event.kind, **found}


def refusal_of(order: Order | str, refusal: Refusal) -> Json:
    """An order that was not allowed, and why."""
    text = order if isinstance(order, str) else line_of(order)
    return {"order": text, "code": refusal.code, "sentence": refusal.sentence}


# From the program to the game.


def answer_of(text: bytes) -> Json:
    """What the program said, as an object. A bare list is one of orders."""
    try:
        found = from_json(text)
    except ValueError as error:
        raise Nonsense(f"no JSON: {_brief(text)}") from error
    if isinstance(found, list):
        found = {"orders": found}
    if not isinstance(found, dict):
        raise Nonsense(f"neither a list of orders nor an object: {_brief(text)}")
    return found


def orders_of(answer: Json) -> list[str]:
    """The lines of orders in an answer."""
    orders = answer.get("orders")
    if not isinstance(orders, list) or not all(isinstance(o, str) for o in orders):
        raise Nonsense(f"'orders' is no list of texts: {_brief(to_json(answer))}")
    return orders


def agreed(answer: Json) -> str:
    """The name of a program that answers `hello`; Nonsense when it speaks another protocol."""
    if answer.get("protocol") != PROTOCOL:
        raise Nonsense(f"the answer to hello is not {{'protocol': {PROTOCOL}}}: "
                       f"{_brief(to_json(answer))}")  # fmt: skip
    name = answer.get("name", "")
    return name[:60] if isinstance(name, str) else ""


def _brief(text: bytes) -> str:
    return repr(text[:80].decode("utf-8", "replace").strip())
