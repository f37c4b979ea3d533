"""Where threads take their memory from: on Linux, all of them from one place."""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8


def share_one_arena() -> None:
    """Have every thread that is started from now on take memory from where the window's thread does.

    The GNU C library gives each new thread one of sixteen arenas, and what was freed in one is of no use to the others:
    with a thread for every race, search and file that is saved, ten minutes of use added some 25 MB there. Other C
    libraries have no such setting, and no need of it.
    """
    if not sys.platform.startswith("linux"):
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_M_ARENA_MAX, 1)
