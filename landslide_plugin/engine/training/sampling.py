"""Which places an epoch learns from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landslide_plugin.engine.training.places import Place

_HARDEST = 0.1  # share of the landslide-free places that count as hard


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
