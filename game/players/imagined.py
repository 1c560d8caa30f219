"""A world made up from a view, in which a player can play on in its thoughts.

What the view does not know is filled in as simply as can be: troops that are not recognised are as
their estimate says and belong to the enemy's first headquarters; objectives that he holds have a
garrison by their weight where nobody is seen, and feed him; today's weather stays. Nothing of the
truth is in it, for the view has none.
"""

from __future__ import annotations

from dataclasses import replace

from game.model.forces import FormationId, Side, Unit, UnitId, enemy_of
from game.model.scenario import Scenario, SupplySource
from game.model.state import HOLDER_OF, PlayerView, State, control_of, index_of

ENEMY_TONS = 3000
"""Tons a day that each of the enemy's sources is thought to give."""
GARRISON = 500
"""Men thought to hold an objective where nobody is seen, for each point of its weight."""
MOST_MEN = 6000


def imagine(view: PlayerView, side: Side) -> State:
    """A whole state that agrees with everything `side` knows, and guesses the rest."""
    # Off the map are the side's own units, and such of the enemy as have given themselves up.
    units = dict(view.units)
    supply, head = view.scenario.tables.supply, _head(view, enemy_of(side))
    for unit in (*view.on_map(enemy_of(side)), *_garrisons(view, side)):
        units[unit.id] = replace(
            unit, formation=unit.formation or head, ammo=unit.ammo or supply.ammo_start,
            rations=unit.rations or supply.rations_start, fuel=unit.fuel or supply.refill,
        )  # fmt: skip
    scenario = _scenario(view, side, units)
    return State(
        **{name: getattr(view, name) for name in _KEPT},
        scenario=scenario,
        units=units,
        hqs={f: h for f, h in view.hqs.items() if f in scenario.formations},
        wings={a: w for a, w in view.wings.items() if a in scenario.squadrons},
        sightings={"soviet": {}, "japan": {}},
        index=index_of(units),
        control=control_of(scenario, view.held),
    )


_KEPT = (
    "options", "turn", "phase", "held", "works", "weather", "ground", "wet_days", "traffic",
    "assets_used", "assaults", "captures", "losses", "rescript", "ceasefire", "over", "ships",
    "cuts", "pontoons", "tracks", "jobs", "stores", "placed", "pressure", "acts", "choices",
    "council", "prisoners", "guarded", "refugees", "relaid", "stations", "airlift", "scouted",
    "water",
)  # fmt: skip


def _garrisons(view: PlayerView, side: Side) -> list[Unit]:
    """Troops thought to be where the enemy holds an objective and nobody is seen; or in the first
    of his hexes, if there would be none of him at all."""
    if view.options.fog == "off":
        return []
    enemy = enemy_of(side)
    posts = {
        o.hex: min(MOST_MEN, GARRISON * o.weight)
        for o in view.scenario.objectives
        if view.control[o.hex] == HOLDER_OF[enemy] and not view.index.get(o.hex)
    }
    if not posts and not view.on_map(enemy):
        land, held = view.scenario.map.land, HOLDER_OF[enemy]
        free = (
            h for h in view.scenario.map.hexes
            if land[h] and view.control[h] == held and not view.index.get(h)
        )
        posts = dict.fromkeys(list(free)[:1], GARRISON)
    return [
        Unit(
            id=UnitId(f"?{h:05d}"), hex=h, formation=FormationId(""), men=men, tanks=0, spg=0,
            guns=men // 100, rockets=0, vehicles=0,
        )
        for h, men in posts.items()
    ]  # fmt: skip


def _scenario(view: PlayerView, side: Side, units: dict[UnitId, Unit]) -> Scenario:
    """The scenario with the counters that are known, today's weather for ever, and sources for the
    enemy."""
    known = view.scenario
    head = _head(view, enemy_of(side))
    counters = {}
    for unit_id in units:
        counter = known.counters[unit_id]
        counters[unit_id] = counter if counter.formation else replace(counter, formation=head)
    towns = [o.hex for o in known.objectives if view.control[o.hex] == HOLDER_OF[enemy_of(side)]]
    theirs = tuple(
        SupplySource(f"imagined{h}", h, enemy_of(side), (), ENEMY_TONS, "") for h in towns
    )
    return replace(
        known, counters=counters, weather=(view.weather,) * (known.turns + 1),
        sources=(*known.sources, *theirs), happenings=(),
    )  # fmt: skip


def _head(view: PlayerView, side: Side) -> FormationId:
    """The first of a side's armies, to which unknown troops are counted."""
    mine = [f for f in view.scenario.formations.values() if f.side == side]
    armies = [f.id for f in mine if f.level == "army"]
    return (armies or [f.id for f in mine] or [FormationId("")])[0]

