"""The items of a comparison: which are the same in all its versions and apply to all its classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from checklist import words
from checklist.model.scales import ABCX, SCALES, Scale
from checklist.model.sheets import FOCUS_CHAPTER, Chapter, Item, Module, SheetVersion, Subject
from checklist.rules.sheets import lineage
from checklist.store.act import View
from checklist.store.sheets import focus_items, sheets
from checklist.store.sheets.focus_items import Focus

OF_INFECTION = "区分は感染対策向上加算の届出によります。加算3、外来、届出のない病院は、加算1・加算2の集計に含めません。"


@dataclass(frozen=True)
class Basis:
    """The items of a comparison: those of the newest version, those comparable, and those used with their chapter."""

    versions: tuple[SheetVersion, ...]
    total: int
    comparable: int
    chapters: tuple[Chapter, ...]
    used: Mapping[str, str]
    fault: str = ""
    focus: str = ""
    """Which 重点項目 these are, where they are no chapter."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The items used, as the newest version words them, in sheet order."""
        return tuple(item for item in self.versions[0].items if item.code in self.used) if self.versions else ()

    @property
    def sheet(self) -> str:
        """The code of the sheet; empty where there is none."""
        return self.versions[0].sheet_code if self.versions else ""

    @property
    def scale(self) -> Scale:
        """The scale of the newest version; that of our own sheets where there is none."""
        return SCALES[self.versions[0].scale] if self.versions else ABCX

    @cached_property
    def by_chapter(self) -> Mapping[str, tuple[str, ...]]:
        """The item codes used by chapter, and all of them under ""."""
        found: dict[str, tuple[str, ...]] = {"": tuple(self.used)}
        for code, chapter in self.used.items():
            found[chapter] = (*found.get(chapter, ()), code)
        return found

    @cached_property
    def modules(self) -> Mapping[str, Mapping[str, Module]]:
        """For each version, by its code, the items used that are about a department."""
        return {
            version.code: {item.code: item.module for item in version.items if item.module and item.code in self.used}
            for version in self.versions
        }

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
            *((f"対象：{self.focus}",) if self.focus else ()),
            f"{self.total}項目中{self.comparable}項目で比較できます。"
            f"このうち比較する病院のすべての区分に適用される共通{len(self.used)}項目で計算しています。",
            *((OF_INFECTION,) if newest.subject is Subject.INFECTION else ()),
            *(("部門の項目は、その部門を設けている病院のみで計算しています。",) if any(self.modules.values()) else ()),
        )


def read(view: View, codes: set[str], classes: set[int], chapter: str | None, year: int) -> Basis:
    """The basis for assessments on these versions by hospitals of these classes; 重点項目 are those of the year."""
    versions = sheets.between(view, codes)
    if not versions:
        return Basis((), 0, 0, (), {})
    newest, used_versions = versions[0], [version for version in versions if version.code in codes]
    comparable = lineage.comparable_codes(versions)
    focus = focus_items.of_year(view, year, newest.code) if chapter == FOCUS_CHAPTER else None
    chapters = _chapters(newest, chapter, focus)
    asked = _asked(newest, chapter, focus)
    used = {code: place for code, place in asked.items() if code in comparable}
    for version in used_versions:
        for item in version.items:
            # Asked of one class alone, it would set the two apart by what they were asked, not by how good they are.
            if not classes <= set(item.classes):
                used.pop(item.code, None)
    fault = _fault(used_versions, used, chapters)
    if chapter == FOCUS_CHAPTER and focus is None:
        fault = f"{words.focus_of(year)}は選ばれていません。"
    shared = len(asked.keys() & comparable)
    told = f"{words.focus_of(year)}（{words.day(focus.chosen_on)}に選定した{len(focus.items)}項目）" if focus else ""
    return Basis(versions, len(asked), shared, chapters, {} if fault else used, fault, told)


def _chapters(newest: SheetVersion, chapter: str | None, focus: Focus | None) -> tuple[Chapter, ...]:
    if focus:
        return (Chapter(FOCUS_CHAPTER, words.FOCUS),)
    return tuple(one for one in newest.chapters if chapter in (None, one.code))


def _asked(newest: SheetVersion, chapter: str | None, focus: Focus | None) -> dict[str, str]:
    """The items chosen, each with the chapter in which it stands here."""
    if focus:
        return dict.fromkeys(focus.items, FOCUS_CHAPTER)
    return {item.code: item.chapter_code for item in newest.items if chapter in (None, item.chapter_code)}


def _fault(versions: Iterable[SheetVersion], used: Mapping[str, str], chapters: tuple[Chapter, ...]) -> str:
    if not chapters:
        return "選んだ章はこの点検表にありません。"
    scales = {SCALES[version.scale] for version in versions}
    if len(scales) > 1 or not all(scale.scored for scale in scales):
        return "評価尺度が異なるか、得点率を計算しない点検表です。"
    return "" if used else "比較できる共通の項目がありません。"
