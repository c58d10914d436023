"""The next simple noun is one dataclass and its words: kinds made up here go through every floor, and none knows them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from checklist.errors import Fault, Forbidden, NotFound, Refused, Stale
from checklist.formats import files
from checklist.imports import record_file
from checklist.imports.record_file import Imported
from checklist.model.accounts import Principal
from checklist.model.fields import Owner, Period, Record, column, columns
from checklist.model.records import KINDS
from checklist.rules.fields import checks, periods
from checklist.store import clock, db
from checklist.store.records import record_tables, records
from checklist.ui import session
from checklist.ui.records import record_form, record_view
from tests.ui.screens import faults as told
from tests.ui.screens import press, text
from tests.world import HOST, LEADING, World, by, principal

DAY, TODAY = date(2026, 11, 11), date(2026, 11, 22)
GROUPS = {"managers": "医療安全管理者", "staff": "一般職員"}
TOPICS = {"falls": "転倒・転落", "drugs": "医薬品"}


@dataclass(frozen=True, kw_only=True)
class TrainingSession(Record):
    """A training of the centre: planned, or held; `group` is a word of SQL, as a field's name may be."""

    KIND, WORD, TABLE = "training_session", "研修会", "center_training"
    OWNER, PERIOD = Owner.CENTER, Period.ONCE
    HELD, PERSON = "held", "lecturer"

    held_on: date = column("開催日", today=True)
    title: str = column("研修会名")
    lecturer: str = column("講師", "")
    group: str = column("対象", choices=GROUPS)
    seats: int = column("定員", low=1, high=500)
    came: int | None = column("参加者数", None, high=500, at_most="seats")
    hours: float = column("時間数", 1.5, low=0.5, high=8)
    held: bool = column("実施済み", False)
    published_on: date | None = column("資料の公開日", None, not_before="held_on")
    topics: tuple[str, ...] = column("内容", (), choices=TOPICS)
    summary: str = column("概要", "", long=True)

    def own_faults(self) -> Iterator[Fault]:
        """Who came is known once it was held."""
        if self.held and self.came is None:
            yield Fault("参加者数", "実施した研修会には参加者数を入力してください。")


@dataclass(frozen=True, kw_only=True)
class WardCheck(Record):
    """A kind of the hospitals, with nothing but what every kind has to say."""

    KIND, WORD = "ward_check", "病棟点検"
    OWNER, PERIOD = Owner.HOSPITAL, Period.MONTHLY

    held_on: date = column("点検日")
    count: int = column("点検した病棟の数")


SESSION = TrainingSession(
    held_on=DAY, title="転倒の予防", lecturer="架空太郎様", group="staff", seats=40, came=38, hours=2.0, held=True,
    published_on=TODAY, topics=("falls",), summary="演習を行った。",
)  # fmt: skip
LABELS = (
    "開催日",
    "研修会名",
    "講師",
    "対象",
    "定員",
    "参加者数",
    "時間数",
    "実施済み",
    "資料の公開日",
    "内容",
    "概要",
)


@pytest.fixture
def center(world: World) -> Principal:
    """Somebody of the centre, in a region that has the tables of the made-up kinds."""
    connection = db.connect()
    for kind in (TrainingSession, WardCheck):
        connection.executescript(record_tables.script(kind))
    connection.close()
    return principal(world.people["center"])


def save(who: Principal, record: Record, hospital_id: int | None = None) -> int:
    with db.writing() as connection:
        return records.save(by(connection, who), hospital_id, record)


def stored(who: Principal) -> list[TrainingSession]:
    with db.reading() as connection:
        return records.of_hospital(by(connection, who), None, TrainingSession)


def imported(who: Principal, data: bytes, name: str = "研修会.csv") -> Imported:
    with db.writing() as connection:
        return record_file.import_file(
            by(connection, who), None, record_file.read(TrainingSession, clock.today(), name, data)
        )


def test_no_list_of_the_product_knows_the_made_up_kinds() -> None:
    assert not {TrainingSession, WardCheck} & set(KINDS.values())
    assert (TrainingSession.TABLE, WardCheck.TABLE) == ("center_training", "ward_check")
    assert tuple(one.label for one in columns(TrainingSession)) == LABELS


# What is checked.


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"title": " "}, "研修会名：入力してください。"),
        ({"title": "あ" * 201}, "研修会名：200文字以内で入力してください。"),
        ({"group": ""}, "対象：選んでください。"),
        ({"group": "all"}, "対象：選択肢から選んでください。"),
        ({"seats": 0}, "定員：1から500までの数で入力してください。"),
        ({"came": 41}, "参加者数：定員より多くはできません。"),
        ({"came": None}, "参加者数：実施した研修会には参加者数を入力してください。"),
        ({"hours": 9.0}, "時間数：0.5から8までの数で入力してください。"),
        ({"held_on": date(1926, 11, 11)}, "開催日：日付を確かめてください。"),
        ({"published_on": date(2026, 11, 10)}, "資料の公開日：開始日より前の日にはできません。"),
        (
            {"held_on": date(2026, 11, 23), "published_on": None},
            "開催日：今日より後の日です。予定している研修会は「実施済み」としないで記録してください。",
        ),
    ],
)
def test_each_mistake_is_one_sentence(changed: dict[str, Any], fault: str) -> None:
    assert [str(one) for one in checks.faults(replace(SESSION, **changed), TODAY)] == [fault]


def test_a_plan_may_be_of_a_day_to_come_and_a_month_ends_on_its_last_day() -> None:
    planned = replace(SESSION, held=False, came=None, published_on=None, held_on=date(2027, 2, 1))
    assert checks.faults(planned, TODAY) == []
    assert periods.repeated(planned, TODAY).day == date(2027, 2, 8)
    assert periods.latest(WardCheck(held_on=DAY, count=3), TODAY) == date(2026, 11, 30)


# The form and the list.


def draw() -> None:
    """The form as a screen of the centre draws it, and the list below."""
    who: Principal = session.recall("who")
    if message := session.told():
        st.success(message.text)
    found = stored(who)
    record_form.entry(who, None, TrainingSession, found[0] if found else None, TODAY)
    record_view.listing(TrainingSession, found, None)


def screen(who: Principal) -> AppTest:
    found = AppTest.from_string("from tests.test_new_kind import draw\n\ndraw()", default_timeout=60)
    found.session_state["who"] = who
    found.run()
    assert not found.exception
    return found


def test_the_form_has_one_input_for_each_field_and_saves_what_is_typed(center: Principal) -> None:
    found = screen(center)
    assert [(one.label, one.value) for one in found.text_input] == [
        ("開催日", "2026/11/22"), ("研修会名", ""), ("講師（任意）", ""), ("定員", ""), ("参加者数（任意）", ""),
        ("時間数（任意）", "1.5"), ("資料の公開日（任意）", ""),
    ]  # fmt: skip
    assert [(one.label, one.options) for one in found.selectbox] == [("対象", list(GROUPS.values()))]
    assert [one.label for one in found.checkbox] == ["実施済み", *TOPICS.values()]
    assert [one.label for one in found.text_area] == ["概要（任意）"]

    press(found, "記録を保存する")
    assert [line.partition("：")[0] for line in told(found).splitlines() if "：" in line] == [
        "- 研修会名",
        "- 対象",
        "- 定員",
    ]
    for label, value in (
        ("開催日", "R8.11.11"),
        ("研修会名", "転倒の予防"),
        ("定員", "40名"),
        ("参加者数（任意）", "38"),
    ):
        next(one for one in found.text_input if one.label == label).set_value(value)
    found.selectbox[0].set_value("staff")
    for box in found.checkbox[:2]:
        box.set_value(True)
    press(found, "記録を保存する")
    assert [one.value for one in found.success] == ["研修会の記録を保存しました。"]
    assert stored(center) == [
        TrainingSession(
            id=1, version=1, held_on=DAY, title="転倒の予防", group="staff", seats=40, came=38, held=True, topics=("falls",)
        )
    ]  # fmt: skip


def test_the_list_shows_every_field_in_words(center: Principal) -> None:
    save(center, SESSION)
    shown = text(screen(center))
    for part in (*LABELS, "2026年11月11日（水）", "一般職員", "はい", "転倒・転落", "演習を行った。"):
        assert part in shown
    assert "falls" not in shown


# The file.


def test_the_file_to_fill_in_has_a_column_for_each_field(center: Principal) -> None:
    header, guide = record_file.template(TrainingSession).tables
    assert header.names == (*LABELS, "氏名でないことを確認")
    how = {str(row[0]): (row[1], row[2]) for row in guide.rows}
    assert how["対象"] == ("必須", "医療安全管理者／一般職員")
    assert how["参加者数"] == ("", "0から500までの整数")
    assert how["資料の公開日"] == ("", "例：2026/04/01")


def test_every_fault_of_a_file_is_told_in_one_pass_and_nothing_is_stored(center: Principal) -> None:
    rows = (
        "開催日,研修会名,対象,定員,参加者数,実施済み,資料の公開日,概要",
        "昨日,転倒の予防,患者,多い,,,,",
        "2026-11-11,転倒の予防,一般職員,40,41,はい,2026-11-01,",
        "2026-11-11,転倒の予防,一般職員,40,38,はい,,山田太郎様の事例",
        "2026-11-11,転倒の予防,一般職員,40,38,はい,,演習",
    )
    with pytest.raises(Refused) as error:
        imported(center, "\n".join(rows).encode())
    assert [one.where for one in error.value.faults] == [
        "2行目・開催日", "2行目・対象", "2行目・定員", "3行目・参加者数", "3行目・資料の公開日", "4行目・概要",
    ]  # fmt: skip
    assert stored(center) == []


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_leaves_as_a_file_comes_back_from_it(center: Principal, kind: str) -> None:
    save(center, SESSION)
    with db.reading() as connection:
        document = record_file.document(by(connection, center), None, TrainingSession)
    assert document.title == "医療安全支援センター 研修会の記録"
    data = files.render(document, kind)
    assert imported(center, data, f"研修会.{kind}") == Imported(0, 1)
    with db.writing() as connection:
        records.withdraw(by(connection, center), TrainingSession, 1, 1, "取り込み直す")
    assert imported(center, data, f"研修会.{kind}") == Imported(1, 0)
    assert stored(center) == [replace(SESSION, id=2, version=1)]


# The table.


def test_a_record_is_saved_read_changed_and_taken_back_and_its_history_stays(center: Principal) -> None:
    assert save(center, SESSION) == 1
    first = replace(SESSION, id=1, version=1)
    assert stored(center) == [first]
    assert save(center, replace(first, came=39)) == 1
    with pytest.raises(Stale):
        save(center, replace(first, came=10))
    with db.writing() as connection:
        records.withdraw(by(connection, center), TrainingSession, 1, 2, "中止した")
    assert stored(center) == []
    with pytest.raises(NotFound), db.reading() as connection:
        records.get(by(connection, center), TrainingSession, 1)
    with db.reading() as connection:
        rows = connection.execute(
            "SELECT version, content, person_id FROM record_history WHERE kind = 'training_session' ORDER BY version"
        ).fetchall()
    found = [json.loads(row["content"]) for row in rows]
    assert [(row["version"], row["person_id"]) for row in rows] == [(n, center.person_id) for n in (1, 2, 3)]
    assert [(one["came"], one["group"], one["withdraw_reason"]) for one in found] == [
        (38, "staff", None), (39, "staff", None), (39, "staff", "中止した"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM center_training",
        "UPDATE center_training SET seats = 1",
        "INSERT OR REPLACE INTO center_training SELECT * FROM center_training",
        "UPDATE center_training SET held = 2, version = version + 1",
        "UPDATE center_training SET published_on = 'gestern', version = version + 1",
    ],
)
def test_no_statement_gets_round_the_table(center: Principal, sql: str) -> None:
    save(center, SESSION)
    raw = sqlite3.connect(db.default_path())
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(sql)
    raw.close()


# Who may.


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h01", "secretariat", "admin"])
def test_what_the_centre_keeps_is_the_centres(center: Principal, world: World, login: str) -> None:
    save(center, SESSION)
    who = principal(world.people[login])
    with pytest.raises(Forbidden):
        stored(who)
    with pytest.raises(Forbidden):
        save(who, SESSION)
    with pytest.raises(Forbidden):
        save(who, replace(SESSION, id=1, version=1))
    with db.reading() as connection:
        file = files.render(record_file.document(by(connection, center), None, TrainingSession), "csv")
    with pytest.raises(Forbidden):
        imported(who, file)


def test_a_kind_is_not_kept_for_somebody_who_does_not_own_it(center: Principal, world: World) -> None:
    manager, own = principal(world.people["manager.h01"]), world.hospitals[HOST]
    with pytest.raises(Forbidden):
        save(center, SESSION, own)
    with pytest.raises(Forbidden):
        save(manager, SESSION, own)
    with pytest.raises(Forbidden):
        save(manager, WardCheck(held_on=DAY, count=3), None)


def test_a_kind_of_the_hospitals_is_kept_apart_by_hospital(center: Principal, world: World) -> None:
    ids = [world.hospitals[HOST], world.hospitals[LEADING]]
    for number, (login, hospital_id) in enumerate(zip(("manager.h01", "manager.h02"), ids, strict=True), 1):
        save(principal(world.people[login]), WardCheck(held_on=DAY, count=number), hospital_id)
    with db.reading() as connection:
        own = records.of_hospital(by(connection, principal(world.people["manager.h02"])), ids[1], WardCheck)
        everybody = records.until(connection, TODAY, (WardCheck,))
    assert own == [WardCheck(id=2, version=1, held_on=DAY, count=2)]
    assert {hospital: [vars(one)["count"] for one in found["ward_check"]] for hospital, found in everybody.items()} == {
        ids[0]: [1],
        ids[1]: [2],
    }
