"""Does the finished map keep its promises? Reads the written files only; needs no PROJ.

Each function asks one question and gives its findings as sentences; none means yes.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from game.hexes import DIRECTIONS, Hex, neighbour
from game.mapmaker import facts
from game.mapmaker.lattice import Corner, Side, albers, corner_point, side_corners, side_of
from game.mapmaker.reading import MapFiles, read_map
from game.mapmaker.river_facts import FRONTIER_RIVERS, NAMES_1945

TERRAINS = (
    "plain", "city", "steppe", "desert", "sand", "hills", "forest", "mountains",
    "high_mountains", "marsh", "virgin_forest", "lake", "sea",
)  # fmt: skip
# Points a man on foot needs per hex when dry (rules, movement table); a road makes it 36.
FOOT = {
    "plain": 36, "city": 36, "steppe": 36, "desert": 40, "sand": 52, "hills": 50, "forest": 48,
    "mountains": 66, "high_mountains": 96, "marsh": 72, "virgin_forest": 100,
}  # fmt: skip
RIVER_POINTS = {"": 0, "small": 4, "major": 30, "great": 60}
AXIS_RATIO = 0.7, 1.45
"""Length along the hexes against the known road, least and most."""


def check(folder: Path) -> list[str]:
    """All findings about the map in `folder`."""
    m = read_map(folder)
    questions: list[Callable[[MapFiles], list[str]]] = [
        tables_are_sound,
        rivers_hold_together,
        rivers_follow_frontiers,
        towns_are_on_their_bank,
        straits_are_not_bridged,
        railways_hold_together,
        links_keep_to_land,
        places_are_in_order,
        zones_are_on_own_land,
        passes_lead_through,
        axes_are_open,
    ]
    return [f"{q.__name__}: {finding}" for q in questions for finding in q(m)]


def tables_are_sound(m: MapFiles) -> list[str]:
    """Known words, sorted hexes in the frame, neighbours that exist."""
    found = []
    countries = {c["id"] for c in m.header["countries"]}
    sectors = {s["id"] for s in m.header["sectors"]}
    if m.header["rows"] > 99:
        found.append("the last row must stay empty, or its hexes touch row 0 by number")
    if list(m.hexes) != sorted(m.hexes):
        found.append("hexes.csv is not sorted")
    for h, row in m.hexes.items():
        column, line = divmod(h, 100)
        water = row["terrain"] in ("sea", "lake")
        if not (1 <= column < m.header["columns"] and 0 <= line < m.header["rows"]):
            found.append(f"hex {h:05d} is outside the frame")
        if row["terrain"] not in TERRAINS or row["sector"] not in sectors:
            found.append(f"hex {h:05d}: terrain {row['terrain']}, sector {row['sector']}")
        if (row["country"] in countries) == water:
            found.append(f"hex {h:05d}: {row['terrain']} of country {row['country']!r}")
    for name, sides in (("hexsides", m.hexsides), ("links", m.links)):
        for h, d in sides:
            if h not in m.hexes or neighbour(h, d) not in m.hexes or neighbour(h, d) < h:
                found.append(f"{name}: {h:05d} {DIRECTIONS[d]} is no side of the map")
    return found


def _chains(m: MapFiles) -> dict[str, list[Side]]:
    found: dict[str, list[Side]] = {}
    for side, row in m.hexsides.items():
        if row["river"]:
            found.setdefault(row["river_name"], []).append(side)
    return found


def _ordered(sides: list[Side]) -> list[Corner] | None:
    """The corners of a chain from one end to the other; None when it is broken or forked."""
    beside: dict[Corner, list[Corner]] = {}
    for side in sides:
        a, b = side_corners(side)
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    ends = sorted(c for c, others in beside.items() if len(others) == 1)
    if len(ends) != 2 or any(len(others) > 2 for others in beside.values()):
        return None
    path = [ends[0]]
    while path[-1] != ends[1]:
        path.append(next(c for c in beside[path[-1]] if len(path) < 2 or c != path[-2]))
    return path if len(path) == len(sides) + 1 else None


def rivers_hold_together(m: MapFiles) -> list[str]:
    """Each river is one chain without gap or fork, and those of rank end in water or another."""
    found = []
    chains = _chains(m)
    corners = {n: {c for s in sides for c in side_corners(s)} for n, sides in chains.items()}
    shore = {
        c
        for h, row in m.hexes.items()
        if row["terrain"] in ("sea", "lake")
        for d in range(6)
        for c in side_corners(side_of(h, d))
    }
    for name, sides in chains.items():
        path = _ordered(sides)
        if path is None:
            found.append(f"{name} is broken or forked")
            continue
        others = {c for n, cs in corners.items() if n != name for c in cs}
        great = any(m.hexsides[s]["river"] != "small" for s in sides)
        if great and not {path[0], path[-1]} & (shore | others):
            found.append(f"{name} flows into nothing")
    return found


def rivers_follow_frontiers(m: MapFiles) -> list[str]:
    """No frontier river runs with one country on both banks in the middle of its frontier."""
    found = []
    for source, pairs in FRONTIER_RIVERS.items():
        sides = _chains(m).get(NAMES_1945[source], [])
        path = _ordered(sides)
        if path is None:
            continue
        by_ends = {frozenset(side_corners(s)): s for s in sides}
        row = [by_ends[frozenset(p)] for p in itertools.pairwise(path)]
        on_limit = [
            {m.hexes[h]["country"], m.hexes[neighbour(h, d)]["country"]} in pairs for h, d in row
        ]
        if not any(on_limit):
            found.append(f"{source} is no frontier anywhere")
            continue
        first, last = on_limit.index(True), len(on_limit) - on_limit[::-1].index(True)
        off = [s for s, on in zip(row[first:last], on_limit[first:last], strict=True) if not on]
        # Where two frontier rivers part round an island hex, the main arm may run inside a country.
        if len(off) > 4:
            found.append(
                f"{source}: {len(off)} of {last - first} sides leave the frontier: {off[:3]}"
            )
    return found


def _bank(m: MapFiles, river: str, h: Hex) -> tuple[str, float] | None:
    """L or R of the chain looking downstream, and how far off it is in km."""
    path = _ordered(_chains(m).get(NAMES_1945[river], []))
    if path is None:
        return None
    points = [corner_point(c, *m.origin) for c in path]
    mouth = albers(*facts.MOUTHS[river])
    if math.dist(points[0], mouth) < math.dist(points[-1], mouth):
        points.reverse()
    px, py = m.xy(h)
    best = (math.inf, "")
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        mx, my = (ax + bx) / 2, (ay + by) / 2
        d = math.dist((mx, my), (px, py))
        if d < best[0] - 1e-6:
            cross = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
            best = d, "L" if cross > 0 else "R"
    return best[1], best[0]


def towns_are_on_their_bank(m: MapFiles) -> list[str]:
    """The table BANKS."""
    found = []
    for place, river, want in facts.BANKS:
        got = _bank(m, river, m.place_hex(place))
        if got is None or got[0] != want:
            found.append(f"{place} is on the wrong bank of the {NAMES_1945[river]}")
    return found


def straits_are_not_bridged(m: MapFiles) -> list[str]:
    """Nobody walks over a strait: within 60 km of it no chain of hexes joins its two shores."""
    found = []
    for name, a, b in facts.STRAITS:
        start = _shore(m, m.hex_of(*a), m.hex_of(*b))
        goal = _shore(m, m.hex_of(*b), m.hex_of(*a))
        if start is None or goal is None or start == goal:
            continue
        seen, todo = {start}, [start]
        while todo:
            h = todo.pop()
            for n, side in m.around(h):
                barred = side in m.hexsides and m.hexsides[side]["barrier"] == "1"
                near = math.dist(m.xy(n), m.xy(start)) < 60
                if n not in seen and m.is_land(n) and near and not barred:
                    seen.add(n)
                    todo.append(n)
        if goal in seen:
            found.append(f"{name}: {start:05d} and {goal:05d} are joined by land")
    return found


def _shore(m: MapFiles, h: Hex, away: Hex) -> Hex | None:
    """The hex itself if it is land, else its land neighbour furthest from the other shore."""
    if m.is_land(h):
        return h
    land = [n for n, _ in m.around(h) if m.is_land(n)]
    return max(land, key=lambda n: (math.dist(m.xy(n), m.xy(away)), n), default=None)


def railways_hold_together(m: MapFiles) -> list[str]:
    """From each station of a line a chain of its own links leads to the next."""
    found = []
    by_line: dict[str, dict[Hex, list[Hex]]] = {}
    for (h, d), row in m.links.items():
        n = neighbour(h, d)
        for line in row["lines"].split(";"):
            by_line.setdefault(line, {}).setdefault(h, []).append(n)
            by_line[line].setdefault(n, []).append(h)
        if (row["rail"] == "0") != (row["gauge"] == "") or (row["rail"] == "0") != (
            row["tracks"] == ""
        ):
            found.append(f"link {h:05d} {DIRECTIONS[d]}: rail, gauge and tracks disagree")
    for line, stops in m.stations.items():
        for (name_a, a), (name_b, b) in itertools.pairwise(stops):
            if a != b and not _joined(by_line.get(line, {}), a, b):
                found.append(f"{line}: no rails from {name_a} to {name_b}")
    return found


def _joined(beside: dict[Hex, list[Hex]], a: Hex, b: Hex) -> bool:
    seen, todo = {a}, [a]
    while todo:
        for n in beside.get(todo.pop(), []):
            if n not in seen:
                seen.add(n)
                todo.append(n)
    return b in seen


def links_keep_to_land(m: MapFiles) -> list[str]:
    """No link over water or a strait; no road over a wide river without a railway bridge."""
    found = []
    for (h, d), row in m.links.items():
        side = m.hexsides.get((h, d), {})
        spot = f"link {h:05d} {DIRECTIONS[d]}"
        if not (m.is_land(h) and m.is_land(neighbour(h, d))):
            found.append(f"{spot} runs over water")
        if side.get("barrier") == "1":
            found.append(f"{spot} crosses a strait")
        if side.get("river") in ("great", "major") and row["rail"] == "0":
            found.append(f"{spot}: a road alone over the {side['river_name']}")
    return found


def places_are_in_order(m: MapFiles) -> list[str]:
    """On own land, at most one hex off; seaports on the sea; hostile towns apart."""
    found = []
    sides = {c["id"]: c["side"] for c in m.header["countries"]}
    held: dict[Hex, set[str]] = {}
    for place, row in m.places.items():
        h = Hex(int(row["hex"]))
        if not m.is_land(h):
            found.append(f"{place} is not on land")
            continue
        home = m.hex_of(float(row["lon"]), float(row["lat"]))
        if h != home and h not in [n for n, _ in m.around(home)]:
            found.append(f"{place} is more than one hex from its place")
        if m.hexes[h]["country"] != row["country"]:
            found.append(f"{place} lies in {m.hexes[h]['country']}, not {row['country']}")
        held.setdefault(h, set()).add(sides[row["country"]])
        sea = any(m.hexes[n]["terrain"] == "sea" for n, _ in m.around(h))
        river = any(m.hexsides[s]["river"] != "" for _, s in m.around(h) if s in m.hexsides)
        if row["port"] == "1" and not (sea or river):
            found.append(f"port {place} has neither sea nor river")
        if row["kind"] in ("port", "island") and not sea and place not in facts.RIVER_PORTS:
            found.append(f"seaport {place} has no sea beside it")
    found += [f"hostile towns share hex {h:05d}" for h, s in held.items() if len(s) > 1]
    return found


def zones_are_on_own_land(m: MapFiles) -> list[str]:
    """Fortified zones stand on land of their side, levels are 1 to 9."""
    sides = {c["id"]: c["side"] for c in m.header["countries"]}
    found = []
    for z in m.zones:
        h = Hex(int(z["hex"]))
        if not m.is_land(h) or sides[m.hexes[h]["country"]] != z["side"]:
            found.append(f"zone {z['id']} {z['name']} is not on its own land")
        if not 1 <= int(z["level"]) <= 9:
            found.append(f"zone {z['id']}: level {z['level']}")
    return found


def passes_lead_through(m: MapFiles) -> list[str]:
    """A pass is a land hex with a road or railway, or one that any vehicle can enter."""
    found = []
    for row in m.passes:
        h = Hex(int(row["hex"]))
        if not m.is_land(h):
            found.append(f"pass {row['name']} is not on land")
            continue
        linked = any(s in m.links for _, s in m.around(h))
        ways = [n for n, s in m.around(h) if m.is_land(n)]
        if m.hexes[h]["terrain"] in ("high_mountains", "virgin_forest") and not linked:
            found.append(f"pass {row['name']}: {m.hexes[h]['terrain']} without a way")
        if len(ways) < 2:
            found.append(f"pass {row['name']} leads nowhere")
    return found


def march(m: MapFiles, start: Hex, goal: Hex) -> tuple[int, int] | None:
    """Hexes and points of the cheapest march on foot, None without one."""
    best = {start: 0}
    steps = {start: 0}
    queue = [(0, start)]
    while queue:
        d, h = heapq.heappop(queue)
        if h == goal:
            return steps[h], d
        if d > best[h]:
            continue
        for n, side in m.around(h):
            row = m.hexsides.get(side)
            if not m.is_land(n) or (row is not None and row["barrier"] == "1"):
                continue
            points = 34 if side in m.links else FOOT[m.hexes[n]["terrain"]]
            if row is not None and side not in m.links:
                points += RIVER_POINTS[row["river"]]
            if d + points < best.get(n, 1 << 30):
                best[n], steps[n] = d + points, steps[h] + 1
                heapq.heappush(queue, (d + points, n))
    return None


def axis_lengths(m: MapFiles) -> list[tuple[str, int | None, int]]:
    """Each historic axis: its name, km along the hexes (None: no way), known km."""
    found: list[tuple[str, int | None, int]] = []
    for name, stops, known in facts.AXES:
        total: int | None = 0
        ids = stops.split()
        for a, b in itertools.pairwise(ids):
            way = march(m, m.place_hex(a), m.place_hex(b))
            total = None if way is None or total is None else total + 20 * way[0]
        found.append((name, total, known))
    return found


def axes_are_open(m: MapFiles) -> list[str]:
    """The axes of the campaign can be marched, in about their known length."""
    found = []
    for name, km, known in axis_lengths(m):
        if km is None:
            found.append(f"{name}: no way")
        elif not AXIS_RATIO[0] <= km / known <= AXIS_RATIO[1]:
            found.append(f"{name}: {km} km on the map against {known}")
    return found


def summary(folder: Path) -> str:
    """Counts worth knowing after a rebuild."""
    m = read_map(folder)
    terrain = Counter(row["terrain"] for row in m.hexes.values())
    land = sum(n for t, n in terrain.items() if t not in ("sea", "lake"))
    rail = Counter(row["gauge"] for row in m.links.values() if row["rail"] != "0")
    roads = Counter(row["road"] for row in m.links.values() if row["road"] != "0")
    rivers = Counter(row["river"] for row in m.hexsides.values() if row["river"])
    lines = [
        f"hexes {len(m.hexes)}, land {land}: " + ", ".join(f"{t} {terrain[t]}" for t in TERRAINS),
        "rail km by gauge: "
        + ", ".join(f"{g} {20 * n}" for g, n in sorted(rail.items()))
        + f", all {20 * rail.total()}",
        "road km by class: " + ", ".join(f"{c} {20 * n}" for c, n in sorted(roads.items())),
        f"rivers {len(_chains(m))}, sides "
        + ", ".join(f"{s} {n}" for s, n in sorted(rivers.items()))
        + f"; barriers {sum(r['barrier'] == '1' for r in m.hexsides.values())}",
        f"places {len(m.places)}, zones {len(m.zones)}, passes {len(m.passes)}, "
        f"railway lines {len(m.stations)}",
    ]
    lines += [f"  {name}: {km} km, known about {known}" for name, km, known in axis_lengths(m)]
    return "\n".join(lines)
