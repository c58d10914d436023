"""What a person has to do next, by role; the start page shows it and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from checklist import words
from checklist.model.accounts import Principal, Role
from checklist.model.assessments import Assessment, AssessmentState, Track
from checklist.model.closing import Signatory
from checklist.model.improvements import PlanState
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Duty, Visit, VisitState
from checklist.readings import date_poll_page, offered_trainings, overdue, region_agenda, revisions_page
from checklist.readings.center import center_screen, passed_cases
from checklist.readings.task import ENDED as ENDED
from checklist.readings.task import Scene
from checklist.readings.task import Task as Task
from checklist.rules import access, fiscal_year
from checklist.rules.assessments.submission import Gaps
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.closing import closings, reopenings, signatures
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.sheets import sheets
from checklist.store.visits import late_answers, visit_progress, visits


def year_of(view: View, today: date) -> int:
    """The fiscal year of a day in this region."""
    return fiscal_year.of_day(today, region.of(view).fiscal_year_start_month)


def tasks(view: View, today: date) -> list[Task]:
    """Everything to do now, what is late first."""
    names = {hospital.id: hospital.name for hospital in hospitals.all_hospitals(view)}
    known = tuple(visits.visible_to(view))
    scene = Scene(view, today, year_of(view, today), names, known)
    # Read together what the tasks ask for visit by visit: a view remembers it.
    # Visit by visit this page took 897 statements for 24 hospitals and 11,753 for 300.
    assessments.of_visits(view, known)
    closings.opened(view, known)
    signatures.of_visits(view, [one for one in known if view.may(Verb.READ, Thing.CLOSING, access.of_visit(one))])
    parts = {
        Role.SAFETY_MANAGER: (
            _polls,
            _own_assessment,
            _reopened,
            _visits_received,
            _host_meetings,
            _duties,
            _late_plans,
            passed_cases.tasks,
            offered_trainings.tasks,
            revisions_page.tasks,
        ),
        Role.LEADER: (_approvals, _reopened, _visits_received, _duties),
        Role.EVALUATOR: (_polls, _visits_made, _late_answers, _duties),
        Role.SECRETARIAT: (region_agenda.region, region_agenda.overdue, revisions_page.tasks),
        Role.ADMIN: (region_agenda.unstaffed,),
        Role.CENTER_STAFF: (center_screen.tasks, passed_cases.tasks),
        Role.EXPERT: (passed_cases.questions,),
    }
    wanted = dict.fromkeys(
        part for role, found in parts.items() if access.comes_as(view.principal, role) for part in found
    )
    order = {"late": 0, "now": 1, "": 2}
    # Whoever stands in a ward today has come for this visit, and not for the one that is late.
    found = (task for part in wanted for task in part(scene))
    return sorted(found, key=lambda task: (not task.today, order[task.tone]))


def _own(scene: Scene) -> list[Assessment]:
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


def _own_assessment(scene: Scene) -> Iterator[Task]:
    mine = _own(scene)
    started = [found for found in mine if found.state is AssessmentState.OPEN]
    gaps = assessments.gaps_of(scene.view, started)
    for found in started:
        title = f"{words.fiscal_year(found.fiscal_year)}の自己評価を進める"
        yield Task(title, _in_words(gaps[found.id]), f"/answer?assessment={found.id}", "点検表を開く", "now")
    if not any(found.fiscal_year == scene.year for found in mine):
        title = f"{words.fiscal_year(scene.year)}の自己評価を始める"
        yield Task(title, "使用する点検表の版を選んで開始します。", "/assessments", "自己評価へ", "now")


def _approvals(scene: Scene) -> Iterator[Task]:
    for found in _own(scene):
        if found.state is AssessmentState.SUBMITTED and found.approved_at is None:
            title = f"{words.fiscal_year(found.fiscal_year)}の自己評価を承認する（院長承認）"
            detail = f"{words.moment(found.submitted_at)}に提出されました。"
            yield Task(title, detail, f"/assessments?assessment={found.id}", "内容を確認する", "now")


def _visits_received(scene: Scene) -> Iterator[Task]:
    for visit in scene.visits:
        if visit.host_id == scene.view.principal.hospital_id and visit.state not in ENDED:
            visitors = "・".join(scene.names[found] for found in visit.evaluator_ids)
            title = f"{visitors}による訪問を受ける"
            state = words.VISIT_STATES[visit.state]
            yield Task(title, f"{scene.dated(visit)}（{state}）", f"/visits?visit={visit.id}", "訪問の内容を見る")


def _reopened(scene: Scene) -> Iterator[Task]:
    """Reports that were reopened, with the reason, until the reader has said that they know: of either side."""
    for visit_id, edition in reopenings.unseen(scene.view, scene.visits).items():
        visit = next(one for one in scene.visits if one.id == visit_id)
        whose = "" if visit.host_id == scene.view.principal.hospital_id else f"{scene.names[visit.host_id]}："
        detail = f"{scene.dated(visit)}。理由：{edition.reopened_because}"
        title = f"{whose}評価報告書（第{edition.edition}版）が再開されました"
        yield Task(title, detail, f"/visits?visit={visit_id}&part=paperwork#report", "内容を確認する", "now")


def _polls(scene: Scene) -> Iterator[Task]:
    """Days to say yes or no to, and those that everybody has answered."""
    yield from date_poll_page.tasks(scene.view)


def _visits_made(scene: Scene) -> Iterator[Task]:
    me = scene.view.principal.person_id
    made = [one for one in scene.visits if me in one.member_ids and one.state in access.WRITABLE_VISITS]
    open_by_visit = {visit.id: assessments.open_visitor_of(scene.view, visit.id) for visit in made}
    gaps = assessments.gaps_of(scene.view, [one for found in open_by_visit.values() for one in found])
    sheets_of = sheets.titles(scene.view, (one.version_code for found in open_by_visit.values() for one in found))
    for visit in made:
        tone, today = "late" if scene.is_late(visit) else "now", visit.visit_date == scene.today
        host, waiting = scene.names[visit.host_id], open_by_visit[visit.id]
        for found in waiting:
            detail = f"{scene.dated(visit)}。{scene.ahead(visit)}{_in_words(gaps[found.id])}"
            yield Task(
                f"{host}の訪問評価（{sheets_of[found.version_code]}）",
                detail,
                f"/visit/{visit.id}#{found.id}",
                "点検表を開く",
                tone,
                today,
            )
        if not waiting and (visit.state is VisitState.ON_SITE or not visit.record_only):
            yield from (replace(one, today=today) for one in _meeting(scene, visit, f"{host}の", tone))


def _late_answers(scene: Scene) -> Iterator[Task]:
    """What came too late for a visit and waits for the decision of its leading evaluator."""
    counts = late_answers.counts_waiting(scene.view, scene.visits)
    for visit in scene.visits:
        if count := counts.get(visit.id):
            title = f"{scene.names[visit.host_id]}：遅れて届いた回答が{count}件あります"
            detail = f"{scene.dated(visit)}。受け入れるか見送るかを決めてください。"
            yield Task(title, detail, f"/visits?visit={visit.id}", "回答を確認する", "now")


def _meeting(scene: Scene, visit: Visit, whose: str, tone: str) -> Iterator[Task]:
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
    Duty.AGREEMENT: ("訪問について協議し、記録する", "/visits?visit={}#agreement", "協議を記録する"),
    Duty.HAND_OVER: ("評価報告書を手交し、記録する", "/visits?visit={}&part=paperwork#report", "手交を記録する"),
    Duty.ACKNOWLEDGE: ("評価報告書を受領する", "/visits?visit={}&part=paperwork#report", "受領を記録する"),
    Duty.PLAN: ("指摘事項の改善計画を作成する", "/improvements", "改善計画へ"),
}
"""The duties of a visit that stand on the page of those who can do them; the others have tasks of their own."""


def _duties(scene: Scene) -> Iterator[Task]:
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


def _host_meetings(scene: Scene) -> Iterator[Task]:
    """The closing meeting of a visit that the own hospital receives, once both sides have submitted."""
    for visit in scene.visits:
        mine = visit.host_id == scene.view.principal.hospital_id and visit.state in access.WRITABLE_VISITS
        if mine and not visit.record_only and not assessments.open_visitor_of(scene.view, visit.id):
            today = visit.visit_date == scene.today
            yield from (replace(one, today=today) for one in _meeting(scene, visit, "自院の", "now"))


def _late_plans(scene: Scene) -> Iterator[Task]:
    """Improvement plans of the own hospital whose day has passed."""
    own = scene.view.principal.hospital_id
    if own is None:
        return
    plans = improvement_plans.of_hospital(scene.view, own)
    late = [plan for plan in plans if plan.state(scene.today) is PlanState.OVERDUE]
    if late:
        detail = "完了日を記録するか、期限と進捗を見直してください。"
        href = f"/overdue?late={overdue.LATE}&{overdue.EVERY}&kind={overdue.PLAN}"
        yield Task(f"期限を過ぎた改善計画が{len(late):,}件あります", detail, href, "期限の一覧へ", "late")
