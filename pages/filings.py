"""届出・連携先: what a hospital has filed, what became of it, and its partners beside the visits as they really are."""

from __future__ import annotations

from checklist.errors import ChecklistError
from checklist.readings import filings_page, lists
from checklist.rules import access
from checklist.store.act import viewing
from checklist.ui import list_view, session, widgets
from checklist.ui.hospitals import filing_view

principal = session.guard("filings")
region = access.manages_region(principal)
chosen = widgets.number_in_address("hospital", "病院") if region else principal.hospital_id

LEAD = "医療安全対策加算、地域連携加算、感染対策向上加算の届出、その履歴、連携先を確認します。"

if chosen is not None:
    if region:
        widgets.back("届出の一覧", "/filings")
    try:
        with viewing(principal) as view:
            page = filings_page.read(view, chosen)
    except ChecklistError as error:
        widgets.heading("届出・連携先", LEAD)
        widgets.empty("この届出は表示できません", error.message)
    else:
        name = page.partnership.hospital.name
        widgets.heading(f"{name}の届出", LEAD, name)
        filing_view.show(principal, page)
elif region:
    with viewing(principal) as view:
        found = filings_page.region(view)
    widgets.heading("届出・連携先", LEAD)
    if found:
        list_view.show(lists.filings(found), filing_view.PIECES)
    else:
        widgets.empty(
            "病院が登録されていません", "「病院一覧」で病院と届出を登録してください。", "病院一覧へ", "/hospitals"
        )
else:
    widgets.heading("届出・連携先", LEAD)
    widgets.empty("表示できる届出はありません", "所属病院が登録されると、その病院の届出を表示します。")
