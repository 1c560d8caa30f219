"""Which rows of the historical tables become counters, assets or troops in off-map boxes.

Every row becomes exactly one of the three; nothing is dropped and nothing invented. The tables are
described in docs/data.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Row = dict[str, str]
Place = Literal["unit", "asset", "offmap"]

# Off-map boxes (scenario.toml and map.toml) and why a row waits there.
PETROPAVLOVSK, VLADIVOSTOK, SOVGAVAN = "petropavlovsk", "vladivostok", "sovgavan"
AIRLIFT, FUSAN, OPTIONAL = "airlift", "fusan", "optional"

# Troops whose place lies outside the map, by the formation they stand under.
OFF_MAP_FORMATIONS = {
    "kor": (PETROPAVLOVSK, "Kamchatka lies outside the map; lands on Shumshu by sea"),
    "pvmb": (PETROPAVLOVSK, "ships and landing party of the Kamchatka base"),
    "tof": (VLADIVOSTOK, "ships of the Pacific Fleet"),
    "tofland": (VLADIVOSTOK, "naval infantry waiting to land in Korea"),
    "tofair": (VLADIVOSTOK, "aircraft of the Pacific Fleet"),
    "stof": (SOVGAVAN, "ships and naval infantry waiting to land on Sakhalin"),
}
OFF_MAP_UNITS = {
    "mi128": (PETROPAVLOVSK, "its airfields on Kamchatka lie outside the map"),
    "JD120": (FUSAN, "starts at Taegu and Pusan, south of the map"),
    "JAK5": (FUSAN, "its airfields lie south of the map"),
    "JD118": (OPTIONAL, "optional reserve: on its way to the coast, turned back, not engaged"),
    "JD042": (OPTIONAL, "optional: left for northern Hokkaido before August"),
}
CLASSES = {"map", "asset", "rear", "air", "naval", "event"}
AIR = {
    "fighter", "bomber", "ground_attack", "recon_air", "transport_air", "kamikaze_air",
}  # fmt: skip
KINDS = {
    "artillery": "artillery",
    "breakthrough_artillery": "siege",
    "rocket": "rocket",
    "engineer": "engineer",
    "anti_tank": "anti_tank",
    "anti_aircraft": "anti_air",
    "flotilla": "flotilla",
    "fleet": "fleet",
}
# Army gun brigades and regiments had pieces of 152 mm; JART2 had 24-cm howitzers.
HEAVY = re.compile(r"gun artillery (brigade|regt)|gun and howitzer artillery", re.IGNORECASE)
HEAVY_UNITS = {"JART2"}
ROCKETS = re.compile(r"rocket_launchers=(\d+)(; )?")

SIZES = {"division": 3, "corps": 1, "army": 1}
# Brigades of motorised troops count 1, of infantry 2; a cavalry "division" of brigade strength 1.
SMALL_BRIGADES = {
    "tank", "mechanized", "motor_rifle", "self_propelled", "motor_armoured", "tank_regiment",
    "fortified_region", "border",
}  # fmt: skip
SMALL_DIVISION_MEN = 4000
BRIGADE_MEN = 2500
TINY_MEN = 300


@dataclass(frozen=True)
class Sorted:
    """One historical row, and what became of it."""

    row: Row
    place: Place
    kind: str
    """`unit`, or the kind of asset."""
    type: str
    mobility: str
    stack: int
    aggregate: bool
    rockets: int
    notes: str
    box: str
    reason: str

    def number(self, column: str) -> int:
        """A number of the row, 0 where the table has no such column."""
        return int(self.row.get(column) or 0)


def sort_row(row: Row) -> Sorted:
    """What becomes of a row of soviet_units.csv or japan_units.csv."""
    soviet = row["nation"] in ("USSR", "MPR")
    notes = row["entry_notes"]
    class_ = "map"
    if soviet:
        class_, _, notes = notes.partition(";")
        class_ = class_.removeprefix("class=")
        if class_ not in CLASSES:
            raise ValueError(f"unit {row['id']}: class {class_!r} is none of {sorted(CLASSES)}")
    notes = notes.strip()
    rockets = ROCKETS.search(notes)
    box, reason = OFF_MAP_UNITS.get(row["id"]) or OFF_MAP_FORMATIONS.get(row["parent_id"], ("", ""))
    if class_ == "event":
        box, reason = AIRLIFT, "air-landing party: appears where transport aircraft set it down"
    kind = _kind(row, class_)
    type_ = row["type"]
    if kind == "unit" and type_ in AIR:
        # The men of a Japanese air unit are the garrison of its airfield.
        type_ = f"airfield_{type_.removesuffix('_air')}"
    return Sorted(
        row=row,
        place="offmap" if box else "unit" if kind == "unit" else "asset",
        kind=kind,
        type=type_,
        mobility=_mobility(row["mobility"]),
        stack=_stack(row) if kind == "unit" else 0,
        aggregate=notes.startswith("AGGREGATE"),
        rockets=int(rockets[1]) if rockets else 0,
        notes=ROCKETS.sub("", notes).strip(),
        box=box,
        reason=reason,
    )


def _kind(row: Row, class_: str) -> str:
    name, type_ = row["name"], row["type"]
    if class_ in ("map", "event") and type_ not in ("artillery", "anti_tank", "flotilla"):
        return "unit"
    if class_ == "rear":
        return "rear"
    if class_ == "air":
        return "air"
    if row["id"] in HEAVY_UNITS or (type_ == "artillery" and HEAVY.search(name)):
        return "siege"
    if type_ == "engineer" and "pontoon" in name.lower():
        return "pontoon"
    return KINDS[type_]


def _mobility(mobility: str) -> str:
    """Troops that lived on trains, ships or airfields march on foot."""
    return "foot" if mobility in ("rail", "water", "air") else mobility


def _stack(row: Row) -> int:
    men, size, type_ = int(row["men"]), row["size"], row["type"]
    if men < TINY_MEN:
        return 0
    if type_ in AIR:
        return 1
    if size == "division" and men < SMALL_DIVISION_MEN:
        return 1
    if size == "brigade":
        return 1 if type_ in SMALL_BRIGADES or men < BRIGADE_MEN else 2
    return SIZES.get(size, 1)
