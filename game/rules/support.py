"""Support by an army's assets: which guns, rockets and engineers can take part in an attack.

An asset has no counter. It works for its army, or for its whole front when the front itself
commands it, and reaches as far from the middle of the army as the table says.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from game.hexes import NOWHERE, STRIDE, Hex, distance
from game.model.forces import Asset, AssetId, FormationId, Side, UnitId
from game.model.hexmap import HexMap
from game.model.orders import Refusal
from game.model.scenario import Scenario
from game.model.state import State
from game.model.terrain import GREAT_RIVER, Terrain
from game.rules.air import able_wings, may_support
from game.rules.sea import coasts, serves
from game.rules.strength import POINT

GUNS = frozenset({"artillery", "siege", "rocket", "anti_tank", "flotilla"})
"""Kinds of assets that add barrels to an attack."""
SHIPS = "fleet"
"""Sea-going ships: their guns count as the scenario says, not by the number of barrels."""
SAPPERS = frozenset({"engineer", "pontoon"})
KINDS = GUNS | SAPPERS | {SHIPS}
_FRONT_LEVELS = frozenset({"front", "area_army"})
_FRONT_COMMAND = "front command"


Row = tuple[Asset, FormationId, FormationId]
"""An asset, its army and its front."""


@functools.lru_cache(maxsize=8)
def _assets_of(scenario: Scenario, side: Side) -> tuple[Row, ...]:
    """The side's assets that can support attacks, most barrels first, with army and front.

    The army is "" when the front itself commands them."""
    found = []
    for asset in scenario.assets.values():
        if asset.kind == SHIPS and not _has_guns(scenario, asset):
            continue
        if asset.side == side and asset.kind in KINDS and asset.formation in scenario.formations:
            army = scenario.army_of[asset.formation]
            at = scenario.formations[army]
            if at.level in _FRONT_LEVELS or at.commander == _FRONT_COMMAND:
                army = FormationId("")
            found.append((asset, army, scenario.front_of[asset.formation]))
    found.sort(key=lambda row: (-row[0].guns - row[0].rockets, row[0].id))
    return tuple(found)


def _has_guns(scenario: Scenario, asset: Asset) -> bool:
    fleet = scenario.fleets.get(asset.id)
    return fleet is not None and fleet.gunfire > 0


def army_centre(state: State, army: FormationId) -> Hex:
    """The middle of an army: where stands the unit with the least sum of distances to the others.

    NOWHERE when the army has no unit on the map."""
    side = state.scenario.formations[army].side

    def build() -> Hex:
        places = _places(state, side).get(army)
        if not places:
            return NOWHERE
        distances = _apart(np.array(places))
        return places[int(distances.sum(axis=1).argmin())]

    return state.derived((side, "centre", army), build)


def _places(state: State, side: Side) -> dict[FormationId, list[Hex]]:
    """Where the units of each army stand."""

    def build() -> dict[FormationId, list[Hex]]:
        army_of = state.scenario.army_of
        places: dict[FormationId, list[Hex]] = {}
        for u in state.on_map(side):
            army = army_of.get(u.formation)
            if army is not None:
                places.setdefault(army, []).append(u.hex)
        return places

    return state.derived((side, "army places"), build)


def _apart(h: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Distances between all pairs of hexes: `hexes.distance`, all at once."""
    q = h // STRIDE
    r = h % STRIDE - (q - (q & 1)) // 2
    dq, dr = q[:, None] - q, r[:, None] - r
    return np.asarray((abs(dq) + abs(dr) + abs(dq + dr)) // 2, dtype=np.int64)


@functools.cache
def great_river_banks(hexmap: HexMap) -> frozenset[int]:
    """Hexes with a great river on one of their sides."""
    banks = (hexmap.river == GREAT_RIVER).reshape(-1, 6).any(axis=1)
    return frozenset(np.flatnonzero(banks).tolist())


def _why_not(
    state: State,
    asset: Asset,
    army: FormationId,
    front: FormationId,
    served: Sequence[FormationId],
    target: Hex,
) -> str:
    """Why an asset cannot serve an attack by troops of the armies `served`; "" when it can."""
    table = state.scenario.tables.combat
    if asset.arrives > state.turn:
        return "has not arrived"
    if asset.kind == SHIPS:
        s = state.scenario
        if not coasts(s.map)[target] or not serves(state, asset.id, target):
            return "does not reach that hex from the sea"
        if state.weather[s.map.sector_bytes[target]] in s.tables.water.storm:
            return "cannot come near the coast in the storm"
        return ""
    if asset.kind == "flotilla":
        if target not in great_river_banks(state.scenario.map):
            return "reaches only hexes on a great river"
        if distance(asset.hex, target) > table.flotilla_hexes * state.turn:
            return "has not come up the river so far"
        return ""
    found = False
    for a in served:
        if a == army or (not army and state.scenario.front_of[a] == front):
            found = True
            centre = army_centre(state, a)
            if centre != NOWHERE and distance(centre, target) <= table.asset_reach:
                return ""
    if not found:
        return "serves none of the attackers' armies"
    return f"is further than {table.asset_reach} hexes away, with the middle of its army"


def armies_of(state: State, units: Iterable[UnitId]) -> tuple[FormationId, ...]:
    """The armies that these units belong to, each once, in the order of the units."""
    army_of = state.scenario.army_of
    return tuple(dict.fromkeys(army_of[state.units[u].formation] for u in units))


def available_assets(view: State, units: Sequence[UnitId], target: Hex) -> tuple[AssetId, ...]:
    """Assets that could support an attack of these units, most barrels first; aircraft last."""
    if not units:
        return ()
    side = view.side_of(units[0])
    return (*ground_assets(view, units, target), *able_wings(view, side, target))


def ground_assets(view: State, units: Sequence[UnitId], target: Hex) -> tuple[AssetId, ...]:
    """The same without aircraft."""
    armies = armies_of(view, units)
    return tuple(
        asset.id
        for asset, army, front in _assets_of(view.scenario, view.side_of(units[0]))
        if asset.id not in view.assets_used
        and not _why_not(view, asset, army, front, armies, target)
    )


def check_assets(
    view: State, side: Side, units: Sequence[UnitId], target: Hex, assets: Sequence[AssetId]
) -> Refusal | None:
    """A refusal when one of these assets cannot support the attack."""
    if not assets:
        return None
    if len(set(assets)) < len(assets):
        return Refusal("asset_twice", "An asset supports an attack only once.", (target,))
    known = {row[0].id: row for row in _assets_of(view.scenario, side)}
    armies = armies_of(view, units)
    for name in assets:
        squadron = view.scenario.squadrons.get(name)
        if squadron is not None and squadron.side == side and name in view.wings:
            why = may_support(view, name, target)
            if why:
                return Refusal("asset_not_available", f"{squadron.name} {why}.", (target,))
            continue
        if name not in known:
            sentence = f"{name} is no asset of your side that can support an attack."
            return Refusal("no_such_asset", sentence, (target,))
        asset, army, front = known[name]
        why = _why_not(view, asset, army, front, armies, target)
        if name in view.assets_used:
            why = "has supported an attack in this phase"
        if why:
            return Refusal("asset_not_available", f"{asset.name} {why}.", (target,))
    return None


def barrels(state: State, assets: Iterable[AssetId], terrain: Terrain) -> int:
    """Strength of the assets' guns and launchers in an attack, in hundredths of a point. Guns of
    ships count as the scenario says.

    No more barrels fire than find room (table `barrels`)."""
    table = state.scenario.tables.combat
    room = table.barrels_close if terrain.close else table.barrels
    total = 0
    for name in assets:
        asset = state.scenario.assets[name]
        if asset.kind == SHIPS:
            total += POINT * state.scenario.fleets[name].gunfire
        elif asset.kind in GUNS:
            rockets = min(asset.rockets, room)
            guns = min(asset.guns, room - rockets)
            room -= rockets + guns
            total += (table.gun * guns + table.rocket * rockets) * asset.quality
    return total
