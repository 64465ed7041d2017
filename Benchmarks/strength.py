"""How evenly paintings grow from the photograph to the style as strength goes from 0 to 1.

For each style, photograph and strength: the distance d0 of the painting from the photograph and d1 from the painting of
strength 1, as the share d0 / (d0 + d1) of the way. Even means that the share is the strength."""

import argparse
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

STRENGTHS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005]])
LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660]])


def oklab(path):
    """(height, width, 3), by Björn Ottosson's definition of 2020."""
    encoded = np.asarray(Image.open(path).convert("RGB"), np.float64) / 255
    light = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return np.cbrt(light @ LMS.T) @ LAB.T


def blurred(picture, deviation):
    """Convolved with a Gaussian, deviation in pixels; borders are repeated."""
    radius = int(3 * deviation + 0.5)
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / deviation) ** 2)
    for axis in (0, 1):
        padded = np.pad(picture, [(radius, radius) if axis == a else (0, 0) for a in range(3)], mode="edge")
        length = picture.shape[axis]
        picture = sum(weight * np.take(padded, range(i, i + length), axis)
                      for i, weight in enumerate(kernel / kernel.sum()))
    return picture


def distance(a, b):
    """Colours, and three times the gradients of lightness: in a painting the two count about alike."""
    down, right = np.gradient(blurred(a[..., :1] - b[..., :1], 0.7)[..., 0])
    return np.linalg.norm(blurred(a - b, 1.5), axis=2).mean() + 3 * np.hypot(down, right).mean()


def shares(options, style, photograph, folder):
    def paint(strength):
        painting = folder / "painting.png"
        subprocess.run([options.stylize, "--style", style, "--strength", str(strength), "--styles-dir", options.styles,
                        "-q", "--no-journal", "--stroke-size", "1", "--existing", "overwrite", photograph, painting],
                       check=True)
        return oklab(painting)

    start, end = oklab(photograph), paint(1)
    for strength in STRENGTHS:
        painting = paint(strength)
        from_start = distance(painting, start)
        yield from_start / (from_start + distance(painting, end))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", nargs="+", type=Path)
    parser.add_argument("--stylize", default=".build/release/stylize")
    parser.add_argument("--styles", default="Styles")
    parser.add_argument("--only", help="styles, separated by commas")
    parser.add_argument("--side", type=int, default=336, help="the longer side of the photographs, in pixels")
    options = parser.parse_args()
    names = [p.parent.name for p in sorted(Path(options.styles).glob("*/style.json")) if p.parent.name != "photo"]
    table = []
    print("style photograph " + " ".join(f"{strength:4}" for strength in STRENGTHS))
    with TemporaryDirectory() as folder:
        folder = Path(folder)
        for path in options.photographs:
            small = folder / f"{path.stem}.png"
            picture = Image.open(path).convert("RGB")
            picture.thumbnail((options.side, options.side), Image.Resampling.LANCZOS)
            picture.save(small)
            for style in options.only.split(",") if options.only else names:
                table.append(list(shares(options, style, small, folder)))
                print(style, path.stem, " ".join(f"{share:.2f}" for share in table[-1]), flush=True)
    table = np.array(table)
    print("mean", " ".join(f"{share:.2f}" for share in table.mean(0)))
    print("farthest from even", " ".join(f"{e:.2f}" for e in np.abs(table - STRENGTHS).max(0)))


if __name__ == "__main__":
    main()
