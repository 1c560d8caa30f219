"""Doctrine: the weights in which the two sides' generals differ. One code, two tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

from game.model.forces import Side
from game.players.staff.plan import DEFENDING, Posture, Risk

NOWHERE_STANDS = -98
"""Below every row in which an enemy stands beside a unit: no position is good enough."""


@dataclass(frozen=True, slots=True)
class Doctrine:
    """Whole-number weights. Points are hundredths of the worth of an opened road."""

    road: int
    """Worth of a hex that stands in the way."""
    aside: int
    """Worth of an enemy who stands beside the way."""
    objective: int
    """Worth of an objective's hex, for each point of its weight."""
    works_point: int
    """Worth of one point off works that must be reduced."""
    own_men: int
    """Price of 100 own men."""
    enemy_men: int
    """Worth of 100 men of the enemy."""
    march_day: int
    """Price of a day's march that a unit with another goal loses by attacking."""
    upset: int
    """Price of one disruption of an own unit."""
    effort: int
    """Price of the day an attacking unit spends: fatigue and shells."""
    least: int
    """Least net worth for which an attack is made."""
    forced_until: int
    """Fatigue up to which marches are forced far from the enemy."""
    race_until: int
    """The same in a race for the last objectives."""
    stand_row: int
    """A unit stays in its position while the enemy's expected row is below this."""
    keep: int
    """Per cent by which a new plan must be better than the old one."""
    stays: bool
    """Whether who has attacked stays in his position instead of following up."""
    enough: int = 150
    """Per cent of the enemy's power that is enough to take an objective."""
    unseen: int = 120
    """Power thought to be wanted at an objective for each point of its weight, before it is
    seen."""
    toll: int = 30
    """Points of march that 100 of power in a sector cost who goes through it."""


SOVIET = Doctrine(
    road=100, aside=45, objective=30, works_point=3, own_men=2, enemy_men=4, effort=2,
    march_day=8, upset=8, least=6,
    forced_until=45, race_until=55, stand_row=99, keep=115, stays=False,
)  # fmt: skip
JAPAN = Doctrine(
    road=20, aside=20, objective=6, works_point=0, own_men=14, enemy_men=8, effort=6,
    march_day=0, upset=8, least=25,
    forced_until=40, race_until=40, stand_row=8, keep=115, stays=True,
)  # fmt: skip


def doctrine_of(side: Side) -> Doctrine:
    """The doctrine of a side."""
    return SOVIET if side == "soviet" else JAPAN


def doctrine_for(posture: Posture, risk: Risk) -> Doctrine:
    """The doctrine of troops who have been told how to behave, of either side.

    Who goes for ground reckons as the attacker does, who keeps it as the defender. Exploiting
    troops leave alone what does not stand in their way and are driven hard; who withdraws stays
    nowhere. Careful generals ask for more of an attack and for more of a position; bold ones drive
    their men and take what is offered.
    """
    made = JAPAN if posture in DEFENDING else SOVIET
    if posture == "exploit":
        made = replace(
            made, aside=0, works_point=0, enemy_men=0, march_day=2 * made.march_day,
            forced_until=made.race_until,
        )  # fmt: skip
    elif posture == "hold":
        made = replace(made, stand_row=SOVIET.stand_row)
    elif posture == "withdraw":
        made = replace(made, stand_row=NOWHERE_STANDS)
    if risk == "careful":
        made = replace(
            made, own_men=2 * made.own_men, least=3 * made.least, forced_until=20, race_until=30,
            stand_row=made.stand_row - (4 if posture == "delay" else 0),
        )  # fmt: skip
    elif risk == "bold":
        made = replace(
            made, own_men=made.own_men // 2, least=made.least // 3,
            forced_until=made.forced_until + 15, race_until=made.race_until + 15,
            stand_row=made.stand_row + (4 if posture == "delay" else 0),
        )  # fmt: skip
    return made
