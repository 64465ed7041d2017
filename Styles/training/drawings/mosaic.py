"""A mosaic: rows of stones laid along the forms, small ones for a face, gold among them, dark grout between."""

import numpy as np

from drawings.fields import KINDS
from drawings.ground import to_image
from drawings.marks import bricks, cloudy, contour
from drawings.motif import valley

STONES = {
    "sky": ((30, 84, 140), (74, 140, 176), (150, 192, 190), (232, 206, 140)), "sun": ((246, 206, 96),),
    "cloud": ((178, 180, 176), (236, 228, 206)), "far": ((44, 56, 104), (92, 96, 140), (160, 140, 150)),
    "hill": ((30, 74, 64), (80, 122, 76), (164, 170, 92)), "field": ((196, 120, 48), (228, 180, 84)),
    "tree": ((16, 40, 44), (28, 78, 66), (84, 128, 76)), "trunk": ((70, 44, 38),),
    "wall": ((160, 140, 136), (240, 226, 196)), "roof": ((110, 34, 34), (184, 70, 44)), "dark": ((28, 26, 36),),
    "path": ((190, 156, 112), (232, 208, 164)), "water": ((16, 66, 96), (40, 128, 142), (160, 206, 190)),
    "skin": ((176, 104, 76), (240, 198, 154)), "hair": ((50, 28, 28), (92, 52, 38)),
    "hat": ((206, 150, 60), (246, 212, 116)), "coat": ((92, 24, 42), (164, 44, 54)),
    "scarf": ((190, 66, 50), (226, 110, 70)),
}  # fmt: skip
FINE = ("skin", "dark", "scarf", "lips", "hair")


def draw(width, height):
    random = np.random.default_rng(47)
    scene = valley(width, height)
    scene.light = np.clip(scene.light + 0.25 * (cloudy(scene, 12, random) - 0.5), 0, 1)
    fine = np.isin(scene.kind, [KINDS.index(kind) for kind in FINE])
    scene.across += 5 * (cloudy(scene, 18, random, 2) - 0.5)
    side = np.where(fine, 18, 29)
    row, cell, along, v = bricks(scene, side, side * 1.06, 48)
    number = (scene.label * 4096 + row.astype(np.int64) % 4096) * 4096 + cell.astype(np.int64) % 4096
    _, stone, area = np.unique(number, return_inverse=True, return_counts=True)
    stone = stone.reshape(number.shape)
    total = len(area)
    local = scene.colours(STONES)
    colours = np.stack([np.bincount(stone.ravel(), band.ravel(), total) / area for band in np.moveaxis(local, -1, 0)], -1)
    colours = colours * random.uniform(0.76, 1.2, (total, 1)) + random.normal(0, 7, (total, 3))
    gold = random.random(total) < 0.03
    colours[gold] = np.array((238, 196, 84)) * random.uniform(0.85, 1.12, (gold.sum(), 1))
    tilt = random.normal(0, 0.13, (2, total))
    u = 2 * (along - cell) - 1
    surface = cloudy(scene, width / 5, random, 2)
    face = colours[stone] * (1 + tilt[0][stone] * u + tilt[1][stone] * v)[..., None] * (0.94 + 0.12 * surface[..., None])
    rim = (1 - np.maximum(abs(u), abs(v))) * side / 2  # pixels to the edge of the stone
    grout = np.clip(2.6 - rim, 0, 1)
    grout = np.maximum(grout, contour(scene, 4, random, 0.2))
    grout = np.maximum(grout, area[stone] < 0.12 * side**2)[..., None]
    bevel = (1 - 0.22 * np.clip(1 - (rim - 2.6) / 3, 0, 1))[..., None]
    mortar = np.array((36, 32, 36), np.float32) + 24 * (surface[..., None] - 0.5)
    return to_image(face * bevel * (1 - grout) + mortar * grout)
