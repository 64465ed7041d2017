#!/usr/bin/env python3
"""Quick checks of the training programme with tiny networks: `python3 -m unittest` in this folder."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import save_file

import network
import own
import shapes
from checkpoints import Source, load_checkpoint
from collection import load_collection
from export import Unfit, export
from loss import LossNetwork, lattice_error
from options import parse
from packs import load_packs
from pictures import psnr
from scene import landscape
from train import Trainer


class Workshop(unittest.TestCase):
    """A folder with two photographs, a painting, and a loss network of random weights."""

    def setUp(self):
        torch.set_num_threads(1)
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)
        for name in ("photographs", "paintings"):
            (self.folder / name).mkdir()
        for i in range(2):
            landscape(90, 60, seed=i).save(self.folder / "photographs" / f"{i}.png")
        landscape(90, 60, seed=7).save(self.folder / "paintings" / "painting.png")
        generator = torch.Generator().manual_seed(1)
        widths = {"conv1_1": (3, 4), "conv1_2": (4, 4), "conv2_1": (4, 6), "conv2_2": (6, 6), "conv3_1": (6, 8)}
        tensors = {"preprocess.weight": torch.eye(3)[:, :, None, None] * 2, "preprocess.bias": -torch.ones(3)}
        for name, (inputs, outputs) in widths.items():
            tensors[f"{name}.weight"] = torch.randn(outputs, inputs, 3, 3, generator=generator) / inputs**0.5 / 3
            tensors[f"{name}.bias"] = torch.zeros(outputs)
        save_file(tensors, self.folder / "loss.safetensors")
        common = {"aliases": [], "title": "", "artist": "", "year": 1, "short_side": 60}
        styles = [{**common, "name": "photo"}]
        styles += [{**common, "name": name, "file": "painting.png"} for name in ("starry", "wave")]
        (self.folder / "collection.json").write_text(json.dumps(styles))

    def options(self, run, *more):
        return parse(
            f"--photographs {self.folder}/photographs --paintings {self.folder}/paintings --device cpu --precision f32 "
            f"--loss-network {self.folder}/loss.safetensors --collection {self.folder}/collection.json "
            f"--run {self.folder}/{run} --channels 4 6 8 --blocks 1 --crop 32 --identity-crop 24 --photograph-side 48 "
            f"--batch 2 --scales 2 --steps 6 --warm-up 2".split()
            + list(more)
        )

    def advanced(self, run, steps, *more):
        trainer = Trainer(self.options(run, *more))
        for _ in range(steps):
            trainer.advance()
        trainer.save()
        return trainer

    def assertSame(self, first, second):
        self.assertEqual(first.keys(), second.keys())
        for key in first:
            self.assertTrue(torch.equal(first[key], second[key]), key)

    def pictures(self):
        picture = torch.from_numpy(np.asarray(landscape(96, 64), np.float32) / 255).permute(2, 0, 1)[None]
        return [picture], picture


class Training(Workshop):
    """A trunk and styles, trained together."""

    def test_a_resumed_run_gives_what_an_unbroken_one_gives(self):
        whole = self.advanced("whole", 6)
        self.advanced("broken", 2)
        self.advanced("broken", 1)
        broken = self.advanced("broken", 3)
        self.assertEqual(broken.step, 6)
        self.assertSame(whole.trunk.state_dict(), broken.trunk.state_dict())
        self.assertSame(whole.vectors.state_dict(), broken.vectors.state_dict())

    def test_training_lessens_the_loss(self):
        trainer = Trainer(self.options("run", "--steps", "80"))
        trainer.advance()
        before = trainer.averages["photo"]["decibels"]
        for _ in range(60):
            trainer.advance()
        self.assertGreater(trainer.averages["photo"]["decibels"], before + 1)

    def test_a_frozen_trunk_does_not_move_but_its_new_style_does(self):
        first = self.advanced("first", 2, "--styles", "photo,starry")
        export(Source(*self.source("first")), self.folder / "packs", ["photo", "starry"], *self.pictures())
        more = ["--styles", "wave", "--freeze-trunk", "--init", str(self.folder / "packs"), "--mix-share", "0"]
        start = Trainer(self.options("second", *more))
        rows = start.vectors.rows["wave"].detach().clone()
        second = self.advanced("second", 2, *more)
        half = {key: value.half().float() for key, value in first.trunk.state_dict().items()}
        self.assertSame(half, second.trunk.state_dict())
        self.assertSame({"": first.vectors.rows["starry"]}, {"": second.vectors.rows["starry"]})
        self.assertFalse(torch.equal(rows, second.vectors.rows["wave"]))

    def source(self, run):
        trunk, vectors, _ = load_checkpoint(self.folder / run / "checkpoint.pt")
        return trunk, vectors

    def test_packs_come_back_as_they_were_written(self):
        self.advanced("run", 2)
        trunk, vectors = self.source("run")
        names = ["photo", "starry", "wave"]
        export(Source(trunk, vectors), self.folder / "packs", names, *self.pictures())
        read_trunk, read_vectors = load_packs(self.folder / "packs")
        self.assertSame(trunk.state_dict(), read_trunk.state_dict())  # export leaves the trunk rounded to fp16
        self.assertSame(vectors.state_dict(), read_vectors.state_dict())
        for name in names:
            with Image.open(self.folder / "packs" / name / "preview.jpg") as preview:
                self.assertLessEqual(max(preview.size), 256)

    def test_what_is_not_finite_or_constant_is_not_exported(self):
        self.advanced("run", 1)
        trunk, vectors = self.source("run")
        vectors.rows["wave"].data[0, 0] = float("nan")
        with self.assertRaises(Unfit):
            export(Source(trunk, vectors), self.folder / "packs", ["wave"], *self.pictures())
        vectors.rows["wave"].data[:] = 0
        with self.assertRaises(Unfit):
            export(Source(trunk, vectors), self.folder / "packs", ["wave"], *self.pictures())
        self.assertFalse((self.folder / "packs").exists())


class Parts(unittest.TestCase):
    def test_the_written_out_gradient_of_conditioning(self):
        torch.manual_seed(0)
        for shape in ((2, 3, 9, 7), (1, 40, 4, 4)):
            for rectified in (False, True):
                x = torch.randn(shape, requires_grad=True)
                style = [torch.randn(shape[:2], requires_grad=True) for _ in range(3)]
                variance, mean = torch.var_mean(x, (2, 3), correction=0)
                normal = style[0] * torch.rsqrt(variance + network.EPSILON)
                expected = x * (normal + style[2])[..., None, None] + (style[1] - normal * mean)[..., None, None]
                expected = F.relu(expected) if rectified else expected
                result = network.condition(x, style, rectified)
                torch.testing.assert_close(result, expected, rtol=1e-4, atol=1e-5)
                weights = torch.randn(shape)
                wanted = torch.autograd.grad((expected * weights).sum(), [x, *style])
                given = torch.autograd.grad((result * weights).sum(), [x, *style])
                torch.testing.assert_close(given, wanted, rtol=1e-3, atol=1e-4)

    def test_few_channels_last_in_memory_give_the_same(self):
        x = torch.randn(2, 16, 8, 8)
        style = [torch.randn(2, 16) for _ in range(3)]
        other = network.condition(x.contiguous(memory_format=torch.channels_last), style, True)
        torch.testing.assert_close(other, network.condition(x, style, True))

    def test_drawings_are_the_same_each_time_and_full_of_contrast(self):
        for name in own.DRAWINGS:
            picture = np.asarray(own.draw(name, 160, 128))
            self.assertEqual(picture.shape, (128, 160, 3), name)
            self.assertTrue((picture == np.asarray(own.draw(name, 160, 128))).all(), name)
            self.assertGreater(picture.std(), 30, name)

    def test_every_word_names_one_style(self):
        collection = load_collection()
        self.assertGreaterEqual(len(collection), 21)
        self.assertEqual([style.name for style in collection.values() if style.is_identity], ["photo"])

    def test_psnr_of_one_level_everywhere(self):
        self.assertAlmostEqual(psnr(torch.zeros(1, 3, 4, 4), torch.full((1, 3, 4, 4), 1 / 255)), 48.13, places=2)

    def test_lattice_error_sees_a_lattice_and_no_slope(self):
        slope = torch.linspace(0, 1, 64).expand(1, 3, 64, 64)
        lattice = torch.full((1, 3, 64, 64), 0.5)
        lattice[..., ::4] += 0.1
        self.assertGreater(lattice_error(lattice).item(), 5 * lattice_error(slope).item())
        noise = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0)) * 0.1
        self.assertGreater(lattice_error(lattice).item(), 5 * lattice_error(noise).item())


class ShapeTests(unittest.TestCase):
    def test_a_trunk_may_be_deeper(self):
        trunk = network.Trunk(network.Shape((4, 6, 8, 10), 1, 3, 3))
        vectors = network.StyleVectors(["plain"], trunk.vector_length)
        self.assertEqual(trunk(torch.rand(1, 3, 32, 24), vectors.full("plain")[None]).shape, (1, 3, 32, 24))
        self.assertEqual([name for name in trunk.widths if "res" not in name][-4:], ["up1", "up2", "up3", "out"])

    def test_work_of_the_shipped_shape(self):
        quarter = 10 * 128 * 128 * 9 / 16
        outer = 3 * 16 * 25 + 16 * 32 * 9 / 4 + 32 * 128 * 9 / 16 + 128 * 32 * 9 / 4 + 32 * 16 * 9 + 16 * 3 * 25
        self.assertEqual(shapes.multiply_adds(network.Shape()), quarter + outer)

    def test_a_graph_lists_every_convolution_with_its_norm(self):
        for shape in shapes.SHAPES.values():
            nodes = shapes.nodes(shape)
            layers = list(shape.layers())
            named = [node["name"] for node in nodes if node["operation"] == "convolution"]
            self.assertEqual(named, [layer[0] for layer in layers])
            self.assertEqual(named, [node["name"] for node in nodes if node["operation"] == "norm"])
            sums = [node["inputs"] for node in nodes if node["operation"] == "sum"]
            self.assertEqual(len(sums), shape.residual_blocks)
            # A block adds to what the block before it gave.
            self.assertTrue(all(block[0] == end for block, end in zip(sums[1:], ends(nodes))))


def ends(nodes):
    return [i for i, node in enumerate(nodes, 1) if node["operation"] == "sum"]


if __name__ == "__main__":
    unittest.main()
