"""By what providers of identities know an account, and ending that."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from checklist import words
from checklist.model.accounts import Identity, Person, Principal
from checklist.store.accounts import identities
from checklist.store.act import Act
from checklist.ui import markup, widgets

LEAD = (
    "このアカウントでログインできる、認証サーバーの利用者です。最初のログインのときに照合し、その後はメールアドレスなどが"
    "変わっても、この利用者のみがログインできます。"
)
UNLINKED = "認証サーバーとの連携を解除しました。次のログインのときに、もう一度照合します。"


def show(principal: Principal, person: Person, found: Sequence[Identity]) -> None:
    """What there is, each with its way out; nothing where nobody has come that way."""
    if not found:
        return
    with st.container(border=True, key="identities"):
        st.write("**認証サーバーとの連携**")
        st.write(widgets.plain(LEAD))
        for one in found:
            facts = [
                ("認証サーバー", one.issuer),
                ("識別子（sub）", one.subject),
                ("最初のログイン", words.moment(one.at)),
            ]
            st.html(markup.facts(facts))
            if st.button("連携を解除する", key=f"unlink-{one.id}"):
                widgets.save(principal, partial(_unlink, one.id), UNLINKED)


def _unlink(identity_id: int, act: Act) -> None:
    identities.unlink(act, identity_id)
