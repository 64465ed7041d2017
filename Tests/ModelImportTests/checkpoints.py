#!/usr/bin/env python3
"""Saves small networks of Johnson's family as PyTorch does, and what PyTorch computes for them.

    python3 checkpoints.py Fixtures/checkpoints

Writes `<case>.pth` files and `outputs.safetensors`: `input` (3, H, W) in 0..255 as bf16, and per case its picture
(3, H, W) in 0..1 as f32, cut to the size of the input at the top left.
"""

import sys
from collections import OrderedDict
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

WIDTHS = (5, 7, 9)
BLOCKS = 2
SIZE = (37, 46)


class Padded(nn.Module):
    """Reflection padding and a convolution, as fast_neural_style names it."""

    def __init__(self, inputs, outputs, kernel, stride=1, upsample=None):
        super().__init__()
        self.upsample = upsample
        self.pad = nn.ReflectionPad2d(kernel // 2)
        self.conv2d = nn.Conv2d(inputs, outputs, kernel, stride)

    def forward(self, x):
        if self.upsample:
            x = F.interpolate(x, mode="nearest", scale_factor=self.upsample)
        return self.conv2d(self.pad(x))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = Padded(channels, channels, 3)
        self.in1 = nn.InstanceNorm2d(channels, affine=True)
        self.conv2 = Padded(channels, channels, 3)
        self.in2 = nn.InstanceNorm2d(channels, affine=True)

    def forward(self, x):
        return x + self.in2(self.conv2(F.relu(self.in1(self.conv1(x)))))


class Examples(nn.Module):
    """pytorch/examples, fast_neural_style; with up=… as pytorch-neural-style-transfer-johnson names it."""

    def __init__(self, up="deconv", norms=True):
        super().__init__()
        a, b, c = WIDTHS
        layers = [("conv1", Padded(3, a, 9)), ("in1", a), ("conv2", Padded(a, b, 3, 2)), ("in2", b)]
        layers += [("conv3", Padded(b, c, 3, 2)), ("in3", c)]
        layers += [(f"res{index + 1}", Residual(c)) for index in range(BLOCKS)]
        layers += [(f"{up}1", Padded(c, b, 3, 1, 2)), ("in4", b), (f"{up}2", Padded(b, a, 3, 1, 2)), ("in5", a)]
        layers += [(f"{up}3", Padded(a, 3, 9))]
        for name, layer in layers:
            setattr(self, name, nn.InstanceNorm2d(layer, affine=True) if isinstance(layer, int) else layer)
        self.up = up

    def forward(self, x):
        for index in (1, 2, 3):
            x = F.relu(getattr(self, f"in{index}")(getattr(self, f"conv{index}")(x)))
        for index in range(BLOCKS):
            x = getattr(self, f"res{index + 1}")(x)
        for index in (1, 2):
            x = F.relu(getattr(self, f"in{index + 3}")(getattr(self, f"{self.up}{index}")(x)))
        return getattr(self, f"{self.up}3")(x)


class Step(nn.Module):
    """A convolution with a norm, as fast-neural-style-pytorch names them."""

    def __init__(self, inputs, outputs, kernel, stride, norm=True, transposed=False, reflect=True):
        super().__init__()
        half = kernel // 2
        self.reflect = half if reflect and not transposed else 0
        padding = 0 if self.reflect else half
        if transposed:
            self.conv_transpose = nn.ConvTranspose2d(inputs, outputs, kernel, stride, padding, 1)
        else:
            self.conv_layer = nn.Conv2d(inputs, outputs, kernel, stride, padding)
        if norm:
            self.norm_layer = nn.InstanceNorm2d(outputs, affine=True)

    def forward(self, x):
        if self.reflect:
            x = F.pad(x, (self.reflect,) * 4, mode="reflect")
        x = self.conv_transpose(x) if hasattr(self, "conv_transpose") else self.conv_layer(x)
        return self.norm_layer(x) if hasattr(self, "norm_layer") else x


class StepResidual(nn.Module):
    def __init__(self, channels, reflect):
        super().__init__()
        self.conv1 = Step(channels, channels, 3, 1, reflect=reflect)
        self.conv2 = Step(channels, channels, 3, 1, reflect=reflect)

    def forward(self, x):
        return x + self.conv2(F.relu(self.conv1(x)))


class Transposed(nn.Module):
    """fast-neural-style-pytorch; with tanh as fast-style-transfer computes."""

    def __init__(self, names=("ConvBlock", "ResidualBlock", "DeconvBlock"), tangent=False):
        super().__init__()
        a, b, c = WIDTHS
        reflect = not tangent
        self.names, self.tangent = names, tangent
        down = [Step(3, a, 9, 1, reflect=reflect), nn.ReLU(), Step(a, b, 3, 2, reflect=reflect), nn.ReLU()]
        down += [Step(b, c, 3, 2, reflect=reflect), nn.ReLU()]
        up = [Step(c, b, 3, 2, transposed=True), nn.ReLU(), Step(b, a, 3, 2, transposed=True), nn.ReLU()]
        up += [Step(a, 3, 9, 1, norm=tangent, reflect=reflect)]
        setattr(self, names[0], nn.Sequential(*down))
        setattr(self, names[1], nn.Sequential(*[StepResidual(c, reflect) for _ in range(BLOCKS)]))
        setattr(self, names[2], nn.Sequential(*up))

    def forward(self, x):
        for name in self.names:
            x = getattr(self, name)(x)
        return torch.tanh(x) * 150 + 127.5 if self.tangent else x


class Block(nn.Module):
    """A residual block as pytorch-CycleGAN-and-pix2pix names it."""

    def __init__(self, channels):
        super().__init__()
        half = lambda: [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3), nn.InstanceNorm2d(channels)]
        self.conv_block = nn.Sequential(*half(), nn.ReLU(), *half())

    def forward(self, x):
        return x + self.conv_block(x)


class Generator(nn.Module):
    """pytorch-CycleGAN-and-pix2pix: zero padding where strides are, reflection elsewhere, norms without numbers."""

    def __init__(self):
        super().__init__()
        a, b, c = WIDTHS
        layers = [nn.ReflectionPad2d(3), nn.Conv2d(3, a, 7), nn.InstanceNorm2d(a), nn.ReLU()]
        for inputs, outputs in ((a, b), (b, c)):
            layers += [nn.Conv2d(inputs, outputs, 3, 2, 1), nn.InstanceNorm2d(outputs), nn.ReLU()]
        layers += [Block(c) for _ in range(BLOCKS)]
        for inputs, outputs in ((c, b), (b, a)):
            layers += [nn.ConvTranspose2d(inputs, outputs, 3, 2, 1, 1), nn.InstanceNorm2d(outputs), nn.ReLU()]
        layers += [nn.ReflectionPad2d(3), nn.Conv2d(a, 3, 7), nn.Tanh()]
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return self.model(x)


def randomised(network, last, scale, shift):
    """Random norms, and a last convolution that uses the whole range of colours."""
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.InstanceNorm2d) and module.affine:
                module.weight.uniform_(0.6, 1.4)
                module.bias.uniform_(-0.4, 0.4)
        last.weight *= scale
        last.bias.copy_(torch.tensor([shift, shift * 1.1, shift * 0.9]))
    return network.eval()


def main(folder):
    torch.manual_seed(11)
    folder.mkdir(parents=True, exist_ok=True)
    rows, columns = torch.arange(SIZE[0])[:, None], torch.arange(SIZE[1])[None]
    waves = torch.stack([torch.sin(rows / (4 + c)) * torch.cos(columns / (8 - c)) for c in range(3)])
    picture = (waves * 100 + 128 + torch.randn(3, *SIZE) * 12).round().clamp(0, 255)
    outputs = {"input": picture.to(torch.bfloat16)}

    def record(case, network, convention="bytes"):
        mean, deviation = (torch.tensor(v)[:, None, None] for v in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
        if convention == "signed":
            mean, deviation = torch.tensor(0.5), torch.tensor(0.5)
        x = picture if convention == "bytes" else (picture / 255 - mean) / deviation
        with torch.no_grad():
            y = network(x[None])[0][:, : SIZE[0], : SIZE[1]]
        y = y / 255 if convention == "bytes" else y * deviation + mean
        outputs[case] = y.clamp(0, 1).contiguous()

    network = Examples()
    randomised(network, network.deconv3.conv2d, 100, 120)
    state = OrderedDict()
    for name, tensor in network.state_dict().items():
        state[name] = tensor
        if name.endswith(".bias") and ".conv2d" not in name:  # what PyTorch 0.3 kept and nobody used
            state[name[:-4] + "running_mean"] = torch.zeros_like(tensor)
            state[name[:-4] + "running_var"] = torch.ones_like(tensor)
    torch.save(state, folder / "examples.pth")
    torch.save(network.state_dict(), folder / "legacy.pth", _use_new_zipfile_serialization=False)
    record("examples", network)

    halves = Examples()
    randomised(halves, halves.deconv3.conv2d, 100, 120)
    wrapped = {f"module.{name}": tensor.half() for name, tensor in halves.state_dict().items()}
    halves.load_state_dict({name[7:]: tensor.float() for name, tensor in wrapped.items()})
    torch.save({"epoch": 2, "loss": 0.5, "arguments": ["a", None, True], "state_dict": wrapped}, folder / "half.pth")
    record("half", halves)

    johnson = Examples(up="up")
    randomised(johnson, johnson.up3.conv2d, 1.5, 0.1)
    brain = {name: tensor.bfloat16() for name, tensor in johnson.state_dict().items()}
    johnson.load_state_dict({name: tensor.float() for name, tensor in brain.items()})
    torch.save({"commit_hash": "0", "state_dict": brain}, folder / "johnson.pth")
    record("johnson", johnson, "imageNet")

    transposed = Transposed()
    randomised(transposed, transposed.DeconvBlock[4].conv_layer, 100, 120)
    torch.save(transposed.state_dict(), folder / "transposed.pth")
    record("transposed", transposed)

    tangent = Transposed(("down", "residual", "up"), tangent=True)
    randomised(tangent, tangent.up[4].conv_layer, 1, 0)
    torch.save(tangent.state_dict(), folder / "tangent.pth")
    record("tangent", tangent)

    generator = Generator()
    randomised(generator, generator.model[-2], 2, 0.1)
    state = OrderedDict()
    for name, tensor in generator.state_dict().items():
        state[name] = tensor
        if name == "model.1.bias":  # what norms without numbers kept in PyTorch 0.3
            state["model.2.running_mean"] = torch.zeros_like(tensor)
            state["model.2.running_var"] = torch.ones_like(tensor)
    torch.save(state, folder / "generator.pth")
    record("generator", generator, "signed")

    plain = Examples()
    for name, module in list(plain.named_modules()):
        for key, norm in list(module.named_children()):
            if isinstance(norm, nn.InstanceNorm2d):
                setattr(module, key, nn.InstanceNorm2d(norm.num_features))
    randomised(plain, plain.deconv3.conv2d, 100, 120)
    renamed = {name.replace("conv2d", "layer"): tensor for name, tensor in plain.state_dict().items()}
    torch.save(renamed, folder / "plain.pth")
    record("plain", plain)

    torch.save({"fc.weight": torch.zeros(2, 3), "conv.weight": torch.zeros(4, 5, 3, 3)}, folder / "unknown.pth")
    torch.save(network, folder / "whole-module.pth")
    save_file(outputs, folder / "outputs.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
