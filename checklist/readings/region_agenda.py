"""What the secretariat and the administrator have to do next in the region as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

from checklist import words
from checklist.model.assessments import AssessmentState, Track
from checklist.model.improvements import PlanState
from checklist.model.visits import Duty, Visit
from checklist.readings import beginning
from checklist.readings import overdue as due
from checklist.readings.task import ENDED, Scene, Task
from checklist.store.assessments import assessments
from checklist.store.improvements import improvement_plans
from checklist.store.visits import visit_progress

LATE = f"/overdue?late={due.LATE}&{due.EVERY}"
"""The list of everything overdue."""
NAMED = 5
"""So many visits are named of those whose day has passed, and of those to come; the page behind has the others."""


def overdue(scene: Scene) -> Iterator[Task]:
    """For the secretariat: what is overdue in the region, counted by duty; the days and visits are one click away."""
    counts = Counter(found.duty for _, found in visit_progress.overdue(scene.view, scene.today))
    told = [f"{words.DUTIES[duty]} {counts[duty]}件" for duty in Duty if counts[duty] and duty is not Duty.VISIT]
    if told:
        yield Task("期限を過ぎた手続きがあります", "、".join(told), LATE, "期限の一覧へ", "late")
    lines = improvement_plans.lines(scene.view, scene.today)
    late = sum(line.state is PlanState.OVERDUE for line in lines)
    if late:
        yield Task(f"期限を過ぎた改善計画が{late:,}件あります", "病院ごとの件数と期限を確認できます。",
                   f"{LATE}&kind={due.PLAN}", "期限の一覧へ", "late")  # fmt: skip


def region(scene: Scene) -> Iterator[Task]:
    """What the plan of the year still lacks."""
    # Of a region without any visit the checklist of the beginning tells what is missing.
    if scene.visits and not any(visit.fiscal_year == scene.year for visit in scene.visits):
        title = f"{words.fiscal_year(scene.year)}の訪問を計画する"
        yield Task(title, "訪問の登録はまだありません。", "/visits", "訪問へ", "now")
    found = list(_visits(scene))
    for late in (True, False):
        these = [one for one in found if (one.tone == "late") == late]
        yield from these[:NAMED]
        if len(these) > NAMED:
            yield _more(len(these) - NAMED, late)


def _more(count: int, late: bool) -> Task:
    if late:
        return Task(f"訪問日を過ぎても報告済みでない訪問が、ほかに{count}件あります",
                    "病院ごとの手続きと遅れを確認できます。", LATE, "期限の一覧へ", "late")  # fmt: skip
    return Task(f"決まっていないことのある訪問が、ほかに{count}件あります",
                "訪問日、訪問評価者、受審病院の自己評価を確認してください。", "/visits", "訪問へ")  # fmt: skip


def _visits(scene: Scene) -> Iterator[Task]:
    """Every visit that lacks something, by its day."""
    told = visit_progress.dues_of(scene.view, scene.visits, scene.today)
    for visit in sorted(scene.visits, key=lambda one: one.visit_date or date.max):
        late = {due.duty for due in told[visit.id] if due.overdue}
        if visit.state not in ENDED and (lacks := _lacks(scene, visit, late)):
            tone = "late" if scene.is_late(visit) else ""
            title = f"{scene.names[visit.host_id]}への訪問"
            detail = f"{scene.dated(visit)}。{'、'.join(lacks)}。"
            yield Task(title, detail, f"/visits?visit={visit.id}", "訪問の内容を見る", tone)


def _lacks(scene: Scene, visit: Visit, late: Collection[Duty]) -> list[str]:
    """What a visit of the plan still lacks; the self-assessment only once it is late, for months before nobody lacks it."""
    found = assessments.of_visit(scene.view, visit.id)
    lacks = [] if visit.visit_date else ["訪問日が決まっていません"]
    if not visit.member_ids:
        lacks.append("訪問評価者が決まっていません")
    unsent = not any(a.track is Track.SELF and a.state is not AssessmentState.OPEN for a in found)
    if unsent and (Duty.SELF_ASSESSMENT in late or scene.is_late(visit)):
        lacks.append("受審病院の自己評価が未提出です")
    if scene.is_late(visit) and any(a.track is Track.VISITOR and a.state is AssessmentState.OPEN for a in found):
        lacks.append("訪問評価が未提出です")
    elif scene.is_late(visit):
        lacks.append("報告済みになっていません")
    return lacks


def unstaffed(scene: Scene) -> Iterator[Task]:
    """Hospitals that have nobody in a role that the next visit needs."""
    for one in beginning.lacks(scene.view):
        title = f"{words.ROLES[one.role]}のアカウントを作成する（{one.count}病院）"
        yield Task(title, one.sentence, "/accounts", "アカウントへ", "now")
