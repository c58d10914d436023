"""The year of the centre by the tasks of the 運営要領: every activity counts once, at its task, when it was done."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from checklist.errors import Forbidden
from checklist.formats import files
from checklist.model.center.activities import (
    CaseExtract,
    CenterSupport,
    CouncilMeeting,
    Liaison,
    Outreach,
    SafetyInformation,
    StaffCourse,
    Training,
)
from checklist.papers.center import activities_document
from checklist.readings.center import activities_page
from checklist.store import db
from checklist.store.records import records
from tests import pdf_text
from tests.center_desk import acting, staff, take_down
from tests.cycle import who
from tests.world import World, by

DAY = date(2026, 6, 10)


@pytest.fixture
def year(world: World) -> World:
    """One thing of each kind, some twice, one only planned and one of the year before."""
    with acting(staff(world)) as act:
        for one in (
            Training(held_on=DAY, theme="接遇", topic="communication", held=True, attended=40),
            Training(held_on=date(2027, 2, 1), theme="事故調査制度", topic="system"),
            Training(held_on=date(2025, 6, 1), theme="法律", topic="system", held=True, attended=99),
            StaffCourse(held_on=DAY, course="初任者研修", participants=13),
            CouncilMeeting(held_on=DAY, name="第1回", held=True, present=9, observers=4),
            Outreach(held_on=DAY, form="community", place="第一地区公民館", participants=20),
            Outreach(held_on=date(2026, 7, 1), form="community", place="第二地区公民館", participants=15),
            SafetyInformation(held_on=DAY, title="抗凝固薬", facilities=("hospital",), sent=24, read=20),
            CaseExtract(held_on=DAY, heading="説明", summary="説明が短い", response="聞き方を助言した"),
            Liaison(held_on=DAY, partner="医師会", subject="窓口の案内"),
            CenterSupport(held_on=DAY, kind="10", centre="東部", content="業務の評価"),
        ):
            records.save(act, None, one)
    take_down(staff(world), received_on=DAY)
    return world


def rows(world: World, shown: int | None = 2026) -> dict[tuple[object, object], tuple[object, object]]:
    with db.reading() as connection:
        page = activities_page.read(by(connection, staff(world)), None, shown, None)
    return {(row[0], row[1]): (row[2], row[3]) for row in page.summary.rows}


def test_each_activity_stands_at_its_task_with_its_people(year: World) -> None:
    assert rows(year) == {
        ("①苦情・相談への対応", "相談事例（件）"): (1, None),
        ("①苦情・相談への対応", "対応（回）"): (1, None),
        ("②医療安全推進協議会の開催", "医療安全推進協議会"): (1, 4),
        ("③関係機関・団体等との連絡調整", "関係機関との連絡調整"): (1, None),
        ("④医療安全に必要な情報の収集・提供", "医療機関等への情報提供"): (1, 24),
        ("⑤職員の資質の向上", "研修会"): (1, 40),
        ("⑤職員の資質の向上", "相談職員の研修受講"): (1, 13),
        ("⑥相談事例の収集・分析・情報提供", "相談事例集の事例"): (1, None),
        ("⑦医療安全施策の普及・啓発", "地域住民への啓発"): (2, 35),
        ("⑧二次医療圏センターへの助言・指導", ""): (0, None),
        ("⑨二次医療圏センターの職員の研修", ""): (0, None),
        ("⑩二次医療圏センターの業務の評価", "二次医療圏センターへの支援"): (1, None),
        ("⑪二次医療圏センターを補う業務", ""): (0, None),
    }


def test_a_year_without_anything_says_so_for_each_task(world: World) -> None:
    found = rows(world, 2023)
    assert {count for count, _ in found.values()} == {0}
    assert len(found) == 12


def test_a_year_that_is_not_offered_falls_to_this_one(year: World) -> None:
    assert rows(year, 1999) == rows(year, 2026)


def test_a_training_has_its_steps_and_the_year_its_remarks(year: World) -> None:
    with db.reading() as connection:
        page = activities_page.read(by(connection, staff(year)), "training_session", 2026, None)
    assert [one.training.theme for one in page.beside] == ["事故調査制度", "接遇"]
    assert page.notes[0] == "この年度の研修会は2回です（目安：年3回）。"
    assert page.notes[1].startswith("過去2年に扱っていない内容：組織的な取組")
    assert page.beside[0].remarks == ()


def test_every_file_has_the_cells_of_the_screen(year: World) -> None:
    with db.reading() as connection:
        view = by(connection, staff(year))
        table = activities_page.read(view, None, 2026, None).summary
        document = activities_document.document(view, 2026)
    sheets = openpyxl.load_workbook(io.BytesIO(files.render(document, "xlsx")))
    cells = {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {cell for row in table.rows for cell in row if cell not in (None, "")} <= cells
    lines = list(csv.reader(io.StringIO(files.render(document, "csv").decode("utf-8-sig"))))
    assert len(lines) == 1 + len(table.rows)
    assert "⑦医療安全施策の普及・啓発" in "".join(pdf_text.pages(files.render(document, "pdf"))).replace("\n", "")


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "secretariat", "admin"])
def test_nobody_else_reads_the_work_of_the_centre(login: str, year: World) -> None:
    with db.reading() as connection, pytest.raises(Forbidden):
        activities_page.read(by(connection, who(year, login)), "training_session", None, None)
