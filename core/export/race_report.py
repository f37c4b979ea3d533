"""A training race → a report to hand in: one HTML page that needs nothing else, with its pictures inside."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

_STYLE = """
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 Pretendard, "Malgun Gothic",
  "Apple SD Gothic Neo", "Noto Sans KR", system-ui, sans-serif; color: #18202b; background: #fff; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2rem; border-bottom: 1px solid #c8ced6; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .2rem 1.2rem .2rem 0; }
tr + tr > * { border-top: 1px solid #e2e5ea; } img { max-width: 100%; margin: .5rem 0; }
.text { white-space: pre-wrap; } .aside { color: #5a6675; }
@media print { h2, table, img { break-inside: avoid; } }
"""


def race_report(lang: str, title: str, parts: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """Return the page: ``title``, and for each of ``parts`` a heading above what ``text``, ``aside``, … have made."""
    body = [f"<h1>{escape(title)}</h1>"]
    for heading, pieces in parts:
        body += [f"<h2>{escape(heading)}</h2>", *pieces]
    head = f'<meta charset="utf-8">\n<title>{escape(title)}</title>\n<style>{_STYLE}</style>'
    page = f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n{head}\n</head>\n<body>\n' + "\n".join(body)
    return f"{page}\n</body>\n</html>\n".encode()


def text(words: str) -> str:
    """Return what a person wrote, line breaks kept."""
    return f'<p class="text">{escape(words)}</p>'


def aside(words: str) -> str:
    """Return a remark."""
    return f'<p class="aside">{escape(words)}</p>'


def table(rows: Sequence[Sequence[str]], has_heading: bool) -> str:
    """Return a table; the first cell of every row heads it, and with ``has_heading`` the first row all of them."""
    lines = []
    for number, row in enumerate(rows):
        kinds = ["th" if (has_heading and not number) or (not has_heading and not place) else "td"
                 for place in range(len(row))]  # fmt: skip
        lines.append("".join(f"<{kind}>{escape(cell)}</{kind}>" for kind, cell in zip(kinds, row, strict=True)))
    return "<table>\n" + "\n".join(f"<tr>{line}</tr>" for line in lines) + "\n</table>"


def picture(png: bytes, said: str) -> str:
    """Return a picture, ``said`` for who cannot see it."""
    return f'<img alt="{escape(said, quote=True)}" src="data:image/png;base64,{b64encode(png).decode()}">'
