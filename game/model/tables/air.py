"""Tables of air warfare and air landings (`scenarios/common/air.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Mission = Literal["support", "column", "rail", "bridge", "depot", "recon", "patrol", "kamikaze"]


class _Closed:
    """A table that allows no other keys."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Branch(_Closed):
    """What aircraft of one kind can do."""

    name: str
    reach: int
    """Hexes from their base."""
    fit: int
    """Per cent of the establishment that can be used at all."""
    missions: tuple[Mission, ...]


@dataclass(frozen=True, slots=True)
class Support(_Closed):
    """Ground support of one attack."""

    sorties: tuple[int, int]
    """Sorties that arrive, in rising order; more than the last are not sent."""
    rows: tuple[int, int]
    """Rows for the attacker at each of these numbers."""


@dataclass(frozen=True, slots=True)
class Superiority(_Closed):
    """Fighters against everybody else's missions."""

    ratio: tuple[int, int]
    """The other side's fighters for each own fighter in range, in rising order."""
    stopped: tuple[int, int]
    """Per cent of the sorties that these ratios stop."""
    loss: int
    """Aircraft lost, permille of sorties."""
    opposed: int
    """The same for sorties that were stopped, and for the fighters that stopped them."""
    flak_barrels: int
    """One permille more is lost for each so many anti-aircraft barrels below."""
    flak_most: int
    """Permille that anti-aircraft guns add at most."""
    patrol_reach: int
    """Hexes from the middle of its area that a wing on patrol covers, and no more."""
    patrol_factor: int
    """How often a fighter on patrol counts there."""
    estimate: int
    """The other side's fighters at an airfield are known to the nearest so many."""


@dataclass(frozen=True, slots=True)
class Column(_Closed):
    """Attacks on troops."""

    sorties: int
    """For the effect below once."""
    most: int
    """Sorties that find room over one hex."""
    men: int
    """Permille of the men in the hex."""
    most_men: int
    """Men lost at most for each effect."""
    vehicles: int
    points: int
    """Points that each unit in the hex has less in its next phase."""
    most_points: int
    """Points that it loses at most: it marches by night."""


@dataclass(frozen=True, slots=True)
class Strike(_Closed):
    """Bombing of a line or a bridge: two dice must throw `need`."""

    sorties: int
    most: int
    need: int
    work: tuple[int, ...] = ()
    """Engineer-turns until a bridge is mended, by class of river."""


@dataclass(frozen=True, slots=True)
class DepotStrike(_Closed):
    """Bombing of depots."""

    sorties: int
    most: int
    percent: int
    """Of the stock, for each so many sorties."""


@dataclass(frozen=True, slots=True)
class Recon(_Closed):
    """Reconnaissance."""

    sorties: int
    radius: int
    """Hexes around the target that are seen until the side's next phase."""


@dataclass(frozen=True, slots=True)
class Kamikaze(_Closed):
    """Special attack flights: no aircraft returns."""

    most: int
    """Aircraft that fly in one mission."""
    arrive: int
    """Per cent that come through; so the next, under the enemy's superiority."""
    arrive_opposed: int
    hit: int
    """Per cent of those that hit."""
    men: int
    """Men lost for each hit on land, besides a tank, gun or lorry."""
    ship_sunk: int
    """Per cent of the hits on shipping that sink a small vessel."""
    ship_men: int
    """Men lost with it."""


@dataclass(frozen=True, slots=True)
class Bases(_Closed):
    """Airfields and moves between them."""

    behind: int
    """A wing follows its army when it is more than this per cent of its reach behind."""
    gain: int
    """Hexes that the new airfield must be nearer."""
    ferry: int
    """Hexes between old and new base at most."""
    passage: int
    """Hexes that each day of passage of an off-map box counts."""


@dataclass(frozen=True, slots=True)
class Party(_Closed):
    """Air-landed detachments."""

    from_turn: int
    """First turn on which parties can be landed."""

    reach: int
    """Hexes from an airfield of the side, and of transports from there."""
    men_a_sortie: int
    weather: tuple[str, ...]
    """Weather in which transports land."""
    obeys: int
    """Sum of two dice and modifiers from which on the garrison lays down its arms."""
    stand_off: int
    """From this on both sides wait."""
    heard: int
    """Modifier: the order to cease fire has reached the garrison."""
    envoy: int
    """The order has been given, so a plenipotentiary flies with the party."""
    headquarters: int
    """A court or an army's headquarters in the place."""
    formed: int
    """A formed unit that has not heard the order."""
    formed_quality: int
    """Quality from which on a unit counts as formed."""
    works: int
    """Permanent works that shelter the garrison."""
    relief: int
    """Turns in which a party that was driven off must be joined by own troops."""
    captors: int
    """Prisoners that a party can disarm in a day."""
    captors_headquarters: int
    """The same in a place with a headquarters, whose staff does most of the work."""


@dataclass(frozen=True, slots=True)
class AirTable(_Closed):
    """All about aircraft."""

    ready: dict[str, int]
    """Per cent of the aircraft that fly on a day, by side."""
    sky: dict[str, int]
    """Per cent of the sorties that each weather allows; none in weather not named."""
    branch: dict[str, Branch]
    support: Support
    superiority: Superiority
    column: Column
    rail: Strike
    bridge: Strike
    depot: DepotStrike
    recon: Recon
    kamikaze: Kamikaze
    bases: Bases
    party: Party
