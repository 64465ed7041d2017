"""A woodcut: a black key block of long parallel lines that swell and taper, over two blocks of flat colour."""

import numpy as np

from drawings.fields import KINDS
from drawings.ground import to_image
from drawings.marks import blurred, cloudy, contour, lens, planks, printed, rows, sharpened, shifted
from drawings.motif import valley

PAPER, INK, OCHRE, BLUE = (243, 232, 206), (26, 22, 22), (214, 120, 52), (112, 148, 150)
WARM = {"roof", "field", "scarf", "sun", "coat", "lips"}
COLD = {"water", "far", "tree"}


def draw(width, height):
    random = np.random.default_rng(23)
    scene = valley(width, height)
    period, length = 12.5, 210
    tone = np.clip(scene.tone * 1.05 + 0.12 * (cloudy(scene, 5, random) - 0.5), 0, 1)
    # The lines are cut a little crookedly, as the knife follows the grain of the plank.
    waver = 5 * (cloudy(scene, 22, random, 2) - 0.5)
    u, v, chance = rows(scene, period, length, 24, across=scene.across + waver)
    left = lens(u, v, np.clip(1.32 - 1.35 * tone, 0, 1.25) * (0.85 + 0.3 * chance), period, 0.6)
    black = left * (tone < 0.80 + 0.12 * chance)
    black = np.maximum(black, (tone < 0.09) * 1.0)
    black = np.maximum(black, contour(scene, 5, random, 0.35))
    black = sharpened(blurred(black, 1.0), 0.5, 0.4)
    grain = planks(scene, random)
    ink = black * (1 - 0.5 * np.clip(grain - 1.4, 0, 1))
    picture = np.asarray(PAPER, np.float32) * (0.98 + 0.03 * cloudy(scene, width / 5, random, 2)[..., None])
    for colour, kinds, shift in ((OCHRE, WARM, (3, -2)), (BLUE, COLD, (-2, 3))):
        block = np.isin(scene.kind, [KINDS.index(kind) for kind in kinds]).astype(np.float32)
        block = sharpened(blurred(shifted(block, *shift), 1.5))
        picture = printed(picture, colour, block * (0.92 + 0.05 * np.clip(grain, -2, 2)))
    sky = (scene.kind == 0) * np.clip(0.75 - 1.9 * scene.y, 0, 1)  # the sky's blue is wiped off towards the hills
    picture = printed(picture, BLUE, sky * (0.9 + 0.08 * np.clip(grain, -2, 2)))
    return to_image(printed(picture, INK, ink))
