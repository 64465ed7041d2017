"""Stained glass: panes of light-filled colour, streaked and uneven, held by dark lead."""

import numpy as np
from PIL import Image, ImageFilter

from drawings.ground import cells_around, jittered, noise, to_image

JEWELS = [
    (196, 24, 36), (226, 64, 28), (246, 150, 20), (252, 208, 52), (30, 130, 62), (86, 176, 60),
    (18, 66, 168), (34, 118, 206), (92, 186, 226), (98, 34, 136), (168, 40, 108), (240, 228, 196),
]  # fmt: skip


def draw(width, height):
    random = np.random.default_rng(5)
    spacing = 72
    points = jittered(height, width, spacing, random, 0.8)
    index, nearest, second = cells_around(points, height, width, spacing=spacing)
    # The choice of colours follows wide fields, so that neighbours belong together: blues, then reds, then golds.
    y, x = np.clip(points.T.astype(int), 0, np.array((height, width))[:, None] - 1)
    field = noise(height, width, 3, random, 2)[y, x]
    order = np.array([6, 7, 8, 9, 10, 0, 1, 2, 3, 11, 5, 4])
    place = np.clip(field * len(order) + random.normal(0, 1.5, len(points)), 0, len(order) - 1).astype(int)
    colours = np.array(JEWELS, float)[order[place]] * random.uniform(0.8, 1.12, (len(points), 1))
    picture = colours[index]
    glow = np.clip(1.25 - nearest / spacing * 0.85, 0.55, 1.3)[..., None]
    streaks = noise(height, width, 10, random, 5)
    fine = noise(height, width, 60, random, 3)
    light = glow * (0.72 + 0.5 * streaks[..., None]) * (0.92 + 0.16 * fine[..., None])
    picture = picture * light + 255 * np.clip(light - 1.12, 0, 1) * 0.5
    edge = second - nearest
    lead = np.clip(11 - edge, 0, 1)
    lead = np.asarray(Image.fromarray((lead * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.8))) / 255
    relief = np.gradient(np.asarray(Image.fromarray((lead * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(3)), float))
    shine = np.clip(-(relief[0] + relief[1]), 0, 40)[..., None] * 0.5
    metal = np.array((22, 20, 26)) + shine + 14 * fine[..., None]
    return to_image(picture * (1 - lead[..., None]) + metal * lead[..., None])
