"""A watcher under a trickle of files for an hour: memory and open files flat, nothing lost, nothing twice.

    python3 Tests/soak/trickle.py --program .build/release/stylize --minutes 60

Pictures are written in several goes, moved in, replaced and deleted, one every second or two. Every version
of every picture is other bytes, so the journal tells how often each was painted. The watcher is killed with
SIGKILL a twelfth and five sixths of the way through and started again at once.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def picture(rng):
    width, height = rng.randint(48, 320), rng.randint(48, 320)
    row = bytearray()
    for x in range(width):
        row += bytes((x * 255 // width, (x * 7) % 256, 40 if x // 8 % 2 else 200))
    body = bytearray(row * height)
    for _ in range(200):
        body[rng.randrange(len(body))] = rng.randrange(256)
    return b"P6 %d %d 255\n" % (width, height) + bytes(body)


class Watcher:
    def __init__(self, arguments, log):
        self.process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=log)
        self.samples = []
        self.begun = time.time()

    def sample(self):
        try:
            with open(f"/proc/{self.process.pid}/status") as file:
                kilobytes = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
            files = len(os.listdir(f"/proc/{self.process.pid}/fd"))
        except (OSError, StopIteration):
            return
        self.samples.append((time.time() - self.begun, kilobytes, files))

    def report(self, name):
        # Buffers of all sizes that come are filled in the first minutes.
        if not self.samples or self.samples[-1][0] < 240:
            print(f"{name}: too short to tell")
            return True
        settled = self.samples[len(self.samples) // 8 :]
        quarter = max(len(settled) // 4, 1)
        first = sorted(s[1] for s in settled[:quarter])[quarter // 2] / 1024
        last = sorted(s[1] for s in settled[-quarter:])[quarter // 2] / 1024
        files = [s[2] for s in settled]
        tail = sorted(files[-quarter:])[quarter // 2] - sorted(files[:quarter])[quarter // 2]
        flat = last < first * 1.05 + 4 and tail <= 1
        print(
            f"{name}: {self.samples[-1][0] / 60:.1f} min; resident {first:.1f} MiB in the first quarter, "
            f"{last:.1f} MiB in the last, {max(s[1] for s in self.samples) / 1024:.1f} MiB at most; "
            f"open files {min(files)} to {max(files)}: {'flat' if flat else 'NOT FLAT'}"
        )
        return flat


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/stylize"))
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1.5, help="seconds between two pictures, about")
    parser.add_argument("--csv", help="where to write the samples")
    options = parser.parse_args()
    rng = random.Random(9)
    folder = tempfile.mkdtemp(prefix="stylize-trickle-")
    source, output = os.path.join(folder, "in"), os.path.join(folder, "out")
    os.makedirs(source)
    log = open(os.path.join(folder, "log"), "ab")
    command = [
        options.program, "watch", "--style", "starry", "--styles-dir", os.path.join(ROOT, "Styles"),
        "--format", "png", "--recursive", "--threads", "1", source, output,
    ]  # fmt: skip
    watcher, lives = Watcher(command, log), []
    start, end = time.time(), time.time() + options.minutes * 60
    kills = [start + options.minutes * 60 * part for part in (1 / 12, 5 / 6)]
    versions, living, sampled = 0, {}, 0

    def write(name, data):
        path = os.path.join(source, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if rng.random() < 0.3:
            outside = os.path.join(folder, "incoming")
            with open(outside, "wb") as file:
                file.write(data)
            os.rename(outside, path)
        else:
            with open(path, "wb") as file:
                for part in range(3):
                    file.write(data[part * len(data) // 3 : (part + 1) * len(data) // 3])
                    file.flush()
                    time.sleep(rng.uniform(0, 0.2))
        living[name] = time.time()

    while time.time() < end:
        # Only what is long settled is replaced or deleted, so that every version has its turn.
        old = [name for name, when in living.items() if time.time() - when > 30]
        chance = rng.random()
        if old and chance < 0.15:
            write(rng.choice(old), picture(rng))
            versions += 1
        elif old and chance < 0.25:
            name = rng.choice(old)
            os.unlink(os.path.join(source, name))
            del living[name]
        else:
            write(f"{rng.randrange(12):02}/{versions:06}.ppm", picture(rng))
            versions += 1
        time.sleep(rng.uniform(0, 2 * options.pause))
        if kills and time.time() > kills[0]:
            kills.pop(0)
            os.kill(watcher.process.pid, signal.SIGKILL)
            watcher.process.wait()
            lives.append(watcher)
            watcher = Watcher(command, log)
        if time.time() - sampled > 5:
            sampled = time.time()
            watcher.sample()
            if watcher.process.poll() is not None:
                sys.exit(f"the watcher has ended by itself; see {folder}/log")
    time.sleep(20)
    watcher.sample()
    watcher.process.terminate()
    status = watcher.process.wait()
    lives.append(watcher)
    if options.csv:
        with open(options.csv, "w") as file:
            file.write("life,seconds,resident_kib,open_files\n")
            for index, life in enumerate(lives):
                for sample in life.samples:
                    file.write(f"{index},{sample[0]:.0f},{sample[1]},{sample[2]}\n")

    painted = {}
    with open(os.path.join(output, ".stylize.jsonl")) as file:
        for line in file:
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if entry["event"] == "finished":
                key = entry["output"], entry["input"]["hash"]
                painted[key] = painted.get(key, 0) + 1
    missing = [n for n in living if not os.path.exists(os.path.join(output, n[:-4] + ".png"))]
    twice = [key for key, count in painted.items() if count > 1]
    flat = [life.report(f"life {index + 1}") for index, life in enumerate(lives)]
    print(
        f"{versions} versions were written; {len(painted)} painted, "
        f"{len(twice)} of them twice, {len(missing)} paintings missing; exit status {status}"
    )
    good = all(flat) and len(painted) == versions and not twice and not missing and status == 130
    if good:
        shutil.rmtree(folder)
    else:
        print(f"left for a look: {folder}")
    sys.exit(0 if good else 1)


main()
