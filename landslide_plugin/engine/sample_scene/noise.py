"""Random fields and the few image operations that the scene is made of, on float32 arrays."""

from __future__ import annotations

import numpy as np
from PIL import Image

Array = np.ndarray


def resize(values: Array, size: int, box: tuple[float, float, float, float] | None = None) -> Array:
    """Resamples a field bicubically to `size` x `size`; `box` is the part to show, in source pixels (left, top, ...)."""
    image = Image.fromarray(np.ascontiguousarray(values, dtype=np.float32))
    return np.asarray(image.resize((size, size), Image.Resampling.BICUBIC, box=box))


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
        longest, shortest: the wavelengths that it holds, metres.
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
    field = field - field.mean()
    return field / max(float(field.std()), 1e-9)


def blur(values: Array, sigma: float) -> Array:
    """Gaussian blur of a 2-D field, `sigma` in pixels, edges reflected."""
    if sigma <= 0:
        return values
    margin = int(min(3 * sigma + 1, min(values.shape) - 1))
    padded = np.pad(values.astype(np.float32), margin, mode="reflect")
    rows, columns = (np.fft.fftfreq(padded.shape[0]), np.fft.rfftfreq(padded.shape[1]))
    gain = [np.exp(-2 * (np.pi * sigma * frequency) ** 2).astype(np.float32) for frequency in (rows, columns)]
    result = np.fft.irfft2(np.fft.rfft2(padded) * (gain[0][:, None] * gain[1][None]), s=padded.shape)
    return result[margin:-margin, margin:-margin].astype(np.float32)


def smoothstep(low: float | Array, high: float | Array, values: Array) -> Array:
    """0 below `low`, 1 above `high`, a smooth ramp between."""
    ramp = np.clip((values - low) / (high - low), 0, 1)
    return ramp * ramp * (3 - 2 * ramp)


def mix(first: Array, second: Array, share: Array) -> Array:
    """`first` where `share` is 0, `second` where it is 1."""
    return first + (second - first) * share


def shifted(values: Array, rows: int, columns: int) -> Array:
    """The field as seen from `rows` down and `columns` right; beyond the edge its border is repeated."""
    height, width = values.shape
    row_index = np.clip(np.arange(height) + rows, 0, height - 1)
    column_index = np.clip(np.arange(width) + columns, 0, width - 1)
    return values[row_index][:, column_index]
