"""What the options of a game change about its scenario before it begins.

A variation is data: one unit of the order of battle under one option. The scenario that comes of
it is played like any other; the same scenario and options always give the same object.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta

from game.hexes import Hex
from game.model.forces import Counter, FormationId, UnitId
from game.model.scenario import Options, Scenario, Variation
from game.model.tables.command import CommandTable


def played(scenario: Scenario, options: Options) -> Scenario:
    """The scenario as these options have it: itself when they change nothing about it."""
    chosen: Mapping[str, object] = asdict(options)
    names = dict.fromkeys(v.option for v in scenario.variations)
    later = int(options.start) - int(Options().start)
    return _varied(scenario, tuple((name, str(chosen[name])) for name in names), later)


@functools.lru_cache(maxsize=8)
def _varied(scenario: Scenario, chosen: tuple[tuple[str, str], ...], later: int) -> Scenario:
    counters = varied_counters(scenario.counters, scenario.variations, chosen)
    if counters is not scenario.counters:
        formations = dict(scenario.formations)
        for v in scenario.variations:
            seat = FormationId(v.unit)
            if (v.option, v.value) in chosen and seat in formations:
                formations[seat] = replace(formations[seat], hq_hex=v.hex)
        scenario = replace(scenario, counters=counters, formations=formations)
    if later:
        # Turns keep their numbers: par, reinforcements and length count from the attack. What has
        # a date, the weather and the politics of Tokyo and Washington, does not wait for it.
        start = scenario.start + timedelta(days=later)
        past, to_come = scenario.weather[:later], scenario.weather[later:]
        scenario = replace(
            scenario, start=start, earlier=(*scenario.earlier, *past), weather=to_come,
            tables=replace(scenario.tables, command=_later(scenario.tables.command, later)),
        )  # fmt: skip
    return scenario


def _later(table: CommandTable, days: int) -> CommandTable:
    """The paralysis of the first days goes with the attack."""
    by = timedelta(days=days)
    return replace(
        table, attack_day=table.attack_day + by,
        activation=tuple(
            replace(row, first=row.first + by, last=row.last + by) for row in table.activation
        ),
    )  # fmt: skip


def varied_counters(
    counters: dict[UnitId, Counter], variations: tuple[Variation, ...],
    chosen: tuple[tuple[str, str], ...],
) -> dict[UnitId, Counter]:  # fmt: skip
    """The order of battle under these options; units that a part of the scenario lacks are passed
    over. The same object when nothing changes."""
    found: dict[UnitId, Counter] = {}
    for v in variations:
        unit = UnitId(v.unit)
        if (v.option, v.value) in chosen and unit in counters:
            was = found.get(unit, counters[unit])
            found[unit] = replace(was, **{k: _typed(k, n) for k, n in v.changes})  # type: ignore[arg-type]
    return {u: found.get(u, c) for u, c in counters.items()} if found else counters


def _typed(field: str, number: int) -> int | Hex:
    return Hex(number) if field == "hex" else number
