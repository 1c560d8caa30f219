"""The files' description for authors and programs agrees with what is read."""

import csv
import json
from pathlib import Path

import pytest

from game.scenario.schema import FILES, field_table, schemas

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_the_manual_describes_every_field_as_it_is_read(name: str) -> None:
    assert f"### `{name}`" in MANUAL
    part = MANUAL.partition(f"### `{name}`")[2].partition("\n### ")[0]
    for line in field_table(FILES[name]):
        assert line in part


@pytest.mark.parametrize("name", FILES)
def test_every_field_has_a_meaning(name: str) -> None:
    for field, about in FILES[name].model_json_schema()["properties"].items():
        assert about.get("description"), field


@pytest.mark.parametrize("name", [n for n in FILES if n.endswith(".csv") and n != "weather.csv"])
def test_the_campaigns_tables_have_all_columns(name: str) -> None:
    with (ROOT / "scenarios" / "manchuria_1945" / name).open(encoding="utf-8", newline="") as f:
        header = next(csv.reader(f))
    assert set(header) == set(FILES[name].model_fields)


def test_schemas_are_json_and_forbid_unknown_keys() -> None:
    found = schemas()
    assert set(found) >= {"scenario", "forces_units", "map_hexes", "common_combat"}
    for name, schema in found.items():
        assert json.loads(json.dumps(schema)) == schema
        if not name.startswith("common") and name != "weather":
            assert schema["additionalProperties"] is False
