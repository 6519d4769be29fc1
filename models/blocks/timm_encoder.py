"""Encoders that timm brings."""

from __future__ import annotations

from torch import nn

from landslide_plugin.common.errors import InputError
from models.torchvision_guard import import_torchvision


def timm_encoder(name: str, in_channels: int, levels: tuple[int, ...], **arguments: object) -> nn.Module:
    """An encoder with fresh weights that returns a list of feature maps, and nothing behind the last one asked for.

    Its `feature_info.channels()` lists the channels of the maps.

    Args:
        name: timm's, e.g. `resnet50`.
        in_channels: bands of the input.
        levels: which maps; level n is at 1 / 2^(n + 1) of the input where nothing is dilated.
        arguments: passed on to timm, e.g. `output_stride`.

    Raises:
        InputError: timm has no such encoder.
    """
    import_torchvision()
    import timm  # slow to import; the papers' own networks do without it

    try:
        return timm.create_model(
            name, pretrained=False, features_only=True, in_chans=in_channels, out_indices=levels, **arguments
        )
    except RuntimeError as error:
        raise InputError(f"timm cannot build the encoder '{name}': {error}") from error
