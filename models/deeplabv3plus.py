"""DeepLabV3+, which segmentation-models-pytorch builds.

Source: Chen, Zhu, Papandreou, Schroff, Adam, "Encoder-Decoder with Atrous Separable Convolution for Semantic Image
Segmentation" (ECCV 2018).
"""

from __future__ import annotations

from models.smp_networks import SmpNetwork


class DeepLabV3Plus(SmpNetwork):
    """Atrous spatial pyramid pooling at 1/16 of the input, refined by the encoder's features at 1/4.

    Training needs at least two images per batch: the image-level average is a single pixel, of which batch norm cannot
    tell a variance.

    Args:
        in_channels: bands of the input.
        encoder: smp's or `tu-` and timm's name of the encoder.
    """

    stride = 16
    explained_layer = "network.decoder.aspp"

    def __init__(self, in_channels: int = 3, encoder: str = "resnet101") -> None:
        super().__init__("deeplabv3plus", encoder, in_channels)
