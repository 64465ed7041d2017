"""A mosaic: small square stones laid along the flow of the forms, gold and glass among them, grout between."""

import numpy as np

from drawings.ground import cells_around, equalised, jittered, noise, palette_field, swirl, to_image

STONES = [(24, 44, 92), (30, 102, 150), (70, 164, 168), (222, 214, 180), (232, 186, 84), (206, 96, 44), (128, 34, 40)]


def draw(width, height):
    random = np.random.default_rng(47)
    spacing = 32
    angles = swirl(height, width, random, 4)
    points = jittered(height, width, spacing, random, 0.35)
    y, x = np.clip(points.T.astype(int), 0, np.array((height, width))[:, None] - 1)
    index, nearest, second = cells_around(points, height, width, frames=angles[y, x], spacing=spacing)
    field = equalised(noise(height, width, 4, random, 2))
    bands = (np.round(field * 11) / 11)[y, x]
    colours = palette_field(bands, STONES) * random.uniform(0.72, 1.25, (len(points), 1))
    colours += random.normal(0, 9, colours.shape)
    gold = random.random(len(points)) < 0.07
    colours[gold] = np.array((236, 190, 70)) * random.uniform(0.85, 1.12, (gold.sum(), 1))
    tilt = random.normal(0, 0.006, (len(points), 2))
    rows, columns = np.mgrid[0:height, 0:width].astype(float)
    slope = tilt[index, 0] * (rows - points[index, 0]) + tilt[index, 1] * (columns - points[index, 1])
    surface = noise(height, width, width // 5, random, 2)
    stone = colours[index] * (1 + slope[..., None]) * (0.95 + 0.1 * surface[..., None])
    gap = np.minimum(second - nearest, 30)
    grout = np.clip(4.5 - gap, 0, 1)[..., None]
    rim = np.clip(8 - gap, 0, 3)[..., None] * 0.06
    mortar = np.array((34, 30, 34)) + 20 * (surface[..., None] - 0.5)
    return to_image(stone * (1 - rim) * (1 - grout) + mortar * grout)
