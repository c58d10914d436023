"""Short words to write down a hospital's documents in a test, and what a rule should answer to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checklist.model.criteria import Direction, Result, Settlement
from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind
from checklist.model.records import (
    Appointment,
    BusinessPlan,
    CommitteeMeeting,
    Conference,
    Course,
    Guideline,
    ManagerActivity,
    Notice,
    PatientConsultation,
    Record,
    SafetyRound,
    StaffTraining,
)
from checklist.model.visits import VisitMode, VisitState
from checklist.readings import criteria_sets
from checklist.rules.criteria.facts import DocumentFact, Facts, FiledPartner, VisitFact, window
from checklist.rules.criteria.registry import RULES
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Verdict
from checklist.words.records import TOPICS

DAY = date(2025, 11, 25)
"""A Tuesday in the fiscal year 2025, when the 令和6 set is the law."""
MET, NOT_MET, UNKNOWN = Result.MET, Result.NOT_MET, Result.UNKNOWN
OWN, FIRST, SECOND = 1, 2, 3
ALL_PARTS = frozenset({"ア-イ", "ア-ロ", "ア-ハ", "イ"})
NAMES = {OWN: "架空中央病院", FIRST: "架空市民病院", SECOND: "架空みなと病院"}


KINDS_OF_ACTIVITY = ("planning", "evaluation", "support", "coordination", "consultation")
PAPERS = ("organisation", "department", "duties", "committee", "desk", "policy", "reporting")
"""What a hospital that meets everything of 加算1 has done, and has in writing; the last three since 令和8年6月."""


@dataclass(frozen=True)
class Case:
    """One document: what the hospital has, what the rule answers, and a piece of its reason."""

    title: str
    has: Sequence[Record | VisitFact | Filing | FiledPartner | DocumentFact]
    expected: Result
    reason: str
    on: date = DAY
    kind: HospitalKind = HospitalKind.GENERAL
    setting: str = "fiscal_year"
    addon: str = ""

    def __str__(self) -> str:
        return self.title


def facts(case: Case) -> Facts:
    """Everything that the hospital has on the day of the case."""
    return of(case.has, case.on, case.kind, case.setting)


def of(
    has: Sequence[object], on: date = DAY, kind: HospitalKind = HospitalKind.GENERAL, setting: str = "fiscal_year"
) -> Facts:
    """The facts that some documents make."""
    records: dict[str, list[Record]] = defaultdict(list)
    for one in has:
        if isinstance(one, Record):
            records[one.KIND].append(one)
    since, ends = window(setting, on, 4)
    return Facts(
        Hospital(OWN, "H01", NAMES[OWN], "", "", 200, kind, False, False),
        on,
        since,
        tuple(one for one in has if isinstance(one, Filing)),
        {code: tuple(sorted(found, key=lambda one: one.day)) for code, found in records.items()},
        tuple(one for one in has if isinstance(one, VisitFact)),
        tuple(one for one in has if isinstance(one, DocumentFact)),
        tuple(one for one in has if isinstance(one, FiledPartner)),
        ends,
        None if setting == "twelve_months" else 4,
        tuple(one for one in has if isinstance(one, Settlement) and one.settled_on <= on),
    )


def requirement(rule: str, addon: str = "", code: str = "") -> Requirement:
    """The line of a set (without a code the oldest that has it) that a rule answers."""
    sets = [one for one in criteria_sets.shipped() if code in ("", one.code)]
    found = (one for rule_set in sets for one in rule_set.requirements)
    return next(one for one in found if one.rule == rule and addon in ("", one.addon))


def answer(rule: str, case: Case) -> Verdict:
    """What the rule says to the documents."""
    return RULES[rule](facts(case), requirement(rule, case.addon))


def manager(**changed: object) -> Appointment:
    """A dedicated nurse as 医療安全管理者 since 2024."""
    return replace(person("safety_manager", "架空 花子", "nurse", "dedicated"), **changed)  # type: ignore[arg-type]


def person(post: str, name: str, profession: str, dedication: str, **changed: object) -> Appointment:
    """Somebody in a post since 2024."""
    start: dict[str, object] = {"valid_from": date(2024, 4, 1)}
    return Appointment(staff_name=name, profession=profession, post=post, dedication=dedication, **(start | changed))  # type: ignore[arg-type]


def course(
    hours: float = 40, topics: Sequence[str] = tuple(TOPICS), on: date = date(2024, 8, 1), **changed: object
) -> Course:
    """A training of 架空 花子 by a medical association."""
    start: dict[str, object] = {"staff_name": "架空 花子", "organiser": "association", "organiser_name": "架空看護協会"}
    return Course(title="養成研修", finished_on=on, hours=hours, topics=tuple(topics), **(start | changed))  # type: ignore[arg-type]


def members(*left_out: str, **changed: object) -> list[Appointment]:
    """An assigned member of each department, but for those left out."""
    posts = {"clinical": "physician", "pharmacy": "pharmacist", "nursing": "nurse", "office": "office"}
    return [
        person(post, f"担当 {post}", profession, "assigned", **changed)
        for post, profession in posts.items()
        if post not in left_out
    ]


def paper(document: str, on: date = date(2024, 4, 1), ended: date | None = None) -> Guideline:
    """A written rule."""
    return Guideline(held_on=on, document=document, title=f"文書 {document}", ended_on=ended)


def committee(on: date, manager_present: bool = True, minutes: bool = True) -> CommitteeMeeting:
    """A meeting of the committee."""
    return CommitteeMeeting(
        held_on=on, participants=12, manager_present=manager_present, decisions="決定", minutes=minutes
    )


def activity(kind: str, on: date) -> ManagerActivity:
    """Something that the 医療安全管理者 did."""
    return ManagerActivity(held_on=on, activity=kind, content="内容")


def safety_round(on: date, action: str = "表示を改めた") -> SafetyRound:
    """A round in a ward."""
    return SafetyRound(held_on=on, department="3階病棟", findings="把握した内容", action=action)


def training(on: date, held: bool = True, attended: int = 180) -> StaffTraining:
    """A training of the staff."""
    return StaffTraining(held_on=on, title="医療安全研修", held=held, audience=200, attended=attended if held else 0)


def plan(on: date, evaluated: date | None = None) -> BusinessPlan:
    """An improvement plan."""
    outcome = "実施した" if evaluated else ""
    return BusinessPlan(
        held_on=on, department="薬剤部", assessment="評価", plan="計画", evaluated_on=evaluated, outcome=outcome
    )


def consultation(on: date, count: int = 3, handling: str = "説明した") -> PatientConsultation:
    """Consultations of a month."""
    return PatientConsultation(held_on=on, subject="communication", count=count, handling=handling)


def notice(on: date = date(2024, 4, 1), ended: date | None = None) -> Notice:
    """A notice for patients."""
    return Notice(held_on=on, place="外来待合", text="相談窓口", ended_on=ended)


def conferences(first: date, last: date, without: Sequence[date] = (), members: int = 3) -> list[Conference]:
    """A conference every Wednesday between two days, but for those left out."""
    start = first + timedelta(days=(2 - first.weekday()) % 7)
    days = (start + timedelta(weeks=week) for week in range((last - start).days // 7 + 1))
    return [
        Conference(held_on=day, participants=8, committee_members=members, topic="検討", remote=False)
        for day in days
        if day not in without
    ]


SOON_BEFORE = date.min
"""Stands for two months before the visit."""


def visit(
    host: int, evaluator: int, on: date, handed_over: date | None, host_class: int | None = 1,
    evaluator_class: int | None = 1, mode: VisitMode = VisitMode.IN_PERSON, state: VisitState = VisitState.REPORTED,
    agreed: date | None = SOON_BEFORE, parts: frozenset[str] | None = ALL_PARTS,
    known_from: date | None = None,
) -> VisitFact:  # fmt: skip
    """A visit of one hospital by another."""
    return VisitFact(
        on.toordinal(),
        host,
        host_class,
        {evaluator: evaluator_class},
        on,
        mode,
        state,
        on - timedelta(days=60) if agreed is SOON_BEFORE else agreed,
        handed_over,
        NAMES,
        parts,
        known_from,
        proven=handed_over is not None,
    )


def goes(on: date, partner_class: int = 1, handed_over: bool = True, **changed: object) -> VisitFact:
    """A visit by the hospital itself, with its report handed over two weeks later."""
    partner = FIRST if partner_class == 1 else SECOND
    handed = on + timedelta(days=14) if handed_over else None
    return visit(partner, OWN, on, handed, host_class=partner_class, **changed)  # type: ignore[arg-type]


def comes(on: date, partner_class: int | None = 1, handed_over: bool = True, **changed: object) -> VisitFact:
    """A visit to the hospital."""
    handed = on + timedelta(days=14) if handed_over else None
    return visit(OWN, FIRST, on, handed, evaluator_class=partner_class, **changed)  # type: ignore[arg-type]


def filing(addon: Addon, addon_class: int, first: date = date(2022, 4, 1), last: date | None = None) -> Filing:
    """A filing of the hospital."""
    return Filing(7, OWN, addon, addon_class, first, last, "第1号")


def partner(
    who: int, direction: Direction, on: date = date(2024, 4, 1), ended: date | None = None,
    filed_class: int | None = None, class_now: int | None = None,
) -> FiledPartner:  # fmt: skip
    """A partner named in the filing."""
    return FiledPartner(who, NAMES[who], direction, on, ended, filed_class, class_now)
