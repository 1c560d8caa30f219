"""The declared events of a cut: those of its base that speak of nothing the cut has not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta

from game.model.forces import Counter, Formation, FormationId, UnitId
from game.model.happening import After, Area, Chosen, Condition, Effect, Happening, Score, Site
from game.model.hexmap import HexMap
from game.scenario.knife import Knife

NAMES = frozenset(
    {"place", "places", "formation", "to", "first", "second", "unit", "units", "area"}
)
"""Fields of conditions and effects that name something of the map or the order of battle."""


@dataclass(frozen=True)
class Kept:
    """What a cut takes over of what its base declares."""

    happenings: tuple[Happening, ...]
    areas: dict[str, Area]
    sites: tuple[Site, ...]


def declared(
    knife: Knife,
    hexmap: HexMap,
    formations: dict[FormationId, Formation],
    counters: dict[UnitId, Counter],
) -> Kept:
    """Events whose places, headquarters, units, areas and days are those of the cut, and which
    follow from no event that was left out."""
    base = knife.base
    inside = {
        area.id: replace(area, hexes=frozenset(h for h in area.hexes if knife.mask[h]))
        for area in base.areas.values()
    }
    areas = {name: area for name, area in inside.items() if area.hexes}
    known: set[str] = {*hexmap.places_by_id, *formations, *counters, *areas}
    last = knife.head.start + timedelta(days=knife.head.turns - 1)
    kept: list[Happening] = []
    for h in base.happenings:
        parts: list[Condition | Effect] = [*h.when, *h.then]
        parts += [effect for way in h.choice for effect in way.then]
        late = any(isinstance(p, Score) and p.par is not None and p.par > last for p in parts)
        causes = {p.event for p in parts if isinstance(p, After | Chosen)}
        if not late and causes <= {k.id for k in kept} and set(_named(parts)) <= known:
            kept.append(h)
    sites = tuple(s for s in base.sites if s.place in hexmap.places_by_id)
    return Kept(tuple(kept), areas, sites)


def _named(parts: list[Condition | Effect]) -> Iterator[str]:
    """Places, headquarters, units and areas that conditions and effects name."""
    for part in parts:
        for f in fields(part):
            value = getattr(part, f.name)
            if f.name in NAMES and value is not None:
                yield from value if isinstance(value, tuple) else (value,)
