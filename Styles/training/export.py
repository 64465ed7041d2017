#!/usr/bin/env python3
"""Turns a checkpoint (or a folder of packs) into style packs, after checking that they can be shipped.

    python3 export.py --from run/checkpoint.pt --to Styles --check-picture photo.jpg [--styles starry,wave]

The trunk is written in fp16 and checked in that form: every weight finite, every raw convolution output inside the
range of half precision with room to spare, every picture neither constant nor out of range, and the identity close
to the photograph.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

from checkpoints import load_source
from collection import load_collection
from grain import with_grain
from pictures import load_picture, psnr, to_image
from network import StyleVectors
from packs import save_tensors, style_tensors, trunk_tensors, write_atomically

HALF_LIMIT = 30000  # of 65504: raw convolution outputs are kept in half precision


class Unfit(Exception):
    """A pack that must not be shipped, and why."""


def check_finite(what, tensors, limit):
    for key, tensor in tensors.items():
        if not torch.isfinite(tensor.float()).all():
            raise Unfit(f"{what}: {key} is not finite")
        if tensor.float().abs().max() > limit:
            raise Unfit(f"{what}: {key} reaches {tensor.float().abs().max():.3g}, above {limit}")


@torch.no_grad()
def check_style(source, name, pictures, minimum_psnr):
    """Runs a style over the pictures; gives the facts it measured, throws Unfit."""
    trunk = source.trunk
    peak = 0.0

    def watch(layer, x):
        nonlocal peak
        peak = max(peak, x.abs().max().item())

    trunk.watch = watch
    deviation, closeness = [], []
    for picture in pictures:
        for weights in ({name: 1.0}, {name: 0.5, StyleVectors.IDENTITY: 0.5}):
            output = source.paint(picture, weights)
            if not torch.isfinite(output).all():
                raise Unfit(f"{name}: the output is not finite")
            if weights[name] == 1:
                deviation.append(output.std().item())
                closeness.append(psnr(output, picture))
            if name == StyleVectors.IDENTITY:
                break
    trunk.watch = None
    if not peak < HALF_LIMIT:
        raise Unfit(f"{name}: a raw convolution output reaches {peak:.3g}, above {HALF_LIMIT}")
    if min(deviation) < 0.02:
        raise Unfit(f"{name}: the output is nearly constant (standard deviation {min(deviation):.3g})")
    if name == StyleVectors.IDENTITY and np.mean(closeness) < minimum_psnr:
        raise Unfit(f"{name}: {np.mean(closeness):.2f} dB, below {minimum_psnr}")
    return {"peak": peak, "deviation": min(deviation), "psnr": float(np.mean(closeness))}


@torch.no_grad()
def preview(source, name, picture, side, grain):
    """The picture in the style, its longer side `side` pixels, painted at twice that so that strokes stay fine."""
    output = to_image(source.paint(with_grain(picture, grain, torch.Generator().manual_seed(1)), {name: 1.0})[0])
    output.thumbnail((side, side), Image.LANCZOS)
    return output


def same(a, b):
    return a.keys() == b.keys() and all(torch.equal(a[key], b[key]) for key in a)


def write_json(path, values):
    text = json.dumps(values, indent=2, ensure_ascii=False) + "\n"
    write_atomically(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def export(source, folder, names, pictures, preview_picture, minimum_psnr=0.0):
    """Writes trunk and styles below the folder; gives {style: facts}. Nothing is written where a check fails."""
    trunk, vectors = source.trunk, source.vectors
    folder = Path(folder)
    collection = load_collection()
    half = trunk_tensors(trunk, torch.float16)
    check_finite("trunk", half, HALF_LIMIT)
    trunk.eval().half().float()  # what is checked is what is shipped
    facts, halves = {}, {}
    for name in names:
        rows = vectors.rows[name]
        check_finite(name, {"vectors": rows}, 1000)
        if name in source.adapters:
            halves[name] = source.adapters[name].tensors(torch.float16)
            check_finite(f"{name}: adapter", halves[name], 1000)
            source.adapters[name].load(halves[name])
        facts[name] = check_style(source, name, pictures, minimum_psnr)

    shape = trunk.shape
    trunk_file = folder / "trunk" / "weights.safetensors"
    if not trunk_file.exists() or not same(load_file(trunk_file), half):
        save_tensors(trunk_file, half, "convolutions of the trunk (out, in, kh, kw)")
    trunk_hash = hashlib.sha256(trunk_file.read_bytes()).hexdigest()
    write_json(
        folder / "trunk" / "network.json",
        {
            "format": 1,
            "architecture": "trunk",
            "name": "trunk",
            "channels": list(shape.channels),
            "residualBlocks": shape.residual_blocks,
            "firstKernel": shape.first_kernel,
            "lastKernel": shape.last_kernel,
            "weights": "weights.safetensors",
            "licence": "MIT",
        },
    )
    for name in names:
        style = collection[name]
        tensors = style_tensors(vectors.rows[name], name, trunk.widths)
        save_tensors(folder / name / "vectors.safetensors", tensors, "y = gamma*IN(x) + beta + alpha*x")
        if name in halves:
            save_tensors(folder / name / "adapter.safetensors", halves[name], "W + b·a, or W + delta, of the trunk's W")
        image = preview(source, name, preview_picture, 256, 0 if style.is_identity else style.grain)
        write_atomically(
            folder / name / "preview.jpg",
            lambda temporary: image.save(temporary, "JPEG", quality=82, optimize=True),
        )
        write_json(
            folder / name / "style.json",
            {
                "format": 2 if name in halves else 1,
                "name": name,
                "aliases": list(style.aliases),
                "title": style.title,
                "artist": style.artist,
                "year": style.year,
                "licence": style.licence,
                "network": "trunk",
                "vectors": "vectors.safetensors",
                **({"adapter": "adapter.safetensors", "trunkHash": trunk_hash} if name in halves else {}),
                **({} if style.is_identity else {"grain": style.grain}),
                "workingSize": style.working_size,
                "preview": "preview.jpg",
            },
        )
    return facts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", required=True, help="checkpoint.pt, or a folder of packs")
    parser.add_argument("--learned", help="run of learn.py, whose finished styles come in place of those")
    parser.add_argument("--to", required=True, help="folder of packs")
    parser.add_argument("--styles", help="comma-separated; default all there are")
    parser.add_argument("--except", dest="left_out", default="", help="styles to leave out")
    parser.add_argument("--check-picture", action="append", required=True, help="photographs for the checks")
    parser.add_argument("--preview-picture", help="picture of the previews; default the first checked one")
    parser.add_argument("--preview-side", type=int, default=512, help="longer side at which the preview is painted")
    parser.add_argument("--minimum-psnr", type=float, default=0, help="of the identity, dB, mean over the pictures")
    arguments = parser.parse_args()
    source = load_source(arguments.source, arguments.learned)
    left_out = set(filter(None, arguments.left_out.split(",")))
    names = arguments.styles.split(",") if arguments.styles else list(source.vectors.rows)
    names = [name for name in names if name not in left_out]
    pictures = [load_picture(path, 512) for path in arguments.check_picture]
    drawn = load_picture(arguments.preview_picture or arguments.check_picture[0], arguments.preview_side)
    try:
        facts = export(source, arguments.to, names, pictures, drawn, arguments.minimum_psnr)
    except Unfit as reason:
        sys.exit(f"export: {reason}")
    for name, values in facts.items():
        print(f"{name:14} peak {values['peak']:8.1f}  deviation {values['deviation']:.3f}  {values['psnr']:.2f} dB")


if __name__ == "__main__":
    main()
