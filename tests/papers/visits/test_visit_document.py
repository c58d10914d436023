"""One visit, or one assessment, as a document to take away."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from checklist.comparison.visit_comparison import visit_comparison
from checklist.errors import Forbidden, NotFound
from checklist.formats import csv_file, excel
from checklist.formats.document import Document
from checklist.model.visits import VisitMode
from checklist.papers.visits.visit_document import assessment_document, visit_document
from checklist.store import db
from checklist.store.visits import visits
from tests.comparison.test_visit_comparison import SELF, VISITOR, fill
from tests.world import World, by, principal


@pytest.fixture
def filled(world: World) -> World:
    fill(world, "manager.h01", world.self_assessment, SELF, submit=True)
    fill(world, "evaluator.h02", world.visitor_assessment, VISITOR, submit=True)
    return world


def document(world: World, login: str = "manager.h01") -> Document:
    with db.reading() as connection:
        return visit_document(by(connection, principal(world.people[login])), world.visit)


def test_the_facts_name_who_when_and_on_which_sheet(filled: World) -> None:
    facts = dict(document(filled).facts)
    assert {name: facts[name] for name in list(facts)[:8]} == {
        "受審病院": "架空中央病院",
        "訪問病院": "架空市民病院",
        "年度": "2026年度（令和8年度）",
        "訪問日": "2026年11月25日（水）",
        "実施方法": "訪問",
        "評価者": "second.h02 さん、evaluator.h02 さん",
        "点検表の版": "小さな点検表 第2版",
        "状態": "計画",
    }
    assert facts["自己評価"].startswith("提出済み（")
    assert facts["訪問評価"].startswith("提出済み（")


def test_what_needs_attention_and_what_is_unanswered_is_listed_for_both_sides(filled: World) -> None:
    tables = {table.title: table for table in document(filled).tables}
    assert list(tables) == ["概要", "章別", "評定の内訳", "B・C・確認不能", "項目別", "未回答"]
    assert [(row[1], *row[3:]) for row in tables["B・C・確認不能"].rows] == [
        ("1-01", "A", "C", "差あり", "", "=旧版を掲示"),
        ("1-02", "B", "B", "一致", "辞令のみ", "辞令と異なる"),
        ("2-01", "確認不能", "B", "差あり", "薬剤部に確認中", "1部署に残置"),
    ]
    assert [row[0] for row in tables["評定の内訳"].rows] == ["自己評価", "訪問評価"]
    assert all(sum(int(str(cell)) for cell in row[2:]) == 6 for row in tables["評定の内訳"].rows)
    assert [(row[0], row[2]) for row in tables["未回答"].rows] == [
        ("訪問評価", "1-05"),
        ("自己評価", "2-03"),
        ("訪問評価", "2-03"),
    ]


def test_the_tables_are_those_of_the_screen(filled: World) -> None:
    with db.reading() as connection:
        screen = visit_comparison(by(connection, principal(filled.people["manager.h01"])), filled.visit)
    tables = {table.title: table.rows for table in document(filled).tables}
    assert [tables["章別"], tables["項目別"]] == [table.rows for table in screen.tables]
    assert document(filled).csv_table.rows == screen.tables[1].rows


def test_excel_and_csv_are_the_document_cell_for_cell(filled: World) -> None:
    found = document(filled)
    book = openpyxl.load_workbook(io.BytesIO(excel.workbook(found.title, found.tables, found.charts, found.fictional)))
    for table in found.tables:
        sheet = book[table.title]
        rows = sheet.iter_rows(min_row=excel.HEADER_ROW + 2, max_row=excel.HEADER_ROW + 1 + len(table.rows))
        assert [tuple(cell.value for cell in row) for row in rows] == list(table.rows)
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert sheet["A2"].value == "架空データ"
    text = csv_file.encode(found.csv_table, found.fictional).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert [[csv_file.unguard(cell) for cell in line] for line in lines[1:]] == [
        [*map(str, row), "架空データ"] for row in found.csv_table.rows
    ]
    assert lines[1][7] == "'=旧版を掲示"


def test_an_absent_side_stands_in_no_table(world: World) -> None:
    fill(world, "manager.h01", world.self_assessment, SELF, submit=False)
    fill(world, "evaluator.h02", world.visitor_assessment, VISITOR, submit=False)
    found = document(world, "manager.h02")
    assert "薬剤部に確認中" not in repr(found)
    tables = {table.title: table for table in found.tables}
    assert {row[0] for row in tables["未回答"].rows} == {"訪問評価"}
    assert [row[0] for row in tables["評定の内訳"].rows] == ["訪問評価"]
    assert {(row[3], row[6]) for row in tables["B・C・確認不能"].rows} == {("", "")}
    assert dict(found.facts)["自己評価"] == "自己評価はまだ提出されていないため、表示できません。"
    with pytest.raises(Forbidden):
        document(world, "manager.h04")


def test_a_record_only_visit_has_its_facts_and_nothing_else(world: World) -> None:
    secretariat = principal(world.people["secretariat"])
    with db.writing() as connection:
        old = visits.get(by(connection), world.visit)
        record = replace(old, mode=VisitMode.PAPER, record_only=True, member_ids=(), visit_date=None)
        visit_id = visits.add(by(connection, secretariat), record, [])
    with db.reading() as connection:
        found = visit_document(by(connection, secretariat), visit_id)
    assert [table.title for table in found.tables] == ["概要"]
    assert found.csv_table == found.tables[0]
    facts = dict(found.facts)
    assert (facts["訪問日"], facts["評価者"], facts["点検表の版"]) == ("未定", "未定", "なし（記録のみ）")
    assert excel.workbook(found.title, found.tables, found.charts, found.fictional)


def test_two_sheets_share_one_csv_with_the_version_in_front(world: World) -> None:
    secretariat = principal(world.people["secretariat"])
    with db.writing() as connection:
        visit_id = visits.add(
            by(connection, secretariat), visits.get(by(connection), world.visit), ["mini-1", "mini-2"]
        )
    with db.reading() as connection:
        found = visit_document(by(connection, principal(world.people["manager.h02"])), visit_id)
    assert found.csv_table.names[0] == "点検表の版"
    assert [row[0] for row in found.csv_table.rows] == ["第1版"] * 5 + ["第2版"] * 6
    assert [found.tables[chart.table].title for chart in found.charts] == ["章別 第1版", "章別 第2版"]
    assert found.cover is not None
    assert [found.tables[place].title for place in found.cover.first_page] == ["評定の内訳 第1版", "評定の内訳 第2版"]


def test_a_self_assessment_leaves_as_a_document_of_its_own(filled: World) -> None:
    with db.reading() as connection:
        found = assessment_document(by(connection, principal(filled.people["manager.h01"])), filled.self_assessment)
    assert found.title == "架空中央病院 2026年度 自己評価"
    assert dict(found.facts)["院長承認"] == "未承認"
    tables = {table.title: table for table in found.tables}
    assert tables["章別"].rows == (
        ("医療安全管理体制", 83.3, 3, 1, 0, 0),
        ("医薬品安全", "比較不可", 0, 0, 1, 1),
        ("全体", 83.3, 3, 1, 1, 1),
    )
    assert [row[3] for row in tables["項目別"].rows] == ["A", "B", "A", "該当なし", "確認不能", "未回答"]
    assert tables["項目別"].rows[1][5] == "manager.h01 さん"
    assert [row[2] for row in tables["未回答"].rows] == ["2-03"]
    assert found.csv_table == tables["項目別"]


@pytest.mark.parametrize("login", ["manager.h04", "leader.h03", "evaluator.h04", "center", "admin"])
def test_strangers_take_no_assessment_away(filled: World, login: str) -> None:
    with db.reading() as connection:
        for assessment_id in (filled.self_assessment, filled.visitor_assessment):
            with pytest.raises(Forbidden):
                assessment_document(by(connection, principal(filled.people[login])), assessment_id)
        with pytest.raises(NotFound):
            assessment_document(by(connection, principal(filled.people[login])), 999)
