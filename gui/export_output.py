"""What can be exported → the pieces of its file, the beginning for a preview, the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtGui import QGuiApplication

from core.export.notebook import notebook
from core.export.table import ROWS_AT_ONCE, Table, csv_pieces
from core.text import UserError
from gui.export_figure import Figure, as_image, pdf, png, svg
from gui.exportables import Content, Later, Picture, TensorNumbers
from gui.widgets.table_data import table_data

__all__ = [
    "Figure",
    "as_image",
    "beginning",
    "copy_picture",
    "copy_table",
    "copy_words",
    "picture_pieces",
    "pieces",
    "png",
]

MOST_COPIED = 50_000  # cells: more would keep the window waiting, here and where they are pasted
_SHOWN_ROWS = 100
_SHOWN_CHARACTERS = 20_000
Pieces = Callable[[], Iterable[bytes]]


def picture_pieces(figure: Figure, title: str, ending: str, scale: float) -> Pieces:
    """Return what makes the file of a figure. Widgets are painted now, on the window's thread; the rest may wait."""
    if ending == "png":
        image = as_image(figure, scale)
        return lambda: _one(lambda: png(image))
    whole = svg(figure, title) if ending == "svg" else pdf(figure, title)
    return lambda: (whole,)


def pieces(content: Content) -> tuple[Pieces, int]:
    """Return what makes the file of anything but a picture, and of how many pieces it is."""
    if isinstance(content, Later):
        return _whole(content), 1
    if isinstance(content, TensorNumbers):
        content = content.table
    if isinstance(content, Table):
        table = content
        return lambda: csv_pieces(table), 1 + -(-table.count // ROWS_AT_ONCE)
    if isinstance(content, str):
        whole = content.encode()
    else:
        assert not isinstance(content, Picture)
        whole = notebook(content)
    return lambda: (whole,), 1


def beginning(content: Content) -> str:
    """Return the first lines of the file that ``content`` becomes; of a notebook what its cells say."""
    if isinstance(content, Later):
        content = content.shown
    if isinstance(content, TensorNumbers):
        content = content.table
    if isinstance(content, Table):
        lines = [",".join(row) for row in (content.heading, *content.rows(0, _SHOWN_ROWS))]
        return "\n".join([*lines, "…"] if content.count > _SHOWN_ROWS else lines)
    assert not isinstance(content, Picture)
    text = content if isinstance(content, str) else "\n\n".join(cell.strip("\n") for _, cell in content if cell)
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def copy_picture(figure: Figure, scale: float) -> None:
    """Put the figure on the clipboard."""
    QGuiApplication.clipboard().setImage(as_image(figure, scale))


def copy_words(content: Content) -> None:
    """Put a table (text and HTML), a tensor (Python) or a script on the clipboard.

    Raises UserError ``export.too_long_to_copy``.
    """
    if isinstance(content, Later):
        content = content.whole()
    if isinstance(content, Table):
        copy_table(content)
        return
    if isinstance(content, TensorNumbers):
        _check_length(content.table)
        text = content.code()
    elif isinstance(content, str):
        text = content
    else:
        assert not isinstance(content, Picture)
        text = "\n\n".join(cell for kind, cell in content if kind == "code") + "\n"
    QGuiApplication.clipboard().setText(text)


def copy_table(table: Table) -> None:
    """Put a table on the clipboard, as text with tabs and as HTML. Raises UserError ``export.too_long_to_copy``."""
    _check_length(table)
    QGuiApplication.clipboard().setMimeData(table_data(table))


def _check_length(table: Table) -> None:
    if table.count * len(table.columns) > MOST_COPIED:
        raise UserError("export.too_long_to_copy", count=f"{table.count:,}")


def _whole(later: Later) -> Pieces:
    def made() -> Iterator[bytes]:
        yield from pieces(later.whole())[0]()

    return made


def _one(make: Callable[[], bytes]) -> Iterator[bytes]:
    yield make()
