"""The recipes of a training: presets, optimisers, schedules, sampling and augmentation."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.common.training_choices import AUGMENTATIONS
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.augmentation import Augmentation, in_mosaics
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.optimisation import Schedule, make_optimiser
from landslide_plugin.engine.training.places import LabelledTile, Place
from landslide_plugin.engine.training.presets import PRESETS
from landslide_plugin.engine.training.radiometry import RADIOMETRY
from landslide_plugin.engine.training.run import train
from landslide_plugin.engine.training.sampling import Pool, Sampler
from landslide_plugin.engine.training.sources import TileSource
from landslide_plugin.engine.training.starting import start
from landslide_plugin.engine.training.tiles import read_tiles

CONFIG = 'name = "x"\ntitle = "x"\noutput = "x.safetensors"\n'


def configure(folder: Path, text: str):
    file = folder / "x.toml"
    file.write_text(CONFIG + text)
    return read_config(file)


def tile(number: int, landslide: bool = False, shape: tuple[int, int] = (24, 24)) -> LabelledTile:
    mask = np.zeros(shape, bool)
    mask[4:9, 6:13] = landslide
    return LabelledTile(np.full((3, *shape), number, np.uint8), mask)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_builds_its_network_and_optimiser(preset, tmp_path) -> None:
    own = "" if "architecture" in PRESETS[preset] else 'architecture = "unet"\n'
    config = configure(tmp_path, f'preset = "{preset}"\n{own}')
    network = models.build(config.architecture, **{**config.arguments, "width": 8})
    optimiser = make_optimiser(config, network.parameters())
    assert optimiser.param_groups[0]["lr"] == config.learning_rate
    assert config.epochs >= 1


def test_the_papers_presets_say_what_the_papers_say(tmp_path) -> None:
    da = configure(tmp_path, 'preset = "da-u-net-paper"')
    assert (da.optimiser, da.momentum, da.weight_decay) == ("sgd", 0.9, 5e-4)
    assert (da.batch_size, da.iterations, da.stages[0].crop) == (12, 100_000, 512)
    assert [(pixel - da.mean[0]) / da.std[0] for pixel in (0, 1)] == [-0.5, 0.5]
    l_net = configure(tmp_path, 'preset = "l-net-paper"')
    assert (l_net.batch_size, l_net.epochs, l_net.schedule, l_net.patience) == (8, 100, "plateau", 10)
    plus = configure(tmp_path, 'preset = "unet-plus-plus-paper"')
    assert (plus.optimiser, plus.learning_rate, plus.batch_size, plus.epochs) == ("adam", 1e-5, 2, 50)
    assert plus.stages[0].whole
    assert plus.stages[0].crop == 128


def test_what_the_configuration_says_comes_before_the_preset(tmp_path) -> None:
    config = configure(tmp_path, 'preset = "l-net-paper"\narchitecture = "unet"\nbatch_size = 3\n')
    assert (config.batch_size, config.optimiser) == (3, "sgd")
    assert config.arguments == {}, "another network does not take the preset's arguments"
    with pytest.raises(InputError, match="no preset named 'magic'"):
        configure(tmp_path, 'preset = "magic"')


@pytest.mark.parametrize(("key", "said"), [("optimiser", "no optimiser named"), ("schedule", "no schedule named")])
def test_unknown_names_are_refused(key, said, tmp_path) -> None:
    config = configure(tmp_path, f'architecture = "unet"\n{key} = "magic"\n')
    weights = [torch.nn.Parameter(torch.zeros(1))]
    with pytest.raises(InputError, match=said):
        Schedule(config, make_optimiser(config, weights), 10)


@pytest.mark.parametrize("steps", range(1, 13))
def test_one_cycle_works_for_any_number_of_steps(steps, tmp_path) -> None:
    config = configure(tmp_path, 'architecture = "unet"\n')
    optimiser = make_optimiser(config, [torch.nn.Parameter(torch.zeros(1))])
    schedule, rates = Schedule(config, optimiser, steps), []
    for _ in range(steps):
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        schedule.after_step()
    assert max(rates) <= config.learning_rate * 1.001
    assert min(rates) > 0


@pytest.mark.parametrize("schedule", ["one-cycle", "cosine"])
def test_the_momentum_of_sgd_is_the_configurations(schedule, tmp_path) -> None:
    text = f'architecture = "unet"\noptimiser = "sgd"\nmomentum = 0.6\nschedule = "{schedule}"\n'
    config = configure(tmp_path, text)
    optimiser = make_optimiser(config, [torch.nn.Parameter(torch.zeros(1))])
    schedule = Schedule(config, optimiser, 10)
    for _ in range(10):
        assert optimiser.param_groups[0]["momentum"] == 0.6
        optimiser.step()
        schedule.after_step()


def test_cosine_falls_from_the_first_step_to_nothing(tmp_path) -> None:
    config = configure(tmp_path, 'architecture = "unet"\nschedule = "cosine"\n')
    optimiser = make_optimiser(config, [torch.nn.Parameter(torch.zeros(1))])
    schedule, rates = Schedule(config, optimiser, 8), []
    for _ in range(8):
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        schedule.after_step()
    assert rates == pytest.approx([config.learning_rate * (1 + np.cos(np.pi * step / 8)) / 2 for step in range(8)])
    again = Schedule(config, make_optimiser(config, [torch.nn.Parameter(torch.zeros(1))]), 8)
    again.load_state_dict(schedule.state_dict())
    assert again.state_dict() == schedule.state_dict()


def test_plateau_takes_a_tenth_after_the_patience_is_over(tmp_path) -> None:
    config = configure(tmp_path, 'preset = "l-net-paper"')
    optimiser = make_optimiser(config, [torch.nn.Parameter(torch.zeros(1))])
    schedule = Schedule(config, optimiser, 100)
    for _ in range(10):  # the first is the best so far
        schedule.after_epoch(0.5)
    assert optimiser.param_groups[0]["lr"] == pytest.approx(1e-3)
    schedule.after_epoch(0.5)
    assert optimiser.param_groups[0]["lr"] == pytest.approx(1e-4)


def test_hard_mining_shows_more_of_what_was_mistaken() -> None:
    tiles = [tile(number) for number in range(40)] + [tile(100 + number, True) for number in range(10)]
    sampler = Sampler([Pool(tiles, 500)], hard_share=0.5)
    alarms = [0.0] * 40
    alarms[7] = alarms[21] = 0.4
    before = sampler.draw(np.random.default_rng(0))
    sampler.learn_what_is_hard(alarms)
    after = sampler.draw(np.random.default_rng(0))

    def shown(drawn: list[Place]) -> int:
        return sum(item.image[0, 0, 0] in (7, 21) for item in drawn)

    assert len(after) == len(before) == 500
    assert shown(before) < 40
    assert shown(after) > 150
    landslides = [sum(item.mask.any() for item in drawn) for drawn in (before, after)]
    assert landslides[0] == landslides[1], "landslides are shown as often as before"


@pytest.mark.parametrize("name", ["rotate", "rotate90", "flip", "paste"])
def test_image_and_mask_move_together(name) -> None:
    torch.manual_seed(0)
    rng = np.random.default_rng(1)
    masks = torch.zeros(8, 1, 64, 64)
    masks[::2, :, 20:44, 10:30] = 1
    images = masks.repeat(1, 3, 1, 1)
    masks = torch.cat([masks, 1 - masks], 1)  # landslide, and what is known: here all that is no landslide
    augmentation, moved = Augmentation([name]), False
    for _ in range(5):
        pairs = [augmentation(image, mask, rng) for image, mask in zip(images, masks, strict=True)]
        changed, truth = augmentation.batch(*(torch.stack(parts) for parts in zip(*pairs, strict=True)), rng)
        assert set(truth.unique().tolist()) <= {0, 1}
        assert ((changed[:, :1] > 0.5) == (truth[:, :1] > 0.5)).float().mean() > 0.99
        assert torch.equal(truth[:, 1], 1 - truth[:, 0])
        moved |= not torch.equal(truth, masks)
    assert moved


@pytest.mark.parametrize("name", sorted(RADIOMETRY))
def test_light_changes_the_image_but_not_the_elevation_nor_the_truth(name) -> None:
    torch.manual_seed(0)
    rng, image, mask = np.random.default_rng(1), torch.rand(4, 32, 32), torch.zeros(1, 32, 32)
    answers = [Augmentation([name])(image, mask, rng) for _ in range(30)]
    assert any(not torch.allclose(changed[:3], image[:3]) for changed, _ in answers)
    assert all(torch.equal(changed[3], image[3]) and torch.equal(truth, mask) for changed, truth in answers)
    assert all(changed.min() >= 0 and changed.max() <= 1 for changed, _ in answers)


def infrared(order: tuple[str, ...]) -> torch.Tensor:
    """Vegetation with a vegetation index of 0.7, its bands in an order."""
    values = {"red": 0.1, "green": 0.2, "blue": 0.05, "nir": 0.1 * (1 + 0.7) / (1 - 0.7)}
    return torch.tensor([values[band] for band in order])[:, None, None].expand(4, 32, 32).clone()


@pytest.mark.parametrize("order", [("red", "green", "blue", "nir"), ("blue", "green", "red", "nir")])
def test_infrared_is_lit_as_the_other_bands_are(order) -> None:
    image, mask, rng = infrared(order), torch.zeros(1, 32, 32), np.random.default_rng(1)
    red, green, blue, nir = (order.index(band) for band in ("red", "green", "blue", "nir"))

    def changed(name: str) -> list[torch.Tensor]:
        answers = [Augmentation([name], order)(image, mask, rng)[0] for _ in range(80)]
        return [answer for answer in answers if not torch.equal(answer, image)]

    for dark in changed("exposure"):
        index = (dark[nir] - dark[red]) / (dark[nir] + dark[red])
        assert index.mean().item() == pytest.approx(0.7, abs=1e-4), "darkness changes no vegetation index"
    for shadow in changed("shadow"):
        kept = (shadow / image).amin((1, 2))
        assert kept[nir] < 1 and kept[red] <= kept[green] <= kept[blue], "shadows are bluish, not reddish"
    assert all((hazy[nir] != image[nir]).all() for hazy in changed("haze"))
    assert any((seen[nir] != image[nir]).any() for seen in changed("colour"))
    compressed = changed("jpeg")
    assert all(torch.equal(one[nir], image[nir]) for one in compressed)
    three = torch.stack([image[red], image[green], image[blue]])
    assert all((torch.stack([one[red], one[green], one[blue]]) - three).abs().max() < 0.1 for one in compressed)


def changed_by(name: str) -> list[torch.Tensor]:
    """What an augmentation makes of a smooth image, in the tries in which it does something."""
    rng, mask = np.random.default_rng(1), torch.zeros(1, 64, 64)
    image = torch.linspace(0.2, 0.8, 64).expand(3, 64, 64).contiguous()
    answers = [Augmentation([name])(image, mask, rng)[0] for _ in range(60)]
    changed = [answer - image for answer in answers if not torch.equal(answer, image)]
    assert 3 < len(changed) < 30
    return changed


def test_a_darker_image_is_darker_everywhere_by_one_factor() -> None:
    for difference in changed_by("exposure"):
        share = difference[0, 0] / torch.linspace(0.2, 0.8, 64)
        assert -0.75 <= share.min() < 0
        assert share.max() - share.min() < 1e-5


def test_a_shadow_lies_on_a_part_and_is_bluish() -> None:
    shadows = changed_by("shadow")
    assert all(shadow.max() < 1e-6 for shadow in shadows)
    assert all(shadow[2].mean() >= shadow[0].mean() for shadow in shadows)
    assert any((shadow[0] > -0.02).any() and (shadow[0] < -0.1).any() for shadow in shadows)


def test_compression_leaves_an_image_that_looks_alike() -> None:
    for difference in changed_by("jpeg"):
        assert 0 < difference.abs().mean() < 0.02


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_no_chance_comes_from_torch(name) -> None:
    image, mask = torch.rand(3, 32, 32), torch.zeros(2, 32, 32)
    for seed in range(20):
        first = Augmentation([name])(image, mask, np.random.default_rng(seed))[0]
        torch.rand(seed + 1)  # as a network's dropout does meanwhile
        assert torch.equal(Augmentation([name])(image, mask, np.random.default_rng(seed))[0], first)


def test_an_unknown_augmentation_is_named() -> None:
    with pytest.raises(InputError, match="no augmentation named earthquake"):
        Augmentation([*AUGMENTATIONS, "earthquake"])


def test_a_mosaic_holds_four_crops_each_with_its_truth() -> None:
    shades = torch.arange(8.0).view(8, 1, 1, 1)
    images, truth = in_mosaics(shades.expand(8, 3, 10, 10), shades.expand(8, 2, 10, 10) * 10)
    assert images.shape == (2, 3, 20, 20)
    assert truth.shape == (2, 2, 20, 20)
    corners = [(0, 0), (0, 10), (10, 0), (10, 10)]
    for image, mask in zip(images, truth, strict=True):
        pieces = [image[0, row : row + 10, column : column + 10] for row, column in corners]
        assert all(len(piece.unique()) == 1 for piece in pieces)
        assert torch.equal(image[0] * 10, mask[0])
    assert sorted(images[:, 0, ::10, ::10].flatten().tolist()) == list(range(8))
    rest = torch.zeros(6, 3, 10, 10)
    assert in_mosaics(rest, rest)[0] is rest, "the part of a team need not be a multiple of four"


def test_a_training_on_mosaics_learns(config) -> None:
    config.write_text("mosaic = 1.0\n" + config.read_text())
    assert train(config, False, "cpu", JobContext())["metrics"]["held-out"]["iou"] > 0.6


def centre(light: torch.Tensor) -> torch.Tensor:
    """Row and column of the centre of mass of (H, W)."""
    grid = torch.meshgrid(*(torch.arange(float(side)) for side in light.shape), indexing="ij")
    return torch.stack([(light * axis).sum() / light.sum() for axis in grid])


@pytest.mark.parametrize("scale", [0.8, 1.25, 1.5])
def test_the_mask_of_a_crop_lies_on_its_image_at_every_scale(scale) -> None:
    rows, columns = np.mgrid[0:160, 0:160]
    disc = (rows - 80) ** 2 + (columns - 80) ** 2 < 20.3**2
    place = LabelledTile(np.repeat(np.where(disc, 250, 0)[None], 3, 0).astype(np.uint8), disc)
    crops = [place.crop(128, (scale, scale), np.random.default_rng(seed)) for seed in range(20)]
    whole = [(image, truth) for image, truth in crops if truth[0].sum() > 0.98 * scale**2 * disc.sum()]
    assert len(whole) > 5
    beside = torch.stack([centre(truth[0]) - centre(image[0]) for image, truth in whole]).mean(0)
    assert beside.abs().max() < 0.1


def test_a_whole_tile_is_resized_with_its_landslide() -> None:
    small = tile(9, True, (40, 80)).resized(20, 20)
    assert small.image.shape == (3, 20, 20)
    assert small.mask.mean() == pytest.approx(tile(9, True, (40, 80)).mask.mean(), rel=0.4)


def test_tiles_of_a_finer_source_are_reduced_to_what_the_model_works_at(tmp_path) -> None:
    for folder, pixels in (("images", tile(9, True, (40, 80)).image), ("masks", tile(9, True, (40, 80)).mask[None])):
        (tmp_path / folder).mkdir()
        with rasterio.open(
            tmp_path / folder / "one.png", "w", driver="PNG", width=80, height=40, count=len(pixels), dtype="uint8"
        ) as file:
            file.write(pixels.astype(np.uint8))
    whole, half = (read_tiles(TileSource("images", "masks", zoom=zoom), tmp_path)[0] for zoom in (1, 0.5))
    assert half.image.shape == (3, 20, 40)
    assert half.mask.sum() == pytest.approx(whole.mask.sum() / 4, rel=0.4)
    assert half.landslides == 1


def test_a_zoom_of_nothing_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="zoom of a folder of tiles must be above 0"):
        configure(tmp_path, 'architecture = "unet"\n[[fit]]\nimages = "images"\nzoom = 0\n')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[stages]]\nepochs = 0\ncrop = 64\n", "at least one epoch"),
        ("[[stages]]\nepochs = 1\ncrop = 0\n", "crops of at least one pixel"),
        ("[[stages]]\nepochs = 1\ncrop = 64\nscale = [1.2, 0.8]\n", "not from 1.2 to 0.8"),
        ("[[stages]]\nepochs = 1\ncrop = 64\nscale = [0, 1]\n", "goes from a number above 0"),
        ("iterations = -3\n", "iterations must be at least 1"),
        ("mosaic = 0.5\nbatch_size = 6\n", "a batch_size that is a multiple of 4"),
        ("mosaic = 1.5\n", "The mosaic is a share, 0 to 1"),
        ("patience_epochs = 0\n", "patience_epochs must be at least 1"),
        ('[[maps]]\nraster = "a.tif"\nlabels = "a.gpkg"\ngsd_m = 0\n', "gsd_m of a map must be above 0"),
    ],
)
def test_a_course_that_leads_nowhere_is_refused_before_it_begins(tmp_path, text, said) -> None:
    with pytest.raises(InputError, match=said):
        configure(tmp_path, f'architecture = "unet"\n{text}')


@pytest.mark.parametrize("network", ["smp:pan:resnet18", "smp:dpt:tu-vit_tiny_patch16_224"])
def test_a_network_that_could_not_detect_afterwards_is_refused_before_it_is_trained(tmp_path, network) -> None:
    with pytest.raises(InputError, match="cannot look at"):
        start(configure(tmp_path, f'architecture = "{network}"\n'))
