#!/usr/bin/env python3
"""Makes ONNX models as TensorFlow's users have them, and what ONNX Runtime computes with them.

    pip install tensorflow-cpu==2.15.1 tf2onnx==1.16.1 onnx==1.15.0 onnxruntime safetensors
    python3 tensorflow_models.py Fixtures/tensorflow

`tf-*.onnx` are small networks of Johnson's family written by tf2onnx: pictures as (1, height, width, 3), instance
norms written out as means and deviations in two ways, transposed convolutions or enlargements. `form-*.onnx` are single
operators in forms that only such exporters use. `refused-*.onnx` are norms that are none. `outputs.safetensors` holds
`<model>.input` (3, H, W) in 0..255 and `<model>.output` in 0..1.
"""

import os
import sys
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import onnx
import onnxruntime
import tensorflow as tf
import tf2onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file

numbers = np.random.default_rng(3)


def picture(height, width):
    rows, columns = np.arange(height)[:, None], np.arange(width)[None]
    waves = np.stack([np.sin(rows / (4 + c)) * np.cos(columns / (8 - c)) for c in range(3)])
    return (waves * 100 + 128 + numbers.normal(size=waves.shape) * 12).round().clip(0, 255).astype(np.float32)


def record(outputs, path, pixels, scale, channels_last):
    """scale: 255 for models whose pictures are 0..255, 1 for 0..1."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    x = pixels[None] / 255 * scale
    x = x.transpose(0, 2, 3, 1) if channels_last else x
    result = session.run(None, {session.get_inputs()[0].name: x.astype(np.float32)})[0]
    result = result.transpose(0, 3, 1, 2) if channels_last else result
    outputs[f"{path.stem}.input"] = pixels.astype(np.float16)
    outputs[f"{path.stem}.output"] = np.ascontiguousarray((result[0] / scale).clip(0, 1))


def weights(*shape):
    return (numbers.normal(size=shape) / np.sqrt(np.prod(shape[:-1]))).astype(np.float32)


def vectors(channels):
    scale, shift = numbers.uniform(0.5, 1.5, channels), numbers.uniform(-0.5, 0.5, channels)
    return scale.astype(np.float32), shift.astype(np.float32)


def divided(x, channels):
    """As fast-style-transfer has it."""
    scale, shift = vectors(channels)
    mean, variance = tf.nn.moments(x, [1, 2], keepdims=True)
    return scale * ((x - mean) / (variance + 1e-3) ** 0.5) + shift


def batch_like(x, channels):
    """As TensorFlow's own function for batch norms computes it."""
    scale, shift = vectors(channels)
    mean, variance = tf.nn.moments(x, [1, 2], keepdims=True)
    return tf.nn.batch_normalization(x, mean, variance, shift, scale, 1e-5)


def network(norm, transposes):
    kernels = {
        "down1": weights(9, 9, 3, 4), "down2": weights(3, 3, 4, 5), "down3": weights(3, 3, 5, 6),
        "first": weights(3, 3, 6, 6), "second": weights(3, 3, 6, 6), "out": weights(9, 9, 4, 3),
        "transposed1": weights(3, 3, 5, 6), "transposed2": weights(3, 3, 4, 5),
        "up1": weights(3, 3, 6, 5), "up2": weights(3, 3, 5, 4),
    }  # fmt: skip

    def convolved(x, name, stride=1, padding="SAME"):
        y = tf.nn.conv2d(x, kernels[name], stride, padding)
        return norm(y, kernels[name].shape[-1])

    def doubled(x, number):
        sides = tf.shape(x)[1:3] * 2 if x.shape[1] is None else [x.shape[1] * 2, x.shape[2] * 2]
        if not transposes:
            y = tf.image.resize(x, sides, method="nearest")
            y = tf.pad(y, [[0, 0], [1, 1], [1, 1], [0, 0]], "REFLECT")
            return tf.nn.relu(convolved(y, f"up{number}", padding="VALID"))
        kernel = kernels[f"transposed{number}"]
        y = tf.nn.conv2d_transpose(x, kernel, [1, sides[0], sides[1], kernel.shape[2]], 2, "SAME")
        return tf.nn.relu(norm(y, kernel.shape[2]))

    def paint(x):
        x = tf.nn.relu(convolved(x, "down1"))
        x = tf.nn.relu(convolved(x, "down2", 2))
        x = tf.nn.relu(convolved(x, "down3", 2))
        x = x + convolved(tf.nn.relu(convolved(x, "first")), "second")
        x = doubled(doubled(x, 1), 2)
        return tf.nn.tanh(convolved(x, "out")) * 150 + 255.0 / 2

    return paint


def exported(folder, outputs):
    fixed, dynamic = (1, 32, 48, 3), (1, None, None, 3)
    cases = [
        ("divided-fixed-11", divided, True, fixed, 11), ("divided-dynamic-13", divided, True, dynamic, 13),
        ("batch-fixed-13", batch_like, True, fixed, 13), ("batch-resize-15", batch_like, False, dynamic, 15),
        ("divided-resize-18", divided, False, dynamic, 18),
    ]  # fmt: skip
    for name, norm, transposes, shape, opset in cases:
        paint = network(norm, transposes)
        signature = (tf.TensorSpec(shape, tf.float32, name="x"),)
        path = folder / f"tf-{name}.onnx"
        function = tf.function(paint, input_signature=signature)
        model, _ = tf2onnx.convert.from_function(function, input_signature=signature, opset=opset)
        onnx.save(model, path)
        record(outputs, path, picture(32, 48), 255, True)


def save(path, nodes, constants=(), opset=13, sides=("h", "w")):
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, *sides])]
    results = [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
    initializers = [numpy_helper.from_array(np.asarray(value), name) for name, value in dict(constants).items()]
    graph = helper.make_graph(nodes, "form", inputs, results, initializers)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=7), path)


def forms(folder, outputs):
    node = helper.make_node
    last = node("Sigmoid", ["z"], ["y"], "last")
    shrunk = node("AveragePool", ["x"], ["s"], kernel_shape=[2, 2], strides=[2, 2])
    kernel = {f"k{n}": numbers.normal(size=(3, 3, n, n)).astype(np.float32) / n for n in (2, 3, 4, 5)}
    scales = {"scales": np.array([1, 1, 2, 2], np.float32), "none": np.array([], np.float32)}

    def transposed(side, **attributes):
        return node("ConvTranspose", ["s", f"k{side}"], ["z"], strides=[2, 2], kernel_shape=[side] * 2, **attributes)

    def resized(**attributes):
        return node("Resize", ["s", "none", "scales"], ["z"], **attributes)

    cases = {
        "transposed-upper": (transposed(3, auto_pad="SAME_UPPER"), kernel),
        "transposed-lower": (transposed(5, auto_pad="SAME_LOWER"), kernel),
        "transposed-shape": (transposed(4, output_shape=[24, 32]), kernel),
        "transposed-odd-shape": (transposed(3, output_shape=[24, 32], auto_pad="SAME_UPPER"), kernel),
        "transposed-added": (transposed(2, output_shape=[24, 32], output_padding=[1, 1]), kernel),
        "linear-asymmetric": (resized(mode="linear", coordinate_transformation_mode="asymmetric"), scales),
        "nearest-tensorflow": (
            resized(mode="nearest", coordinate_transformation_mode="tf_half_pixel_for_nn", nearest_mode="floor"),
            scales),
    }  # fmt: skip
    for name, (operation, constants) in cases.items():
        path = folder / f"form-{name}.onnx"
        is_fixed = any(attribute.name == "output_shape" for attribute in operation.attribute)
        used = {key: value for key, value in constants.items() if key in operation.input}
        save(path, [shrunk, operation, last], used, sides=(24, 32) if is_fixed else ("h", "w"))
        record(outputs, path, picture(24, 32), 1, False)

    axes = {"axes": np.array([2, 3], np.int64), "two": np.float32(2), "small": np.float32(1e-3), "one": np.float32(1)}
    mean = node("ReduceMean", ["x", "axes"], ["mean"], keepdims=1)
    norms = {
        "norm-power": [
            mean, node("Sub", ["x", "mean"], ["c"]), node("Pow", ["c", "two"], ["q"]),
            node("ReduceMean", ["q", "axes"], ["v"]), node("Add", ["small", "v"], ["e"]), node("Sqrt", ["e"], ["d"]),
            node("Div", ["c", "d"], ["z"])],
        "norm-reciprocal": [
            node("GlobalAveragePool", ["x"], ["mean"]), node("Sub", ["mean", "x"], ["c"]), node("Mul", ["c", "c"], ["q"]),
            node("GlobalAveragePool", ["q"], ["v"]), node("Add", ["v", "small"], ["e"]), node("Sqrt", ["e"], ["d"]),
            node("Div", ["one", "d"], ["r"]), node("Neg", ["c"], ["n"]), node("Mul", ["r", "n"], ["z"])],
        "norm-over": [
            mean, node("Sub", ["x", "mean"], ["c"]), node("Mul", ["c", "c"], ["q"]),
            node("ReduceMean", ["q", "axes"], ["v"]), node("Add", ["v", "small"], ["e"]), node("Sqrt", ["e"], ["d"]),
            node("Div", ["x", "d"], ["m"]), node("Reciprocal", ["d"], ["r"]), node("Mul", ["mean", "r"], ["n"]),
            node("Sub", ["m", "n"], ["z"])],
    }  # fmt: skip
    for name, nodes in norms.items():
        path = folder / f"form-{name}.onnx"
        save(path, [*nodes, last], axes, opset=18)
        record(outputs, path, picture(24, 32), 1, False)

    bad = {
        "mean": [mean, node("Mul", ["x", "mean"], ["y"], "bad")],
        "axes": [node("ReduceMean", ["x", "small"], ["m"], "bad"), node("Sub", ["x", "m"], ["y"])],
        "other": [
            mean, node("Relu", ["x"], ["a"]), node("Sub", ["a", "mean"], ["y"], "bad")],
        "edge": [node("Pad", ["x", "edges"], ["y"], "bad", mode="edge")],
    }  # fmt: skip
    constants = {**axes, "small": np.array([1], np.int64), "edges": np.array([0, 0, 1, 1] * 2, np.int64)}
    for name, nodes in bad.items():
        save(folder / f"refused-{name}.onnx", nodes, constants, opset=18)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    outputs = {}
    exported(folder, outputs)
    forms(folder, outputs)
    save_file(outputs, folder / "outputs.safetensors")
