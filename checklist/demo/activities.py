"""The invented activity records of one hospital: week by week, month by month, and year by year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from checklist.demo import incidents
from checklist.demo.schedule import business_day
from checklist.demo.staff import Place
from checklist.demo.story import Story
from checklist.model.records import (
    Admission,
    BusinessPlan,
    CommitteeMeeting,
    Conference,
    ManagerActivity,
    PatientConsultation,
    Record,
    SafetyRound,
    StaffTraining,
)
from checklist.rules import fiscal_year
from checklist.words.records import ACTIVITIES

DEPARTMENTS = (
    "3階病棟",
    "4階病棟",
    "5階病棟",
    "外来",
    "手術室",
    "薬剤部",
    "検査科",
    "放射線科",
    "リハビリテーション科",
)
TOPICS = (
    "転倒・転落の事例を共有し、離床センサーの使い方を確認した。",
    "薬剤の取り違えの事例を検討し、二重確認の手順を見直した。",
    "患者誤認の報告を集計し、名乗りの徹底を周知することにした。",
    "インシデント報告の件数を確認し、報告の少ない部署への働きかけを決めた。",
    "院内巡回の結果を共有し、改善の期限を決めた。",
    "画像診断報告書の確認状況を点検し、未確認の件数を確かめた。",
    "輸液ポンプの設定誤りの事例を検討した。",
    "次回の職員研修の内容を検討した。",
)
SEEN_ON_ROUNDS = (
    ("救急カートの点検記録に記入漏れがあった。", "点検表の様式を改め、師長が毎日確認することにした。"),
    ("ハイリスク薬の表示が一部はがれていた。", "表示を貼り直し、薬剤部が月1回確認することにした。"),
    ("リストバンドの装着を確認した。問題はなかった。", "引き続き確認する。"),
    ("廊下に物品が置かれ、車椅子の通行を妨げていた。", "置き場所を決め、翌週に撤去を確認した。"),
    ("手順書の旧版が残っていた。", "旧版を回収し、最新版に差し替えた。"),
)
TRAININGS = ("医療安全の基本と報告の文化", "医薬品の安全使用", "患者誤認の防止", "医療機器の安全使用")
HANDLINGS = ("説明を行い、理解を得た。", "担当部署に伝え、対応の結果を相談者に報告した。", "改善策を委員会で検討した。")
PLANS = (
    ("誤薬の報告が前年度より増えている。", "与薬前の確認の手順を見直し、全員に周知する。", "誤薬の報告が減少した。"),
    ("転倒の報告が夜間に集中している。", "夜間の巡視と離床センサーの基準を見直す。", "夜間の転倒が減少した。"),
    (
        "手順書の改訂の周知が遅れている。",
        "改訂時の確認表を作り、周知の記録を残す。",
        "周知の記録がそろうようになった。",
    ),
)
GAPS = {Story.WITHOUT_CONFERENCES: 5, Story.FEW_CONFERENCES: 3, Story.NEGLECTED: 7}
"""How many weeks from the first Monday of August on are without a conference."""


def records(place: Place) -> Iterator[Record]:
    """Everything that the hospital did, up to today."""
    yield from _admissions(place)
    if place.story is Story.UNRECORDED:
        return
    for found in (_conferences, _rounds, _trainings, _committees, _consultations, incidents.counted, _plans, _manager):
        yield from found(place)


def _months(place: Place) -> Iterator[date]:
    """The first days of the months up to this one."""
    first = place.since
    while first <= place.today:
        yield first
        first = _next_month(first)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _last_of(month: date) -> date:
    return _next_month(month) - timedelta(days=1)


def _years(place: Place) -> range:
    return range(fiscal_year.of_day(place.since), fiscal_year.of_day(place.today) + 1)


def _left_out(place: Place, monday: date) -> bool:
    """Whether the week lies in the gap of its year, or around the new year."""
    first = date(monday.year, 8, 1)
    gap = first + timedelta(days=-first.weekday() % 7)
    if gap <= monday < gap + timedelta(weeks=GAPS.get(place.story, 0)):
        return True
    # Even in a hospital that does everything right, no conference is held around the new year.
    days = [monday + timedelta(days=day) for day in range(5)]
    return any((day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3) for day in days)


def _conferences(place: Place) -> Iterator[Record]:
    rng, weekday = place.rng, place.rng.randint(0, 4)
    monday = place.since - timedelta(days=place.since.weekday())
    for turn in count():
        day = monday + timedelta(weeks=turn, days=weekday)
        if day > place.today:
            return
        if not _left_out(place, monday + timedelta(weeks=turn)):
            people = rng.randint(6, 12)
            yield Conference(
                held_on=day, participants=people, committee_members=rng.randint(2, 5), remote=rng.random() < 0.15,
                topic=TOPICS[(turn + weekday) % len(TOPICS)],
            )  # fmt: skip


def _rounds(place: Place) -> Iterator[Record]:
    """Two departments a month in turn; where nobody looks after it, none since the summer of last year."""
    ended = date(place.today.year - 1, 8, 31) if place.story is Story.NEGLECTED else place.today
    for turn, month in enumerate(_months(place)):
        for half in (0, 1):
            day = business_day(month + timedelta(days=8 + 13 * half))
            if day <= ended:
                seen, action = SEEN_ON_ROUNDS[(turn + half) % len(SEEN_ON_ROUNDS)]
                yield SafetyRound(
                    held_on=day, department=DEPARTMENTS[(2 * turn + half) % len(DEPARTMENTS)],
                    visitors="医療安全管理者、薬剤師、看護師長", findings=seen, action=action,
                )  # fmt: skip


def _trainings(place: Place) -> Iterator[Record]:
    """Two a year with their make-up; the one still to come is planned."""
    for year in _years(place):
        for turn, (month, day) in enumerate(((6, 18), (11, 12), (2, 18))[: 2 + year % 2]):
            held_on = business_day(date(year + (month < 4), month, day))
            title, audience = TRAININGS[(year + turn) % len(TRAININGS)], max(30, place.beds)
            if held_on <= place.today:
                attended = int(audience * place.rng.uniform(0.72, 0.9))
                made_up = int((audience - attended) * place.rng.uniform(0.5, 1.0))
                yield StaffTraining(
                    held_on=held_on, title=title, held=True, audience=audience, attended=attended, made_up=made_up
                )
            else:
                yield StaffTraining(held_on=held_on, title=title, audience=audience)


def _committees(place: Place) -> Iterator[Record]:
    for month in _months(place):
        day = business_day(month + timedelta(days=19))
        if day <= place.today:
            lost = place.story is Story.NEGLECTED and month >= date(place.today.year - 1, 6, 1)
            yield CommitteeMeeting(
                held_on=day, participants=place.rng.randint(9, 16), director_present=place.rng.random() < 0.9,
                manager_present=True, decisions="報告の集計を確認し、改善策の実施を決定した。", minutes=not lost,
            )  # fmt: skip


def _consultations(place: Place) -> Iterator[Record]:
    subjects = ("treatment", "communication", "cost", "knowledge", "other")
    for turn, month in enumerate(_months(place)):
        for subject in (subjects[turn % 5], subjects[(turn + 2) % 5]):
            day = min(_last_of(month), place.today)
            handling = HANDLINGS[turn % len(HANDLINGS)]
            yield PatientConsultation(held_on=day, subject=subject, count=place.rng.randint(1, 6), handling=handling)


def _plans(place: Place) -> Iterator[Record]:
    """Two departments each May, evaluated in the following March."""
    for year in _years(place):
        for turn in (0, 1):
            held_on = business_day(date(year, 5, 12 + 8 * turn))
            if held_on > place.today:
                continue
            done = business_day(date(year + 1, 3, 6 + 5 * turn))
            evaluated = done if done <= place.today and place.story is not Story.NEGLECTED else None
            assessment, plan, outcome = PLANS[(year + turn) % len(PLANS)]
            yield BusinessPlan(
                held_on=held_on, department=DEPARTMENTS[(year + 3 * turn) % len(DEPARTMENTS)], assessment=assessment,
                plan=plan, evaluated_on=evaluated, outcome=outcome if evaluated else "",
            )  # fmt: skip


def _manager(place: Place) -> Iterator[Record]:
    texts = {
        "planning": "年間の活動計画を立て、部門で共有した。",
        "evaluation": "四半期の取組を評価し、次の重点を決めた。",
        "support": "部署の医療事故防止担当者と改善策を検討した。",
        "coordination": "部署間の手順の違いを調整した。",
        "consultation": "患者相談窓口の担当者と事例を共有し、対応を助言した。",
    }
    for turn, month in enumerate(_months(place)):
        activity = list(ACTIVITIES)[turn % len(ACTIVITIES)]
        day = business_day(month + timedelta(days=5))
        if day <= place.today and day >= place.since:
            yield ManagerActivity(
                held_on=day, activity=activity, department=DEPARTMENTS[turn % len(DEPARTMENTS)],
                content=texts[activity],
            )  # fmt: skip


def _admissions(place: Place) -> Iterator[Record]:
    """About one and a half new admissions a month for each bed."""
    for month in _months(place):
        last = _last_of(month)
        if last <= place.today:
            yield Admission(held_on=last, count=round(place.beds * place.rng.uniform(1.1, 1.6)))
