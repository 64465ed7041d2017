"""Where weights are read from: a checkpoint of a joint run, a folder of packs, and adapters that were learned since."""

from dataclasses import dataclass, field
from pathlib import Path

import torch

from adapter import Adapter, merged
from network import Shape, StyleVectors, Trunk
from packs import load_adapters, load_packs


@dataclass
class Source:
    """A trunk and its styles."""

    trunk: Trunk
    vectors: StyleVectors
    adapters: dict = field(default_factory=dict)  # by style; the identity and old styles have none

    def paint(self, picture, mix):
        """The picture (B, 3, H, W) in a mix {style: weight}: vectors and convolutions are weighted sums."""
        weights = merged(self.trunk, [(weight, self.adapters.get(name)) for name, weight in mix.items()])
        return self.trunk(picture, self.vectors.mix(mix).expand(len(picture), -1, -1).to(picture.device), weights)


def load_checkpoint(path):
    """(trunk, vectors, everything that was saved)."""
    saved = torch.load(path, map_location="cpu", weights_only=False)
    trunk = Trunk(Shape.from_dict(saved["shape"]))
    trunk.load_state_dict(saved["trunk"])
    vectors = StyleVectors([], trunk.vector_length)
    for name, rows in saved["vectors"].items():
        vectors.add(name, rows)
    return trunk, vectors, saved


def load_source(path, learned=None):
    """A checkpoint or a folder of packs, with the styles that a run of learn.py has finished in place of its own."""
    if Path(path).is_dir():
        trunk, vectors = load_packs(path)
        source = Source(trunk, vectors, load_adapters(path, trunk))
    else:
        source = Source(*load_checkpoint(path)[:2])
    for pack in sorted(Path(learned).glob("*/pack.pt")) if learned else []:
        name, saved = pack.parent.name, torch.load(pack)
        source.vectors.add(name, saved["rows"])
        source.adapters[name] = Adapter(source.trunk).load(saved["adapter"], pack)
    return source
