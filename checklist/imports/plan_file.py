"""The visits of a year plan from a file: the list of the page, changed by hand and taken in again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from checklist.errors import Fault, Refused
from checklist.formats import file_lines, grid_file
from checklist.formats.document import Document
from checklist.formats.file_lines import Line
from checklist.formats.file_questions import NONE, Answers
from checklist.formats.table import Column, Table
from checklist.imports import part
from checklist.imports.part import Part
from checklist.imports.template import Wanted, empty, guide, named_hospitals
from checklist.model.permission import Thing, Verb
from checklist.model.plan import PlannedVisit
from checklist.rules.fields.cell import NO, YES, YES_NO
from checklist.rules.plan import plan_faults
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals
from checklist.store.plan import plan_questions, year_plans
from checklist.words.plan import HOST, JOINING, LEADING, MONTH, PINNED, RELEASED, REMARKS, STATE

SHEET = "訪問"
WANTED = (
    Wanted(MONTH, "1から12までの数。未定のときは空欄", choices=tuple(map(str, range(1, 13))), example="10"),
    Wanted(HOST, "病院の名称またはコード", True, 26, example="架空中央病院"),
    Wanted(LEADING, "代表して訪問する病院の名称またはコード", True, 26, example="架空みなと病院"),
    *(Wanted(one, "ともに訪問する病院の名称またはコード（ある場合）", width=26) for one in JOINING),
    Wanted(PINNED, "計画案を作成し直しても変更しないときは「はい」", choices=(YES, NO)),
    *(Wanted(one, "取り込みません") for one in (STATE, REMARKS)),
)


@dataclass(frozen=True)
class Entry:
    """What a row says: hospitals by name or code, the leading one first."""

    line: Line
    host: str
    evaluators: tuple[str, ...]
    month: int | None
    pinned: bool


def read(name: str, data: bytes, answers: Answers = NONE) -> Part[Entry]:
    """The rows of a file; the notes that stand below a list of ours are passed over."""
    grid = grid_file.read(name, data, [one.name for one in WANTED], answers=answers)
    return part.read(grid.with_rows(() if _is_note(row) else row for row in grid), SHEET, WANTED, _entry, {})


def shown(found: Part[Entry]) -> Table:
    """The visits of a file as they were understood, to look at before they are stored."""
    names = (Column(MONTH), Column(HOST), Column("訪問する病院"))
    rows = tuple((f"{one.month}月" if one.month else "", one.host, "、".join(one.evaluators)) for one in found.entries)
    return Table(SHEET, names, rows)


def _is_note(row: Sequence[str]) -> bool:
    """Whether nothing but a sentence stands in the first cell."""
    return len("".join(row[:1]).strip()) > len("12月 ") and not "".join(row[1:]).strip()


def _entry(line: Line, faults: list[Fault]) -> Entry | None:
    before = len(faults)
    month = line.code(MONTH).removesuffix("月").replace("未定", "")
    if month and not (re.fullmatch("[0-9]{1,2}", month) and 1 <= int(month) <= 12):
        faults.append(Fault(line.where(MONTH), "1から12までの数で入力してください。"))
    pinned = part.choice(line, PINNED, YES_NO, faults)
    for column in (HOST, LEADING):
        if not line.code(column):
            faults.append(Fault(line.where(column), "入力してください。"))
    if len(faults) > before:
        return None
    crew = tuple(text for column in (LEADING, *JOINING) if (text := line.code(column)))
    return Entry(line, line.code(HOST), crew, int(month) if month else None, bool(pinned))


def take_in(act: Act, year: int, seen: int, found: Part[Entry]) -> str:
    """Replace what is not published of a year's plan by the rows; raises Refused with every fault, Stale or Forbidden.

    Rows of visits that are there already change nothing.
    """
    faults, names = list(found.faults), _keys(act)
    called = {one.id: one.name for one in hospitals.all_hospitals(act)}
    draft = year_plans.current(act, year).draft
    there = {pair for one in plan_questions.of_year(act, year, draft).fixed if one.visit_id for pair in one.pairs}
    back = {pair for one in plan_questions.released(act, draft) for pair in one.pairs}
    new = []
    for entry in found.entries:
        visit = _visit(entry, names, faults)
        if visit and set(visit.pairs) <= back and entry.line.code(STATE) == RELEASED:
            continue
        if visit and not set(visit.pairs) <= there:
            if there & set(visit.pairs):
                faults.append(
                    Fault(entry.line.where(HOST), "この行の組合せの一部は、すでに訪問として登録されています。")
                )
            wrong = plan_faults.faults([visit], called)
            faults += [Fault(entry.line.where(HOST), one.message) for one in wrong]
            new.append(visit)
    if faults:
        raise Refused(file_lines.in_order(faults))
    kept = tuple(one for one in draft.visits if one.visit_id)
    year_plans.save(act, year, seen, replace(draft, visits=(*kept, *new), gap=None))
    return f"訪問{len(new)}件を計画案に取り込みました。"


def _keys(act: Act) -> Mapping[str, int]:
    """Every hospital by its code and by its name, as a cell is read."""
    known = hospitals.all_hospitals(act)
    return {file_lines.normal(text): one.id for one in known for text in (one.name, one.code)}


def _visit(entry: Entry, names: Mapping[str, int], faults: list[Fault]) -> PlannedVisit | None:
    cells = zip((HOST, LEADING, *JOINING), (entry.host, *entry.evaluators), strict=False)
    unknown = [(column, text) for column, text in cells if text not in names]
    faults += [Fault(entry.line.where(column), f"病院「{text}」は登録されていません。") for column, text in unknown]
    if unknown:
        return None
    return PlannedVisit(names[entry.host], tuple(names[one] for one in entry.evaluators), entry.month, entry.pinned)


def empty_file(view: View) -> Document:
    """The table to fill in, with the hospitals of the region to pick from; raises Forbidden."""
    view.require(Verb.WRITE, Thing.YEAR_PLAN)
    wanted = named_hospitals(
        view, tuple(one for one in WANTED if one.name not in (STATE, REMARKS)), (HOST, LEADING, *JOINING)
    )
    main = empty(SHEET, wanted)
    return Document("年間計画の訪問の記入様式", (), (main, guide([(SHEET, wanted)])), main, (), (), False)
