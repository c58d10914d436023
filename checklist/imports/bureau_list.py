"""届出受理名簿 of a 地方厚生（支）局: one row for a filing and one for each remark on it, turned into hospitals with their filings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from checklist import words
from checklist.errors import Fault
from checklist.formats import file_columns
from checklist.formats.file_lines import TITLE_ROWS, Line, ReadGrid, normal
from checklist.formats.file_questions import Answers, numbers
from checklist.imports import filing_file, hospital_file
from checklist.imports.hospital_file import Entry
from checklist.imports.part import Part
from checklist.model.hospitals import OUTPATIENT, Addon, Filing
from checklist.rules.sheets.sheet_draft import Grid

PREFECTURE, DIVISION, CODE, NAME, ADDRESS = (
    "都道府県名",
    "区分",
    "医療機関番号",
    "医療機関名称",
    "医療機関所在地（住所）",
)
BEDS, FILED, RECEIPT, SINCE = "病床数", "受理届出名称", "受理番号", "算定開始年月日"
OWN_SINCE, REMARK, DATA = "個別有効開始年月日", "備考（見出し）", "備考（データ）"
COLUMNS = (PREFECTURE, DIVISION, CODE, NAME, ADDRESS, BEDS, FILED, RECEIPT, SINCE, OWN_SINCE, REMARK, DATA)
_REQUIRED = frozenset({CODE, NAME, FILED, SINCE})
_THEIRS = {"コード": CODE, "病院名": NAME, "所在地": ADDRESS, "病床数": BEDS, "算定開始日": SINCE, "受理番号": RECEIPT}
"""What we call a column, and what the list calls it."""
_FILED = (
    (re.compile("医療安全対策加算([12])"), Addon.SAFETY),
    (re.compile("感染対策向上加算([123])"), Addon.INFECTION),
    (re.compile("外来感染対策向上加算()"), Addon.INFECTION),
)
_REGIONAL = re.compile("医療安全対策地域連携加算([12])")

_NUMBERLESS = "届出の行に医療機関番号がありません。番号を記入するか、行を削除してください。"


@dataclass(frozen=True)
class BureauLine(Line):
    """A row of the list under our names of its columns; faults call them as the list does."""

    def where(self, column: str) -> str:
        return super().where(_THEIRS.get(column, column))


@dataclass
class _Hospital:
    """What the rows of one institution say."""

    first: Line
    filings: dict[Addon, Filing] = field(default_factory=dict)
    places: dict[Addon, Line] = field(default_factory=dict)


def placed(grid: ReadGrid, answers: Answers) -> ReadGrid:
    """The same with our names of the columns that it cannot do without; raises ColumnsAsked for those under others.

    What has most of its columns is such a list, although a bureau has renamed one.
    """
    place = file_columns.header_of(grid, COLUMNS)
    names = {normal(cell) for cell in grid[place]} if place >= 0 else set()
    if 2 * len(names & {normal(one) for one in COLUMNS}) < len(COLUMNS) or is_list(grid):
        return grid
    return file_columns.placed(grid, sorted(_REQUIRED), COLUMNS, answers)


def is_list(grid: Grid) -> bool:
    """Whether a table is such a list, by the names of its columns."""
    return _head(grid) is not None


def _head(grid: Grid) -> int | None:
    heads = ({normal(text) for text in row} for row in grid[:TITLE_ROWS])
    wanted = {normal(one) for one in _REQUIRED}
    return next((place for place, head in enumerate(heads) if wanted <= head), None)


def read(grid: ReadGrid) -> Part[Entry]:
    """The hospitals with 医療安全対策加算, and in its notes what was left out; the grid has to be such a list."""
    every = _lines(grid)
    lines = [one for one in every if one.code(CODE)]
    found, faults = dict[str, _Hospital](), list[Fault]()
    passed = 0
    for line in lines:
        if line.cells.get(DIVISION, "医科").strip() not in ("医科", ""):
            continue
        hospital = found.setdefault(line.code(CODE), _Hospital(line))
        passed += not _note(hospital, line, faults)
    # Also where its day cannot be read, which is told.
    taken = [one for one in found.values() if Addon.SAFETY in one.places]
    # What is wrong with a hospital that is not taken keeps nobody.
    theirs = {line.number for one in taken for line in (one.first, *one.places.values())}
    faults = [one for one in faults if _row(one) in theirs]
    entries = tuple(entry for one in taken if (entry := _entry(one, faults)))
    lost, unread = _numberless([one for one in every if not one.code(CODE)])
    faults += lost
    notes = (*_told(grid, lines, found, taken, passed), *unread)
    if not taken:
        faults.append(
            Fault("", f"届出受理名簿に{words.ADDONS[Addon.SAFETY]}の届出がありません。何も変更していません。")
        )
    return Part(entries, tuple(faults), frozenset(line.first.code(CODE) for line in taken), not taken, notes)


def _row(fault: Fault) -> int:
    found = re.search(r"(\d+)行目", fault.where)
    return int(found[1]) if found else 0


def _numberless(lines: Sequence[Line]) -> tuple[list[Fault], list[str]]:
    """Rows without the number of an institution: one of our add-ons is a fault, and the others are told not to be taken in."""
    faults = [Fault(one.where(CODE), _NUMBERLESS) for one in lines if _addon(one)]
    rest = [one.number - 1 for one in lines if not _addon(one)]
    return faults, [f"{CODE}がないため取り込まない行：{numbers(rest)}。"] if rest else []


def _lines(grid: ReadGrid) -> list[Line]:
    place = _head(grid)
    assert place is not None
    known = {normal(one): one for one in COLUMNS}
    header = [known.get(normal(text), "") for text in grid[place]]
    below = enumerate(grid[place + 1 :], start=place + 2)
    made = (Line(number, dict(zip(header, row, strict=False)), grid.sheet) for number, row in below)
    return [one for one in made if any(one.code(column) for column in COLUMNS)]


def _note(hospital: _Hospital, line: Line, faults: list[Fault]) -> bool:
    """Keep what a row says of one of our add-ons; whether it says anything."""
    if (filed := _addon(line)) is None:
        return False
    addon, number = filed
    since = _day(line, SINCE, faults)
    _keep(hospital, line, addon, int(number) if number else OUTPATIENT, since)
    remark = _REGIONAL.search(line.code(DATA).replace(" ", "")) or _REGIONAL.search(line.code(REMARK).replace(" ", ""))
    if remark and addon is Addon.SAFETY:
        _keep(hospital, line, Addon.REGIONAL, int(remark[1]), _day(line, OWN_SINCE, faults) or since)
    return True


def _addon(line: Line) -> tuple[Addon, str] | None:
    """Which of our add-ons a row files, and the digit of its class."""
    name = line.code(FILED).replace(" ", "")
    return next(((addon, match[1]) for sign, addon in _FILED if (match := sign.fullmatch(name))), None)


def _day(line: Line, column: str, faults: list[Fault]) -> date | None:
    return filing_file.day(line, column, faults)


def _keep(hospital: _Hospital, line: Line, addon: Addon, number: int, since: date | None) -> None:
    """The filing that began last: the list keeps the ones before it, too."""
    known = hospital.filings.get(addon)
    if since and (known is None or known.valid_from < since):
        hospital.filings[addon] = Filing(0, 0, addon, number, since, None, line.cells.get(RECEIPT, "").strip())
    hospital.places.setdefault(addon, line)


def _entry(found: _Hospital, faults: list[Fault]) -> Entry | None:
    line = found.places[Addon.SAFETY]
    cells = {
        "コード": line.code(CODE),
        "病院名": line.cells[NAME],
        "所在地": line.cells.get(PREFECTURE, "").strip() + line.cells.get(ADDRESS, "").strip(),
        "病床数": _beds(line.cells.get(BEDS, "")),
    }
    entry = hospital_file.entry(BureauLine(line.number, cells, line.sheet), faults)
    return replace(entry, filings=tuple(found.filings.values()), by_name=True) if entry else None


def _beds(text: str) -> str:
    """「一般　　158／療養　　28」 as 186."""
    return str(sum(map(int, re.findall("[0-9]+", normal(text).replace(",", "")))) or "")


def _told(
    grid: ReadGrid, lines: Sequence[Line], found: Mapping[str, _Hospital], taken: Sequence[_Hospital], passed: int
) -> tuple[str, ...]:
    where = f"「{grid.sheet}」シートの" if grid.sheet else ""
    dental = sum(line.cells.get(DIVISION, "医科").strip() not in ("医科", "") for line in lines)
    without = len(found) - len(taken)
    safety = words.ADDONS[Addon.SAFETY]
    left = [
        f"{safety}の届出がない医療機関 {without:,}件" if without else "",
        f"{safety}・{words.ADDONS[Addon.INFECTION]}のほかの届出 {passed:,}行" if passed else "",
        f"医科のほかの行 {dental:,}行" if dental else "",
    ]
    told = "、".join(one for one in left if one)
    head = (_head(grid) or 0) + 1
    return (
        f"地方厚生（支）局の届出受理名簿として読み取りました（{where}{head}行目が見出し、{len(lines):,}行）。"
        f"{safety}の届出がある{len(taken):,}病院が対象です。",
        "読み取った列："
        + "、".join(f"{theirs}→{ours}" for ours, theirs in _THEIRS.items())
        + "、備考→地域連携加算の区分。病床数は病床の種別ごとの数を合計しました。",
        *((f"取り込まない行：{told}。",) if told else ()),
    )
