"""Accounts on their page: the list, creating and changing one, its password and its sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from checklist import words
from checklist.model.accounts import Person, Principal
from checklist.model.hospitals import Hospital
from checklist.rules.accounts import account_faults, passwords
from checklist.store.accounts import first_passwords, people, sessions
from checklist.store.act import Act
from checklist.ui import inputs, markup, series, session, widgets
from checklist.ui.accounts import first_password_view, invitation_view

CENTER, NOWHERE = -1, 0
SERIES = "account"
"""The name of the form for new accounts."""


def organisations(hospitals: Sequence[Hospital]) -> dict[int, str]:
    """Everything that a person can belong to; hospitals by id."""
    return {NOWHERE: "なし（地域事務局・システム管理者）", CENTER: "医療安全支援センター"} | {
        hospital.id: hospital.name for hospital in hospitals
    }


def organisation_of(person: Person) -> int:
    """Where a person belongs, as a choice of `organisations`."""
    return CENTER if person.center else person.hospital_id or NOWHERE


PIECES: dict[str, Callable[[Person], str]] = {
    "状態": lambda one: markup.chip("有効", "done") if one.active else markup.chip("停止中", "quiet"),
}
"""How the cells of the list are drawn."""


def create(principal: Principal, places: dict[int, str]) -> None:
    """A new account with its first password."""
    start = series.start(SERIES, Person(0, "", "", None, False, frozenset(), True))
    key = f"account-new-{session.round_of(SERIES)}"
    series.told(SERIES, f"{key}-login")
    with st.form(key, enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            login = inputs.text("ログインID", "", 60, f"{key}-login")
        with right:
            name = inputs.text("氏名", "", 60, f"{key}-name")
        person = _fields(replace(start, login=login, name=name), places, key)
        password = st.text_input(
            f"初回のパスワード（空欄なら自動で作成、入力するときは{passwords.MINIMUM}文字以上）",
            type="password",
            key=f"{key}-password",
            # Or the browser offers the administrator's own.
            autocomplete="new-password",
        )
        invites = st.checkbox("初回のパスワードの代わりに、招待リンクを作成する", key=f"{key}-invites")
        pressed = series.buttons("アカウントを作成する")
        if pressed.any:
            told = (
                "パスワードを本人に伝えてください。"
                if password
                else "パスワードは「初回のパスワード」の一覧に表示しています。"
            )
            told = "招待を本人に渡してください。" if invites else f"{told}最初のログインで本人が変更します。"
            message = f"{person.name}のアカウントを作成しました。{told}"
            common = replace(person, login="", name="", mail="")
            series.save(
                principal, SERIES, lambda act: _create(act, person, password, invites), message, pressed, common
            )


def _create(act: Act, person: Person, password: str, invites: bool) -> None:
    if invites:
        invitation_view.add_invited(act, person)
        return
    if password:
        people.add(act, person, password)
        return
    given = first_passwords.of({account_faults.normal_login(person.login): person.name})
    for password_hash in first_passwords.hashed(given).values():
        people.add_first(act, person, password_hash)
    act.after(lambda: first_password_view.add(given))


def _fields(start: Person, places: dict[int, str], key: str) -> Person:
    """Roles and organisation, which creating and changing share, and the account as typed."""
    roles = frozenset(inputs.choices("役割", words.ROLES, start.roles, key))
    where = inputs.choice("所属", places, organisation_of(start), f"{key}-where")
    if not any(place > 0 for place in places):
        st.caption("病院は、地域事務局が「病院一覧」で登録すると、所属に選べるようになります。")
    hospital_id = where if where > 0 else None
    mail = inputs.text("メールアドレス（空欄でもよい）", start.mail, 254, f"{key}-mail")
    return replace(start, mail=mail, roles=roles, hospital_id=hospital_id, center=where == CENTER)


def edit(principal: Principal, start: Person, places: dict[int, str]) -> None:
    """Change an account."""
    key = f"account-{start.id}"
    with st.form(key, enter_to_submit=False):
        name = inputs.text("氏名", start.name, 60, f"{key}-name")
        typed = _fields(replace(start, name=name), places, key)
        active = st.checkbox("このアカウントでログインできる", start.active, key=f"{key}-active")
        if st.form_submit_button("変更を保存する", type="primary"):
            person = replace(typed, active=active)
            widgets.save(principal, lambda act: people.change(act, person), f"{name}のアカウントを変更しました。")


def access_of(principal: Principal, person: Person) -> None:
    """A new password, shown once, and signing out everywhere."""
    left, right = st.columns(2)
    with left.container(border=True):
        st.write("**パスワードの再設定**")
        st.write("新しいパスワードを作成し、1回のみ表示します。現在のパスワードは使えなくなります。")
        if st.button("パスワードを再設定する", key=f"reset-{person.id}"):
            widgets.save(principal, lambda act: _reset(act, person), "")
    with right.container(border=True):
        st.write("**すべての端末からログアウト**")
        st.write("端末を紛失したときなどに、ログイン中のすべての端末を終了します。")
        if st.button("すべての端末からログアウトさせる", key=f"end-{person.id}"):
            widgets.save(
                principal, lambda act: sessions.end_all(act, person.id), "すべての端末からログアウトさせました。"
            )


def _reset(act: Act, person: Person) -> str:
    # Only the hash is stored, so the sentence below is the one place where it stands.
    password = first_passwords.generate()
    people.set_password(act, person.id, password)
    return f"新しいパスワード：{password}　この画面を離れると表示できません。{person.name}に伝えてください。次のログインで本人が変更します。"
