"""The ground of the map: relief, cover and sea as a picture, from the rasters in assets/relief."""

from __future__ import annotations

import functools
import json
import math
import tomllib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pygame

from game.film import palette
from game.film.palette import ASSETS, vector
from game.film.projection import Floats, View
from game.film.raster import Raster, blur, hillshade, noise, resample, texture_shade


@dataclass(frozen=True, eq=False)
class Land:
    """The committed rasters: heights and cover on the plane of the map."""

    left: float
    top: float
    step: float
    """Km of the upper left corner, and the size of a cell."""
    height: Raster
    """Metres; the sea bed below 0."""
    rough: Raster
    """Metres from the lowest to the highest ground within 10 km."""
    cover: npt.NDArray[np.uint8]
    shore: Raster
    """Km from a point of the sea to the nearest coast; 0 on land."""
    edge: Raster
    """1 within the data, falling to 0 where they end."""


@dataclass(frozen=True, eq=False)
class Ground:
    """What the painter of a view learned about its ground, for the layers above, by pixel."""

    plate: Plate
    land: Raster
    """Share of the pixel that is land."""
    edge: Raster
    """1 within the data, falling to 0 where they end."""

    def cover(self, kind: int) -> Raster:
        """Share of a class of cover."""
        return self.plate.spread(self.plate.cover((kind,))[kind])

    def hollow(self) -> Raster:
        """Metres above (or, below 0, under) the mean of the country around."""
        return self.plate.spread(self.plate.hollow())


@functools.cache
def land_data() -> Land:
    """Read the rasters once."""
    folder = ASSETS / "relief"
    about = tomllib.loads((folder / "relief.toml").read_text(encoding="utf-8"))
    tall = pygame.surfarray.array3d(pygame.image.load(folder / "elevation.png")).swapaxes(0, 1)
    flat = pygame.surfarray.array3d(pygame.image.load(folder / "ground.png")).swapaxes(0, 1)
    high, low, rough = (tall[..., i].astype(np.float32) for i in range(3))
    shore, edge = (flat[..., i].astype(np.float32) for i in (1, 2))
    return Land(
        left=about["left_km"],
        top=about["top_km"],
        step=about["step_km"],
        height=high * 256 + low - 10000,
        rough=rough * 4,
        cover=flat[..., 0].copy(),
        shore=shore * np.float32(0.25),
        edge=edge * np.float32(1 / 255),
    )


@functools.cache
def lines(name: str) -> tuple[tuple[dict[str, Any], Floats], ...]:
    """The lines of assets/geo/<name>.geojson: properties and points in degrees, rings unfolded."""
    text = (ASSETS / "geo" / f"{name}.geojson").read_text(encoding="utf-8")
    found = []
    for feature in json.loads(text)["features"]:
        kind, parts = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        if kind == "LineString":
            parts = [parts]
        elif kind == "MultiPolygon":
            parts = [ring for polygon in parts for ring in polygon]
        found += [(feature["properties"], np.array(p, float)) for p in parts if len(p) > 1]
    return tuple(found)


def fill(view: View, name: str) -> Raster:
    """How much of each pixel lies in the polygons of a file, 0 to 1."""
    width, height = view.size
    big = pygame.Surface((width * 2, height * 2), 0, 8)
    big.set_palette([(i, i, i) for i in range(256)])
    for _, ring in lines(name):
        points = view.degrees(ring)
        if view.shows(points):
            pygame.draw.polygon(big, 255, np.clip(points * 2, -30000, 30000).tolist())
    small = pygame.surfarray.array2d(big).T.reshape(height, 2, width, 2)
    share: Raster = small.mean((1, 3), dtype=np.float32) * np.float32(1 / 255)
    return share


class Plate:
    """The part of the rasters that a view needs, at about the view's own fineness."""

    def __init__(self, view: View) -> None:
        land = land_data()
        # A small picture of a wide country is made from means of several cells.
        self.fold = max(1, round(view.km_per_pixel / land.step))
        self.step = land.step * self.fold
        rows, columns = land.height.shape
        margin = 16 * self.fold + math.ceil(24 / land.step)
        first_column = math.floor((view.left - land.left) / land.step) - margin
        first_row = math.floor((land.top - view.top) / land.step) - margin
        wide = math.ceil(view.size[0] * view.km_per_pixel / self.step + 2 * margin / self.fold + 2)
        high = math.ceil(view.size[1] * view.km_per_pixel / self.step + 2 * margin / self.fold + 2)
        self._across = np.clip(first_column + np.arange(wide * self.fold), 0, columns - 1)
        self._down = np.clip(first_row + np.arange(high * self.fold), 0, rows - 1)
        self._shape = high, self.fold, wide, self.fold
        left = land.left + first_column * land.step
        top = land.top - first_row * land.step
        x, y = view_axes(view)
        self.columns = (x - left) / self.step - 0.5
        self.rows = (top - y) / self.step - 0.5

    def cut(self, raster: npt.NDArray[Any]) -> Raster:
        """The plate's part of a raster, folded."""
        part = raster[self._down[:, None], self._across[None, :]].astype(np.float32)
        return part if self.fold == 1 else part.reshape(self._shape).mean((1, 3))

    def cover(self, kinds: tuple[int, ...]) -> dict[int, Raster]:
        """The share of each class of cover, its edges softened."""
        classes = land_data().cover
        sigma = max(0.6, 4.5 / self.step)
        return {k: blur(self.cut(classes == k), sigma) for k in kinds}

    def hollow(self) -> Raster:
        """Height above or below the mean of the country within about 11 km."""
        height = np.maximum(self.cut(land_data().height), 0)
        return height - blur(height, 11 / self.step * 0.6)

    def spread(self, raster: Raster) -> Raster:
        """A raster of the plate sampled at the pixels of the view."""
        return resample(raster, self.rows, self.columns)


def view_axes(view: View) -> tuple[Floats, Floats]:
    """Km of the columns (x) and of the rows (y) of a view's pixels."""
    x = view.left + (np.arange(view.size[0]) + 0.5) * view.km_per_pixel
    y = view.top - (np.arange(view.size[1]) + 0.5) * view.km_per_pixel
    return x.astype(np.float64), y.astype(np.float64)


def paint_ground(view: View) -> tuple[pygame.Surface, Ground]:
    """Land with its cover and light, and sea by depth, without any line or name."""
    land, plate = land_data(), Plate(view)
    x, y = view_axes(view)
    bed = plate.cut(land.height)
    height, rough = np.maximum(bed, 0), plate.cut(land.rough)
    tints = _cover_colour(plate.cover(tuple(palette.COVER)), height, rough, plate.hollow())
    shade = _shade(view, plate, height, rough)
    dark, bright = np.clip(-shade, 0, 1), np.clip(shade, 0, 1)
    tone = 1 + 0.012 * (noise(x, y, 60, 13) * 0.6 + noise(x, y, 17, 14) * 0.4)
    dry = fill(view, "coast")
    sea = _sea_colour(view, plate, bed) if dry.min() < 1 else None
    edge = np.clip(plate.spread(plate.cut(land.edge)), 0, 1)
    grain = np.random.default_rng(5).standard_normal(dry.shape, np.float32) * np.float32(0.9)
    pixels = np.empty((*view.size, 3), np.uint8)
    shadow, light = (vector(c) / 255 for c in (palette.SHADOW, palette.LIGHT))
    for i, paper in enumerate(vector(palette.PAPER)):
        colour = plate.spread(tints[i])
        colour *= tone
        colour *= 1 - dark * np.float32(0.62 * (1 - shadow[i]))
        colour = 255 - (255 - colour) * (1 - bright * np.float32(0.55 * light[i]))
        if sea is not None:
            colour = sea[i] + (colour - sea[i]) * dry
        colour = paper + (colour - paper) * edge
        pixels[..., i] = np.clip(colour + grain, 0, 255).astype(np.uint8).T
    return pygame.surfarray.make_surface(pixels), Ground(plate, dry, edge)


def _cover_colour(
    cover: dict[int, Raster], height: Raster, rough: Raster, hollow: Raster
) -> list[Raster]:
    """Red, green and blue of the ground: cover tinted by height, pale valley floors, dark crests.

    Valleys and crests are what makes passes and defiles legible in the taiga.
    """
    rise = np.clip((height - palette.LOW_M) / (palette.HIGH_M - palette.LOW_M), 0, 1)
    weights = {k: np.maximum(w, 0) * np.sqrt(np.maximum(w, 0)) for k, w in cover.items()}
    total = sum(weights.values(), start=np.full(height.shape, 1e-6, np.float32))
    local = np.tanh(hollow / (30 + 0.30 * rough))
    valley = np.clip(-local * 1.3 - 0.12, 0, 1) * np.clip((rough - 60) / 80, 0, 1)
    valley *= 0.80 * np.clip((1100 - height) / 300, 0, 1)
    crest = 0.10 * np.clip(local, 0, 1) * np.clip((rough - 60) / 120, 0, 1)
    rock = np.clip((height - 1100) / 1100, 0, 1) * 0.75
    found = []
    for i in range(3):
        colour = np.zeros(height.shape, np.float32)
        for k, weight in weights.items():
            low, high = (float(vector(c)[i]) for c in palette.COVER[k])
            colour += weight * (low + (high - low) * rise)
        colour /= total
        colour += (vector(palette.VALLEY)[i] - colour) * valley
        colour *= 1 - crest * (1 - vector(palette.CREST)[i] / 255)
        colour += (vector(palette.ROCK)[i] - colour) * rock
        found.append(colour)
    return found


def _shade(view: View, plate: Plate, height: Raster, rough: Raster) -> Raster:
    """Light on the relief, with invented detail below the fineness of the data."""
    km = view.km_per_pixel
    z, broken = plate.spread(height), plate.spread(rough)
    x, y = view_axes(view)
    if km < 1.2:  # rivers dig in, so that lines and relief agree
        z -= _river_beds(view) * np.clip(broken - 40, 0, 260) * 0.42
    waves = [w for w in (7.5, 3.8, 1.9) if w > 3.2 * km]
    if waves:
        warp = 0.3 * noise(x, y, 9, 1)
        strength = np.clip(broken - 30, 0, 400) * 0.062
        for i, wave in enumerate(waves):
            ridge = 1 - np.sqrt((noise(x, y, wave, 2 + i) + warp) ** 2 + 0.09)
            z += ridge * strength * (wave / 7.5)
    exaggeration = float(np.interp(km, [0.2, 0.45, 1.0, 2.0], [7.5, 8.5, 11.0, 15.0]))
    shade = np.tanh(1.15 * hillshade(z, km * 1000, exaggeration))
    texture = texture_shade(z, km * 1000) * np.clip(broken / 160, 0.15, 1)
    lit: Raster = (0.9 * shade + 0.30 * texture).astype(np.float32)
    return lit


def _river_beds(view: View) -> Raster:
    """1 on a river, falling off within a few km."""
    fold = 4
    width, height = view.size[0] // fold + 1, view.size[1] // fold + 1
    mask = pygame.Surface((width, height), 0, 8)
    mask.set_palette([(i, i, i) for i in range(256)])
    thick = max(1, round(2.2 / view.km_per_pixel / fold))
    for _, line in lines("rivers"):
        points = view.degrees(line) / fold
        if view.shows(points * fold):
            pygame.draw.lines(mask, 255, False, np.clip(points, -9000, 9000).tolist(), thick)
    marked = pygame.surfarray.array2d(mask).T.astype(np.float32) * np.float32(1 / 255)
    soft = blur(marked, 1.6 / view.km_per_pixel / fold)
    rows = (np.arange(view.size[1]) + 0.5) / fold - 0.5
    return resample(soft, rows, (np.arange(view.size[0]) + 0.5) / fold - 0.5)


def _sea_colour(view: View, plate: Plate, bed: Raster) -> list[Raster]:
    """Red, green and blue of the sea by depth, paler along the coast, with four water lines."""
    depth = blur(np.minimum(bed, 0), max(0.6, 5 / plate.step))
    km = plate.spread(blur(plate.cut(land_data().shore), 0.7))
    glow = 0.36 * np.exp(-np.maximum(km, 0) / 16)
    gap = max(3.2 * view.type_scale * view.km_per_pixel, 2.3)
    thin = 0.75 * view.type_scale * view.km_per_pixel
    near = km < 8 * gap
    stroke = np.zeros_like(km)
    for i in range(1, 5):
        away = (km[near] - i * gap * (1 + 0.18 * i)) / thin
        stroke[near] += np.exp(-away * away) * (30 - 6 * i)
    stops = [s for s, _ in palette.SEA]
    found = []
    for i, strength in enumerate((1.0, 0.72, 0.5)):
        tint = np.interp(depth, stops, [float(vector(c)[i]) for _, c in palette.SEA])
        sea = plate.spread(tint.astype(np.float32))
        sea += (vector(palette.SHALLOWS)[i] - sea) * glow
        found.append(sea - stroke * np.float32(strength))
    return found
