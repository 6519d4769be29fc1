"""Losses: closed forms, other libraries' numbers, gradients, and the pixels that must have no say."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.training.losses import build_loss, class_weights, has_cross_entropy
from models.torchvision_guard import import_torchvision

ALL = [
    ("bce", {}),
    ("wce", {"weights": [0.6, 4.0]}),
    ("focal", {}),
    ("focal", {"gamma": 0.5, "balanced": True}),
    ("dice", {}),
    ("bce+dice", {}),
    ({"bce": 1.0, "focal": 2.0, "dice": 0.5}, {"gamma": 1.0}),
]
every_loss = pytest.mark.parametrize(("name", "parameters"), ALL)


def batch(dtype: torch.dtype = torch.float64, share: float = 0.3) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Logits, targets and an ignore mask that keeps all."""
    generator = torch.Generator().manual_seed(4)
    z = 2 * torch.randn(2, 1, 6, 6, generator=generator, dtype=dtype)
    y = (torch.rand(2, 1, 6, 6, generator=generator) < share).to(dtype)
    return z, y, torch.ones_like(y)


def test_closed_forms() -> None:
    z, y, everywhere = batch()
    p = torch.sigmoid(z)
    v = torch.where(y == 1, p, 1 - p)
    weight = torch.where(y == 1, 4.0, 0.6).double()
    expected = {
        "bce": -v.log().mean(),
        "wce": -(weight * v.log()).mean(),
        "focal": -(0.25 * (1 - v) ** 2 * v.log()).mean(),
        "dice": 1 - (2 * (p * y).sum() + 1) / (p.sum() + y.sum() + 1),
    }
    for name, value in expected.items():
        parameters = {"weights": (0.6, 4.0)} if name == "wce" else {}
        torch.testing.assert_close(build_loss(name, **parameters)(z, y, everywhere), value)


def test_one_logit_is_the_two_class_softmax_of_the_logits_difference() -> None:
    z, y, everywhere = batch()
    two = torch.cat([torch.randn_like(z), torch.zeros_like(z)], dim=1)
    two[:, 1:] = two[:, :1] + z
    torch.testing.assert_close(build_loss("bce")(z, y, everywhere), F.cross_entropy(two, y[:, 0].long()))


def test_weights_are_not_divided_out_again() -> None:
    z, y, everywhere = batch()
    two = torch.cat([torch.zeros_like(z), z], dim=1)
    weights = torch.tensor([0.6, 4.0], dtype=torch.float64)
    summed = F.cross_entropy(two, y[:, 0].long(), weights, reduction="sum")
    torch.testing.assert_close(build_loss("wce", weights=(0.6, 4.0))(z, y, everywhere), summed / y.numel())


def test_focal_is_that_of_torchvision_and_of_smp() -> None:
    import_torchvision()
    import segmentation_models_pytorch as smp
    from torchvision.ops import sigmoid_focal_loss

    z, y, everywhere = batch()
    balanced = build_loss("focal", alpha=0.3, gamma=1.7, balanced=True)(z, y, everywhere)
    torch.testing.assert_close(balanced, sigmoid_focal_loss(z, y, alpha=0.3, gamma=1.7, reduction="mean"))
    torch.testing.assert_close(balanced, smp.losses.FocalLoss("binary", alpha=0.3, gamma=1.7)(z, y))
    plain = build_loss("focal", alpha=0.3)(z, y, everywhere)
    torch.testing.assert_close(plain, 0.3 * smp.losses.FocalLoss("binary")(z, y))


def test_dice_is_that_of_smp_where_there_are_landslides() -> None:
    import_torchvision()
    import segmentation_models_pytorch as smp

    z, y, everywhere = batch()
    theirs = smp.losses.DiceLoss("binary", smooth=0.5)(z, y)  # added to half of what is added to here
    torch.testing.assert_close(build_loss("dice", smooth=1.0)(z, y, everywhere), theirs)


def test_focal_without_focus_is_cross_entropy() -> None:
    z, y, everywhere = batch()
    torch.testing.assert_close(
        build_loss("focal", alpha=1, gamma=0)(z, y, everywhere), build_loss("bce")(z, y, everywhere)
    )


def test_sums_add_up() -> None:
    z, y, everywhere = batch()
    bce, dice, focal = (build_loss(name)(z, y, everywhere) for name in ("bce", "dice", "focal"))
    torch.testing.assert_close(build_loss("bce+dice")(z, y, everywhere), bce + dice)
    torch.testing.assert_close(build_loss({"focal": 3, "dice": 0.5})(z, y, everywhere), 3 * focal + 0.5 * dice)


@every_loss
def test_gradients_are_those_of_finite_differences(name, parameters) -> None:
    z, y, valid = batch()
    valid[0, :, :2] = 0
    loss = build_loss(name, **parameters)
    assert torch.autograd.gradcheck(lambda logits: loss(logits, y, valid), z.requires_grad_())


@every_loss
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_certain_logits_leave_loss_and_gradient_finite(name, parameters, dtype) -> None:
    z = torch.tensor([-200.0, 200, -200, 200, 0, 1e-3], dtype=dtype).view(1, 1, 2, 3).requires_grad_()
    y = torch.tensor([0.0, 1, 1, 0, 1, 0], dtype=dtype).view(1, 1, 2, 3)
    value = build_loss(name, **parameters)(z, y, torch.ones_like(y))
    value.backward()
    assert value.dtype == torch.float32
    assert math.isfinite(value.item())
    assert z.grad.isfinite().all()


@every_loss
def test_half_precision_is_lifted_before_anything_is_summed(name, parameters) -> None:
    z = torch.full((1, 1, 300, 300), 0.5, dtype=torch.float16)  # 90 000 pixels: their sum is beyond fp16
    y = torch.zeros_like(z)
    y[..., :150, :] = 1
    loss = build_loss(name, **parameters)
    torch.testing.assert_close(loss(z, y, torch.ones_like(z)), loss(z.float(), y.float(), torch.ones_like(z)))
    with torch.autocast("cpu", torch.bfloat16):
        assert loss(z.bfloat16(), y, torch.ones_like(z)).item() == pytest.approx(loss(z, y, y == y).item(), rel=1e-5)


@every_loss
def test_ignored_pixels_have_no_say_not_even_as_nan(name, parameters) -> None:
    z, y, valid = batch()
    loss = build_loss(name, **parameters)
    expected = loss(z[..., :4], y[..., :4], valid[..., :4])
    valid[..., 4:], z[..., 4], z[..., 5:], y[..., 4:] = 0, float("nan"), float("inf"), float("nan")
    z.requires_grad_()
    for mask in (valid, valid.bool()):
        z.grad = None
        value = loss(z, y, mask)
        value.backward()
        torch.testing.assert_close(value, expected)
        assert z.grad[..., :4].all()
        assert not z.grad[..., 4:].any()


@every_loss
def test_no_valid_pixel_no_loss_no_gradient(name, parameters) -> None:
    z, y, valid = batch()
    value = build_loss(name, **parameters)(z.requires_grad_(), y, 0 * valid)
    value.backward()
    assert value.item() == 0
    assert not z.grad.any()


@every_loss
@pytest.mark.parametrize(("truth", "direction"), [(0.0, 1), (1.0, -1)])
def test_ground_of_one_kind_still_teaches(name, parameters, truth, direction) -> None:
    z = torch.zeros(1, 1, 4, 4, requires_grad=True)
    value = build_loss(name, **parameters)(z, torch.full_like(z, truth), torch.ones_like(z))
    value.backward()
    assert 0 < value.item() < 10
    assert (z.grad * direction > 0).all()


@pytest.mark.parametrize("name", ["bce", "wce", "focal", "dice", "bce+dice", "focal+dice", {"bce": 0.5, "dice": 1.0}])
def test_only_cross_entropy_learns_a_probability_as_such(name) -> None:
    """Of the logits of a pixel whose truth is a probability of 0.8, the best one is none of certainty, or is."""
    parameters = {"weights": (1.0, 1.0)} if name == "wce" else {}
    z = torch.linspace(-12, 12, 241).view(-1, 1, 1, 1, 1)
    loss, y, known = build_loss(name, **parameters), torch.full((1, 1, 1, 1), 0.8), torch.ones(1, 1, 1, 1)
    best = float(z[int(torch.stack([loss(one, y, known) for one in z]).argmin())])
    assert (abs(best) < 4) == has_cross_entropy(name), best


def test_class_weights_are_inverse_to_frequency_and_bounded() -> None:
    assert class_weights(0.5) == (1, 1)
    assert class_weights(0.1) == pytest.approx((0.5556, 5), abs=1e-4)
    assert class_weights(0.001) == pytest.approx((0.5005, 10), abs=1e-4)
    assert class_weights(0.0) == (0.5, 10)
    assert class_weights(1.0) == (10, 0.5)
    z, y, everywhere = batch()
    given = build_loss("wce", weights=class_weights(0.1))
    assert build_loss("wce", positive_share=0.1)(z, y, everywhere) == given(z, y, everywhere)
    assert build_loss("wce", positive_share=0.1, weights=[1, 1]) == build_loss("wce", weights=[1, 1])


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        ("hinge", {}, "no loss named 'hinge'"),
        ("bce+hinge", {}, "no loss named 'hinge'"),
        ("bce", {"gamma": 2}, "no parameter named gamma"),
        ("focal", {"gamma": -1}, "gamma must be"),
        ("focal", {"alpha": 0}, "alpha must be"),
        ("dice", {"smooth": 0}, "smooth must be"),
        ("focal", {"gamma": "2"}, "gamma must be a number, not '2'"),
        ("wce", {"weights": 5}, "weights must be a list of 2 numbers, not 5"),
        ("wce", {"weights": [0, 0]}, "not both 0"),
        ("wce", {}, "needs the parameter weights"),
        ("wce", {"weights": [1]}, "weights must be"),
        ({"bce": -1, "dice": 1}, {}, "must be positive"),
    ],
)
def test_what_cannot_be_built_is_said(name, parameters, said) -> None:
    with pytest.raises(InputError, match=said):
        build_loss(name, **parameters)
