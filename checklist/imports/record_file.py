"""The records of any kind from Excel or CSV and back; every fault of a file in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from checklist import words
from checklist.errors import Fault, Refused
from checklist.formats import file_columns, file_lines, grid_file, table
from checklist.formats.document import Document
from checklist.formats.file_lines import Line, ReadGrid
from checklist.formats.file_questions import NONE, Answers
from checklist.formats.table import Filling, Table, Value
from checklist.imports import column_words, incident_file
from checklist.imports import template as form
from checklist.model.accounts import Principal, Role
from checklist.model.fields import Column, Record, columns, label_of
from checklist.model.permission import Verb
from checklist.rules import access
from checklist.rules.fields import cell, checks, day_text, patient_names
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals
from checklist.store.records import records

CONFIRMED = "氏名でないことを確認"
"""The column in which a row says はい if what looks like a patient's name is none."""
_WHY = "患者の氏名に見える語句が、氏名でないことを確かめた行に「はい」と記入する"
CONFIRM = f"患者の氏名でないときは、列「{CONFIRMED}」に「はい」と記入してください。"


@dataclass(frozen=True)
class Imported:
    """How many rows of a file were stored, and how many were stored already."""

    stored: int
    known: int
    changed: int = 0
    """Of the stored ones those that took the place of a record with the same key."""

    @property
    def sentence(self) -> str:
        """What came of the import, for the reader."""
        known = f"（{self.known}件は登録済みの記録と同じため、取り込んでいません）" if self.known else ""
        changed = f"うち{self.changed}件は登録済みの記録の変更です。" if self.changed else ""
        return f"{self.stored}件の記録を取り込みました{known}。{changed}"


def column_names(kind: type[Record]) -> tuple[str, ...]:
    """The columns of a file of this kind, in their order."""
    return (*(column.label for column in columns(kind)), CONFIRMED)


@dataclass(frozen=True)
class Row:
    """What a row says, or everything wrong with it; `questions` are asked of a row that is not stored already."""

    record: Record | None
    faults: tuple[Fault, ...]
    questions: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Draft:
    """The rows of a file of one kind."""

    kind: type[Record]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    """What is wrong between its rows."""


def read(kind: type[Record], today: date, name: str, data: bytes, answers: Answers = NONE) -> Draft:
    """What stands in a file, before anything is asked of the database; raises Refused or Busy."""
    named = (*column_names(kind), *(incident_file.LONG if kind.GRID else ()))
    grid = grid_file.read(name, data, named, dates=True, answers=answers)
    return of_grid(kind, today, file_columns.renamed(grid, named, answers, column_words.suggest))


def of_grid(kind: type[Record], today: date, grid: ReadGrid) -> Draft:
    """What stands in a table with our columns; raises Refused."""
    if kind.GRID and incident_file.is_long(grid):
        found = [(line, Row(record, tuple(faults))) for line, record, faults in incident_file.read(grid, today)]
        return Draft(kind, tuple(row for _, row in found))
    required = [column.label for column in columns(kind) if column.required]
    nothing = "記録の行がありません。何も変更していません。"
    days = [column.label for column in columns(kind) if column.shape == "day"]
    lines = file_lines.read(grid, column_names(kind), required, nothing, days)
    found = [(line, _judged(kind, line, today)) for line in lines]
    return Draft(kind, tuple(row for _, row in found), tuple(_repeated(found)))


def shown(draft: Draft) -> Table:
    """The rows of a file as they were understood, to look at before they are stored."""
    rows = tuple(_row(row.record) for row in draft.rows if row.record)
    found = Table(draft.kind.WORD, _columns(draft.kind), rows)
    full = [place for place in range(len(found.columns)) if any(row[place] not in (None, "") for row in rows)]
    return Table(
        found.title,
        tuple(found.columns[place] for place in full),
        tuple(tuple(row[place] for place in full) for row in found.rows),
    )


def _key(record: Record) -> tuple[Any, ...]:
    """What sets a record apart from the others of its kind; nothing where twins are allowed."""
    return tuple(getattr(record, name) for name in record.KEY)


def _repeated(found: Sequence[tuple[Line, Row]]) -> Iterator[Fault]:
    """Rows with the key of an earlier row of the same file: nobody could tell which of the two is meant."""
    first: dict[tuple[Any, ...], int] = {}
    for line, row in found:
        one = row.record
        if one and one.KEY and first.setdefault(_key(one), line.number) != line.number:
            where = "・".join(label_of(type(one), name) for name in one.KEY)
            yield Fault(line.where(where), f"{first[_key(one)]}行目と重複しています。")


def _over(old: Record | None, new: Record) -> Record:
    """A record in place of the one with its key; what it leaves empty stays as it was."""
    if old is None or not new.KEY:
        return new
    kept = {one.name: getattr(old, one.name) for one in columns(type(new)) if getattr(new, one.name) is None}
    return replace(new, id=old.id, version=old.version, **kept)


def import_file(act: Act, hospital_id: int | None, draft: Draft) -> Imported:
    """Store the records of a file; each stored record passes over one row that says the same.

    `hospital_id` is None for the kinds of the centre.
    So the same file again adds nothing, and two equal rows of a new file are two records. A row with the key of a
    stored record changes that one, and leaves what it has no word for.
    Raises Forbidden, or Refused with every fault, and then nothing of the file is stored.
    """
    act.require(Verb.WRITE, *access.of_records(draft.kind.OWNER, hospital_id))
    stored = records.of_hospital(act, hospital_id, draft.kind)
    known, by_key = Counter(map(_content, stored)), {_key(one): one for one in stored if one.KEY}
    new: list[Record] = []
    faults = list(draft.faults)
    for row in draft.rows:
        record = _over(by_key.get(_key(row.record)), row.record) if row.record else None
        # Before the questions about names: whoever stored the row has answered them.
        if record and known[_content(record)]:
            known[_content(record)] -= 1
            continue
        faults += (*row.faults, *row.questions)
        if record:
            new.append(record)
    if faults:
        raise Refused(file_lines.in_order(faults))
    for record in new:
        # Asked row by row above: what is left was confirmed in its column.
        records.save(act, hospital_id, record, confirmed=True)
    return Imported(len(new), len(draft.rows) - len(new), sum(one.id > 0 for one in new))


def import_at_server(act: Act, code: str, draft: Draft) -> Imported:
    """Store the records of a file in the name of the hospital's safety manager, or else of an administrator."""
    hospital_id = hospitals.by_code(act, code).id
    # A record says who entered it, and at the server nobody is signed in.
    active = [person for person in people.all_people(act) if person.active]
    keepers = [one for one in active if one.hospital_id == hospital_id and Role.SAFETY_MANAGER in one.roles]
    keepers += [one for one in active if Role.ADMIN in one.roles]
    if not keepers:
        raise Refused("記録を登録する医療安全管理者のアカウントがありません。user add で登録してください。")
    who, expiry = keepers[0], act.at + timedelta(hours=1)
    principal = Principal(who.id, who.login, who.name, frozenset({Role.SAFETY_MANAGER}), hospital_id, False, expiry)
    return import_file(replace(act, principal=principal), hospital_id, draft)


def _judged(kind: type[Record], line: Line, today: date) -> Row:
    read = [(column, *_cell(column, line.cells.get(column.label, ""), today)) for column in columns(kind)]
    unread = [Fault(line.where(column.label), fault) for column, _, fault in read if fault]
    values: dict[str, Any] = {column.name: value for column, value, _ in read}
    record = kind(**values)
    seen = {fault.where for fault in unread}
    wrong = [Fault(line.where(fault.where), fault.message) for fault in checks.faults(record, today)]
    found = unread + [fault for fault in wrong if fault.where not in seen]
    return Row(None, tuple(found)) if found else Row(record, (), tuple(_questions(record, line)))


def _cell(column: Column, text: str, today: date) -> tuple[Any, str]:
    # A day without its year is a guess, unless its weekday says which year is meant.
    return cell.read(column, text, today if day_text.has_weekday(text) else None)


def _questions(record: Record, line: Line) -> Iterator[Fault]:
    faults: list[Fault] = []
    if not is_confirmed(line, faults):
        faults += [Fault(line.where(one.where), f"{one.message}{CONFIRM}") for one in patient_names.questions(record)]
    yield from faults


def is_confirmed(line: Line, faults: list[Fault]) -> bool:
    """Whether a row says that what looks like a name is none; with a fault where it says neither yes nor no."""
    text = line.code(CONFIRMED)
    if text.lower() not in cell.YES_NO:
        faults.append(Fault(line.where(CONFIRMED), f"「{text}」は使えません（{cell.YES}・{cell.NO}）。"))
    return cell.YES_NO.get(text.lower(), True)


def _content(record: Record) -> tuple[Any, ...]:
    """Everything that a record says, without its number, as it stands in a file."""
    values = (getattr(record, column.name) for column in columns(type(record)))
    return tuple(table.straight(value).strip() if isinstance(value, str) else value for value in values)


def document(
    view: View, hospital_id: int | None, kind: type[Record], since: date | None = None,
    until: date | None = None,
) -> Document:  # fmt: skip
    """The stored records of one kind between two days, oldest first; a file that the import reads again."""
    found = records.of_hospital(view, hospital_id, kind, since, until)
    rows = tuple(_row(record) for record in reversed(found))
    owner = words.CENTER if hospital_id is None else hospitals.get(view, hospital_id).name
    return _document(f"{owner} {kind.WORD}の記録", kind, rows, region.load(view.db).fictional)


def template(kind: type[Record]) -> Document:
    """An empty table with its columns, and on a second sheet how to fill them in."""
    # Of a table of numbers some have to be there, whichever.
    shown = [replace(one, required=one.required or (bool(kind.GRID) and one.shape == "count")) for one in columns(kind)]
    return _document(f"{kind.WORD}の記入様式", kind, ((*form.example(shown), None),), False)


def _document(title: str, kind: type[Record], rows: tuple[tuple[Value, ...], ...], fictional: bool) -> Document:
    """The records alone are the CSV file."""
    main = Table(kind.WORD, _columns(kind), rows)
    return Document(title, (), (main, _guide(kind)), main, (), (), fictional)


def _columns(kind: type[Record]) -> tuple[table.Column, ...]:
    confirmed = table.Column(CONFIRMED, "text", 14, choices=(cell.YES,), filling=Filling(_WHY))
    return (*map(form.of_field, columns(kind)), confirmed)


def _row(record: Record) -> tuple[Value, ...]:
    cells = [cell.write(column, getattr(record, column.name)) for column in columns(type(record))]
    # It was confirmed when it was stored; so the file can be taken in again as it is.
    return (*cells, cell.YES if patient_names.questions(record) else "")


def _guide(kind: type[Record]) -> Table:
    names = (table.Column("列", "text", 30), table.Column("必須", "text", 8), table.Column("記入のしかた", "text", 80))
    rows = [(one.label, "必須" if one.required else "", form.how(one)) for one in columns(kind)]
    return Table("記入のしかた", names, (*rows, (CONFIRMED, "", _WHY)))
