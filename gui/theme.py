"""Theme tokens → palette and style sheet. Widgets that paint themselves read the tokens directly."""

from __future__ import annotations

import string
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import msgspec
from PySide6.QtGui import QColor, QFont, QPalette

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
THEMES_FILE = RESOURCES / "themes.toml"
STYLE_FILE = RESOURCES / "style.qss"
FONT_FILES = ("Pretendard-Regular.otf", "Pretendard-Bold.otf", "NanumGothicCoding.ttf")
SANS = "Pretendard"
MONO = "NanumGothicCoding"


class Tokens(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One theme as it stands in ``resources/themes.toml``: colours as #RRGGBB, sizes in pixels at 100 % zoom."""

    background: str
    card: str
    border: str
    control_border: str
    ink: str
    muted: str
    accent: str
    accent_ink: str
    accent_soft: str
    hover: str
    probe: str
    probe_ink: str
    error: str
    error_soft: str
    right: str
    right_soft: str
    grid: str
    axis: str
    saturation: str
    slope: str
    positive: str
    negative: str
    series: list[str]
    base_font: int
    number_font: int
    readout_font: int
    small_font: int
    curve_width: int
    point_size: int
    target: int
    reading_contrast: float


@dataclass(frozen=True)
class Theme:
    """The tokens of one theme at one zoom. ``px`` scales a size given at 100 %.

    ``family`` is the font of words; ``moves`` whether something may glide to show what became what.
    """

    name: str
    tokens: Tokens
    zoom: float = 1.0
    family: str = SANS
    moves: bool = True

    def px(self, size: float) -> int:
        """Return ``size`` (pixels at 100 % zoom) at this zoom, at least 1."""
        return max(1, round(size * self.zoom))

    @property
    def em(self) -> int:
        """Return the base font's pixel size at this zoom: the unit of the layout."""
        return self.px(self.tokens.base_font)

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """Return a colour token such as ``"accent"``, or ``"series_0"`` to ``"series_4"``, with the given opacity."""
        color = QColor(self.hex_of(token))
        color.setAlphaF(alpha)
        return color

    def hex_of(self, token: str) -> str:
        """Return a colour token as #RRGGBB."""
        name, _, number = token.partition("_")
        if name == "series" and number:
            return self.tokens.series[int(number)]
        value: str = getattr(self.tokens, token)
        return value

    def for_words(self, token: str) -> str:
        """Return the token itself if words in its colour can be read on a card, else ``"ink"``."""
        readable = contrast(self.hex_of(token), self.tokens.card) >= self.tokens.reading_contrast
        return token if readable else "ink"

    def font(self, token: str = "base_font", mono: bool = False, bold: bool = False) -> QFont:
        """Return the font of a size token such as ``"number_font"``."""
        # The monospaced font has no minus sign U+2212: that one comes from the other.
        font = QFont([MONO, self.family, SANS] if mono else [self.family, SANS])
        font.setPixelSize(self.px(getattr(self.tokens, token)))
        font.setBold(bold)
        return font

    def zoomed(self, zoom: float) -> Theme:
        """Return this theme at another zoom (1.0 is 100 %)."""
        return replace(self, zoom=zoom)

    def high_contrast(self) -> Theme:
        """Return this theme with lines and secondary words in full ink, and wider curves."""
        ink = self.tokens.ink
        lines = {"border": ink, "control_border": ink, "muted": ink, "axis": ink}
        tokens = msgspec.structs.replace(self.tokens, **lines, curve_width=self.tokens.curve_width + 1)
        return replace(self, tokens=tokens)

    def palette(self) -> QPalette:
        """Return the application palette: what Qt paints where the style sheet is silent."""
        palette = QPalette()
        roles = QPalette.ColorRole
        for role, token in (
            (roles.Window, "background"),
            (roles.Base, "card"),
            (roles.AlternateBase, "background"),
            (roles.Button, "card"),
            (roles.ToolTipBase, "card"),
            (roles.WindowText, "ink"),
            (roles.Text, "ink"),
            (roles.ButtonText, "ink"),
            (roles.ToolTipText, "ink"),
            (roles.PlaceholderText, "muted"),
            (roles.Highlight, "accent"),
            (roles.HighlightedText, "accent_ink"),
            (roles.Link, "accent"),
        ):
            palette.setColor(role, self.color(token))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("muted"))
        return palette

    def style_sheet(self) -> str:
        """Return ``resources/style.qss`` with ``$token`` and ``${n}px`` (a size at 100 %) filled in."""
        values = {name: getattr(self.tokens, name) for name in Tokens.__struct_fields__}
        sizes = ("base_font", "number_font", "readout_font", "small_font", "target", "curve_width", "point_size")
        values |= {name: self.px(values[name]) for name in sizes}
        values["page_font"] = self.px(self.tokens.base_font * 1.35)
        # What padding and frame leave of the narrowest target.
        values["least_width"] = max(self.px(16), values["target"] - 2 * self.px(8) - 2)
        # A filled button's frame of the keyboard is two pixels wider than its border, inside the same size.
        values["framed_target"], values["framed_padding"] = values["target"] - 4, max(0, self.px(8) - 2)
        values |= {f"px{n}": self.px(n) for n in range(1, 65)}
        values |= {"sans": self.family, "mono": MONO, "resources": RESOURCES.as_posix()}
        return string.Template(_style_template()).substitute(values)


@cache
def _style_template() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


@cache
def load_themes() -> dict[str, Theme]:
    """Return the themes of ``resources/themes.toml`` by name."""
    tokens = msgspec.toml.decode(THEMES_FILE.read_bytes(), type=dict[str, Tokens])
    return {name: Theme(name, t) for name, t in tokens.items()}


@cache
def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two #RRGGBB colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
