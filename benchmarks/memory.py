"""Peak memory of a detection on a large sparse raster against a small one.

    .venv/engine/bin/python benchmarks/memory.py [--large 20000] [--small 2000]

Both rasters are mostly nodata with some ground along the diagonal, as a mosaic of drone flights is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import numpy as np
import rasterio
from affine import Affine
from rasterio.windows import Window

ROOT = Path(__file__).resolve().parents[1]
PATCH = 512


def write_sparse(path: Path, side: int) -> None:
    """A tiled GeoTIFF of which only a few patches along the diagonal hold data."""
    profile = {
        "driver": "GTiff", "dtype": "uint8", "count": 3, "width": side, "height": side, "nodata": 0,
        "crs": "EPSG:32648", "transform": Affine(0.5, 0, 600000, 0, -0.5, 3000000), "tiled": True, "sparse_ok": True,
        "compress": "deflate",
    }  # fmt: skip
    rng = np.random.default_rng(0)
    with rasterio.open(path, "w", **profile) as file:
        for start in np.linspace(0, side - PATCH, 4).astype(int):
            patch = rng.integers(1, 255, (3, PATCH, PATCH), dtype=np.uint8)
            file.write(patch, window=Window(start, start, PATCH, PATCH))


def peak_memory(side: int) -> float:
    """Peak resident memory of a detection in a process of its own, MiB."""
    with tempfile.TemporaryDirectory() as folder:
        raster = Path(folder) / "sparse.tif"
        write_sparse(raster, side)
        command = [sys.executable, "-m", "landslide_plugin.engine", "detect", str(raster), "--output", folder, "--json"]
        answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(answer)["peak_rss_mb"]


@click.command()
@click.option("--large", default=20_000, show_default=True)
@click.option("--small", default=2_000, show_default=True)
def main(large: int, small: int) -> None:
    """Prints both peaks and their difference."""
    peaks = {side: peak_memory(side) for side in (small, large)}
    for side, peak in peaks.items():
        print(f"{side} x {side}: {peak:.0f} MiB")
    print(f"difference: {peaks[large] - peaks[small]:.0f} MiB")


if __name__ == "__main__":
    main()
