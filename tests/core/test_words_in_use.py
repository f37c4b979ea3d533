"""Every word that the program asks for is in the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.text import load_entries

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = sorted([*ROOT.glob("core/**/*.py"), *ROOT.glob("gui/**/*.py"), ROOT / "main.py"])
SECTIONS = {id.partition(".")[0] for id in load_entries()}
_ID = re.compile(r"[a-z_]+\.[a-z0-9_]+")
# What looks like an id without being one.
_FILE_ENDINGS = ("toml", "json", "log", "py", "qss", "svg", "png", "actlab", "broken", "otf", "ttf", "bin")


def _asked_for(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, id) of literal first arguments of UserError(…) and words(…), also ``a if c else b`` of them."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        asks = name in ("UserError", "words", "_words", "said") or (
            isinstance(called, ast.Call) and getattr(called.func, "id", "") == "words_in"
        )
        if asks:
            first = node.args[0]
            options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            for option in options:
                if isinstance(option, ast.Constant) and isinstance(option.value, str):
                    yield node.lineno, option.value


def _spelled(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every literal that begins with a section of the catalogue: tables of ids, labels."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _ID.fullmatch(node.value):
            section, _, rest = node.value.partition(".")
            if section in SECTIONS and rest not in _FILE_ENDINGS:
                yield node.lineno, node.value


def test_the_scan_finds_ids_where_they_are_known_to_be() -> None:
    tree = ast.parse((ROOT / "core" / "labs" / "explore" / "state.py").read_text(encoding="utf-8"))
    assert "tensor.unknown_dtype" in {id for _, id in _asked_for(tree)}
    assert len(SOURCES) > 40


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_id_in_the_source_has_words(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = load_entries()
    asked = [*_asked_for(tree), *_spelled(tree)]
    # The first half of an id that is put together, such as f"preferences.theme_{name}".
    missing = [
        f"line {line}: {id}"
        for line, id in asked
        if id not in known and not (id.endswith("_") and any(other.startswith(id) for other in known))
    ]
    assert missing == []
