"""Reads and writes a trunk and its styles as safetensors, keyed by layer (`down1.weight`, `res1.conv1.gamma`)."""

import json
import os
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from adapter import Adapter
from network import Shape, StyleVectors, Trunk


def trunk_tensors(trunk, dtype):
    tensors = {}
    for name in trunk.widths:
        convolution = trunk.convolutions[name.replace(".", "_")]
        tensors[f"{name}.weight"] = convolution.weight.detach().to("cpu", dtype).contiguous()
        tensors[f"{name}.bias"] = convolution.bias.detach().to("cpu", dtype).contiguous()
    return tensors


def load_trunk(path, shape):
    trunk = Trunk(shape)
    tensors = load_file(path)
    with torch.no_grad():
        for name in trunk.widths:
            convolution = trunk.convolutions[name.replace(".", "_")]
            for part in ("weight", "bias"):
                target = getattr(convolution, part)
                source = tensors.pop(f"{name}.{part}")
                if source.shape != target.shape:
                    raise ValueError(f"{path}: {name}.{part} is {tuple(source.shape)}, not {tuple(target.shape)}")
                target.copy_(source.float())
    if tensors:
        raise ValueError(f"{path}: unknown tensors {sorted(tensors)}")
    return trunk


def style_tensors(rows, name, widths):
    """The two rows of a style as {layer.gamma | layer.alpha, layer.beta}, f32."""
    first = "alpha" if name == StyleVectors.IDENTITY else "gamma"
    tensors = {}
    for layer, pieces in zip(widths, rows.detach().cpu().float().split(list(widths.values()), dim=1)):
        tensors[f"{layer}.{first}"] = pieces[0].contiguous()
        tensors[f"{layer}.beta"] = pieces[1].contiguous()
    return tensors


def load_rows(path, name, widths):
    first = "alpha" if name == StyleVectors.IDENTITY else "gamma"
    tensors = load_file(path)
    return torch.stack([torch.cat([tensors[f"{layer}.{part}"].float() for layer in widths]) for part in (first, "beta")])


def load_packs(folder, shape=Shape()):
    """A folder of packs (`trunk/network.json`, `<style>/style.json`) or of bare `*.safetensors` beside each other."""
    folder = Path(folder)
    if (folder / "trunk" / "network.json").exists():
        network = json.loads((folder / "trunk" / "network.json").read_text())
        shape = Shape(
            tuple(network["channels"]), network["residualBlocks"], network["firstKernel"], network["lastKernel"]
        )
        trunk = load_trunk(folder / "trunk" / network["weights"], shape)
        files = {}
        for description in sorted(folder.glob("*/style.json")):
            style = json.loads(description.read_text())
            files[style["name"]] = description.parent / style["vectors"]
    else:
        trunk = load_trunk(folder / "trunk.safetensors", shape)
        files = {path.stem: path for path in sorted(folder.glob("*.safetensors")) if path.stem != "trunk"}
    vectors = StyleVectors([], trunk.vector_length)
    for name, path in files.items():
        vectors.add(name, load_rows(path, name, trunk.widths))
    return trunk, vectors


def load_adapters(folder, trunk):
    """{style: adapter} of the packs that have one."""
    adapters = {}
    for description in sorted(Path(folder).glob("*/style.json")):
        style = json.loads(description.read_text())
        if "adapter" in style:
            path = description.parent / style["adapter"]
            adapters[style["name"]] = Adapter(trunk).load(load_file(path), path)
    return adapters


def write_atomically(path, write):
    """Calls write(temporary path), then renames: a reader sees the old file or the new one, never half of one."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(temporary)
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def save_tensors(path, tensors, what):
    write_atomically(path, lambda temporary: save_file(tensors, temporary, metadata={"what": what}))
