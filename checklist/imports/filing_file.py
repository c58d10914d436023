"""届出 as a table of their own: which hospital, which add-on and class, from when to when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checklist import words
from checklist.errors import Fault, Refused
from checklist.formats.file_lines import Line
from checklist.imports import part
from checklist.imports.part import Change, Part
from checklist.imports.template import Wanted
from checklist.model.hospitals import OUTPATIENT, Addon, Filing
from checklist.rules.fields import day_text
from checklist.rules.hospitals import filed_class
from checklist.rules.sheets.sheet_draft import Grid
from checklist.store.act import Act
from checklist.store.hospitals import hospitals

SHEET = "届出"
CLASSES = {"1": 1, "2": 2, "3": 3, "加算1": 1, "加算2": 2, "加算3": 3, "外来": OUTPATIENT}
"""Every class of any add-on; which of them an add-on has says the store."""
_ADDONS = {word: addon for addon, word in words.ADDONS.items()} | {addon.value: addon for addon in Addon}
WANTED = (
    Wanted(
        "病院コード",
        "「病院」の表、または登録済みの病院のコード",
        True,
        12,
        offered_by=("病院", "コード"),
        example="H001",
    ),
    Wanted(
        "加算",
        "・".join(words.ADDONS.values()),
        True,
        28,
        tuple(words.ADDONS.values()),
        example=words.ADDONS[Addon.SAFETY],
    ),
    Wanted(
        "区分",
        "加算1または加算2。感染対策向上加算は加算3と外来も",
        True,
        10,
        ("加算1", "加算2", "加算3", "外来"),
        example="加算1",
    ),
    Wanted(
        "算定開始日", "例：2024-06-01。同じ病院・加算・算定開始日の行は、その届出を変更する", True, example="2024/06/01"
    ),
    Wanted("算定終了日", "算定を終えた日。続いているときは空欄"),
    Wanted("受理番号", "届出の受理番号"),
)
_PLACES = {"終了日": "算定終了日"}


@dataclass(frozen=True)
class Entry:
    """What a row says: a filing of the hospital with this code, ids still unknown."""

    line: Line
    code: str
    filing: Filing


def read(grid: Grid) -> Part[Entry]:
    """The rows of the table."""
    return part.read(grid, SHEET, WANTED, _entry, {})


def _entry(line: Line, faults: list[Fault]) -> Entry | None:
    before = len(faults)
    code = line.code("病院コード")
    if not code:
        faults.append(Fault(line.where("病院コード"), "入力してください。"))
    addon, number = part.choice(line, "加算", _ADDONS, faults), part.choice(line, "区分", CLASSES, faults)
    since, until = day(line, "算定開始日", faults), day(line, "算定終了日", faults)
    if not line.code("算定開始日"):
        faults.append(Fault(line.where("算定開始日"), "入力してください。"))
    if len(faults) > before or addon is None or number is None or since is None:
        return None
    return Entry(line, code, Filing(0, 0, addon, number, since, until, line.cells.get("受理番号", "").strip()))


def day(line: Line, column: str, faults: list[Fault]) -> date | None:
    """The day in a cell, None where it is empty or, with a fault, none at all."""
    text = line.code(column)
    try:
        found = day_text.parse(text)
        if found and not day_text.is_plausible(found):
            faults.append(Fault(line.where(column), f"「{text}」は日付として確かめられません。年を確かめてください。"))
            return None
        return found
    except ValueError:
        faults.append(Fault(line.where(column), f"「{text}」は日付として読み取れません（例：2024-06-01）。"))
        return None


def store(act: Act, found: Part[Entry], coming: Collection[str], faults: list[Fault]) -> Iterator[Change]:
    """Save every filing; what the store refuses becomes a fault of its row.

    `coming` are the codes of the same file: of a hospital whose own row is wrong nothing more is told.
    """
    ids = {one.code: one for one in hospitals.all_hospitals(act)}
    for entry in found.entries:
        hospital = ids.get(entry.code)
        if hospital is None:
            if entry.code not in coming:
                faults.append(
                    Fault(entry.line.where("病院コード"), f"病院コード「{entry.code}」は登録されていません。")
                )
            continue
        try:
            yield from put(act, hospital.name, replace(entry.filing, hospital_id=hospital.id), entry.line.number)
        except Refused as refused:
            for fault in refused.faults:
                faults.append(Fault(entry.line.where(_PLACES.get(fault.where, fault.where)), fault.message))


def put(act: Act, name: str, filing: Filing, number: int) -> list[Change]:
    """Save one filing of the hospital with this name, and end the one of another class before it; raises Refused."""
    stored = hospitals.filings(act, filing.hospital_id)
    changes = [_end(act, name, old, filing, number) for old in stored if _gives_way(old, filing)]
    known = next((one for one in stored if (one.addon, one.valid_from) == (filing.addon, filing.valid_from)), None)
    if known:
        # Taken in twice, a file changes nothing: the same start is the same filing, and an empty cell says nothing
        # of when it ended.
        filing = replace(filing, id=known.id, valid_to=filing.valid_to or known.valid_to)
    change = part.compared(SHEET, number, _what(name, filing), _fields(known) if known else None, _fields(filing))
    if change.effect != part.SAME:
        hospitals.save_filing(act, filing)
    return [*changes, change]


def left(name: str, stored: Filing, told: Filing, number: int) -> Change:
    """A filing of the hospital with this name that stays as it is, although a list says another day for it."""
    what = f"{_what(name, stored)}　名簿では{words.day(told.valid_from)}から"
    return part.compared(SHEET, number, what, _fields(stored), _fields(stored))


def _gives_way(old: Filing, filing: Filing) -> bool:
    """Whether a filing ends where another begins: a change of class in one row."""
    # A 地域連携加算 stands on the 医療安全対策加算 of its own class and cannot outlive it.
    ending = {filing.addon, Addon.REGIONAL} if filing.addon is Addon.SAFETY else {filing.addon}
    going_on = old.addon in ending and filed_class.holds(old, filing.valid_from)
    return going_on and old.valid_from < filing.valid_from and old.addon_class != filing.addon_class


def _end(act: Act, name: str, old: Filing, filing: Filing, number: int) -> Change:
    ended = replace(old, valid_to=filing.valid_from - timedelta(days=1))
    hospitals.save_filing(act, ended)
    return part.compared(SHEET, number, _what(name, old), _fields(old), _fields(ended))


def _what(name: str, filing: Filing) -> str:
    return f"{name}　{words.ADDONS[filing.addon]}（{words.day(filing.valid_from)}から）"


def _fields(filing: Filing) -> dict[str, str]:
    return {
        "区分": words.addon_class(filing.addon_class),
        "算定終了日": words.day(filing.valid_to) if filing.valid_to else "",
        "受理番号": filing.receipt_number,
    }
