"""What was sent is read by hospitals, counted without names; drafts, clinics' papers and what is unapproved never leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.center.activities import CaseExtract, SafetyInformation
from checklist.model.center.information import Article
from checklist.papers.center import casebook_document
from checklist.store import db
from checklist.store.center import guidelines, information, shipped
from checklist.store.records import records
from tests.center_desk import acting, staff
from tests.cycle import who
from tests.world import World, by

DAY = date(2026, 6, 1)
SENT = SafetyInformation(
    held_on=DAY, title="抗凝固薬", origin="日本医療機能評価機構", facilities=("hospital", "clinic")
)
EXTRACT = CaseExtract(
    held_on=DAY, heading="説明", summary="説明が短い", response="聞き方を助言した", checked_by="架空 花子",
    approved_on=date(2026, 6, 10), sent_on=date(2026, 6, 20),
)  # fmt: skip
HIDDEN = (
    replace(SENT, title="診療所のみ", facilities=("clinic",)),
    replace(SENT, title="来年", held_on=date(2027, 1, 1)),
    replace(EXTRACT, heading="送付前", sent_on=None),
    replace(EXTRACT, heading="承認前", sent_on=None, approved_on=None, checked_by=""),
)


@pytest.fixture
def told(world: World) -> World:
    with acting(staff(world)) as act:
        for one in (SENT, EXTRACT, *HIDDEN):
            records.save(act, None, one)
        taken_back = records.save(act, None, replace(SENT, title="取消し"))
        records.withdraw(act, SafetyInformation, taken_back, 1, "誤り")
    return world


def sent(world: World, login: str) -> list[str]:
    with db.reading() as connection:
        return [one.title for one in information.sent(by(connection, who(world, login)))]


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "secretariat", "center"])
def test_what_was_sent_to_hospitals_is_read_there_the_newest_first(login: str, told: World) -> None:
    assert sent(told, login) == ["説明", "抗凝固薬"]


@pytest.mark.parametrize("login", ["evaluator.h02", "admin"])
def test_nobody_else_reads_it(login: str, told: World) -> None:
    with pytest.raises(Forbidden):
        sent(told, login)


def test_a_hospital_confirms_once_and_the_centre_sees_how_many(told: World) -> None:
    for login in ("manager.h01", "manager.h01", "manager.h02"):
        person = who(told, login)
        with acting(person) as act:
            assert person.hospital_id
            information.confirm(act, person.hospital_id, "case_extract", 1)
    with db.reading() as connection:
        assert information.readers(by(connection, staff(told))) == {("case_extract", 1): 2}
        own = by(connection, who(told, "leader.h01"))
        assert information.confirmed(own, told.hospitals["H01"]) == {("case_extract", 1)}


@pytest.mark.parametrize(
    ("login", "hospital", "number", "error"),
    [
        ("manager.h01", "H02", 1, Forbidden),
        ("leader.h01", "H01", 1, Forbidden),
        ("center", "H01", 1, Forbidden),
        # Not sent, not approved, not there.
        ("manager.h01", "H01", 2, NotFound),
        ("manager.h01", "H01", 3, NotFound),
        ("manager.h01", "H01", 99, NotFound),
    ],
)
def test_nobody_confirms_for_others_or_what_was_not_sent(
    login: str, hospital: str, number: int, error: type[Exception], told: World
) -> None:
    with pytest.raises(error), acting(who(told, login)) as act:
        information.confirm(act, told.hospitals[hospital], "case_extract", number)


@pytest.mark.parametrize("login", ["manager.h01", "secretariat", "admin"])
def test_how_many_read_it_is_for_the_centre(login: str, told: World) -> None:
    with db.reading() as connection, pytest.raises(Forbidden):
        information.readers(by(connection, who(told, login)))


def test_the_case_book_holds_what_is_approved_alone(told: World) -> None:
    with db.reading() as connection:
        found = casebook_document.document(by(connection, staff(told)), 2026)
        assert [row[1] for row in found.csv_table.rows] == ["説明", "送付前"]
        assert casebook_document.document(by(connection, staff(told)), 2024).csv_table.rows == ()
        for login in ("manager.h01", "secretariat", "admin"):
            with pytest.raises(Forbidden):
                casebook_document.document(by(connection, who(told, login)), 2026)


def test_a_revised_guideline_comes_into_force_on_its_day(world: World) -> None:
    with acting(staff(world)) as act:
        guidelines.adopt(act, "令和8年改正", date(2026, 10, 1), [Article("目的", "", "新しい目的", "")])
        guidelines.adopt(act, "令和9年改正", date(2027, 10, 1), shipped.guideline().articles)
        assert guidelines.in_force(act).name == "令和8年改正"
        assert len(guidelines.editions(act)) == 3


@pytest.mark.parametrize(
    ("name", "since", "article", "told"),
    [
        ("", date(2026, 4, 1), Article("目的", "", "内容", ""), "版の名称"),
        ("改正", date(2000, 1, 1), Article("目的", "", "内容", ""), "より後の日"),
        ("改正", date(2026, 4, 1), Article("", "", "内容", ""), "項目は100文字以内"),
        ("改正", date(2026, 4, 1), Article("目的", "", "あ" * 2001, ""), "2,000文字以内"),
        ("改正", date(2026, 4, 1), Article("目的", "12", "内容", ""), "1から11までの番号"),
    ],
)
def test_what_is_wrong_with_a_guideline_is_told_and_changes_nothing(
    name: str, since: date, article: Article, told: str, world: World
) -> None:
    with pytest.raises(Refused) as raised, acting(staff(world)) as act:
        guidelines.adopt(act, name, since, [article])
    assert told in "".join(map(str, raised.value.faults))
    with db.reading() as connection:
        assert len(guidelines.editions(by(connection, staff(world)))) == 1
