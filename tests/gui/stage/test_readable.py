"""From the last row: letters, contrasts, curves and points, measured in the picture of the stage at three sizes.

SCREENS.md asks for text of 25 px and readouts of 36 px. A digit of the sans font is 0.71 of the font's size high; that
is what is looked for in the pixels.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QWidget

from core.tensor_value import TensorValue
from core.text import LANGUAGES, Lang
from gui.theme import contrast
from gui.widgets.plot_grid import number_row
from tests.conftest import Launch
from tests.gui.looking import cut_off, overlapping
from tests.gui.stage.audience import SIZES, Audience, Ink, ink_in

LABS = ("explore", "compare", "neuron", "softmax", "gradient", "race")
DIGIT = 0.71
TEXT, READOUT, CONTRAST = 25, 36, 7.0


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    found: tuple[int, int] = request.param
    return found


def tall(ink: Ink) -> float:
    """Return the font size that the highest letters come from, at least."""
    return max(ink.heights) / DIGIT


def test_the_words_and_numbers_of_the_stage_are_large_and_strong(launch: Launch, size: tuple[int, int]) -> None:
    audience = Audience(launch(language="en"))
    explore(audience, function="sigmoid", tensor=TensorValue.of([1.5, 0.5, 2.5]), selected=2, decimals=3)
    body = audience.project(size).body
    picture = audience.picture()

    title = ink_in(picture, part_of(audience, body.head, 0.0, 0.15))
    assert tall(title) >= READOUT
    assert title.contrast >= CONTRAST

    foot = ink_in(picture, part_of(audience, body.footer, 0.0, 0.5))
    assert tall(foot) >= TEXT
    assert foot.contrast >= CONTRAST

    for card in body.cards[:2]:
        box = audience.box(card).adjusted(10, 10, -10, -10)
        line = QFontMetricsF(card._label_font).height()
        label = ink_in(picture, QRect(box.left(), box.top(), box.width(), round(line)))
        assert tall(label) >= TEXT
        assert label.contrast >= CONTRAST
        numbers = ink_in(picture, box.adjusted(0, round(line) + 2, 0, 0))
        digits = [height for height in numbers.heights if height >= 0.5 * max(numbers.heights)]
        # Brackets are higher than digits; the digits are the many.
        assert sorted(digits)[len(digits) // 2] / DIGIT >= READOUT
        assert numbers.contrast >= CONTRAST


def test_the_numbers_along_the_axes_can_be_read(launch: Launch, size: tuple[int, int]) -> None:
    audience = Audience(launch(language="ko"))
    explore(audience, function="relu", tensor=TensorValue.of([2.0]), selected=0, x_view=(-7.0, 7.0))
    audience.project(size)
    plot = audience.projection._stages["explore"].curve
    theme = audience.stage.theme
    height = QFontMetricsF(theme.font("small_font")).height()
    row = number_row(plot.frame, height, theme)
    right = round(plot.frame.px(plot.tick_positions()[0][-1])) + theme.px(4)
    corner = plot.mapTo(audience.stage, QPoint(right, round(row) + 1))
    ink = ink_in(audience.picture(), QRect(corner.x(), corner.y(), round(height * 0.9), round(height) - 2))
    assert tall(ink) >= TEXT
    assert ink.contrast >= CONTRAST


def test_the_readout_at_the_point_is_large(launch: Launch, size: tuple[int, int]) -> None:
    audience = Audience(launch(language="en"))
    explore(audience, function="relu", tensor=TensorValue.of([2.0]), selected=0)
    audience.project(size)
    plot = audience.projection._stages["explore"].curve
    audience.picture()
    box = plot.readout_box()
    assert box is not None
    theme = audience.stage.theme
    small = QFontMetricsF(theme.font("small_font")).height()
    top = plot.mapTo(audience.stage, box.topLeft().toPoint())
    inside = QRect(top.x() + 8, top.y() + 8, round(box.width()) - 16, round(box.height()) - 16)
    middle = inside.adjusted(0, round(small), 0, -round(small) + 2)
    ink = ink_in(audience.picture(), middle)
    assert tall(ink) >= READOUT
    assert ink.contrast >= CONTRAST


def test_curve_and_point_are_thick(launch: Launch, size: tuple[int, int]) -> None:
    audience = Audience(launch(language="ko"))
    explore(audience, function="relu", tensor=TensorValue.of([4.0]), selected=0, x_view=(-7.0, 7.0))
    audience.project(size)
    picture, theme = audience.picture(), audience.stage.theme
    plot = audience.projection._stages["explore"].curve
    probe = theme.color("probe").name()
    flat = plot.mapTo(audience.stage, plot.to_pixel(-5.0, 0.0).toPoint())
    # Its soft edges count as far as they are covered.
    paper, ink = picture.pixelColor(flat.x(), flat.y() - 40).red(), theme.color("accent").red()
    reds = [picture.pixelColor(flat.x(), y).red() for y in range(flat.y() - 12, flat.y() + 12)]
    assert sum((paper - red) / (paper - ink) for red in reds) >= 5.9
    point = plot.mapTo(audience.stage, plot.to_pixel(4.0, 4.0).toPoint())
    across = sum(picture.pixelColor(x, point.y()).name() == probe for x in range(point.x() - 60, point.x() + 60))
    assert across >= 30
    for token in ("accent", "probe"):
        assert contrast(theme.hex_of(token), theme.hex_of("card")) >= 3


@pytest.mark.parametrize("lab", LABS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_every_lab_no_word_is_small_or_faint_cut_off_or_covered(
    launch: Launch, lab: str, lang: Lang, size: tuple[int, int]
) -> None:
    application = launch(language=lang)
    application.visit(lab)
    audience = Audience(application)
    audience.settle()
    stage = audience.project(size)
    audience.settle()
    assert [*cut_off(stage), *overlapping(stage)] == []
    picture = audience.picture()
    body = stage.body
    assert body.picture is not None
    assert body.picture.height() >= 0.4 * size[1], "the picture is the hero"
    for part in (body.head, body.footer, *(card for card in body.cards if card.isVisible())):
        ink = ink_in(
            picture, audience.box(part).adjusted(8, 8, -8, -8) if part is not body.footer else audience.box(part)
        )
        assert tall(ink) >= TEXT, part.objectName()
        assert ink.contrast >= CONTRAST, part.objectName()
    assert smallest_font(body) >= TEXT


def test_every_card_shows_its_numbers_whole_in_every_lab(launch: Launch, size: tuple[int, int]) -> None:
    application = launch(language="ko")
    audience = Audience(application)
    for lab in LABS:
        application.visit(lab)
        audience.settle()
        stage = audience.project(size) if not audience.projection.is_on else audience.stage
        audience.settle()
        for card in stage.body.cards:
            if card.isVisible():
                assert card.needed_width() <= card.width() + 1, (lab, card.card.label)
                assert card.needed_height() <= card.height() + 1, (lab, card.card.label)


def smallest_font(part: QWidget) -> float:
    """Return the smallest font of the widgets that write their words themselves."""
    sizes = [child.font().pixelSize() for child in part.findChildren(QWidget) if child.isVisible()]
    return min(size for size in sizes if size > 0)


def part_of(audience: Audience, part: QWidget, start: float, end: float) -> QRect:
    """Return a share of a part's width, in the stage's pixels."""
    box = audience.box(part)
    return QRect(box.left() + round(start * box.width()), box.top(), round((end - start) * box.width()), box.height())


def explore(audience: Audience, **changes: object) -> None:
    store = audience.application.store
    store.commit(replace(store.state, explore=replace(store.state.explore, **changes)), "change.function")
    audience.settle()


def test_the_measure_itself_tells_small_and_faint_letters(qapp) -> None:  # type: ignore[no-untyped-def]
    from PySide6.QtGui import QPainter

    from gui.theme import load_themes

    picture = QImage(300, 80, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    painter = QPainter(picture)
    font = load_themes()["projector"].font()
    font.setPixelSize(18)
    painter.setFont(font)
    painter.setPen("#909090")
    painter.drawText(10, 50, "1234")
    painter.end()
    ink = ink_in(picture, picture.rect())
    assert tall(ink) < TEXT
    assert ink.contrast < CONTRAST
