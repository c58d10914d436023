"""What a comparison says in one sentence, from the numbers that stand below it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from checklist import words
from checklist.comparison.pool import Cell, Pool
from checklist.comparison.selection import CLASSES, GROUP_WORDS, Group, Scope
from checklist.words import first_screen as told

OWN = GROUP_WORDS[Group.OWN]
Course = Mapping[int, float]
"""得点率 by year, of the years that have one."""


def of_classes(pool: Pool, cells: Sequence[Cell]) -> str:
    """How the own hospital stands beside its class and how it moved; without one, how the classes do; '' without numbers."""
    whole = pool.rows[-1].code if pool.rows else ""
    found: dict[str, dict[int, float]] = {}
    for cell in cells:
        if cell.chapter == whole and cell.percent is not None:
            found.setdefault(cell.group, {})[cell.fiscal_year] = cell.percent
    sentence = _own(pool, found) if OWN in found else _classes(pool, found)
    chapter = pool.rows[0].name if pool.selection.chapter and pool.rows else ""
    return f"「{chapter}」：{sentence}" if chapter and sentence else sentence


def of_chapters(cells: Sequence[Cell], running: int) -> str:
    """The chapter, or item, in which the groups lie farthest apart in the last year, or the lowest one of a single group."""
    last = max((cell.fiscal_year for cell in cells if cell.percent is not None), default=0)
    found: dict[str, list[tuple[float, str]]] = {}
    for cell in cells:
        if cell.fiscal_year == last and cell.percent is not None and cell.chapter:
            found.setdefault(cell.item or cell.chapter_name, []).append((cell.percent, cell.group))
    if not found:
        return ""
    when, what = words.year(last, last >= running), "項目" if any(cell.item for cell in cells) else "章"
    if max(map(len, found.values())) < 2:
        name, ((percent, _), *_) = min(found.items(), key=lambda one: one[1][0][0])
        return f"{when}に最も低い{what}は「{name}」（{percent:.1f}％）です。"
    name, values = max(found.items(), key=lambda one: max(one[1])[0] - min(one[1])[0])
    high, low = max(values), min(values)
    return f"{when}に差が最も大きい{what}は「{name}」（{high[1]} {high[0]:.1f}％、{low[1]} {low[0]:.1f}％）です。"


def _own(pool: Pool, found: Mapping[str, Course]) -> str:
    own = found[OWN]
    first, last = min(own), max(own)
    beside = found.get(words.addon_class(_own_class(pool, last)), {}).get(last)
    standing = (
        f"{_when(pool, last)}自院は{_whom(pool, last)}{told.apart(own[last] - beside)}" if beside is not None else ""
    )
    over = _last_over(pool, own)
    change = round(own[over] - own[first], 1) if first < over else None
    if change is not None and over < last:
        # Of a year that is not over, the notes say that it cannot be compared with others.
        return f"{told.both(standing, 0, None)}自院の得点率は{over}年度までの{over - first}年{'で' if change else '間'}{told.moved(change)}。"
    sentence = told.both(standing, over - first, change)
    return sentence or f"{_when(pool, last)}自院の得点率は{own[last]:.1f}％です。"


def _last_over(pool: Pool, years: Collection[int]) -> int:
    """The last of these years that is over; the first of all where none is."""
    return max((year for year in years if year < pool.running), default=min(years))


def _own_class(pool: Pool, year: int) -> int | None:
    """The class of the own hospital in a year."""
    taken = pool.taken
    mine = (taken.hospital == (pool.reader.own or 0)) & (taken.fiscal_year == year) & ~pool.released
    numbers = taken.addon_class[mine].tolist()
    return numbers[-1] or None if numbers else None


def _whom(pool: Pool, year: int) -> str:
    name = words.addon_class(_own_class(pool, year))
    return f"地域の{name}" if pool.scope is Scope.REGION else f"{name}（自院と連携先）"


def _when(pool: Pool, year: int) -> str:
    """The year as the sentence begins with it, where it is not the last one that was asked for and over."""
    if year >= pool.running:
        return f"{words.year(year, True)}の"
    return "" if year == pool.selection.last_year else f"{year}年度の"


def _classes(pool: Pool, found: Mapping[str, Course]) -> str:
    first, second = (found.get(GROUP_WORDS[one], {}) for one in CLASSES)
    both = first.keys() & second.keys()
    if not both:
        alone = [(name, course) for one in CLASSES if (course := found.get(name := GROUP_WORDS[one], {}))]
        if len(alone) != 1:
            return ""
        name, course = alone[0]
        return (
            f"{words.year(max(course), max(course) >= pool.running)}の{name}の得点率は{course[max(course)]:.1f}％です。"
        )
    start, last = min(both), max(both)
    names = [GROUP_WORDS[one] for one in CLASSES]
    standing = (
        f"{words.year(last, last >= pool.running)}の{names[0]}は{names[1]}{told.apart(first[last] - second[last])}"
    )
    over = _last_over(pool, both)
    moves = [
        f"{name}は{told.moved(round(one[over] - one[start], 1))}"
        for name, one in zip(names, (first, second), strict=True)
    ]
    sentence, until = told.both(standing, 0, None), f"{over}年度までの" if over < last else ""
    return f"{sentence}{until}{over - start}年で{'。'.join(moves)}。" if start < over else sentence
