"""加算1 beside 加算2 hospital by hospital: quartiles instead of means alone, and how large the difference is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles

import numpy as np

from checklist import words
from checklist.comparison import comparison, counts, own_course, own_position
from checklist.comparison import pool as pools
from checklist.comparison.comparison import Comparison
from checklist.comparison.pool import ALL_CHAPTERS, Pool
from checklist.comparison.selection import CLASSES, GROUP_WORDS, Scope, Selection
from checklist.formats.table import Column, Table, Value
from checklist.model.assessments import Track
from checklist.rules import uncertainty
from checklist.rules.scoring import Score
from checklist.rules.uncertainty import Size
from checklist.store.act import View
from checklist.store.assessments.submitted import Numbers

FEWEST = 5
"""So many hospitals on each side make an effect size worth telling."""
NAMES = tuple(GROUP_WORDS[one] for one in CLASSES)
SIZES = {Size.NONE: "ほとんど差なし", Size.SMALL: "小さい差", Size.MEDIUM: "中程度の差", Size.LARGE: "大きい差"}
FEW = f"病院数が{FEWEST}未満"
QUARTILES = "得点率の分布"
EFFECTS = "加算1と加算2の差の大きさ"
UNIT = "病院ごとの得点率を1つの値として数えます（同じ年度に複数の評価がある病院は合わせて1つ）。四分位数は内側の値を含めて補間します。"
MEANING = (
    "差は、両区分の病院のすべての組の差の中央値です（ホッジス・レーマン推定量）。95％信頼区間は順位和検定の正規近似によります。"
    "「加算1が上回る割合」は、両区分から1病院ずつ選んだ組のうち加算1の得点率が高い組の割合で、同じ得点率の組は半分と数えます。"
    "差の大きさはクリフのデルタ（2×割合−1）の絶対値が0.147、0.33、0.474から小さい・中程度・大きいと呼びます。"
)
RELEASED = (
    "病院名のない集計の四分位数は、ホームの図と同じ条件（訪問評価、すべての章、最近の年度に共通の項目）で計算し、整数で示します。"
    "選んだ年度・章では変わりません。"
)
ROUGH = (
    "差の大きさは、確定した中央値の差を、両区分の四分位範囲の平均÷1.349で割った値です（整数の四分位数による目安）。"
    "絶対値が0.2、0.5、0.8から小さい・中程度・大きいと呼びます。個々の病院の値から求める区間は、病院名のない集計では示しません。"
)
Values = Mapping[str, Sequence[float]]
"""Class -> 得点率 of each of its hospitals."""


@dataclass(frozen=True)
class Box:
    """The quartiles of a class in a year; `dots` are its hospitals, empty where these have no names."""

    group: str
    low: float
    middle: float
    high: float
    dots: tuple[float, ...] = ()


@dataclass(frozen=True)
class Spread:
    """What the picture shows of a year: a box for each class, and where the own hospital stands."""

    year: int
    boxes: tuple[Box, ...]
    own: float | None = None

    @property
    def sentence(self) -> str:
        """The middle of each class, and between what half of its hospitals lie."""
        told = [
            f"{box.group}の中央値は{box.middle:g}％"
            + (f"で、中央の半数の病院は{box.low:g}％から{box.high:g}％の間です。" if box.low < box.high else "です。")
            for box in self.boxes
        ]
        return "".join(told) + (f"自院は{self.own:g}％です。" if self.own is not None else "")


@dataclass(frozen=True, kw_only=True)
class ClassComparison(Comparison):
    """The comparison of the classes with how their hospitals are spread."""

    spread: Spread | None = None


def class_document(view: View, selection: Selection) -> ClassComparison:
    """加算1 beside 加算2 with its spread, as page and files have it; raises as `class_comparison`."""
    added = comparison.class_sums(view, selection)
    found = comparison.of_classes(added)
    plain = ClassComparison(**{name: getattr(found, name) for name in Comparison.__dataclass_fields__})
    if found.empty or not set(CLASSES) & set(selection.groups):
        return plain
    if found.scope is Scope.PARTNERS:
        return plain
    tables, spread = (_named if added.pool.reader.every else _released)(view, added.pool)
    shown = tuple(replace(one, notes=(*one.notes, *found.notes)) for one in tables)
    return replace(plain, tables=(*found.tables[:-1], *shown, found.tables[-1]), spread=spread)


def _named(view: View, pool: Pool) -> tuple[tuple[Table, ...], Spread | None]:
    """Of who knows every hospital: all years over everything, and the chapters of the last."""
    last = pool.selection.last_year
    whole = pool.rows[-1]
    by_chapter = _by_chapter(view, pool)
    years = {year: values for year, values in by_chapter[whole.code].items() if any(values.values())}
    boxes = {year: [_box(name, values[name]) for name in NAMES if values[name]] for year, values in years.items()}
    rows: list[tuple[Value, ...]] = []
    for year, found in boxes.items():
        for one in found:
            ends = (min(one.dots), one.low, one.middle, one.high, max(one.dots))
            rows.append((year, one.group, len(one.dots), *ends))
    both = pool.selection.addon_class is None
    effects = [_effect(year, whole.name, values) for year, values in years.items() if both]
    if both and last in years:
        chapters = [one for one in pool.rows if one.code != ALL_CHAPTERS] if len(pool.rows) > 1 else []
        effects += [_effect(last, one.name, by_chapter[one.code][last]) for one in chapters]
    spread = Spread(last, tuple(boxes[last])) if last in boxes else None
    quartile = Table(f"{QUARTILES}（病院ごと）", _QUARTILE_COLUMNS, tuple(rows), (UNIT,))
    effect = Table(EFFECTS, _EFFECT_COLUMNS, tuple(effects), (UNIT, MEANING))
    return tuple(one for one in (quartile, effect) if one.rows), spread


def _by_chapter(view: View, pool: Pool) -> dict[str, dict[int, dict[str, list[float]]]]:
    """Chapter -> year -> class -> 得点率 of its hospitals, in no order that says whose they are."""
    codes = [one.code for one in pool.rows]
    found = counts.graded(view, pool, [pool.basis.by_chapter.get(one, ()) for one in codes])
    taken = pool.taken
    keys, place = np.unique(
        np.stack((taken.fiscal_year, taken.addon_class, taken.hospital)), axis=1, return_inverse=True
    )
    return {code: _by_year(pool, keys, place.ravel(), one) for code, one in zip(codes, found, strict=True)}


def _by_year(
    pool: Pool, keys: Numbers, place: Numbers, graded: tuple[Numbers, Numbers]
) -> dict[int, dict[str, list[float]]]:
    """The same of one chapter; `keys` are the years, classes and hospitals, `place` which of them an assessment is of."""
    added = [np.bincount(place, weights=one, minlength=keys.shape[1]).astype(int).tolist() for one in graded]
    found: dict[int, dict[str, list[float]]] = {year: {name: [] for name in NAMES} for year in pool.years}
    for (year, number, _), total, number_rated in zip(keys.T.tolist(), *added, strict=True):
        percent = Score(total, number_rated).percent
        if number in (1, 2) and percent is not None:
            found[year][NAMES[number - 1]].append(percent)
    return {year: {name: sorted(values) for name, values in one.items()} for year, one in found.items()}


def _box(name: str, values: Sequence[float]) -> Box:
    low, middle, high = quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    return Box(name, round(low, 1), round(middle, 1), round(high, 1), tuple(values))


def _effect(year: int, chapter: str, values: Values) -> tuple[Value, ...]:
    first, second = (values[name] for name in NAMES)
    middles = [round(median(one), 1) if one else None for one in (first, second)]
    if min(len(first), len(second)) < FEWEST:
        return (year, chapter, *middles, None, None, None, None, FEW)
    moved, superior = uncertainty.shift(first, second), uncertainty.superiority(first, second)
    word = SIZES[uncertainty.size(superior)] + ("" if moved.certain else "（区間が0を含む）")
    ends = (round(one, 1) for one in (moved.value, moved.low, moved.high))
    return (year, chapter, *middles, *ends, round(superior, 1), word)


def _released(view: View, pool: Pool) -> tuple[tuple[Table, ...], Spread | None]:
    """Of who does not know them: the quartiles of the last year that is over, as they were released."""
    year = min(pool.selection.last_year, pool.running - 1)
    if pool.selection.track is not Track.VISITOR or pool.selection.sheet not in (None, pool.basis.sheet):
        return (), None
    chosen = own_position.selection(pool.running - own_course.YEARS, pool.running)
    if year not in chosen.years or pools.chosen(view, chosen, pool.reader).sheet != pool.basis.sheet:
        return (), None
    bands, own = own_position.class_bands(view, chosen, year)
    if not bands:
        return (), None
    boxes = tuple(Box(NAMES[number - 1], one.low, one.middle, one.high) for number, one in bands.items())
    rows = tuple((year, one.group, None, None, one.low, one.middle, one.high, None) for one in boxes)
    columns = [place for place, column in enumerate(_QUARTILE_COLUMNS) if column.name not in ("病院数", "最小", "最大")]
    kept = tuple(tuple(row[place] for place in columns) for row in rows)
    found = Table(
        f"{QUARTILES}（確定した集計）", tuple(_QUARTILE_COLUMNS[place] for place in columns), kept, (RELEASED,)
    )
    effect = (
        Table(f"{EFFECTS}（確定した集計）", _ROUGH_COLUMNS, (_rough(year, *boxes),), (ROUGH,))
        if len(boxes) == 2
        else None
    )
    return (found, *([effect] if effect else [])), Spread(year, boxes, own)


def _rough(year: int, first: Box, second: Box) -> tuple[Value, ...]:
    """How far apart two boxes are beside how wide they are: of what was released already, so that nothing more is told."""
    apart, wide = first.middle - second.middle, (first.high - first.low + second.high - second.low) / 2
    head = (year, first.middle, second.middle, apart)
    if not wide:
        return (*head, None, words.NOT_COMPARABLE)
    size = abs(apart) * NORMAL_WIDTH / wide
    return (*head, round(apart * NORMAL_WIDTH / wide, 1), list(SIZES.values())[bisect_right(COHEN, size)])


COHEN = (0.2, 0.5, 0.8)
"""From where on a difference in standard deviations is small, medium, large."""
NORMAL_WIDTH = 1.349
"""So many standard deviations lie between the quartiles of a normal distribution."""
_ROUGH_COLUMNS = (
    Column("年度", "year", 8),
    Column("加算1の中央値", "percent", 10),
    Column("加算2の中央値", "percent", 10),
    Column("差（ポイント）", "points", 10),
    Column("差÷標準偏差の目安", "points", 14),
    Column("差の大きさ", "text", 24, least=10),
)
_QUARTILE_COLUMNS = (
    Column("年度", "year", 8),
    Column("区分", "text", 9),
    Column("病院数", "number", 8),
    Column("最小", "percent", 9),
    Column("下位4分の1", "percent", 10),
    Column("中央値", "percent", 9),
    Column("上位4分の1", "percent", 10),
    Column("最大", "percent", 9),
)
_EFFECT_COLUMNS = (
    Column("年度", "year", 8),
    Column("章", "text", 28, least=11),
    Column("加算1の中央値", "percent", 10),
    Column("加算2の中央値", "percent", 10),
    Column("差（ポイント）", "points", 10),
    Column("差の95％下限", "points", 10),
    Column("差の95％上限", "points", 10),
    Column("加算1が上回る割合", "percent", 12),
    Column("差の大きさ", "text", 24, least=10),
)
