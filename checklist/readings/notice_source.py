"""What there is to tell a person: what is due soon or late, days of visits that were fixed or moved, reports handed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from checklist import words
from checklist.model.notices import Notification, NotificationKind
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Duty, Visit, VisitState
from checklist.readings import date_poll_page, overdue, revisions_page
from checklist.readings.center import passed_cases
from checklist.readings.task import ENDED
from checklist.rules import access, fiscal_year
from checklist.rules.notices import stages
from checklist.rules.visits import visit_times
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.plan import published_changes, year_plans
from checklist.store.plan.published_changes import Changed
from checklist.store.visits import visit_progress, visits
from checklist.words.notices import STAGES


def read(view: View) -> list[Notification]:
    """Everything that the reader is to be told as things stand now, whether it was told before or not."""
    known = visits.visible_to(view)
    told = (
        _due(view), _planned(view, known), _polls(view), _days(view, known), _left(view), _reports(view, known),
        passed_cases.notifications(view), _revisions(view),
    )  # fmt: skip
    return [one for part in told for one in part]


def _due(view: View) -> Iterator[Notification]:
    everywhere, old = access.manages_region(view.principal), Counter[str]()
    for one in overdue.items(view):
        stage = stages.of_day(one.day, view.today)
        if stage == stages.LATE and view.today - one.day > stages.RECENT:
            old[one.kind] += 1
        elif stage and not (everywhere and (stage != stages.LATE or one.kind == overdue.PLAN)):
            what = f"{STAGES[stage]}：{overdue.KINDS[one.kind]}（{one.what}、期限 {words.day(one.day)}）"
            # A day that was moved is another matter: somebody who was told of the old one is told of the new one.
            yield Notification(NotificationKind.DUE, _thread(one), f"{one.day} {stage}", what, one.href)
    for kind, count in old.items():
        # Once a month and together: whoever begins with a region of five years has hundreds of them.
        what = f"期限を{stages.RECENT.days}日より長く過ぎています：{overdue.KINDS[kind]}（{count}件）"
        href = f"/overdue?kind={kind}&late={overdue.LATE}"
        yield Notification(NotificationKind.DUE, f"old {kind}", f"{view.today:%Y-%m}", what, href)


def _thread(one: overdue.Item) -> str:
    # The plans of all visits are made on one page: in one thread they would push each other out and be told every day.
    more = f" {one.what}" if one.kind == Duty.PLAN else ""
    return f"due {one.kind} {one.href}{more}"


def _days(view: View, known: list[Visit]) -> Iterator[Notification]:
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    changed = _changed(view, [one for one in known if one.visit_date and one.visit_date >= view.today])
    for visit in known:
        if visit.visit_date is None or visit.visit_date < view.today or visit.state in ENDED - {VisitState.CANCELLED}:
            continue
        whose = f"{'・'.join(names[one] for one in visit.evaluator_ids)}から{names[visit.host_id]}への訪問"
        when = f"{visit_times.of_visit(visit)}・{words.VISIT_MODES[visit.mode]}"
        thread, href = f"visit {visit.id}", f"/visits?visit={visit.id}"
        if visit.state is VisitState.CANCELLED:
            yield Notification(NotificationKind.VISIT, thread, "cancelled", "", href, f"訪問の中止：{whose}（{when}）")
        else:
            crew = changed[visit.id].crew
            again = "訪問側・日程の変更" if crew else "訪問の日程の変更"
            first, again = (f"{what}：{whose}（{when}）" for what in ("訪問の日程", again))
            hours = visit_times.hours(visit)
            stage = " ".join(filter(None, (f"{visit.visit_date} {visit.mode}", str(crew or ""), hours)))
            yield Notification(NotificationKind.VISIT, thread, stage, first, href, again)


def _planned(view: View, known: list[Visit]) -> Iterator[Notification]:
    """Visits of a published plan that have no day yet, to the hospitals on both sides."""
    if access.manages_region(view.principal):
        return
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    ahead = [one for one in known if one.visit_date is None and one.state in (VisitState.PLANNED, VisitState.CANCELLED)]
    changed = _changed(view, ahead)
    for year in sorted({one.fiscal_year for one in ahead}):
        months = year_plans.months(view, year, [one for one in ahead if one.fiscal_year == year])
        # One that a later plan has cancelled stands in no plan any more, and yet was told of.
        for visit in (one for one in ahead if one.id in months or one.state is VisitState.CANCELLED):
            whose = f"{'・'.join(names[one] for one in visit.evaluator_ids)}から{names[visit.host_id]}への訪問"
            when = f"、{months[visit.id]}月の予定" if visit.id in months else ""
            what, thread = f"{whose}（{words.fiscal_year(year)}{when}）", f"plan {visit.id}"
            href = f"/visits?visit={visit.id}"
            if visit.state is VisitState.CANCELLED:
                yield Notification(NotificationKind.VISIT, thread, "cancelled", "", href, f"訪問の中止：{what}")
            else:
                times = changed[visit.id].any
                stage = f"planned {times}" if times else "planned"
                first, again = f"訪問の計画：{what}", f"訪問の計画の変更：{what}"
                yield Notification(NotificationKind.VISIT, thread, stage, first, href, again)


def _changed(view: View, found: list[Visit]) -> dict[int, Changed]:
    """What later plans have changed of these visits."""
    told: dict[int, Changed] = {}
    for year in sorted({one.fiscal_year for one in found}):
        told |= published_changes.of_visits(view, year, [one for one in found if one.fiscal_year == year])
    return told


def _left(view: View) -> Iterator[Notification]:
    """Visits to which the reader's own hospital was to come and comes no longer, to those who were told of them."""
    own = view.principal.hospital_id
    if own is None or not view.may(Verb.READ, Thing.YEAR_PLAN, access.of_hospital(own)):
        return
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    year = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    for visit in (*published_changes.left(view, own, year), *published_changes.left(view, own, year + 1)):
        told = f"訪問側の変更：{names[visit.host_id]}への訪問に{names[own]}は加わりません"
        thread = f"visit {visit.id}" if visit.visit_date else f"plan {visit.id}"
        yield Notification(NotificationKind.VISIT, thread, "left", "", "/plan", told)


def _polls(view: View) -> Iterator[Notification]:
    """Days that are offered, to those who are asked and have not answered; and to those who may fix one, that all have."""
    for one in date_poll_page.lines(view):
        href = f"/date_polls?visit={one.visit.id}"
        if one.ended:
            gone = f"訪問日の調整の取りやめ：{one.title}"
            yield Notification(NotificationKind.VISIT, f"poll {one.ended}", "withdrawn", "", href, gone)
        elif one.poll and one.unanswered:
            what = f"訪問日の候補への回答のお願い：{one.title}（候補{one.coming}件）"
            again = f"訪問日の候補が変わりました。回答をお願いします：{one.title}（候補{one.coming}件）"
            yield Notification(
                NotificationKind.VISIT, f"poll {one.poll.id}", str(one.poll.version), what, href, again
            )  # fmt: skip
        elif one.poll and one.complete and one.fixes:
            what = f"訪問日の候補に全員が回答しました：{one.title}"
            yield Notification(
                NotificationKind.VISIT, f"poll {one.poll.id} complete", str(one.poll.version), what, href
            )


def _revisions(view: View) -> Iterator[Notification]:
    """Drafts of a check sheet to those who are asked what they think of them, and that the day for it has passed."""
    for one in revisions_page.waiting(view):
        told = f"{one.sheet_name} {one.name}（{words.day(one.until)}まで）"
        first, again = (f"点検表の改訂案への意見の{what}：{told}" for what in ("お願い", "期限の変更"))
        href = f"/revisions?revision={one.id}&part=comments"
        yield Notification(NotificationKind.DUE, f"revision {one.id}", str(one.until), first, href, again)
    for one in revisions_page.ended(view):
        what = f"点検表の改訂案への意見の受付終了：{one.sheet_name} {one.name}（{words.day(one.until)}まで）"
        href = f"/revisions?revision={one.id}&part=publish"
        yield Notification(NotificationKind.DUE, f"revision {one.id} ended", str(one.until), what, href)


def _reports(view: View, known: list[Visit]) -> Iterator[Notification]:
    """Reports that the reader's own hospital has been given lately."""
    own = [one for one in known if one.host_id == view.principal.hospital_id and one.state in ENDED]
    for visit in own:
        day = visit_progress.of_visits(view, own)[visit.id].handed_over_on
        if day and view.today - day <= stages.RECENT:
            what = f"評価報告書の手交：{words.day(visit.visit_date)}の訪問（手交日 {words.day(day)}）"
            href = f"/visits?visit={visit.id}&part=paperwork#report"
            yield Notification(NotificationKind.REPORT, f"report {visit.id}", str(day), what, href)
