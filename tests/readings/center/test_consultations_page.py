"""相談: what stands beside a call, what a search tells, and a case in the words of the lists with which it came in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.errors import Forbidden
from checklist.model.center import Case, Referral, ResponseLine
from checklist.model.center.desk import MessageKind
from checklist.model.fields import Record
from checklist.readings.center import consultations_page
from checklist.readings.center.consultations_page import CallPage, CasePage, SearchPage, Shown
from checklist.store import db
from checklist.store.center import case_drafts, desk, messages, search, shipped
from checklist.store.records import records
from tests.center_desk import DAY, acting, colleague, staff, take_down
from tests.world import World, by, principal


def read(world: World, case_id: int | None = None, **address: str) -> Shown:
    with db.reading() as connection:
        return consultations_page.read(by(connection, staff(world)), case_id, address)


def searched(world: World, typed: str) -> SearchPage:
    found = read(world, part="list", words=typed)
    assert isinstance(found, SearchPage)
    return found


def opened(world: World, case_id: int) -> CasePage:
    found = read(world, case_id)
    assert isinstance(found, CasePage)
    return found


def test_without_a_draft_no_call_has_begun_and_nothing_stands_beside_it(world: World) -> None:
    take_down(staff(world))
    found = read(world)
    assert isinstance(found, CallPage)
    assert (found.draft, found.rule, found.edition.number) == ({}, desk.STANDARD_RULE, 0)
    beside = found.beside
    assert (beside.line, beside.same_word, beside.referrals, beside.alike) == (None, (), (), ())
    assert beside.phrases == shipped.phrases()


def test_beside_a_call_stands_what_fits_to_it(world: World) -> None:
    who = staff(world)
    same = take_down(who, reference_word="ひまわり", subject="6", detail="6-1")
    alike = take_down(who)
    with acting(who) as act:
        for name, subjects in (("医師会", ("2", "7")), ("消費生活センター", ("6",))):
            records.save(act, None, Referral(name=name, subjects=subjects, checked_on=DAY))
        records.save(act, None, ResponseLine(reference_word="ひまわり", line="15分で終える。", agreed_on=DAY))
        case_drafts.keep(act, {"subject": "2", "detail": None, "reference_word": "ひまわり"})
    found = read(world)
    assert isinstance(found, CallPage)
    beside = found.beside
    assert beside.line is not None
    assert beside.line.line == "15分で終える。"
    assert [one.id for one in beside.same_word] == [same]
    assert [one.id for one in beside.alike] == [alike]
    assert [one.name for one in beside.referrals] == ["医師会"]
    assert set(found.lists["referral"].values()) == {"医師会", "消費生活センター"}


def test_a_place_still_fits_while_new_lists_have_not_begun(world: World) -> None:
    renamed = [replace(one, code="9", former="8") if (one.listed, one.code) == ("subject", "8") else one
               for one in shipped.edition().options if one.parent != "8"]  # fmt: skip
    with acting(staff(world)) as act:
        records.save(act, None, Referral(name="架空の窓口", subjects=("8",), checked_on=DAY))
        desk.adopt(act, "来年の分類", act.today + timedelta(days=40), renamed)
        case_drafts.keep(act, {"subject": "8"})
    found = read(world)
    assert isinstance(found, CallPage)
    assert [one.name for one in found.beside.referrals] == ["架空の窓口"]


@pytest.mark.parametrize(
    "draft", [{"subject": 7}, {"subject": None}, {"reference_word": ["x"]}, {"subject": "' OR 1=1"}]
)
def test_a_draft_of_another_shape_breaks_nothing(draft: dict[str, object], world: World) -> None:
    with acting(staff(world)) as act:
        case_drafts.keep(act, draft)
    found = read(world)
    assert isinstance(found, CallPage)
    assert found.beside.alike == ()


def test_without_words_the_newest_cases_stand_there_and_all_are_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [take_down(staff(world)) for _ in range(3)]
    monkeypatch.setattr(search, "MOST", 2)
    found = searched(world, "  ")
    assert [line.of.id for line in found.found.lines] == [ids[2], ids[1]]
    assert (found.count, found.all_counted) == (3, True)


def test_a_found_case_is_told_in_the_words_of_its_own_lists(world: World) -> None:
    who = staff(world)
    take_down(who, summary="飲み方の説明", closed=True, satisfaction="rather")
    take_down(who, subject="8", detail="", summary="別の件")
    found = searched(world, "飲み方")
    (line,) = found.found.lines
    assert line.cells == (
        "2026-00001", DAY, "苦情", f"コミュニケーションに関すること（{shipped.edition().choices('detail')['2-1']}）", "飲み方の説明",
        "やや納得", "終了",
    )  # fmt: skip
    assert (found.count, line.href) == (1, "/consultations?case=1")
    (other,) = searched(world, "別の件").found.lines
    assert (other.cells[3], other.cells[6]) == ("その他", "継続中")


@pytest.mark.parametrize("typed", ["どこにもない語", "\0", "%", "_", "x" * 3000])
def test_what_stands_nowhere_finds_an_empty_list(typed: str, world: World) -> None:
    take_down(staff(world))
    found = searched(world, typed)
    assert (found.found.lines, found.count, found.all_counted) == ((), 0, True)


def test_a_case_shows_who_asked_what(world: World) -> None:
    who, other = staff(world), colleague()
    case_id = take_down(who)
    with acting(who) as act:
        asked = messages.ask(act, case_id, MessageKind.ADVICE, "どこに紹介するか")
    with acting(other) as act:
        messages.settle(act, asked, "弁護士会")
    found = opened(world, case_id)
    assert [(one.kind.value, one.text) for one in found.messages] == [
        ("advice", "どこに紹介するか"),
        ("answer", "弁護士会"),
    ]
    assert found.names[other.person_id] == "架空 花子"
    assert (found.refusal, found.parents["2-1"]) == ("", "2")


@pytest.mark.parametrize("case_id", [0, -1, 99, 10**15])
def test_a_case_that_is_not_there_says_so(case_id: int, world: World) -> None:
    found = opened(world, case_id)
    assert found.known is None
    assert "登録されていないか、取り消されています" in found.refusal


def test_a_case_that_was_taken_back_shows_nothing_of_it(world: World) -> None:
    who = staff(world)
    case_id = take_down(who, summary="秘密の要旨")
    with acting(who) as act:
        messages.ask(act, case_id, MessageKind.URGENT, "秘密の報告")
        records.withdraw(act, Case, case_id, 1, "誤り")
    assert "秘密" not in repr(opened(world, case_id))
    assert "秘密" not in repr(searched(world, ""))


def test_a_place_that_has_ended_still_has_its_name_in_an_old_case(world: World) -> None:
    who = staff(world)
    with acting(who) as act:
        place = records.save(act, None, Referral(name="閉じた窓口", checked_on=DAY))
    case_id = take_down(who, referrals=(str(place),))
    with acting(who) as act:
        records.save(act, None, replace(records.get(act, Referral, place), ended_on=DAY))
    found = opened(world, case_id)
    assert found.lists["referral"] == {str(place): "閉じた窓口"}
    assert found.now["referral"] == {}


TODAY = date(2026, 11, 22)
PLACE = Referral(name="窓口", checked_on=TODAY)


@pytest.mark.parametrize(
    ("one", "due"),
    [
        (PLACE, False),
        (replace(PLACE, checked_on=TODAY - timedelta(days=365)), False),
        (replace(PLACE, checked_on=TODAY - timedelta(days=366)), True),
        (replace(PLACE, checked_on=date(2000, 1, 1), ended_on=TODAY), False),
        (replace(PLACE, checked_on=date(2000, 1, 1), ended_on=TODAY + timedelta(days=1)), True),
        (ResponseLine(reference_word="x", line="y", agreed_on=date(2000, 1, 1)), False),
    ],
)
def test_what_callers_are_told_is_checked_once_a_year(one: Record, due: bool) -> None:
    assert consultations_page.is_due(one, TODAY) is due


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "leader.h01", "evaluator.h02", "admin"])
@pytest.mark.parametrize(("case_id", "address"), [(None, {}), (None, {"part": "list"}), (1, {})])
def test_nobody_else_opens_any_part(login: str, case_id: int | None, address: dict[str, str], world: World) -> None:
    take_down(staff(world))
    with db.reading() as connection, pytest.raises(Forbidden):
        consultations_page.read(by(connection, principal(world.people[login])), case_id, address)
