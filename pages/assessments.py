"""自己評価: the own hospital's by year, and for the secretariat every submitted one."""

from __future__ import annotations

from checklist.readings import agenda, assessment_list
from checklist.rules import access
from checklist.store import clock
from checklist.store.act import viewing
from checklist.store.sheets import sheets
from checklist.ui import session, widgets
from checklist.ui.assessments import assessment_actions, assessment_view
from checklist.ui.closing import erasure_view

principal = session.guard("assessments")
chosen = widgets.number_in_address("assessment")
if chosen is not None:
    widgets.back("自己評価の一覧", "/assessments")
widgets.heading("自己評価", "年度ごとに点検表へ記入し、提出します。提出した内容は訪問評価の資料になります。")

with viewing(principal) as view:
    lines = assessment_list.self_assessments(view)
    versions = sheets.versions(view)
    year = agenda.year_of(view, clock.today())

shown = [line for line in lines if line.assessment.id == chosen]
if shown:
    assessment_view.head(shown[0])
    assessment_view.result(principal, shown[0].assessment.id)
    assessment_actions.show(principal, shown[0].assessment.id)
    erasure_view.of_assessment(principal, shown[0].assessment)
elif chosen is not None:
    widgets.empty("この自己評価は表示できません", "提出前であるか、閲覧する権限がありません。")
else:
    starts = access.starts_self_assessments(principal)
    if lines:
        assessment_view.listing(lines)
    else:
        hint = "下の欄で年度と点検表を選んで開始してください。" if starts else "提出されると、ここに表示されます。"
        widgets.empty("自己評価はまだありません", hint)
    if starts:
        widgets.section("自己評価を開始する")
        if versions:
            assessment_view.start(principal, [year + 1, year, year - 1], versions)
        else:
            widgets.empty("点検表が登録されていません", "地域事務局に点検表の登録を依頼してください。")
