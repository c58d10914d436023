"""The comparison worked out a second time: plain SQL rows, the sheets as their CSV files say, and own arithmetic.

Nothing here comes from the program under test: what a score is, which items are comparable, which class a hospital
has on a day, who is a partner, and what may be shown are written out again from the documents.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path

SHEETS = Path(__file__).resolve().parents[2] / "data" / "sheets"
POINTS = {"A": 1.0, "B": 0.5, "C": 0.0}
TOO_SMALL, NO_DATA, NOT_COMPARABLE = "病院数が5未満のため表示しません", "データなし", "比較不可"
NOT_RELEASED = "確定した集計がありません"
NOT_OPEN = "項目別は表示しません"
MINIMUM = 5

MODULES = {
    "dialysis": "透析", "obstetrics": "産科・新生児", "paediatrics": "小児", "emergency": "救急", "surgery": "手術・麻酔",
    "endoscopy": "内視鏡・血管造影", "radiotherapy": "放射線治療", "psychiatry": "精神", "rehabilitation": "リハビリ・在宅",
}  # fmt: skip

Numbers = tuple[float | int, ...]
"""得点率, then rated, 該当なし, 確認不能, unanswered, items, hospitals, assessments; or only 得点率 and items."""


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
    edition: int = 0
    """Of what was released: in which edition it came, and how many ratings an item needs to come in with it."""
    least: int = 0
    opened: bool = True
    withheld: frozenset[str] = frozenset()

    def asks(self, code: str) -> bool:
        """Whether the item is about no department that the hospital is without."""
        return SHEET[self.version].items[code].module not in self.lacking and code not in self.withheld

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
    """Everything submitted in a database; its papers are those of one sheet, usually the one that is used most."""

    def __init__(self, path: Path, sheet: str = "anzen") -> None:
        self.sheet = sheet
        self.db = sqlite3.connect(path)
        self.names = dict(self.db.execute("SELECT id, name FROM hospital").fetchall())
        self.filings = self.db.execute(
            "SELECT hospital_id, addon_class, valid_from, valid_to FROM filing WHERE addon = ?",
            ["infection" if sheet == "kansen" else "safety"],
        ).fetchall()
        self.lacking: dict[int, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for hospital, since, listed in self.db.execute(
            "SELECT hospital_id, since, lacking FROM module_declaration ORDER BY since"
        ):
            self.lacking[hospital].append((since, frozenset(MODULES[one] for one in json.loads(listed))))
        self.papers = self._papers()
        self.released = {audience: self._released(audience) for audience in ("region", "center")}

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
               WHERE a.state IN ('submitted', 'sealed') AND track IN ('self', 'visitor', 'agreed')
                   AND v.code LIKE ? || '-%'""",
            [self.sheet],
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

    def _released(self, audience: str) -> list[Paper]:
        """What stands in the editions, each paper with the items that may not be shown of it yet."""
        orders = {
            code: [row[0] for row in self.db.execute(
                "SELECT i.code FROM item i JOIN sheet_version v ON v.id = version_id WHERE v.code = ? ORDER BY i.id", [code]
            )]
            for code in SHEET
        }  # fmt: skip
        found = []
        for number, year, addon_class, least, answers in self.db.execute(
            """SELECT edition.id, fiscal_year, addon_class, minimum + margin, answers FROM edition
               JOIN sheet ON sheet.id = sheet_id WHERE audience = ? AND sheet.code = ?""",
            [audience, self.sheet],
        ):
            for track, hospital, version, lacking, letters, _ in json.loads(answers):
                said = {"-": "NA", "?": "UNVERIFIED", ".": None}
                given = {code: said.get(one, one) for code, one in zip(orders[version], letters, strict=True)}
                without = frozenset(MODULES[one] for one in json.loads(lacking))
                found.append(
                    Paper(0, track, year, hospital, version, addon_class, given, without, number, least, False)
                )  # fmt: skip
        return [replace(paper, withheld=self._withheld(paper, found)) for paper in found]

    def _withheld(self, paper: Paper, every: list[Paper]) -> frozenset[str]:
        """The items of a paper whose block is not full: in the demo each group has one edition at most."""
        group = [p for p in every if (p.track, p.year, p.number) == (paper.track, paper.year, paper.number)]
        assert len({p.edition for p in group}) == 1
        raters = Counter(
            code for code, _ in {(c, p.hospital) for p in group for c in p.answers if p.value(c) in POINTS}
        )
        return frozenset(code for code in paper.answers if raters[code] < paper.least)

    def circle(self, hospital: int) -> dict[tuple[int, int], bool]:
        """(partner, year) of the visits made, and whether the hospital was the visitor."""
        pairs = self.db.execute(
            """SELECT host_id, hospital_id, fiscal_year FROM visit JOIN visit_hospital ON visit_id = visit.id
               WHERE state NOT IN ('planned', 'agreed', 'ready', 'cancelled')"""
        ).fetchall()
        found: dict[tuple[int, int], bool] = {}
        for host, evaluator, year in pairs:
            if hospital in (host, evaluator):
                other = host if evaluator == hospital else evaluator
                found[other, year] = found.get((other, year), False) or evaluator == hospital
        return found

    def named(self, hospital: int) -> list[Paper]:
        """The papers that a hospital's people see by name, each with whether they may open it."""
        circle = self.circle(hospital)
        opened = {
            row[0]
            for row in self.db.execute(
                """SELECT a.id FROM assessment a JOIN visit_sheet s
                       ON s.id = a.visit_sheet_id OR s.self_assessment_id = a.id
                   JOIN visit ON visit.id = s.visit_id JOIN visit_hospital h ON h.visit_id = s.visit_id
                   WHERE h.hospital_id = ?""",
                [hospital],
            )
        }
        return [
            replace(paper, opened=paper.hospital == hospital or paper.id in opened)
            for paper in self.papers
            if paper.hospital == hospital or (paper.hospital, paper.year) in circle
        ]


def common_items(versions: set[str], classes: Iterable[int], chapter: str | None) -> dict[str, Line]:
    """The items that are comparable over the versions and apply to all classes, as the newest version has them."""
    if not versions:
        return {}
    newest = SHEET[max(versions)]
    between = [SHEET[code] for code in sorted(SHEET) if min(versions) <= code <= max(versions)]
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


def open_items(papers: list[Paper], items: dict[str, Line]) -> set[str]:
    """The items of which anything may be shown."""
    found = {code for code in items if any(code not in paper.withheld for paper in papers)}
    for paper in papers:
        found &= set().union(*of_paper) if (of_paper := whole(paper, items)) is not None else found
    return without_parts(found, papers, items)


def without_parts(found: set[str], papers: list[Paper], items: dict[str, Line]) -> set[str]:
    """The items less those of whose group another is not among them."""
    groups = [one for paper in papers for one in whole(paper, items) or ()]
    while cut := {code for one in groups if not one <= found for code in one & found}:
        found = found - cut
    return found


def whole(paper: Paper, items: dict[str, Line]) -> list[set[str]] | None:
    """The groups of items that are there whole and of which the paper has a number of none or of three; None where all may be told."""
    if paper.edition or paper.opened:
        return None
    rated = {code for code in items if paper.asks(code) and paper.value(code) in POINTS}
    return [one for one in groups_of(paper.version, items) if not 0 < len(one & rated) < 3]


def groups_of(version: str, items: dict[str, Line]) -> list[set[str]]:
    """The items that stand there with all those beside which no edition up to this one and no class sets them apart."""
    back = [SHEET[code] for code in sorted(SHEET, reverse=True) if code <= version]
    alike: dict[object, list[Line]] = defaultdict(list)
    for code, line in back[0].items.items():
        marks = [(line.chapter, line.classes)]
        for newer, older in pairwise(back):
            if not newer.items[code].kept or code not in older.items:
                break
            marks.append((older.items[code].chapter, older.items[code].classes))
        alike[tuple(marks)].append(line)
    few = [line for lines in alike.values() if len(lines) < 3 for line in lines]
    groups = [lines for lines in alike.values() if len(lines) >= 3]
    groups += [[one for one in few if one.chapter == chapter] for chapter in {one.chapter for one in few}]
    there = [[one.code for one in lines] for lines in groups if len(lines) >= 3]
    return [
        set(codes) for codes in there if set(codes) <= set(items) and len({items[one].chapter for one in codes}) == 1
    ]


def is_hidden(papers: list[Paper], known: Callable[[Paper], bool]) -> bool:
    """Whether the reader knows more hospitals by name of what was released of a group than it was made for."""
    if not papers or not papers[0].edition:
        return False
    mine = {p.hospital for p in papers if known(p)}
    return len({p.hospital for p in papers} - mine) < MINIMUM or len(mine) > papers[0].least - MINIMUM


def chapters_of(items: dict[str, Line], versions: set[str], chapter: str | None) -> list[str]:
    """The chapter codes in order, then "" for all when there are several."""
    codes = [code for code in SHEET[max(versions)].chapters if chapter in (None, code)] if versions else []
    return [*codes, ""] if len(codes) > 1 else codes


Table = dict[tuple[str, int, str], "Numbers | str"]
"""(chapter or item, year, column) -> numbers, or why there are none."""


@dataclass(frozen=True)
class Reader:
    """Who looks: the papers by name, those released, whom the reader knows, and how hospitals are called."""

    papers: list[Paper]
    released: list[Paper]
    everybody: bool
    own: int | None
    circle: dict[tuple[int, int], bool]
    names: dict[int, str]

    def known(self, paper: Paper) -> bool:
        """Whether the reader knows whose paper it is."""
        return self.everybody or paper.hospital == self.own or (paper.hospital, paper.year) in self.circle


def add_up(
    columns: dict[tuple[int, str], list[Paper]],
    items: dict[str, Line],
    versions: set[str],
    question: Question,
    reader: Reader,
    same: bool,
) -> tuple[Table, Table]:
    """The chapters and the items of every column; `same` rests the columns of one year on the same items."""
    chapters: Table = {}
    single: Table = {}
    opened = {place: open_items(papers, items) for place, papers in columns.items()}
    shared, before = opened, None
    while same and shared != before:
        before, shared = shared, {place: _shared(place, columns, shared, items, reader) for place in columns}
    for place, papers in columns.items():
        year, label = place
        nothing = NOT_RELEASED if same and reader.released and label.startswith("加算") else NO_DATA
        reason = TOO_SMALL if is_hidden(papers, reader.known) else "" if papers else nothing
        used = shared[place]
        for chapter in chapters_of(items, versions, question.chapter):
            asked = [code for code, line in items.items() if chapter in ("", line.chapter)]
            chapters[chapter, year, label] = reason or _cell(papers, asked, used)
        for code in items:
            single[code, year, label] = reason or _cell(papers, [code], opened[place], item=True)
    return chapters, single


def _shared(
    place: tuple[int, str],
    columns: dict[tuple[int, str], list[Paper]],
    opened: dict[tuple[int, str], set[str]],
    items: dict[str, Line],
    reader: Reader,
) -> set[str]:
    """The items that all columns of a year have, in whole groups."""
    beside = [one for one in columns if one[0] == place[0] and columns[one] and opened[one]]
    seen = [opened[one] for one in beside if not is_hidden(columns[one], reader.known)]
    return without_parts(opened[place].intersection(*seen), columns[place], items)


def _cell(papers: list[Paper], asked: list[str], used: set[str], item: bool = False) -> Numbers | str:
    inside = [code for code in asked if code in used]
    closed = any(not paper.edition and not paper.opened for paper in papers)
    if closed and (item or len(inside) < 3):
        return NOT_OPEN
    if asked and not inside:
        return TOO_SMALL if any(paper.edition for paper in papers) else NOT_COMPARABLE
    found = numbers(papers, inside)
    if found is None:
        return NOT_COMPARABLE
    return (found[0], found[5]) if closed or papers[0].edition else found


def by_class(
    reader: Reader, question: Question, counted: list[Paper] | None = None, own: bool = False
) -> tuple[Table, Table]:
    """加算1 beside 加算2; of the papers that say which items there are, only those `counted` by name.

    With `own` the own hospital and those that it visited in a year stand beside them.
    """
    taken = _taken([*reader.papers, *reader.released], question)
    versions = {paper.version for paper in taken}
    items = common_items(versions, {question.number} if question.number else {1, 2}, question.chapter)
    inside = taken if counted is None else _taken([*counted, *reader.released], question)
    standing = [p for p in inside if bool(p.edition) is not (reader.everybody or not reader.released)]
    columns = {
        (year, f"加算{number}"): [p for p in standing if (p.year, p.number) == (year, number)]
        for year in range(question.first, question.last + 1)
        for number in (1, 2)
        if question.number in (None, number)
    }
    for year in range(question.first, question.last + 1) if own else ():
        named = [p for p in inside if p.year == year and not p.edition]
        columns[year, "自院"] = [p for p in named if p.hospital == reader.own]
        columns[year, "自院が訪問した病院"] = [p for p in named if reader.circle.get((p.hospital, year))]
    return add_up(columns, items, versions, question, reader, same=True)


def classes_of(found: set[int | None], question: Question) -> set[int]:
    """For which classes an item has to be asked; who is of none, or of one that no sheet names, is held to what all share."""
    return {question.number} if question.number else {1, 2} if found - {1, 2} else {n for n in found if n}


def by_hospital(reader: Reader, question: Question) -> tuple[Table, Table]:
    """Hospitals by name, and the groups without names as they were released."""
    taken = _taken([*reader.papers, *reader.released], question)
    versions = {paper.version for paper in taken}
    found = {paper.number for paper in taken}
    items = common_items(versions, classes_of(found, question), question.chapter)
    known = {p.hospital for p in taken if not p.edition} | ({reader.own} if reader.own else set())
    columns: dict[tuple[int, str], list[Paper]] = {}
    for year in range(question.first, question.last + 1):
        for one in known:
            columns[year, reader.names[one]] = [p for p in taken if (p.year, p.hospital, p.edition) == (year, one, 0)]
        for paper in taken:
            if paper.year == year and paper.edition:
                columns.setdefault((year, f"加算{paper.number}"), []).append(paper)
    return add_up(columns, items, versions, question, reader, same=False)


def _taken(papers: list[Paper], question: Question) -> list[Paper]:
    years = range(question.first, question.last + 1)
    return [p for p in papers if p.track == question.track and p.year in years and question.number in (None, p.number)]
