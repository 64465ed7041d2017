"""Pictures in and out of tensors (3, H, W), RGB 0…1."""

import math

import numpy as np
import torch
from PIL import Image, ImageOps


def resized(image, short_side):
    """The image with its shorter side at the given number of pixels."""
    scale = short_side / min(image.size)
    size = tuple(max(short_side, round(side * scale)) for side in image.size)
    return image.resize(size, Image.LANCZOS)


def to_tensor(image):
    return torch.from_numpy(np.asarray(image, dtype=np.float32) / 255).permute(2, 0, 1)


def to_image(tensor):
    values = tensor.detach().float().cpu().clamp(0, 1).mul(255).round().byte()
    return Image.fromarray(values.permute(1, 2, 0).numpy())


def load_image(path):
    return ImageOps.exif_transpose(Image.open(path)).convert("RGB")


def load_picture(path, long_side):
    """One picture as (1, 3, H, W), at most `long_side` pixels long, both sides cut to multiples of 4."""
    image = load_image(path)
    image.thumbnail((long_side, long_side), Image.LANCZOS)
    width, height = (side - side % 4 for side in image.size)
    return to_tensor(image.crop((0, 0, width, height)))[None]


def psnr(a, b):
    """Peak signal-to-noise ratio in dB of two tensors in 0…1, after rounding to 8 bits."""
    a, b = ((x.float().clamp(0, 1) * 255).round() for x in (a, b))
    error = (a - b).square().mean().item()
    return 99.0 if error == 0 else 20 * math.log10(255) - 10 * math.log10(error)
