"""Watercolour: broad transparent washes, rims where they dried, blooms where they ran, grain, white paper between."""

import numpy as np

from drawings.fields import KINDS, in_order
from drawings.ground import to_image
from drawings.marks import blurred, cloudy, sharpened
from drawings.motif import valley

PAPER = (252, 250, 244)
# Two pigments that run into each other in every wash.
WASHES = {
    "sky": ((96, 150, 200), (176, 190, 214)), "sun": ((250, 226, 150), (252, 236, 190)),
    "cloud": ((232, 228, 230), (250, 248, 244)), "far": ((110, 128, 176), (166, 150, 180)),
    "hill": ((128, 156, 84), (176, 180, 92)), "field": ((226, 190, 96), (230, 160, 90)),
    "tree": ((52, 98, 80), (104, 128, 58)), "trunk": ((110, 84, 72), (80, 70, 84)),
    "wall": ((240, 228, 210), (206, 196, 206)), "roof": ((190, 92, 66), (210, 130, 90)),
    "dark": ((70, 66, 90), (60, 56, 70)), "path": ((236, 214, 176), (220, 190, 160)),
    "water": ((70, 130, 168), (150, 190, 200)), "skin": ((240, 196, 164), (226, 160, 136)),
    "hair": ((92, 62, 56), (130, 84, 60)), "hat": ((240, 206, 120), (222, 170, 90)),
    "coat": ((72, 88, 146), (110, 104, 160)), "scarf": ((206, 76, 70), (190, 90, 110)),
}  # fmt: skip
SHADE = np.array((104, 104, 150), np.float32) / 255


def warped(field, dy, dx):
    height, width = field.shape
    y, x = np.mgrid[0:height, 0:width]
    return field[np.clip(y + dy, 0, height - 1).astype(int), np.clip(x + dx, 0, width - 1).astype(int)]


def rim(mask, width):
    """Pigment at the drying edge of a wash: sharp outside, fading inwards."""
    return mask * np.clip(1 - blurred(mask, width), 0, 1) * 2


def draw(width, height):
    random = np.random.default_rng(61)
    scene = valley(width, height)
    tooth = cloudy(scene, width / 2.8, random, 2)
    tooth = (tooth - tooth.mean()) / tooth.std()
    # A loaded brush keeps loosely to the drawing.
    shaky = [9 * (cloudy(scene, 16, random, 3) - 0.5) for _ in range(2)]
    detail = blurred(np.isin(scene.kind, [KINDS.index(k) for k in ("skin", "dark", "scarf", "lips", "hair")]), 4) > 0.2
    dy, dx = (np.where(detail, 0.3, 1) * shake for shake in shaky)
    label, kind, light = warped(scene.label, dy, dx), warped(scene.kind, dy, dx), warped(scene.light, dy, dx)
    edge = scene.boundary(label)
    gap = blurred(edge, 2.2) * ~detail * np.clip(2.4 * cloudy(scene, 9, random, 2) - 0.7, 0, 1)
    wash = sharpened(1 - 6 * gap, 0.4, 0.5)  # slivers of paper between washes
    uneven = np.clip(1.9 * cloudy(scene, 6, random, 2) - 0.15, 0, 1)
    border = (np.clip(blurred(edge, 1.8) * 4, 0, 1) + 0.35 * np.clip(blurred(edge, 7) * 14, 0, 1)) * uneven + 0.7 * rim(
        wash, 3
    )

    first, second = np.moveaxis(np.array(in_order(WASHES), np.float32)[kind] / 255, -2, 0)
    run = np.clip(3.2 * (cloudy(scene, 5, random, 4) - 0.5) + 0.5, 0, 1)[..., None]
    colour = first * (1 - run) + second * run
    pool = cloudy(scene, 6, random, 3)
    bloom_field = cloudy(scene, 4, random, 5)
    bloom = sharpened(bloom_field, 0.62, 0.015)
    ring = rim(bloom, 7) + 0.6 * rim(1 - bloom, 4)
    soft_light = np.clip(1.25 - light, 0.25, 1.3)
    amount = wash * (0.18 + 0.95 * pool) * (0.42 + 0.5 * soft_light)
    amount = amount * (1 - 0.6 * bloom) + wash * (0.6 * ring + 0.85 * border) + 0.055 * wash * tooth * (0.4 + pool)
    wet = np.isin(kind, [KINDS.index("sky"), KINDS.index("cloud"), KINDS.index("sun")])
    thin = np.where(kind == KINDS.index("cloud"), 0.45 * np.clip(0.9 - light, 0.0, 1), np.clip(1.3 - light, 0.12, 1))
    soft = blurred(np.where(kind == KINDS.index("sun"), 0, thin), 9) * wet  # the sky is painted into wet paper
    colour = np.where(wet[..., None], np.stack([blurred(c, 9) for c in np.moveaxis(colour, -1, 0)], -1), colour)
    amount = np.where(wet, np.clip(soft * (0.4 + 1.5 * pool + 0.9 * ring + 0.05 * tooth), 0, 2), amount)
    picture = np.clip(colour, 0.02, 1) ** (1.25 * np.clip(amount, 0, 2.2)[..., None])

    # A second wash over the shadows, its edge left hard, then a third in the darkest.
    for threshold, strength in ((0.44, 0.55), (0.2, 0.6)):
        shadow = sharpened(blurred(np.clip(0.5 + (threshold - light + 0.12 * (pool - 0.5)) * 2, 0, 1) * ~wet, 2.5), 0.5, 0.1)
        laid = shadow * (0.5 + 0.6 * cloudy(scene, 8, random, 3)) + 0.45 * rim(shadow, 6) + 0.08 * tooth * shadow
        glaze = 0.45 * colour + 0.55 * SHADE
        picture *= np.clip(glaze, 0.02, 1) ** (
            strength * np.clip(laid, 0, 2)[..., None] * (kind != KINDS.index("skin"))[..., None]
        )
    spots = sharpened(cloudy(scene, 45, random, 2), 0.88, 0.02) * (cloudy(scene, 3, random, 2) > 0.55)
    picture *= (colour**1.6) ** (0.8 * spots[..., None])
    picture = np.stack([blurred(band, 0.7) for band in np.moveaxis(picture, -1, 0)], -1)
    return to_image(picture * np.asarray(PAPER, np.float32) * (1 + 0.012 * tooth[..., None]))
