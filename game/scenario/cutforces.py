"""The forces of a cut: who takes part, where, in what condition, under whose command."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from game.hexes import NOWHERE, Hex
from game.model.forces import SIDES, Asset, AssetId, Counter, Formation, FormationId, UnitId
from game.scenario.cutfiles import Placed
from game.scenario.knife import Knife
from game.scenario.problems import quoted

Body = TypeVar("Body", Counter, Asset)


Seats = dict[FormationId, Hex]
"""Headquarters that stand elsewhere than in the base."""


def forces(knife: Knife) -> tuple[dict[UnitId, Counter], dict[AssetId, Asset], Seats]:
    """Who takes part, in the base's order, where and in what condition the file puts them."""
    base, head = knife.base, knife.head
    _names(knife, "include", head.include, [*base.boxes])
    _names(knife, "exclude", head.exclude, [])
    placed = {u for row in head.placed for u in row.units}
    include, exclude = {*head.include, *placed}, set(head.exclude)
    units = [c for c in base.counters.values() if _chosen(knife, c, include, exclude)]
    others = [a for a in base.assets.values() if _chosen(knife, a, include, exclude)]
    counters = {c.id: _dated(knife, c) for c in units}
    assets = {a.id: _dated(knife, a) for a in others}
    seats = _place(knife, counters, assets)
    bodies: tuple[Counter | Asset, ...] = (*counters.values(), *assets.values())
    for body in bodies:
        if not body.box and not knife.mask[body.hex]:
            allowed = "troops in the area; [[placed]] can move them there"
            knife.fault("include", "", f'"{body.id}" in {body.hex:05d}', allowed)
    for side in SIDES:
        if not any(c.side == side for c in counters.values()):
            knife.fault("", "", f"no unit of {side}", "units of both sides")
    return counters, assets, seats


def _names(knife: Knife, field: str, names: list[str], more: list[str]) -> None:
    base = knife.base
    known: list[str] = [*base.counters, *base.assets, *base.formations, *more]
    for name in names:
        if name not in known:
            knife.unknown("", field, name, known)


def _chosen(knife: Knife, body: Counter | Asset, include: set[str], exclude: set[str]) -> bool:
    if body.arrives - knife.late > knife.head.turns or _named(knife, body, exclude):
        return False
    inside = not body.box and bool(knife.mask[body.hex])
    return inside or body.box in include or _named(knife, body, include)


def _named(knife: Knife, body: Counter | Asset, names: set[str]) -> bool:
    if body.id in names:
        return True
    at: FormationId | None = body.formation
    while at is not None:
        if at in names:
            return True
        at = knife.base.formations[at].parent
    return False


def _dated(knife: Knife, body: Body) -> Body:
    return replace(body, arrives=max(1, body.arrives - knife.late))


def _place(
    knife: Knife, counters: dict[UnitId, Counter], assets: dict[AssetId, Asset]
) -> Seats:
    """Carry out the rows of [[placed]]."""
    base, seats = knife.base, Seats()
    known = [*base.counters, *base.assets, *base.formations]
    for i, row in enumerate(knife.head.placed, start=1):
        where = f"placed[{i}]"
        at = knife.spot(where, row.place, row.hex, needed=False)
        for name in row.units:
            unit, asset, formation = UnitId(name), AssetId(name), FormationId(name)
            if unit in counters:
                counters[unit] = _conditioned(counters[unit], row, at)
            elif name not in known:
                knife.unknown(where, "units", name, known)
            elif asset not in assets and formation not in base.formations:
                allowed = "troops that take part and arrive in time"
                knife.fault(where, "units", quoted(name), allowed)
            elif (row.strength, row.fatigue, row.fuel, row.entrenched) != (100, 0, 100, 0):
                allowed = "units only, as their condition differs"
                knife.fault(where, "units", quoted(name), allowed)
            elif not at:
                knife.fault(where, "place", "neither", "a place or a hex of the area")
            elif asset in assets:
                assets[asset] = replace(assets[asset], hex=at, box="", arrives=1)
            else:
                seats[formation] = at
    return seats


def _conditioned(unit: Counter, row: Placed, at: Hex) -> Counter:
    """A unit as a row puts it: at another place, which is on the map at the start, and worn."""
    if at:
        unit = replace(unit, hex=at, box="", arrives=1)
    left = row.strength
    return replace(
        unit, men=max(1, unit.men * left // 100), tanks=unit.tanks * left // 100,
        spg=unit.spg * left // 100, guns=unit.guns * left // 100,
        rockets=unit.rockets * left // 100, vehicles=unit.vehicles * left // 100,
        fatigue=row.fatigue, fuel=row.fuel, entrenched=row.entrenched,
    )  # fmt: skip


def standing(knife: Knife, counters: dict[UnitId, Counter]) -> None:
    """Room for everybody, on land, and no enemies in one hex."""
    hexmap = knife.base.map
    used: dict[Hex, int] = {}
    owner: dict[Hex, Counter] = {}
    for c in counters.values():
        if c.box or c.arrives > 1 or not knife.mask[c.hex]:
            continue
        if not hexmap.land[c.hex]:
            what = f"{c.hex:05d} ({hexmap.terrain_at(c.hex).name})"
            knife.fault("placed", "", f'"{c.id}" in {what}', "a hex of land")
            continue
        used[c.hex] = used.get(c.hex, 0) + c.stack
        other = owner.setdefault(c.hex, c)
        if other.side != c.side:
            allowed = f"a hex without enemies ({other.id} stands there)"
            knife.fault("placed", "", f'"{c.id}" in {c.hex:05d}', allowed)
    for h, points in used.items():
        terrain = hexmap.terrain_at(h)
        if points > terrain.stack:
            allowed = f"{terrain.stack} stack points in {terrain.name}"
            knife.fault("placed", "", f"{points} stack points in {h:05d}", allowed)


def commands(
    knife: Knife, counters: dict[UnitId, Counter], assets: dict[AssetId, Asset], seats: Seats
) -> dict[FormationId, Formation]:
    """The headquarters of those who take part, and those above them. One that is outside the
    area is off the map."""
    wanted: set[FormationId] = set()
    bodies: tuple[Counter | Asset, ...] = (*counters.values(), *assets.values())
    for start in dict.fromkeys(body.formation for body in bodies):
        at: FormationId | None = start
        while at is not None and at not in wanted:
            wanted.add(at)
            at = knife.base.formations[at].parent
    found = {}
    for f in knife.base.formations.values():
        if f.id in wanted:
            seat = seats.get(f.id, f.hq_hex)
            found[f.id] = replace(f, hq_hex=seat if knife.mask[seat] else NOWHERE)
    return found
