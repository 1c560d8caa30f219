"""What happened and what stands, in plain sentences. One function for each class of event."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterable
from datetime import date

from game.hexes import Hex, neighbour
from game.model.events import (
    AirLanded,
    AirTasked,
    AnyEvent,
    Arrived,
    Based,
    Captured,
    Chose,
    Deliberated,
    DepotTaken,
    Ended,
    Escorted,
    Evacuated,
    Event,
    Fled,
    Flew,
    Fought,
    Happened,
    HqLost,
    HqMoved,
    Moved,
    Mutinied,
    PhaseBegan,
    Proclaimed,
    RailWork,
    Refitted,
    Refugees,
    Sailed,
    Sighted,
    Supplied,
    Surrendered,
    Toll,
    TurnBegan,
    Worked,
)
from game.model.forces import AssetId, FormationId, Side, UnitId
from game.model.scenario import Scenario
from game.model.terrain import GROUND_NAMES
from game.rules.fog import CONTACT

SIDE_NAMES: dict[str, str] = {"soviet": "Soviet", "japan": "Japanese"}
SIDE_NOUNS: dict[str, str] = {"soviet": "the Soviet side", "japan": "the Japanese side"}
NATION_NAMES = {
    "USSR": "Soviet", "MPR": "Mongolian", "JPN": "Japanese", "MCK": "Manchukuo",
    "MGJ": "Mengjiang",
}  # fmt: skip
WEATHER_NAMES = {
    "Cl": "clear", "Pc": "partly cloudy", "Ra": "rain", "Hr": "heavy rain", "Th": "thunderstorms",
    "Fg": "fog", "St": "storm",
}  # fmt: skip
RESULTS = {
    "repulsed": "the attack is thrown back",
    "held": "the defenders hold",
    "shaken": "the defenders are shaken but hold",
    "stood": "the defenders stand fast where they are",
    "works": "the works hold, damaged",
    "last_stand": "the defenders, with no way out, refuse to surrender: a last stand",
    "retreat": "the defenders retreat",
    "rout": "the defenders are routed",
    "shattered": "the defenders are shattered",
}
TIGHT = {
    "lorries": "too few lorries",
    "way": "too far for lorries, or cut off, as at",
    "line": "the line is too weak beyond",
    "gauge": "the gauge changes at",
    "source": "no more is to be had at",
    "station": "no more can be unloaded at",
    "stock": "the depot is empty at",
}
CAUSES = {
    "cut_off": "after days cut off from supply",
    "shattered": "shattered in battle",
    "no_retreat": "with no way to retreat",
    "order": "on the order to cease fire",
    "desertion": "through desertion",
    "destroyed": "destroyed",
}


def day(d: date) -> str:
    """15 August, in English whatever the language of the computer."""
    months = ("January", "February", "March", "April", "May", "June", "July", "August",
              "September", "October", "November", "December")  # fmt: skip
    return f"{d.day} {months[d.month - 1]}"


def listed(words: Iterable[str], most: int = 3) -> str:
    """`a, b and c`, and a count of those beyond `most`."""
    found = list(words)
    shown = found if len(found) <= most else [*found[: most - 1], f"{len(found) - most + 1} more"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def unit_name(unit: UnitId, scenario: Scenario) -> str:
    """A unit as it is called; its id where it has no name of its own."""
    if unit.startswith(CONTACT):
        return "unidentified troops"
    counter = scenario.counters.get(unit)
    return counter.name if counter else str(unit)


def _named(units: Iterable[UnitId], scenario: Scenario, most: int = 3) -> str:
    return listed((unit_name(u, scenario) for u in units), most)


def losses(toll: Iterable[Toll]) -> str:
    """`Soviet 120 killed, 310 wounded; Japanese 900 killed` or "" for none."""
    told = []
    for t in toll:
        parts = [
            f"{count:,} {one if count == 1 else many}"
            for count, one, many in (
                (t.killed, "killed", "killed"), (t.wounded, "wounded", "wounded"),
                (t.captured, "captured", "captured"), (t.dispersed, "dispersed", "dispersed"),
                (t.evacuated, "evacuated", "evacuated"),
                (t.tanks, "tank", "tanks"), (t.guns, "gun", "guns"),
                (t.aircraft, "aircraft", "aircraft"),
            )
            if count
        ]  # fmt: skip
        if parts:
            told.append(f"{NATION_NAMES[t.nation]} {', '.join(parts)}")
    return "; ".join(told)


def sentence(event: AnyEvent, scenario: Scenario) -> str:
    """What an event says, with its losses."""
    said = _said(event, scenario)
    cost = losses(event.toll)
    return f"{said[:1].upper()}{said[1:]}" + (f" Lost: {cost}." if cost else "")


def _said(event: AnyEvent, scenario: Scenario) -> str:
    label = scenario.map.label
    match event:
        case TurnBegan():
            return _weather(event, scenario)
        case PhaseBegan():
            return f"the {SIDE_NAMES[event.phase]} phase of turn {event.turn} begins."
        case Supplied():
            return _supply(event, scenario)
        case RailWork():
            return _rail_work(event, scenario)
        case DepotTaken():
            if event.burnt:
                return f"the depot of {label(event.place)} was burnt before it fell."
            return f"the depot of {label(event.place)} is taken with {event.tons:,} t of use."
        case AirTasked():
            whose = _command(event.front, scenario)
            first = _named(event.units, scenario) or "all alike"
            return f"the transport aircraft of {whose} fly to {first} first." if event.units else (
                f"the transport aircraft of {whose} fly to {first}."
            )
        case Arrived():
            return f"{_named(event.units, scenario)} {_s('arrives', event.units)}."
        case Moved():
            how = "goes by train" if event.by_rail else "marches"
            why = {"": "", "enemy": ", stopped by the enemy"}.get(
                event.stopped, f", stopped: {event.stopped}"
            )
            name, steps = unit_name(event.unit, scenario), len(event.path) - 1
            if not steps:
                return f"{name} stays in {label(event.path[-1])}{why}."
            return (
                f"{name} {how} {steps} {'hex' if steps == 1 else 'hexes'} "
                f"to {label(event.path[-1])}{why}."
            )
        case Sailed():
            return _sailing(event, scenario)
        case Sighted():
            return _sighting(event, scenario)
        case Fought():
            return _fight(event, scenario)
        case Surrendered():
            cause = CAUSES.get(event.cause, event.cause)
            where = f" at {label(event.at)}" if event.at else ""
            return f"{_named(event.units, scenario)} {_s('is', event.units)} gone{where}, {cause}."
        case Refitted():
            units = [u.id for u in event.after]
            return f"{event.what}: {_named(units, scenario) or SIDE_NOUNS.get(event.by or '', '')}."
        case Worked():
            return _work(event, scenario)
        case Captured():
            taker = SIDE_NAMES.get(event.by or "", "nobody's")
            return f"{event.name} is now {taker}."
        case Proclaimed():
            names = _named(event.units, scenario)
            return event.text + (f" ({names})" if names else "")
        case Mutinied():
            end = "and goes over to the enemy" if event.over else "and its men go home"
            if len(event.units) > 1:
                end = end.replace("goes", "go").replace("its", "their")
            return f"{_named(event.units, scenario)} {_s('mutinies', event.units)} {end}."
        case Fled():
            name = unit_name(event.unit, scenario)
            return f"{name} flees from {label(event.path[0])}: {event.why}."
        case Refugees():
            places = listed((label(h) for h in event.hexes), 5)
            return f"refugees fill the roads at {places}."
        case Evacuated():
            return f"{unit_name(event.unit, scenario)} leaves the theatre by {label(event.at)}."
        case Escorted():
            return _prisoners(event, scenario)
        case HqMoved():
            return _headquarters(event, scenario)
        case HqLost():
            return f"{event.name} is overrun at {label(event.at)}: its headquarters is scattered."
        case Happened():
            return f"{event.title}. {event.text}"
        case Chose():
            how = " (nobody chose)" if event.unanswered else ""
            return f"{event.text}{how}."
        case Deliberated():
            return _council(event)
        case Flew():
            return _flight(event, scenario)
        case Based():
            return _bases(event, scenario)
        case AirLanded():
            return _landing(event, scenario)
        case Ended():
            return f"the game is over ({event.reason}): {event.level}, {event.points:+d} points."


KEPT_OFF = {"enemy": "the enemy on the shore", "fog": "fog", "storm": "the storm"}


def _sailing(event: Sailed, scenario: Scenario) -> str:
    """A passage or a landing."""
    who, label = _named(event.units, scenario), scenario.map.label
    sunk = f" Ships with {event.sunk:,} men are sunk by the coast." if event.sunk else ""
    if event.landed:
        return f"landing: {who} {_s('goes', event.units)} ashore in {label(event.path[-1])}.{sunk}"
    if event.by_river:
        why = f", stopped by {KEPT_OFF[event.stopped]}" if event.stopped else ""
        return f"{who} {_s('goes', event.units)} by river to {label(event.path[-1])}{why}."
    where = f"off {label(event.path[-1])}"
    if event.stopped:
        why = KEPT_OFF[event.stopped]
        return f"{who} {_s('is', event.units)} kept {where} by {why}.{sunk}"
    if len(event.path) < 2:
        return f"{who} {_s('is', event.units)} at sea {where}.{sunk}"
    return f"{who} {_s('sails', event.units)} {len(event.path) - 1} hexes; now {where}.{sunk}"


def _council(event: Deliberated) -> str:
    said = []
    if event.terms:
        terms = ", ".join(f"{name} {points:+d}" for name, points in event.terms)
        said.append(f"pressure on the council: {terms}; it stands at {event.stands}")
    if event.need:
        said.append(f"the council sits: {event.throw} thrown, {event.need} needed")
    if event.decided:
        said.append("the council decides to end the war")
    elif event.need:
        said.append("the war goes on")
    return "; ".join(said) + "."


def _s(verb: str, units: tuple[UnitId, ...]) -> str:
    plural = {
        "arrives": "arrive", "is": "are", "attacks": "attack", "advances": "advance",
        "goes": "go", "sails": "sail", "mutinies": "mutiny",
    }  # fmt: skip
    return verb if len(units) == 1 else plural[verb]


def _weather(event: TurnBegan, scenario: Scenario) -> str:
    sectors = scenario.map.sectors
    groups: dict[str, list[str]] = {}
    for name, code, ground in zip(sectors, event.weather, event.ground, strict=True):
        what = f"{WEATHER_NAMES.get(code, code)}, ground {GROUND_NAMES[ground]}"
        groups.setdefault(what, []).append(name)
    told = [
        what if len(groups) == 1 else f"{what} in {listed(names, 9)}"
        for what, names in groups.items()
    ]
    return f"turn {event.turn}, {day(scenario.date_of(event.turn))}: {'; '.join(told)}."


def _supply(event: Supplied, scenario: Scenario) -> str:
    """The total, and the commands that get less than they ask for, the worst first."""
    short = sorted(
        (t for t in event.tons if t[1] < t[2]), key=lambda t: (t[1] - t[2], t[0])
    )
    why = {c: (what, at) for c, what, at in event.tight}
    label = scenario.map.label
    told = []
    for c, got, wanted in short:
        said = f"{_command(c, scenario)} gets {got:,} of {wanted:,} t"
        if c in why:
            what, at = why[c]
            said += f" ({TIGHT[what]}{' ' + label(at) if at else ''})"
        told.append(said)
    got, wanted = sum(t[1] for t in event.tons), sum(t[2] for t in event.tons)
    text = f"{SIDE_NAMES[event.side]} supply: {got:,} of {wanted:,} t delivered"
    text = f"{text}; {listed(told, 5)}." if told else f"{text}."
    if event.opened:
        text += f" Trains now run as far as {listed(map(label, event.opened))}."
    if event.lost:
        text += f" No trains reach {listed(map(label, event.lost))} any more."
    return text


def _command(formation: str, scenario: Scenario) -> str:
    found = scenario.formations.get(FormationId(formation))
    return found.name if found else formation


def _rail_work(event: RailWork, scenario: Scenario) -> str:
    """Where railway troops have worked: each hexside by the hex it is named from."""

    def places(keys: Iterable[int]) -> str:
        return listed(dict.fromkeys(scenario.map.label(key // 6) for key in keys))

    told = []
    for keys, what in (
        ([k for k, _ in event.relaid], "relay the line at {}"),
        ([k for k, cut in event.cuts if cut is None], "mend the line at {}"),
        ([k for k, cut in event.cuts if cut is not None], "work on the line at {}"),
    ):
        if keys:
            told.append(what.format(places(keys)))
    return f"{SIDE_NAMES[event.side]} railway troops {', and '.join(told)}."


def _prisoners(event: Escorted, scenario: Scenario) -> str:
    men = sum(n for _, n in event.taken)
    rows = sorted(event.taken, key=lambda row: (-row[1], row[0]))
    places = listed((f"{n:,} at {scenario.map.label(h)}" for h, n in rows), 5)
    tied = f", guarded by {_named((u.id for u in event.after), scenario)}" if event.after else ""
    return f"{men:,} prisoners are led to the rear, {places}{tied}."


def _headquarters(event: HqMoved, scenario: Scenario) -> str:
    if len(event.hqs) == 1:
        formation, h = event.hqs[0]
        return f"{scenario.formations[formation].name} commands from {scenario.map.label(h)}."
    who = SIDE_NAMES.get(event.by or "", "")
    return f"{len(event.hqs)} {who} headquarters move."


def _sighting(event: Sighted, scenario: Scenario) -> str:
    side = SIDE_NOUNS[event.side]
    if event.found:
        places = listed(scenario.map.label(h) for h in event.hexes)
        what = "enemy troops" if not places else f"enemy troops at {places}"
        return f"{side} sights {what}."
    if event.lost:
        return f"{side} loses sight of enemy troops at {_last(event, scenario)}."
    positions = len(event.cleared)
    return (
        f"{side} finds a reported position empty." if positions == 1
        else f"{side} finds {positions} reported positions empty."
    )  # fmt: skip


def _last(event: Sighted, scenario: Scenario) -> str:
    return listed(dict.fromkeys(scenario.map.label(s.hex) for _, s in event.lost))


def _fight(event: Fought, scenario: Scenario) -> str:
    label = scenario.map.label
    who = _named(event.attackers, scenario)
    whom = _named(event.defenders, scenario)
    told = RESULTS.get(event.result, event.result)
    text = (
        f"{who} {_s('attacks', event.attackers)} {whom or 'the defenders'} at "
        f"{label(event.target)} ({event.attack:,} against {event.defence:,}): {told}."
    )
    if event.retreats:
        goals = listed(dict.fromkeys(label(h) for _, h in event.retreats))
        text += f" They fall back to {goals}."
    if event.advanced:
        text += f" {_named(event.advanced, scenario)} {_s('advances', event.advanced)}."
    return text


_WORKS = {
    ("blow", "done"): "blows the bridge {way}",
    ("blow", "failed"): "fails to blow the bridge {way}",
    ("tear", "done"): "tears up the railway {way}",
    ("repair", "set"): "is to mend what is broken {way}",
    ("repair", "part"): "is mending what is broken {way}",
    ("repair", "done"): "has mended the way {way}",
    ("bridge", "set"): "is to bridge the river {way}",
    ("bridge", "part"): "is bridging the river {way}",
    ("bridge", "done"): "has laid a pontoon bridge {way}",
    ("track", "set"): "is to cut a track {way}",
    ("track", "part"): "is cutting a track {way}",
    ("track", "done"): "has cut a track {way}",
    ("fort", "set"): "is to dig the troops in at {here}",
}
"""What engineers do, by task and result."""


def _work(event: Worked, scenario: Scenario) -> str:
    here, there = event.side // 6, neighbour(Hex(event.side // 6), event.side % 6)
    label = scenario.map.label
    way = f"between {label(here)} and {label(there)}"
    asset = scenario.assets.get(AssetId(event.unit))
    who = asset.name if asset else unit_name(UnitId(event.unit), scenario) or "somebody"
    said = _WORKS.get((event.task, event.result), "leaves its work {way}")
    text = f"{who} {said.format(way=way, here=label(here))}"
    return text + (f", {event.left} more days of a brigade." if event.left else ".")
FLIGHTS = {
    "column": "attack troops at {at}; {effect:,} men fall",
    "rail": "bomb the railway at {at}; it loses {effect} quarters of its trains for the day",
    "bridge": "bomb the bridge at {at}, which goes down",
    "depot": "bomb the depots at {at}; {effect:,} t burn",
    "recon": "reconnoitre {at} and {effect} hexes around it",
    "kamikaze": "dive on the enemy at {at}; {effect} hit",
}
MISSED = {
    "column": "attack troops at {at} without effect",
    "rail": "bomb the railway at {at} and miss",
    "bridge": "bomb the bridge at {at} and miss",
    "depot": "bomb {at} and find no depot to burn",
    "recon": "find nothing over {at}",
    "kamikaze": "dive on the enemy at {at}; none hits",
}
LANDINGS = {
    "empty": "{who} lands at {at}, where there is no enemy, and takes it",
    "landed": "{who} lands at {at} and treats with the garrison",
    "obeyed": "{who} takes {at}: the garrison lays down its arms",
    "stand_off": "{who} waits at the airfield of {at}; the garrison will not decide",
    "beaten": "{who} is fired on at {at} and driven off",
    "lost": "{who} is taken prisoner at {at}: nobody came in time",
    "joined": "{who} is joined by own troops at {at}",
    "taken": "{who} takes {at}, which the garrison has left",
}


def _squadron(wing: AssetId, scenario: Scenario) -> str:
    squadron = scenario.squadrons.get(wing)
    return squadron.name if squadron else str(wing)


def _flight(event: Flew, scenario: Scenario) -> str:
    """What flew where, how much of it came through, and what it did."""
    told = (FLIGHTS if event.effect else MISSED)[event.mission]
    who = f" of {_squadron(event.wing, scenario)}" if event.wing else ""
    if not event.wing:
        who = f" of {SIDE_NOUNS.get(event.by or '', 'the enemy')}"
    what = told.format(at=scenario.map.label(event.at), effect=event.effect)
    stopped = f" ({event.stopped} were stopped by fighters)" if event.stopped else ""
    return f"{event.sorties} sorties{who}{stopped} {what}."


def _bases(event: Based, scenario: Scenario) -> str:
    parts = []
    if event.moved:
        moves = (
            f"{_squadron(w, scenario)} to {scenario.map.label(new)}" for w, _, new in event.moved
        )
        parts.append(f"new airfields: {listed(moves, 5)}")
    if event.lost:
        lost = listed(f"{n} of {_squadron(w, scenario)}" for w, n in event.lost)
        parts.append(f"aircraft lost with their airfield at {scenario.map.label(event.at)}: {lost}")
    return f"{'; '.join(parts)}."


def _landing(event: AirLanded, scenario: Scenario) -> str:
    who, at = unit_name(event.unit, scenario), scenario.map.label(event.at)
    return f"{LANDINGS[event.result].format(who=who, at=at)}."


def totals(events: Iterable[Event]) -> dict[Side, Count[str]]:
    """Losses of each side in some events: dead and wounded, prisoners, tanks, guns."""
    from game.model.forces import NATION_SIDE

    found: dict[Side, Count[str]] = {"soviet": Count(), "japan": Count()}
    for event in events:
        for t in event.toll:
            found[NATION_SIDE[t.nation]].update(
                fallen=t.killed + t.wounded, captured=t.captured, tanks=t.tanks, guns=t.guns
            )
    return found
