"""Grain: a noise of several octaves, added to photographs where they are flat, for strokes to grow from.

The program computes the same noise from a hash of pixel coordinates; here it is drawn, with the same deviation,
octaves and weakening.
"""

import torch
import torch.nn.functional as F

CELLS = (1, 2, 4, 8, 16)  # pixels
TEXTURE = 36.0  # variance of the luma, in squared 8-bit levels, at which the grain is half as strong
WINDOW = 9  # pixels
SPREAD = {}  # deviation of interpolated unit noise, by cell


def octave(batch, height, width, cell, generator):
    """Unit noise on a lattice of `cell` pixels, bicubic in between: (batch, 1, height, width)."""
    if cell == 1:
        return torch.randn(batch, 1, height, width, generator=generator)
    rows, columns = height // cell + 4, width // cell + 4
    lattice = torch.randn(batch, 1, rows, columns, generator=generator)
    y = (torch.arange(height) / cell)
    x = (torch.arange(width) / cell)
    by_row = sum(w[None, None, :, None] * lattice[:, :, i] for i, w in taps(y))
    values = sum(w[None, None, None, :] * by_row[:, :, :, i] for i, w in taps(x))
    return values / spread(cell)


def taps(position):
    """Four (indices, weights) of Catmull and Rom's cubic at positions in cells."""
    whole = position.floor()
    t = position - whole
    whole = whole.long()
    weights = (
        ((-0.5 * t + 1) * t - 0.5) * t,
        (1.5 * t - 2.5) * t * t + 1,
        ((-1.5 * t + 2) * t + 0.5) * t,
        (0.5 * t - 0.5) * t * t,
    )
    return [(whole + i, weight) for i, weight in enumerate(weights)]


def spread(cell):
    """The deviation of interpolated noise over all places of a cell."""
    if cell not in SPREAD:
        t = torch.arange(cell) / cell
        squares = sum(weight.square() for _, weight in taps(t)).mean().item()
        SPREAD[cell] = squares  # the same in both directions: (√s)²
    return SPREAD[cell]


def flatness(x):
    """How strong grain is at each pixel of (B, 3, H, W), 0…1: less where the photograph has texture of its own."""
    luma = 255 * (0.2126 * x[:, :1] + 0.7152 * x[:, 1:2] + 0.0722 * x[:, 2:])
    middle = luma - luma.mean((2, 3), keepdim=True)  # less is lost to rounding

    def mean(values):
        return F.avg_pool2d(values, WINDOW, 1, WINDOW // 2, count_include_pad=False)

    variance = (mean(middle * middle) - mean(middle).square()).clamp(min=0)
    return 1 / (1 + variance / TEXTURE)


def with_grain(x, levels, generator=None):
    """(B, 3, H, W) with grain of the given deviation, a number or one per picture, in 8-bit levels."""
    batch, _, height, width = x.shape
    noise = sum(octave(batch, height, width, cell, generator) for cell in CELLS) / len(CELLS) ** 0.5
    levels = torch.as_tensor(levels, dtype=torch.float32).reshape(-1, 1, 1, 1)
    grained = x + noise.to(x.device) * flatness(x) * levels.to(x.device) / 255
    return (grained.clamp(0, 1) * 255).round() / 255
