"""What a screen reader learns of widgets that paint themselves: what they are, and in words what is read off them.

Qt asks for an interface only while an assistive program runs, and for a value only when that program reads it: a drag
costs nothing without one.
"""

from __future__ import annotations

from functools import cache
from typing import ClassVar, Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleValueChangeEvent
from PySide6.QtWidgets import QAccessibleWidget, QWidget

Role = QAccessible.Role


class Spoken(Protocol):
    """A painted widget: its role, and what a sighted person reads off it now."""

    accessible_role: ClassVar[QAccessible.Role]

    def spoken_value(self) -> str:
        """Return what is read at the probe, in the language of the moment."""


class SpokenInterface(QAccessibleWidget):
    """A painted widget as assistive programs see it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, widget.accessible_role)  # type: ignore[attr-defined]

    def text(self, kind: QAccessible.Text) -> str:
        """Return name, description or value."""
        widget, said = self.widget(), super().text(kind)
        # Written words have no name beside what they say.
        is_asked = kind == QAccessible.Text.Value or (kind == QAccessible.Text.Name and not said)
        return str(widget.spoken_value()) if is_asked and widget is not None else str(said)


def _interface(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    """Return the interface of a painted widget; None leaves the others to Qt."""
    return SpokenInterface(thing) if isinstance(thing, QWidget) and hasattr(thing, "spoken_value") else None


@cache
def install_spoken_values() -> None:
    """Let assistive programs read painted widgets; once for the whole program."""
    QAccessible.installFactory(_interface)


def value_changed(widget: QWidget) -> None:
    """Tell assistive programs, if there are any, that ``widget`` shows another value."""
    if QAccessible.isActive():
        event = QAccessibleValueChangeEvent(widget, widget.spoken_value())  # type: ignore[attr-defined]
        QAccessible.updateAccessibility(event)
