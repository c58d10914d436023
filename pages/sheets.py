"""点検表: the versions of the check sheets, their items, and what changed between versions."""

from __future__ import annotations

import streamlit as st

from checklist.readings import sheets_page
from checklist.rules import access
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.sheets import phrase_view, sheet_view

principal = session.guard("sheets")
asked = st.query_params.get("sheet")
with viewing(principal) as view:
    page = sheets_page.read(view, asked)

if version := page.chosen:
    widgets.back("点検表の一覧", "/sheets")
    widgets.heading(
        f"{version.sheet_name}　{version.name}",
        f"{version.from_fiscal_year}年度から適用・{len(version.items)}項目・{sheet_view.scale_words(version)}",
    )
    sheet_view.focus(version, page.focus)
    if access.manages_region(principal):
        with st.expander("重点項目を選ぶ"):
            sheet_view.focus_form(principal, version, page.years, page.focus)
        with st.expander("コメントの定型文を決める"):
            phrase_view.form(principal, version, page.phrases)
    sheet_view.items(version)
    address = f"/download/sheets/{version.code}"
    widgets.downloads(address, more=(("XLSForm（ODK・Kobo用）で保存", f"{address}/xlsform.xlsx"),))
    if page.previous:
        widgets.section("前版との関係")
        sheet_view.changes(version, page.previous)
else:
    widgets.heading("点検表", "使用を開始した版は変更できません。項目を改める場合は、新しい版を登録します。")
    if asked is not None:
        st.warning("この点検表は登録されていません。")
    if page.versions:
        sheet_view.listing(page.versions)
    else:
        widgets.empty("点検表が登録されていません", "点検表は地域事務局が登録します。")
    if access.manages_region(principal):
        widgets.links(("次の版の改訂案を作成する", "/revisions"))
        with st.expander("点検表をファイルから登録する"):
            sheet_view.import_form(principal)
