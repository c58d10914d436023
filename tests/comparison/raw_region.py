"""The comparison worked out a second time: plain SQL rows, the sheets as their CSV files say, and own arithmetic.

Nothing here comes from the program under test: what a score is, which items are comparable, which class a hospital
has on a day, who is a partner, and what may be shown are written out again from the documents.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SHEETS = Path(__file__).resolve().parents[2] / "data" / "sheets"
POINTS = {"A": 1.0, "B": 0.5, "C": 0.0}
TOO_SMALL, NO_DATA, NOT_COMPARABLE = "病院数が5未満のため表示しません", "データなし", "比較不可"
MINIMUM = 5

MODULES = {
    "dialysis": "透析", "obstetrics": "産科・新生児", "paediatrics": "小児", "emergency": "救急", "surgery": "手術・麻酔",
    "endoscopy": "内視鏡・血管造影", "radiotherapy": "放射線治療", "psychiatry": "精神", "rehabilitation": "リハビリ・在宅",
}  # fmt: skip

Numbers = tuple[float, int, int, int, int, int, int, int]
"""得点率, then rated, 該当なし, 確認不能, unanswered, items, hospitals, assessments."""


@dataclass(frozen=True)
class Line:
    """One item of a sheet file."""

    code: str
    chapter: str
    text: str
    classes: frozenset[int]
    kept: bool
    module: str


@dataclass
class Sheet:
    """One sheet file: the chapters by code, and the items."""

    chapters: dict[str, str] = field(default_factory=dict)
    items: dict[str, Line] = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """One submitted assessment with its answers by item code."""

    id: int
    track: str
    year: int
    hospital: int
    version: str
    number: int | None
    answers: dict[str, str | None]
    lacking: frozenset[str]

    def asks(self, code: str) -> bool:
        """Whether the item is about no department that the hospital is without."""
        return SHEET[self.version].items[code].module not in self.lacking

    def value(self, code: str) -> str | None:
        """The answer that counts: none where nobody had to answer."""
        return self.answers.get(code) if self.asks(code) else None


@dataclass(frozen=True)
class Question:
    """What is asked: years, track, chapter, and only hospitals of one class or of one circle."""

    first: int
    last: int
    track: str
    chapter: str | None = None
    number: int | None = None


def read_sheet(code: str) -> Sheet:
    """A sheet file as it was delivered."""
    with open(SHEETS / f"{code}.csv", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    start = next(place for place, line in enumerate(lines) if line and line[0] == "章コード")
    found = Sheet()
    for line in lines[start + 1 :]:
        row = dict(zip(lines[start], line, strict=True))
        found.chapters.setdefault(row["章コード"], row["章名"])
        classes = frozenset(int(one) for one in row["対象区分"].split("・"))
        kept = row["前版との関係"] in ("同一", "文言修正")
        found.items[row["項目コード"]] = Line(
            row["項目コード"], row["章コード"], row["項目"], classes, kept, row["対象部門"]
        )
    return found


SAFETY = ("anzen-1", "anzen-2", "anzen-3")
SHEET = {code: read_sheet(code) for code in (*SAFETY, "kansen-1")}


class Region:
    """Everything submitted in a database; its papers are those of the sheet that is used most."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path)
        self.names = dict(self.db.execute("SELECT id, name FROM hospital").fetchall())
        self.filings = self.db.execute(
            "SELECT hospital_id, addon_class, valid_from, valid_to FROM filing WHERE addon = 'safety'"
        ).fetchall()
        self.lacking: dict[int, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for hospital, since, listed in self.db.execute(
            "SELECT hospital_id, since, lacking FROM module_declaration ORDER BY since"
        ):
            self.lacking[hospital].append((since, frozenset(MODULES[one] for one in json.loads(listed))))
        self.opted_in = {row[0] for row in self.db.execute("SELECT id FROM hospital WHERE shares_with_center")}
        self.papers = self._papers()

    def _class(self, hospital: int, day: str) -> int | None:
        valid = [n for h, n, begin, end in self.filings if h == hospital and begin <= day <= (end or "9999")]
        return valid[0] if valid else None

    def _papers(self) -> list[Paper]:
        answers: dict[int, dict[str, str | None]] = defaultdict(dict)
        for key, code, value in self.db.execute(
            "SELECT assessment_id, item.code, value FROM rating JOIN item ON item.id = item_id"
        ):
            answers[key][code] = value
        found = []
        for key, track, year, hospital, version, submitted, visited, state in self.db.execute(
            """SELECT a.id, track, a.fiscal_year, a.hospital_id, v.code, submitted_at, visit_date, visit.state
               FROM assessment a JOIN sheet_version v ON v.id = a.version_id
               LEFT JOIN visit_sheet s ON s.id = a.visit_sheet_id LEFT JOIN visit ON visit.id = s.visit_id
               WHERE a.state IN ('submitted', 'sealed') AND track IN ('self', 'visitor')
                   AND v.code LIKE 'anzen-%'"""
        ):
            if state != "cancelled":
                tokyo = datetime.fromisoformat(submitted) + timedelta(hours=9)
                number = self._class(hospital, visited or tokyo.date().isoformat())
                day = visited or tokyo.date().isoformat()
                said = [lacking for since, lacking in self.lacking[hospital] if since <= day]
                lacking = said[-1] if said else frozenset()
                found.append(Paper(key, track, year, hospital, version, number, answers[key], lacking))
        assert len({(p.track, p.hospital, p.year) for p in found if p.track == "self"}) == sum(
            p.track == "self" for p in found
        )
        return found

    def circle(self, hospital: int) -> set[int]:
        """A hospital and the partners of its visits."""
        pairs = self.db.execute(
            """SELECT host_id, hospital_id FROM visit JOIN visit_hospital ON visit_id = visit.id
               WHERE state <> 'cancelled'"""
        ).fetchall()
        return {hospital, *(one for pair in pairs if hospital in pair for one in pair)}


def common_items(versions: set[str], classes: Iterable[int], chapter: str | None) -> dict[str, Line]:
    """The items that are comparable over the versions and apply to all classes, as the newest version has them."""
    if not versions:
        return {}
    newest = SHEET[max(versions)]
    between = [SHEET[code] for code in SAFETY if min(versions) <= code <= max(versions)]
    found = {}
    for code, line in newest.items.items():
        # Kept in every edition since the oldest used, those that nobody used included.
        comparable = all(code in one.items for one in between) and all(one.items[code].kept for one in between[1:])
        everywhere = all(set(classes) <= SHEET[v].items[code].classes for v in versions) if comparable else False
        if everywhere and chapter in (None, line.chapter):
            found[code] = line
    return found


def percent(half: float, rated: int) -> float:
    """100 × points ÷ rated, rounded as at school to one decimal."""
    exact = Decimal(str(half)) * 100 / Decimal(rated)
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def numbers(papers: list[Paper], items: Iterable[str]) -> Numbers | None:
    """What some papers add up to over some items; None without a rating."""
    codes = list(items)
    counted = Counter(paper.value(code) for paper in papers for code in codes if paper.asks(code))
    rated = sum(counted[value] for value in POINTS)
    if not rated:
        return None
    half = sum(counted[value] * points for value, points in POINTS.items())
    hospitals = len({paper.hospital for paper in papers})
    rest = (counted["NA"], counted["UNVERIFIED"], counted[None])
    return (percent(half, rated), rated, *rest, len(codes), hospitals, len(papers))


def open_items(papers: list[Paper], items: Iterable[str], named: set[int]) -> set[str]:
    """The items that may be shown: nobody unnamed there, or at least five unnamed hospitals that rated."""
    if not {paper.hospital for paper in papers} - named:
        return set(items)
    raters = {code: {paper.hospital for paper in papers if paper.value(code) in POINTS} - named for code in items}
    return {code for code, found in raters.items() if len(found) >= MINIMUM}


def is_hidden(papers: list[Paper], named: set[int]) -> bool:
    """Whether a column has fewer than five hospitals beside the named ones."""
    return 0 < len({paper.hospital for paper in papers} - named) < MINIMUM


def chapters_of(items: dict[str, Line], versions: set[str], chapter: str | None) -> list[str]:
    """The chapter codes in order, then "" for all when there are several."""
    codes = [code for code in SHEET[max(versions)].chapters if chapter in (None, code)] if versions else []
    return [*codes, ""] if len(codes) > 1 else codes


Table = dict[tuple[str, int, str], "Numbers | str"]
"""(chapter or item, year, column) -> numbers, or why there are none."""


def add_up(
    columns: dict[tuple[int, str], list[Paper]],
    items: dict[str, Line],
    versions: set[str],
    question: Question,
    named: set[int],
    same: bool,
) -> tuple[Table, Table]:
    """The chapters and the items of every column; `same` rests the columns of one year on the same items."""
    chapters: Table = {}
    single: Table = {}
    opened = {place: open_items(papers, items, named) for place, papers in columns.items()}
    for place, papers in columns.items():
        year, label = place
        reason = TOO_SMALL if is_hidden(papers, named) else "" if papers else NO_DATA
        used = set(opened[place])
        for other, ones in columns.items():
            if same and other[0] == year and ones and not is_hidden(ones, named) and opened[other]:
                used &= opened[other]
        for chapter in chapters_of(items, versions, question.chapter):
            asked = [code for code, line in items.items() if chapter in ("", line.chapter)]
            chapters[chapter, year, label] = reason or _cell(papers, asked, used, named)
        for code in items:
            single[code, year, label] = reason or _cell(papers, [code], opened[place], named)
    return chapters, single


def _cell(papers: list[Paper], asked: list[str], used: set[str], named: set[int]) -> Numbers | str:
    inside = [code for code in asked if code in used]
    if asked and not inside:
        return TOO_SMALL if {paper.hospital for paper in papers} - named else NOT_COMPARABLE
    return numbers(papers, inside) or NOT_COMPARABLE


def by_class(
    papers: list[Paper], question: Question, named: set[int], counted: list[Paper] | None = None
) -> tuple[Table, Table]:
    """加算1 beside 加算2; of the papers that say which items there are, only those `counted`, if they are named."""
    taken = _taken(papers, question)
    versions = {paper.version for paper in taken}
    items = common_items(versions, {question.number} if question.number else {1, 2}, question.chapter)
    inside = taken if counted is None else _taken(counted, question)
    columns = {
        (year, f"加算{number}"): [p for p in inside if (p.year, p.number) == (year, number)]
        for year in range(question.first, question.last + 1)
        for number in (1, 2)
        if question.number in (None, number)
    }
    return add_up(columns, items, versions, question, named, same=True)


def by_hospital(
    papers: list[Paper], question: Question, named: set[int], names: dict[int, str], own: int | None
) -> tuple[Table, Table]:
    """Hospitals by name, and the others by class or, where no class is large enough, together."""
    taken = _taken(papers, question)
    versions = {paper.version for paper in taken}
    found = {paper.number for paper in taken}
    classes = {question.number} if question.number else {1, 2} if None in found else {n for n in found if n}
    items = common_items(versions, classes, question.chapter)
    known = {p.hospital for p in taken if p.hospital in named} | ({own} if own in named and own else set())
    columns: dict[tuple[int, str], list[Paper]] = {}
    for year in range(question.first, question.last + 1):
        for one in known:
            columns[year, names[one]] = [p for p in taken if (p.year, p.hospital) == (year, one)]
        everyone = [p for p in papers if p.track == question.track and p.year == year and p.hospital not in named]
        sizes = [len({p.hospital for p in everyone if p.number == number}) for number in (1, 2)]
        for paper in taken:
            if paper.year == year and paper.hospital not in named:
                label = f"その他の加算{paper.number}病院"
                if max(sizes) < MINIMUM and question.number is None:
                    label = "その他の病院"
                elif paper.number is None:
                    continue
                columns.setdefault((year, label), []).append(paper)
    return add_up(columns, items, versions, question, named, same=False)


def _taken(papers: list[Paper], question: Question) -> list[Paper]:
    years = range(question.first, question.last + 1)
    return [p for p in papers if p.track == question.track and p.year in years and question.number in (None, p.number)]
