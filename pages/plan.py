"""年間計画: who visits whom in a year, whether every duty is met, and for a hospital its own part of it."""

from __future__ import annotations

from checklist.readings import year_plan
from checklist.rules import access
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.plan import own_plan_view, plan_editor, plan_pictures, plan_view, plan_work
from checklist.ui.plan.plan_view import Part

principal = session.guard("plan")
asked, part = widgets.number_in_address("year"), plan_view.asked()
whole = access.manages_region(principal)
with viewing(principal) as view:
    page = year_plan.read(view, asked) if whole else None
    own = None if whole else year_plan.own(view, asked)

if own:
    widgets.heading("年間計画", f"{own.name}の1年間の義務と訪問です。")
    plan_view.year(own.year, own.years)
    own_plan_view.show(own)
elif page:
    page = plan_view.as_seen(page)
    widgets.heading("年間計画", "どの病院がどの病院を訪問するかを計画し、義務を満たすかを確かめ、公表します。")
    plan_view.year(page.year, page.years)
    plan_view.summary(page)
    if part is Part.DUTIES:
        plan_view.duties(page)
    elif part is Part.VISITS:
        plan_editor.show(principal, page)
    elif part is Part.PICTURES:
        plan_pictures.show(page)
    else:
        plan_work.show(principal, page)
    plan_view.note_seen(page)
