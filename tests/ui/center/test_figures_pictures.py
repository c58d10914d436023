"""The pictures of the centre's figures: numbers at the bars, names that stand level on a phone, the running year told."""

from __future__ import annotations

import json

import plotly.graph_objects as go

from checklist.formats.table import Column, Table
from checklist.model.center.questionnaires import Question, QuestionKind
from checklist.rules.center.questionnaires import Tally
from checklist.ui.center import figures_board, questionnaire_board

CASES, CONTACTS = Column("件", "number"), Column("回", "number")


def test_years_say_which_is_not_over_and_two_columns_are_told_apart_without_colour() -> None:
    rows = (("2025年度", 1200, 1300), ("2026年度（途中）", 5, 0), ("計", 1205, 1300))
    figure = figures_board._bars(Table("年度別の件数", (Column("年度"), CASES, CONTACTS), rows), ["件", "回"])
    # Lying, for beside each other the numbers of both columns run into one another on a phone.
    assert list(figure.layout.yaxis.ticktext) == ["2025年度", "2026年度（途中）"]
    assert [list(one.x) for one in figure.data] == [[1200, 5], [1300, None]]
    alone = figures_board._bars(Table("年度別の件数", (Column("年度"), CASES), ((rows[1][0], 5),)), ["件"])
    assert list(alone.layout.xaxis.ticktext) == ["2026<br>年度<br>（途中）"]
    # What is not over is striped where bars are filled, and 件 and 回 say what they count.
    assert [list(one.marker.pattern.shape) for one in figure.data] == [["", "/"], ["", ""]]
    assert [one.name for one in figure.data] == ["件（相談事例）", "回（対応）"]
    assert (figure.layout.xaxis.ticksuffix, alone.layout.yaxis.ticksuffix) == ("", "件")
    # What has not come yet is no nought beside a bar, nor the edge of one.
    assert [list(one.text) for one in figure.data] == [["1,200", "5"], ["1,300", ""]]
    assert len({one.marker.color for one in figure.data}) == 2
    assert figure.layout.uniformtext.mode == "show"
    told = json.loads(figure.to_json())
    assert json.loads(go.Figure(told).to_json()) == told


def test_months_and_hours_stand_in_two_lines_and_touch_nothing_and_months_tell_their_year_once() -> None:
    months = tuple((f"{2026 + (month > 12)}年{(month - 1) % 12 + 1}月", month) for month in (11, 12, 13, 14))
    across = figures_board._bars(Table("月別の件数", (Column("月"), CASES), months), ["件"]).layout.xaxis
    assert list(across.ticktext) == ["11<br>月<br>2026年", "12<br>月", "1<br>月<br>2027年", "2<br>月"]
    assert across.tickangle == 0
    now = (months[0], ("2026年12月（途中）", 12), *months[2:])
    running = figures_board._bars(Table("月別の件数", (Column("月"), CASES), now), ["件"])
    assert list(running.layout.xaxis.ticktext)[:2] == ["11<br>月<br>2026年", "12<br>月<br><br>途中"]
    assert list(running.data[0].marker.pattern.shape) == ["", "/", "", ""]
    # All lines of the names have room below the bars.
    assert running.layout.margin.b == 28 + 18 * 4
    hours = Table("時間帯別の回数", (Column("時間帯"), CONTACTS), (("9時台", 3), ("10時台", 4)))
    assert list(figures_board._bars(hours, ["回"]).layout.xaxis.ticktext) == ["9<br>時台", "10<br>時台"]


def test_bars_with_long_names_lie_beside_them_the_first_on_top_and_very_many_tell_no_numbers() -> None:
    names = ("コミュニケーションに関すること", "医療費", "その他・介護福祉")
    table = Table("相談内容（大）別の件数", (Column("相談内容"), CASES), tuple((name, 10) for name in names))
    figure = figures_board._bars(table, ["件"])
    (drawn,) = figure.data
    assert (drawn.orientation, list(drawn.y), figure.layout.yaxis.autorange) == ("h", list(names), "reversed")
    # Of few things, numbers with a word behind each turned on their back on a phone.
    assert (figure.layout.xaxis.ticksuffix, figure.layout.xaxis.tickangle) == ("", 0)
    tally = Tally(1, Question(QuestionKind.CHOICE, "何か", names), dict.fromkeys(names, 1), ())
    asked = questionnaire_board._bars(tally).layout
    assert (asked.xaxis.ticksuffix, asked.xaxis.tickangle, asked.yaxis.ticklabelstandoff) == ("", 0, 4)
    assert list(figure.layout.yaxis.ticktext) == ["コミュニケーションに<br>関すること", "医療費", "その他・介護福祉"]
    many = Table("月別の件数", (Column("月"), CASES), tuple((f"{place}月", 1) for place in range(30)))
    assert set(figures_board._bars(many, ["件"]).data[0].text) == {""}


def test_of_nothing_but_noughts_hidden_numbers_and_a_sum_there_is_nothing_to_draw() -> None:
    rows = (("2026年4月", 0), ("2026年5月", "伏せる"), ("計", 3))
    table = Table("月別の件数", (Column("月"), CASES), rows)
    assert figures_board._numbers(table, "件") == []
    assert figures_board._numbers(Table(table.title, table.columns, (("2026年6月", 2), *rows)), "件") == [2]


def test_a_table_without_a_row_is_no_head_alone() -> None:
    made = [Table(title, (Column("年度"), CASES), rows) for title, rows in (
        ("年度別の件数", ()), ("月別の件数", (("2026年4月", 0),)), ("相談方法別の回数", (("電話", 1),)), ("対応別の件数", (("傾聴", 1),)),
    )]  # fmt: skip
    assert [one.title for one in figures_board.of_part(made, "counts")] == ["月別の件数", "相談方法別の回数"]
    assert [one.title for one in figures_board.of_part(made, "responses")] == ["対応別の件数"]
