"""Who fights: unit types, formations, the printed counters, and units as they are now."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import ClassVar, Literal, NewType

from game.hexes import NOWHERE, Hex
from game.model.terrain import Mobility

UnitId = NewType("UnitId", str)
FormationId = NewType("FormationId", str)
AssetId = NewType("AssetId", str)
Side = Literal["soviet", "japan"]
SIDES: tuple[Side, Side] = ("soviet", "japan")
Nation = Literal["USSR", "MPR", "JPN", "MCK", "MGJ"]
NATION_SIDE: dict[str, Side] = {
    "USSR": "soviet", "MPR": "soviet", "JPN": "japan", "MCK": "japan", "MGJ": "japan",
}  # fmt: skip


def enemy_of(side: Side) -> Side:
    """The other side."""
    return "japan" if side == "soviet" else "soviet"


@dataclass(frozen=True, slots=True)
class UnitType:
    """Printed values of a kind of troops (file `scenarios/common/unit_types.toml`)."""

    id: str
    name: str
    symbol: str
    """APP-6 branch drawn on the counter."""
    combat: bool
    """False for headquarters, depots and other bodies that never attack."""
    zoc: bool
    fixed: bool
    """Bound to its hex: garrisons of works."""
    engineer: bool
    """Prepares river crossings and assaults works."""
    rear: bool
    """Rear troops: no zone of control, surrender sooner."""
    sees: int
    """How many hexes away it sees the enemy in open ground."""
    demand: tuple[int, int, int]
    """Tons a day of a division standing, marching, attacking; smaller bodies take their share."""
    source: str = ""
    branch: str = ""
    """Branch of the aircraft whose ground organisation it is (`scenarios/common/air.toml`)."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Formation:
    """A headquarters in the tree of command."""

    id: FormationId
    name: str
    level: str
    parent: FormationId | None
    side: Side
    commander: str
    hq_hex: Hex
    role: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Counter:
    """A unit as printed in the order of battle: what never changes about it."""

    id: UnitId
    name: str
    nation: Nation
    side: Side
    type: str
    """Id of a UnitType."""
    size: str
    """division, brigade, regiment, battalion, detachment, corps or army."""
    formation: FormationId
    mobility: Mobility
    quality: int
    """0 to 100; Japanese: published percentage of an old division's effectiveness."""
    men: int
    tanks: int
    spg: int
    guns: int
    rockets: int
    vehicles: int
    hex: Hex
    """Where it starts or arrives; NOWHERE for units in an off-map box."""
    box: str
    """Off-map box ("" for units on the map)."""
    arrives: int
    """Turn of arrival; 1 stands on the map at the start."""
    stack: int
    """Stack points."""
    desertion: int
    """Risk of desertion 0 to 100 (puppet troops)."""
    aggregate: bool
    """A pool of unnamed rear troops that balances the published totals."""
    notes: str
    confidence: str
    source: str
    aircraft: int = 0
    """Machines of an air unit's ground organisation; lost with its base."""
    fatigue: int = 0
    """At its start."""
    fuel: int = 100
    """Per cent of the usual stock at its start."""
    entrenched: int = 0
    """At its start."""


@dataclass(frozen=True, slots=True)
class Asset:
    """Troops that are no counter but serve an army or front: guns, rockets, engineers, air."""

    id: AssetId
    name: str
    nation: Nation
    side: Side
    kind: str
    """artillery, siege, rocket, engineer, pontoon, anti_tank, anti_air, flotilla (river), fleet
    (sea), air, rear."""
    formation: FormationId
    arrives: int
    men: int
    tanks: int
    spg: int
    guns: int
    rockets: int
    aircraft: int
    vehicles: int
    quality: int
    hex: Hex
    """Where the sources place it at the start."""
    box: str
    notes: str
    confidence: str
    source: str
    branch: str = ""
    """Kind of troops in the source, as in fighter, bomber, transport_air."""


@dataclass(frozen=True, slots=True)
class Squadron:
    """A body of aircraft as in the order of battle: an asset of the kind `air`, or the machines of
    a unit that is the ground organisation of an airfield. Its Wing goes by the same id."""

    id: AssetId
    name: str
    nation: Nation
    side: Side
    branch: str
    """Id of a Branch of the air table."""
    formation: FormationId
    aircraft: int
    hex: Hex
    """Its first base; NOWHERE for one in an off-map box."""
    box: str
    arrives: int
    ground: UnitId | None = None
    """The unit whose machines they are."""


@dataclass(frozen=True, slots=True)
class Wing:
    """The aircraft of a squadron as they are now."""

    base: Hex
    """Its airfield; NOWHERE when it has none within reach of the map."""
    aircraft: int
    sorties: int = 0
    """Left to fly in this turn."""
    idle: int = 0
    """Turns until it flies again after a change of base."""
    held: bool = False
    """Kept out of the default plan: it flies only what it is ordered to."""
    away: int = 0
    """Hexes that its airfield lies beyond `base`, off the map."""
    patrol: Hex = NOWHERE
    """Middle of the area over which fighters patrol; NOWHERE when they are ready at their base."""


@dataclass(frozen=True, slots=True)
class Ships:
    """The ships of an asset of the kinds `fleet` and `flotilla` as they are now."""

    sunk: int = 0
    """Men that could have been carried in ships that are lost."""
    busy: int = 0
    """Men carried along rivers in this turn."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is now. What never changes about it stands on its Counter."""

    id: UnitId
    hex: Hex
    """NOWHERE before it arrives, in a box, or when it is gone (`gone` says how)."""
    formation: FormationId
    men: int
    tanks: int
    spg: int
    guns: int
    rockets: int
    vehicles: int
    points: int = 0
    """Movement points left in this phase; unspent ones carry over as march credit (at most 60)."""
    spent: int = 0
    """Points spent on marching in this turn."""
    forced: bool = False
    """Has used its forced march this turn."""
    fought: int = 0
    """Attacks made this turn."""
    attacked: bool = False
    """Was attacked in this turn."""
    fatigue: int = 0
    disruption: int = 0
    entrenched: int = 0
    digging: int = 0
    """Turns of work towards the next level of entrenchment."""
    stance: Literal["normal", "stand", "demolish", "sacrifice"] = "normal"
    """`stand`: stays when a result lets it choose between retreat and double loss; `sacrifice`:
    that, and sends its men against tanks with explosives; `demolish`: blows the bridges it leaves
    behind."""
    fuel: int = 0
    """Fuel points: 40 is one refill. Counts only for motor, mech and tank."""
    ammo: int = 0
    """Attack-days of ammunition in tenths."""
    rations: int = 0
    """Days of food carried."""
    cut_off: int = 0
    """Days without any path to a source of supply."""
    haul: int = 0
    """Motor points from its railhead at the last supply phase; 0 unknown."""
    heard: bool = False
    """The order to cease fire has reached it."""
    railing: int = 0
    """Turns it is still bound by entraining or detraining."""
    gone: Literal[
        "", "waiting", "box", "destroyed", "captured", "dispersed", "withdrawn", "disarming",
        "airhead", "defected", "merged",
    ] = ""
    """Why it is not on the map; a unit that is being disarmed, and an air party at an airfield
    that the enemy still holds, keep their hex but hold nothing."""
    workshop: int = 0
    """Tanks and self-propelled guns put out of action that can be repaired."""
    transfer: int = 0
    """Turns it is still out of command after a change of superior."""
    briefed: bool = False
    """Orders for the day reached it at dawn."""
    frozen: bool = False
    """Not yet activated: taken by surprise, or its orders have not come."""
    sacrificed: int = 0
    """Turn of its last suicide attacks on tanks; 0 for none."""
    stragglers: int = 0
    """Men scattered in a rout who may come back."""
    worked: int = 0
    """Turn of its last demolition; 0 for none."""
    delay: int = 0
    """Points that it has less in its next phase, after attacks from the air."""
    wavering: int = 0
    """Points by which a puppet unit is less reliable than it was at the start."""
    escort: int = 0
    """Last turn in which it is tied down by prisoners to be led to the rear."""
    landed: int = 0
    """Turn in which it came ashore, or in which an air party that still treats with a garrison was
    set down or driven off; 0 for all others."""
    aboard: AssetId = AssetId("")
    """The fleet whose ships carry it; "" on land."""
    foothold: Hex = NOWHERE
    """The enemy's beach on which troops at sea have a footing since the turn `landed`."""

    @property
    def on_map(self) -> bool:
        """Stands on the map and can be met there."""
        return self.hex != NOWHERE and not self.gone

    @property
    def armour(self) -> int:
        """Tanks and self-propelled guns."""
        return self.tanks + self.spg


_FIELDS = tuple(f.name for f in fields(Unit))
_VALUES = attrgetter(*_FIELDS)
_PLACE = {name: i for i, name in enumerate(_FIELDS)}


def updated(unit: Unit, **changes: object) -> Unit:
    """What dataclasses.replace makes of a unit, in a third of the time: this is done for whole
    armies several times a turn."""
    values = list(_VALUES(unit))
    for name, value in changes.items():
        values[_PLACE[name]] = value
    return Unit(*values)
