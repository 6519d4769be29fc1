"""Single steps of a training: short memory, pixels that nobody labelled, number formats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.device import Device
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.losses import build_loss
from landslide_plugin.engine.training.plan import plan_training
from landslide_plugin.engine.training.stepping import DivergedError, Stepper


class Small(nn.Module):
    """A network that fits two crops at most, and says so as a full graphics card does."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.layer = nn.Conv2d(3, 1, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if len(x) > self.most:
            raise torch.OutOfMemoryError("Allocation of much memory failed")
        logits = self.layer(x)
        self.seen = logits.dtype
        return logits


class Averaging(Small):
    """Normalises the mean over each crop, as a pyramid of averages does."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.norm = nn.BatchNorm2d(1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        logits = super().forward(x)
        return logits + self.norm(logits.mean((2, 3), keepdim=True))


def one_step(
    config: Path, most: int, precision: str = "fp32", kind: type[Small] = Small, **wishes: int
) -> tuple[Stepper, nn.Module]:
    torch.manual_seed(1)
    network = kind(most)
    optimiser = torch.optim.SGD(network.parameters(), 0.1)
    asked = replace(read_config(config), precision=precision, **wishes)
    stepper = Stepper(network, build_loss("bce"), optimiser, asked, Device("cpu", "CPU", 1))
    rng = np.random.default_rng(0)
    images = torch.from_numpy(rng.random((8, 3, 16, 16), np.float32))
    truth = torch.from_numpy((rng.random((8, 2, 16, 16)) < [[[[0.3]], [[0.6]]]]).astype(np.float32))
    stepper.loss = stepper.step(images, truth, 0)
    return stepper, network


def test_where_memory_is_short_the_batch_is_halved_and_the_step_stays(config) -> None:
    ample, expected = one_step(config, 8)
    short, network = one_step(config, 2)
    assert (ample.micro_batch, short.micro_batch) == (8, 2)
    assert short.loss == pytest.approx(ample.loss, rel=1e-5)
    assert torch.allclose(network.layer.weight, expected.layer.weight, atol=1e-6)
    with pytest.raises(InputError, match="not enough free memory"):
        one_step(config, 0)


def test_the_crops_of_a_mosaic_count_as_crops(config) -> None:
    asked = replace(read_config(config), micro_batch=4)  # of eight
    network = Small(1)  # does not fit two mosaics
    stepper = Stepper(
        network, build_loss("bce"), torch.optim.SGD(network.parameters(), 0.1), asked, Device("cpu", "CPU", 1)
    )
    stepper.step(torch.rand(2, 3, 32, 32), torch.ones(2, 2, 32, 32), 0)
    assert stepper.micro_batch == 4, "it was not short of memory"


def test_a_network_that_averages_over_crops_is_never_shown_one_alone(config) -> None:
    assert one_step(config, 2, kind=Averaging)[0].micro_batch == 2
    with pytest.raises(InputError, match="not enough free memory"):
        one_step(config, 1, kind=Averaging)
    for micro_batch in (1, 7):
        with pytest.raises(InputError, match="cannot learn from one alone: choose a batch_size of 2 or more"):
            one_step(config, 8, kind=Averaging, micro_batch=micro_batch)


@pytest.mark.parametrize("network", ["pspnet", "deeplabv3plus"])
def test_networks_that_average_over_crops_say_so(config, network) -> None:
    text = config.read_text().replace("da-unet", network).replace("arguments = { width = 8 }\n", "")
    config.write_text(text.replace("batch_size = 8", "batch_size = 1"))
    with pytest.raises(InputError, match="cannot learn from one alone"):
        plan_training(config, "cpu", JobContext())


def test_pixels_that_nobody_labelled_teach_nothing(config) -> None:
    torch.manual_seed(0)
    network = Small(8)
    optimiser = torch.optim.SGD(network.parameters(), 0.1)
    stepper = Stepper(network, build_loss("bce+dice"), optimiser, read_config(config), Device("cpu", "CPU", 1))
    before = network.layer.weight.clone()
    images, truth = torch.rand(4, 3, 16, 16), torch.zeros(4, 2, 16, 16)
    truth[:, 0] = 1
    stepper.step(images, truth, 0)
    assert torch.equal(network.layer.weight, before)
    truth[:, 1] = 1
    stepper.step(images, truth, 0)
    assert not torch.equal(network.layer.weight, before)


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_the_number_format_is_as_asked(config, precision) -> None:
    stepper, network = one_step(config, 8, precision)
    assert stepper.precision == precision
    assert network.seen == {"fp32": torch.float32, "bf16": torch.bfloat16}[precision]
    assert network.layer.weight.dtype == torch.float32
    with pytest.raises(InputError, match="not run in fp16"):
        one_step(config, 8, "fp16")


def test_a_step_that_is_no_number_changes_no_weight(config) -> None:
    torch.manual_seed(0)
    network = Small(8)
    before = network.layer.weight.clone()
    optimiser = torch.optim.SGD(network.parameters(), 0.1)
    stepper = Stepper(network, build_loss("bce"), optimiser, read_config(config), Device("cpu", "CPU", 1))
    with pytest.raises(DivergedError):
        stepper.step(torch.full((2, 3, 8, 8), float("inf")), torch.ones(2, 2, 8, 8), 0)
    assert torch.equal(network.layer.weight, before)
