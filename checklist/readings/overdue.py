"""Everything that is due or overdue, with whose it is, how late, and whom to ask: one list for all its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checklist import words
from checklist.errors import Forbidden
from checklist.formats.table import Column
from checklist.model.closing import Signatory
from checklist.model.improvements import PlanState
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Duty, Visit
from checklist.readings import listing, plan_lists
from checklist.readings.listing import Line, Listing
from checklist.rules import access, fiscal_year
from checklist.rules.visits.deadlines import Due
from checklist.store import region
from checklist.store.accounts import contacts
from checklist.store.accounts.contacts import Contact
from checklist.store.act import View
from checklist.store.center import transfers
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanLine
from checklist.store.visits import visit_progress, visits

PLAN = "plan_due"
"""Beside the duties: an improvement plan that is to be finished by its day."""
ANSWER = "case_answer"
"""And a case that the support centre passed on, to be answered at the hospital's desk."""
KINDS = {**{duty.value: word for duty, word in words.DUTIES.items()}, PLAN: "改善計画の完了", ANSWER: "相談への回答"}
COLUMNS = (
    Column("病院", "text", 26, least=10),
    Column("内容", "text", 24, least=9),
    Column("対象", "text", 34, least=11),
    Column("期限", "date", 20),
    Column("遅れ（日）", "number", 10),
    Column("問い合わせ先", "text", 18, least=7),
    Column("メール", "text", 28, least=11),
)
LATE, COMING = "late", "coming"
SOON = 30
"""Days: what is due within them is prepared now."""
NOW, OLD, LATER = "now", "old", "later"
RANGES = {NOW: "対応が必要なもの", OLD: "前年度以前の期限超過", LATER: f"{SOON + 1}日以上先のもの"}
"""In the order in which they are offered, the first that holds anything is the usual one."""
PROCEDURES = "期限のある手続きと改善計画です。訪問日が決まっていない訪問の手続きは含みません。"
EVERY = f"when={listing.ALL}"
"""What an address says that asks for all of them."""


def told(view: View) -> tuple[str, str]:
    """What a reader's list is of, and what it says while nothing is due."""
    begins = "訪問日が決まると、手続きの期限がここに並びます。"
    if access.manages_region(view.principal):
        return f"地域のすべての病院の{PROCEDURES}", begins
    if view.may(Verb.READ, Thing.CENTER_RECORDS):
        return "医療機関に送った相談への回答の期限です。", "医療機関に相談を送ると、回答の期限がここに並びます。"
    return f"自院の{PROCEDURES}", begins


@dataclass(frozen=True)
class Item:
    """One thing that is due: who has to do it, what, of which year, until when, and where it is done."""

    hospital_ids: tuple[int, ...]
    kind: str
    what: str
    fiscal_year: int
    day: date
    href: str
    late: int = 0
    """Days since it was due; below zero as long as it is not."""
    when: str = NOW
    group: str = ""


def read(view: View) -> Listing[Item]:
    """For whoever plans visits of every hospital, else of the reader's own; what is due first first. Raises Forbidden."""
    if not access.may_open("overdue", view.principal):
        raise Forbidden
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    running = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    found = [_placed(one, view.today, running) for one in items(view)]
    # What is due first stays first within each group.
    found.sort(key=_urgency)
    asked = contacts.by_hospital(view)
    used = sorted({key for one in found for key in one.hospital_ids}, key=names.__getitem__)
    years = sorted({one.fiscal_year for one in found}, reverse=True)
    kinds = {one.kind for one in found}
    # All of them, also where nothing is in one: an address that was kept goes on to lead there.
    usual = next((one for one in RANGES if any(item.when == one for item in found)), NOW)
    choices = (
        listing.chosen_by("when", "範囲", RANGES.items(), usual),
        listing.chosen_by("late", "遅れ", ((LATE, "期限超過のみ"), (COMING, "これから期限のもの"))),
        listing.chosen_by("year", "年度", ((year, f"{year}年度") for year in years)),
        listing.chosen_by("hospital", "病院", ((key, names[key]) for key in used)),
        listing.chosen_by("kind", "内容", ((kind, word) for kind, word in KINDS.items() if kind in kinds)),
    )
    lines = tuple(_line(one, names, asked) for one in found)
    return Listing("overdue", "期限の一覧", COLUMNS, lines, choices)


def items(view: View) -> list[Item]:
    """The same as the things themselves, for whoever is told of them one by one."""
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    found = [*_duties(view, names), *_plans(view), *_answers(view)]
    return sorted(found, key=lambda one: (one.day, [names[key] for key in one.hospital_ids], one.kind, one.href))


def _placed(one: Item, today: date, running: int) -> Item:
    """The same with its range and group: what is late of an earlier year is no longer what is most urgent to do."""
    late = (today - one.day).days
    if late > 0 and one.fiscal_year < running:
        return replace(one, late=late, when=OLD, group="前年度以前のもの（期限超過）")
    if late > 0:
        return replace(one, late=late, when=NOW, group=f"期限を過ぎたもの（{running}年度）")
    if late >= -SOON:
        return replace(one, late=late, when=NOW, group=f"{SOON}日以内に期限が来るもの")
    return replace(one, late=late, when=LATER, group=RANGES[LATER])


def _urgency(one: Item) -> tuple[int, bool, bool]:
    """What is late first, in it the duties before the plans, which take their time."""
    return (list(RANGES).index(one.when), one.late <= 0, one.kind == PLAN and one.late > 0)


@dataclass(frozen=True)
class Rest:
    """What stands in a range that is not shown: how much of it, since when, and the address that shows it."""

    sentence: str
    href: str


def rest(found: Listing[Item], asked: str | None) -> tuple[Rest, ...]:
    """A line for each range but the one that the address asks for (None: the usual one), so that nothing is out of sight."""
    usual = next(one.usual for one in found.choices if one.key == "when")
    # What is no range is shown as the usual one, as the list does.
    shown = asked if asked in (*RANGES, listing.ALL) else usual
    told = []
    for when in RANGES if shown != listing.ALL else ():
        here = [line.of for line in found.lines if line.of.when == when]
        if here and when != shown:
            told.append(Rest(_told(when, here), f"/overdue?when={when}"))
    return tuple(told)


def _told(when: str, these: Sequence[Item]) -> str:
    plans = sum(one.kind == PLAN for one in these)
    parts = [f"改善計画{plans}件"] if plans else []
    parts += [f"手続き{len(these) - plans}件"] if len(these) > plans else []
    first, newest = min(these, key=lambda one: one.day), max(one.fiscal_year for one in these)
    what = "、".join(parts)
    if when != OLD:
        return f"{RANGES[when]}：{what}（最も早い期限は{words.day(first.day)}）"
    return f"{newest}年度以前で期限を過ぎたもの：{what}（最も古い期限は{words.day(first.day)}、{first.late:,}日経過）"


def _line(one: Item, names: Mapping[int, str], asked: Mapping[int, list[Contact]]) -> Line[Item]:
    people = [person for key in one.hospital_ids for person in asked.get(key, [])]
    cells = (
        "・".join(names[key] for key in one.hospital_ids),
        KINDS[one.kind],
        one.what,
        one.day,
        one.late if one.late > 0 else None,
        "、".join(person.name for person in people),
        "、".join(person.mail for person in people if person.mail),
    )
    state = LATE if one.late > 0 else COMING
    keys = listing.keys(year=one.fiscal_year, hospital=one.hospital_ids, kind=one.kind, late=state, when=one.when)
    return Line(cells, one, one.href, keys)


def _duties(view: View, names: Mapping[int, str]) -> Iterator[Item]:
    """The duties of the visits that have a day; a visit without one has none yet."""
    known = visits.visible_to(view)
    told = visit_progress.dues_of(view, known, view.today)
    for visit in known:
        for due in told[visit.id]:
            own = _whose(view, visit, due)
            if due.day is not None and own:
                what = f"{names[visit.host_id]}への訪問（{words.day(visit.visit_date)}）"
                yield Item(own, due.duty, what, visit.fiscal_year, due.day, place_of(visit, due.duty))


def _whose(view: View, visit: Visit, due: Due) -> tuple[int, ...]:
    """The hospitals that have to do it, as far as they concern the reader."""
    found = [visit.host_id] if Signatory.HOST in due.sides else []
    found += visit.evaluator_ids[:1] if Signatory.EVALUATOR in due.sides else []
    everywhere = access.manages_region(view.principal)
    return tuple(one for one in found if everywhere or one == view.principal.hospital_id)


_PARTS = {
    Duty.AGREEMENT: "#agreement",
    Duty.REPORT: "&part=paperwork#report",
    Duty.HAND_OVER: "&part=paperwork#report",
    Duty.ACKNOWLEDGE: "&part=paperwork#report",
}


def place_of(visit: Visit, duty: Duty) -> str:
    """The page on which it is done, or seen to be undone."""
    if duty is Duty.PLAN:
        return "/improvements"
    return f"/visits?visit={visit.id}{_PARTS.get(duty, '')}"


def _answers(view: View) -> Iterator[Item]:
    """Cases at the desk of a hospital that wait for its answer, to it and to the centre: a number, and no word of them."""
    start = region.of(view).fiscal_year_start_month
    for one in transfers.visible_to(view):
        if one.waits:
            href = f"/consultations?case={one.case_id}" if one.case_id else f"/hospital_desk?case={one.id}"
            year = fiscal_year.of_day(one.answer_by, start)
            yield Item((one.hospital_id,), ANSWER, f"届いた相談 {one.id}", year, one.answer_by, href)


def _plans(view: View) -> Iterator[Item]:
    """Improvement plans that have a day and are not finished: their number, and no word of them."""
    everywhere, own = access.manages_region(view.principal), view.principal.hospital_id
    lines: list[PlanLine] = []
    if everywhere or (own is not None and view.may(Verb.READ, Thing.IMPROVEMENT_PLANS, access.of_hospital(own))):
        lines = improvement_plans.lines(view, view.today, None if everywhere else own)
    for one in lines:
        if one.due_on is not None and one.state in (PlanState.PLANNED, PlanState.OVERDUE):
            what = f"改善計画 番号{one.finding_id}"
            yield Item((one.hospital_id,), PLAN, what, one.fiscal_year, one.due_on, plan_place(view, one))


def plan_place(view: View, one: PlanLine) -> str:
    """The page on which an improvement plan is carried on, or its state seen by those who read no word of it."""
    if access.manages_region(view.principal):
        return f"/improvements?{plan_lists.REGION}hospital={one.hospital_id}"
    return f"/improvements?finding={one.finding_id}"
