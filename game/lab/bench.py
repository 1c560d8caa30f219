"""How fast the engine is on this machine: a whole campaign between two of the computer's generals.

The times by part come from a second run of the same game in which a timer looks every millisecond
or so where the program is, so that no clock stands in the rules; each glance counts for the
innermost module of the list below.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from game.lab.simulate import play
from game.match import Match
from game.model.events import AnyEvent
from game.model.forces import SIDES
from game.model.orders import Order
from game.model.scenario import Scenario
from game.players import registry

ROOT = Path(__file__).parents[2]
GLANCE = 0.001
PARTS: dict[str, str] = {
    "game.rules.supply": "supply", "game.rules.network": "supply", "game.rules.delivery": "supply",
    "game.rules.airlift": "supply", "game.rules.bottleneck": "supply",
    "game.rules.depots": "supply", "game.rules.flow": "supply",
    "game.rules.rail_supply": "supply", "game.rules.railway_troops": "supply",
    "game.rules.requests": "supply", "game.rules.shortage": "supply", "game.rules.ways": "supply",
    "game.rules.movement": "movement", "game.rules.costs": "movement",
    "game.rules.reach": "movement", "game.rules.zoc": "movement",
    "game.rules.stacking": "movement", "game.rules.railway": "movement",
    "game.rules.combat": "combat", "game.rules.odds": "combat", "game.rules.strength": "combat",
    "game.rules.losses": "combat", "game.rules.retreat": "combat", "game.rules.support": "combat",
    "game.rules.wear": "morale", "game.rules.morale": "morale",
    "game.rules.collapse": "morale", "game.rules.remnants": "morale",
    "game.rules.captivity": "morale", "game.rules.evacuation": "morale",
    "game.rules.command": "command", "game.rules.headquarters": "command",
    "game.rules.attachment": "command", "game.rules.surprise": "command",
    "game.rules.damage": "engineering", "game.rules.demolition": "engineering",
    "game.rules.engineering": "engineering", "game.rules.building": "engineering",
    "game.rules.siege": "engineering", "game.rules.desert": "engineering",
    "game.rules.sea": "water", "game.rules.naval": "water", "game.rules.landing": "water",
    "game.rules.council": "politics", "game.rules.ceasefire": "politics",
    "game.rules.happenings": "politics", "game.rules.conditions": "politics",
    "game.rules.acts": "politics", "game.rules.epilogue": "politics",
    "game.rules.envoys": "politics",
    "game.rules.air": "air", "game.rules.air_bases": "air", "game.rules.air_missions": "air",
    "game.rules.airborne": "air", "game.rules.seats": "air",
    "game.rules.shore": "water", "game.rules.river": "water", "game.players.staff.landing": "water",
    "game.rules.weather": "weather", "game.rules.victory": "victory",
    "game.lab.report": "report",
    "game.players.staff.choices": "politics", "game.players.staff.captors": "politics",
    "game.rules": "other rules", "game.rules.fog": "views", "game.rules.sight": "views",
    "game.players.staff.air": "air", "game.players": "AI",
    "game.replay": "recording", "game.model": "state", "game.engine": "state",
    "game.match": "state",
}  # fmt: skip
"""Which part of the game a module belongs to; the longest matching name counts."""


def part_of(module: str) -> str:
    """The part of the game that a module belongs to; "" for none of it."""
    name = module
    while name:
        if name in PARTS:
            return PARTS[name]
        name = name.rpartition(".")[0]
    return ""


class Sampler:
    """Counts in which part of the game the program is found, by the timer of its own CPU time.

    A thread would do on every system, but it sees most often the calls that let threads in (files,
    compression), so where there is no such timer nothing is counted.
    """

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self._known: dict[str, str] = {}

    def _glance(self, _: int, frame: FrameType | None) -> None:
        while frame is not None:
            name = frame.f_globals.get("__name__", "")
            if name not in self._known:
                self._known[name] = part_of(name)
            if self._known[name]:
                self.found[self._known[name]] += 1
                return
            frame = frame.f_back
        self.found["rest"] += 1

    @contextmanager
    def running(self) -> Iterator[None]:
        """Watch what runs inside."""
        if sys.platform == "win32":
            yield
            return
        before = signal.signal(signal.SIGPROF, self._glance)
        signal.setitimer(signal.ITIMER_PROF, GLANCE, GLANCE)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)

    def shares(self) -> dict[str, float]:
        """The share of each part, the greatest first."""
        total = sum(self.found.values()) or 1
        return {part: count / total for part, count in self.found.most_common()}


def peak_memory() -> float | None:
    """Most memory that this process ever had, in MB; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def first_order(scenario: str, player: str) -> None:
    """Load a scenario and play one order: what a fresh process does until it can begin."""
    from game.scenario.load import load

    match = Match(load(scenario), seed=1)
    side = SIDES[0]
    match.submit(registry.make(player, side, 1).choose(match.view(side))[0])


def seconds_to_first_order(scenario: str, player: str) -> float:
    """From the start of a process to its first order."""
    code = f"from game.lab.bench import first_order; first_order({scenario!r}, {player!r})"
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return time.perf_counter() - began


def measure(
    scenario: Scenario, seed: int, player: str, turns: int | None = None
) -> dict[str, object]:
    """Play the game twice, once undisturbed and once watched."""
    kinds: Counter[str] = Counter()

    def count(match: Match, order: Order, events: tuple[AnyEvent, ...]) -> None:
        kinds[order.kind] += 1

    players = dict.fromkeys(SIDES, player)
    with tempfile.TemporaryDirectory() as folder:
        game = play(
            scenario, seed, players, turns=turns, replay=Path(folder) / "a", watch=count
        )
        size = (Path(folder) / "a").stat().st_size
        memory = peak_memory()
        sampler = Sampler()
        with sampler.running():
            again = play(scenario, seed, players, turns=turns, replay=Path(folder) / "b")
    if again.match.state_hash() != game.match.state_hash():
        raise RuntimeError("the same seed gave two different games")
    orders = kinds["move"] + kinds["rail"] + kinds["attack"]
    return {
        "scenario": scenario.id,
        "players": player,
        "seed": seed,
        "turns": game.turns,
        "units": sum(not c.box for c in scenario.counters.values()),
        "hexes": len(scenario.map.hexes),
        "wall_seconds": round(game.wall_seconds, 3),
        "cpu_seconds": round(game.cpu_seconds, 3),
        "games_per_core_minute": round(60 / game.cpu_seconds, 1),
        "orders": orders,
        "moves": kinds["move"] + kinds["rail"],
        "attacks": kinds["attack"],
        "refused": game.refused,
        "orders_per_cpu_second": round(orders / game.cpu_seconds),
        "milliseconds": {
            part: round(share * game.cpu_seconds * 1000)
            for part, share in sampler.shares().items()
        },
        "replay_bytes": size,
        "peak_memory_mb": None if memory is None else round(memory),
        "state_hash": game.match.state_hash(),
    }


def sweep(player: str = "staff", seed: int = 1) -> list[dict[str, Any]]:
    """What a game costs by the size of its scenario, a row each, the smallest first: units, hexes,
    days, CPU seconds, games a minute of one core, and milliseconds a unit and day."""
    from game.scenario.load import load, names

    rows: list[dict[str, Any]] = []
    for name in names():
        scenario = load(name)
        game = play(scenario, seed, dict.fromkeys(SIDES, player))
        units = sum(not c.box for c in scenario.counters.values())
        spent = game.cpu_seconds
        rows.append({
            "scenario": name, "units": units, "hexes": len(scenario.map.hexes),
            "days": game.turns, "cpu_seconds": round(spent, 3),
            "games_per_core_minute": round(60 / spent, 1),
            "ms_per_unit_and_day": round(1000 * spent / max(1, units * game.turns), 3),
        })  # fmt: skip
    return sorted(rows, key=lambda row: (row["units"], row["scenario"]))


def run_bench(
    scenario: str = "manchuria_1945", seed: int = 1, player: str = "staff", turns: int | None = None
) -> dict[str, object]:
    """All measurements of one scenario."""
    from game.scenario.load import load

    result = measure(load(scenario), seed, player, turns)
    result["seconds_to_first_order"] = round(seconds_to_first_order(scenario, player), 3)
    return result
