"""Who rates themselves higher than visitors do: self minus visitor by chapter, of hospitals that have both in the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from checklist import words
from checklist.comparison import sums
from checklist.comparison.pool import Cell, Pool
from checklist.comparison.sums import Layout, Sums
from checklist.formats.table import Chart, Column, Table, Value
from checklist.model.assessments import Track
from checklist.model.sheets import Chapter
from checklist.rules.scoring import Score
from checklist.store.act import View

SELF, VISITOR = words.TRACKS[Track.SELF], words.TRACKS[Track.VISITOR]
LEAST = 5
"""How many ratings each side of a difference needs."""
ALL, OWN = "すべての病院", "自院"
FEW = f"評定数{LEAST}未満"
TITLE = f"{SELF}－{VISITOR}"
HOW = (
    f"差は{SELF}の得点率から{VISITOR}の得点率を引いたものです（＋は自己評価の方が高い）。同じ年度に両方が提出された病院のみで計算し、"
    f"どちらかの評定数が{LEAST}未満のものは示しません。"
)


@dataclass(frozen=True)
class Pair:
    """Both sides of a hospital, or of all, in a chapter."""

    self_score: Score
    visitor_score: Score

    @property
    def points(self) -> float | None:
        """The difference as both are shown; None where a side has too few ratings."""
        first, second = self.self_score, self.visitor_score
        if min(first.rated, second.rated) < LEAST or first.percent is None or second.percent is None:
            return None
        return round(first.percent - second.percent, 1)


@dataclass(frozen=True)
class Overrating:
    """The differences of a year: (hospital, chapter code) -> both sides, hospitals by name; the chapters with 全体 last."""

    year: int
    running: bool
    hospitals: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    pairs: Mapping[tuple[str, str], Pair]

    @property
    def when(self) -> str:
        """The year in words; one that is not over says so."""
        return words.year(self.year, self.running)

    @property
    def first(self) -> str:
        """Whom the picture shows: the own hospital, or all together."""
        return self.hospitals[0]

    def of(self, hospital: str) -> tuple[tuple[Chapter, Pair], ...]:
        """The chapters of a hospital that can be told."""
        found = ((chapter, self.pairs.get((hospital, chapter.code))) for chapter in self.chapters)
        return tuple((chapter, pair) for chapter, pair in found if pair and pair.points is not None)


def made(view: View, own: Sums, seen: Sums) -> Overrating | None:
    """The newest year with both sides; of every hospital for who knows all, else of the own one alone. None without any."""
    every = own.pool.reader.every
    mine = own.pool.reader.own
    year = max((one for one in own.pool.years if _wanted(own.pool, one) & _wanted(seen.pool, one)), default=0)
    if not year:
        return None
    ids = sorted(_wanted(own.pool, year) & _wanted(seen.pool, year), key=lambda one: own.pool.reader.names[one])
    names = {one: OWN if one == mine else own.pool.reader.names[one] for one in ids}
    sides = [_scores(view, one.pool, year, names) for one in (own, seen)]
    chapters = own.pool.rows
    pairs = {
        (name, chapter.code): Pair(*(side.get((name, chapter.code), Score()) for side in sides))
        for name in names.values()
        for chapter in chapters
    }
    if every:
        pairs |= {(ALL, chapter.code): _all(pairs, chapter) for chapter in chapters}
    hospitals = (*([ALL] if every else []), *names.values())
    return Overrating(year, year >= own.pool.running, hospitals, chapters, pairs)


def _wanted(pool: Pool, year: int) -> set[int]:
    """The hospitals of a year whose differences the reader is told by name."""
    taken = pool.taken
    here = (taken.fiscal_year == year) & ~pool.released
    if not pool.reader.every:
        here = here & (taken.hospital == (pool.reader.own or 0))
    return set(taken.hospital[here].tolist()) if not pool.basis.fault else set()


def _scores(view: View, pool: Pool, year: int, names: Mapping[int, str]) -> dict[tuple[str, str], Score]:
    """(hospital, chapter) -> its score on one side."""
    place = {one: column for column, one in enumerate(names)}
    here = (pool.taken.fiscal_year == year) & ~pool.released
    rows = zip(pool.taken.hospital.tolist(), here.tolist(), strict=True)
    columns = np.array([place.get(one, -1) if inside else -1 for one, inside in rows], np.int64)
    cells = sums.add_up(view, pool, Layout(tuple((year, name) for name in names.values()), (columns,))).cells()
    return {(cell.group, cell.chapter): cell.score for cell in cells if _counted(cell) and cell.score}


def _counted(cell: Cell) -> bool:
    """Whether a cell tells how many ratings it is made of."""
    return cell.score is not None and cell.score.rated > 0


def _all(pairs: Mapping[tuple[str, str], Pair], chapter: Chapter) -> Pair:
    """All hospitals together in a chapter."""
    found = [pair for (_, code), pair in pairs.items() if code == chapter.code]
    return Pair(sum((one.self_score for one in found), Score()), sum((one.visitor_score for one in found), Score()))


def table(found: Overrating, notes: tuple[str, ...]) -> Table:
    """Chapters down; of one hospital both sides with their ratings, of several the differences side by side."""
    title = f"{TITLE}（{found.when}）"
    if len(found.hospitals) > 1:
        columns = (Column("章", "text", 28), *(Column(name, "points", 14) for name in found.hospitals))
        rows = tuple(
            (chapter.name, *(_shown(found.pairs[name, chapter.code]) for name in found.hospitals))
            for chapter in found.chapters
        )
        return Table(title, columns, rows, (HOW, *notes))
    sides = [
        column
        for side in (SELF, VISITOR)
        for column in (Column(side, "percent", 12), Column(f"{side} 評定数", "number", 12))
    ]
    head = (Column("章", "text", 28, least=11), *sides, Column("差（ポイント）", "points", 12))
    pairs = [(chapter, found.pairs[found.first, chapter.code]) for chapter in found.chapters]
    return Table(title, head, tuple(_row(chapter.name, pair) for chapter, pair in pairs), (HOW, *notes))


def _row(name: str, pair: Pair) -> tuple[Value, ...]:
    one, other = pair.self_score, pair.visitor_score
    return (name, one.percent, one.rated, other.percent, other.rated, _shown(pair))


def _shown(pair: Pair) -> float | str:
    return FEW if pair.points is None else pair.points


def chart(found: Overrating, place: int) -> tuple[Chart, ...]:
    """Both sides of one hospital by chapter, for files; differences of many are for the table alone."""
    title = f"{found.first}：{SELF}と{VISITOR}（{found.when}）"
    return (Chart("bar", title, place, "章", (SELF, VISITOR)),) if len(found.hospitals) == 1 else ()


def sentence(found: Overrating) -> str:
    """Who rates higher, how many do, and in which chapter the sides are furthest apart."""
    told = {chapter.code: pair.points or 0.0 for chapter, pair in found.of(found.first)}
    whole = told.get(found.chapters[-1].code)
    if whole is None:
        return ""
    who = f"{found.when}の自己評価は" if found.first == ALL else f"{found.when}の自院の自己評価は"
    stands = f"訪問評価より{abs(whole):.1f}ポイント{'高く' if whole > 0 else '低く'}" if whole else "訪問評価と同じで"
    parts = [one for one in (_how_many(found), _furthest(found)) if one]
    if not parts:
        return f"{who}{stands}なっています。" if whole else f"{who}訪問評価と同じです。"
    return f"{who}{stands}、{'。'.join(parts)}。"


def _how_many(found: Overrating) -> str:
    """Of how many hospitals the self-rating is the higher one."""
    if found.first != ALL:
        return ""
    whole = found.chapters[-1].code
    points = [one for name in found.hospitals[1:] if (one := found.pairs[name, whole].points) is not None]
    # Together they may have enough ratings where none of them has.
    higher = sum(one > 0 for one in points)
    return f"{len(points)}病院中{higher}病院で自己評価の方が高くなっています" if points else ""


def _furthest(found: Overrating) -> str:
    chapters = [(chapter, pair.points or 0.0) for chapter, pair in found.of(found.first) if chapter.code]
    if len(chapters) < 2:
        return ""
    chapter, points = max(chapters, key=lambda one: abs(one[1]))
    return f"差が最も大きい章は「{chapter.name}」（{points:+.1f}ポイント）です"
