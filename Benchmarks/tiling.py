"""What approximate tiling costs: the same picture in the same style, exactly by stylize, and as other programs do
it, in PyTorch: independent tiles, cut or blended where they overlap, and patches with statistics frozen from a
thumbnail (URST: Chen et al., Towards Ultra-Resolution Neural Style Transfer via Thumbnail Instance Normalization,
2022)."""

import argparse
import copy
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

from networks import trunk

TILE, OVERLAP = 512, 32
Image.MAX_IMAGE_PIXELS = None


class FrozenNorm(nn.Module):
    """An instance norm with the statistics of another picture."""

    def __init__(self, norm, x):
        super().__init__()
        self.mean = x.mean(dim=(2, 3), keepdim=True)
        self.deviation = (x.var(dim=(2, 3), keepdim=True, correction=0) + norm.eps).sqrt()
        self.weight, self.bias = norm.weight[:, None, None], norm.bias[:, None, None]

    def forward(self, x):
        return (x - self.mean) / self.deviation * self.weight + self.bias


def frozen(network, thumbnail):
    """The network with every statistic as the thumbnail has it."""
    seen = {}
    hooks = [layer.norm.register_forward_hook(lambda _, x, __, name=name: seen.update({name: x[0]}))
             for name, layer in network.named.items()]
    network(thumbnail)
    for hook in hooks:
        hook.remove()
    network = copy.deepcopy(network)
    for name, layer in network.named.items():
        layer.norm = FrozenNorm(layer.norm, seen[name])
    return network


def starts(length):
    """Where tiles begin: every tile is whole, the last one ends with the picture."""
    step = TILE - OVERLAP
    return [*range(0, max(length - TILE, 0), step), max(length - TILE, 0)]


def shares(first, length, all_starts, blended):
    """How much of each of a tile's pixels counts, along one side."""
    share = np.ones(length, np.float32)
    index = all_starts.index(first)
    for neighbour, is_before in ((index - 1, True), (index + 1, False)):
        if not 0 <= neighbour < len(all_starts):
            continue
        shared = (all_starts[neighbour] + TILE - first if is_before
                  else first + TILE - all_starts[neighbour])
        ramp = (np.arange(shared) + 0.5) / shared
        if not blended:
            ramp = (ramp > 0.5).astype(np.float32)
        if is_before:
            share[:shared] *= ramp
        else:
            share[-shared:] *= ramp[::-1]
    return share


def paint_tiles(network, x):
    """Every tile painted on its own, by its corner."""
    _, _, height, width = x.shape
    for top in starts(height):
        for left in starts(width):
            tile = network(x[:, :, top:top + TILE, left:left + TILE])[0]
            yield top, left, tile.permute(1, 2, 0).numpy()


def put_together(tiles, height, width, blended):
    result = np.zeros((height, width, 3), np.float32)
    tops, lefts = starts(height), starts(width)
    for top, left, tile in tiles:
        share = (shares(top, tile.shape[0], tops, blended)[:, None, None]
                 * shares(left, tile.shape[1], lefts, blended)[None, :, None])
        result[top:top + TILE, left:left + TILE] += tile * share
    return (result.clip(0, 1) * 255).round().astype(np.uint8)


def borders(length):
    """Pixels before which one tile ends and the next begins."""
    places = starts(length)
    return [(a + TILE + b) // 2 for a, b in zip(places, places[1:])]


def border_step(picture):
    """The mean step across borders of tiles over the mean step between other neighbours."""
    values = picture.astype(np.float32)
    across, elsewhere = [], []
    for axis in (0, 1):
        steps = np.abs(np.diff(values, axis=axis)).mean(axis=(1 - axis, 2))
        at = np.array(borders(picture.shape[axis])) - 1
        across.append(steps[at])
        elsewhere.append(np.delete(steps, at))
    return np.concatenate(across).mean() / np.concatenate(elsewhere).mean()


def psnr(a, b):
    error = np.mean((a.astype(np.float64) - b.astype(np.float64)) ** 2)
    return 10 * np.log10(255**2 / error) if error else np.inf


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photograph")
    parser.add_argument("--program", default=".build/release/stylize")
    parser.add_argument("--styles", default="Styles")
    parser.add_argument("--thumbnail", type=int, default=1024, help="its longer side")
    parser.add_argument("--crops", help="a folder for the same corner of tiles in every painting")
    options = parser.parse_args()

    photo = Image.open(options.photograph).convert("RGB")
    pixels = np.asarray(photo)
    height, width = pixels.shape[:2]
    network = trunk(Path(options.styles)).eval().to(memory_format=torch.channels_last)
    x = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255
    factor = options.thumbnail / max(height, width)
    thumbnail = F.interpolate(x, scale_factor=factor, mode="area")

    paintings = {}
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "exact.png")
        subprocess.run(
            [options.program, "--style", "starry", "--styles-dir", options.styles, "--stroke-size", "1",
             "--strip", "-q", "--no-journal", options.photograph, path], check=True)
        paintings["stylize, exact"] = np.asarray(Image.open(path))
    with torch.inference_mode():
        tiles = list(paint_tiles(network, x))
        paintings["independent tiles, cut"] = put_together(tiles, height, width, False)
        paintings["independent tiles, blended"] = put_together(tiles, height, width, True)
        tiles = list(paint_tiles(frozen(network, thumbnail), x))
        paintings["statistics of a thumbnail, cut"] = put_together(tiles, height, width, False)

    exact = paintings["stylize, exact"]
    print(f"{width}×{height}, tiles of {TILE} with {OVERLAP} pixels of overlap\n")
    print("| | PSNR against exact, dB | step across borders / elsewhere |")
    print("|---|---|---|")
    for name, painting in paintings.items():
        print(f"| {name} | {psnr(painting, exact):.1f} | {border_step(painting):.2f} |")
    if options.crops:
        folder = Path(options.crops)
        folder.mkdir(parents=True, exist_ok=True)
        rows, columns = borders(height), borders(width)
        row, column = rows[len(rows) // 2], columns[len(columns) // 2]
        for name, painting in [("photograph", pixels), *paintings.items()]:
            crop = painting[row - 300:row + 300, column - 400:column + 400]
            Image.fromarray(crop).save(folder / f"{name.replace(', ', '-').replace(' ', '-')}.png")


if __name__ == "__main__":
    sys.exit(main())
