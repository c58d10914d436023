"""An item about a department that the host is without is 回答不要 everywhere, and in no number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from checklist import words
from checklist.comparison import comparison, track_comparison
from checklist.comparison.comparison import Selection
from checklist.formats.table import Table
from checklist.model.assessments import AssessmentState, Track
from checklist.model.closing import Signatory
from checklist.model.sheets import Chapter, Item, Lineage, Module, Relation
from checklist.model.visits import VisitState
from checklist.papers.closing import report_document
from checklist.papers.sheets import paper_sheet
from checklist.papers.visits import visit_document
from checklist.readings import answer_page, answer_sheet, assessment_list
from checklist.store import db
from checklist.store.assessments import assessment_rows, assessments
from checklist.store.closing import closings, sealed_reports, signatures
from checklist.store.hospitals import lacking_modules
from checklist.store.sheets import sheets
from checklist.store.visits import member_chapters, visit_steps, visits
from tests.cycle import fill, who
from tests.world import CODES, HOST, SECOND, YEAR, World, by, item

ABOUT = ("3-01", "3-02")
NOTE = "透析の項目（この病院では回答不要）"
WITH_MODULE = replace(
    SECOND, code="mini-3", number=3, name="第3版", previous_code=SECOND.code,
    chapters=(*SECOND.chapters, Chapter("3", "透析")),
    items=(*SECOND.items, *(item(code, f"透析の項目 {code}", module=Module.DIALYSIS) for code in ABOUT)),
    lineage=(
        *(Lineage(code, Relation.SAME, (code,)) for code in CODES),
        *(Lineage(code, Relation.NEW, ()) for code in ABOUT),
    ),
)  # fmt: skip
EVERYTHING = dict.fromkeys((*CODES, *ABOUT), "A")


@pytest.fixture
def visit(world: World) -> int:
    """A visit to H01 next year on a sheet with a module of its own for 透析."""
    with db.writing() as connection:
        sheets.add(by(connection), WITH_MODULE)
        old = visits.get(by(connection), world.visit)
        plan = replace(old, id=0, state=VisitState.PLANNED)
        return visits.add(by(connection, who(world, "secretariat")), plan, [WITH_MODULE.code])


def without_dialysis(world: World) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        lacking_modules.declare(act, world.hospitals[HOST], {Module.DIALYSIS})


def tracks(visit: int) -> dict[Track, int]:
    with db.reading() as connection:
        return {one.track: one.id for one in assessment_rows.of_visit(connection, visit)}


def rated(world: World, visit: int, own: Mapping[str, str], theirs: Mapping[str, str]) -> None:
    """Both sides submit and the meeting begins."""
    manager, member = who(world, "manager.h01"), who(world, "evaluator.h02")
    with db.writing() as connection:
        start = assessments.start_self(by(connection, manager), YEAR, WITH_MODULE.code)
        fill(connection, manager, start, own, "自院の状況")
        assessments.submit(by(connection, manager), start)
        theirs_id = next(one.id for one in assessment_rows.of_visit(connection, visit) if one.track is Track.VISITOR)
        fill(connection, member, theirs_id, theirs, "確認した状況")
        assessments.submit(by(connection, member), theirs_id)
        visit_steps.move(by(connection, member), visit, VisitState.ON_SITE)
        closings.open_meeting(by(connection, member), visit)


def test_sheet_forms_paper_progress_and_gaps_ask_for_it_only_where_the_department_is(world: World, visit: int) -> None:
    manager = who(world, "manager.h01")
    with db.writing() as connection:
        own = assessments.start_self(by(connection, manager), YEAR, WITH_MODULE.code)
        member_chapters.assign(by(connection), visit, world.people["evaluator.h02"].id, WITH_MODULE.code, ["2", "3"])
    for asked in ((*CODES, *ABOUT), CODES):
        with db.reading() as connection:
            view = by(connection, manager)
            sheet = answer_sheet.read(view, own)["sheet"]["items"]
            assert {one["code"]: one["exempt"] for one in sheet} == {
                code: None if code in asked else NOTE for code in EVERYTHING
            }
            assert {one["module"] for one in sheet if one["code"] in ABOUT} == {"透析"}
            page = answer_page.read(view, own)
            assert page is not None
            assert tuple(page.needed) == asked
            assert assessments.gaps(view, own).unanswered == asked
            line = assessment_list.line(view, assessment_rows.get(connection, own))
            assert (line.answered, line.items) == (0, len(asked))
            paper = paper_sheet.of_assessment(view, own)
            noted = [row[0] for table in paper.tables for row in table.rows if NOTE in str(row[1])]
            assert noted == [code for code in EVERYTHING if code not in asked]
            member = next(one for one in member_chapters.progress(by(connection), visit) if one.chapters)
            assert member.items == len([code for code in asked if code[0] in "23"])
        without_dialysis(world)


def test_it_is_submitted_and_approved_without_an_answer_there(world: World, visit: int) -> None:
    without_dialysis(world)
    manager, leader = who(world, "manager.h01"), who(world, "leader.h01")
    with db.writing() as connection:
        own = assessments.start_self(by(connection, manager), YEAR, WITH_MODULE.code)
        fill(connection, manager, own, dict.fromkeys(CODES, "A"))
        assessments.submit(by(connection, manager), own)
        assessments.approve(by(connection, leader), own)
        assert assessments.get(by(connection, leader), own).state is AssessmentState.SUBMITTED
    assert tracks(visit)


def test_the_meeting_the_report_and_the_exports_leave_out_even_what_was_answered_there(
    world: World, visit: int
) -> None:
    without_dialysis(world)
    rated(world, visit, dict.fromkeys(CODES, "A"), {**EVERYTHING, **dict.fromkeys(ABOUT, "C")})
    manager, member = who(world, "manager.h01"), who(world, "evaluator.h02")
    with db.writing() as connection:
        sheet = closings.read(by(connection, manager), visit).sheets[0]
        assert [one.item.code for one in sheet.items] == list(CODES)
        assert (sheet.concordance.compared, sheet.concordance.unanswered) == (len(CODES), 0)
        assert (sheet.to_discuss, sheet.unagreed) == ((), ())
        for side, someone in ((Signatory.HOST, manager), (Signatory.EVALUATOR, member)):
            signatures.sign(by(connection, someone), visit, side, "架空 署名")
        sealed_reports.seal(by(connection, member), visit, *sealed_reports.suggested(by(connection), visit))
    with db.reading() as connection:
        view = by(connection, manager)
        content = sealed_reports.snapshot(view, visit, None).sheets[0]
        assert [one.code for one in content.items] == list(CODES)
        assert [one.code for one in content.chapters] == ["1", "2"]
        documents = [
            report_document.report_document(view, visit),
            visit_document.visit_document(view, visit),
            visit_document.assessment_document(view, tracks(visit)[Track.VISITOR]),
        ]
        sealed = [row for table in documents[0].tables for row in table.rows if set(row) & set(ABOUT)]
        assert [row[3:6] for row in sealed] == [(words.EXEMPT,) * 3] * len(ABOUT)
        for document in documents[1:]:
            # What was written stands there all the same, and says that nobody had to.
            lines = [record for record in document.csv_table.records() if record["項目コード"] in ABOUT]
            assert [record.get("自己評価", words.EXEMPT) for record in lines] == [words.EXEMPT] * 2
            assert [record.get("訪問評価", record.get("評定")) for record in lines] == ["C", "C"]
            assert {record.get("差", "") for record in lines} == {""}
            assert "この病院では回答不要の2項目は、集計に含めていません。" in document.notes
            assert _total(document.tables) == len(CODES)
            # C at an item that nobody had to answer asks for nobody's attention.
            assert [table.rows for table in document.tables if table.title == "B・C・確認不能"] == [()]


def _total(tables: tuple[Table, ...]) -> object:
    """How many ratings stand under 全体."""
    chapters = next(table for table in tables if table.title == "章別")
    name = next(column.name for column in chapters.columns if column.name.endswith("評定数"))
    return next(record[name] for record in chapters.records() if record["章"] == "全体")


def test_a_comparison_counts_neither_answers_nor_gaps_there(world: World, visit: int) -> None:
    rated(world, visit, {**EVERYTHING, **dict.fromkeys(ABOUT, "C")}, EVERYTHING)
    selection = Selection(YEAR, YEAR, Track.SELF, None, "mini")
    said: dict[float, list[object]] = {}
    for percent, rated_count in ((75.0, 8), (100.0, 6)):
        with db.reading() as connection:
            found = comparison.hospital_comparison(by(connection, who(world, "secretariat")), selection)
            whole = next(cell for cell in found.cells if not cell.chapter)
            assert whole.score is not None
            assert (whole.percent, whole.score.rated, whole.score.unanswered) == (percent, rated_count, 0)
            assert any("その部門を設けている病院のみで計算しています" in note for note in found.notes)
            view = by(connection, who(world, "secretariat"))
            said[percent] = [row[5] for row in track_comparison.item_comments(view, selection, ABOUT[0]).rows]
        without_dialysis(world)
    assert said == {75.0: ["自院の状況", "確認した状況"], 100.0: []}


def test_an_item_for_one_class_and_a_department_names_both() -> None:
    found: Item = item("3-01", "手術の項目", (1,), Module.SURGERY)
    assert words.exempt(found.audience) == "加算1、手術・麻酔の項目（この病院では回答不要）"
    assert words.audience(item("1-01", "全ての病院の項目").audience) == ""
