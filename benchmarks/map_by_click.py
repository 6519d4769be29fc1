"""Time that a click takes: with the model ready, and where the tiles around the point are still kept.

    .venv/engine/bin/python benchmarks/map_by_click.py [--model default] [--clicks 30]

Clicks on the generated sample scene's landslides, largest first, as the map tool does.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import click
import fiona
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.sample_scene import generate, write


@click.command()
@click.option("--model", default="default", show_default=True)
@click.option("--clicks", default=30, show_default=True)
def main(model: str, clicks: int) -> None:
    """Prints median and longest, apart for clicks whose tiles have to be computed and whose tiles are kept."""
    times: dict[bool, list[float]] = {False: [], True: []}
    with tempfile.TemporaryDirectory() as folder:
        scene = write(generate(0), folder)
        with fiona.open(scene["truth_polygons"]) as truth:
            landslides = sorted((shapely.geometry.shape(one.geometry) for one in truth), key=lambda shape: -shape.area)
        for number, shape in enumerate(landslides[: clicks + 1]):
            point = shape.representative_point()
            wishes = {"raster": str(scene["image"]), "model": model, "x": point.x, "y": point.y}
            for _ in range(2):
                answer = run_job("click", wishes, JobContext())
                if number:  # the first loads the model
                    times[answer["cached"]].append(answer["seconds"])
    for cached, name in ((False, "tiles computed"), (True, "tiles kept")):
        those = times[cached]
        print(f"{name}: median {statistics.median(those):.3f} s, longest {max(those):.3f} s, {len(those)} clicks")


if __name__ == "__main__":
    main()
