"""LaTeX → painter paths, with places where live numbers are drawn.

ziamath needs some 20 ms for a formula and a slider moves sixty times a second, so a formula is typeset once for each
*shape* of its numbers (``-0.00``) and the digits of the moment are drawn into the places of the zeros. That is exact,
because the digits of the formula font all have the same width.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath, QTransform

UNIT = 100.0  # every formula is typeset at this size and scaled when painted
_MARKER = re.compile(r"<([A-Za-z_]\w*)>")
_NUMBER = re.compile(r"(-?)(\d+\.?\d*|\.\d+)(?:(?:e|×10)([+-]?)0*(\d+))?", re.IGNORECASE)
_PLAIN = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")
_FIRST_COLOR = 0xF00001  # the n-th live value is typeset in this colour plus n, to find its glyphs again
_FUNCTION_BEFORE_BRACKET = r"\\(max|min|exp|ln|log|tanh|sinh|cosh|sin|cos)\s*(?=\(|\\left\s*\()"
# A negative value needs no brackets at the start of a group, after a comparison or after an opening bracket.
_OPEN_BEFORE = re.compile(r"(?:^|[{(\[,=<>&|]|\\(?:le|ge|leq|geq|lt|gt|ne|quad|left\()|\\\\)\s*$")


@dataclass(frozen=True, slots=True)
class NumberShape:
    """How a live value looks but for its digits: LaTeX and glyphs with every digit 0. No glyphs: a fixed word."""

    latex: str
    glyphs: str


@dataclass(frozen=True, slots=True)
class Typeset:
    """A typeset formula in units of which ``UNIT`` make one font size; y points down, the baseline is 0.

    Attributes:
        ink: what is drawn in the ink colour.
        live: signs, points and words of the live values, which keep their place.
        slots: for every live digit the name of its value, the digit's number within that value, and its place.
        box: the bounding box of everything.
    """

    ink: QPainterPath
    live: QPainterPath
    slots: tuple[tuple[str, int, QTransform], ...]
    box: QRectF

    def digits(self, digits: Mapping[str, str]) -> QPainterPath:
        """Return the live digits in their places; ``digits`` gives each value's digits by its name."""
        sheet, path = _digit_sheet()[0], QPainterPath()
        path.setFillRule(_WINDING)
        for name, index, place in self.slots:
            path.addPath(place.map(sheet[int(digits[name][index])]))
        return path


_WINDING = QPainterPath().fillRule().WindingFill
MOST_EFFORT = 1000.0
_SYMBOLS = re.compile(r"\\left|\\right|\\begin\{cases\}|\\end\{cases\}|\\[A-Za-z]+|<[^>]*>|\S")
_OPENING = {"{": 1, r"\left": 1, r"\begin{cases}": 3}
_CLOSING = {"}": 1, r"\right": 1, r"\end{cases}": 3}


def shape_and_digits(text: str) -> tuple[NumberShape, str]:
    """Return the shape of a formatted value and its digits: ``"−0.25"`` → (shape of ``-0.00``, ``"025"``)."""
    match = _NUMBER.fullmatch(text.strip().translate(_PLAIN))
    if not match:
        return NumberShape(_word(text), ""), ""
    sign, mantissa, power_sign, power = match.groups()
    latex, glyphs = ("{-}" if sign else "") + mantissa, sign + mantissa
    if power is not None:
        minus = power_sign == "-"
        latex += rf"\times 10^{{{'{-}' if minus else ''}{power}}}"
        glyphs += "×10" + ("-" if minus else "") + power
    return NumberShape(_zeros(latex), _zeros(glyphs)), "".join(c for c in glyphs if c.isdigit())


def _zeros(text: str) -> str:
    return re.sub(r"\d", "0", text)


def _word(text: str) -> str:
    words = {"inf": r"\infty", "∞": r"\infty", "-inf": r"{-}\infty", "-∞": r"{-}\infty"}
    plain = text.strip().replace("\u2212", "-")
    return words.get(plain) or r"\text{" + re.sub(r"[^\w .+=-]", "", plain).replace("_", " ") + "}"


@lru_cache(maxsize=512)
def typeset(latex: str, shapes: tuple[tuple[str, NumberShape], ...] = ()) -> Typeset | None:
    """Typeset ``latex``, each marker ``<name>`` replaced by the shape of its value.

    Returns None for LaTeX that cannot be typeset, or not in a fraction of a second, so that the caller can say the
    formula another way.
    """
    if _effort(latex) > MOST_EFFORT:
        return None
    try:
        return _typeset(latex, dict(shapes))
    except Exception:  # ziamath raises whatever its parsers meet first, and a formula is no reason to fall
        return None


def _effort(latex: str) -> float:
    """Return what typesetting costs, in symbols of a formula without brackets: some 0.3 ms each.

    ziamath lays out what is in a bracket, a fraction or an exponent twice, in a case some eight times: twenty nested
    cases would take it days.
    """
    depth, effort = 0, 0.0
    for symbol in _SYMBOLS.findall(latex):
        if symbol in _OPENING:
            depth += _OPENING[symbol]
        elif symbol in _CLOSING:
            depth -= _CLOSING[symbol]
        else:
            effort += 2.0 ** min(depth, 60)
    return effort


def _typeset(latex: str, shapes: Mapping[str, NumberShape]) -> Typeset:
    colored, names = _colored(_well_spaced(latex), shapes)
    image = _draw(colored)
    ink, live = QPainterPath(), QPainterPath()
    ink.setFillRule(_WINDING)
    live.setFillRule(_WINDING)
    glyphs: list[list[QPainterPath]] = [[] for _ in names]
    for element in image:
        number = _color_number(element.attrib.get("fill", ""))
        if 0 <= number < len(names):
            glyphs[number].append(_outline(element))
        else:
            ink.addPath(_outline(element))
    slots: list[tuple[str, int, QTransform]] = []
    for name, paths in zip(names, glyphs, strict=True):
        slots += _slots(name, paths, shapes[name].glyphs, live)
    left, top, width, height = (float(n) for n in image.attrib["viewBox"].split())
    return Typeset(ink, live, tuple(slots), QRectF(left, top, width, height))


def _well_spaced(latex: str) -> str:
    """Return LaTeX that ziamath spaces as TeX does.

    ziamath puts a gap between a function's name and its bracket, sets the columns of ``cases`` close, and stacks the
    limits of a sum inside a fraction.
    """
    factor = r"(?:(\\[A-Za-z]+)|([\w)}>]))\s*(?=" + _FUNCTION_BEFORE_BRACKET + ")"
    latex = re.sub(factor, lambda m: m[0] if m[1] else m[2] + r"\,", latex)
    latex = re.sub(_FUNCTION_BEFORE_BRACKET, r"\\mathrm{\1}", latex)
    cases = r"\\begin\{cases\}.*?\\end\{cases\}"
    latex = re.sub(cases, lambda m: m[0].replace("&", r"&\quad "), latex, flags=re.DOTALL)
    latex = re.sub(r"\\(ln|log)\s*(?=\\sum)", r"\\\1\\,", latex)
    return re.sub(r"\\sum_(\{[^{}]*\}|\w)", r"{\\sum}_\1\\,", latex)


def _colored(latex: str, shapes: Mapping[str, NumberShape]) -> tuple[str, list[str]]:
    """Return the LaTeX with each live value in a colour of its own, and the values' names in that order."""
    names: list[str] = []

    def value(match: re.Match[str]) -> str:
        shape = shapes.get(match[1])
        if shape is None:
            return match[0]
        color = f"#{_FIRST_COLOR + len(names):06x}"
        names.append(match[1])
        body = rf" {{\textcolor{{{color}}}{{{shape.latex}}}}} "
        power_follows = latex[match.end() :].lstrip().startswith("^")
        bare = _OPEN_BEFORE.search(latex[: match.start()]) and not power_follows
        return body if bare or not shape.latex.startswith("{-}") else rf"\left({body}\right)"

    return _MARKER.sub(value, latex).replace("\\\\\\", "\\\\ \\"), names


def _slots(name: str, paths: list[QPainterPath], glyphs: str, live: QPainterPath) -> list[tuple[str, int, QTransform]]:
    """Add what stays of one value to ``live`` and return where its digits go."""
    if glyphs and len(glyphs) != len(paths):
        raise ValueError(f"{len(paths)} outlines for {glyphs!r}")
    zero = _digit_sheet()[1]
    slots: list[tuple[str, int, QTransform]] = []
    for number, path in enumerate(paths):
        if not glyphs or glyphs[number] != "0":
            live.addPath(path)
            continue
        box = path.boundingRect()
        place = QTransform.fromTranslate(box.left(), box.top())
        size = box.height() / zero.height()  # smaller in an exponent
        place.scale(size, size).translate(-zero.left(), -zero.top())
        slots.append((name, len(slots), place))
    return slots


@lru_cache(maxsize=1)
def _digit_sheet() -> tuple[list[QPainterPath], QRectF]:
    """Return the outlines of 0 to 9, each drawn at the origin, and the bounding box of 0."""
    paths = [_outline(e) for e in _draw("0123456789")]
    width = _advance()
    sheet = [path.translated(-number * width, 0.0) for number, path in enumerate(paths)]
    return sheet, sheet[0].boundingRect()


def _advance() -> float:
    first, second = (_outline(e).boundingRect().left() for e in _draw("00"))
    return second - first


def _draw(latex: str) -> Element:
    with warnings.catch_warnings():  # it opens its font by a deprecated call
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath  # 0.2 s: only when the first formula is wanted

    ziamath.config.svg2 = False
    return ziamath.Latex(latex, size=UNIT).svgxml()


def _color_number(fill: str) -> int:
    return int(fill[1:], 16) - _FIRST_COLOR if re.fullmatch(r"#[0-9a-f]{6}", fill) else -1


def _outline(element: Element) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(_WINDING)
    if element.tag == "rect":
        x, y, width, height = (float(element.attrib[k]) for k in ("x", "y", "width", "height"))
        path.addRect(x, y, width, height)
    elif element.tag == "path":
        _add_commands(path, element.attrib["d"].split())
    else:
        raise ValueError(f"cannot draw <{element.tag}>")
    return path


def _add_commands(path: QPainterPath, parts: list[str]) -> None:
    verbs = {"M": (path.moveTo, 2), "L": (path.lineTo, 2), "Q": (path.quadTo, 4), "C": (path.cubicTo, 6)}
    at = 0
    while at < len(parts):
        if parts[at] == "Z":
            path.closeSubpath()
            at += 1
            continue
        verb, count = verbs[parts[at]]
        verb(*(float(n) for n in parts[at + 1 : at + 1 + count]))
        at += 1 + count


_WORDED = re.compile(r"\\(?:text|operatorname|mathrm|mathit|mathbf)\s*\{([^{}]*)\}")
_TOKEN = re.compile(r"\\(?:begin|end)\s*\{\w+\*?\}|\"[^\"]*\"|\\[A-Za-z]+|\\.|<[A-Za-z_]\w*>|\d+\.?\d*|[^\s]")
_SAID = {
    **{r"\cdot": "·", r"\times": "×", r"\le": " ≤ ", r"\leq": " ≤ ", r"\ge": " ≥ ", r"\geq": " ≥ ", r"\ne": " ≠ "},
    **{r"\lt": " < ", r"\gt": " > ", r"\infty": "∞", r"\pi": "π", r"\Phi": "Φ", r"\sigma": "σ", r"\alpha": "α"},
    **{r"\beta": "β", r"\gamma": "γ", r"\lambda": "λ", r"\theta": "θ", r"\odot": " ⊙ ", r"\sim": " ~ "},
    **{r"\left": "", r"\right": "", r"\displaystyle": "", r"\tfrac": r"\frac", r"\dfrac": r"\frac", "\\\\": "; "},
    **{r"\,": "", r"\;": " ", r"\:": " ", r"\!": "", r"\ ": " ", r"\quad": " ", r"\qquad": " ", r"\big": "", "&": ", "},
    **{"=": " = ", "+": " + ", "<": " < ", ">": " > ", ",": ", ", r"\{": "{", r"\}": "}", r"\in": " ∈ "},
}


@lru_cache(maxsize=512)
def readable(latex: str) -> str:
    r"""Return a formula as plain text, markers kept: ``\frac{1}{1+e^{-x}}`` → ``1/(1 + e^(−x))``."""
    tokens = _TOKEN.findall(_WORDED.sub(lambda m: f'"{m[1]}"', latex))
    tokens.reverse()
    said = ""
    while tokens:
        said += _said(tokens, said)
    return _tidy(said)


def _said(tokens: list[str], before: str) -> str:
    """Take the next thing from ``tokens`` (last first) and return it as text; ``before`` is what precedes it."""
    token = tokens.pop()
    if token == "{":
        inside = ""
        while tokens and tokens[-1] != "}":
            inside += _said(tokens, inside)
        if tokens:
            tokens.pop()
        return inside
    if token in (r"\frac", r"\tfrac", r"\dfrac"):
        return f"{_argument(tokens)}/{_argument(tokens)}"
    if token == r"\sqrt":
        return "√" + _argument(tokens)
    if token == r"\sum":
        below = _said(tokens, "") if tokens and tokens[-1] == "_" else ""
        return f"Σ{below} "
    if token in ("^", "_"):
        return token + _argument(tokens)
    if token == r"\textcolor":
        _argument(tokens)
        return _argument(tokens)
    if token == "-":
        return " − " if re.search(r"[\w)\]>}|]\s*$", before) else "−"
    if token.startswith((r"\begin", r"\end")):
        return "{ " if token.startswith(r"\begin") else " }"
    if token.startswith('"'):
        return f" {token[1:-1]}"
    if token in _SAID:
        return _SAID[token]
    return f" {token[1:]} " if token.startswith("\\") else token


def _argument(tokens: list[str]) -> str:
    said = _tidy(_said(tokens, "")) if tokens else ""
    return said if re.fullmatch(r"[\w.∞]*|<\w+>", said) else f"({said})"


def _tidy(said: str) -> str:
    said = re.sub(r"\s+", " ", said)
    said = re.sub(r"([(\[·×/√]) |(\w) (?=\()", r"\1\2", said)
    return re.sub(r" ([,;)\]])", r"\1", said).replace(",,", ",").strip()


def fill_markers(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with each marker ``<name>`` replaced by its value; unknown markers stay."""
    return _MARKER.sub(lambda m: values.get(m[1], m[0]), text)
