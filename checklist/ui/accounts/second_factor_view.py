"""Second factors: whose role needs one, on the page of settings, and taking one away on the page of accounts."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.jobs import notices
from checklist.model.accounts import Person, Principal, Role, SecondFactor, SecondFactorRule
from checklist.store.accounts import second_factors
from checklist.store.act import Act
from checklist.ui import inputs, markup, widgets
from checklist.words.accounts import ROLES


def rule(principal: Principal, old: SecondFactorRule, today: date) -> None:
    """Whose role needs a second factor, and from which day on."""
    with st.form("second-factor-rule", enter_to_submit=False):
        st.write(
            "選んだ役割の人は、求め始める日から、認証アプリを登録するまでほかの画面を開けません。"
            "ほかの役割の人も、「パスワードの変更」の画面から登録できます。"
        )
        roles = frozenset(inputs.choices("二段階認証を求める役割", ROLES, old.roles, "second-factor-roles"))
        start = old.since if old.roles else today
        since, fault = inputs.day("求め始める日", start, "second-factor-since")
        if st.form_submit_button("二段階認証の設定を保存する", type="primary"):
            widgets.save(principal, lambda act: _demand(act, roles, since, fault), "二段階認証の設定を保存しました。")


def _demand(act: Act, roles: frozenset[Role], since: date | None, fault: str) -> None:
    if since is None:
        raise Refused([Fault("求め始める日", fault or "入力してください。")])
    second_factors.demand(act, SecondFactorRule(roles, since))


def of_account(principal: Principal, person: Person, held: SecondFactor | None) -> None:
    """Whether somebody has an authenticator, and taking it away from whoever has lost it."""
    with st.container(border=True, key=f"second-factor-{person.id}"):
        widgets.section("二段階認証")
        if held is None:
            st.write("登録していません。本人が「パスワードの変更」の画面から登録します。")
            return
        left = f"残りの回復コードは{held.codes_left}個です。"
        st.html(markup.paragraph(f"{words.moment(held.confirmed_at)}から使っています。{left}"))
        st.write("認証アプリと回復コードを失ったときに解除します。本人であることを確かめてください。本人に通知します。")
        password = inputs.password(principal, f"second-factor-{person.id}-password")
        if st.button("二段階認証を解除する", key=f"second-factor-{person.id}-reset"):
            done = f"{person.name}の二段階認証を解除しました。ログイン中の端末もすべて終了しました。"
            widgets.save_confirmed(principal, password, lambda act: _reset(act, person.id), done)


def _reset(act: Act, person_id: int) -> None:
    notices.mail_at_once(act, person_id, second_factors.reset(act, person_id))
