"""What is known of an image's landslides: from a mask, from polygons, or that there are none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import fiona
import numpy as np
import rasterio
import shapely
from fiona.errors import FionaError
from numpy.typing import NDArray
from rasterio.features import geometry_mask
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.labels import AREAS_LAYER, LABELS_LAYER
from landslide_plugin.common.parameters import EvaluateParameters
from landslide_plugin.common.tile_folders import IMAGE_ENDINGS
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.masks import read_mask
from landslide_plugin.engine.raster.source import RasterSource, open_raster
from landslide_plugin.engine.training.labels import read_areas, read_labels
from landslide_plugin.engine.training.maps import Truth, truth_of

Known = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""Twice (height, width): landslide, and whether that is known."""


class KnownGround(Protocol):
    """The truth of one image."""

    def read(self, window: Window, grid: WorkGrid) -> Known:
        """A window of the image's work grid.

        Raises:
            InputError: the file is damaged or was taken away.
        """


def open_truth(
    file: Path | None, source: RasterSource, wishes: EvaluateParameters, tell: Callable[[str], None]
) -> KnownGround:
    """Opens the truth of an image.

    Args:
        file: mask raster or polygons; None = all is background.
        source: the image.
        wishes: names layers and areas.
        tell: hears what is odd about them.

    Raises:
        InputError: the file cannot be used, or is a mask of another size or place than the image.
    """
    truth: KnownGround = _Background()
    if file is not None and _is_raster(file):
        _check_mask(file, source)
        truth = _MaskRaster(file)
    elif file is not None:
        truth = _polygons(file, source, wishes, tell)
    return truth if wishes.areas is None else _Within(truth, _areas(wishes, source, tell))


def _is_raster(file: Path) -> bool:
    if file.suffix.lower() in IMAGE_ENDINGS:
        return True
    try:
        open_raster(str(file)).close()
    except InputError:
        return False
    return True


def _check_mask(file: Path, source: RasterSource) -> None:
    with open_raster(str(file)) as mask:
        if (mask.width, mask.height) != (source.dataset.width, source.dataset.height):
            raise InputError(
                f"The mask {file.name} has {mask.width} x {mask.height} pixels and its image "
                f"{source.dataset.width} x {source.dataset.height}: give a mask of the image's size."
            )
        image = source.dataset
        if mask.crs and image.crs and not (mask.crs == image.crs and _same_place(mask, image)):
            raise InputError(f"The mask {file.name} lies elsewhere than its image: give the mask of this image.")


def _same_place(mask: rasterio.DatasetReader, image: rasterio.DatasetReader) -> bool:
    """Whether the corners are the same, within a pixel: software rounds, and some means the pixels' middles."""
    corners = np.array([(0, 0), (image.width, 0), (0, image.height)])
    there = [~image.transform @ (mask.transform @ tuple(corner)) for corner in corners]
    return bool(np.abs(np.array(there) - corners).max() <= 1)


def _areas(wishes: EvaluateParameters, source: RasterSource, tell: Callable[[str], None]) -> shapely.Geometry:
    """The areas that were asked for; none of the image where none of them lies on it."""
    file = Path(wishes.areas)
    areas, warnings = read_areas(file, wishes.areas_layer, source.grid().outline, source.crs)
    for warning in warnings:
        tell(f"{source.name}: {warning}")
    if areas is None:
        tell(f"{source.name}: No fully labelled area of {file.name} lies on the image: none of it counts.")
    return shapely.Polygon() if areas is None else areas


@dataclass(frozen=True)
class _Background:
    """No truth file: all is background."""

    def read(self, window: Window, grid: WorkGrid) -> Known:  # noqa: ARG002
        shape = (int(window.height), int(window.width))
        return np.zeros(shape, bool), np.ones(shape, bool)


@dataclass(frozen=True)
class _MaskRaster:
    """A mask over the same ground as the image, with the meaning that it has in a training."""

    path: Path

    def read(self, window: Window, grid: WorkGrid) -> Known:
        shape = (int(window.height), int(window.width))
        with open_raster(str(self.path)) as mask:
            landslide, known = read_mask(mask, grid.to_raster(window), shape)
        return landslide, np.ones(shape, bool) if known is None else known


@dataclass(frozen=True)
class _Within:
    """A truth of which only what lies in areas counts."""

    truth: KnownGround
    areas: shapely.Geometry

    def read(self, window: Window, grid: WorkGrid) -> Known:
        landslide, known = self.truth.read(window, grid)
        if self.areas.is_empty:
            return landslide, np.zeros_like(known)
        return landslide, known & geometry_mask([self.areas], known.shape, grid.transform_of(window), invert=True)


def _polygons(file: Path, source: RasterSource, wishes: EvaluateParameters, tell: Callable[[str], None]) -> Truth:
    """Landslides, what is none and what is unsure, as in a training; but what nobody drew is background.

    An inventory says where the landslides are and thereby where none are; areas say for which ground that holds.
    """
    layer, areas_layer = _layers(file, wishes)
    ground = source.grid().outline
    labels = read_labels(file, layer, ground, source.crs)
    warnings, within = [*labels.warnings], None
    if areas_layer is not None:
        within, said = read_areas(file, areas_layer, ground, source.crs)
        warnings += said
    if within is None and wishes.areas is None and (areas_layer is not None or labels.negatives or labels.unsure):
        warnings.append(
            f"No fully labelled area of {file.name} lies on the image: all that is not drawn counts as background."
        )
    if not (labels.landslides or labels.negatives or labels.unsure):
        warnings.append(f"No polygon of {file.name} lies on the image: all of it counts as free of landslides.")
    for warning in warnings:
        tell(f"{source.name}: {warning}")
    counted = ground if within is None else within
    return truth_of(labels.landslides, labels.negatives, labels.unsure, counted, within)


def _layers(file: Path, wishes: EvaluateParameters) -> tuple[str | None, str | None]:
    """Layers of the labels and of the areas in the same file. Those of a label file are known by their names."""
    try:
        layers = fiona.listlayers(file)
    except FionaError as error:
        raise InputError(f"{file.name} is neither a mask raster nor a polygon layer: give one of them.") from error
    layer = wishes.truth_layer or (LABELS_LAYER if LABELS_LAYER in layers else None)
    if wishes.areas is not None:
        return layer, None
    return layer, wishes.areas_layer or (AREAS_LAYER if layer == LABELS_LAYER and AREAS_LAYER in layers else None)
