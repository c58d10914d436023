"""Papers, the manager's work and the department's work: each requirement with its documents and the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.hospitals import Addon
from checklist.model.records import CommitteeMeeting
from checklist.rules.criteria.conferences import weeks
from tests.rules.criteria.documents import (
    DAY,
    MET,
    NOT_MET,
    UNKNOWN,
    Case,
    activity,
    answer,
    committee,
    conferences,
    consultation,
    filing,
    manager,
    notice,
    paper,
    plan,
    safety_round,
    training,
)

NOW, BEFORE, LONG_AGO, TOMORROW = date(2025, 9, 10), date(2024, 9, 10), date(2023, 9, 10), date(2025, 11, 26)
START = date(2025, 4, 1)
FILED = filing(Addon.SAFETY, 1)
AUGUST = [date(2025, 8, day) for day in (6, 13, 20, 27)]
EVERY_THREE_MONTHS = replace(paper("department"), round_months=3)
YEAR_END = date(2026, 3, 31)


def once(kind: str) -> tuple[Case, ...]:
    """The documents of an activity that is due once in the window."""
    return (
        Case("done in the window", [activity(kind, NOW)], MET, "1件あります"),
        Case("nothing recorded", [manager()], UNKNOWN, "記録されていません"),
        Case(
            "done last year, this year still runs", [activity(kind, BEFORE)], UNKNOWN, "2026年3月31日（火）までに必要"
        ),
        Case(
            "done last year, this year is over",
            [activity(kind, BEFORE)],
            UNKNOWN,
            "間隔は法令で定められていません",
            on=YEAR_END,
        ),
        Case("done two years ago", [activity(kind, LONG_AGO)], UNKNOWN, "前の期間にもありません"),
        Case("recorded with a later date", [activity(kind, TOMORROW)], UNKNOWN, "記録されていません"),
        Case(
            "within the last twelve months", [activity(kind, date(2024, 11, 26))], MET, "1件", setting="twelve_months"
        ),
        Case(
            "a day before them",
            [activity(kind, date(2024, 11, 25))],
            UNKNOWN,
            "前の期間には1件",
            setting="twelve_months",
        ),
    )


def months(count: int) -> list[CommitteeMeeting]:
    """A meeting in each of so many whole months, the first of them a year before the month of DAY."""
    return [committee(date(2024 + (10 + month) // 12, (10 + month) % 12 + 1, 10)) for month in range(count)]


def written(*documents: str) -> tuple[Case, ...]:
    """The papers that have to be in force."""
    whole = [paper(one) for one in documents]
    return (
        Case("in force", whole, MET, "整備されています"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
        Case("given up", [*whole[:-1], paper(documents[-1], ended=date(2025, 11, 24))], NOT_MET, "廃止され"),
        Case("in force until today", [*whole[:-1], paper(documents[-1], ended=DAY)], MET, "整備されています"),
        Case("given up and made anew", [*whole, paper(documents[0], START, date(2025, 6, 1)), paper(documents[0], date(2025, 6, 2))], MET, "整備"),
        Case("from tomorrow on", [paper(one, TOMORROW) for one in documents], UNKNOWN, "記録されていません"),
    )  # fmt: skip


CASES = {
    "department_set_up": written("organisation"),
    "duties_written": (
        *written("department", "duties"),
        Case("one of two", [paper("department")], NOT_MET, "「医療安全管理者の業務内容」が整備されていません"),
    ),
    "desk_set_up": written("desk"),
    "guideline_written": written("policy"),
    "reporting_written": written("reporting"),
    "committee_monthly": (
        Case("every month", months(12), MET, "12か月に委員会を開催しています"),
        Case("ten months of twelve", months(10), MET, "10か月"),
        Case("nine months of twelve", months(9), UNKNOWN, "9か月に委員会を開催しています。「月1回程度」の範囲"),
        Case("six months of twelve", months(6), UNKNOWN, "6か月"),
        Case("five months of twelve", months(5), NOT_MET, "5か月"),
        Case("the month of today is not over", months(12), MET, "12か月", on=date(2025, 11, 1)),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
    ),
    "training_twice": (
        Case("twice", [training(NOW), training(date(2025, 6, 1))], MET, "2件あります"),
        Case("once", [training(NOW)], UNKNOWN, "1件あります（必要2回程度）"),
        Case("planned a second time", [training(NOW), training(date(2025, 11, 1), held=False)], UNKNOWN, "1件"),
        Case("twice in the last twelve months", [training(date(2025, 1, 10)), training(NOW)], MET, "2件"),
        Case("long ago", [training(LONG_AGO)], NOT_MET, "0件"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
    ),
    "committee_linked": (
        Case("terms and attendance", [paper("committee"), committee(NOW)], MET, "1件あります"),
        Case("the manager never came", [paper("committee"), committee(NOW, False)], NOT_MET, "医療安全管理者が出席した委員会が"),
        Case("nothing recorded", [], UNKNOWN, "設置要綱」が記録されていません"),
        Case("terms without a meeting", [paper("committee")], UNKNOWN, "開催が記録されていません"),
        Case("meetings without terms", [committee(NOW)], UNKNOWN, "設置要綱」が記録されていません"),
        Case("terms given up", [paper("committee", ended=NOW), committee(NOW)], NOT_MET, "廃止"),
    ),
    "notice_posted": (
        Case("posted", [notice()], MET, "外来待合に掲示しています"),
        Case("taken down", [notice(ended=date(2025, 11, 24))], NOT_MET, "2025年11月24日（月）に終わり"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
        Case("taken down today", [notice(ended=DAY)], MET, "掲示しています"),
        Case("posted from tomorrow on", [notice(TOMORROW)], UNKNOWN, "記録されていません"),
    ),
    "planned_and_evaluated": (
        Case("both", [activity("planning", NOW), activity("evaluation", NOW)], MET, "「業務の評価」の活動が1件"),
        Case("planned only", [activity("planning", NOW)], UNKNOWN, "「業務の評価」の活動が記録されていません"),
        Case("evaluated long ago", [activity("planning", NOW), activity("evaluation", LONG_AGO)], UNKNOWN, "「業務の評価」"),
        Case("nothing recorded", [], UNKNOWN, "「業務の企画立案」"),
        Case("evaluated last year", [activity("planning", NOW), activity("evaluation", BEFORE)], UNKNOWN, "2026年3月31日"),
    ),
    "staff_supported": once("support"),
    "departments_coordinated": once("coordination"),
    "consultations_supported": once("consultation"),
    "rounds_made": (
        Case("last month", [safety_round(date(2025, 10, 20))], MET, "直近2か月に1件"),
        Case("two months ago to the day", [safety_round(date(2025, 9, 25))], MET, "1件の院内巡回があります"),
        Case("a day more", [safety_round(date(2025, 9, 24))], UNKNOWN, "最後は2025年9月24日（水））。間隔は法令で定められていません"),
        Case("long ago", [safety_round(LONG_AGO)], UNKNOWN, "直近2か月に院内巡回がありません"),
        Case("within the hospital's own interval", [EVERY_THREE_MONTHS, safety_round(date(2025, 9, 1))], MET, "自院の「文書 department」の間隔は3か月です"),
        Case("beyond the hospital's own interval", [EVERY_THREE_MONTHS, safety_round(date(2025, 8, 24))], UNKNOWN, "直近3か月に院内巡回がありません"),
        Case("an interval that was given up", [replace(EVERY_THREE_MONTHS, ended_on=NOW), safety_round(date(2025, 9, 1))], UNKNOWN, "直近2か月に院内巡回がありません"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
        Case("without any measure", [safety_round(date(2025, 10, 20), "")], NOT_MET, "講じた対策の記録がありません"),
        Case("early in the year", [safety_round(date(2025, 3, 10))], MET, "直近2か月に1件", on=date(2025, 4, 3)),
    ),
    "training_held": (
        Case("held", [training(NOW)], MET, "1件あります"),
        Case("planned and not held", [training(NOW, held=False)], NOT_MET, "前の期間にもありません"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
        Case("held last year, planned this year", [training(BEFORE), training(NOW, held=False)], UNKNOWN, "前の期間には1件"),
        Case("held only tomorrow", [training(TOMORROW)], UNKNOWN, "記録されていません"),
    ),
    "improvement_planned": (
        Case("this year", [plan(NOW)], MET, "1件あります"),
        Case("two years ago", [plan(LONG_AGO)], UNKNOWN, "最後は2023年9月10日（日））。間隔は法令で定められていません"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
        Case("twelve months ago to the day", [plan(date(2024, 11, 25))], MET, "1件あります"),
        Case("a day more", [plan(date(2024, 11, 24))], UNKNOWN, "直近12か月に作成されていません"),
        Case("early in the year", [plan(date(2024, 5, 1))], MET, "1件あります", on=date(2025, 4, 30)),
    ),
    "improvement_evaluated": (
        Case("evaluated", [plan(BEFORE, NOW)], MET, "1件あります"),
        Case("over a year without an evaluation", [plan(date(2024, 11, 24))], UNKNOWN, "12か月を過ぎても評価されていません"),
        Case("a year to the day", [plan(date(2024, 11, 25))], UNKNOWN, "まだ評価されていません"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
        Case("evaluated only tomorrow", [plan(BEFORE, TOMORROW)], UNKNOWN, "12か月を過ぎても"),
        Case("everything is old", [plan(date(2022, 5, 1), date(2022, 9, 1))], UNKNOWN, "この2年間に"),
    ),
    "committee_recorded": (
        Case("with minutes", [committee(NOW)], MET, "1件あります"),
        Case("one without minutes", [committee(NOW), committee(date(2025, 10, 8), minutes=False)], NOT_MET, "1件（2025年10月8日（水））に議事録がありません"),
        Case("held yesterday, minutes to be written", [committee(NOW), committee(date(2025, 11, 24), minutes=False)], MET, "2件"),
        Case("seven days without minutes", [committee(NOW), committee(date(2025, 11, 18), minutes=False)], MET, "2件"),
        Case("eight days without minutes", [committee(NOW), committee(date(2025, 11, 17), minutes=False)], NOT_MET, "議事録がありません"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
        Case("nothing in two years", [committee(LONG_AGO)], NOT_MET, "前の期間にもありません"),
        Case("only last year", [committee(BEFORE)], UNKNOWN, "2026年3月31日（火）までに必要"),
        Case("last year's lack does not count", [committee(BEFORE, minutes=False), committee(NOW)], MET, "1件"),
    ),
    "training_recorded": (
        Case("with attendance", [training(NOW)], MET, "1件あります"),
        Case("held without attendance", [training(NOW, attended=0)], NOT_MET, "受講者数を記録した職員研修が"),
        Case("nothing held", [training(NOW, held=False)], UNKNOWN, "記録されていません"),
        Case("only last year", [training(BEFORE)], UNKNOWN, "2026年3月31日（火）までに必要"),
    ),
    "consultations_recorded": (
        Case("with handling", [consultation(NOW)], MET, "1件あります"),
        Case("without handling", [consultation(NOW), consultation(NOW, 2, " ")], NOT_MET, "2件に、相談後の取扱いの記録がありません"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
        Case("of yesterday, without handling", [consultation(NOW), consultation(date(2025, 11, 24), 2, "")], MET, "2件あります"),
        Case("seven days without handling", [consultation(date(2025, 11, 18), 2, "")], MET, "1件あります"),
        Case("eight days without handling", [consultation(date(2025, 11, 17), 2, "")], NOT_MET, "取扱いの記録がありません"),
        Case("nothing in two years", [consultation(LONG_AGO)], UNKNOWN, "間隔は法令で定められていません"),
        Case("a month with none", [consultation(NOW, 0, "")], MET, "1件あります"),
        Case("only last year", [consultation(BEFORE)], UNKNOWN, "2026年3月31日（火）までに必要"),
    ),
    "conference_weekly": (
        Case("every week", [FILED, *conferences(START, DAY)], MET, "33週のうち33週"),
        Case("a week without", [FILED, *conferences(START, DAY, AUGUST[1:2])], MET, "33週のうち32週で開催しています（開催のない週1）"),
        Case("nine weeks of ten", [FILED, *conferences(START, DAY, [date(2025, month, 7 if month == 5 else 9) for month in (4, 7, 5)])], MET, "33週のうち30週"),
        Case("fewer than nine of ten", [FILED, *conferences(START, DAY, [date(2025, 4, 9), date(2025, 5, 7), date(2025, 7, 9), date(2025, 9, 10)])], UNKNOWN, "4週に開催がありません"),
        Case("two weeks in a row without", [FILED, *conferences(START, DAY, AUGUST[:2])], UNKNOWN, "開催の間隔が3週空いています。「週1回程度」の範囲"),
        Case("every second week", [FILED, *conferences(START, DAY)[::2]], NOT_MET, "17週に開催がありません"),
        Case("three weeks of four", [FILED, *(one for index, one in enumerate(conferences(START, DAY)) if index % 4 != 3)], UNKNOWN, "8週に開催がありません"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
        Case("this week is not over", [FILED, *conferences(START, date(2025, 11, 19))], MET, "33週のうち33週"),
        Case("none around the new year", [FILED, *conferences(START, date(2026, 1, 31), [date(2025, 12, 31)])], MET, "42週のうち42週", on=date(2026, 2, 1)),
        Case("many weeks", [FILED, *conferences(START, date(2025, 8, 31))], NOT_MET, "12週に開催がありません"),
        Case("early in the year, four weeks are looked at", [FILED, *conferences(START, DAY)], NOT_MET, "4週のうち4週", on=date(2025, 4, 4)),
        Case("recorded with a later date", [FILED, *conferences(TOMORROW, date(2025, 12, 31))], UNKNOWN, "記録されていません"),
        Case("filed in October, held since the month before", [filing(Addon.SAFETY, 1, date(2025, 10, 1)), *conferences(date(2025, 9, 1), date(2025, 12, 15))], MET, "15週のうち15週", on=date(2025, 12, 15)),
        Case("filed in October, held since then only", [filing(Addon.SAFETY, 1, date(2025, 10, 1)), *conferences(date(2025, 10, 1), date(2025, 12, 15))], NOT_MET, "4週に開催がありません", on=date(2025, 12, 15)),
        Case("a change of class begins nothing anew", [filing(Addon.SAFETY, 2, last=date(2025, 9, 30)), filing(Addon.SAFETY, 1, date(2025, 10, 1)), *conferences(date(2025, 9, 1), DAY)], NOT_MET, "21週に開催がありません"),
        Case("not filed yet, held for a month", conferences(date(2025, 10, 20), DAY), MET, "4週のうち4週"),
        Case("weeks around the new year are not asked of a new filing", [filing(Addon.SAFETY, 1, date(2026, 1, 4)), *conferences(date(2025, 12, 4), date(2025, 12, 28))], MET, "3週のうち3週", on=date(2026, 1, 4)),
    ),
    "conference_attended": (
        Case("members take part", conferences(START, DAY), MET, "すべてに委員会の構成員が参加"),
        Case("once without", [*conferences(START, date(2025, 11, 12)), *conferences(date(2025, 11, 13), DAY, members=0)], NOT_MET, "1回に委員会の構成員が参加していません（最近は2025年11月19日（水））"),
        Case("nothing recorded", [], UNKNOWN, "記録されていません"),
        Case("only last year", conferences(date(2024, 4, 1), date(2025, 3, 31)), UNKNOWN, "期間内にカンファレンスの記録がありません"),
        Case("last year's lack does not count", [*conferences(date(2025, 3, 1), date(2025, 3, 31), members=0), *conferences(START, DAY)], MET, "すべて"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "case"), [(rule, case) for rule, found in CASES.items() for case in found], ids=str)
def test_the_rule_answers_the_document(rule: str, case: Case) -> None:
    found = answer(rule, case)
    assert (found.result, case.reason in found.reason) == (case.expected, True), found
    assert bool(found.remedy) == (found.result is not MET)


def test_only_whole_weeks_between_two_days_are_looked_at() -> None:
    assert list(weeks(date(2025, 4, 1), date(2025, 4, 20))) == [date(2025, 4, 7), date(2025, 4, 14)]
    assert list(weeks(date(2025, 4, 7), date(2025, 4, 12))) == []
