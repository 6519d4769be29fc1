"""Two processes that `torchrun` starts train as one: the same weights on both, one result, files from the first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import nn

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.device import Device
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.losses import build_loss
from landslide_plugin.engine.training.run import train
from landslide_plugin.engine.training.stepping import Stepper
from landslide_plugin.engine.training.team import Team

ROOT = Path(__file__).resolve().parents[2]
MEMBER = """
import sys
from pathlib import Path
import torch
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training import run, trainer

class Witness(trainer.Trainer):
    def run(self, context):
        super().run(context)
        folder = Path(sys.argv[2])
        state = {"network": self._network.state_dict(), "best": self.averaged.module.state_dict()}
        torch.save({**state, "history": self.history.to_state()}, folder / f"rank{self._team.rank}.pt")

run.Trainer = Witness
run.train(Path(sys.argv[1]), False, "cpu", JobContext())
"""


def torchrun(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", *arguments]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=300)


def shorten(config: Path, head: str = "") -> None:
    text = config.read_text().replace("epochs = 3", "epochs = 1").replace("epochs = 5", "epochs = 4")
    config.write_text('precision = "fp32"\n' + head + text)


def test_two_processes_train_one_model(config: Path) -> None:
    shorten(config)
    alone = train(config, False, "cpu", JobContext())["metrics"]["held-out"]["iou"]
    for left in config.parent.glob("small.*"):
        if left != config:
            left.unlink()
    ended = torchrun("-m", "landslide_plugin.engine", "train", "--config", str(config), "--device", "cpu", "--json")
    assert ended.returncode == 0, ended.stderr
    (line,) = ended.stdout.strip().splitlines()  # one of the two tells
    result = json.loads(line)
    assert result["processes"] == 2
    assert result["metrics"]["held-out"]["iou"] == pytest.approx(alone, abs=0.15)
    assert result["metrics"]["held-out"]["iou"] > 0.6
    assert {path.name for path in config.parent.glob("small.*")} == {
        "small.toml", "small.safetensors", "small.history.csv", "small.strip.png",
    }  # fmt: skip


def test_both_processes_hold_the_same_weights_also_after_the_encoder_is_freed(config: Path) -> None:
    shorten(config, "freeze_encoder_epochs = 1\nmicro_batch = 3\nhard_mining = 0.5\n")
    script = config.with_name("member.py")
    script.write_text(MEMBER)
    ended = torchrun(str(script), str(config), str(config.parent))
    assert ended.returncode == 0, ended.stderr
    first, second = (torch.load(config.with_name(f"rank{rank}.pt"), weights_only=True) for rank in (0, 1))
    for part in ("network", "best"):
        assert all(torch.equal(value, second[part][name]) for name, value in first[part].items()), part
    assert first["history"] == second["history"]
    assert first["history"][0]["loss"] > first["history"][-1]["loss"] > 0


def test_a_batch_is_shared_without_a_rest() -> None:
    parts = [Team(rank, 3).part(8) for rank in range(3)]
    assert [number for part in parts for number in part] == list(range(8))
    assert all(parts)
    with pytest.raises(InputError, match="A batch of 2 cannot be shared by 3 processes"):
        Team(0, 3).part(2)


class Greedy(nn.Conv2d):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise torch.OutOfMemoryError("Allocation of much memory failed")


def test_in_a_team_the_memory_is_asked_for_in_the_configuration(config: Path) -> None:
    class Pair(Team):
        def sum(self, value: float, device: str) -> float:
            return 2 * value

    network = Greedy(3, 1, 1)
    optimiser = torch.optim.SGD(network.parameters(), 0.1)
    device = Device("cpu", "CPU", 1)
    stepper = Stepper(network, build_loss("bce"), optimiser, read_config(config), device, Pair(0, 2))
    with pytest.raises(InputError, match="does not hold 4 crops at once: set micro_batch = 2 or less"):
        stepper.step(torch.rand(4, 3, 8, 8), torch.ones(4, 2, 8, 8), 0)
