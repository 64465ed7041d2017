"""A scene as fields from which marks are drawn: shapes, their kinds, their light and the coordinates of their forms."""

import numpy as np
from PIL import Image, ImageDraw

# Tone of each kind of thing in full shadow and in full light, 0 black to 1 white.
TONES = {
    "sky": (0.52, 0.95), "sun": (0.97, 1.0), "cloud": (0.66, 1.0), "far": (0.34, 0.78), "hill": (0.2, 0.72),
    "field": (0.42, 0.88), "tree": (0.02, 0.5), "trunk": (0.02, 0.3), "wall": (0.38, 1.0), "roof": (0.16, 0.56),
    "dark": (0.0, 0.12), "path": (0.6, 1.0), "water": (0.22, 0.9), "skin": (0.5, 0.98), "hair": (0.03, 0.3),
    "hat": (0.45, 0.97), "coat": (0.08, 0.5), "scarf": (0.3, 0.72), "lips": (0.28, 0.6),
}  # fmt: skip
KINDS = tuple(TONES)


def in_order(table):
    """What a table says of each kind, in the order of KINDS; lips are like the scarf unless it says otherwise."""
    return [table.get(kind, table["scarf"]) if kind == "lips" else table[kind] for kind in KINDS]


class Scene:
    """Fields (height, width): `label` the shape, `kind` its place in KINDS, `light` 0 shadow to 1 lit, `along` and
    `across` in pixels of the drawing's usual height of 768."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.y, self.x = (np.mgrid[0:height, 0:width] / height).astype(np.float32)
        self.label = np.zeros((height, width), np.int32)
        self.kind = np.zeros((height, width), np.int32)
        self.light, self.along, self.across = (np.zeros((height, width), np.float32) for _ in range(3))

    def put(self, mask, kind, light, coordinates):
        along, across = coordinates
        self.label[mask] = self.label.max() + 1
        self.kind[mask] = KINDS.index(kind)
        for field, values in ((self.light, light), (self.along, along), (self.across, across)):
            field[mask] = np.broadcast_to(values, mask.shape)[mask]

    def polygon(self, *points):
        image = Image.new("1", (self.width, self.height))
        ImageDraw.Draw(image).polygon([(x * self.height, y * self.height) for x, y in points], 1)
        return np.asarray(image)

    def ellipse(self, x, y, across, down, lean=0.0):
        cosine, sine = np.cos(lean), np.sin(lean)
        dx, dy = self.x - x, self.y - y
        return ((dx * cosine + dy * sine) / across) ** 2 + ((dy * cosine - dx * sine) / down) ** 2 < 1

    def lines(self, degrees):
        """Coordinates of straight marks at an angle."""
        cosine, sine = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
        return (self.x * cosine + self.y * sine) * 768, (self.y * cosine - self.x * sine) * 768

    def rings(self, x, y, radius, squeeze=1.0):
        """Coordinates of marks on circles around a point; lengths are true at the radius."""
        dx, dy = (self.x - x) * squeeze, self.y - y
        return np.arctan2(dx, -dy) * radius * 768, np.hypot(dx, dy) * 768

    def below(self, ridge, flatten=0.0):
        """Coordinates of marks that run on under a ridge, and lie flatter the farther they are from it."""
        depth = self.y - ridge
        return self.x * 768, (depth + flatten * np.clip(depth, 0, 1) ** 2) * 768

    @property
    def tone(self):
        low, high = np.array(list(TONES.values()), np.float32).T
        return low[self.kind] + (high - low)[self.kind] * np.clip(self.light, 0, 1)

    def colours(self, palette, steps=None):
        """Each kind's colours from shadow to light, blended or in so many flat steps: (height, width, 3)."""
        light = np.clip(self.light, 0, 0.999)
        picture = np.zeros((self.height, self.width, 3), np.float32)
        for number, shades in enumerate(in_order(palette)):
            inside = self.kind == number
            shades = np.array(shades, np.float32)
            if steps or len(shades) == 1:
                picture[inside] = shades[(light[inside] * len(shades)).astype(int)]
                continue
            place = light[inside] * (len(shades) - 1)
            low = np.minimum(place.astype(int), len(shades) - 2)
            share = (place - low)[:, None]
            picture[inside] = shades[low] * (1 - share) + shades[low + 1] * share
        return picture

    def boundary(self, field=None):
        """1 where two shapes (or two values of a field of whole numbers) meet, else 0."""
        field = self.label if field is None else field
        edge = np.zeros(field.shape, np.float32)
        edge[:, 1:] = field[:, 1:] != field[:, :-1]
        edge[1:] = np.maximum(edge[1:], field[1:] != field[:-1])
        return edge
