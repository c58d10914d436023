"""What the desk works with: lists and rules in editions, a book of places, and a draft that survives the browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.errors import Forbidden, Refused
from checklist.model.center import DeskRule, Referral, ResponseLine
from checklist.model.center.desk import Option
from checklist.store import db
from checklist.store.center import case_drafts, cases, desk, shipped
from checklist.store.records import records
from checklist.words.center import LISTS
from tests.center_desk import DAY, acting, colleague, staff, take_down
from tests.world import World, by, principal

NEW = date(2026, 12, 1)


def changed() -> list[Option]:
    """The shipped lists with subject 8 under another code."""
    return [replace(one, code="9", former="8") if (one.listed, one.code) == ("subject", "8") else one
            for one in shipped.edition().options if one.parent != "8"]  # fmt: skip


def test_the_shipped_lists_are_complete_and_never_called_official() -> None:
    edition = shipped.edition()
    assert set(edition.lists()) == set(LISTS)
    assert edition.name == "標準分類（例）"
    assert len(edition.choices("subject")) == 8
    assert {one.parent for one in edition.options if one.listed == "detail"} == set(edition.choices("subject"))
    assert {one.survey for one in edition.options} == {""}
    assert {one.certainty for one in edition.options} == {"公開資料", "例"}
    assert all(set(subjects) <= set(edition.choices("subject")) for _, _, subjects in shipped.referrals())


def test_the_national_figures_are_those_that_were_published() -> None:
    found = {(one.what, one.part, one.year): one.value for one in shipped.national()}
    kinds = [found["センター数", part, 2022] for part in ("都道府県", "保健所設置市区", "二次医療圏")]
    assert (kinds, sum(kinds)) == ([47, 80, 269], found["センター数", "計", 2022])
    assert [value for (what, _, _), value in found.items() if what == "相談件数"] == [36961, 96373, 110882]
    assert found["保健師の配置", "センター職員", 2021] == 25
    assert all(one.base and one.source for one in shipped.national())


def test_a_case_keeps_the_edition_with_which_it_was_taken_down(world: World) -> None:
    who = staff(world)
    before = take_down(who, subject="8", detail="")
    with acting(who) as act:
        number = desk.adopt(act, "令和8年12月の分類", DAY, changed())
    after = take_down(who, subject="9", detail="")
    with pytest.raises(Refused, match="今の版の選択肢"):
        take_down(who, subject="8", detail="")
    with acting(who) as act:
        found = [cases.get(act, one).case for one in (before, after)]
        cases.change(act, replace(found[0], closed=True))
    assert [one.edition for one in found] == [0, number]


def test_everything_wrong_with_new_lists_is_told_at_once(world: World) -> None:
    wrong = [
        *(one for one in changed() if one.listed != "gender"),
        Option("kind", "complaint", "苦情"), Option("colour", "red", "赤"), Option("kind", "苦情", ""), Option("detail", "x", "何か", "77"),
    ]  # fmt: skip
    with pytest.raises(Refused) as told, acting(staff(world)) as act:
        desk.adopt(act, " ", date(1999, 1, 1), wrong)
    text = str(told.value.faults)
    for part in ("版の名称", "適用を始める日", "重複", "colour", "半角英数字", "60文字", "77", "性別"):
        assert part in text, part
    with db.reading() as connection:
        assert len(desk.editions(by(connection, staff(world)))) == 1


def test_a_rule_counts_from_its_day_on(world: World) -> None:
    who = staff(world)
    with acting(who) as act:
        assert desk.rule(act, DAY).limit == 30
        records.save(act, None, DeskRule(valid_from=DAY, limit=15, retention_years=3))
        assert [desk.rule(act, day).limit for day in (DAY - timedelta(days=1), DAY)] == [30, 15]
    with pytest.raises(Refused, match="すでに登録"), acting(who) as act:
        records.save(act, None, DeskRule(valid_from=DAY, limit=20))


def test_the_shipped_places_come_into_the_book_once_and_are_due_to_be_checked(world: World) -> None:
    who = staff(world)
    with acting(who) as act:
        assert desk.take_shipped_referrals(act) == len(shipped.referrals())
        assert desk.take_shipped_referrals(act) == 0
        book = desk.referrals(act)
    assert {one.checked_on for one in book} == {date(2000, 1, 1)}
    law = next(one for one in book if one.name.startswith("弁護士会"))
    assert take_down(who, responses=("refer",), referrals=(str(law.id),))
    with pytest.raises(Refused, match="紹介先"):
        take_down(who, referrals=("999",))


def test_an_agreed_line_of_response_is_known_by_its_word(world: World) -> None:
    with acting(staff(world)) as act:
        records.save(act, None, ResponseLine(reference_word="ひまわり", line="15分で終える。", agreed_on=DAY))
        found = desk.line(act, "ひまわり ")
        assert found is not None
        assert (found.line, desk.line(act, "すみれ"), desk.line(act, "")) == ("15分で終える。", None, None)


def test_a_draft_is_the_own_one_and_gone_once_it_is_dropped(world: World) -> None:
    who, other = staff(world), colleague()
    with acting(who) as act:
        assert case_drafts.load(act) == {}
        case_drafts.keep(act, {"summary": "途中まで"})
        case_drafts.keep(act, {"summary": "途中まで入力", "minutes": 3})
        case_drafts.keep(act, {"summary": "あ" * 30_000})
        assert case_drafts.load(act) == {"summary": "途中まで入力", "minutes": 3}
    with acting(other) as act:
        assert case_drafts.load(act) == {}
        case_drafts.drop(act)
    with acting(who) as act:
        assert case_drafts.load(act)["minutes"] == 3
        case_drafts.drop(act)
        assert case_drafts.load(act) == {}


def test_lists_of_a_day_to_come_change_nothing_before_it(world: World) -> None:
    who = staff(world)
    with acting(who) as act:
        records.save(act, None, Referral(name="架空の窓口", subjects=("8", "2"), checked_on=DAY))
        desk.adopt(act, "来月の分類", NEW, changed())
    with acting(who) as act:
        assert [one.number for one in desk.in_use(act)] == [0]
        assert len(desk.editions(act)) == 2
        (found,) = desk.referrals(act)
        assert found.subjects == ("8", "2")
        assert "8" in cases.lists_on(act, act.today)["subject"]
        assert "9" in cases.lists_on(act, NEW)["subject"]


def test_subjects_of_a_place_are_followed_through_every_edition(world: World) -> None:
    with acting(staff(world)) as act:
        records.save(act, None, Referral(name="架空の窓口", subjects=("8",), checked_on=DAY))
        desk.adopt(act, "一度目", date(2026, 5, 1), changed())
    with acting(staff(world)) as act:
        desk.adopt(act, "二度目", date(2026, 6, 1), [replace(one, former="") for one in changed()])
    with acting(staff(world)) as act:
        assert [one.name for one in desk.in_use(act)] == ["標準分類（例）", "一度目", "二度目"]
        assert desk.referrals(act)[0].subjects == ("9",)


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(1, 1, 1), date(1999, 12, 31)])
def test_a_day_before_all_lists_has_the_first_ones(day: date, world: World) -> None:
    with acting(staff(world)) as act:
        assert desk.edition_on(act, day).number == 0
        assert desk.edition(act, 99).number == 0


def test_a_place_that_is_used_no_more_does_not_come_back_with_the_shipped_ones(world: World) -> None:
    with acting(staff(world)) as act:
        count = desk.take_shipped_referrals(act)
        first = desk.referrals(act)[0]
        records.save(act, None, replace(first, checked_on=DAY, ended_on=DAY))
    with acting(staff(world)) as act:
        assert desk.take_shipped_referrals(act) == 0
        assert len(desk.referrals(act)) == count - 1
        assert len(desk.all_referrals(act)) == count


def test_a_place_is_told_until_the_day_on_which_it_ends(world: World) -> None:
    with acting(staff(world)) as act:
        for name, ended in (("昨日まで", act.today), ("明日まで", act.today + timedelta(days=1)), ("ずっと", None)):
            records.save(act, None, Referral(name=name, checked_on=DAY, ended_on=ended))
        records.withdraw(act, Referral, records.save(act, None, Referral(name="誤り", checked_on=DAY)), 1, "誤入力")
        assert [one.name for one in desk.referrals(act)] == list(desk.names(act).values()) == ["明日まで", "ずっと"]


def test_a_rule_of_a_day_to_come_does_not_count_yet(world: World) -> None:
    with acting(staff(world)) as act:
        records.save(act, None, DeskRule(valid_from=NEW, limit=10))
        assert (desk.rule(act, DAY), desk.rule(act, NEW).limit) == (desk.STANDARD_RULE, 10)
        assert desk.STANDARD_RULE.does.count("\n") == 5


@pytest.mark.parametrize("text", ["「山田」", "\\", "😀" * 50, "\0", "null"])
def test_a_draft_comes_back_sign_by_sign(text: str, world: World) -> None:
    with acting(staff(world)) as act:
        case_drafts.keep(act, {"summary": text, "minutes": None, "responses": ["listen"]})
        assert case_drafts.load(act) == {"summary": text, "minutes": None, "responses": ["listen"]}


def test_a_draft_belongs_to_the_desk_alone(world: World) -> None:
    for login in ("secretariat", "manager.h01", "admin"):
        for use in (case_drafts.load, lambda act: case_drafts.keep(act, {}), case_drafts.drop):
            with pytest.raises(Forbidden), acting(principal(world.people[login])) as act:
                use(act)
