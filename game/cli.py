"""The commands. Thin: each imports what it needs when it is called, so the start stays fast."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from game import __version__
from game.model.forces import Side

if TYPE_CHECKING:
    from game.lab.batch import Batch

CAMPAIGN = "manchuria_1945"
INTERRUPTED = 130
"""Exit code after Ctrl-C, as the shells have it."""

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="August Storm: the Soviet invasion of Manchuria, August 1945. "
    "Without a command it starts the game.",
    epilog="`python main.py test` runs the tests, with any arguments of pytest.",
)
replays = typer.Typer(help="Look at recorded games and prove that they repeat exactly.")
scenarios = typer.Typer(help="Look at scenarios, check them, learn their format.")
app.add_typer(replays, name="replay")
app.add_typer(scenarios, name="scenario")

Scenario = Annotated[str, typer.Option(help="Name of a folder in scenarios/.")]
Seed = Annotated[
    int,
    typer.Option(min=-(2**63), max=2**63 - 1, help="The dice: the same seed gives the same game."),
]
Turns = Annotated[int | None, typer.Option(min=1, help="Stop after so many turns.")]
Seen = Literal["all", "soviet", "japan"]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
ReplayFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A recorded game.")]
InFolder = Annotated[Path, typer.Option(exists=True, file_okay=False)]
OutFolder = Annotated[Path, typer.Option(file_okay=False)]


def tell(result: Mapping[str, object], as_json: bool) -> None:
    """Print a result for programs or for people."""
    if as_json:
        typer.echo(json.dumps(result, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    for name, value in result.items():
        if isinstance(value, Mapping):
            shown = ", ".join(f"{part} {count}" for part, count in value.items())
        else:
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        table.add_row(name.replace("_", " "), shown)
    Console().print(table)


def parse_options(pairs: list[str]) -> dict[str, str]:
    """`["fog=off"]` as `{"fog": "off"}`."""
    options = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals and value):
            raise typer.BadParameter(f"{pair!r} is not name=value", param_hint="--option")
        options[name] = value
    return options


def print_version(wanted: bool) -> None:
    """Answer --version and end."""
    if wanted:
        typer.echo(f"August Storm {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=print_version)
    ] = False,
) -> None:
    """Without a command: open the game at its menu."""
    if context.invoked_subcommand is not None:
        return
    from game.ui.start import NoDisplay, run

    try:
        run()
    except NoDisplay as reason:
        no_window(reason)


def no_window(reason: Exception) -> None:
    """Where no window can be opened the computer plays in the terminal."""
    from game.film.terminal import watch

    typer.echo(
        f"No window can be opened ({reason}), so the computer plays both sides here in the "
        "terminal; --help lists what else can be done without one."
    )
    watch(CAMPAIGN, seed=1945, turns=5)


class Lead(StrEnum):
    """Which sides persons lead."""

    SOVIET = "soviet"
    JAPAN = "japan"
    BOTH = "both"
    NONE = "none"


@app.command()
def play(
    scenario: Scenario = CAMPAIGN,
    side: Annotated[
        Lead, typer.Option(help="Whom you lead: both for two players, none to watch.")
    ] = Lead.SOVIET,
    opponent: Annotated[str, typer.Option(help="Who leads the other side.")] = "staff",
    seed: Annotated[
        int | None, typer.Option(min=0, max=2**63 - 1, help="The dice; new ones if left out.")
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A scenario option; repeatable.")
    ] = None,
    load: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Go on with this saved game.")
    ] = None,
) -> None:
    """Open a game in the window."""
    options = parse_options(option or [])
    from game.ui import start as window
    from game.ui.setup import Setup, new_seed

    setup = Setup(scenario, side.value, opponent, new_seed() if seed is None else seed, options)
    if load is not None:
        window.check_save(load)
    else:
        window.check(setup)
    try:
        window.run(None if load is not None else setup, load)
    except window.NoDisplay as reason:
        raise typer.BadParameter(
            f"no window can be opened here ({reason}); `main.py simulate` plays without one"
        ) from reason


@app.command()
def simulate(
    scenario: Scenario = CAMPAIGN,
    seed: Seed = 1,
    soviet: Annotated[str, typer.Option(help="Who leads the Soviet side.")] = "staff",
    japan: Annotated[str, typer.Option(help="Who leads the Japanese side.")] = "staff",
    turns: Turns = None,
    option: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A scenario option; repeatable.")
    ] = None,
    replay: Annotated[Path | None, typer.Option(dir_okay=False, help="Record it here.")] = None,
    why: Annotated[
        bool, typer.Option("--why", help="Keep the generals' reasons beside the record.")
    ] = False,
    report: Annotated[bool, typer.Option("--report", help="Tell it by date too.")] = False,
    as_json: Json = False,
) -> None:
    """Play one game between two of the computer's generals and report how it went."""
    options = parse_options(option or [])
    if why and replay is None:
        raise typer.BadParameter("needs --replay: reasons are kept beside a record",
                                 param_hint="--why")  # fmt: skip
    from game.bots.names import check_name
    from game.lab.simulate import run_simulation

    check_name(soviet)
    check_name(japan)

    try:
        game = run_simulation(
            scenario=scenario,
            seed=seed,
            players={"soviet": soviet, "japan": japan},
            turns=turns,
            options=options,
            replay=replay,
            why=why,
        )
    except KeyboardInterrupt:
        if replay is None:
            raise
        typer.echo(f"Interrupted; the game so far is in {replay}.", err=True)
        sys.exit(INTERRUPTED)
    if as_json:
        tell(game.as_json(), as_json)
        return
    from game.film.report import print_report
    from game.film.terminal import print_summary

    for side, bot in game.bots.items():
        for line in bot.log[-20:]:
            typer.echo(f"{side} ({bot.title or bot.name}), {line}", err=True)
    if game.forfeit is not None:
        typer.echo(f"{game.forfeit}.")
    if report:
        print_report(game.report)
    print_summary(game.match, times={"CPU": game.cpu_seconds, "wall": game.wall_seconds})
    typer.echo(f"State {game.match.state_hash()}" + (f"; recorded in {replay}" if replay else ""))


@replays.command("verify")
def verify_replay(file: ReplayFile, as_json: Json = False) -> None:
    """Play a recorded game again and compare every event and every state with the record."""
    from game.rerun import verify
    from game.scenario.load import load

    verdict = verify(file, load)
    no_game = verdict.field in ("file", "scenario")
    if as_json:
        tell(verdict.as_json(), as_json)
    else:
        typer.echo(f"error: {verdict.message}" if no_game else verdict.message, err=no_game)
        for field, expected, found in verdict.state:
            typer.echo(f"  {field}: the file says {expected}, playing it gives {found}")
    if not verdict.ok:
        raise typer.Exit(2 if no_game else 1)


@replays.command("show")
def show_replay(
    file: ReplayFile,
    turn: Annotated[int | None, typer.Option(min=1, help="Only this turn.")] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Play it as a live view.")] = False,
) -> None:
    """Tell a recorded game, order by order and event by event."""
    from game.film.terminal import show

    show(file, turn=turn, follow=follow)


@replays.command("view")
def view_replay(
    file: ReplayFile,
    side: Annotated[
        Literal["soviet", "japan", "all"], typer.Option(help="Whose eyes to see it with.")
    ] = "all",
) -> None:
    """Open a recorded game in the window: play, scrub, and read why."""
    from game.ui.app import App
    from game.ui.screens.replay import ReplayViewer

    window = App()
    try:
        window.show(lambda app: ReplayViewer(app, file, side))
    except BaseException:
        window.close()
        raise
    window.run()


@replays.command("report")
def report_replay(file: ReplayFile, as_json: Json = False) -> None:
    """Tell a recorded game by date: captures, landings, surrenders, prisoners, losses."""
    from game.film.report import print_report
    from game.lab.report import of_replay
    from game.scenario.load import load

    _, report = of_replay(file, load)
    if as_json:
        tell(report.as_json(), as_json)
    else:
        print_report(report)


@replays.command("export")
def export_replay(
    file: ReplayFile,
    html: Annotated[
        Path | None, typer.Option(dir_okay=False, help="One page that needs no network.")
    ] = None,
    geojson: Annotated[
        Path | None, typer.Option(file_okay=False, help="Folder: units, front, control, captures.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(file_okay=False, help="Folder: the same as tables, and figures.")
    ] = None,
    mp4: Annotated[
        Path | None, typer.Option(dir_okay=False, help="A film (needs the extra `video`).")
    ] = None,
    gif: Annotated[
        Path | None, typer.Option(dir_okay=False, help="The same as a GIF (extra `video`).")
    ] = None,
    width: Annotated[
        int | None, typer.Option(min=320, max=3840, help="Of a film, in pixels [1280, GIF: 640].")
    ] = None,
    fps: Annotated[
        int | None, typer.Option(min=1, max=50, help="Pictures a second of a film [10].")
    ] = None,
    frames: Annotated[
        int | None, typer.Option(min=1, max=60, help="Pictures of each phase in a film [4].")
    ] = None,
    seen: Annotated[Seen, typer.Option("--as", help="Both sides, or what one side knew.")] = "all",
) -> None:
    """Make of a recorded game what others can look at."""
    from game.film.export import Wishes, export

    wishes = Wishes(html, geojson, csv, mp4, gif, seen, width, fps, frames)
    for path in export(file, wishes):
        typer.echo(str(path))


@app.command("standing")
def show_standing(
    file: ReplayFile,
    turn: Annotated[int | None, typer.Option(min=1, help="At the end of this turn.")] = None,
    as_json: Json = False,
) -> None:
    """Tell how a recorded game stands: the points so far, what remains, and the levels."""
    from game.film import ledger

    state = ledger.at_turn(file, turn)
    if as_json:
        tell(ledger.as_json(state), as_json)
    else:
        ledger.print_standing(state)


@scenarios.command("show")
def show_scenario(
    name: str,
    option: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="The scenario under this option; repeatable."),
    ] = None,
    rivals: Annotated[
        bool, typer.Option("--rivals", help="Where the sources differ, and what is used.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Sum up a scenario: its size, sides, forces, calendar and options."""
    chosen = parse_options(option or [])
    from game.lab.simulate import options_of
    from game.model.variants import played
    from game.scenario.load import load
    from game.scenario.show import rival_rows, show, tables

    scenario = load(name)
    if rivals:
        from game.film.rivals import print_rivals

        if as_json:
            tell({"rivals": rival_rows(scenario)}, as_json)
        else:
            print_rivals(scenario)
        return
    options = options_of(scenario, chosen)
    numbers = show(replace(played(scenario, options), options=options))
    if as_json:
        tell(numbers, as_json)
        return
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    for title, header, rows in tables(numbers):
        table = Table(title=title, title_justify="left", box=None, show_header=any(header))
        for i, head in enumerate(header):
            right = i > 0 and all(row[i].replace(",", "").isdigit() for row in rows)
            table.add_column(head, justify="right" if right else "left")
        for row in rows:
            table.add_row(*row)
        console.print(table)


@scenarios.command("validate")
def validate_scenario(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
) -> None:
    """List everything that is wrong in a scenario's files."""
    from game.scenario.validate import validate

    problems = validate(folder)
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(2)
    typer.echo(f"{folder}: no problems")


@scenarios.command("schema")
def scenario_schema(
    out: Annotated[Path | None, typer.Option(file_okay=False, help="Write files here.")] = None,
) -> None:
    """Print the JSON Schemas of the scenario files, or write one file each into a folder."""
    from game.scenario.schema import schemas

    texts = {
        name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas().items()
    }
    if out is None:
        typer.echo("".join(texts.values()), nl=False)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (out / f"{name}.schema.json").write_text(text, encoding="utf-8")


@app.command()
def legal(
    side: Annotated[Side, typer.Option(help="soviet or japan.")],
    scenario: Scenario = CAMPAIGN,
) -> None:
    """List every order a side may give at the start of a scenario."""
    from game.match import Match
    from game.model.orders import EndPhase, line_of
    from game.scenario.load import load

    match = Match(load(scenario), seed=1)
    if match.phase != side:
        match.submit(EndPhase())
    for order in match.legal(side):
        typer.echo(line_of(order))


@app.command("map")
def draw(
    name: str,
    out: Annotated[Path, typer.Option(dir_okay=False, help="The picture to write (PNG).")],
    width: Annotated[int, typer.Option(min=200, max=8000, help="In pixels.")] = 2400,
    at: Annotated[str | None, typer.Option(help="Only the country round this place.")] = None,
    across: Annotated[float | None, typer.Option(min=20, max=5000, help="Its width in km.")] = None,
) -> None:
    """Draw a scenario's map with its forces as a picture."""
    if out.suffix.lower() != ".png":
        raise typer.BadParameter(f"{str(out)!r} does not end in .png", param_hint="--out")
    if not out.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {str(out.parent)!r}", param_hint="--out")
    from game.film.picture import draw_map

    try:
        draw_map(name, out, width, at, across)
    except LookupError as error:
        if at is None:
            raise
        raise typer.BadParameter(str(error.args[0]), param_hint="--at") from error


@app.command()
def mapmake(geo: InFolder, history: InFolder, out: OutFolder) -> None:
    """Make the campaign's map from geographic and historical data (needs the extra `map`)."""
    from game.mapmaker import build

    build(geo, history, out)


@app.command()
def oobmake(history: InFolder, out: OutFolder) -> None:
    """Make a campaign's order of battle from historical data, for the map in the folder beside
    it."""
    from game.scenario.oob import build

    counts = build(history, out.parent / "map", out)
    tell(dict(counts), as_json=False)


Options = Annotated[
    list[str] | None, typer.Option(metavar="NAME=VALUE", help="A scenario option; repeatable.")
]
Games = Annotated[int, typer.Option(min=1, help="How many games.")]
Jobs = Annotated[int, typer.Option(min=1, help="Processes that play at once.")]
Dask = Annotated[str, typer.Option(help="Address of a Dask cluster (needs the extra `cluster`).")]


@app.command()
def batch(
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder of the batch.")],
    scenario: Scenario = CAMPAIGN,
    games: Games = 100,
    jobs: Jobs = 2,
    seed: Annotated[int, typer.Option(help="Of the first game; the next ones count up.")] = 1,
    soviet: Annotated[str, typer.Option(help="Who leads the Soviet side.")] = "staff",
    japan: Annotated[str, typer.Option(help="Who leads the Japanese side.")] = "staff",
    option: Options = None,
    turns: Turns = None,
    dask: Dask = "",
) -> None:
    """Play many games, one file each, and write them as tables. Interrupted, it goes on when the
    same command is given again."""
    from game.bots.names import check_name
    from game.lab.batch import batch_of

    check_name(soviet)
    check_name(japan)
    wanted = batch_of(
        scenario, games, seed, {"soviet": soviet, "japan": japan}, parse_options(option or []),
        turns,
    )  # fmt: skip
    play_batch(wanted, out, jobs, dask)


def play_batch(wanted: Batch, out: Path, jobs: int, dask: str = "") -> None:
    """Play a batch with a bar that tells how long it will still take."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from game.lab.batch import finished, run

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    done = len(finished(out)) if out.is_dir() else 0
    with Progress(*columns) as bar:
        task = bar.add_task(str(out), total=wanted.games, completed=min(done, wanted.games))
        paths = run(wanted, out, jobs, dask, tell=lambda _: bar.advance(task))
    typer.echo(f"{len(finished(out))} games in {out}: {', '.join(p.name for p in paths)}")


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A batch.")],
    out: Annotated[Path | None, typer.Option(dir_okay=False, help="The page to write.")] = None,
) -> None:
    """Write the report of a batch as one HTML page (needs the extra `lab`)."""
    from game.lab.page import write_page

    path = out or folder / "report.html"
    write_page(folder, path)
    typer.echo(f"{path}")


@app.command()
def calibrate(
    games: Games = 200,
    jobs: Jobs = 2,
    scenario: Scenario = CAMPAIGN,
    seed: Annotated[int, typer.Option(help="Of the first game.")] = 1,
    folder: Annotated[Path, typer.Option(file_okay=False, help="Where the games are kept.")] = Path(
        "out/calibrate"
    ),
    out: Annotated[Path | None, typer.Option(dir_okay=False, help="Write the page here.")] = None,
) -> None:
    """Hold a batch of games against the record of August 1945."""
    from game.lab.batch import batch_of
    from game.lab.calibration import calibration_of, markdown

    play_batch(batch_of(scenario, games, seed), folder, jobs)
    text = markdown(calibration_of(folder))
    if out is not None:
        out.write_text(text, encoding="utf-8")
    typer.echo(text)


@app.command()
def whatif(
    option: Annotated[list[str], typer.Option(metavar="NAME=VALUE", help="What is changed.")],
    games: Games = 100,
    jobs: Jobs = 2,
    scenario: Scenario = CAMPAIGN,
    seed: Annotated[int, typer.Option(help="Of the first pair.")] = 1,
    folder: Annotated[Path, typer.Option(file_okay=False, help="Where the games are kept.")] = Path(
        "out/whatif"
    ),
    as_json: Json = False,
) -> None:
    """Play the same seeds with and without an option, and tell what it changes."""
    from game.lab import whatif as lab
    from game.lab.batch import batch_of

    changed = parse_options(option)
    name = "_".join(f"{k}-{v}" for k, v in sorted(changed.items()))
    before, after = folder / "as_it_is", folder / name
    play_batch(batch_of(scenario, games, seed), before, jobs)
    play_batch(batch_of(scenario, games, seed, options=changed), after, jobs)
    found = lab.effects(before, after)
    if as_json:
        typer.echo(json.dumps(lab.as_json(found), indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "as it is", name, "change", "95 % interval", box=None)
    for e in found:
        mark = "[bold]" if e.sure else ""
        table.add_row(
            mark + e.name, f"{e.before:,.1f}", f"{e.after:,.1f}", f"{mark}{e.mean:+,.2f}",
            f"{e.low:+,.2f} to {e.high:+,.2f}",
        )  # fmt: skip
    Console(highlight=False).print(table)


@app.command()
def screenshot(
    out: Annotated[Path, typer.Option(dir_okay=False, help="Where the PNG is written.")],
    screen: Annotated[
        str, typer.Option(help="map, combat, supply, oob, menu or any overlay by name.")
    ] = "map",
    scenario: Scenario = CAMPAIGN,
    turn: Annotated[int, typer.Option(min=1, help="The staff plays both sides up to it.")] = 1,
    side: Annotated[Side, typer.Option(help="Whose eyes.")] = "soviet",
    size: Annotated[str, typer.Option(help="Of the window in pixels.")] = "1920x1080",
    ui_scale: Annotated[int, typer.Option(help="Size of the interface in per cent.")] = 100,
    at: Annotated[str | None, typer.Option(help="A place to look at, by id or name.")] = None,
    zoom: Annotated[int | None, typer.Option(help="Pixels from hex to hex.")] = None,
    seed: Seed = 1,
    replay: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Show this unfinished game instead."),
    ] = None,
) -> None:
    """Make a picture of the window, without a screen."""
    from game.ui.shots import BadShot, shoot, size_of

    try:
        shoot(screen, out, scenario, turn, side, size_of(size), ui_scale, at, zoom, seed, replay)
    except BadShot as fault:
        raise typer.BadParameter(str(fault)) from fault
    typer.echo(f"{out}")


@app.command()
def tilemake(
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder for the tiles.")],
    scenario: Scenario = CAMPAIGN,
) -> None:
    """Paint the land that comes with the game as tiles (needs the extra `map`)."""
    from rich.progress import track

    from game.ui.tiles import count, ship

    for _ in track(ship(out, scenario), "painting", total=count(scenario)):
        pass


@app.command()
def bench(
    what: Annotated[
        str,
        typer.Argument(
            help="engine: whole games; sweep: games by size of the scenario; ui: the window, "
            "without a screen."
        ),
    ] = "engine",
    scenario: Scenario = CAMPAIGN,
    seed: Seed = 1,
    player: Annotated[str, typer.Option(help="Who leads both sides.")] = "staff",
    turns: Turns = None,
    as_json: Json = False,
) -> None:
    """Measure how fast the engine or the window is on this machine."""
    if what not in ("engine", "sweep", "ui"):
        raise typer.BadParameter(f"{what!r} is none of engine, sweep, ui", param_hint="what")
    if what == "sweep":
        from game.lab.bench import sweep

        rows = sweep(player, seed)
        if as_json:
            typer.echo(json.dumps(rows, indent=2))
            return
        from rich.console import Console
        from rich.table import Table

        table = Table(*(name.replace("_", " ") for name in rows[0]), box=None)
        for row in rows:
            table.add_row(*(str(value) for value in row.values()))
        Console(highlight=False).print(table)
        return
    if what == "ui":
        from game.ui.measure import run as measure

        tell(measure(), as_json)
        return
    from game.lab.bench import run_bench

    tell(run_bench(scenario, seed, player, turns), as_json)


@app.command()
def ladder(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Players, `cmd:` programs among them; all of the computer's own."),
    ] = None,
    pairs: Annotated[int, typer.Option(min=1, help="Pairs of games with sides changed.")] = 5,
    scenario: Scenario = CAMPAIGN,
    seed: Annotated[int, typer.Option(help="Of the first pair; the next ones count up.")] = 1,
    turns: Turns = None,
    jobs: Jobs = 1,
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="Keep the games here, to go on later.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Let players play each other, each leading either side in turn, and rate them. With --out it
    can be interrupted, and made longer, by the same command."""
    from game.lab import ladder as lab

    wanted = lab.ladder_of(scenario, names or [], pairs, seed, turns)
    if as_json:
        typer.echo(json.dumps(lab.result(wanted, lab.run(wanted, jobs, out)), indent=2))
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    from game.film.standings import print_ladder

    columns = TextColumn("ladder"), BarColumn(), MofNCompleteColumn(), TextColumn("left"), Left()
    done = len(lab.begin(out, wanted)) if out is not None else 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("ladder", total=len(wanted.games), completed=done)
        games = lab.run(wanted, jobs, out, tell=lambda key, game: bar.advance(task))
    print_ladder(lab.result(wanted, games))


@app.command()
def balance(
    names: Annotated[
        list[str] | None, typer.Argument(help="Scenarios; all that are cut from another one.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Games of each pair of generals.")] = 20,
    first: Annotated[int, typer.Option(help="The first seed; the next ones count up.")] = 1,
    only_equal: Annotated[
        bool, typer.Option("--only-equal", help="Leave out the games against a weaker general.")
    ] = False,
    detail: Annotated[
        bool, typer.Option("--details", help="When objectives fell, casualties, prisoners (JSON).")
    ] = False,
    as_json: Json = False,
) -> None:
    """Let the computer's generals play the small scenarios and count who wins."""
    from game.lab.balance import run_balance, run_details

    if detail:
        typer.echo(json.dumps(run_details(names or [], seeds=seeds, first=first), indent=2))
        return
    rows: list[dict[str, object]] = []

    def tell_row(row: dict[str, object]) -> None:
        if not rows:
            typer.echo("| " + " | ".join(name.replace("_", " ") for name in row) + " |")
            typer.echo("|---" * len(row) + "|")
        rows.append(row)
        typer.echo("| " + " | ".join(str(value) for value in row.values()) + " |")

    result = run_balance(
        names or [], seeds=seeds, first=first, weaker=None if only_equal else "greedy",
        tell=None if as_json else tell_row,
    )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(result, indent=2))


def start(arguments: list[str]) -> int:
    """Run a command line; the exit code. What a user can mend is a sentence, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a letter gets its number; it is no reason to stop.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(args=arguments, prog_name="main.py", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        way_out = f" ({context.command_path} --help tells more)" if context else ""
        sentence = " ".join(error.format_message().split())
        print(f"error: {sentence}{way_out}", file=sys.stderr)
        return 2
    except OSError as error:
        if error.filename is not None:
            print(f"error: {error.strerror}: {error.filename}", file=sys.stderr)
            return 2
        if error.errno not in (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
        # The output cannot be written; nor could Python when it closes it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.EPIPE:  # as with `| head`: whoever reads has had enough
            return 1
        print(f"error: {error.strerror}: standard output", file=sys.stderr)
        return 2
    except Exception as error:
        if not isinstance(error, user_faults()):
            raise
        print(f"error: {error}", file=sys.stderr)
        return 2
    if code == INTERRUPTED:
        print("Interrupted.", file=sys.stderr)
    return code or 0


def user_faults() -> tuple[type[Exception], ...]:
    """What a user can mend: a file, a name, an option. Everything else is a fault of the game."""
    from game.film.export import BadWish
    from game.lab.batch import BadBatch
    from game.lab.simulate import BadOption
    from game.players.registry import UnknownPlayer
    from game.replay import ReplayFault
    from game.scenario.problems import ScenarioFault

    return (BadBatch, BadOption, BadWish, UnknownPlayer, ReplayFault, ScenarioFault)
