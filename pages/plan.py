"""年間計画: who visits whom in a year, whether every duty is met, until when each step is due; a hospital's own part of it."""

from __future__ import annotations

from checklist.readings import year_plan, year_schedule
from checklist.rules import access
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.plan import own_plan_view, plan_editor, plan_moves, plan_pictures, plan_view, plan_work, schedule_view
from checklist.ui.plan.plan_view import Part

principal = session.guard("plan")
asked, part = widgets.number_in_address("year"), plan_view.asked()
whole = access.manages_region(principal)
with viewing(principal) as view:
    schedule = year_schedule.of_year(view, asked) if part is Part.SCHEDULE else None
    page = year_plan.read(view, asked) if whole and not schedule else None
    own = None if whole or schedule else year_plan.own(view, asked)

if schedule:
    widgets.heading("年間計画", "訪問の手続きと期限を、1年間の流れで確かめます。")
    plan_view.year(schedule.year, schedule.years)
    plan_view.parts(plan_view.ALL if whole else plan_view.OWN)
    schedule_view.show(schedule, whole)
elif own:
    widgets.heading("年間計画", f"{own.name}の1年間の義務と訪問です。")
    plan_view.year(own.year, own.years)
    plan_view.parts(plan_view.OWN)
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
    elif part is Part.MOVES:
        plan_moves.show(principal, page)
    elif part is Part.PICTURES:
        plan_pictures.show(page)
    else:
        plan_work.show(principal, page)
    plan_view.note_seen(page)
