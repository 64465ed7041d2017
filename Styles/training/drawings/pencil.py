"""Graphite on paper: layers of hatching, each darker tone crossed by one more direction, and drawn contours."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from drawings.ground import equalised, noise, to_image

PAPER, GRAPHITE = (247, 243, 233), (38, 38, 46)


def strokes(tone, threshold, angle, random, spacing, oversampling):
    """Pressure 0…1 of one layer of nearly parallel strokes where the tone (0 dark) is below the threshold."""
    height, width = tone.shape
    layer = Image.new("L", (width * oversampling, height * oversampling))
    pen = ImageDraw.Draw(layer)
    reach = int(np.hypot(height, width))
    for offset in np.arange(-reach, reach, spacing):
        place = -reach + random.uniform(0, 90)
        while place < reach:
            length = random.uniform(60, 170)
            lean = angle + random.normal(0, 0.05)
            middle = np.array((width / 2, height / 2))
            along, across = np.array((np.cos(angle), np.sin(angle))), np.array((-np.sin(angle), np.cos(angle)))
            start = middle + along * place + across * (offset + random.normal(0, spacing * 0.22))
            place += length * random.uniform(0.75, 1.05)
            end = start + length * np.array((np.cos(lean), np.sin(lean)))
            x, y = ((start + end) / 2).astype(int)
            if not (0 <= x < width and 0 <= y < height) or tone[y, x] > threshold + random.normal(0, 0.03):
                continue
            bend = (start + end) / 2 + across * random.normal(0, 2.5)
            path = [tuple(p * oversampling) for p in (start, bend, end)]
            pressure = int(255 * np.clip(random.uniform(0.55, 1) * (1.1 - tone[y, x]), 0.3, 1))
            pen.line(path, pressure, random.choice([5, 6, 6, 7, 8]) * oversampling // 2, "curve")
    return np.asarray(layer.resize((width, height), Image.LANCZOS)) / 255


def draw(width, height):
    random = np.random.default_rng(11)
    hills = noise(height, width, 3, random, 3)
    tone = equalised(hills + 0.25 * noise(height, width, 9, random, 2))
    tone = np.round(tone * 7) / 7 * 0.7 + tone * 0.3  # facets, so that tones meet at edges
    grain = noise(height, width, width // 3, random, 2)
    light = np.ones((height, width))
    for threshold, degrees, spacing in ((0.86, -38, 15), (0.6, -50, 12), (0.42, 20, 12), (0.26, 76, 11), (0.14, -14, 9)):
        pressure = strokes(tone, threshold, np.deg2rad(degrees), random, spacing, 2)
        light *= 1 - pressure * (0.8 + 0.4 * (grain - 0.5))
    steps = (np.abs(np.gradient(np.round(equalised(hills) * 6))).sum(0) > 0).astype(np.uint8) * 255
    contour = Image.fromarray(steps).filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(0.8))
    contour = np.asarray(contour) / 255 * np.clip(noise(height, width, 12, random, 3) * 2.2 - 0.55, 0, 1)
    light *= 1 - 0.85 * contour
    light = np.clip(light, 0, 1)[..., None]
    paper = np.asarray(PAPER, float) - 7 * (grain[..., None] - 0.5)
    return to_image(paper * light + np.asarray(GRAPHITE, float) * (1 - light))
