"""What is said of hexes and units in the panels, in words. All from the view of one side."""

from __future__ import annotations

import functools
import math

from game.film.words import WEATHER_NAMES
from game.hexes import STRIDE, Hex, distance
from game.model.forces import Unit
from game.model.hexmap import HexMap
from game.model.state import HOLDER_OF, PlayerView
from game.model.terrain import GROUND_NAMES
from game.rules.requests import ammo_state, fuel_state
from game.rules.stacking import stacked
from game.ui.attention import MOTORISED

NEAR = 4
"""Hexes within which a place gives its name to what lies around it."""
COLUMN = math.sqrt(3) / 2
WINDS = (
    "North", "North-east", "East", "South-east", "South", "South-west", "West", "North-west",
)  # fmt: skip
HOLDERS = {HOLDER_OF["soviet"]: "in Soviet hands", HOLDER_OF["japan"]: "in Japanese hands"}
STANCES = {
    "normal": "normal", "stand": "stands fast", "sacrifice": "sells itself dearly",
    "demolish": "blows bridges behind it",
}  # fmt: skip
MOBILITIES = {
    "foot": "on foot", "horse": "mounted", "motor": "lorries", "mech": "mechanised",
    "tank": "tanks", "static": "bound to its hex",
}  # fmt: skip
DISRUPTION = ("in order", "shaken", "disrupted", "badly disrupted", "broken")


def hex_title(view: PlayerView, h: Hex) -> str:
    """The place of a hex, or where it lies from the nearest one, or its number."""
    return _title(view.scenario.map, h)


@functools.lru_cache(4096)
def _title(hexmap: HexMap, h: Hex) -> str:
    places = hexmap.places_at.get(h)
    if places:
        return places[0].name
    near = min(hexmap.places, key=lambda p: (distance(p.hex, h), -p.value, p.id), default=None)
    if near is None or distance(near.hex, h) > NEAR:
        return f"Hex {h:05d}"
    east = (h // STRIDE - near.hex // STRIDE) * COLUMN
    # Odd columns lie half a hex lower.
    south = h % STRIDE - near.hex % STRIDE + ((h // STRIDE) % 2 - (near.hex // STRIDE) % 2) / 2
    turn = round(math.atan2(east, -south) / (math.pi / 4)) % 8
    return f"{WINDS[turn]} of {near.name}"


def hex_lines(view: PlayerView, h: Hex) -> list[str]:
    """Terrain, ways, holder, stacking, works and weather of a hex."""
    hexmap = view.scenario.map
    terrain = hexmap.terrain_at(h)
    parts = [] if hex_title(view, h).startswith("Hex") else [f"hex {h:05d}"]
    parts.append(terrain.name)
    sides = range(h * 6, h * 6 + 6)
    if any(hexmap.rail[s] for s in sides):
        parts.append("railway")
    if any(hexmap.road[s] for s in sides):
        parts.append("road")
    if any(hexmap.river[s] for s in sides):
        names = {hexmap.river_names[s] for s in sides if s in hexmap.river_names}
        parts.append(sorted(names)[0] if names else "river")
    lines = [" · ".join(parts)]
    if hexmap.land[h]:
        side = view.side_at(h)
        held = HOLDERS.get(view.control[h], "neutral")
        used = stacked(view, side, h) if side else 0
        lines.append(f"{held} · stack {used} of {terrain.stack} points")
    works = view.works.get(h, 0)
    if works:
        lines.append(f"permanent works of level {-(-works // 10)}")
    sector = hexmap.sector_bytes[h]
    ground = GROUND_NAMES[view.ground[sector]]
    lines.append(f"{WEATHER_NAMES[view.weather[sector]]}, ground {ground}")
    store = view.stores.get(h, 0)
    if store:
        lines.append(f"depot with {store:,} t")
    return lines


def fatigue_word(unit: Unit) -> str:
    """How weary a unit is."""
    for least, word in ((75, "exhausted"), (50, "weary"), (25, "tired")):
        if unit.fatigue >= least:
            return word
    return "fresh"


def disruption_word(unit: Unit) -> str:
    """How far a unit has lost its order."""
    return DISRUPTION[min(unit.disruption, len(DISRUPTION) - 1)]


def morale_word(view: PlayerView, unit: Unit) -> tuple[int, str]:
    """What a unit is worth now, 0 to 100, and a word for it: its quality, less what weariness,
    disorder and hunger take from it."""
    quality = view.scenario.counters[unit.id].quality
    worth = quality - unit.fatigue // 4 - unit.disruption * 12 - unit.wavering
    worth -= 15 if unit.cut_off else 0
    worth = max(0, min(100, worth))
    for least, word in ((70, "firm"), (50, "steady"), (30, "shaky"), (15, "wavering")):
        if worth >= least:
            return worth, word
    return worth, "failing"


def fuel_word(view: PlayerView, unit: Unit) -> str:
    """Its fuel; "" for troops that burn none."""
    if view.scenario.counters[unit.id].mobility not in MOTORISED:
        return ""
    table = view.scenario.tables.supply
    return f"{fuel_state(unit, table)}, {unit.fuel * 10 // max(1, table.refill) / 10:g} refills"


def ammo_word(view: PlayerView, unit: Unit) -> str:
    """Its ammunition."""
    return f"{ammo_state(unit, view.scenario.tables.supply)}, {unit.ammo / 10:g} days"


def force_line(unit: Unit) -> str:
    """Men, guns and armour."""
    parts = [f"{unit.men:,} men"]
    if unit.guns + unit.rockets:
        parts.append(f"{unit.guns + unit.rockets} guns")
    if unit.armour:
        kind = "tanks" if unit.tanks >= unit.spg else "SP guns"
        parts.append(f"{unit.armour} {kind}")
    return " · ".join(parts)


def state_words(view: PlayerView, unit: Unit) -> list[str]:
    """What is out of the ordinary about a unit, the gravest first."""
    said = []
    if unit.cut_off:
        said.append(f"cut off for {unit.cut_off} days")
    if unit.frozen:
        said.append("waits for orders")
    if unit.railing:
        said.append(f"on its trains, {unit.railing} turns more")
    if unit.fought:
        said.append("has attacked")
    if unit.forced:
        said.append("forced march made")
    if unit.entrenched:
        said.append(f"entrenched, level {unit.entrenched}")
    if unit.stance != "normal":
        said.append(STANCES[unit.stance])
    if unit.transfer:
        said.append("changing its superior")
    if unit.escort >= view.turn:
        said.append("leads prisoners away")
    return said
