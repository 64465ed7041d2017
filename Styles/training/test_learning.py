#!/usr/bin/env python3
"""Quick checks of adapters, grain and learning: `python3 -m unittest` in this folder."""

import unittest
from dataclasses import replace

import torch

import grain
import learn
import network
from adapter import Adapter, merged
from checkpoints import Source, load_source
from collection import load_collection
from export import export
from starts import measured_identity
from strokes import nearest, stroke_errors, stroke_grams
from test_training import Workshop


def trained(trunk, seed):
    """An adapter with something in each of its tensors."""
    adapter = Adapter(trunk, rank=3, seed=seed)
    generator = torch.Generator().manual_seed(seed)
    for parameter in adapter.parameters():
        parameter.data = torch.randn(parameter.shape, generator=generator)
    return adapter


class Adapters(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.trunk = network.Trunk(network.Shape((4, 6, 32), 1, 3, 3))

    def test_large_convolutions_get_a_low_rank_and_small_ones_a_full_difference(self):
        adapter = Adapter(self.trunk)
        self.assertEqual(sorted(adapter.a), ["res1_conv1", "res1_conv2"])
        self.assertEqual(sorted(adapter.delta), ["down1", "down2", "down3", "out", "up1", "up2"])

    def test_merged_weights_are_the_sum_written_out(self):
        first, second = trained(self.trunk, 1), trained(self.trunk, 2)
        weights = merged(self.trunk, [(0.7, first), (0.3, second), (0.4, None)])
        for layer in self.trunk.widths:
            name = layer.replace(".", "_")
            expected = self.trunk.convolutions[name].weight.clone()
            for share, adapter in ((0.7, first), (0.3, second)):
                if name in adapter.delta:
                    expected += share * adapter.delta[name]
                else:
                    expected += share * torch.einsum("or,rikl->oikl", adapter.b[name], adapter.a[name])
            torch.testing.assert_close(weights[layer], expected)

    def test_what_does_not_fit_is_refused(self):
        tensors = trained(self.trunk, 1).tensors(torch.float32)
        Adapter(self.trunk, rank=3).load(tensors)
        for change in (
            {"res1.conv1.a": None},
            {"res1.conv1.a": torch.zeros(3, 32, 1, 3)},
            {"surplus": torch.zeros(1)},
        ):
            changed = {key: value for key, value in {**tensors, **change}.items() if value is not None}
            with self.assertRaises(ValueError):
                Adapter(self.trunk, rank=3).load(changed)


class Grain(unittest.TestCase):
    def test_deviation_on_even_ground(self):
        generator = torch.Generator().manual_seed(1)
        grained = grain.with_grain(torch.full((1, 3, 512, 512), 0.5), 3.0, generator) * 255 - 127.5
        self.assertAlmostEqual(grained.std().item(), 3.0, delta=0.15)
        self.assertTrue(torch.equal(grained[:, 0], grained[:, 2]))

    def test_less_where_the_photograph_has_texture(self):
        noisy = 0.5 + torch.randn(1, 1, 64, 64, generator=torch.Generator().manual_seed(1)).expand(1, 3, 64, 64) * 12 / 255
        self.assertAlmostEqual(grain.flatness(noisy).mean().item(), 1 / (1 + 144 / 36), delta=0.03)
        self.assertEqual(grain.flatness(torch.full((1, 3, 32, 32), 0.9)).min().item(), 1)


class Strokes(unittest.TestCase):
    def test_colours_do_not_count(self):
        x = torch.linspace(0, 12, 64)
        waves = (0.5 + 0.4 * torch.sin(x)[None, :] * torch.ones(64, 1)).expand(1, 3, 64, 64)
        tinted = waves * torch.tensor([0.4, 0.9, 0.6])[None, :, None, None] * 0.5 + 0.1
        noise = torch.rand(1, 1, 64, 64, generator=torch.Generator().manual_seed(1)).expand(1, 3, 64, 64)

        class Features:
            def pyramid(self, picture, scales):
                return [[torch.cat([picture, picture.diff(dim=2, append=picture[:, :, -1:])], 1)]]

        grams = {name: stroke_grams(Features(), picture, 1) for name, picture in (("waves", waves), ("noise", noise))}
        self.assertEqual(nearest(stroke_grams(Features(), tinted, 1), grams), "waves")

    def test_errors_are_of_each_picture_alone_and_can_be_learned_from(self):
        generator = torch.Generator().manual_seed(1)
        pictures = torch.rand(2, 3, 32, 32, generator=generator).requires_grad_()

        class Features:
            def pyramid(self, picture, scales):
                return [[picture, picture.diff(dim=2), picture.diff(dim=3)]]

        targets = [gram[None] for gram in stroke_grams(Features(), pictures[:1], 1)]
        errors = stroke_errors(Features(), pictures, targets)
        self.assertEqual(errors.shape, (3, 2))
        self.assertLess(errors[:, 0].max().item(), 1e-9)
        torch.testing.assert_close(errors[:, 1:], stroke_errors(Features(), pictures[1:], targets))
        errors.sum().backward()
        self.assertLess(pictures.grad[0].abs().max().item(), 1e-6)
        self.assertGreater(pictures.grad[1].abs().max().item(), 0)


class Learning(Workshop):
    def setUp(self):
        super().setUp()
        torch.manual_seed(0)
        trunk = network.Trunk(network.Shape((4, 6, 32), 1, 3, 3))
        vectors = network.StyleVectors(["starry"], trunk.vector_length)
        vectors.add("photo", measured_identity(trunk, self.pictures()[1]))
        vectors.rows["starry"].data[1] += torch.randn(trunk.vector_length)
        self.source = Source(trunk, vectors)
        export(self.source, self.folder / "packs", ["photo", "starry"], *self.pictures())

    def learner(self, run):
        options = learn.parse(
            f"--photographs {self.folder}/photographs --paintings {self.folder}/paintings --packs {self.folder}/packs "
            f"--loss-network {self.folder}/loss.safetensors --collection {self.folder}/collection.json "
            f"--run {self.folder}/{run} --styles wave --steps 6 --side 112 --crops 4".split()
        )
        wave = replace(load_collection(options.collection)["wave"], short_side=112)  # enough for three scales
        return learn.Learner(options, wave, *learn.prepare(options))

    def advanced(self, run, steps):
        learner = self.learner(run)
        for _ in range(steps):
            learner.advance()
        learner.save()
        return learner

    def test_learning_that_was_stopped_gives_what_undisturbed_learning_gives(self):
        whole = self.advanced("whole", 6)
        self.advanced("broken", 2)
        broken = self.advanced("broken", 4)
        self.assertEqual(broken.step, 6)
        self.assertGreater(whole.seen["style"], 0)  # and a number
        self.assertTrue(torch.equal(whole.rows, broken.rows))
        self.assertSame(whole.adapter.state_dict(), broken.adapter.state_dict())

    def test_what_was_learned_becomes_a_pack_and_comes_back(self):
        learner = self.learner("run")
        learner.learn([])
        source = load_source(self.folder / "packs", self.folder / "run")
        export(source, self.folder / "packs", ["wave"], *self.pictures())
        again = load_source(self.folder / "packs")
        half = learner.adapter.tensors(torch.float16)
        self.assertSame(half, again.adapters["wave"].tensors(torch.float16))
        picture = self.pictures()[0][0]
        before = self.source.paint(picture, {"photo": 1.0})
        torch.testing.assert_close(again.paint(picture, {"photo": 1.0}), before, rtol=1e-2, atol=1e-3)
        self.assertFalse(torch.equal(again.paint(picture, {"wave": 1.0}), before))


if __name__ == "__main__":
    unittest.main()
