"""相談の統計 on the screen: a period, its tables with pictures, and everything as a file."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

import plotly.graph_objects as go
import streamlit as st

from checklist import words
from checklist.formats.table import Table, Value
from checklist.model.accounts import Principal
from checklist.readings.center import public_edition
from checklist.readings.center.case_figures import PUBLIC_YEARS, FiguresPage
from checklist.readings.center.figure_tables import CASES, CONTACTS
from checklist.ui import axes, charts, in_vain, inputs, labels, markup, sentences, widgets
from checklist.ui.colors import LINE, SOFT
from checklist.ui.records.incident_charts import BARS

PARTS = {
    "counts": "件数の推移",
    "callers": "相談者",
    "subjects": "施設と内容",
    "responses": "対応と納得度",
    "nation": "全国の数値",
}
_HEADS = {
    "counts": ("年度", "1日", "月別", "曜日", "時間帯", "相談方法"),
    "callers": ("相談者", "性別", "年代", "居住地", "センターを知った"),
    "subjects": ("種別", "対象施設の区分", "入院", "診療科", "相談内容"),
    "responses": ("所要", "対応", "紹介先", "対象施設への", "納得度", "窓口への"),
    "nation": ("全国",),
}
"""Part -> how the titles of its tables begin."""
PICTURES = {
    "年度別の件数": (CASES, CONTACTS),
    "月別の件数": (CASES,),
    "時間帯別の回数": (CONTACTS,),
    "相談内容（大）別の件数": (CASES,),
}
MEANT = {CASES: "件（相談事例）", CONTACTS: "回（対応）"}
FREE = "free"
LEVEL, TOLD = 9, 14
"""Letters of a name that stands level below a bar, and so many bars have room for their numbers."""
_NOT_OVER = f"（{words.RUNNING}）"
"""Behind the name of a year or month, as its table tells it."""


def show(principal: Principal, page: FiguresPage) -> None:
    """The inputs, then the tables of one part."""
    if page.refusal:
        st.warning(widgets.plain(f"{page.refusal}今年度を表示しています。"))
    _inputs(page)
    if page.public:
        _edition(principal, page)
    if not page.counted.cases:
        widgets.empty(
            f"{page.span.word}の相談はありません",
            "期間を変えるか、「相談」から記録してください。",
            "相談へ",
            "/consultations",
        )
    for edition in page.counted.breaks:
        st.info(
            widgets.plain(
                f"{words.day(edition.since)}から分類の版が「{edition.name}」に変わりました。前後の件数は、そのまま比較できないことがあります。"
            )
        )
    widgets.part("表示", list(PARTS), "part", PARTS.__getitem__)
    part = widgets.address().get("part", "counts")
    for one in of_part(page.tables, part):
        _table(one)
    query = urlencode({"period": page.span.code, **({"public": "1"} if page.public else {})})
    widgets.section("ファイル")
    widgets.downloads("/download/center/figures", f"?{query}")
    widgets.subsection("報告書")
    for report, word in (("annual", "年次実績報告"), ("council", "協議会の資料")):
        path = f"/download/center/reports/{report}"
        widgets.links((f"{word}をPDFで保存", f"{path}.pdf?{query}"), (f"{word}をExcelで保存", f"{path}.xlsx?{query}"))


def _edition(principal: Principal, page: FiguresPage) -> None:
    """Which edition is shown, and the way to make the next one."""
    widgets.notes([PUBLIC_YEARS])
    if page.edition:
        told = (
            f"{words.moment(page.edition.at)}に作成した版{page.edition.id}を表示しています（{page.edition.person}）。"
        )
        st.html(markup.paragraph(told))
    else:
        widgets.empty(f"{page.span.word}の公表用の版はまだありません", "下のボタンで作成すると、ここに表示されます。")
    if st.button("公表用の版を作成する", key="public-edition"):
        year = int(page.span.code.removeprefix("fy"))
        widgets.save(
            principal,
            lambda act: f"公表用の版{public_edition.make(act, year)}を作成しました。",
            "公表用の版を作成しました。",
        )


def of_part(tables: Iterable[Table], part: str) -> list[Table]:
    """The tables of a part; of one without a row there would be a head alone."""
    return [one for one in tables if one.rows and part_of(one) == part]


def part_of(table: Table) -> str:
    """The part in which a table stands; the first that knows the beginning of its title."""
    return next((part for part, heads in _HEADS.items() if table.title.startswith(heads)), "counts")


def _inputs(page: FiguresPage) -> None:
    names = {one.code: one.word for one in page.spans} | {page.span.code: page.span.word}
    # A period that cannot be counted is told by what reads it.
    in_vain.known(("period",))
    left, right = st.columns(2)
    with left:
        widgets.choice("期間", list(names), "period", names.__getitem__, page.span.code)
    with right:
        editions = {"0": "センター内用", "1": "公表用（少ない件数を伏せる）"}
        widgets.choice("用途", list(editions), "public", editions.__getitem__)
    with st.expander("月を指定する"):
        _months()


def _months() -> None:
    """Any months, put into the address when both are typed."""
    first, last = st.columns(2)
    with first:
        begins = inputs.text("最初の月", "", 7, "months-first", "例：2026-04")
    with last:
        ends = inputs.text("最後の月", "", 7, "months-last", "例：2026-06")
    if st.button("この期間で集計する", key="months-set"):
        st.query_params["period"] = f"{begins.strip()}_{ends.strip()}"
        st.rerun()


def _table(table: Table) -> None:
    widgets.section(table.title)
    names = [one for one in PICTURES.get(table.title, ()) if one in table.names]
    # Of nothing but noughts there is no picture.
    if len(table.rows) > 1 and any(_numbers(table, name) for name in names):
        counted = [(str(row[0]), row[table.names.index(names[0])]) for row in table.rows if row[0] != "計"]
        sentences.say(sentences.most(counted, "回" if names[0] == CONTACTS else "件"))
        charts.draw(_bars(table, names), f"{table.title}。同じ数値は下の表で確認できます。", f"figure-{table.title}")
    st.html(markup.table(table, tall=len(table.rows) > 14))


def _bars(table: Table, names: list[str]) -> go.Figure:
    """Columns of a table as bars over its rows; the sum of all and what is hidden have none."""
    rows = [row for row in table.rows if row[0] != "計"]
    # Beside each other on a phone, the numbers of two columns ran into one another.
    lying = len(names) > 1 or max((len(str(row[0]).removesuffix(_NOT_OVER)) for row in rows), default=0) > LEVEL
    told = len(names) * len(rows) <= TOLD
    traces = [_bar(table, rows, name, lying, told) for name in names]
    for place, one in enumerate(traces):
        # Filled and outlined: told apart without colour; and what is not over yet is striped.
        stripes = ["/" if str(row[0]).endswith(_NOT_OVER) and not place else "" for row in rows]
        one["marker"] = {
            "color": (BARS[0], charts.CLEAR)[place], "line": {"color": BARS[0], "width": 2},
            "pattern": {"shape": stripes, "fgcolor": BARS[0], "bgcolor": charts.CLEAR},
        }  # fmt: skip
    heads = [str(row[0]) for row in rows]
    tickfont = {"color": SOFT, "size": 13}
    names_below = [labels.label(one) for one in heads] if lying else _level(heads)
    along = {
        "fixedrange": True, "type": "category", "linecolor": LINE, "tickfont": tickfont, "automargin": True, "tickangle": 0,
        "ticklabelstandoff": 4, "tickvals": heads, "ticktext": names_below,
    }  # fmt: skip
    # Lying, on a phone, numbers with a word behind each turned on their back.
    up = axes.counts(
        max((one for name in names for one in _numbers(table, name)), default=0), "" if lying else names[0]
    )
    both = (
        {"xaxis": up | {"tickangle": 0}, "yaxis": along | {"autorange": "reversed"}}
        if lying
        else {"xaxis": along, "yaxis": up}
    )
    # On a phone, too, all numbers are of one size: by itself each is made as small as its bar is narrow.
    one_size = {"uniformtext": {"minsize": 10, "mode": "show"}}
    found = charts.layout(100 + (20 + 14 * len(names)) * len(rows) if lying else 320) | both | one_size
    space = {
        "l": 8,
        "r": 40 if lying else 16,
        "t": 72 if len(names) > 1 else 24,
        "b": 36 if lying else 28 + 18 * max(one.count("<br>") + 1 for one in names_below),
    }
    return charts.figure(
        traces, found | {"margin": space, "barmode": "group", "bargap": 0.3, "showlegend": len(names) > 1}
    )


def _numbers(table: Table, name: str) -> list[int]:
    """What can be drawn of a column: neither its sum nor what is hidden nor noughts."""
    values = [row[table.names.index(name)] for row in table.rows if row[0] != "計"]
    return [value for value in values if isinstance(value, int) and value]


def _bar(table: Table, rows: list[tuple[Value, ...]], name: str, lying: bool, told: bool) -> charts.Piece:
    # Of a nought, and of a month to come, the edge of the bar would be drawn.
    counts = [(value or None) if isinstance(value := row[table.names.index(name)], int) else None for row in rows]
    heads = [str(row[0]) for row in rows]
    return {
        "type": "bar", "name": MEANT[name], "orientation": "h" if lying else "v",
        "x": counts if lying else heads, "y": heads if lying else counts,
        "text": [f"{one:,}" if told and one else "" for one in counts], "textposition": "outside", "cliponaxis": False,
        "textfont": {"size": 13, "color": SOFT},
        "hovertemplate": f"%{{{'y' if lying else 'x'}}}<br>{name} %{{{'x' if lying else 'y'}:,}}<extra></extra>",
    }  # fmt: skip


def _level(heads: list[str]) -> list[str]:
    """Names below bars so that they stand level on a phone, none touching the next: each in two lines, months with their year once."""
    found, last = [], ""
    for head in heads:
        year, _, rest = head.partition("年")
        month, also, running = rest.partition("月")
        if also:
            # Twelve of them in one line ran into one word.
            told = "" if year == last else f"{year}年"
            lines = [month, "月", *([told] if told or running else []), *([words.RUNNING] if running else [])]
            found.append("<br>".join(lines))
            last = year
        else:
            found.append(head.replace("時台", "<br>時台").replace("年度", "<br>年度").replace("（", "<br>（"))
    return found
