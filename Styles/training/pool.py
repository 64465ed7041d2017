"""Crops to learn from, with what the loss network sees in them, made once and kept for all styles of a run."""

import json
import random
from pathlib import Path

import torch
from PIL import Image

from data import HELD_OUT
from packs import write_atomically
from pictures import load_image, resized, to_tensor

FACES = Path(__file__).with_name("faces.json")  # where faces are, in pixels of the photographs: x, y, width, height


class Pool:
    """Crops (N, 3, side, side) as bytes, the content features of each at two scales in bf16, and which show a face."""

    def __init__(self, path, photographs, network, side, count, short_sides, face_share, seed=1):
        if path.exists():
            saved = torch.load(path, mmap=True)
        else:
            saved = make(photographs, network, side, count, short_sides, face_share, seed)
            write_atomically(path, lambda temporary: torch.save(saved, temporary))
        self.crops, self.features, self.faces = saved["crops"], saved["features"], saved["faces"]

    def batch(self, chosen):
        """RGB 0…1, relu3_1 at full and at half size, and a face's mark, of the chosen crops."""
        crops = self.crops[chosen].float() / 255
        return crops, [level[chosen].float() for level in self.features], self.faces[chosen]


@torch.no_grad()
def make(photographs, network, side, count, short_sides, face_share, seed):
    draw = random.Random(seed)
    paths = sorted(path for path in Path(photographs).iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    paths = [path for path in paths if path.stem not in HELD_OUT]
    if not paths:
        raise ValueError(f"{photographs}: no photographs")
    known = json.loads(FACES.read_text()) if FACES.exists() else {}
    faces = [(path, box) for path in paths for box in known.get(path.stem, [])]
    draw.shuffle(paths)
    crops, marks, features = [], [], ([], [])
    while len(crops) < count:
        is_face = bool(faces) and draw.random() < face_share
        if is_face:
            crop = face_crop(*draw.choice(faces), side, draw)
        else:
            picture = to_tensor(resized(load_image(paths[len(crops) % len(paths)]), draw.choice(short_sides)))
            top = draw.randrange(picture.shape[1] - side + 1)
            left = draw.randrange(picture.shape[2] - side + 1)
            crop = picture[:, top : top + side, left : left + side]
        if draw.random() < 0.5:
            crop = crop.flip(2)
        for level, kept in zip(network.pyramid(crop[None], 2), features):
            kept.append(level[2][0].bfloat16())
        crops.append(crop.mul(255).round().byte())
        marks.append(is_face)
    return {
        "crops": torch.stack(crops),
        "features": [torch.stack(level) for level in features],
        "faces": torch.tensor(marks),
    }


def face_crop(path, box, side, draw):
    """A crop around a face, the face between 90 pixels and two thirds of the crop high."""
    image = load_image(path)
    x, y, width, height = box
    scale = draw.uniform(90, side * 2 / 3) / height
    scale = max(scale, side / min(image.size))
    size = [max(side, round(length * scale)) for length in image.size]
    image = image.resize(size, Image.LANCZOS)
    centre = ((x + width / 2) * scale, (y + height / 2) * scale)
    jitter = side / 8
    left, top = (
        min(max(0, round(middle - side / 2 + draw.uniform(-jitter, jitter))), length - side)
        for middle, length in zip(centre, size)
    )
    return to_tensor(image.crop((left, top, left + side, top + side)))
