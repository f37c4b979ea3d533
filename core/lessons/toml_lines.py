"""In which line of a TOML text a key stands: ``tomllib`` does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*+(\[\[?)([^\[\]]++)\]")
# Possessive where it can be: a line of a thousand letters or blanks is read once, not once from each of them.
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*"|'[^'\n]*')"""
_KEY = re.compile(rf"\s*+({_PART}(?:\s*\.\s*+{_PART})*)\s*+=")
_PARTS = re.compile(_PART)
# Keys of inline tables, and what must not be mistaken for one: strings and comments.
_TOKEN = re.compile(
    rf'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|(?P<open>"""|\'\'\')|"(?:\\.|[^"\\\n])*"(?!\s*=)|\'[^\'\n]*\'(?!\s*=)|#[^\n]*'
    rf"|(?<![A-Za-z0-9_-])(?P<key>{_PART})\s*+=|(?P<mark>[\[\]{{}},])",
    re.DOTALL,
)
_DEEPEST = 16


class Lines:
    """Where the keys of a TOML text stand. What cannot be found is looked for one level higher."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {(): 1}
        self._counts: dict[Path, int] = {}
        self._table: Path = ()
        self._scan(text)

    def of(self, path: Sequence[str | int]) -> int:
        """Return the line, from 1, of the key at ``path`` or of the nearest table around it."""
        for end in range(len(path), -1, -1):
            found = self._lines.get(tuple(path[:end]))
            if found:
                return found
        return 1

    def _scan(self, text: str) -> None:
        lines = text.split("\n")
        number = 0
        while number < len(lines):
            line = lines[number]
            header, key = _HEADER.match(line), _KEY.match(line)
            if header and not key:
                self._open(header.group(1) == "[[", header.group(2), number + 1)
            elif key:
                number = self._value(lines, number, key)
                continue
            number += 1

    def _open(self, is_list: bool, name: str, number: int) -> None:
        parts = [part.strip("\"'") for part in _PARTS.findall(name)]
        path = self._within(parts[:-1])
        if is_list:
            whole = (*path, *parts[-1:])
            index = self._counts.get(whole, 0)
            self._counts[whole] = index + 1
            self._lines.setdefault(whole, number)
            self._table = (*whole, index)
        else:
            self._table = self._within(parts)
        self._lines.setdefault(self._table, number)

    def _within(self, parts: Sequence[str]) -> Path:
        """Return the path of a table's name: of a list of tables its last one is meant."""
        path: Path = ()
        for part in parts:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _value(self, lines: list[str], number: int, key: re.Match[str]) -> int:
        """Note a key and those inside its value; return the line behind the value."""
        path = (*self._table, *(part.strip("\"'") for part in _PARTS.findall(key.group(1))))
        self._lines.setdefault(path, number + 1)
        body = [lines[number][key.end() :]]
        depth, quote = _balance(body[0], "")
        end = number + 1
        while (depth > 0 or quote) and end < len(lines):
            body.append(lines[end])
            change, quote = _balance(lines[end], quote)
            depth += change
            end += 1
        for inside, line in _inside("\n".join(body), path, number + 1):
            self._lines.setdefault(inside, line)
        return end


def _balance(line: str, quote: str) -> tuple[int, str]:
    """Return how many brackets stay open, and the quotes of a string that goes on; ``quote`` was open before."""
    if quote:
        behind = line.find(quote)
        if behind < 0:
            return 0, quote
        line = line[behind + 3 :]
    depth = 0
    for token in _TOKEN.finditer(line):
        mark = token.group("mark")
        if token.group("open"):
            return depth, token.group("open")
        depth += (mark in ("[", "{")) - (mark in ("]", "}")) if mark else 0
    return depth, ""


def _inside(body: str, path: Path, line: int) -> Iterator[tuple[Path, int]]:
    """Yield the keys and the entries inside a value that begins in ``line``, and their lines."""
    stack: list[tuple[str, Path, int]] = [("", path, 0)]
    at, seen = path, 0
    for token in _TOKEN.finditer(body):
        mark, key = token.group("mark"), token.group("key")
        line, seen = line + body.count("\n", seen, token.start()), token.start()
        kind, base, index = stack[-1]
        if key is not None and kind == "{":
            at = (*base, key.strip("\"'"))
            yield at, line
        elif mark in ("[", "{") and len(stack) <= _DEEPEST:
            yield at, line
            stack.append((mark, at, 0))
            at = (*at, 0) if mark == "[" else at
        elif mark == "," and kind == "[":
            stack[-1] = (kind, base, index + 1)
            at = (*base, index + 1)
        elif mark in ("]", "}") and len(stack) > 1:
            stack.pop()
