"""From an image and its label layers to the places that are learned from and those that are validated on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from rasterio.crs import CRS
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.terrain import terrain_bands
from landslide_plugin.engine.raster.fused import open_source
from landslide_plugin.engine.raster.ground import measure
from landslide_plugin.engine.raster.resolution import choose_resolution
from landslide_plugin.engine.raster.source import Reading
from landslide_plugin.engine.training.blocks import Block, cut_into_blocks, hold_back_blocks
from landslide_plugin.engine.training.config import TrainingConfig
from landslide_plugin.engine.training.fingerprint import of_ground
from landslide_plugin.engine.training.labels import Labels, read_areas, read_labels
from landslide_plugin.engine.training.maps import Spot, TrainingMap, Truth, truth_of
from landslide_plugin.engine.training.sampling import Pool
from landslide_plugin.engine.training.sources import MapSource

# Half of what is shown is landslide, as with tiles; what looks like one and is none is rare and worth more looks.
_LANDSLIDES, _NEGATIVES, _ELSEWHERE = 0.5, 0.2, 0.3
_CONTEXT = 32  # pixels around a validation block
_FEWEST_CROPS, _MOST_CROPS = 16, 400  # per epoch, where the configuration leaves it open


@dataclass
class LabelledMap:
    """What one image gives to a training.

    Args:
        image: the open image.
        pools: what is learned from.
        validation: what is validated on.
        region: the ground of the validation, in the image's CRS; None where there is none.
        fingerprint: another one when image, labels or validation ground have changed.
        training_landslides, validation_landslides: how many different landslides they hold.
        warnings: sentences.
        summary: for the model card.
    """

    image: TrainingMap
    pools: list[Pool]
    validation: list[Spot]
    region: shapely.Geometry | None
    fingerprint: str
    training_landslides: int
    validation_landslides: int
    warnings: list[str]
    summary: dict[str, Any]


def open_map(source: MapSource, config: TrainingConfig) -> LabelledMap:
    """Opens an image and sorts what is labelled on it.

    No pixel of a validation block counts in learning, nor does any pixel of a landslide that reaches into one.

    Raises:
        InputError: image or labels cannot be used, or nothing usable is labelled.
    """
    terrain = terrain_bands(config.bands)
    if terrain and source.dem is None:
        raise InputError(
            f"The model reads {', '.join(terrain)} and {Path(source.raster).name} has no elevation model: name it as "
            "dem, or leave these bands out."
        )
    dem = str(config.data / source.dem) if source.dem is not None else None
    reading = Reading(crs=source.crs, stretch=source.stretch)
    raster = open_source(str(config.data / source.raster), config.bands, source.bands, dem, config.tile_size, reading)
    try:
        resolution = choose_resolution(raster.ground_sample_distance, config, source.gsd_m)
        image = TrainingMap(raster, resolution.scale, config.mean)
        cover = raster.check(Window(0, 0, image.grid.width, image.grid.height), image.grid)
        unread = []
        if source.dem is not None and not terrain:
            unread = [
                f"The model reads no terrain, so the elevation model of {Path(source.raster).name} is not used: name "
                "elevation or slope among the bands, or leave it out."
            ]
        return _sort(image, source, config, [*resolution.warnings, *cover, *unread])
    except BaseException:
        raster.close()
        raise


def _sort(image: TrainingMap, source: MapSource, config: TrainingConfig, warnings: list[str]) -> LabelledMap:
    crs, grid = image.source.crs, image.grid
    ground, name = _outline(image), Path(source.raster).name
    labels = read_labels(config.data / source.labels, source.labels_layer, ground, crs)
    warnings += labels.warnings
    areas = None
    if source.areas is not None:
        areas, said = read_areas(config.data / source.areas, source.areas_layer, ground, crs)
        warnings += said
    if areas is None:
        warnings.append(
            f"No fully labelled area is given for {name}: only pixels inside the label polygons are learned from, so "
            "the model hears little of what is no landslide."
        )
    labelled = shapely.union_all([part for part in (areas, *labels.landslides, *labels.negatives) if part is not None])
    labelled = labelled.intersection(ground)
    if labelled.area == 0:
        raise InputError(f"No usable label lies on {name}: draw landslides or a fully labelled area on it.")

    blocks = cut_into_blocks(labelled, grid, config.tile_size)
    region, said = _validation_region(source, config, labels, blocks, ground, crs)
    warnings += said
    learned, kept = _split(labels, region)
    ignored = [*labels.unsure, *kept.landslides, *kept.negatives]
    if region is not None:
        ignored.append(region)
    training = truth_of(learned.landslides, learned.negatives, ignored, areas)
    validation = truth_of(labels.landslides, labels.negatives, labels.unsure, areas, region)
    if labels.landslides and not learned.landslides:
        warnings.append(f"Every landslide on {name} reaches into the validation areas: none is left to learn from.")
    per_epoch = source.per_epoch or _crops_of(labelled, labels, image, config)
    rest = [block for block in blocks if region is None or not region.covers(block.ground)]
    return LabelledMap(
        image=image,
        pools=_pools(image, training, learned, areas, rest, config.tile_size, per_epoch),
        validation=_validation_spots(image, validation, labels, region, blocks),
        region=region,
        fingerprint=of_ground(grid, labels, areas, region),
        training_landslides=len(learned.landslides),
        validation_landslides=len(kept.landslides),
        warnings=warnings,
        summary={
            "raster": name,
            "landslides": len(labels.landslides),
            "not_landslides": len(labels.negatives),
            "unsure": len(labels.unsure),
            "labelled_m2": round(measure(labelled, crs)[0]),
        },
    )


def _validation_region(
    source: MapSource, config: TrainingConfig, labels: Labels, blocks: list[Block], ground: shapely.Polygon,
    crs: CRS | None,
) -> tuple[shapely.Geometry | None, tuple[str, ...]]:  # fmt: skip
    """Where to validate, as the configuration says or in blocks that are drawn; and warnings."""
    if source.validation_areas is None:
        held = hold_back_blocks(blocks, labels.landslides, config.validation_share, config.seed)
        return (shapely.union_all([block.ground for block in held]) if held else None), ()
    region, said = read_areas(config.data / source.validation_areas, source.validation_areas_layer, ground, crs)
    if region is None:
        said += (f"No validation area lies on {Path(source.raster).name}: all of it is learned from.",)
    return region, said


def _outline(image: TrainingMap) -> shapely.Polygon:
    return image.grid.outline


def _split(labels: Labels, region: shapely.Geometry | None) -> tuple[Labels, Labels]:
    """Labels that lie outside the validation region, and those that reach into it."""
    if region is None:
        return labels, Labels((), (), (), ())
    shapely.prepare(region)
    sides = []
    for inside in (False, True):
        chosen = (
            tuple(polygon for polygon in group if region.intersects(polygon) == inside)
            for group in (labels.landslides, labels.negatives, labels.unsure)
        )
        sides.append(Labels(*chosen, warnings=()))
    return tuple(sides)


def _crops_of(labelled: shapely.Geometry, labels: Labels, image: TrainingMap, config: TrainingConfig) -> int:
    """Enough crops to see what is labelled about twice, and each landslide at least four times."""
    crop = config.stages[-1].crop ** 2 * abs(image.grid.transform.determinant)
    return int(min(_MOST_CROPS, max(_FEWEST_CROPS, 2 * labelled.area / crop, 4 * len(labels.landslides))))


def _pools(
    image: TrainingMap, truth: Truth, labels: Labels, areas: shapely.Geometry | None, blocks: list[Block],
    side: int, per_epoch: int,
) -> list[Pool]:  # fmt: skip
    def around(polygon: shapely.Geometry, landslides: int) -> Spot:
        window = image.window_around(polygon.representative_point().coords[0], side, image.grid)
        return Spot(image, truth, polygon, window, landslides)

    elsewhere = []
    if areas is not None:
        for block, landslides in zip(blocks, _count(labels.landslides, blocks), strict=True):
            part = areas.intersection(block.ground)
            if part.area:
                elsewhere.append(Spot(image, truth, part, block.window, landslides))
    groups = [
        ([around(polygon, 1) for polygon in labels.landslides], _LANDSLIDES),
        ([around(polygon, 0) for polygon in labels.negatives], _NEGATIVES),
        (elsewhere, _ELSEWHERE),
    ]
    total = sum(share for places, share in groups if places)
    return [Pool(places, max(1, round(per_epoch * share / total))) for places, share in groups if places]


def _validation_spots(
    image: TrainingMap, truth: Truth, labels: Labels, region: shapely.Geometry | None, blocks: list[Block]
) -> list[Spot]:
    if region is None:
        return []
    chosen = [block for block in blocks if region.intersects(block.ground) and not region.touches(block.ground)]
    return [
        Spot(image, truth, block.ground, block.window, landslides, _CONTEXT)
        for block, landslides in zip(chosen, _count(labels.landslides, chosen), strict=True)
    ]


def _count(landslides: tuple[shapely.Geometry, ...], blocks: list[Block]) -> list[int]:
    """How many landslides reach into each block."""
    if not landslides or not blocks:
        return [0] * len(blocks)
    tree = shapely.STRtree(landslides)
    return [len(tree.query(block.ground, predicate="intersects")) for block in blocks]
