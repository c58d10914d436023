"""活動記録: one table of mixed rows becomes the records of each kind, or nothing of it does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checklist.errors import Forbidden, Refused
from checklist.formats.file_columns import ASK, UNUSED, ColumnsAsked
from checklist.imports import activity_file
from checklist.imports.activity_file import SAME, Log
from checklist.model.records import CommitteeMeeting, Conference, SafetyRound, StaffTraining
from checklist.store import clock, db
from checklist.store.act import Act
from checklist.store.records import records
from tests.formats import odd_books
from tests.formats.odd_books import As
from tests.world import World, by, principal

HEAD = ["日付", "区分", "場所", "テーマ", "内容", "参加人数", "決裁印"]
ROWS: list[list[Any]] = [
    [As(46113, 31), "安全カンファレンス", "", "転倒の事例", "架空の事例を検討した", 6, "済"],
    ["R8.4.3", "ラウンド", "3階病棟", "", "点滴台の固定を確認した", "", "済"],
    ["2026/4/10", "院内研修会", "講堂", "医薬品の安全な使用", "", 48, ""],
    ["2026/4/14", "医療安全委員会", "会議室", "", "報告の期限を改めた", 9, "済"],
    ["2026/4/15", "来客対応", "", "", "業者の説明", 2, ""],
    ["2026/4/22", "カンファ", "", "誤薬の事例", "", 7, ""],
]
COLUMNS = {
    "column:日付": "実施日", "column:区分": "種別", "column:場所": "部署", "column:テーマ": "件名", "column:参加人数": "参加者数",
    "column:決裁印": UNUSED,
}  # fmt: skip
SAID = {ASK: ASK, **COLUMNS, "kind:来客対応": UNUSED, "lacks:conference": SAME, "lacks:staff_training": SAME}


def read(rows: list[list[Any]], answers: dict[str, str], head: list[str] = HEAD) -> Log:
    return activity_file.read(clock.today(), "活動記録.xlsx", odd_books.xlsx({"記録": [head, *rows]}), answers)


def asked(rows: list[list[Any]], answers: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(ColumnsAsked) as found:
        read(rows, answers)
    return [(one.key, one.start) for one in found.value.questions]


def taken_in(world: World, log: Log, login: str = "manager.h01", hospital: str = "H01") -> str:
    with db.writing() as connection:
        act = by(connection, principal(world.people[login]))
        return activity_file.import_file(act, world.hospitals[hospital], log)


def stored(world: World, kind: Any) -> list[Any]:
    with db.reading() as connection:
        act = Act.now(connection, principal(world.people["manager.h01"]))
        return sorted(records.of_hospital(act, world.hospitals["H01"], kind), key=lambda one: one.day)


def test_it_is_asked_step_by_step_what_the_rules_cannot_know() -> None:
    assert asked(ROWS, {ASK: ASK}) == [
        ("column:日付", "実施日"), ("column:区分", "種別"), ("column:場所", "部署"), ("column:テーマ", "件名"),
        ("column:参加人数", "参加者数"), ("column:決裁印", ""),
    ]  # fmt: skip
    assert asked(ROWS, {ASK: ASK, **COLUMNS}) == [("kind:来客対応", "")]
    assert asked(ROWS, {ASK: ASK, **COLUMNS, "kind:来客対応": UNUSED}) == [
        ("lacks:conference", ""), ("lacks:staff_training", ""),
    ]  # fmt: skip


def test_the_rows_become_records_of_each_kind_with_one_confirmation(world: World) -> None:
    log = read(ROWS, SAID)
    assert [row[:4] for row in activity_file.shown(log).rows][:2] == [
        (2, "安全カンファレンス", "カンファレンス", "2026-04-01"), (3, "ラウンド", "院内巡回", "R8.4.3"),
    ]  # fmt: skip
    assert activity_file.shown(log).rows[4][2] == "取り込まない"
    before = {kind: len(stored(world, kind)) for kind in (Conference, SafetyRound, StaffTraining, CommitteeMeeting)}
    told = taken_in(world, log)
    assert told.startswith(
        "カンファレンス 2件、院内巡回 1件、職員研修 1件、医療安全管理対策委員会 1件を取り込みました。1行は取り込んでいません。"
    )
    assert "「ラウンド」は院内巡回" in told
    counts = {kind: len(stored(world, kind)) - number for kind, number in before.items()}
    assert counts == {Conference: 2, SafetyRound: 1, StaffTraining: 1, CommitteeMeeting: 1}
    first = next(one for one in stored(world, Conference) if one.held_on == date(2026, 4, 1))
    assert (first.participants, first.committee_members, first.topic) == (6, 6, "転倒の事例　架空の事例を検討した")
    walk = next(one for one in stored(world, SafetyRound) if one.held_on == date(2026, 4, 3))
    assert (walk.department, walk.findings) == ("3階病棟", "点滴台の固定を確認した")
    course = next(one for one in stored(world, StaffTraining) if one.held_on == date(2026, 4, 10))
    assert (course.title, course.held, course.audience, course.attended) == ("医薬品の安全な使用", True, 48, 48)
    assert "カンファレンス 0件（登録済み 2件を除く）" in taken_in(world, log)


def test_a_kind_that_lacks_a_column_can_be_left_out(world: World) -> None:
    log = read(ROWS, SAID | {"lacks:staff_training": UNUSED})
    assert set(log.drafts) == {Conference, SafetyRound, CommitteeMeeting}
    assert "2行は取り込んでいません。" in taken_in(world, log)
    assert stored(world, StaffTraining) == []


def test_with_its_own_columns_nothing_is_asked_and_a_training_to_come_is_planned() -> None:
    head = [*activity_file.COLUMNS[:8]]
    rows = [
        ["2026/4/1", "カンファレンス", "", "架空", "", 6, 4, ""],
        ["2027/3/1", "研修", "", "架空の予定", "", "", "", 120],
    ]
    log = read(rows, {ASK: ASK}, head)
    (training,) = [row.record for row in log.drafts[StaffTraining].rows]
    assert isinstance(training, StaffTraining)
    assert (training.held, training.audience, training.attended) == (False, 120, 0)
    (conference,) = [row.record for row in log.drafts[Conference].rows]
    assert isinstance(conference, Conference)
    assert conference.committee_members == 4


def test_one_wrong_row_of_any_kind_keeps_all_of_them_out_and_everything_wrong_is_told(world: World) -> None:
    rows = [*ROWS, ["いつか", "カンファ", "", "架空", "", 6, ""], ["2026/5/1", "ラウンド", "", "", "架空", "", ""]]
    log = read(rows, SAID)
    with pytest.raises(Refused) as refused:
        taken_in(world, log)
    assert [one.where for one in refused.value.faults] == ["8行目・開催日", "9行目・部署"]
    assert stored(world, CommitteeMeeting) == []


@pytest.mark.parametrize(
    ("rows", "answers", "sentence"),
    [
        ([], SAID, "活動記録の行がありません。"), (ROWS[4:5], SAID, "取り込む記録がありません。"),
        (ROWS, {}, "列「日付」は使えません。"), (ROWS, SAID | {"column:日付": UNUSED}, "列「実施日」がありません。"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_refused_in_a_sentence(
    rows: list[list[Any]], answers: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(rows, answers)
    assert sentence in str(refused.value.message)


def test_where_nobody_can_be_asked_an_unknown_kind_is_a_fault() -> None:
    with pytest.raises(Refused, match="3行目・種別：「来客対応」は使えません（カンファレンス・院内巡回"):
        read([["2026/4/1", "ラウンド", "病棟"], ["2026/4/1", "来客対応", ""]], {}, ["実施日", "種別", "部署"])


def test_only_the_safety_manager_of_the_hospital_takes_it_in(world: World) -> None:
    log = read(ROWS, SAID)
    for login, hospital in (
        ("manager.h02", "H01"),
        ("manager.h01", "H02"),
        ("secretariat", "H01"),
        ("leader.h01", "H01"),
    ):
        with pytest.raises(Forbidden):
            taken_in(world, log, login, hospital)
