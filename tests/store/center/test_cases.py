"""Consultations: a case is one thing however often somebody calls, nobody else reads it, and nothing of it changes unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Fault, Forbidden, NotFound, Refused, Stale
from checklist.model.center import Case, Contact, Known
from checklist.model.fields import LONG_LIMIT
from checklist.store import db, doctor, links
from checklist.store.center import cases, desk, search
from checklist.store.records import records
from tests.center_desk import CASE, CONTACT, DAY, acting, staff, take_down
from tests.world import World, by, principal


def known(world: World, case_id: int) -> Known:
    with db.reading() as connection:
        return cases.get(by(connection, staff(world)), case_id)


def test_a_call_needs_no_more_than_its_day_its_channel_its_kind_and_its_subject(world: World) -> None:
    with acting(staff(world)) as act:
        case_id = cases.take_down(
            act,
            Case(received_on=DAY, kind="consultation", subject="7"),
            Contact(case_id=0, held_on=DAY, channel="phone"),
        )
    found = known(world, case_id)
    assert found.case.number == "2026-00001"
    assert (found.case.caller, found.case.satisfaction, found.minutes) == ("unknown", "unknown", None)


def test_a_second_call_is_one_more_contact_of_the_same_case(world: World) -> None:
    case_id = take_down(staff(world))
    with acting(staff(world)) as act:
        cases.add_contact(act, replace(CONTACT, case_id=case_id, started="09:00", minutes=7))
        cases.add_contact(act, replace(CONTACT, case_id=case_id, held_on=date(2026, 11, 18), started="", minutes=None))
        assert cases.count_of(act, DAY, date(2026, 11, 30)) == (1, 3)
        assert cases.count_of(act, date(2026, 11, 18), date(2026, 11, 30)) == (0, 1)
    found = known(world, case_id)
    assert [one.started for one in found.contacts] == ["09:00", "10:30", ""]
    assert found.minutes == 25


def test_everything_wrong_is_told_at_once_and_nothing_is_kept(world: World) -> None:
    with pytest.raises(Refused) as told:
        take_down(staff(world), kind="", subject="99", channel="telex", started="26:00", reference_word="あ\nい")
    assert {fault.where for fault in told.value.faults} == {"種別", "合言葉", "開始時刻"}
    with pytest.raises(Refused) as told:
        take_down(staff(world), subject="99", channel="telex")
    assert [fault.where for fault in told.value.faults] == ["相談内容（大）", "相談方法"]
    with db.reading() as connection:
        assert cases.newest(by(connection, staff(world)), 5) == []


@pytest.mark.parametrize("text", ["山田太郎さんからの電話", "折り返しは03-1234-5678", "０９０１２３４５６７８に電話"])
def test_what_looks_like_a_name_or_a_number_is_asked_about(text: str, world: World) -> None:
    for name in ("summary", "note"):
        with pytest.raises(Refused, match="患者の氏名や番号のように見えます"):
            take_down(staff(world), False, **{name: text})
    assert take_down(staff(world), confirmed=True, summary=text)


def test_plain_figures_in_a_text_are_no_telephone_number(world: World) -> None:
    assert take_down(
        staff(world), summary="3割負担で12,500円、2026年10月1日から3回受診。", note="0時まで、10日後に再度。"
    )


def test_numbers_count_on_within_the_calendar_year(world: World) -> None:
    who = staff(world)
    found = [take_down(who, received_on=day) for day in (date(2025, 12, 27), date(2026, 1, 5), DAY)]
    assert [known(world, one).case.number for one in found] == ["2025-00001", "2026-00001", "2026-00002"]
    with pytest.raises(Refused, match="すでに使われています"):
        take_down(who, number="2026-00002")


def test_a_changed_case_keeps_its_number_and_its_former_version(world: World) -> None:
    who = staff(world)
    case_id = take_down(who)
    case = known(world, case_id).case
    with acting(who) as act:
        cases.change(act, replace(case, number="x", satisfaction="yes", closed=True))
    with pytest.raises(Stale), acting(who) as act:
        cases.change(act, replace(case, satisfaction="no"))
    assert known(world, case_id).case == replace(case, satisfaction="yes", closed=True, version=2)
    with db.reading() as connection:
        kept = connection.execute("SELECT version, content ->> 'satisfaction' FROM case_history WHERE kind = 'case'")
        assert [tuple(row) for row in kept] == [(1, "unknown"), (2, "yes")]


def test_a_contact_is_not_before_its_case(world: World) -> None:
    case_id = take_down(staff(world))
    with pytest.raises(Refused) as told, acting(staff(world)) as act:
        cases.add_contact(act, replace(CONTACT, case_id=case_id, held_on=date(2026, 11, 15)))
    assert told.value.faults == [Fault("対応日", "受付日より前の日にはできません。")]
    with pytest.raises(NotFound), acting(staff(world)) as act:
        cases.add_contact(act, replace(CONTACT, case_id=99))


def test_somebody_known_by_a_word_is_found_again_without_a_name(world: World) -> None:
    who = staff(world)
    first = take_down(who, reference_word="ひまわり", topic="入院費")
    second = take_down(who, reference_word="ひまわり")
    take_down(who, reference_word="すみれ")
    with db.reading() as connection:
        act = by(connection, who)
        assert [one.id for one in cases.by_word(act, " ひまわり ")] == [second, first]
        assert cases.by_word(act, "") == []
        assert desk.line(act, "ひまわり") is None


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "leader.h01", "evaluator.h02", "admin"])
def test_nobody_outside_of_the_centre_reads_or_writes_a_case(login: str, world: World) -> None:
    case_id = take_down(staff(world))
    other = principal(world.people[login])
    with db.reading() as connection:
        view = by(connection, other)
        for read in (
            lambda: cases.get(view, case_id), lambda: cases.between(view), lambda: cases.newest(view, 3),
            lambda: cases.alike(view, "2", "", 3), lambda: cases.by_word(view, "x"), lambda: search.found(view, "説明"),
            lambda: cases.count_of(view, DAY, DAY), lambda: desk.editions(view), lambda: desk.referrals(view), lambda: desk.names(view),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                read()
    with pytest.raises(Forbidden):
        take_down(other)


def test_a_changed_row_behind_the_back_of_the_product_is_found(world: World, world_db: Path) -> None:
    take_down(staff(world))
    with db.reading() as connection:
        assert links.verify(connection).broken is None
    assert doctor.examine(world_db).faults == ()
    connection = db.connect()
    connection.execute("DROP TRIGGER center_case_update")
    connection.execute("DROP TRIGGER center_case_updated")
    connection.execute("UPDATE center_case SET subject = '6'")
    connection.conn.commit()
    connection.close()
    assert any("相談事例（番号1）" in str(one) for one in doctor.examine(world_db).faults)


def test_a_case_that_was_taken_back_counts_no_more(world: World) -> None:
    who = staff(world)
    case_id = take_down(who)
    with acting(who) as act:
        records.withdraw(act, Case, case_id, 1, "二重に登録した")
    with db.reading() as connection:
        view = by(connection, who)
        assert (cases.newest(view, 5), cases.count_of(view, DAY, DAY)[0]) == ([], 0)
        with pytest.raises(NotFound):
            cases.get(view, case_id)
    assert CASE.version == 0


@pytest.mark.parametrize(
    ("taken", "following"),
    [
        ("2026-99999", "2026-100000"), ("2026-100000", "2026-100001"), ("2026-00041", "2026-00042"), ("2026-7", "2026-00001"),
        ("2026-0004x", "2026-00001"), ("令和8-00012", "2026-00001"), ("2025-00009", "2026-00001"), ("2026-99999999999999999999", "2026-00001"),
    ],
)  # fmt: skip
def test_a_number_follows_the_greatest_one_of_its_form(taken: str, following: str, world: World) -> None:
    who = staff(world)
    take_down(who, number=taken)
    found = [known(world, take_down(who)).case.number for _ in range(2)]
    assert found[0] == following
    assert int(found[1][5:]) == int(following[5:]) + 1


def test_the_number_of_a_case_that_was_taken_back_is_given_to_no_other(world: World) -> None:
    who = staff(world)
    case_id = take_down(who)
    with acting(who) as act:
        records.withdraw(act, Case, case_id, 1, "誤り")
        assert cases.known_numbers(act, ["2026-00001", "2026-00002"]) == {"2026-00001"}
    assert known(world, take_down(who)).case.number == "2026-00002"


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(1949, 12, 31), date(1, 1, 1), date(9999, 12, 31)])
def test_an_impossible_day_is_refused_in_words(day: date, world: World) -> None:
    case_id = take_down(staff(world))
    with pytest.raises(Refused, match="日"), acting(staff(world)) as act:
        cases.add_contact(act, replace(CONTACT, case_id=case_id, held_on=day))
    if day.year != 1950:
        with pytest.raises(Refused, match="日"):
            take_down(staff(world), received_on=day)
    assert len(known(world, case_id).contacts) == 1


def test_a_case_of_long_ago_has_the_first_lists(world: World) -> None:
    assert known(world, take_down(staff(world), received_on=date(1987, 5, 1))).case.edition == 0


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'; DROP TABLE center_case; --", "=1+1", "👩‍⚕️𠮷\u200b", "改行\r\n二行目"]
)
def test_any_text_comes_back_as_it_was_typed(text: str, world: World) -> None:
    assert known(world, take_down(staff(world), summary=text, note=text)).case.summary == text.replace("\r\n", "\n")


def test_a_long_text_has_a_limit_that_is_told(world: World) -> None:
    assert len(known(world, take_down(staff(world), summary="あ" * LONG_LIMIT)).case.summary) == LONG_LIMIT
    with pytest.raises(Refused) as told:
        take_down(staff(world), summary="あ" * (LONG_LIMIT + 1))
    assert told.value.faults == [Fault("相談の要旨", f"{LONG_LIMIT}文字以内で入力してください。")]


def test_cases_alike_have_the_same_subject_and_words_of_their_own(world: World) -> None:
    who = staff(world)
    first, second = take_down(who), take_down(who, detail="2-2")
    other, bare = take_down(who, subject="6", detail="6-1"), take_down(who, summary="")
    with acting(who) as act:
        assert [one.id for one in cases.alike(act, "2", "", 5)] == [second, first]
        assert [one.id for one in cases.alike(act, "2", "2-1", 5)] == [first]
        assert [one.id for one in cases.alike(act, "6", "", 5)] == [other]
        assert [one.id for one in cases.alike(act, "2", "", 1)] == [second]
        assert bare not in [one.id for one in cases.alike(act, "2", "", 5)]


def test_the_open_ones_are_those_that_nobody_closed_or_took_back(world: World) -> None:
    who = staff(world)
    closed, gone, left = (take_down(who, closed=done) for done in (True, False, False))
    with acting(who) as act:
        records.withdraw(act, Case, gone, 1, "誤り")
        assert cases.count_open(act) == 1
        assert [one.id for one in cases.newest(act, 5, open_only=True)] == [left]
        assert [one.id for one in cases.newest(act, 5)] == [left, closed]
        assert [one.id for one in cases.several(act, [closed, gone, 99, left])] == [closed, left]


def test_between_two_days_both_are_included_and_the_oldest_is_first(world: World) -> None:
    who = staff(world)
    days = [date(2026, 11, day) for day in (3, 1, 2, 4)]
    for day in days:
        take_down(who, received_on=day)
    with acting(who) as act:
        found = cases.between(act, days[1], days[0])
        assert [one.case.received_on.day for one in found] == [1, 2, 3]
        assert [one.held_on.day for one in cases.contacts_between(act, days[2], days[3])] == [2, 3, 4]
        assert len(cases.between(act)) == 4


def test_with_a_case_its_contacts_are_taken_back(world: World) -> None:
    who = staff(world)
    gone, left = take_down(who), take_down(who)
    with acting(who) as act:
        cases.add_contact(act, replace(CONTACT, case_id=gone))
        assert cases.count_of(act, DAY, DAY) == (2, 3)
        records.withdraw(act, Case, gone, 1, "二重に登録した")
        assert cases.count_of(act, DAY, DAY) == (1, 1)
        assert [one.case_id for one in cases.contacts_between(act, DAY, DAY)] == [left]
