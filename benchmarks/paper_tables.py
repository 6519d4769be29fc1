"""The papers' tables again: trains networks with losses on a folder of tiles and prints ours beside theirs.

    .venv/engine/bin/python benchmarks/paper_tables.py --data ../shared/data/bijie --epochs 20
    .venv/engine/bin/python benchmarks/paper_tables.py --data TILES --networks unet,da-unet --losses bce,dice

The folder holds `images/` and `masks/` of the same names. An `index.csv` with the columns `name` and `block`, where
there is one, keeps the blocks of `--validation-blocks` apart; else a fifth of the tiles is held back at random. Tiles
are resized to `--size` as in the U-Net++ paper. Each pair of network and loss is one training that leaves a model file
in `--work`; a second call goes on where the first was interrupted, also in the middle of a training.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.published import TABLES, Row, Table
from landslide_plugin.common.model_card import read_card
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.config import DATA_VARIABLE
from landslide_plugin.engine.training.run import train

NAMES = {"iou": "landslide IoU", "miou": "mIoU", "auc": "AUC", "f1": "F1"}


class Report(JobContext):
    """One line for each epoch."""

    def log(self, text: str) -> None:
        """Prints."""
        print(f"  {text}", flush=True)


def configuration(
    network: str, loss: str, data: Path, match: str, blocks: list[int] | None, options: dict[str, object]
) -> str:
    """The TOML text of one training."""
    lines = {
        "preset": "fast", "name": f"{network} {loss}", "title": f"{network}, {loss}", "architecture": network,
        "output": f"{network}-{loss.replace('+', '-and-')}.safetensors", "loss": loss, "tile_size": options["size"],
        "learning_rate": options["learning_rate"], "batch_size": 8, "seed": options["seed"],
        "augmentations": ["rotate90", "flip", "colour"], "validation_share": 0.2, "threshold": 0.5,
    }  # fmt: skip
    text = [f"{key} = {json.dumps(value)}" for key, value in lines.items()]
    if options["width"]:
        text.append(f"arguments = {{ width = {options['width']} }}")
    text.append(f"\n[[stages]]\nepochs = {options['epochs']}\ncrop = {options['size']}\nwhole = true\n")
    source = f'images = "images"\nmasks = "masks"\nmatch = {json.dumps(match)}\n'
    if blocks is None:
        return "\n".join([*text, f"[[fit]]\n{source}"])
    every = {int(line.split(",")[-1]) for line in (data / "index.csv").read_text().splitlines()[1:]}
    for head, chosen in (("[[fit]]", sorted(every - set(blocks))), ("[validation.blocks]", blocks)):
        text.append(f'{head}\n{source}index = "index.csv"\nblocks = {json.dumps(chosen)}\n')
    return "\n".join(text)


def table_text(table: Table, measured: dict[tuple[str, str], dict[str, float]]) -> str:
    """One of the papers' tables as Markdown, theirs / ours."""

    def cell(row: Row, metric: str) -> str:
        ours = measured.get((row.network, row.loss), {}).get(metric)
        return f"{row.values[metric]:.3f} / {'-' if ours is None else f'{ours:.3f}'}"

    head = ["network", "loss", *(NAMES.get(metric, metric) for metric in table.metrics)]
    lines = [f"### {table.title}", "", f"Theirs: {table.data}. Each cell: theirs / ours.", ""]
    lines += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += [
        "| " + " | ".join([row.label, row.loss, *(cell(row, metric) for metric in table.metrics)]) + " |"
        for row in table.rows
    ]
    return "\n".join(lines)


@click.command()
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--networks", help="Names of the registry, separated by commas; all of the papers' tables if left out.")
@click.option("--losses", help="Train every network with each of these, instead of the losses of the tables.")
@click.option("--epochs", default=20, show_default=True)
@click.option("--size", default=128, show_default=True, help="Side that tiles are resized to.")
@click.option("--width", type=int, help="Channels of the first level; the compact default of each network if left out.")
@click.option("--learning-rate", default=1e-3, show_default=True)
@click.option("--match", default="(?!nls_).*", show_default=True, help="Tiles to take; all but `nls_*` if left out.")
@click.option("--validation-blocks", default="18,19", show_default=True, help="Blocks of index.csv to validate on.")
@click.option("--seed", default=0, show_default=True)
@click.option("--device", default="auto", show_default=True)
@click.option("--work", type=click.Path(path_type=Path), default=Path("build/paper_tables"), show_default=True)
@click.option("--report", type=click.Path(path_type=Path), help="Markdown file to write the tables to.")
def main(**options: object) -> None:
    """Trains what is missing, then prints the tables."""
    data, work = options["data"].resolve(), options["work"].resolve()
    wanted = options["networks"].split(",") if options["networks"] else None
    pairs = {(row.network, row.loss) for table in TABLES for row in table.rows}
    if options["losses"]:
        pairs = {(network, loss) for network, _ in pairs for loss in options["losses"].split(",")}
    pairs = sorted(pair for pair in pairs if wanted is None or pair[0] in wanted)
    blocks = None
    if (data / "index.csv").exists():
        blocks = [int(block) for block in options["validation_blocks"].split(",")]
    os.environ[DATA_VARIABLE] = str(data)
    work.mkdir(parents=True, exist_ok=True)
    measured: dict[tuple[str, str], dict[str, float]] = {}
    for network, loss in pairs:
        config = work / f"{network}-{loss.replace('+', '-and-')}.toml"
        model = config.with_suffix(".safetensors")
        text = configuration(network, loss, data, options["match"], blocks, options)
        if not config.exists() or config.read_text() != text:
            for old in (model, config.with_suffix(".checkpoint")):
                old.unlink(missing_ok=True)
            config.write_text(text)
        if not model.exists():
            print(f"{network}, {loss}", flush=True)
            train(config, config.with_suffix(".checkpoint").exists(), options["device"], Report())
        (measured[network, loss],) = read_card(model).metrics.values()
    text = "\n\n".join(table_text(table, measured) for table in TABLES)
    print(text)
    if options["report"]:
        options["report"].write_text(text + "\n")


if __name__ == "__main__":
    main()
