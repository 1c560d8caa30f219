"""How the weather of a sector goes, when it is not that of the record."""

from __future__ import annotations

from dataclasses import dataclass

CODES: dict[str, str] = {
    "Cl": "clear", "Pc": "partly cloudy", "Fg": "fog", "Ra": "rain", "Th": "thunderstorm",
    "Hr": "heavy rain", "St": "storm",
}  # fmt: skip
"""Kinds of weather from the best to the worst: neighbouring sectors share a day's luck."""


@dataclass(frozen=True, slots=True)
class Climate:
    """One sector in one season. Chances are per cent."""

    season: str
    sector: str
    odds: tuple[int, ...]
    """Chance of each of CODES on any day, together 100."""
    persists: int
    """Chance that a day's luck is that of the day before."""
    follows: str
    """Sector from which weather comes over; "" for none."""
    followed: int
    """Chance that a day's luck is that of the other sector the day before."""
    ground: int
    """State of the ground on the first morning."""
    source: str

    def code(self, luck: int) -> str:
        """The weather that a day's luck (0 to 99) brings."""
        for code, chance in zip(CODES, self.odds, strict=True):
            luck -= chance
            if luck < 0:
                return code
        raise ValueError(f"the chances of {self.sector} do not add up to 100")
