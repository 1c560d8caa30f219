"""What a person has set, and where saves, settings and painted tiles are kept."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import TypeAdapter, ValidationError

NAME = "august-storm"
SCALES = (80, 90, 100, 115, 130, 150, 175, 200)
"""Sizes of the interface in per cent."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; unknown or impossible values in the file fall back to these."""

    ui_scale: int = 0
    """Per cent of SCALES; 0 chooses by the height of the window."""
    palette: Literal["standard", "high_contrast"] = "standard"
    counters: Literal["nato", "silhouette"] = "nato"
    names: Literal["1945", "modern"] = "1945"
    sound: bool = True
    volume: int = 50
    """Per cent."""
    motion: bool = True
    film_speed: float = 2.0
    """Of the enemy's turn: 0.5 to 16."""
    film: Literal["film", "report", "off"] = "film"
    """How the enemy's turn is told: as a film, in a report only, or in the log alone. Where all
    motion is off a film becomes a report."""
    event_cards: bool = True
    """Whether cards are laid down for news and choices; else they stand in the log."""
    autosave: bool = True
    edge_pan: bool = True
    fullscreen: bool = False


def data_folder() -> Path:
    """Where saves and settings are kept; AUGUST_STORM_HOME moves it, for tests and for sticks."""
    home = os.environ.get("AUGUST_STORM_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir(NAME, appauthor=False))


def saves_folder() -> Path:
    """Where games are saved."""
    return data_folder() / "saves"


def cache_folder() -> Path:
    """What can be made anew at any time."""
    home = os.environ.get("AUGUST_STORM_HOME")
    if home:
        return Path(home) / "cache"
    return Path(platformdirs.user_cache_dir(NAME, appauthor=False))


def load_settings() -> Settings:
    """The settings of the file; where one of them cannot be used, the default stands."""
    path = data_folder() / "settings.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    settings = Settings()
    if not isinstance(found, dict):
        return settings
    for field in fields(Settings):
        if field.name in found:
            try:
                changed = replace(settings, **{field.name: found[field.name]})
                settings = TypeAdapter(Settings).validate_python(asdict(changed))
            except ValidationError:
                continue
    return settings


def save_settings(settings: Settings) -> None:
    """Write the settings, whole or not at all."""
    path = data_folder() / "settings.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(settings), indent=1), encoding="utf-8")
    part.replace(path)


def scale_for(settings: Settings, height: int) -> int:
    """The size of the interface in per cent for a window so many pixels high."""
    if settings.ui_scale in SCALES:
        return settings.ui_scale
    return 100 if height < 1440 else 130 if height < 1800 else 175
