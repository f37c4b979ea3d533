"""Texts and code → a Jupyter notebook (format 4.5). Every lab writes its notebooks with this."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

Cell = tuple[Literal["markdown", "code"], str]


def notebook(cells: Sequence[Cell]) -> bytes:
    """Return the notebook with these cells, in their order; one without text is left out."""
    kept = [(kind, text.strip("\n")) for kind, text in cells if text.strip()]
    document = {
        "cells": [{"id": f"cell-{number}", **_cell(kind, text)} for number, (kind, text) in enumerate(kept)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def script_cells(script: str, before: str) -> tuple[Cell, ...]:
    """Return the cells of ``before`` as Markdown and of each paragraph of ``script`` by itself.

    Paragraphs end at a blank line that is followed by a line that is not indented.
    """
    cells: list[Cell] = [("markdown", before)]
    paragraph: list[str] = []
    for line in script.splitlines():
        if paragraph and not paragraph[-1] and line and not line[0].isspace():
            cells.append(("code", "\n".join(paragraph)))
            paragraph = []
        paragraph.append(line)
    return (*cells, ("code", "\n".join(paragraph)))


def _cell(kind: str, text: str) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
    return cell if kind == "markdown" else {**cell, "outputs": [], "execution_count": None}
