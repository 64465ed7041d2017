"""A risograph in coral and blue: coarse screens, inks that miss each other a little and darken where they overlap."""

import numpy as np

from drawings.fields import in_order
from drawings.ground import to_image
from drawings.marks import cloudy, dots, sharpened, shifted
from drawings.motif import valley

PAPER, CORAL, BLUE = (246, 240, 226), (255, 92, 84), (18, 86, 142)
# How much coral and blue each kind takes in the light and in the shadow.
INKS = {
    "sky": ((0.0, 0.0), (0.05, 0.75)), "sun": ((1.0, 0.0), (1.0, 0.0)), "cloud": ((0.0, 0.0), (0.45, 0.0)),
    "far": ((0.35, 0.1), (0.5, 0.75)), "hill": ((0.0, 0.22), (0.1, 0.9)), "field": ((0.35, 0.0), (1.0, 0.2)),
    "tree": ((0.0, 0.7), (0.5, 1.0)), "trunk": ((1.0, 0.8), (1.0, 1.0)), "wall": ((0.0, 0.0), (0.3, 0.5)),
    "roof": ((0.85, 0.0), (1.0, 0.75)), "dark": ((0.6, 1.0), (1.0, 1.0)), "path": ((0.1, 0.0), (0.5, 0.1)),
    "water": ((0.0, 0.05), (0.0, 1.0)), "skin": ((0.12, 0.0), (0.85, 0.12)), "hair": ((0.9, 0.8), (1.0, 1.0)),
    "hat": ((0.0, 0.0), (0.85, 0.0)), "coat": ((0.0, 0.8), (0.2, 1.0)), "scarf": ((1.0, 0.0), (1.0, 0.5)),
}  # fmt: skip


def draw(width, height):
    random = np.random.default_rng(131)
    scene = valley(width, height)
    light = np.clip(scene.light + 0.12 * (cloudy(scene, 6, random) - 0.5), 0, 1)[..., None]
    table = np.array(in_order(INKS), np.float32)[scene.kind]
    amounts = table[..., 0, :] * light + table[..., 1, :] * (1 - light)
    picture = np.asarray(PAPER, np.float32) / 255 * (0.985 + 0.02 * cloudy(scene, width / 4, random, 2)[..., None])
    for number, (ink, degrees, moved) in enumerate(((CORAL, 75, (4, -5)), (BLUE, 20, (-2, 3)))):
        amount = amounts[..., number]
        full = amount > 0.9
        screen = np.where(full, 1, dots(scene, 12, degrees, amount))
        screen = shifted(screen, *moved)
        grain = cloudy(scene, width / 3, random, 2)
        worn = cloudy(scene, 5, random, 3)
        cover = screen * (0.93 - 0.5 * sharpened(grain * 0.75 + worn * 0.3, 0.74, 0.1))  # the drum inks unevenly
        picture = picture * (1 - cover[..., None] * (1 - np.asarray(ink, np.float32) / 255))
    return to_image(picture * 255)
