"""Cut paper: sheets of coloured stock stacked step by step, each casting a soft shadow on the one below."""

import numpy as np

from drawings.fields import in_order
from drawings.ground import to_image
from drawings.marks import blurred, cloudy, shifted
from drawings.motif import valley

SHEETS = {
    "sky": ((44, 74, 112), (84, 128, 156), (150, 186, 190), (232, 208, 168), (250, 226, 178)),
    "sun": ((255, 244, 206),), "cloud": ((222, 210, 202), (244, 236, 224)),
    "far": ((72, 86, 128), (110, 112, 150), (164, 142, 160)),
    "hill": ((28, 84, 84), (58, 122, 98), (124, 158, 104)), "field": ((214, 140, 62), (238, 180, 84)),
    "tree": ((14, 46, 56), (24, 76, 74), (46, 110, 86)), "trunk": ((70, 44, 44),),
    "wall": ((206, 180, 168), (252, 240, 220)), "roof": ((150, 48, 48), (206, 78, 60)), "dark": ((40, 36, 56),),
    "path": ((226, 186, 140), (246, 218, 176)), "water": ((24, 82, 116), (54, 128, 150), (130, 186, 190)),
    "skin": ((206, 132, 106), (246, 198, 162)), "hair": ((62, 36, 44),), "hat": ((226, 158, 64), (246, 200, 98)),
    "coat": ((126, 34, 60), (182, 56, 74)), "scarf": ((200, 110, 72), (240, 160, 104)),
}  # fmt: skip


def draw(width, height):
    random = np.random.default_rng(151)
    scene = valley(width, height)
    scene.light = np.clip(scene.light + 0.22 * (cloudy(scene, 5, random, 2) - 0.5), 0, 1)
    picture = scene.colours(SHEETS, steps=True)
    counts = np.array([len(shades) for shades in in_order(SHEETS)])[scene.kind]
    step = (np.clip(scene.light, 0, 0.999) * counts).astype(np.int32)
    depth = scene.label * 8 + step  # what was cut out later lies above, and the light sheet above the dark
    shadow, reach = np.zeros((height, width), np.float32), 20
    for far in range(1, reach + 1):
        above = shifted(depth, far, far * 3 // 4) > depth
        shadow += above * (1 - far / (reach + 1))
    shadow = np.clip(shadow / 5.5, 0, 1)
    edge = np.clip((depth > shifted(depth, 2, 1)).astype(np.float32), 0, 1)
    fibres = cloudy(scene, width / 4, random, 2)
    relief = cloudy(scene, width / 8, random, 2)
    stock = 1 + 0.05 * (fibres - 0.5) + 0.25 * (relief - shifted(relief, 1, 1))
    picture = picture * (1 - 0.58 * shadow[..., None] * np.array((1.0, 0.95, 0.8), np.float32)) * stock[..., None]
    picture = picture + 34 * blurred(edge, 0.6)[..., None]
    return to_image(np.stack([blurred(band / 255, 0.6) for band in np.moveaxis(picture, -1, 0)], -1) * 255)
