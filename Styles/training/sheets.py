"""Sheets: photographs down, styles across, names above."""

import torch
from PIL import Image, ImageDraw, ImageFont

from grain import with_grain
from packs import write_atomically
from pictures import load_picture, to_image

GAP, LABEL = 4, 16


@torch.no_grad()
def paint(source, mix, picture, device="cpu", quick=False):
    """The picture (1, 3, H, W) in a mix of styles, as an image; `quick` is in bf16."""
    picture = picture.to(device, memory_format=torch.channels_last)
    with torch.autocast(torch.device(device).type, dtype=torch.bfloat16, enabled=quick):
        return to_image(source.paint(picture, mix)[0])


def sheet(source, columns, pictures, side, device="cpu", cell=None, quick=False, grain=0.0):
    """An image of pictures × columns; columns are (label, {style: weight}), the first one is the photograph."""
    cell = cell or side
    rows = []
    for picture in pictures:
        tensor = load_picture(picture, side)
        grained = with_grain(tensor, grain, torch.Generator().manual_seed(1)) if grain else tensor
        images = [to_image(tensor[0])] + [paint(source, mix, grained, device, quick) for _, mix in columns]
        for image in images:
            image.thumbnail((cell, cell), Image.LANCZOS)
        rows.append(images)
    height = LABEL + sum(row[0].height + GAP for row in rows)
    result = Image.new("RGB", ((cell + GAP) * (len(columns) + 1), height), "white")
    draw, font = ImageDraw.Draw(result), ImageFont.load_default(12)
    for i, label in enumerate(["", *(label for label, _ in columns)]):
        draw.text((i * (cell + GAP) + 2, 1), label, "black", font)
    top = LABEL
    for row in rows:
        for i, image in enumerate(row):
            result.paste(image, (i * (cell + GAP), top))
        top += row[0].height + GAP
    return result


def stacked(images):
    """Images one below the other."""
    result = Image.new("RGB", (max(i.width for i in images), sum(i.height for i in images)), "white")
    top = 0
    for image in images:
        result.paste(image, (0, top))
        top += image.height
    return result


def write_sheet(path, source, names, pictures, side=256, device="cpu", across=9, quick=False, grain=0.0):
    """A JPEG of the pictures in the named styles, in bands of `across` styles."""
    bands = [[(name, {name: 1.0}) for name in names[i : i + across]] for i in range(0, len(names), across)]
    images = [sheet(source, band, pictures, side, device, quick=quick, grain=grain) for band in bands]
    write_atomically(path, lambda temporary: stacked(images).save(temporary, "JPEG", quality=88))
