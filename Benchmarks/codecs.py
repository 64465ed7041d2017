"""What decoders and encoders take: each kind of file is read, and each written, in the least
memory that the program says would do, and the process's peak is compared with it. The photograph itself is written
(strength 0), so that nothing but reading and writing takes time. Needs the vips command line."""

import argparse
import json
import re
import subprocess
import sys
from math import isqrt
from pathlib import Path
from tempfile import TemporaryDirectory

from memory import make_picture, paint

# What vips writes, by its options; `+16` of 16 bits, `+alpha` with an opacity, `+turned` on its side.
INPUTS = [
    "jpg", "jpg+turned", "jpg[interlace,subsample-mode=on]", "jpg[interlace,Q=95]",
    "jpg[interlace,Q=95]+turned", "png[compression=1]", "png[compression=1,interlace]",
    "png[compression=1]+16", "png[compression=1,interlace]+16", "tif", "tif[compression=lzw]",
    "tif[compression=deflate]", "tif[compression=jpeg]", "tif[bigtiff]+16",
    "tif[tile,compression=deflate]", "tif[tile,tile-width=1024,tile-height=1024]",
    "tif[tile,pyramid,compression=jpeg]", "tif[compression=lzw,tile-height=16384]",
    "tif[compression=jpeg,tile-height=16384]", "webp[effort=0]", "webp[effort=0]+alpha",
    "webp[lossless,effort=0]", "gif", "heic[effort=0]", "avif[effort=0]", "avif[effort=0,lossless]",
    "avif[effort=0]+16", "ppm"]
OUTPUTS = [
    "jpg", "jpg[interlace]", "jpg[interlace,Q=95]", "png", "png[interlace]", "png[palette]", "tif",
    "tif[compression=lzw]", "tif[tile]", "tif[tile,pyramid]", "webp", "webp[lossless]", "gif",
    "avif[effort=0]", "avif[effort=0,Q=95]", "heic[effort=0]", "jp2", "ppm"]


def kind(text):
    name, *extras = text.split("+")
    return re.fullmatch(r"(\w+)(\[.*\])?", name).groups(default=""), extras


def make_input(folder, base, text):
    (suffix, options), extras = kind(text)
    path = folder / f"in.{suffix}"
    source = base
    for extra, command in (("16", ["cast", "ushort", "--shift"]), ("alpha", ["bandjoin_const", "200"])):
        if extra in extras:
            made = folder / f"{extra}.v"
            subprocess.check_call(["vips", command[0], source, str(made), *command[1:]])
            source = str(made)
    if "16" in extras:
        named = folder / "named.v"
        subprocess.check_call(["vips", "copy", source, str(named), "--interpretation", "rgb16"])
        source = str(named)
    subprocess.check_call(["vips", "copy", source, f"{path}{options}"])
    if "turned" in extras:
        subprocess.check_call(["exiftool", "-q", "-overwrite_original", "-n", "-Orientation=6", str(path)])
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=".build/release/stylize")
    parser.add_argument("--styles", default="Styles")
    parser.add_argument("--megapixels", type=int, default=24)
    parser.add_argument("--photograph", help="instead of one that is made")
    parser.add_argument("--inputs", nargs="*", default=INPUTS)
    parser.add_argument("--outputs", nargs="*", default=OUTPUTS)
    options = parser.parse_args()
    look = ["--style", "starry", "--styles-dir", options.styles, "--stroke-size", "1", "--strength", "0"]
    failures = 0

    def measure(label, photo, out, suffix, saver):
        nonlocal failures
        what = [*look, "--scratch", str(out.parent), "--format", suffix + saver]
        refused = subprocess.run(
            [options.program, "plan", *what, "--memory", "1M", str(photo)],
            capture_output=True, text=True)
        words = refused.stderr.split()
        least = int(words[words.index("would") - 1])
        plan = json.loads(subprocess.check_output(
            [options.program, "plan", "--json", *what, "--memory", str(least), str(photo)]))
        seconds, _, _, peak = paint(
            [options.program, "paint", "--json", "--no-journal", "--existing", "overwrite", *what,
             "--memory", str(least), str(photo), str(out) + saver])
        failures += peak > least
        print(f"| {label} | {least / 1e6:.0f} | {plan['peakBytes'] / 1e6:.0f} | {peak / 1e6:.0f}"
              f"{' (!)' if peak > least else ''} | {seconds:.1f} |", flush=True)

    with TemporaryDirectory(dir=".out") as name:
        folder = Path(name)
        base = options.photograph
        if not base:
            base = str(folder / "base.ppm")
            make_picture(base, isqrt(options.megapixels * 1_000_000))
        print("| | least MB | planned MB | peak MB | s |\n|---|---|---|---|---|")
        for text in options.inputs:
            photo = make_input(folder, base, text)
            measure(f"from {text}", photo, folder / "out.ppm", "ppm", "")
            photo.unlink()
        plain = make_input(folder, base, "ppm")
        for text in options.outputs:
            (suffix, saver), _ = kind(text)
            out = folder / f"out.{suffix}"
            measure(f"to {text}", plain, out, suffix, saver)
            out.unlink()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
