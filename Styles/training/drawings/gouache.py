"""Gouache: flat opaque planes in few colours, laid with a broad brush whose bristles show at the ends of strokes."""

import numpy as np

from drawings.fields import KINDS
from drawings.ground import jittered, to_image
from drawings.marks import blurred, cloudy, directions, strokes
from drawings.motif import valley

PALETTE = {
    "sky": ((132, 166, 176), (172, 194, 190), (212, 214, 194), (236, 222, 190)), "sun": ((250, 232, 186),),
    "cloud": ((196, 190, 184), (228, 218, 202), (246, 238, 220)),
    "far": ((74, 98, 118), (104, 126, 138), (142, 152, 150)),
    "hill": ((62, 84, 66), (104, 120, 72), (150, 150, 88)),
    "field": ((176, 138, 66), (210, 172, 88), (230, 204, 128)), "tree": ((24, 46, 48), (38, 66, 56), (74, 96, 62)),
    "trunk": ((48, 36, 38),), "wall": ((132, 130, 142), (190, 178, 164), (244, 234, 212)),
    "roof": ((114, 52, 46), (168, 78, 54), (200, 106, 70)), "dark": ((34, 34, 46),),
    "path": ((186, 160, 128), (222, 200, 162), (240, 224, 190)),
    "water": ((44, 84, 102), (78, 122, 134), (140, 170, 166), (206, 210, 188)),
    "skin": ((150, 96, 78), (206, 150, 116), (240, 200, 160)), "hair": ((44, 30, 34), (76, 48, 42)),
    "hat": ((188, 146, 80), (226, 190, 112), (244, 220, 152)),
    "coat": ((40, 44, 74), (60, 70, 108), (96, 106, 140)), "scarf": ((146, 54, 48), (196, 82, 58)),
}  # fmt: skip


def draw(width, height):
    random = np.random.default_rng(91)
    scene = valley(width, height)
    planes = scene.colours(PALETTE, steps=True)
    plane = (planes @ np.array((1, 300, 7e4), np.float32)).astype(np.float32)  # one number a colour
    angle = directions(scene)
    bristles = random.random((64, 96)).astype(np.float32)  # one row a brush, unevenly loaded
    bristles = (bristles + np.roll(bristles, 1, 1) + np.roll(bristles, 2, 1)) / 3
    picture = planes + 7 * (cloudy(scene, 60, random, 2)[..., None] - 0.5)
    detail = np.isin(scene.kind, [KINDS.index(kind) for kind in ("skin", "dark", "hair", "scarf", "lips", "hat", "trunk")])
    near = blurred(detail.astype(np.float32), 6) > 0.08
    for spacing, long, wide, fine in ((24, 92, 30, False), (15, 54, 15, False), (9, 26, 8, True)):
        points = jittered(height, width, spacing, random, 1.0)
        points = points[random.permutation(len(points))]
        y, x = np.clip(points.astype(int), 0, (height - 1, width - 1)).T
        chosen = near[y, x] if fine else ~(near[y, x]) & (random.random(len(points)) < (1.0 if spacing > 20 else 0.5))
        points, y, x = points[chosen], y[chosen], x[chosen]
        turned = angle[y, x] + random.normal(0, 0.16, len(points))
        size = random.uniform(0.7, 1.25, len(points))
        colours = planes[y, x] * random.normal(1, 0.028, (len(points), 1)) + random.normal(0, 3, (len(points), 3))
        numbers, ends = random.integers(0, 64, len(points)), random.uniform(0.2, 0.85, len(points))
        drawn = strokes(scene, points, turned, long * size, wide * size, random.normal(0, 0.22, len(points)))
        for (window, u, v), colour, number, end, own in zip(drawn, colours, numbers, ends, plane[y, x]):
            hair = bristles[number][np.clip((v + 1) * 40 + 4, 0, 95).astype(int)]
            # Paint runs out towards the end, first under the bristles that carry least.
            cover = np.clip((1.0 - abs(u) - (1 - hair) * 0.5 * (0.35 + end * (u > 0))) * 9, 0, 1)
            cover *= np.clip((1 - abs(v)) * wide / 3, 0, 1)
            cover *= (plane[window] == own) | (hair > 0.6)  # beyond its own plane only stray bristles touch the paper
            picture[window] += (cover * 0.94)[..., None] * (colour + (hair[..., None] - 0.5) * 16 - picture[window])
    return to_image(picture)
