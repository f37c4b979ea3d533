"""Nothing is sent or fetched, ever: no module could, and a walk through the whole program does not try."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

import main
from gui.theme import load_themes
from gui.widgets.markdown import plain, set_markdown
from gui.widgets.markdown_view import MarkdownView
from gui.worksheet.paper import Paper
from tests.core.lessons.lesson_files import EN, KO, TOML

ROOT = Path(main.__file__).parent
# What reaches beyond this computer, or starts a program that could.
FORBIDDEN = {
    *("socket", "socketserver", "ssl", "http", "urllib", "ftplib", "smtplib", "imaplib", "poplib", "nntplib", "xmlrpc"),
    *("asyncio", "webbrowser", "requests", "httpx", "aiohttp", "subprocess", "telnetlib", "wsgiref", "multiprocessing"),
    *("PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets"),
    *("torch.hub", "torch.distributed", "torchvision"),
}
NAMES = {"QDesktopServices", "QNetworkAccessManager", "openUrl", "setOpenExternalLinks", "QTcpSocket", "QUdpSocket"}
# A second start talks to the first through a socket in a file, or a pipe on Windows.
TALKS_TO_ITSELF = "gui/second_start.py"
LINES_TO_ITSELF = {"socket", "multiprocessing.connection"}
ASKING = """# Pictures

![plain](file://{folder}/canary.png) ![a [b] c](file://{folder}/canary.png) ![far](http://example.org/far.png)
![ref][one] <img src="file://{folder}/canary.png"> ![data](data:image/png;base64,{data})

[one]: file://{folder}/canary.png
[a page](https://example.org/) https://example.org/bare
"""
# The smallest PNG there is.
DATA = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HIGH = 700


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a lesson, a picture 700 pixels high, and a text that asks for it."""
    canary = QImage(300, HIGH, QImage.Format.Format_RGB32)
    canary.fill(QColor("#ff00ff"))
    assert canary.save(str(tmp_path / "canary.png"))
    asking = ASKING.format(folder=tmp_path, data=DATA)
    (tmp_path / "asking.md").write_text(asking, encoding="utf-8")
    (tmp_path / "lesson").mkdir()
    # The check of lessons reads line by line and refuses pictures and links; this one it does not see.
    hidden = f"\n\n![a\nb c](file://{tmp_path}/canary.png) and https://example.org/bare\n"
    for name, text in (("lesson.toml", TOML), ("ko.md", _with(KO, hidden)), ("en.md", _with(EN, hidden))):
        (tmp_path / "lesson" / name).write_text(text, encoding="utf-8")
    return tmp_path


def _with(page: str, text: str) -> str:
    """Return a page with ``text`` behind the heading of its first step."""
    return re.sub(r"(^## .*$)", lambda found: found.group() + text, page, count=1, flags=re.MULTILINE)


def _sources() -> list[Path]:
    return [ROOT / "main.py", *sorted((ROOT / "core").rglob("*.py")), *sorted((ROOT / "gui").rglob("*.py"))]


def _imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def test_no_module_could_reach_the_network_or_start_a_program() -> None:
    assert len(_sources()) > 250
    for path in _sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = path.relative_to(ROOT).as_posix()
        allowed = LINES_TO_ITSELF if where == TALKS_TO_ITSELF else set()
        for name in _imported(tree):
            parts = name.split(".")
            prefixes = {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
            assert prefixes & allowed or not prefixes & FORBIDDEN, f"{where} imports {name}"
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not used & NAMES, where
        assert not {name for name in used if name.startswith(("AF_INET", "AF_BLUETOOTH", "getaddrinfo"))}, where


def test_a_walk_through_the_program_asks_nothing_of_any_network(folder: Path) -> None:
    trace = folder / "trace"
    command = [sys.executable, str(ROOT / "tests" / "privacy_walk.py"), str(folder)]
    if _can_trace():
        command = ["strace", "-f", "-qq", "-e", "trace=socket,connect,openat,open,execve", "-o", str(trace), *command]
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "APPDATA", "LOCALAPPDATA")
    environment = os.environ | dict.fromkeys(homes, str(folder / "home")) | {"PYTHONPATH": str(ROOT)}
    (folder / "home").mkdir()
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr[-3000:]
    heard = json.loads(run.stdout.strip().splitlines()[-1])
    assert heard["asked"] == []
    for key in ("lessons", "explore", "compare", "neuron", "softmax", "gradient", "race"):
        assert key in heard["seen"]
    assert any("b c and https" in text for text in heard["seen"]), "the lesson that asks was not shown"
    written = {path.suffix for path in folder.iterdir() if path.is_file() and path.stat().st_size > 20}
    assert {".png", ".svg", ".pdf", ".csv", ".py", ".ipynb", ".actlab"} <= written
    if trace.exists():
        calls = trace.read_text(encoding="utf-8", errors="replace")
        assert "AF_UNIX" in calls or "AF_" not in calls
        assert not re.findall(r"(?:socket|connect)\(.*AF_INET.*", calls)
        assert "canary.png" not in calls, "a picture outside was read"
        # The program itself, and nothing else: whatever PyTorch or Python look for at their start is named here.
        started = [Path(call).name for call in re.findall(r'execve\("([^"]+)"', calls)]
        started = [name for name in started if not name.startswith(("python", "uname"))]
        assert started == []


def _can_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-f", "-o", os.devnull, "true"], capture_output=True).returncode == 0


def test_the_hook_of_the_walk_hears_a_socket(folder: Path) -> None:
    code = (
        "import sys; sys.argv = ['walk', sys.argv[1]]; import tests.privacy_walk as walk, socket;"
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close(); print(walk.asked)"
    )
    run = subprocess.run([sys.executable, "-c", code, folder], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert "AF_INET" in run.stdout, run.stderr[-2000:]
    assert run.stdout.count("socket") == 1


def test_a_text_never_has_a_picture_read(qapp: QApplication, folder: Path) -> None:
    asking = (folder / "asking.md").read_text(encoding="utf-8")
    document = QTextDocument()
    document.setMarkdown(asking)
    document.setTextWidth(600)
    assert document.size().height() > 2 * HIGH, "Qt itself would read it"
    set_markdown(document, asking, load_themes()["light"])
    document.setTextWidth(600)
    assert document.size().height() < HIGH
    assert document.clone().size().height() < HIGH
    assert "a [b] c" in document.toPlainText()
    assert "\ufffc" not in document.toPlainText() + plain(asking)


def test_a_page_asks_for_nothing_while_it_is_laid_out(qapp: QApplication, folder: Path) -> None:
    asked: list[str] = []

    class Watched(MarkdownView):
        def loadResource(self, kind: int, url: object) -> object:  # noqa: N802
            answer = super().loadResource(kind, url)  # type: ignore[arg-type]
            asked.append(f"{url} {answer.width()}×{answer.height()}")  # type: ignore[attr-defined]
            return answer

    window = QWidget()
    view = Watched(load_themes()["light"], "page", window)
    QVBoxLayout(window).addWidget(view)
    window.resize(700, 900)
    window.show()
    view.show_markdown((folder / "asking.md").read_text(encoding="utf-8"))
    for _ in range(3):
        QApplication.processEvents()
    assert view.heightForWidth(600) < HIGH
    assert all(one.endswith("1×1") for one in asked), asked
    picture = view.grab().toImage()
    colors = {picture.pixelColor(x, y).name() for x in range(0, 600, 7) for y in range(0, picture.height(), 7)}
    assert "#ff00ff" not in colors
    window.close()
    window.deleteLater()


def test_a_worksheet_never_has_a_picture_read(qapp: QApplication, folder: Path) -> None:
    paper = Paper()
    paper.markdown((folder / "asking.md").read_text(encoding="utf-8"))
    paper.document.setTextWidth(600)
    assert paper.document.size().height() < HIGH
    assert "\ufffc" not in paper.document.toPlainText()
