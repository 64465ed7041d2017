#!/usr/bin/env python3
"""Makes the fixture that AdapterReferenceTests compares with: what PyTorch computes for adapters of the small trunk.

    python3 adapters.py Fixtures/small-trunk.safetensors Fixtures/small-adapters.safetensors

`first.<tensor>` and `second.<tensor>` are two styles' adapters as packs hold them, f16, and their vectors. `<mix>.weight.<layer>`
are merged weights, `<mix>.input` and `<mix>.output` a picture and what the trunk makes of it, as in reference.py. Mixes: `one` is the first
style; `two` 0.7 of the first and 0.3 of the second at a strength of 1.2, where the identity is the trunk with α = 1.
"""

import sys

import torch
from reference import case, doubled, waves
from safetensors.torch import load_file, save_file

BLOCKS = 2
MIXES = {"one": {"first": 1.0}, "two": {"first": 0.7 * 1.2, "second": 0.3 * 1.2, "identity": 1 - 1.2}}


def adapter(layers, ranks, in_full):
    """Random changes: pairs of these ranks in turn, full differences for layers in `in_full`."""
    tensors = {}
    for index, (layer, weight) in enumerate(layers.items()):
        outputs, inputs, kernel, _ = weight.shape
        if layer in in_full:
            tensors[f"{layer}.delta"] = torch.randn(weight.shape) * 0.3 * weight.std()
        rank = ranks[index % len(ranks)]
        if rank and layer != "down1":
            tensors[f"{layer}.a"] = torch.randn(rank, inputs, kernel, kernel) / (inputs * kernel * kernel) ** 0.5
            tensors[f"{layer}.b"] = torch.randn(outputs, rank) * 0.5 / rank
    return {name: tensor.half() for name, tensor in tensors.items()}


def vectors(layers):
    tensors = {}
    for layer, weight in layers.items():
        tensors[f"{layer}.gamma"] = torch.rand(weight.shape[0]) + 0.5
        tensors[f"{layer}.beta"] = torch.randn(weight.shape[0]) * 0.3
    return tensors


def merged(weights, layers, parts):
    weights = dict(weights)
    for layer in layers:
        for style, weight in parts:
            if f"{layer}.a" in style:
                product = torch.einsum("or,rikl->oikl", style[f"{layer}.b"].double(), style[f"{layer}.a"].double())
                weights[f"{layer}.weight"] = weights[f"{layer}.weight"] + weight * product
            if f"{layer}.delta" in style:
                weights[f"{layer}.weight"] = weights[f"{layer}.weight"] + weight * style[f"{layer}.delta"].double()
    return weights


def main():
    torch.manual_seed(14)
    weights = doubled(load_file(sys.argv[1]))
    layers = {name.removesuffix(".weight"): tensor for name, tensor in weights.items() if name.endswith(".weight")}
    styles = {
        "first": adapter(layers, [3, 1, 0, 8], {"down1", "out"}) | vectors(layers),
        "second": adapter(layers, [5, 0, 2], {"up2", "out", "res1.conv1"}) | vectors(layers),
        "identity": {f"{layer}.alpha": torch.ones(weight.shape[0]) for layer, weight in layers.items()},
    }
    fixture = {f"{style}.{key}": tensor for style, tensors in styles.items() for key, tensor in tensors.items()}
    for mix, parts in MIXES.items():
        parts = [(styles[style], weight) for style, weight in parts.items()]
        sums = merged(weights, layers, parts)
        fixture |= {f"{mix}.weight.{layer}": sums[f"{layer}.weight"].float() for layer in layers}
        style = {}
        for tensors, weight in parts:
            for key, tensor in tensors.items():
                if key.endswith((".gamma", ".beta", ".alpha")):
                    style[key] = style.get(key, 0) + weight * tensor.double()
        picture = waves(37, 53)
        fixture |= {f"{mix}.{part}": tensor for part, tensor in case(picture, sums, style, BLOCKS).items()}
    save_file({name: tensor.contiguous() for name, tensor in fixture.items()}, sys.argv[2])


if __name__ == "__main__":
    main()
