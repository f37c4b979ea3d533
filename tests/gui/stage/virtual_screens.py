"""Screens without hardware: Qt's off-screen platform reads them from a file, and lets them be plugged in and out.

Qt gives its own tests a function for the second, which Python reaches through the library itself. To be run in a
process of its own: the platform is chosen before the first window.
"""

from __future__ import annotations

import ctypes
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import PySide6

_LIBRARIES = Path(PySide6.__file__).parent / "Qt" / "lib"
# QPlatformNativeInterface: twelve virtual functions of QObject come before nativeResourceForIntegration.
_RESOURCE_SLOT = 12
_Pointer = ctypes.c_void_p


@dataclass(frozen=True)
class VirtualScreen:
    """One screen, its size in its own pixels.

    At ``logicalDpi`` 192 windows are drawn with two pixels for one; ``dpr`` would be the screen's alone, which windows
    of this platform do not take on.
    """

    name: str
    x: int
    y: int
    width: int
    height: int
    dpr: float = 1.0
    logicalDpi: int = 96  # noqa: N815  (Qt's own word)
    logicalBaseDpi: int = 96  # noqa: N815


LAPTOP = VirtualScreen("laptop", 0, 0, 1366, 768)
PROJECTOR = VirtualScreen("projector", 1366, 0, 1920, 1080, logicalDpi=192)


def platform(file: Path, *screens: VirtualScreen) -> str:
    """Write the screens to ``file``; return what ``QT_QPA_PLATFORM`` has to be."""
    file.write_text(json.dumps(_configuration(screens)), encoding="utf-8")
    return f"offscreen:configfile={file}"


def plug(*screens: VirtualScreen) -> None:
    """Have these screens from now on: those that are gone are unplugged, new ones are plugged in."""
    core = ctypes.CDLL(str(_LIBRARIES / "libQt6Core.so.6"))
    gui = ctypes.CDLL(str(_LIBRARIES / "libQt6Gui.so.6"))
    native = _function(gui, "_ZN15QGuiApplication23platformNativeInterfaceEv", _Pointer)()
    table = ctypes.cast(ctypes.cast(native, ctypes.POINTER(_Pointer))[0], ctypes.POINTER(_Pointer))
    resource = ctypes.CFUNCTYPE(_Pointer, _Pointer, ctypes.POINTER(_Bytes))(table[_RESOURCE_SLOT])
    set_configuration = resource(native, ctypes.byref(_Bytes.of(b"setConfiguration")))
    text = _Bytes.of(json.dumps(_configuration(screens)).encode())
    document, parsed = _Pointer(), _Pointer()
    from_json = _function(core, "_ZN13QJsonDocument8fromJsonERK10QByteArrayP15QJsonParseError", _Pointer)
    from_json.argtypes = [_Pointer, _Pointer, _Pointer]
    from_json(ctypes.byref(document), ctypes.byref(text), None)
    to_object = _function(core, "_ZNK13QJsonDocument6objectEv", _Pointer)
    to_object.argtypes = [_Pointer, _Pointer]
    to_object(ctypes.byref(parsed), ctypes.byref(document))
    ctypes.CFUNCTYPE(None, _Pointer, _Pointer)(set_configuration)(ctypes.byref(parsed), native)


class _Bytes(ctypes.Structure):
    """A QByteArray over bytes that somebody else holds."""

    _fields_ = [("d", _Pointer), ("ptr", ctypes.c_char_p), ("size", ctypes.c_longlong)]

    @classmethod
    def of(cls, text: bytes) -> _Bytes:
        return cls(None, text, len(text))


def _function(library: ctypes.CDLL, name: str, result: type) -> ctypes._CFuncPtr:  # type: ignore[name-defined]
    found = getattr(library, name)
    found.restype = result
    return found


def _configuration(screens: tuple[VirtualScreen, ...]) -> dict[str, object]:
    shown = [asdict(screen) for screen in screens]
    return {"synchronousWindowSystemEvents": False, "windowFrameMargins": False, "screens": shown}
