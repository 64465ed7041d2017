"""Where weights are read from: a checkpoint of a run, or a folder of packs."""

from pathlib import Path

import torch

from network import Shape, StyleVectors, Trunk
from packs import load_packs


def load_checkpoint(path):
    """(trunk, vectors, everything that was saved)."""
    saved = torch.load(path, map_location="cpu", weights_only=False)
    trunk = Trunk(Shape.from_dict(saved["shape"]))
    trunk.load_state_dict(saved["trunk"])
    vectors = StyleVectors([], trunk.vector_length)
    for name, rows in saved["vectors"].items():
        vectors.add(name, rows)
    return trunk, vectors, saved


def load_source(path):
    """(trunk, vectors) of a checkpoint or a folder of packs."""
    if Path(path).is_dir():
        return load_packs(path)
    trunk, vectors, _ = load_checkpoint(path)
    return trunk, vectors
