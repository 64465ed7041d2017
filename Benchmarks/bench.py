"""Ours and the peers on the same weights and the same picture, in turn, in one run."""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median

import numpy as np

HERE = Path(__file__).parent
PEERS = ["onnxruntime", "openvino-f32", "openvino", "pytorch"]


class Contestant:
    """A process that answers every line by one run."""

    def __init__(self, name, command):
        self.name = name
        self.seconds = []
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True)

    def run(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.name} ended with status {self.process.wait()}")
        return float(answer)

    def end(self):
        """Closes it; gives the most memory that it had, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        self.process.stdin.close()
        self.process.wait()
        return int(peak.split()[1]) / 1024


def psnr(result, exact):
    error = np.mean((np.clip(result.astype(np.float64), 0, 1) - exact) ** 2)
    return -10 * np.log10(error)


def measure(network, options):
    folder = options.data / network
    exact = np.load(folder / "exact.npy")
    exact = exact[:, :, : options.size, : options.size]
    ours = [options.bench, "--folder", folder, "--size", options.size,
            "--threads", options.threads]
    ours = [str(part) for part in ours]
    contestants = [Contestant("stylize", [*ours, "--serve"])]
    for peer in options.peers:
        contestants.append(Contestant(peer, [
            sys.executable, str(HERE / "peer.py"), peer, str(folder), str(options.threads),
            str(folder / f"{peer}.npy")]))
    for contestant in contestants:
        contestant.run()
    for _ in range(options.runs):
        for contestant in contestants:
            contestant.seconds.append(contestant.run())

    subprocess.run([*ours, "--painting", str(folder / "stylize.rgb16")], check=True)
    painting = np.fromfile(folder / "stylize.rgb16", np.uint16) / 65535
    painting = painting.reshape(options.size, options.size, 3).transpose(2, 0, 1)[None]
    rows = []
    for contestant in contestants:
        mine = contestant is contestants[0]
        result = painting if mine else np.load(folder / f"{contestant.name}.npy")
        ratios = [theirs / own for own, theirs in
                  zip(contestants[0].seconds, contestant.seconds)]
        seconds = median(contestant.seconds)
        rows.append({
            "network": network, "name": contestant.name, "seconds": round(seconds, 4),
            "megapixelsPerSecond": round(options.size ** 2 / 1e6 / seconds, 3),
            "ratio": round(median(ratios), 3), "peakMegabytes": round(contestant.end()),
            "psnr": round(psnr(result[:, :, : options.size, : options.size], exact), 1)})
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--networks", nargs="+", default=["johnson", "trunk"])
    parser.add_argument("--peers", nargs="*", default=PEERS)
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    rows = [row for network in options.networks for row in measure(network, options)]
    options.json.write_text(json.dumps(
        {"machine": platform.processor() or platform.machine(), "threads": options.threads,
         "size": options.size, "runs": options.runs, "rows": rows}, indent=1) + "\n")
    print(f"{options.size}×{options.size}, {options.threads} threads, medians of {options.runs} "
          "runs in turn; ratio: their time over ours, pair by pair")
    print(f"{'network':9} {'':14} {'seconds':>8} {'MP/s':>6} {'ratio':>6} {'peak MB':>8} "
          f"{'PSNR dB':>8}")
    for row in rows:
        print(f"{row['network']:9} {row['name']:14} {row['seconds']:8.3f} "
              f"{row['megapixelsPerSecond']:6.2f} {row['ratio']:6.2f} {row['peakMegabytes']:8d} "
              f"{row['psnr']:8.1f}")
