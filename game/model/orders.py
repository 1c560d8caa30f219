"""What a player can ask for. Each order has a one-line form for people and tests.

    move gtb20 12345-12346-12447          march along these hexes (the first is where it stands)
    move gtb20 12345-12346 forced         the same with a forced march
    rail JD119 12345-12346-...            by train, along railway links
    attack rd144,rd159 > 12447 with art5  attack a hex, with assets of the army; `hold`: no advance
    sail nib13,nb355 12345-12346-12447    by sea, or ashore from the last sea hex; or along a river
    stance JD124 stand                    stand fast when a result leaves the choice; or sacrifice
                                          (the same, with attacks on tanks), demolish, normal
    work JD124 blow 12345                 blow the bridge between its hex and that one; tear up the
                                          railway; engineers repair, bridge, track, fort (its hex)
    fuel gtb20 > gtb21 20                 give fuel points to a neighbour of the same army
    hq J_A05 10457                        place a headquarters
    attach gtb20 gmc9                     put a unit under another corps or army of its front
    choose mc10 army25                    answer a choice that an event has left open
    parley rd144 12447                    offer terms to a neighbouring hex instead of attacking it
    air sa247 column 12345                fly a mission: column, rail, bridge, depot, recon, patrol,
                                          kamikaze, base; `hold` and `free` need no target
    airland al_har 09051                  land an air party at a place
    airlift tbf > gtb20,mb9               the front's transports fly to these first; `-`: to all
    withdraw JIMB002                      leave the map by the exit it stands on
    merge JD124 > JD126                   put what is left of a unit into another in its hex
    end                                   end the phase
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from game.hexes import NOWHERE, Hex
from game.model.forces import AssetId, FormationId, UnitId

Stance = Literal["normal", "stand", "demolish", "sacrifice"]
STANCES: tuple[Stance, ...] = ("normal", "stand", "demolish", "sacrifice")
Task = Literal["blow", "tear", "repair", "bridge", "track", "fort"]
TASKS: tuple[Task, ...] = ("blow", "tear", "repair", "bridge", "track", "fort")


@dataclass(frozen=True, slots=True)
class Move:
    """March along a path of neighbouring hexes; the first is where the unit stands."""

    unit: UnitId
    path: tuple[Hex, ...]
    forced: bool = False
    kind: Literal["move"] = "move"


@dataclass(frozen=True, slots=True)
class RailMove:
    """Travel by train along railway links."""

    unit: UnitId
    path: tuple[Hex, ...]
    kind: Literal["rail"] = "rail"


@dataclass(frozen=True, slots=True)
class Attack:
    """Attack a neighbouring hex with units from one or several hexes, and assets of their army."""

    units: tuple[UnitId, ...]
    target: Hex
    assets: tuple[AssetId, ...] = ()
    advance: bool = True
    kind: Literal["attack"] = "attack"


@dataclass(frozen=True, slots=True)
class SetStance:
    """Tell a unit to stand fast, to sell itself dearly, to blow bridges behind it, or to behave
    normally again."""

    unit: UnitId
    stance: Stance
    kind: Literal["stance"] = "stance"


@dataclass(frozen=True, slots=True)
class Work:
    """Destroy or mend what leads over a hexside, or build: see docs/rules/10-engineering.md."""

    unit: UnitId
    """Who does it, or at whose hex the engineers of its army work."""
    task: Task
    target: Hex
    """The neighbour on the other side; for `fort` its own hex."""
    kind: Literal["work"] = "work"


@dataclass(frozen=True, slots=True)
class GiveFuel:
    """Pour fuel points from one unit into a neighbour or stack mate of the same army."""

    giver: UnitId
    taker: UnitId
    points: int
    kind: Literal["fuel"] = "fuel"


AirMission = Literal[
    "column", "rail", "bridge", "depot", "recon", "patrol", "kamikaze", "base", "hold", "free"
]


@dataclass(frozen=True, slots=True)
class Air:
    """Fly a mission against a hex, change the airfield (`base`), or be kept out of the default
    plan of ground support (`hold`) and put into it again (`free`)."""

    wing: AssetId
    mission: AirMission
    target: Hex = NOWHERE
    kind: Literal["air"] = "air"


@dataclass(frozen=True, slots=True)
class AirLand:
    """Set an air-landed party down at a place."""

    unit: UnitId
    target: Hex
    kind: Literal["airland"] = "airland"


@dataclass(frozen=True, slots=True)
class PlaceHq:
    """Send a headquarters to a hex within a day's drive, where it stays."""

    formation: FormationId
    hex: Hex
    kind: Literal["hq"] = "hq"


@dataclass(frozen=True, slots=True)
class AttachUnit:
    """Put a unit under another corps or army of its front."""

    unit: UnitId
    formation: FormationId
    kind: Literal["attach"] = "attach"


@dataclass(frozen=True, slots=True)
class Sail:
    """Go by ship: from a port or an off-map box on to the sea, over it, and ashore where nobody
    stands; or along the banks of a river with a flotilla. The first hex is where the units are, or
    where their box touches the map."""

    units: tuple[UnitId, ...]
    path: tuple[Hex, ...]
    kind: Literal["sail"] = "sail"


@dataclass(frozen=True, slots=True)
class Choose:
    """Take one of the ways that a declared event leaves open."""

    event: str
    option: str
    kind: Literal["choose"] = "choose"


@dataclass(frozen=True, slots=True)
class Parley:
    """Send envoys from a unit to the enemy in a neighbouring hex instead of attacking, or by air
    from a transport wing."""

    unit: UnitId
    target: Hex
    kind: Literal["parley"] = "parley"


@dataclass(frozen=True, slots=True)
class Airlift:
    """Whom the transport aircraft of a front supply first, until told otherwise."""

    front: FormationId
    units: tuple[UnitId, ...]
    """In order of priority; none for equal shares to all."""
    kind: Literal["airlift"] = "airlift"


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Leave the map for good by the exit on which the unit stands."""

    unit: UnitId
    kind: Literal["withdraw"] = "withdraw"


@dataclass(frozen=True, slots=True)
class Merge:
    """Put what is left of one unit into another of its nation in the same hex."""

    giver: UnitId
    taker: UnitId
    kind: Literal["merge"] = "merge"


@dataclass(frozen=True, slots=True)
class EndPhase:
    """Nothing more to do in this phase."""

    kind: Literal["end"] = "end"


Order = (
    Move | RailMove | Attack | SetStance | Work | GiveFuel | PlaceHq | AttachUnit | Sail | Choose
    | Parley | Air | AirLand | Airlift | Withdraw
    | Merge | EndPhase
)  # fmt: skip


class MalformedOrder(ValueError):
    """A line that is no order: says what was found and what is allowed."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an order is not allowed. Returned, never raised."""

    code: str
    """Short and stable, for tests: `enemy_there`, `too_far`, ..."""
    sentence: str
    """For people; names the rule, the hexes and the units."""
    hexes: tuple[Hex, ...] = ()
    units: tuple[UnitId, ...] = ()


def _path(path: tuple[Hex, ...]) -> str:
    return "-".join(f"{h:05d}" for h in path)


def line_of(order: Order) -> str:
    """The one-line form of an order. `parse_line` is its inverse."""
    match order:
        case Move():
            return f"move {order.unit} {_path(order.path)}" + (" forced" if order.forced else "")
        case RailMove():
            return f"rail {order.unit} {_path(order.path)}"
        case Attack():
            line = f"attack {','.join(order.units)} > {order.target:05d}"
            if order.assets:
                line += f" with {','.join(order.assets)}"
            return line if order.advance else f"{line} hold"
        case SetStance():
            return f"stance {order.unit} {order.stance}"
        case Work():
            return f"work {order.unit} {order.task} {order.target:05d}"
        case GiveFuel():
            return f"fuel {order.giver} > {order.taker} {order.points}"
        case PlaceHq():
            return f"hq {order.formation} {order.hex:05d}"
        case AttachUnit():
            return f"attach {order.unit} {order.formation}"
        case Sail():
            return f"sail {','.join(order.units)} {_path(order.path)}"
        case Choose():
            return f"choose {order.event} {order.option}"
        case Parley():
            return f"parley {order.unit} {order.target:05d}"
        case Air():
            line = f"air {order.wing} {order.mission}"
            return line if order.target == NOWHERE else f"{line} {order.target:05d}"
        case AirLand():
            return f"airland {order.unit} {order.target:05d}"
        case Airlift():
            return f"airlift {order.front} > {','.join(order.units) or '-'}"
        case Withdraw():
            return f"withdraw {order.unit}"
        case Merge():
            return f"merge {order.giver} > {order.taker}"
        case EndPhase():
            return "end"


_FORMS = {
    "move": re.compile(r"move (\S+) (\d{3,5}(?:-\d{3,5})+)( forced)?"),
    "rail": re.compile(r"rail (\S+) (\d{3,5}(?:-\d{3,5})+)"),
    "attack": re.compile(r"attack ([^\s,>]+(?:,[^\s,>]+)*) > (\d{3,5})(?: with (\S+))?( hold)?"),
    "stance": re.compile(rf"stance (\S+) ({'|'.join(STANCES)})"),
    "work": re.compile(rf"work (\S+) ({'|'.join(TASKS)}) (\d{{3,5}})"),
    "fuel": re.compile(r"fuel (\S+) > (\S+) (\d{1,4})"),
    "hq": re.compile(r"hq (\S+) (\d{3,5})"),
    "attach": re.compile(r"attach (\S+) (\S+)"),
    "sail": re.compile(r"sail ([^\s,>]+(?:,[^\s,>]+)*) (\d{3,5}(?:-\d{3,5})*)"),
    "choose": re.compile(r"choose (\S+) (\S+)"),
    "parley": re.compile(r"parley (\S+) (\d{3,5})"),
    "air": re.compile(
        r"air (\S+) (?:(hold|free)|"
        r"(column|rail|bridge|depot|recon|patrol|kamikaze|base) (\d{3,5}))"
    ),
    "airland": re.compile(r"airland (\S+) (\d{3,5})"),
    "airlift": re.compile(r"airlift (\S+) > (-|[^\s,>]+(?:,[^\s,>]+)*)"),
    "withdraw": re.compile(r"withdraw (\S+)"),
    "merge": re.compile(r"merge (\S+) > (\S+)"),
    "end": re.compile(r"end"),
}
_EXAMPLES = {
    "move": "move gtb20 12345-12346 [forced]",
    "rail": "rail JD119 12345-12346",
    "attack": "attack rd144,rd159 > 12447 [with art5] [hold]",
    "stance": "stance JD124 stand|normal|demolish|sacrifice",
    "work": "work JD124 blow|tear|repair|bridge|track|fort 12345",
    "fuel": "fuel gtb20 > gtb21 20",
    "hq": "hq J_A05 10457",
    "attach": "attach gtb20 gmc9",
    "sail": "sail nib13,nb355 12345-12346",
    "choose": "choose mc10 army25",
    "parley": "parley rd144 12447",
    "air": "air sa247 column|rail|bridge|depot|recon|patrol|kamikaze|base 12345, "
           "air sa247 hold|free",
    "airland": "airland al_har 09051",
    "airlift": "airlift tbf > gtb20,mb9|-",
    "withdraw": "withdraw JIMB002",
    "merge": "merge JD124 > JD126",
    "end": "end",
}


def parse_line(line: str) -> Order:
    """The order that a line says; MalformedOrder when it says none."""
    words = line.strip()
    kind = words.split(" ", 1)[0]
    if kind not in _FORMS:
        raise MalformedOrder(f"no order begins with {kind!r}; there are {', '.join(_FORMS)}")
    found = _FORMS[kind].fullmatch(words)
    if found is None:
        raise MalformedOrder(f"{words!r} is not of the form: {_EXAMPLES[kind]}")
    part = found.groups()
    match kind:
        case "move":
            return Move(UnitId(part[0]), _hexes(part[1]), part[2] is not None)
        case "rail":
            return RailMove(UnitId(part[0]), _hexes(part[1]))
        case "attack":
            units = tuple(UnitId(u) for u in part[0].split(","))
            assets = tuple(AssetId(a) for a in part[2].split(",")) if part[2] else ()
            return Attack(units, Hex(int(part[1])), assets, part[3] is None)
        case "stance":
            return SetStance(UnitId(part[0]), next(s for s in STANCES if s == part[1]))
        case "work":
            task = next(t for t in TASKS if t == part[1])
            return Work(UnitId(part[0]), task, Hex(int(part[2])))
        case "fuel":
            return GiveFuel(UnitId(part[0]), UnitId(part[1]), int(part[2]))
        case "hq":
            return PlaceHq(FormationId(part[0]), Hex(int(part[1])))
        case "attach":
            return AttachUnit(UnitId(part[0]), FormationId(part[1]))
        case "sail":
            return Sail(tuple(UnitId(u) for u in part[0].split(",")), _hexes(part[1]))
        case "choose":
            return Choose(part[0], part[1])
        case "parley":
            return Parley(UnitId(part[0]), Hex(int(part[1])))
        case "air":
            wing, target = AssetId(part[0]), Hex(int(part[3] or NOWHERE))
            return Air(wing, cast("AirMission", part[1] or part[2]), target)
        case "airland":
            return AirLand(UnitId(part[0]), Hex(int(part[1])))
        case "airlift":
            units = () if part[1] == "-" else tuple(UnitId(u) for u in part[1].split(","))
            return Airlift(FormationId(part[0]), units)
        case "withdraw":
            return Withdraw(UnitId(part[0]))
        case "merge":
            return Merge(UnitId(part[0]), UnitId(part[1]))
    return EndPhase()


def _hexes(text: str) -> tuple[Hex, ...]:
    return tuple(Hex(int(word)) for word in text.split("-"))
