"""What the secretariat and the administrator have to do next in the region as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from checklist import words
from checklist.model.accounts import Role
from checklist.model.assessments import AssessmentState, Track
from checklist.model.improvements import PlanState
from checklist.model.visits import Duty, Visit
from checklist.readings.task import ENDED, Scene, Task
from checklist.store import region as settings
from checklist.store.accounts import people
from checklist.store.assessments import assessments
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.visits import visit_progress

_NAMED = 3
"""How many hospitals a task names; the others are counted."""


def overdue(scene: Scene) -> Iterator[Task]:
    """For the secretariat: what is overdue in the region, counted by duty; the days and visits are one click away."""
    counts = Counter(due.duty for _, due in visit_progress.overdue(scene.view, scene.today))
    told = [f"{words.DUTIES[duty]} {counts[duty]}件" for duty in Duty if counts[duty] and duty is not Duty.VISIT]
    if told:
        yield Task("期限を過ぎた手続きがあります", "、".join(told), "/visits", "訪問へ", "late")
    lines = improvement_plans.lines(scene.view, scene.today)
    late = sum(line.state is PlanState.OVERDUE for line in lines)
    if late:
        yield Task(f"期限を過ぎた改善計画が{late}件あります", "病院ごとの件数と期限を確認できます。", "/improvements",
                   "改善計画へ", "late")  # fmt: skip


def region(scene: Scene) -> Iterator[Task]:
    """What the plan of the year still lacks."""
    if not scene.names:
        yield Task("病院を登録する", "地域の病院と届出を登録します。", "/hospitals", "病院・届出へ", "now")
    elif not any(visit.fiscal_year == scene.year for visit in scene.visits):
        title = f"{words.fiscal_year(scene.year)}の訪問を計画する"
        yield Task(title, "訪問の登録はまだありません。", "/visits", "訪問へ", "now")
    for visit in scene.visits:
        if visit.state not in ENDED and (lacks := _lacks(scene, visit)):
            tone = "late" if scene.is_late(visit) else ""
            title = f"{scene.names[visit.host_id]}への訪問"
            detail = f"{scene.dated(visit)}。{'、'.join(lacks)}。"
            yield Task(title, detail, f"/visits?visit={visit.id}", "訪問の内容を見る", tone)


def _lacks(scene: Scene, visit: Visit) -> list[str]:
    """What a visit of the plan still lacks."""
    found = assessments.of_visit(scene.view, visit.id)
    lacks = [] if visit.visit_date else ["訪問日が決まっていません"]
    if not visit.member_ids:
        lacks.append("訪問評価者が決まっていません")
    if not any(a.track is Track.SELF and a.state is not AssessmentState.OPEN for a in found):
        lacks.append("受審病院の自己評価が未提出です")
    if scene.is_late(visit) and any(a.track is Track.VISITOR and a.state is AssessmentState.OPEN for a in found):
        lacks.append("訪問評価が未提出です")
    elif scene.is_late(visit):
        lacks.append("報告済みになっていません")
    return lacks


def accounts(scene: Scene) -> Iterator[Task]:
    """What a new region needs first."""
    found = people.all_people(scene.view)
    if not any(Role.SECRETARIAT in person.roles and person.active for person in found):
        detail = "病院・点検表・訪問は地域事務局が登録します。"
        yield Task("地域事務局のアカウントを作成する", detail, "/accounts", "アカウントへ", "now")
    if not settings.of(scene.view).name:
        yield Task("地域の名称を設定する", "画面と帳票に表示されます。", "/settings", "設定へ", "now")


def unmanaged(scene: Scene) -> Iterator[Task]:
    """Hospitals of the region for which nobody can fill in the self-assessment."""
    managed = people.managed_hospitals(scene.view)
    own = (one for one in hospitals.all_hospitals(scene.view) if not one.external)
    if lacking := [one.name for one in own if one.id not in managed]:
        named = "、".join(lacking[:_NAMED]) + (f" ほか{len(lacking) - _NAMED}病院" if len(lacking) > _NAMED else "")
        title = f"医療安全管理者のアカウントを作成する（{len(lacking)}病院）"
        detail = f"{named}。自己評価は医療安全管理者が記入します。"
        yield Task(title, detail, "/accounts", "アカウントへ", "now")
