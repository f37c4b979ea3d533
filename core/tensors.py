"""Text ↔ tensor. Whatever a person types or pastes becomes a ``TensorValue``, or an error that names the cell."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np

from core.tensor_layout import cell_number, read_brackets, read_plain, shown_piece
from core.tensor_value import (
    DTYPES,
    MAX_DIMS,
    MAX_ELEMENTS,
    FloatArray,
    TensorValue,
    arange,
    check_shape,
    filled,
    linspace,
    random_normal,
    random_uniform,
    torch_dtype,
)
from core.text import UserError

__all__ = [
    "DTYPES", "MAX_CHARS", "MAX_DIMS", "MAX_ELEMENTS", "TensorValue", "arange", "linspace", "parse", "parse_number",
    "parse_shape", "random_normal", "random_uniform", "to_code", "to_list_text", "torch_dtype",
]  # fmt: skip

MAX_CHARS = 32_000_000  # a million numbers of 17 digits with sign, power and separators fit
_MUCH = 1_000_000
_BEGINNING = 20_000
_MAX_CALL = 500
_MAX_NUMBER = 64
# What Korean and Chinese keyboards, word processors and web pages give for ASCII signs; columns stay where they are.
_LOOKALIKES = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(char): ascii_char
    for ascii_char, chars in {
        "-": "−–—‒﹣",
        ",": "、﹐",
        " ": "\u00a0\u3000\u2009\u202f\u2007",
        "": "\ufeff\u200b",
    }.items()
    for char in chars
}
_LOOKALIKES |= {ord("∞"): "inf"}
_RAISED = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
# As the screen writes small and large numbers, 9.5×10⁻⁷, and as people type that; a power of ten alone, too.
_POWER_OF_TEN = re.compile(
    r"(?<![\d.,])(?:(\d+(?:[.,]\d+)?)\s*[×*·xX]\s*)?10\s*"
    r"(?:(?:\^|\*\*)\s*(?:([+-]?\d{1,4})\b|\(\s*([+-]?\d{1,4})\s*\))|([⁻⁺]?[⁰¹²³⁴-⁹]{1,4}))"
)
_ASSIGNMENT = re.compile(r"\s*[A-Za-z_]\w*\s*=(?!=)\s*")
_CALL = re.compile(r"(?:(?:torch|np|numpy)\s*\.\s*(?:random\s*\.\s*)?)?([A-Za-z_]\w*)\s*\(")
_SUFFIX = re.compile(
    r"\)\s*\.\s*(?:(?:reshape|view)\s*\(([^()]*(?:\([^()]*\))?)\)|(?:to|double|float)\s*\([\w. ]*\))\s*$"
)
_NAMED_NUMBER = re.compile(r"float\(\s*[\"']?([^\"'()]*)[\"']?\s*\)|(?:torch|np|numpy|math)\s*\.\s*(nan|inf)\b")
_GENERATOR = re.compile(r"generator\s*=\s*torch\.Generator\(\)\.manual_seed\(\s*([0-9]+)\s*\)")
_KEYWORDS_IGNORED = {"dtype", "device", "requires_grad"}
_WRAPPERS = {"tensor", "array", "asarray", "as_tensor", "Tensor", "FloatTensor", "DoubleTensor"}
_PER_LINE = 10

# A longer origin is not one of ours.
_MAX_ORIGIN = 200


def parse(text: str) -> TensorValue:
    """Return the tensor that ``text`` means.

    Accepted: nested lists and tuples; ``torch.tensor(…)``, ``tensor(…)`` and ``array(…)`` as typed or printed (dtype,
    requires_grad, grad_fn are passed over: the dtype is chosen elsewhere); NumPy's printed form; a table with blanks,
    tabs or commas between numbers and a line or ``;`` for each row; one number (0-D); ``linspace(a, b, n)``,
    ``arange(a, b, step)``, ``zeros(2, 3)``, ``ones(2, 3)``, ``randn(2, 3, seed=0)``, ``rand((2, 3), 0)``. ``name =``
    in front, ``# comments``, trailing commas and full-width signs do no harm; ``1.5×10⁻⁷`` and ``1.5*10^-7`` are read.

    Commas: in lists, CSV and ``;`` rows a comma separates, so ``1,5`` is [1, 5] and ``1,2;3,4`` is 2×2. Between tabs
    each cell is one number, so ``1,5`` there is 1.5 (and ``1,234`` is refused, see ``cell_number``). Numbers with
    commas between blanks (``1,5 2,5``) could be either and are refused.

    Raises UserError ``tensor.*``; what is wrong in a cell names its row and column, from 1.
    """
    if len(text) > MAX_CHARS:
        raise UserError("tensor.too_long", count=f"{len(text):,}", limit=f"{MAX_CHARS:,}")
    if len(text) > _MUCH:
        _check_beginning(text)
    body = _plain_signs(text)
    if not body:
        raise UserError("tensor.empty")
    if "..." in body or "…" in body:
        raise UserError("tensor.summarised")
    body = body.removeprefix("Parameter containing:").lstrip(" \n")
    if "=" in body and (assignment := _ASSIGNMENT.match(body)):
        body = body[assignment.end() :]
    body, shape = _without_suffix(body)
    call = _CALL.match(body)
    value = _called(call.group(1), body[call.end() :]) if call else TensorValue(_frozen_in(_numbers(body)))
    return value if shape is None else value.reshaped(shape)


def _check_beginning(text: str) -> None:
    """Raise UserError ``tensor.cell_not_a_number`` if a long text is no numbers from its beginning on.

    Reading all of it, such as a novel, would keep the window waiting only to say the same.
    """
    beginning = text[:_BEGINNING]
    cut = max(beginning.rfind("\n"), beginning.rfind(","), beginning.rfind("\t"))
    try:
        parse(beginning[:cut] if cut > 0 else beginning)
    except UserError as error:
        if error.id == "tensor.cell_not_a_number":
            raise


def parse_number(text: str) -> float:
    """Return the number in one cell or field. Raises UserError ``tensor.not_a_number`` or ``tensor.ambiguous_number``.

    A comma is a decimal comma or groups thousands: ``1,5`` is 1.5.
    """
    cell = _plain_signs(text)
    if not cell:
        raise UserError("tensor.no_number")
    number = cell_number(cell) if len(cell) <= _MAX_NUMBER else None
    if number is None:
        raise UserError("tensor.not_a_number", piece=shown_piece(text))
    return number


def parse_shape(text: str) -> tuple[int, ...]:
    """Return the shape that ``"2x3"``, ``"2, 3"``, ``"(2, 3)"``, ``"2×3"`` or ``"2 3"`` means; ``"()"`` is 0-D.

    Raises UserError ``tensor.bad_shape`` or those of ``check_shape``.
    """
    body = _plain_signs(text)
    bare = re.fullmatch(r"(?:torch\.Size)?\(\s*\[(.*)\]\s*\)|\((.*)\)|\[(.*)\]|([^()\[\]]*)", body, re.DOTALL)
    inner = next((g for g in bare.groups() if g is not None), "") if bare else ""
    sizes = [s for s in re.split(r"\s*[x×X*,]\s*|\s+", inner.strip()) if s]
    if not bare or len(body) > 60 or (not sizes and body not in ("()", "[]")):
        raise UserError("tensor.bad_shape", piece=shown_piece(text))
    if not all(re.fullmatch("[0-9]{1,18}", s) for s in sizes):
        raise UserError("tensor.bad_shape", piece=shown_piece(text))
    shape = tuple(int(s) for s in sizes)
    check_shape(shape)
    return shape


def to_list_text(value: TensorValue, limit: int = MAX_ELEMENTS) -> str:
    """Return the tensor as a text field shows it: ``[[-1, 2, -3], [4, -5, 6]]``, ``parse`` gives it back bit for bit.

    Beyond ``limit`` elements the rest is left out and ``…`` stands for it; ``parse`` refuses such a text.
    """
    numbers = (_short(n) for n in value.values.reshape(-1)[:limit].tolist())
    if not value.shape:
        return next(numbers, "…")
    return _nested(list(numbers), value.shape, ", ")[0]


def to_code(value: TensorValue, dtype_name: str = "float32", limit: int = MAX_ELEMENTS) -> str:
    """Return Python code that makes exactly ``value.to_torch(dtype_name)``.

    ``value.origin`` where it gives these very numbers; otherwise every number is written (about 1 µs each), rows under
    each other. More than ``limit`` elements are cut off with ``...``, for showing only: that code does not run.
    """
    dtype = "" if dtype_name == "float32" else f"torch.{torch_dtype(dtype_name)}".replace("torch.torch", "torch")
    if value.origin and (dtype_name != "float64" or _is_float32(value.values)):
        return f"{value.origin}.to({dtype})" if dtype else value.origin
    numbers = [_literal(n) for n in value.values.reshape(-1)[:limit].tolist()]
    opening = "torch.tensor("
    body = _nested(numbers, value.shape, None, len(opening), "...")[0] if value.shape else numbers[0]
    return f"{opening}{body}{f', dtype={dtype}' if dtype else ''})"


# --- reading ---


def _plain_signs(text: str) -> str:
    """Return ``text`` in ASCII signs as far as it means them, without comments and outer blanks."""
    plain = text if text.isascii() else text.translate(_LOOKALIKES)
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    if "10^" in plain or "10**" in plain or "10 ^" in plain or not plain.isascii():
        plain = _POWER_OF_TEN.sub(_as_exponent, plain)
    if "#" in plain:
        plain = re.sub(r"#[^\n]*", "", plain)
    # A tab at the start is an empty cell of a spreadsheet; outer blank lines and spaces are nothing.
    return plain.strip(" \n\f\v").rstrip("\t") if plain.strip() else ""


def _as_exponent(match: re.Match[str]) -> str:
    mantissa, typed, in_brackets, raised = match.groups()
    return f"{mantissa or '1'}e{typed or in_brackets or raised.translate(_RAISED)}"


def _frozen_in(values: FloatArray) -> FloatArray:
    """Mark freshly read numbers read-only, so that ``TensorValue`` need not copy them; every NaN alike."""
    own = values if values.base is None else values.copy()
    own[np.isnan(own)] = np.nan
    own.flags.writeable = False
    return own


def _numbers(body: str) -> FloatArray:
    if "float(" in body or ".nan" in body or ".inf" in body:
        body = _NAMED_NUMBER.sub(lambda m: m.group(1) or m.group(2) or "", body)
    bracketed = any(bracket in body for bracket in "[]()")
    if bracketed and ";" in body:
        body = body.rstrip("; \n")
        if ";" in body and body.startswith("[") and body.endswith("]") and body.count("[") == 1:
            return np.atleast_2d(read_plain(body[1:-1]))
    return read_brackets(body) if bracketed else read_plain(body)


def _without_suffix(body: str) -> tuple[str, tuple[int, ...] | None]:
    """Return ``body`` without ``.reshape(…)`` and ``.to(dtype)`` behind its last bracket, and the shape asked for."""
    shape = None
    tail_from = max(0, len(body) - 200)
    while match := _SUFFIX.search(body, tail_from):
        if match.group(1) is not None and shape is None:
            shape = parse_shape(match.group(1))
        body = body[: match.start() + 1]
        tail_from = max(0, len(body) - 200)
    return body, shape


def _called(name: str, rest: str) -> TensorValue:
    """Return the tensor of ``name(rest``, ``rest`` ending in the closing bracket."""
    if name not in _WRAPPERS and name not in _MAKERS and name != "float":
        known = ", ".join(["tensor", "array", *_MAKERS])
        raise UserError("tensor.unknown_function", name=shown_piece(name), known=known)
    if name == "float":
        return TensorValue(_frozen_in(_numbers(f"float({rest}")))
    inside = rest.rstrip("; \n\t")
    if not inside.endswith(")"):
        raise UserError("tensor.bracket_missing", count=1)
    inside = inside[:-1]
    if name in _WRAPPERS:
        first_keyword = inside.find("=")
        if first_keyword >= 0:
            inside = inside[: max(0, inside.rfind(",", 0, first_keyword))]
        if not inside.strip():
            raise UserError("tensor.empty")
        return TensorValue(_frozen_in(_numbers(inside.strip(" \n,"))))
    make, example = _MAKERS[name]
    try:
        return make(*_arguments(inside))
    except (ValueError, TypeError, IndexError, KeyError):
        raise UserError("tensor.call", name=name, example=example) from None


def _arguments(inside: str) -> tuple[list[str], dict[str, str]]:
    """Return the positional and the named arguments of a call, as text. Raises ValueError for what cannot be one."""
    if len(inside) > _MAX_CALL:
        raise ValueError
    parts = re.findall(r"(?:[^,()\[\]]|\([^()]*\)|\[[^\[\]]*\])+", _GENERATOR.sub(r"seed=\1", inside))
    positional, named = [], {}
    for part in (p.strip() for p in parts):
        key, equals, value = part.partition("=")
        if equals and key.strip() not in _KEYWORDS_IGNORED:
            named[key.strip()] = value.strip()
        elif not equals and part:
            positional.append(part)
    return positional, named


def _taken(positional: list[str], named: dict[str, str], *names: tuple[str, ...]) -> list[str]:
    """Return arguments in order, each by position or by one of its names; those left out are "". Raises ValueError."""
    found = [*positional, *[""] * (len(names) - len(positional))]
    if len(found) > len(names):
        raise ValueError
    for key, value in named.items():
        index = next((i for i, known in enumerate(names) if key in known), len(names))
        if found[index]:
            raise ValueError
        found[index] = value
    return found


def _number(text: str) -> float:
    """Return one argument as a number. Raises ValueError if it was left out, UserError if it is no number."""
    if not text:
        raise ValueError
    return parse_number(text)


def _whole(text: str) -> int:
    """Return one argument as a whole number; ``10**6`` counts as one. Raises ValueError or UserError."""
    power = re.fullmatch(r"([0-9]{1,6})\s*\*\*\s*([0-9]{1,2})", text)
    if power:
        return math.prod([int(power.group(1))] * int(power.group(2)))
    number = _number(text)
    if not math.isfinite(number) or number != int(number):
        raise ValueError
    return int(number)


def _make_linspace(positional: list[str], named: dict[str, str]) -> TensorValue:
    start, end, count = _taken(positional, named, ("start",), ("end", "stop"), ("steps", "num"))
    return linspace(_number(start), _number(end), _whole(count))


def _make_arange(positional: list[str], named: dict[str, str]) -> TensorValue:
    start, end, step = _taken(positional, named, ("start",), ("end", "stop"), ("step",))
    if not end:
        start, end = "0", start
    return arange(_number(start), _number(end), _number(step or "1"))


def _shape_of(positional: list[str], named: dict[str, str]) -> tuple[int, ...]:
    text = named["size"] if "size" in named else ", ".join(positional)
    if not set(named) <= {"size"} or ("size" in named and positional):
        raise ValueError
    return parse_shape(text)


def _make_filled(number: float) -> Callable[[list[str], dict[str, str]], TensorValue]:
    return lambda positional, named: filled(_shape_of(positional, named), number)


def _make_random(draw: Callable[[tuple[int, ...], int], TensorValue]) -> Callable[..., TensorValue]:
    def make(positional: list[str], named: dict[str, str]) -> TensorValue:
        seed = named.pop("seed", "")
        if len(positional) == 2 and positional[0][:1] in ("(", "[") and not seed:
            seed = positional.pop()
        return draw(_shape_of(positional, named), _whole(seed or "0"))

    return make


_MAKERS: dict[str, tuple[Callable[[list[str], dict[str, str]], TensorValue], str]] = {
    "linspace": (_make_linspace, "linspace(-10, 10, 1000)"),
    "arange": (_make_arange, "arange(-5, 5, 0.5)"),
    "zeros": (_make_filled(0.0), "zeros(2, 3)"),
    "ones": (_make_filled(1.0), "ones(2, 3)"),
    "randn": (_make_random(random_normal), "randn(2, 3, seed=0)"),
    "rand": (_make_random(random_uniform), "rand(2, 3, seed=0)"),
}


# --- writing ---


def _short(number: float) -> str:
    """Return the shortest text that reads back as ``number``: ``-1``, ``0.1``, ``1e+22``, ``nan``."""
    return repr(number).removesuffix(".0")


def _literal(number: float) -> str:
    """Return ``number`` as Python code: ``-1.0``, ``float("nan")``."""
    text = repr(number)
    return f'float("{text}")' if text in ("nan", "inf", "-inf") else text


def _nested(
    numbers: list[str], shape: tuple[int, ...], row_gap: str | None, indent: int = 0, left_out: str = "…", at: int = 0
) -> tuple[str, int]:
    """Return ``numbers[at:]`` in brackets of ``shape`` and how many were used.

    Rows are separated by ``row_gap``, or stand on lines of their own, ``indent`` characters in, if it is None.
    """
    if len(shape) == 1:
        row = numbers[at : at + shape[0]]
        used = at + len(row)
        cells = [*row, left_out] if len(row) < shape[0] else row
        lines = [", ".join(cells[i : i + _PER_LINE]) for i in range(0, len(cells), _PER_LINE)]
        return "[" + (", " if row_gap else ",\n" + " " * (indent + 1)).join(lines) + "]", used
    parts = []
    for _ in range(shape[0]):
        if at >= len(numbers):
            parts.append(left_out)
            break
        part, at = _nested(numbers, shape[1:], row_gap, indent + 1, left_out, at)
        parts.append(part)
    return "[" + (row_gap or ",\n" + " " * (indent + 1)).join(parts) + "]", at


def _is_float32(values: FloatArray) -> bool:
    """Return whether float32 holds every number exactly."""
    with np.errstate(over="ignore"):
        return bool(np.array_equal(values.astype(np.float32).astype(np.float64), values, equal_nan=True))


def with_true_origin(tensor: TensorValue) -> TensorValue:
    """Return ``tensor``, without its ``origin`` if that expression does not make these numbers.

    The origin becomes code that a student copies: nothing that a file says may stand there unchecked.
    """
    plain = TensorValue(tensor.values)
    if not tensor.origin or len(tensor.origin) > _MAX_ORIGIN:
        return plain
    try:
        made = parse(tensor.origin)
    except UserError:
        return plain
    return made if made == tensor else plain
