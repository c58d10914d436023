"""The page of notices, the bell above every page, and the server for mail in the settings, as people see and use them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.notices import MailPlan, MailSecurity, Notification, NotificationKind
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import acting, operator, viewing
from checklist.store.notices import mail_plans, notices
from tests import mail_server
from tests.cycle import who
from tests.ui import screens
from tests.ui.screens import faults, open_page, text
from tests.world import World, by

DUE = Notification(NotificationKind.DUE, "due", "3", "期限まで3日以内：訪問の実施", "/visits?visit=1")


def tell(world: World, login: str, *found: Notification) -> None:
    with acting(operator()) as act:
        notices.note(act, world.people[login].id, found)


def test_the_bell_counts_what_is_new_to_the_reader_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(world, "manager.h01", DUE, replace(DUE, thread="other"))
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    assert 'aria-label="新しいお知らせ2件">2</b>' in text(open_page("home"))
    screens.sign_in(monkeypatch, world.people["manager.h02"].id)
    shown = text(open_page("home"))
    assert '<a href="/notices">お知らせ</a>' in shown
    assert "新しいお知らせ" not in shown


def test_what_is_new_leads_to_its_place_and_is_cleared_together(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(world, "leader.h01", DUE)
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    screen = open_page("notices")
    assert DUE.what in text(screen)
    assert 'href="/visits?visit=1"' in text(screen)
    screen.button(key="notices-seen").click().run()
    assert "お知らせを確認済みにしました。" in text(screen)
    assert "新しいお知らせはありません" in text(screen)
    assert "確認済みのお知らせ" in [one.value for one in screen.subheader] or "確認済みのお知らせ" in text(screen)
    with viewing(who(world, "leader.h01")) as view:
        assert notices.unseen(view) == 0


@pytest.mark.parametrize("login", ["manager.h01", "evaluator.h02", "leader.h01", "secretariat", "center", "admin"])
def test_everybody_chooses_how_to_be_told(login: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("notices")
    assert not screen.exception
    assert "新しいお知らせはありません" in text(screen)
    assert "メールの送信は設定されていません" in text(screen)
    screen.checkbox(key="notices-mail").uncheck()
    screen.selectbox(key="notices-hour").set_value(18)
    screen.checkbox(key="notices-kinds-visit").uncheck()
    next(one for one in screen.button if one.label == "受け取り方を保存する").click().run()
    with viewing(who(world, login)) as view:
        chosen = notices.choice(view)
    assert (chosen.mail, chosen.hour) == (False, 18)
    assert chosen.kinds == (
        NotificationKind.DUE, NotificationKind.REPORT, NotificationKind.PASSED, NotificationKind.ACCOUNT,
    )  # fmt: skip


def test_the_page_says_where_mail_goes_or_whom_to_ask(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting(who(world, "admin")) as act:
        mail_plans.save(act, MailPlan(True, "127.0.0.1", 25, MailSecurity.NONE, "", "", "anzen@example.jp"))
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    assert "システム管理者に登録を依頼" in text(open_page("notices"))
    with db.writing() as connection:
        people.change(by(connection), replace(world.people["manager.h01"], mail="m@example.jp"))
    assert "送信先：m@example.jp" in text(open_page("notices"))


def save_mail(screen: AppTest, **values: str) -> None:
    screen.checkbox(key="mail-active").check()
    for name, value in values.items():
        screen.text_input(key=f"mail-{name}").set_value(value)
    next(one for one in screen.button if one.label == "メールの設定を保存する").click().run()


def test_the_administrator_sets_the_server_and_tries_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = open_page("settings")
    save_mail(screen, sender="住所")
    assert "差出人のメールアドレス：" in faults(screen)
    assert "メールサーバー：入力してください。" in faults(screen)
    with mail_server.running() as (port, boxes):
        screen.number_input(key="mail-port").set_value(port)
        screen.selectbox(key="mail-security").set_value(MailSecurity.NONE)
        save_mail(screen, sender="anzen@example.jp", host="127.0.0.1")
        assert "メールの設定を保存しました。" in text(screen)
        screen.button(key="mail-try").click().run()
        assert "あなたのアカウントにメールアドレスがありません" in faults(screen)
        with db.writing() as connection:
            people.change(by(connection), replace(world.people["admin"], mail="admin@example.jp"))
        screen.button(key="mail-try").click().run()
        assert "に確認のメールを送信しました。" in text(screen)
        assert [address for address, _ in boxes.arrived] == ["admin@example.jp"]


def test_no_page_holds_the_password_of_the_server(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = MailPlan(True, "127.0.0.1", 25, MailSecurity.NONE, "robot", "very secret", "anzen@example.jp")
    with acting(who(world, "admin")) as act:
        mail_plans.save(act, plan)
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = open_page("settings")
    assert "very secret" not in str(screen)
    assert screen.text_input(key="mail-password").placeholder == "空欄：変更しない"
