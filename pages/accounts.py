"""アカウント: who may sign in, with which roles, and for which organisation."""

from __future__ import annotations

import streamlit as st

from checklist.readings import accounts_page, lists
from checklist.store.act import viewing
from checklist.ui import list_view, series, session, widgets
from checklist.ui.accounts import (
    account_view,
    first_password_view,
    identity_view,
    invitation_view,
    second_factor_view,
)
from checklist.ui.region import import_view

principal = session.guard("accounts")
asked = widgets.number_in_address("account", "アカウント")
with viewing(principal) as view:
    page = accounts_page.read(view, asked)

places = account_view.organisations(page.hospitals)
if page.chosen:
    widgets.back("アカウントの一覧", "/accounts")
    widgets.heading(f"{page.chosen.name}のアカウント", f"ログインID：{page.chosen.login}", page.chosen.name)
    invitation_view.show(principal)
    account_view.edit(principal, page.chosen, places)
    account_view.access_of(principal, page.chosen)
    identity_view.show(principal, page.chosen, page.identities)
    left, right = st.columns(2)
    with left:
        invitation_view.one(principal, page.chosen)
    with right:
        second_factor_view.of_account(principal, page.chosen, page.second_factor)
else:
    widgets.heading("アカウント", "アカウントは削除できません。使わなくなったアカウントは停止します。")
    first_password_view.show(principal)
    invitation_view.show(principal)
    if import_view.waits():
        import_view.review(principal)
    else:
        if asked is not None:
            st.warning("このアカウントは登録されていません。")
        # After the set-up the administrator is alone here, and has come to add the others.
        opened = len(page.people) == 1 or series.goes_on(account_view.SERIES)
        with st.expander("アカウントを作成する", expanded=opened):
            account_view.create(principal, places)
        with st.expander(import_view.TITLE):
            import_view.entry(principal)
        with st.expander(f"招待（使われていないもの：{len(page.invitations)}件）"):
            invitation_view.several(principal, page.people, page.without_own_password)
            invitation_view.open_ones(principal, page.invitations)
        list_view.show(lists.accounts(page), account_view.PIECES, way="変更")
