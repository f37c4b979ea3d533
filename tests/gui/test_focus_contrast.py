"""Where the keyboard is, in pixels: on every kind of control and in every theme the mark is three to one or more."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QTabBar, QWidget
from shiboken6 import isValid

from gui.lab_table import LAB_KEYS
from tests.gui.hands import Hands
from tests.gui.looking import visible_box
from tests.gui.test_keyboard import look, move_to, name_of, wanting_keys

LOOKS = [(theme, strong) for theme in ("light", "dark", "projector") for strong in (False, True)]
LEAST = 3.0


def kind_of(part: QWidget) -> tuple[object, ...]:
    """Return what decides how the mark is painted."""
    checked = part.isChecked() if isinstance(part, QAbstractButton) else None
    return type(part), part.property("role"), part.property("state"), checked


def luminance(image: QImage) -> np.ndarray:  # type: ignore[type-arg]
    """Return WCAG's relative luminance of every pixel, shape (height, width)."""
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    channels = pixels[:, :, 2::-1] / 255.0
    linear = np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def strong_pixels(one: QImage, other: QImage) -> int:
    """Return how many pixels differ by three to one or more."""
    first, second = luminance(one), luminance(other)
    return int(((np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05) >= LEAST).sum())


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_the_mark_of_the_keyboard_is_strong_on_every_kind_of_control(launch, theme: str) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="en", theme=theme, size=(1920, 1080), fresh=True))
    looks, seen, faint = hands.application.looks, set(), []
    for lab in LAB_KEYS:
        hands.application.visit(lab)
        hands.application._labs[lab].warm_up()
        hands.settle()
        parts = [
            part for part in wanting_keys(hands.window) if (kind := kind_of(part)) not in seen and not seen.add(kind)
        ]
        for strong in (False, True):
            looks.change(msgspec.structs.replace(looks.settings, high_contrast=strong))
            hands.settle()
            for part in parts:
                # Cards laid out anew have other tabs, and another number of the neuron has a slider of its own.
                if not (isValid(part) and part.isVisible()):
                    continue
                faint += [f"{lab}{' in high contrast' if strong else ''}: {said}" for said in faint_mark(hands, part)]
    assert len(seen) > 15
    assert not faint, "\n".join(faint)


def faint_mark(hands: Hands, part: QWidget) -> list[str]:
    """Return the part's name if its mark is weaker than three to one over a frame's worth of pixels."""
    hands.window.setFocus()
    move_to(part)
    hands.settle()
    box = visible_box(part, hands.window).adjusted(-3, -3, 3, 3)
    if isinstance(part, QTabBar):
        box = part.tabRect(part.currentIndex()).translated(part.mapTo(hands.window, QPoint(0, 0)))
    with_mark = look(hands, box)
    part.clearFocus()
    hands.settle()
    found = strong_pixels(with_mark, look(hands, box))
    # As many as a line along the two longer sides has; in a list the row in which the keyboard is has the mark.
    wanted = box.width() if isinstance(part, QAbstractItemView) else 2 * max(box.width(), box.height()) - 24
    return [f"{name_of(part)} ({type(part).__name__}) {found} of {wanted}"] if found < wanted else []
