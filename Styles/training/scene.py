"""A rendered landscape, for previews and checks where no photograph is at hand: sky, sun, ridges, a lake, a cottage."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def noise(height, width, cells, random, octaves=5):
    """Fractal value noise in 0…1, (height, width); `cells` across in the first octave."""
    total, weight = np.zeros((height, width)), 0.0
    for octave in range(octaves):
        across = cells * 2**octave
        down = max(2, round(across * height / width))
        grid = Image.fromarray(random.random((down + 1, across + 1)).astype(np.float32))
        total += np.asarray(grid.resize((width, height), Image.BICUBIC)) / 2**octave
        weight += 1 / 2**octave
    return np.clip(total / weight, 0, 1)


def blend(picture, colour, share):
    return picture * (1 - share[..., None]) + np.asarray(colour, float) * share[..., None]


def landscape(width=768, height=512, seed=4):
    """An image of a lake below mountains in the evening."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / height
    sky = np.clip(y / 0.62, 0, 1)
    picture = blend(np.ones((height, width, 3)) * (58, 104, 176), (250, 206, 150), sky**1.5)
    clouds = np.clip((noise(height, width, 5, random) - 0.5) * 4, 0, 1) * (1 - sky) * 0.8
    picture = blend(picture, (250, 240, 232), clouds)
    sun = np.exp(-(((x - 1.05) ** 2 + (y - 0.42) ** 2) / 0.012))
    picture = blend(picture, (255, 238, 190), np.clip(sun * 1.3, 0, 1))
    shades = [(122, 128, 164), (84, 98, 128), (58, 86, 84), (52, 92, 52)]
    for i, (shade, base, rise) in enumerate(zip(shades, (0.52, 0.57, 0.62, 0.66), (0.34, 0.26, 0.15, 0.08))):
        ridge = base - rise * (noise(height, width, 4 + 2 * i, random, 6)[0] - 0.3)
        grain = noise(height, width, 40 + 20 * i, random, 3)
        inside = np.clip((y - ridge[None]) * height / 2, 0, 1)
        lit = blend(np.ones((height, width, 3)) * shade, (236, 214, 176), np.clip((grain - 0.5) * 1.6, 0, 0.5))
        picture = picture * (1 - inside[..., None]) + lit * inside[..., None]
    shore = int(0.68 * height)
    depth = height - shore
    mirror = picture[shore - np.arange(depth) * (shore - 40) // depth - 1]
    ripple = noise(depth, width, 6, random, 6) * 18
    columns = (np.arange(width)[None] + (ripple - 9) * np.linspace(0.2, 1.6, depth)[:, None]).astype(int)
    mirror = mirror[np.arange(depth)[:, None], np.clip(columns, 0, width - 1)]
    picture[shore:] = mirror * 0.72 + np.array((24, 52, 74)) * 0.28
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(image)

    def at(*points):
        return [(px * height, py * height) for px, py in points]

    for _ in range(70):  # firs along the shore
        px, tall = random.uniform(0, width / height), random.uniform(0.04, 0.13)
        foot = random.uniform(0.66, 0.70)
        shade = tuple(int(v * random.uniform(0.7, 1.2)) for v in (30, 62, 40))
        for j in range(5):
            top, wide = foot - tall * (1 - j * 0.17), tall * (0.10 + 0.06 * j)
            pen.polygon(at((px, top), (px - wide, top + tall * 0.3), (px + wide, top + tall * 0.3)), shade)
    pen.polygon(at((0.28, 0.60), (0.46, 0.60), (0.46, 0.71), (0.28, 0.71)), (226, 208, 180))
    pen.polygon(at((0.46, 0.60), (0.56, 0.585), (0.56, 0.695), (0.46, 0.71)), (176, 150, 124))
    pen.polygon(at((0.26, 0.605), (0.33, 0.51), (0.48, 0.505), (0.48, 0.605)), (168, 62, 44))
    pen.polygon(at((0.48, 0.505), (0.58, 0.59), (0.48, 0.605)), (128, 46, 38))
    for left in (0.305, 0.40):
        pen.rectangle(at((left, 0.635), (left + 0.03, 0.67)), (74, 88, 116), (250, 244, 228))
    pen.rectangle(at((0.352, 0.64), (0.382, 0.71)), (92, 58, 40))
    for _ in range(900):  # meadow in front
        px, py = random.uniform(0, width / height), random.uniform(0.86, 1.02)
        if py < 0.90 + 0.05 * np.sin(px * 4):
            continue
        shade = random.choice([(70, 118, 46), (98, 142, 54), (52, 92, 44), (140, 160, 70)])
        pen.line(at((px, py), (px + random.uniform(-0.02, 0.02), py - random.uniform(0.02, 0.07))), tuple(map(int, shade)), 2)
        if random.random() < 0.16:
            bloom = random.choice([(226, 60, 56), (244, 206, 74), (240, 236, 240), (150, 90, 190)])
            r = random.uniform(0.004, 0.009)
            pen.ellipse(at((px - r, py - 0.06 - r), (px + r, py - 0.06 + r)), tuple(map(int, bloom)))
    return image.filter(ImageFilter.GaussianBlur(0.6))


if __name__ == "__main__":
    import sys

    landscape().save(sys.argv[1])
