"""病院 as a table, in a file of one table with their filings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from checklist import words
from checklist.errors import Fault, Refused
from checklist.formats.file_lines import Line
from checklist.imports import filing_file, hospital_fields, part
from checklist.imports.part import Change, Part
from checklist.imports.template import Wanted
from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind
from checklist.model.sheets import Module
from checklist.rules.fields import day_spans, degrees, typed_text
from checklist.rules.fields.cell import YES, YES_NO
from checklist.rules.hospitals import filed_class
from checklist.rules.sheets.sheet_draft import Grid
from checklist.store.act import Act
from checklist.store.hospitals import bed_counts, hospitals, lacking_modules, twins
from checklist.store.hospitals.twins import Twins

SHEET = "病院"
BEDS_SINCE = "病床数適用日"
_OFFERED = ("加算1", "加算2")
WANTED = (
    Wanted(
        "コード",
        "病院を区別する20文字以内の番号や記号。登録済みのコードの行は、その病院を変更する",
        True,
        10,
        example="H001",
    ),
    Wanted("病院名", "届出に用いる正式な名称", True, 28, example="架空中央病院"),
    Wanted("開設者", "開設者の名称", width=24),
    Wanted("所在地", "都道府県から記入する", width=34),
    Wanted("病床数", "1から3000までの数", True, 10, example="200"),
    Wanted(
        "種別",
        "・".join(words.HOSPITAL_KINDS.values()) + "（空欄は一般）",
        choices=tuple(words.HOSPITAL_KINDS.values()),
        example=next(iter(words.HOSPITAL_KINDS.values())),
    ),
    Wanted(
        "院外", f"地域外の連携病院（このシステムを使わない病院）は「{YES}」、それ以外は空欄", width=10, choices=(YES,)
    ),
    Wanted("加算区分", "医療安全対策加算の区分。1または2、届出がなければ空欄", width=12, choices=_OFFERED),
    Wanted("地域連携区分", "医療安全対策地域連携加算の区分。1または2、届出がなければ空欄", choices=_OFFERED),
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
    Wanted(
        BEDS_SINCE,
        "病床数がその数になった日（空欄は取り込む日。過去の日を記入すると、その日からの数を登録・訂正する）",
        width=14,
    ),
    Wanted("緯度", "度で記入する（例：35.6812。空欄は変更しない）", width=12),
    Wanted("経度", "度で記入する（例：139.7671。空欄は変更しない）", width=12),
    Wanted("グループ", "同じ法人・系列の病院に共通の名称（空欄は変更しない）", width=20),
    Wanted("医療圏", "二次医療圏などの名称（空欄は変更しない）", width=16),
    Wanted("訪問できない期間", f"毎年訪問を受けられない月日（例：{day_spans.EXAMPLE}。空欄は変更しない）", width=24),
    Wanted("算定終了日", "区分の算定を終えた日（続いているときは空欄）"),
)
"""Every column of a file, in the order of the form to fill in."""
COLUMNS = tuple(one.name for one in WANTED)
FILED = frozenset(
    {"加算区分", "地域連携区分", "算定開始日", "受理番号", "感染対策向上加算"}
    | {"算定終了日", "感染対策算定開始日", "感染対策受理番号", "感染対策算定終了日"}
)
"""The columns that say what is filed, for a file of one table; a workbook has a sheet for that."""
_KINDS = {
    "": HospitalKind.GENERAL,
    **{word: kind for kind, word in words.HOSPITAL_KINDS.items()},
    **{kind.value: kind for kind in HospitalKind},
}
_FIELDS = {"病院コード": "コード", "緯度・経度": "緯度"}
_MODULES = {word: module for module, word in words.MODULES.items()}
NONE = "なし"
_TURNED = re.compile(
    r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}|[A-Z][a-z]{2}-[0-9]{2}|[0-9]{1,2}-[A-Z][a-z]{2}"
)
"""What becomes of a code such as 1-02 in a CSV that Excel has opened and saved."""
_CLASSES = {"": 0, "1": 1, "2": 2, "加算1": 1, "加算2": 2}
_INFECTION = {"": 0, **filing_file.CLASSES}


@dataclass(frozen=True)
class Entry:
    """What a row says: a hospital and its filings, ids still unknown."""

    line: Line
    hospital: Hospital
    filings: tuple[Filing, ...]
    lacking: frozenset[Module] | None
    """What the file says of departments; None where it says nothing."""
    beds_since: date | None
    """From when on the number of beds counts; None for the day of the import."""
    by_name: bool = False
    """Whether a hospital with another code and the same name is meant: a list of others knows no code of ours."""


def read(grid: Grid) -> Part[Entry]:
    """The rows of the table."""
    unique: dict[str, Callable[[Line], str]] = {
        "コード": lambda line: line.code("コード"),
        "病院名": lambda line: typed_text.same(line.cells.get("病院名", "")),
    }
    return part.read(grid, SHEET, WANTED, entry, unique)


def store(act: Act, found: Part[Entry], faults: list[Fault]) -> Iterator[Change]:
    """Save every hospital, those already known by their code are changed; what the store refuses becomes a fault."""
    stored, taken = hospitals.all_hospitals(act), twins.read(act)
    known = {one.code: one for one in stored}
    for entry in found.entries:
        meant = known.get(entry.hospital.code) or (_named(entry.hospital.name, stored) if entry.by_name else None)
        yield from _store(act, entry, meant, taken, faults)


def _named(name: str, stored: Iterable[Hospital]) -> Hospital | None:
    """The one hospital of that name, which may stand there without the corporation in front of it."""
    wanted = typed_text.same(name)
    found = [one for one in stored if wanted.endswith(typed_text.same(one.name))]
    return found[0] if len(found) == 1 else None


def _number(line: Line, faults: list[Fault]) -> int:
    text = line.code("病床数").removesuffix("床")
    if not re.fullmatch(r"[0-9]{1,4}", text):
        faults.append(Fault(line.where("病床数"), "1から3000までの数で入力してください。"))
        # A number that is right, or the checks below would tell the same cell a second time.
        return 1
    return int(text)


def _degrees(line: Line, column: str, faults: list[Fault]) -> float | None:
    try:
        return degrees.parse(line.code(column))
    except ValueError:
        faults.append(Fault(line.where(column), f"「{line.code(column)}」は度数として読み取れません（例：35.6812）。"))
        return None


def entry(line: Line, faults: list[Fault]) -> Entry | None:
    """What the row says, or None if any cell of it is wrong."""
    before = len(faults)
    if _TURNED.fullmatch(line.code("コード")):
        told = f"「{line.code('コード')}」は日付に変わったコードのように見えます。元のコードに戻してください。"
        faults.append(Fault(line.where("コード"), told))
    hospital = Hospital(
        0,
        line.code("コード"),
        typed_text.line(line.cells.get("病院名", "")),
        typed_text.line(line.cells.get("開設者", "")),
        typed_text.line(line.cells.get("所在地", "")),
        _number(line, faults),
        part.choice(line, "種別", _KINDS, faults) or HospitalKind.GENERAL,
        bool(part.choice(line, "院外", YES_NO, faults)),
        latitude=_degrees(line, "緯度", faults),
        longitude=_degrees(line, "経度", faults),
        corporate_group=typed_text.line(line.cells.get("グループ", "")),
        medical_area=typed_text.line(line.cells.get("医療圏", "")),
        closed_days=line.code("訪問できない期間"),
    )
    seen = {fault.where for fault in faults[before:]}
    found = [
        Fault(line.where(_FIELDS.get(fault.where, fault.where)), fault.message) for fault in hospitals.faults(hospital)
    ]
    faults += [fault for fault in found if fault.where not in seen]
    filings = (*_filings(line, faults), *_infection(line, faults))
    lacking = _lacking(line, faults)
    beds_since = filing_file.day(line, BEDS_SINCE, faults)
    return Entry(line, hospital, filings, lacking, beds_since) if len(faults) == before else None


def _filings(line: Line, faults: list[Fault]) -> tuple[Filing, ...]:
    columns = {Addon.SAFETY: "加算区分", Addon.REGIONAL: "地域連携区分"}
    classes = {addon: part.choice(line, column, _CLASSES, faults) for addon, column in columns.items()}
    since, receipt = filing_file.day(line, "算定開始日", faults), line.cells.get("受理番号", "").strip()
    end = filing_file.day(line, "算定終了日", faults)
    if any(classes.values()) and not line.code("算定開始日"):
        faults.append(Fault(line.where("算定開始日"), "加算の区分がある行には算定開始日が必要です。"))
    # The first day may be that of infection alone.
    own = _OF_SAFETY[1:] if line.code("感染対策向上加算") else _OF_SAFETY
    named = [one for one in own if line.code(one)]
    if named and not any(line.code(column) for column in columns.values()):
        faults.append(Fault(line.where(named[0]), "加算区分と地域連携区分のどちらにも記入がありません。"))
    if since is None:
        return ()
    return tuple(Filing(0, 0, addon, number, since, end, receipt) for addon, number in classes.items() if number)


def _infection(line: Line, faults: list[Fault]) -> tuple[Filing, ...]:
    """The filing of 感染対策向上加算, which has a day and a number of its own."""
    number = part.choice(line, "感染対策向上加算", _INFECTION, faults)
    own, end = (filing_file.day(line, f"感染対策算定{which}日", faults) for which in ("開始", "終了"))
    # What is wrong with the other day was told with the filings that it belongs to.
    since, receipt = own or filing_file.day(line, "算定開始日", []), line.cells.get("感染対策受理番号", "").strip()
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


def _store(act: Act, entry: Entry, known: Hospital | None, taken: Twins, faults: list[Fault]) -> Iterator[Change]:
    line, hospital = entry.line, entry.hospital
    if known:
        # What no column of the file is about stays; whether the centre may have its results is for the hospital to say.
        said = {
            field: getattr(hospital, field)
            for column, field in hospital_fields.OF_COLUMN.items()
            if column in line.cells
        }
        said |= {
            field: getattr(hospital, field) for column, field in hospital_fields.PLACED.items() if line.code(column)
        }
        # Found by its name, a hospital goes on being called as it calls itself here.
        said |= {"name": known.name} if entry.by_name else {}
        hospital = replace(known, **said)
    before, lacking = hospital_fields.fields(known) if known else None, entry.lacking
    after = hospital_fields.fields(hospital)
    try:
        if before != after or entry.beds_since:
            dated = bed_counts.of_hospital(act, hospital.id)
            hospital = hospitals.get(act, hospitals.save(act, hospital, taken, entry.beds_since))
            after = hospital_fields.fields(hospital)
            if entry.beds_since and dated != bed_counts.of_hospital(act, hospital.id):
                before, after = (
                    before and {**before, BEDS_SINCE: ""},
                    {**after, BEDS_SINCE: words.day(entry.beds_since)},
                )
    except Refused as refused:
        faults.extend(Fault(line.where(_REFUSED.get(one.where, "病院名")), one.message) for one in refused.faults)
        return
    if lacking is not None:
        absent = lacking_modules.on(act, hospital.id, act.today)
        before, after = (
            before and {**before, words.LACKING: hospital_fields.departments(absent)},
            {**after, words.LACKING: hospital_fields.departments(lacking)},
        )
        if absent != lacking:
            lacking_modules.declare(act, hospital.id, lacking)
    yield part.compared(SHEET, line.number, f"{hospital.code}　{hospital.name}", before, after)
    yield from _store_filings(act, entry, hospital, faults)


def _store_filings(act: Act, entry: Entry, hospital: Hospital, faults: list[Fault]) -> Iterator[Change]:
    line = entry.line
    stored = hospitals.filings(act, hospital.id) if entry.by_name else []
    for filing in entry.filings:
        if going_on := next((one for one in stored if filed_class.goes_on(one, filing)), None):
            yield filing_file.left(hospital.name, going_on, filing, line.number)
            continue
        try:
            yield from filing_file.put(act, hospital.name, replace(filing, hospital_id=hospital.id), line.number)
        except Refused as refused:
            place = _PLACES if filing.addon is Addon.INFECTION else {"終了日": "算定終了日"}
            faults.extend(Fault(line.where(place.get(one.where, one.where)), one.message) for one in refused.faults)


_PLACES = {
    "算定開始日": "感染対策算定開始日",
    "終了日": "感染対策算定終了日",
    "受理番号": "感染対策受理番号",
    "区分": "感染対策向上加算",
}
"""Where a fault of the filing of 感染対策向上加算 stands."""


_OF_SAFETY = ("算定開始日", "受理番号", "算定終了日")
_REFUSED = {"病床数の適用日": BEDS_SINCE}
