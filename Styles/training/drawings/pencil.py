"""Graphite on paper: hatching that follows the forms, each darker tone crossed by one more layer, and sought contours."""

import numpy as np

from drawings.ground import to_image
from drawings.marks import blurred, cloudy, contour, lens, printed, rows, shifted
from drawings.motif import valley

PAPER, GRAPHITE = (247, 243, 233), (36, 36, 44)


def draw(width, height):
    random = np.random.default_rng(11)
    scene = valley(width, height)
    tooth = cloudy(scene, width / 3, random, 2)
    tooth = (tooth - tooth.mean()) / tooth.std()
    tone = np.clip(scene.tone + 0.22 * (cloudy(scene, 6, random) - 0.5), 0, 1)
    graphite = 0.24 * blurred(np.clip(0.8 - tone, 0, 1), 6) * (1 + 0.2 * tooth)
    period = 11
    # Where the tone lies below the threshold: direction (none: along the form), pressure.
    layers = ((0.9, 48, 0.62), (0.7, None, 0.8), (0.5, 62, 0.85), (0.32, -28, 0.85), (0.16, 14, 0.9))
    for number, (threshold, degrees, pressure) in enumerate(layers):
        along, across = (scene.along, scene.across) if degrees is None else scene.lines(-degrees)
        across = across + 13 * (cloudy(scene, 7, random, 2) - 0.5)
        u, v, chance = rows(scene, period, 105, 12 + 3 * number, along, across)
        lean = (chance * 7.3) % 1 - 0.5
        half = (0.36 + 0.06 * (number > 2)) * (0.75 + 0.5 * chance)
        line = lens(u, v + 0.5 * (chance - 0.5) + 0.5 * lean * u, half, period, 0.35)
        fades = np.clip(1.25 - 0.55 * (u + 1) / 2, 0, 1)  # the hand lifts towards the end
        line = line * fades * np.clip((threshold - tone) * 9 + 0.5, 0, 1) * pressure * (0.65 + 0.45 * chance)
        graphite = 1 - (1 - graphite) * (1 - line * np.clip(0.92 - 0.13 * tooth, 0, 1))
    for moved, wide, strength in (((0, 0), 4.5, 0.9), ((-3, 2), 2.8, 0.6)):
        line = shifted(contour(scene, wide, random, 0.5), *moved) * np.clip(2.4 * cloudy(scene, 10, random, 2) - 0.35, 0, 1)
        graphite = 1 - (1 - graphite) * (1 - strength * line * np.clip(0.95 - 0.1 * tooth, 0, 1))
    paper = np.asarray(PAPER, np.float32) + 2 * np.clip(tooth, -2, 2)[..., None]
    return to_image(printed(paper, GRAPHITE, graphite))
