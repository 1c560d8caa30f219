"""The order of battle as a tree: fronts, armies, corps and units, with search and filters."""

from __future__ import annotations

from dataclasses import dataclass, field

from game.hexes import NOWHERE
from game.model.forces import FormationId, Side, Unit, UnitId
from game.model.state import PlayerView

NO_STRIPE = ""
STRIPES = (
    "#f2c14e", "#7fc8a9", "#6fa8dc", "#e8e3d8", "#c58bd6", "#d88c5a", "#9fb35a", "#d97b93",
)  # fmt: skip
"""Colours of armies, in the order of the order of battle."""
ABOVE = frozenset({"stavka", "theatre"})
"""Levels that are left out above the fronts."""
PRESENT = frozenset({"", "box", "waiting", "airhead"})


@dataclass
class Node:
    """A formation or a unit in the tree, and what is below it."""

    key: str
    name: str
    depth: int
    commander: str = ""
    stripe: str = NO_STRIPE
    unit: Unit | None = None
    men: int = 0
    first: int = 0
    """Men at the start."""
    below: list[Node] = field(default_factory=list)

    @property
    def health(self) -> float:
        """Share of its first strength."""
        return self.men / max(1, self.first)

    def units(self) -> list[UnitId]:
        """All units in and below it."""
        if self.unit is not None:
            return [self.unit.id]
        return [u for node in self.below for u in node.units()]


def stripes(view: PlayerView, side: Side) -> dict[FormationId, str]:
    """The colour of each army, and of each body that is led like one."""
    found: dict[FormationId, str] = {}
    for f in view.scenario.formations.values():
        if f.side == side and f.level in ("army", "group", "air_army", "district"):
            found[f.id] = STRIPES[len(found) % len(STRIPES)]
    return found


def surname(commander: str) -> str:
    """The last word of a commander's name, without rank and remarks."""
    words = commander.split("(", maxsplit=1)[0].split()
    if len(words) < 2 or commander[:1].islower():
        return ""
    # Japanese names stand with the family name first, after the rank.
    return words[1] if words[0].endswith(".Gen.") or words[0] == "Gen." else words[-1]


def tree_of(view: PlayerView, side: Side) -> list[Node]:
    """The whole tree of a side: formations with troops that are there or still to come."""
    scenario = view.scenario
    colours = stripes(view, side)
    direct: dict[FormationId | None, list[Unit]] = {}
    for unit in view.roll(side).units.values():
        if unit.gone in PRESENT and unit.men:
            direct.setdefault(unit.formation, []).append(unit)
    under: dict[FormationId | None, list[FormationId]] = {}
    for f in scenario.formations.values():
        if f.side == side:
            parent = f.parent if f.parent in scenario.formations else None
            under.setdefault(parent, []).append(f.id)

    def grow(f: FormationId, depth: int, stripe: str) -> list[Node]:
        at = scenario.formations[f]
        stripe = colours.get(f, stripe)
        skipped = at.level in ABOVE
        node = Node(f, at.name, depth, surname(at.commander or ""), stripe)
        deeper = depth if skipped else depth + 1
        for child in under.get(f, ()):
            node.below += grow(child, deeper, stripe)
        for unit in direct.get(f, ()):
            counter = scenario.counters[unit.id]
            node.below.append(
                Node(unit.id, counter.name, deeper, "", stripe, unit, unit.men, counter.men)
            )
        if not node.below:
            return []
        if skipped:
            return node.below
        node.men = sum(n.men for n in node.below)
        node.first = sum(n.first for n in node.below)
        return [node]

    return [node for f in under.get(None, ()) for node in grow(f, 0, NO_STRIPE)]


def narrowed(nodes: list[Node], wanted: set[UnitId] | None, text: str) -> list[Node]:
    """The tree with only the units that are wanted (None: all) and match a search for unit, army
    or commander."""
    sought = text.casefold().strip()

    def keep(node: Node, matched: bool) -> Node | None:
        hit = matched or sought in f"{node.name} {node.commander}".casefold()
        if node.unit is not None:
            return node if hit and (wanted is None or node.unit.id in wanted) else None
        below = [kept for n in node.below if (kept := keep(n, hit and bool(sought))) is not None]
        if not below:
            return None
        return Node(
            node.key, node.name, node.depth, node.commander, node.stripe, None, node.men,
            node.first, below,
        )  # fmt: skip

    return [kept for node in nodes if (kept := keep(node, not sought)) is not None]


def shown(nodes: list[Node], open_: set[str]) -> list[Node]:
    """The lines of the tree in order, of which closed formations hide what is below them."""
    found: list[Node] = []
    for node in nodes:
        found.append(node)
        if node.unit is None and node.key in open_:
            found += shown(node.below, open_)
    return found


def way_to(nodes: list[Node], unit: UnitId) -> list[str]:
    """The formations above a unit, from the top."""
    for node in nodes:
        if node.unit is not None:
            if node.unit.id == unit:
                return []
        elif unit in node.units():
            return [node.key, *way_to(node.below, unit)]
    return []


def whereabouts(unit: Unit, view: PlayerView) -> str:
    """Where a unit is that stands nowhere on the map; "" for others."""
    if unit.on_map or unit.hex != NOWHERE:
        return ""
    counter = view.scenario.counters[unit.id]
    if unit.gone == "box":
        return view.scenario.boxes.get(counter.box, "off the map")
    return f"arrives on day {counter.arrives}" if counter.arrives > view.turn else "on its way"
