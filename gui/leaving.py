"""The end of the process."""

from __future__ import annotations

import logging
import os
import sys
import threading

# Waits in the operating system for later starts, and holds nothing.
_HARMLESS = "second starts"


def leave(code: int) -> int:
    """Return ``code``, unless a thread still works: then everything is saved, and the process ends here with ``code``.

    Python ends such threads where they next ask for it, in the middle of PyTorch's C++, which then aborts; one that
    hangs for good may hold what the end would wait for.
    """
    main = threading.main_thread()
    if all(thread is main or thread.name == _HARMLESS for thread in threading.enumerate()):
        return code
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()
    os._exit(code)
