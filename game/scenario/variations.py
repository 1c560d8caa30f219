"""variations.csv: what options change about the order of battle."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from pydantic import Field

from game.hexes import Hex
from game.model.forces import Counter, UnitId
from game.model.hexmap import HexMap
from game.model.scenario import Variation
from game.model.variants import varied_counters
from game.scenario.files import Cars, HexOrNowhere, Id, Men, Percent, Pieces, Strict, Text
from game.scenario.options import values_of
from game.scenario.problems import Problem, choice, quoted
from game.scenario.reading import Reader, Table

CHANGES = ("hex", "quality", "men", "tanks", "guns", "vehicles")


class VariationRow(Strict):
    """variations.csv: one unit of the order of battle under one value of an option. An empty cell
    leaves what the order of battle says."""

    option: Id = Field(description="Option of the game.")
    value: str = Field(
        pattern=r"^[A-Za-z0-9_]{1,40}$", description="Its value that changes the unit."
    )
    unit: Id = Field(
        description="Unit of forces/units.csv; or a headquarters of forces/formations.csv, which "
        "only `hex` can move."
    )
    hex: HexOrNowhere = Field(0, description="Where it stands or arrives.")
    quality: Percent = Field(0, description="Quality, as in forces/units.csv; so the rest.")
    men: Men = Field(0, description="Men.")
    tanks: Pieces = Field(0, description="Tanks.")
    guns: Pieces = Field(0, description="Guns and mortars.")
    vehicles: Cars = Field(0, description="Lorries and other vehicles.")
    note: Text = Field(description="What the change is, in words.")
    source: Text = Field(description="Where it comes from.")


def read_variations(
    reader: Reader,
    counters: dict[UnitId, Counter],
    formations: Collection[str],
    hexmap: HexMap | None,
) -> tuple[Variation, ...]:
    """The variations; nothing where a scenario has no such file. What is wrong is noted."""
    if not reader.has("variations.csv"):
        return ()
    table = reader.table("variations.csv", VariationRow)
    found: list[Variation] = []
    seen: dict[tuple[str, str, str], int] = {}
    options = values_of()
    for i, row in table.rows():
        where = f"row {table.numbers[i]} ({row.unit})"
        key = row.option, row.value, row.unit
        if row.option not in options:
            reader.problems.append(choice(table.file, where, "option", row.option, options))
        elif row.value not in options[row.option]:
            values = options[row.option]
            reader.problems.append(choice(table.file, where, "value", row.value, values))
        if counters and row.unit not in counters and row.unit not in formations:
            known = [*counters, *formations]
            reader.problems.append(choice(table.file, where, "unit", row.unit, known))
        if key in seen:
            allowed = f"each unit once for a value (first in row {seen[key]})"
            reader.problems.append(Problem(table.file, where, "unit", quoted(row.unit), allowed))
        seen.setdefault(key, table.numbers[i])
        changes = tuple((c, getattr(row, c)) for c in CHANGES if getattr(row, c))
        if row.unit in formations and [c for c, _ in changes] != ["hex"]:
            told = ", ".join(c for c, _ in changes) or "nothing"
            reader.problems.append(
                Problem(table.file, where, "", told, "for a headquarters only a hex")
            )
        elif not changes:
            reader.problems.append(
                Problem(table.file, where, "", "no change", f"one of {', '.join(CHANGES)}")
            )
        found.append(
            Variation(row.option, row.value, UnitId(row.unit), changes, row.note, row.source)
        )
    variations = tuple(found)
    if hexmap and not reader.problems:
        reader.problems += _no_room(table, variations, counters, hexmap)
    return variations


def _no_room(
    table: Table[Any], variations: tuple[Variation, ...], counters: dict[UnitId, Counter],
    hexmap: HexMap,
) -> Iterator[Problem]:  # fmt: skip
    """Units that a variation puts where they cannot stand: off the land, among enemies, or where
    the terrain has no room for all."""
    for chosen in dict.fromkeys((v.option, v.value) for v in variations):
        seats = {v.unit: v.hex for v in variations if (v.option, v.value) == chosen and v.hex}
        after = varied_counters(counters, variations, (chosen,))
        here: dict[Hex, list[Counter]] = {}
        for c in after.values():
            if c.arrives <= 1 and not c.box:
                here.setdefault(c.hex, []).append(c)
        for unit, seat in seats.items():
            body = after.get(UnitId(unit))
            h = body.hex if body else seat
            where = f"{chosen[0]}={chosen[1]} ({unit})"
            if not 0 < h < hexmap.size or not hexmap.land[h]:
                yield Problem(table.file, where, "hex", f"{h:05d}", "a hex of land")
                continue
            if body is None:
                continue
            limit, side = hexmap.terrain_at(h).stack, body.side
            stack = sum(c.stack for c in here.get(h, ()))
            if hexmap.country_sides[hexmap.country[h]] != side:
                yield Problem(table.file, where, "hex", f"{h:05d}", f"land of {side}")
            elif stack > limit:
                terrain = hexmap.terrain_at(h).name
                allowed = f"{limit} stack points in {terrain}; it would be {stack}"
                yield Problem(table.file, where, "hex", f"{h:05d}", allowed)
