"""協議会 on the screen: from an empty page to a meeting with its agenda, papers, listeners and what becomes public."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.formats import pdf
from checklist.jobs import council_papers
from checklist.model.center.activities import CouncilMeeting
from checklist.store import db
from checklist.store.center import council, observers
from checklist.store.records import records
from tests.center_council import CLOSED, COMING, DAY, MEETING, MEMBER, OPEN, TODAY, consultations, keep
from tests.center_desk import acting, staff
from tests.ui import screens
from tests.ui.center.test_consultations_page import field
from tests.ui.screens import faults, open_page, press, text
from tests.world import World, by

PREPARED = replace(MEETING, held=False, present=0, absent=0, observers=0, published_on=None)


@pytest.fixture
def center(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    screens.sign_in(monkeypatch, world.people["center"].id)
    # The process apart is tested beside the job; here it would take a second for each paper.
    monkeypatch.setattr(
        council_papers.freeze, "__defaults__", (*(council_papers.freeze.__defaults__ or ())[:-1], pdf.document)
    )
    return world


def stored(world: World, meeting: int = 1) -> CouncilMeeting:
    with db.reading() as connection:
        return records.get(by(connection, staff(world)), CouncilMeeting, meeting)


@pytest.mark.parametrize("part", ["", "members", "remarks"])
def test_each_part_opens_empty_with_what_to_do_next(part: str, center: World) -> None:
    screen = open_page("council", part=part)
    assert not screen.exception
    assert "まだありません" in text(screen)


def test_a_meeting_is_added_and_stands_in_the_list_as_a_draft(center: World) -> None:
    screen = open_page("council")
    press(screen, "保存する")
    assert "会議名：" in faults(screen)
    field(screen, "会議名").set_value("令和8年度第2回")
    press(screen, "保存する")
    shown = text(open_page("council"))
    assert "令和8年度第2回" in shown
    assert "準備中（非公開）" in shown
    assert 'href="/council?meeting=1"' in shown


def test_a_member_and_a_sentence_of_the_report_are_added(center: World) -> None:
    screen = open_page("council", part="members")
    field(screen, "任期の終わり").set_value("2028/3/31")
    field(screen, "氏名").set_value("架空 太郎")
    field(screen, "区分").set_value("law")
    press(screen, "保存する")
    assert "弁護士" in text(open_page("council", part="members"))
    screen = open_page("council", part="remarks")
    field(screen, "期間").set_value("fy2026")
    field(screen, "報告の部分").set_value("analysis")
    field(screen, "文章").set_value("説明の不足が多い。")
    press(screen, "保存する")
    shown = text(open_page("council", part="remarks"))
    assert "寄せられた相談を分析して" in shown
    # In the words of the report, and never as the code of an address.
    assert "2026年度</" in shown
    assert "fy2026" not in shown


def test_a_meeting_goes_from_draft_to_its_public_record_step_by_step(center: World) -> None:
    keep(center, PREPARED, OPEN, CLOSED)
    screen = open_page("council", meeting=1)
    press(screen, "開催の結果を記録する")
    assert stored(center).held
    screen = open_page("council", meeting=1)
    assert "非公開の議題は、議題名と理由のみ公開します" in text(screen)
    press(screen, "会議要旨を今日から公開する")
    assert stored(center).published_on == TODAY
    shown = text(open_page("council", meeting=1))
    assert "会議要旨を公開中" in shown
    assert "2026年11月22日（日）から" in shown


def test_a_coming_meeting_is_announced_with_one_press(center: World) -> None:
    keep(center, replace(COMING, announced_on=None))
    press(open_page("council", meeting=1), "開催案内を今日から公開する")
    assert stored(center).announced_on == TODAY


def test_an_item_is_added_named_nobody_and_corrected(center: World) -> None:
    keep(center, MEETING, MEMBER)
    screen = open_page("council", meeting=1)
    field(screen, "議題の種類").set_value("figures")
    field(screen, "議題名").set_value("相談の対応状況")
    field(screen, "委員の主な意見").set_value("架空委員：件数が多い")
    press(screen, "議題を保存する")
    assert "発言者を記載しないでください" in faults(screen)
    field(screen, "委員の主な意見").set_value("件数が多い")
    press(screen, "議題を保存する")
    assert "件数が多い" in text(open_page("council", meeting=1))
    screen = open_page("council", meeting=1, item=1)
    field(screen, "議題名").set_value("修正した議題名")
    press(screen, "議題を保存する")
    with db.reading() as connection:
        (item,) = council.items(by(connection, staff(center)), 1)
    assert (item.title, item.meeting_id, item.version) == ("修正した議題名", 1, 2)


def test_a_paper_is_frozen_shown_and_taken_back(center: World) -> None:
    consultations(center, 24)
    keep(center, MEETING, OPEN)
    screen = open_page("council", meeting=1)
    field(screen, "期間").set_value("h12026")
    press(screen, "資料を作成して固定する")
    assert not screen.exception
    shown = text(open_page("council", meeting=1))
    assert "/download/center/papers/1.pdf" in shown
    assert "公開の対象" in shown
    screen = open_page("council", meeting=1)
    press(screen, "資料を取り下げる")
    assert "取り下げる理由" in faults(screen)
    field(screen, "取り下げる理由").set_value("差し替え")
    press(screen, "資料を取り下げる")
    assert "/download/center/papers/1.pdf" not in text(open_page("council", meeting=1))


def test_why_a_paper_is_not_made_is_told(center: World) -> None:
    keep(center, MEETING, OPEN)
    screen = open_page("council", meeting=1)
    field(screen, "期間").set_value("fy2026")
    press(screen, "資料を作成して固定する")
    assert "期間が終わってから" in faults(screen)


def test_listeners_apply_are_drawn_and_their_needs_are_seen(center: World) -> None:
    keep(center, COMING)
    screen = open_page("council", meeting=1)
    press(screen, "申込みを記録する")
    assert "氏名" in faults(screen)
    for name in ("甲", "乙", "丙"):
        screen = open_page("council", meeting=1)
        field(screen, "氏名").set_value(name)
        field(screen, "必要な配慮").set_value("手話通訳")
        press(screen, "申込みを記録する")
    screen = open_page("council", meeting=1)
    assert "手話通訳（3名）" in text(screen)
    assert "席の数を1名超えています" in text(screen)
    press(screen, "抽選する（1回のみ）")
    shown = text(open_page("council", meeting=1))
    assert "落選" in shown
    assert "SHA-256" in shown
    assert "抽選する（1回のみ）" not in [one.label for one in open_page("council", meeting=1).button]


def test_what_nobody_has_settled_yet_is_told(center: World) -> None:
    keep(center, COMING)
    with acting(staff(center)) as act:
        council.save_item(act, replace(OPEN, title="下書き"))
        observers.register(act, 1, "applied", "甲")
        act.db.execute("UPDATE council_meeting SET held_on = '2026-11-20', version = version + 1")
    shown = text(open_page("council"))
    assert "会議の決まっていない議題が1件" in shown
    assert "開催日を過ぎています" in shown
    press(open_page("council", meeting=1), "「下書き」をこの会議の議題にする")
    with db.reading() as connection:
        assert [one.title for one in council.items(by(connection, staff(center)), 1)] == ["下書き"]


@pytest.mark.parametrize(
    ("asked", "told"), [({"meeting": 99}, "表示できません"), ({"part": "members", "record": 99}, "取り消されています")]
)
def test_what_is_not_there_is_told(asked: dict[str, str | int], told: str, center: World) -> None:
    screen = open_page("council", **asked)
    assert not screen.exception
    assert told in text(screen)


def test_a_written_meeting_has_no_listeners(center: World) -> None:
    keep(center, replace(PREPARED, form="written", opinions_until=DAY))
    shown = text(open_page("council", meeting=1))
    assert "書面開催" in shown
    assert "意見の締切" in shown
    assert "傍聴席" not in shown
