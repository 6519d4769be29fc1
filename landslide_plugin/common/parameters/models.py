"""Parameters of what is done with finished models: measuring and handing them on."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..errors import InputError
from .base import JobParameters, check_gsd, check_threshold


@dataclass(frozen=True)
class EvaluateParameters(JobParameters):
    """What an evaluation needs: a folder of tiles with masks, or one raster with its truth.

    Args:
        images, masks: folders of tiles; a missing mask means that all of the tile is background.
        raster, truth: one raster and its mask raster or polygons. truth_layer: of the polygons, where their file holds
            several; None = the labels, of a label file.
        areas, areas_layer: polygons inside which every landslide has been labelled; only they count. None = those of a
            label file, else all of the image.
        dem: elevation raster, or a folder of them with the names of the tiles, for models whose card asks for it.
        crs: of the raster, where its file says none or a wrong one; None = the file's.
        image_gsd: ground sample distance of images that have no georeference, metres per pixel; None = unknown, they
            are read pixel by pixel.
        stretch: spread 8-bit images between their 2nd and 98th percentile, each by itself, as the dark ones of a
            training with `stretch` are.
        threshold: None = the model card's.
        min_object: smallest landslide that counts where landslides are counted, pixels.
    """

    model: str = "default"
    images: str | None = None
    masks: str | None = None
    raster: str | None = None
    truth: str | None = None
    truth_layer: str | None = None
    areas: str | None = None
    areas_layer: str | None = None
    dem: str | None = None
    crs: str | None = None
    bands: tuple[int, ...] | None = None
    gsd: float | None = None
    image_gsd: float | None = None
    stretch: bool = False
    threshold: float | None = None
    min_object: int = 10
    device: str = "auto"
    precision: str = "auto"
    tta: str = "none"

    def __post_init__(self) -> None:
        check_threshold(self.threshold)
        check_gsd(self.gsd)
        if self.min_object < 1:
            raise InputError(f"The smallest landslide has at least one pixel, not {self.min_object}.")
        if self.image_gsd is not None and not (math.isfinite(self.image_gsd) and self.image_gsd > 0):
            raise InputError(f"The images' metres per pixel must be above 0, not {self.image_gsd:g}.")
        tiles = self.images is not None
        if tiles == (self.raster is not None):
            raise InputError("Give either a folder of images or one raster to evaluate on.")
        if tiles and self.masks is None:
            raise InputError("A folder of images needs the folder of their masks.")
        if not tiles and self.truth is None:
            raise InputError("A raster needs its truth: a mask raster or landslide polygons.")


@dataclass(frozen=True)
class ExportParameters(JobParameters):
    """What an export needs.

    Args:
        onnx: the file to write, ends with `.onnx`; its folder is made when missing.
        model: as in `DetectParameters`.
    """

    onnx: str
    model: str = "default"

    def __post_init__(self) -> None:
        if not self.onnx.lower().endswith(".onnx"):
            raise InputError(f"The file to write must end with .onnx, not '{self.onnx}'.")
