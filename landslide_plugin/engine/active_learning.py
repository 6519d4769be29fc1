"""Which ground a person should label next, so that the model learns most from the work: active learning.

A window is worth labelling where the model is unsure of it and where it is unlike all that is labelled. How sure the
model is, is told by its answers to the turned and mirrored window; what a window is like, by the deepest features of
the network.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.engine.explain import layer_of, padded_size
from landslide_plugin.engine.inference.detector import VIEWS, Detector, is_out_of_memory, too_large_message
from landslide_plugin.engine.raster.source import Tile


@dataclass(frozen=True)
class Look:
    """What the network makes of a window.

    Args:
        uncertainty: 0 = sure of every pixel, 1 = of none, bits.
        features: (channels,), what it is like.
    """

    uncertainty: float
    features: NDArray[np.float32]


@dataclass(frozen=True)
class Choice:
    """A window that was chosen.

    Args:
        index: of the window.
        score: uncertainty times novelty when it was chosen; comparable within one choice only.
        novelty: distance from what is labelled and from the windows chosen before, 0-1; 1 where there is nothing.
    """

    index: int
    score: float
    novelty: float


def look_at(detector: Detector, tile: Tile, part: NDArray[np.bool_], tta: str, check: Callable[[], None]) -> Look:
    """Uncertainty and features of a part of a tile.

    The uncertainty is the entropy of the mean answer, H(p) = -p log2 p - (1 - p) log2(1 - p), with p a pixel's mean
    probability over the views of the tile, and its mean over the pixels. Source: the predictive entropy under
    test-time augmentation of Wang et al. 2019, "Aleatoric uncertainty estimation with test-time augmentation for
    medical image segmentation with convolutional neural networks"; as the measure of uncertainty sampling, Settles
    2009, "Active Learning Literature Survey", section 2.1. It is high where the model wavers, and where it answers
    another way when the ground is turned.

    The features are the mean over the part of the maps that explanations look at too, `explained_layer`.

    Args:
        detector: the network.
        tile: what it sees.
        part: (H, W), the pixels that count, at least one.
        tta: views, `none`, `flip` or `d4`.
        check: called between the views, may raise to stop the work.

    Raises:
        InputError: the tile does not fit the device's memory.
    """
    views = detector.views(tile.pixels[None], tile.valid[None], tta)
    try:
        with torch.inference_mode():
            check()
            with _maps_of(detector.network) as maps:
                total = next(views)
            for view in views:
                check()
                total = total + view
            features = _pooled(maps[-1].float(), part, padded_size(detector.network, torch.from_numpy(part)))
            probability = total[0, 0].cpu() / len(VIEWS[tta])
    except RuntimeError as error:  # torch's class for a full GPU derives from it
        if is_out_of_memory(error):
            raise too_large_message(detector.device) from error
        raise
    entropy = (torch.special.entr(probability) + torch.special.entr(1 - probability)) / math.log(2)
    return Look(float(entropy[torch.from_numpy(part)].mean()), features)


def choose(
    uncertainty: NDArray[np.float64], features: NDArray[np.float32], known: NDArray[np.float32], count: int
) -> list[Choice]:
    """Chooses windows one by one, each the one with the largest uncertainty times novelty.

    The novelty is the distance of the features from the nearest of those that are labelled or chosen already, in
    parts of the largest that is possible among them: the greedy k-centre rule (farthest-first traversal) of Gonzalez
    1985, "Clustering to minimize the maximum intercluster distance", used for active learning by Sener and Savarese
    2018, "Active Learning for Convolutional Neural Networks: A Core-Set Approach", Algorithm 1. Weighing uncertainty
    by a measure of the place among the others, as a product, follows the information density of Settles and Craven
    2008, "An Analysis of Active Learning Strategies for Sequence Labeling Tasks"; that it is the distance is ours.

    Args:
        uncertainty: (n,) of the windows.
        features: (n, channels) of the windows.
        known: (m, channels) of what is labelled; may be empty.
        count: how many to choose; fewer where there are fewer.

    Returns:
        The choice, the best first; the same for the same arguments.
    """
    everything = np.concatenate([features, known.reshape(-1, features.shape[1])]).astype(np.float64)
    spread = (
        2 * np.linalg.norm(everything - everything.mean(0), axis=1).max(initial=0) or 1.0
    )  # no pair is farther apart
    windows, novelty = everything[: len(features)], np.ones(len(features))
    for other in everything[len(features) :]:
        novelty = np.minimum(novelty, np.linalg.norm(windows - other, axis=1) / spread)
    left, chosen = np.ones(len(features), bool), []
    while len(chosen) < count and left.any():
        score = np.where(left, uncertainty * novelty, -1)
        best = int(np.lexsort((uncertainty, score))[-1])  # among equals, as where all is alike, the least certain
        chosen.append(Choice(best, float(score[best]), float(novelty[best])))
        left[best] = False
        novelty = np.minimum(novelty, np.linalg.norm(windows - windows[best], axis=1) / spread)
    return chosen


@contextmanager
def _maps_of(network: nn.Module) -> Iterator[list[torch.Tensor]]:
    """The maps that the network makes in its explained layer meanwhile; of several outputs the last."""
    maps: list[torch.Tensor] = []

    def keep(_module: nn.Module, _inputs: Any, output: Any) -> None:
        while isinstance(output, (list, tuple)):
            output = output[-1]
        maps.append(output)

    hook = layer_of(network, network.explained_layer).register_forward_hook(keep)
    try:
        yield maps
    finally:
        hook.remove()


def _pooled(maps: torch.Tensor, part: NDArray[np.bool_], covered: list[int]) -> NDArray[np.float32]:
    """Mean of (1, C, h, w) maps, which cover so many pixels, over the part of the image that counts."""
    height, width = part.shape
    weights = torch.from_numpy(part).to(maps.device, torch.float32)[None, None]
    weights = F.pad(weights, (0, covered[1] - width, 0, covered[0] - height))  # as the network pads the image
    weights = F.adaptive_avg_pool2d(weights, maps.shape[2:])
    return ((maps * weights).sum((2, 3)) / weights.sum())[0].cpu().numpy()
