"""Faults inside what Qt calls: they reach the crash report instead of ending the program.

PySide 6.10.3 on Python 3.11 dies when a method that Qt calls (``paintEvent``, ``sizeHint``, ``data`` …) lets through an
exception that C code raised, such as the IndexError of ``[][0]``; one that went through an ``except`` in Python is
handed to ``sys.excepthook`` as it should be. So every such method of ours gets one around it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

from PySide6.QtCore import QMetaMethod, QObject
from shiboken6 import Shiboken

_GUARD = "_hands_faults_on"
# Whose classes are guarded: ours, and those of the library that draws for us.
_OURS = ("gui.", "pyqtgraph.", "tests.")


def install() -> None:
    """Guard every class there is, and every one that is made from now on. May be called again."""
    for kind in _below(QObject):
        _guard(kind)
    if getattr(QObject.__init_subclass__, _GUARD, False):
        return
    before = QObject.__init_subclass__

    def made(cls: type, **options: Any) -> None:
        before(**options)
        _guard(cls)

    setattr(made, _GUARD, True)
    QObject.__init_subclass__ = classmethod(made)  # type: ignore[assignment]


def _below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _guard(kind: type) -> None:
    if not kind.__module__.startswith(_OURS):
        return
    qt = [base for base in kind.__mro__ if isinstance(base, type(Shiboken.Object)) and _is_of_qt(base)]
    for name, method in list(vars(kind).items()):
        if (
            isinstance(method, FunctionType)
            and not name.startswith("_")
            and not hasattr(method, _GUARD)
            and any(name in vars(base) for base in qt)
            and name not in _slots(qt)
        ):
            setattr(kind, name, _handing_on(method))


def _is_of_qt(kind: type) -> bool:
    return kind.__module__.startswith("PySide6.")


def _slots(kinds: list[type]) -> set[str]:
    """Return the names that may be connected to signals: PySide counts the arguments of those."""
    found: set[str] = set()
    for kind in kinds:
        meta = getattr(kind, "staticMetaObject", None)
        if meta is not None:
            methods = (meta.method(index) for index in range(meta.methodOffset(), meta.methodCount()))
            slot = QMetaMethod.MethodType.Slot
            found |= {bytes(one.name().data()).decode() for one in methods if one.methodType() == slot}
    return found


def _handing_on(method: FunctionType) -> Callable[..., Any]:
    @functools.wraps(method)
    def called(*arguments: Any, **named: Any) -> Any:
        try:
            return method(*arguments, **named)
        except BaseException:
            # Caught and raised again, the exception is one that PySide can read.
            raise

    setattr(called, _GUARD, True)
    return called
