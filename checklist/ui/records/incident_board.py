"""インシデント報告 on the screen: one month as a table of numbers, and all months as pictures."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.formats.table import Column, Table
from checklist.model.accounts import Principal
from checklist.readings.incident_trend import PER_BEDS, PHYSICIANS, SEVERE, MonthEntry, Trend
from checklist.readings.records_page import RecordsPage
from checklist.rules.records.incidents import Month, TypedRow
from checklist.store.act import Act
from checklist.store.records import incident_months
from checklist.ui import charts, markup, sentences, widgets
from checklist.ui.records import incident_charts, incident_grid
from checklist.words.records import HARM_LEVELS, REPORTERS

TYPING = (
    "数字を入力し、矢印キー・Tab・Enterで移動します。表計算ソフトからまとめて貼り付けることもできます。"
    "0件は「0」、分からない欄は空欄のままにしてください。小さい数字は前月の件数です。"
    "レベルは国立大学附属病院の影響度分類、「その他」は影響度で表せない報告、「未分類」は判定前の報告です。"
)
LONG = (
    "記入様式（月・職種ごとに1行）のほか、「月」「職種」「影響度」「件数」の4列の表も取り込めます。"
    "登録済みの月・職種の行は、その件数に変更します（空欄の件数は変更しません）。"
)


def show(principal: Principal, page: RecordsPage, entry: MonthEntry, trend: Trend) -> None:
    """The month to enter or to read, then the months as pictures."""
    month = entry.month
    widgets.section(f"{words.month(month.first)}の報告件数")
    widgets.choice("月", entry.months, "month", words.month, month.first)
    if page.writes:
        st.html(markup.paragraph(TYPING))
        rows = incident_grid.show(month, entry.before)
        if rows:
            told = f"{words.month(month.first)}の件数を保存しました。"
            widgets.save(principal, lambda act: _save(act, page.hospital_id, month, rows), told)
    elif month.entered:
        widgets.table(_table(month))
    else:
        widgets.empty(f"{words.month(month.first)}の件数はまだ入力されていません", "件数は医療安全管理者が入力します。")
    _trend(page.hospital_id, trend)


def _save(act: Act, hospital_id: int, month: Month, rows: list[TypedRow]) -> None:
    incident_months.save(act, hospital_id, month.first, rows)
    incident_grid.saved(month)


def _table(month: Month) -> Table:
    columns = (
        Column("職種", "text", 20),
        *(Column(word, "number", 10) for word in HARM_LEVELS.values()),
        Column("計", "number", 10),
    )
    rows = [(REPORTERS[one.profession], *one.counts, one.total) for one in month.rows]
    whole = ("計", *(month.of_level(level) for level in HARM_LEVELS), month.total)
    notes = (f"未入力の欄が{month.empty_cells}欄あり、計に含めていません。",) if month.empty_cells else ()
    return Table(f"{words.month(month.first)}の報告件数", columns, (*rows, whole), notes)


def _trend(hospital_id: int, trend: Trend) -> None:
    widgets.section("報告件数の推移")
    if not trend.months:
        widgets.empty("推移はまだありません", "終わった月の件数を入力すると、月ごとの推移を表示します。")
        return
    table, professions = trend.table(), trend.by_profession()
    sums = [
        (name, sum(value for row in professions.rows if isinstance(value := row[place], int)))
        for place, name in enumerate(professions.names)
        if place
    ]
    of_all = f"{table.rows[0][0]}からの合計で"
    shares = "".join(sentences.newest(table, one, "％") for one in (SEVERE, PHYSICIANS))
    pictures = (
        ("職種ごとの報告件数（月）", incident_charts.by_profession(professions), sentences.most(sums, "件", of_all)),
        (f"{SEVERE}・{PHYSICIANS}", incident_charts.lines(table, (SEVERE, PHYSICIANS), "％"), shares),
        (f"{PER_BEDS}（月）", incident_charts.lines(table, (PER_BEDS,), "件"), sentences.newest(table, PER_BEDS, "件")),
    )
    for place, (title, figure, sentence) in enumerate(pictures):
        widgets.subsection(title)
        sentences.say(sentence)
        charts.draw(figure, f"{title}。同じ数値は下の表で確認できます。", f"incidents-{place}")
    for one in (table, professions, trend.by_level()):
        with st.expander(widgets.plain(f"{one.title}（表）")):
            widgets.table(one, tall=True)
    widgets.downloads(f"/download/hospitals/{hospital_id}/incidents")
