"""One peer, kept ready: every line on standard input is answered by one run and its seconds."""

import os
import sys
import time
from pathlib import Path

import numpy as np


# Sides are fixed where that is possible: networks for one size only can be planned better.
def onnx_runtime(folder, threads, shape):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_free_dimension_override_by_name("height", shape[2])
    options.add_free_dimension_override_by_name("width", shape[3])
    session = onnxruntime.InferenceSession(
        folder / "network.onnx", options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda x: session.run(None, {name: x})[0]


def openvino(folder, threads, shape, **options):
    import openvino

    core = openvino.Core()
    network = core.read_model(folder / "network.onnx")
    network.reshape(shape)
    model = core.compile_model(
        network, "CPU",
        {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", **options})
    return lambda x: model(x)[0]


def pytorch(folder, threads, shape):
    sys.path.insert(0, str(Path(__file__).parent))
    import torch

    torch.set_num_threads(threads)
    import networks

    sys.modules["__main__"].__dict__.update(vars(networks))
    network = torch.load(folder / "network.pt", weights_only=False).float().eval()

    def run(x):
        with torch.inference_mode():
            return network(torch.from_numpy(x)).numpy()

    return run


PEERS = {
    "onnxruntime": onnx_runtime,
    "openvino-f32": lambda *a: openvino(*a, INFERENCE_PRECISION_HINT="f32"),
    "openvino": openvino,
    "pytorch": pytorch,
}

if __name__ == "__main__":
    name, folder, threads, result = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is no answer
    x = np.load(folder / "input.npy")
    run = PEERS[name](folder, threads, list(x.shape))
    np.save(result, run(x))
    for _ in sys.stdin:
        start = time.perf_counter()
        run(x)
        print(time.perf_counter() - start, file=answers, flush=True)
