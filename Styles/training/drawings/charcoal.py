"""Charcoal on grained paper: masses laid with the side of the stick and smudged, sharp black lines, lights lifted out."""

import numpy as np

from drawings.ground import to_image
from drawings.marks import blurred, cloudy, contour, flowing, lens, printed, rows, sharpened, shifted
from drawings.motif import valley

PAPER, COAL = (236, 230, 218), (24, 22, 23)


def draw(width, height):
    random = np.random.default_rng(121)
    scene = valley(width, height)
    tooth = cloudy(scene, width / 2.6, random, 2)
    tooth = (tooth - tooth.mean()) / tooth.std()
    dark = np.clip(1.2 - 1.28 * scene.tone + 0.5 * (cloudy(scene, 6, random) - 0.5), 0, 1)
    # A finger draws the dust along the forms and a little over their edges.
    smear = flowing(cloudy(scene, 60, random, 3), scene.across, 14, 2.0)
    smudge = np.clip(0.52 * blurred(dark, 9) + 0.46 * dark**2, 0, 1) * np.clip(0.9 + 0.16 * smear, 0.3, 1.3)
    coal = 0.92 * smudge + 0.035 * tooth * (0.2 + smudge)
    for number, (degrees, reach, pressure) in enumerate(((56, 0.3, 0.75), (None, 0.52, 1.0), (48, 0.7, 1.25))):
        along, across = (scene.along, scene.across) if degrees is None else scene.lines(-degrees)
        across = across + 22 * (cloudy(scene, 7, random, 2) - 0.5)
        period = 24
        u, v, chance = rows(scene, period, 190, 122 + 5 * number, along, across)
        push = (
            lens(u, v + 0.6 * (chance - 0.5), 0.75, period, 0.3)
            * np.clip((dark - reach) * 5 + 0.4, 0, 1)
            * (0.45 + 0.8 * chance)
        )
        # One edge of the stick bears down harder than the other.
        side = push * pressure * (0.75 + 0.35 * v)
        coal = 1 - (1 - coal) * (1 - 0.86 * sharpened(1.9 * side - 0.75 - 0.42 * tooth, 0, 1.2) * np.clip(3 * push, 0, 1))
    rubber_u, rubber_v, chance = rows(scene, 20, 120, 141)
    lifted = lens(rubber_u, rubber_v, 0.42, 20, 0.5) * (scene.tone > 0.7) * (chance > 0.55)
    coal *= 1 - 0.75 * blurred(lifted, 1.2)
    for down, wide, strength in ((0, 6.5, 1.0), (3, 3.0, 0.7)):
        line = shifted(contour(scene, wide, random, 0.75), down, -down)
        line = line * np.clip(2.6 * cloudy(scene, 11, random, 2) - 0.45, 0, 1)
        line = sharpened(1.9 * line - 0.62 - 0.3 * tooth, 0, 0.8) * np.clip(3 * line, 0, 1)
        coal = 1 - (1 - coal) * (1 - 0.93 * strength * line)
    paper = np.asarray(PAPER, np.float32) + 3.5 * np.clip(tooth, -2, 2)[..., None]
    return to_image(printed(paper, COAL, np.clip(coal, 0, 1)))
