"""What reading rasters in degrees with pixels that are square on the ground is worth.

    OMP_NUM_THREADS=1 .venv/engine/bin/python benchmarks/degrees.py IMAGES:MASKS --image-gsd 0.8 [--every 4]

Every tile is laid down at each latitude, warped to longitude and latitude as `gdalwarp -t_srs EPSG:4326` does it
(nearest neighbour, pixels square in degrees), detected on, and the probability warped back onto the tile. IoU at the
model's own threshold with the pixels as they are stored, and square on the ground; and the share of all pixels called
landslide.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.transform import array_bounds
from rasterio.warp import Resampling, calculate_default_transform, reproject
from rasterio.windows import Window

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.inference.stream import ProbabilityStream, blended_probability
from landslide_plugin.engine.metrics import PixelMetrics
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.resolution import choose_resolution
from landslide_plugin.engine.raster.source import RasterSource, Reading
from landslide_plugin.engine.training.tiles import files_in

DEGREES = CRS.from_epsg(4326)
GRIDS: dict[str, Callable[[RasterSource, float], WorkGrid]] = {
    "as stored": RasterSource.grid,
    "square": RasterSource.ground_grid,
}


class Place:
    """Ground of a tile at a latitude.

    Args:
        shape: height, width of the tile.
        gsd: of the tile, metres.
        latitude: of its middle.
    """

    def __init__(self, shape: tuple[int, int], gsd: float, latitude: float) -> None:
        height, width = shape
        self.crs = CRS.from_string(f"+proj=tmerc +lat_0={latitude} +lon_0=104 +ellps=WGS84")
        self.transform = Affine(gsd, 0, -width * gsd / 2, 0, -gsd, height * gsd / 2)
        bounds = array_bounds(height, width, self.transform)
        self.warped, self.width, self.height = calculate_default_transform(self.crs, DEGREES, width, height, *bounds)

    def to_degrees(self, pixels: NDArray[np.uint8], file: Path) -> None:
        """Writes a tile (3, height, width) in degrees; what lies beside it is transparent."""
        bands = np.concatenate([pixels, np.full_like(pixels[:1], 255)])
        warped = np.zeros((4, self.height, self.width), np.uint8)
        reproject(bands, warped, src_transform=self.transform, src_crs=self.crs, dst_transform=self.warped,
                  dst_crs=DEGREES, resampling=Resampling.nearest)  # fmt: skip
        with rasterio.open(file, "w", driver="GTiff", width=self.width, height=self.height, count=4, dtype="uint8",
                           crs=DEGREES, transform=self.warped, photometric="RGB", alpha="YES") as written:  # fmt: skip
            written.write(warped)

    def back(self, probability: NDArray[np.float32], grid: WorkGrid, shape: tuple[int, int]) -> NDArray[np.float32]:
        """The probability of a work grid on the tile."""
        tile = np.zeros(shape, np.float32)
        reproject(probability, tile, src_transform=grid.transform, src_crs=DEGREES, dst_transform=self.transform,
                  dst_crs=self.crs, resampling=Resampling.bilinear)  # fmt: skip
        return tile


def probabilities(detector: Detector, source: RasterSource, grid: WorkGrid) -> NDArray[np.float32]:
    """Of a whole raster on a work grid."""
    return blended_probability(ProbabilityStream(detector, source, grid, Window(0, 0, grid.width, grid.height)))[0]


@click.command()
@click.argument("folders")
@click.option("--model", default="default", show_default=True, help="Name or file.")
@click.option("--image-gsd", type=float, required=True, help="Metres per pixel of the tiles.")
@click.option("--stretch", is_flag=True, help="As `detect --stretch`.")
@click.option("--match", default="*", show_default=True, help="Which of the images, as a shell writes it.")
@click.option("--every", default=1, show_default=True, help="Only each of so many tiles.")
@click.option("--latitude", "latitudes", multiple=True, type=float, default=(12, 20, 28, 45, 60), show_default=True)
def main(
    folders: str, model: str, image_gsd: float, stretch: bool, match: str, every: int, latitudes: tuple[float]
) -> None:
    """Compares both ways of reading the tiles of FOLDERS, IMAGES:MASKS."""
    images, masks = map(Path, folders.split(":"))
    by_stem = {file.stem: file for file in files_in(masks)}
    files = [file for file in files_in(images) if file.match(match)][::every]
    detector = ready_detector(model)
    click.echo(f"{len(files)} tiles\n\n| latitude | " + " | ".join(f"{name}: IoU | called" for name in GRIDS) + " |")
    click.echo("|---:|" + "---:|---:|" * len(GRIDS))
    for latitude in latitudes:
        results = {name: PixelMetrics(detector.card.threshold) for name in GRIDS}
        with TemporaryDirectory() as folder:
            for file in files:
                with rasterio.open(file) as opened:
                    pixels = opened.read([1, 2, 3])
                truth = np.zeros(pixels.shape[1:], bool)
                if file.stem in by_stem:
                    with rasterio.open(by_stem[file.stem]) as opened:
                        truth = opened.read(1) > 0
                place, warped = Place(truth.shape, image_gsd, latitude), Path(folder, "tile.tif")
                place.to_degrees(pixels, warped)
                with RasterSource(str(warped), reading=Reading(stretch=stretch)) as source:
                    scale = choose_resolution(source.ground_sample_distance, detector.card).scale
                    for name, grid_of in GRIDS.items():
                        grid = grid_of(source, scale)
                        found = place.back(probabilities(detector, source, grid), grid, truth.shape)
                        results[name].add(found, truth)
        cells = []
        for result in results.values():
            iou, called = result.result()["iou"], result.true_positive + result.false_positive
            cells.append(f"{'' if iou is None else f'{iou:.3f}'} | {called / result.pixels:.2%}")
        click.echo(f"| {latitude:g} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
