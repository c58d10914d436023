"""Pieces of HTML: numbers as Japanese documents write them, and nothing from outside is taken for HTML."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from checklist.formats.table import Column, Table
from checklist.model.assessments import AssessmentState
from checklist.model.visits import VisitState
from checklist.store import db
from checklist.ui import heat, markup, theme
from checklist.ui.colors import HUES
from checklist.ui.markup import Head


def test_a_table_shows_percent_numbers_words_and_gaps() -> None:
    columns = (Column("章"), Column("得点率", "percent"), Column("評定数", "number"), Column("年度", "number"))
    table = Table("章別", columns, (("医薬品安全", 87.5, 12000, 2026), ("輸血", "比較不可", None, 2025)), ("注記",))
    shown = markup.table(table)
    for part in ('">87.5％<', ">12,000<", ">2026<", ">比較不可<", ">－<", '"note">注記<'):
        assert part in shown
    assert "注記" not in markup.table(table, with_notes=False)


@pytest.mark.parametrize("word", ["A", "B", "C", "該当なし", "確認不能"])
def test_a_rating_keeps_its_word_beside_its_colour(word: str) -> None:
    assert f">{word}</span>" in markup.rating(word)


def test_other_texts_are_no_ratings() -> None:
    assert markup.rating("未回答") == "未回答"


def test_no_name_class_or_edition_is_torn_and_no_sign_stands_alone() -> None:
    def whole(text: str) -> str:
        return f'<span class="unbroken">{text}</span>'

    names = ["架空北病院", "架空北病院（分院）", "", "<b>"]
    told = f"{whole('架空北病院（分院）')}の{whole('加算1')}は{whole('架空北病院')}の{whole('第12版')}と{whole('&lt;b&gt;')}"
    assert markup.unbroken("架空北病院（分院）の加算1は架空北病院の第12版と<b>", names) == told
    # No line begins with the bracket and the particle that follow a name.
    assert markup.unbroken("（評価：架空北病院）は92％", names) == f"（評価：{whole('架空北病院）は')}92％"
    assert (markup.unbroken("加算と&", []), markup.unbroken("", names)) == ("加算と&amp;", "")
    chip = markup.chip("否")
    # One piece of a cell, which a phone does not take apart; texts alone are one by themselves.
    assert markup.lines([chip, "<甲>"]) == f"<span>{chip}<br>&lt;甲&gt;</span>"
    assert markup.lines(["甲", "<span>"]) == "甲<br>&lt;span&gt;"
    for text, first, last in (("医療安全対策加算1", "医療安全対策", "加算1"), ("加算", "", "加算"), ("", "", "")):
        assert markup.beside(text, chip) == f'{first}<span class="nowrap">{last} {chip}</span>'


@pytest.mark.parametrize("name", ["受審病院", "病院", "病院名", "訪問側", "所属"])
def test_a_hospitals_name_is_broken_before_what_kind_of_a_house_it_is_alone(name: str) -> None:
    for whole, shown in (
        ("架空若草医療センター", "架空若草<wbr>医療センター"),
        ("架空鈴蘭リハビリテーション病院", "架空鈴蘭<wbr>リハビリテーション病院"),
        ("架空中央総合病院", "架空<wbr>中央総合病院"),
        (
            "架空大学病院・<架空>医院",
            '<span class="unbroken">架空<wbr>大学病院・</span><span class="unbroken">&lt;架空&gt;<wbr>医院</span>',
        ),
        ("病院", "病院"), ("架空病院前薬局", "架空病院前薬局"), ("", markup.ABSENT),
    ):  # fmt: skip
        assert f">{shown}</td>" in markup.listing("表", [name], [[whole]]), whole
        assert f">{shown}</dd>" in markup.facts([(name, whole)]), whole
    # Texts of other columns, and what is a piece already, stay as they are.
    assert "<wbr>" not in markup.listing("表", ["対象", name], [["架空若草病院", markup.chip("架空若草病院")]])


def test_the_style_sheet_holds_nothing_for_which_the_browser_would_drop_it_whole() -> None:
    # Streamlit cleans pieces of HTML: a style with a tag in it, if only in a comment, is none.
    assert "<" not in theme.style()


def test_texts_from_outside_are_never_html() -> None:
    evil = "<img src=x onerror=alert(1)>\"'&"
    table = Table(evil, (Column(evil),), ((evil,),), (evil,))
    pieces = (markup.table(table), markup.link(evil, evil), markup.chip(evil), markup.listing(evil, [evil], []))
    for piece in (*pieces, markup.progress(1, 2, evil), markup.facts([(evil, "")])):
        assert "<img" not in piece


def test_a_list_takes_pieces_as_they_are_and_texts_as_texts() -> None:
    shown = markup.listing("表", ["列"], [[markup.chip("<済>")], ["<b>済</b>"], [markup.lines(["<1>", "2"])]])
    assert '<span class="chip quiet">&lt;済&gt;</span></td>' in shown
    assert ">&lt;b&gt;済&lt;/b&gt;</td>" in shown
    assert ">&lt;1&gt;<br>2</td>" in shown


def test_facts_links_and_paragraphs_take_pieces_as_they_are() -> None:
    piece = Markup("<i>済</i>")
    for shown in (markup.facts([("名", piece)]), markup.paragraph(piece), markup.row([piece]), markup.joined([piece])):
        assert piece in shown


def test_a_piece_as_the_name_of_a_column_does_not_open_the_way_for_the_same_text() -> None:
    """The starts of cells are kept by their names, and a piece is equal to its text."""
    evil = '"><img src=x>'
    for name in (Markup(evil), evil):
        assert "<img" not in markup.listing("表", ["", Head(name, 3)], [["", "値"]]).partition("<tbody>")[2]


def test_a_column_says_its_own_width_and_then_its_cells_wrap() -> None:
    shown = markup.listing("表", ["短", Head("広", 12)], [["a", "b"]])
    assert '<th scope="col">短</th><th scope="col" style="--least:12">広</th>' in shown
    assert '<td class="nowrap" data-name="短">a</td><td data-name="広">b</td>' in shown
    table = Table("表", (Column("短"), Column("広", "text", 40, least=12)), (("a", "b"),))
    assert markup.table(table).replace("grid stack", "grid") == shown.replace("grid stack", "grid")
    assert markup.fitted(("短", "広"), [("a", "長い議題" * 4), ("b", "")]) == ["短", Head("広", 12)]


def test_progress_of_nothing_is_zero() -> None:
    assert "width:0%" in markup.progress(0, 0, "0項目")


@pytest.mark.parametrize("state", VisitState)
def test_every_visit_state_has_a_chip(state: VisitState) -> None:
    assert 'class="chip ' in markup.visit_chip(state)


@pytest.mark.parametrize("state", AssessmentState)
def test_every_assessment_state_has_a_chip(state: AssessmentState) -> None:
    assert 'class="chip ' in markup.assessment_chip(state)


def test_the_style_sheet_asks_nobody_else_for_anything() -> None:
    style = theme.style()
    assert "http" not in style
    assert "@import" not in style
    assert all(f".rating.{hue} {{ background: {color}; }}" in style for hue, color in HUES.items())


@pytest.mark.parametrize(
    ("percent", "step"),
    [(0.0, 0), (49.9, 0), (50.0, 1), (64.9, 1), (65.0, 2), (80.0, 3), (89.9, 3), (90.0, 4), (100.0, 4)],
)
def test_a_heat_map_has_five_colours(percent: float, step: int) -> None:
    assert heat.step(percent) == step


def test_the_legend_names_every_colour_without_a_gap() -> None:
    legend = heat.legend()
    for text in ("50％未満", "50％以上65％未満", "65％以上80％未満", "80％以上90％未満", "90％以上"):
        assert f">{text}<" in legend
    assert legend.count("<li") == len(heat.HEAT_STEPS)


def mapped(*names: str) -> str:
    columns = (Column("章"), *(Column(name, "percent") for name in names))
    return heat.grid(Table("得点率", columns, (("輸<血", *(50.0 for _ in names)),)))


def test_a_heat_map_puts_the_years_over_their_groups() -> None:
    shown = mapped("2025年度 加算1", "2025年度 加算2", "2026年度 加算1")
    assert '<th scope="col" rowspan="2">章</th>' in shown
    assert 'colspan="2" class="span">2025年度<' in shown
    assert 'colspan="1" class="span">2026年度<' in shown
    assert '<th scope="row">輸&lt;血</th><td class="figure heat-1">50.0％</td>' in shown


def test_a_heat_map_of_single_names_has_one_row_of_names() -> None:
    shown = mapped("2025年度", "2026年度")
    assert "rowspan" not in shown
    assert '<th scope="col" class="figure">2026年度</th>' in shown


@pytest.mark.parametrize(("number", "upright"), [(5, False), (6, True)])
def test_many_long_names_stand_upright(number: int, upright: bool) -> None:
    assert ("grid heat upright" in mapped(*(f"2026年度 架空第{place}総合病院" for place in range(number)))) == upright


def test_on_a_phone_years_begin_with_the_newest_and_hospitals_with_the_own_one() -> None:
    for names, late in (
        (("2025年度 加算1", "2026年度 加算1"), True),
        (("2025年度", "2026年度（途中）"), True),
        (("2026年度 自院", "2026年度 加算1"), False),
        (("2026年度（114項目） 自院", "2026年度（113項目） 加算1"), False),
        (("自院", "加算1"), False),
    ):
        assert ('heat late"' in mapped(*names)) == late, names
    assert ".scroll:has(table.late) { direction: rtl; }" in theme.style()


def test_many_short_names_stay_level() -> None:
    assert "upright" not in mapped(*(f"{year}年度 加算1" for year in range(2018, 2027)))


def test_a_cell_knows_its_column_for_a_phone() -> None:
    assert '<td class="nowrap" data-name="版">第1版</td>' in markup.listing("版", ["版"], [["第1版"]])
    names = ("項目", "自己評価", "訪問評価", "コメント")
    assert "grid stack" in markup.listing("項目", names, [])
    assert "grid stack" not in markup.listing("項目", names[:3], [])


def test_what_is_absent_is_a_dash_in_every_table_but_not_below_the_ways_to_a_row() -> None:
    dash = '<td class="absent" data-name="列">－</td>'
    for nothing in ("", Markup(""), markup.prose(""), markup.lines([])):
        shown = markup.listing("表", ["列", Head("広い列", 9), ""], [[nothing, "値", ""]])
        assert dash in shown
        assert shown.count("－") == 1
        assert '<td class="nowrap" data-name=""></td>' in shown
    table = Table("表", (Column("列"), Column("備考", least=9), Column("得点率", "percent")), (("", "", ""),))
    assert markup.table(table).count('<td class="absent"') == 3
    assert markup.facts([("期限", ""), ("担当者", Markup(""))]).count(">－</dd>") == 2


def test_nobody_writes_the_dash_of_an_empty_cell_by_hand() -> None:
    folder = db.ROOT / "checklist" / "ui"
    found = {path.name for path in folder.rglob("*.py") if '"－"' in path.read_text(encoding="utf-8")}
    # The calendar says so of a month that is still to come.
    assert found == {"markup.py", "record_calendar.py"}
