#!/usr/bin/env python3
"""Learns adapters and vectors of styles for the finished trunk, one style after the other; resumable.

    python3 learn.py --photographs PHOTOS --paintings PAINTINGS --loss-network vgg19_relu3_1.safetensors \\
        --packs .. --run RUN --styles wave,starry --steps 250

Stopped in any way it goes on where it was. What is finished is in RUN/<style>/pack.pt until `export.py --learned RUN`
checks it and writes it as a pack.
"""

import argparse
import json
import random
import signal
import time
from pathlib import Path

import torch

from adapter import Adapter, merged
from checkpoints import Source, load_source
from collection import load_collection
from data import style_grams, style_picture
from grain import with_grain
from loss import LossNetwork, content_errors, lattice_error, style_errors, total_variation
from network import StyleVectors
from packs import write_atomically
from pool import Pool
from sheets import write_sheet
from starts import with_colours
from strokes import stroke_errors, stroke_grams

SCALES = 3
CONTENT_OF_FACES = 2.0  # factor of the content weight where a crop shows a face


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--photographs", required=True, help="folder of photographs")
    add("--paintings", required=True, help="folder of paintings named in the collection")
    add("--loss-network", required=True, help="VGG-19 up to conv3_1, safetensors")
    add("--packs", required=True, help="folder of packs with the trunk; styles start from what is there")
    add("--run", required=True, help="folder of crops, checkpoints and logs")
    add("--styles", required=True, help="comma-separated names of the collection, learned in this order")
    add("--like", default="", help="what new styles start from, as linocut=woodcut,gouache=matisse")
    add("--steps", type=int, default=250, help="of each style, or more where the collection says so")
    add("--batch", type=int, default=1, help="crops per step")
    add("--rate", type=float, default=1.0, help="factor of all learning rates")
    add("--grain", type=float, default=4.5, help="most grain added to a crop, 8-bit levels")
    add("--crops", type=int, default=320, help="crops that are kept")
    add("--sheet-every", type=int, default=0, help="steps after which a sheet shows how the style grows")
    add("--sheet-pictures", help="folder of pictures for the sheets")
    add("--seed", type=int, default=1)
    add("--threads", type=int, default=1)
    add("--collection", default=str(Path(__file__).with_name("collection.json")))
    add("--side", type=int, default=256, help="pixels of a crop")
    return parser.parse_args(arguments)


class Learner:
    """One style: what is learned of it and how far it is."""

    def __init__(self, options, style, source, network, pool):
        self.options, self.style, self.trunk, self.network, self.pool = options, style, source.trunk, network, pool
        self.folder = Path(options.run) / style.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.random, self.step = random.Random(options.seed), 0
        self.generator = torch.Generator().manual_seed(options.seed)
        self.steps = max(options.steps, style.steps)
        kept = self.folder / "grams.pt"
        grams = style_grams({style.name: style}, options.paintings, network, SCALES, torch.device("cpu"), kept)
        self.grams = [gram[None] for gram in grams[style.name]]
        picture = style_picture(style, options.paintings)
        self.strokes = [gram[None] for gram in stroke_grams(network, picture, SCALES)]
        likes = dict(pair.split("=") for pair in options.like.split(",") if pair)
        start = likes.get(style.name, style.name)
        if start not in source.vectors.rows:
            source.vectors.add(start)
        rows = source.vectors.rows[start].detach().clone()
        if start != style.name:
            rows = with_colours(rows, picture)
        self.rows = torch.nn.Parameter(rows)
        self.adapter = Adapter(source.trunk, seed=options.seed)
        if start in source.adapters:
            self.adapter.load_state_dict(source.adapters[start].state_dict())
        small = list(self.adapter.delta.values())
        large = [*self.adapter.a.values(), *self.adapter.b.values()]
        groups = [(large, 3e-3), (small, 1.5e-3), ([self.rows], 1e-2)]
        self.optimiser = torch.optim.Adam(
            [{"params": parameters, "rate": rate * options.rate} for parameters, rate in groups], lr=0, betas=(0.9, 0.99)
        )
        self.seen = {}
        if self.checkpoint.exists():
            self.restore(torch.load(self.checkpoint, weights_only=False))

    # Checkpoints

    @property
    def checkpoint(self):
        return self.folder / "checkpoint.pt"

    def save(self):
        saved = {
            "rows": self.rows.detach(),
            "adapter": self.adapter.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "random": self.random.getstate(),
            "generator": self.generator.get_state(),
            "step": self.step,
            "seen": self.seen,
        }
        write_atomically(self.checkpoint, lambda temporary: torch.save(saved, temporary))

    def restore(self, saved):
        self.rows.data.copy_(saved["rows"])
        self.adapter.load_state_dict(saved["adapter"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.random.setstate(saved["random"])
        self.generator.set_state(saved["generator"])
        self.step, self.seen = saved["step"], saved["seen"]

    # One step

    def set_rates(self):
        """Twenty steps of warm-up, constant for 40 % of the way, then linear to 3 %."""
        rest = (1 - self.step / self.steps) / 0.6
        factor = min(1, (self.step + 1) / 20) * min(1, max(0.03, rest))
        for group in self.optimiser.param_groups:
            group["lr"] = group["rate"] * factor

    def advance(self):
        options, style, pool = self.options, self.style, self.pool
        chosen = [self.random.randrange(len(pool.crops)) for _ in range(options.batch)]
        photographs, reference, faces = pool.batch(chosen)
        levels = [self.random.uniform(0, options.grain) for _ in chosen]
        inputs = with_grain(photographs, levels, self.generator).contiguous(memory_format=torch.channels_last)
        self.set_rates()
        self.optimiser.zero_grad(set_to_none=True)
        weights = {
            layer: weight.to(memory_format=torch.channels_last)
            for layer, weight in merged(self.trunk, [(1, self.adapter)]).items()
        }
        vectors = torch.cat([self.rows, torch.zeros_like(self.rows[:1])]).expand(len(chosen), -1, -1)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = self.trunk(inputs, vectors, weights)
        pyramid = self.network.pyramid(outputs, SCALES)
        targets = [gram.expand(len(chosen), -1, -1) for gram in self.grams]
        style_error = style_errors(pyramid, targets).mean(0)
        strokes = stroke_errors(self.network, outputs, self.strokes).mean(0)
        content = content_errors(pyramid, [[None, None, level] for level in reference])
        lattice = lattice_error(outputs) + 0.5 * lattice_error(outputs, window=3)
        content_weight = style.content_weight * torch.where(faces, CONTENT_OF_FACES, 1.0)
        loss = (
            style.style_weight * style_error
            + style.stroke_weight * strokes
            + content_weight * content
            + 0.05 * total_variation(outputs)
            + style.lattice_weight * lattice
        ).mean()
        loss.backward()
        parameters = [self.rows, *self.adapter.parameters()]
        norm = torch.nn.utils.clip_grad_norm_(parameters, 10)
        if torch.isfinite(norm):
            self.optimiser.step()
        self.step += 1
        self.note("style", style_error.mean().item())
        self.note("strokes", strokes.mean().item())
        self.note("content", content.mean().item())
        self.note("lattice", 255 * lattice_error(outputs).mean().item() ** 0.5)

    def note(self, key, value):
        """Running means with a memory of about 20 steps."""
        share = max(1 / self.step, 0.05)
        self.seen[key] = self.seen.get(key, value) * (1 - share) + value * share

    def learn(self, stopping):
        options, begun, last_saved = self.options, time.monotonic(), time.monotonic()
        while self.step < self.steps and not stopping:
            self.advance()
            if self.step % 25 == 0 or self.step == self.steps:
                line = {"step": self.step, "seconds": round(time.monotonic() - begun)}
                line |= {key: round(value, 4) for key, value in self.seen.items()}
                with open(self.folder / "log.jsonl", "a", encoding="utf-8") as file:
                    file.write(json.dumps(line) + "\n")
                print(self.style.name, line, flush=True)
            if time.monotonic() - last_saved > 30:
                self.save()
                last_saved = time.monotonic()
            if options.sheet_every and self.step % options.sheet_every == 0:
                self.sheet()
        self.save()
        if self.step >= self.steps:
            pack = {"rows": self.rows.detach(), "adapter": self.adapter.tensors(), "steps": self.steps}
            write_atomically(self.folder / "pack.pt", lambda temporary: torch.save(pack, temporary))

    def sheet(self):
        name = self.style.name
        vectors = StyleVectors([], self.trunk.vector_length)
        vectors.add(name, self.rows)
        pictures = sorted(Path(self.options.sheet_pictures).iterdir())
        path = self.folder / f"sheet-{self.step:04}.jpg"
        write_sheet(path, Source(self.trunk, vectors, {name: self.adapter}), [name], pictures, quick=True)


def prepare(options):
    """The source that styles start from, the loss network, and the crops."""
    run = Path(options.run)
    run.mkdir(parents=True, exist_ok=True)
    source = load_source(options.packs)
    source.trunk.requires_grad_(False)
    network = LossNetwork(options.loss_network).to(memory_format=torch.channels_last)
    for layer in LossNetwork.LAYERS:
        network.convolutions[layer].bfloat16()
    crops = run / f"crops-{options.side}.pt"
    pool = Pool(crops, options.photographs, network, options.side, options.crops, (360, 520), 0.12)
    return source, network, pool


def main():
    options = parse()
    torch.set_num_threads(options.threads)
    collection = load_collection(options.collection)
    names = options.styles.split(",")
    unknown = [name for name in names if name not in collection]
    if unknown:
        raise SystemExit(f"learn: no style {', '.join(unknown)} in {options.collection}")
    source, network, pool = prepare(options)
    stopping = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.append(True))
    for name in names:
        if stopping:
            break
        if not (Path(options.run) / name / "pack.pt").exists():
            Learner(options, collection[name], source, network, pool).learn(stopping)


if __name__ == "__main__":
    main()
