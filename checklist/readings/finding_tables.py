"""The small tables of 指摘事項: by year with what was said of them, by chapter and year, and the sums of the support centre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checklist import words
from checklist.formats.table import Column, Table, Value
from checklist.model.improvements import Sequel
from checklist.rules.improvements import followed
from checklist.rules.improvements.followed import Followed, Total

NOT_SAID = "未確認"
"""What stands for a finding that no later visit has looked at."""
STATES: dict[Sequel | None, str] = {one: words.SEQUELS[one] for one in Sequel}
STATES[None] = NOT_SAID
AGAIN, FIRST_TIME = "繰り返し", "初回"
YEAR, CHAPTER = Column("年度", "text", 10), Column("章", "text", 26, least=9)


def by_year(found: Iterable[Followed], running: int) -> Table:
    """For each year how many, divided by what was last said of them; the `running` one says that it is not over."""
    counts = followed.by_year(found)
    heads = (
        YEAR,
        *(Column(f"{word}（件）", "number", 10) for word in STATES.values()),
        Column("合計（件）", "number", 10),
    )
    body: tuple[tuple[Value, ...], ...] = tuple(
        (words.year(year, year >= running), *(one[state] for state in STATES), one.total())
        for year, one in counts.items()
    )
    return Table("年度別の件数と確認の結果", heads, body)


def by_chapter(found: Mapping[str, list[tuple[int, int]]], years: Sequence[int], names: Mapping[str, str]) -> Table:
    """Chapters in the order of the sheets, with the number of each year and how many of them came again."""
    heads = (CHAPTER, *(Column(f"{year}年度", "text", 10) for year in years), Column("合計（件）", "number", 10))
    body: list[tuple[Value, ...]] = [
        (words.chapter(code, names[code]), *map(_cell, found[code]), sum(count for count, _ in found[code]))
        for code in names
        if code in found
    ]
    return Table(f"章別の件数（かっこ内は{AGAIN}）", heads, tuple(body))


def _cell(counted: tuple[int, int]) -> str:
    count, again = counted
    return f"{count}件（{again}）" if again else f"{count}件"


def first_and_again(found: Sequence[Total]) -> Table:
    """For each year how many were new at their hospital, and how many came again."""
    sums: dict[int, list[int]] = {}
    for one in found:
        of_year = sums.setdefault(one.fiscal_year, [0, 0])
        of_year[0] += one.findings - one.again
        of_year[1] += one.again
    heads = (YEAR, *(Column(f"{name}（件）", "number", 10) for name in (FIRST_TIME, AGAIN, "合計")))
    body: list[tuple[Value, ...]] = [
        (f"{year}年度", new, again, new + again) for year, (new, again) in sorted(sums.items())
    ]
    return Table("年度別の件数", heads, tuple(body))
