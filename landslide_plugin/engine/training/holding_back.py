"""Which tiles are held back to validate on, and which are not learned from because they lie on such ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.crs import CRS

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.raster.placing import Placing
from landslide_plugin.engine.training.labels import read_areas
from landslide_plugin.engine.training.places import LabelledTile, Place
from landslide_plugin.engine.training.sampling import Pool

_DISTINCT = 0.5  # share of tiles with bounds of their own from which bounds are believed
_RIM = 0.01  # share of a tile's side that tiles beside each other may overlap, by rounding
_DEGREES = CRS.from_epsg(4326)
_NOWHERE = shapely.Polygon()
_WORLD = shapely.box(-180, -90, 180, 90)


@dataclass(frozen=True)
class MappedGround:
    """Ground of maps, in the coordinates of tiles' bounds.

    Args:
        covered: by the maps; what is not held back is learned from.
        held: validated on.
    """

    covered: shapely.Geometry = _NOWHERE
    held: shapely.Geometry = _NOWHERE

    @classmethod
    def of(cls, maps: Iterable[tuple[shapely.Geometry, shapely.Geometry | None, CRS | None]]) -> MappedGround:
        """The ground of all maps together.

        Args:
            maps: outline, ground that is held back (None = none of it), and the CRS of both.
        """
        outlines, held = [], []
        for outline, region, crs in maps:
            outlines.append(_in_degrees(outline, crs))
            held += [_in_degrees(region, crs)] if region is not None else []
        return cls(shapely.union_all(outlines), shapely.union_all(held))


@dataclass(frozen=True)
class HeldBack:
    """What became of the tiles.

    Args:
        places: held back.
        overlapping: how many are left out because they overlap with those.
        on_maps: how many are left out because they lie on ground on which a map is validated.
    """

    places: list[Place]
    overlapping: int
    on_maps: int


def hold_back(
    pools: Sequence[Pool],
    share: float,
    seed: int,
    drawn: Mapping[int, shapely.Geometry] | None = None,
    maps: MappedGround | None = None,
) -> HeldBack:
    """Takes tiles out of each pool, for validation; a pool's `per_epoch` shrinks alike.

    Tiles that lie beside each other are held back together, because neighbouring pixels are alike, and tiles that
    overlap with them are not learned from. On the ground of a map the map says what is validated on.

    Args:
        pools: changed in place.
        share: of the tiles, to be drawn by lot.
        seed: of the lot.
        drawn: for numbers of pools the ground whose tiles are held back instead, in the coordinates of their bounds.
        maps: ground of those that are learned from too.
    """
    rng, maps = np.random.default_rng(seed), maps or MappedGround()
    held, ground, staying, on_maps = [], [], [], 0
    for number, pool in enumerate(pools):
        area = (drawn or {}).get(number)
        shapes = _shapes(pool.places)
        mapped, apart = shapely.intersects(shapes, maps.covered), shapely.intersects(shapes, maps.held)
        if area is None:
            taken = _lot(pool.places, shapes, ~mapped, share, rng)
            part = share * (1 - mapped.mean())
        else:
            inside = shapely.intersects(shapes, area)
            taken, apart = np.flatnonzero(inside & ~mapped).tolist(), apart | (inside & mapped)
            part = len(taken) / len(shapes)
        held += [pool.places[index] for index in taken]
        ground += [shapes[index] for index in taken if shapes[index] is not None]
        on_maps += int(apart.sum())
        apart[taken] = True
        staying.append((shapes, ~apart, (1 - part) / max(1, len(shapes) - len(taken))))
    tree, overlapping = shapely.STRtree(ground), 0
    for pool, (shapes, stays, scale) in zip(pools, staying, strict=True):
        count = stays.sum()
        stays[tree.query(shapes)[0]] = False
        overlapping += int(count - stays.sum())
        pool.places = [pool.places[index] for index in np.flatnonzero(stays)]
        pool.per_epoch = max(1, round(pool.per_epoch * scale * len(pool.places)))
    return HeldBack(held, overlapping, on_maps)


def is_located(places: Sequence[Place]) -> bool:
    """Whether it is known of any of the tiles where it lies."""
    return not shapely.is_missing(_shapes(places)).all()


def drawn_ground(file: Path, layer: str | None, places: Sequence[LabelledTile]) -> shapely.Geometry:
    """Areas of a file where they are near tiles, in the coordinates of the tiles' bounds.

    Args:
        file: anything OGR reads.
        layer: its layer; None where it has only one.
        places: the tiles.

    Raises:
        InputError: the file cannot be read or has no such layer.
    """
    if not is_located(places):
        return _NOWHERE
    near = shapely.box(*shapely.total_bounds(_shapes(places)))
    areas = (read_areas(file, layer, near, crs)[0] for crs in (_DEGREES, None))  # None: for tiles without CRS
    return shapely.union_all([area for area in areas if area is not None])


def _in_degrees(shape: shapely.Geometry, crs: CRS | None) -> shapely.Geometry:
    """Ground as tiles' bounds have it, and also as it is, for tiles without CRS: the two are far from each other."""
    try:
        placed = Placing(crs.to_wkt(), _DEGREES, _WORLD).place(shape) if crs else shape
    except InputError:  # of a planet or a building site, whose tiles have their own coordinates, too
        placed = shape
    return shapely.union_all([shape, placed])


def _lot(
    places: Sequence[Place], shapes: NDArray[np.object_], free: NDArray[np.bool_], share: float,
    rng: np.random.Generator,
) -> list[int]:  # fmt: skip
    """A share of the free ones at random, or a few more: where all places are known, all in squares two tiles wide."""
    count, order = round(free.sum() * share), [int(index) for index in rng.permutation(len(places)) if free[index]]
    if not count or shapely.is_missing(shapes).any():
        return order[:count]
    left, bottom, right, top = np.array([place.bounds for place in places]).T
    side = 2 * max(float(np.median(right - left)), float(np.median(top - bottom)))
    squares = np.floor(np.stack([left + right, bottom + top], 1) / 2 / side).astype(int)
    chosen: dict[int, None] = {}  # in the order of the choice
    for first in order:
        if len(chosen) >= count:
            break
        chosen |= dict.fromkeys(np.flatnonzero((squares == squares[first]).all(1) & free).tolist())
    return list(chosen)


def _shapes(places: Sequence[Place]) -> NDArray[np.object_]:
    """Ground of each tile; None where nobody knows it: tiles that mostly say the same place say nothing.

    A little smaller than the tile: tiles that only touch share no ground.
    """
    bounds = [place.bounds if isinstance(place, LabelledTile) else None for place in places]
    known = [one for one in bounds if one is not None]
    if len(set(known)) <= _DISTINCT * len(known):
        return np.full(len(places), None)
    return np.array([_shape(*one) if one is not None else None for one in bounds])


def _shape(left: float, bottom: float, right: float, top: float) -> shapely.Polygon:
    return shapely.box(left, bottom, right, top).buffer(-_RIM * min(right - left, top - bottom))
