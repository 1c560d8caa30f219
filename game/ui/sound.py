"""Sounds, made of numbers when they are first wanted: no files, no waiting, silence without device.

Each is a short tone or noise under an envelope. The device is opened by a thread, since some take
half a second to wake; until then, and where there is none, the game is silent.
"""

from __future__ import annotations

import threading
from typing import Literal

import numpy as np
import numpy.typing as npt
import pygame

from game.ui.settings import Settings

RATE = 22050
"""Samples a second."""
Name = Literal["click", "march", "guns", "capture", "communique"]
Wave = npt.NDArray[np.float64]


def _seconds(length: float) -> Wave:
    return np.arange(int(RATE * length)) / RATE


def _noise(count: int) -> Wave:
    """The same hiss every time."""
    return np.random.default_rng(1945).uniform(-1, 1, count)


def _dull(wave: Wave, width: int) -> Wave:
    """Highs taken off: each sample the mean of so many neighbours."""
    return np.convolve(wave, np.ones(width) / width, "same")


def _click() -> Wave:
    t = _seconds(0.035)
    return 0.5 * np.sin(2 * np.pi * 1150 * t) * np.exp(-t * 160)


def _march() -> Wave:
    """Four steps on gravel."""
    t = _seconds(0.52)
    steps = np.exp(-((t % 0.13) * 55)) * (0.6 + 0.4 * (np.floor(t / 0.13) % 2))
    return 0.9 * _dull(_noise(len(t)), 9) * steps


def _guns() -> Wave:
    """Three rounds, some way off."""
    t = _seconds(1.1)
    out = np.zeros(len(t))
    for start, strength in ((0.0, 1.0), (0.21, 0.7), (0.38, 0.85)):
        past = np.clip(t - start, 0, None)
        boom = np.sin(2 * np.pi * (38 + 30 * np.exp(-past * 18)) * past)
        body = 1.6 * _dull(_noise(len(t)), 40) + 0.7 * boom
        out += np.where(t >= start, strength * body * np.exp(-past * 7), 0)
    return 0.75 * out


def _capture() -> Wave:
    """Two notes of a bugle, a fourth apart."""
    t = _seconds(0.6)
    pitch = np.where(t < 0.2, 392.0, 523.25)
    since = np.where(t < 0.2, t, t - 0.2)
    tone = np.zeros(len(t))
    for n in (1, 2, 3):
        tone += np.sin(2 * np.pi * pitch * n * t) / n
    loud: Wave = 0.28 * np.minimum(1, since * 60) * np.exp(-since * 5)
    return tone * loud


def _communique() -> Wave:
    """A teleprinter's bell and type."""
    t = _seconds(0.45)
    bell = np.sin(2 * np.pi * 1760 * t) * np.exp(-t * 12)
    type_ = _dull(_noise(len(t)), 3) * np.exp(-((t % 0.06) * 220))
    return 0.25 * bell + 0.25 * type_ * (t > 0.12)


MAKERS = {
    "click": _click, "march": _march, "guns": _guns, "capture": _capture,
    "communique": _communique,
}  # fmt: skip


def samples(name: Name) -> npt.NDArray[np.int16]:
    """A sound as 16-bit samples on one channel; it begins and ends in silence."""
    wave = MAKERS[name]()
    edge = min(len(wave) // 2, 60)
    wave[:edge] *= np.linspace(0, 1, edge)
    wave[-edge:] *= np.linspace(1, 0, edge)
    loud: npt.NDArray[np.int16] = (np.clip(wave, -1, 1) * 32000).astype(np.int16)
    return loud


class Sounds:
    """Plays sounds as the settings have it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.usable: bool | None = None
        """Whether there is a device; None until that is known."""
        self._made: dict[Name, pygame.mixer.Sound] = {}
        self._opener: threading.Thread | None = None

    def play(self, name: Name) -> None:
        """Let it be heard, if sound is on and there is a device. Returns at once."""
        if not self.settings.sound or not self.settings.volume:
            return
        if self.usable is None:
            if self._opener is None:
                self._opener = threading.Thread(target=self._open, daemon=True)
                self._opener.start()
            return
        if not self.usable:
            return
        if name not in self._made:
            mono = samples(name)
            device = pygame.mixer.get_init()
            wave = mono if device is None else np.repeat(mono, device[2])
            self._made[name] = pygame.mixer.Sound(buffer=wave.tobytes())
        sound = self._made[name]
        sound.set_volume(self.settings.volume / 100)
        sound.play()

    def close(self) -> None:
        """Let go of the device."""
        if self._opener is not None:
            self._opener.join(2)
        if self.usable:
            self.usable = False
            self._made = {}
            pygame.mixer.quit()

    def _open(self) -> None:
        """Open the device: a thread's work."""
        try:
            pygame.mixer.init(RATE, -16, 1, 512)
        except pygame.error:
            self.usable = False
            return
        self.usable = True
