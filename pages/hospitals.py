"""病院・届出: the hospitals that concern the reader, with their class today and their filings."""

from __future__ import annotations

import streamlit as st

from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.store import clock
from checklist.store.act import viewing
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits
from checklist.ui import session, widgets
from checklist.ui.hospitals import hospital_view

principal = session.guard("hospitals")
chosen = widgets.number_in_address("hospital")
today = clock.today()
with viewing(principal) as view:
    known = visits.hospitals_known_to(view)
    classes = hospitals.classes_on(view, today)
    one = next((hospital for hospital in known if hospital.id == chosen), None)
    filings = hospitals.filings(view, one.id) if one else []

if one:
    widgets.back("病院の一覧", "/hospitals")
    widgets.heading(one.name)
    hospital_view.detail(one, filings, classes.get(one.id), today)
    if access.may(principal, Verb.READ, Thing.FILING, access.of_hospital(one.id)):
        widgets.links(("届出の履歴と連携先を見る", f"/filings?hospital={one.id}"))
    if access.manages_region(principal):
        with st.expander("届出を登録・変更する"):
            hospital_view.filing_form(principal, one, filings)
        with st.expander("病院の情報を変更する"):
            hospital_view.form(principal, one)
else:
    widgets.heading("病院・届出", "区分は、本日有効な医療安全対策加算の届出によります。")
    if chosen is not None:
        st.warning("この病院は登録されていないか、閲覧する権限がありません。")
    if known:
        hospital_view.listing(known, classes)
    else:
        hint = "下の欄から登録してください。" if access.manages_region(principal) else "病院は地域事務局が登録します。"
        widgets.empty("病院が登録されていません", hint)
    if access.manages_region(principal):
        with st.expander("病院を登録する", expanded=not known):
            hospital_view.form(principal, None)
