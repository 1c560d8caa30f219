"""weather.csv: a row for each day, a column for each sector of the map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import get_args

from pydantic import Field, create_model

from game.scenario.files import ScenarioFile, Strict, Text, Weather
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


def row_model(sectors: Sequence[str]) -> type[WeatherRow]:
    """The columns of weather.csv for a map with these sectors."""
    columns: dict[str, object] = {
        s: (Weather, Field(description=f"Weather in the sector {s}.")) for s in sectors
    }
    return create_model(  # type: ignore[call-overload, no-any-return]
        "WeatherRow", __base__=WeatherRow, __config__=None, __doc__=WeatherRow.__doc__, **columns
    )


def read_weather(
    reader: Reader, head: ScenarioFile | None, sectors: Sequence[str] | None
) -> tuple[tuple[str, ...], ...] | None:
    """The weather by turn, then by sector; None with problems noted."""
    if head is None or sectors is None:
        reader.read("weather.csv")
        return None
    table = reader.table("weather.csv", row_model(sectors))
    if not table.whole:
        return None
    days = [str(head.start + timedelta(days=n)) for n in range(head.turns)]
    rows: dict[str, int] = {}
    for i, day in enumerate(table.columns["date"]):
        where = f"row {table.numbers[i]}"
        if day not in days:
            allowed = f"a day of the game: {days[0]} to {days[-1]}"
            reader.problems.append(Problem(table.file, where, "date", quoted(day), allowed))
        elif day in rows:
            allowed = f"each day once (first in row {table.numbers[rows[day]]})"
            reader.problems.append(Problem(table.file, where, "date", quoted(day), allowed))
        else:
            rows[day] = i
        for sector in filter(None, table.columns["record"][i].split(";")):
            if sector not in sectors:
                reader.problems.append(choice(table.file, where, "record", sector, sectors))
    for day in days:
        if day not in rows:
            reader.problems.append(
                Problem(table.file, "", "date", f"no row for {day}", "a row for each day")
            )
    if not table.clean or len(rows) < len(days):
        return None
    return tuple(tuple(table.columns[s][rows[day]] for s in sectors) for day in days)


assert set(CODES) == set(get_args(Weather))
