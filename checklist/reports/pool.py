"""The answers behind a comparison: which assessments and items are taken, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from checklist import words
from checklist.errors import Fault, Forbidden, Refused
from checklist.model import Chapter, Principal, Role, SheetVersion, Track
from checklist.rules import access, disclosure, lineage, scoring
from checklist.rules.disclosure import Showing
from checklist.rules.scoring import Score
from checklist.store import comparisons, hospitals, region, sheets, visits
from checklist.store.comparisons import Entry

ALL_CHAPTERS = ""
NO_DATA = "データなし"
YEARS_LIMIT = 20
_SEES_ALL = frozenset({Role.SECRETARIAT, Role.SAFETY_MANAGER, Role.LEADER})


@dataclass(frozen=True)
class Selection:
    """What to compare; `chapter` None means every chapter, `sheet` None the sheet that was used most."""

    first_year: int
    last_year: int
    track: Track = Track.VISITOR
    chapter: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Cell:
    """One number with what it is made of; without a score, `reason` says why. Chapter "" is all of them."""

    chapter: str
    chapter_name: str
    fiscal_year: int
    group: str
    score: Score | None
    hospitals: int | None
    assessments: int | None
    reason: str

    @property
    def percent(self) -> float | None:
        """得点率, or None when there is no number to show."""
        return self.score.percent if self.score else None

    @property
    def shown(self) -> float | str:
        """What stands in the cell of a table: the percentage, or why there is none."""
        return self.reason if self.percent is None else self.percent


@dataclass(frozen=True)
class Basis:
    """The items of a comparison: those of the newest version, those comparable, and those used with their chapter."""

    versions: tuple[SheetVersion, ...]
    total: int
    comparable: int
    chapters: tuple[Chapter, ...]
    used: Mapping[str, str]
    fault: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What every number of the comparison is made of."""
        if not self.versions:
            return ()
        newest, oldest = self.versions[0], self.versions[-1]
        span = newest.name if newest is oldest else f"{oldest.name}から{newest.name}まで"
        if self.fault:
            return (f"点検表：{newest.sheet_name}（{span}）", f"{words.NOT_COMPARABLE}：{self.fault}")
        return (
            f"点検表：{newest.sheet_name}（{span}）",
            f"{self.total}項目中{self.comparable}項目で比較できます。"
            f"このうち比較する病院のすべての区分に適用される共通{len(self.used)}項目で計算しています。",
        )


@dataclass(frozen=True)
class Reader:
    """Who looks: the hospitals known by name and the smallest group that may be shown."""

    named: frozenset[int]
    names: Mapping[int, str]
    minimum: int
    own: int | None
    fictional: bool


@dataclass(frozen=True)
class Pool:
    """Everything that a comparison needs, read once."""

    selection: Selection
    reader: Reader
    entries: tuple[Entry, ...]
    basis: Basis
    scores: Mapping[tuple[int, str], Score]

    @property
    def years(self) -> range:
        """The years compared."""
        return range(self.selection.first_year, self.selection.last_year + 1)

    @property
    def rows(self) -> tuple[Chapter, ...]:
        """The chapters compared, and 全体 when there is more than one."""
        whole = (Chapter(ALL_CHAPTERS, "全体"),) if len(self.basis.chapters) > 1 else ()
        return (*self.basis.chapters, *whole)

    @property
    def too_small(self) -> str:
        """The sentence in place of a number of a small group."""
        return f"病院数が{self.reader.minimum}未満のため表示しません"

    def column(self, label: str, year: int, keep: Callable[[Entry], bool]) -> tuple[Cell, ...]:
        """One cell for each row over the assessments of a year that `keep` takes."""
        taken = [entry for entry in self.entries if entry.fiscal_year == year and keep(entry)]
        cells: list[Cell] = []
        showings: dict[str, Showing] = {}
        for chapter in self.rows:
            cell, showings[chapter.code] = self._cell(chapter, label, year, taken, showings)
            cells.append(cell)
        return tuple(cells)

    def _cell(
        self, chapter: Chapter, label: str, year: int, taken: list[Entry], before: Mapping[str, Showing]
    ) -> tuple[Cell, Showing]:
        scores = {entry: self._score(entry, chapter.code) for entry in taken}
        rating = {entry.hospital_id for entry, score in scores.items() if score.rated}
        if chapter.code == ALL_CHAPTERS:
            showing = disclosure.total_showing(rating, before, self.reader.named, self.reader.minimum)
        else:
            showing = disclosure.showing(rating, self.reader.named, self.reader.minimum)
        empty = Cell(chapter.code, chapter.name, year, label, None, None, None, "")
        if showing is Showing.TOO_SMALL or self._hides_silence(taken):
            return _because(empty, self.too_small), Showing.TOO_SMALL
        if self.basis.fault and taken:
            return _because(empty, words.NOT_COMPARABLE), showing
        if showing is Showing.EMPTY:
            return _because(empty, words.NOT_COMPARABLE if taken else NO_DATA), showing
        total = sum(scores.values(), Score())
        contributing = {entry for entry, score in scores.items() if score.rated}
        cell = Cell(chapter.code, chapter.name, year, label, total, len(rating), len(contributing), "")
        return cell, showing

    def _hides_silence(self, taken: list[Entry]) -> bool:
        """Even that nothing was rated says something about a group too small to be shown."""
        hospitals_taken = {entry.hospital_id for entry in taken}
        return disclosure.showing(hospitals_taken, self.reader.named, self.reader.minimum) is Showing.TOO_SMALL

    def _score(self, entry: Entry, chapter: str) -> Score:
        if chapter != ALL_CHAPTERS:
            return self.scores.get((entry.assessment_id, chapter), Score())
        return sum((self._score(entry, one.code) for one in self.basis.chapters), Score())


def _because(cell: Cell, reason: str) -> Cell:
    return Cell(cell.chapter, cell.chapter_name, cell.fiscal_year, cell.group, None, None, None, reason)


def reader(db: Database, principal: Principal) -> Reader:
    """What the principal may see; raises Forbidden."""
    if not access.may_open("comparison", principal):
        raise Forbidden
    settings = region.load(db)
    everybody = hospitals.all_hospitals(db)
    partners = visits.partner_ids(db, principal.hospital_id) if principal.hospital_id is not None else frozenset()
    named = access.named_hospitals(principal, [hospital.id for hospital in everybody], partners)
    names = {hospital.id: hospital.name for hospital in everybody if hospital.id in named}
    return Reader(named, names, settings.minimum_group_size, principal.hospital_id, settings.fictional)


def visible_entries(db: Database, principal: Principal, track: Track) -> list[Entry]:
    """The assessments that may enter any number the principal sees; the centre only gets those that opted in."""
    found = comparisons.entries(db, track)
    if principal.roles & _SEES_ALL:
        return found
    sharing = {hospital.id for hospital in hospitals.all_hospitals(db) if hospital.shares_with_center}
    return [entry for entry in found if entry.hospital_id in sharing]


def read(db: Database, principal: Principal, selection: Selection, common: bool) -> Pool:
    """The pool of a selection; `common` takes only items for both classes, else those for every class found."""
    who = reader(db, principal)
    _check(selection)
    years = range(selection.first_year, selection.last_year + 1)
    found = [e for e in visible_entries(db, principal, selection.track) if e.fiscal_year in years]
    sheet = selection.sheet or _most_used(found)
    taken = tuple(entry for entry in found if entry.sheet_code == sheet)
    classes = {1, 2} if common else _classes(taken)
    basis = _basis(db, {entry.version_code for entry in taken}, classes, selection.chapter)
    counted = comparisons.counts(db, [entry.assessment_id for entry in taken], basis.used)
    scores = {key: scoring.of_counts(values) for key, values in counted.items()}
    return Pool(selection, who, taken, basis, scores)


def _check(selection: Selection) -> None:
    faults = []
    if not 0 <= selection.last_year - selection.first_year < YEARS_LIMIT:
        faults.append(Fault("年度", f"初めの年度から終わりの年度まで、{YEARS_LIMIT}年以内で選んでください。"))
    if selection.track is Track.AGREED:
        faults.append(Fault("評価の種類", "自己評価または訪問評価を選んでください。"))
    if faults:
        raise Refused(faults)


def _most_used(entries: Iterable[Entry]) -> str:
    uses: dict[str, int] = {}
    for entry in entries:
        uses[entry.sheet_code] = uses.get(entry.sheet_code, 0) + 1
    return min(uses, key=lambda code: (-uses[code], code), default="")


def _classes(entries: Iterable[Entry]) -> set[int]:
    """The classes found; a hospital without a filing is held to what both classes share."""
    found = {entry.addon_class for entry in entries}
    return {1, 2} if None in found else {one for one in found if one is not None}


def _basis(db: Database, codes: set[str], classes: set[int], chapter: str | None) -> Basis:
    versions = sheets.between(db, codes)
    if not versions:
        return Basis((), 0, 0, (), {})
    newest, used_versions = versions[0], [version for version in versions if version.code in codes]
    comparable = lineage.comparable_codes(versions)
    used = {
        item.code: item.chapter_code
        for item in newest.items
        if item.code in comparable and chapter in (None, item.chapter_code)
    }
    for version in used_versions:
        for item in version.items:
            if not classes <= set(item.classes):
                used.pop(item.code, None)
    chapters = tuple(one for one in newest.chapters if chapter in (None, one.code))
    fault = _basis_fault(used_versions, used, chapters)
    total = sum(chapter in (None, item.chapter_code) for item in newest.items)
    shared = sum(chapter in (None, item.chapter_code) for item in newest.items if item.code in comparable)
    return Basis(versions, total, shared, chapters, {} if fault else used, fault)


def _basis_fault(versions: Iterable[SheetVersion], used: Mapping[str, str], chapters: tuple[Chapter, ...]) -> str:
    if not chapters:
        return "選んだ章はこの点検表にありません。"
    scales = {version.scale for version in versions}
    if len(scales) > 1 or not scales <= scoring.SCORED_SCALES:
        return "評価尺度が異なるか、得点率を計算しない点検表です。"
    return "" if used else "比較できる共通の項目がありません。"
