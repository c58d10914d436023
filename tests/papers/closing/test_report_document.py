"""評価報告書 from its sealed snapshot: the same facts in PDF and Excel, whatever changes afterwards."""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from checklist.errors import Forbidden, NotFound
from checklist.formats import files, pdf
from checklist.formats.document import Document
from checklist.model.assessments import Operation
from checklist.model.closing import FindingKind, Signatory, report
from checklist.papers.closing import agreed_tables, report_document
from checklist.papers.visits import visit_document
from checklist.store import db
from checklist.store.act import acting, viewing
from checklist.store.assessments import answers
from checklist.store.closing import (
    closings,
    erasures,
    findings,
    host_comments,
    sealed_reports,
    seals,
    signatures,
    visit_hours,
)
from checklist.store.files import files as files_of
from checklist.store.hospitals import hospitals
from tests import cycle
from tests.cycle import who
from tests.pictures import photograph
from tests.world import CODES, World, by

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
    assert (found.cover.addressee, found.cover.number) == ("架空中央病院 病院長　殿", "医安相2026-001-1")


def test_it_prints_the_head_of_the_chain_as_it_was_sealed_in_short_and_whole(sealed: World) -> None:
    with db.reading() as connection:
        row = connection.execute(
            "SELECT position, lower(hex(link)) AS link FROM chain WHERE source = 'report'"
        ).fetchone()
    with acting(who(sealed, "evaluator.h02")) as act:
        sealed_reports.hand_over(act, sealed.visit, DAY)
    found, link = document(sealed), row["link"]
    short = f"第{row['position']}件　{link[:4]} {link[4:8]} {link[8:12]} {link[12:16]}"
    assert dict(found.facts)["記録の連鎖"] == short
    assert any(
        f"（第{row['position']}件までの全記録から計算した値、SHA-256）：{link}。" in note for note in found.notes
    )


def strokes_of(content: bytes) -> int:
    """How many lines are begun in what the page consists of: each is a move (m) before it is drawn."""
    reader = PdfReader(io.BytesIO(content))
    page: Any = reader.pages[0]
    parts = [page.get_contents().get_data()]
    parts += [one.get_object().get_data() for one in page["/Resources"].get("/XObject", {}).values()]
    return sum(len(re.findall(rb"(?<![A-Za-z0-9])m(?![A-Za-z0-9])", one)) for one in parts)


def lowest(content: bytes) -> float:
    """How far above the foot of the cover its last fact stands, in points."""
    found: list[float] = []
    PdfReader(io.BytesIO(content)).pages[0].extract_text(
        visitor_text=lambda text, matrix, *rest: found.append(matrix[5]) if "受領日" in text else None
    )
    return found[0]


def test_a_signature_by_finger_is_sealed_and_printed_beside_the_typed_name(world: World) -> None:
    cycle.meeting(world)
    with db.writing() as connection:
        leader, member = (by(connection, who(world, login)) for login in ("leader.h01", "evaluator.h02"))
        signatures.sign(leader, world.visit, Signatory.HOST, "架空 院長", ((100, 50, 300, 250, 500, 50), (600, 150)))
        signatures.sign(member, world.visit, Signatory.EVALUATOR, "架空 評価者")
    cycle.seal(world, world.visit)
    found = document(world)
    (name, drawn), *rest = found.drawings
    assert (name, rest) == ("受審病院の署名", [])
    assert drawn.count("<path") == 2
    with_it, without = (pdf.document(one) for one in (found, replace(found, drawings=())))
    assert strokes_of(with_it) - strokes_of(without) == 2
    assert "架空 院長（" in PdfReader(io.BytesIO(with_it)).pages[0].extract_text()
    # Beside the name, not beneath it: the end of the cover would go over to a page of its own.
    assert 0 <= lowest(without) - lowest(with_it) < 24
    with db.reading() as connection:
        sealed = sealed_reports.snapshot(by(connection, who(world, "leader.h01")), world.visit)
    assert [one.strokes for one in sealed.signatures] == [((100, 50, 300, 250, 500, 50), (600, 150)), ()]


def test_what_a_hospital_need_not_answer_has_a_count_of_its_own_and_is_never_left_open(world: World) -> None:
    # 1-02 is for 加算1 alone: without its filing the host is of 加算2, and every other item is agreed on.
    with db.writing() as connection:
        connection.execute("UPDATE filing SET addon_class = 2 WHERE hospital_id = ?", [world.hospitals["H01"]])
    cycle.agreed_throughout(world)
    tables = {table.title: table for table in document(world).tables}
    overall = tables["合意評価の概要 第2版"]
    assert overall.names[-2:] == ("未合意", "回答不要")
    assert [row[-2:] for row in overall.rows] == [(0, 1), (0, 0), (0, 1)]
    items = {row[1]: row[3:6] for row in tables["項目別の評価 第2版"].rows}
    assert items["1-02"] == ("回答不要", "回答不要", "回答不要")
    assert list(items) == list(CODES)
    assert not {"未回答", "未合意"} & {word for row in items.values() for word in row}
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.document(document(world)))).pages)
    assert not re.search("自己評\\s+価|回答不\\s+要", printed), "a word torn in a narrow column"
    with db.reading() as connection:
        exports = [
            *visit_document.visit_document(by(connection, who(world, "leader.h01")), world.visit).tables,
            *agreed_tables.of_visit(by(connection, who(world, "leader.h01")), world.visit),
        ]
    told = [str(cell) for table in exports for row in table.rows for cell in row]
    assert "回答不要" in told
    assert not {"未回答", "未合意"} & set(told)
    assert "1項目は、集計に含めていません" in "".join(note for table in exports for note in table.notes)


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


def test_hours_and_the_hosts_words_stand_beside_what_they_are_about(world: World) -> None:
    cycle.meeting(world)
    finding, member, host = cycle.noted(world), who(world, "evaluator.h02"), who(world, "manager.h01")
    with db.writing() as connection:
        closings.save_remarks(by(connection, member), world.visit, 1, "良好である。")
        visit_hours.save(by(connection, member), world.visit, 0, "09:30", "16:00")
        host_comments.save(by(connection, host), world.visit, finding, 0, "様式を改めました")
        host_comments.save(by(connection, host), world.visit, host_comments.REMARKS, 0, "お礼申し上げます")
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    found = document(world)
    assert dict(found.facts)["訪問の時刻"] == "09:30～16:00"
    tables = {table.title: table for table in found.tables}
    assert tables["指摘事項"].rows[0][-1] == "様式を改めました"
    assert tables["指摘事項"].columns[-1].name == "受審病院のコメント"
    assert tables["講評"].rows == (("良好である。",), ("受審病院のコメント：お礼申し上げます",))


def test_a_report_without_them_looks_as_before(sealed: World) -> None:
    found = document(sealed)
    assert not [name for name, _ in found.facts if name.startswith("訪問の時刻")]
    assert [table.columns[-1].name for table in found.tables if table.title == "指摘事項"] == ["内容"]
