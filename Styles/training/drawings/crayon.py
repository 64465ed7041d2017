"""Wax crayons on rough paper: several colours scribbled over each other, each its own way, and the paper's tooth bare."""

import numpy as np

from drawings.fields import in_order
from drawings.ground import to_image
from drawings.marks import cloudy, contour, lens, rows, sharpened
from drawings.motif import valley

PAPER = (248, 243, 230)
# The crayons of each kind: for everything, for half shadow, for shadow.
BOX = {
    "sky": ("azure", "sky", "violet"), "sun": ("yellow", "orange", "orange"), "cloud": ("white", "pink", "sky"),
    "far": ("violet", "blue", "blue"), "hill": ("lime", "green", "blue"), "field": ("yellow", "orange", "red"),
    "tree": ("green", "blue", "black"), "trunk": ("brown", "violet", "black"), "wall": ("white", "pink", "violet"),
    "roof": ("orange", "red", "violet"), "dark": ("blue", "black", "black"), "path": ("pink", "orange", "brown"),
    "water": ("azure", "blue", "green"), "skin": ("pink", "orange", "red"), "hair": ("brown", "brown", "black"),
    "hat": ("yellow", "orange", "brown"), "coat": ("red", "violet", "blue"), "scarf": ("azure", "blue", "violet"),
    "lips": ("red", "red", "violet"),
}  # fmt: skip
WAX = {
    "white": (252, 250, 246), "yellow": (252, 206, 40), "orange": (244, 132, 40), "red": (216, 46, 52),
    "pink": (246, 168, 160), "violet": (120, 78, 164), "blue": (38, 74, 160), "azure": (70, 156, 214),
    "sky": (120, 190, 220), "green": (30, 132, 78), "lime": (138, 190, 66), "brown": (128, 74, 48),
    "black": (34, 32, 44),
}  # fmt: skip


def draw(width, height):
    random = np.random.default_rng(101)
    scene = valley(width, height)
    tooth = cloudy(scene, width / 6.5, random, 2)
    tooth = (tooth - tooth.mean()) / tooth.std()
    picture = np.ones((height, width, 3), np.float32) * np.asarray(PAPER, np.float32)
    picture += 3 * np.clip(tooth, -2, 2)[..., None]
    light = scene.light + 0.25 * (cloudy(scene, 7, random) - 0.5)
    wobble = [16 * (cloudy(scene, 9, random, 2) - 0.5) for _ in range(2)]
    layers = (  # crayon, direction (none: along the form), reach of the tone, pressure
        (0, None, 2.0, 1.1), (0, 52, 0.9, 0.3), (1, 38, 0.66, 0.9),
        (1, None, 0.46, 0.9), (2, -34, 0.36, 0.9), (2, 70, 0.16, 0.8),
    )  # fmt: skip
    for number, (crayon, degrees, reach, pressure) in enumerate(layers):
        colours = np.array([WAX[crayons[crayon]] for crayons in in_order(BOX)], np.float32)[scene.kind] / 255
        along, across = (scene.along, scene.across) if degrees is None else scene.lines(degrees)
        laid = np.zeros((height, width), np.float32)
        for half in range(2):
            u, v, chance = rows(scene, 13, 150, 110 + 7 * number + 31 * half, along, across + 6.5 * half + wobble[half])
            push = pressure * (0.55 + 0.8 * chance) * np.clip((reach - light) * 6 + 0.5, 0, 1)
            rounded = lens(u, v + 0.5 * (chance - 0.5), 0.62, 13, 0.25)
            laid = np.maximum(laid, rounded * push)
        # Wax reaches the hollows of the paper only where the hand presses.
        wax = sharpened(2.6 * laid - 1.2 - 0.95 * tooth, 0, 1.0) * np.clip(4 * laid, 0, 1)
        opaque = 0.42 if number else 0.25
        wax = 0.93 * wax[..., None]
        through = picture * (1 - wax + wax * colours)
        over = picture * (1 - wax) + 255 * colours * wax
        picture = through * (1 - opaque) + over * opaque
    line = contour(scene, 6, random, 0.5) * np.clip(cloudy(scene, 16, random, 2) * 2.6 - 0.75, 0, 1)
    line = sharpened(2.4 * line - 1.0 - 0.7 * tooth, 0, 1.0) * np.clip(3 * line, 0, 1)
    return to_image(picture * (1 - 0.75 * line[..., None] * (1 - np.asarray(WAX["black"], np.float32) / 255)))
