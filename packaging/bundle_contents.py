"""What goes into the bundle and what stays out: lists, and the questions that ``activation-lab.spec`` asks of them.

A part that is left out has to be one that no line of the program reaches: ``activation-lab --self-test`` in the bundle
shows a mistake.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import PurePath

# Beside the program's own modules, found by its ``__file__``: the words, lessons, icons, fonts, themes.
DATA = ("resources",)

# Named in strings (``gui.lab_table``), so that reading import statements does not find them.
OWN_PACKAGES = ("core", "gui")

# Imported by nothing that runs, or only by parts of PyTorch that are left out themselves. What PyTorch's own import
# reaches has to stay, however little it looks like being of use: distributed, testing, fx, ao, jit, export, sparse …
UNUSED_MODULES = tuple(
    """
    torch.onnx torch.utils.tensorboard torch.utils.benchmark torch.utils.model_dump torch.utils.hipify
    torch.utils.bottleneck torch._dynamo torch._inductor torch._numpy functorch
    torch.testing._internal.opinfo torch.testing._internal.distributed torch.testing._internal.generated
    torch.testing._internal.codegen torch.testing._internal.optests torch.testing._internal.data
    torch.testing._internal.common_utils torch.testing._internal.common_methods_invocations
    torch.testing._internal.common_nn torch.testing._internal.common_modules torch.testing._internal.common_fsdp
    torch.testing._internal.common_device_type torch.testing._internal.common_distributed
    torch.distributed.elastic torch.distributed.checkpoint torch.distributed.fsdp torch.distributed.pipelining
    torch.distributed.tensor.examples torch.distributed.optim
    sympy mpmath networkx jinja2 markupsafe fsspec filelock setuptools pkg_resources pip
    matplotlib PIL scipy pandas numba cupy IPython h5py OpenGL tkinter lib2to3
    pytest _pytest hypothesis mypy sqlite3 ssl _ssl curses readline pydoc_data
    PySide6.QtNetwork PySide6.QtQml PySide6.QtQuick PySide6.QtSql PySide6.QtPrintSupport
    pyqtgraph.examples pyqtgraph.opengl pyqtgraph.canvas pyqtgraph.flowchart pyqtgraph.console
    numpy.f2py numpy.distutils numpy.testing numpy.tests
    """.split()
)

# Files, by where they would lie in the bundle. ``*`` crosses folders. Of Qt: no network, QML, data bases, printers.
UNUSED_FILES = tuple(
    """
    torch/include/* torch/test/* torch/share/* torch/bin/* torch/testing/*.json torch/lib/*.a
    torch/lib/libtorchbind_test.* torch/lib/libaoti_custom_ops.* torch/lib/libjitbackend_test.*
    torch/lib/libbackend_with_compiler.* torch/_inductor/* torch/_dynamo/* torch/onnx/*
    torch/utils/tensorboard/* torch/utils/model_dump/* torch/utils/hipify/*
    */tests/* *.pyi *.lib
    *Qt6Network.* *Qt6Qml* *Qt6Quick* *Qt6VirtualKeyboard* *Qt6Pdf.* *Qt6Sql.* *Qt6PrintSupport.* *Qt6EglF?*
    *opengl32sw* *d3dcompiler*
    */qml/* */plugins/tls/* */plugins/networkinformation/* */plugins/sqldrivers/* */plugins/qmltooling/*
    */plugins/printsupport/* */plugins/generic/* */plugins/egldeviceintegrations/* */plugins/designer/*
    */platforms/*eglfs* */platforms/*linuxfb* */platforms/*minimal* */platforms/*vnc* */platforms/*vkkhrdisplay*
    */platformthemes/*gtk3* */platforminputcontexts/*virtualkeyboard*
    */imageformats/*qpdf* */imageformats/*qtiff* */imageformats/*qwebp* */imageformats/*qtga* */imageformats/*qwbmp*
    */imageformats/*qicns* */imageformats/*qgif*
    */wayland-shell-integration/*ivi* */wayland-graphics-integration-client/*-server.*
    """.split()
)

# Qt's words for its own dialogs: Korean; English is in the code.
USED_TRANSLATIONS = ("qtbase_ko.qm",)

# Kept although a pattern above names its folder: PyTorch looks for it when it is imported.
KEPT_FILES = ("torch/bin/torch_shm_manager",)

# Where Linux keeps what belongs to the system: the installers say which packages are needed instead of carrying copies.
SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")


def is_of_the_system(place: str, source: str) -> bool:
    """Return whether the file ``source``, meant for ``place`` in the bundle, is a shared library of this Linux.

    Python's own library is none, wherever it was installed.
    """
    name = PurePath(place).name
    return source.startswith(SYSTEM_FOLDERS) and name == place and ".so" in name and not name.startswith("libpython")


def is_used(place: str) -> bool:
    """Return whether the file that would lie at ``place``, a path inside the bundle, belongs into it."""
    path = place.replace("\\", "/")
    if path in KEPT_FILES:
        return True
    if path.endswith(".qm"):
        return path.rpartition("/")[2] in USED_TRANSLATIONS
    return not any(fnmatchcase(path, pattern) for pattern in UNUSED_FILES)
