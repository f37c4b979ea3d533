"""The text of a formula → pieces that are safe to hand to Python's parser, each knowing its column.

Only numbers, names, ``+ - * / **``, comparisons, brackets and commas get through. Names are replaced by ASCII ones with
a prefix (``v_`` a free name, ``f_`` a function), so that no word of Python and no look-alike letter reaches the parser.
"""

from __future__ import annotations

import difflib
import keyword
import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise

from core.text import UserError

MAX_LENGTH = 500
MAX_NAME = 20
CONSTANTS = {"pi": math.pi, "e": math.e}
_GREEK_LETTERS = "αβγδεζηθικλμνξορσςτυφχψωΓΔΘΛΞΣΦΨΩ"
_GREEK_NAMES = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron rho sigma sigma tau
upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega"""
_GREEK = dict(zip(_GREEK_LETTERS, _GREEK_NAMES.split(), strict=True))
_SPELLED = {**_GREEK, "ϵ": "epsilon", "ϕ": "phi", "µ": "mu", "ϑ": "theta", "π": "pi"}
# One sign for one sign, so that columns stay right.
_LOOKALIKES = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(char): plain
    for plain, chars in {
        "-": "−–—",
        "*": "×·⋅∙∗",
        "/": "÷∕",
        " ": "\t\n\r\f\v\u00a0\u3000\u2009\u202f",
        ",": "、",
    }.items()
    for char in chars
}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SIGNS = {"^": "**", "≤": "<=", "≥": ">=", "≠": "!="}
_PREFIX = re.compile(r"\s*(?:[A-Za-z]\w*\s*\(\s*[xX]\s*\)|[A-Za-z])\s*=(?!=)")
_LETTER = "A-Za-z_" + "".join(_SPELLED)
_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>[{_LETTER}][{_LETTER}0-9]*)"
    r"|(?P<power>[⁰¹²³⁴-⁹]+)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^(),<>≤≥≠])"
    r"|(?P<space> +)"
)
_WORDS = {"and", "or", "not", "if", "else"}


@dataclass(frozen=True, slots=True)
class Token:
    """One piece: ``text`` as typed, ``code`` for Python's parser, ``column`` from 1."""

    kind: str
    text: str
    code: str
    column: int

    @property
    def begins(self) -> bool:
        """Whether an operand may begin here."""
        return self.kind in ("number", "name", "function") or self.text == "("

    @property
    def ends(self) -> bool:
        """Whether an operand may end here."""
        return self.kind in ("number", "name", "power") or self.text == ")"


def tokens_of(text: str, known: Collection[str], find: Callable[[str], str | None]) -> list[Token]:
    """Return the pieces of ``text`` behind an optional ``f(x) =``.

    ``find`` gives a function's own name for what was typed, or None; ``known`` are all names to suggest from. Raises
    UserError ``expression.*`` with ``column``.
    """
    if len(text) > MAX_LENGTH:
        raise UserError("expression.too_long", column=MAX_LENGTH + 1, count=len(text), limit=MAX_LENGTH)
    plain = text.translate(_LOOKALIKES)
    prefix = _PREFIX.match(plain)
    at = prefix.end() if prefix else 0
    if not plain[at:].strip():
        raise UserError("expression.empty", column=at + 1)
    tokens: list[Token] = []
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:
            raise _refused(plain, at)
        if match.lastgroup != "space":
            tokens.append(_token(match, plain, known, find))
        at = match.end()
    _check_neighbours(tokens)
    _check_brackets(tokens)
    return tokens


def _token(match: re.Match[str], plain: str, known: Collection[str], find: Callable[[str], str | None]) -> Token:
    text, kind, column = match.group(), match.lastgroup or "", match.start() + 1
    if kind == "number":
        if not math.isfinite(float(text)):
            raise UserError("expression.number_too_large", column=column, piece=_short(text))
        return Token(kind, text, repr(float(text)), column)
    if kind == "power":
        return Token(kind, text, f"** {float(text.translate(_SUPERSCRIPTS))!r}", column)
    if kind == "sign":
        return Token(kind, text, _SIGNS.get(text, text), column)
    if text in _WORDS:
        return Token("word", text, text, column)
    is_call = plain[match.end() :].lstrip(" ").startswith("(")
    return _call(text, column, known, find) if is_call else _name(text, column, find)


def _call(text: str, column: int, known: Collection[str], find: Callable[[str], str | None]) -> Token:
    """Return a name in front of a bracket. Raises UserError for one that is no function."""
    name = find(text)
    if name is not None:
        return Token("function", text, f"f_{name}", column)
    if text in ("x", "X") or text in CONSTANTS or len(text) == 1:
        raise UserError("expression.implicit_product", column=column + len(text), piece=f"{text}(", fix=f"{text}*(")
    _check_name(text, column)
    near = difflib.get_close_matches(text.lower(), known, n=3, cutoff=0.5)
    if near:
        raise UserError("expression.unknown_function", column=column, name=_short(text), near=", ".join(near))
    raise UserError("expression.no_such_function", column=column, name=_short(text), known=", ".join(sorted(known)))


def _name(text: str, column: int, find: Callable[[str], str | None]) -> Token:
    """Return x, a constant or a free name. Raises UserError for a function without brackets and for what is no name."""
    if text in ("x", "X"):
        return Token("name", text, "x", column)
    spelled = "".join(_SPELLED.get(char, char) for char in text)
    if spelled in CONSTANTS or spelled.lower() == "pi":
        return Token("name", text, f"c_{spelled.lower()}", column)
    function = find(text)
    if function is None and text[-1] in "xX":
        function = find(text[:-1])
    if function is not None:
        raise UserError("expression.function_alone", column=column, name=function)
    _check_name(text, column)
    if text[0] in "xX" and text[1:].isdigit():
        raise UserError(
            "expression.digits_after_x", column=column, piece=text, power=f"x**{text[1:]}", product=f"{text[1:]}*x"
        )
    if len(text) == 2 and text[1] in "xX":
        raise UserError("expression.implicit_product", column=column + 1, piece=text, fix=f"{text[0]}*x")
    return Token("name", text, f"v_{spelled}", column)


def _check_name(text: str, column: int) -> None:
    if keyword.iskeyword(text) or text.startswith("_"):
        raise UserError("expression.reserved_word", column=column, piece=_short(text))
    if len(text) > MAX_NAME:
        raise UserError("expression.name_too_long", column=column, piece=_short(text), limit=MAX_NAME)


def _refused(plain: str, at: int) -> UserError:
    """Return the error for a sign that has no place in a formula: it says what to write instead."""
    char = plain[at]
    column = at + 1
    if char == ".":
        return UserError("expression.attribute", column=column)
    if char in "[]{}":
        return UserError("expression.bracket_kind", column=column, piece=char)
    if char == "|":
        return UserError("expression.bars", column=column)
    if char == "=":
        return UserError("expression.equals_sign", column=column)
    shown = char if char.isprintable() else f"U+{ord(char):04X}"
    return UserError("expression.bad_character", column=column, piece=shown)


def _check_neighbours(tokens: list[Token]) -> None:
    """Raise UserError where two operands stand side by side: ``2x``, ``x(1 + x)``, ``(x)(x)``."""
    for left, right in pairwise(tokens):
        if not (left.ends and right.begins):
            continue
        first, second = _short(left.text), _short(right.text) + ("(" if right.kind == "function" else "")
        gap = "" if right.column == left.column + len(left.text) else " "
        fix = f"{first}*{second}"
        raise UserError("expression.implicit_product", column=right.column, piece=first + gap + second, fix=fix)


def _check_brackets(tokens: list[Token]) -> None:
    """Raise UserError for brackets without partners, commas outside a function's, and ``if`` without ``else``."""
    opened: list[Token] = []
    calls: list[bool] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.text == "(":
            opened.append(token)
            calls[len(opened) - 1 :] = [before is not None and before.kind == "function"]
        elif token.text == "," and not (opened and calls[len(opened) - 1]):
            raise UserError("expression.comma", column=token.column)
        elif token.text == ")":
            if not opened:
                raise UserError("expression.bracket_extra", column=token.column)
            opened.pop()
    if opened:
        raise UserError("expression.bracket_missing", column=opened[-1].column)
    choices = [token for token in tokens if token.text == "if"]
    if len(choices) > sum(token.text == "else" for token in tokens):
        raise UserError("expression.else_missing", column=choices[-1].column)


def _short(text: str) -> str:
    return text if len(text) <= MAX_NAME else text[: MAX_NAME - 1] + "…"
