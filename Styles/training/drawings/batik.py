"""Batik: lines and dots of wax left pale on dyed cotton, indigo over brown, crackled where the wax broke."""

import numpy as np

from drawings.fields import KINDS, in_order
from drawings.ground import cells_around, jittered, to_image
from drawings.marks import blurred, cloudy, contour, printed, rows, sharpened
from drawings.motif import valley

WAXED = (242, 228, 196)
DYES = {
    "sky": ((22, 40, 92), (38, 70, 130), (96, 120, 160)), "sun": ((232, 160, 60),),
    "cloud": ((150, 160, 180), (226, 214, 190)), "far": ((64, 34, 44), (110, 58, 52)),
    "hill": ((30, 56, 70), (70, 92, 74), (150, 130, 70)), "field": ((178, 104, 40), (214, 150, 66)),
    "tree": ((16, 26, 58), (24, 52, 70)), "trunk": ((70, 36, 30),), "wall": ((120, 70, 56), (206, 150, 100)),
    "roof": ((110, 34, 28), (160, 60, 36)), "dark": ((20, 20, 44),), "path": ((196, 140, 84), (230, 196, 140)),
    "water": ((20, 44, 100), (44, 96, 140), (130, 160, 170)), "skin": ((160, 90, 54), (222, 168, 112)),
    "hair": ((36, 22, 30),), "hat": ((190, 120, 44), (228, 176, 88)), "coat": ((84, 26, 30), (136, 46, 36)),
    "scarf": ((28, 60, 110), (60, 104, 150)), "lips": ((140, 44, 36),),
}  # fmt: skip
# What each kind is filled with: dots in rows, strokes along the form, or nothing.
FILLING = dict.fromkeys(DYES, 0) | {
    "sky": 1, "far": 2, "hill": 1, "field": 2, "tree": 2, "roof": 2, "water": 2, "coat": 1, "scarf": 2, "hat": 2,
    "hair": 2,
}  # fmt: skip


def draw(width, height):
    random = np.random.default_rng(171)
    scene = valley(width, height)
    scene.light = np.clip(scene.light + 0.3 * (cloudy(scene, 6, random) - 0.5), 0, 1)
    dyed = scene.colours(DYES)
    dyed = np.stack([blurred(band / 255, 2.5) for band in np.moveaxis(dyed, -1, 0)], -1) * 255  # dye creeps in cotton
    dyed *= 0.86 + 0.3 * cloudy(scene, 7, random, 4)[..., None]
    filling = np.array(in_order(FILLING))[scene.kind]
    u, v, chance = rows(scene, 24, 24, 172)
    spot = np.clip((0.34 + 0.1 * chance - np.hypot(u, v)) * 12 + 0.5, 0, 1) * (filling == 1)
    u, v, chance = rows(scene, 17, 76, 175)
    dash = np.clip((0.3 * (1 - u**4) * (0.8 + 0.4 * chance) - abs(v)) * 8 + 0.5, 0, 1) * (filling == 2)
    face = blurred(np.isin(scene.kind, [KINDS.index(kind) for kind in ("skin", "lips")]), 8) > 0.35
    wax = np.maximum(np.maximum(spot, dash), contour(scene, 7, random, 0.35) * ~face)
    wax = sharpened(blurred(wax, 1.3), 0.5, 0.5)
    dyed = printed(dyed, DYES["hair"][0], contour(scene, 3, random, 0.3) * face)
    crackle = np.zeros((height, width), np.float32)
    for spacing, strength in ((90, 1.0), (46, 0.7)):
        bent = jittered(height, width, spacing, random, 1.0)
        _, nearest, second = cells_around(bent, height, width, spacing=spacing)
        gap = second - nearest + 26 * (cloudy(scene, 22, random, 3) - 0.5)
        crackle = np.maximum(crackle, strength * np.clip(1.8 - abs(gap - 4) * 0.8, 0, 1))
    crackle *= np.clip(2.6 * cloudy(scene, 5, random, 2) - 0.6, 0, 1)
    picture = printed(dyed, WAXED, 0.94 * wax)
    pale = picture.mean(-1) / 255
    picture = printed(picture, (26, 34, 74), 0.75 * crackle * np.clip(2.2 * pale - 0.3, 0.1, 1))
    weave = 0.5 + 0.25 * np.sin(scene.x * height * 1.6) + 0.25 * np.sin(scene.y * height * 1.6)
    return to_image(picture * (0.95 + 0.07 * weave[..., None]))
