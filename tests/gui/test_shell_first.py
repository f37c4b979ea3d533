"""The window is on screen before anything that takes long is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_shell_needs_neither_pytorch_nor_numpy_nor_pyqtgraph() -> None:
    code = "import sys, gui.app; print(*sorted({'torch', 'numpy', 'pyqtgraph'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


FIRST_LAB = """
import sys
from pathlib import Path
from core.files import Places
from core.settings import Settings
from gui.app import Application, load_heavy, make_application

app = make_application([])
application = Application(Places.below(Path(sys.argv[1])), Settings())
application.show_shell()
load_heavy()
application.start()
application.bridge.render_now()
later = {"core.lessons", "core.lessons.load", "core.lessons.quiz", "numpy.ma", "gui.dialogs.export"}
print(*sorted(later & set(sys.modules)), flush=True)
import os
os._exit(0)
"""


def test_the_first_lab_needs_nothing_of_lessons_nor_of_dialogs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_LAB, str(tmp_path)], capture_output=True, text=True, timeout=120, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
