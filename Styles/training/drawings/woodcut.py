"""A woodcut in black over blocks of colour: gouged lines that follow the form and swell with the tone."""

import numpy as np
from PIL import Image, ImageFilter

from drawings.ground import equalised, noise, to_image

PAPER, INK = (240, 226, 194), (24, 20, 22)
BLOCKS = [(240, 226, 194), (214, 74, 44), (226, 164, 66), (70, 122, 124), (240, 226, 194)]


def draw(width, height):
    random = np.random.default_rng(23)
    y, x = np.mgrid[0:height, 0:width].astype(float)
    form = noise(height, width, 3, random, 2)
    tone = equalised(noise(height, width, 4, random, 3) + 0.5 * form)
    wobble = noise(height, width, 24, random, 3)
    region = (equalised(noise(height, width, 4, random, 1)) * 4).astype(int)
    phase = np.zeros((height, width))
    for number, (degrees, period) in enumerate(((15, 11), (-35, 10), (70, 12), (-80, 10))):
        angle = np.deg2rad(degrees)
        line = (x * np.cos(angle) + y * np.sin(angle)) / period + form * 26 + wobble * 0.9
        phase = np.where(region == number, line, phase)
    wave = 0.5 + 0.5 * np.cos(2 * np.pi * phase)
    # A gouge starts and ends in a point: the threshold drifts along the line.
    cut = wave + 0.30 * (noise(height, width, 40, random, 2) - 0.5)
    black = cut > np.clip(tone * 1.25 + 0.06, 0.10, 1.12)
    edges = np.abs(np.gradient(region.astype(float))).sum(0) > 0
    thick = Image.fromarray((edges * 255).astype(np.uint8)).filter(ImageFilter.MaxFilter(7))
    black |= np.asarray(thick) > 0
    soft = Image.fromarray((black * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.6))
    ink = np.clip((np.asarray(soft) / 255 - 0.5) * 5 + 0.5, 0, 1)
    grain = noise(height, width, 90, random, 2)
    worn = noise(height, width, width // 3, random, 1)
    ink = ink * np.clip(1.04 - 0.5 * np.clip(worn - 0.78, 0, 1) * 4 * grain, 0, 1)
    shade = (equalised(noise(height, width, 3, random, 2)) * len(BLOCKS)).astype(int).clip(0, len(BLOCKS) - 1)
    blocks = Image.fromarray(np.array(BLOCKS, np.uint8)[shade]).filter(ImageFilter.GaussianBlur(1))
    colour = np.asarray(blocks, float) * (0.94 + 0.1 * grain[..., None])
    return to_image(colour * (1 - ink[..., None]) + np.asarray(INK, float) * ink[..., None])
