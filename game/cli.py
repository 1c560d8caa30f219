"""The commands. Thin: each imports what it needs when it is called, so the start stays fast."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from game import __version__

CAMPAIGN = "manchuria_1945"

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
Seed = Annotated[int, typer.Option(help="The dice: the same seed gives the same game.")]
Turns = Annotated[int | None, typer.Option(min=1, help="Stop after so many turns.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
ReplayFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A recorded game.")]
InFolder = Annotated[Path, typer.Option(exists=True, file_okay=False)]
OutFolder = Annotated[Path, typer.Option(file_okay=False)]


def tell(result: Mapping[str, object], as_json: bool) -> None:
    """Print a result for programs or for people."""
    if as_json:
        typer.echo(json.dumps(result, indent=2, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    for name, value in result.items():
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
def play(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=print_version)
    ] = False,
) -> None:
    """Without a command: watch the computer's generals fight the campaign's first days."""
    if context.invoked_subcommand is not None:
        return
    from game.film.terminal import watch

    typer.echo(
        "This version has no window yet, so the computer plays both sides here in the terminal.\n"
        "`python main.py map manchuria_1945 --out map.png` draws the map; --help lists the rest."
    )
    watch(CAMPAIGN, seed=1945, turns=5)


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
    as_json: Json = False,
) -> None:
    """Play one game between two of the computer's generals and report how it went."""
    options = parse_options(option or [])
    from game.lab.simulate import run_simulation

    result = run_simulation(
        scenario=scenario,
        seed=seed,
        players={"soviet": soviet, "japan": japan},
        turns=turns,
        options=options,
        replay=replay,
    )
    tell(result, as_json)


@replays.command("verify")
def verify_replay(file: ReplayFile, as_json: Json = False) -> None:
    """Play a recorded game again and compare every event and every state with the record."""
    from game.replay import verify

    verdict = verify(file)
    tell(verdict, as_json)
    if not verdict["ok"]:
        raise typer.Exit(1)


@replays.command("show")
def show_replay(
    file: ReplayFile,
    turn: Annotated[int | None, typer.Option(min=1, help="Only this turn.")] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Play it as a live view.")] = False,
) -> None:
    """Tell a recorded game, order by order and event by event."""
    from game.film.terminal import show

    show(file, turn=turn, follow=follow)


@scenarios.command("show")
def show_scenario(name: str, as_json: Json = False) -> None:
    """Sum up a scenario: its size, sides, forces, calendar and options."""
    from game.scenario.show import show

    tell(show(name), as_json)


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
        raise typer.Exit(1)
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
    side: Annotated[str, typer.Option(help="soviet or japan.")],
    scenario: Scenario = CAMPAIGN,
) -> None:
    """List every order a side may give at the start of a scenario."""
    from game.match import Match
    from game.rules.legal import legal_orders
    from game.scenario.load import load

    for order in legal_orders(Match(load(scenario), seed=1).view(side)):
        typer.echo(str(order))


@app.command("map")
def draw(
    name: str,
    out: Annotated[Path, typer.Option(dir_okay=False, help="The picture to write (PNG).")],
    width: Annotated[int, typer.Option(min=200, max=20000, help="In pixels.")] = 3000,
) -> None:
    """Draw a scenario's map with its forces as a picture."""
    from game.film.picture import draw_map

    draw_map(name, out, width)


@app.command()
def mapmake(geo: InFolder, history: InFolder, out: OutFolder) -> None:
    """Make the campaign's map from geographic and historical data (needs the extra `map`)."""
    from game.mapmaker import build

    build(geo, history, out)


@app.command()
def oobmake(history: InFolder, out: OutFolder) -> None:
    """Make the campaign's order of battle from historical data."""
    from game.mapmaker import build_forces

    build_forces(history, out)


@app.command()
def bench(as_json: Json = False) -> None:
    """Measure how fast the engine is on this machine."""
    from game.lab.bench import run_bench

    run_bench(json=as_json)


@app.command()
def ladder(
    games: Annotated[int, typer.Option(min=1, help="Games per pairing.")] = 10,
    as_json: Json = False,
) -> None:
    """Let the computer's generals play each other and rank them."""
    from game.lab.ladder import run_ladder

    tell(run_ladder(games=games), as_json)


def start(arguments: list[str]) -> int:
    """Run a command line; the exit code. What a user can mend is a sentence, not a traceback."""
    try:
        app(args=arguments, prog_name="main.py")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except OSError as error:
        if error.filename is None:
            raise
        print(f"error: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2
    return 0
