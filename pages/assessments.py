"""自己評価: the own hospital's by year, and for the secretariat every submitted one."""

from __future__ import annotations

from checklist.papers.visits import visit_document
from checklist.readings import assessment_page, lists
from checklist.store.act import viewing
from checklist.ui import list_view, session, widgets
from checklist.ui.assessments import assessment_actions, assessment_view
from checklist.ui.closing import erasure_view

principal = session.guard("assessments")
chosen = widgets.number_in_address("assessment", "自己評価")
with viewing(principal) as view:
    page = assessment_page.find(view, chosen) if chosen is not None else None
    result = visit_document.assessment_document(view, page.line.assessment.id) if page else None
    listed = assessment_page.listed(view) if chosen is None else None

if chosen is not None:
    widgets.back("自己評価の一覧", "/assessments")
widgets.heading("自己評価", "年度ごとに点検表へ記入し、提出します。提出した内容は訪問評価の資料になります。")

if page and result:
    assessment_view.head(page.line)
    assessment_view.result(page.line.assessment.id, result)
    assessment_actions.show(principal, page.steps)
    erasure_view.show(principal, page.erasable)
elif listed is None:
    widgets.empty("この自己評価は表示できません", "提出前であるか、閲覧する権限がありません。")
else:
    if listed.lines:
        list_view.show(lists.assessments(listed.lines), assessment_view.PIECES, assessment_view.way)
    else:
        hint = (
            "下の欄で年度と点検表を選んで開始してください。" if listed.begins else "提出されると、ここに表示されます。"
        )
        widgets.empty("自己評価はまだありません", hint)
    if listed.begins:
        widgets.section("自己評価を開始する")
        if listed.versions:
            years = [listed.year + 1, listed.year, listed.year - 1]
            assessment_view.start(principal, years, listed.versions, any(one.fills_in for one in listed.lines))
        else:
            widgets.empty("点検表が登録されていません", "地域事務局に点検表の登録を依頼してください。")
