"""Where the Neuron lab's cards lie: a stage with a column beside it where there is room, else tabs below the stage."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from core.labs.neuron import NeuronState
from core.text import Words
from gui.labs.neuron.parts import Parts
from gui.theme import Theme
from gui.widgets.page import column, scrolled

# In base-font widths: below it there is no column beside the stage.
WIDE_FROM_EM = 72
_ROOMY_FROM_EM = 100
# In base-font heights: below it there is room for drawing and sum only without their titles and notes.
_LOW_FROM_EM = 30
# In base-font heights: below it, the drawing and a page under it are nothing of either. It is a page, too.
_STAGE_ABOVE_FROM_EM = 20
# In base-font heights: below it the curve is a tab where there is no column beside the stage.
_CURVE_FROM_EM = 50
# In base-font heights: below it print and code share tabs.
_TALL_FROM_EM = 56


def shape_of(state: NeuronState, owner: QWidget, words: Words) -> tuple[object, ...]:
    """Return what decides the arrangement, sizes in steps so that a drag of the window stays quick."""
    size = (owner.width() // 50, owner.height() // 20)
    return state.view, state.has_plane(), state.layers, *size, words.lang


def arrange(
    owner: QWidget, parts: Parts, state: NeuronState, theme: Theme, words: Words
) -> tuple[QWidget, QTabWidget | None]:
    """Return a new frame with the cards of the view in view, and its tabs (None with a column beside the stage)."""
    for card in parts.cards():
        card.hide()
        card.setParent(owner)
    stage, beside, pages = _contents(owner, parts, state, theme)
    is_wide = owner.width() >= WIDE_FROM_EM * theme.em
    is_low = not is_wide and owner.height() < _LOW_FROM_EM * theme.em
    for part in (parts.diagram_card.title, parts.diagram_card.aside, parts.sum.slopes):
        part.setVisible(not is_low)
    for card in (*stage, *(beside if is_wide else (card for _, cards in pages for card in cards))):
        card.show()
    frame = QWidget(owner)
    gap = theme.px(6 if theme.name == "projector" else 10)
    lines = QVBoxLayout(frame)
    lines.setContentsMargins(*[gap] * 4)
    lines.setSpacing(gap)
    lines.addWidget(parts.bar)
    if is_wide:
        side = _side(owner, parts, beside, theme, words, gap)
        room = owner.width() - side.width()
        lines.addWidget(_row(gap, (scrolled(_stage(parts, stage, state, room, gap), 0), 1), (side, 0)), 1)
        return frame, None
    tabs = _tabs(frame, pages, words, gap)
    if state.view == "plane" and state.has_plane():
        planes = tuple((card, 0 if card is parts.one_unit else 1) for card in stage)
        lines.addWidget(_row(gap, (column(gap, 0, planes), 5), (tabs, 6)), 1)
        return frame, tabs
    shown = scrolled(_stage(parts, stage, state, owner.width(), gap), 0)
    if owner.height() < _STAGE_ABOVE_FROM_EM * theme.em:
        tabs.insertTab(0, shown, words("neuron.tab_stage"))
        tabs.setCurrentIndex(0)
        lines.addWidget(tabs, 1)
        return frame, tabs
    lines.addWidget(shown, 1)
    tabs.setFixedHeight(min(round(owner.height() * 0.4), (8 if theme.name == "projector" else 14) * theme.em))
    lines.addWidget(tabs)
    return frame, tabs


def is_tall(owner: QWidget, theme: Theme) -> bool:
    """Return whether the curve has room on a stage without a column beside it."""
    return owner.height() >= _CURVE_FROM_EM * theme.em


def _contents(
    owner: QWidget, parts: Parts, state: NeuronState, theme: Theme
) -> tuple[list[QWidget], list[QWidget], list[tuple[str, tuple[QWidget, ...]]]]:
    """Return the cards of the stage, those beside it, and for narrow windows the pages of the tabs."""
    is_wide = owner.width() >= WIDE_FROM_EM * theme.em
    values = ("neuron.tab_values", (parts.number, parts.params_card))
    texts = [("neuron.tab_printed", (parts.printed,)), ("neuron.tab_code", (parts.code,))]
    if state.view != "plane":
        stage = [parts.diagram_card, parts.sum] if state.view == "neuron" else [parts.two_layers, parts.product]
        curve = []
        if is_wide or is_tall(owner, theme):
            stage.append(parts.curve)
        else:
            curve = [("neuron.tab_curve", (parts.curve,))]
        return stage, [parts.number, parts.params_card], [*curve, values, *texts]
    if not state.has_plane():
        return [parts.two_inputs], [parts.number, parts.params_card], [values, *texts]
    units = parts.hidden if state.layers == 2 else parts.one_unit
    pages = [("neuron.tab_points", (parts.verdict,))]
    stacks = _has_room_for_both_planes(owner, parts, theme)
    if state.layers == 2 and not is_wide and not stacks:
        pages.append(("neuron.tab_hidden", (parts.hidden_plane_card,)))
    stage = [parts.plane_card]
    if state.layers == 1 and not is_wide and stacks:
        # Below one plane alone there would be nothing.
        stage.append(units)
        pages.append(("neuron.tab_values", (parts.number, parts.params_card)))
    else:
        pages.append(("neuron.tab_values", (units, parts.number, parts.params_card)))
    beside = [parts.verdict, parts.number, parts.params_card]
    if state.layers == 2 and is_wide:
        stage += [parts.hidden_plane_card, parts.hidden]
    elif state.layers == 2 and stacks:
        stage.append(parts.hidden_plane_card)
    elif state.layers == 1:
        beside.insert(1, parts.one_unit)
    return stage, beside, [*pages, *texts]


def _has_room_for_both_planes(owner: QWidget, parts: Parts, theme: Theme) -> bool:
    """Return whether two planes one below the other are hardly smaller than one alone."""
    height = owner.height() - 4 * theme.em
    needed = 2 * (parts.plane.minimumSizeHint().height() + 3 * theme.em)
    return height >= max(needed, 1.2 * owner.width() * 5 / 11)


def _stage(parts: Parts, cards: list[QWidget], state: NeuronState, width: int, gap: int) -> QWidget:
    if state.view == "plane" and state.has_plane():
        planes = _row(gap, *((card, 1) for card in cards if card is not parts.hidden))
        return column(gap, 0, ((planes, 1), *((card, 0) for card in cards if card is parts.hidden)))
    if state.view == "collapse" and width >= parts.two_layers.row_width() + parts.product.row_width() + 4 * gap:
        two, one, *rest = cards
        return column(
            gap,
            0,
            (
                (_row(gap, (two, parts.two_layers.row_width()), (one, parts.product.row_width())), 0),
                *((card, 1) for card in rest),
            ),
        )
    shares = (5, 0, 4) if state.view == "neuron" else (0, 0, 1)
    return column(gap, 0, tuple(zip(cards, shares, strict=False)))


def _row(gap: int, *cards: tuple[QWidget, int]) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for card, share in cards:
        row.addWidget(card, share)
    return box


def _side(owner: QWidget, parts: Parts, cards: list[QWidget], theme: Theme, words: Words, gap: int) -> QWidget:
    em = theme.em
    width = round(em * (30 if owner.width() >= _ROOMY_FROM_EM * em else 27))
    stacked = [(card, 0) for card in cards]
    parts.printed.show()
    parts.code.show()
    if owner.height() >= _TALL_FROM_EM * em:
        return scrolled(column(gap, 0, (*stacked, (parts.printed, 0), (parts.code, 1))), width)
    texts = QTabWidget()
    texts.setDocumentMode(True)
    texts.setMinimumHeight(11 * em)
    for card, title in ((parts.printed, "neuron.tab_printed"), (parts.code, "neuron.tab_code")):
        texts.addTab(card, words(title))
    return scrolled(column(gap, 0, (*stacked, (texts, 1))), width)


def _tabs(frame: QWidget, pages: list[tuple[str, tuple[QWidget, ...]]], words: Words, gap: int) -> QTabWidget:
    tabs = QTabWidget(frame)
    tabs.setObjectName("neuronTabs")
    tabs.setDocumentMode(True)
    for title, cards in pages:
        page = QWidget(frame)
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, gap, 0, 0)
        lines.setSpacing(gap)
        for card in cards:
            lines.addWidget(card, 1 if len(cards) == 1 and title != "neuron.tab_points" else 0)
        if title in ("neuron.tab_code", "neuron.tab_curve", "neuron.tab_hidden"):
            tabs.addTab(page, words(title))
            continue
        if title != "neuron.tab_printed":
            lines.addStretch(1)
        tabs.addTab(scrolled(page, 0), words(title))
    return tabs
