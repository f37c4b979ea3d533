"""Where Tab goes: from part to part as the page is read, whatever was made or moved first.

Labs lay their cards out anew for every size of the window, which leaves Qt's own chain in the order of making. Here
the places themselves are read at the moment of the key: top to bottom, left to right, column by column.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QScrollArea,
    QTabWidget,
    QWidget,
)


def tab_stops(root: QWidget) -> Iterator[QWidget]:
    """Yield what Tab reaches in ``root``, in the order in which it is read."""
    if not root.isVisible():
        return
    if is_tab_stop(root):
        yield root
    if not isinstance(root, QAbstractItemView):
        for part in _parts(root):
            yield from tab_stops(part)


def is_tab_stop(widget: QWidget) -> bool:
    """Return whether the keyboard can come to rest on ``widget`` by Tab.

    Of buttons of which one is chosen, only that one: the arrow keys lead to the others.
    """
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive() and group.checkedButton() not in (None, widget):
        return False
    by_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return by_tab and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None


def move_focus(window: QWidget, forward: bool) -> bool:
    """Move the keyboard to the next part, or the one before; return whether there was one to go on from."""
    stops = [stop for stop in tab_stops(window) if stop is not window]
    here = QApplication.focusWidget()
    if not stops or (here is not window and here not in stops):
        return False
    place = (stops.index(here) + (1 if forward else -1)) % len(stops) if here is not window else 0 if forward else -1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[place].setFocus(reason)
    _show(stops[place])
    return True


def _show(widget: QWidget) -> None:
    """Scroll every page that holds ``widget`` to where it is seen."""
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(widget)
        holder = holder.parentWidget()


def _parts(widget: QWidget) -> list[QWidget]:
    """Return the parts of ``widget`` as they are read; what lies in no layout in the order in which it was made."""
    if isinstance(widget, QTabWidget):
        return [part for part in (widget.tabBar(), widget.currentWidget()) if part is not None]
    if isinstance(widget, QScrollArea):
        return [widget.widget()] if widget.widget() is not None else []
    parts = [part for part in widget.children() if isinstance(part, QWidget) and not part.isWindow()]
    # Not by asking the layout for its items: PySide keeps what stands for an item after Qt has deleted the item.
    return parts if widget.layout() is None else _read([part for part in parts if part.isVisible()])


def _read(parts: list[QWidget]) -> list[QWidget]:
    """Return ``parts`` row by row, within a row column by column, and so on within each of these."""
    for is_row in (True, False):
        groups = _groups(parts, is_row)
        if len(groups) > 1:
            return [part for group in groups for part in _read(group)]
    return sorted(parts, key=lambda part: (_place(part).y(), _place(part).x()))


def _groups(parts: list[QWidget], is_row: bool) -> list[list[QWidget]]:
    """Return ``parts`` in groups between which a straight line can be drawn, from top to bottom or left to right."""
    groups: list[list[QWidget]] = []
    end = 0
    for part in sorted(parts, key=lambda part: _span(part, is_row)):
        start, stop = _span(part, is_row)
        if groups and start < end:
            groups[-1].append(part)
            end = max(end, stop)
        else:
            groups.append([part])
            end = stop
    return groups


def _span(part: QWidget, is_row: bool) -> tuple[int, int]:
    place = _place(part)
    return (place.top(), place.top() + place.height()) if is_row else (place.left(), place.left() + place.width())


def _place(part: QWidget) -> QRect:
    # By the class: a card may call one of its own parts ``x``.
    return QWidget.geometry(part)
