"""Where the Neuron lab's cards lie: a stage with a column beside it where there is room, else tabs below the stage."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from core.labs.neuron import NeuronState
from core.text import Words
from gui.labs.neuron.parts import Parts
from gui.theme import Theme
from gui.widgets.page import column, scrolled

# In base-font widths: below it there is no column beside the stage.
WIDE_FROM_EM = 72
_ROOMY_FROM_EM = 100
# The two layers and their product stand side by side on a stage at least this wide.
_PAIR_FROM_EM = 72
# In base-font heights: below it print and code share tabs.
_TALL_FROM_EM = 56


@dataclass(frozen=True, slots=True)
class Shape:
    """All that decides the arrangement; another one means that the cards are laid out anew."""

    view: str
    has_plane: bool
    layers: int
    width: int
    height: int
    lang: str


def shape_of(state: NeuronState, owner: QWidget, words: Words) -> Shape:
    """Return the shape for a state and the size of ``owner``, in steps so that a drag of the window stays quick."""
    return Shape(state.view, state.count == 2, state.layers, owner.width() // 50, owner.height() // 20, words.lang)


def arrange(
    owner: QWidget, parts: Parts, state: NeuronState, theme: Theme, words: Words
) -> tuple[QWidget, QTabWidget | None]:
    """Return a new frame with the cards of the view in view, and its tabs (None with a column beside the stage)."""
    for card in parts.cards():
        card.hide()
        card.setParent(owner)
    stage, beside, pages = _contents(parts, state)
    for card in (*stage, *beside, *(card for _, cards in pages for card in cards)):
        card.show()
    frame = QWidget(owner)
    gap = theme.px(6 if theme.name == "projector" else 10)
    lines = QVBoxLayout(frame)
    lines.setContentsMargins(gap, gap, gap, gap)
    lines.setSpacing(gap)
    lines.addWidget(parts.bar)
    if owner.width() >= WIDE_FROM_EM * theme.em:
        row = QHBoxLayout()
        row.setSpacing(gap)
        side = _side(owner, parts, beside, theme, words, gap)
        row.addWidget(scrolled(_stage(stage, state, owner.width() - side.width(), theme.em, gap), 0), 1)
        row.addWidget(side)
        lines.addLayout(row, 1)
        return frame, None
    lines.addWidget(scrolled(_stage(stage, state, owner.width(), theme.em, gap), 0), 1)
    tabs = _tabs(frame, pages, words, gap)
    high = round(owner.height() * (0.42 if state.view == "plane" else 0.36))
    tabs.setFixedHeight(min(high, (11 if theme.name == "projector" else 18) * theme.em))
    lines.addWidget(tabs)
    return frame, tabs


def _contents(
    parts: Parts, state: NeuronState
) -> tuple[list[QWidget], list[QWidget], list[tuple[str, tuple[QWidget, ...]]]]:
    """Return the cards of the stage, those beside it, and for narrow windows the pages of the tabs below it."""
    values = ("neuron.tab_values", (parts.number, parts.params_card))
    texts = [("neuron.tab_printed", (parts.printed,)), ("neuron.tab_code", (parts.code,))]
    if state.view == "neuron":
        stage = [parts.diagram_card, parts.sum, parts.curve]
        return stage, [parts.number, parts.params_card], [values, *texts]
    if state.view == "collapse":
        stage = [parts.two_layers, parts.product, parts.curve]
        return stage, [parts.number, parts.params_card], [values, *texts]
    if state.count != 2:
        return [parts.two_inputs], [parts.number, parts.params_card], [values, *texts]
    planes = [parts.plane_card, *([parts.hidden_plane_card] if state.layers == 2 else [])]
    network = [parts.hidden] if state.layers == 2 else []
    pages = [("neuron.tab_points", (parts.verdict,))]
    pages += [("neuron.tab_network", (parts.hidden,))] if network else []
    return planes, [parts.verdict, *network, parts.number, parts.params_card], [*pages, values, *texts]


def _stage(cards: list[QWidget], state: NeuronState, width: int, em: int, gap: int) -> QWidget:
    if state.view == "plane":
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        for card in cards:
            row.addWidget(card, 1)
        return box
    if state.view == "collapse" and width >= _PAIR_FROM_EM * em:
        two, one, curve = cards
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        row.addWidget(two, 5)
        row.addWidget(one, 4)
        return column(gap, 0, ((pair, 0), (curve, 1)))
    shares = (5, 0, 4) if state.view == "neuron" else (0, 0, 1)
    return column(gap, 0, tuple(zip(cards, shares, strict=False)))


def _side(owner: QWidget, parts: Parts, cards: list[QWidget], theme: Theme, words: Words, gap: int) -> QWidget:
    em = theme.em
    width = round(em * (30 if owner.width() >= _ROOMY_FROM_EM * em else 27))
    stacked = [(card, 0) for card in cards]
    if owner.height() >= _TALL_FROM_EM * em:
        return scrolled(column(gap, 0, (*stacked, (parts.printed, 0), (parts.code, 1))), width)
    parts.printed.show()
    parts.code.show()
    texts = QTabWidget()
    texts.setDocumentMode(True)
    texts.setMinimumHeight(11 * em)
    for card, title in ((parts.printed, "neuron.tab_printed"), (parts.code, "neuron.tab_code")):
        texts.addTab(card, words(title))
    return scrolled(column(gap, 0, (*stacked, (texts, 1))), width)


def _tabs(frame: QWidget, pages: list[tuple[str, tuple[QWidget, ...]]], words: Words, gap: int) -> QTabWidget:
    tabs = QTabWidget(frame)
    tabs.setObjectName("stageTabs")
    tabs.setDocumentMode(True)
    for title, cards in pages:
        page = QWidget(frame)
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, gap, 0, 0)
        lines.setSpacing(gap)
        for card in cards:
            lines.addWidget(card)
        if title in ("neuron.tab_printed", "neuron.tab_code"):
            tabs.addTab(page, words(title))
        else:
            lines.addStretch(1)
            tabs.addTab(scrolled(page, 0), words(title))
    return tabs
