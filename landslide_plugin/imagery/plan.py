"""What is to be fetched of an online layer, known before anything is."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsGeometry, QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication

from ..common.errors import InputError
from .cache import BLOCK, Block, BlockCache, cache_folder, fresh
from .service import Service, provenance

ASK_FROM = 1000
"""Tiles from which a person is asked whether so much is to be fetched; about 65 megapixels."""
MOST = 40_000
"""Tiles that are fetched at most: services are for looking at, not for copying."""
_AS_GOOD = 1.1  # pixels so much larger than wanted are taken rather than four times as many of half the side
_SURROUNDINGS = 256  # pixels around polygons, for the network to see what they lie in
_TILE = 256  # pixels; the side of nearly every service's tiles
_BYTES_PER_TILE = 25_000  # of a photograph's tile on its way
_BYTES_PER_PIXEL = 8  # on the disk: a block and its place in the image, hardly compressed


@dataclass(frozen=True)
class StagingPlan:
    """A part of an online layer, as pixels of its grid.

    Args:
        service: the layer.
        pixel: side of a pixel, CRS units.
        gsd: side of a pixel on the ground in the middle of the area, metres.
        left, top, width, height: of the part, pixels of the grid that starts at the service's origin.
        file: GeoTIFF to write.
        ground: WKT of polygons in the layer's CRS, away from which nothing is fetched; None = all of the part is.
    """

    service: Service
    pixel: float
    gsd: float
    left: int
    top: int
    width: int
    height: int
    file: Path
    ground: Optional[str] = None

    @property
    def cache(self) -> BlockCache:
        """What was fetched of the layer at this pixel size."""
        return BlockCache(_folder(self.service, self.pixel) / "blocks")

    @cached_property
    def blocks(self) -> list[Block]:
        """Those that the part touches, row by row; of polygons those that they or their surroundings touch."""
        columns = range(self.left // BLOCK, -(-(self.left + self.width) // BLOCK))
        rows = range(self.top // BLOCK, -(-(self.top + self.height) // BLOCK))
        blocks = [(column, row) for row in rows for column in columns]
        if self.ground is None:
            return blocks
        seen = QgsGeometry.fromWkt(self.ground).buffer(_SURROUNDINGS * self.pixel, 1)
        there = QgsGeometry.createGeometryEngine(seen.constGet())
        there.prepareGeometry()
        boxes = [QgsGeometry.fromRect(self.extent_of(block)) for block in blocks]  # that live while they are asked
        return [block for block, box in zip(blocks, boxes) if there.intersects(box.constGet())]

    @cached_property
    def tiles_to_fetch(self) -> int:
        """How many tiles of the usual size the service will be asked for, about."""
        if self.complete:
            return 0
        cache = self.cache
        return sum(not cache.holds(block) for block in self.blocks) * (BLOCK // _TILE) ** 2

    @property
    def complete(self) -> bool:
        """Whether the file is there from before."""
        return fresh(self.file)

    @property
    def bytes_to_fetch(self) -> int:
        """What comes over the network, about."""
        return self.tiles_to_fetch * _BYTES_PER_TILE

    @property
    def bytes_on_disk(self) -> int:
        """What is written, at most."""
        return min(self.width * self.height, len(self.blocks) * BLOCK**2) * _BYTES_PER_PIXEL

    @property
    def provenance(self) -> dict[str, Any]:
        """For the record of what is made from the file."""
        return provenance(self.service, self.gsd)

    @property
    def transform(self) -> tuple[float, float, float, float, float, float]:
        """Of the file, as GDAL has it."""
        x, y = self.service.origin
        return x + self.left * self.pixel, self.pixel, 0.0, y - self.top * self.pixel, 0.0, -self.pixel

    @property
    def inside(self) -> QgsRectangle:
        """The part without its outermost pixels, in the layer's CRS."""
        x, pixel, _, y, _, _ = self.transform
        whole = QgsRectangle(x, y - self.height * pixel, x + self.width * pixel, y)
        return whole.buffered(-0.5 * pixel)

    def extent_of(self, block: Block) -> QgsRectangle:
        """Where a block lies, in the layer's CRS."""
        side = BLOCK * self.pixel
        x, y = self.service.origin
        x, y = x + block[0] * side, y - block[1] * side
        return QgsRectangle(x, y - side, x + side, y)


def plan_staging(
    service: Service,
    extent: QgsRectangle,
    finest: float,
    wanted: Optional[float] = None,
    file: Optional[Path] = None,
    ground: Optional[str] = None,
) -> StagingPlan:
    """Chooses the pixels to fetch. Costs a look at the disk, nothing on the network.

    Args:
        service: the layer.
        extent: the area of interest, in the layer's CRS.
        finest: metres per pixel below which finer images are of no use.
        wanted: metres per pixel that a person asked for, instead of `finest`. Of the pixel sizes of the service the
            coarsest that shows as much is taken; where it has none, its finest.
        file: GeoTIFF to write, just over the extent; None = one in the cache, over whole blocks.
        ground: WKT of polygons in the layer's CRS; what lies in the extent far from them is not fetched.

    Raises:
        InputError: the area is empty or far too large.
    """
    if extent.isEmpty():
        raise InputError(QCoreApplication.translate("Imagery", "The chosen area is empty: choose one with an area."))
    metres = service.metres_per_unit(extent.center())
    pixel = _pixel_size(service.pixel_sizes, metres, finest if wanted is None else wanted)
    x, y = service.origin
    left, right = (extent.xMinimum() - x) / pixel, (extent.xMaximum() - x) / pixel
    top, bottom = (y - extent.yMaximum()) / pixel, (y - extent.yMinimum()) / pixel
    step = BLOCK if file is None else 1
    hair = 1e-3 / step  # of a step: rounding adds no row of pixels
    left, top = (math.floor(value / step + hair) * step for value in (left, top))
    right, bottom = (math.ceil(value / step - hair) * step for value in (right, bottom))
    width, height = max(right - left, 1), max(bottom - top, 1)
    if width * height > MOST * _TILE**2:
        text = QCoreApplication.translate(
            "Imagery",
            "The chosen area of '{name}' has {megapixels} megapixels at {gsd} m per pixel, and at most {most} are "
            "fetched: choose a smaller area or larger pixels.",
        )
        megapixels, most = f"{width * height / 1e6:,.0f}", f"{MOST * _TILE**2 / 1e6:,.0f}"
        gsd = f"{pixel * metres:.2g}"
        raise InputError(text.format(name=service.name, megapixels=megapixels, gsd=gsd, most=most))
    if file is None:
        place = f"{left}_{top}_{width}_{height}"
        if ground is not None:  # or a part of the extent would be taken for all of it
            place += f"_{hashlib.sha256(ground.encode()).hexdigest()[:12]}"
        file = _folder(service, pixel) / "areas" / place / f"{service.file_stem}.tif"
    return StagingPlan(service, pixel, pixel * metres, left, top, width, height, file, ground)


def _pixel_size(sizes: tuple[float, ...], metres: float, wanted: float) -> float:
    """CRS units per pixel.

    Args:
        sizes: that the service is drawn for, finest first; empty = any.
        metres: on the ground per CRS unit.
        wanted: metres per pixel that are to be seen.
    """
    if sizes:
        return max((size for size in sizes if size * metres <= wanted * _AS_GOOD), default=sizes[0])
    # Rounded down, so that areas a little apart share their blocks and pixels are never below what is wanted.
    magnitude = 10 ** (math.floor(math.log10(metres)) - 1)
    return wanted / (math.floor(metres / magnitude + 1e-6) * magnitude)


def _folder(service: Service, pixel: float) -> Path:
    return cache_folder() / service.key / f"{pixel:.9g}"
