"""The topics as a table and back: a centre changes the file and takes it in as a new edition."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.formats import file_lines, grid_file
from checklist.formats.document import Document
from checklist.formats.file_lines import InFile, Line
from checklist.formats.file_questions import NONE, Answers
from checklist.formats.table import Column, Filling, Table
from checklist.model.center.learning import Topic
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import topics
from checklist.words.center import TOPICS

COLUMNS = ("コード", "名称", "点検表の章", "相談内容", "研修の内容")


def read(name: str, data: bytes, answers: Answers = NONE) -> list[Topic]:
    """The topics of a file, each as it stands there, several codes apart by spaces; raises Refused or Busy."""
    lines = file_lines.read(
        grid_file.read(name, data, COLUMNS, answers=answers),
        COLUMNS, COLUMNS[:2], "テーマの行がありません。",
    )  # fmt: skip
    return InFile.of(lines, _topic)


def _topic(line: Line) -> Topic:
    codes = (tuple(line.code(one).replace("、", " ").replace(",", " ").split()) for one in COLUMNS[2:])
    return Topic(line.code("コード"), line.cells["名称"].strip(), *codes)


def shown(found: Sequence[Topic]) -> Table:
    """The topics of a file as they were understood, to look at before they are stored."""
    rows = tuple((one.code, one.label, " ".join(one.chapters), " ".join(one.subjects)) for one in found)
    return Table("テーマ", tuple(map(Column, COLUMNS[:4])), rows)


def document(view: View) -> Document:
    """The topics as they are today, to change and take in again; raises Forbidden."""
    edition = topics.in_use(view)
    rows = tuple(
        (one.code, one.label, " ".join(one.chapters), " ".join(one.subjects), " ".join(one.parts))
        for one in edition.topics
    )
    several = {"研修の内容": tuple(TOPICS)}
    columns = (
        Column(
            one, "text", 24, choices=several.get(one, ()), closed=False,
            filling=Filling("複数のコードは空白で区切る" if one in COLUMNS[2:] else "", one in COLUMNS[:2]),
        )
        for one in COLUMNS
    )  # fmt: skip
    main = Table("テーマ", tuple(columns), rows)
    guide = Table("研修の内容", (Column("コード", "text", 16), Column("意味", "text", 30)), tuple(TOPICS.items()))
    return Document(f"結果から学ぶテーマ {edition.name}", (), (main, guide), main, (), (), region.of(view).fictional)
