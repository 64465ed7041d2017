"""Points of pure colour in layers: large ones in the colours of things, smaller ones of light and of complements."""

import numpy as np
from PIL import Image, ImageDraw

from drawings.fields import KINDS
from drawings.ground import jittered
from drawings.marks import cloudy
from drawings.motif import valley

GROUND = (244, 238, 220)
POINTS = {
    "sky": ((70, 110, 190), (120, 170, 220), (176, 204, 226), (246, 208, 150)), "sun": ((255, 206, 60),),
    "cloud": ((190, 186, 216), (244, 226, 216), (255, 248, 232)),
    "far": ((70, 76, 160), (120, 116, 190), (196, 160, 190)), "hill": ((30, 96, 84), (96, 160, 80), (206, 206, 90)),
    "field": ((232, 140, 50), (248, 200, 80), (252, 230, 130)),
    "tree": ((24, 40, 96), (24, 92, 84), (110, 160, 70)), "trunk": ((90, 50, 80),),
    "wall": ((150, 130, 180), (230, 200, 190), (255, 242, 216)),
    "roof": ((150, 40, 70), (224, 84, 52), (246, 140, 70)), "dark": ((36, 30, 80),),
    "path": ((206, 150, 150), (248, 216, 160)), "water": ((24, 60, 140), (50, 130, 190), (170, 214, 216)),
    "skin": ((196, 96, 90), (246, 190, 150)), "hair": ((70, 36, 66), (130, 70, 50)),
    "hat": ((236, 170, 60), (252, 220, 110)), "coat": ((50, 30, 110), (110, 60, 160), (190, 90, 160)),
    "scarf": ((216, 50, 60), (244, 120, 80)),
}  # fmt: skip
FINE = ("skin", "dark", "scarf", "lips", "hair")
# What is strewn among the points in the light and in the shadow.
LIGHTS = np.array([(255, 214, 70), (250, 150, 60), (255, 240, 190), (250, 150, 150)])
SHADOWS = np.array([(40, 60, 170), (120, 50, 150), (20, 120, 120), (190, 50, 90)])


def draw(width, height, oversampling=2):
    random = np.random.default_rng(31)
    scene = valley(width, height)
    scene.light = np.clip(scene.light + 0.3 * (cloudy(scene, 6, random) - 0.5), 0, 1)
    local = scene.colours(POINTS)
    fine = np.isin(scene.kind, [KINDS.index(kind) for kind in FINE])
    image = Image.new("RGB", (width * oversampling, height * oversampling), GROUND)
    pen = ImageDraw.Draw(image)
    for spacing, radius, strewn, only_fine in (
        (18, 9.5, 0.1, False),
        (23, 8, 0.2, False),
        (30, 6, 0.6, False),
        (10, 4.8, 0.12, True),
    ):
        points = jittered(height, width, spacing, random, 0.55)
        for y, x in points[random.permutation(len(points))]:
            row, column = min(int(y), height - 1), min(int(x), width - 1)
            if only_fine and not fine[row, column]:
                continue
            colour = local[row, column] + random.normal(0, 11, 3)
            # Pure colours: away from grey.
            colour = colour + 0.3 * (colour - colour.mean())
            if random.random() < strewn:
                among = LIGHTS if scene.light[row, column] > random.uniform(0.3, 0.7) else SHADOWS
                colour = 0.7 * among[random.integers(len(among))] + 0.3 * colour
            r = radius * random.uniform(0.85, 1.12)
            box = [value * oversampling for value in (x - r, y - r * 0.93, x + r, y + r * 0.93)]
            pen.ellipse(box, tuple(int(value) for value in np.clip(colour, 0, 255)))
    return image.resize((width, height), Image.LANCZOS)
