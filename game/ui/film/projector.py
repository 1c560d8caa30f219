"""Plays a film: which shot is shown, how far it has come, and what of it lies on the map."""

from __future__ import annotations

import time
from collections.abc import Callable

import pygame

from game.hexes import NOWHERE, Hex
from game.model.forces import UnitId
from game.model.state import PlayerView
from game.ui.camera import Camera
from game.ui.film.acts import Act, Scene, marches_only, scene_of, together
from game.ui.film.paint import paint_act
from game.ui.film.reel import Source

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
PATIENCE = 0.006
"""Seconds of a picture's time that may go into making shots."""
CROWD = 60
"""Marches that are shown at once, at most."""
CALM = 4.0
"""Speed above which the map does not turn to what happens."""


class Projector:
    """Plays the shots of a source on the map. `index` is the shot that is shown; when it is their
    number, all has been shown so far."""

    def __init__(self, source: Source, speed: float = 2.0) -> None:
        self.source = source
        self.index = 0
        self.clock = 0.0
        """Seconds of the film into the present shot."""
        self.playing = True
        self.speed = speed
        self.crowds = False
        """Whether marches that follow one another are shown all at once."""
        self.turn_to: Callable[[Hex], None] | None = None
        """Turns the map to a hex; None where it stays."""
        self._scene: tuple[tuple[int, bool], Scene] | None = None
        self._turned = False

    # What is shown

    @property
    def finished(self) -> bool:
        """Whether everything there is has been shown."""
        return self.index >= len(self.source)

    @property
    def scene(self) -> Scene | None:
        """The present shot, ready to be played; None at the end."""
        if self.finished:
            return None
        key = (self.index, self.crowds)
        if self._scene is None or self._scene[0] != key:
            self._scene = (key, self._made())
        return self._scene[1]

    def _made(self) -> Scene:
        source, first = self.source, self.index
        last = first + 1
        if self.crowds and marches_only(source.told(first)):
            while (
                last < len(source)
                and last - first < CROWD
                and source.when(last) == source.when(first)
                and marches_only(source.told(last))
            ):
                last += 1
        if last - first > 1:
            return together([source.shot(i) for i in range(first, last)])
        return scene_of(source.shot(first))

    @property
    def view(self) -> PlayerView | None:
        """What the map shows now; None at the end, when it shows what is."""
        scene = self.scene
        if scene is None:
            return None
        return scene.before if self.clock < scene.turnover else scene.after

    @property
    def hidden(self) -> frozenset[UnitId]:
        """Units that the map leaves out, because they are on their way."""
        scene = self.scene
        if scene is None or self.clock < scene.turnover:
            return frozenset()
        return scene.walkers

    @property
    def words(self) -> str:
        """What is told of this moment."""
        scene = self.scene
        if scene is None:
            return ""
        said = [a.text for a in scene.acts if a.text and a.start <= self.clock]
        return said[-1] if said else next((a.text for a in scene.acts if a.text), "")

    # Time

    def update(self, seconds: float) -> bool:
        """Time has passed; whether another shot is shown than before."""
        if not self.playing:
            return False
        first, until = self.index, time.perf_counter() + PATIENCE
        self.clock += seconds * self.speed
        while (scene := self.scene) is not None:
            self._turn(scene)
            if self.clock < scene.seconds:
                break
            self.clock -= scene.seconds
            self._go(self.index + scene.shots, keep=True)
            if time.perf_counter() > until:
                self.clock = 0.0
                break
        if self.finished:
            self.clock = 0.0
        return self.index != first

    def _turn(self, scene: Scene) -> None:
        if self._turned or self.turn_to is None or self.speed > CALM:
            return
        for act in scene.acts:
            if act.weighty and act.at != NOWHERE:
                self._turned = True
                self.turn_to(act.at)
                return

    def _go(self, index: int, keep: bool = False) -> None:
        self.index = max(0, min(index, len(self.source)))
        self._turned = False
        if not keep:
            self.clock = 0.0

    def step(self, by: int) -> None:
        """Pause, and go so many shots on (or back)."""
        self.playing = False
        scene = self.scene
        if by > 0 and scene is not None:
            self._go(self.index + scene.shots * by)
        else:
            self._go(self.index + by)

    def show(self, source: Source, index: int) -> None:
        """Go on with another film, from this shot."""
        self.source, self._scene = source, None
        self._go(index)

    def trimmed(self, shots: int) -> None:
        """The source has forgotten its first so many shots."""
        self.index = max(0, self.index - shots)
        self._scene = None

    def seek(self, index: int) -> None:
        """Go to a shot."""
        self._go(index)

    def skip(self) -> None:
        """Go to the end of what there is."""
        self._go(len(self.source))

    def faster(self, by: int) -> float:
        """Change the speed by so many steps; the new one."""
        nearest = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - self.speed))
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, nearest + by))]
        return self.speed

    # Picture

    def draw(self, target: pygame.Surface, camera: Camera, view: PlayerView) -> None:
        """Lay the present moment over the map."""
        scene = self.scene
        if scene is None:
            return
        walking = self.clock >= scene.turnover
        for act in scene.acts:
            if act.kind == "walk":
                if walking:
                    paint_act(target, camera, act, self._share(act))
            elif act.start <= self.clock < act.end:
                paint_act(target, camera, act, self._share(act))

    def _share(self, act: Act) -> float:
        length = act.end - act.start
        return min(1.0, max(0.0, (self.clock - act.start) / length)) if length else 1.0

    def at(self, h: Hex) -> Act | None:
        """What happens on a hex at this moment."""
        scene = self.scene
        for act in scene.acts if scene else ():
            if h == act.at or h in act.path:
                return act
        return None
