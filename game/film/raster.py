"""Arithmetic on rasters: sampling, blurring, noise, light. Everything is separable and in numpy."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Raster = npt.NDArray[np.float32]


def resample(
    values: Raster, rows: npt.NDArray[np.float64], columns: npt.NDArray[np.float64]
) -> Raster:
    """Sample a raster where rows and columns cross, with cubic splines.

    `rows` and `columns` count cells from the middle of the first one; the edge goes on outside.
    """
    # Rows are taken whole, so columns are sampled as the rows of the turned raster.
    down = _rows(values, rows)
    return np.ascontiguousarray(_rows(np.ascontiguousarray(down.T), columns).T)


def _rows(values: Raster, places: npt.NDArray[np.float64]) -> Raster:
    low = np.floor(places).astype(int)
    t = (places - low).astype(np.float32)[:, None]
    t2, t3 = t * t, t * t * t
    weights = (
        (-t3 + 2 * t2 - t) / 2,
        (3 * t3 - 5 * t2 + 2) / 2,
        (-3 * t3 + 4 * t2 + t) / 2,
        (t3 - t2) / 2,
    )
    total = np.zeros((len(places), values.shape[1]), np.float32)
    for k, weight in enumerate(weights):
        part = values[np.clip(low + k - 1, 0, len(values) - 1)]
        part *= weight
        total += part
    return total


def box_blur(values: Raster, radius: int) -> Raster:
    """The mean over a square of 2 * radius + 1 cells; the edge goes on outside."""
    for axis in (0, 1):
        if radius < 1:
            break
        pad = [(0, 0)] * values.ndim
        pad[axis] = (radius + 1, radius)
        sums = np.cumsum(np.pad(values, pad, mode="edge"), axis=axis, dtype=np.float64)
        width = 2 * radius + 1
        n = values.shape[axis]
        high = np.take(sums, range(width, width + n), axis=axis)
        values = ((high - np.take(sums, range(n), axis=axis)) / width).astype(np.float32)
    return values


def blur(values: Raster, sigma: float) -> Raster:
    """Nearly a Gaussian blur: small ones with the true weights, wide ones as three box blurs."""
    if sigma > 3:
        radius = max(1, round(sigma))
        for _ in range(3):
            values = box_blur(values, radius)
        return values
    reach = max(1, math.ceil(sigma * 2.6))
    steps = np.arange(-reach, reach + 1)
    kernel = np.exp(-(steps**2) / (2 * sigma * sigma))
    kernel = (kernel / kernel.sum()).astype(np.float32)
    for axis in (0, 1):
        pad = [(0, 0)] * values.ndim
        pad[axis] = (reach, reach)
        padded = np.pad(values, pad, mode="edge")
        n = values.shape[axis]
        index: list[slice] = [slice(None)] * values.ndim
        total = np.zeros(values.shape, np.float32)
        for k, weight in enumerate(kernel):
            index[axis] = slice(k, k + n)
            total += weight * padded[tuple(index)]
        values = total
    return values


def noise(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], km: float, seed: int) -> Raster:
    """Smooth noise, about -2 to 2, with waves of so many km, fixed to the ground.

    Neighbouring pictures join without a seam: the value at a place depends on the place alone.
    """
    u, v = x / km * 2, y / km * 2
    u0, v0 = math.floor(u.min()) - 2, math.floor(v.min()) - 2
    across = np.arange(u0, math.floor(u.max()) + 4)
    down = np.arange(v0, math.floor(v.max()) + 4)
    lattice = _dice(across[None, :], down[:, None], seed)
    return resample(lattice, v - v0, u - u0)


def _dice(x: npt.NDArray[np.int64], y: npt.NDArray[np.int64], seed: int) -> Raster:
    """A number between about -1.7 and 1.7 for every point of a lattice, of variance 1."""
    h = x.astype(np.uint32) * np.uint32(0x9E3779B1)
    h = h ^ (y.astype(np.uint32) * np.uint32(0x85EBCA77))
    h ^= np.uint32(seed * 0xC2B2AE3D & 0xFFFFFFFF)
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        h = (h ^ (h >> np.uint32(shift))) * np.uint32(factor)
    h ^= h >> np.uint32(15)
    return ((h / np.float32(2**31) - 1) * math.sqrt(3)).astype(np.float32)


LIGHTS = ((315, 42, 0.62), (270, 50, 0.20), (0, 50, 0.18))
"""Azimuth and height of each light in degrees, and its share."""


def hillshade(height: Raster, metres: float, exaggeration: float) -> Raster:
    """How much brighter (above 0) or darker than flat ground each cell is; cells `metres` wide."""
    down, across = np.gradient(height, metres / exaggeration)
    length = np.sqrt(1 + across * across + down * down)
    total = np.zeros_like(height)
    for azimuth, altitude, share in LIGHTS:
        turn, rise = math.radians(azimuth), math.radians(altitude)
        east, south = math.sin(turn) * math.cos(rise), -math.cos(turn) * math.cos(rise)
        level = math.sin(rise)
        total += share * ((level - across * east - down * south) / (length * level) - 1)
    return total.astype(np.float32)


def texture_shade(height: Raster, metres: float) -> Raster:
    """Leland Brown's texture shading: a fractional Laplacian, ridges bright and valleys dark."""
    rows, columns = height.shape
    pad = min(64, rows - 1, columns - 1)
    padded = np.pad(height, pad, mode="reflect")
    down = np.fft.fftfreq(padded.shape[0])[:, None]
    across = np.fft.rfftfreq(padded.shape[1])[None]
    waves = np.sqrt(down * down + across * across) * max(1.0, 1000 / metres)
    # Waves shorter than four cells of the grid are grain, not ground.
    waves = np.where(waves > 0.25, 0.25 * np.exp(-(waves - 0.25) * 4), waves) ** 0.65
    shade = np.fft.irfft2(np.fft.rfft2(padded) * waves, padded.shape)
    return np.tanh(shade[pad : pad + rows, pad : pad + columns] / 85).astype(np.float32)
