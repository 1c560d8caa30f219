"""How each kind of order begins: by a mode on the map, or by a list of its ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.hexes import NOWHERE, distance
from game.model.forces import AssetId, FormationId, UnitId, Wing
from game.model.orders import (
    STANCES,
    Air,
    Airlift,
    AirMission,
    AttachUnit,
    Order,
    SetStance,
    Task,
    Withdraw,
)
from game.rules import airborne, airlift, attachment, engineering, quartermaster, remnants
from game.rules.air import branch_of, wings_of
from game.ui.actions import posts
from game.ui.modes.contact import Assault, Envoys
from game.ui.modes.march import March
from game.ui.modes.rear import TASKS, Engineers, Fuel, Post, lasts
from game.ui.modes.sky import MISSIONS, Drop, Flight
from game.ui.modes.transport import Rail, Sea
from game.ui.panels.popup import Entry
from game.ui.panels.words import STANCES as STANCE_WORDS

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

TASK_NAMES: dict[Task, str] = {
    "blow": "Blow a bridge", "tear": "Tear up the railway", "repair": "Mend a crossing or line",
    "bridge": "Bridge a river", "track": "Cut a track", "fort": "Build works here",
}  # fmt: skip


def begin(battle: Battle, action: str) -> None:
    """Begin an order of the selected units that is open to them."""
    desk, units = battle.desk, battle.desk.selected
    here = tuple(u for u in units if desk.unit(u).on_map)
    match action:
        case "march" | "forced":
            desk.prepare(March(here, action == "forced"))
        case "attack":
            mode = Assault(here)
            goals = list(mode.goals(battle.view))
            if len(goals) == 1:
                desk.ask_attack(here, goals[0])
            else:
                desk.prepare(mode)
        case "rail":
            desk.prepare(Rail(here))
        case "sail":
            desk.prepare(Sea(units))
        case "parley":
            desk.prepare(Envoys(here))
        case "fuel":
            desk.prepare(Fuel(here))
        case "air":
            battle.open_popup(_air(battle))
        case "leave":
            desk.give(Withdraw(units[0]))
        case _:
            battle.open_popup(_ways(battle, action))


def _order(battle: Battle, text: str, order: Order, why_not: str = "") -> Entry:
    return Entry(text, lambda: battle.desk.give(order), why_not)


def _ways(battle: Battle, action: str) -> list[Entry]:
    """The ways in which an order can be given, as lines of a popup."""
    view, desk, unit = battle.view, battle.desk, battle.view.units[battle.desk.selected[0]]
    scenario = view.scenario
    match action:
        case "stance":
            found = []
            for stance in STANCES:
                order = SetStance(unit.id, stance)
                refusal = quartermaster.check_stance(view, order)
                text = STANCE_WORDS[stance].capitalize()
                found.append(_order(battle, text, order, refusal.sentence if refusal else ""))
            return found
        case "work":
            open_ = list(engineering.works_open(view, unit))
            found = []
            for task, name in TASK_NAMES.items():
                mine = [w for w in open_ if w.task == task]
                if len(mine) == 1:
                    text = f"{TASKS[task]} {scenario.map.label(mine[0].target)}"
                    found.append(
                        Entry(text, lambda w=mine[0]: desk.give(w), "", lasts(view, mine[0]))  # type: ignore[misc]
                    )
                else:
                    why = "" if mine else "Nothing of the kind can be done here."
                    mode = Engineers((unit.id,), task)
                    found.append(Entry(name, lambda m=mode: desk.prepare(m), why))  # type: ignore[misc]
            return found
        case "hq":
            return [
                Entry(
                    f"Headquarters of {scenario.formations[FormationId(f)].name}",
                    lambda f=f: desk.prepare(Post(FormationId(f))),  # type: ignore[misc]
                )
                for f in posts(view, (unit.id,))
            ]
        case "attach":
            return [
                _order(battle, f"Under {scenario.formations[f].name}", AttachUnit(unit.id, f))
                for f in attachment.candidates(view, unit)
            ]
        case "merge":
            return [
                _order(battle, f"Into {scenario.counters[m.taker].name}", m)
                for m in remnants.merges(view, unit)
            ]
        case "airlift":
            return _airlift(battle, desk.selected)
    raise ValueError(f"there is no order {action!r}")


def _airlift(battle: Battle, units: tuple[UnitId, ...]) -> list[Entry]:
    view = battle.view
    front = view.scenario.front_of[view.units[units[0]].formation]
    found = []
    for named, text in ((units, "Fly to the selected units first"), ((), "Fly to all alike")):
        order = Airlift(front, named)
        refusal = airlift.check_airlift(view, order)
        found.append(_order(battle, text, order, refusal.sentence if refusal else ""))
    return found


def _air(battle: Battle) -> list[Entry]:
    """Wings with their sorties, the nearest first, and air parties: the first step to a mission."""
    view, desk = battle.view, battle.desk
    found = []
    parties = airborne.parties(view, desk.viewer)
    if parties:
        found.append(Entry("Air landings ...", lambda: battle.open_popup(_landings(battle))))

    def rank(row: tuple[AssetId, Wing]) -> tuple[bool, int, AssetId]:
        far = distance(row[1].base, desk.place) if desk.place != NOWHERE else 0
        return not row[1].sorties, far, row[0]

    for wing, state in sorted(wings_of(view, desk.viewer), key=rank):
        squadron = view.scenario.squadrons[wing]
        base = view.scenario.map.label(state.base) if state.base != NOWHERE else "no airfield"
        text = f"{squadron.name} · {state.sorties} sorties · {base}"
        found.append(Entry(text, lambda w=wing: battle.open_popup(missions(battle, w))))  # type: ignore[misc]
    return found


def _landings(battle: Battle) -> list[Entry]:
    view, desk, found = battle.view, battle.desk, []
    for party in airborne.parties(view, desk.viewer):
        mode = Drop((party.id,))
        why = "" if mode.goals(view) else "No airfield or city of the enemy can be reached today."
        name = view.scenario.counters[party.id].name
        found.append(Entry(name, lambda m=mode: desk.prepare(m), why))  # type: ignore[misc]
    return found


def missions(battle: Battle, wing: AssetId) -> list[Entry]:
    """What a wing can be told to do."""
    view, desk = battle.view, battle.desk
    state, branch = view.wings[wing], branch_of(view, wing)
    found = []
    for mission, name in MISSIONS.items():
        if mission != "base" and mission not in branch.missions:
            continue
        why = "" if state.sorties or mission == "base" else "It has no sorties left today."
        text = f"{name} ..."
        found.append(
            Entry(text, lambda m=mission: desk.prepare(Flight(wing, m)), why)  # type: ignore[misc]
        )
    change: AirMission = "free" if state.held else "hold"
    text = "Back to ground support" if state.held else "Hold back from ground support"
    found.append(_order(battle, text, Air(wing, change)))
    return found
