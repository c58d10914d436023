"""Files as a grid of texts, whatever arrives: a broken file is a fault, an unclear one a question, never a crash."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from openpyxl.utils import get_column_letter

from checklist.errors import Fault, Refused
from checklist.formats import file_questions, text_table, workbook
from checklist.formats.file_lines import TURNED, ReadGrid, head, named, normal
from checklist.formats.file_questions import HIDDEN, LEAVE, NONE, ROWS, SHEET, STRUCK, Answers, Asked, Question
from checklist.formats.table import clean
from checklist.formats.workbook import CLOCK, DAY, ERROR, FORMULA, PARTLY, Found
from checklist.rules.sheets.sheet_draft import Grid
from checklist.store.files import package

FILE_LIMIT = 5_000_000
ROW_LIMIT, COLUMN_LIMIT = 2_000, workbook.COLUMNS
ENDINGS = ("csv", "xlsx", "xlsm", "xls", "ods", "txt", "tsv")
"""How the names of files end that are read; which kind a file is, says its content."""
_HEAD = 40
"""Rows among which the head of a table is looked for."""
_WRONG = {
    FORMULA: "数式の値がファイルに保存されていません。Excelで開いて保存し直すか、値に置き換えてください。",
    ERROR: "エラー値（#N/Aなど）が入っています。",
    DAY: TURNED,
    PARTLY: "文字の一部に取り消し線があります。不要な文字を削除して保存し直してください。",
    CLOCK: "時刻に変わっています。セルの書式を文字列にして入力し直してください。",
}


def placed(grid: Grid, faults: Iterable[Fault]) -> list[Fault]:
    """Faults of a grid with the sheet that they stand in, where a file has several."""
    sheet = getattr(grid, "sheet", "")
    return [Fault(named(sheet, one.where) if one.where else "", one.message) for one in faults]


def read(
    name: str, data: bytes, columns: Collection[str] = (), *, dates: bool = False, answers: Answers = NONE,
    rows: int = ROW_LIMIT,
) -> ReadGrid:  # fmt: skip
    """The grid of a file: of a workbook the sheet that has most of the columns.

    Raises Refused with one clear sentence or every bad cell, Asked where only a person can say what is meant, or Busy.
    Cells that Excel holds as dates are faults, or with `dates` texts such as 2024-06-01.
    """
    return _read(name, data, (), columns, dates, answers, rows)[""]


def read_named(
    name: str, data: bytes, names: Collection[str], columns: Collection[str], answers: Answers = NONE,
    rows: int = ROW_LIMIT, *, dates: bool = True,
) -> dict[str, ReadGrid]:  # fmt: skip
    """The same of every sheet of a workbook with one of these names, by it; without any the one of `read`, as ''."""
    return _read(name, data, names, columns, dates, answers, rows)


Passed = tuple[str, int, str, str]
"""What is not read: the sheet, the row as people count (0: the whole sheet), what stands there, and why."""


def read_sheets(name: str, data: bytes) -> tuple[dict[str, Grid], list[Passed]]:
    """The texts of every sheet, by its name, without what is hidden or struck out; a text file has one, called ''."""
    _check_bytes(name, data)
    if not data.startswith((b"PK", workbook.OLE)):
        return {"": read(name, data)}, []
    opened = [one for one in _opened(name, data) if one.rows or one.beyond]
    passed: list[Passed] = [(one.name, 0, one.name, "非表示のシート") for one in opened if one.is_hidden]
    grids: dict[str, Grid] = {}
    for one in opened:
        if not one.is_hidden:
            _check_found(name, one)
            gone = dict.fromkeys(one.struck, "取り消し線のある行") | dict.fromkeys(one.hidden, "非表示の行")
            passed += [(one.name, row + 1, " ".join(one.rows[row]), why) for row, why in sorted(gone.items())]
            passed += [(one.name, row + 1, _place(row, at), _WRONG[why]) for row, at, why in one.signs
                       if why in (FORMULA, PARTLY) and row not in gone]  # fmt: skip
            grids[one.name] = _taken(one, gone, "")
    return grids, passed


def _check_bytes(name: str, data: bytes) -> None:
    if not data:
        raise Refused([Fault(name, "ファイルが空です。")])
    if len(data) > FILE_LIMIT:
        raise Refused([Fault(name, f"ファイルが大きすぎます（{FILE_LIMIT // 1_000_000}MBまで）。")])


def _read(
    name: str, data: bytes, names: Collection[str], columns: Collection[str], dates: bool, answers: Answers, rows: int
) -> dict[str, ReadGrid]:
    _check_bytes(name, data)
    if not data.startswith((b"PK", workbook.OLE)):
        grid = text_table.read(name, data, columns, rows)
        check_size(name, grid, rows)
        return {"": ReadGrid.of(grid)}
    found = [one for one in _opened(name, data) if one.rows or one.signs or one.beyond]
    chosen = {normal(one.name): one for one in found if normal(one.name) in names and one.rows}
    chosen = chosen or {"": _chosen(found, columns, answers) if found else Found()}
    for one in chosen.values():
        _check_found(name, one, rows)
    left_out = _left_out(chosen.values(), columns, answers)
    grids: dict[str, ReadGrid] = {}
    faults: list[Fault] = []
    for title, one in chosen.items():
        grids[title] = _taken(one, left_out.get(one.name, frozenset()), one.name if len(found) > 1 else "")
        wrong = [_fault(sign) for sign in one.signs if not (dates and sign[2] in (DAY, CLOCK))
                 and sign[0] not in left_out.get(one.name, ())]  # fmt: skip
        faults += placed(grids[title], wrong)
    if faults:
        raise Refused(faults)
    return grids


def _opened(name: str, data: bytes) -> list[Found]:
    try:
        if data.startswith(b"PK"):
            package.look(data, package.READ)
        return workbook.read(data)
    except Refused as refused:
        raise Refused([Fault(name, refused.message)]) from refused


def check_size(name: str, rows: Sequence[Sequence[str]], most: int = ROW_LIMIT) -> None:
    """Raise Refused for more rows or columns than a table may have."""
    if len(rows) > most or max(map(len, rows), default=0) > COLUMN_LIMIT:
        raise Refused([Fault(name, f"表が大きすぎます（{most}行、{COLUMN_LIMIT}列まで）。")])


def _check_found(name: str, found: Found, most: int = ROW_LIMIT) -> None:
    check_size(name, found.rows, most)
    if found.beyond:
        told = f"「{found.name}」シートの{found.beyond}セルに値があります。表が大きすぎます"
        raise Refused([Fault(name, f"{told}（{most}行、{COLUMN_LIMIT}列まで）。")])


def _place(line: int, place: int) -> str:
    return f"{line + 1}行目・{get_column_letter(place + 1)}列"


def _fault(sign: tuple[int, int, str]) -> Fault:
    line, place, kind = sign
    return Fault(_place(line, place), _WRONG[kind])


def _taken(found: Found, left_out: Collection[int], sheet: str) -> ReadGrid:
    # Left out as empty rows, so that all others are called as in the file.
    rows = (() if row in left_out else tuple(map(clean, texts)) for row, texts in enumerate(found.rows))
    return ReadGrid.of(rows, sheet, ((row, place) for row, place, kind in found.signs if kind == DAY))


def _head(found: Found, columns: Collection[str]) -> tuple[int, int]:
    """How many of the columns the best row of a sheet names, and which row that is."""
    known = {normal(one) for one in columns}
    fits = [len({head(text) for text in texts} & known) for texts in found.rows[:_HEAD]]
    best = max(fits, default=0)
    return best, fits.index(best) if best else -1


def _chosen(found: Sequence[Found], columns: Collection[str], answers: Answers) -> Found:
    """The sheet that is meant: the one that has the columns, or that somebody has named; raises Asked."""
    named = next((one for one in found if one.name == answers.get(SHEET)), None)
    if named:
        return named
    shown = [one for one in found if not one.is_hidden] or list(found)
    fits = {one.name: _head(one, columns) for one in found}
    best = max(fits[one.name][0] for one in found)
    if len(found) == 1 or best < min(2, len(columns)) or not columns:
        return shown[0]
    # Half of a table's columns may be left out by a file; a guide names few of them in one row.
    meant = [one for one in found if 4 * fits[one.name][0] >= 3 * best]
    filled = [one for one in meant if len(one.rows) > fits[one.name][1] + 1] or meant
    visible = [one for one in filled if not one.is_hidden]
    if len(visible) == 1:
        return visible[0]
    told = (
        "取り込む表はどのシートですか。"
        if visible
        else "取り込める表は、非表示のシートにあります。取り込むシートを選んでください。"
    )
    raise Asked([Question(SHEET, told, tuple((one.name, one.name) for one in visible or filled))])


def _left_out(chosen: Iterable[Found], columns: Collection[str], answers: Answers) -> dict[str, frozenset[int]]:
    """The rows of each sheet that somebody does not want; raises Asked as long as nobody has said so."""
    questions, gone = [], dict[str, frozenset[int]]()
    for one in chosen:
        head = _head(one, columns)[1]
        for key, rows, word in ((HIDDEN, one.hidden, "非表示の行"), (STRUCK, one.struck, "取り消し線のある行")):
            asked = [row for row in rows if row > head]
            if asked and key not in answers:
                told = f"「{one.name}」シートに{word}があります（{file_questions.numbers(asked)}）。取り込みますか。"
                questions.append(Question(key, told, ROWS))
            if answers.get(key) == LEAVE:
                gone[one.name] = gone.get(one.name, frozenset()) | frozenset(asked)
    if questions:
        raise Asked(questions)
    return gone
