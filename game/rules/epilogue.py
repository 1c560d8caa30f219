"""The epilogue: what the campaign left behind, in sober lines, with where the facts come from.

Every line is drawn from the state. Nothing in it is scored: the points are in `victory`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from game.model.events import Proclaimed, Toll
from game.model.forces import NATION_SIDE, Nation, Unit
from game.model.happening import Site, Stop
from game.model.state import SOVIET, State
from game.rules.acts import in_force, units_inside

STORMED = "stormed "
"""Key in State.acts of a place taken by fighting: this and its id."""
TAKEN, ESCAPED = "puyi_taken", "puyi_escapes"
PEOPLE: dict[Nation, str] = {
    "USSR": "Soviet", "MPR": "Mongolian", "JPN": "Japanese", "MCK": "Manchukuo",
    "MGJ": "Mengjiang",
}  # fmt: skip
MOST = 4
"""Names told in a row before the rest are counted."""


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the epilogue."""

    topic: str
    text: str
    source: str
    """Where what it says of history comes from."""


def stormed(state: State) -> tuple[Proclaimed, ...]:
    """Dusk: places of the epilogue that Soviet troops have taken by fighting today."""
    found: list[Proclaimed] = []
    for site in state.scenario.sites:
        key = STORMED + site.place
        if state.captures.get(site.place) != state.turn or site.kind != "industry":
            continue
        fought = any(u.fought for u in state.units_at(site.hex))
        if fought and state.side_at(site.hex) == "soviet" and key not in state.acts:
            text = f"{site.name} was taken by storm; its works are damaged ({site.text})."
            found.append(
                Proclaimed(what="stormed", text=text, at=site.hex, by="soviet", acts=(key,))
            )
    return tuple(found)


def epilogue(state: State) -> tuple[Note, ...]:
    """What became of people, places and plans, as the game stands. A small scenario tells of its
    own men only, without the record's figures, which are those of the whole campaign."""
    if state.scenario.base:
        own = (*_prisoners(state), *_dead(state), *_fighting_on(state))
        return tuple(replace(n, source="") for n in own if n.text)
    notes = (
        *_end(state), *_prisoners(state), *_dead(state), *_settlers(state), *_industry(state),
        *_bases(state), *_korea(state), *_puyi(state), *_prestige(state), *_fighting_on(state),
    )  # fmt: skip
    return tuple(n for n in notes if n.text)


def _day(state: State, turn: int) -> str:
    """A day in words; turns before the first are counted back from -1."""
    date = state.scenario.date_of(turn if turn > 0 else turn + 1)
    return f"{date.day} {date:%B}"


def _listed(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(names))
    if len(every) > MOST:
        every = [*every[: MOST - 1], f"{len(every) - MOST + 1} more"]
    return " and ".join(filter(None, [", ".join(every[:-1]), every[-1]])) if every else ""


def _sites(state: State, kind: str) -> tuple[list[Site], list[Site]]:
    """The sites of a kind that are in Soviet hands, and the others."""
    mine = [s for s in state.scenario.sites if s.kind == kind]
    held = [s for s in mine if state.control[s.hex] == SOVIET]
    return held, [s for s in mine if s not in held]


def _toll(state: State, nation: Nation) -> Toll:
    return state.losses.get(nation, Toll(nation))


def _end(state: State) -> Iterable[Note]:
    if not state.rescript:
        text = "The Emperor has not spoken: for Japan the war goes on."
    else:
        text = f"The Emperor's broadcast came on {_day(state, state.rescript)}."
        if "capitulation" in state.acts:
            text += f" Kwantung Army capitulated on {_day(state, state.acts['capitulation'])}."
    yield Note("The end of the war", text, "15 and 19 August in history (BRIEF; LP7)")


def _prisoners(state: State) -> Iterable[Note]:
    taken = {n: _toll(state, n).captured for n in PEOPLE if NATION_SIDE[n] == "japan"}
    total = sum(taken.values())
    if not total:
        return
    parts = [f"{men:,} {PEOPLE[n]}" for n, men in taken.items() if men]
    text = f"{total:,} men are prisoners of the Soviet Union: {_listed(parts)}."
    places = sorted(
        ((men, h) for h, men in state.prisoners.items() if h and state.control[h] == SOVIET),
        key=lambda row: (-row[0], row[1]),
    )
    label = state.scenario.map.label
    most = [f"{men:,} at {label(h)}" for men, h in places[:3]]
    text += f" Most were taken at these places: {_listed(most)}." if most else ""
    yield Note(
        "Prisoners",
        text + " Those fit for work are sent to camps in Siberia and Central Asia to cut timber, "
        "mine and build, against the promise of Potsdam that they would go home.",
        "594,000-609,000 in history; some 55,000-60,000 died; the last went home in 1956, by the "
        "brief some after twenty years (BRIEF; GEN)",
    )


def _dead(state: State) -> Iterable[Note]:
    parts = []
    for nation, people in PEOPLE.items():
        toll = _toll(state, nation)
        if toll.killed or toll.wounded:
            parts.append(f"{people} {toll.killed:,} dead and {toll.wounded:,} wounded")
    home = sum(_toll(state, n).dispersed for n in PEOPLE)
    text = "; ".join(parts) + "." if parts else ""
    if home:
        text += f" {home:,} men went home or into the hills."
    yield Note(
        "Dead and wounded", text.strip(),
        "Soviet 12,031 dead and missing, 24,425 wounded and sick; Japanese dead 21,389 by "
        "Japanese, 83,737 by Soviet count",
    )  # fmt: skip


def _settlers(state: State) -> Iterable[Note]:
    held, others = _sites(state, "settlers")
    if not held and not others:
        return
    early = [s for s in held if _taken_before(state, s)]
    text = f"Of {len(held) + len(others)} districts of Japanese settlers {len(held)} were overrun"
    text += f", {len(early)} of them before anybody had been told to leave" if early else ""
    text += (f": {_listed(s.text for s in held)}" if held else "") + "."
    yield Note(
        "Settlers",
        text + " Men had been called up; women, children and the old were on the roads. Many were "
        "killed by soldiers and inhabitants, or died by their own hand, of hunger and of typhus; "
        "others were interned. Who came home came as a stranger; thousands of children stayed "
        "behind in Chinese families.",
        "of 220,000-270,000 farm settlers 70,000-80,000 did not live; about 180,000 civilian dead "
        "in Manchuria, most in the winter after (BRIEF; GEN)",
    )


def _taken_before(state: State, site: Site) -> bool:
    """Whether a place fell before the broadcast, or without one."""
    taken = state.held.get(site.hex, (0, 0))[1]
    return taken > 0 and (not state.rescript or taken < state.rescript)


def _industry(state: State) -> Iterable[Note]:
    held, others = _sites(state, "industry")
    if not held and not others:
        return
    hurt = [s for s in held if STORMED + s.place in state.acts]
    whole = [s for s in held if s not in hurt]
    said = [
        f"{what}: {_listed(s.name for s in sites)}."
        for what, sites in (
            ("In Soviet hands and intact", whole), ("damaged in the fighting", hurt),
            ("not in Soviet hands on the last day", others),
        )
        if sites
    ]  # fmt: skip
    text = " ".join(part[:1].upper() + part[1:] for part in said)
    if held:
        text += " Machines and rails of what stands are taken down and shipped to the Soviet Union."
    yield Note(
        "Industry", text,
        "removals of the autumn of 1945 worth some 860 million dollars, with what fell idle by "
        "them two thousand million (Pauley report, 1946; BRIEF)",
    )  # fmt: skip


def _bases(state: State) -> Iterable[Note]:
    held, others = _sites(state, "base")
    if not held and not others:
        return
    text = ""
    if held:
        text = (
            "Under Soviet occupation the Communists under Mao build their bases in "
            f"{_listed(s.text for s in held)}, and arm themselves from Japanese stores."
        )
    if others:
        text += f" Closed to them as the war ends: {_listed(s.text for s in others)}."
    yield Note(
        "Base areas", text.strip(),
        "Manchuria became the main base of the Communist armies (BRIEF; GEN)",
    )  # fmt: skip


def _korea(state: State) -> Iterable[Note]:
    held, others = _sites(state, "zone")
    if not held and not others:
        return
    text = "Korea is divided at 38 degrees."
    if held:
        text += f" Soviet troops stand in {_listed(s.text for s in held)}."
    if others:
        text += f" Not reached, to be occupied after the war: {_listed(s.text for s in others)}."
    across = sum(
        len(units_inside(state, stop.area, stop.side))
        for _, stop in in_force(state, Stop)
        if stop.area == "korea_south"
    )
    if across:
        text += f" {across} Soviet units south of the line are called back."
    yield Note(
        "Korea",
        text + " United States troops land at Inchon on 8 September and take over the south.",
        "BRIEF; GEN",
    )


def _puyi(state: State) -> Iterable[Note]:
    if TAKEN in state.acts:
        text = (
            f"Puyi was seized at Mukden on {_day(state, state.acts[TAKEN])} and taken to Chita; "
            "he will be a witness at Tokyo and a prisoner until 1959."
        )
    elif ESCAPED in state.acts:
        text = "Puyi has reached Japan and falls into American hands there."
    elif "abdication" in state.acts:
        text = "Puyi has abdicated and waits for an aircraft."
    elif "court_flees" in state.acts:
        text = "Puyi's court has fled Hsinking and sits at Talitzu on the Yalu."
    else:
        text = ""
    yield Note("Puyi", text, "taken at Mukden on 19 August (SOV; LP7)")


def _prestige(state: State) -> Iterable[Note]:
    held, others = _sites(state, "prestige")
    said = []
    if held:
        said.append(f"Back in Russian hands after forty years: {_listed(s.text for s in held)}.")
    if others:
        said.append(f"Still Japanese on the last day: {_listed(s.text for s in others)}.")
    yield Note("The war of 1904-05", " ".join(said), "BRIEF; Stalin's address of 2 September 1945")


def _fighting_on(state: State) -> Iterable[Note]:
    """Troops that have not laid down their arms on the last day."""
    if not state.ceasefire:
        return
    counters = state.scenario.counters
    deaf: list[Unit] = [u for u in state.on_map("japan") if not u.heard]
    waiting: list[Unit] = [u for u in state.on_map("japan") if u.heard]
    text = ""
    if deaf:
        deaf.sort(key=lambda u: (-u.men, u.id))
        names = _listed(counters[u.id].name for u in deaf)
        text = f"{sum(u.men for u in deaf):,} men have not heard that the war is over: {names}."
    if waiting:
        men = sum(u.men for u in waiting)
        near = sum(
            any(state.side_at(n) == "soviet" for n in state.scenario.map.around[u.hex])
            for u in waiting
        )
        text += f" {men:,} men in {len(waiting)} units have heard and keep their arms"
        text += f", {near} of them before Soviet troops." if near else "."
    bound = sum(u.men for u in state.units.values() if u.gone == "disarming")
    if bound:
        text += f" {bound:,} who laid them down wait for somebody to lead them away."
    yield Note(
        "Still under arms", text.strip(),
        "Hutou fell on 26 August, 107th Division gave up on the 29th",
    )  # fmt: skip
