"""Large pictures in little memory: the same bytes, never more memory than was given, and the plan's
estimates beside what was measured."""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from math import isqrt
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

def size_in_bytes(text):
    """As the program reads it: 2G has powers of 1000, 2Gi those of 1024."""
    base = 1024 if text.endswith("i") else 1000
    number = text.rstrip("i")
    return int(float(number.rstrip("KMG")) * base ** (" KMG".find(number[-1]) if number[-1] in "KMG" else 0))


def make_picture(path, side):
    """A square PPM of waves of many lengths and some grain, from a few rows that are shifted."""
    random = np.random.default_rng(1)
    x = np.arange(side)[:, None] * np.array([1.0, 1.3, 0.7]) / side
    rows = []
    for phase in np.arange(0, 1, 1 / 64):
        waves = sum(np.sin(2**k * (3 * x + 5 * phase + k)) / k for k in range(1, 9))
        grain = random.integers(-12, 12, (side, 3))
        rows.append(np.clip(127 + 45 * waves + grain, 0, 255).astype(np.uint8))
    with open(path, "wb") as file:
        file.write(f"P6 {side} {side} 255\n".encode())
        for y in range(side):
            file.write(np.roll(rows[(y + y // 97) % 64], 13 * y, axis=0).tobytes())


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def paint(command):
    """Runs it; gives seconds, those of computing, processor seconds and the most memory in bytes."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    events = [json.loads(line) for line in process.stdout]
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with status {os.waitstatus_to_exitcode(status)}")
    computing = sum(event["seconds"] for event in events if event["event"] == "finished")
    return (time.monotonic() - start, computing, usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss * 1024)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=".build/release/stylize")
    parser.add_argument("--styles", default="Styles")
    parser.add_argument("--style", default="starry")
    parser.add_argument("--megapixels", type=int, nargs="+", default=[1, 4, 24, 100])
    parser.add_argument("--memory", nargs="+", default=["512Mi", "2Gi"])
    parser.add_argument("--no-unlimited", action="store_true")
    parser.add_argument("--folder", help="for pictures and scratch")
    parser.add_argument("--json", help="a file for the figures")
    options = parser.parse_args()

    look = ["--style", options.style, "--styles-dir", options.styles, "--stroke-size", "1"]
    results, failures = [], 0
    print("| MP | memory | s | s/MP | CPU s | s/unlimited | computing s | planned s | peak MB "
          "| planned MB | scratch MB | moved MB | recomputed | same bytes |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    with TemporaryDirectory(dir=options.folder) as folder:
        scratch = ["--scratch", folder]
        for megapixels in options.megapixels:
            side = isqrt(megapixels * 1_000_000)
            photo = str(Path(folder) / f"{megapixels}.ppm")
            make_picture(photo, side)
            whole = None
            for memory in ([] if options.no_unlimited else [None]) + options.memory:
                limit = ["--memory", memory] if memory else []
                plan = json.loads(subprocess.check_output(
                    [options.program, "plan", "--json", *look, *limit, *scratch, photo]))
                out = str(Path(folder) / "painting.tif")
                seconds, computing, processor, peak = paint(
                    [options.program, "paint", "--json", "--no-journal", "--existing", "overwrite",
                     *look, *limit, *scratch, photo, out])
                hashed = digest(out)
                os.remove(out)
                whole = whole or (hashed, seconds)
                same = hashed == whole[0]
                inside = not memory or peak <= size_in_bytes(memory)
                failures += (not same) + (not inside)
                print(f"| {megapixels} | {memory or 'any'} | {seconds:.1f} "
                      f"| {seconds / megapixels:.2f} | {processor:.1f} "
                      f"| {seconds / whole[1]:.2f} | {computing:.1f} | {plan['seconds']:.1f} "
                      f"| {peak / 1e6:.0f}{'' if inside else ' (!)'} "
                      f"| {plan['peakBytes'] / 1e6:.0f} "
                      f"| {plan['scratchBytes'] / 1e6:.0f} | {plan['transferredBytes'] / 1e6:.0f} "
                      f"| {plan['recomputeFactor']:.2f} | {'yes' if same else 'NO'} |", flush=True)
                results.append({
                    "megapixels": megapixels, "memory": memory, "seconds": seconds,
                    "computingSeconds": computing, "processorSeconds": processor,
                    "peakBytes": peak, "same": same,
                    "plan": {key: value for key, value in plan.items() if key != "maps"}})
            os.remove(photo)
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=2) + "\n")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
