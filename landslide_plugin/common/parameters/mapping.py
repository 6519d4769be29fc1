"""Parameters of what maps landslides: detections, clicks, explanations."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import InputError
from .base import (
    DEVICES,
    PRECISIONS,
    TEST_TIME_AUGMENTATIONS,
    JobParameters,
    check_choice,
    check_extent,
    check_gsd,
    check_mask,
    check_threshold,
)


@dataclass(frozen=True)
class DetectParameters(JobParameters):
    """What a detection run needs.

    Args:
        raster: anything GDAL opens.
        output: folder for the results; made when missing.
        model: name of a shipped or own model, or the path of a `.safetensors` file.
        device: `auto`, `cpu`, `cuda`, `cuda:N` or `mps`.
        precision: `auto`, `fp32`, `bf16` or `fp16`.
        extent: xmin, ymin, xmax, ymax in `area_crs`; None = whole raster.
        area: WKT polygon(s) in `area_crs`; pixels outside become nodata.
        area_crs: CRS of extent and area, e.g. `EPSG:4326` or WKT; None = the raster's.
        crs: the raster's, where its file says none or a wrong one; None = the file's.
        mask: raster or polygon file, in any CRS, of ground not to look at, such as clouds; it becomes nodata.
        mask_values: values of a mask raster that mean masked; None = all but 0 and nodata.
        stretch: spread 8-bit imagery too between its 2nd and 98th percentile, for images that are dark.
        bands: 1-based raster bands in the order of the model's bands; None = from names, wavelengths or colours.
        dem: elevation raster for models whose card asks for it.
        gsd: ground sample distance to work at, metres per pixel; None = the image's own, moved into the model's range.
        threshold: probability from which a pixel is landslide, 0-1; None = the model card's.
        min_area: smallest landslide kept, m2 (pixels where the raster has no CRS).
        tta: test-time augmentation, `none`, `flip` or `d4`.
        overlap: share of a tile that overlaps its neighbour, 0-0.75.
        provenance: of an online layer its service, attribution and terms, for the run record; else None.
    """

    raster: str
    output: str
    model: str = "default"
    device: str = "auto"
    precision: str = "auto"
    extent: tuple[float, float, float, float] | None = None
    area: str | None = None
    bands: tuple[int, ...] | None = None
    dem: str | None = None
    gsd: float | None = None
    threshold: float | None = None
    min_area: float = 100.0
    tta: str = "none"
    overlap: float = 0.25
    area_crs: str | None = None
    crs: str | None = None
    mask: str | None = None
    mask_values: tuple[float, ...] | None = None
    provenance: dict[str, Any] | None = None
    stretch: bool = False

    def __post_init__(self) -> None:
        check_choice("The device", self.device.split(":")[0], DEVICES)
        check_choice("The precision", self.precision, PRECISIONS)
        check_choice("Test-time augmentation", self.tta, TEST_TIME_AUGMENTATIONS)
        check_threshold(self.threshold)
        check_extent(self.extent)
        _check_overlap(self.overlap)
        _check_smallest_area(self.min_area)
        check_gsd(self.gsd)
        check_mask(self.mask, self.mask_values)


@dataclass(frozen=True)
class DetectManyParameters(JobParameters):
    """What a detection on many scenes needs.

    Args:
        rasters: anything GDAL opens, and folders, of which each image is taken, with `recursive` from subfolders too.
        output: folder for the results; each scene gets a folder of its own in it, named after it.
        options: the other parameters of `DetectParameters`; in the mask's name `{scene}` stands for the scene's.
    """

    rasters: tuple[str, ...]
    output: str
    options: dict[str, Any] = field(default_factory=dict)
    recursive: bool = False

    def __post_init__(self) -> None:
        if not self.rasters:
            raise InputError("Name the images to detect on, or their folder.")
        self.of_scene("", "", "")  # what does not fit is refused before the first scene

    def of_scene(self, raster: str, name: str, output: str) -> DetectParameters:
        """The parameters of one scene.

        Args:
            raster: what GDAL opens.
            name: of the scene.
            output: folder for its results.
        """
        wishes = DetectParameters.from_dict({**self.options, "raster": raster, "output": output})
        return replace(wishes, mask=wishes.mask.replace("{scene}", name)) if wishes.mask else wishes


@dataclass(frozen=True)
class ClickParameters(JobParameters):
    """What a click on the map needs: find the landslide under a point.

    Args:
        raster, model, device, precision, bands, dem, gsd, threshold, tta, overlap, crs, mask, mask_values, stretch: as
            in `DetectParameters`, of which a click gives the same answer.
        x, y: the point in the raster's CRS.
        min_area: smallest hole that a landslide may have; the landslide itself may be smaller than that, m2 (pixels
            where the raster has no CRS).
    """

    raster: str
    x: float
    y: float
    model: str = "default"
    device: str = "auto"
    precision: str = "auto"
    bands: tuple[int, ...] | None = None
    dem: str | None = None
    gsd: float | None = None
    threshold: float | None = None
    min_area: float = 100.0
    tta: str = "none"
    overlap: float = 0.25
    crs: str | None = None
    mask: str | None = None
    mask_values: tuple[float, ...] | None = None
    stretch: bool = False

    def __post_init__(self) -> None:
        check_choice("Test-time augmentation", self.tta, TEST_TIME_AUGMENTATIONS)
        check_mask(self.mask, self.mask_values)
        check_threshold(self.threshold)
        _check_overlap(self.overlap)
        _check_smallest_area(self.min_area)
        check_gsd(self.gsd)


@dataclass(frozen=True)
class ExplainParameters(JobParameters):
    """What an explanation needs: why the model answers as it does at a point.

    Args:
        raster, model, device, bands, dem, gsd, threshold, crs, mask, mask_values, stretch: as in
            `DetectParameters`.
        x, y: the point.
        output: the heat map, a `.tif` file.
        point_crs: of the point, e.g. `EPSG:4326`; None = the raster's.
        layer: path of the network's module to explain; None = the network's own choice.
    """

    raster: str
    x: float
    y: float
    output: str
    point_crs: str | None = None
    model: str = "default"
    device: str = "auto"
    bands: tuple[int, ...] | None = None
    dem: str | None = None
    gsd: float | None = None
    threshold: float | None = None
    layer: str | None = None
    crs: str | None = None
    mask: str | None = None
    mask_values: tuple[float, ...] | None = None
    stretch: bool = False

    def __post_init__(self) -> None:
        check_mask(self.mask, self.mask_values)
        if not self.output.lower().endswith((".tif", ".tiff")):
            raise InputError(f"The heat map is a GeoTIFF: give a file that ends with .tif, not '{self.output}'.")
        check_threshold(self.threshold)
        check_gsd(self.gsd)


def _check_overlap(overlap: float) -> None:
    if not 0 <= overlap <= 0.75:
        raise InputError(f"The overlap must lie between 0 and 0.75, not {overlap}.")


def _check_smallest_area(area: float) -> None:
    if not (math.isfinite(area) and area >= 0):
        raise InputError(f"The smallest area cannot be negative ({area}).")
