"""アカウント: who may sign in, with which roles, and for which organisation."""

from __future__ import annotations

import streamlit as st

from checklist.store.accounts import people
from checklist.store.act import viewing
from checklist.store.hospitals import hospitals
from checklist.ui import session, widgets
from checklist.ui.accounts import account_view

principal = session.guard("accounts")
chosen = widgets.number_in_address("account")
with viewing(principal) as view:
    everybody = people.all_people(view)
    places = account_view.organisations(hospitals.all_hospitals(view))

person = next((one for one in everybody if one.id == chosen), None)
if person:
    widgets.back("アカウントの一覧", "/accounts")
    widgets.heading(f"{person.name}のアカウント", f"ログインID：{person.login}")
    account_view.edit(principal, person, places)
    account_view.access_of(principal, person)
else:
    widgets.heading("アカウント", "アカウントは削除できません。使わなくなったアカウントは停止します。")
    with st.expander("アカウントを作成する", expanded=len(everybody) == 1):
        account_view.create(principal, places)
    account_view.listing(everybody, places)
