"""Folders of image tiles with masks, found by the names that people give them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from .errors import InputError

IMAGE_ENDINGS = (".tif", ".tiff", ".png", ".jpg", ".jpeg")

_IMAGES = ("images", "image", "imgs", "img", "tiles", "rgb")
_MASKS = ("masks", "mask", "labels", "label", "gt", "truth", "annotations")
_WITHOUT_LANDSLIDES = ("non", "no-", "no_", "background", "negative")


@dataclass(frozen=True)
class TileFolder:
    """Images, and masks of the same name but for the ending.

    Args:
        images: folder of the images.
        masks: folder of the masks; None = none of the images shows a landslide.
        tiles: how many images there are.
    """

    images: str
    masks: Optional[str]
    tiles: int


def find_tiles(folder: Path) -> list[TileFolder]:
    """The tiles below a folder.

    It holds `images` and `masks` (or the like), or folders that do. A folder of images without masks counts where its
    name says that there are no landslides, as in the Bijie data set: `landslide/image`, `landslide/mask` and
    `non-landslide/image`.

    Raises:
        InputError: there are no tiles, or no mask has the name of an image.
    """
    if folder.name.lower() in _IMAGES and files_in(folder):
        folder = folder.parent
    below = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    found = [pair for one in (folder, *below) for pair in _pair(one)]
    if not any(pair.masks for pair in found):
        raise InputError(
            f"There are no tiles with masks in {folder}: choose a folder that holds the folders 'images' and 'masks', "
            "with files of the same names (PNG, JPG or TIF)."
        )
    return found


def files_in(folder: Path) -> list[Path]:
    """The images of a folder, by name."""
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in IMAGE_ENDINGS) if folder.is_dir() else []


def _pair(folder: Path) -> list[TileFolder]:
    """The images of one folder with their masks; none where it holds no such folders."""
    inside = {path.name.lower(): path for path in folder.iterdir() if path.is_dir()}
    images = next((inside[name] for name in _IMAGES if name in inside and files_in(inside[name])), None)
    masks = next((inside[name] for name in _MASKS if name in inside and files_in(inside[name])), None)
    if images is None or (masks is None and not folder.name.lower().startswith(_WITHOUT_LANDSLIDES)):
        return []
    files = files_in(images)
    if masks is not None and not {file.stem for file in files} & {file.stem for file in files_in(masks)}:
        raise InputError(f"No mask in {masks} has the name of an image in {images}: name them alike.")
    return [TileFolder(str(images), str(masks) if masks is not None else None, len(files))]
