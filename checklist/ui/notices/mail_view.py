"""The server for mail on the settings' page: the plan, a button that tries it, and what became of the newest mails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from checklist import words
from checklist.errors import ChecklistError
from checklist.formats.table import Column, Table
from checklist.jobs import notices as job
from checklist.model.accounts import Principal
from checklist.model.notices import Mail, MailPlan
from checklist.readings.settings_page import MailPart
from checklist.rules.notices import mail_plans
from checklist.store import db
from checklist.store.notices import mail_plans as plans
from checklist.ui import inputs, session, widgets
from checklist.words.notices import MAIL_SECURITIES, MAIL_STATES

COLUMNS = (Column("作成"), Column("宛先", least=14), Column("件名", least=14), Column("結果", least=20))


def show(principal: Principal, found: MailPart) -> None:
    """How the mail stands, the plan, the button, and the newest mails."""
    widgets.tasks([replace(task, href="", label="") for task in found.standing])
    if not found.linked:
        st.warning("環境変数 CHECKLIST_URL にサーバーのアドレスを設定すると、メールに画面へのリンクが入ります。")
    _form(principal, found.plan)
    if found.plan.active and st.button("自分あてに確認のメールを送信する", key="mail-try"):
        _try(principal)
    _mails(found.mails)


def _form(principal: Principal, old: MailPlan) -> None:
    with st.form("mail", enter_to_submit=False):
        active = st.checkbox("お知らせをメールで送信する", old.active, key="mail-active")
        left, right = st.columns(2)
        with left:
            host = inputs.text(mail_plans.HOST, old.host, 255, "mail-host", "例：smtp.example.jp")
            security = inputs.choice("暗号化", MAIL_SECURITIES, old.security, "mail-security")
            login = inputs.text(mail_plans.LOGIN, old.login, 254, "mail-login", "不要な場合は空欄")
        with right:
            port = inputs.count(mail_plans.PORT, 1, 65535, old.port, "mail-port")
            sender = inputs.text(mail_plans.SENDER, old.sender, 254, "mail-sender", "例：anzen@example.jp")
            password = inputs.secret(
                mail_plans.PASSWORD, 200, "mail-password", "空欄：変更しない" if old.password else ""
            )
        st.caption(
            "パスワードはデータベースに保存され、バックアップにも含まれます。送信専用のアカウントを使用してください。"
        )
        if st.form_submit_button("メールの設定を保存する", type="primary"):
            plan = MailPlan(active, host, port, security, login, password, sender)
            # Without a user name there is nothing for it to belong to.
            keeps = not password and bool(login.strip())
            widgets.save(principal, lambda act: plans.save(act, plan, keeps), "メールの設定を保存しました。")


def _try(principal: Principal) -> None:
    try:
        with st.spinner("送信しています。"):
            address = job.try_out(principal, db.default_path())
    except ChecklistError as error:
        widgets.refused(error, "送信できませんでした。")
        return
    session.tell(f"{address}に確認のメールを送信しました。届いたか確かめてください。")


def _mails(found: Sequence[Mail]) -> None:
    if found:
        rows = [(words.moment(one.at), one.address, one.subject, _result(one)) for one in found]
        widgets.table(Table("最近のメール", COLUMNS, tuple(rows)))


def _result(mail: Mail) -> str:
    return "：".join(filter(None, (MAIL_STATES[mail.state], mail.fault)))
