"""`make bench`: measure speed and memory, print a table, write build/bench.json. A missed goal is said, not raised."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
RESULT = ROOT / "build" / "bench.json"
STARTS = 5
PARTS = ("start", "frames", "drags", "tensor", "references", "growth", "training", "race")
PROBES = {"start": "start_probe.py", "drags": "drag_probe.py", "training": "training_probe.py", "race": "race_probe.py"}
# By lab. In Gradient every step sends a batch through 50 layers of 5 functions and back.
DRAG_GOALS = {"": {"p50": "<= 8", "p99": "<= 16.7"}, "gradient": {"p50": "<= 60", "p99": "<= 60"}}
BARE_IMPORT = "import torch, pyqtgraph, PySide6.QtWidgets, time; print(time.perf_counter())"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``goal`` is a bound on ``value`` such as ``"<= 6"``; empty for what is only reported."""

    value: float
    unit: str
    goal: str = ""
    peer: str = ""

    @property
    def ok(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if not self.goal:
            return None
        sign, bound = self.goal.split()
        return self.value <= float(bound) if sign == "<=" else self.value >= float(bound)


Figures = dict[str, Figure]


def start_figures() -> Figures:
    """Start the app and the bare import in turn, each in a fresh process; the first pair only warms the disk cache."""
    starts, bares = [], []
    for _ in range(STARTS + 1):
        bares.append(_bare_import())
        starts.append(_child("start"))
    starts, bares = starts[1:], bares[1:]
    middle = {key: statistics.median(run[key] for run in starts) for key in starts[0]}
    bare = statistics.median(bares)
    return {
        "first paint of the shell": Figure(middle["first_paint"], "s", "<= 0.5", f"bare import {bare:.2f} s"),
        "ready to use": Figure(middle["ready"], "s", "", f"bare import {bare:.2f} s"),
        "ready to use / bare import": Figure(middle["ready"] / bare, "x", "<= 1.3", f"bare import {bare:.2f} s"),
        "longest stall while PyTorch loads": Figure(middle["stall_loading"], "s", "<= 0.3"),
        "longest stall while the lab is built": Figure(middle["stall_building"], "s"),
        "memory after start": Figure(middle["memory"], "MB", "<= 400"),
    }


def frame_figures() -> Figures:
    """Slider move to painted window, and the same two plots in Matplotlib, in turn in one process."""
    seen = _child("frames")
    peer = f"Matplotlib QtAgg {seen['peer_p50']:.1f} ms"
    return {
        "slider move to both plots painted, p50": Figure(seen["p50"], "ms", "<= 6", peer),
        "slider move to both plots painted, p99": Figure(
            seen["p99"], "ms", "<= 16.7", f"p99 {seen['peer_p99']:.1f} ms"
        ),
        "Matplotlib / slider move, p50": Figure(seen["peer_p50"] / seen["p50"], "x", ">= 7", peer),
        "slider move to the whole window painted, p50": Figure(seen["whole_p50"], "ms"),
        "slider move to the whole window painted, p99": Figure(seen["whole_p99"], "ms", "<= 16.7"),
        "repainting the two plots alone, p50": Figure(seen["plots_p50"], "ms", "", peer),
    }


def drag_figures() -> Figures:
    """A drag in every lab that has one, from the event to everything on screen painted."""
    seen = _child("drags")
    labs = dict.fromkeys(name.rpartition("_")[0] for name in seen)
    return {
        f"drag in {lab}, {part}": Figure(seen[f"{lab}_{part}"], "ms", goal)
        for lab in labs
        for part, goal in DRAG_GOALS.get(lab, DRAG_GOALS[""]).items()
    }


def tensor_figures() -> Figures:
    """A million numbers pasted from the clipboard, then scrolled."""
    seen = _child("tensor")
    return {
        "1,000,000 elements: paste to shown": Figure(seen["paste"], "s", "<= 1.5"),
        "1,000,000 elements: scroll frame, p50": Figure(seen["scroll_p50"], "ms"),
        "1,000,000 elements: scroll frame, p99": Figure(seen["scroll_p99"], "ms", "<= 16.7"),
    }


def reference_figures() -> Figures:
    """References to None over 200 frames; from Python 3.12 on None is immortal and the count says nothing."""
    seen = _child("references")
    note = "None is immortal on this Python: nothing to lose" if sys.version_info >= (3, 12) else ""
    return {"references to None lost, 200 frames": Figure(seen["lost"], "", "<= 0", note)}


def growth_figures() -> Figures:
    """Resident memory gained over 20,000 slider moves."""
    return {"memory growth, 20,000 moves": Figure(_child("growth")["growth"], "MB", "<= 5")}


def race_figures() -> Figures:
    """The window at 1920×1080 while 10 activations × 8 seeds train as fast as they can."""
    seen = _child("race")
    return {
        "80 networks train: frame of the window, p50": Figure(seen["frame_p50"], "ms"),
        "80 networks train: frame of the window, p99": Figure(seen["frame_p99"], "ms", "<= 33"),
        "80 networks train: a slider's move to its paint, p50": Figure(seen["answer_p50"], "ms"),
        "80 networks train: a slider's move to its paint, longest": Figure(seen["answer_max"], "ms", "<= 100"),
        "80 networks train: another lab in view, longest": Figure(seen["leave_max"], "ms", "<= 100"),
        "80 networks train: Pause to where it stopped shown, longest": Figure(seen["stop_max"], "ms", "<= 100"),
        "80 networks train in the window": Figure(seen["speed"], "network-epochs/s"),
    }


def training_figures() -> Figures:
    """The training engine and a plain loop in turn, one thread: 2-8-8-1, 250 points, 10 activations × 8 seeds."""
    seen = _child("training")
    figures: Figures = {}
    for optimizer, batch_size, goal in (("sgd", 10, ">= 50"), ("sgd", 32, ">= 40"), ("adam", 10, ""), ("adam", 32, "")):
        key, said = (
            f"{optimizer}_{batch_size}",
            f"{optimizer.upper() if optimizer == 'sgd' else 'Adam'}, batch {batch_size}",
        )
        peer = f"nn.Sequential + torch.optim {seen[f'{key}_plain']:.0f}"
        figures[f"80 networks, {said}"] = Figure(seen[f"{key}_batched"], "network-epochs/s", "", peer)
        figures[f"80 networks / plain loop, {said}"] = Figure(seen[f"{key}_ratio"], "x", goal, peer)
    costs = {networks: seen[f"cost_{networks}"] for networks in (1, 10, 40, 80, 160)}
    beside = ", ".join(f"{networks}: {cost:.0f}" for networks, cost in costs.items())
    figures["an epoch of one network among 160, SGD, batch 10"] = Figure(
        costs[160], "us", "", f"us by networks {beside}"
    )
    rises = max(later / earlier for earlier, later in zip([*costs.values()], [*costs.values()][1:], strict=False))
    figures["cost of a network as networks are added, worst step"] = Figure(rises, "x", "<= 1", f"us {beside}")
    figures["a race of 80 networks: cancel to ended, worst of 20"] = Figure(seen["cancel"], "ms", "<= 100")
    return figures


MEASURED: dict[str, Callable[[], Figures]] = {
    "start": start_figures,
    "frames": frame_figures,
    "drags": drag_figures,
    "tensor": tensor_figures,
    "references": reference_figures,
    "growth": growth_figures,
    "training": training_figures,
    "race": race_figures,
}


def _environment(folder: str) -> dict[str, str]:
    """The environment of a child: no display, and none of the person's own files."""
    own = {name: folder for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    own |= {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.fonts=false", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **own, "MPLCONFIGDIR": folder, "QT_API": "pyside6", "BENCH_BORN": repr(time.perf_counter())}


def _child(part: str) -> dict[str, float]:
    """Run one part in a fresh process and return what it printed. Raises CalledProcessError."""
    script = PROBES.get(part, "window_probe.py")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(FOLDER / script), part, folder]
        done = subprocess.run(command, env=_environment(folder), stdout=subprocess.PIPE, text=True, check=True)
    seen: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return seen


def _bare_import() -> float:
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(folder)
        command = [sys.executable, "-c", BARE_IMPORT]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout) - float(environment["BENCH_BORN"])


def _table(figures: Figures) -> str:
    rows = [("figure", "value", "goal", "", "beside it")]
    for name, figure in figures.items():
        said = {True: "ok", False: "MISSED", None: "—"}[figure.ok]
        rows.append((name, f"{figure.value:.3g} {figure.unit}", figure.goal or "—", said, figure.peer))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def main() -> int:
    """Measure what is asked for; parts that are left out keep their figures in build/bench.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="leave out for all: " + " ".join(PARTS))
    chosen = parser.parse_args().parts or PARTS
    figures: Figures = {}
    for part in chosen:
        print(f"… {part}", file=sys.stderr, flush=True)
        figures |= MEASURED[part]()
    entries = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() and len(chosen) < len(PARTS) else {}
    entries |= {name: {**asdict(figure), "ok": figure.ok} for name, figure in figures.items()}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(_table(figures))
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.platform()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
