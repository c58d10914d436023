"""The page of the evidence documents: what is missing, adding one, taking one back."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store import db
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment
from tests.attached_files import pdf
from tests.cycle import who
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import HOST, World, by

NEW = "evidence-new-r0"


def stored(world: World) -> list[evidence_documents.EvidenceDocument]:
    with db.reading() as connection:
        return evidence_documents.of_hospital(by(connection, who(world, "manager.h01")), world.hospitals[HOST])


def typed(screen: AppTest, title: str, day: str, content: bytes) -> AppTest:
    screen.selectbox(key=f"{NEW}-kind").set_value("minutes")
    screen.text_input(key=f"{NEW}-title").set_value(title)
    screen.text_input(key=f"{NEW}-day").set_value(day)
    screen.file_uploader[0].upload("議事録.pdf", content)
    return press(screen, "書類を登録する")


def test_a_document_is_added_and_the_list_knows_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = open_page("evidence")
    assert "不足があります：研修修了証、出勤簿" in text(screen)
    screen = typed(screen, "", "2026年13月1日", pdf())
    assert "書類の名称" in faults(screen)
    assert "読み取れません" in faults(screen)
    assert stored(world) == []
    screen = typed(screen, "4月の議事録", "令和8年5月20日", b"%PDF-1.7 cut off")
    assert "途中で切れている" in faults(screen)
    screen = typed(screen, "4月の議事録", "令和8年5月20日", pdf())
    assert not screen.exception
    (one,) = stored(world)
    assert (one.fact.kind, one.fact.title, one.fact.dated_on) == ("minutes", "4月の議事録", date(2026, 5, 20))
    assert "前年度（2025年4月1日（火）から2026年3月31日（火））" in text(screen)


def test_a_document_is_taken_back_with_a_reason(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    with db.writing() as connection:
        fields = DocumentFields("organisation", "組織図<b>", date(2026, 4, 1))
        document = evidence_documents.add(
            by(connection, who(world, "manager.h01")),
            world.hospitals[HOST],
            fields,
            attachment.check("組織図.pdf", pdf()),
        )
    screen = open_page("evidence")
    assert "組織図&lt;b&gt;" in text(screen)
    screen.selectbox(key="evidence-withdraw-r0-which").set_value(document)
    screen = press(screen, "書類を取り消す")
    assert "取消しの理由" in faults(screen)
    screen.text_input(key="evidence-withdraw-r0-reason").set_value("古い版だった")
    screen = press(screen, "書類を取り消す")
    assert stored(world)[0].withdraw_reason == "古い版だった"
    assert "古い版だった" in text(screen)


def test_on_the_first_day_of_a_year_its_own_papers_are_missing_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    found = text(open_page("evidence", on="2026-04-01"))
    assert "本年度（2026年4月1日（水）から2026年4月1日（水））、前年度" in found
    assert "<td>現在有効な書類、前年度" not in found


def test_a_leader_reads_and_an_earlier_day_knows_nothing_later(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing() as connection:
        fields = DocumentFields("certificate", "修了証", date(2026, 8, 2))
        evidence_documents.add(
            by(connection, who(world, "manager.h01")),
            world.hospitals[HOST],
            fields,
            attachment.check("修了証.pdf", pdf()),
        )
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    screen = open_page("evidence", on="2026-08-01")
    assert "不足があります：研修修了証" in text(screen)
    assert not [button.label for button in screen.button if "書類を" in button.label]
    assert "不足があります：研修修了証" not in text(open_page("evidence", on="2026-08-02"))
