#!/usr/bin/env python3
"""Trains the trunk and its styles together; can be stopped at any moment and goes on from its checkpoint.

    python3 train.py --photographs photos --paintings paintings --loss-network vgg19_relu3_1.safetensors --run run

With --freeze-trunk only the vectors of the chosen styles move: that is how a style is added to a finished trunk.
"""

import json
import os
import random
import signal
import time
from pathlib import Path

import torch

from checkpoints import Source, load_checkpoint
from collection import load_collection
from data import Photographs, style_grams, style_picture
from loss import LossNetwork, content_errors, lattice_error, style_errors, total_variation
from network import Shape, StyleVectors, Trunk
from options import parse
from packs import load_packs, write_atomically
from sheets import write_sheet
from starts import measured_identity, with_colours

IDENTITY = StyleVectors.IDENTITY


class Trainer:
    """One run: what is trained, how far it is, and what it has seen of each style."""

    def __init__(self, options):
        self.options = options
        self.device = torch.device(options.device)
        self.random = random.Random(options.seed)
        self.step, self.seconds = 0, 0.0
        self.averages = {}
        torch.manual_seed(options.seed)
        self.run = Path(options.run)
        self.run.mkdir(parents=True, exist_ok=True)
        collection = load_collection(options.collection)
        names = options.styles.split(",") if options.styles else list(collection)
        unknown = [name for name in names if name not in collection]
        if unknown:
            raise SystemExit(f"train: no style {', '.join(unknown)} in {options.collection}")
        self.styles = {name: collection[name] for name in names}
        self.photographs = Photographs(options.photographs, options.photograph_side, self.device, options.limit)

        saved = None
        if self.checkpoint_path.exists():
            trunk, vectors, saved = load_checkpoint(self.checkpoint_path)
        elif options.init:
            trunk, vectors = load_packs(options.init)
        else:
            trunk = Trunk(Shape(tuple(options.channels), options.blocks, options.first_kernel, options.last_kernel))
            vectors = StyleVectors([], trunk.vector_length)
        for name in names:
            if name in vectors.rows:
                continue
            rows = None
            if name == IDENTITY:
                some = self.photographs.crops(4, options.identity_crop, random.Random(0)).cpu()
                rows = measured_identity(trunk, some)
            vectors.add(name, rows)
            if name != IDENTITY:
                picture = style_picture(self.styles[name], options.paintings)
                vectors.rows[name].data.copy_(with_colours(vectors.rows[name].data, picture))
        self.trunk = trunk.to(self.device, memory_format=torch.channels_last)
        self.vectors = vectors.to(self.device)
        self.trunk.requires_grad_(not options.freeze_trunk)
        self.forward = torch.compile(self.trunk) if options.compile else self.trunk

        self.loss_network = LossNetwork(options.loss_network).to(self.device, memory_format=torch.channels_last)
        kept = self.run / "grams.pt"
        self.grams = style_grams(self.styles, options.paintings, self.loss_network, options.scales, self.device, kept)
        self.low = {"auto": torch.bfloat16, "bf16": torch.bfloat16, "f32": torch.float32}[options.precision]
        for name in LossNetwork.LAYERS:
            self.loss_network.convolutions[name].to(self.low)
        self.features = torch.compile(self.loss_network.pyramid) if options.compile else self.loss_network.pyramid

        self.parameters = {f"trunk.{name}": p for name, p in self.trunk.named_parameters() if p.requires_grad}
        self.parameters |= {f"style.{name}": self.vectors.rows[name] for name in names}
        by_rate = {}
        for name, parameter in self.parameters.items():
            by_rate.setdefault(self.base_rate(name), []).append(parameter)
        groups = [{"params": parameters, "rate": rate} for rate, parameters in by_rate.items()]
        self.fused = self.device.type == "cuda"
        self.optimiser = torch.optim.Adam(groups, lr=0.0, betas=(0.9, 0.99), fused=self.fused)
        if saved:
            self.restore(saved)
        self.sampled = [name for name in names if name != IDENTITY]
        chosen = dict(item.split("=") for item in options.sampling.split(",") if item)
        self.chances = [float(chosen.get(name, 1)) for name in self.sampled]

    # Checkpoints

    @property
    def checkpoint_path(self):
        return self.run / "checkpoint.pt"

    def save(self):
        state = self.optimiser.state
        saved = {
            "shape": self.trunk.shape.to_dict(),
            "trunk": self.trunk.state_dict(),
            "vectors": {name: rows.detach() for name, rows in self.vectors.rows.items()},
            "optimiser": {name: state[p] for name, p in self.parameters.items() if p in state},
            "random": self.random.getstate(),
            "step": self.step,
            "seconds": self.seconds,
            "averages": self.averages,
            "options": vars(self.options),
        }
        write_atomically(self.checkpoint_path, lambda temporary: torch.save(saved, temporary))

    def restore(self, saved):
        """Takes over counters, generator and, by name, the optimiser's moments; new styles start with none."""
        self.step, self.seconds, self.averages = saved["step"], saved["seconds"], saved["averages"]
        self.random.setstate(saved["random"])
        for name, parameter in self.parameters.items():
            if name in saved["optimiser"]:
                moments = saved["optimiser"][name]
                self.optimiser.state[parameter] = {
                    key: value.to(self.device) if key != "step" or self.fused else value.cpu()
                    for key, value in moments.items()
                }

    # One step

    def base_rate(self, parameter):
        if parameter.startswith("trunk."):
            return self.options.trunk_rate
        return self.options.identity_rate if parameter == f"style.{IDENTITY}" else self.options.rate

    def progress(self):
        """0…1: by steps or by time, whichever is further."""
        options = self.options
        fractions = [self.step / options.steps if options.steps else 0]
        if options.hours:
            fractions.append(self.seconds / (3600 * options.hours))
        return max(fractions)

    def set_rates(self):
        """Warm-up, constant until `decay_from` of the way, then linear down to 5 %."""
        options = self.options
        rest = (1 - self.progress()) / (1 - options.decay_from)
        factor = min(1, (self.step + 1) / options.warm_up) * min(1, max(0.05, rest))
        for group in self.optimiser.param_groups:
            group["lr"] = group["rate"] * factor
        return factor

    def painted(self):
        """Loss of photographs in styles: each photograph of the batch is painted in several, some weaker or stronger."""
        options, random = self.options, self.random
        count = max(1, options.batch // options.styles_per_photograph)
        photographs = self.photographs.crops(count, options.crop, random)
        repeats = options.batch // count
        names, strengths, vectors = [], [], []
        for _ in range(count * repeats):
            name = random.choices(self.sampled, self.chances)[0]
            if random.random() < options.mix_share and IDENTITY in self.vectors.rows:
                strength = random.uniform(0.2, 1.4)
                vectors.append(self.vectors.mix({name: strength, IDENTITY: 1 - strength}))
            else:
                strength = 1.0
                vectors.append(self.vectors.full(name))
            names.append(name)
            strengths.append(strength)
        strength = torch.tensor(strengths, device=self.device)
        weight = strength.square() * torch.tensor(
            [self.styles[name].style_weight for name in names], device=self.device
        )
        with torch.no_grad():
            reference = self.features(photographs, 2)
            reference = [[layer.repeat_interleave(repeats, 0) for layer in level] for level in reference]
        inputs = photographs.repeat_interleave(repeats, 0).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, dtype=self.low, enabled=self.low != torch.float32):
            outputs = self.forward(inputs, torch.stack(vectors))
        pyramid = self.features(outputs, options.scales)
        targets = [torch.stack(layer) for layer in zip(*(self.grams[name] for name in names))]
        by_layer = style_errors(pyramid, targets)
        layer_weights = torch.tensor(options.layer_weights, device=self.device)[:, None]
        style = (by_layer * layer_weights).sum(0) / layer_weights.sum()
        content = content_errors(pyramid, reference)
        away = (outputs - inputs).square().mean((1, 2, 3)) * (1 - strength).clamp(min=0).square()
        loss = (
            weight * style
            + options.content_weight * content
            + options.variation_weight * total_variation(outputs)
            + options.lattice_weight * lattice_error(outputs)
            + options.identity_weight * away
        )
        seen = torch.cat([style[None], content[None], by_layer]).detach().cpu().T.tolist()  # one wait for the device
        for name, full, (first, second, *layers) in zip(names, strengths, seen):
            if full == 1:
                self.note(name, {"style": first, "content": second})
                self.note("layers", {str(j): value for j, value in enumerate(layers)})
        return loss.mean()

    def untouched(self):
        """Loss of the identity: mean squared error, no statistics, so small crops do."""
        options = self.options
        crops = self.photographs.crops(options.identity_batch, options.identity_crop, self.random)
        crops = crops.contiguous(memory_format=torch.channels_last)
        vectors = self.vectors.full(IDENTITY)[None].expand(len(crops), -1, -1)
        with torch.autocast(self.device.type, dtype=self.low, enabled=self.low != torch.float32):
            outputs = self.forward(crops, vectors)
        errors = (outputs - crops).square().mean((1, 2, 3))
        self.note(IDENTITY, {"decibels": (-10 * errors.detach().log10()).mean().item()})
        return options.identity_weight * errors.mean()

    def note(self, name, values):
        """Running means with a memory of about 20 values."""
        known = self.averages.setdefault(name, {"seen": 0})
        known["seen"] += 1
        share = max(1 / known["seen"], 0.05)
        for key, value in values.items():
            known[key] = known.get(key, value) * (1 - share) + value * share

    def advance(self):
        self.set_rates()
        self.optimiser.zero_grad(set_to_none=True)
        if self.sampled:
            self.painted().backward()
        if self.options.identity_batch and IDENTITY in self.styles:
            self.untouched().backward()
        norm = torch.nn.utils.clip_grad_norm_(self.parameters.values(), 10)
        if torch.isfinite(norm):
            self.optimiser.step()
        self.step += 1

    # The run

    def log(self, factor_seconds):
        rounded = {
            name: {key: round(value, 4) for key, value in values.items()} for name, values in self.averages.items()
        }
        line = {
            "step": self.step,
            "seconds": round(self.seconds),
            "seconds_per_step": round(factor_seconds, 3),
            "rates": [group["lr"] for group in self.optimiser.param_groups],
            **rounded,
        }
        with open(self.run / "log.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        painted = [values["style"] for name, values in self.averages.items() if "style" in values]
        decibels = self.averages.get(IDENTITY, {}).get("decibels", 0)
        mean = sum(painted) / max(1, len(painted))
        print(f"step {self.step}  {factor_seconds:.2f} s/step  style {mean:.4f}  identity {decibels:.2f} dB", flush=True)

    def sheet(self):
        names = [name for name in self.styles if name in self.vectors.rows]
        pictures = sorted(Path(self.options.sheet_pictures).iterdir()) if self.options.sheet_pictures else []
        if pictures:
            write_sheet(
                self.run / f"sheet-{self.step:06}.jpg", Source(self.trunk, self.vectors), names, pictures,
                side=self.options.sheet_side, device=self.device, quick=True,
            )  # fmt: skip

    def train(self):
        options = self.options
        stopping = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.append(True))
        begun = now = last_saved = last_logged = time.monotonic()
        logged_step = self.step
        while self.progress() < 1 and not stopping:
            self.advance()
            before, now = now, time.monotonic()
            self.seconds += now - before
            if options.time_limit and now - begun > options.time_limit:
                break
            if self.step % options.log_every == 0:
                self.log((now - last_logged) / (self.step - logged_step))
                last_logged, logged_step = now, self.step
            if now - last_saved > options.checkpoint_seconds:
                self.save()
                last_saved = time.monotonic()
            if options.sheet_every and self.step % options.sheet_every == 0:
                self.sheet()
        self.save()
        if options.sheet_every and not stopping:
            self.sheet()


def main():
    options = parse(description=__doc__)
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.benchmark = True
    trainer = Trainer(options)
    print(f"pid {os.getpid()}  device {options.device}  styles {len(trainer.styles)}  from step {trainer.step}", flush=True)
    trainer.train()


if __name__ == "__main__":
    main()
