"""A state as text, its digest, and the way back. What proves that two games are the same game.

The facts are those fields of State that count when states are compared; what follows from them
(the index of units, the control of hexes) and the scenario are left out and made again. So no
second description of the state exists that could forget a field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from game.model.events import AnyEvent
from game.model.forces import Unit
from game.model.scenario import Scenario
from game.model.state import State, control_of, index_of


class SnapshotFault(ValueError):
    """A text that is no state of this scenario: says where and why."""


@cache
def _adapters() -> dict[str, TypeAdapter[Any]]:
    """One reader and writer for each fact of a state."""
    hints = get_type_hints(State)
    return {f.name: TypeAdapter(hints[f.name]) for f in fields(State) if f.compare}


def snapshot(state: State) -> str:
    """All facts of a state as one line of JSON; equal states give equal text.

    Units stand in the order of the scenario; all other tables and sets are sorted.
    """
    parts = []
    for name, adapter in _adapters().items():
        value = getattr(state, name)
        if isinstance(value, frozenset):
            text = to_json(sorted(value))
        else:
            text = adapter.dump_json(value if name == "units" else _ordered(value))
        parts.append(b'"%s":%s' % (name.encode(), text))
    return (b"{" + b",".join(parts) + b"}").decode()


def _ordered(value: object) -> object:
    """Tables in rising order of their keys, so that it does not matter when a row was added."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return value


def digest(text: str) -> str:
    """32 hexadecimal digits that stand for a snapshot."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def restore(text: str, scenario: Scenario) -> State:
    """The state that a snapshot tells. SnapshotFault when it is none of this scenario."""
    return restore_facts(_parsed(text), scenario)


def restore_facts(found: object, scenario: Scenario) -> State:
    """The same from JSON that is read already."""
    adapters = _adapters()
    if not isinstance(found, dict) or set(found) != set(adapters):
        raise SnapshotFault(f"a snapshot has the fields {', '.join(adapters)}")
    facts: dict[str, Any] = {}
    for name, adapter in adapters.items():
        try:
            facts[name] = adapter.validate_python(found[name])
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in (name, *first["loc"]))
            raise SnapshotFault(f"{where}: {first['msg']}, found {first['input']!r:.60}") from error
    for fault in _strangers(facts, scenario):
        raise SnapshotFault(fault)
    return State(
        scenario=scenario,
        index=index_of(facts["units"]),
        control=control_of(scenario, facts["held"]),
        **facts,
    )


def _parsed(text: str) -> object:
    try:
        return TypeAdapter(object).validate_json(text)
    except ValidationError as error:
        raise SnapshotFault("a snapshot is one JSON object") from error


def _strangers(facts: Mapping[str, Any], scenario: Scenario) -> Iterator[str]:
    """What a snapshot names that its scenario does not have."""
    units: dict[Any, Unit] = facts["units"]
    if list(units) != list(scenario.counters):
        missing = sorted(set(scenario.counters) ^ set(units))
        yield f"units: not the units of the scenario {scenario.id}: {', '.join(missing[:3])}"
    size = scenario.map.size
    for unit in units.values():
        if not 0 <= unit.hex < size:
            yield f"units.{unit.id}.hex: {unit.hex} is not on the map"
        if unit.formation not in scenario.formations:
            yield f"units.{unit.id}.formation: there is no formation {unit.formation!r}"
    for name in ("held", "works", "assaults"):
        for h in facts[name]:
            if not 0 <= h < size:
                yield f"{name}.{h}: not on the map"
    for name in ("cuts", "pontoons", "tracks"):
        for side in facts[name]:
            if not 0 <= side < size * 6:
                yield f"{name}.{side}: no hexside of the map"
    if not 1 <= facts["turn"] <= scenario.turns + 1:
        yield f"turn: {facts['turn']} is not one of the turns 1 to {scenario.turns}"


def differences(expected: object, found: object, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Where two snapshots, read as JSON, differ: field such as `units.rd144.men`, and both values.
    In the order of the first one."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(k for k in found if k not in expected)]:
            if key not in expected or key not in found:
                yield f"{path}{key}", _brief(expected.get(key)), _brief(found.get(key))
            else:
                yield from differences(expected[key], found[key], f"{path}{key}.")
    elif expected != found:
        yield path.rstrip("."), _brief(expected), _brief(found)


def _brief(value: object) -> str:
    return "nothing" if value is None else f"{to_json(value).decode():.80}"


_WRITERS: dict[type[AnyEvent], TypeAdapter[Any]] = {}
"""Made when first needed: many commands never write an event."""


def event_digest(events: tuple[AnyEvent, ...]) -> str:
    """16 hexadecimal digits that stand for what an order caused."""
    seal = blake2b(digest_size=8)
    for event in events:
        kind = type(event)
        if kind not in _WRITERS:
            _WRITERS[kind] = TypeAdapter(kind)
        seal.update(_WRITERS[kind].dump_json(event))
    return seal.hexdigest()
