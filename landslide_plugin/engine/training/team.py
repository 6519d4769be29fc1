"""Several processes that learn as one: what `torchrun` starts, one process for each graphics card."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.device import Device, choose_device

_LONGEST_WAIT = timedelta(hours=6)  # while the first process validates, the others wait


@dataclass(frozen=True)
class Team:
    """The processes of a training; alone unless `torchrun` has started this one.

    All of them hold the same weights and draw the same places; each learns from its own part of every batch, and the
    gradients are averaged. Only the first one measures and writes files.

    Args:
        rank: of this process, from 0.
        size: how many processes there are.
    """

    rank: int = 0
    size: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this process is the one that measures, tells and writes."""
        return self.rank == 0

    def part(self, count: int) -> range:
        """Which of the crops of a batch of that many are this process's.

        Raises:
            InputError: there are not enough of them.
        """
        if count < self.size:
            raise InputError(
                f"A batch of {count} cannot be shared by {self.size} processes: raise batch_size, or start fewer."
            )
        return range(count * self.rank // self.size, count * (self.rank + 1) // self.size)

    def wrap(self, network: nn.Module) -> nn.Module:
        """The network with gradients that are averaged over the team; alone, the network itself.

        The parts that learn and those that are frozen must not change as long as it is used.
        """
        if self.size == 1:
            return network
        # What batch norms have seen is made the same by `align`, once an epoch.
        return DistributedDataParallel(network, broadcast_buffers=False)

    def without_exchange(self, network: nn.Module) -> AbstractContextManager[None]:
        """Gradients that add up within stay with this process, until the next pass outside of it."""
        return network.no_sync() if isinstance(network, DistributedDataParallel) else nullcontext()

    def align(self, *networks: nn.Module) -> None:
        """Gives all processes the statistics of batch normalisation that the first one has gathered."""
        if self.size > 1:
            for buffer in (buffer for network in networks for buffer in network.buffers()):
                distributed.broadcast(buffer, 0)

    def sum(self, value: float, device: str) -> float:
        """A number, summed over the team; every process must ask."""
        if self.size == 1:
            return value
        total = torch.tensor(value, device=device, dtype=torch.float32)
        distributed.all_reduce(total)
        return float(total)

    def anyone(self, wish: bool, device: str) -> bool:
        """Whether it is true for any process; every process must ask."""
        return self.sum(float(wish), device) > 0

    def share(self, value: Any) -> Any:
        """What the first process has, for all of them; the others' own value does not matter."""
        if self.size == 1:
            return value
        box = [value]
        distributed.broadcast_object_list(box, 0)
        return box[0]


@contextmanager
def join_team(wanted_device: str) -> Iterator[tuple[Team, Device, str]]:
    """Joins the processes that `torchrun` has started, and leaves them at the end; alone where it has not.

    Args:
        wanted_device: as for `choose_device`; `auto` and `cuda` become the graphics card of this process.

    Yields:
        The team, this process's device, and why that one.

    Raises:
        InputError: there is no such device.
    """
    if not distributed.is_torchelastic_launched():
        yield Team(), *choose_device(wanted_device)
        return
    on_gpu = torch.cuda.is_available() and wanted_device in ("auto", "cuda")
    device, reason = choose_device(f"cuda:{os.environ['LOCAL_RANK']}" if on_gpu else wanted_device)
    if on_gpu:
        torch.cuda.set_device(device.id)
    distributed.init_process_group("nccl" if on_gpu else "gloo", timeout=_LONGEST_WAIT)
    try:
        yield Team(distributed.get_rank(), distributed.get_world_size()), device, reason
    finally:
        distributed.destroy_process_group()
