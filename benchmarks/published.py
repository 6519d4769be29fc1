"""What the three papers print, to be set beside what is measured here. Shares of 1; None = not printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of a paper's table.

    Args:
        label: the paper's own name.
        network: name in the registry; None = not built here, the paper's value only.
        loss: with which the paper trained.
        values: metric to value, named as in `engine.metrics`.
    """

    label: str
    network: str | None
    loss: str
    values: dict[str, float]


@dataclass(frozen=True)
class Table:
    """A table of a paper."""

    title: str
    data: str
    metrics: tuple[str, ...]
    rows: tuple[Row, ...]


def _rows(metrics: tuple[str, ...], *lines: tuple) -> tuple[Row, ...]:
    return tuple(
        Row(label, network, loss, dict(zip(metrics, values, strict=True))) for label, network, loss, *values in lines
    )


_DA = ("iou", "precision", "recall", "f1")
_L = ("precision", "recall", "iou", "f1")
_PLUS = ("miou", "auc", "precision", "recall", "f1", "accuracy")

TABLES = (
    Table(
        "DA-U-Net paper, Table I",
        "four UAV orthophotos of Jiuzhaigou",
        _DA,
        _rows(
            _DA,
            ("FCN (VGG-16)", "fcn8s", "bce", 0.4815, 0.7596, 0.5681, 0.6500),
            ("U-Net", "unet", "bce", 0.4818, 0.7542, 0.5715, 0.6503),
            ("PSPNet (ResNet-101)", "pspnet", "bce", 0.5263, 0.7756, 0.6208, 0.6897),
            ("DeeplabV3+ (ResNet-101)", "deeplabv3plus", "bce", 0.5725, 0.796, 0.671, 0.7281),
            ("DA-U-Net", "da-unet", "bce", 0.5941, 0.7006, 0.7962, 0.7454),
        ),
    ),
    Table(
        "DA-U-Net paper, Table II (ablation)",
        "four UAV orthophotos of Jiuzhaigou",
        ("iou",),
        _rows(
            ("iou",),
            ("U-Net", "unet", "bce", 0.4818),
            ("D-U-Net", "d-unet", "bce", 0.5461),
            ("A-U-Net", "a-unet", "bce", 0.5244),
            ("DA-U-Net", "da-unet", "bce", 0.5941),
        ),
    ),
    Table(
        "L-Net paper, Table 1 (ablation; its MIoU is the landslide IoU)",
        "Google Earth images of Huizhou, 4 m",
        _L,
        _rows(
            _L,
            ("U-Net", "unet-bilinear", "bce", 0.8439, 0.8089, 0.7036, 0.8260),
            ("U-Net+MFF", "unet-mff", "bce", 0.8752, 0.8142, 0.7295, 0.8436),
            ("U-Net+MFF+ResNet", "unet-mff-res", "bce", 0.8834, 0.8265, 0.7452, 0.8540),
            ("L-UNet", "l-net", "bce", 0.8854, 0.8354, 0.7518, 0.8597),
        ),
    ),
    Table(
        "L-Net paper, Table 2",
        "Google Earth images of Huizhou, 4 m",
        _L,
        _rows(
            _L,
            ("FCN-8s", "fcn8s", "bce", 0.8293, 0.8101, 0.6943, 0.8196),
            ("SegNet", "segnet", "bce", 0.8524, 0.7782, 0.6858, 0.8136),
            ("PspNet", "pspnet", "bce", 0.8058, 0.8327, 0.6935, 0.8190),
            ("HRNet", "hrnet", "bce", 0.7898, 0.7165, 0.6017, 0.7513),
            ("Deeplab v3+", "deeplabv3plus", "bce", 0.8336, 0.8584, 0.7320, 0.8458),
            ("Liu et al.", "res-unet-liu", "bce", 0.8351, 0.8262, 0.7104, 0.8307),
            ("DDCM-Net", "ddcm-net", "bce", 0.8621, 0.8328, 0.7406, 0.8472),
            ("MACU-Net", "macu-net", "bce", 0.8094, 0.8168, 0.6850, 0.8131),
            ("L-Net", "l-net", "bce", 0.8854, 0.8354, 0.7518, 0.8597),
        ),
    ),
    Table(
        "U-Net++ paper, Table 1 (mIoU of base networks by loss)",
        "Bijie, RGB and DEM, 128 x 128",
        ("miou",),
        _rows(
            ("miou",),
            ("U-Net", "unet-dropout", "bce", 0.575),
            ("U-Net", "unet-dropout", "focal", 0.572),
            ("U-Net", "unet-dropout", "dice", 0.557),
            ("U-Net", "unet-dropout", "wce", 0.508),
            ("ResUNet", "res-unet", "bce", 0.770),
            ("ResUNet", "res-unet", "focal", 0.786),
            ("ResUNet", "res-unet", "dice", 0.776),
            ("ResUNet", "res-unet", "wce", 0.787),
            ("U-Net++", "unet-plus-plus", "bce", 0.770),
            ("U-Net++", "unet-plus-plus", "focal", 0.766),
            ("U-Net++", "unet-plus-plus", "dice", 0.774),
            ("U-Net++", "unet-plus-plus", "wce", 0.759),
        ),
    ),
    Table(
        "U-Net++ paper, Tables 2 and 3",
        "Bijie, RGB and DEM, 128 x 128",
        _PLUS,
        _rows(
            _PLUS,
            ("U-Net", "unet-dropout", "bce", 0.50, 0.80, 0.94, 0.12, 0.21, 0.90),
            ("ResUNet", "res-unet", "wce", 0.70, 0.94, 0.85, 0.53, 0.65, 0.94),
            ("U-Net++", "unet-plus-plus", "dice", 0.75, 0.87, 0.69, 0.77, 0.73, 0.94),
            ("U-Net++ spatial", "unet-plus-plus-spatial", "dice", 0.72, 0.82, 0.73, 0.65, 0.69, 0.94),
            ("U-Net++ contextual", "unet-plus-plus-contextual", "dice", 0.76, 0.90, 0.69, 0.79, 0.74, 0.94),
            ("U-Net++ both", "unet-plus-plus-spatial-contextual", "dice", 0.73, 0.93, 0.73, 0.65, 0.69, 0.94),
        ),
    ),
)

# Arguments with which a network of the registry has its published size, where its defaults are narrower.
PUBLISHED_ARGUMENTS: dict[str, dict[str, object]] = {
    "unet-bilinear": {"width": 64},
    "unet-mff": {"width": 64},
    "unet-mff-res": {"width": 64},
    "l-net": {"width": 64},
    "res-unet-liu": {"width": 32},
    "fcn8s": {"width": 64, "fc_width": 4096, "batch_norm": False},
    "segnet": {"width": 64},
    "pspnet": {"encoder": "resnet101", "stages": 4, "width": 512},
    "hrnet": {"encoder": "hrnet_w18"},
    "deeplabv3plus": {"encoder": "resnet101"},
    "ddcm-net": {"encoder": "resnet50"},
    "unet-dropout": {"width": 32},
    "res-unet": {"width": 32},
    "unet-plus-plus": {"width": 32},
    "unet-plus-plus-spatial": {"width": 32},
    "unet-plus-plus-contextual": {"width": 32},
    "unet-plus-plus-spatial-contextual": {"width": 32},
}

# The only costs that the three papers print: Hegde et al., "Model training", at 128 x 128 with a T4 GPU. None prints
# parameters or operations.
_ATTENTION = "10 s an epoch, 4-5 ms an image"
PRINTED_COSTS = {
    "unet-plus-plus": "5 s an epoch, 3-4 ms an image",
    "unet-plus-plus-spatial": _ATTENTION,
    "unet-plus-plus-contextual": _ATTENTION,
    "unet-plus-plus-spatial-contextual": _ATTENTION,
}
