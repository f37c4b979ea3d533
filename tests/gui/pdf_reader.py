"""Reads back what Qt wrote into a PDF: pages, their size, the fonts inside, and the text by font."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+) [-\d.]+ Tf|<([0-9a-fA-F]+)> ?Tj|\[((?:<[0-9a-fA-F]+>|[-\d.\s]+)*)\] ?TJ")


@dataclass(frozen=True)
class Font:
    """A font of the file: its name without the subset's tag, and whether its letters are inside."""

    name: str
    embedded: bool


@dataclass(frozen=True)
class Page:
    """A page: its size in points, and its text piece by piece with the font of each."""

    size: tuple[float, float]
    pieces: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """All of its text without blanks: a PDF places letters, and Qt may write a control character for a gap."""
        return "".join(letter for _, text in self.pieces for letter in text if letter > " " and not letter.isspace())


class Pdf:
    """A PDF file as Qt writes it."""

    def __init__(self, data: bytes) -> None:
        assert data.startswith(b"%PDF-")
        self._objects = {int(number): body for number, body in _OBJECT.findall(data)}
        self.fonts = {number: self._font(number) for number in self._objects if self._is(number, b"Font", b"Type0")}
        self.pages = [self._page(body) for body in self._objects.values() if re.search(rb"/Type\s*/Page\b", body)]

    @property
    def text(self) -> str:
        """The text of all pages without blanks."""
        return "".join(page.text for page in self.pages)

    def _is(self, number: int, type: bytes, subtype: bytes) -> bool:
        body = self._objects[number]
        return bool(re.search(rb"/Type\s*/" + type + rb"\b", body) and re.search(rb"/Subtype\s*/" + subtype, body))

    def _referred(self, body: bytes, key: bytes) -> int:
        found = re.search(rb"/" + key + rb"\s*\[?\s*(\d+) 0 R", body)
        assert found, (key, body[:200])
        return int(found.group(1))

    def _stream(self, number: int) -> bytes:
        body = self._objects[number]
        found = _STREAM.search(body)
        assert found
        # What is compressed knows its own end; the lines around it do not.
        return zlib.decompressobj().decompress(found.group(1)) if b"FlateDecode" in body else found.group(1)

    def _font(self, number: int) -> Font:
        body = self._objects[self._referred(self._objects[number], b"DescendantFonts")]
        described = self._objects[self._referred(body, b"FontDescriptor")]
        name = re.search(rb"/FontName\s*/(?:\w+\+)?([\w-]+)", described)
        assert name
        file = re.search(rb"/FontFile[23]?\s+(\d+) 0 R", described)
        return Font(name.group(1).decode(), bool(file) and len(self._stream(int(file.group(1)))) > 500)

    def _letters(self, number: int) -> dict[int, str]:
        """Return what each glyph of a font reads as."""
        table = self._stream(self._referred(self._objects[number], b"ToUnicode"))
        letters: dict[int, str] = {}
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
            for glyph, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
                letters[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
            for low, high, text in re.findall(
                rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(\[.*?\]|<[0-9a-fA-F]+>)", block, re.DOTALL
            ):
                texts = re.findall(rb"<([0-9a-fA-F]+)>", text)
                for offset in range(int(high, 16) - int(low, 16) + 1):
                    listed = texts[offset] if text.startswith(b"[") else b"%04x" % (int(texts[0], 16) + offset)
                    letters[int(low, 16) + offset] = bytes.fromhex(listed.decode()).decode("utf-16-be", "replace")
        return letters

    def _page(self, body: bytes) -> Page:
        box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", body)
        assert box
        resources = self._objects[self._referred(body, b"Resources")]
        named = {name.decode(): int(n) for name, n in re.findall(rb"/(F\d+)\s+(\d+) 0 R", resources)}
        maps = {name: self._letters(number) for name, number in named.items()}
        pieces, font = [], ""
        for name, one, many in _SHOWN.findall(self._stream(self._referred(body, b"Contents"))):
            if name:
                font = name.decode()
                continue
            codes = one or b"".join(re.findall(rb"<([0-9a-fA-F]+)>", many))
            glyphs = [int(codes[i : i + 4], 16) for i in range(0, len(codes), 4)]
            pieces.append((self.fonts[named[font]].name, "".join(maps[font].get(glyph, "\ufffd") for glyph in glyphs)))
        return Page((float(box.group(1)), float(box.group(2))), tuple(pieces))
