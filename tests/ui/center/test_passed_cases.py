"""Cases that leave the centre on the screen: sent, received, answered, taken back; opened to an expert; ended by a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.center import Case
from checklist.model.center.passed import Transfer
from checklist.model.notices import NotificationKind
from checklist.readings import notice_source, overdue
from checklist.store import clock, db
from checklist.store.center import cases, public_editions, retention, transfers
from checklist.store.records import records
from tests import passed_cases
from tests.center_desk import acting, staff, take_down
from tests.passed_cases import ANSWER, SUMMARY, TELLABLE, TEXT, manager, pass_on, write_desk
from tests.ui import screens
from tests.ui.center.test_consultations_page import field
from tests.ui.screens import faults, open_page, press, text
from tests.world import World, by, principal

As = Callable[[str], None]


@pytest.fixture
def signed_in(world: World, monkeypatch: pytest.MonkeyPatch) -> As:
    """Somebody of the world signs in."""
    return lambda login: (screens.sign_in(monkeypatch, world.people[login].id), None)[1]


def filled(screen: AppTest, **typed: str) -> AppTest:
    for label, value in typed.items():
        field(screen, label).set_value(value)
    return screen


def sent(case: int, text_for: str = TEXT, consent: bool = True) -> AppTest:
    screen = open_page("consultations", case=case)
    field(screen, "送付先の病院").set_value(1).run()
    field(screen, "医療機関に送る文章").set_value(text_for)
    if consent:
        field(screen, "同意した人").set_value("self")
        field(screen, "同意の方法").set_value("phone")
    return press(screen, "医療機関に送る")


def test_a_case_goes_out_with_consent_and_comes_back_answered(signed_in: As, world: World) -> None:
    write_desk(world)
    case = take_down(staff(world), received_on=clock.today(), summary=SUMMARY)
    signed_in("center")
    screen = sent(case)
    assert "医療機関の窓口に送りました" in text(screen)
    signed_in("manager.h01")
    assert "支援センターから届いた相談があります" in text(open_page("home"))
    assert TEXT in text(open_page("hospital_desk"))
    screen = open_page("hospital_desk", case=1)
    assert TEXT in text(screen)
    assert SUMMARY not in text(screen)
    screen = press(screen, "受領する")
    assert "受領を支援センターに伝えました" in text(screen)
    assert "センターへの回答" in faults(press(open_page("hospital_desk", case=1), "回答を送る"))
    screen = filled(open_page("hospital_desk", case=1), センターへの回答=ANSWER, 相談者に伝えてよい内容=TELLABLE)
    assert "支援センターに回答しました" in text(press(screen, "回答を送る"))
    assert "回答を送る" not in [one.label for one in open_page("hospital_desk", case=1).button]
    signed_in("center")
    shown = text(open_page("consultations", case=case))
    assert ANSWER in shown
    assert TELLABLE in shown
    assert "本人" in shown


def test_without_consent_nothing_is_sent_and_all_that_is_missing_is_told(signed_in: As, world: World) -> None:
    case = take_down(staff(world), received_on=clock.today())
    signed_in("center")
    told = faults(sent(case, "", consent=False))
    assert {"医療機関に送る文章", "同意した人", "同意の方法"} <= {
        one.partition("：")[0].lstrip("- ") for one in told.splitlines()
    }
    assert "まだ窓口の連絡先を登録していません" in text(sent(case, "架空花子さん"))
    assert not passed(world)


def passed(world: World) -> list[Transfer]:
    with db.reading() as connection:
        return transfers.visible_to(by(connection, staff(world)))


def test_the_consent_is_taken_back_on_the_screen(signed_in: As, world: World) -> None:
    pass_on(world)
    signed_in("center")
    screen = open_page("consultations", case=1)
    field(screen, "取消しの経緯").set_value("電話で申し出")
    press(screen, "同意の取消しを記録する")
    assert not passed(world)[0].waits
    signed_in("manager.h01")
    shown = text(open_page("hospital_desk", case=1))
    assert "閲覧・回答できません" in shown
    assert TEXT not in shown
    assert "（閲覧できません）" in text(open_page("hospital_desk"))


def test_a_number_that_is_anothers_is_told_as_one_that_is_nobodys(signed_in: As, world: World) -> None:
    pass_on(world)
    signed_in("manager.h02")
    told = {text(open_page("hospital_desk", case=number)) for number in (1, 999)}
    assert len(told) == 1
    assert "この相談は表示できません" in told.pop()
    assert "届いた相談はありません" in text(open_page("hospital_desk"))


def test_a_hospital_keeps_its_own_entry_and_others_read_it(signed_in: As, world: World) -> None:
    signed_in("manager.h01")
    screen = filled(open_page("hospital_desk", part="own"), 窓口の名称="患者相談室", 電話番号="000-111-2222")
    assert "窓口の連絡先を保存しました" in text(press(screen, "連絡先を保存する"))
    screen = filled(open_page("hospital_desk", part="own"), 窓口の名称="")
    assert "窓口の名称" in faults(press(screen, "連絡先を保存する"))
    signed_in("leader.h01")
    screen = open_page("hospital_desk")
    assert "000-111-2222" in text(screen)
    assert "連絡先を保存する" not in [one.label for one in screen.button]
    for login in ("center", "secretariat"):
        signed_in(login)
        shown = text(open_page("hospital_desk"))
        assert "000-111-2222" in shown
        assert "4病院のうち3病院は、まだ連絡先を登録していません" in shown


def test_an_expert_is_asked_and_advises(signed_in: As, world: World) -> None:
    who = principal(world.people["expert"])
    signed_in("expert")
    assert "公開されている照会はありません" in text(open_page("advice"))
    passed_cases.opened(world, who, clock.today() + timedelta(days=3))
    assert "支援センターから照会があります" in text(open_page("home"))
    screen = open_page("advice")
    assert SUMMARY in text(screen)
    assert "助言" in faults(press(screen, "助言を送る"))
    screen = filled(open_page("advice"), 助言="記録の開示を案内してください。")
    assert "助言を支援センターに送りました" in text(press(screen, "助言を送る"))
    signed_in("center")
    screen = open_page("consultations", case=1)
    assert "記録の開示を案内してください" in text(screen)
    press(screen, "公開を終える")
    signed_in("expert")
    assert "公開されている照会はありません" in text(open_page("advice"))


def test_a_question_is_opened_to_an_expert_on_the_screen(signed_in: As, world: World) -> None:
    passed_cases.opened(world, passed_cases.expert(), clock.today())
    signed_in("center")
    screen = open_page("consultations", case=1)
    assert "専門家" in faults(press(field_set(screen, "公開する照会", 1), "専門家に公開する"))
    screen = field_set(open_page("consultations", case=1), "公開する照会", 1)
    press(field_set(screen, "専門家", world.people["expert"].id), "専門家に公開する")
    signed_in("expert")
    assert SUMMARY in text(open_page("advice"))


def field_set(screen: AppTest, label: str, value: object) -> AppTest:
    field(screen, label).set_value(value)
    return screen


def test_the_list_that_is_over_is_confirmed_on_the_screen(signed_in: As, world: World) -> None:
    case = take_down(staff(world), received_on=date(2015, 5, 11), closed=True, summary=SUMMARY)
    signed_in("center")
    screen = open_page("consultations", part="kept")
    assert next(one for one in screen.button if one.label.startswith("保存期間の満了")).disabled
    field(screen, "一覧の1件を確認しました").set_value(True).run()
    assert "1件の文章を消去しました" in text(press(screen, "保存期間の満了を確認して消去する"))
    with db.reading() as connection:
        view = by(connection, staff(world))
        assert retention.due(view) == []
        assert SUMMARY not in cases.get(view, case).case.summary


def test_a_case_that_was_taken_back_is_erased_on_the_screen(signed_in: As, world: World) -> None:
    case = take_down(staff(world), summary=SUMMARY)
    with acting(staff(world)) as act:
        records.withdraw(act, Case, case, 1, "二重に入力")
    signed_in("center")
    screen = open_page("consultations", part="kept")
    field(screen, "文章を消去する相談事例").set_value(case).run()
    field(screen, "理由").set_value("氏名の記載")
    press(screen, "取り消した相談の文章を消去する")
    assert "消去済み" in text(open_page("consultations", part="kept"))


def test_a_public_edition_is_made_on_the_screen(signed_in: As, world: World) -> None:
    signed_in("center")
    screen = open_page("figures", public="1")
    assert "公表用の版はまだありません" in text(screen)
    assert "公表用の版1を作成しました" in text(press(screen, "公表用の版を作成する"))
    assert "変わっていない" in faults(press(open_page("figures", public="1"), "公表用の版を作成する"))
    with db.reading() as connection:
        assert len(public_editions.of_year(by(connection, staff(world)), 2026)) == 1


def notices(who: str, world: World) -> list[str]:
    with db.reading() as connection:
        found = notice_source.read(by(connection, principal(world.people[who])))
    return [one.what for one in found if one.kind is NotificationKind.PASSED]


def due(who: str, world: World) -> list[tuple[str, str]]:
    with db.reading() as connection:
        found = overdue.items(by(connection, principal(world.people[who])))
    return [(one.what, one.href) for one in found if one.kind == overdue.ANSWER]


def test_both_ends_are_told_and_nobody_else(signed_in: As, world: World) -> None:
    number = pass_on(world)
    others = ("manager.h02", "leader.h01", "evaluator.h02", "secretariat", "admin", "expert")
    assert [told.partition("（")[0] for told in notices("manager.h01", world)] == ["支援センターから相談が届きました"]
    assert notices("center", world) == []
    assert due("manager.h01", world) == [("届いた相談 1", "/hospital_desk?case=1")]
    assert due("center", world) == [("届いた相談 1", "/consultations?case=1")]
    assert [(due(who, world), notices(who, world)) for who in others] == [([], [])] * len(others)
    with acting(manager(world)) as act:
        transfers.answer(act, number, ANSWER, "")
    assert [told.partition("（")[0] for told in notices("center", world)] == ["医療機関から相談への回答がありました"]
    assert due("center", world) == due("manager.h01", world) == []
    for told in (*notices("center", world), *notices("manager.h01", world)):
        assert ANSWER not in told
        assert TEXT not in told


def test_an_overdue_answer_is_told_at_both_ends(signed_in: As, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pass_on(world)
    late = passed(world)[0].answer_by + timedelta(days=1)
    monkeypatch.setenv("CHECKLIST_TODAY", late.isoformat())
    signed_in("manager.h01")
    assert "回答期限を過ぎています：届いた相談 1" in text(open_page("home"))
    assert "回答期限超過（1日）" in text(open_page("hospital_desk"))
    signed_in("center")
    assert "回答期限を過ぎています：2026-00001" in text(open_page("home"))
    assert "届いた相談 1" in text(open_page("overdue"))
