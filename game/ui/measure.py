"""How fast the window is on this machine, measured without a screen.

The dummy video driver shows nothing, so a real window adds its flip of a few milliseconds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from game.model.forces import SIDES
from game.scenario.load import load

if TYPE_CHECKING:
    from game.ui.app import App
    from game.ui.screens.battle import Battle

SIZE = (1920, 1080)
OVERLAY = "S"
PAN, ZOOM = 16.7, 33.3
"""Milliseconds that a picture may take while the map is moved, and while it is zoomed."""
ANSWER, OPEN, MEMORY = 50.0, 2000.0, 500.0
"""Milliseconds from a click to its picture, and until the window is open; megabytes in all."""
_START = (
    "import os, sys, time; os.environ['SDL_VIDEODRIVER']='dummy';"
    "os.environ['SDL_AUDIODRIVER']='dummy'; from game.ui.app import App;"
    "from game.ui.screens.menu import Menu; app = App(size=(1920, 1080)); app.show(Menu);"
    "app.step(0.016); print(time.time()); sys.stdout.flush(); app.close()"
)


def run() -> dict[str, str]:
    """Measure everything and tell it by name: what was measured, and what it should be."""
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    found: dict[str, str] = {}
    started = min(_start() for _ in range(2))
    found["window open, menu shown"] = _told(started, OPEN, "ms")
    from game.ui.app import App
    from game.ui.screens.battle import Battle
    from game.ui.session import PERSON, Session
    from game.ui.settings import Settings

    begun = time.perf_counter()
    scenario = load("manchuria_1945")
    app = App(size=SIZE, settings=Settings(ui_scale=100, edge_pan=False))
    session = Session.new(scenario, 1, scenario.options, dict.fromkeys(SIDES, PERSON), None)
    battle = app.show(lambda a: Battle(a, session, "soviet"))
    assert isinstance(battle, Battle)
    app.step(0.016)
    found["campaign loaded and shown"] = f"{(time.perf_counter() - begun) * 1000:.0f} ms"
    battle.map.overlays.toggle(OVERLAY)
    for step in (9, 54, 19):
        settle(app, battle, step)
    for step in (9, 19, 54):
        settle(app, battle, step)
        times = panned(app, battle)
        found[f"panning at {step} pixels a hex, supply shown"] = _spread(times, PAN)
    settle(app, battle, 19)
    found["zooming, supply shown"] = _spread(zoomed(app, battle), ZOOM)
    settle(app, battle, 54)
    found["from a click to its picture"] = _spread(clicked(app, battle), ANSWER)
    found["from a movement of the pointer to its picture"] = _spread(hovered(app, battle), ANSWER)
    mine, others = memory()
    found["memory, window and painters"] = _told(mine + others, MEMORY, "MB") + (
        f" ({mine:.0f} + {others:.0f})"
    )
    found["load of the machine"] = f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    app.close()
    return found


def settle(app: App, battle: Battle, step: int) -> None:
    """Look at Mutanchiang at a step of the zoom until everything is painted."""
    battle.camera.look_at(battle.session.scenario.map.places_by_id["mutanchiang"].hex, step)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        app.step(0.016)
        time.sleep(0.002)
        if not battle.map.busy and not battle.aids.minimap.busy:
            return


Times = list[tuple[float, float]]
"""Milliseconds by the clock, and of them those that this process was at work."""


def timed(app: App, acts: Iterable[Callable[[], object]]) -> Times:
    """How long each picture takes that follows an act."""
    found = []
    for act in acts:
        act()
        begun, work = time.perf_counter(), time.process_time()
        app.step(0.016)
        spent = time.process_time() - work
        found.append(((time.perf_counter() - begun) * 1000, spent * 1000))
    return found


def panned(app: App, battle: Battle) -> Times:
    """Across the map and back, ten pixels a picture."""
    there = [lambda: battle.camera.pan(10, 3)] * 80
    back = [lambda: battle.camera.pan(-10, -3)] * 160
    return timed(app, there + back)


def zoomed(app: App, battle: Battle) -> Times:
    """Out and in, with all pictures on the way."""

    def still() -> None:
        """The zoom goes on by itself."""

    found: Times = []
    for steps in (-1, 1, 1, -1, 1, 1, -1, -1):
        found += timed(app, [lambda steps=steps: battle.camera.zoom(steps), *[still] * 11])  # type: ignore[misc]
    return found


def clicked(app: App, battle: Battle) -> Times:
    """Select one unit after the other by clicks."""
    import pygame

    found: Times = []
    own = {u.hex: u for u in battle.view.on_map(battle.viewer)}
    shown = [
        h for h in own
        if 100 < battle.camera.hex_screen(h)[0] < battle.area.width - 100
        and 100 < battle.camera.hex_screen(h)[1] < battle.area.height - 100
    ]
    for h in shown[:12]:
        x, y = battle.camera.hex_screen(h)
        at = (round(x) + battle.area.left, round(y) + battle.area.top)

        def click(at: tuple[int, int] = at) -> None:
            pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
            pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))

        found += timed(app, [click])
        timed(app, [lambda: None] * 6)
    return found


def hovered(app: App, battle: Battle) -> Times:
    """Move the pointer over the map with a unit selected."""
    import pygame

    acts = []
    for i in range(40):
        at = (battle.area.left + 200 + i * 12, battle.area.top + 300 + i * 5)
        event = pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(12, 5), buttons=(0, 0, 0))
        acts.append(lambda event=event: pygame.event.post(event))
    return timed(app, acts)


def memory() -> tuple[float, float]:
    """Megabytes held now by this process and by its children; zeros where the system does not
    tell."""
    own = os.getpid()
    sizes, parents = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
        except OSError:
            continue
        lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        pid = int(folder.name)
        parents[pid] = int(lines["PPid"])
        sizes[pid] = int(lines.get("VmRSS", "0 kB").split()[0]) / 1024
    children = {p for p, up in parents.items() if up == own}
    return sizes.get(own, 0.0), sum(sizes[p] for p in children)


def _start() -> float:
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", _START], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return (float(done.stdout.split()[-1]) - begun) * 1000


def _spread(times: Times, limit: float) -> str:
    if not times:
        return "nothing to measure"
    wall = sorted(t for t, _ in times)
    middle, late = statistics.median(wall), wall[int(len(wall) * 0.95)]
    work = statistics.median(t for _, t in times)
    return (
        f"median {middle:.1f} ms ({'within' if middle <= limit else 'OVER'} {limit:.0f}), "
        f"95 % under {late:.1f}; CPU {work:.1f} ms"
    )


def _told(value: float, limit: float, unit: str) -> str:
    return f"{value:,.0f} {unit} ({'within' if value <= limit else 'OVER'} {limit:,.0f})"
