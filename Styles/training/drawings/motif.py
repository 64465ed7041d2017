"""The motif of the drawings: a valley with a lake, houses, trees and a woman in front.

Every shape has its own light and its own pair of coordinates along and across its form, so that marks of any
technique can follow hills, roofs and crowns.
"""

import numpy as np

from drawings.fields import Scene
from drawings.ground import noise


def valley(width, height, seed=3):
    """The scene; the seed moves ridges, clouds and light a little."""
    random = np.random.default_rng(seed)
    scene = Scene(width, height)
    wide = width / height
    soft = noise(height, width, 5, random, 3).astype(np.float32) - 0.5
    sky(scene, wide, soft)
    land(scene, wide, soft, random)
    village(scene, wide, soft)
    trees(scene, wide, soft)
    woman(scene, wide, soft)
    drift = noise(height, width, 7, random, 2).astype(np.float32) - 0.5
    scene.across += 14 * drift  # nobody's lines are ruled
    return scene


def sky(scene, wide, soft):
    x, y = scene.x, scene.y
    sun = (0.80 * wide, 0.15)
    distance = np.hypot(x - sun[0], y - sun[1])
    everywhere = np.ones(x.shape, bool)
    scene.put(everywhere, "sky", 1.05 - 0.95 * distance + 0.5 * soft, scene.rings(*sun, 0.45))
    scene.put(scene.ellipse(*sun, 0.075, 0.075), "sun", 1.0, scene.rings(*sun, 0.05))
    for middle, top, size in ((0.17, 0.16, 1.0), (0.47, 0.07, 0.7), (0.56, 0.25, 0.8), (0.97, 0.30, 0.75)):
        puffs = np.zeros(x.shape, bool)
        for dx, dy, r in ((-0.14, 0.035, 0.055), (-0.06, 0.0, 0.085), (0.05, 0.01, 0.075), (0.13, 0.04, 0.05)):
            puffs |= scene.ellipse(middle * wide + dx * size, top + dy * size, r * size * 1.2, r * size)
        puffs &= y < top + 0.062 * size + 0.02 * soft
        light = 0.95 - (y - top + 0.05 * size) / (0.16 * size) + 0.9 * soft
        scene.put(puffs, "cloud", light, scene.rings(middle * wide, top + 0.1, 0.15, 0.7))


def land(scene, wide, soft, random):
    x, y = scene.x, scene.y
    column = x[:1]
    for number, (base, rise, waves) in enumerate(((0.36, 0.13, 6.0), (0.41, 0.10, 9.0))):
        peaks = np.abs(np.sin(column * waves + 1.0 + number * 1.7)) * np.cos(column * 2.1 - 0.6 + number)
        peaks = peaks + 0.16 * np.sin(column * 23 + number) * np.sin(column * 7.7)
        ridge = base - rise * peaks
        facing = np.sign(np.sin(2 * (column * waves + 1.0 + number * 1.7) + 3.6 * (y - ridge) * 4 + 6 * soft))
        light = 0.5 + 0.32 * facing + 0.5 * soft - 0.15 * number
        slope = np.where(facing > 0, 55, 125)
        radians = np.deg2rad(slope)
        along = (x * np.cos(radians) + y * np.sin(radians)) * 768
        across = (y * np.cos(radians) - x * np.sin(radians)) * 768
        scene.put(y > ridge, "far", light, (along, across))
    for number, (base, rise, middle, spread) in enumerate(((0.50, 0.12, 0.18, 0.28), (0.55, 0.13, 0.80, 0.34))):
        hump = np.exp(-(((column / wide - middle) / spread) ** 2))
        ridge = base - rise * hump + 0.012 * np.sin(column * 11 + number)
        light = 0.85 - 2.4 * (y - ridge) + 0.7 * soft - 0.25 * (column / wide - middle) / spread
        scene.put(y > ridge, "hill", light, scene.below(ridge, 0.5))
        # Strips of field run down the hill and fan out.
        fan = (x / wide - middle) / (0.25 + 1.3 * np.clip(y - ridge, 0, 1))
        strip = np.floor(fan * 4.5 + 0.6 * number)
        sown = (y > ridge + 0.025) & (strip % 2 == 0) & (abs(fan) < 1.1)
        furrows = (y * 768, fan * 0.45 * 768)
        scene.put(sown, "field", 0.75 + 0.12 * strip + 0.6 * soft, furrows)
    shore = 0.64 + 0.02 * np.sin(column * 5)
    scene.put(y > shore, "hill", 0.75 + 0.8 * soft - 0.5 * (y - shore), scene.below(shore, 0.9))
    bank = 0.68 + 0.018 * np.sin(x * 9)
    lake = (y > bank) & (x < 0.46 * wide - 0.10 * np.sin((y - 0.66) * 9) + 0.03 * soft) & (y < 0.93 + 0.03 * np.sin(x * 7))
    ripples = 0.55 + 0.42 * np.sin(90 * np.log(np.clip(y - 0.5, 0.05, 1)) * 0.35 + 5 * soft + 9 * x)
    scene.put(lake, "water", ripples + 0.25 * (x / wide - 0.2), scene.lines(0))
    bend = 0.56 * wide + 0.07 * np.sin((y - 0.6) * 12) - 0.25 * np.clip(y - 0.72, 0, 1)
    lane = (y > 0.66) & (abs(x - bend) < 0.012 + 0.22 * (y - 0.64))
    scene.put(lane, "path", 0.75 + 0.9 * soft - (x - bend) * 2, scene.below(0.6 + 0.3 * (x - bend) ** 2))


def house(scene, left, foot, wide, tall, soft):
    """A house seen from its corner: gable lit, long side in shadow."""
    gable, deep = wide * 0.42, wide * 0.58
    middle, ridge, eaves = left + gable / 2, foot - tall * 1.55, foot - tall
    front = scene.polygon((left, foot), (left, eaves), (middle, ridge), (left + gable, eaves), (left + gable, foot))
    scene.put(front, "wall", 0.92 + 0.4 * soft, scene.lines(88))
    side = scene.polygon(
        (left + gable, foot), (left + gable, eaves), (left + wide, eaves), (left + wide, foot - tall * 0.04)
    )
    scene.put(side, "wall", 0.22 + 0.5 * soft, scene.lines(3))
    over = tall * 0.08
    roof = scene.polygon(
        (middle - over, ridge - over),
        (middle + deep, ridge - over),
        (left + wide + over, eaves + over),
        (left + gable, eaves + over),
    )
    scene.put(roof, "roof", 0.55 + 0.8 * soft, scene.lines(62))
    shaded = scene.polygon(
        (middle - over, ridge - over), (left - over, eaves + over), (left, eaves + over), (middle, ridge + over)
    )
    scene.put(shaded, "roof", 0.1, scene.lines(-55))
    chimney = scene.polygon(
        *((middle + deep * px, ridge + tall * py) for px, py in ((0.5, 0.1), (0.5, -0.3), (0.68, -0.3), (0.68, 0.1)))
    )
    scene.put(chimney, "wall", 0.3, scene.lines(90))
    for px, py, w, h in ((0.30, 0.72, 0.4, 0.42), (0.72, 0.75, 0.22, 0.32)):
        at = left + gable * px if px < 0.5 else left + gable + deep * (px - 0.5) * 0.9
        box = (
            (at, foot - tall * py),
            (at + gable * w, foot - tall * py),
            (at + gable * w, foot - tall * (py - h)),
            (at, foot - tall * (py - h)),
        )
        scene.put(scene.polygon(*box), "dark", 0.3, scene.lines(90))


def village(scene, wide, soft):
    house(scene, 0.70 * wide, 0.62, 0.20, 0.09, soft)
    house(scene, 0.36 * wide, 0.645, 0.24, 0.115, soft)
    house(scene, 0.525 * wide, 0.69, 0.33, 0.16, soft)


def trees(scene, wide, soft):
    for px, foot, w, tall in (
        (0.245, 0.66, 0.035, 0.25),
        (0.30, 0.675, 0.04, 0.31),
        (0.035, 0.70, 0.055, 0.40),
        (0.115, 0.70, 0.06, 0.47),
    ):
        middle = px * wide
        top = foot - tall
        shape = scene.ellipse(middle, foot - tall * 0.47, w, tall * 0.5) & (scene.y < foot)
        shape &= abs(scene.x - middle + 0.05 * soft) < w * (0.25 + 3.2 * (scene.y - top))
        light = 0.5 + (middle + 0.25 * w + 0.3 * w * soft - scene.x) / (w * 1.6) + 0.9 * soft
        scene.put(shape, "tree", 1 - light, scene.rings(middle + 0.04, foot + 0.35, tall, 1.4)[::-1])
    for px, foot, r in ((0.905, 0.70, 0.115), (0.445, 0.70, 0.055), (0.79, 0.70, 0.06)):
        middle, centre = px * wide, foot - r * 1.35
        stem = abs(scene.x - middle) < r * 0.12 + 0.02 * np.clip(scene.y - foot + 0.04, 0, 1)
        scene.put(stem & (scene.y > centre) & (scene.y < foot + 0.02), "trunk", 0.4, scene.lines(88))
        crown = np.zeros(scene.x.shape, bool)
        for dx, dy, s in (
            (0, 0, 0.8),
            (-0.55, 0.2, 0.6),
            (0.5, 0.25, 0.62),
            (0.1, -0.5, 0.6),
            (-0.35, -0.4, 0.55),
            (0.55, -0.25, 0.5),
        ):
            crown |= scene.ellipse(middle + dx * r, centre + dy * r, s * r, s * r * 0.95)
        light = 0.45 + (scene.x - middle) / r * 0.35 - (scene.y - centre) / r * 0.45 + 1.1 * soft
        scene.put(crown, "tree", light, scene.rings(middle - 0.3 * r, centre + 0.9 * r, r))
    x, y = scene.x, scene.y
    grass = y > 0.915 + 0.03 * np.sin(x * 8 + 1) + 0.015 * np.sin(x * 31)
    scene.put(grass, "tree", 0.55 + 1.2 * soft, scene.rings(0.5 * wide, 2.2, 1.3)[::-1])


def woman(scene, wide, soft):
    """Half a figure at the right: a straw hat, a face turned to the light, a coat and a scarf."""
    x, y = scene.x, scene.y
    cx, cy = 0.745 * wide, 0.70
    shoulders = scene.polygon(
        (cx - 0.23, 1.05),
        (cx - 0.20, 0.90),
        (cx - 0.13, 0.845),
        (cx - 0.04, 0.82),
        (cx + 0.06, 0.82),
        (cx + 0.16, 0.85),
        (cx + 0.23, 0.92),
        (cx + 0.26, 1.05),
    )
    scene.put(shoulders, "coat", 0.55 + (cx - x) * 2.2 + 0.8 * soft, scene.rings(cx + 0.05, 0.62, 0.3)[::-1])
    hair = scene.ellipse(cx + 0.015, cy + 0.01, 0.108, 0.125)
    scene.put(hair, "hair", 0.3 + 1.2 * soft + (cx - x) * 2, scene.rings(cx, cy, 0.1))
    neck = scene.polygon((cx - 0.035, cy + 0.06), (cx + 0.05, cy + 0.06), (cx + 0.06, cy + 0.16), (cx - 0.045, cy + 0.16))
    scene.put(neck, "skin", 0.15, scene.lines(10))
    face = scene.ellipse(cx - 0.012, cy + 0.008, 0.078, 0.102)
    turn = (cx + 0.022 + 0.012 * np.sin((y - cy) * 60) - x) * 26
    light = 0.5 + 0.5 * np.tanh(turn) - 0.35 * np.exp(-(((y - cy + 0.065) / 0.03) ** 2)) + 0.3 * soft
    scene.put(face, "skin", light, scene.rings(cx - 0.09, cy - 0.02, 0.08))
    for side in (-1, 1):
        ex = cx - 0.018 + side * 0.033
        scene.put(scene.ellipse(ex, cy - 0.006, 0.015, 0.008), "dark", 0.6, scene.lines(0))
        brow = scene.ellipse(ex, cy - 0.030 + side * 0.001, 0.021, 0.005, side * 0.15)
        scene.put(brow, "hair", 0.1, scene.lines(0))
    nose = scene.polygon((cx - 0.016, cy - 0.01), (cx - 0.004, cy + 0.036), (cx - 0.026, cy + 0.036))
    scene.put(nose, "skin", 0.35, scene.lines(75))
    scene.put(scene.ellipse(cx - 0.018, cy + 0.062, 0.026, 0.010), "lips", 0.4, scene.lines(0))
    scarf = scene.ellipse(cx + 0.005, cy + 0.148, 0.125, 0.042, -0.06) & ~scene.ellipse(cx - 0.005, cy + 0.06, 0.06, 0.065)
    scene.put(scarf, "scarf", 0.6 + (cx - x) * 4 + soft, scene.rings(cx, cy + 0.02, 0.12))
    brim = scene.ellipse(cx + 0.005, cy - 0.075, 0.205, 0.043, -0.10)
    scene.put(brim, "hat", 0.75 + (cx - x) * 2.4 + 0.7 * soft, scene.rings(cx, cy + 0.25, 0.25))
    crown = scene.ellipse(cx + 0.008, cy - 0.105, 0.108, 0.082, -0.1) & (y < cy - 0.085 - 0.1 * (x - cx))
    scene.put(crown, "hat", 0.65 + (cx - x) * 5 + 0.6 * soft, scene.rings(cx, cy, 0.15))
    band = (
        scene.ellipse(cx + 0.008, cy - 0.095, 0.112, 0.040, -0.1)
        & ~scene.ellipse(cx + 0.008, cy - 0.117, 0.14, 0.036, -0.1)
        & (y < cy - 0.07)
    )
    scene.put(band, "scarf", 0.5 + (cx - x) * 4, scene.lines(-6))
