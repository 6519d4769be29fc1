"""Which places an epoch learns from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from landslide_plugin.engine.training.places import LabelledTile, Place

_HARDEST = 0.1  # share of the landslide-free places that count as hard
_DISTINCT = 0.5  # share of tiles with bounds of their own from which bounds are believed
_RIM = 0.01  # share of a tile's side that tiles beside each other may overlap, by rounding


@dataclass
class Pool:
    """Places to draw from, how many crops of them an epoch takes, and how much a teacher has to say about them."""

    places: list[Place]
    per_epoch: int
    teacher_share: float = 0.0


class Sampler:
    """Draws the places of an epoch; with hard mining, more of what was mistaken for landslides.

    The DA-U-Net paper shows its network more of the bare earth, rocks, roads and rivers that it confuses with
    landslides. Here they are found by themselves: the tenth of the landslide-free places with the largest false alarms.

    Args:
        pools: what is learned from.
        hard_share: share of an epoch's landslide-free places that is drawn from the hardest; 0 = no hard mining.
    """

    def __init__(self, pools: list[Pool], hard_share: float = 0.0) -> None:
        self._pools = pools
        self._hard_share = hard_share
        places = [place for pool in pools for place in pool.places] if hard_share else []
        self.background = [place for place in places if not place.has_landslide]
        self.hard: list[int] = []  # places in `background`

    def __len__(self) -> int:
        return sum(pool.per_epoch for pool in self._pools)

    @property
    def landslide_share(self) -> float:
        """Share of the known pixels that are landslide, for losses that weigh the classes."""
        landslide, known = np.sum([place.pixels() for pool in self._pools for place in pool.places], axis=0)
        return float(landslide / max(1, known))

    def draw(self, rng: np.random.Generator) -> list[Place]:
        """The places of one epoch, each as often as its pool says, in random order."""
        drawn: list[Place] = []
        for pool in self._pools:
            rounds = -(-pool.per_epoch // len(pool.places))
            indices = np.concatenate([rng.permutation(len(pool.places)) for _ in range(rounds)])[: pool.per_epoch]
            drawn += [pool.places[index] for index in indices]
        if self.hard:
            drawn = [
                self.background[rng.choice(self.hard)]
                if not place.has_landslide and rng.random() < self._hard_share
                else place
                for place in drawn
            ]
        return [drawn[index] for index in rng.permutation(len(drawn))]

    def learn_what_is_hard(self, false_alarms: list[float]) -> None:
        """Takes the share of each of `background` that the network calls landslide, in the same order."""
        hardest = np.argsort(false_alarms)[::-1][: max(1, round(len(false_alarms) * _HARDEST))]
        self.hard = [int(index) for index in hardest if false_alarms[index] > 0]


def hold_back(pools: list[Pool], share: float, seed: int) -> tuple[list[Place], int]:
    """Takes a random share of each pool's places out of it, for validation; a pool's `per_epoch` shrinks alike.

    Tiles that lie beside each other are held back together, because neighbouring pixels are alike, and tiles that
    overlap with them are not learned from.

    Args:
        pools: changed in place.
        share: of the places.
        seed: of the choice.

    Returns:
        What was held back, and how many tiles were left out because they overlap with it.
    """
    rng, held, ground = np.random.default_rng(seed), [], []
    known = [_is_located(pool.places) for pool in pools]
    for pool, is_located in zip(pools, known, strict=True):
        taken = _choose(pool.places, round(len(pool.places) * share), is_located, rng)
        chosen, rest = [pool.places[index] for index in taken], set(range(len(pool.places))).difference(taken)
        held += chosen
        ground += [_shape(place) for place in chosen] if is_located else []
        pool.places = [pool.places[index] for index in sorted(rest)]
    tree, left_out = shapely.STRtree(ground), 0
    for pool, is_located in zip(pools, known, strict=True):
        apart = [place for place in pool.places if not is_located or not len(tree.query(_shape(place)))]
        left_out += len(pool.places) - len(apart)
        pool.per_epoch = round(pool.per_epoch * (1 - share) * len(apart) / max(1, len(pool.places)))
        pool.places = apart
    return held, left_out


def _choose(places: Sequence[Place], count: int, is_located: bool, rng: np.random.Generator) -> list[int]:
    """So many places at random, or a few more: of those whose place is known, all in squares two tiles wide."""
    order = [int(index) for index in rng.permutation(len(places))]
    if not count or not is_located:
        return order[:count]
    left, bottom, right, top = np.array([place.bounds for place in places]).T
    side = 2 * max(float(np.median(right - left)), float(np.median(top - bottom)))
    squares = np.floor(np.stack([left + right, bottom + top], 1) / 2 / side).astype(int)
    chosen: dict[int, None] = {}  # in the order of the choice
    for first in order:
        if len(chosen) >= count:
            break
        chosen |= dict.fromkeys(np.flatnonzero((squares == squares[first]).all(1)).tolist())
    return list(chosen)


def _is_located(places: Sequence[Place]) -> bool:
    """Whether it is known where all of them lie; tiles that mostly say the same place say nothing."""
    bounds = [place.bounds if isinstance(place, LabelledTile) else None for place in places]
    return None not in bounds and len(set(bounds)) > _DISTINCT * len(bounds)


def _shape(place: LabelledTile) -> shapely.Polygon:
    """A little smaller than the tile: tiles that only touch share no ground."""
    left, bottom, right, top = place.bounds
    return shapely.box(left, bottom, right, top).buffer(-_RIM * min(right - left, top - bottom))
