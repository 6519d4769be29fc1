"""What the wizard's pages have in common."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget, QWizardPage

from ...common.errors import InputError
from ...translation.engine import translated


class TrainingPage(QWizardPage):
    """A page that says at its foot, in one sentence, why it cannot be left.

    Args:
        title, subtitle: at its head.
    """

    def __init__(self, title: str, subtitle: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setTitle(title)
        self.setSubTitle(subtitle)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setStyleSheet("color: #c0392b")
        self.problem.hide()
        self.body = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.problem)

    def check(self) -> None:
        """Looks at what the page says.

        Raises:
            InputError: it cannot be used.
        """

    def validatePage(self) -> bool:
        """Leaves the page only when all is well."""
        try:
            self.check()
        except InputError as error:
            self.tell(str(error))
            return False
        self.tell("")
        return True

    def tell(self, problem: str) -> None:
        """Says what is wrong; an empty text takes it back."""
        self.problem.setText(translated(problem))
        self.problem.setVisible(bool(problem))
