"""Whether the windows that `suggest` chooses teach a model more than windows drawn at random.

    .venv/engine/bin/python benchmarks/label_next.py
    .venv/engine/bin/python benchmarks/label_next.py --windows 6 --draws 3 --epochs 8 --seed 1 --json

A small network learns from a few random windows of a generated scene. Then as many again are labelled, once those that
the job chooses with that model, and several times random ones; the model is trained on with the old and the new ones
together, each time with the same recipe and seed, and measured on another scene, which nothing has seen. A third one
chooses the best epoch and the threshold.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path

import click
import fiona
import numpy as np
import rasterio
import shapely
from rasterio.crs import CRS

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.raster.cells import Cells
from landslide_plugin.engine.raster.source import RasterSource
from landslide_plugin.engine.sample_scene import generate, write

LEARNED, VALIDATED, MEASURED = 40, 41, 42  # seeds of the scenes
GSD = 0.8


def write_polygons(file: Path, polygons: list[shapely.Geometry], crs: CRS) -> None:
    """Writes polygons as a GeoPackage."""
    schema = {"geometry": "Unknown", "properties": {}}
    with fiona.open(file, "w", driver="GPKG", schema=schema, crs=crs.to_wkt()) as layer:
        layer.writerecords([{"geometry": shapely.geometry.mapping(one), "properties": {}} for one in polygons])


def write_tile(scene: dict[str, Path], folder: Path) -> None:
    """A scene and its truth as a validation tile."""
    for kind, source in (("images", scene["image"]), ("masks", scene["truth"])):
        (folder / kind).mkdir(parents=True)
        with rasterio.open(source) as raster:
            pixels = raster.read() * (255 if kind == "masks" else 1)
        profile = {"driver": "PNG", "dtype": "uint8", "width": pixels.shape[2], "height": pixels.shape[1]}
        with rasterio.open(folder / kind / "scene.png", "w", count=len(pixels), **profile) as tile:
            tile.write(pixels.astype("uint8"))


class Bench:
    """The scenes, and what is measured on them.

    Args:
        folder: to work in.
        size: side of the scenes, pixels.
        recipe: of the trainings, TOML.
    """

    def __init__(self, folder: Path, size: int, recipe: str) -> None:
        self._folder, self._recipe = folder, recipe
        self.scene, validated, self._measured = (
            write(generate(seed, size, GSD), folder / str(seed)) for seed in (LEARNED, VALIDATED, MEASURED)
        )
        write_tile(validated, folder / "validation")
        with fiona.open(self.scene["truth_polygons"]) as layer:
            self._crs = CRS.from_wkt(layer.crs_wkt)
            self._truth = [shapely.geometry.shape(feature.geometry) for feature in layer]

    def grid(self, side: int) -> list[shapely.Geometry]:
        """All windows of the scene that is learned from."""
        with RasterSource(str(self.scene["image"])) as source:
            return list(Cells.over(source.grid(), side).outlines())

    def suggest(self, model: Path, labelled: Path, count: int, side: int) -> list[shapely.Geometry]:
        """Windows outside of what is labelled, the best first."""
        wishes = {"raster": str(self.scene["image"]), "model": str(model), "count": count, "side": side}
        windows = run_job("suggest", {**wishes, "areas": str(labelled), "most": count}, JobContext())["windows"]
        return [shapely.from_wkt(window["geometry_wkt"]) for window in windows]

    def learn(self, name: str, windows: list[shapely.Geometry], start: str) -> dict[str, float]:
        """IoU of a model that learns from nothing but these windows, and what is in them.

        Args:
            name: of the model.
            windows: that are labelled.
            start: what it starts from, TOML.
        """
        area = shapely.union_all(windows)
        labels = [part for part in (shapely.intersection(one, area) for one in self._truth) if part.area]
        write_polygons(self.areas(name), windows, self._crs)
        write_polygons(self._folder / f"{name}_labels.gpkg", labels, self._crs)
        config = self._folder / f"{name}.toml"
        config.write_text(
            f'name = "{name}"\ntitle = "{name}"\noutput = "{name}.safetensors"\n'
            f"{start}\n{self._recipe}"
            f'[[maps]]\nraster = "{LEARNED}/{self.scene["image"].name}"\nlabels = "{name}_labels.gpkg"\n'
            f'areas = "{name}_areas.gpkg"\nper_epoch = 64\n'
            '[validation.scene]\nimages = "validation/images"\nmasks = "validation/masks"\n'
        )
        run_job("train", {"config": str(config)}, JobContext())
        share = sum(one.area for one in labels) / area.area
        return {"iou": self.measure(self.model(name)), "landslide_share": round(share, 3)}

    def model(self, name: str) -> Path:
        """File of a model."""
        return self._folder / f"{name}.safetensors"

    def areas(self, name: str) -> Path:
        """File of the windows that a model has learned from."""
        return self._folder / f"{name}_areas.gpkg"

    def measure(self, model: Path) -> float:
        """Landslide IoU of a model, at its own threshold, on the scene that nothing has seen."""
        wishes = {"raster": str(self._measured["image"]), "truth": str(self._measured["truth"]), "model": str(model)}
        return round(run_job("evaluate", wishes, JobContext())["iou"], 3)


@click.command()
@click.option("--size", default=1024, show_default=True, help="Side of the scenes, pixels.")
@click.option("--side", default=128, show_default=True, help="Side of the windows, pixels.")
@click.option("--windows", default=6, show_default=True, help="How many are labelled, at first and again.")
@click.option("--draws", default=4, show_default=True, help="Random choices to compare with.")
@click.option("--epochs", default=12, show_default=True)
@click.option("--width", default=8, show_default=True, help="Of the U-Net.")
@click.option("--seed", default=0, show_default=True, help="Of the windows that are labelled at first.")
@click.option("--json", "as_json", is_flag=True)
def main(size: int, side: int, windows: int, draws: int, epochs: int, width: int, seed: int, as_json: bool) -> None:
    """Prints the IoU after labelling chosen windows and after labelling random ones."""
    recipe = (
        'optimiser = "adamw"\nlearning_rate = 3e-3\nbatch_size = 8\n'
        f"[[stages]]\nepochs = {epochs}\ncrop = 96\nscale = [0.8, 1.25]\n"
    )
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), size, recipe)
        rng = np.random.default_rng(seed)
        everything = bench.grid(side)
        order = rng.permutation(len(everything))
        first, rest = ([everything[index] for index in part] for part in (order[:windows], order[windows:]))
        fresh = f'architecture = "unet"\narguments = {{ width = {width} }}\ntile_size = {2 * side}\n'
        results = {"first": bench.learn("first", first, fresh)}
        start = f'start_from = "{bench.model("first")}"'
        chosen = bench.suggest(bench.model("first"), bench.areas("first"), len(rest), side)[:windows]
        results |= {"chosen": bench.learn("chosen", first + chosen, start), "random": []}
        for draw in range(draws):
            drawn = [rest[index] for index in rng.permutation(len(rest))[:windows]]
            results["random"].append(bench.learn(f"random{draw}", first + drawn, start))
    results["random_mean"] = round(statistics.mean(one["iou"] for one in results["random"]), 3)
    if as_json:
        print(json.dumps({"windows": windows, "of": len(everything), **results}))
        return
    print(f"{windows} of {len(everything)} windows labelled: {results['first']}; {windows} more:")
    print(f"  chosen  {results['chosen']}")
    for one in results["random"]:
        print(f"  random  {one}")
    print(f"  random, mean IoU {results['random_mean']}")


if __name__ == "__main__":
    main()
