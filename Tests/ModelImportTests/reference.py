#!/usr/bin/env python3
"""Makes the fixtures that ReferenceValueTests compares with: what PyTorch computes for a trunk.

    python3 reference.py small Fixtures/small-trunk.safetensors
    python3 reference.py shipped ../../Styles Fixtures/shipped-trunk.safetensors

A fixture holds, per picture, `<case>.input` (3, H, W) in 0..255 as bf16 (exact for whole numbers up to 256) and
`<case>.output` (3, H, W) in 0..1 as f32, cut to the size of the input at the top left. The small one carries the
weights and the style too, f32; the shipped one is computed from the packs as they are.
"""

import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file


def trunk(x, weights, style, blocks):
    def convolution(x, name, stride=1):
        weight = weights[f"{name}.weight"]
        pad = weight.shape[-1] // 2
        y = F.conv2d(F.pad(x, (pad,) * 4, mode="reflect"), weight, weights[f"{name}.bias"], stride=stride)
        zeros = torch.zeros(y.shape[1])
        gamma, beta, alpha = (style.get(f"{name}.{part}", zeros)[:, None, None] for part in ("gamma", "beta", "alpha"))
        mean = y.mean((2, 3), keepdim=True)
        variance = y.var((2, 3), unbiased=False, keepdim=True)
        return gamma * (y - mean) / torch.sqrt(variance + 1e-5) + beta + alpha * y

    x = F.relu(convolution(x, "down1"))
    x = F.relu(convolution(x, "down2", 2))
    x = F.relu(convolution(x, "down3", 2))
    for block in range(1, blocks + 1):
        y = F.relu(convolution(x, f"res{block}.conv1"))
        x = x + convolution(y, f"res{block}.conv2")
    x = F.relu(convolution(F.interpolate(x, scale_factor=2), "up1"))
    x = F.relu(convolution(F.interpolate(x, scale_factor=2), "up2"))
    return torch.sigmoid(convolution(x, "out"))


def case(picture, weights, style, blocks):
    """picture: (3, H, W), whole numbers 0..255."""
    with torch.no_grad():
        y = trunk(picture[None].double() / 255, weights, style, blocks)[0]
    y = y[:, : picture.shape[1], : picture.shape[2]]
    return {"input": picture.to(torch.bfloat16), "output": y.float().contiguous()}


def doubled(tensors):
    return {name: tensor.double() for name, tensor in tensors.items()}


def waves(height, width):
    """A picture of waves with some noise."""
    rows, columns = torch.arange(height)[:, None], torch.arange(width)[None]
    planes = [torch.sin(rows / (5 + c)) * torch.cos(columns / (9 - 2 * c)) for c in range(3)]
    return (torch.stack(planes) * 100 + 128 + torch.randn(3, height, width) * 12).round().clamp(0, 255)


def small():
    torch.manual_seed(7)
    full, half, quarter, blocks = 8, 12, 20, 2
    shapes = {
        "down1": (full, 3, 5), "down2": (half, full, 3), "down3": (quarter, half, 3),
        "up1": (half, quarter, 3), "up2": (full, half, 3), "out": (3, full, 5),
    }  # fmt: skip
    for block in range(1, blocks + 1):
        shapes[f"res{block}.conv1"] = shapes[f"res{block}.conv2"] = (quarter, quarter, 3)
    tensors = {}
    for name, (outputs, inputs, kernel) in shapes.items():
        scale = (inputs * kernel * kernel) ** -0.5
        tensors[f"{name}.weight"] = torch.randn(outputs, inputs, kernel, kernel) * scale
        tensors[f"{name}.bias"] = torch.randn(outputs) * 0.1
        tensors[f"{name}.gamma"] = torch.rand(outputs) + 0.5
        tensors[f"{name}.beta"] = torch.randn(outputs) * 0.3
        tensors[f"{name}.alpha"] = torch.randn(outputs) * 0.2
    fixture = dict(tensors)
    for height, width in [(64, 48), (70, 53), (33, 37)]:
        for part, tensor in case(waves(height, width), doubled(tensors), doubled(tensors), blocks).items():
            fixture[f"{width}x{height}.{part}"] = tensor
    return fixture


def shipped(styles):
    torch.manual_seed(8)
    network = json.loads((styles / "trunk" / "network.json").read_text())
    weights = doubled(load_file(styles / "trunk" / network["weights"]))
    picture = waves(90, 110)

    def mixed(parts):
        style = {}
        for name, weight in parts.items():
            facts = json.loads((styles / name / "style.json").read_text())
            for key, tensor in load_file(styles / name / facts["vectors"]).items():
                style[key] = style.get(key, 0) + weight * tensor.double()
        return style

    def merged(parts):
        """The weights of the trunk plus the weighted differences of the styles' adapters."""
        sums = dict(weights)
        for name, weight in parts.items():
            facts = json.loads((styles / name / "style.json").read_text())
            adapter = doubled(load_file(styles / name / facts["adapter"])) if "adapter" in facts else {}
            for key, tensor in adapter.items():
                layer, part = key.rsplit(".", 1)
                if part == "delta":
                    sums[f"{layer}.weight"] = sums[f"{layer}.weight"] + weight * tensor
                elif part == "b":
                    difference = torch.einsum("or,rikl->oikl", tensor, adapter[f"{layer}.a"])
                    sums[f"{layer}.weight"] = sums[f"{layer}.weight"] + weight * difference
        return sums

    cases = {"starry": {"starry": 1}, "wave-strength-0.5": {"wave": 0.5, "photo": 0.5}}
    fixture = {}
    for name, parts in cases.items():
        for part, tensor in case(picture, merged(parts), mixed(parts), network["residualBlocks"]).items():
            fixture[f"{name}.{part}"] = tensor
    return fixture


if __name__ == "__main__":
    if sys.argv[1] == "small":
        save_file(small(), sys.argv[2])
    else:
        save_file(shipped(Path(sys.argv[2])), sys.argv[3])
