"""The trunk: an image-transformation network (Johnson et al. 2016) whose norms are conditional (Dumoulin et al. 2017).

All styles share the convolutions. A style is one vector of scales and shifts, laid end to end over the norms:

    y = γ·IN(x) + β + α·x

A painting has γ and β (α = 0); the identity has α and β (γ = 0), because instance statistics would throw away the
picture's own contrast and tint. A mix of styles is the weighted sum of their vectors.
"""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn

EPSILON = 1e-5


@dataclass(frozen=True)
class Shape:
    """The form of a trunk: channels at full, half, quarter … resolution, blocks, and the outer kernels."""

    channels: tuple = (16, 32, 128)
    residual_blocks: int = 5
    first_kernel: int = 5
    last_kernel: int = 5

    @classmethod
    def from_dict(cls, values):
        values = dict(values)
        values["channels"] = tuple(values["channels"])
        return cls(**values)

    def to_dict(self):
        return asdict(self)

    def layers(self):
        """(name, input channels, output channels, kernel, stride, upsampled) of each convolution, in order."""
        first, last = self.channels[0], self.channels[-1]
        steps = list(zip(self.channels, self.channels[1:]))
        yield "down1", 3, first, self.first_kernel, 1, False
        for i, (larger, smaller) in enumerate(steps, 2):
            yield f"down{i}", larger, smaller, 3, 2, False
        for i in range(1, self.residual_blocks + 1):
            yield f"res{i}.conv1", last, last, 3, 1, False
            yield f"res{i}.conv2", last, last, 3, 1, False
        for i, (larger, smaller) in enumerate(reversed(steps), 1):
            yield f"up{i}", smaller, larger, 3, 1, True
        yield "out", first, 3, self.last_kernel, 1, False

    def widths(self):
        """Channels of each norm by layer name; a style vector is their concatenation."""
        return {name: width for name, _, width, _, _, _ in self.layers()}


class Conditioning(torch.autograd.Function):
    """y = γ·IN(x) + β + α·x, ReLU if asked: one scale and one shift, with the gradient written out.

    With N positions, scale s = γ/σ + α, S₀ = Σ dy and S₁ = Σ dy·x over the positions:
    dβ = S₀, dα = S₁, dγ = (S₁ − μS₀)/σ, dx = s·dy − (γ/σN)·(S₀ + (x − μ)·dγ/σ).
    """

    @staticmethod
    def forward(context, x, gamma, beta, alpha, rectified):
        mean, variance = moments(x)
        inverse = torch.rsqrt(variance + EPSILON)
        normal = gamma * inverse
        scale = normal + alpha
        y = affine(x, scale, beta - normal * mean)
        if rectified:
            y.relu_()
        context.save_for_backward(x, y if rectified else None, normal, scale, mean, inverse)
        return y

    @staticmethod
    def backward(context, gradient):
        x, y, normal, scale, mean, inverse = context.saved_tensors
        if y is not None:
            gradient = torch.ops.aten.threshold_backward(gradient, y, 0)
        count = x.shape[2] * x.shape[3]
        total = gradient.sum((2, 3), dtype=torch.float32)
        product = (gradient * x).sum((2, 3), dtype=torch.float32)
        to_gamma = (product - mean * total) * inverse
        slope = -normal * to_gamma * inverse / count
        level = -normal * total / count - slope * mean
        to_x = affine(x, slope, level).add_(affine(gradient, scale))
        return to_x, to_gamma, total, product, None


def moments(x):
    """Mean and biased variance of each channel in f32, (B, C); much faster than var_mean on channels-last maps."""
    mean = x.mean((2, 3), keepdim=True, dtype=torch.float32)
    return mean.flatten(1), (x.float() - mean).square_().mean((2, 3))


def affine(x, scale, shift=None):
    """x·scale + shift for x (B, C, H, W) and f32 vectors (B, C), in the precision of x.

    With few channels last in memory the vectors are repeated over neighbouring positions, so that the innermost loop
    is long enough for the processor's vectors.
    """
    batch, channels, height, width = x.shape
    repeats = 64 // channels if channels < 32 and x.device.type == "cpu" else 1
    if repeats > 1 and height * width % repeats == 0 and x.is_contiguous(memory_format=torch.channels_last):
        rows = x.permute(0, 2, 3, 1).reshape(batch, -1, repeats * channels)
        y = rows * scale.to(x.dtype).repeat(1, repeats)[:, None]
        if shift is not None:
            y.add_(shift.to(x.dtype).repeat(1, repeats)[:, None])
        return y.view(batch, height, width, channels).permute(0, 3, 1, 2)
    y = x * scale.to(x.dtype)[:, :, None, None]
    return y if shift is None else y.add_(shift.to(x.dtype)[:, :, None, None])


def condition(x, style, rectified):
    """Applies (γ, β, α), each (B, C), to x (B, C, H, W)."""
    return Conditioning.apply(x, *(row.float() for row in style), rectified)


class Trunk(nn.Module):
    """Convolutions shared by all styles; input and output (B, 3, H, W), RGB 0…1, H and W multiples of 4 (of 8, 16 … when deeper)."""

    def __init__(self, shape=Shape()):
        super().__init__()
        self.shape = shape
        self.widths = shape.widths()
        self.convolutions = nn.ModuleDict(
            {
                name.replace(".", "_"): nn.Conv2d(inputs, outputs, kernel, stride)
                for name, inputs, outputs, kernel, stride, _ in shape.layers()
            }
        )
        self.watch = None  # called with (layer name, raw convolution output) when set

    @property
    def vector_length(self):
        return sum(self.widths.values())

    def split(self, vectors):
        """(B, 3, vector length) of γ, β, α to {layer: (γ, β, α)}, each (B, C)."""
        pieces = vectors.split(list(self.widths.values()), dim=2)
        return {name: piece.unbind(1) for name, piece in zip(self.widths, pieces)}

    def convolve(self, name, x, weights):
        convolution = self.convolutions[name.replace(".", "_")]
        border = convolution.kernel_size[0] // 2
        weight = weights[name] if weights else convolution.weight
        x = F.conv2d(F.pad(x, (border,) * 4, mode="reflect"), weight, convolution.bias, convolution.stride)
        if self.watch:
            self.watch(name, x)
        return x

    def forward(self, x, vectors, weights=None):
        """Paints x (B, 3, H, W) with (B, 3, vector length); `weights` {layer: (out, in, k, k)} stand in for the trunk's."""
        style = self.split(vectors)
        depth = len(self.shape.channels)
        for name in (f"down{i}" for i in range(1, depth + 1)):
            x = condition(self.convolve(name, x, weights), style[name], True)
        for i in range(1, self.shape.residual_blocks + 1):
            first, second = f"res{i}.conv1", f"res{i}.conv2"
            y = condition(self.convolve(first, x, weights), style[first], True)
            x = x + condition(self.convolve(second, y, weights), style[second], False)
        for name in (f"up{i}" for i in range(1, depth)):
            x = F.interpolate(x, scale_factor=2, mode="nearest")
            x = condition(self.convolve(name, x, weights), style[name], True)
        return torch.sigmoid(condition(self.convolve("out", x, weights), style["out"], False).float())


class StyleVectors(nn.Module):
    """One trainable pair of rows per style: (γ, β) of a painting, (α, β) of the identity."""

    IDENTITY = "photo"

    def __init__(self, names, length):
        super().__init__()
        self.length = length
        self.rows = nn.ParameterDict()
        for name in names:
            self.add(name)

    def add(self, name, rows=None):
        """Adds a style, from the given rows (2, length), or the mean of the paintings there are."""
        if rows is None:
            known = [r.detach() for n, r in self.rows.items() if n != self.IDENTITY]
            neutral = torch.stack([torch.ones(self.length), torch.zeros(self.length)])
            rows = torch.stack(known).mean(0) if known and name != self.IDENTITY else neutral
        self.rows[name] = nn.Parameter(rows.detach().clone())

    def full(self, name):
        """(3, length): γ, β, α."""
        rows = self.rows[name]
        zero = torch.zeros_like(rows[0])
        if name == self.IDENTITY:
            return torch.stack([zero, rows[1], rows[0]])
        return torch.stack([rows[0], rows[1], zero])

    def mix(self, weights):
        """The weighted sum of the vectors of {style: weight}, as (3, length)."""
        return sum(weight * self.full(name) for name, weight in weights.items())
