"""What a person has to do next, by role; the start page shows it and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from checklist import words
from checklist.model import Assessment, AssessmentState, Principal, Role, Track, Visit, VisitState
from checklist.rules import access, fiscal_year
from checklist.store import assessments, hospitals, people, region, visits

ENDED = frozenset({VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED, VisitState.CANCELLED})


@dataclass(frozen=True)
class Task:
    """One thing to do: what, the facts beside it, where to go; `tone` is late, now or an empty text."""

    title: str
    detail: str
    href: str
    label: str
    tone: str = ""


@dataclass(frozen=True)
class _Scene:
    """What all tasks look at: the reader, the day, and the visits that the reader may know of."""

    db: Database
    principal: Principal
    today: date
    year: int
    names: dict[int, str]
    visits: tuple[Visit, ...]

    def dated(self, visit: Visit) -> str:
        """Date and mode of a visit in words."""
        return f"{words.day(visit.visit_date) if visit.visit_date else '日程未定'}・{words.VISIT_MODES[visit.mode]}"

    def is_late(self, visit: Visit) -> bool:
        """Whether the day of a visit has passed."""
        return visit.visit_date is not None and visit.visit_date < self.today


def year_of(db: Database, today: date) -> int:
    """The fiscal year of a day in this region."""
    return fiscal_year.of_day(today, region.load(db).fiscal_year_start_month)


def tasks(db: Database, principal: Principal, today: date) -> list[Task]:
    """Everything to do now, what is late first."""
    names = {hospital.id: hospital.name for hospital in hospitals.all_hospitals(db)}
    known = tuple(visits.visible_to(db, principal))
    scene = _Scene(db, principal, today, year_of(db, today), names, known)
    parts = {
        Role.SAFETY_MANAGER: (_own_assessment, _visits_received),
        Role.LEADER: (_approvals, _visits_received),
        Role.EVALUATOR: (_visits_made,),
        Role.SECRETARIAT: (_region,),
        Role.ADMIN: (_accounts,),
    }
    wanted = dict.fromkeys(part for role, found in parts.items() if role in principal.roles for part in found)
    order = {"late": 0, "now": 1, "": 2}
    return sorted((task for part in wanted for task in part(scene)), key=lambda task: order[task.tone])


def _own(scene: _Scene) -> list[Assessment]:
    """Self-assessments of the reader's hospital, the newest year first."""
    return [
        found
        for found in assessments.all_assessments(scene.db)
        if found.track is Track.SELF and found.hospital_id == scene.principal.hospital_id
    ]


def remaining(db: Database, assessment_id: int) -> str:
    """What is still open in an assessment, in one sentence."""
    gaps = assessments.gaps(db, assessment_id)
    if not gaps:
        return "すべての項目に回答しました。内容を確かめて提出してください。"
    parts = [f"未回答 {len(gaps.unanswered)}項目"] if gaps.unanswered else []
    parts += [f"コメントのない項目 {len(gaps.uncommented)}項目"] if gaps.uncommented else []
    return "、".join(parts) + "があります。"


def _own_assessment(scene: _Scene) -> Iterator[Task]:
    mine = _own(scene)
    for found in mine:
        if found.state is AssessmentState.OPEN:
            title = f"{words.fiscal_year(found.fiscal_year)}の自己評価を進める"
            yield Task(title, remaining(scene.db, found.id), f"/answer?assessment={found.id}", "点検表を開く", "now")
    if not any(found.fiscal_year == scene.year for found in mine):
        title = f"{words.fiscal_year(scene.year)}の自己評価を始める"
        yield Task(title, "使用する点検表の版を選んで開始します。", "/assessments", "自己評価へ", "now")


def _approvals(scene: _Scene) -> Iterator[Task]:
    for found in _own(scene):
        if found.state is AssessmentState.SUBMITTED and found.approved_at is None:
            title = f"{words.fiscal_year(found.fiscal_year)}の自己評価を承認する（院長承認）"
            detail = f"{words.moment(found.submitted_at)}に提出されました。"
            yield Task(title, detail, f"/assessments?assessment={found.id}", "内容を確認する", "now")


def _visits_received(scene: _Scene) -> Iterator[Task]:
    for visit in scene.visits:
        if visit.host_id == scene.principal.hospital_id and visit.state not in ENDED:
            visitors = "・".join(scene.names[found] for found in visit.evaluator_ids)
            title = f"{visitors}による訪問を受ける"
            state = words.VISIT_STATES[visit.state]
            yield Task(title, f"{scene.dated(visit)}（{state}）", f"/visits?visit={visit.id}", "訪問の内容を見る")


def _visits_made(scene: _Scene) -> Iterator[Task]:
    for visit in scene.visits:
        if scene.principal.person_id not in visit.member_ids or visit.state not in access.WRITABLE_VISITS:
            continue
        tone = "late" if scene.is_late(visit) else "now"
        host, waiting = scene.names[visit.host_id], assessments.open_visitor_of(scene.db, visit.id)
        for found in waiting:
            detail = f"{scene.dated(visit)}。{remaining(scene.db, found.id)}"
            yield Task(f"{host}の訪問評価", detail, f"/answer?assessment={found.id}", "点検表を開く", tone)
        if not waiting and visit.state is VisitState.ON_SITE:
            detail = "訪問評価は提出済みです。結果を確かめて、報告済みにしてください。"
            yield Task(f"{host}への訪問を報告する", detail, f"/visits?visit={visit.id}", "訪問の内容を見る", tone)


def _region(scene: _Scene) -> Iterator[Task]:
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


def _lacks(scene: _Scene, visit: Visit) -> list[str]:
    """What a visit of the plan still lacks."""
    found = assessments.of_visit(scene.db, visit.id)
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


def _accounts(scene: _Scene) -> Iterator[Task]:
    found = people.all_people(scene.db)
    if not any(Role.SECRETARIAT in person.roles and person.active for person in found):
        detail = "病院・点検表・訪問は地域事務局が登録します。"
        yield Task("地域事務局のアカウントを作成する", detail, "/accounts", "アカウントへ", "now")
    if not region.load(scene.db).name:
        yield Task("地域の名称を設定する", "画面と帳票に表示されます。", "/settings", "設定へ", "now")
