"""Oil pastel on dark paper: short thick strokes of creamy colour, side by side, the dark ground between them."""

import numpy as np

from drawings.fields import KINDS
from drawings.ground import jittered, to_image
from drawings.marks import cloudy, directions, strokes
from drawings.motif import valley

PAPER = (38, 34, 52)
STICKS = {
    "sky": ((70, 96, 186), (110, 156, 220), (150, 206, 222), (250, 214, 150)), "sun": ((255, 236, 120),),
    "cloud": ((188, 160, 206), (250, 196, 186), (255, 244, 226)),
    "far": ((70, 60, 140), (124, 100, 184), (214, 140, 176)),
    "hill": ((24, 100, 96), (74, 166, 92), (190, 206, 84)),
    "field": ((232, 112, 48), (250, 180, 60), (255, 226, 110)),
    "tree": ((20, 50, 84), (24, 104, 90), (110, 178, 84)), "trunk": ((120, 60, 70),),
    "wall": ((140, 120, 190), (240, 200, 180), (255, 246, 222)),
    "roof": ((150, 34, 70), (230, 70, 56), (250, 140, 80)), "dark": ((30, 26, 60),),
    "path": ((210, 130, 130), (252, 208, 156)), "water": ((20, 60, 150), (30, 134, 190), (140, 220, 214)),
    "skin": ((200, 90, 84), (250, 180, 140), (255, 220, 180)), "hair": ((60, 26, 50), (140, 66, 50)),
    "hat": ((230, 150, 40), (255, 214, 80)), "coat": ((120, 20, 80), (206, 40, 90), (244, 110, 120)),
    "scarf": ((20, 120, 150), (90, 206, 196)), "lips": ((206, 40, 60),),
}  # fmt: skip
FINE = ("skin", "dark", "hair", "lips")
FINEST = ("dark", "lips")


def draw(width, height):
    random = np.random.default_rng(181)
    scene = valley(width, height)
    scene.light = np.clip(scene.light + 0.35 * (cloudy(scene, 7, random) - 0.5), 0, 1)
    local, angle = scene.colours(STICKS), directions(scene)
    tooth = cloudy(scene, width / 4, random, 2)
    # Broad sticks first, a sharpened edge for a face, a corner for its eyes.
    grade = sum(np.isin(scene.kind, [KINDS.index(kind) for kind in kinds]).astype(int) for kinds in (FINE, FINEST))
    picture = np.ones((height, width, 3), np.float32) * np.asarray(PAPER, np.float32) + 16 * (tooth[..., None] - 0.5)
    for spacing, long, wide, wanted in ((21, 66, 17, 0), (30, 52, 14, 0), (7, 24, 8, 1), (5, 14, 7, 2)):
        points = jittered(height, width, spacing, random, 0.8)
        points = points[random.permutation(len(points))]
        y, x = np.clip(points.astype(int), 0, (height - 1, width - 1)).T
        chosen = grade[y, x] == wanted
        points, y, x = points[chosen], y[chosen], x[chosen]
        colours = local[y, x] + random.normal(0, 13, (len(points), 3))
        colours += 0.25 * (colours - colours.mean(1, keepdims=True))
        turned = angle[y, x] + random.normal(0, 0.22, len(points))
        size = random.uniform(0.75, 1.2, len(points))
        drawn = strokes(scene, points, turned, long * size, wide * size, random.normal(0, 0.3, len(points)))
        for (window, u, v), colour, owner in zip(drawn, colours, scene.label[y, x]):
            inside = 1 - (abs(u) ** 3 + abs(v) ** 2.5)
            cover = np.clip((inside - 0.55 * (tooth[window] - 0.25)) * 4, 0, 1)
            cover *= (scene.label[window] == owner) | (tooth[window] > 0.6)  # past the edge only grains catch
            ridge = 1 + 0.16 * np.exp(-(((abs(v) - 0.7) / 0.22) ** 2)) * np.sign(-v)  # pushed up at the stroke's sides
            picture[window] += (0.95 * cover)[..., None] * (colour * ridge[..., None] - picture[window])
    return to_image(picture)
