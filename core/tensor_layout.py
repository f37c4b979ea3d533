"""Numbers in brackets or in a table → an array; finds the row and column of whatever is wrong.

Everything is done on whole arrays: the text is turned into a row of events (number, opening bracket, closing bracket,
comma) whose order and depth say what the shape is. A million numbers take some tenths of a second, and nesting cannot
exhaust a stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from core.tensor_value import MAX_DIMS, MAX_ELEMENTS, FloatArray, check_count
from core.text import UserError

_SPACE, _NUMBER, _OPEN, _CLOSE, _COMMA = range(5)
_IntArray = np.ndarray[tuple[int], np.dtype[np.int64]]
_KIND = np.full(256, _NUMBER, dtype=np.uint8)
_KIND[list(b" \t\n\r\f\v")] = _SPACE
_KIND[list(b"[(")] = _OPEN
_KIND[list(b"])")] = _CLOSE
_KIND[ord(",")] = _COMMA
_SEPARATORS_TO_SPACE = bytes.maketrans(b"[](),\t\n\r\f\v", b" " * 10)
# May the second follow the first? Numbers side by side only where the whole text has no comma.
_FOLLOWS = np.zeros((5, 5), dtype=bool)
for _first, _second in (
    (_OPEN, _OPEN), (_OPEN, _NUMBER), (_OPEN, _CLOSE), (_NUMBER, _COMMA), (_NUMBER, _CLOSE), (_COMMA, _NUMBER),
    (_COMMA, _OPEN), (_COMMA, _CLOSE), (_CLOSE, _COMMA), (_CLOSE, _CLOSE), (_CLOSE, _OPEN),
):  # fmt: skip
    _FOLLOWS[_first, _second] = True
_CELL_WITH_COMMA = re.compile(r"([+-]?)([0-9]+)((?:,[0-9]+)+)(\.[0-9]*)?((?:[eE][+-]?[0-9]+)?)")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_PIECE = 24
_CHUNK = 200_000


def read_plain(text: str) -> FloatArray:
    """Return the array of numbers without brackets: lines and ``;`` are rows; one line is 1-D, one number 0-D.

    Raises UserError ``tensor.*``.
    """
    check_count(text.count("\n") + text.count(";"))
    table = _BLANK_LINES.sub("\n", text.replace(";", "\n")).strip("\n")
    if "\t" in table:
        if "," in table:
            rows = enumerate(table.split("\n"), 1)
            table = "\n".join(_without_cell_commas(row.strip("\t "), i) for i, row in rows)
        else:
            table = table.replace("\t", ",")
    alone = "\n" not in table
    values = read_brackets(f"[{table}]" if alone else "[[" + table.replace("\n", "][") + "]]")
    return values.reshape(()) if alone and values.size == 1 and "," not in table else values


def read_brackets(text: str) -> FloatArray:
    """Return the array of nested brackets. Numbers are separated by commas, or everywhere by blanks as NumPy prints.

    Several brackets side by side are rows. Raises UserError ``tensor.*`` naming row and column (from 1): rows are
    counted over all innermost brackets.
    """
    data = text.encode("utf-8", "replace")
    kind = _KIND[np.frombuffer(data, dtype=np.uint8)]
    is_event = kind > _NUMBER
    is_start = kind == _NUMBER
    is_start[1:] &= kind[:-1] != _NUMBER
    check_count(int(np.count_nonzero(is_start)))
    is_event |= is_start
    if np.count_nonzero(is_event) > 6 * MAX_ELEMENTS:  # commas or brackets without numbers
        check_count(int(np.count_nonzero(is_event)))
    where = np.flatnonzero(is_event)
    events = kind[where].astype(np.int64)
    depth = np.cumsum((events == _OPEN).astype(np.int64) - (events == _CLOSE))
    if int(np.count_nonzero((depth == 0) & (events == _CLOSE))) > 1 and depth[-1] >= 0 and not np.any(depth < 0):
        return read_brackets(f"[{text}]")
    layout = _Layout(data, where, events, depth)
    values = layout.numbers()
    layout.check_brackets()
    layout.check_order()
    return values.reshape(layout.shape())


def cell_number(cell: str) -> float | None:
    """Return the number one cell holds, None if it is none. A comma in it is a decimal comma or groups thousands.

    ``1,5`` is 1.5 and ``1,234.5`` is 1234.5, but nobody knows about ``1,234``. Raises UserError
    ``tensor.ambiguous_number`` for that.
    """
    cell = cell.strip()
    match = _CELL_WITH_COMMA.fullmatch(cell)
    try:
        return float(_decimal_point(match) if match else cell)
    except ValueError:
        return None


def shown_piece(piece: str) -> str:
    """Return a piece of the user's text as a message quotes it: on one line, shortened."""
    line = " ".join(piece.split())
    return line if len(line) <= _PIECE else line[: _PIECE - 1] + "…"


def _decimal_point(match: re.Match[str]) -> str:
    sign, first, rest, fraction, power = match.groups()
    groups = rest[1:].split(",")
    thousands = all(len(g) == 3 for g in groups) and len(first) <= 3 and first != "0"
    if len(groups) == 1 and not fraction:
        if thousands:
            raise UserError(
                "tensor.ambiguous_number", piece=match.group(), decimal=f"{first}.{groups[0]}", whole=first + groups[0]
            )
        return f"{sign}{first}.{groups[0]}{power}"
    if not thousands:
        raise ValueError
    return f"{sign}{first}{''.join(groups)}{fraction or ''}{power}"


def _without_cell_commas(row: str, number: int) -> str:
    """Return a row whose cells stand between tabs with commas between them instead, their own commas resolved."""
    if "\t" not in row or not re.search(r"[0-9],[0-9]", row):
        return row
    cells = row.split("\t")
    for i, cell in enumerate(cells):
        if "," in cell.strip().rstrip(","):
            try:
                value = cell_number(cell)
            except UserError as error:
                raise UserError("tensor.ambiguous_cell", row=number, column=i + 1, **error.values) from None
            if value is None:
                raise _not_a_number(number, i + 1, cell)
            cells[i] = repr(value)
        else:
            cells[i] = cell.strip().rstrip(",")
    return ",".join(cells)


def _not_a_number(row: int, column: int, piece: str) -> UserError:
    return UserError("tensor.cell_not_a_number", row=row, column=column, piece=shown_piece(piece))


class _Layout:
    """The events of one text and where they stand."""

    def __init__(self, data: bytes, where: _IntArray, events: _IntArray, depth: _IntArray) -> None:
        self.data, self.where, self.events, self.depth = data, where, events, depth

    def numbers(self) -> FloatArray:
        """Return every number in order. Raises UserError naming the first piece that is none."""
        count = int(np.count_nonzero(self.events == _NUMBER))
        if not count:
            raise UserError("tensor.empty")
        values: FloatArray = np.empty(count, dtype=np.float64)
        done = 0
        for pieces in _chunks(self.data.translate(_SEPARATORS_TO_SPACE)):
            try:
                values[done : done + len(pieces)] = np.fromiter(map(float, pieces), np.float64, len(pieces))
            except ValueError:
                index = next(i for i, piece in enumerate(pieces) if not _is_number(piece))
                break
            done += len(pieces)
        else:
            return values
        event = int(np.flatnonzero(self.events == _NUMBER)[done + index])
        raise _not_a_number(*self.place(event), pieces[index].decode("utf-8", "replace"))

    def check_brackets(self) -> None:
        """Raise UserError ``tensor.bracket_*`` unless every bracket has its partner, of its own kind."""
        if np.any(self.depth < 0):
            row, column = self.place(int(np.argmax(self.depth < 0)))
            raise UserError("tensor.bracket_extra", row=row, column=column)
        if self.depth[-1] > 0:
            raise UserError("tensor.bracket_missing", count=int(self.depth[-1]))
        if self.depth.max() > MAX_DIMS:
            raise UserError("tensor.too_many_dims", dims=int(self.depth.max()), limit=MAX_DIMS)
        if any(sign in self.data for sign in (b"(", b")")) and any(sign in self.data for sign in (b"[", b"]")):
            self._check_kinds()

    def _check_kinds(self) -> None:
        opens = self.events == _OPEN
        brackets = np.flatnonzero(opens | (self.events == _CLOSE))
        level = np.where(opens, self.depth, self.depth + 1)[brackets]
        paired = brackets[np.argsort(level, kind="stable")]
        signs = np.frombuffer(self.data, dtype=np.uint8)[self.where[paired]]
        wrong = (signs[0::2] == ord("(")) != (signs[1::2] == ord(")"))
        if np.any(wrong):
            row, column = self.place(int(paired[2 * int(np.argmax(wrong)) + 1]))
            raise UserError("tensor.bracket_kind", row=row, column=max(1, column - 1))

    def check_order(self) -> None:
        """Raise UserError for a missing comma, an empty cell, or numbers beside brackets."""
        first, second = self.events[:-1], self.events[1:]
        fine = _FOLLOWS[first, second]
        if not np.any(self.events == _COMMA):
            fine |= (first == _NUMBER) & (second == _NUMBER)
        if np.all(fine):
            return
        event = int(np.argmin(fine)) + 1
        before, after = int(self.events[event - 1]), int(self.events[event])
        row, column = self.place(event)
        if after == _COMMA:
            raise UserError("tensor.empty_cell", row=row, column=column)
        if before == after == _NUMBER:
            left, right = self.piece(event - 1), self.piece(event)
            raise UserError("tensor.mixed_separators", row=row, column=column, left=left, right=right)
        number = event - 1 if before == _NUMBER else event
        row, column = self.place(number)
        raise UserError("tensor.mixed_depth", row=row, column=column, piece=self.piece(number))

    def shape(self) -> tuple[int, ...]:
        """Return the shape. Raises UserError ``tensor.ragged*`` or ``tensor.mixed_depth``."""
        dims = int(self.depth.max())
        is_number = self.events == _NUMBER
        stray = is_number & (self.depth != dims)
        if np.any(stray):
            event = int(np.argmax(stray))
            row, column = self.place(event)
            raise UserError("tensor.mixed_depth", row=row, column=column, piece=self.piece(event))
        shape = []
        for level in range(1, dims + 1):
            parents = (self.events == _OPEN) & (self.depth == level)
            children = is_number if level == dims else (self.events == _OPEN) & (self.depth == level + 1)
            counts = np.diff(np.append(np.cumsum(children)[parents], np.count_nonzero(children)))
            if level == dims and not np.all(counts):
                raise UserError("tensor.empty_cell", row=int(np.argmin(counts)) + 1, column=1)
            if np.any(counts != counts[0]):
                index = int(np.argmax(counts != counts[0]))
                id = "tensor.ragged" if level == dims else "tensor.ragged_block"
                raise UserError(id, row=index + 1, count=int(counts[index]), expected=int(counts[0]))
            shape.append(int(counts[0]))
        return tuple(shape)

    def place(self, event: int) -> tuple[int, int]:
        """Return (row, column) of an event, from 1: rows are innermost brackets, columns the cells in them."""
        before = self.events[:event]
        following = self.events[1 : event + 1]
        row = int(np.count_nonzero((before == _OPEN) & (following != _OPEN)))
        opened = np.flatnonzero((before == _OPEN) | (before == _CLOSE))
        since = before[int(opened[-1]) + 1 :] if opened.size else before
        return max(1, row), int(np.count_nonzero(since == _NUMBER)) + 1

    def piece(self, event: int) -> str:
        """Return the text of a number event."""
        rest = self.data[int(self.where[event]) :][:200]
        return shown_piece(rest.translate(_SEPARATORS_TO_SPACE).split()[0].decode("utf-8", "replace"))


def _chunks(spaced: bytes) -> Iterator[list[bytes]]:
    """Yield the pieces between blanks, some ten thousand at a time: fresh memory for a million costs half a second."""
    start = 0
    while start < len(spaced):
        end = spaced.find(b" ", start + _CHUNK)
        end = len(spaced) if end < 0 else end
        yield spaced[start:end].split()
        start = end


def _is_number(piece: bytes) -> bool:
    try:
        float(piece)
    except ValueError:
        return False
    return True
