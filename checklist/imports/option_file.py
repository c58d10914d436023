"""The lists of a desk as a table and back: a centre changes the file and takes it in as a new edition."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.formats import file_lines, grid_file
from checklist.formats.document import Document
from checklist.formats.file_lines import InFile, Line
from checklist.formats.file_questions import NONE, Answers
from checklist.formats.table import Column, Filling, Table
from checklist.model.center.desk import Edition, Option
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import desk
from checklist.words.center import LISTS

COLUMNS = ("一覧", "コード", "名称", "上位", "調査コード", "確からしさ", "前の版のコード")
_REQUIRED = COLUMNS[:3]
_GUIDE = tuple((code, word) for code, word in LISTS.items())


def read(name: str, data: bytes, answers: Answers = NONE) -> list[Option]:
    """The entries of a file, each as it stands there; raises Refused or Busy."""
    lines = file_lines.read(
        grid_file.read(name, data, COLUMNS, answers=answers),
        COLUMNS, _REQUIRED, "分類の行がありません。",
    )  # fmt: skip
    return InFile.of(lines, _option)


def _option(line: Line) -> Option:
    more = (line.code(one) for one in COLUMNS[3:])
    return Option(line.code("一覧"), line.code("コード"), line.cells["名称"].strip(), *more)


def shown(found: Sequence[Option]) -> Table:
    """The entries of a file as they were understood, to look at before they are stored."""
    rows = tuple((LISTS.get(one.listed, one.listed), one.code, one.label) for one in found)
    return Table("分類", tuple(map(Column, COLUMNS[:3])), rows)


def document(view: View) -> Document:
    """The lists as they are today, to change and take in again; raises Forbidden."""
    edition = desk.edition_on(view, view.today)
    return _document(edition, region.load(view.db).fictional)


def _document(edition: Edition, fictional: bool) -> Document:
    rows = tuple(
        (one.listed, one.code, one.label, one.parent, one.survey, one.certainty, "") for one in edition.options
    )
    lists = {"一覧": tuple(LISTS)}
    columns = (
        Column(one, "text", 18, choices=lists.get(one, ()), filling=Filling("", one in _REQUIRED)) for one in COLUMNS
    )
    main = Table("分類", tuple(columns), rows)
    guide = Table("一覧の名前", (Column("一覧", "text", 16), Column("意味", "text", 30)), _GUIDE)
    return Document(f"相談の分類 {edition.name}", (), (main, guide), main, (), (), fictional)
