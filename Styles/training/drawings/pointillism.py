"""Points of pure colour: each place is a choice of dots that mix in the eye, with their complements among them."""

import numpy as np
from PIL import Image, ImageDraw

from drawings.ground import equalised, jittered, noise, palette_field

WARM = [(120, 34, 60), (206, 56, 44), (240, 128, 38), (250, 196, 60), (252, 238, 176)]
COOL = [(26, 32, 92), (36, 84, 172), (66, 150, 200), (120, 200, 170), (222, 240, 200)]
SPARKS = [(250, 214, 60), (238, 96, 52), (40, 70, 180), (60, 160, 90), (190, 70, 150), (252, 248, 228)]


def draw(width, height, oversampling=2):
    random = np.random.default_rng(31)
    light = equalised(noise(height, width, 4, random, 3))
    warmth = equalised(noise(height, width, 3, random, 2))
    warm, cool = palette_field(light, WARM), palette_field(light, COOL)
    image = Image.new("RGB", (width * oversampling, height * oversampling), (246, 240, 220))
    pen = ImageDraw.Draw(image)
    for spacing, radius in ((25, 11.5), (30, 9.5)):
        points = jittered(height, width, spacing, random, 0.45)
        for y, x in points[random.permutation(len(points))]:
            row, column = min(int(y), height - 1), min(int(x), width - 1)
            is_warm = random.random() < np.clip((warmth[row, column] - 0.5) * 3 + 0.5, 0.08, 0.92)
            colour = (warm if is_warm else cool)[row, column] + random.normal(0, 20, 3)
            if random.random() < 0.16:
                colour = np.array(SPARKS[random.integers(len(SPARKS))]) + random.normal(0, 10, 3)
            r = radius * random.uniform(0.85, 1.12)
            box = [v * oversampling for v in (x - r, y - r * 0.92, x + r, y + r * 0.92)]
            pen.ellipse(box, tuple(int(v) for v in np.clip(colour, 0, 255)))
    return image.resize((width, height), Image.LANCZOS)
