"""届出様式の記載内容: what is filed and recorded, blank where nothing is known, and never taken for the form itself."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from checklist.errors import Forbidden
from checklist.formats import files
from checklist.formats.document import Document
from checklist.model.criteria import Direction
from checklist.model.hospitals import Addon, Filing
from checklist.model.records import Appointment, Course, Record
from checklist.papers.evidence import evidence_pack, submission
from checklist.papers.hospitals import filing_form
from checklist.rules.criteria import partners
from checklist.store import db
from checklist.store.hospitals import filing_partners, hospitals
from checklist.store.records import records
from tests import pdf_text
from tests.cycle import who
from tests.world import HOST, LEADING, STRANGER, World, by

SINCE, TODAY = date(2024, 4, 1), date(2026, 11, 20)


def keep(world: World, *found: Record) -> None:
    with db.writing() as connection:
        for one in found:
            records.save(by(connection, who(world, "manager.h01")), world.hospitals[HOST], one)


def course(name: str, on: date, hours: float = 40) -> Course:
    return Course(
        staff_name=name, finished_on=on, title="医療安全管理者養成研修", organiser="association", organiser_name="架空県看護協会",
        hours=hours, topics=("basics",),
    )  # fmt: skip


def appointed(name: str, post: str, since: date = SINCE, until: date | None = None, **more: Any) -> Appointment:
    return Appointment(
        staff_name=name, profession="nurse", post=post, dedication="dedicated", valid_from=since, valid_to=until, **more
    )


def document(world: World, login: str = "manager.h01", on: date | None = TODAY, code: str = HOST) -> Document:
    with db.reading() as connection:
        return filing_form.document(by(connection, who(world, login)), world.hospitals[code], on)


def rows(found: Document) -> dict[str, tuple[tuple[Any, ...], ...]]:
    return {one.title: one.rows for one in found.tables}


def test_what_is_not_known_is_blank_and_has_a_line_to_write_on(world: World) -> None:
    found = rows(document(world))
    assert found["医療安全管理者"] == (("",) * 6,)
    assert found["医療安全管理部門の専任職員"] == tuple(
        (name, "", "", "", "") for name in ("診療部門", "薬剤部門", "看護部門", "事務部門")
    )
    assert found[partners.WORDS[Direction.VISITS]] == (("",) * 6,)


def test_the_manager_of_the_day_stands_with_profession_and_trainings(world: World) -> None:
    keep(
        world,
        appointed("架空 前任", "safety_manager", until=date(2025, 3, 31)),
        appointed("架空 花子", "safety_manager", date(2025, 4, 1), other_hours=12.5),
        course("架空 花子", date(2025, 2, 14), 39.5),
        course("架空 花子", date(2026, 11, 10)),
        course("架空 別人", date(2025, 2, 14)),
    )
    (line,) = rows(document(world, on=date(2026, 11, 9)))["医療安全管理者"]
    assert line == (
        "架空 花子", "看護師", "専従", "2025年4月1日（火）", "12.5時間",
        "医療安全管理者養成研修（架空県看護協会、39.5時間、2025年2月14日（金）修了）",
    )  # fmt: skip
    assert rows(document(world, on=date(2025, 3, 31)))["医療安全管理者"][0][0] == "架空 前任"


def test_the_physician_is_asked_for_in_class_1_alone(world: World) -> None:
    keep(world, appointed("架空 医師", "physician", safety_since=date(2020, 4, 1)))
    found = rows(document(world))["専任の医師（地域連携加算1）"]
    assert found[0][:3] == ("架空 医師", "看護師", "2020年4月1日（水）")
    with db.writing() as connection:
        secretariat = by(connection, who(world, "secretariat"))
        for one in hospitals.filings(secretariat, world.hospitals[HOST]):
            if one.addon is Addon.REGIONAL:
                connection.execute("UPDATE filing SET addon_class = 2 WHERE id = ?", [one.id])
    of_class_2 = rows(document(world))
    assert "専任の医師（地域連携加算1）" not in of_class_2
    assert partners.WORDS[Direction.VISITS] not in of_class_2


def test_partners_stand_with_founder_place_class_and_day_of_the_evaluation(world: World) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        for code, way in ((LEADING, Direction.VISITED_BY), (STRANGER, Direction.VISITS)):
            filing_partners.add(act, world.hospitals[HOST], world.hospitals[code], way, date(2026, 4, 1))
    found = rows(document(world))
    by_others = found[partners.WORDS[Direction.VISITED_BY]]
    assert by_others[0][:5] == ("架空市民病院", "医療法人 架空会", "架空県架空市", "加算1", "予定 2026年11月25日（水）")
    (visited,) = found[partners.WORDS[Direction.VISITS]]
    assert visited[4:] == ("訪問の登録なし", "2026年4月1日（水）届出")


def test_filings_of_the_day_stand_in_the_head_with_their_numbers(world: World) -> None:
    facts = dict(document(world).facts)
    assert facts["保険医療機関名"] == "架空中央病院"
    named = [name for name in facts if "加算" in name]
    assert [name[:8] for name in named] == ["医療安全対策加算", "医療安全対策地域"]
    assert all("算定開始" in facts[name] and "受理番号" in facts[name] for name in named)
    with db.writing() as connection:
        hospitals.save_filing(
            by(connection, who(world, "secretariat")),
            Filing(0, world.hospitals[STRANGER], Addon.INFECTION, 1, SINCE, None, "感1"),
        )
    assert not [name for name in dict(document(world, "secretariat", code=STRANGER).facts) if "感染" in name]


def test_it_says_that_it_is_no_form_which_notice_it_follows_and_what_it_does_not_know(world: World) -> None:
    notes = document(world).notes
    assert "届出様式ではありません" in notes[0]
    assert "地方厚生（支）局の様式" in notes[0]
    assert "保医発0305第5号" in notes[1]
    assert "別添3 第20" in notes[1]
    assert "最新の通知" in notes[2]
    assert "空欄" in notes[3]
    assert not [note for note in document(world, on=date(2026, 3, 31)).notes if "最新の通知" in note]


def test_who_may_not_read_records_gets_them_blank_and_is_told(world: World) -> None:
    keep(world, appointed("架空 花子", "safety_manager"))
    found = document(world, "secretariat")
    assert rows(found)["医療安全管理者"] == (("",) * 6,)
    assert filing_form.UNSEEN in found.notes
    assert filing_form.UNSEEN not in document(world).notes
    assert filing_form.UNSEEN not in document(world, "leader.h01").notes


@pytest.mark.parametrize("login", ["manager.h02", "evaluator.h02", "center", "admin"])
def test_nobody_else_gets_it(world: World, login: str) -> None:
    with pytest.raises(Forbidden):
        document(world, login)


def test_paper_and_workbook_hold_the_same(world: World) -> None:
    keep(world, appointed("架空 花子", "safety_manager"), course("架空 花子", date(2025, 2, 14)))
    found = document(world)
    paper = "".join("".join(pdf_text.pages(files.render(found, "pdf"))).split())
    book = load_workbook(io.BytesIO(files.render(found, "xlsx")))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for word in ("架空花子", "届出様式ではありません", "医療安全管理者養成研修"):
        assert word in paper
        assert any(word in "".join(one.split()) for one in cells), word


def test_it_leads_the_pack_for_the_inspection_where_it_is_chosen(world: World) -> None:
    keep(world, appointed("架空 花子", "safety_manager"))
    with db.reading() as connection:
        act = by(connection, who(world, "manager.h01"))
        whole = submission.collect(act, world.hospitals[HOST], date(2026, 5, 1))
        alone = submission.collect(act, world.hospitals[HOST], date(2026, 5, 1), [submission.FILING])
        asked = evidence_pack.collect(act, world.hospitals[HOST], date(2026, 5, 1)).asked
    assert whole.files[0].title == filing_form.TITLE
    assert [one.title for one in alone.files] == [filing_form.TITLE]
    assert next(iter(submission.choices(asked))) == submission.FILING
    text = "".join("".join(pdf_text.pages(submission.render(alone, "pdf"))).split())
    assert "架空花子" in text
    assert "仮判定" not in text
