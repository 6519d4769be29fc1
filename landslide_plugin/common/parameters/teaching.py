"""Parameters of what makes a model better: where to label, trainings, chips for other programs."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import InputError
from .base import DEVICES, TEST_TIME_AUGMENTATIONS, JobParameters, check_choice, check_extent, check_gsd


@dataclass(frozen=True)
class SuggestParameters(JobParameters):
    """What a search for the windows that are to be labelled next needs.

    Args:
        raster, model, device, extent, area, bands, gsd, dem, tta, crs, stretch: as in `DetectParameters`; only
            windows that reach into extent and area are suggested.
        labels, areas: files with the label polygons and the areas that are fully labelled already; None = there are
            none. labels_layer, areas_layer: their layers where a file holds several.
        count: how many windows to suggest.
        side: longest side of a window, pixels at the model's resolution; never more than the model's tile.
        most: how many windows are looked at; None = 200 without a GPU, 2000 with one. A larger image is looked at in
            an even sample.
        output: GeoPackage (`.gpkg`) for the windows; None = they are only returned.
    """

    raster: str
    model: str = "default"
    device: str = "auto"
    extent: tuple[float, float, float, float] | None = None
    area: str | None = None
    bands: tuple[int, ...] | None = None
    gsd: float | None = None
    dem: str | None = None
    tta: str = "flip"
    labels: str | None = None
    labels_layer: str | None = None
    areas: str | None = None
    areas_layer: str | None = None
    count: int = 10
    side: int = 256
    most: int | None = None
    output: str | None = None
    crs: str | None = None
    stretch: bool = False

    def __post_init__(self) -> None:
        check_choice("The device", self.device.split(":")[0], DEVICES)
        check_choice("Test-time augmentation", self.tta, TEST_TIME_AUGMENTATIONS)
        check_extent(self.extent)
        check_gsd(self.gsd)
        if self.count < 1:
            raise InputError(f"At least one window must be asked for, not {self.count}.")
        if self.side < 32:
            raise InputError(f"A window has at least 32 pixels a side, not {self.side}.")
        if self.most is not None and self.most < 1:
            raise InputError(f"At least one window must be looked at, not {self.most}.")
        if self.output is not None and not self.output.lower().endswith(".gpkg"):
            raise InputError(f"The windows are a GeoPackage: give a file that ends with .gpkg, not '{self.output}'.")


@dataclass(frozen=True)
class TrainParameters(JobParameters):
    """What a training needs, and the check before it.

    Args:
        config: TOML file that describes the training.
        resume: go on from the checkpoint beside the model file.
        device: `auto`, `cpu`, `cuda`, `cuda:N` or `mps`.
    """

    config: str
    resume: bool = False
    device: str = "auto"

    def __post_init__(self) -> None:
        check_choice("The device", self.device.split(":")[0], DEVICES)


@dataclass(frozen=True)
class ShowParameters(JobParameters):
    """What a look at the crops of a training needs.

    Args:
        config: TOML file that describes the training.
        picture: PNG file to write.
        draw: which draw of crops, from 0.
    """

    config: str
    picture: str
    draw: int = 0

    def __post_init__(self) -> None:
        if self.draw < 0:
            raise InputError(f"The number of the draw cannot be negative ({self.draw}).")


@dataclass(frozen=True)
class ChipParameters(JobParameters):
    """What an export of chips needs.

    Args:
        raster: the image; anything GDAL opens.
        labels: file of the label polygons; labels_layer: its table, where it has several.
        output: folder for the folders `images` and `masks`; made when missing.
        areas, areas_layer: polygons inside which every landslide has been labelled.
        bands: 1-based bands of the image; None = red, green and blue.
        crs: of the image, where its file says none or a wrong one; None = the file's.
        gsd: pixel size of the chips, metres; None = the image's.
        size: side of a chip, pixels.
        overlap: share of a chip that its neighbour repeats, 0-0.9.
    """

    raster: str
    labels: str
    output: str
    labels_layer: str | None = None
    areas: str | None = None
    areas_layer: str | None = None
    bands: tuple[int, ...] | None = None
    crs: str | None = None
    gsd: float | None = None
    size: int = 256
    overlap: float = 0.0

    def __post_init__(self) -> None:
        if not 16 <= self.size <= 4096:
            raise InputError(f"A chip has 16 to 4096 pixels a side, not {self.size}.")
        if not 0 <= self.overlap <= 0.9:
            raise InputError(f"The overlap must lie between 0 and 0.9, not {self.overlap}.")
        if self.gsd is not None and self.gsd <= 0:
            raise InputError(f"The pixel size must be positive, not {self.gsd}.")
