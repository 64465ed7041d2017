"""Marks that follow the forms of a scene: gouges and dashes in rows, contours, screens of dots, grain along a flow."""

import numpy as np
from PIL import Image, ImageFilter

from drawings.ground import noise


def blurred(field, radius):
    """A field of 0…1 after a Gaussian blur."""
    image = Image.fromarray((np.clip(field, 0, 1) * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255


def sharpened(field, threshold=0.5, softness=0.12):
    """0…1 with a short ramp where the field passes the threshold: rounds corners after a blur."""
    return np.clip((field - threshold) / softness + 0.5, 0, 1)


def cloudy(scene, cells, random, octaves=3):
    return noise(scene.height, scene.width, cells, random, octaves).astype(np.float32)


def chances(seed, *numbers):
    """A repeatable uniform random number for each combination of whole numbers (arrays)."""
    table = np.random.default_rng(seed).random(8192).astype(np.float32)
    mixed = np.zeros(1, np.int64)
    for factor, number in zip((73856093, 19349663, 83492791), numbers):
        mixed = mixed ^ (number.astype(np.int64) * factor)
    return table[(mixed ^ (mixed >> 13)) % len(table)]


def bricks(scene, period, length, seed, along=None, across=None):
    """The row of the brick that a pixel lies in, its place in the row, the coordinate along in bricks, and v of `rows`."""
    scale = scene.height / 768
    along = (scene.along if along is None else along) * scale
    across = (scene.across if across is None else across) * scale
    row = np.floor(across / period)
    along = along / length + chances(seed, row, scene.label)  # no joint stands above another
    return row, np.floor(along), along, 2 * (across / period - row) - 1


def rows(scene, period, length, seed, along=None, across=None):
    """Dashes in rows along the forms: (u, v, chance), each pixel's place in its dash.

    u runs −1…1 along a dash of about `length` pixels, v −1…1 across its row of `period` pixels, chance 0…1 is the dash's.
    """
    row, cell, along, v = bricks(scene, period, length, seed, along, across)
    return 2 * (along - cell) - 1, v, chances(seed + 1, row, cell, scene.label)


def lens(u, v, width, period, point=0.5, skew=0.0):
    """How far (0…1, with a soft rim) a pixel lies in a mark that tapers to its ends; `width` 1 fills the row."""
    u = np.clip(u + skew * (1 - u * u), -1, 1)
    half = width * (1 - u * u) ** point
    return np.clip((half - abs(v)) * period / 2 + 0.5, 0, 1)


def contour(scene, width, random, uneven=0.5, field=None):
    """A line of about `width` pixels, swelling and thinning, along the boundaries of shapes: 0…1."""
    spread = blurred(scene.boundary(field), width / 1.7)
    swell = 1 + uneven * (2 * cloudy(scene, 14, random, 2) - 1)
    threshold = 0.62 * 2 / (width / 1.7 * 2.5066) * np.exp(-0.5 * (0.85 * np.clip(swell, 0.1, 2)) ** 2)
    return np.clip((spread - threshold) / (0.5 * threshold) + 0.5, 0, 1)


def dots(scene, period, degrees, amount):
    """A halftone screen: round dots whose area is the amount 0…1, (height, width)."""
    cosine, sine = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    x, y = scene.x * scene.height, scene.y * scene.height
    a, b = (x * cosine + y * sine) / period, (y * cosine - x * sine) / period
    distance = np.hypot(a - np.floor(a) - 0.5, b - np.floor(b) - 0.5)
    return np.clip((np.sqrt(np.clip(amount, 0, 1) / np.pi) * 1.12 - distance) * period + 0.5, 0, 1) * (amount > 0.04)


def shifted(field, down, across):
    """The field moved by whole pixels, its rim drawn out: a block or screen that was laid down a little off."""
    height, width = field.shape
    return field[np.clip(np.arange(height) - down, 0, height - 1)][:, np.clip(np.arange(width) - across, 0, width - 1)]


def planks(scene, random, stretch=60):
    """Grain of wood: long level streaks, of mean 0 and spread 1."""
    grid = random.random((scene.height, max(4, scene.width // stretch))).astype(np.float32)
    grain = np.asarray(Image.fromarray(grid).resize((scene.width, scene.height), Image.BICUBIC))
    return (grain - grain.mean()) / grain.std()


def flowing(field, across, reach, step=1.5):
    """The field averaged along the forms, so many steps each way: grain drawn out into streaks of mean 0 and spread 1."""
    height, width = field.shape
    gy, gx = np.gradient(across)
    size = np.hypot(gx, gy) + 1e-6
    seam = size > 8 * 768 / height
    dx, dy = np.where(seam, step, step * gy / size), np.where(seam, 0, -step * gx / size)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    total = field.copy()
    for sign in (-1, 1):
        y, x = rows.copy(), columns.copy()
        for _ in range(reach):
            r, c = y.astype(np.int32), x.astype(np.int32)
            y = np.clip(y + sign * dy[r, c], 0, height - 1)
            x = np.clip(x + sign * dx[r, c], 0, width - 1)
            total += field[y.astype(np.int32), x.astype(np.int32)]
    return (total - total.mean()) / total.std()


def printed(paper, ink, amount):
    """Ink colour laid over a picture where the amount is 1."""
    amount = np.asarray(amount)[..., None]
    return paper * (1 - amount) + np.asarray(ink, np.float32) * amount


def directions(scene):
    """Angles (radians) along the forms, steady across the seams of their coordinates."""
    gy, gx = np.gradient(scene.across)
    steep = np.hypot(gx, gy) > 8 * 768 / scene.height
    return np.where(steep, 0, np.arctan2(-gx, gy)).astype(np.float32)


def strokes(scene, points, angles, length, width, bend=0.0):
    """One stroke of the brush after the other around each point (y, x): (window, u, v).

    `window` selects the pixels near it; u runs -1…1 along, v -1…1 across the stroke, beyond that outside.
    """
    length, width, bend = (np.broadcast_to(value, len(points)) for value in (length, width, bend))
    for (y, x), angle, long, wide, curve in zip(points, angles, length, width, bend):
        cosine, sine = np.cos(angle), np.sin(angle)
        high = abs(sine) * long / 2 + abs(cosine) * wide + abs(curve) * wide
        broad = abs(cosine) * long / 2 + abs(sine) * wide + abs(curve) * wide
        top, bottom = max(int(y - high), 0), min(int(y + high) + 2, scene.height)
        left, right = max(int(x - broad), 0), min(int(x + broad) + 2, scene.width)
        if top >= bottom or left >= right:
            continue
        dy = np.arange(top, bottom, dtype=np.float32)[:, None] - y
        dx = np.arange(left, right, dtype=np.float32)[None] - x
        u = (dx * cosine + dy * sine) * (2 / long)
        yield np.s_[top:bottom, left:right], u, (dy * cosine - dx * sine) * (2 / wide) + curve * u * u
