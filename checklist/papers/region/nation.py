"""Many regions beside each other as a document: the tables of the comparison, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from checklist import words
from checklist.comparison import comparison_tables as tables
from checklist.comparison import gaps
from checklist.comparison.nation.cells import TrackCells
from checklist.comparison.nation.columns import Told
from checklist.comparison.nation.places import Datasets
from checklist.comparison.nation.sums import BOTH, NationSums
from checklist.comparison.pool import Cell
from checklist.formats.document import Document
from checklist.formats.table import Chart, Column, Table
from checklist.model.assessments import Track
from checklist.rules import disclosure, scoring

TITLE = "複数地域の比較"
TRACKS = (Track.VISITOR, Track.SELF, Track.AGREED)
SIDES = (words.TRACKS[Track.SELF], words.TRACKS[Track.VISITOR])
_OF_REGIONS = (
    Column("地域", "text", 20, least=8),
    Column("基準日時", "text", 26),
    Column("評価", "number", 10),
    Column("年度", "text", 16),
    Column("点検表の版", "text", 30),
)

_OF_THE_REST = (
    Column("評価の種類", "text", 12),
    Column("年度", "year", 8),
    Column("区分", "text", 9),
    Column("除いた地域の数", "number", 12),
    Column("除いた地域", "text", 50, least=12),
    Column("一部の地域の分を除いた項目の数", "number", 16),
)


def document(found: Datasets, sums: NationSums, engine: str) -> Document:
    """The tables of all regions together; an engine is named because somebody may ask what calculated them."""
    sides = {track: TrackCells(sums, track, found.running) for track in TRACKS}
    used = {track: one for track, one in sides.items() if one.versions}
    notes = _notes(used, found)
    shown: list[Table] = [_regions(found.told, sums), *_left_out(used, found.minimum)]
    charts: list[Chart] = []
    every: list[tuple[Track, tuple[Cell, ...]]] = []
    for track, one in used.items():
        cells, name = one.cells(), words.TRACKS[track]
        made = tables.class_tables(one, cells, one.item_cells(), notes)[:-1]
        named = [replace(table, title=f"{name}：{table.title}") for table in made]
        if track is Track.VISITOR:
            drawn = tables.class_charts(f"加算1と加算2の比較（{name}）", named)
            charts = [replace(chart, table=chart.table + len(shown)) for chart in drawn]
        shown += named
        every.append((track, cells))
    shown += _apart(used, notes)
    shown += [
        tables.over_years(f"{words.TRACKS[track]}：地域別の得点率", one, one.region_cells(), notes)
        for track, one in used.items()
    ]
    numbers = _numbers(every, notes)
    fictional = any(one.fictional for one in found.told)
    return Document(
        TITLE, _facts(found, sums, used, engine), (*shown, numbers), numbers, tuple(charts), notes, fictional
    )  # fmt: skip


def _facts(
    found: Datasets, sums: NationSums, used: Mapping[Track, TrackCells], engine: str
) -> tuple[tuple[str, str], ...]:
    moments = sorted(one.as_of for one in found.told)
    span = (
        moments[0]
        if moments[0] == moments[-1]
        else f"{moments[0]}から{moments[-1]}まで（地域ごとの日時は「対象の地域」）"
    )
    versions = dict.fromkeys(one.version_name for side in used.values() for one in side.versions)
    names = dict.fromkeys(one.sheet_name for side in used.values() for one in side.versions)
    first, last = f"{sums.first_year}年度", f"{sums.last_year}年度"
    return (
        ("対象", f"{len(found.told)}地域"),
        ("基準日時", span),
        ("年度", last if first == last else f"{first}から{last}まで"),
        ("点検表", f"{'・'.join(names)}（{'、'.join(versions)}）"),
        ("示す集団", f"{found.minimum}病院以上（対象の地域が定めた最小の病院数のうち、最も大きい数）"),
        ("計算", engine),
    )


def _notes(used: Mapping[Track, TrackCells], found: Datasets) -> tuple[str, ...]:
    """What the numbers rest on and what is left out; the definition of the score comes last."""
    compared = [
        f"{words.TRACKS[track]}は{len(one.newest)}項目中、すべての地域と版に共通で加算1・加算2の両方に適用される{len(one.basis)}項目で計算しています。"
        for track, one in used.items()
    ]
    scale = next((one.scale for one in used.values()), None)
    return (
        "提出済みの評価のみを集計し、中止した訪問は除きます。同じ年度に自己評価を繰り返した病院は、最新の提出分のみを用います。",
        *compared,
        f"「{SIDES[0]}と{SIDES[1]}の差」は、同じ年度に両方が提出された病院のみで計算しています。",
        f"地域ごとに、病院数が{found.minimum}未満の区分と、評定した病院が{found.minimum}未満の項目は、集計に含めません"
        "（引き算でも分からないようにするため。「集計に含めなかったもの」に示します）。終わっていない年度は示しません。",
        "地域が訪問の結果を確定した後に、少数の病院が加えた評価も含めません。"
        "書き出した後の訂正があるため、異なる日時のデータの集計は比較しないでください。",
        *([scoring.definition(scale)] if scale else []),
    )


def _regions(told: Sequence[Told], sums: NationSums) -> Table:
    """What each region contributed: as of when, how much, which years and versions."""
    names = {(one.region, one.sheet_version): one.version_name for one in sums.wordings}
    rows = []
    for region in told:
        own = [one for one in sums.uses if one.region == region.region]
        years = [one.fiscal_year for one in own]
        span = f"{min(years)}〜{max(years)}" if years else ""
        versions = dict.fromkeys(names[one.region, one.sheet_version] for one in own)
        rows.append((region.region, region.as_of, sum(one.assessments for one in own), span, "、".join(versions)))
    return Table("対象の地域", _OF_REGIONS, tuple(rows))


def _left_out(used: Mapping[Track, TrackCells], minimum: int) -> list[Table]:
    """What is in no number, so that nobody takes the whole for more than it is; no table where nothing was left out."""
    rows = tuple(
        (words.TRACKS[track], left.fiscal_year, left.group, len(left.regions), "、".join(left.regions), left.items)
        for track, one in used.items()
        for left in one.left_out()
    )
    told = f"除いた地域は、病院数（または、どの項目も評定した病院）が{minimum}未満の地域です。項目は、残る地域のいずれかで評定した病院が{minimum}未満のものの数です。"
    return [Table("集計に含めなかったもの", _OF_THE_REST, rows, (told,))] if rows else []


def _apart(used: Mapping[Track, TrackCells], notes: tuple[str, ...]) -> list[Table]:
    """The items in which self and visitor differ most, for each class."""
    if not {Track.SELF, Track.VISITOR} <= used.keys():
        return []
    made = []
    both = [
        replace(cell, group=f"{cell.group} {words.TRACKS[track]}")
        for track in (Track.SELF, Track.VISITOR)
        for cell in used[track].item_cells(BOTH)
    ]
    for number in disclosure.CLASSES:
        group = words.addon_class(number)
        found = gaps.largest(both, f"{group} {SIDES[0]}", f"{group} {SIDES[1]}")
        if found:
            title = f"{group}：{SIDES[0]}と{SIDES[1]}の差が大きい項目（{found[0].fiscal_year}年度）"
            made.append(gaps.gap_table(title, found, SIDES, notes))
    return made


def _numbers(found: Sequence[tuple[Track, tuple[Cell, ...]]], notes: tuple[str, ...]) -> Table:
    """Every number of all regions together with its parts, which becomes the CSV file."""
    head = Column("評価の種類", "text", 12)
    parts = [(words.TRACKS[track], tables.parts("内訳", cells, notes)) for track, cells in found]
    columns = parts[0][1].columns if parts else tables.parts("内訳", (), notes).columns
    rows = tuple((name, *row) for name, table in parts for row in table.rows)
    return Table("内訳", (head, *columns), rows, notes)
