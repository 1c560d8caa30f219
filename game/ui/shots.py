"""Pictures of the window without a screen: for the README, for reviews, for bug reports.

Screens join by a line in SCREENS: a function that opens a screen of a game that has been played so
far. What a picture shows is what the side that looks knows.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from game.lab.simulate import options_of
from game.match import Match, play_out
from game.model.events import AnyEvent
from game.model.forces import SIDES, Side
from game.model.orders import Order
from game.model.state import State
from game.players import registry
from game.rerun import resume
from game.scenario.load import load

Told = list[tuple[tuple[int, Side], tuple[AnyEvent, ...]]]
"""Turn and phase, and what the side that looks was told."""

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.screens.battle import Battle

PATIENCE = 90.0
"""Seconds to wait for the painters' process."""


class BadShot(Exception):
    """There is no such picture; the message says what there is."""


def _map(battle: Battle, told: Told) -> None:
    """The map as it is."""


def _combat(battle: Battle, told: Told) -> None:
    """The greatest attack that could be made now, in its dialog."""
    from game.model.orders import Attack
    from game.rules.legal import legal

    view = battle.view
    attacks = [o for o in legal(view) if isinstance(o, Attack)]
    if not attacks:
        raise BadShot("nobody can attack anybody now; take another turn")
    best = max(attacks, key=lambda o: (sum(view.units[u].men for u in o.units), -o.target))
    battle.camera.look_at(best.target, 54)
    battle.ask_attack(best.units, best.target)


def _supply(battle: Battle, told: Told) -> None:
    """The network of supply."""
    battle.map.overlays.toggle("S")


def _oob(battle: Battle, told: Told) -> None:
    """A unit found in the order of battle, selected."""
    unit = max(battle.view.on_map(battle.viewer), key=lambda u: (u.men, u.id))
    battle.camera.look_at(unit.hex, 54)
    battle.select((unit.id,))


def _report(battle: Battle, told: Told) -> None:
    """What the other side's last turn brought."""
    from game.ui.dialogs.report import ReportDialog

    if not told:
        raise BadShot("there is no report before the second turn")
    battle.dialogs.append(ReportDialog(battle, told, battle.viewer))


def _papers(tab: str) -> Callable[[Battle, Told], None]:
    """A tab of the papers of the staff."""
    return lambda battle, told: battle.papers.open(tab)


SCREENS: dict[str, Callable[[Battle, Told], None]] = {
    "map": _map, "combat": _combat, "supply": _supply, "oob": _oob, "report": _report,
    "forces": _papers("forces"), "course": _papers("course"), "points": _papers("points"),
    "council": _papers("council"), "encyclopaedia": _papers("book"),
}  # fmt: skip
"""What can be shown of a battle; the menu stands alone."""


def names() -> tuple[str, ...]:
    """All pictures: screens, and the map with any overlay by its name."""
    from game.ui.overlays.registry import OVERLAYS

    overlays = tuple(o.name.lower().replace(" ", "_") for o in OVERLAYS)
    return tuple(dict.fromkeys(("menu", *SCREENS, *overlays)))


def size_of(text: str) -> tuple[int, int]:
    """ "1920x1080" as two numbers. BadShot for anything else."""
    wide, times, tall = text.lower().partition("x")
    if not (times and wide.isdigit() and tall.isdigit()):
        raise BadShot(f"{text!r} is no size; write it as 1920x1080")
    size = (int(wide), int(tall))
    if not (640 <= size[0] <= 7680 and 400 <= size[1] <= 4320):
        raise BadShot(f"{text} is too small or too large; from 640x400 to 7680x4320")
    return size


def shoot(
    screen: str,
    out: Path,
    scenario: str,
    turn: int = 1,
    side: Side = "soviet",
    size: tuple[int, int] = (1920, 1080),
    ui_scale: int = 100,
    at: str | None = None,
    zoom: int | None = None,
    seed: int = 1,
    replay: Path | None = None,
) -> None:
    """Write a picture of a screen to `out` (PNG).

    The game is played by the staff on both sides up to `turn`, or taken from a recorded game that
    is not over. BadShot says what is wrong.
    """
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    if screen not in names():
        raise BadShot(f"there is no picture {screen!r}; there are {', '.join(names())}")
    import pygame

    from game.ui.app import App
    from game.ui.settings import SCALES, Settings

    if ui_scale not in (0, *SCALES):
        raise BadShot(f"the interface has no size {ui_scale}; it has {', '.join(map(str, SCALES))}")
    quiet = Settings(ui_scale=ui_scale, edge_pan=False, motion=False, event_cards=False)
    app = App(size=size, settings=quiet)
    try:
        if screen == "menu":
            from game.ui.screens.menu import Menu

            app.show(Menu)
            _wait(app, lambda: True)
        else:
            _battle(app, screen, scenario, turn, side, at, zoom, seed, replay)
        out.parent.mkdir(parents=True, exist_ok=True)
        pygame.image.save(app.surface, out)
    finally:
        app.close()


def _battle(
    app: App, screen: str, scenario: str, turn: int, side: Side, at: str | None,
    zoom: int | None, seed: int, replay: Path | None,
) -> None:  # fmt: skip
    from game.ui.camera import STEPS
    from game.ui.screens.battle import Battle
    from game.ui.session import PERSON, Session

    told: Told = []
    mornings: dict[int, State] = {}
    loaded = load(scenario)
    session = Session.new(loaded, seed, options_of(loaded, {}), dict.fromkeys(SIDES, PERSON), None)
    if replay is not None:
        session.match = resume(replay, loaded)
        session.match.scribe = None
    else:
        players = {s: registry.make("staff", s, seed) for s in SIDES}
        match = session.match
        mornings[match.turn] = match.state

        def watch(_: Match, order: Order, events: tuple[AnyEvent, ...]) -> None:
            mornings.setdefault(match.turn, match.state)
            if match.turn >= turn - 1 and (seen := match.visible(events, side)):
                told.append(((match.turn, match.phase), seen))

        play_out(match, players, turns=turn - 1, watch=watch)
        if session.match.over:
            raise BadShot(f"the game is over before turn {turn}")
        while session.side != side:
            before = session.side
            for order in players[before].choose(session.view(before)):
                session.match.submit(order)
                if session.side != before:
                    break
    shown = app.show(lambda a: Battle(a, session, side))
    assert isinstance(shown, Battle)
    shown.past.days = {**mornings, **shown.past.days}
    hexmap = session.scenario.map
    if at is not None:
        wanted = at.casefold()
        found = [
            p for p in hexmap.places
            if wanted in (n.casefold() for n in (p.id, p.name, p.name_modern, *p.names_alt))
        ]
        if not found:
            raise BadShot(f"there is no place {at!r} on this map")
        shown.camera.look_at(found[0].hex, zoom or 54)
    elif zoom is not None:
        shown.camera.zoom(0)
    if zoom is not None and zoom not in STEPS:
        raise BadShot(f"the map has no zoom {zoom}; it has {', '.join(map(str, STEPS))}")
    if zoom is not None:
        shown.camera.hex_pixels = shown.camera.wanted = float(zoom)
        shown.camera.pan(0, 0)
    app.step(0.016)
    if screen in SCREENS:
        SCREENS[screen](shown, told)
    else:
        overlay = next(
            o for o in shown.map.overlays.all if o.name.lower().replace(" ", "_") == screen
        )
        shown.map.overlays.toggle(overlay.key)
    shown.map.pictures = True
    if app.screen is not shown:
        # A page lies over the battle, whose map waits.
        _wait(app, lambda: True)
        return
    shown.refresh()
    _wait(app, lambda: not shown.map.busy and not shown.aids.minimap.busy)


def _wait(app: App, ready: Callable[[], bool]) -> None:
    """Let the window run until everything is painted."""
    end = time.monotonic() + PATIENCE
    steady = 0
    while steady < 30:
        app.step(0.016)
        time.sleep(0.004)
        steady = steady + 1 if ready() else 0
        if time.monotonic() > end:
            raise BadShot("the painters have not finished in time")
