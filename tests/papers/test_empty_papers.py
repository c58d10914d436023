"""Files of a region in which nothing was answered, recorded or filed yet: whole, with their heads, and saying so."""

from __future__ import annotations

import io

import openpyxl
import pytest

from checklist.errors import ChecklistError
from checklist.imports import record_file
from checklist.model.records import KINDS
from checklist.words import FICTIONAL
from tests import pdf_text
from tests.cycle import who
from tests.papers.exports_text import client_of
from tests.world import SECOND, World

NOW, LONG_AGO = "first=2026&last=2026", "first=2020&last=2020"
NUMBERS = "年度,区分・病院,章コード,章,得点率,項目数,病院数,評価数,評定数,該当なし,確認不能,未回答,備考"
GAPS = "集団,年度,章,項目コード,項目,自己評価,自己評価 評定数,訪問評価,訪問評価 評定数,差（ポイント）,備考"
ITEMS = "章,項目コード,項目"
BOTH = "架空中央病院（評価：架空市民病院）,架空市民病院（評価：架空中央病院）"
COMMENTS = "架空中央病院（評価：架空市民病院）のコメント,架空市民病院（評価：架空中央病院）のコメント"

# Who takes which table: its head, and what stands behind the three cells of each item of the sheet; None without rows.
TABLES = [
    ("manager.h01", f"comparison.csv?by=classes&{NOW}", NUMBERS, None),
    ("manager.h01", f"comparison.csv?by=tracks&{NOW}", GAPS, None),
    ("leader.h01", f"comparison.csv?by=classes&{LONG_AGO}", NUMBERS, None),
    ("secretariat", f"comparison.csv?by=hospitals&{NOW}", NUMBERS, None),
    ("secretariat", f"comparison.csv?by=classes&{LONG_AGO}&chapter=1", NUMBERS, None),
    ("center", f"comparison.csv?by=classes&{NOW}", NUMBERS, None),
    ("manager.h01", "assessments/2.csv", f"{ITEMS},評定,コメント,回答者,回答日時", "未回答,,,"),
    (
        "manager.h01",
        "visits/1.csv",
        f"{ITEMS},自己評価,訪問評価,差,自己評価のコメント,訪問評価のコメント",
        "未回答,,,,",
    ),
    (
        "manager.h02",
        "visits/1.csv",
        f"{ITEMS},自己評価,訪問評価,差,自己評価のコメント,訪問評価のコメント",
        ",未回答,,,",
    ),
    ("secretariat", "visits/1.csv", f"{ITEMS},自己評価,訪問評価,差,自己評価のコメント,訪問評価のコメント", ",,,,"),
    ("manager.h01", "visits/1/partners.csv", f"{ITEMS},{BOTH},{COMMENTS}", ",,,"),
    *(
        ("manager.h01", f"hospitals/1/records/{code}.csv{query}", ",".join(record_file.column_names(kind)), None)
        for code, kind in KINDS.items()
        for query in ("", "?year=2020")
    ),
]


@pytest.mark.parametrize(("login", "address", "head", "cells"), TABLES, ids=[f"{one[0]} {one[1]}" for one in TABLES])
def test_a_table_has_its_head_and_no_answers(
    login: str, address: str, head: str, cells: str | None, world: World
) -> None:
    names = {chapter.code: chapter.name for chapter in SECOND.chapters}
    rows = [f"{names[one.chapter_code]},{one.code},{one.text},{cells}" for one in SECOND.items]
    content = client_of(who(world, login)).get(f"/download/{address}").content
    first, *found, last = content.decode("utf-8").split("\r\n")
    # What is to be filled in says nothing of where it is from.
    told = "" if "records" in address else ",出力の条件"
    assert (first, last) == (f"\ufeff{head}{told},データの種別", "")
    assert [row.rsplit(",", 2)[0] for row in found] == (rows if cells is not None else [])
    for row in found:
        origin, fictional = row.rsplit(",", 2)[1:]
        assert (f"{login} さん" in origin, fictional) == (True, FICTIONAL)


# Who takes which workbook: its sheets, each with the number of its rows below the head.
BOOKS = [
    ("manager.h01", "hospitals/1/plans.xlsx", {"概要": 5, "改善計画": 0, "進捗の記録": 0}),
    ("manager.h01", "hospitals/1/partners.xlsx", {"概要": 7, "自院が評価する医療機関": 0, "自院の評価を行う医療機関": 1}),
    ("manager.h03", "hospitals/3/partners.xlsx", {"概要": 7, "自院の評価を行う医療機関": 0}),
    ("manager.h01", "hospitals/1/records/conference.xlsx", {"カンファレンス": 0, "記入のしかた": 6}),
    ("secretariat", "hospitals/template.xlsx", {"病院": 1, "届出": 1, "利用者": 1, "記入のしかた": 25}),
    ("manager.h01", f"comparison.xlsx?by=classes&{NOW}", {"概要": 6, "得点率（年度・区分別）": 0, "内訳": 0}),
    ("secretariat", f"comparison.xlsx?by=hospitals&{NOW}", {
        "概要": 6, "得点率（2026年度（途中）・病院別）": 0, "得点率の推移": 0, "内訳": 0,
    }),
]  # fmt: skip


@pytest.mark.parametrize(("login", "address", "sheets"), BOOKS, ids=[f"{one[0]} {one[1]}" for one in BOOKS])
def test_a_workbook_has_its_sheets_with_heads_only(
    login: str, address: str, sheets: dict[str, int], world: World
) -> None:
    content = client_of(who(world, login)).get(f"/download/{address}").content
    found = openpyxl.load_workbook(io.BytesIO(content))
    rows = {sheet.title: 0 for sheet in found}
    for sheet in found:
        assert sheet["A3"].value
        assert sheet.freeze_panes == "A4"
        # The notes stand below an empty row.
        for row in sheet.iter_rows(min_row=4, max_col=1, values_only=True):
            if row[0] is None:
                break
            rows[sheet.title] += 1
        # A filter, and a chart of nothing, would be marks of a broken table.
        assert (sheet.auto_filter.ref is None) == (rows[sheet.title] == 0)
        assert rows[sheet.title] or not sheet._charts
    assert rows == sheets


# Who takes which paper, and what stands on it, white space left out.
PAPERS = [
    ("manager.h01", "hospitals/1/plans.pdf", ["指摘事項0件状態なし", "改善計画該当するものはありません。"]),
    ("manager.h01", "hospitals/1/partners.pdf", [
        "※届け出た連携先が登録されていません。", "自院が評価する医療機関該当するものはありません。",
        "予定2026年11月25日（水）届出なし",
    ]),
    ("manager.h01", "hospitals/1/criteria.pdf", ["医療安全管理者の配置が記録されていません。", "金額は計算できません。"]),
    ("manager.h01", "hospitals/1/evidence-pack.pdf", ["不足している書類研修修了証、出勤簿、", "収録したファイル1件"]),
    ("manager.h01", f"comparison.pdf?by=classes&{NOW}", ["得点率（年度・区分別）該当するものはありません。"]),
    ("manager.h01", "assessments/2.pdf", ["状態入力中院長承認未承認", "比較不可"]),
    ("manager.h01", "assessments/2/paper.pdf", ["小さな点検表記入用紙", "□A□B□C□該当なし□確認不能"]),
    ("manager.h01", "visits/1.pdf", ["自己評価入力中訪問評価訪問評価はまだ提出されていないため、表示できません。"]),
    ("secretariat", "visits/1.pdf", ["自己評価自己評価はまだ提出されていないため、表示できません。"]),
    ("secretariat", "sheets/mini-2.pdf", ["受審病院評価日評価者", "□A□B□C□該当なし□確認不能"]),
]  # fmt: skip


@pytest.mark.parametrize(("login", "address", "told"), PAPERS, ids=[f"{one[0]} {one[1]}" for one in PAPERS])
def test_a_paper_says_that_there_is_nothing(login: str, address: str, told: list[str], world: World) -> None:
    content = client_of(who(world, login)).get(f"/download/{address}").content
    words = "".join("".join(page.split()) for page in pdf_text.pages(content))
    assert FICTIONAL in words
    assert [sentence for sentence in told if sentence not in words] == []
    assert "None" not in words


@pytest.mark.parametrize(
    ("login", "address", "told"),
    [
        ("manager.h01", "visits/1/report.pdf", "確定した評価報告書はまだありません。"),
        ("secretariat", "visits/1/findings.xlsx", "確定した評価報告書はまだありません。"),
        ("manager.h01", "visits/1/report.csv", "このファイル形式には対応していません。"),
        ("manager.h01", "hospitals/1/records/conference.pdf", "このファイル形式には対応していません。"),
        ("manager.h01", "hospitals/1/records/conference.csv?year=1900", "年度の指定が正しくありません。"),
        ("manager.h01", "hospitals/1/evidence-pack.zip?on=2027-04-01", "今日までの日付について作成できます。"),
        ("manager.h01", "hospitals/1/criteria.pdf?on=soon", "基準日の指定が正しくありません。"),
        ("manager.h01", "comparison.csv?by=dance", "比較の種類の指定が正しくありません。"),
        (
            "secretariat",
            "comparison.csv?by=classes&first=2026",
            "比較する年度や評価の種類などの指定が正しくありません。",
        ),
        ("secretariat", f"comparison.csv?by=classes&{NOW}&groups=", "1つ以上選んでください"),
        ("manager.h01", "assessments/1.csv", "この操作を行う権限がありません。"),
        ("secretariat", "assessments/2.csv", "この操作を行う権限がありません。"),
        ("center", "hospitals/template.csv", "この操作を行う権限がありません。"),
        ("secretariat", "sheets/none.csv", "登録されていません。"),
        ("secretariat", "hospitals/99/partners.pdf", "登録されていません。"),
    ],
)
def test_what_there_is_no_file_of_is_refused_in_a_sentence(login: str, address: str, told: str, world: World) -> None:
    with pytest.raises(ChecklistError) as refused:
        client_of(who(world, login)).get(f"/download/{address}")
    assert told in refused.value.message
