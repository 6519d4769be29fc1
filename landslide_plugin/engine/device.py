"""Which device and number format a network runs on, and why: never a guess, always said."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from typing import Any

import psutil
import torch

from landslide_plugin.common.errors import InputError

PRECISION_DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


@dataclass(frozen=True)
class Device:
    """A device that exists here.

    Args:
        id: torch's name, `cpu`, `cuda:0`, `mps`.
        name: what a person calls it.
        memory_gb: its memory, GiB; the machine's for the CPU.
    """

    id: str
    name: str
    memory_gb: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready copy."""
        return {"id": self.id, "name": self.name, "memory_gb": round(self.memory_gb, 1)}


def available_devices() -> list[Device]:
    """Every device that torch can use here, the fastest first; the CPU is always the last."""
    devices = []
    for index in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        properties = torch.cuda.get_device_properties(index)
        devices.append(Device(f"cuda:{index}", properties.name, properties.total_memory / 2**30))
    if torch.backends.mps.is_available():
        devices.append(Device("mps", "Apple GPU", psutil.virtual_memory().total / 2**30))
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    processor = platform.processor() or platform.machine() or "CPU"
    devices.append(Device("cpu", f"CPU ({processor}, {cores} cores)", psutil.virtual_memory().total / 2**30))
    return devices


def choose_device(wanted: str = "auto") -> tuple[Device, str]:
    """The device to run on and the reason, one sentence.

    Raises:
        InputError: the wanted device does not exist here; the message names those that do.
    """
    devices = available_devices()
    if wanted == "auto":
        best = devices[0]
        return best, f"{best.name}, the fastest device here." if best.id != "cpu" else f"CPU, because {_why_no_gpu()}."
    for device in devices:
        if device.id == wanted or device.id.split(":")[0] == wanted:
            return device, f"{device.name}, as chosen."
    raise InputError(
        f"There is no device '{wanted}' here ({_why_no_gpu()}); choose one of {', '.join(d.id for d in devices)}."
    )


def _why_no_gpu() -> str:
    if torch.cuda.is_available() or torch.backends.mps.is_available():
        return "it was not found among the devices of this machine"
    if torch.version.cuda is None and torch.version.hip is None and platform.system() != "Darwin":
        return "the installed torch is the CPU build"
    return "torch found no usable graphics card or driver"


def choose_precision(wanted: str, device: Device) -> str:
    """The number format: what the device computes fast in hardware, fp32 where it has nothing better.

    Processors gain from bf16 only with AVX-512 BF16 or AMX instructions; without them it is emulated and slower.
    """
    if wanted != "auto":
        return wanted
    kind = device.id.split(":")[0]
    if kind == "cuda":
        capability = torch.cuda.get_device_capability(device.id)
        return "bf16" if capability >= (8, 0) else "fp16" if capability >= (7, 0) else "fp32"
    if kind == "mps":
        return "fp16"
    native = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()  # torch offers no public name
    return "bf16" if native else "fp32"


def peak_memory_mb() -> float:
    """The largest resident memory of this process so far, MiB."""
    try:
        import resource  # not on Windows
    except ImportError:
        return psutil.Process().memory_info().peak_wset / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if platform.system() == "Darwin" else 2**10)
