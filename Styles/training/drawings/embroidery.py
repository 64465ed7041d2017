"""Embroidery: satin stitches of shining thread laid along the forms on linen, an outline in stem stitch."""

import numpy as np

from drawings.ground import to_image
from drawings.marks import cloudy, contour, rows
from drawings.motif import valley

THREADS = {
    "sky": ((96, 150, 176), (140, 186, 196), (190, 212, 204)), "sun": ((244, 190, 70),),
    "cloud": ((220, 206, 196), (246, 238, 222)), "far": ((88, 88, 136), (132, 124, 164), (178, 156, 176)),
    "hill": ((54, 96, 74), (104, 140, 84), (162, 176, 98)), "field": ((204, 138, 56), (232, 184, 92)),
    "tree": ((22, 56, 54), (40, 92, 72), (96, 136, 82)), "trunk": ((88, 58, 48),),
    "wall": ((190, 168, 156), (242, 228, 204)), "roof": ((132, 40, 42), (196, 76, 56)), "dark": ((44, 40, 54),),
    "path": ((214, 180, 138), (238, 214, 176)), "water": ((34, 92, 124), (72, 142, 160), (160, 200, 196)),
    "skin": ((204, 138, 106), (240, 198, 162)), "hair": ((66, 38, 38), (104, 62, 46)),
    "hat": ((216, 160, 72), (242, 208, 122)), "coat": ((122, 28, 54), (182, 48, 70)),
    "scarf": ((226, 122, 74), (242, 160, 104)), "lips": ((176, 48, 56),),
}  # fmt: skip


def draw(width, height):
    random = np.random.default_rng(161)
    scene = valley(width, height)
    scene.light = np.clip(scene.light + 0.3 * (cloudy(scene, 9, random) - 0.5), 0, 1)
    scene.across += 5 * (cloudy(scene, 20, random, 2) - 0.5)
    thread, length = 12, 66
    u, v, chance = rows(scene, thread, length, 162)
    colour = scene.colours(THREADS, steps=True) * (0.88 + 0.22 * chance[..., None])
    # A thread is round, and dives into the cloth at both ends of the stitch.
    across, ends = 1 - v * v, np.clip((1 - abs(u)) * length / 2 / 7, 0, 1)
    twist = 0.5 + 0.5 * np.sin(u * length * 0.42 + v * 2.2)
    shine = np.clip(1 - abs(u + 0.15 - 0.5 * (chance - 0.5)) * 1.7, 0, 1) * np.clip(1 - abs(v + 0.25) * 1.3, 0, 1)
    light = (0.42 + 0.62 * np.sqrt(np.clip(across, 0, 1))) * (0.6 + 0.44 * ends) * (0.9 + 0.16 * twist)
    picture = colour * light[..., None] * 1.06 + 74 * shine[..., None] * (0.35 + colour / 400)
    outline = contour(scene, 5.5, random, 0.2)
    pitch = 0.5 + 0.5 * np.sin((scene.x + scene.y) * height * 0.42 + 8 * cloudy(scene, 12, random, 2))
    cord = np.array((52, 34, 50), np.float32) * (0.55 + 0.9 * pitch[..., None])
    return to_image(picture * (1 - outline[..., None]) + cord * outline[..., None])
