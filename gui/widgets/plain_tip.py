"""Tool tips that show words as they stand."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """Return ``text`` as a tool tip; a file that is called ``<b>`` would be read as HTML."""
    return f"<p style='white-space:pre'>{escape(text)}</p>" if "<" in text else text
