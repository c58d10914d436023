"""病院, 届出 and 利用者 from one Excel workbook or one table; every fault in one pass, and shown before it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from checklist.errors import Fault, Forbidden, Refused, Stale
from checklist.formats import file_columns, file_lines, grid_file, workbook
from checklist.formats.document import Document
from checklist.formats.file_lines import normal
from checklist.formats.file_questions import NONE, Answers
from checklist.imports import bureau_list, column_words, filing_file, hospital_file, part, person_file, template
from checklist.imports.part import Change, Part
from checklist.model.permission import Thing, Verb
from checklist.rules.fields import lookalikes
from checklist.rules.sheets.sheet_draft import Grid
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals

HOSPITALS, FILINGS, PEOPLE = SHEETS = (hospital_file.SHEET, filing_file.SHEET, person_file.SHEET)
_WANTED = {HOSPITALS: hospital_file.WANTED, FILINGS: filing_file.WANTED, PEOPLE: person_file.WANTED}
_READ: dict[str, Callable[[Grid], Part[Any]]] = {
    HOSPITALS: hospital_file.read, FILINGS: filing_file.read, PEOPLE: person_file.read,
}  # fmt: skip
_THINGS = {HOSPITALS: Thing.HOSPITALS, FILINGS: Thing.HOSPITALS, PEOPLE: Thing.ACCOUNTS}
_NOT_YOURS = {
    HOSPITALS: "「病院」と「届出」は地域事務局のみが取り込めます。「病院一覧」の画面で、先に取り込むよう依頼してください。",
    PEOPLE: "「利用者」はシステム管理者のみが取り込めます。病院と届出を取り込んだあとに、"
    "同じファイルを「アカウント」の画面で取り込むよう依頼してください。",
}
_NOT_YOURS[FILINGS] = _NOT_YOURS[HOSPITALS]
MOVED = "内容を確認しているあいだに登録が変わったため、取り込んでいません。もう一度確認してください。"


@dataclass(frozen=True)
class Draft:
    """What a file says: its tables by sheet, in the order in which they are stored."""

    parts: Mapping[str, Part[Any]]

    def only(self, *sheets: str) -> Draft:
        """The same without the other sheets."""
        return replace(self, parts={sheet: found for sheet, found in self.parts.items() if sheet in sheets})


@dataclass(frozen=True)
class Outcome:
    """What a file changes, in the order of its rows, and what of it the reader may not take in."""

    changes: tuple[Change, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """How the file was understood, what of it was left out, and which names look like others."""

    @property
    def effects(self) -> bool:
        """Whether anything changes at all."""
        return any(one.effect != part.SAME for one in self.changes)

    def new_people(self) -> dict[str, str]:
        """Login -> name of every account that comes to be."""
        return self._new("氏名")

    def new_places(self) -> dict[str, str]:
        """Login -> organisation of those of them that have one."""
        return self._new("所属")

    def _new(self, column: str) -> dict[str, str]:
        found = (one for one in self.changes if one.noun == PEOPLE and one.effect == part.NEW)
        return {one.what: text for one in found for name, _, text in one.fields if name == column}

    @property
    def sentence(self) -> str:
        """How much of what is new, changed and as it was."""
        told = []
        for sheet in SHEETS:
            effects = [one.effect for one in self.changes if one.noun == sheet]
            counts = [
                f"{word} {effects.count(word)}件" for word in (part.NEW, part.CHANGED, part.SAME) if word in effects
            ]
            told += [f"{sheet}：{'・'.join(counts)}"] if counts else []
        return "、".join(told)


def read(name: str, data: bytes, answers: Answers = NONE) -> Draft:
    """What stands in a file, before anything is asked of the database; raises Refused or Busy.

    A list of filings of a 地方厚生（支）局 is known by its columns. A workbook has the sheets 病院, 届出 and 利用者, or some of them; one without them, or CSV, is one such table.
    """
    known = [*(one.name for wanted in _WANTED.values() for one in wanted), *bureau_list.COLUMNS]
    named = grid_file.read_named(name, data, SHEETS, known, answers, workbook.ROWS)
    if "" in named:
        grid = bureau_list.placed(named[""], answers)
        if bureau_list.is_list(grid):
            return Draft({HOSPITALS: bureau_list.read(grid)})
        grid_file.check_size(name, grid)
        sheet = _kind(grid)
        names = [one.name for one in _WANTED[sheet]]
        grid = file_columns.renamed(grid, names, answers, column_words.suggest)
        return Draft({sheet: _READ[sheet](grid)})
    for grid in named.values():
        grid_file.check_size(name, grid)
    parts = {sheet: _READ[sheet](named[sheet]) for sheet in SHEETS if sheet in named}
    if filled := {sheet: found for sheet, found in parts.items() if not found.empty}:
        return Draft(filled)
    raise Refused(f"{'・'.join(parts)}の行がありません。何も変更していません。")


def _kind(grid: Grid) -> str:
    """Which table it is, by the columns that it has; a hospital's if none is known."""
    heads = {normal(text) for row in grid[: file_lines.TITLE_ROWS] for text in row}
    return max(SHEETS, key=lambda sheet: len(heads & {one.name for one in _WANTED[sheet]}))


def preview(act: Act, draft: Draft) -> Outcome:
    """What a file would change, in an act of which nothing stays; raises Forbidden, or Refused with every fault."""
    return _take(act, draft, lambda _: "-")


def import_file(act: Act, draft: Draft, shown: Outcome, hashes: Mapping[str, str]) -> None:
    """Store what a file says; raises Stale if that is no longer what was `shown`, else as `preview`.

    `hashes` are those of the first passwords, by login.
    """

    def hash_of(login: str) -> str:
        if login not in hashes:
            raise Stale(MOVED)
        return hashes[login]

    if _take(act, draft, hash_of).changes != shown.changes:
        raise Stale(MOVED)


def _take(act: Act, draft: Draft, hash_of: Callable[[str], str]) -> Outcome:
    mine = draft.only(*(sheet for sheet in draft.parts if act.may(Verb.WRITE, _THINGS[sheet])))
    left_out = tuple(dict.fromkeys(_NOT_YOURS[sheet] for sheet in draft.parts if sheet not in mine.parts))
    if not mine.parts:
        raise Forbidden("".join(left_out))
    listed = draft.parts.get(HOSPITALS, Part[Any]())
    codes = listed.keys | {one.hospital.name for one in listed.entries}
    coming, awaited = (codes, frozenset[str]()) if HOSPITALS in mine.parts else (frozenset[str](), codes)
    stores: dict[str, Callable[[Part[Any], list[Fault]], Iterable[Change]]] = {
        HOSPITALS: lambda found, wrong: hospital_file.store(act, found, wrong),
        FILINGS: lambda found, wrong: filing_file.store(act, found, coming, wrong),
        PEOPLE: lambda found, wrong: person_file.store(act, found, coming, hash_of, wrong, awaited),
    }
    changes: list[Change] = []
    faults: list[Fault] = []
    for sheet, found in mine.parts.items():
        wrong = list(found.faults)
        # Stored although other rows are wrong, to hear in the same pass what the store refuses; Refused takes it back.
        changes += stores[sheet](found, wrong)
        faults += file_lines.in_order(wrong)
    if faults:
        raise Refused(faults)
    notes = (*(note for found in mine.parts.values() for note in found.notes), *_alike(act, mine, changes))
    return Outcome(tuple(changes), left_out, notes)


def _alike(act: Act, draft: Draft, changes: Iterable[Change]) -> Iterator[str]:
    """Names of new hospitals that are easily taken for another one's."""
    rows = {one.number for one in changes if one.noun == HOSPITALS and one.effect == part.NEW}
    found = draft.parts[HOSPITALS].entries if HOSPITALS in draft.parts else ()
    new = [one.hospital.name for one in found if one.line.number in rows]
    for name, other in lookalikes.pairs(new, [one.name for one in hospitals.all_hospitals(act)] if new else ()):
        yield f"「{name}」は「{other}」とよく似た名称です。同じ病院でないか確かめてください。"


def empty_file(view: View) -> Document:
    """The workbook to fill in, for whoever may take in a sheet of it; as CSV the table of hospitals with their filings."""
    if not view.may(Verb.WRITE, Thing.ACCOUNTS):
        view.require(Verb.WRITE, Thing.HOSPITALS)
    wanted = {**_WANTED, HOSPITALS: tuple(one for one in hospital_file.WANTED if one.name not in hospital_file.FILED)}
    tables = tuple(template.empty(sheet, columns) for sheet, columns in wanted.items())
    main = template.empty(HOSPITALS, hospital_file.WANTED)
    guide = template.guide(list(wanted.items()))
    return Document("病院・届出・利用者の記入様式", (), (*tables, guide), main, (), (), False)
