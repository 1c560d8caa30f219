"""A scenario cut from a larger one: a part of its map and of its forces, by a short file.

The base is read whole and stays as it is; the cut takes from it what lies in its area and on its
days, and says in a few lines what differs. Nothing of the map or the order of battle is copied.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta

import numpy as np
from pydantic import TypeAdapter, ValidationError

from game.hexes import Hex
from game.model.forces import SIDES, Counter, Formation, FormationId, Side, UnitId
from game.model.scenario import Exit, Objective, Options, Scenario, SupplySource
from game.scenario.area import part_of
from game.scenario.cutevents import declared
from game.scenario.cutfiles import CutFile, CutObjective
from game.scenario.cutforces import commands, forces, standing
from game.scenario.cutlessons import lessons
from game.scenario.knife import Knife
from game.scenario.problems import Problem, of_toml, quoted
from game.scenario.squadrons import squadrons


def cut(base: Scenario, head: CutFile, file: str) -> tuple[Scenario | None, list[Problem]]:
    """The part of `base` that `head` describes, or None, and everything that is wrong with it."""
    knife = Knife(base, head, file)
    # Without a calendar and an area nothing else can be judged.
    made = None if knife.problems else _cut(knife)
    return (None if knife.problems else made), knife.problems


def _cut(knife: Knife) -> Scenario:
    base, head, late = knife.base, knife.head, knife.late
    hexmap = part_of(base.map, knife.mask, _works(knife))
    counters, assets, seats = forces(knife)
    taken = _held(knife, counters)
    standing(knife, counters)
    formations = commands(knife, counters, assets, seats)
    boxes = {c.box for c in counters.values()} | {a.box for a in assets.values()}
    at_sea = {c.side for c in counters.values() if c.box}
    tables = base.tables
    given = head.victory.model_dump(exclude_none=True)
    if given:
        tables = replace(tables, victory=replace(tables.victory, **given))
    scored = head.scored_losses
    events = declared(knife, hexmap, formations, counters)
    return replace(
        base, id=head.id, title=head.title, base=base.id, start=head.start, turns=head.turns,
        map=hexmap, tables=tables, formations=formations, counters=counters, assets=assets,
        weather=base.weather[late : late + head.turns],
        earlier=(*base.earlier, *base.weather[:late]),
        objectives=_objectives(knife, taken), sources=_sources(knife, formations, at_sea),
        lifts=_lifts(knife, formations), railway_troops=_brigades(knife, formations),
        options=_options(knife),
        briefing=head.briefing.strip() or base.briefing,
        scored_losses=base.scored_losses if scored is None else scored,
        variations=tuple(
            v for v in base.variations
            if v.unit in counters and (not v.hex or knife.mask[v.hex])
        ),
        boxes={i: name for i, name in base.boxes.items() if i in boxes},
        exits=_exits(knife, boxes),
        fleets={a: fleet for a, fleet in base.fleets.items() if a in assets},
        waterways=base.waterways, river_mouth=base.river_mouth,
        squadrons=squadrons(assets, counters, base.unit_types),
        taken=taken, lessons=lessons(knife, counters),
        happenings=events.happenings, areas=events.areas, sites=events.sites,
    )  # fmt: skip


def _works(knife: Knife) -> dict[Hex, int]:
    built = {z.hex for z in knife.base.map.zones}
    levels: dict[Hex, int] = {}
    for i, row in enumerate(knife.head.works, start=1):
        h = knife.spot(f"works[{i}]", row.place, row.hex)
        if h and h not in built:
            knife.fault(f"works[{i}]", "hex", f"{h:05d}", "a fortified zone of the base")
        levels[h] = row.level
    return levels


def _held(knife: Knife, counters: dict[UnitId, Counter]) -> dict[Hex, Side]:
    """Ground that changed hands: what the file lists, and under troops that were moved."""
    land, taken = knife.base.map.land, dict(knife.base.taken)
    places = knife.base.map.places_by_id
    for i, row in enumerate(knife.head.held, start=1):
        where = f"held[{i}]"
        for h in np.flatnonzero(knife.area(f"{where}.area", row.area) & knife.mask).tolist():
            if land[h]:
                taken[Hex(h)] = row.side
        for name in row.places:
            if name not in places or not knife.mask[places[name].hex]:
                knife.unknown(where, "places", name, knife.places())
            else:
                taken[places[name].hex] = row.side
        for h in row.hexes:
            if h < len(land) and land[h] and knife.mask[h]:
                taken[Hex(h)] = row.side
            else:
                knife.fault(where, "hexes", f"{h:05d}", "land of the area")
    for c in counters.values():
        if c.hex != knife.base.counters[c.id].hex and c.arrives <= 1 and land[c.hex]:
            taken[c.hex] = c.side
    return {h: side for h, side in taken.items() if knife.mask[h]}


def _objectives(knife: Knife, taken: dict[Hex, Side]) -> tuple[Objective, ...]:
    rows = {row.place: row for row in knife.head.objectives}
    if len(rows) < len(knife.head.objectives):
        knife.fault("objectives", "place", "a place twice", "each place once")
    of_base = {o.place: o for o in knife.base.objectives}
    if not rows:
        shifted = [_shifted(knife, o) for o in of_base.values() if knife.mask[o.hex]]
        found = [o for o in shifted if 1 <= o.par <= knife.head.turns]
    else:
        found = [
            made for i, row in enumerate(rows.values(), start=1)
            if (made := _objective(knife, f"objectives[{i}]", row, of_base.get(row.place)))
        ]  # fmt: skip
    for o in found:
        if taken.get(o.hex) == "soviet":
            allowed = "places that the Soviet side has still to take"
            knife.fault("objectives", "place", quoted(o.place), allowed)
    if not found and not knife.problems:
        knife.fault("objectives", "", "none", "at least one place that counts")
    return tuple(found)


def _shifted(knife: Knife, o: Objective) -> Objective:
    low, high = 1, knife.head.turns
    return replace(
        o, par=o.par - knife.late, earliest=min(high, max(low, o.earliest - knife.late)),
        latest=min(high, max(low, o.latest - knife.late)),
    )  # fmt: skip


def _objective(
    knife: Knife, where: str, row: CutObjective, old: Objective | None
) -> Objective | None:
    h = knife.spot(where, row.place, 0)
    if not h:
        return None
    if old is None and (row.weight is None or row.par is None):
        allowed = "weight and par, as the base does not score this place"
        knife.fault(where, "place", quoted(row.place), allowed)
        return None
    start, turns = knife.head.start, knife.head.turns

    def turn(day: date | None, usual: int) -> int:
        return (day - start).days + 1 if day is not None else usual

    name = knife.base.map.places_by_id[row.place].name
    if old is None:
        par = turn(row.par, 1)
        old = Objective(row.place, h, name, row.weight or 1, par, par, par)
    else:
        old = _shifted(knife, old)
        par = turn(row.par, old.par)
    first, last = turn(row.earliest, min(old.earliest, par)), turn(row.latest, max(old.latest, par))
    if not 1 <= first <= par <= last <= turns:
        days = [str(start + timedelta(days=n - 1)) for n in (first, par, last, turns)]
        allowed = f"earliest, par, latest in this order, from {start} to {days.pop()}"
        knife.fault(where, "par", ", ".join(days), allowed)
    return replace(
        old, weight=row.weight or old.weight, par=par, earliest=first, latest=last,
        note=row.note or old.note,
    )  # fmt: skip


def _sources(
    knife: Knife, formations: dict[FormationId, Formation], at_sea: set[Side]
) -> tuple[SupplySource, ...]:
    """The base's sources in the area and those of the file: at least one for each side, unless it
    has troops `at_sea`, in boxes, whose ships feed them."""
    found = [
        replace(s, commands=tuple(c for c in s.commands if c in formations))
        for s in knife.base.sources
        if knife.mask[s.hex]
    ]
    for i, row in enumerate(knife.head.sources, start=1):
        where = f"sources[{i}]"
        h = knife.spot(where, row.place, row.hex)
        if h and not knife.base.map.land[h]:
            knife.fault(where, "hex", f"{h:05d}", "a hex of land")
        if row.id in {s.id for s in found}:
            knife.fault(where, "id", quoted(row.id), "each id once, the base's in the area too")
        for command in row.commands:
            if formations.get(FormationId(command)) is None:
                knife.unknown(where, "commands", command, formations)
            elif formations[FormationId(command)].side != row.side:
                knife.fault(where, "commands", quoted(command), f"commands of {row.side}")
        commands = tuple(FormationId(c) for c in row.commands)
        found.append(SupplySource(row.id, h, row.side, commands, row.tons, row.note))
    for side in SIDES:
        if side not in at_sea and not any(s.side == side for s in found):
            knife.fault("sources", "", f"no source of {side}", "a source of each side")
    return tuple(found)


def _lifts(knife: Knife, formations: dict[FormationId, Formation]) -> dict[FormationId, int]:
    lifts = {f: tons for f, tons in knife.base.lifts.items() if f in formations}
    for i, row in enumerate(knife.head.lifts, start=1):
        if row.command not in formations:
            knife.unknown(f"lifts[{i}]", "command", row.command, formations)
        lifts[FormationId(row.command)] = row.tons
    return lifts


def _brigades(knife: Knife, formations: dict[FormationId, Formation]) -> dict[FormationId, int]:
    found = {f: n for f, n in knife.base.railway_troops.items() if f in formations}
    found.update((FormationId(row.command), row.railway_brigades) for row in knife.head.lifts)
    return found


def _exits(knife: Knife, boxes: set[str]) -> dict[str, Exit]:
    """Where the boxes of those who take part touch the map that is left."""
    found = {b: x for b, x in knife.base.exits.items() if b in boxes}
    for i, row in enumerate(knife.head.exits, start=1):
        where = f"exits[{i}]"
        h = knife.spot(where, row.place, row.hex)
        if row.box not in boxes:
            knife.unknown(where, "box", row.box, sorted(b for b in boxes if b))
        found[row.box] = Exit(h, row.days)
    for box, way in found.items():
        if not knife.mask[way.hex] and not knife.problems:
            found_at = f'box "{box}" at {way.hex:05d}'
            knife.fault("exits", "hex", found_at, "a hex of the area; [[exits]] can name one")
    return found


def _options(knife: Knife) -> Options:
    """The base's options with those of the file, all of them read as in any scenario."""
    try:
        return TypeAdapter(Options).validate_python(
            {**asdict(knife.base.options), **knife.head.options}
        )
    except ValidationError as error:
        for p in of_toml(knife.file, error):
            where = f"options.{p.where}" if p.where else "options"
            knife.problems.append(replace(p, where=where))
        return knife.base.options
