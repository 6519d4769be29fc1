"""A network made ready for one device: folded, in the device's number format, from 0-1 pixels to probabilities."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.engine.device import PRECISION_DTYPES, Device
from landslide_plugin.engine.inference.activations import activate_inside
from landslide_plugin.engine.inference.folding import fold_batch_norms
from landslide_plugin.engine.inference.same_padding import pad_inside
from landslide_plugin.engine.inference.side_by_side import Footprints, Lanes, lanes
from landslide_plugin.engine.inference.upsampling import convolve_before_enlarging
from landslide_plugin.engine.metrics.calibration import Calibration
from landslide_plugin.engine.turning import aspect_of, flipped, quarter_turned
from models.base import SegmentationNetwork

_LOG = logging.getLogger(__name__)
_OUT_OF_MEMORY = (
    "not enough memory", "can't allocate memory", "could not create a primitive", "could not create a memory",
    "out of memory", "alloc_failed",
)  # fmt: skip

# Views by their quarter turns counter-clockwise, after left and right were exchanged where it says so.
VIEWS: dict[str, list[tuple[int, bool]]] = {
    "none": [(0, False)],
    "flip": [(0, False), (0, True), (2, True), (2, False)],
    "d4": [(turns, mirrored) for turns in range(4) for mirrored in (False, True)],
}


class TileTooLargeError(Exception):
    """Not even one tile fits the device's memory."""


class Detector:
    """Turns tiles of 0-1 pixels into probabilities of landslide.

    Args:
        network: logits (N, 1, H, W) from (N, bands, H, W); changed in place.
        card: its model card.
        device: where to run.
        precision: `fp32`, `bf16` or `fp16`.
    """

    def __init__(self, network: SegmentationNetwork, card: ModelCard, device: Device, precision: str) -> None:
        self.card, self.device, self.precision = card, device, precision
        self._dtype = PRECISION_DTYPES[precision]
        network.eval().requires_grad_(False)
        fold_batch_norms(network, len(card.bands))
        pad_inside(network)
        if device.id == "cpu":
            convolve_before_enlarging(network)
            activate_inside(network, len(card.bands))
        self.largest_tile = network.largest_tile
        self.network = network.to(device.id, self._dtype, memory_format=torch.channels_last)
        shape = (1, -1, 1, 1)
        self._mean = torch.tensor(card.normalisation["mean"], device=device.id).view(shape)
        self._std = torch.tensor(card.normalisation["std"], device=device.id).view(shape)
        self._calibration = Calibration(card.temperature, card.bias)
        self._aspect = aspect_of(card.bands)
        self.batch_size = lanes(torch.get_num_threads()) if device.id == "cpu" else 8
        self._footprints, self._lanes = Footprints(), Lanes(self.batch_size)
        self.forward_seconds = 0.0

    def probabilities(
        self,
        pixels: NDArray[np.float32],
        valid: NDArray[np.bool_],
        tta: str = "none",
        check: Callable[[], None] = lambda: None,
    ) -> NDArray[np.float32]:
        """Probabilities for a batch of tiles.

        Args:
            pixels: (n, bands, height, width), 0-1.
            valid: (n, height, width); what is not valid is shown to the network as the mean of its training data.
            tta: `none`, `flip` (4 views) or `d4` (8 views).
            check: called between views; may raise to stop.

        Returns:
            (n, height, width) in 0-1.

        Raises:
            TileTooLargeError: one tile does not fit the memory; the batch has been halved down to 1 before.
        """
        parts = []
        start = 0
        while start < len(pixels):
            stop = start + min(self.batch_size, self._room(pixels[start:]))
            try:
                parts.append(self._run(pixels[start:stop], valid[start:stop], tta, check))
            except (torch.OutOfMemoryError, RuntimeError) as error:
                if not is_out_of_memory(error):
                    raise
                if self.batch_size == 1:
                    raise TileTooLargeError from error
                self.batch_size //= 2
                _LOG.warning("Out of memory on %s: batch halved to %d", self.device.id, self.batch_size)
                if self.device.id.startswith("cuda"):
                    torch.cuda.empty_cache()
                continue
            start = stop
        return np.concatenate(parts)

    def prepare(self, pixels: NDArray[np.float32], valid: NDArray[np.bool_]) -> torch.Tensor:
        """A batch as the network takes it: normalised, on the device, in its number format.

        Args:
            pixels, valid: as in `probabilities`.
        """
        return self._normalised(*(torch.from_numpy(part).to(self.device.id) for part in (pixels, valid)))

    def views(self, pixels: NDArray[np.float32], valid: NDArray[np.bool_], tta: str) -> Iterator[torch.Tensor]:
        """The probabilities in each view of a batch, one by one and turned back; the first view is as it is.

        Args:
            pixels, valid, tta: as in `probabilities`.

        Yields:
            (n, 1, height, width) on the device.
        """
        on_device = [torch.from_numpy(part).to(self.device.id) for part in (pixels, valid)]
        for turns, mirrored in VIEWS[tta]:
            image, known = on_device
            if mirrored:
                image, known = flipped(image, self._aspect), known.flip(-1)
            image = quarter_turned(image, turns, self._aspect)
            known = quarter_turned(known, turns, None)
            answer = self._calibration.probability(self.network(self._normalised(image, known)).float())
            answer = quarter_turned(answer, -turns, None)
            yield answer.flip(-1) if mirrored else answer

    def _normalised(self, pixels: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
        images = (pixels - self._mean).div_(self._std)
        if not valid.all():
            images *= valid[:, None]
        return images.to(self._dtype)  # brought into the weights' order, channels last, by the first convolution

    def _room(self, pixels: NDArray[np.float32]) -> int:
        """How many of the tiles the memory holds at once; of a graphics card's, that shows when they are run."""
        return self._footprints.fit(pixels[0, 0].size) if self.device.id == "cpu" else len(pixels)

    def _run(
        self, pixels: NDArray[np.float32], valid: NDArray[np.bool_], tta: str, check: Callable[[], None]
    ) -> NDArray[np.float32]:
        """All tiles at once: as a batch, or on a processor side by side."""
        started = time.perf_counter()
        if self.device.id != "cpu":
            result = self._forward(pixels, valid, tta, check)
        elif len(pixels) > 1:
            tiles = [slice(tile, tile + 1) for tile in range(len(pixels))]
            result = np.concatenate(
                self._lanes.run(lambda tile: self._forward(pixels[tile], valid[tile], tta, check), tiles)
            )
        else:
            result = self._footprints.measure(pixels[0, 0].size, lambda: self._forward(pixels, valid, tta, check))
        self.forward_seconds += time.perf_counter() - started
        return result

    def _forward(
        self, pixels: NDArray[np.float32], valid: NDArray[np.bool_], tta: str, check: Callable[[], None]
    ) -> NDArray[np.float32]:
        with torch.inference_mode():
            views = []
            for view in self.views(pixels, valid, tta):
                check()
                views.append(view)
            return (torch.stack(views).mean(0) if len(views) > 1 else views[0])[:, 0].cpu().numpy()


def is_out_of_memory(error: Exception) -> bool:
    """Torch has a class for a GPU that is full; Apple's, cuBLAS, cuDNN, oneDNN and CPUs only say so in words."""
    return isinstance(error, torch.OutOfMemoryError) or any(part in str(error).lower() for part in _OUT_OF_MEMORY)


def too_large_message(device: Device) -> InputError:
    """The sentence for a machine that cannot run even the smallest tile."""
    return InputError(
        f"{device.name} has not enough free memory for this model: close other programs, or choose a smaller model."
    )
