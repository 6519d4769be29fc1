"""The table of the networks' sizes and speeds, and the document that holds it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from benchmarks.networks import BEGIN, END, Variant, main, measure, variants
from models.registry import ARCHITECTURES

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "networks.md"


@pytest.fixture(autouse=True)
def threads() -> Iterator[None]:
    """The benchmark takes one thread; the other tests get theirs back."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def test_multiplications_and_additions_count_as_two() -> None:
    cost = measure(Variant("", "unet-bilinear", {"width": 8}, "compact"), 32)
    # Levels of 32, 16, 8, 4 and 2 pixels; (channels in, channels out) of the two 3 x 3 convolutions of each step.
    widths = [8, 16, 32, 64, 64]
    encoder = [(before, after) for before, after in zip([3, *widths], widths, strict=False)]
    work = sum(2 * 9 * (a * b + b * b) * (32 >> level) ** 2 for level, (a, b) in enumerate(encoder))
    work += sum(
        2 * 9 * ((widths[level + 1] + widths[level]) * widths[level] + widths[level] ** 2) * (32 >> level) ** 2
        for level in range(4)
    )
    assert cost.flop == work + 2 * 8 * 32**2  # and the head
    assert cost.forward > 0 and cost.training > 0


def test_the_document_holds_every_network_at_every_size() -> None:
    prose, table = DOCUMENT.read_text().split(BEGIN)
    for name in ARCHITECTURES:
        assert f"`{name}`" in prose, f"{name} is not introduced"
    rows = [line for line in table.split(END)[0].splitlines() if line.startswith("| `")]
    assert [tuple(row.split(" | ")[:2]) for row in rows] == [
        (f"| {variant.name}", variant.size) for variant in variants(None, "both")
    ]


def test_a_new_table_leaves_the_text_around_it(tmp_path) -> None:
    file = tmp_path / "networks.md"
    file.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    arguments = ["--networks", "hrnet", "--compact", "--size", "64", "--output", str(file)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    text = file.read_text()
    assert text.startswith(f"before\n{BEGIN}\n") and text.endswith(f"{END}\nafter\n")
    assert "| `hrnet` | compact | defaults | 1.54 |" in text and "old" not in text


def test_what_cannot_be_measured_or_written_is_refused_before_anything_runs(tmp_path) -> None:
    file = tmp_path / "notes.md"
    unknown = CliRunner().invoke(main, ["--networks", "no-such", "--output", str(file)])
    assert unknown.exit_code == 2 and "no network named no-such" in unknown.stderr
    assert not file.exists()
    file.write_text("a text without marks\n")
    foreign = CliRunner().invoke(main, ["--output", str(file)])
    assert foreign.exit_code == 2 and "has no marks" in foreign.stderr
    assert file.read_text() == "a text without marks\n"
