"""weather.csv: a row for each day, a column for each sector of the map."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from game.scenario.files import ScenarioFile, Strict, Text
from game.scenario.problems import Problem, choice, quoted
from game.scenario.reading import Reader

CODES: dict[str, str] = {
    "Cl": "clear", "Pc": "partly cloudy", "Ra": "rain", "Hr": "heavy rain", "Th": "thunderstorm",
    "Fg": "fog", "St": "storm",
}  # fmt: skip


class WeatherRow(Strict):
    """weather.csv: the weather of a day; besides these columns one for each sector of the map."""

    date: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="The day.")
    record: Text = Field("", description="Sectors whose weather is on record, semicolons between.")
    notes: Text = Field("", description="Remarks.")


def read_weather(
    reader: Reader, head: ScenarioFile | None, sectors: tuple[str, ...] | None
) -> tuple[tuple[str, ...], ...] | None:
    """The weather by turn, then by sector; None with problems noted."""
    if head is None or sectors is None:
        reader.read("weather.csv")
        return None
    needed = ["date", *sectors]
    cells = reader.cells("weather.csv", [*needed, "record", "notes"], needed)
    if cells is None:
        return None
    header, lines, numbers = cells
    before, file = len(reader.problems), f"{reader.shown}/weather.csv"
    days = [str(head.start + timedelta(days=n)) for n in range(head.turns)]
    found: dict[str, tuple[str, ...]] = {}
    for number, line in zip(numbers, lines, strict=True):
        row, where = dict(zip(header, line, strict=True)), f"row {number}"
        day = row["date"]
        if day in found or day not in days:
            allowed = "each day once" if day in found else f"days from {days[0]} to {days[-1]}"
            reader.problems.append(Problem(file, where, "date", quoted(day), allowed))
            continue
        found[day] = tuple(row[s] for s in sectors)
        reader.problems += [
            choice(file, where, sector, row[sector], CODES)
            for sector in sectors
            if row[sector] not in CODES
        ]
        reader.problems += [
            choice(file, where, "record", sector, sectors)
            for sector in row.get("record", "").split(";")
            if sector and sector not in sectors
        ]
    missing = [day for day in days if day not in found]
    if missing:
        reader.problems.append(
            Problem(file, "", "date", f"no row for {', '.join(missing)}", "a row for each day")
        )
    return None if len(reader.problems) > before else tuple(found[day] for day in days)
