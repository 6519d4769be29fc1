"""The parameters of the engine's jobs, the same for the dock, Processing, `qgis_process` and the command line."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
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


def _extent(value: tuple[float, float, float, float] | None) -> None:
    if value is not None and not (len(value) == 4 and value[0] < value[2] and value[1] < value[3]):
        raise InputError("The extent must be xmin ymin xmax ymax with xmin < xmax and ymin < ymax.")


def _mask(mask: str | None, values: tuple[float, ...] | None) -> None:
    if values is not None and mask is None:
        raise InputError("Values of a mask were given without the mask: name its file, or leave the values out.")


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

    def __post_init__(self) -> None:
        _one_of("The device", self.device.split(":")[0], DEVICES)
        _one_of("The precision", self.precision, PRECISIONS)
        _one_of("Test-time augmentation", self.tta, TEST_TIME_AUGMENTATIONS)
        _threshold(self.threshold)
        _extent(self.extent)
        if not 0 <= self.overlap <= 0.75:
            raise InputError(f"The overlap must lie between 0 and 0.75, not {self.overlap}.")
        if self.min_area < 0:
            raise InputError(f"The smallest area cannot be negative ({self.min_area}).")
        if self.gsd is not None and self.gsd <= 0:
            raise InputError(f"The ground sample distance must be positive, not {self.gsd}.")
        _mask(self.mask, self.mask_values)


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
        raster, model, device, precision, bands, dem, gsd, threshold, crs, mask, mask_values: as in `DetectParameters`.
        x, y: the point in the raster's CRS.
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
    crs: str | None = None
    mask: str | None = None
    mask_values: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        _mask(self.mask, self.mask_values)


@dataclass(frozen=True)
class ExplainParameters(JobParameters):
    """What an explanation needs: why the model answers as it does at a point.

    Args:
        raster, model, device, bands, dem, gsd, threshold, crs, mask, mask_values: as in `DetectParameters`.
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

    def __post_init__(self) -> None:
        _mask(self.mask, self.mask_values)
        if not self.output.lower().endswith((".tif", ".tiff")):
            raise InputError(f"The heat map is a GeoTIFF: give a file that ends with .tif, not '{self.output}'.")
        if Path(self.output).absolute() == Path(self.raster).absolute():
            raise InputError("The heat map would replace the image itself: give another file.")
        _threshold(self.threshold)


@dataclass(frozen=True)
class SuggestParameters(JobParameters):
    """What a search for the windows that are to be labelled next needs.

    Args:
        raster, model, device, extent, area, bands, gsd, dem, tta, crs: as in `DetectParameters`; only windows that
            reach into extent and area are suggested.
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

    def __post_init__(self) -> None:
        _one_of("The device", self.device.split(":")[0], DEVICES)
        _one_of("Test-time augmentation", self.tta, TEST_TIME_AUGMENTATIONS)
        _extent(self.extent)
        if self.count < 1:
            raise InputError(f"At least one window must be asked for, not {self.count}.")
        if self.side < 32:
            raise InputError(f"A window has at least 32 pixels a side, not {self.side}.")
        if self.most is not None and self.most < 1:
            raise InputError(f"At least one window must be looked at, not {self.most}.")
        if self.output is not None:
            if not self.output.lower().endswith(".gpkg"):
                raise InputError(
                    f"The windows are a GeoPackage: give a file that ends with .gpkg, not '{self.output}'."
                )
            taken = (Path(given).absolute() for given in (self.raster, self.labels, self.areas) if given)
            if Path(self.output).absolute() in taken:
                raise InputError("The windows would replace the image or its labels: give another file.")


@dataclass(frozen=True)
class EvaluateParameters(JobParameters):
    """What an evaluation needs: a folder of tiles with masks, or one raster with its truth.

    Args:
        images, masks: folders of tiles; a missing mask means that all of the tile is background.
        raster, truth: one raster and its mask raster or polygons.
        dem: elevation raster, or a folder of them with the names of the tiles, for models whose card asks for it.
        image_gsd: ground sample distance of images that have no georeference, metres per pixel; None = unknown, they
            are read pixel by pixel.
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
    image_gsd: float | None = None
    threshold: float | None = None
    min_object: int = 10
    device: str = "auto"
    precision: str = "auto"
    tta: str = "none"

    def __post_init__(self) -> None:
        if self.min_object < 1:
            raise InputError(f"The smallest landslide has at least one pixel, not {self.min_object}.")
        if self.image_gsd is not None and self.image_gsd <= 0:
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
