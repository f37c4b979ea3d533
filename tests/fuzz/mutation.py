"""Spoiling what is right: pieces, lines, numbers and signs of a text are exchanged, repeated, cut and mixed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

ODD_NUMBERS = (
    *("0", "-0", "-1", "1e308", "-1e309", "5e-324", "nan", "inf", "-inf", "1_000", "0x1f", "1e", "1.", ".5", "1,5"),
    *("1,234", "9" * 30, "2147483648", "-2147483649", "18446744073709551616", "1e-400", "0.1", "65", "True", "½", "٣"),
)
ODD_SIGNS = (
    *("\0", "\t", "\n", "\r\n", "\x0b", "\x1b[31m", "\x7f", "\xa0", "\u2028", "\u200b", "\u202e", "\ufeff", "\ufffe"),
    *("한", "글 ", "ㅎ", "\u1112\u1161", "𝕏", "😀", "e\u0301", "−", "×", "²", "（", "）", "，", "；", "∞", "π", "…"),
    *(
        '"',
        "'",
        "`",
        "\\",
        "\\n",
        "\\u0000",
        "\\ud800",
        "%s",
        "{x}",
        "{0}",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "<b>",
        "&amp;",
    ),
    *("#", ";", ":", "=", "==", ",", ",,", ".", "..", "...", "/", "//", "../", "*", "**", "|", "!", "@", "$", "~", "^"),
)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_REPEATED = 30_000

Change = Callable[[str, random.Random, Sequence[str], Sequence[str]], str]


def mutate(text: str, draw: random.Random, tokens: Sequence[str] = (), corpus: Sequence[str] = ()) -> str:
    """Return ``text`` with one to four things changed; ``tokens`` are words of its language, ``corpus`` other texts."""
    for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 4))):
        text = draw.choice(_CHANGES)(text, draw, tokens, corpus)
    return text


def mutate_bytes(data: bytes, draw: random.Random, tokens: Sequence[str] = (), corpus: Sequence[bytes] = ()) -> bytes:
    """Return ``data`` with bytes changed, or with what its UTF-8 says changed."""
    if draw.random() < 0.3:
        others = [other.decode("latin-1") for other in corpus]
        return mutate(data.decode("latin-1"), draw, (), others).encode("latin-1", "replace")
    others = [other.decode("utf-8", "surrogateescape") for other in corpus]
    text = mutate(data.decode("utf-8", "surrogateescape"), draw, tokens, others)
    return text.encode("utf-8", "surrogatepass")


def _insert(text: str, draw: random.Random, tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + draw.choice((*tokens, *ODD_SIGNS) if draw.random() < 0.5 else tokens or ODD_SIGNS) + text[at:]


def _replace(text: str, draw: random.Random, tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + draw.choice((*tokens, *ODD_SIGNS)) + text[at + draw.choice((1, 1, 2, 5)) :]


def _delete(text: str, draw: random.Random, _tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + text[at + draw.choice((1, 1, 2, 10, 200)) :]


def _cut_off(text: str, draw: random.Random, _tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    at = draw.randint(0, len(text))
    return text[:at] if draw.random() < 0.7 else text[at:]


def _repeat(text: str, draw: random.Random, _tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    at, length = draw.randint(0, len(text)), draw.choice((1, 1, 3, 30, 300))
    times = min(draw.choice((2, 2, 5, 50, 3_000)), max(2, _MOST_REPEATED // length))
    return text[:at] + text[at : at + length] * times + text[at + length :]


def _exchange_words(text: str, draw: random.Random, _tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    words = _WORD.findall(text)
    if len(words) > 1:
        one, two = draw.randrange(len(words)), draw.randrange(len(words))
        words[one], words[two] = words[two], words[one]
    return "".join(words)


def _exchange_lines(text: str, draw: random.Random, _tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    lines = text.split("\n")
    one, two = draw.randrange(len(lines)), draw.randrange(len(lines))
    if draw.random() < 0.4:
        del lines[one]
    elif draw.random() < 0.5:
        lines[one] = lines[two]
    else:
        lines[one], lines[two] = lines[two], lines[one]
    return "\n".join(lines)


def _other_number(text: str, draw: random.Random, _tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text + draw.choice(ODD_NUMBERS)
    chosen = draw.choice(found)
    return text[: chosen.start()] + draw.choice(ODD_NUMBERS) + text[chosen.end() :]


def _other_sign(text: str, draw: random.Random, _tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    at = draw.randint(0, len(text))
    code = draw.choice((draw.randrange(128), draw.randrange(0x3000), draw.randrange(0x11_0000)))
    return text[:at] + chr(code) + text[at + 1 :]


def _grafted(text: str, draw: random.Random, _tokens: Sequence[str], corpus: Sequence[str]) -> str:
    other = draw.choice(corpus) if corpus else text
    start = draw.randint(0, len(other))
    at = draw.randint(0, len(text))
    return text[:at] + other[start : start + draw.choice((3, 20, 2_000))] + text[at + draw.choice((0, 3, 20)) :]


def _nested(text: str, draw: random.Random, _tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    opened, closed = draw.choice((("[", "]"), ("(", ")"), ("{", "}"), ('"', '"'), ('{"a":', "}"), ("-", "")))
    deep = draw.choice((1, 1, 3, 60, 2_000))
    return opened * deep + text + closed * draw.choice((deep, deep, deep - 1))


def _other_case(text: str, draw: random.Random, _tokens: Sequence[str], _corpus: Sequence[str]) -> str:
    return draw.choice((text.upper, text.lower, text.title, text.swapcase))()


_CHANGES: tuple[Change, ...] = (
    *(_insert, _insert, _replace, _delete, _cut_off, _repeat, _exchange_words, _exchange_lines, _other_number),
    *(_other_number, _other_sign, _grafted, _nested, _other_case),
)
