"""年次実績報告 and the council paper on consultations: the tables of 相談の統計 in the order in which real centres print them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from checklist import words
from checklist.formats.document import Document, overview
from checklist.formats.table import Chart, Column, Cover, Table
from checklist.papers.center.figures_document import flat
from checklist.readings.center import case_figures, report_tables
from checklist.readings.center.case_figures import FiguresPage
from checklist.readings.center.figure_tables import TOTAL
from checklist.rules.center.periods import Span
from checklist.store.act import View
from checklist.words.center import PAPERS, REPORT_PARTS

FOR_ALL, INSIDE = "公表用（少ない件数を伏せる）", "センター内用"
_HIDDEN_RULE = "「＊」の欄は、少ない件数から個人が特定されることを防ぐために伏せています。ほかの欄や合計との差し引きからも計算できません。"


@dataclass(frozen=True)
class Section:
    """A part of a report: its code in `REPORT_PARTS` ('' without a remark), its number, and the tables in it by title."""

    part: str
    number: str
    titles: tuple[str, ...] = ()


# 松山市 「患者の声相談窓口」実績報告 FY2014 (happylibus.com/doc/821943): the parts and their order.
ANNUAL = (
    Section("foreword", "1"),
    Section("analysis", "2"),
    Section(
        "time", "3（1）",
        ("年度別の件数", "1日当たりの件数", "月別の件数", "曜日別の回数", "時間帯別の回数", "相談方法別の回数", "所要時間", "所要時間の分布"),
    ),
    Section("caller", "3（2）", ("性別ごとの件数", "年代別の件数", "相談者の区分別の件数", "居住地別の件数", "センターを知った情報源別の件数")),
    Section("facility", "3（3）", ("対象施設の区分別の件数", "入院・外来別の件数", "診療科別の件数", "対象施設への情報提供")),
    Section(
        "subject", "3（4）",
        ("年度別の相談内容", "相談内容（大）別の件数", "相談内容（小）別の件数", "種別ごとの件数", "相談内容と種別"),
    ),
    Section("response", "3（5）", ("対応別の件数", "紹介先別の件数", "対応・困難度・納得度")),
    Section("content", "3（6）", ("納得度別の件数", "対応困難度別の件数", "相談内容と納得度", "対応困難度と納得度")),
    Section("wishes", "3（7）", ("窓口への要望の件数",)),
    Section("issues", "3（8）", ("相談者の課題別の件数",)),
)  # fmt: skip
# 広島市 「相談対応状況等について」 (happylibus.com/doc/855402): the numbered parts of the council paper of half a year.
COUNCIL = (
    Section("", "1", ("年度別の件数", "1日当たりの件数", "月別の件数")),
    Section("", "2", ("相談内容と種別", "対応別の件数")),
    Section("", "3", ("所要時間",)),
    Section("", "4", ("性別ごとの件数", "年代別の件数")),
    Section("", "5", ("所要時間の分布",)),
    Section("", "6", ("相談者の区分別の件数",)),
    Section("", "7", ("居住地別の件数",)),
    Section("", "8", ("センターを知った情報源別の件数",)),
    Section("", "9", ("対象施設の区分別の件数",)),
    Section("", "10", ("対象施設への情報提供",)),
    Section("", "11", ("診療科別の件数",)),
    Section("", "12", ("紹介先別の件数",)),
    Section("", "13", ("納得度別の件数", "対応困難度別の件数", "対応困難度と納得度")),
)

_DRAWN = {
    "年度別の件数": ("件", "回"), "月別の件数": ("件", "回"), "曜日別の回数": ("回",), "時間帯別の回数": ("回",), "相談方法別の回数": ("回",),
    "所要時間の分布": ("回",), "性別ごとの件数": ("件",), "年代別の件数": ("件",), "相談者の区分別の件数": ("件",), "居住地別の件数": ("件",),
    "センターを知った情報源別の件数": ("件",), "対象施設の区分別の件数": ("件",), "診療科別の件数": ("件",), "相談内容（大）別の件数": ("件",),
    "対応別の件数": ("件",), "納得度別の件数": ("件",), "対応困難度別の件数": ("件",), "相談者の課題別の件数": ("件",),
}  # fmt: skip
"""Table -> the columns of which a picture stands below it."""


def annual(view: View, period: str | None, public: bool = False, to_freeze: bool = False) -> Document:
    """年次実績報告 of a period, this fiscal year without one; raises Forbidden or Refused.

    What is not frozen, and so leaves no trace, is for all only of whole fiscal years.
    """
    page = case_figures.read(view, period, public, any_period=to_freeze or not public)
    remarks = report_tables.remarks(view, page.span.code)
    tables = list(_sections(ANNUAL, page, remarks))
    if told := remarks.get("work"):
        tables.append(_prose(f"4 {REPORT_PARTS['work']}", told))
    more = (
        ("4（1）", report_tables.work(view, page.span, public)),
        ("4（2）", report_tables.indicators(view, page.span)),
        ("5（1）", report_tables.extracts(view, page.span)),
        ("5（2）", report_tables.desks(view)),
        ("5（3）", _titled(page, "全国の数値（参考）")),
    )
    tables += [replace(one, title=f"{number} {one.title}") for number, one in more if one is not None and one.rows]
    return _document(view, page, "annual", tables)


def council_paper(view: View, period: str | None, public: bool = False, to_freeze: bool = False) -> Document:
    """相談の対応状況 of a period, usually half a year, as a paper of the council; raises Forbidden or Refused."""
    page = case_figures.read(view, period, public, any_period=to_freeze or not public)
    tables = list(_sections(COUNCIL, page, {}))
    extracts = report_tables.extracts(view, page.span)
    tables += [replace(extracts, title=f"14 {extracts.title}")] if extracts.rows else []
    series = _titled(page, "全国の数値（参考）")
    tables += [replace(series, title=f"参考資料 {series.title}")] if series else []
    return _document(view, page, "council", tables)


MAKERS = {"annual": annual, "council": council_paper}


def figures(view: View, period: str) -> str:
    """The digest of all that the public edition of a period tells of its cases; raises Forbidden or Refused."""
    page = case_figures.read(view, period, True, any_period=True)
    # Without what is of the whole country, and of the series of years the period alone: the others are told by their editions.
    told = [one for one in page.tables if not one.title.startswith("全国")]
    cells = [[one.title, one.names, one.rows[-1:] if one.title.startswith("年度別") else one.rows] for one in told]
    # As papers were digested before 性別ごと and the mark of a year that was not over: the same numbers are still the same.
    text = json.dumps(cells, ensure_ascii=False, default=str).replace(case_figures.TOLD, case_figures.COUNTED)
    return hashlib.sha256(text.replace(f"年度（{words.RUNNING}）", "年度").encode()).hexdigest()


def span(view: View, period: str) -> Span:
    """The period of a code; raises Forbidden or Refused."""
    return case_figures.span(view, period)


def _titled(page: FiguresPage, title: str) -> Table | None:
    return next((one for one in page.tables if one.title == title), None)


def _sections(sections: Iterable[Section], page: FiguresPage, remarks: Mapping[str, str]) -> Iterator[Table]:
    """The tables of each section with its number; what an edition does not have is left out, and so is an empty section."""
    for one in sections:
        if told := remarks.get(one.part):
            yield _prose(f"{one.number} {REPORT_PARTS[one.part]}", told)
        found = [table for title in one.titles if (table := _titled(page, title)) and table.rows]
        for place, table in enumerate(found, 1):
            number = f"{one.number}-{place}" if len(found) > 1 else one.number
            yield replace(table, title=f"{number} {table.title}")


def _prose(title: str, text: str) -> Table:
    return Table(title, (Column("本文", "text", 110),), ((text,),))


def _document(view: View, page: FiguresPage, kind: str, tables: list[Table]) -> Document:
    period = f"{page.span.word}（{words.day(page.span.first)}～{words.day(page.span.last)}）"
    as_of = words.moment(page.edition.at if page.edition else view.at)
    facts = (
        ("センター", words.CENTER),
        ("期間", period),
        ("集計の時点", as_of),
        ("版", FOR_ALL if page.public else INSIDE),
        ("件数の数え方", page.counted.counting),
    )
    every = (overview(facts), *tables)
    title = f"{PAPERS[kind]} {page.span.word}{'（公表用）' if page.public else ''}"
    # The edition for all names nobody of the centre, on no page and in no property of the file.
    printed = f"{title}　{as_of}に集計" if page.public else ""
    notes = (_HIDDEN_RULE,) if page.public else ()
    return Document(
        title, facts, every, flat(page.tables), tuple(_charts(every)), notes, page.fictional, Cover(PAPERS[kind]),
        contents=True, printed=printed,
    )  # fmt: skip


def _charts(tables: Iterable[Table]) -> Iterator[Chart]:
    """A picture below each table that has one; not where numbers are hidden, for a hidden one would be drawn as 0."""
    for place, one in enumerate(tables):
        title = one.title.partition(" ")[2]
        names = [name for name in _DRAWN.get(title, ()) if name in one.names]
        whole = len(one.rows) > 1 and one.rows[-1][0] == TOTAL
        rows = one.rows[:-1] if whole else one.rows
        places = [one.names.index(name) for name in names]
        if names and rows and all(isinstance(row[where], int) for row in rows for where in places):
            # Long names lie beside their bars by themselves.
            yield Chart("column", title, place, one.names[0], tuple(names), without_last=whole)
