"""How a game stands, as text: the points so far, what remains, and the levels."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from game.film.words import SIDE_NAMES, day
from game.model.forces import SIDES
from game.model.state import State
from game.replay import ReplayFault, read
from game.rerun import Loader, begin, steps
from game.rules.victory import Line, level_for, standing
from game.scenario.load import load as load_scenario


def at_turn(path: Path, turn: int | None, load: Loader = load_scenario) -> State:
    """A recorded game on the morning of `turn`, or as it stands at its end. ReplayFault where the
    record does not reach so far or goes another way than here."""
    replay = read(path)
    match = begin(replay, load(replay.header.scenario))
    played = steps(match, iter(replay.entries), path)
    while (turn is None or match.turn < turn) and next(played, None):
        pass
    if turn is not None and match.turn < turn:
        raise ReplayFault(path, 0, f"no turn {turn}", f"a turn from 1 to {match.turn}")
    return match.state


def as_json(state: State) -> dict[str, object]:
    """The same for programs."""
    now, scenario = standing(state), state.scenario
    draw, marginal, substantial = now.thresholds

    def lines(found: tuple[Line, ...]) -> list[dict[str, object]]:
        return [
            {"kind": x.kind, "what": x.what, "points": x.points, "why": x.why} for x in found
        ]

    return {
        "scenario": scenario.id,
        "turn": state.turn,
        "date": scenario.date_of(state.turn).isoformat(),
        "over": state.over is not None,
        "points": {"now": now.counted.total, "if_ended": now.if_ended.total},
        "levels": {
            side: {
                "now": level_for(scenario, now.counted.total, side),
                "if_ended": level_for(scenario, now.if_ended.total, side),
            }
            for side in SIDES
        },
        "thresholds": {"draw": draw, "marginal": marginal, "substantial": substantial},
        "counted": lines(now.counted.lines),
        "if_ended": lines(now.if_ended.lines),
        "open": [
            {
                "place": p.objective.place, "name": p.objective.name,
                "par": scenario.date_of(p.par).isoformat(), "today": p.today,
                "tomorrow": p.tomorrow, "never": p.never,
            }
            for p in now.prospects
        ],
    }  # fmt: skip


def print_standing(state: State, console: Console | None = None) -> None:
    """Points so far, what is still open and what the end would make of it, and the levels."""
    console = console or Console(highlight=False)
    now, scenario = standing(state), state.scenario
    when = day(scenario.date_of(state.turn))
    console.rule(f"{scenario.title}: turn {state.turn} of {scenario.turns}, {when}")
    print_tables(state, console)
    for what, total in (("Now", now.counted.total), ("If it ended now", now.if_ended.total)):
        if state.over is None or what != "Now":
            sides = ", ".join(
                f"{SIDE_NAMES[side]} {level_for(scenario, total, side)}" for side in SIDES
            )
            what = "The end" if state.over else what
            console.print(f"{what}: {total:+d} points: {sides}.", style="bold")


def print_tables(state: State, console: Console) -> None:
    """The ledger: points so far, objectives that are open, what is counted only at the end."""
    now, scenario = standing(state), state.scenario
    over = state.over is not None
    counted = now.if_ended if over else now.counted
    table = _table("points so far" if not over else "points", "Soviet +", "why")
    for line in counted.lines:
        if line.points or over:
            table.add_row(line.what, _points(line.points), line.why)
    table.add_row(Text("together", style="bold"), _points(counted.total), "")
    console.print(table)
    if now.prospects and not over:
        table = _table("still open", "par", "today", "tomorrow", "never")
        for p in now.prospects:
            table.add_row(
                p.objective.name, day(scenario.date_of(p.par)), _points(p.today),
                _points(p.tomorrow), _points(p.never),
            )  # fmt: skip
        console.print(table)
    if not over:
        table = _table("counted at the end", "as it is now", "why")
        for line in now.if_ended.lines:
            if line.kind != "objective":
                table.add_row(line.what, _points(line.points), line.why)
        if table.row_count:
            console.print(table)
    draw, marginal, substantial = now.thresholds
    console.print(
        f"Levels: draw to {draw} points either way, marginal to {marginal}, substantial to "
        f"{substantial}, decisive beyond."
    )


def _table(*titles: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for n, title in enumerate(titles):
        right = n > 0 and title not in ("why", "par")
        table.add_column(title, justify="right" if right else "left")
    return table


def _points(points: int) -> Text:
    style = "red" if points > 0 else "yellow" if points < 0 else "dim"
    return Text(f"{points:+d}" if points else "0", style=style)
