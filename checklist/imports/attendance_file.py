"""Who attended a training as a table, one row for each facility and profession; every fault of a file in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from checklist.errors import Fault, Refused
from checklist.formats import file_lines, grid_file
from checklist.formats.document import Document
from checklist.formats.file_lines import Line
from checklist.formats.file_questions import NONE, Answers
from checklist.formats.table import Column, Table
from checklist.imports import template
from checklist.model.center.activities import Training
from checklist.model.center.attendance import Attendance
from checklist.model.fields import columns
from checklist.rules.fields import cell, checks, patient_names, typed_text
from checklist.store import region
from checklist.store.act import Act, View
from checklist.store.center import attendances
from checklist.store.hospitals import hospitals
from checklist.store.records import records

_SHOWN = tuple(one for one in columns(Attendance) if one.name != "training_id")
COLUMNS = tuple(one.label for one in _SHOWN)
_REQUIRED = ("職種", "人数")
NOTHING = "受講者数の行がありません。何も変更していません。"


@dataclass(frozen=True)
class Draft:
    """What stands in a file: rows without a day are of the day of the training."""

    lines: tuple[Line, ...]


def read(name: str, data: bytes, answers: Answers = NONE) -> Draft:
    """The rows of a file, before anything is asked of the database; raises Refused or Busy."""
    grid = grid_file.read(name, data, COLUMNS, dates=True, answers=answers)
    days = [one.label for one in _SHOWN if one.shape == "day"]
    return Draft(tuple(file_lines.read(grid, COLUMNS, _REQUIRED, NOTHING, days)))


def shown(draft: Draft) -> Table:
    """The rows of a file as they were understood, to look at before they are stored."""
    rows = tuple(tuple(line.cells.get(name, "") for name in COLUMNS) for line in draft.lines)
    return Table("受講者数", tuple(map(Column, COLUMNS)), rows)


def import_file(act: Act, training_id: int, draft: Draft) -> str:
    """Put the numbers of a file in the place of those stored, in one act; raises Forbidden, NotFound or Refused."""
    training = records.get(act, Training, training_id)
    codes = {one.code for one in hospitals.all_hospitals(act)}
    faults: list[Fault] = []
    found: list[Attendance] = []
    for line in draft.lines:
        record, wrong = _judged(line, training, codes, act.today)
        faults += wrong
        found.append(record)
    faults += _repeated(draft.lines, found)
    if faults:
        raise Refused(file_lines.in_order(faults))
    changed = attendances.put(act, training_id, found)
    people = sum(one.people for one in found)
    return f"{len(found)}行（{people}名）を読み込み、{changed}行を登録しました。"


def _judged(line: Line, training: Training, codes: set[str], today: date) -> tuple[Attendance, list[Fault]]:
    values: dict[str, Any] = {"training_id": training.id}
    faults = []
    for one in _SHOWN:
        text = line.cells.get(one.label, "")
        value, fault = cell.read(one, text)
        values[one.name] = training.held_on if one.name == "held_on" and not text.strip() else value
        faults += [Fault(line.where(one.label), fault)] if fault else []
    values["hospital_code"] = hospitals.normal_code(str(values["hospital_code"]))
    values["facility"] = typed_text.line(str(values["facility"]))
    record = Attendance(**values)
    if record.hospital_code and record.hospital_code not in codes:
        faults.append(Fault(line.where("病院コード"), f"「{record.hospital_code}」の病院は登録されていません。"))
    if not faults:
        told = [*checks.faults(record, today), *patient_names.questions(record)]
        faults += [Fault(line.where(one.where), one.message) for one in told]
    return record, faults


def _repeated(lines: Sequence[Line], found: Sequence[Attendance]) -> Iterator[Fault]:
    first: dict[tuple[object, ...], int] = {}
    for line, one in zip(lines, found, strict=True):
        key = tuple(getattr(one, name) for name in Attendance.KEY)
        if first.setdefault(key, line.number) != line.number:
            yield Fault(line.where("施設名"), f"{first[key]}行目と重複しています。人数を合計して1行にしてください。")


def document(view: View, training_id: int) -> Document:
    """The numbers of a training as they are stored, to fill in and take in again; raises Forbidden or NotFound."""
    training = records.get(view, Training, training_id)
    rows = tuple(
        tuple(cell.write(one, getattr(record, one.name)) for one in _SHOWN)
        for record in attendances.of_training(view, training_id)
    )
    asked = tuple(replace(one, required=one.label in _REQUIRED) for one in _SHOWN)
    shown_how = template.example([replace(one, required=one.label in (*_REQUIRED, "施設名")) for one in _SHOWN])
    main = Table("受講者数", tuple(template.of_field(one, 18) for one in asked), rows or (shown_how,))
    return Document(f"受講者数 {training.theme}", (), (main,), main, (), (), region.of(view).fictional)
