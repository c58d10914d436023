"""記録: entered on a form of its columns, questioned, copied, corrected, taken back, and imported."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.accounts import Role
from checklist.model.fields import columns
from checklist.model.records import KINDS, Appointment, Conference, Course, Record, SafetyRound
from checklist.store import db
from checklist.store.records import records
from checklist.words.records import TOPICS
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import HOST, World, by, principal

CONFERENCE = Conference(held_on=date(2026, 11, 11), participants=8, committee_members=3, topic="転倒事例の検討")


def save(world: World, *found: Record) -> None:
    with db.writing() as connection:
        for record in found:
            records.save(by(connection, principal(world.people["manager.h01"])), world.hospitals[HOST], record)


def stored(world: World, kind: type[Record] = Conference) -> list[Record]:
    with db.reading() as connection:
        return list(
            records.of_hospital(by(connection, principal(world.people["manager.h01"])), world.hospitals[HOST], kind)
        )


def fill(screen: AppTest, kind: type[Record], **typed: str) -> None:
    """Type into the fields of the form by their labels."""
    labels = {one.name: one.label for one in columns(kind)}
    for name, value in typed.items():
        fields = [*screen.text_input, *screen.text_area]
        next(one for one in fields if one.label.startswith(labels[name])).set_value(value)


@pytest.fixture
def manager(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, with the safety manager of H01 signed in."""
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    return world


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_form_and_says_what_to_do_next(manager: World, kind: str) -> None:
    screen = open_page("records", kind=kind)
    assert not screen.exception
    shown = text(screen)
    assert f"{KINDS[kind].WORD}の記録はまだありません" in shown
    assert "上の欄に入力するか、ファイルから取り込んでください。" in shown
    assert f"/records/{kind}.xlsx?empty" in shown


def test_a_conference_is_entered_and_the_form_is_empty_again(manager: World) -> None:
    screen = open_page("records")
    fill(screen, Conference, held_on="R8.11.18", participants="8", committee_members="3", topic="転倒事例の検討")
    press(screen, "記録を保存する")
    assert [one.value for one in screen.success] == ["カンファレンスの記録を保存しました。"]
    assert [one.day for one in stored(manager)] == [date(2026, 11, 18)]
    shown = text(screen)
    assert "33週のうち1週で開催しています（延べ1回、うち対面によらない開催0回）" in shown
    assert "転倒事例の検討" in shown
    assert screen.text_area[0].value == ""


def test_a_day_without_its_year_is_read_and_the_year_is_told(manager: World) -> None:
    screen = open_page("records")
    fill(screen, Conference, held_on="8/25", participants="8", committee_members="3", topic="転倒事例の検討")
    press(screen, "記録を保存する")
    assert [one.value for one in screen.success] == [
        "カンファレンスの記録を保存しました。「8/25」は2026年8月25日（火）としました。"
    ]
    assert [one.day for one in stored(manager)] == [date(2026, 8, 25)]


def test_the_calendar_counts_the_weeks_that_the_criteria_count(manager: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a year with a week off and a running week in which people met all the same."""
    monkeypatch.setenv("CHECKLIST_TODAY", "2027-01-13")
    mondays = [date(2026, 4, 6) + timedelta(weeks=week) for week in range(41)]
    save(manager, *(replace(CONFERENCE, held_on=monday) for monday in mondays))
    counted = [re.findall(r"(\d+週のうち\d+週)で開催", text(open_page(page))) for page in ("records", "criteria")]
    # From 4/6 to 1/10 there are 40 weeks, of which one is that of the new year.
    assert [set(one) for one in counted] == [{"39週のうち39週"}] * 2


def wanted(screen: AppTest) -> bool:
    """Whether the page puts the cursor into the first field of its form."""
    (found,) = (one.proto.json for one in screen.get("bidi_component") if one.proto.component_name == "first_field")
    return bool(json.loads(found)["wanted"])


def test_a_missing_week_leads_to_the_form_with_its_day(manager: World, monkeypatch: pytest.MonkeyPatch) -> None:
    save(manager, Conference(held_on=date(2026, 11, 11), participants=8, committee_members=3, topic="検討"))
    shown = text(open_page("records"))
    # The day of the week of the last record.
    assert "/records?kind=conference&amp;year=2026&amp;day=2026-08-26#entry" in shown
    # So does the running week: its Wednesday, and before that the day itself.
    assert [found for found in re.findall(r"day=(2026-11-\d+)", shown) if found > "2026-11-15"] == ["2026-11-18"]
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-17")
    assert "day=2026-11-17#entry" in text(open_page("records"))
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-22")
    screen = open_page("records", kind="conference", year=2026, day="2026-08-26")
    assert screen.text_input[0].value == "2026/08/26"
    # The cursor stands in it, as nowhere without a day.
    assert [wanted(one) for one in (screen, open_page("records"))] == [True, False]
    for wrong in ("2027-01-01", "x", "9999-12-31"):
        assert open_page("records", kind="conference", day=wrong).text_input[0].value == "2026/11/22"


@pytest.mark.parametrize("kind", ["conference", "safety_round", "committee_meeting"])
def test_the_form_stands_above_the_year_at_a_glance(manager: World, kind: str) -> None:
    screen = open_page("records", kind=kind)
    shown = [one.proto.body for one in screen.main if hasattr(one, "proto") and hasattr(one.proto, "body")]
    heads = [place for place, body in enumerate(shown) if "を記録する" in body or "年度の記録" in body]
    assert len(heads) == 2
    assert "を記録する" in shown[heads[0]]
    assert "年度の記録" in shown[heads[1]]


def test_whoever_only_reads_has_no_week_to_fill_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    assert "&amp;day=" not in text(open_page("records"))


def test_mistakes_are_told_all_at_once_and_stay_typed(manager: World) -> None:
    screen = open_page("records")
    fill(screen, Conference, held_on="昨日", participants="0", committee_members="3")
    press(screen, "記録を保存する")
    told = faults(screen)
    for part in ("開催日：「昨日」は使えません", "出席者数：1から500まで", "議題と検討内容：入力してください"):
        assert part in told
    assert stored(manager) == []
    assert screen.text_input[0].value == "昨日"


def test_what_looks_like_a_patient_is_a_question_that_can_be_answered(manager: World) -> None:
    screen = open_page("records")
    fill(screen, Conference, participants="8", committee_members="3", topic="山田太郎様の転倒")
    press(screen, "記録を保存する")
    assert "「山田太郎様」は患者の氏名や番号のように見えます" in screen.warning[0].value
    assert stored(manager) == []
    confirm = next(one for one in screen.checkbox if "確認しました" in one.label)
    confirm.set_value(True)
    press(screen, "記録を保存する")
    assert len(stored(manager)) == 1
    assert not screen.warning


def test_the_last_record_is_copied_a_week_later(manager: World) -> None:
    save(manager, CONFERENCE)
    screen = press(open_page("records"), "先週の内容を複写する")
    assert (screen.text_input[0].value, screen.text_area[0].value) == ("2026/11/18", "転倒事例の検討")
    press(screen, "記録を保存する")
    assert [one.day for one in stored(manager)] == [date(2026, 11, 18), date(2026, 11, 11)]


def test_a_conference_of_tomorrow_is_refused_and_copying_reaches_no_further_than_today(manager: World) -> None:
    save(manager, replace(CONFERENCE, held_on=date(2026, 11, 18)))
    screen = press(open_page("records"), "先週の内容を複写する")
    assert screen.text_input[0].value == "2026/11/22"
    fill(screen, Conference, held_on="R8.11.23")
    press(screen, "記録を保存する")
    assert "開催日：今日より後の日です。予定は記録できません。" in faults(screen)
    assert [one.day for one in stored(manager)] == [date(2026, 11, 18)]


def test_a_conference_that_is_dated_ahead_has_not_been_held(manager: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", "2027-03-03")
    save(manager, CONFERENCE, replace(CONFERENCE, held_on=date(2027, 3, 3)))
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-22")
    found = text(open_page("records"))
    assert "（延べ1回、うち対面によらない開催0回）" in found
    assert "2027年3月3日（水）" in found


def test_a_record_is_corrected_and_taken_back_with_a_reason(manager: World) -> None:
    save(manager, CONFERENCE)
    screen = open_page("records", record=1)
    fill(screen, Conference, participants="9")
    press(screen, "変更を保存する")
    assert [(one.version, vars(one)["participants"]) for one in stored(manager)] == [(2, 9)]
    screen = open_page("records", record=1)
    press(screen, "記録を取り消す")
    assert "取消しの理由：入力してください" in faults(screen)
    screen.text_input(key="withdraw-conference-1-reason").set_value("重複")
    press(screen, "記録を取り消す")
    assert stored(manager) == []


def test_somebody_elses_change_is_shown_before_it_is_replaced(manager: World) -> None:
    save(manager, CONFERENCE)
    screen = open_page("records", record=1)
    fill(screen, Conference, participants="9")
    with db.writing() as connection:
        who, own = principal(manager.people["manager.h01"]), manager.hospitals[HOST]
        changed = Conference(**{**vars(CONFERENCE), "id": 1, "version": 1, "participants": 12})
        records.save(by(connection, who), own, changed)
    press(screen, "変更を保存する")
    assert "ほかの人が先に変更したため、まだ保存していません" in "".join(one.value for one in screen.warning)
    assert "出席者数：12" in text(screen)
    press(screen, "変更を保存する")
    assert vars(stored(manager)[0])["participants"] == 9


def test_departments_without_a_round_stand_out(manager: World) -> None:
    save(manager, *(SafetyRound(held_on=day, department=name) for day, name in (
        (date(2026, 11, 11), "薬剤部"), (date(2025, 11, 11), "手術室"))))  # fmt: skip
    shown = text(open_page("records", kind="safety_round"))
    assert "1部署に延べ1回の巡回があります。" in shown
    assert shown.count("巡回なし") == 1


def test_the_training_of_the_safety_manager_is_counted(manager: World) -> None:
    save(
        manager,
        Appointment(staff_name="架空 花子", profession="nurse", post="safety_manager", dedication="dedicated",
                    valid_from=date(2024, 4, 1)),
        Course(staff_name="架空 花子", finished_on=date(2024, 9, 1), title="研修", organiser="national",
               organiser_name="架空会", hours=39.5, topics=tuple(TOPICS)[:5]),
    )  # fmt: skip
    for kind in ("appointment", "course"):
        assert "39.5時間／40時間　不足する内容：「安全文化の醸成」" in text(open_page("records", kind=kind))


def test_a_faulty_file_shows_every_fault_and_a_right_one_is_taken(manager: World) -> None:
    header = "開催日,出席者数,うち委員会の構成員,議題と検討内容\n"
    screen = open_page("records")
    screen.file_uploader[0].upload("記録.csv", f"{header}昨日,0,0,検討\n".encode()).run()
    press(screen, "記録を取り込む")
    assert "取り込んでいません。2か所の誤りがあります。" in faults(screen)
    assert "2行目・開催日" in text(screen)
    screen.file_uploader[0].upload("記録.csv", f"{header}2026-11-11,8,3,検討\n".encode()).run()
    press(screen, "記録を取り込む")
    assert "1件の記録を取り込みます。" in text(screen)
    assert stored(manager) == []
    press(screen, "この内容で取り込む")
    assert [one.value for one in screen.success] == ["1件の記録を取り込みました。"]
    assert len(stored(manager)) == 1


def test_the_leader_reads_and_cannot_write(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    save(world, CONFERENCE)
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    screen = open_page("records", record=1)
    assert not screen.exception
    assert "転倒事例の検討" in text(screen)
    assert not screen.button
    assert not screen.file_uploader
    screens.sign_in(monkeypatch, world.people["leader.h02"].id)
    assert "転倒事例の検討" not in text(open_page("records", record=1))


def test_a_record_of_another_hospital_is_not_opened_by_its_number(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(world, CONFERENCE)
    screens.sign_in(monkeypatch, world.people["manager.h03"].id)
    screen = open_page("records", record=1)
    assert "転倒事例の検討" not in text(screen)
    assert not [one for one in screen.button if one.label == "変更を保存する"]


def test_an_address_that_makes_no_sense_shows_the_first_kind(empty_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, screens.lone_person(Role.SAFETY_MANAGER))
    screen = open_page("records", kind="none", year="9999", record="99")
    assert not screen.exception
    assert "カンファレンスの記録はまだありません" in text(screen)


def test_a_choice_that_no_browser_sends_shows_the_first_kind(manager: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.pills", lambda *given, **more: None)
    screen = open_page("records")
    assert not screen.exception
    assert "カンファレンスの記録はまだありません" in text(screen)


def test_whoever_types_a_name_finds_and_erases_it_in_the_records(manager: World) -> None:
    save(manager, replace(CONFERENCE, topic="架空ハナコの転倒事例"), replace(CONFERENCE, held_on=date(2026, 11, 4)))
    screen = open_page("records", kind="conference")
    next(one for one in screen.toggle if one.label == "記録から個人情報を削除する").set_value(True)
    screen = screen.run()
    sought = next(one for one in screen.text_input if one.label == "削除したい語（氏名など）")
    assert "この語を含む記録はありません" in text(sought.set_value("別の氏名").run())
    screen = sought.set_value("架空ハナコ").run()
    radio = next(one for one in screen.radio if one.label == "削除する文")
    assert radio.options == ["2026年11月11日（水）　議題と検討内容：架空ハナコの転倒事例"]
    next(one for one in screen.text_area if one.label == "削除する理由").set_value("患者名の記載")
    shown = text(press(screen, "選んだ文を削除する"))
    assert "記録の個人情報を削除しました。" in shown
    assert "患者名の記載" in shown
    assert "ハナコ" not in shown
    assert {one.topic for one in stored(manager) if isinstance(one, Conference)} == {
        "（個人情報のため削除 2026年11月22日 manager.h01 さん）",
        "転倒事例の検討",
    }
