"""The form of every scenario file as JSON Schema, for editors and authors.

A table (CSV) is described by the schema of one of its rows.
"""

from __future__ import annotations

from typing import Any

from game.model.forces import UnitType
from game.scenario import files
from game.scenario.common import CHAPTERS, adapter
from game.scenario.weather import WeatherRow

FILES: dict[str, type[files.Strict]] = {
    "scenario.toml": files.ScenarioFile,
    "weather.csv": WeatherRow,
    "objectives.csv": files.ObjectiveRow,
    "sources.csv": files.SourceRow,
    "forces/formations.csv": files.FormationRow,
    "forces/units.csv": files.UnitRow,
    "forces/assets.csv": files.AssetRow,
    "forces/offmap.csv": files.OffmapRow,
    "map/map.toml": files.MapFile,
    "map/hexes.csv": files.HexRow,
    "map/hexsides.csv": files.HexsideRow,
    "map/links.csv": files.LinkRow,
    "map/places.csv": files.PlaceRow,
    "map/zones.csv": files.ZoneRow,
    "map/passes.csv": files.PassRow,
}
"""The files of a scenario and the class that describes each."""


def schemas() -> dict[str, dict[str, Any]]:
    """JSON Schemas by a name made of the file's: `forces_units` for forces/units.csv."""
    found: dict[str, dict[str, Any]] = {}
    for name, kind in FILES.items():
        schema = kind.model_json_schema()
        if kind is WeatherRow:
            # Its other columns are the sectors of the map.
            schema["additionalProperties"] = {"enum": ["Cl", "Pc", "Ra", "Hr", "Th", "Fg", "St"]}
        found[name.rpartition(".")[0].replace("/", "_")] = schema
    for chapter, kind in CHAPTERS.items():
        found[f"common_{chapter}"] = adapter(kind).json_schema()
    found["common_unit_types"] = adapter(dict[str, list[UnitType]]).json_schema()
    return found
