"""A game as text: a recorded one told order by order, and a campaign to watch day by day."""

from __future__ import annotations

import time
from collections import Counter as Count
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from game.film.ledger import print_tables
from game.film.words import (
    NATION_NAMES,
    SIDE_NAMES,
    WEATHER_NAMES,
    day,
    listed,
    sentence,
    totals,
)
from game.hexes import STRIDE
from game.match import Chooser, Match, play_out
from game.model.events import AnyEvent, Captured, Ended, PhaseBegan, Proclaimed, Toll, TurnBegan
from game.model.forces import NATION_SIDE, SIDES, Side
from game.model.orders import Order, line_of
from game.model.scenario import Scenario
from game.model.state import JAPAN, SOVIET, State
from game.players import registry
from game.replay import Began, Entry, Header, Replay, ReplayFault, Sequence, Unpacker, read
from game.rerun import Loader, begin, steps
from game.rules import victory
from game.rules.epilogue import epilogue
from game.scenario.load import load as load_scenario

COLOURS: dict[str, str] = {"soviet": "red", "japan": "yellow"}
HOLDERS: dict[int, Side | None] = {SOVIET: "soviet", JAPAN: "japan"}
POLL = 0.2
"""Seconds between two looks at a growing file."""


# A recorded game


def show(
    path: Path,
    *,
    turn: int | None = None,
    follow: bool = False,
    load: Loader = load_scenario,
    console: Console | None = None,
) -> None:
    """Tell a recorded game: header, orders with what they caused, losses of each day.

    With `turn` that day only; with `follow` go on as the file grows, until the game ends.
    """
    console = console or Console(highlight=False)
    entries: Iterator[Entry]
    if follow:
        entries = _growing(path)
        first = next(entries, None)
        assert isinstance(first, Header)
        replay = Replay(path, first, (), "", False)
    else:
        replay = read(path)
        entries = iter(replay.entries)
        last = max((e.turn for e in replay.entries if isinstance(e, Began)), default=1)
        if turn is not None and turn > last:
            raise ReplayFault(path, 0, f"no turn {turn}", f"a turn from 1 to {last}")
    scenario = load(replay.header.scenario)
    match = begin(replay, scenario)
    _print_header(console, replay, scenario, follow)
    teller = _Teller(console, scenario, turn)
    teller.events(match.opening)
    for step in steps(match, entries, path):
        if turn is not None and step.turn > turn:
            break
        teller.order(step.n, step.side, step.order)
        teller.events(step.events)
    teller.losses()
    if replay.lost:
        console.print(f"The file ends here: {replay.lost}.", markup=False)


def _growing(path: Path) -> Iterator[Entry]:
    """The header and all entries of a file as they are written, until the file is closed."""
    unpacker, sequence = Unpacker(path), Sequence(path)
    with path.open("rb") as file:
        while not unpacker.complete:
            data = file.read(1 << 16)
            if not data:
                time.sleep(POLL)
            for line in unpacker.feed(data):
                entry = sequence.next(line)
                yield entry if entry is not None else sequence.header  # type: ignore[misc]
            if unpacker.damage:
                raise ReplayFault(path, sequence.line, unpacker.damage, "a replay being written")


def _print_header(console: Console, replay: Replay, scenario: Scenario, follow: bool) -> None:
    header = replay.header
    table = Table.grid(padding=(0, 2))
    rows = {
        "scenario": f"{scenario.title} ({header.scenario}, content {header.digest[:12]})",
        "players": ", ".join(f"{SIDE_NAMES[s]}: {header.players.get(s, '?')}" for s in SIDES),
        "seed": str(header.seed),
        "written by": f"version {header.game}, rules {header.rules}, format {header.format}",
        "orders": "as they come" if follow else f"{replay.orders:,}"
        + ("" if replay.finished else " (unfinished)"),
    }
    for name, value in rows.items():
        table.add_row(name, escape(value))
    console.print(table)


class _Teller:
    """Prints orders and events, or those of one turn."""

    def __init__(self, console: Console, scenario: Scenario, only: int | None) -> None:
        self.console, self.scenario, self.only = console, scenario, only
        self.turn = 0
        self._today: list[AnyEvent] = []

    def _says(self) -> bool:
        return self.only is None or self.only == self.turn

    def order(self, n: int, side: Side, order: Order) -> None:
        """An order in its one-line form."""
        if self._says():
            line = Text(f"{n:>5} ", style="dim")
            line.append(line_of(order), style=COLOURS[side])
            self.console.print(line, soft_wrap=True)

    def events(self, events: Iterable[AnyEvent]) -> None:
        """What happened, each in a sentence; a new day begins with its date."""
        for event in events:
            if isinstance(event, TurnBegan):
                self.losses()
                self.turn = event.turn
                if self._says():
                    when = day(self.scenario.date_of(event.turn))
                    self.console.rule(f"Turn {event.turn}, {when} {self.scenario.start.year}")
            self._today.append(event)
            if self._says():
                said = Text("      " + sentence(event, self.scenario))
                if isinstance(event, Captured | Ended | Proclaimed | PhaseBegan):
                    said.stylize("bold")
                self.console.print(said, soft_wrap=True)

    def losses(self) -> None:
        """The losses of the day that ends."""
        if self._today and self.turn and self._says():
            for side, lost in totals(self._today).items():
                self.console.print(f"      {_loss_line(side, lost)}", style="dim", soft_wrap=True)
        self._today = []


def _loss_line(side: Side, lost: Count[str]) -> str:
    return (
        f"{SIDE_NAMES[side]} losses of the day: {lost['fallen']:,} dead and wounded, "
        f"{lost['captured']:,} prisoners, {lost['tanks']:,} tanks, {lost['guns']:,} guns."
    )


# A campaign to watch


def watch(
    scenario: str,
    *,
    seed: int,
    turns: int | None = None,
    load: Loader = load_scenario,
    console: Console | None = None,
) -> None:
    """The computer plays both sides; after each day a sketch of the front and the news."""
    console = console or Console(highlight=False)
    loaded = load(scenario)
    console.print(Text(loaded.title, style="bold"))
    match = Match(loaded, seed)
    players: dict[Side, Chooser] = {
        side: registry.make(registry.DEFAULT, side, seed) for side in SIDES
    }
    news: list[AnyEvent] = list(match.opening)

    def look(match: Match, order: Order, events: tuple[AnyEvent, ...]) -> None:
        for event in events:
            if isinstance(event, TurnBegan):
                _print_day(console, match.scenario, match.state, event.turn - 1, news)
                news.clear()
            news.append(event)

    play_out(match, players, turns=turns, watch=look)
    if match.over:
        _print_day(console, loaded, match.state, match.turn, news)
    print_summary(match, console)


def _print_day(
    console: Console, scenario: Scenario, state: State, turn: int, news: list[AnyEvent]
) -> None:
    console.rule(f"Turn {turn}, {day(scenario.date_of(turn))} {scenario.start.year}")
    for event in news:
        if isinstance(event, TurnBegan):
            sky = dict.fromkeys(WEATHER_NAMES.get(code, code) for code in event.weather)
            console.print(f"Weather: {', '.join(sky)}", style="dim")
    for line in sketch(state, console.width):
        console.print(line, no_wrap=True)
    for event in news:
        if isinstance(event, Proclaimed | Ended):
            console.print(Text(sentence(event, scenario), style="bold"))
    for side in SIDES:
        taken = [e.name for e in news if isinstance(e, Captured) and e.by == side]
        if taken:
            console.print(
                Text(f"{SIDE_NAMES[side]} captures: {listed(taken, 12)}.", style=COLOURS[side])
            )
    for side, lost in totals(news).items():
        console.print(_loss_line(side, lost), style=COLOURS[side])


def sketch(state: State, width: int) -> list[Text]:
    """The theatre in letters: S and J troops, x both close together, : ground taken, . land.

    A letter stands for a block of hexes about as high as it is wide on the ground; a letter is
    twice as high as wide, and a column of hexes 0.87 of a row apart.
    """
    hexmap = state.scenario.map
    inside = hexmap.hexes
    left, right = inside[0] // STRIDE, inside[-1] // STRIDE
    top, bottom = min(h % STRIDE for h in inside), max(h % STRIDE for h in inside)
    wide = max(1, -(-(right - left + 1) // max(20, min(width, 110) - 2)))
    high = max(1, round(wide * 0.87 * 2))
    blocks: dict[tuple[int, int], Count[str]] = {}
    land = hexmap.land
    for h in inside:
        if land[h]:
            block = blocks.setdefault(
                ((h % STRIDE - top) // high, (h // STRIDE - left) // wide), Count()
            )
            holder = HOLDERS.get(state.control[h])
            block[f"{holder or 'neutral'} taken" if h in state.held else holder or "neutral"] += 1
            side = state.side_at(h)
            if side is not None:
                block[f"{side} troops"] += 1
    lines = []
    for y in range((bottom - top) // high + 1):
        line = Text()
        for x in range((right - left) // wide + 1):
            line.append(*_letter(blocks.get((y, x), Count())))
        lines.append(line)
    return lines


def _letter(block: Count[str]) -> tuple[str, str]:
    red, yellow = block["soviet troops"], block["japan troops"]
    if red and yellow:
        return "x", "bold magenta"
    if red or yellow:
        return ("S", "bold red") if red else ("J", "bold yellow")
    if not block:
        return " ", ""
    what, _ = block.most_common(1)[0]
    side, _, taken = what.partition(" ")
    return (":" if taken else "."), f"dim {COLOURS.get(side, 'white')}"


# The end of a game


def print_summary(
    match: Match, console: Console | None = None, *, times: Mapping[str, float] | None = None
) -> None:
    """Who holds what since when, the losses, the points, and the time it took."""
    console = console or Console(highlight=False)
    scenario, state = match.scenario, match.state
    console.rule("How it stands" if not match.over else "The end")
    console.print(
        f"{scenario.title}: turn {state.turn} of {scenario.turns}, "
        f"{day(scenario.date_of(state.turn))}; seed {match.seed}; {match.orders:,} orders."
    )
    if scenario.objectives:
        console.print(_places(scenario, state))
    console.print(_losses(state))
    print_tables(state, console)
    ledger = victory.ledger(state, final=match.over)
    reason = f" ({state.over[0]})" if state.over else ", if it ended now"
    console.print(f"Result: {ledger.level}, {ledger.total:+d} points{reason}.", style="bold")
    if match.over:
        _print_epilogue(console, state)
    if times:
        console.print("; ".join(f"{name} {seconds:.2f} s" for name, seconds in times.items()))


def _print_epilogue(console: Console, state: State) -> None:
    """What became of people and places, with the record beside it."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(style="bold")
    for note in epilogue(state):
        said = Text(note.text)
        if note.source:
            said.append(f" [{note.source}]", style="dim")
        table.add_row(note.topic, said)
    console.print(table)


def _places(scenario: Scenario, state: State) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for title in ("place", "held by", "since", "in the record"):
        table.add_column(title)
    for objective in scenario.objectives:
        holder = HOLDERS.get(state.control[objective.hex])
        held = state.held.get(objective.hex)
        table.add_row(
            objective.name,
            Text(SIDE_NAMES.get(holder or "", "nobody"), style=COLOURS.get(holder or "", "")),
            day(scenario.date_of(held[1])) if held else "the beginning",
            day(scenario.date_of(objective.par)),
        )
    return table


def _losses(state: State) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    names = ("killed", "wounded", "captured", "dispersed", "tanks", "guns")
    for title in ("losses", *names):
        table.add_column(title, justify="left" if title == "losses" else "right")
    for side in SIDES:
        for nation in dict.fromkeys(c.nation for c in state.scenario.counters.values()):
            if NATION_SIDE[nation] == side:
                toll = state.losses.get(nation, Toll(nation))
                numbers = (f"{getattr(toll, name):,}" for name in names)
                table.add_row(Text(NATION_NAMES[nation], style=COLOURS[side]), *numbers)
    return table
