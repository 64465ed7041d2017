"""What all techniques stand on: noise and cells around points."""

import numpy as np
from PIL import Image


def noise(height, width, cells, random, octaves=4):
    """Fractal noise stretched to 0…1, (height, width); `cells` across in the first octave."""
    side = int(np.hypot(height, width)) + 1
    total = np.zeros((height, width))
    for octave in range(octaves):
        across = round(cells * 2**octave * side / width) + 1
        grid = Image.fromarray(random.random((across, across)).astype(np.float32)).resize((side, side), Image.BICUBIC)
        turned = np.asarray(grid.rotate(25 + 33 * octave, Image.BICUBIC))  # no line of the grid shows
        top, left = (side - height) // 2, (side - width) // 2
        total += turned[top : top + height, left : left + width] / 2**octave
    return (total - total.min()) / (total.max() - total.min())


def cells_around(points, height, width, spacing, groups=None, reach=2):
    """Nearest and second nearest point of each pixel: (index, nearest distance, second distance).

    Points (n, 2) as (y, x) lie about one per square of `spacing` pixels, given in that raster's order. With `groups`
    (height, width), whole numbers, a pixel goes to a point in its own group wherever one is near.
    """
    rows, columns = -(-height // spacing), -(-width // spacing)
    y, x = np.mgrid[0:height, 0:width].astype(float)
    best = np.full((height, width), np.inf)
    second = np.full((height, width), np.inf)
    index = np.zeros((height, width), int)
    row, column = (y // spacing).astype(int), (x // spacing).astype(int)
    if groups is not None:
        at = np.clip(points.astype(int), 0, (height - 1, width - 1))
        owner = groups[at[:, 0], at[:, 1]]
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            r, c = np.clip(row + down, 0, rows - 1), np.clip(column + across, 0, columns - 1)
            candidate = r * columns + c
            dy, dx = y - points[candidate, 0], x - points[candidate, 1]
            distance = np.hypot(dx, dy)
            if groups is not None:
                distance = distance + 1.5 * spacing * (owner[candidate] != groups)
            nearer = distance < best
            other = (candidate != index) & ~nearer
            second = np.where(nearer & (candidate != index), best, np.where(other, np.minimum(second, distance), second))
            index = np.where(nearer, candidate, index)
            best = np.where(nearer, distance, best)
    return index, best, second


def jittered(height, width, spacing, random, jitter=0.8):
    """Points (n, 2) as (y, x), one per square of `spacing` pixels, in raster order."""
    rows, columns = -(-height // spacing), -(-width // spacing)
    r, c = np.mgrid[0:rows, 0:columns]
    offset = (random.random((2, rows, columns)) - 0.5) * jitter + 0.5
    return np.stack([(r + offset[0]) * spacing, (c + offset[1]) * spacing], -1).reshape(-1, 2)


def to_image(values):
    return Image.fromarray(np.clip(values, 0, 255).round().astype(np.uint8))
