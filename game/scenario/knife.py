"""A cut being made: its base, its file, its area, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np

from game.hexes import NOWHERE, Hex
from game.model.scenario import Scenario
from game.scenario.area import Mask, box, polygon
from game.scenario.cutfiles import Area, CutFile
from game.scenario.problems import Problem, choice


class Knife:
    """What is wrong is noted and left out, so that all is told at once."""

    def __init__(self, base: Scenario, head: CutFile, file: str) -> None:
        self.base, self.head, self.file = base, head, file
        self.problems: list[Problem] = []
        self.late = (head.start - base.start).days
        """Days by which the cut begins later than its base."""
        self.mask = self.area("area", head.area)
        """The hexes of the cut."""
        last = base.date_of(base.turns)
        if self.late < 0 or self.late + head.turns > base.turns:
            days = f"{head.start} to {head.start + timedelta(days=head.turns - 1)}"
            self.fault("", "start", days, f"days of {base.id}: {base.start} to {last}")
        if not self.mask.any():
            self.fault("area", "", "no hex of the map", "a part of the map")

    def fault(self, where: str, field: str, found: str, allowed: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, where, field, found, allowed))

    def unknown(self, where: str, field: str, found: str, names: Iterable[str]) -> None:
        """Note a name that is none of `names`."""
        self.problems.append(choice(self.file, where, field, found, names))

    def area(self, where: str, parts: list[Area]) -> Mask:
        """The hexes of some parts of the base's map."""
        hexmap = self.base.map
        mask = np.zeros(hexmap.size, dtype=bool)
        for i, part in enumerate(parts, start=1):
            at = f"{where}[{i}]"
            if bool(part.corners) == bool(part.columns or part.rows):
                self.fault(at, "", "both or neither", "`corners`, or `columns` and `rows`")
            elif part.corners and len(part.corners) < 3:
                self.fault(at, "corners", f"{len(part.corners)} corners", "at least three")
            elif part.corners:
                mask |= polygon(hexmap, part.corners)
            elif len(part.columns) != 2 or len(part.rows) != 2:
                self.fault(at, "columns", "no box", "first and last column, first and last row")
            else:
                mask |= box(hexmap, part.columns, part.rows)
        return mask

    def spot(self, where: str, place: str, h: int, *, needed: bool = True) -> Hex:
        """The hex that a row names by a place or by its number; NOWHERE with a problem noted."""
        places = self.base.map.places_by_id
        if place and h:
            self.fault(where, "place", "both", "a place or a hex")
        elif place and (place not in places or not self.mask[places[place].hex]):
            self.unknown(where, "place", place, self.places())
        elif place:
            return places[place].hex
        elif not h and needed:
            self.fault(where, "place", "neither", "a place or a hex")
        elif h and not (h < self.base.map.size and self.mask[h]):
            self.fault(where, "hex", f"{h:05d}", "a hex of the area")
        elif h:
            return Hex(h)
        return NOWHERE

    def places(self) -> list[str]:
        """Ids of the places in the area."""
        return [p.id for p in self.base.map.places if self.mask[p.hex]]
