"""The parameters of the engine's jobs, the same for the dock, Processing, `qgis_process` and the command line."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from .errors import InputError

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "fp32", "bf16", "fp16")
TEST_TIME_AUGMENTATIONS = ("none", "flip", "d4")

Parameters = TypeVar("Parameters", bound="JobParameters")


@dataclass(frozen=True)
class JobParameters:
    """Base of the parameter sets: they travel as JSON objects and refuse what they do not know."""

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready copy."""
        return asdict(self)

    @classmethod
    def from_dict(cls: type[Parameters], values: dict[str, Any]) -> Parameters:
        """Rebuilds the set from a JSON object; lists become tuples.

        Raises:
            InputError: an unknown or a missing parameter.
        """
        known = {field.name for field in fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise InputError(f"There is no parameter named {', '.join(unknown)}; known are {', '.join(sorted(known))}.")
        try:
            return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
        except TypeError as error:
            raise InputError(f"The parameters are incomplete: {error}.") from error


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise InputError(f"{name} must be one of {', '.join(allowed)}, not '{value}'.")


def _threshold(value: float | None) -> None:
    if value is not None and not 0 < value < 1:
        raise InputError(f"The threshold must lie between 0 and 1, not {value}.")


@dataclass(frozen=True)
class DetectParameters(JobParameters):
    """What a detection run needs.

    Args:
        raster: anything GDAL opens.
        output: folder for the results; made when missing.
        model: name of a shipped or own model, or the path of a `.safetensors` file.
        device: `auto`, `cpu`, `cuda`, `cuda:N` or `mps`.
        precision: `auto`, `fp32`, `bf16` or `fp16`.
        extent: xmin, ymin, xmax, ymax in the raster's CRS; None = whole raster.
        area: WKT polygon(s) in the raster's CRS; pixels outside become nodata.
        bands: 1-based raster bands in the order of the model's bands; None = from colour interpretation.
        dem: elevation raster for models whose card asks for it.
        gsd: ground sample distance to work at, metres per pixel; None = the image's own, moved into the model's range.
        threshold: probability from which a pixel is landslide, 0-1; None = the model card's.
        min_area: smallest landslide kept, m2 (pixels where the raster has no CRS).
        tta: test-time augmentation, `none`, `flip` or `d4`.
        overlap: share of a tile that overlaps its neighbour, 0-0.75.
        provenance: where the raster comes from, for the run record: of an online layer its service, attribution and
            terms; None = nothing is known beyond the file.
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
    provenance: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        _one_of("The device", self.device.split(":")[0], DEVICES)
        _one_of("The precision", self.precision, PRECISIONS)
        _one_of("Test-time augmentation", self.tta, TEST_TIME_AUGMENTATIONS)
        _threshold(self.threshold)
        if not 0 <= self.overlap <= 0.75:
            raise InputError(f"The overlap must lie between 0 and 0.75, not {self.overlap}.")
        if self.min_area < 0:
            raise InputError(f"The smallest area cannot be negative ({self.min_area}).")
        if self.gsd is not None and self.gsd <= 0:
            raise InputError(f"The ground sample distance must be positive, not {self.gsd}.")
        if self.extent is not None and not (
            len(self.extent) == 4 and self.extent[0] < self.extent[2] and self.extent[1] < self.extent[3]
        ):
            raise InputError("The extent must be xmin ymin xmax ymax with xmin < xmax and ymin < ymax.")


@dataclass(frozen=True)
class ClickParameters(JobParameters):
    """What a click on the map needs: find the landslide under a point.

    Args:
        raster, model, device, precision, bands, gsd, threshold: as in `DetectParameters`.
        x, y: the point in the raster's CRS.
    """

    raster: str
    x: float
    y: float
    model: str = "default"
    device: str = "auto"
    precision: str = "auto"
    bands: tuple[int, ...] | None = None
    gsd: float | None = None
    threshold: float | None = None


@dataclass(frozen=True)
class ExplainParameters(JobParameters):
    """What an explanation needs: why the model answers as it does at a point.

    Args:
        raster, model, device, bands, gsd, threshold: as in `DetectParameters`.
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
    gsd: float | None = None
    threshold: float | None = None
    layer: str | None = None

    def __post_init__(self) -> None:
        if not self.output.lower().endswith((".tif", ".tiff")):
            raise InputError(f"The heat map is a GeoTIFF: give a file that ends with .tif, not '{self.output}'.")
        if Path(self.output).absolute() == Path(self.raster).absolute():
            raise InputError("The heat map would replace the image itself: give another file.")
        _threshold(self.threshold)


@dataclass(frozen=True)
class EvaluateParameters(JobParameters):
    """What an evaluation needs: a folder of tiles with masks, or one raster with its truth.

    Args:
        images, masks: folders of tiles; a missing mask means that all of the tile is background.
        raster, truth: one raster and its mask raster or polygons.
        threshold: None = the model card's.
        min_object: smallest landslide that counts where landslides are counted, pixels.
    """

    model: str = "default"
    images: str | None = None
    masks: str | None = None
    raster: str | None = None
    truth: str | None = None
    dem: str | None = None
    bands: tuple[int, ...] | None = None
    gsd: float | None = None
    threshold: float | None = None
    min_object: int = 10
    device: str = "auto"
    precision: str = "auto"
    tta: str = "none"

    def __post_init__(self) -> None:
        if self.min_object < 1:
            raise InputError(f"The smallest landslide has at least one pixel, not {self.min_object}.")
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
        _one_of("The device", self.device.split(":")[0], DEVICES)
