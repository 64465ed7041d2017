"""What ONNX Runtime makes of exported styles beside what the program paints itself."""

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnxruntime

STYLES = [("starry", 1), ("starry:0.7,wave:0.3", 0.6), ("woodcut", 1.3), ("pointillism", 1)]
SIZES = [(256, 320), (203, 301)]
# Of full scale; the program writes 16 bits.
TOLERANCE = 1e-4


def make_picture(path, height, width):
    random = np.random.default_rng(1)
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    waves = np.stack([np.sin(9 * x + 4 * y), np.cos(7 * y - 3 * x), np.sign(np.sin(20 * (x + y)))], -1)
    pixels = (0.5 + 0.3 * waves + 0.05 * random.standard_normal((height, width, 3))).clip(0, 1)
    pixels = (pixels * 255).round().astype(np.uint8)
    path.write_bytes(f"P6 {width} {height} 255\n".encode() + pixels.tobytes())
    return pixels


def read_picture(path):
    data = path.read_bytes()
    fields = data.split(maxsplit=4)[:4]
    width, height, full = (int(field) for field in fields[1:])
    values = np.frombuffer(data[-height * width * 6:], ">u2").reshape(height, width, 3)
    return values / full


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=".build/release/stylize")
    parser.add_argument("--styles", default="Styles")
    options = parser.parse_args()
    worst = 0
    with TemporaryDirectory() as folder:
        photo, painting, model = (Path(folder) / name for name in ("in.ppm", "out.ppm", "style.onnx"))
        for style, strength in STYLES:
            look = [style, "--strength", str(strength), "--styles-dir", options.styles]
            subprocess.run([options.program, "export", "--force", *look, model], check=True, stdout=subprocess.DEVNULL)
            session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
            for height, width in SIZES:
                pixels = make_picture(photo, height, width)
                subprocess.run(
                    [options.program, "--style", *look, "--stroke-size", "1", "--precision", "single", "--bit-depth",
                     "16", "--no-journal", "--existing", "overwrite", "-q", photo, painting], check=True)
                x = (pixels.transpose(2, 0, 1)[None] / 255).astype(np.float32)
                theirs = session.run(None, {session.get_inputs()[0].name: x})[0][0].transpose(1, 2, 0).clip(0, 1)
                difference = np.abs(theirs - read_picture(painting)).max()
                worst = max(worst, difference)
                print(f"{style} at strength {strength}, {width}×{height}: differs by {difference:.1e} of full scale")
    sys.exit(f"more than {TOLERANCE}" if worst > TOLERANCE else 0)
