"""How a game ended politically, for programs: dates, choices, the council, the epilogue."""

from __future__ import annotations

from dataclasses import asdict

from game.model.forces import UnitId
from game.model.scenario import Scenario
from game.model.state import State
from game.rules import airborne, council
from game.rules.acts import HEARD
from game.rules.ceasefire import ENVOY, PARLEY
from game.rules.epilogue import epilogue

INNER = (HEARD, PARLEY, ENVOY, airborne.LANDED)
"""Acts that are not told one by one, or by themselves."""


def aftermath(state: State) -> dict[str, object]:
    """Rescript, order to cease fire and decision with their dates; what else happened and when;
    when each headquarters heard; choices; pressure by reason; prisoners by place; and, when the
    game is over, the epilogue."""
    scenario = state.scenario
    label = scenario.map.label
    when = sorted(state.acts.items(), key=lambda row: row[1])
    acts = {name: _date(scenario, turn) for name, turn in when if not name.startswith(INNER)}
    heard = {
        name.removeprefix(HEARD): _date(scenario, turn)
        for name, turn in when
        if name.startswith(HEARD)
    }
    found: dict[str, object] = {
        "rescript": _date(scenario, state.rescript),
        "ceasefire": _date(scenario, state.ceasefire),
        "decision": acts.pop(council.DECISION, None),
        "acts": acts,
        "headquarters": heard,
        "air_landings": [
            {
                "date": _date(scenario, turn), "party": scenario.counters[party].name,
                "at": label(h), "result": _became(state, party),
            }
            for turn, party, h in airborne.landings(state)
        ],
        "choices": dict(state.choices),
        "council": {"pressure": state.pressure, "reasons": dict(state.council)},
        "prisoners": {
            label(h) if h else "elsewhere": men
            for h, men in sorted(state.prisoners.items(), key=lambda row: (-row[1], row[0]))[:20]
        },
    }
    if state.over is not None:
        found["epilogue"] = [asdict(note) for note in epilogue(state)]
    return found


def _became(state: State, party: UnitId) -> str:
    """What has become of an air-landed party."""
    unit = state.units[party]
    return "holds" if unit.on_map else "treats" if unit.gone == "airhead" else unit.gone


def _date(scenario: Scenario, turn: int) -> str | None:
    """The day of a turn; those before the first are counted back from -1."""
    return scenario.date_of(turn + (turn < 0)).isoformat() if turn else None
