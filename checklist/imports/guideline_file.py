"""運営要領 as a table and back: when it is revised, the file is changed and taken in as the next edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checklist.formats import file_lines, grid_file
from checklist.formats.document import Document
from checklist.formats.file_lines import InFile, Line
from checklist.formats.file_questions import NONE, Answers
from checklist.formats.table import Column, Filling, Table
from checklist.model.center.information import Article, Guideline
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import guidelines
from checklist.words.center import TASKS

COLUMNS = (
    Column("項目", "text", 24, least=8, filling=Filling("", True)),
    Column("業務", "text", 34, least=8, choices=tuple(TASKS.values()), closed=False, filling=Filling("")),
    Column("内容", "text", 70, least=18, filling=Filling("", True)),
    Column("出典", "text", 44, least=12, filling=Filling("")),
)
_NAMES = tuple(one.name for one in COLUMNS)


def read(name: str, data: bytes, answers: Answers = NONE) -> list[Article]:
    """The points of a file, each as it stands there; a task by its number. Raises Refused or Busy."""
    lines = file_lines.read(
        grid_file.read(name, data, _NAMES, answers=answers),
        _NAMES, ("項目", "内容"), "運営要領の行がありません。",
    )  # fmt: skip
    return InFile.of(lines, _article)


def _article(line: Line) -> Article:
    cells = line.cells
    return Article(cells["項目"].strip(), _task(line.code("業務")), cells["内容"].strip(), line.code("出典"))


def _task(text: str) -> str:
    """A task by its number or, as it is shown, by its whole name."""
    # NFKC, by which codes are read, makes a plain number of ①.
    return next((code for code, word in TASKS.items() if file_lines.normal(word) == text), text)


def shown(found: Sequence[Article]) -> Table:
    """The points of a file as they were understood, to look at before they are stored."""
    rows = tuple((one.heading, TASKS.get(one.task, one.task), one.content, one.source) for one in found)
    return Table("運営要領", COLUMNS, rows)


def table(edition: Guideline) -> Table:
    """An edition as it is shown and saved."""
    return replace(shown(edition.articles), title=edition.name)


def document(view: View) -> Document:
    """What is in force today, to change and take in again; raises Forbidden."""
    main = table(guidelines.in_force(view))
    return Document(main.title, (), (main,), main, (), (), region.of(view).fictional)
