"""Marches of August 1945 as corridors of hexes: the table of docs/rules/01-movement.md."""

from dataclasses import replace

import pytest

from game.dice import Dice
from game.hexes import Hex, hex_at
from game.model.orders import Move
from game.model.state import PlayerView, State, apply
from game.model.terrain import DRY, MUD, ROAD, TRACK, WET
from game.rules.movement import allowance, check_move, path_to, resolve_move
from tests.rules.test_engineering import asset
from tests.toy import LETTERS, counter, toy_map, toy_scenario, toy_state

LETTER = {terrain: letter for letter, terrain in LETTERS.items()}
ALL_DRY = {9: DRY}
KHINGAN = {9: DRY, 12: WET, 13: MUD, 18: WET, 22: DRY}
EAST = {9: WET, 10: MUD, 14: WET, 15: MUD, 19: WET, 21: DRY}
SUNGARI = {9: WET, 11: MUD, 19: WET}
FLOOD = {9: MUD, 19: WET}

# Name, mobility, forced, first day, hexes, ground by day, points lost in contact, record.
MARCHES = [
    ("5 GTC Tamsag to Lupei", "mech", False, 9, "12 steppe, 6 hills track", KHINGAN, 0, (12, 12)),
    ("5 GTC Khingan crest", "tank", True, 9, "12 steppe, 1 hills track", KHINGAN, 0, (10, 11)),
    (
        "7 MC Tamsag to Tuchuan", "mech", False, 9,
        "10 steppe, 4 hills track, 1 mountains track", KHINGAN, 0, (12, 14),
    ),
    (
        "61 TD to Solun", "tank", False, 9,
        "1 steppe, 1 forest track, 3 mountains track, 1 steppe, 2 mountains track", KHINGAN, 20,
        (11, 14),
    ),
    (
        "39 A rifle to Solun", "foot", True, 9,
        "1 steppe, 1 forest track, 3 mountains track, 1 steppe, 2 mountains track", KHINGAN, 0,
        (12, 14),
    ),
    (
        "KMG mechanised to Dolonnor", "mech", False, 9,
        "12 desert, 4 sand, 4 hills track, 2 steppe", ALL_DRY, 0, (13, 15),
    ),
    (
        "KMG cavalry to Dolonnor", "horse", True, 9,
        "12 desert, 4 sand, 4 hills track, 2 steppe", ALL_DRY, 0, (14, 17),
    ),
    (
        "KMG mechanised to Changpei", "mech", False, 9, "18 desert, 9 steppe track", ALL_DRY, 0,
        (14, 15),
    ),
    (
        "17 A rifle, 370 km", "foot", True, 9,
        "8 steppe, 4 sand, 7 hills track, 1 hills road", ALL_DRY, 0, (16, 18),
    ),
    ("205 TB to Hailar", "tank", True, 9, "7 steppe road", ALL_DRY, 10, (9, 10)),
    ("36 A rifle to Hailar", "foot", True, 9, "7 steppe road", ALL_DRY, 10, (10, 11)),
    ("5 A rifle to Mutanchiang", "foot", False, 9, "7 mountains road", EAST, 0, (13, 13)),
    (
        "1 RBA rifle to Mutanchiang", "foot", True, 9, "1 virgin_forest, 7 mountains track", EAST,
        20, (13, 15),
    ),
    (
        "15 A rifle to Kiamusze by land", "foot", True, 9, "11 marsh track", SUNGARI, 0, (16, 19),
    ),
    ("10 MC to Wangching", "mech", True, 12, "7 mountains track", EAST, 20, (15, 16)),
    ("6 GTA Lupei to Tungliao, in mud", "tank", False, 13, "9 plain", FLOOD, 0, (16, 17)),
    (
        "6 GTA Tungliao to Mukden on the embankment", "tank", False, 17, "12 plain rail", FLOOD, 0,
        (20, 21),
    ),
    ("7 MC to Hsinking, in mud", "tank", False, 14, "17 plain", FLOOD, 0, (20, 21)),
]  # fmt: skip


def corridor(hexes: str, mobility: str) -> State:
    """A strip of hexes from 0101 southward; the first is where the unit starts."""
    text, ways = "s", []
    for part in hexes.split(", "):
        number, terrain, *way = part.split()
        text += LETTER[terrain] * int(number) if terrain != "sand" else "D" * int(number)
        ways += [way[0] if way else ""] * int(number)
    sides = [(Hex(hex_at(1, 1 + i)), "S") for i in range(len(ways))]
    kinds = {"track": TRACK, "road": ROAD}
    hexmap = toy_map(
        "\n".join(text.replace("D", LETTER["desert"])),
        roads={s: kinds[w] for s, w in zip(sides, ways, strict=True) if w in kinds},
        rails={s: 2 for s, w in zip(sides, ways, strict=True) if w == "rail"},
    )
    sand = [t.id for t in hexmap.terrains].index("sand")
    for i, letter in enumerate(text):
        if letter == "D":
            hexmap.terrain[hex_at(1, 1 + i)] = sand
    marcher = counter("m", hex_at(1, 1), mobility=mobility, men=1000, guns=0)
    scenario = toy_scenario(hexmap, [marcher], turns=30)
    # The armies that crossed the Gobi had well-diggers with them.
    diggers = asset("engineer")
    return toy_state(replace(scenario, assets={diggers.id: diggers}))


def arrival(state: State, forced: bool, day: int, ground: dict[int, int], lost: int) -> int:
    """Day of August on which the unit reaches the end of its strip, marching as far as it can."""
    unit = replace(state.units["m"], points=60 - lost)
    goal = max(state.scenario.map.hexes)
    while True:
        now = max(d for d in ground if d <= day)
        state = replace(
            state, ground=(ground[now],), traffic={}, cache={}, units={"m": replace(unit, fuel=500)}
        )
        view, unit = PlayerView(state), state.units["m"]
        force = forced and allowance(state, unit, True) > 0
        for end in range(goal, unit.hex, -1):
            path = path_to(view, unit, Hex(end), force)
            if path is not None:
                order = Move(unit.id, path, force)
                assert check_move(view, order) is None
                state = apply(state, resolve_move(state, order, Dice(1))[0])
                break
        unit = state.units["m"]
        if unit.hex == goal:
            return day
        unit = replace(unit, points=60 + min(60, unit.points), spent=0, forced=False)
        day += 1


@pytest.mark.parametrize("march", MARCHES, ids=[m[0] for m in MARCHES])
def test_marches_arrive_on_the_days_of_the_record(march) -> None:
    _, mobility, forced, day, hexes, ground, lost, (first, last) = march
    assert first <= arrival(corridor(hexes, mobility), forced, day, ground, lost) <= last
