"""Memory that this process holds in RAM."""

from __future__ import annotations

import os
import sys


def resident_megabytes() -> float:
    """Return the resident set in MB; on systems that do not tell, the largest it ever was."""
    if sys.platform.startswith("linux"):
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    if sys.platform == "win32":
        return _working_set() / 2**20
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _working_set() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "resident", "a", "b", "c", "d", "pagefile", "e")),
        )

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    process = ctypes.windll.kernel32.GetCurrentProcess()  # type: ignore[attr-defined]
    query = ctypes.windll.psapi.GetProcessMemoryInfo  # type: ignore[attr-defined]
    query(wintypes.HANDLE(process), ctypes.byref(counters), counters.cb)
    return int(counters.resident)
