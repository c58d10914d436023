"""A check sheet as it stands in a file: the grid, where each cell stands, and the version it means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from checklist import words
from checklist.model.sheets import Chapter, Item, Lineage, Module, Relation, SheetVersion, Subject
from checklist.rules.fields import example_rows, typed_text

Grid = tuple[tuple[str, ...], ...]

METADATA = ("シートコード", "シート名", "版コード", "版番号", "版名", "適用開始年度", "評価尺度", "前の版")
SUBJECT = "対象分野"
"""Above the table, where a sheet is about something else than 医療安全."""
SUBJECTS = {word: subject for subject, word in words.SHEET_SUBJECTS.items()}
COLUMNS = (
    "章コード", "章名", "項目コード", "項目", "法令区分", "対象区分", "対象部門", "部署", "確認場所", "確認方法",
    "目的", "根拠", "確認の手順", "確認資料", "前版との関係", "前版の項目",
)  # fmt: skip

OPTIONAL = frozenset({"対象部門"})
"""What a file of an older form may be without: nothing in it is about a department then."""

MODULE_WORDS = {"": Module.WHOLE} | {word: module for module, word in words.MODULES.items()}
RELATION_WORDS = {word: relation for relation, word in words.RELATIONS.items()}
# Codes and numbers only: a text keeps the width in which the committee wrote it.
_NORMALISED = frozenset(
    {
        *METADATA,
        SUBJECT,
        "章コード",
        "項目コード",
        "法令区分",
        "対象区分",
        "対象部門",
        "確認方法",
        "前版との関係",
        "前版の項目",
    }
) - {"シート名", "版名"}
LINES = frozenset({"シート名", "版名", "章名", "部署", "確認場所"})
"""Names, and what else stands in one line."""
# NFKC makes none of these the plain hyphen, and each comes from some keyboard or spreadsheet.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_SEPARATOR = re.compile("[・、,，]")


@dataclass(frozen=True)
class Cell:
    """A text and the line of the file (counted as a spreadsheet does) in which it stands; 0 = nowhere."""

    text: str
    line: int = 0


@dataclass(frozen=True)
class DraftRow:
    """One row of the table by column name, codes and numbers in half width."""

    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """The text of a column, empty when the column is missing."""
        return self.cells.get(column, "")

    @property
    def code(self) -> str:
        """The item code."""
        return self.text("項目コード")

    @property
    def previous_codes(self) -> tuple[str, ...]:
        """The items of the version before from which this one descends."""
        return parts(self.text("前版の項目"))


@dataclass(frozen=True)
class Draft:
    """What was read: metadata by name, the header with its line (0 = none found), and the rows."""

    metadata: tuple[tuple[str, Cell], ...]
    header: tuple[str, ...]
    header_line: int
    rows: tuple[DraftRow, ...]

    def cell(self, name: str) -> Cell:
        """A metadata cell; an empty one when the name does not stand in the file."""
        return next((cell for found, cell in self.metadata if found == name), Cell(""))

    def number(self, name: str) -> int | None:
        """A metadata cell as a whole number, or None."""
        return whole_number(self.cell(name).text)


def whole_number(text: str) -> int | None:
    """A text as a whole number of at most nine digits, or None."""
    # Longer ones are no number here, and int() refuses thousands of digits with an exception.
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def normal(text: str) -> str:
    """A code, class or number in half width, with one kind of dash."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def parts(text: str) -> tuple[str, ...]:
    """The parts of a list such as 書類・現場."""
    return tuple(part.strip() for part in _SEPARATOR.split(text) if part.strip())


def classes(text: str) -> tuple[int, ...]:
    """対象区分 as numbers in order; empty when it is not a list of 1 and 2."""
    found = parts(text)
    known = set(found) <= {"1", "2"} and len(set(found)) == len(found)
    return tuple(sorted(int(part) for part in found)) if known else ()


def read(grid: Sequence[Sequence[str]]) -> Draft:
    """Take a grid apart: metadata above, then the header row, then the rows of the table."""
    header_index = next((index for index, row in enumerate(grid) if _is_header(row)), None)
    above = grid[:header_index] if header_index is not None else grid
    metadata = tuple(
        (normal(row[0]), Cell(_read_cell(normal(row[0]), row[1] if len(row) > 1 else ""), line))
        for line, row in enumerate(above, start=1)
        if row and row[0].strip()
    )
    if header_index is None:
        return Draft(metadata, (), 0, ())
    header = tuple(normal(name) for name in grid[header_index])
    rows = tuple(
        _row(header, row, line)
        for line, row in enumerate(grid[header_index + 1 :], start=header_index + 2)
        if any(cell.strip() for cell in row) and not example_rows.is_example(row)
    )
    return Draft(metadata, header, header_index + 1, rows)


def _is_header(row: Sequence[str]) -> bool:
    # Three names are enough, so that a header with a slip is still found and the slip told by its column.
    return len({normal(cell) for cell in row} & set(COLUMNS)) >= 3


def _read_cell(column: str, text: str) -> str:
    if column in _NORMALISED:
        return normal(text)
    return typed_text.line(text) if column in LINES else text.strip()


def _row(header: Sequence[str], row: Sequence[str], line: int) -> DraftRow:
    cells: dict[str, str] = {}
    for column, text in zip(header, row, strict=False):
        cells.setdefault(column, _read_cell(column, text))
    # What stands beyond the last column name is a fault of the row; it is kept under the empty name.
    beyond = "".join(row[len(header) :]).strip()
    return DraftRow(line, {**cells, "": (cells.get("", "") + beyond).strip()})


def version(draft: Draft) -> SheetVersion:
    """The version that a draft without faults means."""
    previous = draft.cell("前の版").text or None
    chapters = {row.text("章コード"): row.text("章名") for row in draft.rows}
    return SheetVersion(
        draft.cell("シートコード").text,
        draft.cell("シート名").text,
        draft.cell("版コード").text,
        draft.number("版番号") or 0,
        draft.cell("版名").text,
        draft.number("適用開始年度") or 0,
        draft.cell("評価尺度").text,
        previous,
        tuple(Chapter(code, name) for code, name in chapters.items()),
        tuple(_item(row) for row in draft.rows),
        tuple(_link(row) for row in draft.rows) if previous else (),
        SUBJECTS.get(draft.cell(SUBJECT).text, Subject.SAFETY),
    )


def _item(row: DraftRow) -> Item:
    return Item(
        row.code,
        row.text("章コード"),
        row.text("項目"),
        row.text("法令区分"),
        classes(row.text("対象区分")),
        MODULE_WORDS.get(row.text("対象部門"), Module.WHOLE),
        row.text("部署"),
        row.text("確認場所"),
        parts(row.text("確認方法")),
        row.text("目的"),
        row.text("根拠"),
        row.text("確認の手順"),
        row.text("確認資料"),
    )


def _link(row: DraftRow) -> Lineage:
    return Lineage(row.code, RELATION_WORDS.get(row.text("前版との関係"), Relation.NEW), row.previous_codes)


def head(found: SheetVersion) -> Grid:
    """The rows above the table."""
    values = (
        found.sheet_code,
        found.sheet_name,
        found.code,
        str(found.number),
        found.name,
        str(found.from_fiscal_year),
        found.scale,
        found.previous_code or "",
    )
    # Only where it says something: a sheet of 医療安全 leaves as it always did.
    about = () if found.subject is Subject.SAFETY else ((SUBJECT, words.SHEET_SUBJECTS[found.subject]),)
    return (*zip(METADATA, values, strict=True), *about)


def grid(found: SheetVersion) -> Grid:
    """A version as the grid of a file; reading it again gives the same version."""
    names = {chapter.code: chapter.name for chapter in found.chapters}
    links = {link.item_code: link for link in found.lineage} if found.previous_code else {}
    lines = (row_of(item, names[item.chapter_code], links.get(item.code)) for item in found.items)
    return (*head(found), (), COLUMNS, *lines)


def row_of(item: Item, chapter_name: str, link: Lineage | None) -> tuple[str, ...]:
    """An item as a row, in the order of `COLUMNS`."""
    code, chapter, *texts = {**item.texts, "module": words.MODULES.get(item.module, "")}.values()
    relation = (words.RELATIONS[link.relation], "・".join(link.previous_codes)) if link else ("", "")
    return (chapter, chapter_name, code, *texts, *relation)
