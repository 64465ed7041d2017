#!/usr/bin/env python3
"""Trunks of other shapes, to see what they cost: packs with random weights that the program paints with.

    python3 shapes.py --to packs --stylize ../../.build/release/stylize --picture photo.png

Times are processor seconds of the whole program with one thread, less those of a picture of a few pixels, the least
of some runs taken in turn.
"""

import argparse
import json
import resource
import subprocess
import tempfile
from pathlib import Path

import torch
from PIL import Image

from network import Shape, StyleVectors, Trunk
from packs import save_tensors, style_tensors, trunk_tensors

SHAPES = {
    "narrowest": Shape((8, 16, 64)),
    "narrow": Shape((16, 32, 96)),
    "shipped": Shape(),
    "deep": Shape((16, 32, 128), 8),
    "wide": Shape((24, 48, 192)),
    "johnson": Shape((32, 64, 128), 5, 9, 9),
    "eighth": Shape((16, 32, 64, 192)),
    "eighth-wide": Shape((16, 32, 128, 256)),
}


def multiply_adds(shape):
    """Multiplications of one pixel of the picture."""
    total, size = 0.0, 1.0
    for _, inputs, outputs, kernel, stride, upsampled in shape.layers():
        size = size * 4 if upsampled else size / stride**2
        total += inputs * outputs * kernel**2 * size
    return total


def nodes(shape):
    """The shape as the nodes of a graph, as a pack describes one that is no trunk of three sizes."""
    listed = []

    def add(operation, *inputs, **facts):
        listed.append({"operation": operation, "inputs": list(inputs), **facts})
        return len(listed)

    x = block = 0
    for name, _, outputs, kernel, stride, upsampled in shape.layers():
        if name.endswith("conv1"):
            block = x
        if upsampled:
            x = add("upsample", x, factor=2)
        border = [kernel // 2] * 2
        x = add(
            "convolution", x, name=name, channels=outputs, kernel=kernel, stride=stride, padding="reflection", amounts=border
        )  # fmt: skip
        x = add("norm", x, name=name, epsilon=1e-5)
        if name.endswith("conv2"):
            x = add("sum", block, x)
        else:
            x = add("activation", x, activation="sigmoid" if name == "out" else "relu")
    return listed


def write_pack(folder, name, shape):
    torch.manual_seed(1)
    trunk = Trunk(shape)
    vectors = StyleVectors([name], trunk.vector_length)
    save_tensors(folder / f"{name}-network" / "weights.safetensors", trunk_tensors(trunk, torch.float16), "random")
    network = {"format": 1, "architecture": "graph", "name": f"{name}-network", "weights": "weights.safetensors"}
    (folder / f"{name}-network" / "network.json").write_text(json.dumps({**network, "nodes": nodes(shape)}))
    save_tensors(folder / name / "vectors.safetensors", style_tensors(vectors.rows[name], name, trunk.widths), "neutral")
    style = {"format": 1, "name": name, "network": f"{name}-network", "vectors": "vectors.safetensors"}
    (folder / name / "style.json").write_text(json.dumps(style))
    return trunk


def processor_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", required=True, help="folder of the packs")
    parser.add_argument("--stylize", required=True, help="the program")
    parser.add_argument("--picture", required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--shapes", default=",".join(SHAPES))
    arguments = parser.parse_args()
    folder, names = Path(arguments.to), arguments.shapes.split(",")
    trunks = {name: write_pack(folder, name, SHAPES[name]) for name in names}
    picture = Image.open(arguments.picture)
    least = {name: float("inf") for name in names}
    with tempfile.TemporaryDirectory() as scratch:
        small, painting = f"{scratch}/small.png", f"{scratch}/painting.png"
        picture.resize((32, 32)).save(small)
        for _ in range(arguments.runs):
            for name in names:
                command = [arguments.stylize, "paint", "--styles-dir", arguments.to, "--style", name, "--threads", "1"]
                command += ["--stroke-size", "1", "--no-journal", "--existing", "overwrite", "-q"]
                whole = processor_seconds([*command, arguments.picture, painting])
                least[name] = min(least[name], whole - processor_seconds([*command, small, painting]))
    print("| Shape | Channels | Blocks | Weights | Multiplications a pixel | Processor time |")
    print("|---|---|---|---|---|---|")
    for name, trunk in trunks.items():
        shape = trunk.shape
        weights = sum(parameter.numel() for parameter in trunk.parameters())
        channels = ", ".join(map(str, shape.channels))
        time = least[name] / (picture.width * picture.height / 1e6)
        print(
            f"| {name} | {channels} | {shape.residual_blocks} | {weights:,} | {multiply_adds(shape):,.0f} "
            f"| {time:.2f} s/megapixel |"
        )


if __name__ == "__main__":
    main()
