"""A step's text with its numbers filled in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import numpy as np

from core.lessons.call_values import FloatArray
from core.lessons.model import Step
from core.lessons.values import computed, looked_up
from core.text import Lang, UserError, particle

# More numbers than these in one place are a wall.
MAX_PRINTED = 100
_DECIMALS = 4
_MOST_DECIMALS = 12
_LARGE = 1e8
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_INSIDE = re.compile(r"\s*([^:\s]+)\s*(?::\s*(\.\d{1,2}[fe%])\s*)?(?::\s*([^:/\s]+/[^:/\s]+)\s*)?")
_PYTHON = re.compile(r"^```python\b.*?(?:^```|\Z)", re.MULTILINE | re.DOTALL)
# What may stand between a placeholder and a second one of the same numbers that only gives the particle.
_MARKS_BETWEEN = re.compile(r"\{([^{}:]+)(?::\s*(\.\d{1,2}[fe%])\s*)?\}[`*'\"’”」]+$")


def filled(markdown: str, step: Step, seed: int, lang: Lang) -> str:
    """Return ``markdown`` with the numbers of the step in place of ``{x}``, ``{y[2]:.2f}``, ``{y:을/를}``.

    Right behind the same numbers in marks, as in `` `{x}`{x:을/를} ``, only the particle is written. In a block of
    Python code the minus sign is Python's. Raises UserError ``lesson_file.*`` for what is no placeholder, or names no
    numbers: never for a loaded lesson.
    """
    known = computed(step, seed)
    code = [found.span() for found in _PYTHON.finditer(markdown)]

    def put(found: re.Match[str]) -> str:
        if found.group(1) is None:
            return found.group(0)[0]
        name, spec, pair = _read(found.group(1))
        base = name.split("[")[0]
        numbers = looked_up(known, name)
        before = _MARKS_BETWEEN.search(markdown, max(0, found.start() - 120), found.start()) if pair else None
        is_alone = before is not None and before.group(1).strip() == name
        if before and is_alone:
            spec = spec or (before.group(2) or "")
        said = printed(numbers, spec, base in step.numbers, _is_whole(known[base]))
        if any(start < found.start() < end for start, end in code):
            said = said.replace("−", "-")
        following = particle(said, pair) if pair else ""
        return following if is_alone else said + following

    return _PLACEHOLDER.sub(put, markdown)


def placeholders(markdown: str) -> Iterator[tuple[str, int]]:
    """Yield what stands in each placeholder, and the line it is in, from 0."""
    line, seen = 0, 0
    for found in _PLACEHOLDER.finditer(markdown):
        line, seen = line + markdown.count("\n", seen, found.start()), found.start()
        if found.group(1) is not None:
            yield found.group(1), line


def check_placeholder(inside: str, step: Step) -> None:
    """Raise UserError ``lesson_file.*`` if what stands between braces is no placeholder, or names no numbers."""
    numbers = looked_up(computed(step, 0), _read(inside)[0])
    if numbers.size > MAX_PRINTED:
        raise UserError("lesson_file.too_many_numbers", count=numbers.size, limit=MAX_PRINTED)


def _read(inside: str) -> tuple[str, str, str]:
    found = _INSIDE.fullmatch(inside)
    if not found:
        raise UserError("lesson_file.placeholder", text=inside[:60])
    return found.group(1), found.group(2) or "", found.group(3) or ""


def printed(numbers: FloatArray, spec: str = "", as_drawn: bool = False, whole: bool | None = None) -> str:
    """Return numbers as a text shows them, with a real minus sign.

    One number: ``0.2689``; as short as possible if it was drawn or all numbers of its name are ``whole``. A list: as
    PyTorch prints it, ``[0., 2.]``, ``[0.2689, 0.5000]``. ``spec`` such as ``.2f`` decides itself.
    """
    flat = numbers.reshape(-1)
    finite = flat[np.isfinite(flat)]
    whole = _is_whole(numbers) if whole is None else whole
    if not spec:
        spec = _fitting(finite, as_drawn, whole, 1 if numbers.ndim else 0)
    texts = [_one(float(n), spec, dotted=numbers.ndim > 0 and spec == ".0f") for n in flat]
    return _nested(texts, numbers.shape).replace("-", "−")


def _is_whole(numbers: FloatArray) -> bool:
    finite = numbers[np.isfinite(numbers)]
    return bool((finite == np.round(finite)).all())


def _fitting(finite: FloatArray, as_drawn: bool, whole: bool, fewest: int) -> str:
    size = float(np.abs(finite).max(initial=0.0))
    if size >= _LARGE or 0 < size < 0.5 * 10.0**-_DECIMALS:
        return f".{_DECIMALS}e"
    if whole:
        return ".0f"
    if not as_drawn:
        return f".{_DECIMALS}f"
    near = 1e-12 * (1 + size)
    short = (n for n in range(fewest, _MOST_DECIMALS) if bool((np.abs(finite - np.round(finite, n)) < near).all()))
    return f".{next(short, _MOST_DECIMALS)}f"


def _one(number: float, spec: str, dotted: bool) -> str:
    if not math.isfinite(number):
        return str(number)
    text = f"{number + 0.0:{spec}}"
    if text.startswith("-") and not text.strip("-0.%"):
        text = text[1:]
    return text + "." if dotted else text


def _nested(texts: list[str], shape: tuple[int, ...]) -> str:
    if not shape:
        return texts[0]
    size = len(texts) // shape[0]
    return "[" + ", ".join(_nested(texts[i * size : (i + 1) * size], shape[1:]) for i in range(shape[0])) + "]"
