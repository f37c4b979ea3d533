"""Choose what to export and how, look at it, save or copy it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.export.writing import Step
from core.text import UserError, Words
from gui import export_output
from gui.dialogs.saving import ask_where_to_save
from gui.export_job import ExportJob
from gui.exportables import FORMATS, Content, Exportable, Picture
from gui.theme import Theme
from gui.widgets.export_preview import ExportPreview
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.message_line import MessageLine

SCALES = (1, 2, 3, 4)


class ExportDialog(QDialog):
    """What at the left, how it looks at the right, how to save it below. ``folder_used`` tells where a file went."""

    folder_used = Signal(str)

    def __init__(
        self,
        words: Words,
        theme: Theme,
        lab: str,
        items: Sequence[Exportable],
        folder: str,
        job: ExportJob,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(words("export.title"))
        self._words, self._theme, self._lab, self._items = words, theme, lab, items
        self._folder, self._job = folder, job
        self._content: Content | None = None
        self._build()
        self._lay_out()
        self._connect()
        for item in items:
            self.list.addItem(words(item.title))
        self.list.setCurrentRow(0)
        room = parent.size()
        self.resize(min(64 * theme.em, round(room.width() * 0.95)), min(46 * theme.em, round(room.height() * 0.95)))
        self.list.setFocus()

    def _build(self) -> None:
        words, theme = self._words, self._theme
        self.list = QListWidget(self)
        self.list.setObjectName("exportList")
        self.list.setAccessibleName(words("export.what"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview = ExportPreview(words, theme, self)
        self.format, self.scale = QComboBox(self), QComboBox(self)
        self.with_title, self.with_legend = (
            QCheckBox(words("export.with_title")),
            QCheckBox(words("export.with_legend")),
        )
        self.save, self.copy, self.cancel, self.close_button = (QPushButton(self) for _ in range(4))
        for scale in SCALES:
            self.scale.addItem(words("export.times", scale=str(scale)), scale)
        self.scale.setCurrentIndex(1)
        named = (
            (self.format, "exportFormat", "export.format"), (self.scale, "exportScale", "export.scale"),
            (self.with_title, "exportTitle", ""), (self.with_legend, "exportLegend", ""),
            (self.save, "exportSave", "export.save"), (self.copy, "exportCopy", "export.copy"),
            (self.cancel, "exportCancel", "export.cancel"), (self.close_button, "exportClose", "export.close"),
        )  # fmt: skip
        for part, name, said in named:
            part.setObjectName(name)
            part.setMinimumHeight(theme.px(theme.tokens.target))
            if isinstance(part, QPushButton):
                part.setText(words(said))
                part.setAutoDefault(False)
            elif said:
                part.setAccessibleName(words(said))
                part.setToolTip(words(said))
        self.format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for check in (self.with_title, self.with_legend):
            check.setChecked(True)
        self.save.setDefault(True)
        self.cancel.hide()
        self.message = MessageLine(theme, self)
        self.message.setObjectName("exportMessage")
        self.progress = QProgressBar(self)
        self.progress.setObjectName("exportProgress")
        self.progress.setAccessibleName(words("export.progress"))
        self.progress.setTextVisible(False)
        self.progress.hide()

    def _lay_out(self) -> None:
        gap = self._theme.px(8)
        top = QHBoxLayout()
        top.setSpacing(gap)
        top.addWidget(self.list, 2)
        top.addWidget(self.preview, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(self._theme.px(12),) * 4)
        column.setSpacing(gap)
        column.addLayout(top, 1)
        for row in (
            (self.format, self.scale, self.with_title, self.with_legend),
            (self.save, self.copy, self.cancel, self.close_button),
        ):
            holder = QWidget(self)
            flow = FlowLayout(holder, gap)
            for part in row:
                flow.addWidget(part)
            column.addWidget(holder)
            if row[0] is self.format:
                column.addWidget(self.message)
                column.addWidget(self.progress)

    def _connect(self) -> None:
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show_preview)
        self.list.currentRowChanged.connect(self._show_item)
        self.format.currentIndexChanged.connect(self._show_options)
        self.scale.currentIndexChanged.connect(self._show_size)
        for check in (self.with_title, self.with_legend):
            check.toggled.connect(lambda _on: self._later.start())
        self.save.clicked.connect(self.ask_and_save)
        self.copy.clicked.connect(self._copy)
        self.cancel.clicked.connect(self._cancel)
        self.close_button.clicked.connect(self.reject)
        self._job.stepped.connect(self._show_step)

    # --- what is in view ---

    @property
    def item(self) -> Exportable:
        """What is chosen in the list."""
        return self._items[max(0, self.list.currentRow())]

    def choose(self, id: str) -> None:
        """Choose what is called ``id``."""
        self.list.setCurrentRow([item.id for item in self._items].index(id))

    def _show_item(self) -> None:
        self.message.clear_message()
        try:
            self._content = self.item.content()
        except UserError as error:
            self._content = None
            self._tell_error(error)
        with QSignalBlocker(self.format):
            self.format.clear()
            for ending in FORMATS[self.item.kind]:
                self.format.addItem(self._words(f"export.format_{ending}"), ending)
        self._show_options()
        self._show_preview()

    def _show_options(self) -> None:
        content, ready = self._content, self._content is not None
        is_picture = isinstance(content, Picture)
        self.format.setVisible(ready)
        self.scale.setVisible(is_picture and self.format.currentData() == "png")
        self.with_title.setVisible(is_picture)
        self.with_legend.setVisible(isinstance(content, Picture) and bool(content.legend))
        self.save.setEnabled(ready and self.progress.isHidden())
        self.copy.setEnabled(ready)
        self._show_size()

    def _show_preview(self) -> None:
        if isinstance(self._content, Picture):
            self.preview.show_figure(self._figure())
        else:
            self.preview.show_text("" if self._content is None else export_output.beginning(self._content))
        self._show_size()

    def _show_size(self) -> None:
        if isinstance(self._content, Picture):
            scale = self.scale.currentData() if not self.scale.isHidden() else 1
            size = self._figure().size * scale
            self.scale.setToolTip(f"{size.width()} × {size.height()}")

    def _figure(self) -> export_output.Figure:
        assert isinstance(self._content, Picture)
        return export_output.Figure(
            self._content, self._theme, self.with_title.isChecked(), self.with_legend.isChecked()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    # --- saving ---

    def ask_and_save(self) -> None:
        """Let the person choose a file and write it; what goes wrong is said here and the dialog stays."""
        if self._content is None:
            return
        ending = self.format.currentData()
        name = f"{self._lab}_{self.item.id}_{date.today().isoformat()}.{ending}"
        start = Path(self._folder or Path.home()) / name
        path = ask_where_to_save(self, self._words, self._words("export.save_as"), start, f"*.{ending}", f".{ending}")
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write what is in view to ``path``, behind the window."""
        assert self._content is not None
        self.message.clear_message()
        try:
            pieces, count = self._pieces(self._content)
        except UserError as error:
            self._tell_error(error)
            return
        self._show_busy(True)
        self._job.write(path, pieces, count)

    def _pieces(self, content: Content) -> tuple[Callable[[], object], int]:
        if isinstance(content, Picture):
            scale = self.scale.currentData()
            return export_output.picture_pieces(self._figure(), content.title, self.format.currentData(), scale), 0
        return export_output.pieces(content)

    def _show_step(self, step: Step) -> None:
        if step.error is not None:
            self._show_busy(False)
            self._tell_error(step.error)
        elif step.path is not None:
            self._show_busy(False)
            self._folder = str(step.path.parent)
            self.message.show_hint(self._words("export.saved", name=step.path.name))
            self.folder_used.emit(self._folder)
        elif self.progress.maximum():
            self.progress.setValue(round(step.share * 100))

    def _show_busy(self, busy: bool) -> None:
        has_keyboard = self.save.hasFocus() or self.cancel.hasFocus()
        # A picture is written in one go: nobody knows how far it is.
        self.progress.setRange(0, 0 if isinstance(self._content, Picture) else 100)
        self.progress.setValue(0)
        self.progress.setVisible(busy)
        self.cancel.setVisible(busy)
        self.list.setEnabled(not busy)
        self.save.setEnabled(not busy)
        if has_keyboard:
            (self.cancel if busy else self.save).setFocus()

    def _cancel(self) -> None:
        self._job.cancel()
        self._show_busy(False)
        self.message.show_hint(self._words("export.cancelled"))

    def _copy(self) -> None:
        assert self._content is not None
        try:
            if isinstance(self._content, Picture):
                export_output.copy_picture(self._figure(), self.scale.currentData())
            else:
                export_output.copy_words(self._content)
        except UserError as error:
            self._tell_error(error)
            return
        self.message.show_hint(self._words("export.copied"))

    def _tell_error(self, error: UserError) -> None:
        self.message.show_error(error.said_in(self._words.lang))

    def done(self, result: int) -> None:
        """Close; what is being written is given up."""
        self._job.cancel()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._job.cancel()
        super().closeEvent(event)
