#!/usr/bin/env python3
"""Makes ONNX models and what ONNX Runtime computes with them.

    python3 onnx_models.py Fixtures/onnx

`exported-*.onnx` are small networks of Johnson's family (of checkpoints.py) written by both of PyTorch's exporters,
`random-*.onnx` random graphs of single operators, `refused-*.onnx` models that can't be imported. `outputs.safetensors`
holds `<model>.input` (3, H, W) in 0..255 as bf16 and `<model>.output` in 0..1 as f32.
"""

import contextlib
import io
import random
import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import save_file

import checkpoints

warnings.filterwarnings("ignore")


def picture(height, width, seed):
    generator = np.random.default_rng(seed)
    rows, columns = np.arange(height)[:, None], np.arange(width)[None]
    waves = np.stack([np.sin(rows / (4 + c)) * np.cos(columns / (8 - c)) for c in range(3)])
    return (waves * 100 + 128 + generator.normal(size=waves.shape) * 12).round().clip(0, 255).astype(np.float32)


def record(outputs, path, pixels, scale):
    """scale: 255 for models whose pictures are 0..255, 1 for 0..1."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    result = session.run(None, {name: pixels[None] / 255 * scale})[0][0]
    result = result[:, : pixels.shape[1], : pixels.shape[2]] / scale
    outputs[f"{path.stem}.input"] = torch.from_numpy(pixels).to(torch.bfloat16)
    outputs[f"{path.stem}.output"] = torch.from_numpy(result.clip(0, 1).copy())


def forget_places(path):
    """Takes out where on the exporting machine the code lay, which the newer exporter writes into every node."""
    model = onnx.load(path, load_external_data=False)
    for item in [model, model.graph, *model.graph.node, *model.graph.value_info]:
        del item.metadata_props[:]
    onnx.save(model, path)


def exported(folder, outputs):
    torch.manual_seed(5)
    checkpoints.WIDTHS, checkpoints.BLOCKS = (4, 5, 6), 1
    examples = checkpoints.Examples()
    checkpoints.randomised(examples, examples.deconv3.conv2d, 100, 120)
    tangent = checkpoints.Transposed(("down", "residual", "up"), tangent=True)
    checkpoints.randomised(tangent, tangent.up[4].conv_layer, 1, 0)
    cases = [
        (examples, 9, False, False), (examples, 11, False, True), (examples, 13, False, True),
        (examples, 17, False, False), (examples, 20, False, True), (examples, 18, True, False),
        (examples, 20, True, True), (tangent, 11, False, True), (tangent, 20, True, True),
    ]  # fmt: skip
    for network, opset, dynamo, dynamic in cases:
        kind = "examples" if network is examples else "tangent"
        name = f"exported-{kind}-{opset}-{'dynamo' if dynamo else 'script'}-{'dynamic' if dynamic else 'fixed'}"
        path = folder / f"{name}.onnx"
        options = {}
        if dynamic and dynamo:
            sides = {2: torch.export.Dim("h", min=16, max=4096), 3: torch.export.Dim("w", min=16, max=4096)}
            options["dynamic_shapes"] = {"x": sides}
        elif dynamic:
            options["dynamic_axes"] = {"x": {2: "h", 3: "w"}, "y": {2: "h", 3: "w"}}
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            torch.onnx.export(
                network, (torch.rand(1, 3, 32, 48) * 255,), str(path), input_names=["x"], output_names=["y"],
                opset_version=opset, dynamo=dynamo, **options,
            )  # fmt: skip
        forget_places(path)
        record(outputs, path, picture(32, 48, opset), 255)


class Builder:
    """A random chain of operators on one picture."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        self.opset = self.random.choice([7, 9, 10, 11, 13, 17, 18, 21])
        self.nodes, self.initializers = [], []
        self.x, self.channels, self.scale = "x", 3, 1

    def constant(self, array):
        name = f"c{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def weights(self, *shape):
        bound = 1.7 / np.sqrt(max(np.prod(shape[1:]), 1))
        return self.constant(self.numbers.uniform(-bound, bound, shape).astype(np.float32))

    def vector(self, low, high, shape=None):
        size = (self.channels,) if shape is None else shape
        return self.constant(np.asarray(self.numbers.uniform(low, high, size), np.float32))

    def add(self, operation, *inputs, **attributes):
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(inputs), [name], f"n{len(self.nodes)}", **attributes))
        return name

    def convolution(self, x, outputs, kernel=3, stride=1, pads=None, **attributes):
        pads = pads if pads is not None else [kernel // 2] * 4
        groups = attributes.get("group", 1)
        inputs = [x, self.weights(outputs, self.channels // groups, kernel, kernel)]
        if self.random.random() < 0.7:
            inputs.append(self.vector(-0.2, 0.2, (outputs,)))
        self.channels = outputs
        return self.add("Conv", *inputs, kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=pads, **attributes)

    def padded(self, x, amount, mode):
        pads = [0, 0, amount, amount] * 2
        if self.opset < 11:
            return self.add("Pad", x, mode=mode, pads=pads)
        return self.add("Pad", x, self.constant(np.array(pads, np.int64)), mode=mode)

    def enlarged(self, x, factor):
        scales = np.array([1, 1, factor, factor], np.float32)
        if self.opset == 7:
            return self.add("Upsample", x, mode="nearest", scales=scales.tolist())
        if self.opset == 9:
            return self.add("Upsample", x, self.constant(scales), mode="nearest")
        if self.opset == 10:
            return self.add("Resize", x, self.constant(scales), mode="nearest")
        kind = self.random.choice(["nearest", "pytorch", "linear", "sizes"])
        empty = self.constant(np.array([], np.float32))
        if kind == "nearest":
            attributes = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
            return self.add("Resize", x, empty, self.constant(scales), mode="nearest", **attributes)
        if kind == "pytorch":
            return self.add("Resize", x, empty, self.constant(scales), mode="nearest")
        if kind == "linear":
            return self.add("Resize", x, empty, self.constant(scales), mode="linear")
        shape = self.add("Shape", x)
        first = self.add("Slice", shape, *(self.constant(np.array([v], np.int64)) for v in (0, 2, 0)))
        sides = []
        for axis in (2, 3):
            side = self.add("Gather", shape, self.constant(np.array(axis, np.int64)), axis=0)
            side = self.add("Mul", side, self.constant(np.array(factor, np.int64)))
            axes = {"axes": [0]} if self.opset < 13 else {}
            more = [] if self.opset < 13 else [self.constant(np.array([0], np.int64))]
            sides.append(self.add("Unsqueeze", side, *more, **axes))
        sizes = self.add("Concat", first, *sides, axis=0)
        attributes = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
        return self.add("Resize", x, empty, empty, sizes, mode="nearest", **attributes)

    def shrink(self, x):
        self.scale *= 2
        kind = self.random.randrange(5)
        if kind == 0:
            return self.convolution(x, self.random.choice([4, 7]), 3, 2)
        if kind == 1:
            return self.convolution(x, 5, 4, 2, [1, 1, 1, 1])
        if kind == 2:
            return self.add("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
        if kind == 3:
            three = self.random.random() < 0.5
            size = dict(kernel_shape=[3, 3], pads=[1] * 4) if three else dict(kernel_shape=[2, 2])
            return self.add("MaxPool", x, strides=[2, 2], **size)
        self.channels *= 4
        return self.convolution(self.add("SpaceToDepth", x, blocksize=2), 6, 1, 1, [0] * 4)

    def grow(self, x):
        self.scale //= 2
        kind = self.random.randrange(3)
        if kind == 0:
            return self.enlarged(x, 2)
        if kind == 1:
            kernel, pads, added = self.random.choice([(3, [1] * 4, 1), (4, [1] * 4, 0), (2, [0] * 4, 0)])
            groups = 2 if self.channels % 2 == 0 and self.random.random() < 0.5 else 1
            weights = self.weights(self.channels, 4 // groups, kernel, kernel)
            self.channels = 4
            size = dict(group=groups, kernel_shape=[kernel] * 2, strides=[2, 2], pads=pads, output_padding=[added] * 2)
            return self.add("ConvTranspose", x, weights, self.vector(-0.2, 0.2), **size)
        x = self.convolution(x, 8, 1, 1, [0] * 4)
        self.channels = 2
        mode = {"mode": self.random.choice(["DCR", "CRD"])} if self.opset >= 11 else {}
        return self.add("DepthToSpace", x, blocksize=2, **mode)

    def normed(self, x):
        if self.random.random() < 0.6:
            return self.add("InstanceNormalization", x, self.vector(0.5, 1.5), self.vector(-0.5, 0.5), epsilon=1e-4)
        parts = [self.vector(0.5, 1.5), self.vector(-0.5, 0.5), self.vector(-0.3, 0.3), self.vector(0.5, 1.5)]
        return self.add("BatchNormalization", x, *parts)

    def activated(self, x):
        kind = self.random.randrange(6)
        if kind == 0:
            return self.add("LeakyRelu", x, alpha=0.2)
        if kind == 1:
            return self.add("PRelu", x, self.vector(-0.3, 0.5, (self.channels, 1, 1)))
        if kind == 2:
            if self.opset < 11:
                return self.add("Clip", x, min=-0.4, max=0.6)
            return self.add("Clip", x, *(self.constant(np.array(v, np.float32)) for v in (-0.4, 0.6)))
        return self.add(self.random.choice(["Relu", "Tanh", "Sigmoid"]), x)

    def arithmetic(self, x):
        operation = self.random.choice(["Add", "Sub", "Mul", "Div"])
        shape = self.random.choice([(1, self.channels, 1, 1), (self.channels, 1, 1), (1,), ()])
        constant = self.vector(0.5, 1.5, shape)
        if operation != "Div" and self.random.random() < 0.5:
            return self.add(operation, constant, x)
        return self.add(operation, x, constant)

    def layer(self, x):
        kind = self.random.randrange(9)
        if kind == 0:
            same = self.channels
            y = self.activated(self.normed(self.convolution(x, same)))
            return self.add(self.random.choice(["Add", "Sub"]), x, y)
        if kind == 1:
            same = self.channels
            y = self.convolution(x, 3, 3)
            self.channels = same + 3
            return self.add("Concat", x, y, axis=1)
        if kind == 2:
            amount = self.random.choice([1, 2, 4])
            mode = self.random.choice(["reflect", "constant"])
            return self.convolution(self.padded(x, amount, mode), 6, 2 * amount + 1, 1, [0] * 4)
        if kind == 3:
            return self.convolution(x, 4, 4, 1, self.random.choice([[1, 1, 2, 2], [2, 1, 1, 2], [0, 3, 3, 0]]))
        if kind == 4:
            return self.convolution(x, 5, 3, 1, [2] * 4, dilations=[2, 2])
        if kind == 5 and self.channels % 2 == 0:
            return self.convolution(x, 6, 3, group=2)
        if kind == 6 and self.scale == 1:
            if self.opset < 10:
                x = self.add("Slice", x, starts=[2, 2], ends=[-2, -2], axes=[2, 3])
            else:
                parts = ([2, 2], [-2, -2], [2, 3])
                x = self.add("Slice", x, *(self.constant(np.array(v, np.int64)) for v in parts))
            return self.padded(x, 2, "reflect")
        if kind == 7:
            return self.arithmetic(x)
        return self.activated(self.normed(self.convolution(x, self.random.choice([3, 5, 8]), 3)))

    def model(self):
        x = "x"
        for _ in range(self.random.randrange(2, 5)):
            choice = self.random.random()
            if choice < 0.25 and self.scale < 4:
                x = self.shrink(x)
            elif choice < 0.5 and self.scale > 1:
                x = self.grow(x)
            x = self.layer(x)
        while self.scale > 1:
            x = self.grow(x)
        x = self.convolution(x, 3, 3)
        self.nodes.append(helper.make_node("Sigmoid", [x], ["y"], "last"))
        inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, "h", "w"])]
        outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
        graph = helper.make_graph(self.nodes, "random", inputs, outputs, self.initializers)
        version = {7: 3, 9: 4, 10: 5, 11: 6, 13: 7}.get(self.opset, 8)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=version)


def randomised(folder, outputs, count):
    for seed in range(count):
        path = folder / f"random-{seed}.onnx"
        onnx.save(Builder(seed).model(), path)
        record(outputs, path, picture(24, 32, seed), 1)


def refused(folder):
    def save(name, nodes, initializers=(), shape=(1, 3, "h", "w"), opset=13):
        inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, list(shape))]
        outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
        graph = helper.make_graph(nodes, "refused", inputs, outputs, list(initializers))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=7)
        onnx.save(model, folder / f"refused-{name}.onnx")

    node = helper.make_node
    scales = numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "s")
    huge = numpy_helper.from_array(np.array([1 << 40, 1 << 40], np.int64), "huge")
    save("operator", [node("Erf", ["x"], ["y"], "bad")])
    save("product", [node("Mul", ["x", "x"], ["y"], "bad")])
    save("cycle", [node("Relu", ["b"], ["a"], "bad"), node("Relu", ["a"], ["b"]), node("Add", ["x", "b"], ["y"])])
    save("corners", [node("Resize", ["x", "", "s"], ["y"], "bad", mode="linear",
                          coordinate_transformation_mode="align_corners")], [scales])  # fmt: skip
    save("domain", [node("Relu", ["x"], ["y"], "bad", domain="com.example")])
    save("opset", [node("Relu", ["x"], ["y"])], opset=6)
    save("channels", [node("Relu", ["x"], ["y"])], shape=(1, 1, "h", "w"))
    save("huge", [node("ConstantOfShape", ["huge"], ["c"], "bad"), node("Add", ["x", "c"], ["y"])], [huge])
    save("twice", [node("Relu", ["x"], ["y"], "a"), node("Tanh", ["x"], ["y"], "bad")])


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    outputs = {}
    exported(folder, outputs)
    randomised(folder, outputs, int(sys.argv[2]) if len(sys.argv) > 2 else 24)
    refused(folder)
    save_file(outputs, folder / "outputs.safetensors")
