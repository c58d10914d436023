"""評価報告書 from its sealed snapshot: the same facts in PDF and Excel, whatever changes afterwards."""

from __future__ import annotations

import io
import uuid
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from checklist.errors import Forbidden, NotFound
from checklist.formats import files, pdf
from checklist.formats.document import Document
from checklist.model.assessments import Operation
from checklist.model.closing import FindingKind, report
from checklist.papers.closing import report_document
from checklist.store import db
from checklist.store.act import acting, viewing
from checklist.store.assessments import answers
from checklist.store.closing import closings, erasures, findings, sealed_reports, seals
from checklist.store.files import files as files_of
from checklist.store.hospitals import hospitals
from tests import cycle
from tests.cycle import who
from tests.pictures import photograph
from tests.world import World, by

DAY = date(2026, 11, 22)


@pytest.fixture
def sealed(world: World) -> World:
    """A sealed report with a recorded value, remarks, a finding and a good practice."""
    agreed = cycle.meeting(world)
    member = who(world, "evaluator.h02")
    with db.writing() as connection:
        answers.record(by(connection, member), agreed, [Operation(str(uuid.uuid4()), "1-02", 0, "B", "改善を合意")])
        closings.save_remarks(by(connection, member), world.visit, 1, "おおむね良好である。\n\n記録に課題がある。")
        findings.add(by(connection, member), world.visit, "mini-2", "1-01", FindingKind.GOOD_PRACTICE, "配布が早い")
    cycle.noted(world)
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    return world


def document(world: World, login: str = "leader.h01", edition: int | None = None) -> Document:
    with db.reading() as connection:
        return report_document.report_document(by(connection, who(world, login)), world.visit, edition)


def test_the_report_names_number_addressee_evaluators_and_signatures(sealed: World) -> None:
    found = document(sealed)
    facts = dict(found.facts)
    assert facts["文書番号"] == "医安相2026-001-1"
    assert facts["宛先"] == "架空中央病院 病院長"
    assert facts["評価者"] == "second.h02 さん（架空市民病院）、evaluator.h02 さん（架空市民病院）"
    assert facts["受審病院の署名"].startswith("架空 院長（")
    assert facts["手交日"] == "未手交"
    assert found.cover is not None
    assert (found.cover.addressee, found.cover.number) == ("架空中央病院 病院長　様", "医安相2026-001-1")


def test_its_tables_hold_overview_findings_remarks_and_every_item(sealed: World) -> None:
    tables = {table.title: table for table in document(sealed).tables}
    assert list(tables) == [
        "概要", "合意評価の概要 第2版", "指摘事項", "好事例", "講評", "前回までの指摘事項の確認",
        "項目別の評価 第2版", "報告書の版",
    ]  # fmt: skip
    assert tables["指摘事項"].rows == (
        (1, "医療安全管理体制", "1-05", "委員会に院長が出席している", "院長の出席が記録されていない"),
    )
    assert tables["好事例"].rows[0][-1] == "配布が早い"
    assert tables["講評"].rows == (("おおむね良好である。",), ("記録に課題がある。",))
    agreed = {row[1]: row[3:6] for row in tables["項目別の評価 第2版"].rows}
    assert agreed["1-02"] == ("A", "B", "B")
    assert agreed["1-05"] == ("A", "C", "未合意")
    assert agreed["2-01"] == ("該当なし", "該当なし", "該当なし")
    # A, B, B of the three agreed grades: 1 + 0.5 + 0.5 of 3.
    assert tables["合意評価の概要 第2版"].rows[-1] == ("全体", 66.7, 1, 2, 0, 1, 0, 2)


def test_agreement_and_kappa_stand_under_the_facts_with_what_they_leave_out(sealed: World) -> None:
    notes = "\n".join(document(sealed).notes)
    assert "一致率 50.0％（4項目中2項目）" in notes
    assert "未回答0、確認不能1、該当なし1" in notes
    assert "SHA-256" in notes


def test_the_report_stays_as_it_was_sealed(sealed: World) -> None:
    before = document(sealed)
    with db.writing() as connection:
        host = hospitals.get(by(connection), sealed.hospitals["H01"])
        connection.execute("UPDATE hospital SET name = '架空改名病院' WHERE id = ?", [host.id])
        connection.execute("UPDATE person SET name = '別の名前'")
    assert document(sealed).tables[:-1] == before.tables[:-1]


def test_a_reopened_edition_can_still_be_read_with_its_reason(sealed: World) -> None:
    with db.writing() as connection:
        sealed_reports.hand_over(by(connection, who(sealed, "evaluator.h02")), sealed.visit, DAY)
        sealed_reports.reopen(by(connection, who(sealed, "secretariat")), sealed.visit, "1-05の評定の誤り")
    cycle.sign(sealed, sealed.visit)
    cycle.seal(sealed, sealed.visit)
    first, newest = document(sealed, edition=1), document(sealed)
    assert dict(first.facts)["版"] == "第1版（再開済み）"
    assert (dict(newest.facts)["版"], dict(newest.facts)["文書番号"]) == ("第2版", "医安相2026-001-2")
    assert [(row[0], row[3], row[5]) for row in newest.tables[-1].rows] == [
        (1, "2026年11月22日（日）", "1-05の評定の誤り"),
        (2, "", ""),
    ]


@pytest.mark.parametrize("login", ["evaluator.h01", "manager.h04", "evaluator.h04", "center", "admin"])
def test_others_do_not_read_it(sealed: World, login: str) -> None:
    with pytest.raises(Forbidden):
        document(sealed, login)


def test_without_a_sealed_report_there_is_none(world: World) -> None:
    with pytest.raises(NotFound):
        document(world)


def test_pdf_and_excel_hold_the_same_report(sealed: World) -> None:
    found = document(sealed)
    assert files.render(found, "pdf").startswith(b"%PDF-")
    book = load_workbook(io.BytesIO(files.render(found, "xlsx")))
    assert book.sheetnames == [table.title for table in found.tables]
    cells = [cell.value for row in book["指摘事項"].iter_rows() for cell in row]
    assert "院長の出席が記録されていない" in cells
    assert cells[0] == "指摘事項"
    assert "架空データ" in cells


def test_findings_and_good_practices_leave_alone(sealed: World) -> None:
    with db.reading() as connection:
        found = report_document.findings_document(by(connection, who(sealed, "manager.h01")), sealed.visit)
    assert [table.title for table in found.tables] == ["概要", "指摘事項", "好事例"]
    assert found.title == "架空中央病院 2026年度 指摘事項・好事例"


def test_after_an_erasure_the_files_of_a_sealed_report_carry_the_tombstone_and_say_so(sealed: World) -> None:
    before = document(sealed)
    with db.reading() as connection:
        (first, *_) = erasures.findings_of(by(connection, who(sealed, "evaluator.h02")), sealed.visit)
    with acting(who(sealed, "evaluator.h02")) as act:
        erasures.erase(act, first, "患者名の記載")
    after = document(sealed)
    stone = "（個人情報のため削除 2026年11月22日 evaluator.h02 さん）"
    assert {table.title: table for table in after.tables}["好事例"].rows[0][-1] == stone
    assert first.text not in str(after)
    assert after.notes[0] == before.notes[0]
    assert after.notes[1].startswith("確定後に個人情報を削除しました（2")
    book = load_workbook(io.BytesIO(files.render(after, "xlsx")))
    assert stone in [cell.value for row in book["好事例"].iter_rows() for cell in row]


def test_chosen_photos_are_sealed_and_printed_and_an_erased_one_leaves_its_tombstone(world: World) -> None:
    """The choice and the caption are what was sealed; the erasure is on record, and the report still intact."""
    member, reader = who(world, "evaluator.h02"), who(world, "leader.h01")
    kept, gone = (
        photograph(world, "evaluator.h02", world.visitor_assessment, caption, "1-05", colour)
        for caption, colour in (("議事録の署名欄", "red"), ("架空ハナコ氏のベッド", "blue"))
    )
    cycle.meeting(world)
    finding = cycle.noted(world)
    with acting(member) as act:
        findings.choose_photos(act, finding, 1, [kept, gone])
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    (figure,) = document(world).figures
    assert document(world).tables[figure.table].title == "指摘事項"
    assert [(one.caption, bool(one.content)) for one in figure.pictures] == [
        ("議事録の署名欄", True), ("架空ハナコ氏のベッド", True),
    ]  # fmt: skip
    assert images(pdf.document(document(world))) == 2
    with acting(who(world, "secretariat")) as act:
        erasures.erase_photo(act, gone, "患者名")
    (figure,) = document(world).figures
    assert [one.content is None for one in figure.pictures] == [False, True]
    assert figure.pictures[1].caption == "（個人情報のため削除 2026年11月22日 secretariat さん）"
    assert images(pdf.document(document(world))) == 1
    with viewing(reader) as view:
        assert [one.intact for one in seals.of_visit(view, world.visit)] == [True]
        assert "ハナコ" not in report.canonical(sealed_reports.snapshot(view, world.visit))
        (edition,) = sealed_reports.of_visit(view, world.visit)
    assert [one.reason for one in edition.erasures] == ["患者名"]


def images(content: bytes) -> int:
    """The number of pictures in a PDF."""
    return sum(len(page.images) for page in PdfReader(io.BytesIO(content)).pages)


def test_a_photo_whose_file_is_lost_does_not_keep_the_report_from_being_printed(world: World, world_db: Path) -> None:
    taken = photograph(world, "evaluator.h02", world.visitor_assessment, item="1-05")
    cycle.meeting(world)
    finding = cycle.noted(world)
    with acting(who(world, "evaluator.h02")) as act:
        findings.choose_photos(act, finding, 1, [taken])
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    for path in files_of.stored(files_of.folder_beside(world_db)):
        path.unlink()
    ((picture,),) = (one.pictures for one in document(world).figures)
    assert (picture.content, "壊れています" in picture.caption) == (None, True)
