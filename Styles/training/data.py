"""Photographs and style pictures, held in memory: decoding never waits on the step."""

from pathlib import Path

import torch
from PIL import ImageOps

from loss import painting_grams
from own import draw
from packs import write_atomically
from pictures import load_image, resized, to_tensor

# Photographs kept out of training, by which every set of weights is judged.
HELD_OUT = (
    "bsds-101084 bsds-108036 bsds-118020 bsds-12084 bsds-135069 bsds-14092 bsds-145086 bsds-198023 bsds-227040 "
    "bsds-241048 bsds-302008 bsds-388006 sunhays-006 sunhays-015 sunhays-034 sunhays-043 sunhays-053 sunhays-059 "
    "sunhays-064 sunhays-067 urban-022 urban-037 urban-052 urban-073"
).split()


class Photographs:
    """All photographs of a folder but the held-out ones, uint8 on the device; gives random mirrored crops."""

    def __init__(self, folder, short_side, device, limit=None):
        paths = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
        paths = [path for path in paths if path.stem not in HELD_OUT][:limit]
        if not paths:
            raise ValueError(f"{folder}: no photographs")
        self.pictures = [
            to_tensor(resized(load_image(path), short_side)).mul(255).round().byte().to(device) for path in paths
        ]

    def crops(self, count, side, random):
        """(count, 3, side, side), RGB 0…1."""
        crops = []
        for _ in range(count):
            picture = self.pictures[random.randrange(len(self.pictures))]
            top = random.randrange(picture.shape[1] - side + 1)
            left = random.randrange(picture.shape[2] - side + 1)
            crop = picture[:, top : top + side, left : left + side]
            crops.append(crop.flip(2) if random.random() < 0.5 else crop)
        return torch.stack(crops).float() / 255


def style_picture(style, paintings):
    """The picture of a style as (1, 3, H, W), its short side as the collection says."""
    image = load_image(Path(paintings) / style.file) if style.file else draw(style.drawing)
    if style.stretched:
        image = ImageOps.autocontrast(image, cutoff=1)
    return to_tensor(resized(image, style.short_side))[None]


def style_grams(styles, paintings, network, scales, device, path):
    """{name: Gram matrices} of the styles with a picture; kept in the file at `path`, since they never change."""
    kept = torch.load(path, map_location="cpu") if path.exists() else {}
    grams, known = {}, len(kept)
    for name, style in styles.items():
        if style.is_identity:
            continue
        key = f"{name} {style.file or style.drawing} {style.short_side} {style.stretched} {scales}"
        if key not in kept:
            picture = style_picture(style, paintings).to(device)
            kept[key] = [gram.cpu() for gram in painting_grams(network, picture, scales)]
        grams[name] = [gram.to(device) for gram in kept[key]]
    if len(kept) > known:
        write_atomically(path, lambda temporary: torch.save(kept, temporary))
    return grams
