"""The formula strip: what is typeset, where the live digits stand, what is read aloud."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter, QPainterPath

from core.activations import ACTIVATIONS
from core.text import words_in
from gui.theme import FONT_FILES, RESOURCES, contrast, load_themes
from gui.widgets.formula_view import FormulaView
from gui.widgets.typesetting import readable, shape_and_digits, typeset

# The off-screen platform says so whenever a window with a minimum size or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEAKY = r"\max(0,x)+<negative_slope>\cdot\min(0,x)"
CASES = r"\begin{cases}<max_val>&x> <max_val>\\<min_val>&x< <min_val>\\x&\text{otherwise}\end{cases}"
SIGMOID = r"\frac{1}{1+e^{-x}}"
GELU = r"\frac{x}{2}\left(1+\operatorname{erf}\frac{x}{\sqrt{2}}\right)"


@pytest.fixture
def view(qtbot):
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))

    def make(theme: str = "light", warm: bool = True, width: int = 600) -> FormulaView:
        made = FormulaView(words_in("ko"), load_themes()[theme])
        qtbot.addWidget(made)
        made.resize(width, made.sizeHint().height())
        if warm:
            made.warm_up()
        return made

    return make


def picture(view: FormulaView) -> QImage:
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(load_themes()["light"].tokens.card))
    view.render(image)
    return image


def drawn_with(path: QPainterPath) -> QImage:
    image = QImage(900, 300, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(10, 200)
    painter.fillPath(path, QColor("black"))
    painter.end()
    return image


def pixels_of(image: QImage, color: str, tolerance: int = 40) -> list[tuple[int, int]]:
    wanted = QColor(color)
    found = []
    for y in range(image.height()):
        for x in range(image.width()):
            seen = image.pixelColor(x, y)
            far = abs(seen.red() - wanted.red()) + abs(seen.green() - wanted.green()) + abs(seen.blue() - wanted.blue())
            if far <= tolerance:
                found.append((x, y))
    return found


@pytest.mark.parametrize(("value", "latex"), [("0.37", "0.37"), ("982.4", "982.4"), ("−1.50", "{-}1.50")])
def test_live_digits_stand_exactly_where_the_typesetter_would_put_them(value, latex):
    shape, digits = shape_and_digits(value)
    live = typeset("<a>x", (("a", shape),))
    whole = QPainterPath(live.ink)
    whole.addPath(live.live)
    whole.addPath(live.digits({"a": digits}))
    whole.setFillRule(whole.fillRule().WindingFill)
    straight = typeset(rf" {{\textcolor{{black}}{{{latex}}}}} x").ink
    first, second = drawn_with(whole), drawn_with(straight)
    differing = sum(
        abs(first.pixelColor(x, y).red() - second.pixelColor(x, y).red()) > 100
        for x in range(0, 600, 2)
        for y in range(100, 260, 2)
    )
    assert differing == 0
    assert straight.boundingRect().width() == pytest.approx(whole.boundingRect().width(), abs=0.5)


def test_digits_in_an_exponent_are_smaller():
    shape, digits = shape_and_digits("2.5")
    small = typeset("e^{<a>}", (("a", shape),)).digits({"a": digits}).boundingRect()
    large = typeset("<a>", (("a", shape),)).digits({"a": digits}).boundingRect()
    assert 0.5 < small.height() / large.height() < 0.85
    assert small.top() < large.top()


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_the_live_value_is_in_the_probe_colour_between_the_inks(view, theme):
    tokens = load_themes()[theme].tokens
    shown = view(theme, width=1200)
    shown.show_formula(LEAKY, "f(x)=", {"negative_slope": "0.10"})
    image = picture(shown)
    live, ink = pixels_of(image, tokens.probe_ink), pixels_of(image, tokens.ink)
    assert len(live) > 20
    assert min(x for x, _ in ink) < min(x for x, _ in live)
    assert max(x for x, _ in ink) > max(x for x, _ in live)
    assert contrast(tokens.probe_ink, tokens.card) >= tokens.reading_contrast


def test_another_digit_changes_the_live_pixels_only_and_typesets_nothing(view):
    tokens = load_themes()["light"].tokens
    shown = view()
    shown.show_formula(LEAKY, "f(x)=", {"negative_slope": "0.10"})
    before = picture(shown)
    typesettings = typeset.cache_info().misses
    shown.show_formula(LEAKY, "f(x)=", {"negative_slope": "0.48"})
    after = picture(shown)
    assert typeset.cache_info().misses == typesettings
    assert pixels_of(before, tokens.ink) == pixels_of(after, tokens.ink)
    assert pixels_of(before, tokens.probe_ink) != pixels_of(after, tokens.probe_ink)


def test_a_value_that_stands_twice_is_live_twice():
    shape, _ = shape_and_digits("1.0")
    lower, _ = shape_and_digits("−1.0")
    made = typeset(CASES, (("max_val", shape), ("min_val", lower)))
    assert [(name, number) for name, number, _ in made.slots].count(("max_val", 0)) == 2
    assert len(made.slots) == 8


@pytest.mark.parametrize(
    ("latex", "brackets"), [("x+<a>y", 2), ("<a>y", 0), ("e^{<a>}", 0), ("<a>^2", 2), ("x< <a>", 0), ("f(<a>, 1)", 2)]
)
def test_a_negative_value_gets_brackets_where_its_sign_would_clash(latex, brackets):
    shape, _ = shape_and_digits("−2")
    plain = latex.replace("<a>", "2")
    outlines = typeset(latex, (("a", shape),)).ink.toSubpathPolygons()
    without = typeset(plain).ink.toSubpathPolygons()
    two = len(typeset("2").ink.toSubpathPolygons())
    added = len(outlines) - (len(without) - two)
    assert added == (brackets if "f(" not in latex else 0)


@pytest.mark.parametrize("latex", [LEAKY, CASES, SIGMOID, GELU])
@pytest.mark.parametrize("width", [160, 260, 600])
def test_no_formula_is_cut_off(view, latex, width):
    shown = view(width=width)
    shown.show_formula(latex, "f(x)=", {"negative_slope": "0.10", "max_val": "1.0", "min_val": "−1.0"})
    image = picture(shown)
    paper = image.pixelColor(image.width() - 1, 0)
    edges = [(x, y) for x in (image.width() - 1,) for y in range(image.height())]
    edges += [(x, y) for y in (0, image.height() - 1) for x in range(image.width())]
    assert all(image.pixelColor(x, y) == paper for x, y in edges)
    assert max(x for x, _ in pixels_of(image, load_themes()["light"].tokens.ink, 200)) > 60


@pytest.mark.parametrize("latex", [r"\frac{1}{", r"\begin{cases}x", r"}{", r"\unknown{<a>}", ""])
def test_latex_that_cannot_be_typeset_is_written_plainly_and_never_raises(view, latex):
    shown = view()
    shown.show_formula(latex, "f(x)=", {"a": "1.0"})
    assert len(pixels_of(picture(shown), load_themes()["light"].tokens.ink, 200)) > 20


def test_before_the_typesetter_is_there_the_formula_is_plain_text(view):
    shown = view(warm=False)
    shown.show_formula(LEAKY, "f(x)=", {"negative_slope": "0.10"})
    plain = picture(shown)
    assert len(pixels_of(plain, load_themes()["light"].tokens.ink, 200)) > 100
    shown.warm_up()
    assert picture(shown) != plain


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (LEAKY, "max(0, x) + 0.10·min(0, x)"),
        (SIGMOID, "1/(1 + e^(−x))"),
        (r"x\,\sigma(x)", "xσ(x)"),
        (r"\frac{x}{\sqrt{2}}", "x/(√2)"),
        (r"\begin{cases}1&x>0\\0&x\le 0\end{cases}", "{ 1, x > 0; 0, x ≤ 0 }"),
        (r"\ln\frac{1}{x}", "ln 1/x"),
        (r"|x| - \ln \sum_j e^{x_j}", "|x| − ln Σ_j e^x_j"),
        (r"x\cdot\operatorname{erf}(x)", "x·erf(x)"),
        (r"\frac{e^{x_i}}{\sum_{j}e^{x_j}}", "(e^x_i)/(Σ_j e^x_j)"),
    ],
)
def test_a_screen_reader_hears_the_formula(view, latex, text):
    shown = view(warm=False)
    shown.show_formula(latex, "", {"negative_slope": "0.10"})
    assert shown.accessibleName() == text


def test_spoken_values_follow_the_slider(view):
    shown = view()
    shown.show_formula(LEAKY, "f(x)=", {"negative_slope": "0.10"})
    shown.show_formula(LEAKY, "f(x)=", {"negative_slope": "0.48"})
    assert shown.accessibleName() == "f(x) = max(0, x) + 0.48·min(0, x)"


@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda record: record.key)
def test_every_formula_of_the_catalogue_is_typeset_with_its_live_values(record):
    latex, params = record.latex(record.defaults()), record.defaults()
    both = {name: shape_and_digits(str(value)) for name, value in params.items()}
    made = typeset("f(x)=" + latex, tuple((name, shape) for name, (shape, _) in both.items()))
    assert made is not None
    live = {name for name, _, _ in made.slots}
    assert live == {name for name in params if f"<{name}>" in latex}
    assert not re.search(r"[\\{}&]", readable(latex).replace("{ ", "").replace(" }", ""))


def test_reading_keeps_the_markers():
    assert readable("<a>x+1") == "<a>x + 1"


@pytest.mark.parametrize(
    ("text", "glyphs", "digits"),
    [
        ("0.10", "0.00", "010"),
        ("−0.25", "-0.00", "025"),
        ("1.5e-05", "0.0×00-0", "15105"),
        ("1.5×10⁻⁵", "0.0×00-0", "15105"),
        ("tanh", "", ""),
    ],
)
def test_a_value_splits_into_shape_and_digits(text, glyphs, digits):
    shape, found = shape_and_digits(text)
    assert (shape.glyphs, found) == (glyphs, digits)


def test_the_strip_keeps_one_height_for_every_formula(view):
    shown = view()
    heights = set()
    for latex in (LEAKY, CASES, SIGMOID, GELU):
        shown.show_formula(latex, "f(x)=", {"negative_slope": "0.1", "max_val": "1", "min_val": "0"})
        heights.add(shown.sizeHint().height())
    assert heights == {round(3.5 * 15)}
