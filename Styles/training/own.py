#!/usr/bin/env python3
"""Style pictures of our own making, drawn by a program: `python3 own.py folder` writes them all."""

import importlib
import sys
from pathlib import Path

WIDTH, HEIGHT = 960, 768
DRAWINGS = (
    "pencil", "charcoal", "crayon", "oilpastel", "watercolour", "gouache", "pointillism", "comic",
    "woodcut", "linocut", "risograph", "papercut", "glass", "mosaic", "embroidery", "batik",
)  # fmt: skip


def draw(name, width=WIDTH, height=HEIGHT):
    """The named drawing as an RGB image; always the same."""
    if name not in DRAWINGS:
        raise ValueError(f"no drawing called {name}; there are {', '.join(DRAWINGS)}")
    return importlib.import_module(f"drawings.{name}").draw(width, height)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or DRAWINGS:
        draw(name).save(folder / f"{name}.png")
