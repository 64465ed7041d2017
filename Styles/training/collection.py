"""The collection: what each style is called, who painted it, and where its picture comes from."""

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("collection.json")


@dataclass(frozen=True)
class Style:
    name: str
    aliases: tuple
    title: str
    artist: str
    year: int
    file: str | None = None  # a painting, in the folder of paintings
    drawing: str | None = None  # a picture that own.py draws
    style_weight: float = 14  # style loss against content loss
    content_weight: float = 1
    lattice_weight: float = 1500
    grain: float = 3.0  # deviation of the noise that the program adds to flat photographs, 8-bit levels
    steps: int = 0  # of learning, where a style needs more than others
    short_side: int = 384  # of the painting when its Gram matrices are taken: the size of the strokes
    stretched: bool = False  # a dull reproduction: each channel's 1st to 99th percentile becomes 0…255
    working_size: int = 512  # longer side, pixels, up to which every pixel is painted; larger pictures get larger strokes

    @property
    def is_identity(self):
        return self.file is None and self.drawing is None

    @property
    def licence(self):
        if self.is_identity or self.drawing:
            return "weights MIT; style picture drawn by this project's own program, MIT"
        return "weights MIT; painting in the public domain"


def load_collection(path=FILE):
    """{name: Style}; throws ValueError where a name or an alias is taken twice."""
    styles = {}
    taken = set()
    for entry in json.loads(Path(path).read_text(encoding="utf-8")):
        style = Style(**{**entry, "aliases": tuple(entry["aliases"])})
        for word in (style.name, *style.aliases):
            if word in taken:
                raise ValueError(f"{path}: {word} is taken twice")
            taken.add(word)
        styles[style.name] = style
    return styles
