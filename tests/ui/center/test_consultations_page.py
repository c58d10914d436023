"""相談: a call on one screen, kept at every change; found again, continued, asked about, and erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.center import Known, ResponseLine
from checklist.model.center.desk import MessageKind
from checklist.store import clock, db
from checklist.store.center import case_drafts, cases, desk, messages
from checklist.store.records import records
from tests.center_desk import DAY, acting, colleague, staff, take_down
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import World, by


@pytest.fixture
def center(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, with the person of the centre signed in."""
    screens.sign_in(monkeypatch, world.people["center"].id)
    return world


def field(screen: AppTest, label: str):  # type: ignore[no-untyped-def]
    """The input with this label."""
    every = [
        *screen.selectbox,
        *screen.multiselect,
        *screen.text_input,
        *screen.text_area,
        *screen.checkbox,
        *screen.radio,
    ]
    return next(one for one in every if one.label.replace("\\", "").removesuffix("＊") == label)


def begun() -> AppTest:
    screen = press(open_page("consultations"), "相談を始める")
    assert not screen.exception
    return screen


def stored(world: World) -> list[Known]:
    with db.reading() as connection:
        return cases.between(by(connection, staff(world)))


def draft(world: World) -> dict[str, object]:
    with db.reading() as connection:
        return case_drafts.load(by(connection, staff(world)))


def test_a_usual_call_is_taken_down_in_its_order(center: World) -> None:
    screen = begun()
    labels = [one.label.replace("\\", "").removesuffix("＊") for one in screen.selectbox]
    order = ["種別", "相談者の区分", "対象施設の区分", "相談内容（大）", "納得度"]
    assert [labels.index(one) for one in order] == sorted(labels.index(one) for one in order)
    for label, code in (
        ("種別", "complaint"),
        ("相談者の区分", "family"),
        ("相談内容（大）", "6"),
        ("納得度", "rather"),
    ):
        field(screen, label).set_value(code).run()
    field(screen, "相談内容（小）").set_value("6-3").run()
    field(screen, "相談の要旨").set_value("差額ベッド料の説明がなかった。").run()
    field(screen, "対応").set_value(["listen", "inform"]).run()
    press(screen, "保存して終える")
    assert not screen.exception
    assert "2026-00001を保存しました" in text(screen)
    (found,) = stored(center)
    assert (found.case.kind, found.case.subject, found.case.detail, found.case.caller) == (
        "complaint",
        "6",
        "6-3",
        "family",
    )
    assert (found.contacts[0].channel, found.contacts[0].responses, found.contacts[0].minutes) == (
        "phone",
        ("listen", "inform"),
        1,
    )
    assert draft(center) == {}
    assert "相談を始める" in [one.label for one in screen.button]
    # What was just taken down is one step away: to pass it on, to ask about it, to go on with it.
    assert '<a class="plain" href="/consultations?case=1">2026-00001</a>' in text(screen)
    assert "最近受け付けた相談" not in text(begun())


def test_every_change_is_kept_and_a_browser_that_died_finds_it_again(center: World) -> None:
    screen = begun()
    field(screen, "種別").set_value("consultation").run()
    field(screen, "相談の要旨").set_value("途中まで聞いた").run()
    field(screen, "対応").set_value(["advice"]).run()
    again = open_page("consultations")
    assert field(again, "種別").value == "consultation"
    assert field(again, "相談の要旨").value == "途中まで聞いた"
    assert field(again, "対応").value == ["advice"]
    assert "入力途中の相談があります" in text(open_page("home"))
    press(again, "この入力を破棄する")
    assert (draft(center), stored(center)) == ({}, [])


def test_what_was_emptied_during_a_call_does_not_come_back(center: World) -> None:
    screen = begun()
    field(screen, "相談の要旨").set_value("聞き違い").run()
    field(screen, "相談の要旨").set_value("").run()
    assert field(open_page("consultations"), "相談の要旨").value == ""


def test_what_is_missing_is_told_and_nothing_is_lost(center: World) -> None:
    screen = begun()
    field(screen, "相談の要旨").set_value("要旨のみ").run()
    press(screen, "保存して終える")
    assert "種別：選んでください" in faults(screen)
    assert "相談内容（大）：選んでください" in faults(screen)
    assert field(screen, "相談の要旨").value == "要旨のみ"
    assert stored(center) == []


def test_a_name_is_asked_about_before_it_is_stored(center: World) -> None:
    screen = begun()
    field(screen, "種別").set_value("complaint").run()
    field(screen, "相談内容（大）").set_value("2").run()
    field(screen, "相談の要旨").set_value("鈴木一郎さんから、電話は03-1234-5678。").run()
    press(screen, "保存して終える")
    assert "鈴木一郎さん" in text(screen)
    assert stored(center) == []
    field(screen, "個人を特定できる記載ではないことを確認しました").check().run()
    press(screen, "保存して終える")
    assert len(stored(center)) == 1


def test_the_minutes_are_those_of_the_clock_unless_somebody_types_others(center: World) -> None:
    with acting(staff(center)) as act:
        began = (act.at - timedelta(minutes=17, seconds=30)).isoformat()
        case_drafts.keep(act, {"since": began, "channel": "phone", "kind": "complaint", "subject": "1"})
    press(open_page("consultations"), "保存して終える")
    assert stored(center)[0].minutes == 18
    screen = begun()
    field(screen, "種別").set_value("complaint").run()
    field(screen, "相談内容（大）").set_value("1").run()
    field(screen, "所要時間（分）").set_value("４５").run()
    press(screen, "保存して終える")
    assert stored(center)[1].minutes == 45


def test_beside_a_call_stands_what_fits_it(center: World) -> None:
    who = staff(center)
    with acting(who) as act:
        desk.take_shipped_referrals(act)
        records.save(act, None, ResponseLine(reference_word="ひまわり", line="15分で終える。", agreed_on=DAY))
    take_down(who, subject="6", detail="6-1", summary="会計が高いという申し出", reference_word="ひまわり")
    screen = begun()
    assert "紹介先の候補" not in text(screen)
    field(screen, "相談内容（大）").set_value("6").run()
    shown = text(screen)
    assert "地方厚生（支）局" in shown
    assert "1年以上確認していません" in shown
    assert "会計が高いという申し出" in shown
    field(screen, "合言葉").set_value("ひまわり").run()
    assert "15分で終える。" in text(screen)
    assert "同じ合言葉の相談" in text(screen)


def test_two_characters_find_a_case_and_the_address_keeps_them(center: World) -> None:
    take_down(staff(center), summary="差額ベッド料の相談")
    take_down(staff(center), summary="予防接種の間隔")
    screen = open_page("consultations", part="list", words="ﾍﾞｯﾄﾞ")
    assert "差額ベッド料の相談" in text(screen)
    assert "予防接種の間隔" not in text(screen)
    assert "該当する相談事例はありません" in text(open_page("consultations", part="list", words="骨折"))
    assert "該当は2件です。" in text(open_page("consultations", part="list"))


def test_a_case_shows_everything_and_takes_one_more_contact(center: World) -> None:
    case_id = take_down(staff(center), closed=False)
    screen = open_page("consultations", case=case_id)
    assert "相談事例 2026-00001（継続中・1回）" in text(screen)
    assert "説明不足・インフォームドコンセント" in text(screen)
    field(screen, "対応の記録").set_value("折り返し電話した").run()
    press(screen, "対応を保存する")
    assert "（継続中・2回）" in text(screen)
    assert "折り返し電話した" in text(screen)
    field(screen, "終了").check().run()
    press(screen, "変更を保存する")
    assert "（終了・2回）" in text(screen)
    assert "表示できません" in text(open_page("consultations", case=99))


def test_a_colleague_answers_a_question_and_who_asked_waits(center: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = take_down(staff(center))
    screen = open_page("consultations", case=case_id)
    field(screen, "照会・報告の内容").set_value("どこに紹介するか").run()
    press(screen, "送る")
    assert "ほかの職員の助言を待っています" in text(screen)
    screens.sign_in(monkeypatch, colleague().person_id)
    assert "どこに紹介するか" in text(open_page("home"))
    screen = open_page("consultations", case=case_id)
    field(screen, "「専門家・同僚に照会」への助言").set_value("弁護士会へ").run()
    press(screen, "助言を記録する")
    assert "弁護士会へ" in text(screen)
    with db.reading() as connection:
        assert messages.open_ones(by(connection, staff(center))) == []


def test_an_escalation_is_received_by_somebody_else(center: World) -> None:
    case_id = take_down(staff(center))
    with acting(colleague()) as act:
        messages.ask(act, case_id, MessageKind.URGENT, "感染の疑い")
    home = text(open_page("home"))
    assert "上司に報告（緊急・重大）：2026-00001" in home
    screen = open_page("consultations", case=case_id)
    field(screen, "「上司に報告（緊急・重大）」への受領").set_value("受領した").run()
    press(screen, "受領を記録する")
    assert "受領を記録しました" in text(screen)


def test_texts_are_erased_and_a_case_is_taken_back_with_a_reason(center: World) -> None:
    case_id = take_down(staff(center), summary="消したい文")
    screen = open_page("consultations", case=case_id)
    press(screen, "文章を消去する")
    assert "理由" in faults(screen)
    field(screen, "理由").set_value("氏名を記載した").run()
    press(screen, "文章を消去する")
    assert "消したい文" not in text(screen)
    assert "個人情報のため削除" in text(screen)
    field(screen, "理由").set_value("二重に登録した").run()
    press(screen, "相談事例を取り消す")
    assert stored(center) == []
    assert clock.today() > DAY
