#!/usr/bin/env python3
"""Judges a trunk and its styles on photographs that training never saw: a table and contact sheets.

    python3 evaluate.py --from run/checkpoint.pt --photographs photos --paintings paintings \\
        --loss-network vgg19_relu3_1.safetensors --to evaluation

Style loss is the mean over layers and scales of ‖G(output) − G(painting)‖² / ‖G(painting)‖² of whole photographs, content
loss is relative too, at relu3_1; lattice is what repeats every four pixels (8-bit levels, root mean square), beside
the same of the photographs; the identity is judged in dB.
"""

import argparse
import json
from pathlib import Path

import torch

from checkpoints import load_source
from collection import load_collection
from data import HELD_OUT, style_picture
from grain import with_grain
from loss import LossNetwork, content_errors, lattice_error, painting_grams, style_errors
from network import StyleVectors
from pictures import load_picture, psnr
from sheets import sheet, stacked, write_sheet
from strokes import nearest, stroke_grams

# Two portraits, a city, a landscape, a flat sky, buildings.
SHEET = ("bsds-302008", "bsds-388006", "sunhays-015", "sunhays-034", "sunhays-043", "urban-022")
GRAIN = 3.0  # 8-bit levels, on sheets
SCALES = 3


def levels(error):
    """A mean squared error of values 0…1 as a root in 8-bit levels."""
    return 255 * error**0.5


@torch.no_grad()
def judge(source, names, collection, network, photographs, paintings, quick=False):
    """{style: {style, content, lattice, strokes}} and, for the identity, mean and least dB.

    Photographs get each style's grain, as the program adds it; content is compared with the clean photograph. `strokes`
    is the share of photographs of which, in all these styles, the one in this style has the strokes nearest to the painting.
    """
    results = {}
    references = [(photograph, network.pyramid(photograph, SCALES)) for photograph in photographs]
    results["photographs"] = {
        "lattice": levels(sum(lattice_error(photograph).item() for photograph in photographs) / len(photographs))
    }
    pictures = {name: style_picture(collection[name], paintings) for name in names if name != StyleVectors.IDENTITY}
    marks = [{} for _ in photographs]
    for name in names:
        if name == StyleVectors.IDENTITY:
            decibels = [psnr(source.paint(photograph, {name: 1.0}), photograph) for photograph in photographs]
            results[name] = {"mean": sum(decibels) / len(decibels), "least": min(decibels)}
            continue
        targets = [gram[None] for gram in painting_grams(network, pictures[name], SCALES)]
        plain = ours = content = lattice = 0.0
        generator = torch.Generator().manual_seed(1)
        for (photograph, reference), mark in zip(references, marks):
            inputs = with_grain(photograph, collection[name].grain, generator)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=quick):
                output = source.paint(inputs, {name: 1.0})
            pyramid = network.pyramid(output, SCALES)
            ours += style_errors(pyramid, targets).mean().item()
            plain += style_errors(reference, targets).mean().item()
            content += content_errors(pyramid, reference).item()
            lattice += lattice_error(output).item()
            mark[name] = stroke_grams(network, output, SCALES)
        count = len(photographs)
        results[name] = {
            "style": ours / count,
            "untouched": plain / count,
            "content": content / count,
            "lattice": levels(lattice / count),
        }
        print(name, results[name], flush=True)
    for name, picture in pictures.items():
        own = stroke_grams(network, picture, SCALES)
        results[name]["strokes"] = sum(nearest(own, mark) == name for mark in marks) / len(marks)
    return results


def table(results, collection):
    lines = [
        "| Style | Style error | of the photograph itself | Content error | Lattice | Told by strokes |",
        "|---|---|---|---|---|---|",
    ]
    def row(name, values):
        numbers = f"{values['style']:.3f} | {values['untouched']:.2f} | {values['content']:.2f} | {values['lattice']:.2f}"
        return f"| {name} | {numbers} | {values['strokes']:.0%} |"

    for name in collection:
        values = results.get(name)
        if values and "style" in values:
            lines.append(row(name, values))
    judged = [values for values in results.values() if "style" in values]
    if judged:
        mean = {key: sum(values[key] for values in judged) / len(judged) for key in judged[0]}
        lines += [row("**mean**", mean), f"\nWorst style error: {max(values['style'] for values in judged):.3f}."]
    if StyleVectors.IDENTITY in results:
        identity = results[StyleVectors.IDENTITY]
        lines += ["", f"Identity: {identity['mean']:.2f} dB in the mean, {identity['least']:.2f} dB at least."]
    lines += [f"Lattice of the photographs: {results['photographs']['lattice']:.2f}."]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", required=True, help="checkpoint.pt, or a folder of packs")
    parser.add_argument("--learned", help="run of learn.py, whose styles come in place of those")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--photographs", required=True)
    parser.add_argument("--paintings", required=True)
    parser.add_argument("--loss-network", required=True)
    parser.add_argument("--to", required=True, help="folder of the table and the sheets")
    parser.add_argument("--side", type=int, default=480, help="longer side of the photographs, pixels")
    parser.add_argument("--styles", help="comma-separated; default all there are")
    parser.add_argument("--limit", type=int, help="use only so many photographs")
    parser.add_argument("--sheet-side", type=int, default=480)
    parser.add_argument("--quick", action="store_true", help="features and painted pictures in bf16; the identity in f32")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    folder, collection = Path(arguments.to), load_collection()
    folder.mkdir(parents=True, exist_ok=True)
    source = load_source(arguments.source, arguments.learned)
    network = LossNetwork(arguments.loss_network)
    paths = {name: Path(arguments.photographs) / f"{name}.jpg" for name in HELD_OUT}
    photographs = [load_picture(path, arguments.side) for path in list(paths.values())[: arguments.limit]]
    if arguments.quick:
        for layer in LossNetwork.LAYERS:
            network.convolutions[layer].bfloat16()
    source.trunk.to(memory_format=torch.channels_last)
    wanted = arguments.styles.split(",") if arguments.styles else source.vectors.rows
    names = [name for name in collection if name in wanted]
    results = judge(source, names, collection, network, photographs, arguments.paintings, arguments.quick)
    text = table(results, collection)
    (folder / "table.md").write_text(text, encoding="utf-8")
    (folder / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(text)

    shown = [paths[name] for name in SHEET]
    write_sheet(
        folder / "styles.jpg", source, names, shown, arguments.sheet_side, across=6, quick=arguments.quick, grain=GRAIN
    )
    identity = StyleVectors.IDENTITY
    bands = []
    for name in [name for name in names if name != identity][:3]:
        mixes = [(f"{name} {share:.2f}", {name: share, identity: 1 - share}) for share in (0, 0.25, 0.5, 0.75, 1, 1.5)]
        bands.append(sheet(source, mixes, shown[1:2], arguments.sheet_side, cell=256, quick=arguments.quick))
    if bands:
        stacked(bands).save(folder / "strengths.jpg", quality=88)


if __name__ == "__main__":
    main()
