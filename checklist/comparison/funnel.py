"""Hospitals of a class beside its value with the limits of chance, instead of a league table: a funnel for each class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklist import words
from checklist.comparison import change
from checklist.comparison.pool import Cell, Pool
from checklist.formats.table import Chart, Column, Table, Value
from checklist.rules import uncertainty
from checklist.rules.scoring import Score
from checklist.rules.uncertainty import Limits, Standing

FEWEST = 5
"""Of how many hospitals the value of a class has to be made to be measured against."""
STANDINGS = {
    Standing.BELOW_WIDE: "99.8％の下限より低い",
    Standing.BELOW: "95％の下限より低い",
    Standing.WITHIN: "範囲内",
    Standing.ABOVE: "95％の上限より高い",
    Standing.ABOVE_WIDE: "99.8％の上限より高い",
}
NO_LIMITS = "範囲なし"
TITLE = "得点率のばらつき"
HOW = (
    "範囲は、すべての病院が区分の値と同じ実力でも評定数に応じて偶然に生じるばらつきです（二項分布の正確な確率、95％と99.8％。"
    "Aを1、Bを0.5、Cを0として数え、実際のばらつきより広めです）。範囲外の病院も、原因を調べる手がかりであり、順位ではありません。"
)


@dataclass(frozen=True)
class Spot:
    """One hospital by its name: 得点率 and, where the reader may know it, of how many ratings it is made."""

    name: str
    percent: float
    rated: int | None
    own: bool
    limits: Limits | None
    before: Cell | None = None
    """The same in the first year compared."""

    @property
    def standing(self) -> Standing | None:
        """Where it lies beside its limits; None without any."""
        return self.limits.standing(self.percent) if self.limits else None


@dataclass(frozen=True)
class Funnel:
    """The hospitals of one class, by name; `center` is the value of the class, None where too few make it."""

    group: str
    center: float | None
    released: bool
    spots: tuple[Spot, ...]

    @property
    def drawn(self) -> tuple[Spot, ...]:
        """Those that can stand in a picture."""
        return tuple(one for one in self.spots if one.limits)


def made(pool: Pool, cells: Sequence[Cell]) -> tuple[Funnel, ...]:
    """A funnel for each class with hospitals known by name in the last year, from the cells of the comparison."""
    whole, year = pool.rows[-1].code if pool.rows else "", pool.selection.last_year
    here = {cell.group: cell for cell in cells if (cell.chapter, cell.fiscal_year) == (whole, year) and cell.score}
    first = pool.selection.first_year
    before = {cell.group: cell for cell in cells if (cell.chapter, cell.fiscal_year) == (whole, first) and cell.score}
    classes = _classes(pool, year)
    found = []
    for label in sorted(set(classes.values()), key=lambda one: (one == words.addon_class(None), one)):
        inside = {name: here[name] for name, one in classes.items() if one == label and name in here}
        if inside:
            center = _center(pool, label, here, inside)
            found.append(_funnel(pool, label, center, inside, before if first < year < pool.running else {}))
    return tuple(found)


def _classes(pool: Pool, year: int) -> Mapping[str, str]:
    """Hospital -> class in a year, of those known by name."""
    taken = pool.taken
    named = (taken.fiscal_year == year) & ~pool.released
    rows = zip(taken.hospital[named].tolist(), taken.addon_class[named].tolist(), strict=True)
    return {pool.reader.names[one]: words.addon_class(number or None) for one, number in rows}


def _center(pool: Pool, label: str, here: Mapping[str, Cell], inside: Mapping[str, Cell]) -> float | None:
    """The value of a class: of all its hospitals, and for who does not know them all as it was released."""
    if not pool.reader.every:
        return here[label].percent if label in here else None
    added = sum((cell.score for cell in inside.values() if cell.score), Score())
    return added.percent if len(inside) >= FEWEST else None


def _funnel(
    pool: Pool, label: str, center: float | None, inside: Mapping[str, Cell], before: Mapping[str, Cell]
) -> Funnel:
    own = pool.reader.names.get(pool.reader.own or 0)
    spots = []
    for name in sorted(inside, key=lambda one: (one != own, one)):
        cell = inside[name]
        rated = change.rated(cell)
        if cell.percent is not None:
            limits = _limits(center, rated) if center is not None and rated else None
            spots.append(Spot(name, cell.percent, rated, name == own, limits, before.get(name)))
    return Funnel(label, center, not pool.reader.every, tuple(spots))


def _limits(center: float, rated: int) -> Limits:
    """The limits as they are shown, so that what stands beside them can be checked by eye."""
    found = uncertainty.limits(center, rated)
    return Limits(*(round(one, 1) for one in (found.wide_low, found.low, found.high, found.wide_high)))


def course(center: float, first: int, last: int) -> dict[int, Limits]:
    """The limits from one number of ratings to another, at so many places as a line needs."""
    step = max(1, (last - first) // 60)
    return {rated: uncertainty.limits(center, rated) for rated in [*range(first, last, step), last]}


def table(found: Sequence[Funnel], years: range, notes: tuple[str, ...], running: int = 9999) -> Table:
    """Every hospital with the value of its class, its limits, and how it changed; in the order of names, never of values."""
    first, last = years[0], years[-1]
    # A year that is not over is no end of a change.
    changed = first < last < running
    columns = (
        Column("区分", "text", 9),
        Column("病院", "text", 26, least=10),
        Column("得点率", "percent", 9),
        Column("評定数", "number", 8),
        Column("区分の値", "percent", 9),
        Column("99.8％下限", "percent", 9),
        Column("95％下限", "percent", 9),
        Column("95％上限", "percent", 9),
        Column("99.8％上限", "percent", 9),
        Column("範囲との関係", "text", 16, least=9),
    )
    moved = (
        Column(f"{first}年度からの変化", "points", 9),
        Column("変化の95％下限", "points", 9),
        Column("変化の95％上限", "points", 9),
    )
    rows = tuple((*_row(funnel, spot), *(_moved(spot) if changed else ())) for funnel in found for spot in funnel.spots)
    told = (HOW, change.HOW) if changed else (HOW,)
    return Table(
        f"{TITLE}（{words.year(last, last >= running)}・名前の順）",
        (*columns, *(moved if changed else ())),
        rows,
        (*told, *notes),
    )


def _row(funnel: Funnel, spot: Spot) -> tuple[Value, ...]:
    limits, standing = spot.limits, spot.standing
    ends = (limits.wide_low, limits.low, limits.high, limits.wide_high) if limits else ()
    shown: list[Value] = [*ends] or [None] * 4
    where = NO_LIMITS if standing is None else STANDINGS[standing]
    return (funnel.group, spot.name, spot.percent, spot.rated, funnel.center, *shown, where)


def _moved(spot: Spot) -> tuple[Value, ...]:
    """The change since the first year with its interval, where the ratings behind both are told."""
    before = spot.before
    counted = change.rated(before) if before else None
    if before is None or before.percent is None:
        return (None, None, None)
    if not counted or not spot.rated:
        return (round(spot.percent - before.percent, 1), None, None)
    found = uncertainty.change(before.percent, counted, spot.percent, spot.rated)
    return (found.value, round(found.low, 1), round(found.high, 1))


def chart(found: Table, place: int) -> tuple[Chart, ...]:
    """The picture of the table for files: every hospital over the number of its ratings, with the limits there."""
    names = ("得点率", "区分の値", "99.8％下限", "95％下限", "95％上限", "99.8％上限")
    drawn = any(row[5] is not None for row in found.rows)
    return (Chart("scatter", found.title, place, "評定数", names),) if drawn else ()


MOST_TOLD = 4
"""So many hospitals are named in one part of a sentence."""


def sentence(found: Sequence[Funnel], year: int, running: bool) -> str:
    """Which hospitals lie outside which limit, in words and in the order of names."""
    judged = [one for funnel in found for one in funnel.drawn]
    if not judged:
        return ""
    when = words.year(year, running)
    own = next((one for one in judged if one.own), None)
    if own and own.standing is not None:
        funnel = next(one for one in found if own in one.spots)
        where = "偶然のばらつきの範囲内です" if own.standing is Standing.WITHIN else f"{_in_words(own.standing)}です"
        return f"{when}の自院は、{funnel.group}の値（{funnel.center:.1f}％）に対して{where}。"
    outside = [
        f"{_together([one.name for one in judged if one.standing is standing])}が{_in_words(standing)}"
        for standing in STANDINGS
        if standing is not Standing.WITHIN and any(one.standing is standing for one in judged)
    ]
    inside = sum(one.standing is Standing.WITHIN for one in judged)
    if not outside:
        return f"{when}は、{len(judged)}病院のすべてが区分の値の偶然のばらつきの範囲内です。"
    return (
        f"{when}は、{len(judged)}病院中{inside}病院が偶然のばらつきの範囲内です。範囲外は、{'、'.join(outside)}です。"
    )


def _together(names: Sequence[str]) -> str:
    """Few names each; of many the first ones, for the table below has all of them."""
    few = names if len(names) <= MOST_TOLD else names[: MOST_TOLD - 1]
    return "、".join(few) + (f"など{len(names)}病院" if len(few) < len(names) else "")


def _in_words(standing: Standing) -> str:
    """A place outside of the limits within a sentence."""
    side = "低い位置" if standing < Standing.WITHIN else "高い位置"
    return f"{'99.8％' if abs(standing) > 1 else '95％'}の範囲より{side}"
