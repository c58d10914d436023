"""A 改訂案 as the sheet that it would be: the file of it, what the check of files says beside each item, what it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from checklist import words
from checklist.model.sheets import Relation, RevisedItem, RevisionContent, SheetVersion
from checklist.rules.sheets import lineage, revising, sheet_check, sheet_draft
from checklist.rules.sheets.sheet_draft import COLUMNS, Grid

RETIRED = "廃止"
_FIELDS = dict(zip(COLUMNS, ("chapter", "chapter", *revising.FIELDS, "relation", "previous"), strict=True))
_NAMES = dict(zip(revising.FIELDS, COLUMNS[2:], strict=False))
_LINE = re.compile("([0-9]+)行目")


@dataclass(frozen=True)
class Beside:
    """One fault where it concerns somebody: beside a text of an item or a chapter, or of the whole ('')."""

    key: str
    field: str
    message: str


@dataclass(frozen=True)
class Difference:
    """What became of an item: how it descends, both texts with their codes, and what else is different."""

    key: str
    relation: str
    code: str
    text: str
    previous_codes: tuple[str, ...]
    previous_texts: tuple[str, ...]
    what: tuple[str, ...]


@dataclass(frozen=True)
class RevisedSheet:
    """A 改訂案 with the versions of its sheet, newest first: the first one is what it changes."""

    content: RevisionContent
    chain: tuple[SheetVersion, ...]
    code: str
    name: str
    from_fiscal_year: int

    @property
    def previous(self) -> SheetVersion:
        """The version that it changes."""
        return self.chain[0]

    @cached_property
    def grid(self) -> Grid:
        """The file that it would be."""
        before = self.previous
        head = replace(
            before, code=self.code, number=before.number + 1, name=self.name, from_fiscal_year=self.from_fiscal_year,
            previous_code=before.code, chapters=(), items=(), lineage=(),
        )  # fmt: skip
        return (*sheet_draft.head(head), (), COLUMNS, *(self._line(one) for one in self.content.current))

    def _line(self, one: RevisedItem) -> tuple[str, ...]:
        chapter = next(found for found in self.content.chapters if found.key == one.chapter)
        relation = (words.RELATIONS[one.relation], "・".join(one.descends))
        return (chapter.code, chapter.name, *(one.texts[name] for name in revising.FIELDS), *relation)

    @cached_property
    def draft(self) -> sheet_draft.Draft:
        """The same as the check reads it."""
        return sheet_draft.read(self.grid)

    @cached_property
    def version(self) -> SheetVersion:
        """The version that it would be; without faults, the one that is published."""
        return replace(sheet_draft.version(self.draft), subject=self.previous.subject)

    @cached_property
    def faults(self) -> tuple[Beside, ...]:
        """Everything that the check of sheets says, beside what it concerns; one that fits nowhere is of the whole."""
        first = len(self.grid) - len(self.content.current) + 1
        rows = {first + at: one for at, one in enumerate(self.content.current)}
        found = [_beside(fault.where, fault.message, rows) for fault in sheet_check.faults(self.draft, self.chain)]
        return tuple(dict.fromkeys([*found, *self._empty()]))

    def _empty(self) -> Iterator[Beside]:
        """A file cannot hold a chapter without items, and would lose it without a word."""
        for chapter in self.content.chapters:
            if not self.content.of_chapter(chapter.key):
                yield Beside(
                    chapter.key, "chapter", "この章には項目がありません。項目を追加するか、章を削除してください。"
                )

    @property
    def comparable(self) -> tuple[tuple[SheetVersion, int], ...]:
        """Every version before, newest first, and how many items can be compared with it."""
        numbers = range(1, len(self.chain) + 1)
        return tuple(
            (self.chain[at - 1], len(lineage.comparable_codes((self.version, *self.chain[:at])))) for at in numbers
        )

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What it changes, in its own order; what nobody descends from any more stands at the end."""
        before = {item.code: item for item in self.previous.items}
        chapters = {one.key: one.code for one in self.content.chapters}
        found = []
        for one in self.content.current:
            what = self._what(one, chapters[one.chapter])
            if one.relation is Relation.SAME and not what:
                continue
            told = tuple(before[code].text for code in one.descends)
            relation = words.RELATIONS[one.relation]
            found.append(Difference(one.key, relation, one.code, one.texts["text"], one.descends, told, what))
        named = {code for one in self.content.current for code in one.descends}
        keys = {code: one.key for one in self.content.items if one.retired for code in one.previous}
        gone = [
            Difference(keys.get(code, ""), RETIRED, "", "", (code,), (item.text,), ())
            for code, item in before.items()
            if code not in named
        ]
        return (*found, *gone)

    def _what(self, one: RevisedItem, chapter: str) -> tuple[str, ...]:
        """What is different beside the text, of an item that goes on from one before."""
        if len(one.descends) != 1:
            return ()
        before = next(item for item in self.previous.items if item.code == one.descends[0])
        pairs = {name: (text, one.texts[name]) for name, text in revising.texts(before).items()}
        changed = [("章", before.chapter_code, chapter)]
        changed += [(_NAMES[name], *pair) for name, pair in pairs.items() if name not in ("code", "text")]
        return tuple(
            f"{name}：{old or '（空欄）'} → {new or '（空欄）'}"
            for name, old, new in changed
            if old.strip() != new.strip()
        )


def _beside(where: str, message: str, rows: dict[int, RevisedItem]) -> Beside:
    """A fault of a file where an editor looks for it: lines of a file are told by the code of their item."""
    told = _LINE.sub(lambda found: _named(rows.get(int(found[1])), found[0]), message)
    found = _LINE.match(where)
    row = rows.get(int(found[1])) if found else None
    name = where.partition("・")[2]
    if row is None:
        # What is wrong above the table is settled where the version gets its name.
        return Beside("", "", f"{name or where}：{told}")
    field = _FIELDS.get(name, "text")
    return Beside(row.chapter if field == "chapter" else row.key, field, told)


def _named(row: RevisedItem | None, line: str) -> str:
    return f"項目{row.code}" if row else line


def order(found: Sequence[Beside], content: RevisionContent) -> tuple[Beside, ...]:
    """Faults in the order in which an editor comes upon them."""
    keys = ["", *(key for one in content.chapters for key in (one.key, *(i.key for i in content.of_chapter(one.key))))]
    places = {key: at for at, key in enumerate(keys)}
    return tuple(sorted(found, key=lambda fault: places.get(fault.key, 0)))
