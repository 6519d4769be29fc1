"""What a training learns from and in which stages, as its configuration names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from landslide_plugin.common.errors import InputError


@dataclass(frozen=True)
class TileSource:
    """A folder of images and masks of the same stem; an image without a mask is all background.

    Args:
        images, masks: folders, relative to the data folder; masks None = nothing shows a landslide.
        dems: folder of elevation rasters with the images' names, where the model reads terrain.
        match: regular expression that the stem must match.
        index, blocks: a CSV file with columns `name` and `block`, and the blocks to take.
        per_epoch: tiles drawn in each epoch; None = each once.
        stretch: spread dark imagery between its 2nd and 98th percentile, as is done with more than 8 bits anyway.
        zoom: enlarges or reduces the tiles, so that sources of different ground sample distances are seen at those
            that the model works at.
        teacher_share: of the configuration's teacher in what is learned of the tiles with landslides, 0-1; the rest is
            the mask. See `teaching`.
        validation_areas, validation_areas_layer: polygons whose tiles are held back to validate on; None =
            `validation_share` of the tiles.
    """

    images: str
    masks: str | None = None
    match: str = ".*"
    index: str | None = None
    blocks: tuple[int, ...] = ()
    per_epoch: int | None = None
    stretch: bool = False
    dems: str | None = None
    zoom: float = 1.0
    teacher_share: float = 0.0
    validation_areas: str | None = None
    validation_areas_layer: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.teacher_share <= 1:
            raise InputError(f"A teacher's share lies between 0 and 1, not at {self.teacher_share}: correct it.")
        if self.zoom <= 0:
            raise InputError("The zoom of a folder of tiles must be above 0: correct the configuration.")
        try:
            re.compile(self.match)
        except re.error as error:
            raise InputError(f"The match '{self.match}' is no regular expression ({error}): correct it.") from error
        _check_layers(self, "validation_areas")
        _check_crops(self.per_epoch)


@dataclass(frozen=True)
class MapSource:
    """An image with label polygons, read window by window while training.

    Args:
        raster: the image; anything GDAL opens.
        labels, labels_layer: polygons whose text field `class` says `landslide`, `not a landslide` or `unsure`; without
            that field all are landslides.
        areas, areas_layer: polygons inside which every landslide has been labelled.
        validation_areas, validation_areas_layer: polygons to validate in; None = `validation_share` of square blocks.
        bands: of the raster, 1-based, in the order of the model's; None = from colour interpretation.
        dem: the elevation raster, where the model reads terrain.
        crs: of the image, where its file says none or a wrong one; None = the file's.
        stretch: spread an 8-bit image too between its 2nd and 98th percentile, because it is dark.
        gsd_m: ground sample distance to read at; None = the raster's, moved into the model's range.
        per_epoch: crops drawn in each epoch; None = from the size of what is labelled.
    """

    raster: str
    labels: str
    labels_layer: str | None = None
    areas: str | None = None
    areas_layer: str | None = None
    validation_areas: str | None = None
    validation_areas_layer: str | None = None
    bands: tuple[int, ...] | None = None
    dem: str | None = None
    crs: str | None = None
    stretch: bool = False
    gsd_m: float | None = None
    per_epoch: int | None = None

    def __post_init__(self) -> None:
        if self.gsd_m is not None and self.gsd_m <= 0:
            raise InputError("The gsd_m of a map must be above 0: correct the configuration.")
        _check_layers(self, "areas", "validation_areas")
        _check_crops(self.per_epoch)


@dataclass(frozen=True)
class SceneSource:
    """Generated scenes, with their terrain where the model reads it.

    Args:
        seeds: one scene each.
        size: side, pixels.
        gsd_m: ground sample distances, taken in turn.
        per_epoch: crops drawn in each epoch.
    """

    seeds: tuple[int, ...]
    size: int
    gsd_m: tuple[float, ...]
    per_epoch: int

    def __post_init__(self) -> None:
        if not self.seeds:
            raise InputError("Generated scenes have a seed each: name seeds in [scenes], or leave [scenes] out.")
        if not self.gsd_m or min(self.gsd_m) <= 0:
            raise InputError("The gsd_m of generated scenes are lengths above 0: give [scenes] at least one.")
        _check_crops(self.per_epoch)


@dataclass(frozen=True)
class Stage:
    """A run of epochs with crops of one size. Small crops of reduced tiles first: more looks for the same hours.

    Args:
        epochs: how many.
        crop: side of the training crops, pixels.
        scale: smallest and largest random enlargement.
        whole: no crops; each tile is resized to `crop`, also for validation (the U-Net++ paper's 128 x 128).
    """

    epochs: int
    crop: int
    scale: tuple[float, float] = (1.0, 1.0)
    whole: bool = False

    def __post_init__(self) -> None:
        if self.epochs < 1 or self.crop < 1:
            raise InputError("A stage has at least one epoch and crops of at least one pixel: correct the stages.")
        if not 0 < self.scale[0] <= self.scale[1]:
            raise InputError(
                "The scale of a stage goes from a number above 0 to one that is not smaller, not from "
                f"{self.scale[0]:g} to {self.scale[1]:g}: correct the stages."
            )


def _check_layers(source: TileSource | MapSource, *files: str) -> None:
    """A layer whose file is not named would be passed over, and with it what is drawn there."""
    for key in files:
        layer = getattr(source, f"{key}_layer")
        if layer is not None and getattr(source, key) is None:
            raise InputError(f"The layer '{layer}' is named as {key}_layer and no file as {key}: name its file too.")


def _check_crops(per_epoch: int | None) -> None:
    if per_epoch is not None and per_epoch < 1:
        raise InputError(f"The per_epoch of what is learned from must be at least 1, not {per_epoch}: correct it.")
