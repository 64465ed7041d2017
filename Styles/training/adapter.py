"""Low-rank adapters: what turns the shared convolutions of the trunk into those of one style (as LoRA, Hu et al. 2021).

A large convolution W (out, in, k, k) becomes W + B·A with A (rank, in, k, k) and B (out, rank); a small one W + Δ with a
full difference Δ. Biases stay the trunk's: an instance norm follows every convolution and takes them away again.
"""

import torch
from torch import nn

RANK = 8
SMALL = 6000  # weights of a convolution below which a full difference is kept


def key(layer):
    return layer.replace(".", "_")


class Adapter(nn.Module):
    """The trainable differences of one style from a trunk."""

    def __init__(self, trunk, rank=RANK, seed=1):
        super().__init__()
        self.layers = list(trunk.widths)
        self.a, self.b, self.delta = nn.ParameterDict(), nn.ParameterDict(), nn.ParameterDict()
        generator = torch.Generator().manual_seed(seed)
        for layer in self.layers:
            outputs, inputs, height, width = trunk.convolutions[key(layer)].weight.shape
            if outputs * inputs * height * width < SMALL:
                self.delta[key(layer)] = nn.Parameter(torch.zeros(outputs, inputs, height, width))
            else:
                start = torch.randn(rank, inputs, height, width, generator=generator)
                self.a[key(layer)] = nn.Parameter(start / (inputs * height * width) ** 0.5)
                self.b[key(layer)] = nn.Parameter(torch.zeros(outputs, rank))

    def difference(self, layer):
        """What is added to the weights of a layer, (out, in, k, k)."""
        if key(layer) in self.delta:
            return self.delta[key(layer)]
        a, b = self.a[key(layer)], self.b[key(layer)]
        return (b @ a.flatten(1)).view(b.shape[0], *a.shape[1:])

    def tensors(self, dtype=torch.float16):
        """As they are kept in a pack: {layer.a, layer.b | layer.delta}."""
        tensors = {}
        for layer in self.layers:
            for part in ("a", "b", "delta"):
                values = getattr(self, part)
                if key(layer) in values:
                    tensors[f"{layer}.{part}"] = values[key(layer)].detach().cpu().to(dtype).contiguous()
        return tensors

    @torch.no_grad()
    def load(self, tensors, source=""):
        """Takes over tensors of a pack; shapes must be the trunk's.

        - Raises ValueError where a tensor is missing, superfluous or of another shape.
        """
        left = set(tensors)
        for layer in self.layers:
            for part in ("a", "b", "delta"):
                values, name = getattr(self, part), f"{layer}.{part}"
                if key(layer) not in values:
                    continue
                if name not in tensors:
                    raise ValueError(f"{source}: no tensor {name}")
                if tensors[name].shape != values[key(layer)].shape:
                    found, wanted = tuple(tensors[name].shape), tuple(values[key(layer)].shape)
                    raise ValueError(f"{source}: {name} is {found}, not {wanted}")
                values[key(layer)].copy_(tensors[name].float())
                left.discard(name)
        if left:
            raise ValueError(f"{source}: unknown tensors {sorted(left)}")
        return self


def merged(trunk, mix):
    """{layer: weight} of the trunk plus the weighted differences of [(weight, adapter or None)]."""
    weights = {}
    for layer in trunk.widths:
        weight = trunk.convolutions[key(layer)].weight
        for share, adapter in mix:
            if adapter is not None and share:
                weight = weight + share * adapter.difference(layer)
        weights[layer] = weight
    return weights
