#!/usr/bin/env python3
"""Makes the pictures in this folder, and with vips what they should look like.

Needs Pillow, numpy, exiftool and the vips command: python3 make_fixtures.py
"""

import subprocess
from pathlib import Path

import numpy
from PIL import Image

here = Path(__file__).parent
WIDTH, HEIGHT = 48, 32
# 16 by 16 patches, none of which is the same turned or mirrored.
PATCHES = [
    [(220, 40, 30), (40, 200, 60), (50, 60, 210)],
    [(230, 210, 50), (128, 128, 128), (30, 170, 190)],
]


def run(*command):
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def patches():
    rows = [numpy.concatenate([numpy.full((16, 16, 3), c, numpy.uint8) for c in row], 1) for row in PATCHES]
    return numpy.concatenate(rows, 0)


def png(array, path):
    Image.fromarray(array).save(path, optimize=True)


picture = patches()
upright = here / "patches.png"
png(picture, upright)

# EXIF orientation says how the stored pixels have to be turned; store the opposite.
undo = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: numpy.rot90(a, 1),
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: numpy.rot90(a, -1),
}
for value, turn in undo.items():
    exif = Image.Exif()
    exif[0x0112] = value
    stored = Image.fromarray(numpy.ascontiguousarray(turn(picture)))
    stored.save(here / f"orientation-{value}.jpg", quality=95, subsampling=0, exif=exif)

# Everything a camera and a cataloguing program put in, with a preview.
stored = Image.fromarray(numpy.ascontiguousarray(undo[6](picture)))
stored.save(here / "metadata.jpg", quality=92, dpi=(300, 300))
preview = here / "preview.jpg"
Image.fromarray(picture[::2, ::2]).save(preview, quality=50)
run(
    "exiftool", "-overwrite_original", f"-ThumbnailImage<={preview}", "-Orientation#=6",
    "-Artist=A. Painter", "-ImageDescription=Six patches", "-GPSLatitude=48.5", "-GPSLatitudeRef=N",
    "-DateTimeOriginal=2024:02:03 04:05:06", "-XMP-dc:Title=Patches", "-XMP-tiff:Orientation#=6",
    "-IPTC:Keywords=colour", here / "metadata.jpg",
)
preview.unlink()

# Colour: what is meant is the same everywhere, so the profile has to be honoured to see it.
run("vips", "icc_transform", upright, here / "p3.jpg[Q=95,no-subsample]", "p3", "--input-profile", "srgb")
run("vips", "icc_transform", here / "p3.jpg", here / "p3-expected.png[strip]", "srgb", "--embedded",
    "--intent", "relative")
run("vips", "icc_transform", upright, here / "cmyk-profile.tif[compression=deflate]", "cmyk",
    "--input-profile", "srgb")
# The built-in CMYK profile is large; in the JPEG the fallback has to find the same one.
Image.open(here / "cmyk-profile.tif").save(here / "cmyk.jpg", quality=95, subsampling=0)
(here / "cmyk-profile.tif").unlink()
run("vipsthumbnail", here / "cmyk.jpg", "-s", "48x32", "-o", here / "cmyk-expected.png[strip]")

# Layouts.
Image.fromarray(picture).save(here / "progressive.jpg", quality=95, subsampling=0, progressive=True)
grey = Image.fromarray(picture).convert("L")
grey.save(here / "grey.png")
Image.fromarray(numpy.asarray(grey) > 127).save(here / "one-bit.png")
wide = (numpy.asarray(grey).astype(numpy.uint32) * 256 + numpy.arange(WIDTH)).astype(numpy.uint16)
Image.fromarray(wide).save(here / "grey-16.png")
palette = Image.fromarray(picture).quantize(6)
palette.save(here / "palette.png", transparency=bytes([0, 64, 128, 192, 255, 255]))
Image.open(here / "palette.png").convert("RGBA").save(here / "palette-expected.png")
frames = [palette.convert("RGB").quantize(6), Image.new("P", (WIDTH, HEIGHT))]
frames[0].save(here / "frames.gif", save_all=True, append_images=frames[1:], duration=100)
pages = [Image.fromarray(picture), Image.new("RGB", (20, 10))]
pages[0].save(here / "pages.tif", save_all=True, append_images=pages[1:], compression="tiff_deflate")
run("vips", "colourspace", upright, here / "lab.tif[compression=deflate]", "lab")
run("vips", "colourspace", upright, here / "scrgb.tif[compression=deflate]", "scrgb")
run("vips", "colourspace", upright, here / "rgb-16.tif[compression=deflate]", "rgb16")
run("vips", "copy", here / "palette.png", here / "premultiplied.tif[compression=deflate,premultiply]")
