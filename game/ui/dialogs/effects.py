"""What follows from a declared event, in words: signed lines for its card.

The sign is that of the Soviet side's advantage in points, or of the pressure; most have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.film.words import SIDE_NOUNS, day, listed, unit_name
from game.model.forces import FormationId
from game.model.happening import (
    Delay,
    Effect,
    MoveHq,
    Ordered,
    Press,
    Reattach,
    Redoubt,
    Release,
    Score,
    Stop,
    Withdraw,
)
from game.model.scenario import Scenario

Line = tuple[int, str]
"""1, -1 or 0, and words."""


def consequences(effects: Iterable[Effect], scenario: Scenario) -> list[Line]:
    """All that follows."""
    return [line for effect in effects for line in _of(effect, scenario)]


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _of(effect: Effect, scenario: Scenario) -> Iterator[Line]:
    def command(formation: FormationId | None) -> str:
        found = scenario.formations.get(formation) if formation else None
        return found.name if found else str(formation or "")

    def place(id: str) -> str:
        found = scenario.map.places_by_id.get(id)
        return found.name if found else id

    match effect:
        case Press():
            yield _sign(effect.points), f"Pressure on the council {effect.points:+d}"
        case Score():
            by = f" a day before or after {day(effect.par)}" if effect.par else ""
            yield _sign(effect.points), f"Victory points {effect.points:+d}{by}"
        case Reattach():
            who = listed(unit_name(u, scenario) for u in effect.units)
            who = who or command(effect.formation)
            yield 0, f"{who} under the command of {command(effect.to)}"
        case Release():
            yield 0, f"{unit_name(effect.unit, scenario)} arrives at {place(effect.place)}"
        case Withdraw():
            who = listed(unit_name(u, scenario) for u in effect.units)
            yield 0, f"Leaves the theatre: {who}"
        case MoveHq():
            yield 0, f"{command(effect.formation)} commands from {place(effect.place)}"
        case Delay():
            who = listed(unit_name(u, scenario) for u in effect.units)
            when = f"{effect.days} days later" if effect.days > 0 else f"{-effect.days} days sooner"
            yield 0, f"Arrives {when}: {who}"
        case Stop():
            area = scenario.areas[effect.area].name
            yield 0, (
                f"Each unit of {SIDE_NOUNS[effect.side]} in {area} at the end costs it "
                f"{effect.cost} points"
            )
        case Redoubt():
            area = scenario.areas[effect.area].name
            yield 0, (
                f"Each supplied field unit of {SIDE_NOUNS[effect.side]} in {area} at the end wins "
                f"it {effect.points} points"
            )
        case Ordered():
            who = command(effect.formation)
            if effect.hears:
                yield 0, f"{who}: word of the cease-fire {effect.hears:+d} % a day"
            if effect.obeys:
                yield 0, f"{who}: obedience to the cease-fire {effect.obeys:+d} % a day"
