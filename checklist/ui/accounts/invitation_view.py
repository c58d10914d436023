"""Invitations on the page of accounts: making them, those that were just made with their slips, and the open ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.formats.file_kinds import PDF
from checklist.model.accounts import Invitation, Invited, Person, Principal
from checklist.papers.accounts import invitations as slips
from checklist.store.accounts import first_passwords, invitations, people
from checklist.store.act import Act, viewing
from checklist.ui import inputs, markup, session, widgets

_KEPT = "invitations"
_MOST = 200
HEADS = ("ログインID", "氏名", "有効期限", "招待リンク")


def show(principal: Principal) -> None:
    """The invitations that were just made, if there are any: their links stand here and nowhere else."""
    found: tuple[Invited, ...] = session.recall(_KEPT) or ()
    if not found:
        return
    base = session.base()
    with st.container(border=True, key="invitations"):
        widgets.section(f"作成した招待（{len(found)}人）")
        st.warning(
            "招待リンクは、この一覧にのみ表示します。用紙を印刷して本人に渡すか、リンクを本人に送ってから、この一覧を閉じてください。"
        )
        if urlsplit(base).hostname in session.LOCAL:
            st.warning("この端末でしか使えないアドレスで開いているため、ほかの端末では招待を使えません。")
        rows = [[one.login, one.name, words.moment(one.expires_at), slips.link(base, one)] for one in found]
        st.html(markup.listing("作成した招待", HEADS, rows))
        left, right = st.columns(2)
        left.download_button(
            "招待の用紙（PDF）を保存", lambda: _slips(principal, found, base), f"{slips.TITLE}.pdf", PDF.media_type,
            key="invitations-pdf", on_click="ignore", type="primary", width="stretch",
        )  # fmt: skip
        if right.button("渡し終えたので一覧を閉じる", key="invitations-close", width="stretch"):
            session.keep(_KEPT, None)
            st.rerun()


def _slips(principal: Principal, found: Sequence[Invited], base: str) -> bytes:
    with viewing(principal) as view:
        return slips.document(view, found, base)


def several(principal: Principal, everybody: Sequence[Person], waiting: Collection[int]) -> None:
    """Invitations for several people at once, those first who have not yet chosen a password of their own."""
    st.write("初回のパスワードの代わりに、本人がパスワードを決めるためのリンクと用紙を作成します。")
    active = sorted((one for one in everybody if one.active), key=lambda one: (one.id not in waiting, one.login))
    names = {one.id: f"{one.name}（{one.login}）{'未登録' if one.id in waiting else ''}" for one in active}
    form = "invite-several"
    with st.form(f"{form}-{session.round_of(form)}", enter_to_submit=False):
        chosen = inputs.several("招待する人", names, (), f"{form}-who-{session.round_of(form)}", most=_MOST)
        days = _days(f"{form}-days")
        if st.form_submit_button("招待を作成する", type="primary"):
            done = f"{len(chosen)}人の招待を作成しました。"
            widgets.save(principal, partial(_invite, person_ids=chosen, days=days), done, form)


def one(principal: Principal, person: Person) -> None:
    """An invitation for somebody whose account is shown."""
    with st.container(border=True, key=f"invite-{person.id}"):
        widgets.section("招待")
        st.write(
            "本人がパスワードを決めるためのリンクと用紙を作成します。使われるまで、現在のパスワードは変わりません。"
        )
        days = _days(f"invite-{person.id}-days")
        if st.button("招待を作成する", key=f"invite-{person.id}-save", disabled=not person.active):
            done = f"{person.name}の招待を作成しました。"
            widgets.save(principal, partial(_invite, person_ids=[person.id], days=days), done)


def _days(key: str) -> int:
    return inputs.count("有効な日数", 1, invitations.LONGEST, invitations.USUAL, key)


def _invite(act: Act, person_ids: Sequence[int], days: int) -> None:
    if not person_ids:
        raise Refused([Fault("招待する人", "1人以上選んでください。")])
    made = tuple(invitations.invite(act, person_id, days) for person_id in person_ids)
    # Nobody is shown a link that was not stored after all.
    act.after(lambda: session.keep(_KEPT, made))


def add_invited(act: Act, person: Person) -> None:
    """A new account whose first password nobody ever sees, with an invitation for the usual time."""
    given = first_passwords.of({person.login: person.name})
    for password_hash in first_passwords.hashed(given).values():
        _invite(act, [people.add_first(act, person, password_hash)], invitations.USUAL)


def open_ones(principal: Principal, found: Sequence[Invitation]) -> None:
    """Those that can still be used, each to be taken back."""
    if not found:
        st.html(markup.paragraph("使われていない招待はありません。"))
        return
    rows = [[one.login, one.name, words.moment(one.at), words.moment(one.expires_at)] for one in found]
    st.html(markup.listing("使われていない招待", ("ログインID", "氏名", "作成", "有効期限"), rows))
    names = {one.id: f"{one.name}（{one.login}）" for one in found}
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        chosen = inputs.choice("取り消す招待", names, None, "invitation-revoke-who")
    if right.button("招待を取り消す", key="invitation-revoke", width="stretch"):
        done = f"{names[chosen]}の招待を取り消しました。"
        widgets.save(principal, lambda act: invitations.revoke(act, chosen), done)
