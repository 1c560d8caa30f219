"""A scenario in numbers: what stands on its map, who fights, with how much."""

from __future__ import annotations

from collections import Counter as Count
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from game.model.forces import Asset, Counter, FormationId
from game.model.reference import differing
from game.model.scenario import Scenario
from game.scenario.load import load
from game.scenario.options import texts

SUMS = ("men", "tanks", "spg", "guns_mortars", "rockets", "aircraft", "vehicles")
Sums = dict[str, int]


def show(name: str | Path | Scenario) -> dict[str, Any]:
    """The size, sides, forces, calendar and options of a scenario.

    `totals` and `formations` hold everything: counters, assets and troops in off-map boxes, so
    that they can be compared with the historical tables. A formation's figures are its own troops
    and all that stand under it.
    """
    s = name if isinstance(name, Scenario) else load(name)
    bodies: list[Counter | Asset] = [*s.counters.values(), *s.assets.values()]
    totals: dict[str, Sums] = {}
    own: dict[FormationId, Sums] = {}
    for body in bodies:
        _add(totals.setdefault(body.nation, _zero()), body)
        _add(own.setdefault(body.formation, _zero()), body)
    formations = {f: _zero() for f in s.formations}
    for f, sums in own.items():
        at: FormationId | None = f
        while at is not None:
            for key, value in sums.items():
                formations[at][key] += value
            at = s.formations[at].parent
    on_map = [c for c in s.counters.values() if not c.box]
    return {
        "id": s.id,
        "title": s.title,
        "digest": s.digest,
        "first_day": str(s.start),
        "last_day": str(s.date_of(s.turns)),
        "turns": s.turns,
        "units": len(on_map),
        "units_at_start": sum(c.arrives <= 1 for c in on_map),
        "units_by_side": dict(Count(c.side for c in on_map)),
        "units_in_boxes": len(s.counters) - len(on_map),
        "boxes": _boxes(s),
        "assets": dict(sorted(Count(a.kind for a in s.assets.values()).items())),
        "assets_in_boxes": sum(bool(a.box) for a in s.assets.values()),
        "totals": totals,
        "formations": dict(formations),
        "hexes": _terrain(s),
        "land_hexes": sum(s.map.land),
        "rail_km": _rail_km(s),
        "places": len(s.map.places),
        "fortified_zones": len(s.map.zones),
        "objectives": len(s.objectives),
        "supply_sources": len(s.sources),
        "events": len(s.happenings),
        "choices": [h.title for h in s.happenings if h.choice],
        "timeline": [
            {"day": str(m.day), "time": m.time, "text": m.text, "source": m.source}
            for m in s.timeline
        ],
        "options": asdict(s.options),
        "option_values": {t.name: {"about": t.about, "values": t.values} for t in texts()},
    }


def _zero() -> Sums:
    return dict.fromkeys(SUMS, 0)


def _add(sums: Sums, body: Counter | Asset) -> None:
    for key in SUMS:
        sums[key] += getattr(body, "guns" if key == "guns_mortars" else key)


def _boxes(s: Scenario) -> dict[str, int]:
    """How many counters and assets wait in each box."""
    used = Count(c.box for c in s.counters.values()) + Count(a.box for a in s.assets.values())
    return {name: used[name] for name in s.boxes}


def _terrain(s: Scenario) -> dict[str, int]:
    counts = np.bincount(s.map.terrain, minlength=len(s.map.terrains)).tolist()
    return {t.id: n for t, n in zip(s.map.terrains, counts, strict=True) if n and t.id != "void"}


def _rail_km(s: Scenario) -> int:
    """Length of the railways along the hexes: each link counts the size of a hex."""
    return round(np.count_nonzero(s.map.rail) / 2 * float(s.map.projection[3]))


def tables(data: dict[str, Any]) -> list[tuple[str, list[str], list[list[str]]]]:
    """What `show` gives as tables for people: title, header, rows. Formations under 10,000 men and
    terrain without a hex are left out."""
    heads = ["men", "tanks", "SP guns", "guns", "rockets", "aircraft", "vehicles"]
    nations = [[n, *(f"{s[k]:,}" for k in SUMS)] for n, s in data["totals"].items()]
    commands = [
        [f, *(f"{s[k]:,}" for k in SUMS)]
        for f, s in data["formations"].items()
        if s["men"] >= 10_000
    ]
    single = [
        [key.replace("_", " "), str(value)]
        for key, value in data.items()
        if not isinstance(value, dict | list)
    ]
    found = [
        ("Scenario", ["", ""], single),
        ("Forces", ["nation", *heads], nations),
        ("Commands", ["formation", *heads], commands),
    ]
    for title, key, field in (
        ("Hexes", "terrain", "hexes"),
        ("Assets", "kind", "assets"),
        ("Off the map", "box", "boxes"),
    ):
        rows = [[name, f"{n:,}"] for name, n in data[field].items()]
        found.append((title, [key, "number"], rows))
    if data["timeline"]:
        past = [[m["day"], m["time"], m["text"], m["source"]] for m in data["timeline"]]
        found.append(("Before the game", ["day", "time", "what happened", "source"], past))
    if data["choices"]:
        found.append(("Choices", ["title"], [[title] for title in data["choices"]]))
    stands = data["options"]
    rows = [
        row
        for name, text in data["option_values"].items()
        for row in (
            [name, "", text["about"]],
            *(
                ["", f"{value} (stands)" if value == stands[name] else value, meaning]
                for value, meaning in text["values"].items()
            ),
        )
    ]
    found.append(("Options (--option name=value)", ["option", "value", "meaning"], rows))
    return found


def rival_rows(s: Scenario) -> list[dict[str, str]]:
    """Where sources differ, one row each: both values with their sources, which one the scenario
    uses, and the switch that plays the other."""
    return [{**asdict(rival), "name": name} for rival, name in differing(s)]
