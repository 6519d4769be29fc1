"""Random fields and the few image operations that the scene is made of, on float32 arrays."""

from __future__ import annotations

import numpy as np
from PIL import Image

Array = np.ndarray


def resize(values: Array, size: int, box: tuple[float, float, float, float] | None = None) -> Array:
    """Resamples a field bicubically to `size` x `size` pixels.

    Args:
        values: 2-D field.
        size: side of the result.
        box: the part to show, in source pixels (left, top, right, bottom); None = all.
    """
    image = Image.fromarray(np.ascontiguousarray(values, dtype=np.float32))
    return np.array(image.resize((size, size), Image.Resampling.BICUBIC, box=box))


def bilinear(values: Array, rows: Array, columns: Array) -> Array:
    """Reads a 2-D field between its cells; beyond the edge its border is repeated."""
    height, width = values.shape
    rows, columns = np.clip(rows, 0, height - 1.0001), np.clip(columns, 0, width - 1.0001)
    top, left = rows.astype(int), columns.astype(int)
    down, right = rows - top, columns - left
    upper = values[top, left] * (1 - right) + values[top, left + 1] * right
    lower = values[top + 1, left] * (1 - right) + values[top + 1, left + 1] * right
    return upper * (1 - down) + lower * down


def fractal(
    rng: np.random.Generator,
    size: int,
    gsd: float,
    longest: float,
    shortest: float = 0.0,
    roughness: float = 2.0,
) -> Array:
    """Gaussian noise with a power-law spectrum, made by filtering white noise in the frequency domain.

    Args:
        rng: source of randomness.
        size: side of the square field, pixels.
        gsd: metres per pixel.
        longest: longest wavelength that it holds, metres.
        shortest: shortest wavelength that it holds, metres.
        roughness: fall of the power with frequency; 0 is white, 2 is cloudy, 4 is smooth.

    Returns:
        (size, size), mean 0, standard deviation 1.
    """
    coarse = min(max(int(shortest / (4 * gsd)), 1), max(size // 32, 1))
    side = -(-size // coarse)
    spectrum = np.fft.rfft2(rng.standard_normal((side, side), dtype=np.float32))
    frequency = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None]).astype(np.float32)
    wavelength = gsd * coarse / np.maximum(frequency, 1e-9)
    low_cut = 1 / (1 + (wavelength / longest) ** 4)
    high_cut = 1 / (1 + (shortest / wavelength) ** 4)
    amplitude = low_cut * high_cut * np.maximum(frequency, 1 / side) ** (-roughness / 2)
    amplitude[0, 0] = 0
    field = np.fft.irfft2(spectrum * amplitude, s=(side, side)).astype(np.float32)
    if coarse > 1:
        field = resize(field, size)
    field -= field.mean()
    return field / max(float(field.std()), 1e-9)


def blur(values: Array, sigma: float) -> Array:
    """Gaussian blur of a 2-D field, `sigma` in pixels, edges reflected."""
    if sigma < 0.2:
        return values.astype(np.float32)
    if sigma < 2:
        return _blur_by_weights(values.astype(np.float32), sigma)
    margin = int(min(3 * sigma + 1, min(values.shape) - 1))
    padded = np.pad(values.astype(np.float32), margin, mode="reflect")
    rows, columns = np.fft.fftfreq(padded.shape[0]), np.fft.rfftfreq(padded.shape[1])
    gain = [np.exp(-2 * (np.pi * sigma * frequency) ** 2).astype(np.float32) for frequency in (rows, columns)]
    result = np.fft.irfft2(np.fft.rfft2(padded) * (gain[0][:, None] * gain[1][None]), s=padded.shape)
    return result[margin:-margin, margin:-margin].astype(np.float32)


def _blur_by_weights(values: Array, sigma: float) -> Array:
    """The same for a small `sigma`, where a few shifted sums are quicker than a transform."""
    reach = int(np.ceil(3 * sigma))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2).astype(np.float32)
    weights /= weights.sum()
    for axis in (0, 1):
        padded = np.pad(values, [(reach, reach) if axis == other else (0, 0) for other in (0, 1)], mode="edge")
        length = values.shape[axis]
        result = np.zeros_like(values)
        for start, weight in enumerate(weights):
            part = padded[start : start + length] if axis == 0 else padded[:, start : start + length]
            result += weight * part
        values = result
    return values


def smoothstep(low: float | Array, high: float | Array, values: Array) -> Array:
    """0 below `low`, 1 above `high`, a smooth ramp between; falls where `low` is the greater."""
    ramp = np.clip((values - low) / (high - low), 0, 1)
    return ramp * ramp * (3 - 2 * ramp)


def mix(first: float | Array, second: float | Array, share: Array) -> Array:
    """`first` where `share` is 0, `second` where it is 1."""
    return first + (second - first) * share


def shifted(values: Array, rows: int, columns: int) -> Array:
    """The field as seen from `rows` down and `columns` right; beyond the edge its border is repeated."""
    height, width = values.shape
    row_index = np.clip(np.arange(height) + rows, 0, height - 1)
    column_index = np.clip(np.arange(width) + columns, 0, width - 1)
    return values[row_index][:, column_index]


def pixel_window(centre: tuple[float, float], reach: float, size: int, gsd: float) -> tuple[slice, slice] | None:
    """Rows and columns of the pixels within `reach` metres of a point; None when there are none in the scene."""
    left, right = (int(np.clip((centre[0] + side) / gsd, 0, size)) for side in (-reach, reach))
    top, bottom = (int(np.clip((centre[1] + side) / gsd, 0, size)) for side in (-reach, reach))
    return (slice(top, bottom), slice(left, right)) if right > left and bottom > top else None


def pixel_centres(part: slice, gsd: float) -> Array:
    """Metres from the scene's corner to the centres of the pixels of a slice."""
    return (np.arange(part.start, part.stop, dtype=np.float32) + 0.5) * gsd
