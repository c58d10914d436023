"""The steps of a training as 東京都 takes them, and what somebody should look at before the next one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checklist.model.center.activities import StaffCourse, Training
from checklist.words.center import TOPICS

AHEAD = timedelta(days=60)
"""Theme and lecturer are settled about two months ahead."""
SHORTEST_WINDOW = timedelta(days=28)
"""On demand it is to be seen for one to two months, so that whoever is on duty few days can attend as well."""
A_YEAR = 3
MEMORY = timedelta(days=2 * 365)
"""A theme or a lecturer of so long ago is no repetition any more; a topic not covered for so long is told."""


@dataclass(frozen=True)
class Step:
    """One step of a training: its word, whether it is done, and the day on which it should be."""

    word: str
    done: bool
    due: date | None = None


@dataclass(frozen=True)
class Around:
    """What there is beside the record of a training: its questionnaires, who attended, and what hospitals were offered."""

    asked_before: bool = False
    asked_after: bool = False
    answers: int = 0
    attendees: int = 0
    hospitals: int = 0
    """Of the region that sent somebody."""
    offered: int = 0


NOTHING = Around()
"""Of a training of which there is nothing but its record."""


def steps(one: Training, around: Around = NOTHING) -> tuple[Step, ...]:
    """Everything from the theme to the records of the hospitals, in its order."""
    settled = bool(one.answers and (one.useful.strip() or one.wishes.strip() or around.answers))
    found = [
        Step("テーマと講師を決める", bool(one.decided_on and one.lecturer.strip()), one.held_on - AHEAD),
        Step("事前の質問を募る", around.asked_before or bool(one.questions.strip()), one.held_on - AHEAD / 2),
        Step("質問と基本姿勢を講師に渡す", bool(one.briefed_on), one.held_on),
        Step("案内を送る", bool(one.announced_on), one.held_on),
        Step("アンケートを用意する", around.asked_after or bool(one.answers), one.held_on),
        Step("実施する", one.held, one.held_on),
        Step("受講者数を登録する", bool(around.attendees or one.attended)),
        Step("アンケートをまとめる", settled),
    ]
    if around.hospitals:
        found.append(Step("病院に受講の記録を申し出る", around.offered >= around.hospitals))
    return tuple(found)


def remarks(one: Training, others: Sequence[Training], courses: Sequence[StaffCourse]) -> Iterator[str]:
    """What is unlike the practice, each in one sentence; `courses` are those of others that the centre knows of."""
    yield from _of_ours(one, others)
    yield from _of_others(one, courses)


def _of_ours(one: Training, others: Sequence[Training]) -> Iterator[str]:
    earlier = [other for other in others if other.id != one.id and abs(other.held_on - one.held_on) <= MEMORY]
    if any(_same(one.theme, other.theme) for other in earlier):
        yield f"「{one.theme}」は、2年以内のほかの研修会とテーマが重複しています。"
    if any(_same(one.lecturer, other.lecturer) for other in earlier):
        yield f"講師「{one.lecturer}」は、2年以内のほかの研修会と重複しています。"
    if one.decided_on and one.decided_on > one.held_on - AHEAD:
        yield "テーマと講師を決めたのが、実施日の2か月前より後です。"
    if one.demand_from and one.demand_until and one.demand_until - one.demand_from < SHORTEST_WINDOW:
        yield "オンデマンド配信の期間が1か月より短く、勤務日数が少ない職員が受講できないことがあります。"
    if one.audience and not {"part_time", "contracted", "dispatched"} & set(one.audience):
        yield "受講の対象に、会計年度任用職員、委託業者・派遣会社の職員が含まれていません。"


def _of_others(one: Training, courses: Sequence[StaffCourse]) -> Iterator[str]:
    """The theme where it repeats a course of others, within two years before or after."""
    for course in courses:
        if abs(course.held_on - one.held_on) <= MEMORY and _same(one.theme, course.course):
            organiser = f"{course.organiser}の" if course.organiser.strip() else ""
            yield f"「{one.theme}」は、{organiser}研修「{course.course}」とテーマが重複しています。"
            return


def missing_topics(found: Sequence[Training], today: date) -> list[str]:
    """The topics of the 運営要領 that no training of the last two years had."""
    covered = {one.topic for one in found if one.held and today - MEMORY <= one.held_on <= today}
    return [word for code, word in TOPICS.items() if code not in covered and code != "other"]


def _same(text: str, other: str) -> bool:
    folded = [unicodedata.normalize("NFKC", one).casefold().replace(" ", "") for one in (text, other)]
    return bool(folded[0]) and folded[0] == folded[1]
