"""Starts the program as a process in surroundings of one's choosing, and reads what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("started_program.py")
ROOT = SCRIPT.parents[2]
# A start that takes longer than this hangs, however busy the machine is.
LONGEST = 90


@dataclass(frozen=True, slots=True)
class Ended:
    """What a start came to: its exit code, what it wrote to standard error, what the hand saw, and the files."""

    code: int
    stderr: str
    seen: dict[str, object]
    saved: Path
    home: Path
    seconds: float


def surroundings(home: Path) -> dict[str, str]:
    """Return the environment of a person whose files all lie in ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_RUNTIME_DIR": str(home),
        "LANG": "ko_KR.UTF-8",
    }


def start(
    folder: Path,
    what: str,
    *options: str,
    changes: Mapping[str, str | None] = {},
    program: Path = ROOT / "main.py",
    flags: Sequence[str] = (),
    before: str = "",
    cwd: Path = ROOT,
) -> Ended:
    """Run the program in ``folder`` with ``changes`` to the environment (None takes a name away) until it ends.

    ``before`` is a line of shell that comes first, such as ``ulimit -v 1000000``, or ``exec <&- >&-``.
    """
    home = folder / "home"
    env = {name: value for name, value in {**surroundings(home), **changes}.items() if value is not None}
    answer, saved = folder / "answer.json", folder / "saved.actlab"
    command = [sys.executable, *flags, str(SCRIPT), str(program), str(answer), str(saved), what, *options]
    shell = ["/bin/sh", "-c", f'{before or ":"}\nexec "$0" "$@"', *command]
    began = time.monotonic()
    errors = folder / "errors"
    with errors.open("wb") as stderr:
        done = subprocess.run(
            shell, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=stderr, stdin=subprocess.DEVNULL, timeout=LONGEST
        )
    seen = json.loads(answer.read_text("utf-8")) if answer.exists() else {}
    return Ended(done.returncode, errors.read_text("utf-8", "replace"), seen, saved, home, time.monotonic() - began)
