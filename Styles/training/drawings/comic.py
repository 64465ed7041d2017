"""A comic: brush outlines that swell, flat printer's colours, mid tones in Ben-Day dots, shadows feathered in ink."""

import numpy as np

from drawings.fields import KINDS, in_order
from drawings.ground import to_image
from drawings.marks import blurred, cloudy, contour, dots, lens, printed, rows, sharpened
from drawings.motif import valley

INK, PAPER = (18, 16, 20), (250, 246, 234)
FLAT = {
    "sky": (124, 206, 236), "sun": (255, 214, 40), "cloud": (252, 250, 244), "far": (150, 148, 208),
    "hill": (132, 196, 88), "field": (252, 220, 84), "tree": (46, 146, 84), "trunk": (150, 92, 60),
    "wall": (252, 244, 222), "roof": (232, 60, 50), "dark": (30, 28, 50), "path": (252, 226, 164),
    "water": (70, 160, 224), "skin": (254, 214, 180), "hair": (92, 46, 36), "hat": (255, 216, 56),
    "coat": (226, 48, 60), "scarf": (48, 96, 196), "lips": (214, 40, 50),
}  # fmt: skip
SCREEN = {
    "sky": (28, 118, 206), "cloud": (120, 196, 232), "far": (84, 70, 160), "hill": (30, 128, 70),
    "field": (240, 130, 40), "tree": (10, 76, 70), "wall": (240, 160, 130), "roof": (140, 20, 50),
    "path": (228, 140, 80), "water": (20, 70, 170), "skin": (232, 84, 84), "hat": (240, 130, 30),
    "coat": (120, 14, 60), "scarf": (20, 36, 120), "lips": (150, 16, 50),
}  # fmt: skip
FACE = ("skin", "dark", "lips")
FRONT = ("skin", "lips", "hair", "hat", "coat", "scarf")


def among(scene, kinds):
    return np.isin(scene.kind, [KINDS.index(kind) for kind in kinds]).astype(np.float32)


def draw(width, height):
    random = np.random.default_rng(81)
    scene = valley(width, height)
    light = scene.light + 0.05 * (cloudy(scene, 8, random) - 0.5)
    flat = np.array(in_order(FLAT), np.float32)[scene.kind]
    screen = np.array([SCREEN.get(kind, INK) for kind in KINDS], np.float32)[scene.kind]
    amount = np.clip(1.02 - 1.25 * light, 0, 0.62)
    amount = np.floor(amount * 5 + 0.5) / 5  # screens come in a few strengths
    picture = printed(flat, screen, dots(scene, 12, 28, amount))
    tone = scene.tone
    period = 11
    u, v, chance = rows(scene, period, 74, 82)
    feather = lens(u, v, np.clip(1.25 - 4.2 * light, 0, 1.2) * (0.7 + 0.5 * chance), period, 0.9, skew=-0.35)
    black = feather * (tone < 0.62) * (light < 0.27)
    black = np.maximum(black, (tone < 0.04) * 1.0)
    fine = blurred(among(scene, FACE), 3) > 0.5
    black = np.maximum(black, contour(scene, 7, random, 0.6) * ~fine)
    black = np.maximum(black, contour(scene, 3.5, random, 0.3))
    figure = blurred(among(scene, FRONT), 6) > 0.5
    black = np.maximum(black, contour(scene, 11, random, 0.4, figure.astype(int)))
    return to_image(printed(picture, INK, sharpened(blurred(black, 1.0), 0.5, 0.4)))
