"""The networks that are measured, in PyTorch: the exact painting, and Johnson's as the checkpoint that is imported.

The ONNX files that everybody is measured with are what `stylize export` makes of the styles.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class Layer(nn.Module):
    """Reflection padding, convolution and, unless it is the last of Johnson's, an instance norm."""

    def __init__(self, inputs, outputs, kernel=3, stride=1, upsample=1, norm=True):
        super().__init__()
        self.upsample = upsample
        self.pad = nn.ReflectionPad2d(kernel // 2)
        self.convolution = nn.Conv2d(inputs, outputs, kernel, stride)
        self.norm = nn.InstanceNorm2d(outputs, affine=True) if norm else nn.Identity()

    def forward(self, x):
        if self.upsample > 1:
            x = F.interpolate(x, scale_factor=self.upsample, mode="nearest")
        x = self.pad(x)
        return self.norm(in_strips(self.convolution, x) if x.dtype == torch.double
                         else self.convolution(x))


def in_strips(convolution, x, rows=32):
    """A convolution some output rows at a time: PyTorch unfolds doubles, which takes gigabytes."""
    kernel, stride = convolution.kernel_size[0], convolution.stride[0]
    height = (x.shape[2] - kernel) // stride + 1
    strips = [x[:, :, first * stride : (min(first + rows, height) - 1) * stride + kernel]
              for first in range(0, height, rows)]
    return torch.cat([convolution(strip) for strip in strips], dim=2)


class Network(nn.Module):
    """An encoder, five residual blocks and a decoder; `names` are those of the weights' file."""

    def __init__(self, names, encoder, decoder, ending):
        super().__init__()
        width = encoder[-1].convolution.out_channels
        blocks = [Layer(width, width) for _ in range(10)]
        self.encoder, self.decoder = nn.ModuleList(encoder), nn.ModuleList(decoder)
        self.blocks = nn.ModuleList(blocks)
        self.ending = ending
        residual = [f"res{b}.conv{c}" for b in range(1, 6) for c in (1, 2)]
        layers = [*encoder, *blocks, *decoder]
        self.named = dict(zip([*names[:3], *residual, *names[3:]], layers, strict=True))

    def forward(self, x):
        for layer in self.encoder:
            x = F.relu(layer(x))
        for first, second in zip(self.blocks[::2], self.blocks[1::2]):
            x = x + second(F.relu(first(x)))
        for layer in self.decoder[:-1]:
            x = F.relu(layer(x))
        return self.ending(self.decoder[-1](x))


def johnson():
    """The network of pytorch/examples with random weights that give a picture in 0…1."""
    network = Network(
        ["conv1", "conv2", "conv3", "deconv1", "deconv2", "deconv3"],
        [Layer(3, 32, 9), Layer(32, 64, stride=2), Layer(64, 128, stride=2)],
        [Layer(128, 64, upsample=2), Layer(64, 32, upsample=2), Layer(32, 3, 9, norm=False)],
        nn.Identity())
    with torch.no_grad():
        for layer in network.named.values():
            if isinstance(layer.norm, nn.InstanceNorm2d):
                layer.norm.weight.uniform_(0.5, 1.5)
                layer.norm.bias.uniform_(-0.5, 0.5)
        last = network.decoder[-1].convolution
        output = network(torch.rand(1, 3, 128, 128))
        spread = output.std(dim=(0, 2, 3))
        last.weight *= (0.12 / spread)[:, None, None, None]
        last.bias.copy_(0.5 + (last.bias - output.mean(dim=(0, 2, 3))) * 0.12 / spread)
    return network


def house():
    """The house network with random weights."""
    return Network(
        ["down1", "down2", "down3", "up1", "up2", "out"],
        [Layer(3, 16, 5), Layer(16, 32, stride=2), Layer(32, 128, stride=2)],
        [Layer(128, 32, upsample=2), Layer(32, 16, upsample=2), Layer(16, 3, 5)],
        nn.Sigmoid())


def trunk(styles):
    """The house network in the style starry, its vectors as affine instance norms."""
    network = house()
    from safetensors.torch import load_file

    weights = load_file(styles / "trunk" / "weights.safetensors")
    vectors = load_file(styles / "starry" / "vectors.safetensors")
    with torch.no_grad():
        for name, layer in network.named.items():
            layer.convolution.weight.copy_(weights[f"{name}.weight"])
            layer.convolution.bias.copy_(weights[f"{name}.bias"])
            layer.norm.weight.copy_(vectors[f"{name}.gamma"])
            layer.norm.bias.copy_(vectors[f"{name}.beta"])
    return network


def picture(size):
    """Smooth shapes, edges and some noise, 8 bits, (size, size, 3)."""
    random = np.random.default_rng(1)
    y, x = np.mgrid[0:size, 0:size] / size
    shapes = [np.sin(9 * x + 4 * y), np.cos(7 * y - 3 * x), np.sign(np.sin(20 * (x + y)))]
    levels = 0.5 + 0.3 * np.stack(shapes, -1) + 0.05 * random.standard_normal((size, size, 3))
    return (levels.clip(0, 1) * 255).round().astype(np.uint8)


def checkpoint(network):
    """The state of pytorch/examples' network, whose pictures are 0…255."""
    state = {}
    for name, layer in network.named.items():
        block, _, part = name.rpartition(".")
        prefix = f"{block}." if block else ""
        convolution = layer.convolution
        first, last = name == "conv1", name == "deconv3"
        weight = convolution.weight / 255 if first else convolution.weight * 255 if last else convolution.weight
        state[f"{name}.conv2d.weight"] = weight.detach()
        state[f"{name}.conv2d.bias"] = (convolution.bias * 255 if last else convolution.bias).detach()
        if isinstance(layer.norm, nn.InstanceNorm2d):
            number = {"deconv1": 4, "deconv2": 5}.get(name) or int(part[-1])
            state[f"{prefix}in{number}.weight"] = layer.norm.weight.detach()
            state[f"{prefix}in{number}.bias"] = layer.norm.bias.detach()
    return state


def write(name, network, size, folder):
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    pixels = picture(size)
    pixels.tofile(folder / "input.rgb")
    x = torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255
    np.save(folder / "input.npy", x.numpy())
    torch.save(network, folder / "network.pt")
    with torch.no_grad():
        exact = network.double()(x.double())
    np.save(folder / "exact.npy", exact.clamp(0, 1).numpy())
    print(f"{name}: output {exact.min():.3f} to {exact.max():.3f}")


if __name__ == "__main__":
    torch.manual_seed(1)
    styles, size, out = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    network = johnson()
    (out / "johnson").mkdir(parents=True, exist_ok=True)
    torch.save(checkpoint(network), out / "johnson" / "johnson.pth")
    write("johnson", network, size, out / "johnson")
    write("trunk", trunk(styles), size, out / "trunk")
