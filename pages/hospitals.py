"""病院一覧: the hospitals that concern the reader, with their class today and their filings."""

from __future__ import annotations

import streamlit as st

from checklist.model.permission import Thing, Verb
from checklist.readings import hospitals_page, lists
from checklist.rules import access
from checklist.store.act import viewing
from checklist.ui import list_view, series, session, widgets
from checklist.ui.accounts import first_password_view
from checklist.ui.hospitals import hospital_view, name_sign_view
from checklist.ui.region import import_view

principal = session.guard("hospitals")
asked = widgets.number_in_address("hospital", "病院")
writes = access.manages_region(principal)
with viewing(principal) as view:
    page = hospitals_page.read(view, asked)

if one := page.chosen:
    widgets.back("病院の一覧", "/hospitals")
    widgets.heading(one.name)
    hospital_view.detail(one, page.filings, page.classes.get(one.id), page.lacking, page.today, writes, page.beds)
    if access.may(principal, Verb.READ, Thing.FILING, access.of_hospital(one.id)):
        widgets.links(("届出の履歴と連携先を見る", f"/filings?hospital={one.id}"))
    if access.may(principal, Verb.WRITE, Thing.DEPARTMENTS, access.of_hospital(one.id)):
        with st.expander("設けていない部門を登録する"):
            hospital_view.lacking_form(principal, one, page.lacking, page.year)
    if access.may(principal, Verb.WRITE, Thing.NAME_SIGNS, access.of_hospital(one.id)):
        with st.expander(name_sign_view.TITLE, expanded=bool(name_sign_view.open_signs(one, page.signs))):
            name_sign_view.form(principal, one, page.signs)
    if writes:
        with st.expander("届出を登録・変更する", expanded=series.goes_on(hospital_view.filing_series(one))):
            hospital_view.filing_form(principal, one, page.filings)
        with st.expander("病院の情報を変更する"):
            hospital_view.form(principal, one)
elif import_view.waits():
    widgets.heading("病院一覧")
    import_view.review(principal)
else:
    widgets.heading("病院一覧", "区分は、本日有効な医療安全対策加算の届出によります。")
    first_password_view.show(principal)
    if asked is not None:
        st.warning("この病院は登録されていないか、閲覧する権限がありません。")
    # Above the list: whoever came to register or to take in would look for it below fifty rows.
    if writes:
        with st.expander("病院を登録する", expanded=not page.known or series.goes_on(hospital_view.SERIES)):
            hospital_view.form(principal, None)
        with st.expander(import_view.TITLE):
            import_view.entry(principal)
    if page.known:
        list_view.show(lists.hospitals(page.known, page.classes), hospital_view.PIECES)
    else:
        hint = "上の欄から登録してください。" if writes else "病院は地域事務局が登録します。"
        widgets.empty("病院が登録されていません", hint)
