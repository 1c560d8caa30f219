"""The bodies of aircraft in an order of battle."""

from __future__ import annotations

from game.model.forces import Asset, AssetId, Counter, Squadron, UnitId, UnitType


def squadrons(
    assets: dict[AssetId, Asset], counters: dict[UnitId, Counter], types: dict[str, UnitType]
) -> dict[AssetId, Squadron]:
    """All bodies of aircraft, those of assets first."""
    found = [
        Squadron(a.id, a.name, a.nation, a.side, a.branch, a.formation, a.aircraft, a.hex, a.box,
                 a.arrives)
        for a in assets.values()
        if a.kind == "air"
    ]  # fmt: skip
    found += [
        Squadron(AssetId(c.id), c.name, c.nation, c.side, branch, c.formation, c.aircraft, c.hex,
                 c.box, c.arrives, c.id)
        for c in counters.values()
        if (branch := types[c.type].branch) and c.aircraft
    ]  # fmt: skip
    return {s.id: s for s in found}
