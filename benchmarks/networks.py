"""Size, work and speed of every network: one table.

    .venv/engine/bin/python benchmarks/networks.py [--networks da-unet,l-net] [--output docs/networks.md]

Each network is measured with its compact defaults and, where these are narrower, at its published size. In a file that
has the two marks below, the table goes between them and the rest stays; else the file holds the table alone.

Everything runs in one thread and what is taken is its processor time: on an idle core that is the time on the clock,
and on a busy machine it counts what the network does and not what it waits for.
"""

from __future__ import annotations

import gc
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name
from torch.utils.flop_counter import FlopCounterMode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import models
from benchmarks.published import PRINTED_COSTS, PUBLISHED_ARGUMENTS
from landslide_plugin.common.zoo import find_model
from models.registry import ARCHITECTURES

BEGIN, END = "<!-- measured by benchmarks/networks.py -->", "<!-- end of what was measured -->"
BANDS = 3
TRAINING_SIZE, TRAINING_BATCH = 256, 2
ENOUGH = 1.5  # seconds spent on measuring one speed after the warm-up; a slower run needs no warm-up and no other run
MOST_RUNS = 5


@dataclass(frozen=True)
class Variant:
    """A network with the arguments that give it one of its sizes."""

    name: str
    architecture: str
    arguments: dict[str, object]
    size: str
    printed: str = ""


@dataclass(frozen=True)
class Cost:
    """What was measured of a variant.

    Args:
        parameters: trainable weights.
        flop: of one forward pass; a multiplication and its addition count as two.
        forward: processor seconds per tile.
        training: tiles per processor second.
    """

    parameters: int
    flop: int
    forward: float
    training: float


def variants(names: list[str] | None, which: str) -> list[Variant]:
    """The variants of the named networks, or of all and the shipped model.

    Args:
        names: of the registry; None = all.
        which: `compact`, `published` or `both`.
    """
    unknown = sorted(set(names or ()) - set(ARCHITECTURES))
    if unknown:
        raise click.UsageError(f"There is no network named {', '.join(unknown)}; known are {', '.join(ARCHITECTURES)}.")
    found = []
    if names is None and which != "published":
        card = find_model("default").card
        found.append(Variant("`default` as shipped", card.architecture, card.arguments, "compact"))
    for name in names or ARCHITECTURES:
        wider, printed = PUBLISHED_ARGUMENTS.get(name), PRINTED_COSTS.get(name, "")
        title = f"`{name}`"
        if wider is None:
            found.append(Variant(title, name, {}, "compact = published", printed))
            continue
        if which != "published":
            found.append(Variant(title, name, {}, "compact"))
        if which != "compact":
            found.append(Variant(title, name, wider, "published", printed))
    return found


def measure(variant: Variant, size: int) -> Cost:
    """Builds, measures and forgets a network.

    Args:
        variant: what to build.
        size: side of the tile of the forward pass, pixels.
    """
    torch.manual_seed(0)
    network = models.build(variant.architecture, in_channels=BANDS, **variant.arguments)
    network = network.to(memory_format=torch.channels_last).eval()
    tile = torch.rand(1, BANDS, size, size).contiguous(memory_format=torch.channels_last)
    with torch.no_grad():
        with FlopCounterMode(display=False) as counter:
            first = _once(lambda: network(tile))
        forward = _settled(lambda: network(tile), first)
    parameters = sum(weight.numel() for weight in network.parameters())
    return Cost(parameters, counter.get_total_flops(), forward, _training_rate(network))


def _training_rate(network: torch.nn.Module) -> float:
    network.train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-4)
    shape = (TRAINING_BATCH, BANDS, TRAINING_SIZE, TRAINING_SIZE)
    tiles = torch.rand(shape).contiguous(memory_format=torch.channels_last)
    truth = (tiles[:, :1] > 0.9).float()

    def step() -> None:
        optimiser.zero_grad()
        F.binary_cross_entropy_with_logits(network(tiles), truth).backward()
        optimiser.step()

    return TRAINING_BATCH / _settled(step, _once(step))


def _once(call: Callable[[], object]) -> float:
    """Processor seconds of one run."""
    started = time.process_time()
    call()
    return time.process_time() - started


def _settled(call: Callable[[], object], first: float) -> float:
    """Median of a few runs after the first one, or the first where it took long enough to be taken itself."""
    if first > ENOUGH:
        return first
    taken: list[float] = []
    while sum(taken) < ENOUGH and len(taken) < MOST_RUNS:
        taken.append(_once(call))
    return statistics.median(taken)


def row(variant: Variant, cost: Cost) -> str:
    """One line of the table."""
    arguments = ", ".join(f"{key} = {value}" for key, value in variant.arguments.items()) or "defaults"
    cells = (
        variant.name, variant.size, arguments, f"{cost.parameters / 1e6:.2f}", f"{cost.flop / 1e9:.1f}",
        f"{cost.forward * 1e3:.0f}", f"{cost.training:.2f}", variant.printed,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def header(size: int) -> str:
    """The heads of the columns."""
    heads = (
        "network", "size", "arguments", "parameters, M", f"GFLOP at {size} px", f"forward at {size} px, ms",
        "training, tiles/s", "printed by its paper",
    )  # fmt: skip
    return f"| {' | '.join(heads)} |\n|{'---|' * 3}{'---:|' * 4}---|"


def machine() -> str:
    """The computer in one line."""
    cpu = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line.split(":")[1].strip() for line in information.read_text().splitlines() if "model name" in line]
        cpu = names[0] if names else cpu
    return (
        f"{cpu}, {os.cpu_count()} cores, {torch.backends.cpu.get_cpu_capability()}; torch {torch.__version__}, fp32, "
        f"one thread; load average {os.getloadavg()[0]:.1f}."
    )


def around_the_table(file: Path) -> tuple[str, str]:
    """What a file holds before and after the table.

    Raises:
        click.UsageError: the file is there and has no marks between which the table could go.
    """
    if not file.exists():
        return "", "\n"
    text = file.read_text()
    if not (BEGIN in text and END in text):
        raise click.UsageError(f"{file} has no marks between which the table could go: name another file.")
    return text.split(BEGIN)[0], text.split(END)[1]


@click.command()
@click.option("--networks", help="Names of the registry, separated by commas; all and the shipped model if left out.")
@click.option("--size", default=512, show_default=True, help="Side of the tile of the forward pass.")
@click.option("--published", "which", flag_value="published", help="Published sizes only.")
@click.option("--compact", "which", flag_value="compact", help="Compact defaults only.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Markdown file for the table.")
def main(networks: str | None, size: int, which: str | None, output: Path | None) -> None:
    """Prints one row after the other."""
    chosen = variants(networks.split(",") if networks else None, which or "both")
    before, after = around_the_table(output) if output else ("", "")
    torch.set_num_threads(1)
    lines = [f"Measured on {machine()}", "", header(size)]
    print("\n".join(lines), flush=True)
    for variant in chosen:
        lines.append(row(variant, measure(variant, size)))
        print(lines[-1], flush=True)
        gc.collect()
    if output:
        output.write_text("\n".join([before + BEGIN, *lines, END + after]))


if __name__ == "__main__":
    main()
