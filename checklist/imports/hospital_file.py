"""Hospitals with their filings from Excel or CSV; every fault of a file in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from checklist import words
from checklist.errors import Fault, NotFound, Refused
from checklist.formats import file_lines, grid_file
from checklist.formats.document import Document
from checklist.formats.file_lines import Line
from checklist.imports.template import Wanted, template
from checklist.model.hospitals import OUTPATIENT, Addon, Filing, Hospital, HospitalKind
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import Module
from checklist.rules.fields import day_text, typed_text
from checklist.rules.fields.cell import YES, YES_NO
from checklist.rules.hospitals import filed_class
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals, lacking_modules, twins
from checklist.store.hospitals.twins import Twins

T = TypeVar("T")

WANTED = (
    Wanted("コード", "病院を区別する20文字以内の番号や記号。登録済みのコードの行は、その病院を変更する", True, 10),
    Wanted("病院名", "届出に用いる正式な名称", True, 28),
    Wanted("開設者", "開設者の名称", width=24),
    Wanted("所在地", "都道府県から記入する", width=34),
    Wanted("病床数", "1から3000までの数", True, 10),
    Wanted("種別", "・".join(words.HOSPITAL_KINDS.values()) + "（空欄は一般）"),
    Wanted("院外", f"地域外の連携病院（このシステムを使わない病院）は「{YES}」、それ以外は空欄", width=10),
    Wanted("加算区分", "医療安全対策加算の区分。1または2、届出がなければ空欄", width=12),
    Wanted("地域連携区分", "医療安全対策地域連携加算の区分。1または2、届出がなければ空欄", width=14),
    Wanted("算定開始日", "区分を記入した行では必須（例：2024-06-01）"),
    Wanted("受理番号", "届出の受理番号"),
    Wanted("感染対策向上加算", "1、2、3または外来。届出がなければ空欄（空欄は変更しない）", width=16),
    Wanted("感染対策算定開始日", "感染対策向上加算の算定開始日（空欄は算定開始日と同じ）", width=18),
    Wanted("感染対策受理番号", "感染対策向上加算の届出の受理番号", width=18),
    Wanted("感染対策算定終了日", "感染対策向上加算の算定を終えた日（続いているときは空欄）", width=18),
    Wanted(
        words.LACKING,
        "、".join(words.MODULES.values())
        + "のうち病院にないもの（「、」で区切る。空欄は変更しない、全てあれば「なし」）",
        width=24,
    ),
)
"""Every column of a file, in the order of the form to fill in."""
REQUIRED = tuple(one.name for one in WANTED if one.required)
COLUMNS = tuple(one.name for one in WANTED)
_KINDS = {"": HospitalKind.GENERAL, **{word: kind for kind, word in words.HOSPITAL_KINDS.items()}}
_FIELDS = {"病院コード": "コード", "病院名": "病院名", "病床数": "病床数"}
_MODULES = {word: module for module, word in words.MODULES.items()}
NONE = "なし"
_INFECTION = {"": 0, "1": 1, "2": 2, "3": 3, "加算1": 1, "加算2": 2, "加算3": 3, "外来": OUTPATIENT}
_CLASSES = {"": 0, "1": 1, "2": 2, "加算1": 1, "加算2": 2}


@dataclass(frozen=True)
class Entry:
    """What a row says: a hospital and its filings, ids still unknown."""

    line: Line
    hospital: Hospital
    filings: tuple[Filing, ...]
    lacking: frozenset[Module] | None
    """What the file says of departments; None where it says nothing."""


@dataclass(frozen=True)
class Draft:
    """What a file says, and what is wrong with it as far as that is to be seen without the database."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def read(name: str, data: bytes) -> Draft:
    """What stands in a file, before anything is asked of the database; raises Refused or Busy."""
    faults: list[Fault] = []
    nothing = "病院の行がありません。何も変更していません。"
    lines = file_lines.read(grid_file.read(name, data, dates=True), COLUMNS, REQUIRED, nothing)
    entries = tuple(entry for line in lines if (entry := _entry(line, faults)))
    return Draft(entries, (*faults, *_repeated(lines)))


def import_file(act: Act, draft: Draft) -> int:
    """Store the hospitals of a file, those already known by their code are changed; gives how many.

    Raises Forbidden, or Refused with every fault, and then the caller's transaction must not be committed.
    """
    act.require(Verb.WRITE, Thing.HOSPITALS)
    faults, taken = list(draft.faults), twins.read(act)
    # Stored although other rows are wrong, to hear in the same pass what the store refuses; Refused takes it all back.
    for entry in draft.entries:
        faults += _store(act, entry, taken)
    if faults:
        raise Refused(file_lines.in_order(faults))
    return len(draft.entries)


def empty_file() -> Document:
    """The table to fill in."""
    return template("病院", WANTED)


def _repeated(lines: list[Line]) -> Iterator[Fault]:
    """Codes and names that stand in more than one row."""
    readers: dict[str, Callable[[Line], str]] = {
        "コード": lambda line: line.code("コード"),
        "病院名": lambda line: typed_text.same(line.cells.get("病院名", "")),
    }
    for column, read in readers.items():
        first: dict[str, int] = {}
        for line in lines:
            if (value := read(line)) and first.setdefault(value, line.number) != line.number:
                told = line.cells[column].strip()
                yield Fault(line.where(column), f"「{told}」は{first[value]}行目と重複しています。")


def _choice(line: Line, column: str, choices: dict[str, T], faults: list[Fault]) -> T:
    text = line.code(column)
    if text not in choices:
        allowed = "・".join(word for word in choices if word)
        faults.append(Fault(line.where(column), f"「{text}」は使えません（{allowed}）。"))
    return choices.get(text, choices[""])


def _number(line: Line, faults: list[Fault]) -> int:
    text = line.code("病床数").removesuffix("床")
    if not re.fullmatch(r"[0-9]{1,4}", text):
        faults.append(Fault(line.where("病床数"), "1から3000までの数で入力してください。"))
        # A number that is right, or the checks below would tell the same cell a second time.
        return 1
    return int(text)


def _day(line: Line, faults: list[Fault], column: str = "算定開始日") -> date | None:
    text = line.code(column)
    try:
        return day_text.parse(text)
    except ValueError:
        faults.append(Fault(line.where(column), f"「{text}」は日付として読み取れません（例：2024-06-01）。"))
        return None


def _entry(line: Line, faults: list[Fault]) -> Entry | None:
    """What the row says, or None if any cell of it is wrong."""
    before = len(faults)
    hospital = Hospital(
        0,
        line.code("コード"),
        line.cells.get("病院名", "").strip(),
        line.cells.get("開設者", ""),
        line.cells.get("所在地", ""),
        _number(line, faults),
        _choice(line, "種別", _KINDS, faults),
        _choice(line, "院外", YES_NO, faults),
        shares_with_center=False,
    )
    seen = {fault.where for fault in faults[before:]}
    found = [
        Fault(line.where(_FIELDS.get(fault.where, fault.where)), fault.message) for fault in hospitals.faults(hospital)
    ]
    faults += [fault for fault in found if fault.where not in seen]
    filings = (*_filings(line, faults), *_infection(line, faults))
    lacking = _lacking(line, faults)
    return Entry(line, hospital, filings, lacking) if len(faults) == before else None


def _filings(line: Line, faults: list[Fault]) -> tuple[Filing, ...]:
    columns = {Addon.SAFETY: "加算区分", Addon.REGIONAL: "地域連携区分"}
    classes = {addon: _choice(line, column, _CLASSES, faults) for addon, column in columns.items()}
    since, receipt = _day(line, faults), line.cells.get("受理番号", "").strip()
    if any(classes.values()) and not line.code("算定開始日"):
        faults.append(Fault(line.where("算定開始日"), "加算の区分がある行には算定開始日が必要です。"))
    if since is None:
        return ()
    return tuple(Filing(0, 0, addon, number, since, None, receipt) for addon, number in classes.items() if number)


def _infection(line: Line, faults: list[Fault]) -> tuple[Filing, ...]:
    """The filing of 感染対策向上加算, which has a day and a number of its own."""
    number = _choice(line, "感染対策向上加算", _INFECTION, faults)
    own, end = _day(line, faults, "感染対策算定開始日"), _day(line, faults, "感染対策算定終了日")
    # What is wrong with the other day was told with the filings that it belongs to.
    since, receipt = own or _day(line, []), line.cells.get("感染対策受理番号", "").strip()
    if number and since is None and not line.code("感染対策算定開始日") and not line.code("算定開始日"):
        faults.append(
            Fault(line.where("感染対策算定開始日"), "感染対策向上加算の区分がある行には算定開始日が必要です。")
        )
    named = [one for one in ("感染対策算定開始日", "感染対策受理番号", "感染対策算定終了日") if line.code(one)]
    if named and not line.code("感染対策向上加算"):
        faults.append(Fault(line.where(named[0]), "感染対策向上加算の区分がありません。"))
    if not number or since is None:
        return ()
    return (Filing(0, 0, Addon.INFECTION, number, since, end, receipt),)


def _lacking(line: Line, faults: list[Fault]) -> frozenset[Module] | None:
    text = line.cells.get(words.LACKING, "").strip()
    named = frozenset(part.strip() for part in re.split("[、,，]", text) if part.strip()) - {NONE}
    if unknown := named - _MODULES.keys():
        faults.append(Fault(line.where(words.LACKING), f"「{min(unknown)}」は使えません（{'、'.join(_MODULES)}）。"))
    return frozenset(_MODULES[one] for one in named & _MODULES.keys()) if text else None


def _store(act: Act, entry: Entry, taken: Twins) -> Iterator[Fault]:
    """Save a hospital and its filings; what the store refuses becomes a fault of the row."""
    try:
        known = hospitals.by_code(act, entry.hospital.code)
        # Whether the centre may have its results is for the hospital to say, and stands in no file.
        hospital = replace(entry.hospital, id=known.id, shares_with_center=known.shares_with_center)
    except NotFound:
        hospital = entry.hospital
    try:
        hospital_id = hospitals.save(act, hospital, taken)
    except Refused as refused:
        yield from (Fault(entry.line.where("病院名"), fault.message) for fault in refused.faults)
        return
    if entry.lacking is not None:
        lacking_modules.declare(act, hospital_id, entry.lacking)
    for filing in entry.filings:
        try:
            _end_former(act, replace(filing, hospital_id=hospital_id))
            hospitals.save_filing(act, _known(act, replace(filing, hospital_id=hospital_id)))
        except Refused as refused:
            place = _PLACES if filing.addon is Addon.INFECTION else {}
            yield from (
                Fault(entry.line.where(place.get(fault.where, fault.where)), fault.message) for fault in refused.faults
            )


_PLACES = {
    "算定開始日": "感染対策算定開始日",
    "終了日": "感染対策算定終了日",
    "受理番号": "感染対策受理番号",
    "区分": "感染対策向上加算",
}
"""Where a fault of the filing of 感染対策向上加算 stands."""


def _end_former(act: Act, filing: Filing) -> None:
    """Let the filing of the other class end the day before this one begins: a change of class in one row."""
    # A 地域連携加算 stands on the 医療安全対策加算 of its own class and cannot outlive it.
    ending = {filing.addon, Addon.REGIONAL} if filing.addon is Addon.SAFETY else {filing.addon}
    for old in hospitals.filings(act, filing.hospital_id):
        going_on = old.addon in ending and filed_class.holds(old, filing.valid_from)
        if going_on and old.valid_from < filing.valid_from and old.addon_class != filing.addon_class:
            hospitals.save_filing(act, replace(old, valid_to=filing.valid_from - timedelta(days=1)))


def _known(view: View, filing: Filing) -> Filing:
    """The filing with the id and the end of the one that started on the same day, if there is one."""
    for old in hospitals.filings(view, filing.hospital_id):
        if (old.addon, old.valid_from) == (filing.addon, filing.valid_from):
            # Taken in twice, a file changes nothing: the same start is the same filing, and an empty cell
            # says nothing of when it ended.
            return replace(filing, id=old.id, valid_to=filing.valid_to or old.valid_to)
    return filing
