"""Travel times from a file: two hospitals and the minutes between them, every fault in one pass."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
from checklist.model.plan import LONGEST, Pair
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals
from checklist.store.plan import travel_times
from checklist.words.plan import DISTANCE, MINUTES, ONE_HOSPITAL, OTHER_HOSPITAL

NOUN = "移動時間"
WANTED = (
    Wanted(ONE_HOSPITAL, "病院の名称またはコード", True, 26, example="架空中央病院"),
    Wanted(
        OTHER_HOSPITAL,
        "もう一方の病院の名称またはコード（往復とも同じ時間とします）",
        True,
        26,
        example="架空みなと病院",
    ),
    Wanted(MINUTES, f"1から{LONGEST}までの分。空欄にすると登録を取り消し、直線距離を使います", True, example="45"),
    Wanted(DISTANCE, "取り込みません"),
)


@dataclass(frozen=True)
class Entry:
    """What a row says: two hospitals by name or code, and the minutes (None to forget them)."""

    line: Line
    one: str
    other: str
    minutes: int | None


def read(name: str, data: bytes, answers: Answers = NONE) -> Part[Entry]:
    """The rows of a file; the notes that stand below a list of ours are passed over."""
    grid = grid_file.read(name, data, [one.name for one in WANTED], answers=answers)
    return part.read(grid.with_rows(() if _is_note(row) else row for row in grid), NOUN, WANTED, _entry, {})


def shown(found: Part[Entry]) -> Table:
    """The times of a file as they were understood, to look at before they are stored."""
    rows = tuple((one.one, one.other, one.minutes) for one in found.entries)
    return Table(NOUN, (Column(ONE_HOSPITAL), Column(OTHER_HOSPITAL), Column(MINUTES, "number")), rows)


def _is_note(row: Sequence[str]) -> bool:
    """Whether nothing but a sentence of ours stands in the first cell, as 「時点：…」."""
    return "：" in "".join(row[:1]) and not "".join(row[1:]).strip()


def _entry(line: Line, faults: list[Fault]) -> Entry | None:
    before = len(faults)
    for column in (ONE_HOSPITAL, OTHER_HOSPITAL):
        if not line.code(column):
            faults.append(Fault(line.where(column), "入力してください。"))
    text = line.code(MINUTES).removesuffix("分").strip()
    if text and not (re.fullmatch("[0-9]{1,4}", text) and 1 <= int(text) <= LONGEST):
        faults.append(Fault(line.where(MINUTES), f"1から{LONGEST}までの数で入力してください。"))
    if len(faults) > before:
        return None
    return Entry(line, line.code(ONE_HOSPITAL), line.code(OTHER_HOSPITAL), int(text) if text else None)


def take_in(act: Act, found: Part[Entry]) -> str:
    """Write down every row; raises Refused with every fault, or Forbidden. Pairs that are not in the file stay."""
    faults = list(found.faults)
    known = hospitals.all_hospitals(act)
    names = {file_lines.normal(text): one.id for one in known for text in (one.name, one.code)}
    wanted: dict[Pair, int | None] = {}
    for entry in found.entries:
        pair = _pair(entry, names, faults)
        if pair in wanted:
            faults.append(Fault(entry.line.where(ONE_HOSPITAL), "同じ組合せの行がほかにもあります。"))
        elif pair:
            wanted[pair] = entry.minutes
    if faults:
        raise Refused(file_lines.in_order(faults))
    changed = travel_times.save(act, wanted)
    return f"移動時間を取り込みました（{len(wanted)}件のうち{changed}件を変更）。"


def _pair(entry: Entry, names: dict[str, int], faults: list[Fault]) -> Pair | None:
    cells = ((ONE_HOSPITAL, entry.one), (OTHER_HOSPITAL, entry.other))
    unknown = [
        Fault(entry.line.where(column), f"病院「{text}」は登録されていません。")
        for column, text in cells
        if text not in names
    ]
    faults += unknown
    if unknown:
        return None
    one, other = sorted((names[entry.one], names[entry.other]))
    if one == other:
        faults.append(Fault(entry.line.where(OTHER_HOSPITAL), "異なる2つの病院を入力してください。"))
        return None
    return one, other


def empty_file(view: View) -> Document:
    """The table to fill in, with the hospitals of the region to pick from; raises Forbidden."""
    view.require(Verb.WRITE, Thing.YEAR_PLAN)
    wanted = named_hospitals(view, WANTED[:3], (ONE_HOSPITAL, OTHER_HOSPITAL))
    main = empty(NOUN, wanted)
    return Document("移動時間の記入様式", (), (main, guide([(NOUN, wanted)])), main, (), (), False)
