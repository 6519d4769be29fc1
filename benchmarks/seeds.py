"""What the papers' networks gain over the plain U-Net of the same width, over several seeds: chance told from gain.

    OMP_NUM_THREADS=1 .venv/engine/bin/python benchmarks/seeds.py [--seeds 0,1,2] [--report seeds.md]

Trains each configuration with each seed and prints, for each network, the mean over the seeds and its standard
deviation, and the mean of the differences to the first network seed by seed. One model file for each training stays in
`--work`; a second call goes on where the first was interrupted, also in the middle of a training, so that several
calls with other seeds or other configurations may share the work. What is not trained yet and is not to be
(`--only-report`) is left out.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from landslide_plugin.common.model_card import read_card
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.run import train

ROOT = Path(__file__).resolve().parents[1]
CONFIGS = [ROOT / "zoo/short" / f"{name}.toml" for name in ("unet", "da-unet", "l-net", "unet-plus-plus-contextual")]
FIGURES = [("bijie-landslide-18-19", "iou"), ("bijie-landslide-18-19", "miou"), ("hrgldd-160-199", "iou"),
           ("bijie-landslide-free-18-19", "called_landslide")]  # fmt: skip
HEADER = ["network", "seeds", "IoU, landslide tiles", "gain", "mIoU", "IoU, HR-GLDD", "gain", "landslide-free called"]

Runs = dict[int, dict[str, dict[str, float]]]
"""Metrics by validation set, by seed."""


class Report(JobContext):
    """One line for each epoch."""

    def log(self, text: str) -> None:
        """Prints."""
        click.echo(f"  {text}")


def trained(config: Path, seed: int, work: Path, device: str, only_report: bool) -> Path | None:
    """The model of one training, which is made, or brought to its end, where there is none."""
    file = work / f"{config.stem}-{seed}.toml"
    model = file.with_suffix(".safetensors")
    if not model.exists() and not only_report:
        click.echo(f"{config.stem}, seed {seed}")
        file.write_text(
            f"base = {json.dumps(str(config.resolve()))}\nseed = {seed}\noutput = {json.dumps(model.name)}\n"
        )
        train(file, file.with_suffix(".checkpoint").exists(), device, Report())
    return model if model.exists() else None


def spread(values: list[float], sign: str = "") -> str:
    """Mean and standard deviation."""
    deviation = f" ± {statistics.stdev(values):.3f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):{sign}.3f}{deviation}"


def gains(runs: Runs, plain: Runs, figure: tuple[str, str]) -> str:
    """Mean and standard deviation of the differences, seed by seed."""
    name, metric = figure
    differences = [runs[seed][name][metric] - plain[seed][name][metric] for seed in runs if seed in plain]
    return spread(differences, "+") if differences else ""


def row(name: str, runs: Runs, plain: Runs) -> str:
    """One network."""
    tiles, miou, elsewhere, free = ([run[set_][metric] for run in runs.values()] for set_, metric in FIGURES)
    gained = [gains(runs, plain, figure) if runs is not plain else "" for figure in (FIGURES[0], FIGURES[2])]
    cells = [f"`{name}`", str(len(runs)), spread(tiles), gained[0], spread(miou), spread(elsewhere), gained[1],
             f"{statistics.mean(free):.2%}"]  # fmt: skip
    return f"| {' | '.join(cells)} |"


@click.command()
@click.argument("configs", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seeds", default="0,1,2", show_default=True)
@click.option("--work", type=click.Path(path_type=Path), default=Path("build/seeds"), show_default=True)
@click.option("--device", default="auto", show_default=True)
@click.option("--only-report", is_flag=True, help="Trains nothing.")
@click.option("--report", type=click.Path(path_type=Path), help="Markdown file to write the table to.")
def main(
    configs: tuple[Path, ...], seeds: str, work: Path, device: str, only_report: bool, report: Path | None
) -> None:
    """Trains what is missing, then prints the table."""
    work.mkdir(parents=True, exist_ok=True)
    runs: dict[str, Runs] = {}
    for seed in map(int, seeds.split(",")):
        for config in configs or CONFIGS:
            model = trained(config, seed, work, device, only_report)
            if model is not None:
                runs.setdefault(config.stem, {})[seed] = read_card(model).metrics
    plain = next(iter(runs.values()), {})
    text = "\n".join(
        [f"| {' | '.join(HEADER)} |", "|---|" + "---:|" * (len(HEADER) - 1)]
        + [row(name, found, plain) for name, found in runs.items()]
    )
    click.echo(text)
    if report:
        report.write_text(text + "\n")


if __name__ == "__main__":
    main()
