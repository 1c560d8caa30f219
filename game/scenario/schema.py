"""The form of every scenario file as JSON Schema, for editors and authors.

A table (CSV) is described by the schema of one of its rows.
"""

from __future__ import annotations

from typing import Any

from game.model.forces import UnitType
from game.scenario import events, files
from game.scenario.common import CHAPTERS, adapter
from game.scenario.cutfiles import CutFile
from game.scenario.reference import ChronicleRow, RivalRow
from game.scenario.variations import VariationRow
from game.scenario.weather import ClimateRow, WeatherRow

FILES: dict[str, type[files.Strict]] = {
    "scenario.toml": files.ScenarioFile,
    "cut/scenario.toml": CutFile,
    "weather.csv": WeatherRow,
    "climate.csv": ClimateRow,
    "variations.csv": VariationRow,
    "rivals.csv": RivalRow,
    "chronicle.csv": ChronicleRow,
    "objectives.csv": files.ObjectiveRow,
    "sources.csv": files.SourceRow,
    "events.toml": events.EventsFile,
    "timeline.csv": events.TimelineRow,
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
"""The files of a scenario and the class that describes each; `cut/` is a scenario that is cut from
another one and has this file alone."""


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


def field_table(kind: type[files.Strict]) -> list[str]:
    """The fields of a file as the lines of a Markdown table, for docs/scenarios.md."""
    schema = kind.model_json_schema()
    lines = ["| field | value | meaning |", "|---|---|---|"]
    for name, field in schema["properties"].items():
        need = "" if name in schema.get("required", ()) else " (optional)"
        value = _value(field, schema.get("$defs", {}))
        lines.append(f"| `{name}`{need} | {value} | {field.get('description', '')} |")
    return lines


def _value(field: dict[str, Any], parts: dict[str, Any]) -> str:
    """What a field may hold, in words."""
    if "anyOf" in field:
        return _value(field["anyOf"][0], parts)
    if "$ref" in field:
        part = parts[field["$ref"].rpartition("/")[2]]
        return "table: " + ", ".join(f"`{name}`" for name in part["properties"])
    if "anyOf" in field:
        kinds = [_value(kind, parts) for kind in field["anyOf"] if kind.get("type") != "null"]
        return " or ".join(kinds)
    if "oneOf" in field:
        return "table with the `kind` of a condition or effect"
    if "const" in field:
        return str(field["const"])
    if "enum" in field:
        return ", ".join(str(v) or "(empty)" for v in field["enum"])
    if field.get("type") == "array":
        return "list, each a " + _value(field["items"], parts)
    if field.get("type") in ("integer", "number"):
        kind = "whole number" if field["type"] == "integer" else "number"
        low, high = field.get("minimum", ""), field.get("maximum", "")
        return f"{kind}, {low} to {high}"
    if field.get("type") == "object":
        return "table of names and values"
    if field.get("type") == "boolean":
        return "yes or no (TOML: true or false)"
    if field.get("format") == "date":
        return "date"
    longest = f", at most {field['maxLength']} characters" if "maxLength" in field else ""
    pattern = field.get("pattern", "")
    if pattern and "x00" not in pattern:
        # A bar would end the cell of the table.
        return f"text like `{pattern}`".replace("|", "\\|") + longest
    return "text" + longest
