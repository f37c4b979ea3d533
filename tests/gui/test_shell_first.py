"""The window is on screen before anything that takes long is loaded."""

from __future__ import annotations

import subprocess
import sys


def test_the_shell_needs_neither_pytorch_nor_numpy_nor_pyqtgraph() -> None:
    code = "import sys, gui.app; print(*sorted({'torch', 'numpy', 'pyqtgraph'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
