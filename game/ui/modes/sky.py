"""Missions of aircraft, and landings from the air."""

from __future__ import annotations

from collections.abc import Mapping

from game.hexes import Hex
from game.model.forces import AssetId, UnitId, enemy_of
from game.model.orders import Air, AirLand, AirMission
from game.model.state import HOLDER_OF, PlayerView
from game.rules import air_bases, air_missions, airborne
from game.ui.modes.mode import Base, Proposal

MISSIONS: dict[AirMission, str] = {
    "column": "Attack troops at", "rail": "Cut the railway at", "bridge": "Bomb the bridge at",
    "depot": "Bomb the depot of", "recon": "Reconnoitre", "patrol": "Patrol over",
    "kamikaze": "Special attack on", "base": "Change base to",
}  # fmt: skip
AGAINST_TROOPS = frozenset({"column", "kamikaze"})


class Flight(Base):
    """A mission of one wing."""

    def __init__(self, wing: AssetId, mission: AirMission) -> None:
        super().__init__(())
        self.wing, self.mission = wing, mission
        self.name, self.hint = "air", f"{MISSIONS[mission]} ...: click the hex."

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Known targets of this mission; the sky is open beyond them."""
        hexmap, side = view.scenario.map, view.phase
        if self.mission in AGAINST_TROOPS:
            wanted = tuple(sorted({u.hex for u in view.on_map(enemy_of(side))}))
        elif self.mission == "base":
            wanted = air_bases.airfields(view, side)
        elif self.mission in ("recon", "patrol"):
            wanted = tuple(Hex(h) for h in sorted(hexmap.places_at))
        else:
            hostile = HOLDER_OF[enemy_of(side)]
            wanted = tuple(h for h in hexmap.hexes if view.control[h] == hostile)
            if self.mission == "depot":
                wanted = tuple(h for h in wanted if h in hexmap.places_at)
            elif self.mission == "rail":
                wanted = tuple(h for h in wanted if air_missions.rail_link(view, h) >= 0)
            else:
                wanted = tuple(h for h in wanted if air_missions.bridge_at(view, h) >= 0)
        return dict.fromkeys(air_missions.targets(view, self.wing, self.mission, wanted), "")

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """What the mission can come to."""
        order = Air(self.wing, self.mission, h)
        title = f"{MISSIONS[self.mission]} {view.scenario.map.label(h)}"
        refusal = air_missions.check_air(view, order)
        if refusal is not None:
            return Proposal(title, (), (), refusal.sentence)
        found = air_missions.forecast(view, order)
        lines = [view.scenario.squadrons[self.wing].name]
        if found.sorties:
            lines += [
                f"{found.sorties} sorties, {found.arriving} come through",
                f"{found.effect} {found.what}: {found.chance * 100 // 36} %",
            ]
        return Proposal(title, tuple(lines), (), "", (order,))


class Drop(Base):
    """An air landing of a party that waits beside its aircraft."""

    def __init__(self, units: tuple[UnitId, ...]) -> None:
        super().__init__(units[:1])
        self.name, self.hint = "airland", "Click an airfield town or city of the enemy."

    def goals(self, view: PlayerView) -> Mapping[Hex, str]:
        """Places where the party can be set down today."""
        name = self.units[0]
        return {
            h: "" for h in airborne.goals(view, view.phase)
            if airborne.check_airland(view, AirLand(name, h)) is None
        }  # fmt: skip

    def propose(self, view: PlayerView, h: Hex) -> Proposal:
        """The chances of the landing."""
        order = AirLand(self.units[0], h)
        title = f"Land at {view.scenario.map.label(h)}"
        refusal = airborne.check_airland(view, order)
        if refusal is not None:
            return Proposal(title, (), (), refusal.sentence)
        found = airborne.forecast(view, order)
        lines = (
            f"The garrison obeys {found.obeys} %, stands off {found.stand_off} %, "
            f"fights {found.beaten} %",
            "No garrison is seen there" if found.empty else
            f"The order to cease fire has reached it: {found.heard} %",
        )  # fmt: skip
        return Proposal(title, lines, (), "", (order,))
