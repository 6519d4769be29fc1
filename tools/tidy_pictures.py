"""Leaves the pictures that the docs show, with a palette of 256 colours: half the bytes, no difference to the eye."""

import sys
from pathlib import Path

from PIL import Image

root = Path(__file__).resolve().parents[1]
pages = "".join(page.read_text("utf-8") for page in (root / "README.md", *root.glob("docs/**/*.md")))
for file in sorted(Path(sys.argv[1]).glob("*.png")):
    if file.name not in pages:
        file.unlink()
        continue
    with Image.open(file) as picture:
        if picture.mode == "P":
            continue
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG)
    small.save(file, optimize=True)
