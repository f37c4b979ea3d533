"""The bytes of a text file → text, in the encodings that files at Korean schools are in."""

from __future__ import annotations

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 4096


def text_of(data: bytes, is_cut_off: bool = False) -> str | None:
    """Return the text, None if it is none: UTF-8 or UTF-16 with a mark, UTF-8 without, or CP949, as Excel in Korean
    writes it unless it is told otherwise.

    ``is_cut_off``: there was more, so the end may fall into the middle of a character.
    """
    is_utf16 = data.startswith(_UTF16_MARKS)
    if b"\0" in data[:_LOOKED_AT] and not is_utf16:
        return None
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp949"):
        for missing in range(4 if is_cut_off else 1):
            try:
                return data[: len(data) - missing].decode(encoding).lstrip("\ufeff")
            except UnicodeDecodeError:
                continue
    return None
