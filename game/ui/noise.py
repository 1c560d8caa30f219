"""What is heard in a battle: one sound for the gravest thing that the viewer has just learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.model.events import AnyEvent, Captured, Fought, Moved, TurnBegan
from game.ui.sound import Name

if TYPE_CHECKING:
    from game.ui.screens.battle import Battle

LATEST = 30
"""Orders that are listened to at once: an enemy's phase has hundreds."""
GRAVEST: tuple[tuple[type[object], Name], ...] = (
    (Fought, "guns"), (Captured, "capture"), (TurnBegan, "communique"), (Moved, "march"),
)  # fmt: skip


class Noise:
    """A part of the battle that only listens."""

    def __init__(self, battle: Battle) -> None:
        self._battle = battle
        self._heard = len(battle.session.log)

    def lay(self) -> None:
        """There is nothing to be seen."""

    def handle(self, event: pygame.event.Event) -> bool:
        """Nothing is taken."""
        return False

    def update(self, seconds: float) -> None:
        """Nothing goes on."""

    def refresh(self) -> None:
        """Something may have happened: of what the viewer is told of it, the gravest is heard."""
        session = self._battle.session
        since = max(self._heard, len(session.log) - LATEST)
        self._heard = len(session.log)
        sound = sound_of(
            [e for h in session.visible(self._battle.viewer, since) for e in h.events]
        )
        if sound is not None:
            self._battle.app.sounds.play(sound)


def sound_of(events: list[AnyEvent]) -> Name | None:
    """The sound of the gravest of these events; None where they are silent."""
    kinds = {type(event) for event in events}
    return next((sound for kind, sound in GRAVEST if kind in kinds), None)
