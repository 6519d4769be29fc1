"""Which tiles an epoch learns from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landslide_plugin.engine.training.tiles import LabelledTile

_HARDEST = 0.1  # share of the landslide-free tiles that count as hard


@dataclass
class Pool:
    """Tiles to draw from, and how many of them an epoch takes."""

    tiles: list[LabelledTile]
    per_epoch: int


class Sampler:
    """Draws the tiles of an epoch; with hard mining, more of what was mistaken for landslides.

    The DA-U-Net paper shows its network more of the bare earth, rocks, roads and rivers that it confuses with
    landslides. Here they are found by themselves: the tenth of the landslide-free tiles with the largest false alarms.

    Args:
        pools: what is learned from.
        hard_share: share of an epoch's landslide-free tiles that is drawn from the hardest; 0 = no hard mining.
    """

    def __init__(self, pools: list[Pool], hard_share: float = 0.0) -> None:
        self._pools = pools
        self._hard_share = hard_share
        self.background = [tile for pool in pools for tile in pool.tiles if not tile.mask.any()] if hard_share else []
        self.hard: list[int] = []  # places in `background`

    def __len__(self) -> int:
        return sum(pool.per_epoch for pool in self._pools)

    @property
    def landslide_share(self) -> float:
        """Share of all pixels that are landslide, for losses that weigh the classes."""
        tiles = [tile for pool in self._pools for tile in pool.tiles]
        return sum(int(tile.mask.sum()) for tile in tiles) / sum(tile.mask.size for tile in tiles)

    def draw(self, rng: np.random.Generator) -> list[LabelledTile]:
        """The tiles of one epoch, each as often as its pool says, in random order."""
        drawn: list[LabelledTile] = []
        for pool in self._pools:
            rounds = -(-pool.per_epoch // len(pool.tiles))
            indices = np.concatenate([rng.permutation(len(pool.tiles)) for _ in range(rounds)])[: pool.per_epoch]
            drawn += [pool.tiles[index] for index in indices]
        if self.hard:
            drawn = [
                self.background[rng.choice(self.hard)]
                if not tile.mask.any() and rng.random() < self._hard_share
                else tile
                for tile in drawn
            ]
        return [drawn[index] for index in rng.permutation(len(drawn))]

    def learn_what_is_hard(self, false_alarms: list[float]) -> None:
        """Takes the share of each of `background` that the network calls landslide, in the same order."""
        hardest = np.argsort(false_alarms)[::-1][: max(1, round(len(false_alarms) * _HARDEST))]
        self.hard = [int(index) for index in hardest if false_alarms[index] > 0]


def hold_back(pools: list[Pool], share: float, seed: int) -> list[LabelledTile]:
    """Takes a random share of each pool's tiles out of it, for validation; a pool's `per_epoch` shrinks alike."""
    rng, held = np.random.default_rng(seed), []
    for pool in pools:
        order = rng.permutation(len(pool.tiles))
        count = round(len(order) * share)
        held += [pool.tiles[index] for index in order[:count]]
        pool.tiles = [pool.tiles[index] for index in order[count:]]
        pool.per_epoch = round(pool.per_epoch * (1 - share))
    return held
