"""What a person has to do next, by role; the start page shows it and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.model.accounts import Principal, Role
from checklist.model.assessments import Assessment, AssessmentState, Track
from checklist.model.closing import Signatory
from checklist.model.improvements import PlanState
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Duty, Visit, VisitState
from checklist.readings import beginning
from checklist.rules import access, fiscal_year
from checklist.rules.assessments.submission import Gaps
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.closing import closings, signatures
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.visits import late_answers, visit_progress, visits

ENDED = frozenset({VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED, VisitState.CANCELLED})


@dataclass(frozen=True)
class Task:
    """One thing to do: what, the facts beside it, where to go; `tone` is late, soon, now or an empty text."""

    title: str
    detail: str
    href: str
    label: str
    tone: str = ""


@dataclass(frozen=True)
class _Scene:
    """What all tasks look at: the reader, the day, and the visits that the reader may know of."""

    view: View
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


def year_of(view: View, today: date) -> int:
    """The fiscal year of a day in this region."""
    return fiscal_year.of_day(today, region.of(view).fiscal_year_start_month)


def tasks(view: View, today: date) -> list[Task]:
    """Everything to do now, what is late first."""
    names = {hospital.id: hospital.name for hospital in hospitals.all_hospitals(view)}
    known = tuple(visits.visible_to(view))
    scene = _Scene(view, today, year_of(view, today), names, known)
    # Read together what the tasks ask for visit by visit: a view remembers it.
    # Visit by visit this page took 897 statements for 24 hospitals and 11,753 for 300.
    assessments.of_visits(view, known)
    closings.opened(view, known)
    signatures.of_visits(view, [one for one in known if view.may(Verb.READ, Thing.CLOSING, access.of_visit(one))])
    parts = {
        Role.SAFETY_MANAGER: (_own_assessment, _visits_received, _host_meetings, _duties, _late_plans),
        Role.LEADER: (_approvals, _visits_received, _duties),
        Role.EVALUATOR: (_visits_made, _late_answers, _duties),
        Role.SECRETARIAT: (_region, _overdue),
        Role.ADMIN: (_unstaffed,),
    }
    wanted = dict.fromkeys(
        part for role, found in parts.items() if access.comes_as(view.principal, role) for part in found
    )
    order = {"late": 0, "now": 1, "": 2}
    return sorted((task for part in wanted for task in part(scene)), key=lambda task: order[task.tone])


def _own(scene: _Scene) -> list[Assessment]:
    """Self-assessments of the reader's hospital, the newest year first."""
    return [
        found
        for found in assessments.visible_self(scene.view)
        if found.track is Track.SELF and found.hospital_id == scene.view.principal.hospital_id
    ]


def _in_words(gaps: Gaps) -> str:
    if not gaps:
        return "すべての項目に回答しました。内容を確かめて提出してください。"
    parts = [f"未回答 {len(gaps.unanswered)}項目"] if gaps.unanswered else []
    parts += [f"コメントのない項目 {len(gaps.uncommented)}項目"] if gaps.uncommented else []
    return "、".join(parts) + "があります。"


def _own_assessment(scene: _Scene) -> Iterator[Task]:
    mine = _own(scene)
    started = [found for found in mine if found.state is AssessmentState.OPEN]
    gaps = assessments.gaps_of(scene.view, started)
    for found in started:
        title = f"{words.fiscal_year(found.fiscal_year)}の自己評価を進める"
        yield Task(title, _in_words(gaps[found.id]), f"/answer?assessment={found.id}", "点検表を開く", "now")
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
        if visit.host_id == scene.view.principal.hospital_id and visit.state not in ENDED:
            visitors = "・".join(scene.names[found] for found in visit.evaluator_ids)
            title = f"{visitors}による訪問を受ける"
            state = words.VISIT_STATES[visit.state]
            yield Task(title, f"{scene.dated(visit)}（{state}）", f"/visits?visit={visit.id}", "訪問の内容を見る")


def _visits_made(scene: _Scene) -> Iterator[Task]:
    me = scene.view.principal.person_id
    made = [one for one in scene.visits if me in one.member_ids and one.state in access.WRITABLE_VISITS]
    open_by_visit = {visit.id: assessments.open_visitor_of(scene.view, visit.id) for visit in made}
    gaps = assessments.gaps_of(scene.view, [one for found in open_by_visit.values() for one in found])
    for visit in made:
        tone = "late" if scene.is_late(visit) else "now"
        host, waiting = scene.names[visit.host_id], open_by_visit[visit.id]
        for found in waiting:
            detail = f"{scene.dated(visit)}。{_in_words(gaps[found.id])}"
            yield Task(f"{host}の訪問評価", detail, f"/visit/{visit.id}#{found.id}", "点検表を開く", tone)
        if not waiting and visit.state is VisitState.ON_SITE:
            yield from _meeting(scene, visit, f"{host}の", tone)


def _late_answers(scene: _Scene) -> Iterator[Task]:
    """What came too late for a visit and waits for the decision of its leading evaluator."""
    counts = late_answers.counts_waiting(scene.view, scene.visits)
    for visit in scene.visits:
        if count := counts.get(visit.id):
            title = f"{scene.names[visit.host_id]}：遅れて届いた回答が{count}件あります"
            detail = f"{scene.dated(visit)}。受け入れるか見送るかを決めてください。"
            yield Task(title, detail, f"/visits?visit={visit.id}", "回答を確認する", "now")


def _meeting(scene: _Scene, visit: Visit, whose: str, tone: str) -> Iterator[Task]:
    """The closing meeting of a visit: to begin, to agree, to sign for one's own side, and to seal."""
    href, day = f"/closing?visit={visit.id}", scene.dated(visit)
    if visit.record_only:
        detail = f"{day}。書類を登録して、報告済みにしてください。"
        yield Task(f"{whose}記録のみの訪問", detail, f"/visits?visit={visit.id}", "訪問の内容を見る", tone)
    elif not closings.is_open(scene.view, visit.id):
        yield Task(f"{whose}講評会を始める", f"{day}。訪問評価は提出済みです。", href, "講評会へ", tone)
    else:
        signed = signatures.current(scene.view, visit.id)
        side = Signatory.HOST if scene.view.principal.hospital_id == visit.host_id else Signatory.EVALUATOR
        if side not in signed:
            detail = f"{day}。評定の合意と指摘事項の文言を確かめて、{words.SIGNATORIES[side]}として署名してください。"
            yield Task(f"{whose}講評会で合意して署名する", detail, href, "講評会へ", tone)
        elif len(signed) == len(Signatory) and side is Signatory.EVALUATOR:
            yield Task(f"{whose}評価報告書を確定する", f"{day}。双方の署名がそろいました。", href, "講評会へ", tone)


_WHERE = {
    Duty.AGREEMENT: ("訪問について協議し、記録する", "/visits?visit={}", "訪問の内容を見る"),
    Duty.HAND_OVER: ("評価報告書を手交し、記録する", "/visits?visit={}", "報告書を見る"),
    Duty.ACKNOWLEDGE: ("評価報告書を受領する", "/visits?visit={}", "報告書を見る"),
    Duty.PLAN: ("指摘事項の改善計画を作成する", "/improvements", "改善計画へ"),
}
"""The duties of a visit that stand on the page of those who can do them; the others have tasks of their own."""


def _duties(scene: _Scene) -> Iterator[Task]:
    """What is due in the visits of one's own hospital, told to the side that can do it."""
    told = visit_progress.dues_of(scene.view, scene.visits, scene.today)
    for visit in scene.visits:
        side = Signatory.HOST if scene.view.principal.hospital_id == visit.host_id else Signatory.EVALUATOR
        for due in told[visit.id]:
            if due.duty in _WHERE and side in due.sides and _can_do(scene.view.principal, visit, due.duty):
                title, href, label = _WHERE[due.duty]
                until = f"期限 {words.day(due.day)}" if due.day else "期限は訪問日が決まると定まります"
                detail = f"{visit.fiscal_year}年度の訪問（{words.day(visit.visit_date)}）。{until}"
                tone = "late" if due.overdue else "now"
                yield Task(f"{scene.names[visit.host_id]}：{title}", detail, href.format(visit.id), label, tone)


def _can_do(principal: Principal, visit: Visit, duty: Duty) -> bool:
    if duty is Duty.PLAN:
        return access.comes_as(principal, Role.SAFETY_MANAGER)
    things = {
        Duty.AGREEMENT: Thing.AGREEMENT,
        Duty.HAND_OVER: Thing.HAND_OVER,
        Duty.ACKNOWLEDGE: Thing.ACKNOWLEDGE,
    }
    return Verb.WRITE in visits.verbs(principal, visit, things[duty])


def _host_meetings(scene: _Scene) -> Iterator[Task]:
    """The closing meeting of a visit that the own hospital receives, once both sides have submitted."""
    for visit in scene.visits:
        mine = visit.host_id == scene.view.principal.hospital_id and visit.state is VisitState.ON_SITE
        if mine and not visit.record_only and not assessments.open_visitor_of(scene.view, visit.id):
            yield from _meeting(scene, visit, "自院の", "now")


def _late_plans(scene: _Scene) -> Iterator[Task]:
    """Improvement plans of the own hospital whose day has passed."""
    own = scene.view.principal.hospital_id
    if own is None:
        return
    plans = improvement_plans.of_hospital(scene.view, own)
    late = [plan for plan in plans if plan.state(scene.today) is PlanState.OVERDUE]
    if late:
        detail = "完了日を記録するか、期限と進捗を見直してください。"
        yield Task(f"期限を過ぎた改善計画が{len(late)}件あります", detail, "/improvements", "改善計画へ", "late")


def _overdue(scene: _Scene) -> Iterator[Task]:
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


def _region(scene: _Scene) -> Iterator[Task]:
    # Of a region without any visit the checklist of the beginning tells what is missing.
    if scene.visits and not any(visit.fiscal_year == scene.year for visit in scene.visits):
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


def _unstaffed(scene: _Scene) -> Iterator[Task]:
    """Hospitals that have nobody in a role that the next visit needs."""
    for one in beginning.lacks(scene.view):
        title = f"{words.ROLES[one.role]}のアカウントを作成する（{one.count}病院）"
        yield Task(title, one.sentence, "/accounts", "アカウントへ", "now")
