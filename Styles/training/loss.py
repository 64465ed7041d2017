"""The loss: Gram matrices against a painting, features against the photograph (Gatys et al. 2015, Johnson et al. 2016).

Features are relu1_1, relu2_1 and relu3_1 of VGG-19, of the picture and of the picture made smaller: each scale sees
strokes and structures of another size.
"""

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

BORDER = 2  # pixels of features left out of the Gram matrices: zero padding is not part of any painting


class LossNetwork(nn.Module):
    """VGG-19 up to conv3_1 (Simonyan & Zisserman 2014) from a safetensors file; input RGB 0…1."""

    LAYERS = ("conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1")

    def __init__(self, path):
        super().__init__()
        tensors = load_file(path)
        self.convolutions = nn.ModuleDict()
        for name in ("preprocess", *self.LAYERS):
            weight, bias = tensors[f"{name}.weight"], tensors[f"{name}.bias"]
            convolution = nn.Conv2d(weight.shape[1], weight.shape[0], weight.shape[2], padding=weight.shape[2] // 2)
            convolution.weight.data.copy_(weight)
            convolution.bias.data.copy_(bias)
            self.convolutions[name] = convolution
        self.requires_grad_(False)

    def forward(self, x):
        """(B, 3, H, W) to relu1_1 (H, W), relu2_1 (H/2, W/2), relu3_1 (H/4, W/4)."""
        c = self.convolutions
        with torch.autocast(x.device.type, enabled=False):
            x = c["preprocess"](x.float()).to(c["conv1_1"].weight.dtype)
        first = F.relu(c["conv1_1"](x))
        x = F.avg_pool2d(F.relu(c["conv1_2"](first)), 2)
        second = F.relu(c["conv2_1"](x))
        x = F.avg_pool2d(F.relu(c["conv2_2"](second)), 2)
        return first, second, F.relu(c["conv3_1"](x))

    def pyramid(self, x, scales):
        """Features at full size, half size, … : a list (by scale) of the three layers."""
        features = []
        for scale in range(scales):
            if scale:
                x = F.avg_pool2d(x, 2)
            features.append(self(x.contiguous(memory_format=torch.channels_last)))
        return features


def gram(features):
    """(B, C, H, W) to (B, C, C): mean over the positions inside the border of the products of channels."""
    inner = features[:, :, BORDER:-BORDER, BORDER:-BORDER]
    flat = inner.permute(0, 2, 3, 1).flatten(1, 2)
    return (flat.transpose(1, 2) @ flat).float() / flat.shape[1]


@torch.no_grad()
def painting_grams(network, painting, scales):
    """(1, 3, H, W) to a list of Gram matrices, by scale and layer, of the whole painting, in full precision."""
    return [gram(layer)[0] for level in network.pyramid(painting, scales) for layer in level]


def style_errors(pyramid, targets):
    """‖G − G*‖² / ‖G*‖² by layer (outer) and sample (inner): (layers, B). `targets`: per layer (B, C, C)."""
    layers = [layer for level in pyramid for layer in level]
    return torch.stack(
        [
            (gram(layer) - target).square().sum((1, 2)) / target.square().sum((1, 2))
            for layer, target in zip(layers, targets, strict=True)
        ]
    )


def content_errors(pyramid, reference):
    """‖F − F*‖² / ‖F*‖² at relu3_1 by sample, the mean of the first two scales: (B,)."""
    errors = []
    for level, other in zip(pyramid[:2], reference[:2]):
        difference = (level[2].float() - other[2].float()).square().sum((1, 2, 3))
        errors.append(difference / other[2].float().square().sum((1, 2, 3)))
    return torch.stack(errors).mean(0)


def total_variation(x):
    """Mean absolute difference of neighbours by sample: (B,)."""
    return (x[..., 1:, :] - x[..., :-1, :]).abs().mean((1, 2, 3)) + (x[..., 1:] - x[..., :-1]).abs().mean((1, 2, 3))


def lattice_error(x, period=4, window=8):
    """How much of the picture repeats every `period` pixels over windows of `window` periods, by sample: (B,).

    The trunk works at a quarter of the resolution; what it lays down alike in every cell shows as cross-hatching. In each
    window the mean over cells keeps just that, since anything else averages out.
    """
    side = period * window
    batch, channels, height, width = x.shape
    rows, columns = height // side, width // side
    x = x[..., : rows * side, : columns * side]
    x = x.reshape(batch, channels, rows, window, period, columns, window, period)
    cell = x.mean((3, 6))  # (batch, channels, rows, period, columns, period)
    ramp = cell.mean((3, 5), keepdim=True)
    return (cell - ramp).square().mean((1, 2, 3, 4, 5))
