"""Watercolour: thin washes over white paper, darker where they dried last, with blooms, grain and splashes."""

import numpy as np
from PIL import Image, ImageFilter

from drawings.ground import equalised, noise, to_image

PIGMENTS = [
    (28, 92, 172), (20, 140, 168), (222, 60, 86), (244, 150, 40), (236, 200, 50), (88, 150, 70),
    (118, 66, 150), (190, 88, 54), (40, 60, 120),
]  # fmt: skip


def blurred(mask, radius):
    return np.asarray(Image.fromarray((mask * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius))) / 255


def draw(width, height):
    random = np.random.default_rng(61)
    picture = np.ones((height, width, 3)) * (252, 249, 242) / 255
    tooth = noise(height, width, width // 3, random, 2)
    for number in range(13):
        colour = np.array(PIGMENTS[number % len(PIGMENTS)]) / 255
        field = equalised(noise(height, width, int(random.integers(3, 6)), random, 5))
        low = random.uniform(0.02, 0.86)
        ragged = 0.02 * (noise(height, width, 50, random, 3) - 0.5)
        wash = ((field + ragged > low) & (field + ragged < low + random.uniform(0.10, 0.17))).astype(float)
        soft = blurred(wash, 1.2)
        rim = np.clip(soft - blurred(wash, 5), 0, 1) * 1.5  # pigment gathers at the drying edge
        pool = noise(height, width, 7, random, 4)
        amount = soft * (0.12 + 0.62 * pool) + rim * 0.6 + soft * (tooth - 0.5) * 0.28
        amount = np.clip(amount * random.uniform(0.55, 0.9), 0, 1)[..., None]
        picture *= colour**amount  # light passes the layers one after the other
    drops = (noise(height, width, 70, random, 1) > 0.93).astype(float)
    shade = np.array(PIGMENTS[0]) / 255
    picture *= shade ** (blurred(drops, 1)[..., None] * 0.5)
    return to_image(picture * 255 * (0.975 + 0.04 * tooth[..., None]))
