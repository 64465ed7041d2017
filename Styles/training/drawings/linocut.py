"""A linocut: one black block on warm paper; every light is a gouge cut along the form, broad where it is bright."""

import numpy as np

from drawings.fields import KINDS
from drawings.ground import to_image
from drawings.marks import blurred, cloudy, contour, lens, printed, rows, sharpened
from drawings.motif import valley

PAPER, INK = (238, 222, 188), (22, 20, 24)


def draw(width, height):
    random = np.random.default_rng(71)
    scene = valley(width, height)
    face = np.isin(scene.kind, [KINDS.index(kind) for kind in ("skin", "lips", "dark")])
    period, length = np.where(face, 11, 19), np.where(face, 56, 92)
    tone = np.clip(scene.tone + 0.10 * (cloudy(scene, 6, random) - 0.5), 0, 1)
    u, v, chance = rows(scene, period, length, 72)
    # The tool enters in a point, leaves broad, and no two cuts are equally deep.
    depth = np.clip(1.6 * tone - 0.2 + 0.1 * face, 0, 1.06) * (0.8 + 0.3 * chance)
    cut = lens(u, v, depth, period, 0.42, skew=0.25) * (tone > 0.12 + 0.2 * chance)
    fine_u, fine_v, fine = rows(scene, 11, 46, 75)
    cut = np.maximum(cut, lens(fine_u, fine_v, 0.42, 11, 0.7) * (tone < 0.34) * (tone > 0.1) * (fine > 0.45))
    bare = (tone > 0.97) | (scene.kind == KINDS.index("sun"))
    cut = np.maximum(cut, bare * 1.0)
    line = np.where(blurred(face, 3) > 0.5, contour(scene, 3, random, 0.2), contour(scene, 7, random, 0.4))
    light_line = contour(scene, 5, random, 0.3) * (blurred(tone, 5) < 0.26)
    black = np.maximum(1 - cut, line)
    black = np.where(light_line > 0.5, 1 - light_line, black)
    black = sharpened(blurred(black, 1.1), 0.5, 0.35)
    patches = cloudy(scene, width / 4, random, 2)
    ink = black * np.clip(1.0 - 2.2 * np.clip(patches - 0.74, 0, 1), 0, 1)
    paper = np.asarray(PAPER, np.float32) * (0.97 + 0.05 * cloudy(scene, width / 5, random, 2)[..., None])
    return to_image(printed(paper, INK, ink))
