"""Threads share the memory that others have freed: counted as the C library counts its arenas."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COUNT = """
import ctypes, sys, threading
if "{how}" == "started":
    from gui.app import make_application
    make_application(["activation-lab"])
c = ctypes.CDLL(None)
c.malloc.restype = ctypes.c_void_p
together = threading.Barrier(6)
def allocate():
    together.wait()
    c.malloc(ctypes.c_size_t(50_000))
    together.wait()
threads = [threading.Thread(target=allocate) for _ in range(6)]
[one.start() for one in threads]
[one.join() for one in threads]
c.fopen.restype = ctypes.c_void_p
file = c.fopen(sys.argv[1].encode(), b"w")
c.malloc_info(0, ctypes.c_void_p(file))
c.fclose(ctypes.c_void_p(file))
"""


def arenas(tmp_path: Path, how: str) -> int:
    told = tmp_path / f"{how}.xml"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("MALLOC_ARENA_MAX", None)
    command = [sys.executable, "-c", COUNT.format(how=how), str(told)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=60)
    return told.read_text(encoding="ascii").count("<heap nr=")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other C libraries have no arenas")
def test_threads_take_memory_from_one_arena(tmp_path: Path) -> None:
    assert arenas(tmp_path, "bare") > 1
    assert arenas(tmp_path, "started") == 1
