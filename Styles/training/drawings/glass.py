"""Stained glass: panes cut along the forms, each with its own light in it, held by one net of dark lead."""

import numpy as np

from drawings.ground import cells_around, jittered, to_image
from drawings.marks import blurred, cloudy, contour, flowing, shifted
from drawings.motif import valley

GLASS = {
    "sky": ((16, 40, 140), (28, 92, 196), (64, 160, 224), (250, 190, 90), (255, 226, 130)),
    "sun": ((255, 240, 160),), "cloud": ((170, 160, 214), (232, 226, 236), (255, 248, 230)),
    "far": ((70, 30, 120), (120, 60, 160), (176, 110, 190)), "hill": ((12, 80, 50), (40, 140, 60), (130, 190, 60)),
    "field": ((226, 120, 20), (250, 180, 40), (255, 220, 90)), "tree": ((6, 50, 44), (10, 96, 66), (40, 150, 80)),
    "trunk": ((96, 44, 30),), "wall": ((190, 150, 150), (240, 220, 190), (255, 244, 220)),
    "roof": ((130, 14, 28), (206, 36, 36), (240, 90, 40)), "dark": ((26, 22, 50),),
    "path": ((220, 160, 100), (250, 214, 150)), "water": ((8, 56, 120), (16, 120, 170), (90, 200, 210)),
    "skin": ((206, 120, 84), (250, 200, 150)), "hair": ((80, 30, 24), (130, 50, 30)),
    "hat": ((230, 150, 24), (255, 206, 60)), "coat": ((130, 10, 40), (200, 20, 50), (230, 60, 70)),
    "scarf": ((20, 60, 160), (60, 130, 210)), "lips": ((170, 30, 40),),
}  # fmt: skip


def draw(width, height):
    random = np.random.default_rng(5)
    scene = valley(width, height)
    spacing = 52
    # Eyes, brows, mouth and windows are painted on the glass, not leaded.
    names, counts = np.unique(scene.label, return_counts=True)
    small = np.isin(scene.label, names[counts < 0.0035 * scene.label.size])
    groups, bare = scene.label.copy(), small.copy()
    for _ in range(30):  # the panes behind grow over what is painted
        for down, across in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            groups = np.where(bare, shifted(groups, down, across), groups)
            bare &= shifted(bare, down, across)
    points = jittered(height, width, spacing, random, 0.75)
    index, _, _ = cells_around(points, height, width, spacing=spacing, groups=groups)
    count = np.maximum(np.bincount(index.ravel(), minlength=len(points)), 1)
    scene.light = np.clip(scene.light + random.normal(0, 0.13, len(points))[index] * ~small, 0, 1)
    local = scene.colours(GLASS)
    mean = np.stack(
        [np.bincount(index.ravel(), band.ravel(), len(points)) / count for band in np.moveaxis(local, -1, 0)], -1
    )
    own = np.where(small[..., None], local, mean[index])
    shade = (0.72 + 0.5 * random.random((len(points), 1)) ** 1.5) * random.normal(1, 0.07, (len(points), 3))
    y0, x0 = (np.bincount(index.ravel(), place.ravel(), len(points)) / count for place in (scene.y, scene.x))
    lean = random.normal(0, 1, (2, len(points)))
    slope = lean[0][index] * (scene.y - y0[index]) + lean[1][index] * (scene.x - x0[index])
    away = np.hypot(scene.y - y0[index], scene.x - x0[index]) * height / spacing
    light = 1.12 - 0.34 * away**2 + 3.4 * slope
    streaks = flowing(random.random((height, width)).astype(np.float32), scene.across, 14, 2.0)
    light = light * (1 + 0.035 * streaks) * (0.86 + 0.28 * cloudy(scene, 9, random, 3))
    picture = own * (0.35 * shade[index] + 0.65) * np.clip(light, 0.45, 1.35)[..., None]
    picture += 120 * np.clip(light - 1.15, 0, 0.5)[..., None]
    lead = contour(scene, 6, random, 0.12, index)
    lead = np.maximum(lead, contour(scene, 2.2, random, 0.3, np.where(small, scene.label, 0)) * 0.8)
    relief = np.diff(blurred(lead, 2.5), axis=0, prepend=0) + np.diff(blurred(lead, 2.5), axis=1, prepend=0)
    metal = np.array((20, 18, 24), np.float32) + 190 * np.clip(relief, 0, 0.3)[..., None]
    return to_image(picture * (1 - lead[..., None]) + metal * lead[..., None])
