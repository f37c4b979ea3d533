"""A file of numbers → a tensor."""

from __future__ import annotations

from pathlib import Path

from core.files import read_at_most
from core.tensors import MAX_CHARS, TensorValue, parse
from core.text import UserError
from core.text_files import text_of


def read_tensor(path: Path) -> TensorValue:
    """Return the tensor in a text file: CSV with commas, semicolons or tabs, or whatever ``parse`` understands.

    Between semicolons, as between tabs, ``1,5`` is 1.5. Not more of the file is read than may be used. Raises UserError
    ``file.*``, ``tensor.file_too_large``, ``tensor.file_not_text`` or ``tensor.file`` naming row and column.
    """
    data = read_at_most(path, MAX_CHARS)
    if len(data) > MAX_CHARS:
        raise UserError("tensor.file_too_large", name=path.name, limit=MAX_CHARS // 10**6)
    text = text_of(data)
    if text is None:
        raise UserError("tensor.file_not_text", name=path.name)
    first = text.lstrip()[:MAX_CHARS].split("\n", 1)[0]
    if ";" in first and "\t" not in first and "[" not in first:
        text = text.replace(";", "\t")
    try:
        return parse(text)
    except UserError as error:
        raise UserError("tensor.file", name=path.name, reason=error) from None
