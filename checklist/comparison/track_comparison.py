"""Self against visitor of whole groups: the largest gaps by item, down to the comments that the reader may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checklist import words
from checklist.comparison import comparison, gaps, overrating
from checklist.comparison import pool as pools
from checklist.comparison.gaps import Gap
from checklist.comparison.overrating import Overrating
from checklist.comparison.pool import Cell, Pool, Reader
from checklist.comparison.selection import Selection
from checklist.formats.document import Document
from checklist.formats.table import Column, Table
from checklist.model.assessments import Track
from checklist.model.hospitals import Profile
from checklist.rules.assessments import submission
from checklist.store.act import View
from checklist.store.assessments import remarks, submitted
from checklist.store.assessments.submitted import Entry
from checklist.store.sheets import sheets

SELF, VISITOR = words.TRACKS[Track.SELF], words.TRACKS[Track.VISITOR]


@dataclass(frozen=True, kw_only=True)
class TrackComparison(Document):
    """For each group of the class comparison the items in which self and visitor differ most; `empty` without any."""

    selection: Selection
    gaps: dict[str, tuple[Gap, ...]]
    overrating: Overrating | None = None
    """Self minus visitor by chapter, of hospitals that the reader is told by name."""

    @property
    def empty(self) -> bool:
        """Whether nothing can be shown."""
        return not any(self.gaps.values()) and self.overrating is None

    @property
    def headline(self) -> str:
        """What the numbers say in one sentence; empty where there are none."""
        return overrating.sentence(self.overrating) if self.overrating else ""


def track_comparison(view: View, selection: Selection) -> TrackComparison:
    """The largest gaps between self and visitor in the newest year with both; raises as `class_comparison`."""
    own, seen = comparison.both_tracks(view, selection)
    items, theirs = own.item_cells(), seen.item_cells()
    groups = dict.fromkeys(label for _, label in own.layout.columns if own.pool.rows)
    found = {group: _largest(items, theirs, group) for group in groups}
    notes = tuple(dict.fromkeys((*own.notes[:-1], *_left_out(own.pool, seen.pool), *seen.notes)))

    def when(year: int) -> str:
        return words.year(year, year >= own.pool.running)

    tables = tuple(
        gaps.gap_table(f"{group}：{SELF}と{VISITOR}の差が大きい項目（{when(one[0].fiscal_year)}）", one, (SELF, VISITOR), notes)
        for group, one in found.items()
        if one
    ) or (gaps.gap_table("差が大きい項目", (), (SELF, VISITOR), notes),)  # fmt: skip
    apart = overrating.made(view, own, seen)
    tables = (*((overrating.table(apart, notes),) if apart else ()), *tables)
    pool, title = own.pool, f"{SELF}と{VISITOR}の差"
    together = gaps.together(title, {group: one for group, one in found.items() if one}, (SELF, VISITOR), notes)
    charts = overrating.chart(apart, 0) if apart else ()
    return TrackComparison(
        title, pool.facts[1:], tables, together, charts, notes, pool.reader.fictional, selection=selection, gaps=found,
        overrating=apart,
    )  # fmt: skip


def _left_out(own: Pool, seen: Pool) -> tuple[str, ...]:
    """How many hospitals stand behind both sides in the last year, and how many have one side only."""
    year = own.selection.last_year
    both, alone = own.hospitals(year) & seen.hospitals(year), own.alone(year) | seen.alone(year)
    moved = (
        set() if own.moved is None else set(own.taken.hospital[own.moved & (own.taken.fiscal_year == year)].tolist())
    )
    changed = (f"{year}年度の{SELF}と訪問の間に区分が変わった{len(moved)}病院は、区分の集計に含めません。",)
    return (
        f"{year}年度は、{SELF}と{VISITOR}の両方が提出された{len(both)}病院のみで計算しています"
        f"（一方のみの{len(alone)}病院を除きます）。",
        *(changed if moved else ()),
    )


def _largest(own: tuple[Cell, ...], seen: tuple[Cell, ...], group: str) -> tuple[Gap, ...]:
    """Both sides of a group put together as two groups of one comparison."""
    both = [
        replace(cell, group=name)
        for name, cells in ((SELF, own), (VISITOR, seen))
        for cell in cells
        if cell.group == group
    ]
    return gaps.largest(both, SELF, VISITOR)


_COMMENT_COLUMNS = (
    Column("年度", "year", 8),
    Column("病院", "text", 22, least=10),
    Column("区分", "text", 9),
    Column("評価", "text", 10),
    Column("評定", "text", 10),
    Column("コメント", "text", 60, least=18),
)


def item_comments(view: View, selection: Selection, item: str) -> Table:
    """What was rated and written about one item in the last year, by hospitals that the reader may read by name.

    Hospitals that need not answer the item are left out, as they are in the numbers above. Each assessment is asked about on its own, as for reading it whole, all of them in one statement. Raises Forbidden.
    """
    who, year = pools.reader(view), selection.last_year
    both = comparison.of_one_sheet(view, replace(selection, first_year=year, chapter=None))
    read = [(one.track, entry) for one in both for entry in _of_last_year(view, one, who)]
    # Whole versions before their audiences, which are known by then.
    versions = sheets.several(view, {entry.version_code for _, entry in read}).values()
    asked = _asked(view, [entry for _, entry in read], item)
    entries = [(track, entry) for track, entry in read if entry.assessment_id in asked]
    found = remarks.remarks(view, [entry.assessment_id for _, entry in entries], item)
    rows = [
        (year, who.names[entry.hospital_id], words.addon_class(entry.addon_class), words.TRACKS[track],
         words.value_word(remark.value), remark.comment)
        for track, entry in entries
        if (remark := found.get(entry.assessment_id)) and (remark.value or remark.comment)
    ]  # fmt: skip
    own = None if who.own is None else who.names.get(who.own)
    rows.sort(key=lambda row: (row[1] != own, row[1]))
    newest = max(versions, key=lambda version: version.number, default=None)
    text = next((one.text for one in newest.items if one.code == item), "") if newest else ""
    return Table(f"{item}　{text}（{year}年度）", _COMMENT_COLUMNS, tuple(rows))


def _of_last_year(view: View, selection: Selection, who: Reader) -> list[Entry]:
    """The assessments of hospitals known by name."""
    return [
        one
        for one in submitted.entries(view, pools.chosen(view, selection, who))
        if selection.addon_class in (None, one.addon_class) and who.knows_one(one.hospital_id, one.fiscal_year)
    ]


def _asked(view: View, entries: Sequence[Entry], item: str) -> set[int]:
    """The assessments whose hospital had to answer an item."""
    audiences = sheets.audiences(view, {one.version_code for one in entries})
    return {
        one.assessment_id
        for one in entries
        if (audience := audiences[one.version_code].get(item))
        and submission.is_asked(audience, Profile(one.addon_class, one.lacking))
    }
