"""What a year of one kind of work comes to: outreach by way and by place, and the evaluation of the centres of a prefecture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from checklist.formats.table import Column, Table, Value
from checklist.model.center.activities import CenterEvaluation, Outreach
from checklist.model.fields import Record
from checklist.words.center import JUDGEMENTS, MATERIALS, OUTREACHES, TASKS

COUNT, PEOPLE = Column("回数", "number", 10), Column("参加者数", "number", 12)
TOTAL = "計"
OWN_TASKS = ("1", "2", "3", "4", "5", "6", "7")
"""What every centre does, and so what is evaluated."""
OF_CENTRES = (
    Column("センター", "text", 24, least=8),
    Column("評価日", "date", 18),
    Column("対象の年度", "year", 12),
    Column("相談件数", "number", 12),
    *(Column(TASKS[code][0], "text", 16, least=4) for code in OWN_TASKS),
    Column("助言・改善を求める点", "text", 50, least=14),
)


def tables(kind: type[Record], found: Sequence[Record], today: date) -> tuple[Table, ...]:
    """The tables that stand above the records of a kind and a year; most kinds have none."""
    if kind is Outreach:
        return tuple(_outreach([one for one in found if isinstance(one, Outreach) and one.held_on <= today]))
    if kind is CenterEvaluation and found:
        return (evaluations([one for one in found if isinstance(one, CenterEvaluation)]),)
    return ()


def _outreach(found: Sequence[Outreach]) -> Iterator[Table]:
    if not found:
        return
    ways = [(OUTREACHES[code], [one for one in found if one.form == code]) for code in OUTREACHES]
    notes = (f"住民からの要望によるもの：{sum(one.requested for one in found)}回。予定は含みません。",)
    yield _summed("方法別の実績", "方法", ways, notes)
    materials = [(word, [one for one in found if one.material == code]) for code, word in MATERIALS.items()]
    yield _summed("資料別の実績", "使用した資料", materials, ())
    order = Counter(one.place.strip() or "会場の記載なし" for one in found)
    places = [
        (name, [one for one in found if (one.place.strip() or "会場の記載なし") == name])
        for name, _ in order.most_common()
    ]
    yield _summed("会場別の実績", "会場", places, ())


def _summed(title: str, head: str, parts: Sequence[tuple[str, Sequence[Outreach]]], notes: tuple[str, ...]) -> Table:
    rows: list[tuple[Value, ...]] = [
        (name, len(each), sum(one.participants for one in each)) for name, each in parts if each
    ]
    every = [one for _, each in parts for one in each]
    rows.append((TOTAL, len(every), sum(one.participants for one in every)))
    return Table(title, (Column(head, "text", 30, least=10), COUNT, PEOPLE), tuple(rows), notes)


def evaluations(found: Sequence[CenterEvaluation]) -> Table:
    """Every sheet of a year, one centre after the other."""
    ordered = sorted(found, key=lambda one: (one.centre, one.held_on, one.id))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            one.centre,
            one.held_on,
            one.of_year,
            one.cases,
            *(JUDGEMENTS[getattr(one, name)] for name in one.JUDGED),
            one.advice,
        )
        for one in ordered
    )
    note = f"⑩の業務として、都道府県のセンターが評価したものです。{'、'.join(TASKS[code] for code in OWN_TASKS)}。"
    return Table("二次医療圏センターの評価", OF_CENTRES, rows, (note,))


def missing(found: Sequence[CenterEvaluation], known: Sequence[Record]) -> list[str]:
    """The centres that were supported or evaluated at any time and have no sheet among those found."""
    names = {one.centre.strip() for one in known if hasattr(one, "centre")}
    return sorted(names - {one.centre.strip() for one in found})
