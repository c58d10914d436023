"""Cases of a centre from Excel or CSV, one row for a case with its first contact; every fault of a file in one pass."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from checklist.errors import Fault, Refused
from checklist.formats import file_lines, grid_file, table
from checklist.formats.document import Document
from checklist.formats.file_lines import Line
from checklist.formats.file_questions import NONE, Answers
from checklist.formats.table import Table
from checklist.imports import record_file
from checklist.imports import template as form
from checklist.model.accounts import Principal, Role
from checklist.model.center import Case, Contact
from checklist.model.center.desk import Edition
from checklist.model.fields import Column, Value, columns
from checklist.rules.center import option_lists
from checklist.rules.fields import cell, checks, patient_names
from checklist.store.accounts import people
from checklist.store.act import Act, View
from checklist.store.center import cases, desk

Mapped = Mapping[tuple[str, str], str]
"""Name of a column and a word of a former list -> the code in its place today."""
CONFIRMED = record_file.CONFIRMED
NUMBER, DAY = "受付番号", "受付日"
NOTHING = "相談事例の行がありません。何も変更していません。"
OF_MAPPING = ("列", "以前の区分", "今の区分")
_WHY = "氏名や電話番号に見える語句が、そうでないことを確かめた行に「はい」と記入する"
_LEFT_OUT = frozenset({"edition", "case_id", "held_on"})
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")


def shown(lists: option_lists.Lists) -> tuple[Column, ...]:
    """The columns of a file with the choices of these lists: those of a case, then those of its first contact."""
    found = (*option_lists.shown(Case, lists), *option_lists.shown(Contact, lists))
    return tuple(one for one in found if one.name not in _LEFT_OUT)


COLUMNS = tuple(one.label for one in (*columns(Case), *columns(Contact)) if one.name not in _LEFT_OUT)
REQUIRED = frozenset({NUMBER, DAY, "種別", "相談内容（大）", "相談方法"})


@dataclass(frozen=True)
class Row:
    """What a row says, or everything wrong with it."""

    number: str
    case: Case | None
    contact: Contact | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Draft:
    """What a file would store: its rows, which of them are stored already, and words that today's lists do not have."""

    rows: tuple[Row, ...]
    known: frozenset[str]
    unmapped: Mapping[tuple[str, str], int]
    """Name of a column and a word -> in how many rows it stands."""

    @property
    def new(self) -> list[Row]:
        """The rows whose 受付番号 is not there yet."""
        return [one for one in self.rows if one.number not in self.known]

    @property
    def faults(self) -> list[Fault]:
        """Everything wrong with the rows that would be stored, in their order."""
        return file_lines.in_order(fault for one in self.new for fault in one.faults)

    @property
    def sentence(self) -> str:
        """What would be stored, for the reader."""
        days = sorted(one.case.received_on for one in self.new if one.case)
        span = f"（受付日 {days[0]:%Y/%m/%d}～{days[-1]:%Y/%m/%d}）" if days else ""
        return f"新規 {len(self.new)}件{span}、登録済み {len(self.rows) - len(self.new)}件"


def read(name: str, data: bytes, answers: Answers = NONE) -> list[Line]:
    """The rows of a file, before anything is asked of the database; raises Refused or Busy."""
    days = [one.label for one in (*columns(Case), *columns(Contact)) if one.shape == "day"]
    grid = grid_file.read(name, data, COLUMNS, dates=True, answers=answers)
    return file_lines.read(grid, (*COLUMNS, CONFIRMED), REQUIRED, NOTHING, days)


def read_mapping(name: str, data: bytes) -> list[Line]:
    """The rows of a file of three columns that puts words of today in the place of former ones; raises Refused or Busy."""
    return file_lines.read(grid_file.read(name, data, OF_MAPPING), OF_MAPPING, OF_MAPPING, "対応表の行がありません。")


def mapping(view: View, lines: Sequence[Line]) -> dict[tuple[str, str], str]:
    """Column and former word -> the code of today that such rows name; raises Refused or Forbidden."""
    known = {one.label: one for one in shown(cases.lists_on(view, view.today))}
    found: dict[tuple[str, str], str] = {}
    faults: list[Fault] = []
    for line in lines:
        label, former, now = (line.code(one) for one in OF_MAPPING)
        column = known.get(label)
        value = cell.read(replace(column, shape="choice"), now)[0] if column and column.listed else None
        if not value:
            faults.append(Fault(line.where("今の区分"), f"「{now}」は「{label}」の今の区分にありません。"))
        if found.setdefault((label, former), str(value)) != str(value):
            faults.append(Fault(line.where("以前の区分"), f"「{former}」に、異なる今の区分が指定されています。"))
    if faults:
        raise Refused(faults)
    return found


def judge(view: View, lines: Sequence[Line], mapped: Mapped) -> Draft:
    """What the rows say in the words of today's lists; raises Forbidden."""
    lists = cases.lists_on(view, view.today)
    unmapped: Counter[tuple[str, str]] = Counter()
    repeated = list(file_lines.repeated(lines, {NUMBER: lambda line: line.code(NUMBER)}))
    rows = [_judged(view, line, shown(lists), mapped, unmapped) for line in lines]
    known = cases.known_numbers(view, [one.number for one in rows])
    # Told with a row that would be stored: the faults of the others are not asked.
    place = next((place for place, one in enumerate(rows) if one.number not in known), None)
    if repeated and place is not None:
        rows[place] = replace(rows[place], faults=(*rows[place].faults, *repeated))
    return Draft(tuple(rows), known, dict(unmapped))


def _judged(view: View, line: Line, known: Sequence[Column], mapped: Mapped, unmapped: Counter[tuple[str, str]]) -> Row:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for column in known:
        text = line.cells.get(column.label, "")
        value, fault = _read(column, text, mapped, unmapped)
        values[column.name] = value
        faults += [Fault(line.where(column.label), fault)] if fault else []
    if not line.code(NUMBER):
        faults.append(Fault(line.where(NUMBER), "入力してください。"))
    case, contact = _records(values)
    seen = {fault.where for fault in faults}
    wrong = [*checks.faults(case, view.today), *(checks.faults(contact, view.today) if case.received_on else ())]
    questions = (
        ()
        if record_file.is_confirmed(line, faults)
        else (*patient_names.questions(case), *patient_names.questions(contact))
    )
    told = [Fault(line.where(one.where), one.message) for one in (*wrong, *questions) if one.where != "対応日"]
    faults += [one for one in dict.fromkeys(told) if one.where not in seen]
    return Row(case.number, None if faults else case, None if faults else contact, tuple(faults))


def _read(column: Column, text: str, mapped: Mapped, unmapped: Counter[tuple[str, str]]) -> tuple[Value, str]:
    """What a cell means; a word of a former list is looked up in the mapping, and noted if it is not there."""
    if column.name == "started" and (found := _CLOCK.fullmatch(file_lines.normal(text))):
        return f"{int(found[1]):02}:{found[2]}", ""
    value, fault = cell.read(column, text)
    if not fault or not column.listed:
        return value, fault
    parts = [file_lines.normal(one) for one in re.split(r"[、;；\n]", text) if one.strip()]
    codes = [_code(column, one, mapped) for one in parts]
    for one, code in zip(parts, codes, strict=True):
        if not code:
            unmapped[column.label, one] += 1
    if all(codes):
        return (tuple(dict.fromkeys(codes)) if column.shape == "choices" else codes[0]), ""
    return value, "「" + "・".join(
        one for one, code in zip(parts, codes, strict=True) if not code
    ) + "」は今の区分にありません。"


def _code(column: Column, word: str, mapped: Mapped) -> str:
    own = cell.read(replace(column, shape="choice"), word)
    return str(own[0]) if not own[1] and own[0] else mapped.get((column.label, word), "")


def _records(values: Mapping[str, Any]) -> tuple[Case, Contact]:
    of_case = {one.name for one in columns(Case)}
    case = Case(**{name: value for name, value in values.items() if name in of_case})
    about = {name: value for name, value in values.items() if name not in of_case}
    return replace(case, number=case.number.strip()), Contact(case_id=1, held_on=case.received_on, **about)


def import_file(act: Act, draft: Draft) -> str:
    """Store the new rows in one act, and tell what came of it; raises Forbidden, or Refused with every fault."""
    if draft.faults:
        raise Refused(draft.faults)
    now = desk.edition_on(act, act.today)
    for row in draft.new:
        assert row.case
        assert row.contact
        cases.take_down(act, row.case, row.contact, confirmed=True, edition=now)
    return f"取り込みました（{draft.sentence}）。"


def by_center(act: Act) -> Act:
    """The same act in the name of somebody of the centre, for whoever sits at the server; raises Refused."""
    staff = [one for one in people.all_people(act) if one.active and one.center and Role.CENTER_STAFF in one.roles]
    if not staff:
        raise Refused("相談事例を登録する支援センター職員のアカウントがありません。user add で登録してください。")
    who = staff[0]
    expiry = act.at + timedelta(hours=1)
    return replace(act, principal=Principal(who.id, who.login, who.name, who.roles, None, True, expiry))


def template(view: View) -> Document:
    """An empty table with its columns and, on a second sheet, what may stand in each; raises Forbidden."""
    edition = desk.edition_on(view, view.today)
    known = shown(cases.lists_on(view, view.today))
    wanted = [replace(one, required=one.label in REQUIRED) for one in known]
    confirmed = table.Column(CONFIRMED, "text", 16, choices=(cell.YES,), filling=table.Filling(_WHY))
    columns_of = tuple(replace(form.of_field(one, 16), kind="text") for one in wanted)
    main = Table("相談事例", (*columns_of, confirmed), ((*form.example(wanted), None),))
    return Document("相談事例の記入様式", (), (main, _guide(known, edition)), main, (), (), False)


def mapping_template(view: View) -> Document:
    """The table for `case import --map`: its first column names one of the lists, its last the words of today; raises Forbidden."""
    listed = [one for one in shown(cases.lists_on(view, view.today)) if one.listed]
    words = tuple(dict.fromkeys(word for one in listed for word in one.choices.values()))
    wanted = (
        form.Wanted("列", "相談事例の表の列の名前", True, 24, tuple(one.label for one in listed)),
        form.Wanted("以前の区分", "取り込むファイルにある言葉", True, 30),
        form.Wanted("今の区分", "その列の今の区分（記入のしかたの表を参照）", True, 30, words),
    )
    main = form.empty("区分の対応", wanted)
    told = tuple((one.label, "、".join(one.choices.values())) for one in listed)
    guide = Table("記入のしかた", (table.Column("列", "text", 26), table.Column("今の区分", "text", 90)), told)
    return Document("区分の対応の記入様式", (), (main, guide), main, (), (), False)


def _guide(known: Sequence[Column], edition: Edition) -> Table:
    names = (table.Column("列", "text", 26), table.Column("必須", "text", 8), table.Column("記入のしかた", "text", 90))
    return Table(f"記入のしかた（{edition.name}）", names, tuple(_told(known)))


def _told(known: Sequence[Column]) -> Iterator[tuple[str, str, str]]:
    for one in known:
        hint = "。".join(part for part in (cell.hint(one), one.hint) if part)
        yield one.label, "必須" if one.label in REQUIRED else "", hint
    yield CONFIRMED, "", _WHY
