"""One whole game without a window, and what came of it in numbers."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from game import rerun
from game.bots import names
from game.bots.player import Bot
from game.lab.aftermath import aftermath
from game.lab.reasons import ReasonsFile, why_path
from game.lab.report import Report, of_match
from game.match import Chooser, Forfeit, Match, play_out
from game.model.events import AnyEvent, Captured, Toll
from game.model.forces import SIDES, Nation, Side
from game.model.orders import Order
from game.model.scenario import Options, Scenario
from game.replay import Recorder
from game.rules import victory

Watch = Callable[[Match, Order, tuple[AnyEvent, ...]], None]


class BadOption(ValueError):
    """No such option, or not such a value of it; the message says which there are."""


@dataclass(frozen=True)
class Simulation:
    """A game that was played, and the time it took."""

    match: Match
    players: Mapping[Side, str]
    refused: int
    """Orders that the players gave and were not allowed to."""
    report: Report
    """What happened, by date."""
    cpu_seconds: float
    wall_seconds: float
    forfeit: Forfeit | None = None
    """Who gave the game up, and why."""
    bots: Mapping[Side, Bot] = field(default_factory=dict)
    """Players that were programs, ended by now."""

    def as_json(self) -> dict[str, object]:
        """The result for programs. `captures` gives the day of each place's first capture."""
        state, scenario = self.match.state, self.match.scenario
        points, level = standing(self.match)
        nations: list[Nation] = list(dict.fromkeys(c.nation for c in scenario.counters.values()))
        return {
            "scenario": scenario.id,
            "seed": self.match.seed,
            "options": asdict(self.match.options),
            "turns": self.turns,
            "end": self.end,
            "state_hash": self.match.state_hash(),
            "orders": self.match.orders,
            "units": sum(not c.box for c in scenario.counters.values()),
            "hexes": len(scenario.map.hexes),
            "cpu_seconds": round(self.cpu_seconds, 3),
            "wall_seconds": round(self.wall_seconds, 3),
            "captures": {
                place: scenario.date_of(turn).isoformat()
                for place, turn in sorted(state.captures.items(), key=lambda row: (row[1], row[0]))
            },
            "losses": {n: _losses(state.losses.get(n, Toll(n))) for n in nations},
            "victory": {
                "points": {"soviet": max(points, 0), "japan": max(-points, 0)},
                "level": "forfeit" if self.forfeit else level,
            },
            "forfeit": self.forfeit
            and {"side": self.forfeit.side, "reason": self.forfeit.reason},
            "bots": {
                side: {"name": bot.title, "log": bot.log}
                for side, bot in self.bots.items()
            },
            **aftermath(state),
            "report": self.report.as_json(),
        }

    @property
    def turns(self) -> int:
        """Days that were played to their end."""
        state = self.match.state
        return state.turn if self.match.over else state.turn - 1

    @property
    def end(self) -> str:
        """Why the game ended, or that it was stopped before."""
        if self.forfeit is not None:
            return f"forfeit of {self.forfeit.side}"
        over = self.match.state.over
        return over[0] if over else f"stopped after turn {self.turns}"


def _losses(toll: Toll) -> dict[str, int]:
    return {
        "killed": toll.killed, "wounded": toll.wounded, "captured": toll.captured,
        "tanks": toll.tanks, "guns": toll.guns, "aircraft": toll.aircraft,
    }  # fmt: skip


def standing(match: Match) -> tuple[int, str]:
    """Points (positive ones are Soviet) and level, at the end or as they stand now."""
    if match.state.over is not None:
        _, level, points = match.state.over
        return points, level
    ledger = victory.ledger(match.state)
    return ledger.total, ledger.level


def options_of(scenario: Scenario, chosen: Mapping[str, str]) -> Options:
    """The scenario's options with some of them changed. BadOption names what is wrong."""
    try:
        options = TypeAdapter(Options).validate_python({**asdict(scenario.options), **chosen})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        if first["type"] == "unexpected_keyword_argument":
            known = list(asdict(scenario.options))
            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else "."
            message = f"there is no option {name!r}{hint} There are: {', '.join(known)}."
            raise BadOption(message) from error
        raise BadOption(f"option {name}={first['input']}: {first['msg']}") from error
    refusal = scenario.refuses(options)
    if refusal:
        raise BadOption(f"{scenario.id}: {refusal}")
    return options


def play(
    scenario: Scenario,
    seed: int,
    players: Mapping[Side, str],
    *,
    options: Options | None = None,
    turns: int | None = None,
    replay: Path | None = None,
    why: bool = False,
    watch: Watch | None = None,
) -> Simulation:
    """Play a game between two players, by the names that `bots.names.make` knows, recorded in the
    file `replay`; with `why` the reasons of the computer's generals are kept beside it. A player
    that fails has lost; its game ends there."""
    wall, cpu = time.perf_counter(), time.process_time()
    choosers: dict[Side, Chooser] = {side: names.make(players[side], side, seed) for side in SIDES}
    bots = {side: p for side, p in choosers.items() if isinstance(p, Bot)}
    options = options or scenario.options
    if replay is None:
        match = Match(scenario, seed, options)
    else:
        match = rerun.record(replay, scenario, seed, options, players)
    report = of_match(match.opening, match.scenario)
    reasons = ReasonsFile(why_path(replay), choosers, seed) if why and replay else None
    given = (match.phase, match.turn)

    def see(match: Match, order: Order, events: tuple[AnyEvent, ...]) -> None:
        nonlocal given
        report.see(events)
        if reasons is not None:
            reasons.see(match, order, *given)
        given = (match.phase, match.turn)
        if watch is not None:
            watch(match, order, events)

    forfeit = None
    try:
        play_out(match, choosers, turns=turns, watch=see)
    except Forfeit as fault:
        forfeit = fault
    finally:
        if isinstance(match.scribe, Recorder):
            match.scribe.close()
        if reasons is not None:
            reasons.close()
        for side, bot in bots.items():
            bot.over(match.view(side), str(forfeit or ""))
    refused = match.refused + sum(bot.malformed for bot in bots.values())
    return Simulation(
        match, dict(players), refused, report,
        time.process_time() - cpu, time.perf_counter() - wall, forfeit, bots,
    )  # fmt: skip


def run_simulation(
    *,
    scenario: str,
    seed: int,
    players: Mapping[Side, str],
    turns: int | None = None,
    options: Mapping[str, str] | None = None,
    replay: Path | None = None,
    why: bool = False,
) -> Simulation:
    """Load a scenario and play it, with a bar of progress when the error output is a terminal."""
    from game.scenario.load import load

    loaded = load(scenario)
    chosen = options_of(loaded, options or {})
    last = min(loaded.turns, turns or loaded.turns)
    with _progress(last) as watch:
        return play(
            loaded, seed, players, options=chosen, turns=turns, replay=replay, why=why,
            watch=watch,
        )  # fmt: skip


@contextmanager
def _progress(turns: int) -> Iterator[Watch | None]:
    """Shows the day, the orders and the places taken so far; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(),
        TextColumn("turn {task.completed}/{task.total}"),
        TextColumn("{task.fields[orders]:,} orders, {task.fields[taken]} places taken"),
        console=Console(stderr=True), transient=True, refresh_per_second=5,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=turns, orders=0, taken=0)
        taken = 0

        def watch(match: Match, order: Order, events: tuple[AnyEvent, ...]) -> None:
            nonlocal taken
            taken += sum(isinstance(event, Captured) for event in events)
            if match.orders % 20 == 0 or order.kind == "end":
                day = match.scenario.date_of(match.turn)
                bar.update(
                    task, description=f"{day.day} {day:%b}", completed=match.turn,
                    orders=match.orders, taken=taken,
                )  # fmt: skip

        yield watch
