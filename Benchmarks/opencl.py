"""Ours on an OpenCL device beside PyTorch on the same card: correctness first, then a table.

Weights are random on both sides, in networks of the same shape: time does not depend on them. Without a
CUDA device, or without PyTorch, only ours is measured, and that is said. Runs wherever this file, its
neighbour networks.py and a built stylize-bench-opencl lie, with the folder of libraries that was
gathered with it, if any."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
# Below these the device computes something else than the processor.
LEAST_DECIBELS = {"float32": 90, "float16": 55}


def ours(options, size):
    """What stylize-bench-opencl measures, as it says it."""
    command = [str(options.bench), "--json", "--network", options.network, "--runs",
               str(options.runs), "--size", *map(str, size)]
    if options.device is not None:
        command += ["--device", str(options.device)]
    if options.tune:
        command += ["--tune"]
    environment = dict(os.environ)
    libraries = options.bench.parent / "lib"
    if libraries.is_dir():
        environment["LD_LIBRARY_PATH"] = str(libraries)
    run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        sys.exit(f"{options.bench.name} ended with status {run.returncode}")
    return json.loads(run.stdout)


def torch_on_card():
    """PyTorch and why not."""
    try:
        import torch
    except ImportError:
        return None, "PyTorch is not installed"
    if not torch.cuda.is_available():
        return None, "PyTorch sees no CUDA device"
    return torch, None


def pytorch(torch, options, edge, mode):
    """Seconds on the card, seconds end to end and the most memory in bytes; None without room."""
    import networks

    torch.manual_seed(1)
    network = networks.johnson() if options.network == "johnson" else networks.house()
    network = network.eval().cuda()
    half = mode == "fp16"
    torch.backends.cuda.matmul.allow_tf32 = mode == "tf32"
    torch.backends.cudnn.allow_tf32 = mode == "tf32"
    torch.backends.cudnn.benchmark = True
    if half:
        network = network.half().to(memory_format=torch.channels_last)
    pixels = torch.from_numpy(networks.picture(edge)).pin_memory()
    result = torch.empty((edge, edge, 3), dtype=torch.uint8).pin_memory()

    def load():
        x = pixels.cuda(non_blocking=True).permute(2, 0, 1)[None]
        x = (x.half() if half else x.float()) / 255
        return x.contiguous(memory_format=torch.channels_last if half else torch.contiguous_format)

    def store(y):
        y = (y[0].clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0)
        result.copy_(y, non_blocking=True)
        torch.cuda.synchronize()

    inside, whole = [], []
    torch.cuda.reset_peak_memory_stats()
    try:
        with torch.inference_mode():
            for run in range(options.runs + 2):
                torch.cuda.synchronize()
                start = time.perf_counter()
                x = load()
                first, last = (torch.cuda.Event(enable_timing=True) for _ in range(2))
                first.record()
                y = network(x)
                last.record()
                store(y)
                end = time.perf_counter()
                if run >= 2:
                    inside.append(first.elapsed_time(last) / 1e3)
                    whole.append(end - start)
    except torch.cuda.OutOfMemoryError:
        return None
    finally:
        network = x = y = None
        torch.cuda.empty_cache()
    return statistics.median(inside), statistics.median(whole), torch.cuda.max_memory_allocated()


def row(edge, name, seconds, whole, peak):
    megapixels = edge * edge / 1e6
    return (f"{edge:>6} {name:<28} {seconds:>9.4f} {whole:>10.4f} {megapixels / seconds:>10.2f} "
            f"{megapixels / whole:>10.2f} {peak / 1e6:>9.0f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, default=HERE / "stylize-bench-opencl")
    parser.add_argument("--network", choices=["trunk", "johnson"], default="trunk")
    parser.add_argument("--size", type=int, nargs="+",
                        help="edges in pixels; 10000 is 100 megapixels")
    parser.add_argument("--device", type=int, help="an OpenCL device's number")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--tune", action="store_true", help="tune the device first")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args()
    options.bench = options.bench.absolute()

    look = ours(argparse.Namespace(**{**vars(options), "runs": 1}), [64])
    if not look:
        sys.exit("no OpenCL device")
    print(look["device"])
    for precision, decibels in sorted(look["decibelsAgainstCPU"].items()):
        print(f"{precision} against the CPU backend: {decibels:.1f} dB")
        if decibels < LEAST_DECIBELS[precision]:
            sys.exit("the device computes something else than the processor: nothing to time")
    size = options.size or ([128, 256] if look["isSoftware"] else [512, 1024, 2048, 4096, 10000])
    options.tune = False

    torch, reason = torch_on_card()
    print(f"PyTorch {torch.__version__} on {torch.cuda.get_device_name()}" if torch
          else f"{reason}: only ours is measured")
    print(f"{'edge':>6} {'':<28} {'on device':>9} {'end to end':>10} {'MP/s':>10} {'MP/s whole':>10} "
          f"{'peak MB':>9}")
    figures = []
    for edge in size:
        report = ours(options, [edge])
        for result in report["results"]:
            name = f"stylize {result['precision']}" + ("" if result["isWhole"] else " (maps beside)")
            figures.append((edge, name, result["seconds"], result["secondsWithTransfers"],
                            result["peakBytes"]))
            print(row(*figures[-1]), flush=True)
        for reason in report["refused"]:
            print(f"       stylize {reason}", flush=True)
        for mode in ["f32", "tf32", "fp16"] if torch else []:
            name = f"PyTorch {mode}" + (" channels-last" if mode == "fp16" else "")
            found = pytorch(torch, options, edge, mode)
            if found is None:
                print(f"{edge:>6} {name:<28} out of memory", flush=True)
                continue
            figures.append((edge, name, *found))
            print(row(*figures[-1]), flush=True)
    if options.json:
        keys = ["edge", "name", "seconds", "secondsEndToEnd", "peakBytes"]
        options.json.write_text(json.dumps({
            "device": look["device"], "decibelsAgainstCPU": look["decibelsAgainstCPU"],
            "figures": [dict(zip(keys, figure)) for figure in figures]}, indent=2) + "\n")


if __name__ == "__main__":
    main()
