"""The options of train.py."""

import argparse
from pathlib import Path

import torch


def parse(arguments=None, description=None):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--photographs", required=True, help="folder of photographs")
    add("--paintings", required=True, help="folder of paintings named in the collection")
    add("--loss-network", required=True, help="VGG-19 up to conv3_1, safetensors")
    add("--run", required=True, help="folder of checkpoint, log and sample sheets; goes on where it was")
    add("--collection", default=str(Path(__file__).with_name("collection.json")))
    add("--styles", help="comma-separated names; default all of the collection")
    add("--init", help="folder of packs to start from")
    add("--freeze-trunk", action="store_true", help="train the vectors of --styles only")
    add("--device", default="auto", help="auto, cpu, cuda")
    add("--precision", default="auto", choices=["auto", "bf16", "f32"])
    add("--compile", action="store_true", help="torch.compile the two networks")
    add("--channels", type=int, nargs="+", default=[16, 32, 128], help="at full, half, quarter … size; shipped packs have three")
    add("--blocks", type=int, default=5)
    add("--first-kernel", type=int, default=5)
    add("--last-kernel", type=int, default=5)
    add("--photograph-side", type=int, default=360, help="short side of the photographs, pixels")
    add("--crop", type=int, default=192, help="pixels, a multiple of 4")
    add("--batch", type=int, default=4, help="painted crops per step")
    add("--styles-per-photograph", type=int, default=2, help="crops of a batch that share a photograph")
    add("--identity-batch", type=int, default=2, help="identity crops per step")
    add("--identity-crop", type=int, default=128)
    add("--mix-share", type=float, default=0.2, help="share of painted crops mixed with the identity")
    add("--scales", type=int, default=3, help="sizes of the picture that the loss network sees: 1, 1/2, 1/4 …")
    add("--layer-weights", type=float, nargs="+", help="of the style errors, three per scale; default all 1")
    add("--content-weight", type=float, default=1)
    add("--variation-weight", type=float, default=0.05)
    add("--lattice-weight", type=float, default=0)
    add("--identity-weight", type=float, default=200, help="of mean squared errors")
    add("--rate", type=float, default=3e-3, help="of Adam, for style vectors")
    add("--identity-rate", type=float, default=1e-3, help="of Adam, for the vectors of the identity")
    add("--trunk-rate", type=float, default=5e-4, help="of Adam, for convolutions")
    add("--warm-up", type=int, default=20, help="steps")
    add("--decay-from", type=float, default=0.5, help="part of the way after which rates fall")
    add("--sampling", default="", help="chances of styles against 1, as starry=0.4,wave=0.4")
    add("--steps", type=int, default=0)
    add("--hours", type=float, default=0, help="of the whole run, over all its continuations")
    add("--time-limit", type=float, default=0, help="seconds after which this process stops")
    add("--checkpoint-seconds", type=float, default=120)
    add("--log-every", type=int, default=20)
    add("--sheet-every", type=int, default=0, help="steps")
    add("--sheet-pictures", help="folder of pictures for the sample sheets")
    add("--sheet-side", type=int, default=256)
    add("--limit", type=int, help="use only so many photographs")
    add("--seed", type=int, default=1)
    add("--threads", type=int, default=0)
    options = parser.parse_args(arguments)
    if not options.steps and not options.hours:
        parser.error("say how long: --steps or --hours")
    if options.crop % 4 or options.identity_crop % 4:
        parser.error("crops must be multiples of 4")
    if options.device == "auto":
        options.device = "cuda" if torch.cuda.is_available() else "cpu"
    options.layer_weights = options.layer_weights or [1.0] * (3 * options.scales)
    if len(options.layer_weights) != 3 * options.scales:
        parser.error(f"--layer-weights takes {3 * options.scales} numbers")
    return options
