"""What happened. An event says what is now true: applying it needs no rules, tables or dice.

Every event may carry changed units (`after`), hexes that changed hands (`held`), works (`works`)
and casualties (`toll`); the classes add what is needed to tell it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from game.hexes import NOWHERE, Hex
from game.model.forces import AssetId, FormationId, Nation, Ships, Side, Unit, UnitId, Wing
from game.model.terrain import Cut, Job


@dataclass(frozen=True, slots=True)
class Toll:
    """Casualties of one nation in one event."""

    nation: Nation
    killed: int = 0
    wounded: int = 0
    captured: int = 0
    dispersed: int = 0
    """Deserted or melted away: no longer in any army."""
    tanks: int = 0
    """Tanks and self-propelled guns destroyed or captured."""
    guns: int = 0
    aircraft: int = 0
    evacuated: int = 0
    """Led off the map in good order."""
    joined: int = 0
    """Replacements that came up from the depots: no loss, they count against it."""

    @property
    def men(self) -> int:
        """Men by which the ranks have become fewer."""
        gone = self.killed + self.wounded + self.captured + self.dispersed + self.evacuated
        return gone - self.joined

    def __add__(self, other: Toll) -> Toll:
        """Both together, of the nation of the first."""
        return Toll(
            self.nation, self.killed + other.killed, self.wounded + other.wounded,
            self.captured + other.captured, self.dispersed + other.dispersed,
            self.tanks + other.tanks, self.guns + other.guns, self.aircraft + other.aircraft,
            self.evacuated + other.evacuated, self.joined + other.joined,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Common part of all events."""

    after: tuple[Unit, ...] = ()
    """Units as they are now."""
    held: tuple[Hex, ...] = ()
    """Hexes that now belong to the side of `by`."""
    by: Side | None = None
    """Whose doing it was."""
    works: tuple[tuple[Hex, int], ...] = ()
    """Points of works left (10 a level)."""
    toll: tuple[Toll, ...] = ()
    wings: tuple[tuple[AssetId, Wing], ...] = ()
    """Aircraft as they are now."""
    ships: tuple[tuple[AssetId, Ships], ...] = ()
    """Fleets and flotillas as they are now."""
    cuts: tuple[tuple[int, Cut | None], ...] = ()
    """Damage by hexside (`hex * 6 + direction`, from the lower hex); None is mended."""
    stores: tuple[tuple[Hex, int], ...] = ()
    """Tons left in depots."""
    hqs: tuple[tuple[FormationId, Hex], ...] = ()
    """Where headquarters now are; NOWHERE when overrun."""
    pressure: int = 0
    """Change of the pressure on the Japanese council."""
    acts: tuple[str, ...] = ()
    """Declared events and political acts that have now happened."""
    at: Hex = NOWHERE
    """Where it happened, for the map and for fog: it is seen where this hex is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnBegan(Event):
    """A new day: weather and ground by sector."""

    turn: int
    weather: tuple[str, ...]
    ground: tuple[int, ...]
    wet_days: tuple[int, ...]
    """Bookkeeping of the ground rule by sector: see `rules/weather.py`."""
    water: tuple[int, ...] = ()
    """Water in the rivers by sector, for the same."""
    kind: Literal["turn"] = "turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseBegan(Event):
    """A player's phase begins; `after` holds its units with points restored."""

    turn: int
    phase: Side
    kind: Literal["phase"] = "phase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplied(Event):
    """The supply phase of one side: stocks, hauls and isolation of its units."""

    side: Side
    tons: tuple[tuple[str, int, int], ...] = ()
    """Front or area army, tons delivered, tons asked for."""
    tight: tuple[tuple[str, str, Hex], ...] = ()
    """What keeps most from a command that is short, and where: lorries, way (too long or none),
    line, gauge (transfer station), source, station (its sidings) or stock."""
    stations: tuple[Hex, ...] = ()
    """Places that the trains reach today, in rising number."""
    opened: tuple[Hex, ...] = ()
    """Those of them that they did not reach yesterday."""
    lost: tuple[Hex, ...] = ()
    """Places that they reach no more."""
    kind: Literal["supply"] = "supply"


@dataclass(frozen=True, slots=True, kw_only=True)
class RailWork(Event):
    """Railway troops have mended (`cuts`) or relaid lines of a side."""

    side: Side
    relaid: tuple[tuple[int, int], ...] = ()
    """Hexside from the lower hex, and the gauge in mm that it now has."""
    kind: Literal["railwork"] = "railwork"


@dataclass(frozen=True, slots=True, kw_only=True)
class DepotTaken(Event):
    """A depot fell to the side of `by`; what is left of it stands in `stores`."""

    place: Hex
    burnt: bool
    """Destroyed by those who left it."""
    tons: int
    """What the captor can use."""
    kind: Literal["depot"] = "depot"


@dataclass(frozen=True, slots=True, kw_only=True)
class AirTasked(Event):
    """The transport aircraft of a front have been told whom to fly to first."""

    front: FormationId
    units: tuple[UnitId, ...]
    """In order; none for the usual shares."""
    kind: Literal["airtask"] = "airtask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(Event):
    """Reinforcements come on to the map."""

    units: tuple[UnitId, ...]
    kind: Literal["arrival"] = "arrival"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Event):
    """A unit has marched or travelled; `path` ends where it stopped."""

    unit: UnitId
    path: tuple[Hex, ...]
    by_rail: bool = False
    stopped: str = ""
    """Why it stopped short of its goal: "enemy" met, or "" when it did not."""
    traffic: tuple[tuple[int, int], ...] = ()
    """Column points used on hexsides (`hex * 6 + direction`, from the lower hex) in all so far."""
    kind: Literal["moved"] = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sailed(Event):
    """Troops have gone by ship; `path` ends where they are."""

    units: tuple[UnitId, ...]
    path: tuple[Hex, ...]
    landed: bool = False
    """Whether they have gone ashore."""
    stopped: str = ""
    """What kept them from it: enemy, fog, storm; "" for nothing."""
    by_river: bool = False
    """Along the banks of a river; they are on land then."""
    sunk: int = 0
    """Men who were in ships that the coast sank."""
    kind: Literal["sailed"] = "sailed"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Enemy troops as last seen, when they are out of sight. Strengths are estimates."""

    hex: Hex
    turn: int
    men: int
    armour: int
    guns: int
    known: bool
    """Whether it was seen near enough to say who it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted(Event):
    """What a side sees has changed: troops come into sight, and troops that it sees no more."""

    side: Side
    found: tuple[UnitId, ...] = ()
    lost: tuple[tuple[UnitId, Sighting], ...] = ()
    cleared: tuple[UnitId, ...] = ()
    """Remembered troops that are plainly not where they were."""
    hexes: tuple[Hex, ...] = ()
    """Where the found ones stand."""
    kind: Literal["sighted"] = "sighted"


@dataclass(frozen=True, slots=True)
class Modifier:
    """One line of the reckoning shown to the player."""

    name: str
    rows: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fought(Event):
    """An attack was resolved."""

    target: Hex
    attackers: tuple[UnitId, ...]
    defenders: tuple[UnitId, ...]
    assets: tuple[AssetId, ...]
    attack: int
    defence: int
    column: int
    modifiers: tuple[Modifier, ...]
    dice: int
    row: int
    result: str
    """repulsed, held, shaken, retreat, rout, shattered, works, stood."""
    attacker_men: int
    """Men lost by the attacker, of any kind; so the next."""
    defender_men: int
    retreats: tuple[tuple[UnitId, Hex], ...] = ()
    advanced: tuple[UnitId, ...] = ()
    flown: tuple[tuple[AssetId, int], ...] = ()
    """Sorties in support of the attack, by wing."""
    kind: Literal["fought"] = "fought"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flew(Event):
    """Aircraft flew a mission against `at`; what they hit stands in `after`, `cuts`, `stores`."""

    wing: AssetId
    """"" for a wing of the other side."""
    mission: str
    """column, rail, bridge, depot, recon, kamikaze."""
    sorties: int
    arrived: int
    """Of these; the rest were kept off by weather, or stopped."""
    stopped: int
    """Sorties that enemy fighters stopped."""
    dice: int = 0
    effect: int = 0
    """Men lost, quarters of the trains, 1 for a bridge down, tons burnt, or hits."""
    scouted: tuple[Hex, ...] = ()
    """Hexes that are seen until the side's next phase."""
    kind: Literal["flew"] = "flew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Based(Event):
    """Wings have changed their airfields, or lost aircraft on the ground with one."""

    moved: tuple[tuple[AssetId, Hex, Hex], ...] = ()
    """Wing, old and new base."""
    lost: tuple[tuple[AssetId, int], ...] = ()
    """Wing and aircraft that fell into the enemy's hands."""
    kind: Literal["based"] = "based"


@dataclass(frozen=True, slots=True, kw_only=True)
class AirLanded(Event):
    """An air-landed party was set down at `at`, or what has become of it there since."""

    unit: UnitId
    result: str
    """empty (nobody there), landed, obeyed, stand_off, beaten, lost, joined, taken (the garrison
    has gone)."""
    dice: int = 0
    total: int = 0
    """Two dice and all modifiers."""
    modifiers: tuple[Modifier, ...] = ()
    units: tuple[UnitId, ...] = ()
    """Garrison that lays down its arms."""
    kind: Literal["airlanded"] = "airlanded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrendered(Event):
    """Units laid down their arms, were dispersed, or ceased to exist."""

    units: tuple[UnitId, ...]
    cause: str
    """cut_off, shattered, no_retreat, order (the cease-fire), desertion, destroyed."""
    kind: Literal["surrendered"] = "surrendered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refitted(Event):
    """Stance, fuel given, entrenchment, rest: quiet changes of a side's own units."""

    what: str
    kind: Literal["refitted"] = "refitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked(Event):
    """Bridges and railways destroyed or mended, and what engineers build."""

    unit: str
    """The unit or the asset at work; "" when it is not known."""
    task: str
    """blow, tear, repair, bridge, track, fort."""
    side: int
    """The hexside (`hex * 6 + direction`, from the lower hex); of `fort` the first of its hex."""
    result: str
    """done, failed, part (more work is wanted) or set (the work has been ordered)."""
    left: int = 0
    """Engineer-turns of work left."""
    dice: int = 0
    """The throw that decided about a demolition; 0 where none was made."""
    pontoons: tuple[tuple[int, int], ...] = ()
    """Work left on military bridges; so the next on tracks."""
    tracks: tuple[tuple[int, int], ...] = ()
    jobs: tuple[tuple[str, Job | None], ...] = ()
    """What these units and assets are now at work on; None for nothing more."""
    kind: Literal["worked"] = "worked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured(Event):
    """A place changed hands."""

    place: str
    name: str
    kind: Literal["captured"] = "captured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proclaimed(Event):
    """A political act: the rescript, the order to cease fire, whom it reached, who refuses."""

    what: str
    """coup, rescript, ceasefire, headquarters, heard, parley, refused, stormed."""
    text: str
    units: tuple[UnitId, ...] = ()
    kind: Literal["proclaimed"] = "proclaimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutinied(Event):
    """A puppet unit rose against its Japanese officers."""

    units: tuple[UnitId, ...]
    over: bool
    """It went over to the enemy; else its men went home."""
    kind: Literal["mutiny"] = "mutiny"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fled(Event):
    """A unit ran before the enemy without a fight."""

    unit: UnitId
    path: tuple[Hex, ...]
    """From where it stood to where it stopped."""
    why: str
    """armour near, or beaten neighbours."""
    kind: Literal["fled"] = "fled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refugees(Event):
    """People in flight fill the roads of these hexes until the end of the next turn."""

    hexes: tuple[Hex, ...]
    kind: Literal["refugees"] = "refugees"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evacuated(Event):
    """A unit left the map in good order."""

    unit: UnitId
    kind: Literal["evacuated"] = "evacuated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escorted(Event):
    """The prisoners of the day are led to the rear; units that must do it are in `after`."""

    taken: tuple[tuple[Hex, int], ...]
    """Men by the hex where they were taken."""
    kind: Literal["prisoners"] = "prisoners"


@dataclass(frozen=True, slots=True, kw_only=True)
class HqMoved(Event):
    """Headquarters (`hqs`) set up, on the road, or made anew; the hexes stand in `hqs`."""

    placed: tuple[FormationId, ...] = ()
    """Those put there by order: they stay."""
    freed: tuple[FormationId, ...] = ()
    """Those that follow their troops again."""
    kind: Literal["hq"] = "hq"


@dataclass(frozen=True, slots=True, kw_only=True)
class HqLost(Event):
    """A headquarters was overrun; its troops are without it until it is made anew."""

    formation: FormationId
    name: str
    kind: Literal["hq_lost"] = "hq_lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Event):
    """A declared event has happened: news, with what follows from it."""

    event: str
    title: str
    text: str
    told: Literal["both", "soviet", "japan"] = "both"
    """Who learns of it."""
    kind: Literal["happened"] = "happened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chose(Event):
    """A side has chosen one of the ways that an event left open, or has let the time pass."""

    event: str
    option: str
    text: str
    unanswered: bool = False
    """Nobody chose: the way that is taken then."""
    kind: Literal["chose"] = "chose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliberated(Event):
    """An evening of the Japanese council: what pressed on it today, and whether it decides."""

    terms: tuple[tuple[str, int], ...]
    """Reasons of the day with their points; their sum is `pressure`."""
    stands: int
    """Pressure with them."""
    need: int = 0
    """What two dice must reach for the decision; 0 when none are thrown."""
    throw: int = 0
    decided: bool = False
    """The war is to end: the broadcast follows the next day."""
    kind: Literal["deliberated"] = "deliberated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Event):
    """The game is over."""

    reason: str
    level: str
    points: int
    """Soviet points; negative is Japanese."""
    kind: Literal["ended"] = "ended"


AnyEvent = (
    TurnBegan | PhaseBegan | Supplied | Arrived | Moved | Sighted | Fought | Surrendered
    | Refitted | Worked | Captured | Proclaimed | HqMoved | HqLost | Sailed | Happened | Chose
    | Deliberated | Flew | Based | AirLanded | RailWork | DepotTaken | AirTasked
    | Mutinied | Fled | Refugees | Evacuated | Escorted | Ended
)  # fmt: skip
