"""weather.csv: a row for each day, a column for each sector of the map; climate.csv: how the
weather goes where it is drawn."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Literal, get_args

from pydantic import Field

from game.model.climate import CODES, Climate
from game.model.terrain import DRY, MUD, WET
from game.scenario.files import Percent, ScenarioFile, Strict, Text
from game.scenario.problems import Problem, choice, quoted
from game.scenario.reading import Reader

Season = Literal["august", "late"]
_GROUND = {"dry": DRY, "wet": WET, "mud": MUD}


class WeatherRow(Strict):
    """weather.csv: the weather of a day; besides these columns one for each sector of the map."""

    date: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="The day.")
    record: Text = Field("", description="Sectors whose weather is on record, semicolons between.")
    notes: Text = Field("", description="Remarks.")


class ClimateRow(Strict):
    """climate.csv: how the weather of a sector goes where it is drawn."""

    season: Season = Field(description="Season of the option `season`.")
    sector: str = Field(pattern=r"^[A-Za-z0-9_]{1,40}$", description="Sector of the map.")
    Cl: Percent = Field(description="Chance of a clear day, per cent; so the next six.")
    Pc: Percent = Field(description="Partly cloudy.")
    Ra: Percent = Field(description="Rain.")
    Hr: Percent = Field(description="Heavy rain.")
    Th: Percent = Field(description="Thunderstorm.")
    Fg: Percent = Field(description="Fog.")
    St: Percent = Field(description="Storm.")
    persists: Percent = Field(description="Chance that a day has the luck of the day before.")
    follows: str = Field(
        "", pattern=r"^[A-Za-z0-9_]{0,40}$", description="Sector from which weather comes over."
    )
    followed: Percent = Field(
        0, description="Chance that a day has the luck of that sector the day before."
    )
    ground: Literal["dry", "wet", "mud"] = Field(
        "dry", description="State of the ground on the first morning."
    )
    source: Text = Field(description="Where the chances come from.")


def read_climate(reader: Reader, sectors: tuple[str, ...] | None) -> tuple[Climate, ...]:
    """The climate; nothing where a scenario has no such file or problems are noted."""
    if sectors is None or not reader.has("climate.csv"):
        return ()
    table = reader.table("climate.csv", ClimateRow)
    found: list[Climate] = []
    seen: set[tuple[str, str]] = set()
    for i, row in table.rows():
        where = f"row {table.numbers[i]} ({row.season}, {row.sector})"
        for field in ("sector", "follows"):
            name = getattr(row, field)
            if name not in sectors and (name or field == "sector"):
                reader.problems.append(choice(table.file, where, field, name, sectors))
        odds = tuple(getattr(row, code) for code in CODES)
        kept = row.persists + row.followed
        for wrong, field, value, allowed in (
            (sum(odds) != 100, "Cl", sum(odds), "seven chances that add up to 100"),
            (kept > 100, "persists", kept, "at most 100 together with `followed`"),
            (row.followed and not row.follows, "followed", row.followed, "0 without `follows`"),
        ):
            if wrong:
                reader.problems.append(Problem(table.file, where, field, str(value), allowed))
        if (row.season, row.sector) in seen:
            allowed = "each sector once in a season"
            reader.problems.append(
                Problem(table.file, where, "sector", quoted(row.sector), allowed)
            )
        seen.add((row.season, row.sector))
        found.append(
            Climate(
                season=row.season, sector=row.sector, odds=odds, persists=row.persists,
                follows=row.follows, followed=row.followed, ground=_GROUND[row.ground],
                source=row.source,
            )
        )  # fmt: skip
    lacking = [
        f"{season} {sector}"
        for season, sector in product(get_args(Season), sectors)
        if (season, sector) not in seen
    ]
    if lacking and table.clean:
        reader.problems.append(
            Problem(
                table.file, "", "sector", f"no row for {', '.join(lacking)}",
                "a row for each season and sector",
            )
        )  # fmt: skip
    return tuple(found)


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
