"""All that a configuration names to learn from and to validate on, as places."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import shapely

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.terrain import image_bands
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.config import TrainingConfig
from landslide_plugin.engine.training.fingerprint import digest, of_tiles
from landslide_plugin.engine.training.holding_back import MappedGround, drawn_ground, hold_back, is_located
from landslide_plugin.engine.training.labelled_map import LabelledMap, open_map
from landslide_plugin.engine.training.places import Place
from landslide_plugin.engine.training.sampling import Pool
from landslide_plugin.engine.training.tiles import check_masks, generate_tiles, read_tiles
from landslide_plugin.engine.training.validation import ValidationSet

HELD_BACK = "held-back"
FEWEST_LANDSLIDES = 2


@dataclass
class TrainingData:
    """What a training learns from and what it is measured on. Close it: maps are open files.

    Args:
        pools: what is learned from.
        validation: by name of its source.
        maps: what the maps among it gave.
        warnings: sentences.
    """

    pools: list[Pool]
    validation: dict[str, ValidationSet]
    maps: list[LabelledMap] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __enter__(self) -> TrainingData:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for opened in self.maps:
            opened.image.close()

    @property
    def validation_places(self) -> list[Place]:
        """Of all sources together."""
        return [place for one in self.validation.values() for place in one.places]

    @property
    def validation_landslides(self) -> int:
        """How many landslides there are to be found, of all sources together."""
        return sum(one.landslides for one in self.validation.values())

    @property
    def validates_background(self) -> bool:
        """Whether there is other ground than landslides to validate on; without it nothing is a false alarm."""
        return any(known > landslide for landslide, known in (place.pixels() for place in self.validation_places))

    @property
    def is_reliable(self) -> bool:
        """Whether that is enough for figures that say more about the network than about those landslides."""
        return self.validation_landslides >= FEWEST_LANDSLIDES and self.validates_background

    @property
    def summary(self) -> list[dict[str, Any]]:
        """The maps, for the model card."""
        return [one.summary for one in self.maps]

    def fingerprint(self, config: TrainingConfig) -> str:
        """Another one when the labels or the images that a configuration names have changed since."""
        return digest(
            [of_tiles(source, config.data) for source in (*config.fit, *config.validation.values())],
            [one.fingerprint for one in self.maps],
            [(len(pool.places), pool.per_epoch) for pool in self.pools],
            [(name, len(one.places)) for name, one in self.validation.items()],
        )


def read_data(config: TrainingConfig, most_tiles: int | None = None, context: JobContext | None = None) -> TrainingData:
    """Reads tiles into memory and opens maps.

    Args:
        config: names them.
        most_tiles: of each folder, for a quick look; None = all.
        context: hears of progress, stops the work.

    Raises:
        InputError: something cannot be used, or nothing is there to learn from or to validate on. CancelledError: as
            asked.
    """
    if not (config.fit or config.maps or config.scenes):
        raise InputError("The training configuration names nothing to learn from: add [[fit]], [[maps]] or [scenes].")
    if config.scenes is not None and len(image_bands(config.bands)) != 3:
        raise InputError(
            "Generated scenes have red, green, blue and terrain only: leave [scenes] out, or read these bands."
        )
    data = TrainingData([], {})
    try:
        _gather(data, config, most_tiles, context or JobContext())
    except BaseException:
        data.__exit__(None, None, None)
        raise
    return data


def _gather(data: TrainingData, config: TrainingConfig, most_tiles: int | None, context: JobContext) -> None:
    _gather_tiles(data, config, most_tiles, context)
    tiles = list(data.pools)
    for source in config.maps:
        context.check()
        opened = open_map(source, config)
        data.maps.append(opened)
        data.pools += opened.pools
        data.warnings += opened.warnings
    held = _hold_back(data, tiles, config)
    landslides = sum(place.landslides for place in held)
    for opened in data.maps:
        held += opened.validation
        landslides += opened.validation_landslides
    if held:
        data.validation[HELD_BACK] = ValidationSet(tuple(held), landslides)
    if not data.validation_places:
        raise InputError(
            "Nothing is left to validate with: hold back a larger share, draw validation areas on what is labelled, or "
            "label more."
        )
    if not any(place.tile().known.any() for place in data.validation_places):
        raise InputError(
            "Nothing is known of the ground to validate on: it has no data, or lies beside what is labelled; choose "
            "other validation areas, or draw areas that are fully labelled around them."
        )
    data.pools = [pool for pool in data.pools if pool.places]
    if not data.pools:
        raise InputError("Nothing is left to learn from: make the validation share or areas smaller, or label more.")
    if config.stages[-1].whole:
        data.validation = {name: _resized(one, config.stages[-1].crop) for name, one in data.validation.items()}
    if not data.validates_background:
        data.warnings.append(
            "The validation data holds nothing but landslides, so its figures do not count false alarms and are not "
            "reliable: draw areas that are fully labelled, or ground that is not a landslide."
        )
    if data.validation_landslides < FEWEST_LANDSLIDES:
        data.warnings.append(
            f"The validation data holds {data.validation_landslides} landslide"
            f"{'s' * (data.validation_landslides != 1)}: its figures are not reliable; label more, or hold back a "
            "larger share."
        )


def _hold_back(data: TrainingData, tiles: list[Pool], config: TrainingConfig) -> list[Place]:
    """Takes tiles out of their pools to validate on, and those that lie on such ground.

    Raises:
        InputError: ground is drawn, and nothing says where it lies on what is learned from.
    """
    drawn: dict[int, shapely.Geometry] = {}
    for number, (source, pool) in enumerate(zip(config.fit, tiles, strict=False)):  # scenes are behind the folders
        if source.validation_areas is not None:
            areas = config.data / source.validation_areas
            drawn[number] = drawn_ground(areas, source.validation_areas_layer, pool.places)
            if drawn[number].is_empty:
                data.warnings.append(
                    f"No validation area lies on the tiles of {source.images}: all of them are learned from."
                )
    if drawn and not (config.maps or config.validation or any(is_located(tiles[number].places) for number in drawn)):
        raise InputError(
            "The tiles do not say where they lie, so that no validation area can lie on them: hold back a share of "
            "them by lot instead."
        )
    maps = MappedGround.of((one.image.grid.outline, one.region, one.image.source.crs) for one in data.maps)
    share = 0.0 if config.validation else config.validation_share
    held = hold_back(tiles, share, config.seed, drawn, maps)
    if held.overlapping:
        data.warnings.append(
            f"{held.overlapping} tile{'s' * (held.overlapping != 1)} that overlap with those held back for validation "
            "are not learned from: export tiles without overlap to use them all."
        )
    if held.on_maps:
        data.warnings.append(
            f"{held.on_maps} tile{'s' * (held.on_maps != 1)} on ground of an image that is held back for validation "
            "are not learned from."
        )
    return held.places


def _gather_tiles(data: TrainingData, config: TrainingConfig, most: int | None, context: JobContext) -> None:
    bands = config.bands
    said = [text for one in (*config.fit, *config.validation.values()) for text in check_masks(one, config.data)]
    data.warnings += dict.fromkeys(said)
    for source in config.fit:
        tiles = read_tiles(source, config.data, bands, most, config.mean, context)
        data.pools.append(Pool(tiles, source.per_epoch or len(tiles), source.teacher_share))
    if config.scenes is not None:
        data.pools.append(Pool(generate_tiles(config.scenes, bands, config.tile_size), config.scenes.per_epoch))
    for name, source in config.validation.items():
        places: list[Place] = list(read_tiles(source, config.data, bands, most, config.mean, context))
        data.validation[name] = ValidationSet(tuple(places), sum(place.landslides for place in places))


def _resized(one: ValidationSet, side: int) -> ValidationSet:
    return ValidationSet(tuple(place.squeezed(side) for place in one.places), one.landslides)
